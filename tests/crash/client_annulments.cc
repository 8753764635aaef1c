// SPDX-License-Identifier: EUPL-1.2
// What a client records by mistake, and another person annuls: a payment, a repayment, a credit note.
// Each is recorded once more, as it should have been.
#include "client_send.h"

namespace tranche::crash {
namespace {

void SayWhy(const std::string& on, common::v1::Annulment* annulment) {
  annulment->set_annulled_on(on);
  annulment->set_reason("Записано погрешно");
  annulment->set_reference("Докладна 1");
}

}  // namespace

void Client::PayAfterAMistake(const std::string& contract, const payments::v1::Claim& claim, int64_t eu,
                              int64_t national, const std::string& paid_on) {
  const auto mistake = Pay(contract, claim, eu, national, paid_on);
  if (!mistake.has_value()) return;
  payments::v1::AnnulPaymentRequest annul;
  annul.set_name(mistake->name());
  SayWhy(paid_on, annul.mutable_annulment());
  if (!Send(*payments_, &payments::v1::PaymentsService::Stub::AnnulPayment, annul, /*approver=*/true)
           .has_value()) {
    return;
  }
  Pay(contract, claim, eu, national, paid_on);
}

void Client::RepayAfterAMistake(const payments::v1::RecordRepaymentRequest& repay) {
  using Stub = payments::v1::DebtsService::Stub;
  const auto mistake = Send(*debts_, &Stub::RecordRepayment, repay);
  if (!mistake.has_value() || mistake->repayments().empty()) return;
  payments::v1::AnnulRepaymentRequest annul;
  annul.set_name(mistake->repayments(0).name());
  SayWhy(repay.repayment().repaid_on(), annul.mutable_annulment());
  if (!Send(*debts_, &Stub::AnnulRepayment, annul, /*approver=*/true).has_value()) return;
  Send(*debts_, &Stub::RecordRepayment, repay);
}

void Client::CreditAfterAMistake(budgets::v1::RecordCreditNoteRequest credit) {
  using Stub = budgets::v1::CostDocumentsService::Stub;
  if (!Send(*documents_of_costs_, &Stub::RecordCreditNote, credit).has_value()) return;
  budgets::v1::AnnulCreditNoteRequest annul;
  annul.set_name(credit.name());
  annul.set_number(credit.credit_note().number());
  annul.set_issued_on(credit.credit_note().issued_on());
  SayWhy(credit.credit_note().issued_on(), annul.mutable_annulment());
  if (!Send(*documents_of_costs_, &Stub::AnnulCreditNote, annul, /*approver=*/true).has_value()) return;
  credit.mutable_credit_note()->set_number(credit.credit_note().number() + "а");
  Send(*documents_of_costs_, &Stub::RecordCreditNote, credit);
}

}  // namespace tranche::crash
