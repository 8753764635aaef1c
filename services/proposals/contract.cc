// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract.h"

#include <array>
#include <utility>

#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::proposals {
namespace {

constexpr std::array<const char*, 3> kStateNames = {"CONCLUDED", "ACTIVE", "ENDED"};
constexpr std::array<const char*, 2> kRuleNames = {"SAME_NUMBERED_DAY", "DAY_BEFORE"};
constexpr std::array<const char*, 3> kBeneficiaryNames = {"", "BUDGET_BODY", "OTHER_BENEFICIARY"};

absl::Status CheckProposal(const Proposal& proposal) {
  if (!Next(proposal.state, ProposalEvent::kConclude)) {
    return Refuse(proposal.state == ProposalState::kContracted ? "PROPOSAL_ALREADY_CONTRACTED"
                                                               : "PROPOSAL_NOT_EVALUATED",
                  {{"proposal", proposal.number}});
  }
  if (!proposal.evaluation || proposal.evaluation->standing != Standing::kApproved) {
    return Refuse("PROPOSAL_NOT_APPROVED", {{"proposal", proposal.number}});
  }
  return absl::OkStatus();
}

absl::Status CheckDays(const Evaluation& evaluation, const Contract& terms, absl::CivilDay today) {
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(terms.concluded_on, today));
  if (terms.concluded_on < evaluation.decided_on) {
    return Refuse("CONCLUDED_BEFORE_EVALUATION", {{"concluded_on", FormatDay(terms.concluded_on)},
                                                  {"decided_on", FormatDay(evaluation.decided_on)}});
  }
  if (terms.starts_on < terms.concluded_on) {
    return Refuse("STARTS_BEFORE_CONCLUSION", {{"starts_on", FormatDay(terms.starts_on)},
                                               {"concluded_on", FormatDay(terms.concluded_on)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view NameOf(ExecutionState state) { return kStateNames[static_cast<size_t>(state)]; }
absl::string_view NameOf(PeriodRule rule) { return kRuleNames[static_cast<size_t>(rule)]; }
absl::string_view NameOf(BeneficiaryKind kind) { return kBeneficiaryNames[static_cast<size_t>(kind)]; }

std::optional<ExecutionState> ParseExecutionState(absl::string_view name) {
  for (size_t i = 0; i < kStateNames.size(); ++i) {
    if (name == kStateNames[i]) return static_cast<ExecutionState>(i);
  }
  return std::nullopt;
}

std::optional<PeriodRule> ParsePeriodRule(absl::string_view name) {
  for (size_t i = 0; i < kRuleNames.size(); ++i) {
    if (name == kRuleNames[i]) return static_cast<PeriodRule>(i);
  }
  return std::nullopt;
}

std::optional<BeneficiaryKind> ParseBeneficiaryKind(absl::string_view name) {
  for (size_t i = 0; i < kBeneficiaryNames.size(); ++i) {
    if (name == kBeneficiaryNames[i]) return static_cast<BeneficiaryKind>(i);
  }
  return std::nullopt;
}

absl::Status CheckContractAmount(const ThreePart& requested, const ThreePart& amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, Total(requested));
  TRANCHE_ASSIGN_OR_RETURN(const Money granted, Total(amount));
  if (granted.minor() <= 0) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  TRANCHE_ASSIGN_OR_RETURN(const Money spare, Subtract(asked, granted));
  if (spare.IsNegative()) {
    return Refuse("CONTRACT_ABOVE_REQUESTED",
                  {{"amount", FormatAmount(granted)},
                   {"requested", FormatAmount(asked)},
                   {"currency", std::string(CurrencyCode(asked.currency()))}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Contract> Conclude(const Proposal& proposal, Contract terms, absl::CivilDay today) {
  TRANCHE_RETURN_IF_ERROR(CheckProposal(proposal));
  TRANCHE_RETURN_IF_ERROR(CheckDays(*proposal.evaluation, terms, today));
  TRANCHE_RETURN_IF_ERROR(CheckContractAmount(proposal.requested, terms.amount));
  terms.proposal = proposal.id;
  terms.title = proposal.title;
  terms.procedure = proposal.procedure;
  terms.ends_on = PeriodEnd(terms.starts_on, terms.duration_months, terms.period_rule);
  // The end goes to others as an event, which nobody can take back: it must be a day that they take.
  TRANCHE_RETURN_IF_ERROR(CheckDayTaken(terms.ends_on));
  terms.state = ExecutionState::kActive;
  terms.version = 1;
  return terms;
}

std::string OpenVersionOf(const Contract& contract) {
  absl::string_view change = contract.open_change;
  return absl::ConsumePrefix(&change, "versions/") ? std::string(change) : "";
}

std::string OpenPackageOf(const Contract& contract) {
  absl::string_view change = contract.open_change;
  if (!absl::ConsumePrefix(&change, "packages/")) return "";
  // What follows is the number of its hold.
  return std::string(change.substr(0, change.find('#')));
}

absl::StatusOr<std::string> GrantPercent(const ThreePart& amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(amount));
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(amount));
  // 100.00 times grant / total, exact until the one rounding.
  const Money hundred = Money::Minor(100'00, amount.eu.currency());
  TRANCHE_ASSIGN_OR_RETURN(
      const Money percent,
      MultiplyByRatio(hundred, {.numerator = grant.minor(), .denominator = total.minor()},
                      Rounding::kHalfUp));
  return FormatAmount(percent);
}

}  // namespace tranche::proposals
