// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/payment_orders_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/bank_store.h"
#include "payments/bank/claim_orders.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/payment_orders_convert.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::bank {
namespace {

constexpr char kClaimPattern[] = "organisations/{organisation}/contracts/{contract}/claims/{claim}";
constexpr std::size_t kSaidMax = 500;  // Bytes that are kept of what the bank says.

// The claim that an order names, of this contract.
absl::StatusOr<int> ClaimOf(const Contract& contract, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kClaimPattern, name));
  const int sequence = validate::ParseNumber<int>(segments[2]);
  const bool own = segments[0] == contract.organisation || segments[0] == "-";
  if (!own || FoldRegisterNumber(segments[1]) != contract.id || sequence == 0) {
    return Refuse("NOT_FOUND", {{"name", name}});
  }
  return sequence;
}

OrderStep StepOf(v1::PaymentOrderOutcome outcome) {
  switch (outcome) {
    case v1::BANK_PAID:
      return OrderStep::kPaid;
    case v1::BANK_REFUSED:
      return OrderStep::kRefused;
    case v1::BANK_DOES_NOT_KNOW:
      return OrderStep::kNotKnown;
    default:
      return OrderStep::kSilent;
  }
}

absl::StatusOr<OrderState> After(const PaymentOrder& order, OrderStep step) {
  const bool final_word = step == OrderStep::kPaid || step == OrderStep::kRefused;
  return final_word ? DecideAnswer(order, step) : Decide(order, step);
}

absl::Status NoSuchOrder(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

}  // namespace

absl::Status KeepOrder(pg::Tx& tx, const rpc::CallScope& scope, const PaymentOrder& before,
                       const PaymentOrder& after, const std::string& action,
                       const std::string& request_id) {
  if (before.state == after.state) return absl::OkStatus();
  if (!store::MoveOrder(tx, after, before.state)) return Refuse("CONFLICT_RETRY");
  const v1::PaymentOrder was = convert::ToProto(before);
  const v1::PaymentOrder is = convert::ToProto(after);
  evidence::Record(tx, scope,
                   {.organisation = after.organisation,
                    .action = action,
                    .record = is.name(),
                    .before = &was,
                    .after = &is,
                    .reason = after.reason,
                    .request_id = request_id});
  return absl::OkStatus();
}

PaymentOrder WithContradictions(pg::Tx& tx, PaymentOrder order) {
  std::vector<PaymentOrder> one = {std::move(order)};
  one.front().contradictions.clear();
  store::AddContradictions(tx, &one);
  return std::move(one.front());
}

PaymentOrder KeepContradiction(pg::Tx& tx, const rpc::CallScope& scope, const PaymentOrder& order,
                               Contradiction contradiction, const std::string& request_id) {
  contradiction.source = Shortened(contradiction.source, kSaidMax);
  contradiction.reason = Shortened(contradiction.reason, kSaidMax);
  contradiction.order_state = order.state;
  contradiction.recorded_by = scope.actor.subject;
  if (!store::InsertContradiction(tx, order, &contradiction)) return order;
  PaymentOrder after = order;
  after.contradictions.push_back(std::move(contradiction));
  const v1::PaymentOrder was = convert::ToProto(order);
  const v1::PaymentOrder is = convert::ToProto(after);
  evidence::Record(tx, scope,
                   {.organisation = order.organisation,
                    .action = "orders.contradict",
                    .record = is.name(),
                    .before = &was,
                    .after = &is,
                    .reason = contradiction.reason,
                    .request_id = request_id});
  return after;
}

absl::StatusOr<OrderedOfClaim> LoadOrdered(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  std::vector<PaymentOrder> orders =
      store::LoadOrdersOfClaim(tx, contract.organisation, contract.id, claim.sequence);
  if (orders.empty()) return OrderedOfClaim{};
  store::AddContradictions(tx, &orders);
  std::vector<Payment> payments = payments::store::LoadPayments(tx, contract);
  payments.erase(
      std::remove_if(payments.begin(), payments.end(),
                     [&](const Payment& one) { return one.claim_sequence != claim.sequence; }),
      payments.end());
  const std::vector<Transfer> transfers =
      store::LoadTransfersOfClaim(tx, contract.organisation, contract.id, claim.sequence);
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<RecordedMoney> recorded,
                           RecordedOf(orders, payments, transfers));
  return SumOrders(orders, recorded);
}

OrdersService::OrdersService(const rpc::RoleContext& context,
                             std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)), paid_once_(context) {}

absl::StatusOr<Contract> OrdersService::RequireContract(const rpc::CallScope& scope,
                                                        const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName parsed,
                           payments::convert::ParseContractName(name));
  return finder_.Require(scope, parsed.id, name);
}

absl::Status OrdersService::CheckNew(pg::Tx& tx, const Contract& contract,
                                     const v1::CreatePaymentOrderRequest& request,
                                     const NewOrderTerms& terms, PaymentOrder* order) {
  if (!order->claim_sequence.has_value()) {
    TRANCHE_RETURN_IF_ERROR(terms.documents);
    TRANCHE_RETURN_IF_ERROR(terms.near_duplicate_days.status());
    TRANCHE_RETURN_IF_ERROR(PaidOnce::Check(tx, *order));
    return PaidOnce::CheckNearDuplicate(tx, *terms.near_duplicate_days, request.accept_near_duplicate(),
                                        order);
  }
  // The lock of the contract holds the claim too: no deduction comes between.
  const std::optional<Claim> claim = payments::store::LoadClaim(tx, contract, *order->claim_sequence);
  if (!claim.has_value()) return Refuse("NOT_FOUND", {{"name", request.payment_order().claim()}});
  TRANCHE_ASSIGN_OR_RETURN(const OrderedOfClaim ordered, LoadOrdered(tx, contract, *claim));
  return CheckOrderOfClaim(*claim, ordered, order->amount);
}

absl::StatusOr<v1::PaymentOrder> OrdersService::CreatePaymentOrder(
    const rpc::CallScope& scope, const v1::CreatePaymentOrderRequest& request) {
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(PaymentOrder order,
                           convert::OrderFromProto(request.parent(), request.payment_order()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.parent()));
  const std::string& claim_name = request.payment_order().claim();
  // What neighbours say counts only when the request is new.
  NewOrderTerms terms;
  if (!claim_name.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(order.claim_sequence, ClaimOf(contract, claim_name));
  } else {
    terms.documents = paid_once_.AskDocuments(scope, contract, &order);
    terms.near_duplicate_days = paid_once_.AskNearDuplicateDays(scope, order.execute_on);
  }
  return idempotency::Write<v1::PaymentOrder>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentOrder> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract locked, payments::store::LockContract(tx, contract));
        // The bank takes no lev any more.
        if (locked.redenominated_on.has_value()) {
          TRANCHE_RETURN_IF_ERROR(Add(order.amount, Money::Zero(Currency::kEur)).status());
        }
        // Meanwhile nothing is matched with its documents.
        if (!order.documents.empty()) store::LockRegister(tx, contract.organisation);
        store::OrderRegister numbers = store::LockOrderRegister(tx, contract.organisation);
        order.organisation = contract.organisation;
        order.contract_id = contract.id;
        order.number = numbers.next_order++;
        TRANCHE_RETURN_IF_ERROR(CheckNew(tx, locked, request, terms, &order));
        order.end_to_end_id = EndToEndId(order.organisation, order.number);
        order.created_by = scope.actor.subject;
        order.recorded_at_us = store::InsertOrder(tx, order);
        store::InsertDocuments(tx, order);
        store::SaveOrderRegister(tx, numbers);
        const v1::PaymentOrder after = convert::ToProto(order);
        evidence::Record(tx, scope,
                         {.organisation = order.organisation,
                          .action = "orders.create",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::PaymentOrder> OrdersService::Change(
    const rpc::CallScope& scope, const google::protobuf::Message& request, const std::string& name,
    const std::string& request_id, const std::string& action,
    const std::function<absl::Status(PaymentOrder*)>& change) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const convert::OrderName parsed, convert::ParseOrderName(name));
  return idempotency::Write<v1::PaymentOrder>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentOrder> {
        store::LockOrderRegister(tx, organisation);
        const std::optional<PaymentOrder> order =
            store::LoadOrderOf(tx, organisation, parsed.contract_id, parsed.number);
        if (!order.has_value()) return NoSuchOrder(name);
        PaymentOrder after = *order;
        TRANCHE_RETURN_IF_ERROR(change(&after));
        TRANCHE_RETURN_IF_ERROR(KeepOrder(tx, scope, *order, after, action, request_id));
        return convert::ToProto(after);
      });
}

absl::StatusOr<v1::PaymentOrder> OrdersService::ApprovePaymentOrder(
    const rpc::CallScope& scope, const v1::ApprovePaymentOrderRequest& request) {
  return Change(scope, request, request.name(), request.request_id(), "orders.approve",
                [&](PaymentOrder* order) -> absl::Status {
                  TRANCHE_ASSIGN_OR_RETURN(order->state, DecideApproval(*order, scope.actor.subject));
                  order->approved_by = scope.actor.subject;
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::PaymentOrder> OrdersService::CancelPaymentOrder(
    const rpc::CallScope& scope, const v1::CancelPaymentOrderRequest& request) {
  return Change(scope, request, request.name(), request.request_id(), "orders.cancel",
                [&](PaymentOrder* order) -> absl::Status {
                  TRANCHE_ASSIGN_OR_RETURN(order->state, Decide(*order, OrderStep::kCancel));
                  order->reason = request.reason();
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::PaymentOrder> OrdersService::GiveUpPaymentOrder(
    const rpc::CallScope& scope, const v1::GiveUpPaymentOrderRequest& request) {
  return Change(scope, request, request.name(), request.request_id(), "orders.give_up",
                [&](PaymentOrder* order) -> absl::Status {
                  TRANCHE_ASSIGN_OR_RETURN(order->state, DecideGivingUp(*order, scope.actor.subject));
                  order->given_up_by = scope.actor.subject;
                  order->evidence = request.evidence();
                  order->reason = request.reason();
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::PaymentOrder> OrdersService::RecordOrderOutcome(
    const rpc::CallScope& scope, const v1::RecordOrderOutcomeRequest& request) {
  return Change(scope, request, request.name(), request.request_id(), "orders.outcome",
                [&](PaymentOrder* order) -> absl::Status {
                  TRANCHE_ASSIGN_OR_RETURN(const OrderState state,
                                           After(*order, StepOf(request.outcome())));
                  // The same outcome again changes nothing, its reason neither.
                  if (state != order->state) order->reason = request.reason();
                  order->state = state;
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::PaymentOrder> OrdersService::GetPaymentOrder(
    const rpc::CallScope& scope, const v1::GetPaymentOrderRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::OrderName name, convert::ParseOrderName(request.name()));
  return idempotency::Read<v1::PaymentOrder>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentOrder> {
        const std::optional<PaymentOrder> order =
            store::LoadOrderOf(tx, name.organisation, name.contract_id, name.number);
        if (!order.has_value()) return NoSuchOrder(request.name());
        return convert::ToProto(WithContradictions(tx, *order));
      });
}

absl::StatusOr<v1::ListPaymentOrdersResponse> OrdersService::ListPaymentOrders(
    const rpc::CallScope& scope, const v1::ListPaymentOrdersRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.parent()));
  const int page_size = tranche::convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("payments.orders ", payments::convert::NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(const int after,
                           tranche::convert::ReadNumberToken<int>(list, request.page_token()));
  return idempotency::Read<v1::ListPaymentOrdersResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPaymentOrdersResponse> {
        std::vector<PaymentOrder> orders =
            store::ListOrders(tx, contract.organisation, contract.id, after, page_size + 1);
        const bool more = static_cast<int>(orders.size()) > page_size;
        if (more) orders.pop_back();
        store::AddContradictions(tx, &orders);
        v1::ListPaymentOrdersResponse response;
        for (const PaymentOrder& order : orders)
          *response.add_payment_orders() = convert::ToProto(order);
        if (more) {
          response.set_next_page_token(
              tranche::convert::MakePageToken(list, {absl::StrCat(orders.back().number)}));
        }
        return response;
      });
}

}  // namespace tranche::payments::bank
