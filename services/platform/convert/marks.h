// SPDX-License-Identifier: EUPL-1.2
// Provenance of values, kept as a jsonb column "marks" beside the record.
#pragma once

#include <string>

#include <google/protobuf/repeated_ptr_field.h>

#include "absl/status/status.h"
#include "tranche/common/v1/provenance.pb.h"

namespace tranche::convert {

using Marks = google::protobuf::RepeatedPtrField<common::v1::Mark>;

// MARK_SOURCE_MISSING when a SOURCED value names no source.
absl::Status CheckMarks(const Marks& marks);
// [{"field":…,"provenance":"STATED","source":…}, …]
std::string MarksToJson(const Marks& marks);
// What MarksToJson wrote; a row that holds anything else throws.
Marks MarksFromJson(const std::string& json);

}  // namespace tranche::convert
