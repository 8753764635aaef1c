// SPDX-License-Identifier: EUPL-1.2
// What costs cover of a state-aid advance: values in, values out. Nothing of it is kept but the claims
// and the withdrawal: it follows from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"
#include "payments/securities/security.h"
#include "platform/money/three_part.h"

namespace tranche::payments::state_aid {

enum class State { kOpen, kComplete, kWithdrawn };
enum class Step {
  kCoverPart,  // A claim was accepted, and something is left.
  kCoverAll,   // A claim was accepted, and nothing is left.
  kWithdrawPart,
  kWithdraw,
};
// "COVERAGE_OPEN", as on the wire.
absl::string_view Name(State state);
// Where a step leads; nothing when the state does not know the step.
std::optional<State> Next(State state, Step step);

// What the costs of an accepted claim did. EU and national money; own is 0.
struct Coverage {
  int claim = 0;
  ThreePart in_time;  // Approved, paid by the last day for it.
  ThreePart late;     // Approved, paid after it.
  ThreePart covers;   // Of those in time; the rest is verified expenditure of its own.
};

// verified = covered + withdrawn + not_covered, part by part and none below zero.
struct Standing {
  int claim = 0;  // Sequence of the advance.
  State state = State::kOpen;
  absl::CivilDay cover_by;
  ThreePart verified;
  ThreePart covered;
  ThreePart withdrawn;
  ThreePart not_covered;
  std::vector<Coverage> coverages;  // By claim.
  bool final_accepted = false;
  bool claim_open = false;
};

// What the decision on an accepted claim approved of one of its costs; own is 0.
absl::StatusOr<ThreePart> ApprovedGrant(const Claim& claim, const ClaimCost& cost);

// The security of a new advance covers all that it asks for. STATE_AID_SECURITY_BELOW,
// MONEY_CURRENCY_MIXED.
absl::Status CheckSecurity(const AdvanceSecurity& security, const ThreePart& requested);

// The last day for covering is given for a state-aid advance that is accepted and for nothing else, is
// not before the decision, and the security holds as long. FIELD_REQUIRED and FIELD_NOT_OF_CHOICE by
// field, DAYS_OUT_OF_ORDER, STATE_AID_SECURITY_ENDS.
absl::Status CheckCoverBy(const Claim& claim, const Decision& decision);

// All claims of a contract, by sequence. Nothing when it has no accepted state-aid advance. The EU and
// the national money of an advance are covered each by itself, by claims that come after it and before
// a withdrawal, and by a cost no further than what was approved of it and no correction took since.
absl::StatusOr<std::optional<Standing>> StandingOf(const std::vector<Claim>& claims, Currency currency);

// Whether costs can cover no more of it: the day is over, or the final claim was accepted.
bool IsDue(const Standing& standing, absl::CivilDay today);

// What the security stands for on a day: all that nothing covered may be called in, whether it was
// withdrawn yet or not, once costs can cover no more (STATE_AID_NOT_DUE).
absl::StatusOr<securities::Secured> SecuredOf(const Standing& standing, absl::CivilDay on);

// What is not covered is withdrawn. CLAIM_OPEN while a claim is open, STATE_AID_WRONG_STATE,
// STATE_AID_NOT_DUE, DAYS_OUT_OF_ORDER when the day is before that of the acceptance.
absl::StatusOr<Withdrawal> DecideWithdraw(const Contract& contract, const Standing& standing,
                                          const Claim& advance, absl::CivilDay withdrawn_on,
                                          const std::string& reason, const std::string& subject);

// A part is withdrawn, at any time; with its number. CLAIM_OPEN, STATE_AID_WRONG_STATE,
// DAYS_OUT_OF_ORDER as above, MONEY_CURRENCY_MIXED, OWN_PART_NOT_ZERO, AMOUNT_NOT_ABOVE_ZERO,
// STATE_AID_ABOVE_UNCOVERED.
absl::StatusOr<WithdrawnPart> DecideWithdrawPart(const Contract& contract, const Standing& standing,
                                                 const Claim& advance, WithdrawnPart part);

}  // namespace tranche::payments::state_aid
