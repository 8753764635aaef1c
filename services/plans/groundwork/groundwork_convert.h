// SPDX-License-Identifier: EUPL-1.2
// Records of the groundwork between a request and what is kept and shown.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "platform/base/error.h"
#include "tranche/plans/v1/groundwork.pb.h"

namespace tranche::plans {

// The kind by what a record holds; unspecified when it holds nothing.
v1::GroundworkKind KindOf(const v1::Groundwork& record);

// Everything that is wrong with a record, at its fields: "groundwork.workingBody.members[0].person".
// What other records must say is not looked at.
std::vector<Violation> ProblemsOf(const v1::Groundwork& record);

// The record as it is kept: without what only answers have.
v1::Groundwork ToKeep(const v1::Groundwork& record);
// Fills in what follows from it on a day.
void Complete(v1::Groundwork& record, absl::CivilDay today);

}  // namespace tranche::plans
