// SPDX-License-Identifier: EUPL-1.2
#include "proposals/redenomination.h"

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/redenominate.h"

namespace tranche::proposals {

absl::string_view NameOf(RedenominationState state) {
  switch (state) {
    case RedenominationState::kToConvert:
      return "TO_CONVERT";
    case RedenominationState::kWaits:
      return "WAITS";
    case RedenominationState::kConverted:
      return "CONVERTED";
    case RedenominationState::kEndedBefore:
      return "ENDED_BEFORE";
    case RedenominationState::kNotConcerned:
      return "NOT_CONCERNED";
  }
  return "";
}

RedenominationState StateOf(const Contract& contract, const Changeover& changeover, bool converted) {
  if (converted) return RedenominationState::kConverted;
  if (contract.amount.eu.currency() != changeover.from) return RedenominationState::kNotConcerned;
  if (contract.ends_on < changeover.day) return RedenominationState::kEndedBefore;
  if (!contract.open_change.empty()) return RedenominationState::kWaits;
  return RedenominationState::kToConvert;
}

std::string WaitsFor(const Contract& contract) {
  if (const std::string version = OpenVersionOf(contract); !version.empty()) {
    return absl::StrCat("versions/", version);
  }
  if (const std::string package = OpenPackageOf(contract); !package.empty()) {
    return absl::StrCat("packages/", package);
  }
  return contract.open_change;
}

std::vector<PartDifference> DifferencesOf(const ThreePart& before, const ThreePart& after) {
  const absl::StatusOr<ThreePart> each = ConvertEach(before);
  if (!each.ok()) return {};
  std::vector<PartDifference> differences;
  const auto compare = [&](const char* of, Money was, Money converted, Money kept) {
    if (converted == kept) return;
    differences.push_back({.of = of, .before = was, .converted = converted, .kept = kept});
  };
  compare("eu", before.eu, each->eu, after.eu);
  compare("national", before.national, each->national, after.national);
  compare("own", before.own, each->own, after.own);
  return differences;
}

absl::StatusOr<ThreePart> DecideRedenomination(const Contract& contract, const Changeover& changeover,
                                               bool still_to_settle, absl::CivilDay today) {
  const std::string currency(CurrencyCode(contract.amount.eu.currency()));
  if (contract.amount.eu.currency() != changeover.from) {
    return Refuse("REDENOMINATION_NOT_NEEDED", {{"contract", contract.number}, {"currency", currency}});
  }
  if (today < changeover.day) {
    return Refuse("REDENOMINATION_TOO_EARLY",
                  {{"day", FormatDay(changeover.day)}, {"currency", currency}});
  }
  if (contract.ends_on < changeover.day && !still_to_settle) {
    return Refuse("REDENOMINATION_NOT_RUNNING", {{"contract", contract.number},
                                                 {"ends_on", FormatDay(contract.ends_on)},
                                                 {"day", FormatDay(changeover.day)},
                                                 {"currency", currency}});
  }
  if (!contract.open_change.empty()) {
    return Refuse("REDENOMINATION_WAITS",
                  {{"contract", contract.number}, {"change", WaitsFor(contract)}});
  }
  return ConvertParts(contract.amount);
}

}  // namespace tranche::proposals
