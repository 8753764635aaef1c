// SPDX-License-Identifier: EUPL-1.2
// What writing and reading of JSON have to agree on.
#pragma once

#include <google/protobuf/descriptor.h>

#include "absl/strings/match.h"

namespace tranche::client {

// Times, durations, masks and the like have a JSON form of their own.
inline bool HasOwnForm(const google::protobuf::Descriptor* type) {
  return absl::StartsWith(type->full_name(), "google.protobuf.");
}

}  // namespace tranche::client
