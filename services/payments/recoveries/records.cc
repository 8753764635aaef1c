// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/records.h"

#include "platform/base/status_macros.h"

namespace tranche::payments::recoveries {

std::vector<DebtTerms> TermsOf(const Debt& debt) {
  std::vector<DebtTerms> terms;
  for (const DebtVersion& version : debt.versions) {
    if (version.state != VersionState::kDraft) terms.push_back(version.terms);
  }
  return terms;
}

absl::StatusOr<Balance> BalanceOf(const Debt& debt, const std::vector<Rule>& rules,
                                  absl::CivilDay as_of) {
  std::vector<BookedRepayment> repayments;
  for (const Repayment& repayment : debt.repayments) {
    repayments.push_back({.repaid_on = repayment.repaid_on,
                          .to_interest = repayment.to_interest,
                          .to_principal = repayment.to_principal});
  }
  for (const Repayment& repayment : debt.repayments) {
    if (!repayment.reversal.has_value()) continue;
    const Parts nothing = ZeroTwo(repayment.to_principal.eu.currency());
    BookedRepayment back{.repaid_on = repayment.reversal->taken_back_on,
                         .to_interest = nothing,
                         .to_principal = nothing,
                         .reversal = true};
    TRANCHE_ASSIGN_OR_RETURN(back.to_interest, Subtract(nothing, repayment.to_interest));
    TRANCHE_ASSIGN_OR_RETURN(back.to_principal, Subtract(nothing, repayment.to_principal));
    repayments.push_back(back);
  }
  // What was annulled never was.
  for (const Repayment& repayment : debt.repayments) {
    if (!repayment.annulment.has_value()) continue;
    const Parts nothing = ZeroTwo(repayment.to_principal.eu.currency());
    BookedRepayment back{.repaid_on = repayment.repaid_on,
                         .to_interest = nothing,
                         .to_principal = nothing,
                         .reversal = true};
    TRANCHE_ASSIGN_OR_RETURN(back.to_interest, Subtract(nothing, repayment.to_interest));
    TRANCHE_ASSIGN_OR_RETURN(back.to_principal, Subtract(nothing, repayment.to_principal));
    repayments.push_back(back);
  }
  return BalanceOn(debt.ledger, TermsOf(debt), repayments, debt.posted, rules, as_of);
}

}  // namespace tranche::payments::recoveries
