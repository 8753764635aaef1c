// SPDX-License-Identifier: EUPL-1.2
// What the bank answers to a file of orders is taken over.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "payments/bank/bank_convert.h"
#include "payments/bank/payment_orders_convert.h"
#include "payments/bank/payment_orders_service.h"
#include "payments/bank/payment_orders_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

// The bank's words are about the file that it has; an order that was sent again since waits for the
// answer to its last one.
bool WasLastSentWith(const PaymentOrder& order, const std::string& message_id) {
  return order.file_number.has_value() &&
         MessageId(order.organisation, *order.file_number) == message_id;
}

// What the answer says of each order: its own status, else that of its block, else that of the file.
absl::StatusOr<std::vector<BankAnswer>> OneByOne(pg::Tx& tx, const std::string& organisation,
                                                 const BankAnswers& answers,
                                                 std::vector<Finding>* findings) {
  std::vector<BankAnswer> all = answers.orders;
  if (answers.blocks.empty() && !answers.of_all.has_value()) return all;
  const std::optional<store::StoredFile> file = store::FindFile(tx, organisation, answers.message_id);
  if (!file.has_value()) {
    return Refuse("ORDER_ANSWER_UNKNOWN", {{"value", Shortened(answers.message_id, 40)}});
  }
  const std::vector<PaymentOrder> orders = store::LoadOrdersOfFile(tx, organisation, file->number);
  std::set<std::string> named(answers.named.begin(), answers.named.end());
  for (const BlockAnswer& block : answers.blocks) {
    const std::vector<PaymentOrder> of_block = OrdersOfBlock(file->message_id, block.block, orders);
    if (of_block.empty() && block.step == OrderStep::kRefused) {
      findings->push_back(
          {"ORDER_ANSWER_WITHOUT_ORDER", Shortened(block.block, 40), {{"file", file->message_id}}});
    }
    for (const PaymentOrder& order : of_block) {
      if (!named.insert(order.end_to_end_id).second) continue;
      all.push_back({order.end_to_end_id, block.step, block.reason});
    }
  }
  for (const PaymentOrder& order : orders) {
    if (!answers.of_all.has_value() || !named.insert(order.end_to_end_id).second) continue;
    all.push_back({order.end_to_end_id, *answers.of_all, answers.reason});
  }
  return all;
}

}  // namespace

absl::StatusOr<PaymentOrder> OrdersService::TakeAnswer(
    pg::Tx& tx, const rpc::CallScope& scope, const PaymentOrder& order, const BankAnswer& answer,
    const std::string& message_id, const std::string& request_id, std::vector<Finding>* findings) {
  PaymentOrder after = order;
  if (answer.step == OrderStep::kRefused && !WasLastSentWith(order, message_id)) {
    findings->push_back({"ORDER_ANSWER_OF_EARLIER_FILE",
                         order.end_to_end_id,
                         {{"file", Shortened(message_id, 40)}, {"value", order.end_to_end_id}}});
    return after;
  }
  const absl::StatusOr<OrderState> next = DecideAnswer(order, answer.step);
  if (!next.ok()) {
    // The other answers are true all the same, and of this one somebody has to know.
    findings->push_back({ReasonOf(next.status()), order.end_to_end_id, ValuesOf(next.status())});
    return KeepContradiction(tx, scope, order,
                             {.said = answer.step, .source = message_id, .reason = answer.reason},
                             request_id);
  }
  after.state = *next;
  if (after.state != order.state) after.reason = answer.reason;
  TRANCHE_RETURN_IF_ERROR(KeepOrder(tx, scope, order, after, "orders.outcome", request_id));
  return after;
}

absl::StatusOr<v1::ImportBankAnswerResponse> OrdersService::ImportBankAnswer(
    const rpc::CallScope& scope, const v1::ImportBankAnswerRequest& request) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const BankAnswers answers, ReadPain002(request.content()));
  return idempotency::Write<v1::ImportBankAnswerResponse>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ImportBankAnswerResponse> {
        store::LockOrderRegister(tx, organisation);
        std::vector<Finding> findings = answers.findings;
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<BankAnswer> all,
                                 OneByOne(tx, organisation, answers, &findings));
        v1::ImportBankAnswerResponse response;
        for (const BankAnswer& answer : all) {
          const std::optional<PaymentOrder> order =
              store::FindOrder(tx, organisation, answer.end_to_end_id);
          if (!order.has_value()) {
            return Refuse("ORDER_ANSWER_UNKNOWN", {{"value", Shortened(answer.end_to_end_id, 40)}});
          }
          TRANCHE_ASSIGN_OR_RETURN(const PaymentOrder after,
                                   TakeAnswer(tx, scope, WithContradictions(tx, *order), answer,
                                              answers.message_id, request.request_id(), &findings));
          *response.add_orders() = convert::ToProto(after);
        }
        for (const Finding& finding : findings) *response.add_findings() = convert::ToProto(finding);
        return response;
      });
}

}  // namespace tranche::payments::bank
