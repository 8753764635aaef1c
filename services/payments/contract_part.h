// SPDX-License-Identifier: EUPL-1.2
// Names of what a contract has one of.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments {

// The folded register number in "organisations/{organisation}/contracts/{contract}/<part>".
inline absl::StatusOr<std::string> ContractIdOf(absl::string_view part, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          absl::StrCat("organisations/{organisation}/contracts/{contract}/", part), name));
  return FoldRegisterNumber(segments[1]);
}

}  // namespace tranche::payments
