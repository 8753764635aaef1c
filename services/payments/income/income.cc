// SPDX-License-Identifier: EUPL-1.2
#include "payments/income/income.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/three_part.h"

namespace tranche::payments::income {
namespace {

// A claim that is with the managing authority, or was decided on by it.
bool WasSent(ClaimState state) {
  return state != ClaimState::kDraft && state != ClaimState::kReturned &&
         state != ClaimState::kTakenBack;
}

// In the contract's ratio of EU to national money.
absl::StatusOr<recoveries::Parts> Share(const ThreePart& grant, Money lowers) {
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Grant(grant));
  // A grant of nothing is lowered by nothing.
  if (whole.IsZero()) return recoveries::ZeroTwo(lowers.currency());
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart parts,
                           SplitGrant(lowers, Ratio{grant.eu.minor(), whole.minor()}));
  return recoveries::Parts{parts.eu, parts.national};
}

// A grant of nothing is lowered by nothing, and none by more than was earned.
absl::Status CheckRange(const Contract& contract, const Income& income, Money lowers) {
  TRANCHE_RETURN_IF_ERROR(Subtract(income.amount, lowers).status());
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(contract.amount));
  const Money most = grant.IsZero() ? Money::Zero(income.amount.currency()) : income.amount;
  if (!lowers.IsNegative() && lowers.minor() <= most.minor()) return absl::OkStatus();
  return RefuseInput(
      "INVALID_REQUEST",
      {{"decision.lowersGrant",
        "FIELD_OUT_OF_RANGE",
        {{"value", FormatAmount(lowers)}, {"min", "0.00"}, {"max", FormatAmount(most)}}}});
}

absl::Status CheckDays(const Claim& claim, const Income& income, absl::CivilDay decided_on) {
  const absl::CivilDay earlier = std::max(income.earned_on, claim.sent_on.value_or(income.earned_on));
  if (decided_on >= earlier) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(decided_on)}, {"earlier", FormatDay(earlier)}});
}

}  // namespace

absl::string_view Name(State state) {
  switch (state) {
    case State::kStated:
      return "INCOME_STATED";
    case State::kDecided:
      return "INCOME_DECIDED";
    case State::kAnnulled:
      return "INCOME_ANNULLED";
  }
  return "";
}

std::optional<State> Next(State state, Step step) {
  if (state == State::kStated && step == Step::kDecide) return State::kDecided;
  if (state != State::kAnnulled && step == Step::kAnnul) return State::kAnnulled;
  return std::nullopt;
}

State StateOf(const Income& income) {
  if (income.annulment.has_value()) return State::kAnnulled;
  return income.decision.has_value() ? State::kDecided : State::kStated;
}

absl::Status CheckClaim(const Claim& claim) {
  if (IsAdvance(claim.kind)) {
    return Refuse("INCOME_OF_ADVANCE", {{"claim", absl::StrCat(claim.sequence)}});
  }
  if (claim.state != ClaimState::kRefused && claim.state != ClaimState::kTakenBack) {
    return absl::OkStatus();
  }
  return Refuse("INCOME_CLAIM_ENDED", {{"claim", absl::StrCat(claim.sequence)},
                                       {"state", std::string(payments::Name(claim.state))}});
}

absl::StatusOr<Decision> DecideIncome(const Contract& contract, const Claim& claim,
                                      const Income& income, Money lowers, Decision decision) {
  if (!Next(StateOf(income), Step::kDecide).has_value()) {
    return Refuse("INCOME_WRONG_STATE",
                  {{"income", absl::StrCat(income.id)}, {"state", std::string(Name(StateOf(income)))}});
  }
  if (!WasSent(claim.state)) {
    return Refuse("INCOME_CLAIM_NOT_SENT", {{"claim", absl::StrCat(claim.sequence)}});
  }
  const std::string& person = decision.decided_by;
  if (person == income.recorded_by || ActedForBeneficiary(claim, person)) {
    return Refuse("INCOME_DECIDED_BY_SAME_PERSON",
                  {{"person", person}, {"claim", absl::StrCat(claim.sequence)}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckRange(contract, income, lowers));
  TRANCHE_RETURN_IF_ERROR(CheckDays(claim, income, decision.decided_on));
  TRANCHE_ASSIGN_OR_RETURN(decision.lowers, Share(contract.amount, lowers));
  return decision;
}

absl::Status CheckAnnulment(const Income& income, const Annulment& annulment, bool annuller_has_finance,
                            absl::CivilDay today) {
  TRANCHE_RETURN_IF_ERROR(DecideAnnulment({.number = absl::StrCat(income.id),
                                           .day = income.earned_on,
                                           .recorded_by = income.recorded_by,
                                           .annulment = income.annulment},
                                          annulment, annuller_has_finance, today));
  if (!income.debt.has_value()) return absl::OkStatus();
  return Refuse("INCOME_HAS_DEBT",
                {{"income", absl::StrCat(income.id)}, {"debt", absl::StrCat(*income.debt)}});
}

}  // namespace tranche::payments::income
