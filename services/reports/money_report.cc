// SPDX-License-Identifier: EUPL-1.2
#include "reports/money_report.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/money/currency_view.h"
#include "reports/budget_vs_actual.h"

namespace tranche::reports {
namespace {

constexpr size_t kMostLinesNamed = 50;

bool IsZero(const ThreePart& parts) {
  return parts.eu.IsZero() && parts.national.IsZero() && parts.own.IsZero();
}

// How many amounts a comparison converts: each may be half a cent off, and what it is compared with as
// much.
int64_t ConvertedIn(const MoneyFacts& facts) {
  int64_t converted = 0;
  const auto count = [&](const ThreePart& amount) {
    if (amount.eu.currency() != facts.currency) ++converted;
  };
  for (const ClaimFact& claim : facts.claims) count(claim.requested);
  for (const PaymentFact& payment : facts.payments) {
    count(payment.amount);
    for (const MovementFact& movement : payment.movements) {
      if (movement.amount.currency() != facts.currency) ++converted;
    }
  }
  // The lines of such a contract were converted too.
  return converted == 0 ? 0 : converted + static_cast<int64_t>(facts.lines.size());
}

absl::StatusOr<CheckResult> Compare(Comparison comparison, const ThreePart& left,
                                    const ThreePart& right, int64_t cents_that_are_none) {
  CheckResult result{
      .comparison = comparison, .left = left, .right = right, .difference = {}, .lines = {}};
  TRANCHE_ASSIGN_OR_RETURN(result.difference, Subtract(left, right));
  const auto none = [&](Money part) { return std::llabs(part.minor()) <= cents_that_are_none; };
  result.agrees =
      none(result.difference.eu) && none(result.difference.national) && none(result.difference.own);
  return result;
}

// The same where parts may differ by cents and only the whole must agree.
absl::StatusOr<CheckResult> CompareWholes(Comparison comparison, const ThreePart& left,
                                          const ThreePart& right, int64_t cents_that_are_none) {
  TRANCHE_ASSIGN_OR_RETURN(CheckResult result, Compare(comparison, left, right, 0));
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Total(result.difference));
  result.agrees = std::llabs(whole.minor()) <= cents_that_are_none;
  return result;
}

// What was found in the bank of a payment, in the proportion of its parts: a movement has none.
absl::StatusOr<ThreePart> InBankByParts(const PaymentFact& payment) {
  TRANCHE_ASSIGN_OR_RETURN(const Money paid, Total(payment.amount));
  TRANCHE_ASSIGN_OR_RETURN(const Money found, InBank(payment));
  // Converted parts of a movement may be a cent more than the payment.
  const int64_t within = std::clamp<int64_t>(found.minor(), 0, paid.minor());
  if (paid.minor() <= 0) return ZeroParts(paid.currency());
  return CumulativeSplit(payment.amount, Money::Minor(within, paid.currency()));
}

absl::StatusOr<CheckResult> CheckContract(const MoneyFacts& facts) {
  ThreePart caps = ZeroParts(facts.currency);
  for (const LineFact& line : facts.lines) {
    TRANCHE_RETURN_IF_ERROR(AddTo(line.cap, &caps));
    // A line that a conversion missed is in another currency than its contract.
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart held, PartsIn(line.held, facts.currency));
    TRANCHE_ASSIGN_OR_RETURN(caps, Subtract(caps, held));
  }
  return Compare(Comparison::kLinesAndContract, caps, facts.budget_amount, 0);
}

absl::StatusOr<CheckResult> CheckClaims(const MoneyFacts& facts) {
  ThreePart spent = ZeroParts(facts.currency);
  ThreePart approved = ZeroParts(facts.currency);
  for (const LineFact& line : facts.lines) TRANCHE_RETURN_IF_ERROR(AddTo(line.spent, &spent));
  for (const ClaimFact& claim : facts.claims) {
    if (claim.IsDecided()) TRANCHE_RETURN_IF_ERROR(AddTo(claim.approved, &approved));
  }
  return Compare(Comparison::kLinesAndClaims, spent, approved, ConvertedIn(facts));
}

absl::StatusOr<CheckResult> CheckPayments(const MoneyFacts& facts) {
  ThreePart by_claims = ZeroParts(facts.currency);
  ThreePart by_payments = ZeroParts(facts.currency);
  for (const ClaimFact& claim : facts.claims) TRANCHE_RETURN_IF_ERROR(AddTo(claim.paid, &by_claims));
  for (const PaymentFact& payment : facts.payments) {
    TRANCHE_RETURN_IF_ERROR(AddTo(payment.amount, &by_payments));
  }
  return Compare(Comparison::kClaimsAndPayments, by_claims, by_payments, ConvertedIn(facts));
}

absl::StatusOr<CheckResult> CheckBank(const MoneyFacts& facts) {
  ThreePart paid = ZeroParts(facts.currency);
  ThreePart in_bank = ZeroParts(facts.currency);
  for (const PaymentFact& payment : facts.payments) {
    TRANCHE_RETURN_IF_ERROR(AddTo(payment.amount, &paid));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart found, InBankByParts(payment));
    TRANCHE_RETURN_IF_ERROR(AddTo(found, &in_bank));
  }
  return CompareWholes(Comparison::kPaymentsAndBank, paid, in_bank, ConvertedIn(facts));
}

// Parts may differ by cents, since clearing takes them from what is approved and not from the advance:
// only the grant is compared.
absl::StatusOr<CheckResult> CheckFinal(const MoneyFacts& facts) {
  ThreePart payable = ZeroParts(facts.currency);
  ThreePart approved = ZeroParts(facts.currency);
  for (const ClaimFact& claim : facts.claims) {
    TRANCHE_RETURN_IF_ERROR(AddTo(claim.payable, &payable));
    TRANCHE_RETURN_IF_ERROR(AddTo(claim.approved, &approved));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart as_advance, PartsIn(claim.as_advance, facts.currency));
    TRANCHE_ASSIGN_OR_RETURN(approved, Subtract(approved, as_advance));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart to_recover, PartsIn(claim.to_recover, facts.currency));
    TRANCHE_ASSIGN_OR_RETURN(payable, Subtract(payable, to_recover));
  }
  approved.own = Money::Zero(facts.currency);
  return CompareWholes(Comparison::kPayableAndApproved, payable, approved, ConvertedIn(facts));
}

absl::StatusOr<CheckResult> CheckJournal(const MoneyFacts& facts) {
  ThreePart balances = ZeroParts(facts.currency);
  ThreePart journal = ZeroParts(facts.currency);
  std::vector<std::string> differing;
  for (const LineFact& line : facts.lines) {
    for (const ThreePart& balance : {line.reserved, line.spent}) {
      TRANCHE_RETURN_IF_ERROR(AddTo(balance, &balances));
    }
    for (const ThreePart& sum : {line.journal_reserved, line.journal_spent}) {
      TRANCHE_RETURN_IF_ERROR(AddTo(sum, &journal));
    }
    if ((line.reserved == line.journal_reserved && line.spent == line.journal_spent) ||
        differing.size() == kMostLinesNamed) {
      continue;
    }
    differing.push_back(line.code);
  }
  TRANCHE_ASSIGN_OR_RETURN(CheckResult result,
                           Compare(Comparison::kBalancesAndJournal, balances, journal, 0));
  result.agrees = differing.empty();  // Lines may be wrong by amounts that cancel out.
  result.lines = std::move(differing);
  return result;
}

// What the conversion missed: a part that has not followed, and rows of one that has.
absl::StatusOr<std::vector<OpenItem>> FindNotConverted(const MoneyFacts& facts) {
  std::vector<OpenItem> items;
  const auto add = [&](const std::string& record, const ThreePart& parts) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, Total(parts));
    items.push_back({Undone::kNotConverted, record, amount});
    return absl::OkStatus();
  };
  if (facts.is_left_in_lev) TRANCHE_RETURN_IF_ERROR(add("", facts.budget_amount));
  if (!facts.conversion) return items;
  const auto in_lev = [](const ThreePart& parts) { return parts.eu.currency() == Currency::kBgn; };
  if (!facts.conversion->budget) {
    TRANCHE_RETURN_IF_ERROR(add("budget", facts.budget_amount));
  } else {
    for (const LineFact& line : facts.lines) {
      if (in_lev(line.cap))
        TRANCHE_RETURN_IF_ERROR(add(absl::StrCat("budget/lines/", line.code), line.cap));
    }
    for (const std::string& cost : facts.costs_left_in_lev) {
      TRANCHE_RETURN_IF_ERROR(add(absl::StrCat("costs/", cost), ZeroParts(Currency::kBgn)));
    }
  }
  if (!facts.conversion->payments) {
    ThreePart requested = ZeroParts(facts.currency);
    for (const ClaimFact& claim : facts.claims) {
      TRANCHE_RETURN_IF_ERROR(AddTo(claim.requested, &requested));
    }
    TRANCHE_RETURN_IF_ERROR(add("claims", requested));
    return items;
  }
  for (const ClaimFact& claim : facts.claims) {
    if (!in_lev(claim.requested)) continue;
    TRANCHE_RETURN_IF_ERROR(add(absl::StrCat("claims/", claim.sequence), claim.requested));
  }
  for (const DebtFact& debt : facts.debts) {
    if (!in_lev(debt.principal)) continue;
    TRANCHE_RETURN_IF_ERROR(add(absl::StrCat("debts/", debt.id), debt.principal));
  }
  return items;
}

// The amounts that the conversion gave the contract are those of the budget, and nothing that says it
// was converted was left behind. A part that has not followed yet is not done, and no disagreement.
absl::StatusOr<CheckResult> CheckConversion(const MoneyFacts& facts) {
  const ConversionFact& conversion = *facts.conversion;
  TRANCHE_ASSIGN_OR_RETURN(CheckResult result,
                           Compare(Comparison::kContractAndConverted, conversion.contract.after,
                                   conversion.budget->after, 0));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<OpenItem> left, FindNotConverted(facts));
  const bool all = std::all_of(left.begin(), left.end(),
                               [](const OpenItem& item) { return item.record == "claims"; });
  result.agrees = conversion.contract == *conversion.budget && all;
  for (const LineFact& line : facts.lines) {
    if (line.cap.eu.currency() == Currency::kBgn && result.lines.size() < kMostLinesNamed) {
      result.lines.push_back(line.code);
    }
  }
  return result;
}

// What is left of the advance after what was cleared and what the final claim asks back.
absl::StatusOr<Money> NotCleared(const MoneyFacts& facts) {
  ThreePart left = ZeroParts(facts.currency);
  for (const ClaimFact& claim : facts.claims) {
    if (claim.IsAdvance()) TRANCHE_RETURN_IF_ERROR(AddTo(claim.payable, &left));
  }
  for (const ClaimFact& claim : facts.claims) {
    for (const ThreePart& less : {claim.cleared, claim.to_recover}) {
      TRANCHE_ASSIGN_OR_RETURN(const ThreePart converted, PartsIn(less, facts.currency));
      TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, converted));
    }
  }
  return Grant(left);
}

absl::Status FindOpenClaims(const MoneyFacts& facts, std::vector<OpenItem>* items) {
  for (const ClaimFact& claim : facts.claims) {
    const std::string record = absl::StrCat("claims/", claim.sequence);
    if (!claim.IsDecided()) {
      TRANCHE_ASSIGN_OR_RETURN(const Money requested, Total(claim.requested));
      items->push_back({Undone::kClaimNotDecided, record, requested});
    }
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart paid, PaidFor(facts, claim.sequence));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart unpaid, Unpaid(claim, paid));
    TRANCHE_ASSIGN_OR_RETURN(const Money left, Grant(unpaid));
    // Of a contract of both sides of the changeover a cent for each amount is none.
    if (left.minor() > ConvertedIn(facts)) items->push_back({Undone::kClaimNotPaid, record, left});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money not_cleared, NotCleared(facts));
  if (not_cleared.minor() > ConvertedIn(facts)) {
    items->push_back({Undone::kAdvanceNotCleared, "", not_cleared});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ThreePart> PartsIn(const ThreePart& parts, Currency currency) {
  ThreePart converted;
  TRANCHE_ASSIGN_OR_RETURN(converted.eu, ShowIn(parts.eu, currency));
  TRANCHE_ASSIGN_OR_RETURN(converted.national, ShowIn(parts.national, currency));
  TRANCHE_ASSIGN_OR_RETURN(converted.own, ShowIn(parts.own, currency));
  return converted;
}

absl::Status AddTo(const ThreePart& amount, ThreePart* sum) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart converted, PartsIn(amount, sum->eu.currency()));
  TRANCHE_ASSIGN_OR_RETURN(*sum, Add(*sum, converted));
  return absl::OkStatus();
}

absl::StatusOr<ThreePart> ContractValue(const LineFact& line) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart moved, Add(line.modified, line.transferred));
  return Subtract(line.cap, moved);
}

absl::StatusOr<ThreePart> Cumulative(const LineFact& line, bool report_is_decided) {
  if (report_is_decided) return line.spent;
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart report, PartsIn(line.this_report, line.spent.eu.currency()));
  return Add(line.spent, report);
}

absl::StatusOr<std::string> PercentAboveZero(Money part, Money whole) {
  if (whole.IsZero()) return std::string();
  if (part.minor() <= 0 || whole.IsNegative()) return std::string("0.00");
  return PercentOf(part, whole);
}

absl::StatusOr<ThreePart> Unpaid(const ClaimFact& claim, const ThreePart& paid) {
  TRANCHE_ASSIGN_OR_RETURN(ThreePart left, PartsIn(claim.payable, paid.eu.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart deducted, PartsIn(claim.deducted, paid.eu.currency()));
  TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, paid));
  return Subtract(left, deducted);
}

absl::StatusOr<ThreePart> PaidFor(const MoneyFacts& facts, int claim) {
  ThreePart paid = ZeroParts(facts.currency);
  // A claim that was decided on and paid before the changeover is not converted for the difference of
  // the two.
  for (const ClaimFact& asked : facts.claims) {
    if (asked.sequence == claim) paid = ZeroParts(asked.requested.eu.currency());
  }
  for (const PaymentFact& payment : facts.payments) {
    if (payment.claim == claim) TRANCHE_RETURN_IF_ERROR(AddTo(payment.amount, &paid));
  }
  return paid;
}

absl::StatusOr<Money> InBank(const PaymentFact& payment) {
  Money found = Money::Zero(payment.amount.eu.currency());
  for (const MovementFact& movement : payment.movements) {
    TRANCHE_ASSIGN_OR_RETURN(const Money part, ShowIn(movement.amount, found.currency()));
    TRANCHE_ASSIGN_OR_RETURN(found, Add(found, part));
  }
  return found;
}

absl::StatusOr<ThreePart> LeftOf(const DebtFact& debt) {
  TRANCHE_ASSIGN_OR_RETURN(ThreePart left, Add(debt.principal, debt.interest));
  TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, debt.repaid_principal));
  return Subtract(left, debt.repaid_interest);
}

absl::StatusOr<std::vector<CheckResult>> CheckMoney(const MoneyFacts& facts) {
  using Check = absl::StatusOr<CheckResult> (*)(const MoneyFacts&);
  bool final_is_accepted = false;
  for (const ClaimFact& claim : facts.claims) {
    final_is_accepted = final_is_accepted || (claim.kind == "FINAL" && claim.state == "ACCEPTED");
  }
  const std::pair<bool, Check> checks[] = {
      {!facts.dated, CheckContract},
      {true, CheckClaims},
      {!facts.dated, CheckPayments},
      {true, CheckBank},
      {final_is_accepted, CheckFinal},
      {facts.journal_is_read && !facts.dated, CheckJournal},
      {facts.conversion && facts.conversion->budget, CheckConversion},
  };
  std::vector<CheckResult> results;
  for (const auto& [applies, check] : checks) {
    if (!applies) continue;
    TRANCHE_ASSIGN_OR_RETURN(CheckResult result, check(facts));
    results.push_back(std::move(result));
  }
  return results;
}

absl::StatusOr<std::vector<OpenItem>> FindOpenItems(const MoneyFacts& facts) {
  std::vector<OpenItem> items;
  TRANCHE_RETURN_IF_ERROR(FindOpenClaims(facts, &items));
  ThreePart reserved = ZeroParts(facts.currency);
  for (const LineFact& line : facts.lines) TRANCHE_RETURN_IF_ERROR(AddTo(line.reserved, &reserved));
  TRANCHE_ASSIGN_OR_RETURN(const Money not_decided, Total(reserved));
  if (!IsZero(reserved)) items.push_back({Undone::kCostsNotDecided, "", not_decided});
  for (const DebtFact& debt : facts.debts) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, LeftOf(debt));
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, Total(left));
    if (!IsZero(left)) {
      items.push_back({Undone::kDebtNotRepaid, absl::StrCat("debts/", debt.id), amount});
    }
  }
  for (const PaymentFact& payment : facts.payments) {
    TRANCHE_ASSIGN_OR_RETURN(const Money paid, Total(payment.amount));
    TRANCHE_ASSIGN_OR_RETURN(const Money found, InBank(payment));
    TRANCHE_ASSIGN_OR_RETURN(const Money missing, Subtract(paid, found));
    int64_t converted = 0;
    for (const MovementFact& movement : payment.movements) {
      if (movement.amount.currency() != paid.currency()) ++converted;
    }
    if (missing.minor() > converted) {
      items.push_back({Undone::kPaymentNotInBank, absl::StrCat("payments/", payment.id), missing});
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<OpenItem> not_converted, FindNotConverted(facts));
  items.insert(items.end(), not_converted.begin(), not_converted.end());
  return items;
}

}  // namespace tranche::reports
