// SPDX-License-Identifier: EUPL-1.2
// Additional income: who said what of it, and the one debt that takes back what lowers the grant.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "books/books.h"

namespace tranche::books {
namespace {

using Key = std::pair<std::string, int64_t>;

void CheckIncome(const Facts::Income& income, const Facts::Claim& claim, Problems* problems) {
  const std::string who = absl::StrCat(income.contract, " income ", income.id);
  if (income.decided[0] < 0 || income.decided[1] < 0 || Sum(income.decided) > income.amount)
    problems->push_back("INC-1 lowers the grant by more than itself: " + who);
  if (!income.annulled_by.empty() && income.annulled_by == income.recorded_by)
    problems->push_back("INC-3 annulled by who recorded it: " + who);
  if (income.decided_by.empty()) return;
  if (income.decided_by == income.recorded_by || income.decided_by == claim.sent_by)
    problems->push_back("INC-3 decided by who recorded it or sent its claim: " + who);
  // One that was returned since has no day of sending any more.
  if (claim.state == "DRAFT") problems->push_back("INC-3 decided before its claim was sent: " + who);
}

}  // namespace

void CheckIncomes(const Facts& facts, Problems* problems) {
  std::map<Key, Facts::Claim> claims;
  for (const Facts::Claim& claim : facts.claims) claims[{claim.contract, claim.sequence}] = claim;
  std::map<Key, const Facts::Income*> incomes;
  for (const Facts::Income& income : facts.incomes) {
    incomes[{income.contract, income.id}] = &income;
    CheckIncome(income, claims[{income.contract, income.claim}], problems);
  }
  std::set<Key> indebted, in_force;
  for (const Facts::Debt& debt : facts.debts) {
    if (debt.income == 0 || debt.state == "RECOVERY_REMOVED") continue;
    const std::string who = absl::StrCat(debt.contract, " debt ", debt.id);
    const Facts::Income* income = incomes[{debt.contract, debt.income}];
    if (income == nullptr || !income->annulled_by.empty() || Sum(income->decided) == 0 ||
        !indebted.insert({debt.contract, debt.income}).second ||
        !Within(debt.principal, income->lowers)) {
      problems->push_back("INC-2 owed twice, for nothing, or above what was decided: " + who);
    }
    if (debt.state == "RECOVERY_ENTERED" && income != nullptr && debt.principal == income->lowers)
      in_force.insert({debt.contract, debt.income});
  }
  for (const Facts::Contract& contract : facts.contracts) {
    if (contract.closed_on.empty()) continue;
    for (const Facts::Income& income : facts.incomes) {
      if (income.contract != contract.contract || !income.annulled_by.empty()) continue;
      const bool owed = in_force.count({income.contract, income.id}) > 0;
      if (income.decided_by.empty() || (Sum(income.decided) > 0 && !owed)) {
        problems->push_back(
            absl::StrCat("INC-4 closed with an open income: ", income.contract, " ", income.id));
      }
    }
  }
}

}  // namespace tranche::books
