// SPDX-License-Identifier: EUPL-1.2
#include "payments/claim.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "payments/securities/ordinary.h"
#include "payments/state_aid/coverage.h"
#include "platform/base/error.h"
#include "platform/base/for_period.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments {
namespace {

constexpr std::array<std::pair<ClaimKind, absl::string_view>, 4> kKinds = {
    {{ClaimKind::kAdvance, "ADVANCE"},
     {ClaimKind::kInterim, "INTERIM"},
     {ClaimKind::kFinal, "FINAL"},
     {ClaimKind::kStateAidAdvance, "STATE_AID_ADVANCE"}}};

constexpr std::array<std::pair<ClaimState, absl::string_view>, 8> kStates = {
    {{ClaimState::kDraft, "DRAFT"},
     {ClaimState::kSent, "SENT"},
     {ClaimState::kInVerification, "IN_VERIFICATION"},
     {ClaimState::kAccepted, "ACCEPTED"},
     {ClaimState::kRefused, "REFUSED"},
     {ClaimState::kAwaitingAnswer, "AWAITING_ANSWER"},
     {ClaimState::kTakenBack, "TAKEN_BACK"},
     {ClaimState::kReturned, "RETURNED"}}};

constexpr std::array<std::pair<QuestionState, absl::string_view>, 3> kQuestionStates = {
    {{QuestionState::kOpen, "QUESTION_OPEN"},
     {QuestionState::kAnswered, "QUESTION_ANSWERED"},
     {QuestionState::kExpired, "QUESTION_EXPIRED"}}};

constexpr std::array<std::pair<ClaimStep, absl::string_view>, 9> kSteps = {
    {{ClaimStep::kSend, "SEND"},
     {ClaimStep::kTakeBack, "TAKE_BACK"},
     {ClaimStep::kAsk, "ASK"},
     {ClaimStep::kAnswer, "ANSWER"},
     {ClaimStep::kVerify, "VERIFY"},
     {ClaimStep::kWithdraw, "WITHDRAW"},
     {ClaimStep::kAccept, "ACCEPT"},
     {ClaimStep::kRefuse, "REFUSE"},
     {ClaimStep::kReturn, "RETURN"}}};

struct Transition {
  ClaimState from;
  ClaimStep step;
  ClaimState to;
};

constexpr std::array<Transition, 12> kTransitions = {
    {{ClaimState::kDraft, ClaimStep::kSend, ClaimState::kSent},
     {ClaimState::kDraft, ClaimStep::kTakeBack, ClaimState::kTakenBack},
     {ClaimState::kSent, ClaimStep::kReturn, ClaimState::kReturned},
     {ClaimState::kReturned, ClaimStep::kSend, ClaimState::kSent},
     {ClaimState::kReturned, ClaimStep::kTakeBack, ClaimState::kTakenBack},
     {ClaimState::kSent, ClaimStep::kAsk, ClaimState::kAwaitingAnswer},
     {ClaimState::kSent, ClaimStep::kVerify, ClaimState::kInVerification},
     {ClaimState::kAwaitingAnswer, ClaimStep::kAnswer, ClaimState::kSent},
     {ClaimState::kAwaitingAnswer, ClaimStep::kVerify, ClaimState::kInVerification},
     {ClaimState::kInVerification, ClaimStep::kWithdraw, ClaimState::kSent},
     {ClaimState::kInVerification, ClaimStep::kAccept, ClaimState::kAccepted},
     {ClaimState::kInVerification, ClaimStep::kRefuse, ClaimState::kRefused}}};

template <class Value, std::size_t size>
absl::string_view NameIn(const std::array<std::pair<Value, absl::string_view>, size>& names,
                         Value value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

template <class Value, std::size_t size>
std::optional<Value> ValueIn(const std::array<std::pair<Value, absl::string_view>, size>& names,
                             absl::string_view name) {
  for (const auto& [value, known] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

absl::Status WrongState(const Claim& claim, ClaimStep step) {
  return Refuse("CLAIM_WRONG_STATE", {{"claim", absl::StrCat(claim.sequence)},
                                      {"state", std::string(Name(claim.state))},
                                      {"step", std::string(Name(step))}});
}

absl::Status CheckOrder(absl::CivilDay earlier, absl::CivilDay day) {
  if (day >= earlier) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(day)}, {"earlier", FormatDay(earlier)}});
}

absl::Status Unreadable(const RuleVersion& rule, const std::string& code) {
  return Refuse("RULE_UNREADABLE",
                {{"rule", code}, {"value", absl::StrCat(rule.value, " ", rule.unit)}});
}

// What may be asked for or paid by the managing authority: some money, none of it the own part.
absl::StatusOr<Money> GrantOnly(const ThreePart& amount, Currency currency) {
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(amount));
  if (grant.currency() != currency) {
    return Refuse("MONEY_CURRENCY_MIXED", {{"left", std::string(CurrencyCode(currency))},
                                           {"right", std::string(CurrencyCode(grant.currency()))}});
  }
  if (!amount.own.IsZero()) return Refuse("OWN_PART_NOT_ZERO", {{"own", FormatAmount(amount.own)}});
  if (grant.minor() <= 0) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  return grant;
}

}  // namespace

absl::string_view Name(ClaimKind kind) { return NameIn(kKinds, kind); }
absl::string_view Name(ClaimState state) { return NameIn(kStates, state); }
absl::string_view Name(ClaimStep step) { return NameIn(kSteps, step); }
absl::string_view Name(QuestionState state) { return NameIn(kQuestionStates, state); }
std::optional<ClaimKind> ClaimKindOf(absl::string_view name) { return ValueIn(kKinds, name); }
std::optional<ClaimState> ClaimStateOf(absl::string_view name) { return ValueIn(kStates, name); }
std::optional<QuestionState> QuestionStateOf(absl::string_view name) {
  return ValueIn(kQuestionStates, name);
}

std::optional<ClaimState> Next(ClaimState state, ClaimStep step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

bool IsOpen(ClaimState state) {
  return state != ClaimState::kAccepted && state != ClaimState::kRefused &&
         state != ClaimState::kTakenBack;
}

void SortVerdicts(Decision& decision) {
  std::sort(decision.verdicts.begin(), decision.verdicts.end(),
            [](const CostVerdict& a, const CostVerdict& b) { return a.cost_id < b.cost_id; });
}

absl::StatusOr<ClaimCost> ClaimCostOf(const ClaimedCost& cost, const ReclaimChain& chain) {
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(cost.parts));
  const int64_t reclaimable_minor = cost.revalidated ? total.minor() : chain.reclaimable_minor;
  const int64_t again_minor =
      std::clamp(reclaimable_minor, int64_t{0}, std::max(total.minor(), int64_t{0}));
  ClaimCost claimed{.id = cost.id,
                    .paid_on = cost.paid_on,
                    .requested = cost.parts,
                    .first_cost_id = chain.first_cost_id,
                    .again = ZeroParts(total.currency())};
  TRANCHE_ASSIGN_OR_RETURN(claimed.again,
                           CumulativeSplit(cost.parts, Money::Minor(again_minor, total.currency())));
  claimed.contractor_advance = cost.contractor_advance;
  return claimed;
}

absl::StatusOr<Ratio> ParsePercent(absl::string_view percent) {
  // Two places of a percent are hundredths, as of an amount; the currency has no part in it.
  TRANCHE_ASSIGN_OR_RETURN(const Money hundredths, ParseAmount(percent, Currency::kBgn));
  if (hundredths.IsNegative()) return Refuse("MONEY_MALFORMED", {{"value", std::string(percent)}});
  return Ratio{.numerator = hundredths.minor(), .denominator = 10'000};
}

const RuleVersion* VersionFor(const std::vector<RuleVersion>& rules,
                              absl::string_view programming_period) {
  return FindForPeriod(
      rules, programming_period, [](const RuleVersion&) { return true; },
      [](const RuleVersion& rule) -> absl::string_view { return rule.programming_period; });
}

absl::StatusOr<std::optional<Ratio>> PercentOf(const std::vector<RuleVersion>& rules,
                                               absl::string_view programming_period,
                                               const std::string& code) {
  const RuleVersion* found = VersionFor(rules, programming_period);
  if (found == nullptr) return std::optional<Ratio>();
  const absl::StatusOr<Ratio> ratio = ParsePercent(found->value);
  if (found->unit != "percent" || !ratio.ok() || ratio->numerator > ratio->denominator) {
    return Unreadable(*found, code);
  }
  return std::optional<Ratio>(*ratio);
}

absl::StatusOr<std::optional<int>> MonthsOf(const std::vector<RuleVersion>& rules,
                                            absl::string_view programming_period,
                                            const std::string& code) {
  constexpr int kMonthsMax = 120;
  const RuleVersion* found = VersionFor(rules, programming_period);
  if (found == nullptr) return std::optional<int>();
  int months = 0;
  if (found->unit != "months" || !absl::SimpleAtoi(found->value, &months) || months < 0 ||
      months > kMonthsMax) {
    return Unreadable(*found, code);
  }
  return std::optional<int>(months);
}

absl::Status CheckAdvance(const ThreePart& contract_amount, const ThreePart& requested, Ratio ceiling) {
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, GrantOnly(requested, contract_amount.eu.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(contract_amount));
  // Rounded down, so that no cent is above the ceiling.
  TRANCHE_ASSIGN_OR_RETURN(const Money most, MultiplyByRatio(grant, ceiling, Rounding::kDown));
  if (asked.minor() > most.minor()) {
    return Refuse("ADVANCE_ABOVE_CEILING", {{"asked", FormatAmount(asked)},
                                            {"ceiling", FormatAmount(most)},
                                            {"currency", std::string(CurrencyCode(asked.currency()))}});
  }
  TRANCHE_ASSIGN_OR_RETURN(
      const ThreePart expected,
      SplitGrant(asked, Ratio{.numerator = contract_amount.eu.minor(), .denominator = grant.minor()}));
  const int64_t drift_minor = requested.eu.minor() - expected.eu.minor();
  if (drift_minor < -1 || drift_minor > 1) {
    return Refuse("ADVANCE_RATIO",
                  {{"asked", FormatAmount(requested.eu)}, {"expected", FormatAmount(expected.eu)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<ThreePart> SumOfCosts(const std::vector<ClaimedCost>& costs, Currency currency,
                                     std::vector<Violation> faults) {
  ThreePart sum = ZeroParts(currency);
  for (const ClaimedCost& cost : costs) {
    if (cost.claimed_in.has_value()) {
      faults.push_back({cost.field,
                        "COST_IN_ANOTHER_CLAIM",
                        {{"cost", cost.id}, {"claim", absl::StrCat(*cost.claimed_in)}}});
      continue;
    }
    if (cost.state != "RESERVED") {
      faults.push_back({cost.field, "COST_NOT_RESERVED", {{"cost", cost.id}, {"state", cost.state}}});
      continue;
    }
    const absl::StatusOr<ThreePart> added = Add(sum, cost.parts);
    AddViolation(added.status(), cost.field, &faults);
    if (added.ok()) sum = *added;
  }
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return sum;
}

absl::StatusOr<ClaimState> DecideTakeBack(const Claim& claim) {
  const std::optional<ClaimState> next = Next(claim.state, ClaimStep::kTakeBack);
  if (!next.has_value()) return WrongState(claim, ClaimStep::kTakeBack);
  return *next;
}

absl::StatusOr<ClaimState> DecideReturn(const Claim& claim) {
  const std::optional<ClaimState> next = Next(claim.state, ClaimStep::kReturn);
  if (!next.has_value()) return WrongState(claim, ClaimStep::kReturn);
  return *next;
}

absl::Status CheckNoneOpen(const Contract& contract) {
  if (!contract.open_claim.has_value()) return absl::OkStatus();
  return Refuse("CLAIM_OPEN", {{"claim", absl::StrCat(*contract.open_claim)}});
}

absl::Status CheckNoFinal(std::optional<int> final_claim) {
  if (!final_claim.has_value()) return absl::OkStatus();
  return Refuse("CLAIM_AFTER_FINAL", {{"claim", absl::StrCat(*final_claim)}});
}

absl::StatusOr<ClaimState> DecideSend(const Contract& contract, const Claim& claim,
                                      absl::CivilDay sent_on) {
  const std::optional<ClaimState> next = Next(claim.state, ClaimStep::kSend);
  if (!next.has_value()) return WrongState(claim, ClaimStep::kSend);
  TRANCHE_RETURN_IF_ERROR(CheckOrder(contract.concluded_on, sent_on));
  for (const ClaimCost& cost : claim.costs) {
    if (cost.paid_on <= sent_on) continue;
    return Refuse(
        "COST_PAID_AFTER_SENDING",
        {{"cost", cost.id}, {"paid_on", FormatDay(cost.paid_on)}, {"sent_on", FormatDay(sent_on)}});
  }
  return *next;
}

bool ActedForBeneficiary(const Claim& claim, const std::string& subject) {
  if (subject == claim.sent_by) return true;
  return std::any_of(claim.questions.begin(), claim.questions.end(),
                     [&](const Question& question) { return question.answered_by == subject; }) ||
         std::any_of(claim.returns.begin(), claim.returns.end(),
                     [&](const PackageReturn& returned) { return returned.sent_by == subject; });
}

absl::StatusOr<VerificationPath> DecideVerification(const Claim& claim, const Decision& decision,
                                                    const std::string& subject) {
  const bool under_way = claim.state == ClaimState::kInVerification;
  if (!under_way && !Next(claim.state, ClaimStep::kVerify).has_value()) {
    return WrongState(claim, ClaimStep::kVerify);
  }
  if (ActedForBeneficiary(claim, subject)) return Refuse("DECIDED_BY_SENDER");
  if (under_way) {
    if (claim.decision == decision) return VerificationPath::kContinue;
    return Refuse("VERIFICATION_UNDER_WAY", {{"claim", absl::StrCat(claim.sequence)}});
  }
  if (decision.advance_refused && !IsAdvance(claim.kind)) {
    return Refuse("REFUSAL_NOT_OF_ADVANCE", {{"claim", absl::StrCat(claim.sequence)}});
  }
  std::set<std::string> seen;
  for (const CostVerdict& verdict : decision.verdicts) {
    if (std::none_of(claim.costs.begin(), claim.costs.end(),
                     [&](const ClaimCost& cost) { return cost.id == verdict.cost_id; })) {
      return Refuse("REFUSED_COST_NOT_CLAIMED", {{"cost", verdict.cost_id}});
    }
    if (!seen.insert(verdict.cost_id).second)
      return Refuse("CLAIM_COST_TWICE", {{"cost", verdict.cost_id}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckOrder(*claim.sent_on, decision.decided_on));
  TRANCHE_RETURN_IF_ERROR(state_aid::CheckCoverBy(claim, decision));
  TRANCHE_RETURN_IF_ERROR(securities::CheckHoldsAt(claim, decision));
  for (const Question& question : claim.questions) {
    if (question.state == QuestionState::kOpen && decision.decided_on <= question.due_on) {
      return Refuse("CLAIM_AWAITS_ANSWER",
                    {{"claim", absl::StrCat(claim.sequence)}, {"due_on", FormatDay(question.due_on)}});
    }
    TRANCHE_RETURN_IF_ERROR(
        CheckOrder(question.closed_on.value_or(question.asked_on), decision.decided_on));
  }
  return VerificationPath::kBegin;
}

bool ApprovesSomething(const Claim& claim, const Decision& decision) {
  if (IsAdvance(claim.kind)) return !decision.advance_refused;
  for (const ClaimCost& cost : claim.costs) {
    const auto verdict = std::find_if(decision.verdicts.begin(), decision.verdicts.end(),
                                      [&](const CostVerdict& one) { return one.cost_id == cost.id; });
    if (verdict == decision.verdicts.end()) return true;
    const absl::StatusOr<ThreePart> taken = Add(verdict->unapproved, verdict->by_correction);
    if (!taken.ok() || !(*taken == cost.requested)) return true;
  }
  return false;
}

absl::StatusOr<Outcome> DecideOutcome(const Claim& claim, const ThreePart& approved,
                                      const ThreePart& refused) {
  const bool advance = IsAdvance(claim.kind);
  TRANCHE_ASSIGN_OR_RETURN(const Money approved_total, Total(approved));
  const bool accepted = advance ? !(claim.decision.has_value() && claim.decision->advance_refused)
                                : !approved_total.IsZero();
  const ClaimStep step = accepted ? ClaimStep::kAccept : ClaimStep::kRefuse;
  const std::optional<ClaimState> next = Next(claim.state, step);
  if (!next.has_value()) return WrongState(claim, step);
  if (advance) {
    return Outcome{.state = *next,
                   .approved = std::nullopt,
                   .refused = std::nullopt,
                   .by_correction = std::nullopt};
  }
  ThreePart taken = ZeroParts(approved_total.currency());
  ThreePart by_correction = taken;
  if (claim.decision.has_value()) {
    for (const CostVerdict& verdict : claim.decision->verdicts) {
      TRANCHE_ASSIGN_OR_RETURN(by_correction, Add(by_correction, verdict.by_correction));
      TRANCHE_ASSIGN_OR_RETURN(taken, Add(taken, verdict.unapproved));
    }
    TRANCHE_ASSIGN_OR_RETURN(taken, Add(taken, by_correction));
  }
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart decided, Add(approved, refused));
  if (!(decided == claim.requested) || !(taken == refused)) {
    return Refuse("CLAIM_DOES_NOT_ADD_UP", {{"claim", absl::StrCat(claim.sequence)}});
  }
  return Outcome{
      .state = *next, .approved = approved, .refused = refused, .by_correction = by_correction};
}

ThreePart Owed(const Claim& claim) {
  const ThreePart nothing = ZeroParts(claim.requested.eu.currency());
  return claim.state == ClaimState::kAccepted ? claim.payable.value_or(nothing) : nothing;
}

absl::StatusOr<ThreePart> StillOwed(const Claim& claim) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart unpaid, Subtract(Owed(claim), claim.paid));
  return claim.deducted.has_value() ? Subtract(unpaid, *claim.deducted) : unpaid;
}

namespace {

// The fields of the request that takes something of what is owed.
struct TakingFields {
  const char* claim;
  const char* amount;
  const char* day;
};
constexpr TakingFields kPaymentFields = {"payment.claim", "payment.amount", "payment.paidOn"};
constexpr TakingFields kOffsetFields = {"offset.claim", "offset.amount", "offset.deductedOn"};

// Of a claim that is accepted; `unsent_minor` of the sum is kept.
absl::Status CheckWithinOwed(const ThreePart& amount, Money asked, const ThreePart& left,
                             int64_t unsent_minor) {
  TRANCHE_ASSIGN_OR_RETURN(const Money owed, Grant(left));
  const std::string currency(CurrencyCode(owed.currency()));
  const int64_t free_minor = unsent_minor >= owed.minor() ? 0 : owed.minor() - unsent_minor;
  if (asked.minor() > free_minor) {
    return Refuse("PAYMENT_ABOVE_OWED",
                  {{"left", FormatAmount(Money::Minor(free_minor, owed.currency()))},
                   {"asked", FormatAmount(asked)},
                   {"currency", currency}});
  }
  if (amount.eu.minor() > left.eu.minor() || amount.national.minor() > left.national.minor()) {
    return Refuse("PAYMENT_PART_ABOVE_OWED", {{"left_eu", FormatAmount(left.eu)},
                                              {"left_national", FormatAmount(left.national)},
                                              {"currency", currency}});
  }
  return absl::OkStatus();
}

// An amount that lowers what is still owed, paid or deducted; gives what is left after it.
absl::StatusOr<ThreePart> TakeOfOwed(const Claim& claim, const ThreePart& amount, absl::CivilDay on,
                                     int64_t unsent_minor, const TakingFields& fields) {
  std::vector<Violation> faults;
  const absl::StatusOr<Money> asked = GrantOnly(amount, claim.requested.eu.currency());
  AddViolation(asked.status(), fields.amount, &faults);
  if (claim.state != ClaimState::kAccepted) {
    faults.push_back(
        {fields.claim,
         "CLAIM_NOT_ACCEPTED",
         {{"claim", absl::StrCat(claim.sequence)}, {"state", std::string(Name(claim.state))}}});
    return RefuseFields(std::move(faults));
  }
  AddViolation(CheckOrder(claim.decision->decided_on, on), fields.day, &faults);
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, StillOwed(claim));
  if (asked.ok()) {
    AddViolation(CheckWithinOwed(amount, *asked, left, unsent_minor), fields.amount, &faults);
  }
  if (!faults.empty()) return RefuseFields(std::move(faults));
  return Subtract(left, amount);
}

}  // namespace

absl::StatusOr<PaymentDecision> DecidePayment(const Claim& claim, const ThreePart& amount,
                                              absl::CivilDay paid_on, int64_t unsent_minor) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left,
                           TakeOfOwed(claim, amount, paid_on, unsent_minor, kPaymentFields));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart paid, Add(claim.paid, amount));
  return PaymentDecision{.paid = paid, .paid_in_full = left == ZeroParts(left.eu.currency())};
}

absl::StatusOr<DeductionDecision> DecideDeduction(const Claim& claim, const ThreePart& amount,
                                                  absl::CivilDay deducted_on) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left,
                           TakeOfOwed(claim, amount, deducted_on, /*unsent_minor=*/0, kOffsetFields));
  const ThreePart before = claim.deducted.value_or(ZeroParts(left.eu.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart deducted, Add(before, amount));
  return DeductionDecision{.deducted = deducted, .settled = left == ZeroParts(left.eu.currency())};
}

std::string PaymentId(int number) { return absl::StrFormat("PA%03d", number); }

}  // namespace tranche::payments
