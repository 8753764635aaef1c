// SPDX-License-Identifier: EUPL-1.2
// What a project earned beside its financing: stated with a claim, decided on by a second person,
// annulled by another.
#include "absl/strings/str_cat.h"
#include "books/books.h"
#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::SetMoney;
using Stub = payments::v1::IncomesService::Stub;

}  // namespace

void Player::RecordIncome(const Step& step) {
  // An advance or a claim that was taken back is refused.
  const std::vector<Facts::Claim> claims = ClaimsThatAre(
      {"DRAFT", "SENT", "RETURNED", "AWAITING_ANSWER", "ACCEPTED", "REFUSED", "TAKEN_BACK"});
  if (claims.empty()) return;
  payments::v1::RecordIncomeRequest request;
  request.set_parent(contract_);
  payments::v1::Income* income = request.mutable_income();
  income->set_claim(ClaimName(claims[static_cast<std::size_t>(step.first) % claims.size()]));
  SetMoney(100 * step.share_percent + step.first, income->mutable_amount(), Contract().currency);
  income->set_earned_on(Today());
  income->set_description("Наем на оборудване");
  income->set_document("Фактура 12");
  world_->SendAs(kSecond, *incomes_, &Stub::RecordIncome, request);
}

void Player::DecideIncome(const Facts::Income& income, const Step& step) {
  payments::v1::DecideIncomeRequest request;
  request.set_name(absl::StrCat(contract_, "/incomes/", income.id));
  payments::v1::IncomeDecision* decision = request.mutable_decision();
  SetMoney(income.amount * step.share_percent / 100, decision->mutable_lowers_grant(), income.currency);
  decision->set_decided_on(Today());
  decision->set_reason("Нетен приход");
  decision->set_reference("РД-8");
  // Now and then by who recorded it.
  world_->SendAs(step.second % 7 == 6 ? kSecond : kApprover, *incomes_, &Stub::DecideIncome, request);
}

void Player::AnnulIncome(const Facts::Income& income) {
  payments::v1::AnnulIncomeRequest request;
  request.set_name(absl::StrCat(contract_, "/incomes/", income.id));
  request.mutable_annulment()->set_annulled_on(Today());
  request.mutable_annulment()->set_reason("Друг проект");
  request.mutable_annulment()->set_reference("Докладна 1");
  world_->Send(*incomes_, &Stub::AnnulIncome, request, /*approver=*/true);
}

// Decided on, annulled when its claim was taken back, or made a debt.
void Player::SettleIncome(int64_t id) {
  const Step all{.act = Act::kEarn, .first = 0, .second = 1, .share_percent = 100};
  for (const Facts::Income& income : facts_.incomes) {
    if (income.contract != contract_ || income.id != id) continue;
    if (!income.decided_by.empty()) return Owe(all);
    for (const Facts::Claim& claim : ClaimsThatAre({"TAKEN_BACK"})) {
      if (claim.sequence == income.claim) return AnnulIncome(income);
    }
    return DecideIncome(income, all);
  }
}

void Player::Earn(const Step& step) {
  for (const Facts::Income& income : facts_.incomes) {
    if (income.contract != contract_ || !income.annulled_by.empty()) continue;
    if (step.second % 5 == 4) return AnnulIncome(income);
    if (income.decided_by.empty() && step.second % 3 != 0) return DecideIncome(income, step);
  }
  RecordIncome(step);
}

}  // namespace tranche::history
