// SPDX-License-Identifier: EUPL-1.2
// What of an approved amount is paid in cash and what the advance has paid already.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/state_aid/coverage.h"

namespace tranche::payments {

// What the accepted claims of a contract came to before the one that is decided on: EU and national
// money.
struct CashHistory {
  Money advance;  // Owed for the advance; zero: none was accepted.
  Money interim;  // Owed for interim claims.
  Money cleared;  // Of the advance, by approved costs.
};

// The accepted claims of a contract but the one with this sequence.
absl::StatusOr<CashHistory> HistoryOf(const std::vector<Claim>& claims, int but_sequence,
                                      Currency currency);

// True when a cap binds an interim claim: an advance was accepted and is not cleared.
bool CapBinds(const Contract& contract);

// The cap to which an advance keeps: with the interim money that is owed already it comes to no more.
// Nothing when no cap is known and nothing is owed yet; the ceiling of advances alone bounds it then.
// CASH_CAP_UNKNOWN, ADVANCE_ABOVE_CAP with what is left under the cap.
absl::StatusOr<std::optional<CashLimit>> LimitOfAdvance(const Contract& contract,
                                                        const ThreePart& requested,
                                                        const CashHistory& history,
                                                        const std::optional<Ratio>& cap);

// EU and national money that the decision on a claim approved of advances paid to contractors: nothing
// is paid for them. By the costs and their verdicts.
absl::StatusOr<ThreePart> AdvanceItemsOf(const Claim& claim, Currency currency);
// The same of an accepted claim, by its sums: what is approved, not payable and clears nothing.
absl::StatusOr<ThreePart> ApprovedAsAdvance(const Claim& claim);

// What of a claim is paid, what clears the advance, and what is to be paid back.
struct CashShare {
  ThreePart payable;  // Own is 0, as in the others.
  // payable + cleared = approved EU and national money but for advances paid to contractors, part by
  // part.
  ThreePart cleared;
  ThreePart to_recover;  // Only of a final claim.
  std::optional<CashLimit> limit;
};

// An advance is owed as it was asked for, within its limit. Of an interim claim cash goes up to what
// the cap leaves, what is above clears the advance, and when that is cleared the cap binds no more and
// the rest is cash again. A final claim is the balance: the approved money of all claims less what was
// owed before, so that it clears all of the advance; where that is more than was approved, the
// difference is paid back. Cash keeps the contract's ratio of EU to national money within a cent, as
// far as the approved parts allow. CASH_CAP_UNKNOWN (with the day on which the contract began) when the
// cap binds and is not given.
absl::StatusOr<CashShare> ShareCash(const Contract& contract, const Claim& claim,
                                    const std::optional<ThreePart>& approved,
                                    const CashHistory& history, const std::optional<Ratio>& cap);

// Cash of a contract as it stands.
struct CashPosition {
  ThreePart granted;
  ThreePart claimed;  // Sent claims but advances, without what was claimed again.
  ThreePart claimed_again;
  ThreePart unapproved;
  ThreePart by_correction;
  ThreePart approved;
  ThreePart advance_paid;
  ThreePart interim_paid;
  ThreePart final_paid;
  ThreePart paid;
  ThreePart deducted;
  ThreePart cleared;
  ThreePart approved_as_advance;
  ThreePart to_pay;
  ThreePart to_recover;
  Money remaining_to_clear;
  std::optional<Money> cap;
  bool cap_binds = false;
  Money left_under_cap;  // While the cap binds.
  bool settled = false;
  std::optional<state_aid::Standing> state_aid = {};  // Of an accepted state-aid advance.
};
// Nothing of it is kept: it follows from the claims. `cap` is that of the rule, if there is one.
absl::StatusOr<CashPosition> PositionOf(const Contract& contract, const std::vector<Claim>& claims,
                                        const std::optional<Ratio>& cap);

}  // namespace tranche::payments
