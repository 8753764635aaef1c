// SPDX-License-Identifier: EUPL-1.2
// The checks of a plan for people.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "cli/output.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::cli {

// A row per check, and below the table every reading that was tried.
View ChecksView(const google::protobuf::RepeatedPtrField<plans::v1::Check>& checks, Language language);

}  // namespace tranche::cli
