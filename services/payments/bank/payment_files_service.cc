// SPDX-License-Identifier: EUPL-1.2
// Files of orders for the bank: approved ones are put into one, which counts as sent from then on.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/bank/bank_store.h"
#include "payments/bank/payment_orders_convert.h"
#include "payments/bank/payment_orders_service.h"
#include "payments/bank/payment_orders_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"

namespace tranche::payments::bank {
namespace {

constexpr char kFilePattern[] = "organisations/{organisation}/paymentFiles/{file}";

v1::PaymentFile ToProto(const store::StoredFile& file, const std::vector<PaymentOrder>& orders) {
  v1::PaymentFile proto;
  proto.set_name(convert::NameOfFile(file.organisation, file.number));
  proto.set_message_id(file.message_id);
  for (const PaymentOrder& order : orders) proto.add_orders(NameOfOrder(order));
  proto.set_content(file.content);
  proto.set_sha256(file.sha256);
  return proto;
}

absl::Status NoSuchFile(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

}  // namespace

absl::StatusOr<std::map<std::string, OrderedDocument>> OrdersService::AskExported(
    const rpc::CallScope& scope, const std::string& organisation,
    const v1::ExportPaymentOrdersRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<PaymentOrder> orders,
      idempotency::Read<std::vector<PaymentOrder>>(
          *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<std::vector<PaymentOrder>> {
            std::vector<PaymentOrder> found;
            for (const std::string& asked : request.orders()) {
              const absl::StatusOr<convert::OrderName> name = convert::ParseOrderName(asked);
              if (!name.ok()) continue;
              std::optional<PaymentOrder> order =
                  store::LoadOrderOf(tx, organisation, name->contract_id, name->number);
              if (order.has_value()) found.push_back(*std::move(order));
            }
            return found;
          }));
  return paid_once_.AskUnsent(scope, orders);
}

absl::StatusOr<std::vector<PaymentOrder>> OrdersService::LoadForExport(
    pg::Tx& tx, const std::string& organisation, const v1::ExportPaymentOrdersRequest& request,
    const std::map<std::string, OrderedDocument>& documents) {
  std::vector<PaymentOrder> orders;
  std::vector<Violation> violations;
  std::set<int> seen;
  for (int i = 0; i < request.orders_size(); ++i) {
    const std::string place = absl::StrCat("orders[", i, "]");
    const absl::StatusOr<convert::OrderName> name = convert::ParseOrderName(request.orders(i));
    AddViolation(name.status(), place, &violations);
    if (!name.ok()) continue;
    const bool own = name->organisation == organisation || name->organisation == "-";
    std::optional<PaymentOrder> order =
        own ? store::LoadOrderOf(tx, organisation, name->contract_id, name->number) : std::nullopt;
    if (!order.has_value()) {
      violations.push_back({place, "NOT_FOUND", {{"name", request.orders(i)}}});
      continue;
    }
    const absl::StatusOr<OrderState> next = Decide(*order, OrderStep::kSend);
    AddViolation(next.status(), place, &violations);
    const absl::Status unpaid = PaidOnce::CheckBeforeSending(tx, documents, &*order);
    AddViolation(unpaid, place, &violations);
    if (!seen.insert(order->number).second) violations.push_back({place, "ALREADY_EXISTS", {}});
    if (!orders.empty() && order->debtor_account != orders.front().debtor_account) {
      violations.push_back(
          {place,
           "BANK_ACCOUNT_DIFFERS",
           {{"value", order->debtor_account}, {"account", orders.front().debtor_account}}});
    }
    orders.push_back(*order);
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return orders;
}

absl::StatusOr<v1::PaymentFile> OrdersService::ExportPaymentOrders(
    const rpc::CallScope& scope, const v1::ExportPaymentOrdersRequest& request) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  // What budgets says counts only when the request is new.
  const absl::StatusOr<std::map<std::string, OrderedDocument>> documents =
      AskExported(scope, organisation, request);
  return idempotency::Write<v1::PaymentFile>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentFile> {
        TRANCHE_RETURN_IF_ERROR(documents.status());
        // Meanwhile nothing is matched with what the orders pay.
        store::LockRegister(tx, organisation);
        store::OrderRegister numbers = store::LockOrderRegister(tx, organisation);
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<PaymentOrder> orders,
                                 LoadForExport(tx, organisation, request, *documents));
        store::StoredFile file;
        file.organisation = organisation;
        file.number = numbers.next_file++;
        file.message_id = MessageId(organisation, file.number);
        file.content = WritePain001(
            {.message_id = file.message_id,
             .initiator = organisation,
             .created_at = absl::FormatTime("%Y-%m-%dT%H:%M:%S", scope.now, absl::UTCTimeZone()),
             .orders = orders});
        file.sha256 = Sha256Hex(file.content);
        store::InsertFile(tx, file, scope.actor.subject, orders);
        store::SaveOrderRegister(tx, numbers);
        for (const PaymentOrder& order : orders) {
          PaymentOrder after = order;
          TRANCHE_ASSIGN_OR_RETURN(after.state, Decide(order, OrderStep::kSend));
          after.file_number = file.number;
          TRANCHE_RETURN_IF_ERROR(
              KeepOrder(tx, scope, order, after, "orders.send", request.request_id()));
        }
        return ToProto(file, orders);
      });
}

absl::StatusOr<v1::PaymentFile> OrdersService::GetPaymentFile(
    const rpc::CallScope& scope, const v1::GetPaymentFileRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kFilePattern, request.name()));
  const int number = validate::ParseNumber<int>(segments[1]);
  if (number == 0) return NoSuchFile(request.name());
  return idempotency::Read<v1::PaymentFile>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentFile> {
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredFile file,
                                 store::LoadFile(tx, segments[0], number, request.name()));
        return ToProto(file, store::LoadOrdersOfFile(tx, file.organisation, file.number));
      });
}

}  // namespace tranche::payments::bank
