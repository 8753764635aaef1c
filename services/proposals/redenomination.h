// SPDX-License-Identifier: EUPL-1.2
// Whether a contract is to be converted to the currency that follows its own, and to what amount.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/three_part.h"
#include "proposals/contract.h"

namespace tranche::proposals {

// The end of a currency, as reference has it.
struct Changeover {
  Currency from = Currency::kBgn;
  Currency to = Currency::kEur;
  absl::CivilDay day;  // First day of the new one.
  std::string rate;    // "1.95583".
  std::string legal_source;
  bool verified = false;
};

enum class RedenominationState { kToConvert, kWaits, kConverted, kEndedBefore, kNotConcerned };
// Its name on the wire, "TO_CONVERT".
absl::string_view NameOf(RedenominationState state);

// Where a contract stands; `converted` says that its conversion is on record.
RedenominationState StateOf(const Contract& contract, const Changeover& changeover, bool converted);

// What has to be closed on a contract before it is converted, "versions/2" or "packages/3"; empty:
// nothing.
std::string WaitsFor(const Contract& contract);

// A part that differs from its own conversion.
struct PartDifference {
  std::string of;  // "national", "own".
  Money before;
  Money converted;
  Money kept;
};
std::vector<PartDifference> DifferencesOf(const ThreePart& before, const ThreePart& after);

// The amount after conversion. REDENOMINATION_DONE is the caller's, who knows the record;
// REDENOMINATION_NOT_NEEDED, REDENOMINATION_TOO_EARLY, REDENOMINATION_NOT_RUNNING for a contract that
// ended before and of which nothing is `still_to_settle`, REDENOMINATION_WAITS.
absl::StatusOr<ThreePart> DecideRedenomination(const Contract& contract, const Changeover& changeover,
                                               bool still_to_settle, absl::CivilDay today);

}  // namespace tranche::proposals
