// SPDX-License-Identifier: EUPL-1.2
// A bank's answer to payment orders (pain.002).
#include "fuzz/fuzz.h"
#include "payments/bank/payment_order.h"
#include "platform/base/error.h"

namespace tranche::payments::bank {

TRANCHE_FUZZ_TARGET(bank_answer) {
  const absl::StatusOr<BankAnswers> answers = ReadPain002(input);
  if (!answers.ok()) {
    fuzz::Require(ReasonOf(answers.status()) == "DOCUMENT_UNREADABLE", "a refusal has its reason");
    return;
  }
  fuzz::Require(!answers->message_id.empty() || !answers->orders.empty(), "an answer is about something");
  for (const BankAnswer& answer : answers->orders) {
    fuzz::Require(answer.step == OrderStep::kPaid || answer.step == OrderStep::kRefused, "an answer has an end");
    fuzz::Require(!answer.end_to_end_id.empty(), "an answer names its order");
  }
}

}  // namespace tranche::payments::bank
