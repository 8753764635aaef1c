// SPDX-License-Identifier: EUPL-1.2
// What a client does about money: claims, payments, orders to the bank, debts.
#include "client_send.h"

namespace tranche::crash {
namespace {

constexpr char kAccount[] = "BG80BNBG96611020345678";
constexpr char kCreditor[] = "BG44UNCR70001512345678";
constexpr char kCreditorThatIsRefused[] = "BG66UNCR70001512345670";  // By the bank: it ends with 0.

void SetTotal(int64_t minor, const std::string& reason, payments::v1::UnapprovedAmount* amount) {
  SetMoney(minor, amount->mutable_total());
  amount->set_reason(reason);
}

// Of every three costs one is approved, one in part, and one refused.
void Judge(const std::vector<budgets::v1::Cost>& costs, payments::v1::Verification* verification) {
  for (size_t i = 0; i < costs.size(); ++i) {
    if (i % 3 == 1) {
      const int64_t claimed = Minor(costs[i].claimed());
      payments::v1::CostVerification* partly = verification->add_cost_verifications();
      partly->set_cost(costs[i].name());
      SetTotal(claimed / 7 + 1, "Без протокол", partly->mutable_unapproved());
      SetTotal(claimed / 11 + 1, "Нарушение при избора", partly->mutable_unapproved_by_correction());
    } else if (i % 3 == 2) {
      payments::v1::RefusedCost* refused = verification->add_refused_costs();
      refused->set_cost(costs[i].name());
      refused->set_reason("Недопустим разход");
    }
  }
}

}  // namespace

std::optional<payments::v1::Claim> Client::CreateClaim(const std::string& contract,
                                                       payments::v1::ClaimKind kind,
                                                       const std::vector<std::string>& costs) {
  payments::v1::CreateClaimRequest request;
  request.set_parent(contract);
  request.mutable_claim()->set_kind(kind);
  for (const std::string& cost : costs) request.mutable_claim()->add_costs(cost);
  return Send(*payments_, &payments::v1::PaymentsService::Stub::CreateClaim, request);
}

void Client::AskAndAnswer(const payments::v1::Claim& claim) {
  using Stub = payments::v1::PaymentsService::Stub;
  payments::v1::AskQuestionRequest ask;
  ask.set_name(claim.name());
  ask.set_question("Къде е протоколът?");
  ask.set_asked_on("2018-02-05");
  ask.set_due_on("2018-02-20");
  if (!Send(*payments_, &Stub::AskQuestion, ask, /*approver=*/true).has_value()) return;
  payments::v1::AnswerQuestionRequest answer;
  answer.set_name(claim.name());
  answer.set_answer("Прилагаме го.");
  answer.set_answered_on("2018-02-10");
  Send(*payments_, &Stub::AnswerQuestion, answer);
}

std::optional<payments::v1::Claim> Client::Decide(const payments::v1::Claim& claim,
                                                  const std::string& sent_on,
                                                  const std::string& decided_on,
                                                  const std::vector<budgets::v1::Cost>& costs,
                                                  bool asks) {
  using Stub = payments::v1::PaymentsService::Stub;
  payments::v1::SendClaimRequest send;
  send.set_name(claim.name());
  send.set_sent_on(sent_on);
  if (!Send(*payments_, &Stub::SendClaim, send).has_value()) return std::nullopt;
  if (asks) AskAndAnswer(claim);
  payments::v1::VerifyClaimRequest verify;
  verify.set_name(claim.name());
  verify.mutable_verification()->set_decided_on(decided_on);
  verify.mutable_verification()->set_reference("Писмо 1");
  Judge(costs, verify.mutable_verification());
  return Send(*payments_, &Stub::VerifyClaim, verify, /*approver=*/true);
}

std::optional<payments::v1::Payment> Client::Pay(const std::string& contract,
                                                 const payments::v1::Claim& claim, int64_t eu,
                                                 int64_t national, const std::string& paid_on) {
  if (eu + national == 0) return std::nullopt;
  payments::v1::RecordPaymentRequest request;
  request.set_parent(contract);
  request.mutable_payment()->set_claim(claim.name());
  request.mutable_payment()->set_paid_on(paid_on);
  request.mutable_payment()->set_bank_reference("Извлечение");
  SetParts(eu, national, request.mutable_payment()->mutable_amount());
  return Send(*payments_, &payments::v1::PaymentsService::Stub::RecordPayment, request);
}

void Client::DrawAdvance(const std::string& contract, int64_t total_minor) {
  payments::v1::CreateClaimRequest request;
  request.set_parent(contract);
  request.mutable_claim()->set_kind(payments::v1::ADVANCE);
  const int64_t eu = total_minor * 85 / 1000;
  const int64_t national = total_minor * 15 / 1000;
  SetParts(eu, national, request.mutable_claim()->mutable_requested());
  const auto claim = Send(*payments_, &payments::v1::PaymentsService::Stub::CreateClaim, request);
  if (!claim.has_value()) return;
  if (!Decide(*claim, "2017-05-02", "2017-05-20", {}, /*asks=*/false).has_value()) return;
  Pay(contract, *claim, eu, national, "2017-06-02");
}

std::optional<payments::v1::Debt> Client::Deduct(const payments::v1::Claim& claim,
                                                 const std::string& debt, int64_t minor,
                                                 const std::string& on) {
  payments::v1::OffsetDebtRequest request;
  request.set_parent(debt);
  request.mutable_offset()->set_claim(claim.name());
  SetMoney(minor, request.mutable_offset()->mutable_amount());
  request.mutable_offset()->set_deducted_on(on);
  request.mutable_offset()->set_reference("Решение 5");
  return Send(*debts_, &payments::v1::DebtsService::Stub::OffsetDebt, request);
}

// A little of it, so that the debt and the claim have more than that.
void Client::DeductTwice(const payments::v1::Claim& claim, const std::string& debt) {
  const auto deducted = Deduct(claim, debt, 200, "2018-07-10");
  if (!deducted.has_value() || deducted->repayments().empty()) return;
  payments::v1::TakeBackOffsetRequest take_back;
  take_back.set_name(deducted->repayments(0).name());
  take_back.set_taken_back_on("2018-07-11");
  take_back.set_reason("Погрешна сума");
  take_back.set_reference("Решение 6");
  if (!Send(*debts_, &payments::v1::DebtsService::Stub::TakeBackOffset, take_back).has_value()) return;
  Deduct(claim, debt, 100, "2018-07-12");
}

void Client::ClaimCosts(const std::string& contract, int costs, const std::string& debt) {
  std::vector<budgets::v1::Cost> recorded;
  std::vector<std::string> names;
  for (int i = 0; i < costs; ++i) {
    const auto cost = RecordCost(contract);
    if (!cost.has_value()) continue;
    recorded.push_back(*cost);
    names.push_back(cost->name());
  }
  if (names.empty()) return;
  const auto draft = CreateClaim(contract, payments::v1::INTERIM, {names.front()});
  if (!draft.has_value()) return;
  payments::v1::TakeBackClaimRequest take_back;
  take_back.set_name(draft->name());
  take_back.set_reason("Липсват разходи");
  Send(*payments_, &payments::v1::PaymentsService::Stub::TakeBackClaim, take_back);
  const auto claim = CreateClaim(contract, payments::v1::INTERIM, names);
  if (!claim.has_value()) return;
  const auto decided = Decide(*claim, "2018-02-01", "2018-03-01", recorded, /*asks=*/true);
  if (!decided.has_value()) return;
  const int64_t eu = Minor(decided->payable().eu());
  const int64_t national = Minor(decided->payable().national());
  PayAfterAMistake(contract, *claim, eu / 2 + eu % 2, national / 2, "2018-04-02");
  // What may have been deducted is not paid.
  int64_t left_eu = eu / 2;
  int64_t left_national = national - national / 2;
  if (!debt.empty() && left_eu > 400 && left_national > 400) {
    DeductTwice(*claim, debt);
    left_eu -= 200;
    left_national -= 200;
  }
  Pay(contract, *claim, left_eu, left_national, "2018-04-03");
}

bool Client::SettleContract(const std::string& contract) {
  const auto cost = RecordCost(contract);
  if (!cost.has_value()) return false;
  const auto claim = CreateClaim(contract, payments::v1::FINAL, {cost->name()});
  if (!claim.has_value()) return false;
  const auto decided = Decide(*claim, "2018-05-02", "2018-06-01", {*cost}, /*asks=*/false);
  if (!decided.has_value()) return false;
  Pay(contract, *claim, Minor(decided->payable().eu()), Minor(decided->payable().national()),
      "2018-06-20");
  Repay(*decided);
  return true;
}

void Client::Repay(const payments::v1::Claim& claim) {
  const int64_t owed = Minor(claim.to_recover().eu()) + Minor(claim.to_recover().national());
  constexpr int kParts = 3;  // The last of which stays owed.
  if (owed < kParts) return;
  payments::v1::CreateDebtRequest create;
  create.set_parent(claim.name().substr(0, claim.name().rfind("/claims/")));
  create.mutable_debt()->set_basis(payments::v1::NEGATIVE_BALANCE);
  create.mutable_debt()->set_book(payments::v1::DEBTORS);
  create.mutable_debt()->set_claim(claim.name());
  create.mutable_debt()->set_served_on("2018-06-10");
  *create.mutable_debt()->mutable_principal()->mutable_eu() = claim.to_recover().eu();
  *create.mutable_debt()->mutable_principal()->mutable_national() = claim.to_recover().national();
  const std::optional<std::string> debt = Owe(create.parent(), create.debt());
  if (!debt.has_value()) return;
  for (const char* day : {"2018-06-20", "2018-07-31"}) {
    payments::v1::RecordRepaymentRequest repay;
    repay.set_parent(*debt);
    SetMoney(owed / kParts, repay.mutable_repayment()->mutable_amount());
    repay.mutable_repayment()->set_repaid_on(day);
    repay.mutable_repayment()->set_way(payments::v1::BY_BANK);
    repay.mutable_repayment()->set_kind(payments::v1::EX_GRATIA);
    repay.mutable_repayment()->set_reference("Извлечение");
    RepayAfterAMistake(repay);
  }
}

// A little of a document that a cost of the contract claims from.
void Client::NameDocument(const std::string& contract, payments::v1::PaymentOrder* order) {
  constexpr int64_t kShare = 16;
  budgets::v1::ListCostsRequest list;
  list.set_parent(contract);
  list.set_page_size(50);
  const auto costs = Read<budgets::v1::ListCostsResponse>(
      *budgets_, &budgets::v1::BudgetsService::Stub::ListCosts, list);
  if (!costs.has_value() || costs->costs().empty()) return;
  const budgets::v1::Cost& cost = costs->costs(static_cast<int>(Random(0, costs->costs_size() - 1)));
  SetMoney(Minor(cost.document().total()) / kShare + 1, order->mutable_amount());
  payments::v1::OrderDocument* document = order->add_documents();
  document->set_cost(cost.name());
  *document->mutable_amount() = order->amount();
}

std::optional<payments::v1::PaymentOrder> Client::CreateOrder(const std::string& contract,
                                                              bool names_document) {
  using Stub = payments::v1::PaymentOrdersService::Stub;
  payments::v1::CreatePaymentOrderRequest create;
  create.set_parent(contract);
  payments::v1::PaymentOrder* order = create.mutable_payment_order();
  order->set_debtor_account(kAccount);
  order->set_creditor_name("Доставчик");
  order->set_creditor_account(Random(0, 3) == 0 ? kCreditorThatIsRefused : kCreditor);
  order->set_remittance(absl::StrCat("Фактура ", Random(1, 1'000'000'000)));  // Looks like no other.
  order->set_execute_on("2018-04-10");
  SetMoney(Random(100, 30000), order->mutable_amount());
  if (names_document) NameDocument(contract, order);
  const auto created = Send(*orders_, &Stub::CreatePaymentOrder, create);
  if (!created.has_value()) return std::nullopt;
  payments::v1::ApprovePaymentOrderRequest approve;
  approve.set_name(created->name());
  return Send(*orders_, &Stub::ApprovePaymentOrder, approve, /*approver=*/true);
}

std::optional<payments::v1::PaymentFile> Client::Export(
    const std::vector<payments::v1::PaymentOrder>& orders) {
  payments::v1::ExportPaymentOrdersRequest request;
  request.set_parent(absl::StrCat("organisations/", kOrganisation));
  for (const payments::v1::PaymentOrder& order : orders) request.add_orders(order.name());
  return Send(*orders_, &payments::v1::PaymentOrdersService::Stub::ExportPaymentOrders, request);
}

void Client::RecordOutcome(const payments::v1::PaymentOrder& order,
                           payments::v1::PaymentOrderOutcome outcome) {
  payments::v1::RecordOrderOutcomeRequest request;
  request.set_name(order.name());
  request.set_outcome(outcome);
  request.set_reason("Банката");
  Send(*orders_, &payments::v1::PaymentOrdersService::Stub::RecordOrderOutcome, request);
}

void Client::OrderPayments(const std::string& contract, int orders, bool file_is_lost) {
  std::vector<payments::v1::PaymentOrder> approved;
  for (int i = 0; i < orders; ++i) {
    const auto order = CreateOrder(contract, /*names_document=*/i % 2 == 0);
    if (order.has_value()) approved.push_back(*order);
  }
  if (approved.empty()) return;
  const auto file = Export(approved);
  if (!file.has_value()) return;
  if (!file_is_lost) {
    payments::v1::ImportBankAnswerRequest import;
    import.set_parent(absl::StrCat("organisations/", kOrganisation));
    import.set_content(options_.bank->Receive(file->content()));
    Send(*orders_, &payments::v1::PaymentOrdersService::Stub::ImportBankAnswer, import);
    return;
  }
  for (const payments::v1::PaymentOrder& order : approved) {
    RecordOutcome(order, payments::v1::BANK_SILENT);
    if (!options_.bank->Knows(order.end_to_end_id()))
      RecordOutcome(order, payments::v1::BANK_DOES_NOT_KNOW);
  }
  const auto again = Export(approved);
  if (!again.has_value()) return;
  options_.bank->Receive(again->content());
  for (const payments::v1::PaymentOrder& order : approved) {
    RecordOutcome(order, options_.bank->Refused(order.end_to_end_id()) ? payments::v1::BANK_REFUSED
                                                                       : payments::v1::BANK_PAID);
  }
}

}  // namespace tranche::crash
