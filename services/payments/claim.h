// SPDX-License-Identifier: EUPL-1.2
// Claims, the decision on them, and what may be paid: values in, values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"

namespace tranche::payments {

enum class ClaimKind { kAdvance, kInterim, kFinal };
enum class ClaimState { kDraft, kSent, kInVerification, kAccepted, kRefused };
enum class ClaimStep {
  kSend,
  kVerify,    // A decision was recorded and is being carried into the budget.
  kWithdraw,  // The budget refused that decision; nothing was done.
  kAccept,
  kRefuse,
};

// The names that stand in the database and on the wire, "IN_VERIFICATION".
absl::string_view Name(ClaimKind kind);
absl::string_view Name(ClaimState state);
absl::string_view Name(ClaimStep step);
// A name that is none of ours is a broken row.
std::optional<ClaimKind> ClaimKindOf(absl::string_view name);
std::optional<ClaimState> ClaimStateOf(absl::string_view name);

// Where a step leads; nothing when the state does not know the step.
std::optional<ClaimState> Next(ClaimState state, ClaimStep step);

// What the service knows of a contract.
struct Contract {
  std::string organisation;
  std::string id;  // Folded register number.
  std::string procedure;
  absl::CivilDay concluded_on;
  absl::CivilDay starts_on;
  ThreePart amount;
  int version = 0;
  int next_claim_sequence = 1;
  int next_payment_number = 1;
  std::optional<int> open_claim;  // Sequence of the claim that is not decided on.
};

struct RefusedCost {
  std::string cost_id;
  std::string reason;

  friend bool operator==(const RefusedCost&, const RefusedCost&) = default;
};

// The decision on a claim, as it was recorded.
struct Decision {
  absl::CivilDay decided_on;
  std::string reference;
  std::vector<RefusedCost> refused_costs;  // Ordered by cost.
  bool advance_refused = false;
  std::string refusal_reason;  // Of the advance.
  std::string marks_json = "[]";

  friend bool operator==(const Decision&, const Decision&) = default;
};

// Puts the refused costs in the order in which decisions are compared.
void SortRefusedCosts(Decision& decision);

struct ClaimCost {
  std::string id;
  absl::CivilDay paid_on;  // Of its document.
};

struct Claim {
  int sequence = 0;
  ClaimKind kind = ClaimKind::kInterim;
  ClaimState state = ClaimState::kDraft;
  ThreePart requested;
  std::vector<ClaimCost> costs;  // In the order in which they were given.
  std::optional<absl::CivilDay> sent_on;
  std::string sent_by;
  std::optional<Decision> decision;
  std::string decided_by;
  int decisions_recorded = 0;  // Those withdrawn included.
  std::optional<ThreePart> approved;
  std::optional<ThreePart> refused;
  ThreePart paid;
  std::string marks_json = "[]";
};

struct Payment {
  std::string id;  // "PA001".
  int claim_sequence = 0;
  bool advance = false;
  ThreePart amount;
  absl::CivilDay paid_on;
  std::string bank_reference;
  std::string marks_json = "[]";
};

// A cost as budgets shows it.
struct ClaimedCost {
  std::string id;
  std::string state;  // "RESERVED".
  ThreePart parts;
  absl::CivilDay paid_on;
  std::optional<int> claimed_in;  // Sequence of the claim that holds it already.
};

// A ceiling in percent of the grant with at most two places, "20", as an exact fraction.
absl::StatusOr<Ratio> ParsePercent(absl::string_view percent);

// A version of the rule that sets the ceiling of advances.
struct CeilingRule {
  std::string value;
  std::string unit;                // "percent".
  std::string programming_period;  // Empty: any.
};
// The one of the contract's programming period, else the one for any period. Nothing when neither is
// there; RULE_UNREADABLE with `code` when it is no percentage up to 100.
absl::StatusOr<std::optional<Ratio>> AdvanceCeilingOf(const std::vector<CeilingRule>& rules,
                                                      absl::string_view programming_period,
                                                      const std::string& code);

// An advance keeps to the contract's ratio of EU to national money within a cent (the share of the EU
// rounds), asks for no own part, and is at most `ceiling` of the grant. Refusals:
// AMOUNT_NOT_ABOVE_ZERO, OWN_PART_NOT_ZERO, MONEY_CURRENCY_MIXED, ADVANCE_ABOVE_CEILING, ADVANCE_RATIO.
absl::Status CheckAdvance(const ThreePart& contract_amount, const ThreePart& requested, Ratio ceiling);

// The sum of the claimed costs. COST_NOT_RESERVED, COST_IN_ANOTHER_CLAIM, MONEY_CURRENCY_MIXED.
absl::StatusOr<ThreePart> SumOfCosts(const std::vector<ClaimedCost>& costs, Currency currency);

// CLAIM_OPEN while another claim of the contract is not decided on.
absl::Status CheckNoneOpen(const Contract& contract);

// CLAIM_AFTER_FINAL when a final claim that was not refused is there.
absl::Status CheckNoFinal(std::optional<int> final_claim);

// CLAIM_WRONG_STATE, DAYS_OUT_OF_ORDER when it would be served before the contract was concluded,
// COST_PAID_AFTER_SENDING.
absl::StatusOr<ClaimState> DecideSend(const Contract& contract, const Claim& claim,
                                      absl::CivilDay sent_on);

// What recording a decision means for the claim as it stands.
enum class VerificationPath {
  kBegin,     // Sent: record the decision.
  kContinue,  // The same decision was recorded before and is not carried out yet.
};
// DECIDED_BY_SENDER (INV-08), CLAIM_WRONG_STATE, VERIFICATION_UNDER_WAY when another decision is being
// carried out, REFUSED_COST_NOT_CLAIMED, CLAIM_COST_TWICE, REFUSAL_NOT_OF_ADVANCE, DAYS_OUT_OF_ORDER.
absl::StatusOr<VerificationPath> DecideVerification(const Claim& claim, const Decision& decision,
                                                    const std::string& subject);

// What became of a claim when the budget has decided on its costs.
struct Outcome {
  ClaimState state = ClaimState::kRefused;
  std::optional<ThreePart> approved;  // Nothing for an advance.
  std::optional<ThreePart> refused;
};
// Refused when nothing was approved. Nothing of an advance is, since it is no expenditure: the decision
// accepts it as it stands or refuses it.
// CLAIM_WRONG_STATE, CLAIM_DOES_NOT_ADD_UP when approved + refused is not what was requested.
absl::StatusOr<Outcome> DecideOutcome(const Claim& claim, const ThreePart& approved,
                                      const ThreePart& refused);

// What the managing authority owes for an accepted claim: the approved EU and national money, or an
// advance as it was asked for; the own part is 0.
ThreePart Owed(const Claim& claim);

struct PaymentDecision {
  ThreePart paid;  // Of the claim, with this payment.
  bool paid_in_full = false;
};
// CLAIM_NOT_ACCEPTED, OWN_PART_NOT_ZERO, AMOUNT_NOT_ABOVE_ZERO, MONEY_CURRENCY_MIXED,
// DAYS_OUT_OF_ORDER, PAYMENT_ABOVE_OWED for the sum, PAYMENT_PART_ABOVE_OWED for the EU's or the
// national part of it.
absl::StatusOr<PaymentDecision> DecidePayment(const Claim& claim, const ThreePart& amount,
                                              absl::CivilDay paid_on);

// "PA001", "PA1000".
std::string PaymentId(int number);

}  // namespace tranche::payments
