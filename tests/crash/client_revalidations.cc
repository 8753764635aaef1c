// SPDX-License-Identifier: EUPL-1.2
// What comes after a decision by somebody who had no part in it: a cost is revalidated, by mistake
// first, and claimed with its carrier; income is stated with that claim, by mistake first, and decided
// on.
#include "client_send.h"

namespace tranche::crash {
namespace {

using Revalidations = payments::v1::RevalidationsService::Stub;
using Incomes = payments::v1::IncomesService::Stub;

void SayMistake(const std::string& on, common::v1::Annulment* annulment) {
  annulment->set_annulled_on(on);
  annulment->set_reason("Друг разход");
  annulment->set_reference("Докладна 2");
}

// One of which enough was not approved, and nothing was claimed anew.
const budgets::v1::Cost* FindUnapproved(const budgets::v1::ListCostsResponse& costs) {
  constexpr int64_t kEnough = 8;
  std::set<std::string> anew;
  for (const budgets::v1::Cost& cost : costs.costs()) anew.insert(cost.resubmits());
  for (const budgets::v1::Cost& cost : costs.costs()) {
    const bool is_simplified = cost.has_simplified();
    if (Minor(cost.unapproved().total()) >= kEnough && !is_simplified && anew.count(cost.name()) == 0)
      return &cost;
  }
  return nullptr;
}

}  // namespace

void Client::RevalidateAndEarn(const std::string& contract) {
  budgets::v1::ListCostsRequest list;
  list.set_parent(contract);
  list.set_page_size(500);
  const auto costs = Read<budgets::v1::ListCostsResponse>(
      *budgets_, &budgets::v1::BudgetsService::Stub::ListCosts, list);
  const budgets::v1::Cost* cost = costs.has_value() ? FindUnapproved(*costs) : nullptr;
  if (cost == nullptr) return;
  const auto carrier = Revalidate(*cost);
  if (!carrier.has_value()) return;
  const auto claim = CreateClaim(contract, payments::v1::INTERIM, {carrier->carried_by()});
  if (!claim.has_value()) return;
  const auto decided = Decide(*claim, "2018-07-20", "2018-07-25", {}, /*asks=*/false);
  if (!decided.has_value()) return;
  Earn(contract, *decided);
  Pay(contract, *decided, Minor(decided->payable().eu()), Minor(decided->payable().national()),
      "2018-07-30");
}

std::optional<budgets::v1::CostRevalidation> Client::Revalidate(const budgets::v1::Cost& cost) {
  payments::v1::RevalidateCostRequest request;
  request.set_name(cost.name());
  SetMoney(Minor(cost.unapproved().total()) / 4, request.mutable_amounts()->mutable_unapproved());
  request.set_reason("Протоколът е намерен");
  request.set_document("Доклад 7");
  request.set_revalidated_on("2018-07-15");
  const auto mistake = SendAs(kSecond, *revalidations_, &Revalidations::RevalidateCost, request);
  if (!mistake.has_value()) return std::nullopt;
  payments::v1::AnnulRevalidationRequest annul;
  annul.set_name(mistake->name());
  SayMistake("2018-07-16", annul.mutable_annulment());
  if (!SendAs(kApprover, *revalidations_, &Revalidations::AnnulRevalidation, annul).has_value())
    return std::nullopt;
  SetMoney(Minor(cost.unapproved().total()) / 2, request.mutable_amounts()->mutable_unapproved());
  return SendAs(kSecond, *revalidations_, &Revalidations::RevalidateCost, request);
}

// None of it lowers the grant, so that the claim is paid in full.
void Client::Earn(const std::string& contract, const payments::v1::Claim& claim) {
  payments::v1::RecordIncomeRequest request;
  request.set_parent(contract);
  request.mutable_income()->set_claim(claim.name());
  SetMoney(Random(100, 9999), request.mutable_income()->mutable_amount());
  request.mutable_income()->set_earned_on("2018-07-10");
  request.mutable_income()->set_description("Наем на оборудване");
  request.mutable_income()->set_document("Фактура 12");
  const auto mistake = SendAs(kSecond, *incomes_, &Incomes::RecordIncome, request);
  if (!mistake.has_value()) return;
  payments::v1::AnnulIncomeRequest annul;
  annul.set_name(mistake->name());
  SayMistake("2018-07-26", annul.mutable_annulment());
  if (!SendAs(kApprover, *incomes_, &Incomes::AnnulIncome, annul).has_value()) return;
  const auto income = SendAs(kSecond, *incomes_, &Incomes::RecordIncome, request);
  if (!income.has_value()) return;
  payments::v1::DecideIncomeRequest decide;
  decide.set_name(income->name());
  SetMoney(0, decide.mutable_decision()->mutable_lowers_grant());
  decide.mutable_decision()->set_decided_on("2018-07-27");
  decide.mutable_decision()->set_reason("Приспаднат от разходите");
  decide.mutable_decision()->set_reference("РД-8");
  SendAs(kApprover, *incomes_, &Incomes::DecideIncome, decide);
}

}  // namespace tranche::crash
