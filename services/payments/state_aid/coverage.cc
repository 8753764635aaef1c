// SPDX-License-Identifier: EUPL-1.2
#include "payments/state_aid/coverage.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/redenominate.h"

namespace tranche::payments::state_aid {
namespace {

constexpr std::array<std::pair<State, absl::string_view>, 3> kStates = {
    {{State::kOpen, "COVERAGE_OPEN"},
     {State::kComplete, "COVERAGE_COMPLETE"},
     {State::kWithdrawn, "COVERAGE_WITHDRAWN"}}};

struct Transition {
  State from;
  Step step;
  State to;
};

constexpr std::array<Transition, 4> kTransitions = {
    {{State::kOpen, Step::kCoverPart, State::kOpen},
     {State::kOpen, Step::kCoverAll, State::kComplete},
     {State::kOpen, Step::kWithdrawPart, State::kOpen},
     {State::kOpen, Step::kWithdraw, State::kWithdrawn}}};

bool IsNothing(const ThreePart& parts) { return parts == ZeroParts(parts.eu.currency()); }

ThreePart GrantParts(const ThreePart& parts) {
  return {.eu = parts.eu, .national = parts.national, .own = Money::Zero(parts.own.currency())};
}

ThreePart LowerOf(const ThreePart& one, const ThreePart& other) {
  const auto lower = [](Money a, Money b) { return a.minor() < b.minor() ? a : b; };
  return {.eu = lower(one.eu, other.eu),
          .national = lower(one.national, other.national),
          .own = lower(one.own, other.own)};
}

// Of what was approved of a cost, what no correction took since.
absl::StatusOr<ThreePart> StandingOfCost(const Claim& claim, const ClaimCost& cost) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart approved, ApprovedGrant(claim, cost));
  if (!cost.corrected.has_value()) return approved;
  // Each was converted to euro by itself, so that a correction of all of it may be a cent more.
  return Subtract(approved, LowerOf(approved, GrantParts(*cost.corrected)));
}

// What claims from `before_sequence` on find withdrawn already. An amount in lev was converted each
// part by itself, so that it may be a cent more than what is left.
absl::Status WithdrawParts(const std::vector<WithdrawnPart>& parts, int before_sequence,
                           std::size_t* done, Standing* standing) {
  for (; *done < parts.size() && parts[*done].before_sequence <= before_sequence; ++*done) {
    ThreePart amount = parts[*done].amount;
    if (amount.eu.currency() != standing->not_covered.eu.currency()) {
      TRANCHE_ASSIGN_OR_RETURN(amount, ConvertEach(amount));
    }
    amount = LowerOf(amount, standing->not_covered);
    TRANCHE_ASSIGN_OR_RETURN(standing->withdrawn, Add(standing->withdrawn, amount));
    TRANCHE_ASSIGN_OR_RETURN(standing->not_covered, Subtract(standing->not_covered, amount));
    const Step step = IsNothing(standing->not_covered) ? Step::kWithdraw : Step::kWithdrawPart;
    standing->state = Next(standing->state, step).value_or(standing->state);
  }
  return absl::OkStatus();
}

absl::StatusOr<Coverage> CoverageOf(const Claim& claim, absl::CivilDay cover_by,
                                    const ThreePart& left) {
  const ThreePart nothing = ZeroParts(left.eu.currency());
  Coverage coverage{.claim = claim.sequence, .in_time = nothing, .late = nothing, .covers = nothing};
  for (const ClaimCost& cost : claim.costs) {
    // An advance to a contractor is no expenditure that could cover another advance.
    if (cost.contractor_advance) continue;
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart approved, StandingOfCost(claim, cost));
    ThreePart& sum = cost.paid_on <= cover_by ? coverage.in_time : coverage.late;
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, approved));
  }
  coverage.covers = LowerOf(left, coverage.in_time);
  return coverage;
}

// What holds of every withdrawal: its state knows it, no claim is open whose costs may have been paid
// in time, and it is not before the acceptance.
absl::Status CheckStep(const Contract& contract, const Standing& standing, const Claim& advance,
                       Step step, absl::CivilDay day) {
  if (!Next(standing.state, step).has_value()) {
    return Refuse("STATE_AID_WRONG_STATE", {{"state", std::string(Name(standing.state))}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckNoneOpen(contract));
  if (day >= advance.decision->decided_on) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER",
                {{"day", FormatDay(day)}, {"earlier", FormatDay(advance.decision->decided_on)}});
}

Violation Wrong(const char* field, const char* reason, ErrorValues values = {}) {
  return {.field = field, .reason = reason, .values = std::move(values)};
}

}  // namespace

absl::string_view Name(State state) {
  for (const auto& [known, name] : kStates) {
    if (known == state) return name;
  }
  return "";
}

std::optional<State> Next(State state, Step step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

absl::StatusOr<ThreePart> ApprovedGrant(const Claim& claim, const ClaimCost& cost) {
  ThreePart approved = cost.requested;
  for (const CostVerdict& verdict : claim.decision->verdicts) {
    if (verdict.cost_id != cost.id) continue;
    TRANCHE_ASSIGN_OR_RETURN(approved, Subtract(approved, verdict.unapproved));
    TRANCHE_ASSIGN_OR_RETURN(approved, Subtract(approved, verdict.by_correction));
  }
  return GrantParts(approved);
}

absl::Status CheckSecurity(const AdvanceSecurity& security, const ThreePart& requested) {
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, Grant(requested));
  if (security.amount.currency() != asked.currency()) {
    return Refuse("MONEY_CURRENCY_MIXED",
                  {{"left", std::string(CurrencyCode(asked.currency()))},
                   {"right", std::string(CurrencyCode(security.amount.currency()))}});
  }
  if (security.amount.minor() >= asked.minor()) return absl::OkStatus();
  return Refuse("STATE_AID_SECURITY_BELOW",
                {{"security", FormatAmount(security.amount)},
                 {"asked", FormatAmount(asked)},
                 {"currency", std::string(CurrencyCode(asked.currency()))}});
}

absl::Status CheckCoverBy(const Claim& claim, const Decision& decision) {
  constexpr char kField[] = "verification.coverBy";
  const bool accepted = claim.kind == ClaimKind::kStateAidAdvance && !decision.advance_refused;
  if (!accepted) {
    if (!decision.cover_by.has_value()) return absl::OkStatus();
    return RefuseInput(
        "INVALID_REQUEST",
        {Wrong(kField, "FIELD_NOT_OF_CHOICE", {{"choice", std::string(payments::Name(claim.kind))}})});
  }
  if (!decision.cover_by.has_value()) {
    return RefuseInput("INVALID_REQUEST", {Wrong(kField, "FIELD_REQUIRED")});
  }
  if (*decision.cover_by < decision.decided_on) {
    return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(*decision.cover_by)},
                                        {"earlier", FormatDay(decision.decided_on)}});
  }
  if (!claim.security.has_value() || claim.security->valid_until >= *decision.cover_by) {
    return absl::OkStatus();
  }
  return Refuse("STATE_AID_SECURITY_ENDS", {{"valid_until", FormatDay(claim.security->valid_until)},
                                            {"cover_by", FormatDay(*decision.cover_by)}});
}

absl::StatusOr<std::optional<Standing>> StandingOf(const std::vector<Claim>& claims,
                                                   Currency currency) {
  const auto advance = std::find_if(claims.begin(), claims.end(), [](const Claim& claim) {
    return claim.kind == ClaimKind::kStateAidAdvance && claim.state == ClaimState::kAccepted;
  });
  if (advance == claims.end() || !advance->payable.has_value()) return std::optional<Standing>();
  const ThreePart nothing = ZeroParts(currency);
  Standing standing{.claim = advance->sequence,
                    .state = State::kOpen,
                    .cover_by = advance->decision->cover_by.value_or(advance->decision->decided_on),
                    .verified = *advance->payable,
                    .covered = nothing,
                    .withdrawn = nothing,
                    .not_covered = *advance->payable,
                    .coverages = {}};
  std::size_t parts_done = 0;
  for (const Claim& claim : claims) {
    standing.claim_open = standing.claim_open || IsOpen(claim.state);
    if (claim.state != ClaimState::kAccepted || claim.sequence <= advance->sequence) continue;
    TRANCHE_RETURN_IF_ERROR(
        WithdrawParts(advance->withdrawn_parts, claim.sequence, &parts_done, &standing));
    standing.final_accepted = standing.final_accepted || claim.kind == ClaimKind::kFinal;
    const bool after = advance->withdrawal && claim.sequence >= advance->withdrawal->before_sequence;
    TRANCHE_ASSIGN_OR_RETURN(Coverage coverage, CoverageOf(claim, standing.cover_by,
                                                           after ? nothing : standing.not_covered));
    TRANCHE_ASSIGN_OR_RETURN(standing.covered, Add(standing.covered, coverage.covers));
    TRANCHE_ASSIGN_OR_RETURN(standing.not_covered, Subtract(standing.not_covered, coverage.covers));
    standing.coverages.push_back(std::move(coverage));
    const Step step = IsNothing(standing.not_covered) ? Step::kCoverAll : Step::kCoverPart;
    standing.state = Next(standing.state, step).value_or(standing.state);
  }
  TRANCHE_RETURN_IF_ERROR(
      WithdrawParts(advance->withdrawn_parts, std::numeric_limits<int>::max(), &parts_done, &standing));
  if (advance->withdrawal.has_value()) {
    standing.state = Next(standing.state, Step::kWithdraw).value_or(standing.state);
    TRANCHE_ASSIGN_OR_RETURN(standing.withdrawn, Add(standing.withdrawn, standing.not_covered));
    standing.not_covered = nothing;
  }
  return std::optional<Standing>(std::move(standing));
}

bool IsDue(const Standing& standing, absl::CivilDay today) {
  return today > standing.cover_by || standing.final_accepted;
}

absl::StatusOr<securities::Secured> SecuredOf(const Standing& standing, absl::CivilDay on) {
  securities::Secured secured;
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart uncovered, Add(standing.not_covered, standing.withdrawn));
  TRANCHE_ASSIGN_OR_RETURN(secured.callable, Grant(uncovered));
  TRANCHE_ASSIGN_OR_RETURN(secured.left, Grant(standing.not_covered));
  if (!IsDue(standing, on)) {
    secured.call = Refuse("STATE_AID_NOT_DUE", {{"cover_by", FormatDay(standing.cover_by)}});
  }
  return secured;
}

absl::StatusOr<Withdrawal> DecideWithdraw(const Contract& contract, const Standing& standing,
                                          const Claim& advance, absl::CivilDay withdrawn_on,
                                          const std::string& reason, const std::string& subject) {
  TRANCHE_RETURN_IF_ERROR(CheckStep(contract, standing, advance, Step::kWithdraw, withdrawn_on));
  if (!IsDue(standing, withdrawn_on)) {
    return Refuse("STATE_AID_NOT_DUE", {{"cover_by", FormatDay(standing.cover_by)}});
  }
  return Withdrawal{.withdrawn_on = withdrawn_on,
                    .withdrawn_by = subject,
                    .reason = reason,
                    .before_sequence = contract.next_claim_sequence};
}

absl::StatusOr<WithdrawnPart> DecideWithdrawPart(const Contract& contract, const Standing& standing,
                                                 const Claim& advance, WithdrawnPart part) {
  TRANCHE_RETURN_IF_ERROR(
      CheckStep(contract, standing, advance, Step::kWithdrawPart, part.withdrawn_on));
  const ThreePart& left = standing.not_covered;
  TRANCHE_RETURN_IF_ERROR(Subtract(left, part.amount).status());
  if (!part.amount.own.IsZero()) {
    return Refuse("OWN_PART_NOT_ZERO", {{"own", FormatAmount(part.amount.own)}});
  }
  if (part.amount.eu.IsNegative() || part.amount.national.IsNegative() || IsNothing(part.amount)) {
    return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  }
  if (part.amount.eu.minor() > left.eu.minor() ||
      part.amount.national.minor() > left.national.minor()) {
    return Refuse("STATE_AID_ABOVE_UNCOVERED",
                  {{"asked_eu", FormatAmount(part.amount.eu)},
                   {"asked_national", FormatAmount(part.amount.national)},
                   {"left_eu", FormatAmount(left.eu)},
                   {"left_national", FormatAmount(left.national)},
                   {"currency", std::string(CurrencyCode(left.eu.currency()))}});
  }
  part.number = static_cast<int>(advance.withdrawn_parts.size()) + 1;
  part.before_sequence = contract.next_claim_sequence;
  return part;
}

}  // namespace tranche::payments::state_aid
