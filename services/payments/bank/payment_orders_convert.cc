// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/payment_orders_convert.h"

#include <google/protobuf/util/time_util.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::bank {

std::string NameOfOrder(const PaymentOrder& order) {
  return absl::StrCat("organisations/", order.organisation, "/contracts/", order.contract_id,
                      "/paymentOrders/", order.number);
}

namespace convert {
namespace {

constexpr char kOrderPattern[] =
    "organisations/{organisation}/contracts/{contract}/paymentOrders/{order}";
constexpr char kContractPattern[] = "organisations/{organisation}/contracts/{contract}";
constexpr char kCostPattern[] = "organisations/{organisation}/contracts/{contract}/costs/{cost}";

std::string NameOfClaim(const PaymentOrder& order) {
  return absl::StrCat("organisations/", order.organisation, "/contracts/", order.contract_id,
                      "/claims/", *order.claim_sequence);
}

// The number of a cost of the contract that the order is of.
absl::StatusOr<std::string> CostOf(const std::string& parent, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> of_order,
                           validate::ParseResourceName(kContractPattern, parent));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kCostPattern, name));
  const bool own = segments[0] == of_order[0] || segments[0] == "-" || of_order[0] == "-";
  const int64_t number = validate::ParseNumber<int64_t>(segments[2]);
  if (!own || FoldRegisterNumber(segments[1]) != FoldRegisterNumber(of_order[1]) || number == 0) {
    return Refuse("NOT_FOUND", {{"name", name}});
  }
  return absl::StrCat(number);
}

}  // namespace

absl::StatusOr<OrderName> ParseOrderName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kOrderPattern, name));
  return OrderName{.organisation = segments[0],
                   .contract_id = FoldRegisterNumber(segments[1]),
                   .number = validate::ParseNumber<int>(segments[2])};
}

std::string NameOfFile(const std::string& organisation, int number) {
  return absl::StrCat("organisations/", organisation, "/paymentFiles/", number);
}

v1::PaymentOrder ToProto(const PaymentOrder& order) {
  v1::PaymentOrder proto;
  proto.set_name(NameOfOrder(order));
  proto.set_end_to_end_id(order.end_to_end_id);
  proto.set_debtor_account(order.debtor_account);
  proto.set_creditor_name(order.creditor_name);
  proto.set_creditor_account(order.creditor_account);
  *proto.mutable_amount() = tranche::convert::ToProto(order.amount);
  proto.set_remittance(order.remittance);
  proto.set_execute_on(FormatDay(order.execute_on));
  v1::PaymentOrderState state = v1::PAYMENT_ORDER_STATE_UNSPECIFIED;
  v1::PaymentOrderState_Parse(std::string(Name(order.state)), &state);
  proto.set_state(state);
  proto.set_created_by(order.created_by);
  proto.set_approved_by(order.approved_by);
  if (order.file_number.has_value()) proto.set_file(NameOfFile(order.organisation, *order.file_number));
  proto.set_reason(order.reason);
  proto.set_given_up_by(order.given_up_by);
  proto.set_evidence(order.evidence);
  if (order.claim_sequence.has_value()) proto.set_claim(NameOfClaim(order));
  proto.set_own_transfer(order.own_transfer);
  if (order.near_duplicate_of.has_value()) {
    PaymentOrder other;
    other.organisation = order.organisation;
    other.contract_id = order.near_duplicate_contract;
    other.number = *order.near_duplicate_of;
    proto.set_near_duplicate_of(NameOfOrder(other));
  }
  for (const OrderedDocument& document : order.documents) {
    v1::OrderDocument* shown = proto.add_documents();
    shown->set_cost(absl::StrCat("organisations/", order.organisation, "/contracts/", order.contract_id,
                                 "/costs/", document.cost_id));
    *shown->mutable_amount() = tranche::convert::ToProto(document.amount);
    shown->set_number(document.number);
    shown->set_issuer(document.issuer);
  }
  *proto.mutable_created_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(order.recorded_at_us);
  for (const Contradiction& contradiction : order.contradictions) {
    v1::OrderContradiction* shown = proto.add_contradictions();
    shown->set_number(contradiction.number);
    shown->set_said(contradiction.said == OrderStep::kRefused ? v1::BANK_REFUSED : v1::BANK_PAID);
    v1::PaymentOrderState then = v1::PAYMENT_ORDER_STATE_UNSPECIFIED;
    v1::PaymentOrderState_Parse(std::string(Name(contradiction.order_state)), &then);
    shown->set_order_state(then);
    shown->set_source(contradiction.source);
    shown->set_reason(contradiction.reason);
    shown->set_recorded_by(contradiction.recorded_by);
    *shown->mutable_recorded_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(contradiction.recorded_at_us);
  }
  return proto;
}

absl::StatusOr<PaymentOrder> OrderFromProto(const std::string& parent, const v1::PaymentOrder& proto) {
  PaymentOrder order;
  order.debtor_account = proto.debtor_account();
  order.creditor_account = proto.creditor_account();
  order.creditor_name = proto.creditor_name();
  order.remittance = proto.remittance();
  order.own_transfer = proto.own_transfer();
  std::vector<Violation> unread;
  const auto read = [&](const auto& value, std::string field, auto* to) {
    AddViolation(value.status(), std::move(field), &unread);
    if (value.ok()) *to = *value;
  };
  read(ParseDay(proto.execute_on()), "paymentOrder.executeOn", &order.execute_on);
  read(tranche::convert::FromProto(proto.amount()), "paymentOrder.amount", &order.amount);
  for (int i = 0; i < proto.documents_size(); ++i) {
    const std::string place = absl::StrCat("paymentOrder.documents[", i, "]");
    OrderedDocument document;
    read(CostOf(parent, proto.documents(i).cost()), place + ".cost", &document.cost_id);
    read(tranche::convert::FromProto(proto.documents(i).amount()), place + ".amount", &document.amount);
    order.documents.push_back(std::move(document));
  }
  TRANCHE_RETURN_IF_ERROR(SettleOrder(&order, !proto.claim().empty(), std::move(unread)));
  return order;
}

}  // namespace convert
}  // namespace tranche::payments::bank
