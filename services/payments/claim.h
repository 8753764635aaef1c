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
#include "payments/state_aid/advance_facts.h"
#include "platform/base/error.h"
#include "platform/money/annulment.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"

namespace tranche::payments {

enum class ClaimKind { kAdvance, kInterim, kFinal, kStateAidAdvance };
// Money before costs, of either kind.
constexpr bool IsAdvance(ClaimKind kind) {
  return kind == ClaimKind::kAdvance || kind == ClaimKind::kStateAidAdvance;
}
enum class ClaimState {
  kDraft,
  kSent,
  kInVerification,
  kAccepted,
  kRefused,
  kAwaitingAnswer,
  kTakenBack,
  kReturned
};
enum class ClaimStep {
  kSend,
  kTakeBack,
  kAsk,
  kAnswer,
  kVerify,    // A decision was recorded and is being carried into the budget.
  kWithdraw,  // The budget refused that decision; nothing was done.
  kAccept,
  kRefuse,
  kReturn,  // To the beneficiary, before verification begins.
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
// A claim that is neither decided on nor taken back.
bool IsOpen(ClaimState state);

// What the service knows of a contract.
struct Contract {
  std::string organisation;
  std::string id;  // Folded register number.
  std::string procedure;
  absl::CivilDay concluded_on;
  absl::CivilDay starts_on;
  ThreePart amount;
  // Whether the beneficiary is a budget body; nothing: not told.
  std::optional<bool> budget_body = {};
  int version = 0;
  int next_claim_sequence = 1;
  int next_payment_number = 1;
  std::optional<int> open_claim;  // Sequence of the claim that is not decided on.
  int next_package_sequence = 1;
  std::optional<int> open_package;               // Sequence of the package that is not closed.
  std::optional<absl::CivilDay> closed_on = {};  // Its money is closed (see closing/).
  // The day of the changeover to euro, and whether claims and debts were converted since.
  std::optional<absl::CivilDay> redenominated_on = {};
  bool redenomination_pending = false;
  int64_t advance_owed_minor = 0;  // Accepted advance, EU and national money.
  int64_t cleared_minor = 0;       // Of it, what approved costs have cleared.
};

// What a decision does not approve of a cost, by who pays; something of it is above zero.
struct CostVerdict {
  std::string cost_id;
  ThreePart unapproved;  // May be claimed again.
  std::string reason;    // Of what is unapproved; empty: nothing is.
  ThreePart by_correction;
  std::string correction_reason;  // Empty: nothing is taken by a correction.
  std::string correction;         // Its name or number; empty: not known.

  friend bool operator==(const CostVerdict&, const CostVerdict&) = default;
};

// The decision on a claim, as it was recorded.
struct Decision {
  absl::CivilDay decided_on;
  std::string reference;
  std::vector<CostVerdict> verdicts;  // Ordered by cost; all other costs are approved.
  bool advance_refused = false;
  std::string refusal_reason;  // Of the advance.
  // Of a state-aid advance that is accepted: until when costs that cover it may be paid.
  std::optional<absl::CivilDay> cover_by = {};
  std::string marks_json = "[]";

  friend bool operator==(const Decision&, const Decision&) = default;
};

// Puts the verdicts in the order in which decisions are compared.
void SortVerdicts(Decision& decision);

struct ClaimCost {
  std::string id;
  absl::CivilDay paid_on;  // Of its document.
  ThreePart requested;     // The cost's parts.
  std::string
      first_cost_id;  // The first one that was claimed for its document; itself when it is that.
  ThreePart again;    // Of it, what an earlier claim asked for and was not approved.
  // Of what was approved of it, what corrections in force that name it took since. Known beside a
  // state-aid advance only.
  std::optional<ThreePart> corrected = {};
  bool contractor_advance = false;  // An advance paid to a contractor: approved, and pays nothing.
};

enum class QuestionState { kOpen, kAnswered, kExpired };
// The names that stand in the database and on the wire, "QUESTION_OPEN".
absl::string_view Name(QuestionState state);
std::optional<QuestionState> QuestionStateOf(absl::string_view name);

// A question of the managing authority on a sent claim.
struct Question {
  int number = 0;
  std::string text;
  absl::CivilDay asked_on;
  std::string asked_by;
  absl::CivilDay due_on;
  QuestionState state = QuestionState::kOpen;
  std::string answer;
  std::string answered_by;
  std::optional<absl::CivilDay> closed_on;
  int suspension_days_max = 0;  // Of all questions of the claim together; 0: they stop no clock.
};

// A package given back to the beneficiary, with the sending that this undid.
struct PackageReturn {
  int number = 0;
  absl::CivilDay returned_on;
  std::string returned_by;
  std::string reason;
  absl::CivilDay sent_on;
  std::string sent_by;
};

// The cap that bound a decision and what it left.
struct CashLimit {
  Money cap;           // Of advance and interim money together.
  Money before;        // What of it was owed before the claim.
  Money advance_left;  // Of the advance, what is not cleared after the claim.

  friend bool operator==(const CashLimit&, const CashLimit&) = default;
};

// What secures an advance, as its document says; never converted.
struct AdvanceSecurity {
  std::string kind;  // "BANK_GUARANTEE".
  std::string issuer;
  std::string number;
  Money amount;
  absl::CivilDay valid_until;
};

// What of a state-aid advance was not covered is no verified expenditure any more.
struct Withdrawal {
  absl::CivilDay withdrawn_on;
  std::string withdrawn_by;
  std::string reason;
  int before_sequence = 0;  // Claims from this one on cover nothing.
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
  std::optional<ThreePart> by_correction;  // Of the refused.
  std::optional<ThreePart> payable;        // Of an accepted claim.
  std::optional<ThreePart> cleared;
  std::optional<ThreePart> to_recover;  // Of an accepted final claim, when there is something.
  std::optional<CashLimit> limit;
  ThreePart paid;
  std::optional<ThreePart> deducted = {};  // Debts that were deducted from what is payable.
  std::vector<Question> questions;         // In the order in which they were asked.
  int package = 0;                         // Sequence of the package that it is in.
  std::vector<PackageReturn> returns;      // Of that package, in their order.
  std::string sample_seed;  // By which chance chooses costs to check in full; empty: not sent.
  std::optional<AdvanceSecurity> security = {};  // Of an advance.
  std::optional<Withdrawal> withdrawal = {};
  std::vector<WithdrawnPart> withdrawn_parts = {};  // Before the rest was, in their order.
  std::vector<SecurityStep> security_steps = {};    // In their order.
  std::optional<Money> additional_income = {};      // Stated with it; nothing: none.
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
  std::optional<ThreePart> recorded = {};  // In lev, when `amount` was converted since.
  std::string recorded_by = {};
  std::optional<Annulment> annulment = {};  // It was a mistake and counts for nothing.
};

// A cost as budgets shows it.
struct ClaimedCost {
  std::string id;
  std::string state;  // "RESERVED".
  ThreePart parts;
  absl::CivilDay paid_on;
  std::optional<int> claimed_in;  // Sequence of the claim that holds it already.
  // The costs of its document that it asks for again, the latest first: up to one that was not refused
  // whole, or the first of all. One that no claim decided on is passed over.
  std::vector<std::string> resubmits = {};
  bool contractor_advance = false;
  bool revalidated = false;  // It carries what a revalidation gave back of an earlier cost.
  std::string field = {};    // Where the request names it, "claim.costs[2]".
};

// What earlier claims asked for one document and was not approved.
struct ReclaimChain {
  std::string first_cost_id;
  int64_t reclaimable_minor = 0;  // Unapproved less what was asked for again already.
};

// A cost as a claim asks for it. What of it was asked for before is at most what can be asked for again
// of the chain, and is split in the cost's own proportion. What was revalidated was all asked for
// before.
absl::StatusOr<ClaimCost> ClaimCostOf(const ClaimedCost& cost, const ReclaimChain& chain);

// A ceiling in percent of the grant with at most two places, "20", as an exact fraction.
absl::StatusOr<Ratio> ParsePercent(absl::string_view percent);

// A version of a rule of the reference data.
struct RuleVersion {
  std::string value;
  std::string unit;                // "percent", "months".
  std::string programming_period;  // Empty: any.
  std::string source = {};
  bool verified = false;
};
// The one of the contract's programming period, else the one for any period; null when neither is
// there.
const RuleVersion* VersionFor(const std::vector<RuleVersion>& rules,
                              absl::string_view programming_period);
// That one as a fraction. Nothing when there is none; RULE_UNREADABLE with `code` when it is no
// percentage up to 100.
absl::StatusOr<std::optional<Ratio>> PercentOf(const std::vector<RuleVersion>& rules,
                                               absl::string_view programming_period,
                                               const std::string& code);
// The same as whole months, 0 to 120.
absl::StatusOr<std::optional<int>> MonthsOf(const std::vector<RuleVersion>& rules,
                                            absl::string_view programming_period,
                                            const std::string& code);

// An advance keeps to the contract's ratio of EU to national money within a cent (the share of the EU
// rounds), asks for no own part, and is at most `ceiling` of the grant. Refusals:
// AMOUNT_NOT_ABOVE_ZERO, OWN_PART_NOT_ZERO, MONEY_CURRENCY_MIXED, ADVANCE_ABOVE_CEILING, ADVANCE_RATIO.
absl::Status CheckAdvance(const ThreePart& contract_amount, const ThreePart& requested, Ratio ceiling);

// The sum of the claimed costs. COST_NOT_RESERVED, COST_IN_ANOTHER_CLAIM, MONEY_CURRENCY_MIXED, by
// field and all at once, after the faults that are known already.
absl::StatusOr<ThreePart> SumOfCosts(const std::vector<ClaimedCost>& costs, Currency currency,
                                     std::vector<Violation> faults = {});

// CLAIM_WRONG_STATE for any but a draft and a returned one.
absl::StatusOr<ClaimState> DecideTakeBack(const Claim& claim);

// CLAIM_WRONG_STATE for any but one that is sent and waits for nothing. Who may return it, and when,
// the package says.
absl::StatusOr<ClaimState> DecideReturn(const Claim& claim);

// CLAIM_OPEN while another claim of the contract is not decided on.
absl::Status CheckNoneOpen(const Contract& contract);

// CLAIM_AFTER_FINAL when a final claim that was not refused is there.
absl::Status CheckNoFinal(std::optional<int> final_claim);

// CLAIM_WRONG_STATE, DAYS_OUT_OF_ORDER when it would be served before the contract was concluded,
// COST_PAID_AFTER_SENDING.
absl::StatusOr<ClaimState> DecideSend(const Contract& contract, const Claim& claim,
                                      absl::CivilDay sent_on);

// True for who sent the claim, now or before it was returned, or answered a question on it: on behalf
// of the beneficiary, so that the same person neither asks nor decides.
bool ActedForBeneficiary(const Claim& claim, const std::string& subject);

// What recording a decision means for the claim as it stands.
enum class VerificationPath {
  kBegin,     // Sent, or no answer came in time: record the decision.
  kContinue,  // The same decision was recorded before and is not carried out yet.
};
// DECIDED_BY_SENDER (INV-08), CLAIM_WRONG_STATE, VERIFICATION_UNDER_WAY when another decision is being
// carried out, REFUSED_COST_NOT_CLAIMED, CLAIM_COST_TWICE, REFUSAL_NOT_OF_ADVANCE, DAYS_OUT_OF_ORDER,
// CLAIM_AWAITS_ANSWER while an answer may still come, and the refusals of state_aid::CheckCoverBy and
// securities::CheckHoldsAt.
absl::StatusOr<VerificationPath> DecideVerification(const Claim& claim, const Decision& decision,
                                                    const std::string& subject);

// Whether the decision accepts the claim, as far as its own verdicts go.
bool ApprovesSomething(const Claim& claim, const Decision& decision);

// What became of a claim when the budget has decided on its costs.
struct Outcome {
  ClaimState state = ClaimState::kRefused;
  std::optional<ThreePart> approved;  // Nothing for an advance.
  std::optional<ThreePart> refused;
  std::optional<ThreePart> by_correction;  // Of the refused, by the decision.
};
// Refused when nothing was approved. Nothing of an advance is, since it is no expenditure: the decision
// accepts it as it stands or refuses it.
// CLAIM_WRONG_STATE, CLAIM_DOES_NOT_ADD_UP when approved + refused is not what was requested, or
// refused is not what the decision takes.
absl::StatusOr<Outcome> DecideOutcome(const Claim& claim, const ThreePart& approved,
                                      const ThreePart& refused);

// What the managing authority owes for an accepted claim: an advance as it was asked for, or the
// approved EU and national money that does not clear the advance (see clearing.h); the own part is 0.
ThreePart Owed(const Claim& claim);

struct PaymentDecision {
  ThreePart paid;  // Of the claim, with this payment.
  bool paid_in_full = false;
};
// All that speaks against it, by the fields of a payment: CLAIM_NOT_ACCEPTED, OWN_PART_NOT_ZERO,
// AMOUNT_NOT_ABOVE_ZERO, MONEY_CURRENCY_MIXED, DAYS_OUT_OF_ORDER, PAYMENT_ABOVE_OWED for the sum,
// PAYMENT_PART_ABOVE_OWED for the EU's or the national part of it. Money of an order that was never
// sent cannot have arrived: `unsent_minor`, in the claim's currency, is kept of the sum, so that it is
// not recorded and then sent as well (ORD-5).
absl::StatusOr<PaymentDecision> DecidePayment(const Claim& claim, const ThreePart& amount,
                                              absl::CivilDay paid_on, int64_t unsent_minor = 0);

// What of an accepted claim is neither paid nor deducted.
absl::StatusOr<ThreePart> StillOwed(const Claim& claim);

struct DeductionDecision {
  ThreePart deducted;    // Of the claim, with this deduction.
  bool settled = false;  // Nothing of it is owed any more.
};
// A debt is deducted from what a claim is owed, by the EU and national money of the debt: the refusals
// of DecidePayment, by the fields of an offset.
absl::StatusOr<DeductionDecision> DecideDeduction(const Claim& claim, const ThreePart& amount,
                                                  absl::CivilDay deducted_on);

// "PA001", "PA1000".
std::string PaymentId(int number);

}  // namespace tranche::payments
