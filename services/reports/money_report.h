// SPDX-License-Identifier: EUPL-1.2
// What follows from the facts of a contract's money: sums, what must say the same, what is not done
// yet. All in the currency in which the contract is kept; what is kept in the other one (a contract of
// both sides of the changeover) is converted row by row before it is added.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "reports/money_facts.h"

namespace tranche::reports {

// Each part converted by itself.
absl::StatusOr<ThreePart> PartsIn(const ThreePart& parts, Currency currency);

// Adds `amount`, whatever its currency, to `sum` in the currency of `sum`.
absl::Status AddTo(const ThreePart& amount, ThreePart* sum);

// What a line has been allotted by the contract as it was when the budget was made.
absl::StatusOr<ThreePart> ContractValue(const LineFact& line);
// Approved so far, with this report when it is not decided on.
absl::StatusOr<ThreePart> Cumulative(const LineFact& line, bool report_is_decided);
// `part` of `whole` in percent with two places, half up; "0.00" when it is not above zero, "" when the
// whole is 0.
absl::StatusOr<std::string> PercentAboveZero(Money part, Money whole);

// payable - paid - deducted; `paid` by the payments.
absl::StatusOr<ThreePart> Unpaid(const ClaimFact& claim, const ThreePart& paid);
// What arrived for a claim.
absl::StatusOr<ThreePart> PaidFor(const MoneyFacts& facts, int claim);
// What movements of the bank it was matched with, in its currency.
absl::StatusOr<Money> InBank(const PaymentFact& payment);
// Owed and not recovered.
absl::StatusOr<ThreePart> LeftOf(const DebtFact& debt);

enum class Comparison {
  kLinesAndContract,
  kLinesAndClaims,
  kClaimsAndPayments,
  kPaymentsAndBank,
  kPayableAndApproved,
  kBalancesAndJournal,
  kContractAndConverted,
};

struct CheckResult {
  Comparison comparison = Comparison::kLinesAndContract;
  ThreePart left;
  ThreePart right;
  ThreePart difference;
  bool agrees = false;
  std::vector<std::string> lines;  // Of which it is not true.
};

// What can be compared: what is compared with present balances only without days, what follows from a
// final claim only after one.
absl::StatusOr<std::vector<CheckResult>> CheckMoney(const MoneyFacts& facts);

enum class Undone {
  kClaimNotDecided,
  kClaimNotPaid,
  kAdvanceNotCleared,
  kCostsNotDecided,
  kDebtNotRepaid,
  kPaymentNotInBank,
  kNotConverted,
};

struct OpenItem {
  Undone undone = Undone::kClaimNotDecided;
  std::string record;  // "claims/3".
  Money amount;
};

absl::StatusOr<std::vector<OpenItem>> FindOpenItems(const MoneyFacts& facts);

}  // namespace tranche::reports
