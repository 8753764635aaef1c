// SPDX-License-Identifier: EUPL-1.2
// What a look-up by name found.
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "absl/status/status.h"
#include "platform/base/error.h"

namespace tranche::pg {

// NOT_FOUND with the name when there is no row; NAME_AMBIGUOUS when several organisations of the caller
// have one.
inline absl::Status RequireOne(const pqxx::result& rows, const std::string& name) {
  if (rows.empty()) return Refuse("NOT_FOUND", {{"name", name}});
  if (rows.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", name}});
  return absl::OkStatus();
}

}  // namespace tranche::pg
