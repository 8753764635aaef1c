// SPDX-License-Identifier: EUPL-1.2
#include "cli/file_or_flags.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"

namespace tranche::cli {
namespace {

std::string FlagsOf(const std::vector<const char*>& flags) {
  return absl::StrJoin(flags, ", ",
                       [](std::string* out, const char* flag) { absl::StrAppend(out, "--", flag); });
}

}  // namespace

absl::StatusOr<bool> IsInFile(const Session& session, const Arguments& arguments,
                              const std::vector<const char*>& needed,
                              const std::vector<const char*>& others) {
  if (arguments.Has("file")) {
    if (!AnyFlag(arguments, needed) && !AnyFlag(arguments, others)) return true;
    return Problem(kExitUsage, session.Say(texts::kFileOrFlags, {{"flags", FlagsOf(needed)}}));
  }
  const bool all =
      std::all_of(needed.begin(), needed.end(), [&](const char* flag) { return arguments.Has(flag); });
  if (all) return false;
  return Problem(kExitUsage, session.Say(texts::kNeedFileOrFlags, {{"flags", FlagsOf(needed)}}));
}

absl::Status ReadGrantParts(Session& session, const Arguments& arguments, const std::string& eu,
                            const std::string& national, common::v1::ThreePartAmount* parts) {
  const std::string typed = arguments.Has(national) ? arguments.Get(national) : "0";
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get(eu), typed}));
  TRANCHE_ASSIGN_OR_RETURN(*parts->mutable_eu()->mutable_amount(),
                           ReadTypedAmount(arguments.Get(eu), currency));
  TRANCHE_ASSIGN_OR_RETURN(*parts->mutable_national()->mutable_amount(),
                           ReadTypedAmount(typed, currency));
  parts->mutable_own()->set_amount("0.00");
  for (common::v1::Money* part :
       {parts->mutable_eu(), parts->mutable_national(), parts->mutable_own()}) {
    part->set_currency(currency);
  }
  return absl::OkStatus();
}

}  // namespace tranche::cli
