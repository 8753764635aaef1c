// SPDX-License-Identifier: EUPL-1.2
// What was recorded by mistake is annulled by somebody else: payments, repayments, credit notes.
#include "absl/strings/str_cat.h"
#include "player.h"

namespace tranche::history {
namespace {

template <typename Request>
void SayWhy(absl::CivilDay on, Request* request) {
  request->mutable_annulment()->set_annulled_on(absl::FormatCivilTime(on));
  request->mutable_annulment()->set_reason("Записано погрешно");
  request->mutable_annulment()->set_reference("Докладна 1");
}

}  // namespace

void Player::Annul(const Step& step) {
  // After the days of all that is recorded, see Repay.
  const absl::CivilDay on = day_ + 30;
  std::vector<std::string> payments, repayments;
  for (const Facts::Payment& payment : facts_.payments) {
    if (payment.contract == contract_ && payment.annulled_by.empty())
      payments.push_back(absl::StrCat(contract_, "/payments/", payment.id));
  }
  for (const Facts::Debt& debt : facts_.debts) {
    if (debt.contract != contract_ || debt.state != "RECOVERY_ENTERED") continue;
    for (std::size_t i = 0; i < debt.repayments.size(); ++i) {
      if (!debt.repayments[i].annulled_by.empty()) continue;
      // A deduction only now and then: it is taken back, not annulled.
      if (debt.repayments[i].deducted && step.first % 4 != 0) continue;
      repayments.push_back(absl::StrCat(contract_, "/debts/", debt.id, "/repayments/", i + 1));
    }
  }
  const std::size_t which = static_cast<std::size_t>(step.first);
  if (step.second % 3 == 0 && !repayments.empty()) {
    // Most often the last one, which may be annulled.
    const std::size_t back = which % 4 == 0 ? which % repayments.size() : 0;
    payments::v1::AnnulRepaymentRequest request;
    request.set_name(repayments[repayments.size() - 1 - back]);
    SayWhy(on, &request);
    world_->Send(*debts_, &payments::v1::DebtsService::Stub::AnnulRepayment, request, true);
  } else if (step.second % 3 == 1 && !payments.empty()) {
    payments::v1::AnnulPaymentRequest request;
    request.set_name(payments[which % payments.size()]);
    SayWhy(on, &request);
    world_->Send(*payments_, &payments::v1::PaymentsService::Stub::AnnulPayment, request, true);
  } else if (!notes_.empty()) {
    const Note& note = notes_[which % notes_.size()];
    budgets::v1::AnnulCreditNoteRequest request;
    request.set_name(note.cost);
    request.set_number(note.number);
    request.set_issued_on(note.issued_on);
    SayWhy(on, &request);
    world_->Send(*documents_, &budgets::v1::CostDocumentsService::Stub::AnnulCreditNote, request, true);
  }
}

}  // namespace tranche::history
