// SPDX-License-Identifier: EUPL-1.2
// The catalogue of errors as the document has it: its reasons, the problem document, and one answer for
// each HTTP status with the reasons that lead to it.
#pragma once

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>

#include "gateway/binding.h"
#include "openapi/schemas.h"

namespace tranche::openapi {

// The schemas "Reason" and "Problem".
Json ReasonSchema(const google::protobuf::EnumDescriptor* catalogue);
Json ProblemSchema();

// Name of the answer for a status in components/responses, "Problem422".
std::string ProblemName(int status);

// That answer: a problem document whose code is one of the status's reasons.
Json ProblemAnswer(const google::protobuf::EnumDescriptor* catalogue, int status);

// The statuses of problems that a method can answer with, by what its request takes.
std::set<int> ProblemStatuses(const google::protobuf::MethodDescriptor* method,
                              const gateway::Binding& binding);

}  // namespace tranche::openapi
