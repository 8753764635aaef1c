// SPDX-License-Identifier: EUPL-1.2
// A record of an organisation by its name, where the last segment is a register number: it is folded, so
// that any typed form finds the record.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tranche::convert {

inline constexpr char kContractPattern[] = "organisations/{organisation}/contracts/{contract}";

struct RecordName {
  std::string organisation;
  std::string id;
};

// RESOURCE_NAME_MALFORMED. What stands behind the second segment of the pattern is not kept.
absl::StatusOr<RecordName> ParseRecordName(const char* pattern, const std::string& name);

}  // namespace tranche::convert
