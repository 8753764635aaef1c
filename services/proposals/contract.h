// SPDX-License-Identifier: EUPL-1.2
// A grant contract: what must be true for one to follow a proposal, and what follows from its terms.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/calendar/civil.h"
#include "platform/money/three_part.h"
#include "proposals/proposal.h"

namespace tranche::proposals {

enum class ExecutionState { kConcluded, kActive, kEnded };
// What kind of body the beneficiary is.
enum class BeneficiaryKind { kNotTold, kBudgetBody, kOther };

absl::string_view NameOf(ExecutionState state);
absl::string_view NameOf(PeriodRule rule);
absl::string_view NameOf(BeneficiaryKind kind);  // Empty: not told.
std::optional<ExecutionState> ParseExecutionState(absl::string_view name);
std::optional<PeriodRule> ParsePeriodRule(absl::string_view name);
std::optional<BeneficiaryKind> ParseBeneficiaryKind(absl::string_view name);

struct Contract {
  std::string organisation;
  std::string id;      // The register number under which it was concluded, folded.
  std::string number;  // As typed.
  bool number_mixes_scripts = false;
  std::string proposal;   // Id of the proposal.
  std::string title;      // The proposal's.
  std::string procedure;  // The proposal's.
  absl::CivilDay concluded_on;
  absl::CivilDay starts_on;
  int duration_months = 0;
  PeriodRule period_rule = PeriodRule::kSameNumberedDay;
  absl::CivilDay ends_on;
  ThreePart amount;
  BeneficiaryKind beneficiary = BeneficiaryKind::kNotTold;
  ExecutionState state = ExecutionState::kConcluded;
  int version = 1;
  std::string open_change =
      {};                    // "versions/2" or "packages/3#7" (its hold): what is open; empty: nothing.
  std::string marks = "[]";  // JSON.
};

// "2" of the version or "3" of the report package that is open on it; empty: none.
std::string OpenVersionOf(const Contract& contract);
std::string OpenPackageOf(const Contract& contract);

// AMOUNT_NOT_ABOVE_ZERO, CONTRACT_ABOVE_REQUESTED, MONEY_CURRENCY_MIXED.
absl::Status CheckContractAmount(const ThreePart& requested, const ThreePart& amount);

// The contract in force that follows from an evaluated proposal and the terms that were agreed (number,
// days, months, rule, amount, marks), as of today. PROPOSAL_NOT_EVALUATED, PROPOSAL_ALREADY_CONTRACTED,
// PROPOSAL_NOT_APPROVED (reserve and rejected), DAY_IN_FUTURE, CONCLUDED_BEFORE_EVALUATION,
// STARTS_BEFORE_CONCLUSION, AMOUNT_NOT_ABOVE_ZERO, CONTRACT_ABOVE_REQUESTED, MONEY_CURRENCY_MIXED,
// DATE_OUT_OF_RANGE when the period ends after the days that are taken.
absl::StatusOr<Contract> Conclude(const Proposal& proposal, Contract terms, absl::CivilDay today);

// Grant of total in percent with two places, half up: "100.00". The total is above 0.
absl::StatusOr<std::string> GrantPercent(const ThreePart& amount);

}  // namespace tranche::proposals
