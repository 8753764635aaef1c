// SPDX-License-Identifier: EUPL-1.2
// What is played about money: claims, payments, orders to the bank, corrections, debts.
#include <algorithm>

#include "books/books.h"
#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::Minor;
using books::Minus;
using books::SetMoney;
using books::SetParts;
using books::Sum;
using Payments = payments::v1::PaymentsService::Stub;
using Orders = payments::v1::PaymentOrdersService::Stub;

constexpr char kAccount[] = "BG80BNBG96611020345678";
constexpr char kCreditor[] = "BG44UNCR70001512345678";
// Of an advance's step: it lacks the security that it needs.
constexpr int kUnsecured = 7;
constexpr char kCreditorThatIsRefused[] = "BG66UNCR70001512345670";  // By the bank: it ends with 0.

template <class Thing>
const Thing* Choose(const std::vector<Thing>& things, int which) {
  return things.empty() ? nullptr : &things[static_cast<size_t>(which) % things.size()];
}

// The last of what there is; null when there is nothing.
template <class Thing>
const Thing* Last(const std::vector<Thing>& things) {
  return things.empty() ? nullptr : &things.back();
}

}  // namespace

bool Player::DoWithClaims(const Step& step) {
  switch (step.act) {
    case Act::kAdvance:
      ClaimAdvance(step);
      return true;
    case Act::kClaim:
      ClaimCosts(step);
      return true;
    case Act::kTakeBack:
      TakeBack();
      return true;
    case Act::kSend:
      SendClaim();
      return true;
    case Act::kAsk:
      Ask();
      return true;
    case Act::kAnswer:
      Answer();
      return true;
    case Act::kDecide:
      Decide(step);
      return true;
    default:
      return false;
  }
}

void Player::DoWithCash(const Step& step) {
  switch (step.act) {
    case Act::kPay:
      return Pay(step);
    case Act::kOrder:
      return Order(step);
    case Act::kCorrect:
      return Correct(step);
    case Act::kOwe:
      return Owe(step);
    case Act::kRepay:
      return Repay(step);
    case Act::kOffset:
      return Offset(step);
    case Act::kTakeBackOffset:
      return TakeBackOffset(step);
    case Act::kAnnul:
      return Annul(step);
    case Act::kRevalidate:
      return Revalidate(step);
    case Act::kSecure:
      return MoveSecurity(step);
    case Act::kEarn:
      return Earn(step);
    case Act::kClose:
      return Close();
    default:
      return;
  }
}

std::vector<Player::Facts::Claim> Player::ClaimsThatAre(const std::vector<std::string>& states) const {
  std::vector<Facts::Claim> claims;
  for (const Facts::Claim& claim : facts_.claims) {
    if (claim.contract == contract_ && std::count(states.begin(), states.end(), claim.state) > 0)
      claims.push_back(claim);
  }
  return claims;
}

bool Player::IsClaimOpen() const {
  return !ClaimsThatAre({"SENT", "AWAITING_ANSWER", "IN_VERIFICATION"}).empty();
}

std::string Player::ClaimName(const Facts::Claim& claim) const {
  return absl::StrCat(contract_, "/claims/", claim.sequence);
}

books::Parts Player::LeftOf(const Facts::Claim& claim) {
  return Minus(Minus(claim.payable, claim.paid), claim.deducted);
}

// ---- Claims.

void Player::ClaimAdvance(const Step& step) {
  const Facts::Contract& contract = Contract();
  payments::v1::CreateClaimRequest request;
  request.set_parent(contract_);
  request.mutable_claim()->set_kind(payments::v1::ADVANCE);
  const int64_t percent = std::min<int64_t>(step.share_percent / 8 + 1, 10);
  const int64_t eu = contract.amount[0] * percent / 100, national = contract.amount[1] * percent / 100;
  SetParts(eu, national, request.mutable_claim()->mutable_requested(), contract.currency);
  if (IsUnderStateAid()) {
    request.mutable_claim()->set_kind(payments::v1::STATE_AID_ADVANCE);
    Secure(eu + national + step.first, request.mutable_claim());
  } else if (IsNoBudgetBody() && step.second != kUnsecured) {
    Secure(eu + national + step.first, request.mutable_claim());
  }
  world_->Send(*payments_, &Payments::CreateClaim, request);
}

// Some or all of the costs that no claim holds; now and then it is the final claim.
void Player::ClaimCosts(const Step& step) {
  payments::v1::CreateClaimRequest request;
  request.set_parent(contract_);
  request.mutable_claim()->set_kind(step.second == 11 ? payments::v1::FINAL : payments::v1::INTERIM);
  for (const Facts::Cost& cost : Costs(/*decided=*/false)) {
    if (IsHeld(cost) || (cost.number + step.first) % 4 == 0) continue;
    request.mutable_claim()->add_costs(absl::StrCat(contract_, "/costs/", cost.number));
  }
  if (request.claim().costs_size() == 0) return;
  world_->Send(*payments_, &Payments::CreateClaim, request);
}

void Player::TakeBack() {
  const std::vector<Facts::Claim> drafts = ClaimsThatAre({"DRAFT", "RETURNED"});
  if (drafts.empty()) return;
  payments::v1::TakeBackClaimRequest request;
  request.set_name(ClaimName(drafts.back()));
  request.set_reason("Липсват разходи");
  world_->Send(*payments_, &Payments::TakeBackClaim, request);
}

void Player::SendClaim() {
  const std::vector<Facts::Claim> drafts = ClaimsThatAre({"DRAFT", "RETURNED"});
  if (drafts.empty()) return;
  payments::v1::SendClaimRequest request;
  request.set_name(ClaimName(drafts.back()));
  request.set_sent_on(Today());
  world_->Send(*payments_, &Payments::SendClaim, request);
}

void Player::Ask() {
  const std::vector<Facts::Claim> sent = ClaimsThatAre({"SENT"});
  if (sent.empty()) return;
  payments::v1::AskQuestionRequest request;
  request.set_name(ClaimName(sent.back()));
  request.set_question("Къде е протоколът?");
  request.set_asked_on(Today());
  request.set_due_on(absl::FormatCivilTime(day_ + 10));
  world_->Send(*payments_, &Payments::AskQuestion, request, /*approver=*/true);
}

void Player::Answer() {
  const std::vector<Facts::Claim> asked = ClaimsThatAre({"AWAITING_ANSWER"});
  if (asked.empty()) return;
  payments::v1::AnswerQuestionRequest request;
  request.set_name(ClaimName(asked.back()));
  request.set_answer("Прилагаме го.");
  request.set_answered_on(Today());
  world_->Send(*payments_, &Payments::AnswerQuestion, request);
}

// By the step's numbers a cost is approved, approved in part or refused.
void Player::Decide(const Step& step) {
  const std::vector<Facts::Claim> open = ClaimsThatAre({"SENT", "IN_VERIFICATION"});
  if (open.empty()) return;
  const Facts::Claim& claim = open.back();
  if (claim.state == "SENT" && !IsChecked(claim) && step.second % 4 != 3) return Check(step);
  payments::v1::VerifyClaimRequest request;
  request.set_name(ClaimName(claim));
  payments::v1::Verification* verification = request.mutable_verification();
  verification->set_decided_on(Today());
  verification->set_reference("Писмо 1");
  if (books::IsAdvance(claim) && step.second % 6 == 0) {
    verification->set_refused(true);
    verification->set_refusal_reason("Няма обезпечение");
  } else if (claim.kind == "STATE_AID_ADVANCE") {
    verification->set_cover_by(absl::FormatCivilTime(day_ + step.first));
  }
  for (const int64_t number : claim.costs) {
    // It can only be approved; somebody tries all the same.
    if (CarriesRevalidation(number) && step.second != 9) continue;
    const std::string cost = absl::StrCat(contract_, "/costs/", number);
    const int64_t claimed = Sum(claim.items.at(number).requested);
    if ((number + step.first) % 3 == 1 && claimed > 20) {
      payments::v1::CostVerification* partly = verification->add_cost_verifications();
      partly->set_cost(cost);
      const Facts::Simplified* simplified = SimplifiedOf(number);
      // A lump sum is approved whole but for a correction.
      if (simplified == nullptr || simplified->form != "LUMP_SUMS") {
        SetMoney(claimed * std::min<int64_t>(step.share_percent, 90) / 200 + 1,
                 partly->mutable_unapproved()->mutable_total(), Contract().currency);
        partly->mutable_unapproved()->set_reason("Без протокол");
      }
      SetMoney(claimed / (4 + step.second), partly->mutable_unapproved_by_correction()->mutable_total(),
               Contract().currency);
      partly->mutable_unapproved_by_correction()->set_reason("Нарушение при избора");
    } else if ((number + step.first) % 3 == 2) {
      payments::v1::RefusedCost* refused = verification->add_refused_costs();
      refused->set_cost(cost);
      refused->set_reason("Недопустим разход");
    }
  }
  world_->Send(*payments_, &Payments::VerifyClaim, request, /*approver=*/true);
}

// ---- Money in and out.

void Player::Pay(const Step& step) {
  std::vector<Facts::Claim> owed;
  for (const Facts::Claim& claim : ClaimsThatAre({"ACCEPTED"})) {
    if (Sum(LeftOf(claim)) > 0) owed.push_back(claim);
  }
  const Facts::Claim* claim = Choose(owed, step.first);
  if (claim == nullptr) return;
  const books::Parts left = LeftOf(*claim);
  payments::v1::RecordPaymentRequest request;
  request.set_parent(contract_);
  request.mutable_payment()->set_claim(ClaimName(*claim));
  request.mutable_payment()->set_paid_on(Today());
  request.mutable_payment()->set_bank_reference("Извлечение");
  SetParts((left[0] * step.share_percent + 99) / 100, (left[1] * step.share_percent + 99) / 100,
           request.mutable_payment()->mutable_amount(), Contract().currency);
  world_->Send(*payments_, &Payments::RecordPayment, request);
}

// A part of a document that a cost of the contract claims from: often more than is left of it.
void Player::NameDocument(const Step& step, payments::v1::PaymentOrder* order) {
  std::vector<Facts::Cost> costs;
  for (const Facts::Cost& cost : facts_.costs) {
    if (cost.contract == contract_) costs.push_back(cost);
  }
  const Facts::Cost* cost = Choose(costs, step.second);
  if (cost == nullptr || cost->claimed <= 0) return;
  SetMoney(cost->claimed * step.share_percent / 100 + 1, order->mutable_amount(), Contract().currency);
  payments::v1::OrderDocument* document = order->add_documents();
  document->set_cost(absl::StrCat(contract_, "/costs/", cost->number));
  *document->mutable_amount() = order->amount();
}

void Player::CreateOrder(const Step& step) {
  payments::v1::CreatePaymentOrderRequest request;
  request.set_parent(contract_);
  payments::v1::PaymentOrder* order = request.mutable_payment_order();
  order->set_debtor_account(kAccount);
  order->set_creditor_name("Доставчик");
  order->set_creditor_account(step.second % 4 == 0 ? kCreditorThatIsRefused : kCreditor);
  // Some look like an order before and are refused, most do not.
  order->set_remittance(absl::StrCat("Фактура ", step.first));
  order->set_execute_on(Today());
  SetMoney(100 * step.share_percent + step.first, order->mutable_amount(), Contract().currency);
  // Some pay what is owed for a claim.
  std::vector<Facts::Claim> owed;
  for (const Facts::Claim& claim : ClaimsThatAre({"ACCEPTED"})) {
    if (Sum(LeftOf(claim)) > 0) owed.push_back(claim);
  }
  const Facts::Claim* claim = Choose(owed, step.first);
  if (claim != nullptr && step.second % 3 != 0) {
    order->set_claim(ClaimName(*claim));
    SetMoney(Sum(LeftOf(*claim)) * step.share_percent / 100 + 1, order->mutable_amount(),
             Contract().currency);
  } else if (step.first % 3 != 0) {
    NameDocument(step, order);
  }
  world_->Send(*orders_, &Orders::CreatePaymentOrder, request);
}

// The next step of an order that the bank has not ended, or a new one. The bank gets a file, or the
// file is lost, and then it is asked.
void Player::Order(const Step& step) {
  const Facts::Order* order = nullptr;
  for (const Facts::Order& one : facts_.orders) {
    const bool ended = one.state == "ORDER_ACCEPTED" || one.state == "ORDER_REJECTED" ||
                       one.state == "ORDER_CANCELLED" || one.state == "ORDER_GIVEN_UP";
    if (one.contract == contract_ && !ended) order = &one;
  }
  if (order == nullptr) return CreateOrder(step);
  const std::string name = absl::StrCat(contract_, "/paymentOrders/", order->number);
  if (order->state == "ORDER_DRAFT") {
    payments::v1::ApprovePaymentOrderRequest request;
    request.set_name(name);
    world_->Send(*orders_, &Orders::ApprovePaymentOrder, request, /*approver=*/true);
  } else if (order->state == "ORDER_LOST" && step.second % 3 == 0) {
    payments::v1::GiveUpPaymentOrderRequest request;
    request.set_name(name);
    request.set_evidence("Писмо на банката");
    request.set_reason("Не е постъпило");
    world_->Send(*orders_, &Orders::GiveUpPaymentOrder, request, /*approver=*/true);
  } else if (order->state == "ORDER_APPROVED" || order->state == "ORDER_LOST") {
    payments::v1::ExportPaymentOrdersRequest request;
    request.set_parent(absl::StrCat("organisations/", kOrganisation));
    request.add_orders(name);
    const auto file = world_->Send(*orders_, &Orders::ExportPaymentOrders, request);
    if (file.has_value() && step.second % 2 == 0) world_->bank().Receive(file->content());
  } else {
    payments::v1::RecordOrderOutcomeRequest request;
    request.set_name(name);
    request.set_reason("Банката");
    request.set_outcome(world_->bank().Refused(order->end_to_end_id) ? payments::v1::BANK_REFUSED
                        : world_->bank().Knows(order->end_to_end_id) ? payments::v1::BANK_PAID
                        : order->state == "ORDER_UNKNOWN"            ? payments::v1::BANK_DOES_NOT_KNOW
                                                                     : payments::v1::BANK_SILENT);
    world_->Send(*orders_, &Orders::RecordOrderOutcome, request);
  }
}

// ---- What was spent wrongly.

// A correction is drafted, then it comes into force; now and then it is taken back.
void Player::Correct(const Step& step) {
  using Cases = payments::v1::IrregularitiesService::Stub;
  std::vector<Facts::Correction> drafts, standing;
  for (const Facts::Correction& correction : facts_.corrections) {
    if (correction.contract != contract_) continue;
    if (correction.state == "RECOVERY_NEW") drafts.push_back(correction);
    if (correction.state == "RECOVERY_ENTERED") standing.push_back(correction);
  }
  const Facts::Correction* moved = Last(step.second == 5 ? standing : drafts);
  if (moved != nullptr) {
    payments::v1::MoveCorrectionRequest request;
    request.set_name(absl::StrCat(contract_, "/corrections/", moved->id));
    request.set_step(step.second == 5 ? payments::v1::REMOVE_RECOVERY : payments::v1::ENTER_RECOVERY);
    request.set_note("По решение");
    world_->Send(*cases_, &Cases::MoveCorrection, request);
    return;
  }
  const Facts::Contract& contract = Contract();
  payments::v1::CreateCorrectionRequest request;
  request.set_parent(contract_);
  payments::v1::Correction* correction = request.mutable_correction();
  correction->set_scale(payments::v1::PROCUREMENT);
  payments::v1::CorrectionFinding* finding = correction->add_findings();
  finding->set_violation("Нарушение");
  finding->set_percent("25");
  SetParts(contract.amount[0] * step.share_percent / 100, contract.amount[1] * step.share_percent / 100,
           correction->mutable_affected(), contract.currency);
  correction->set_bearer(payments::v1::BENEFICIARY);
  correction->set_decided_on(Today());
  correction->set_reference("РД-1");
  world_->Send(*cases_, &Cases::CreateCorrection, request);
}

// A debt is drafted, then it comes into force: of a correction, of the balance of the final claim, or
// of an overpayment.
void Player::Owe(const Step& step) {
  using Debts = payments::v1::DebtsService::Stub;
  for (const Facts::Debt& debt : facts_.debts) {
    if (debt.contract != contract_ || debt.state != "RECOVERY_NEW") continue;
    payments::v1::MoveDebtRequest request;
    request.set_name(absl::StrCat(contract_, "/debts/", debt.id));
    request.set_step(step.second % 5 == 4 ? payments::v1::REMOVE_RECOVERY
                                          : payments::v1::ENTER_RECOVERY);
    request.set_note("По решение");
    world_->Send(*debts_, &Debts::MoveDebt, request);
    return;
  }
  books::Parts owed = {100 * step.share_percent, 20 * step.share_percent, 0};
  payments::v1::CreateDebtRequest request;
  request.set_parent(contract_);
  payments::v1::Debt* debt = request.mutable_debt();
  debt->set_basis(payments::v1::OVERPAYMENT);
  for (const Facts::Correction& correction : facts_.corrections) {
    if (correction.contract != contract_ || correction.state != "RECOVERY_ENTERED") continue;
    if (step.second % 2 == 0) continue;
    debt->set_basis(payments::v1::CORRECTION_DEBT);
    debt->set_correction(absl::StrCat(contract_, "/corrections/", correction.id));
    owed = {correction.amount[0] * step.share_percent / 100,
            correction.amount[1] * step.share_percent / 100, 0};
  }
  for (const Facts::Claim& claim : ClaimsThatAre({"ACCEPTED"})) {
    if (Sum(claim.to_recover) == 0) continue;
    debt->set_basis(payments::v1::NEGATIVE_BALANCE);
    debt->clear_correction();
    debt->set_claim(ClaimName(claim));
    owed = claim.to_recover;
  }
  for (const Facts::Income& income : facts_.incomes) {
    // Of one that was annulled, or is a debt, now and then, which is refused.
    const bool may_be = income.annulled_by.empty() && income.debt == 0;
    if (income.contract != contract_ || Sum(income.lowers) == 0 || !(may_be || step.first == 7))
      continue;
    debt->set_basis(payments::v1::ADDITIONAL_INCOME);
    debt->clear_correction();
    debt->clear_claim();
    debt->set_income(absl::StrCat(contract_, "/incomes/", income.id));
    owed = {income.lowers[0] + (step.share_percent > 100 ? 1 : 0), income.lowers[1], 0};
  }
  debt->set_book(payments::v1::DEBTORS);
  debt->set_served_on(Today());
  SetMoney(owed[0], debt->mutable_principal()->mutable_eu(), Contract().currency);
  SetMoney(owed[1], debt->mutable_principal()->mutable_national(), Contract().currency);
  world_->Send(*debts_, &Debts::CreateDebt, request);
}

void Player::Repay(const Step& step) {
  std::vector<Facts::Debt> owed;
  for (const Facts::Debt& debt : facts_.debts) {
    if (debt.contract == contract_ && debt.state == "RECOVERY_ENTERED") owed.push_back(debt);
  }
  const Facts::Debt* debt = Choose(owed, step.first);
  if (debt == nullptr) return;
  payments::v1::RecordRepaymentRequest request;
  request.set_parent(absl::StrCat(contract_, "/debts/", debt->id));
  payments::v1::Repayment* repayment = request.mutable_repayment();
  SetMoney(Sum(Minus(debt->principal, debt->repaid_principal)) * step.share_percent / 150 + 1,
           repayment->mutable_amount(), Contract().currency);
  // After the voluntary period, so that there is interest as well.
  repayment->set_repaid_on(absl::FormatCivilTime(day_ + 30));
  repayment->set_way(payments::v1::BY_BANK);
  repayment->set_kind(payments::v1::EX_GRATIA);
  repayment->set_reference("Извлечение");
  world_->Send(*debts_, &payments::v1::DebtsService::Stub::RecordRepayment, request);
}

void Player::Offset(const Step& step) {
  std::vector<Facts::Claim> claims;
  for (const Facts::Claim& claim : ClaimsThatAre({"ACCEPTED"})) {
    if (Sum(LeftOf(claim)) > 0) claims.push_back(claim);
  }
  std::vector<Facts::Debt> debts;
  for (const Facts::Debt& debt : facts_.debts) {
    if (debt.contract == contract_ && debt.state == "RECOVERY_ENTERED") debts.push_back(debt);
  }
  const Facts::Claim* claim = Choose(claims, step.first);
  const Facts::Debt* debt = Choose(debts, step.second);
  if (claim == nullptr || debt == nullptr) return;
  payments::v1::OffsetDebtRequest request;
  request.set_parent(absl::StrCat(contract_, "/debts/", debt->id));
  request.mutable_offset()->set_claim(ClaimName(*claim));
  const int64_t owed = Sum(Minus(debt->principal, debt->repaid_principal));
  SetMoney(std::min(owed, Sum(LeftOf(*claim))) * step.share_percent / 120 + 1,
           request.mutable_offset()->mutable_amount(), Contract().currency);
  request.mutable_offset()->set_deducted_on(absl::FormatCivilTime(day_ + 30));
  request.mutable_offset()->set_reference("Решение 5");
  world_->Send(*debts_, &payments::v1::DebtsService::Stub::OffsetDebt, request);
}

void Player::TakeBackOffset(const Step& step) {
  std::vector<std::string> deductions;
  for (const Facts::Debt& debt : facts_.debts) {
    if (debt.contract != contract_ || debt.state != "RECOVERY_ENTERED") continue;
    for (std::size_t i = 0; i < debt.repayments.size(); ++i) {
      const Facts::Repayment& repayment = debt.repayments[i];
      if (!repayment.deducted || repayment.taken_back) continue;
      deductions.push_back(absl::StrCat(contract_, "/debts/", debt.id, "/repayments/", i + 1));
    }
  }
  const std::string* deduction = Choose(deductions, step.first);
  if (deduction == nullptr) return;
  payments::v1::TakeBackOffsetRequest request;
  request.set_name(*deduction);
  request.set_taken_back_on(absl::FormatCivilTime(day_ + 30));
  request.set_reason("Погрешно искане");
  request.set_reference("Решение 6");
  world_->Send(*debts_, &payments::v1::DebtsService::Stub::TakeBackOffset, request);
}

}  // namespace tranche::history
