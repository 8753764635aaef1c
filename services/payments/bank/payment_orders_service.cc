// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/payment_orders_service.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/bank_convert.h"
#include "payments/bank/bank_store.h"
#include "payments/bank/claim_orders.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/payment_orders_convert.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/digest.h"
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

constexpr char kOrderPattern[] =
    "organisations/{organisation}/contracts/{contract}/paymentOrders/{order}";
constexpr char kClaimPattern[] = "organisations/{organisation}/contracts/{contract}/claims/{claim}";
constexpr std::size_t kSaidMax = 500;  // Bytes that are kept of what the bank says.
constexpr char kFilePattern[] = "organisations/{organisation}/paymentFiles/{file}";

struct OrderName {
  std::string organisation;
  std::string contract_id;
  int number = 0;  // 0: no number, so that there is no such order.
};

absl::StatusOr<OrderName> ParseOrderName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kOrderPattern, name));
  return OrderName{.organisation = segments[0],
                   .contract_id = FoldRegisterNumber(segments[1]),
                   .number = validate::ParseNumber<int>(segments[2])};
}

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

v1::PaymentFile ToProto(const store::StoredFile& file, const std::vector<PaymentOrder>& orders) {
  v1::PaymentFile proto;
  proto.set_name(convert::NameOfFile(file.organisation, file.number));
  proto.set_message_id(file.message_id);
  for (const PaymentOrder& order : orders) proto.add_orders(NameOfOrder(order));
  proto.set_content(file.content);
  proto.set_sha256(file.sha256);
  return proto;
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
  store::AddContradictions(tx, &orders);
  return SumOrders(orders, claim.requested.eu.currency());
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
  TRANCHE_ASSIGN_OR_RETURN(const OrderName parsed, ParseOrderName(name));
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

absl::StatusOr<std::vector<PaymentOrder>> OrdersService::LoadForExport(
    pg::Tx& tx, const std::string& organisation, const v1::ExportPaymentOrdersRequest& request) {
  std::vector<PaymentOrder> orders;
  std::vector<Violation> violations;
  std::set<int> seen;
  for (int i = 0; i < request.orders_size(); ++i) {
    const std::string place = absl::StrCat("orders[", i, "]");
    const absl::StatusOr<OrderName> name = ParseOrderName(request.orders(i));
    if (!name.ok()) {
      violations.push_back({place, ReasonOf(name.status()), ValuesOf(name.status())});
      continue;
    }
    const bool own = name->organisation == organisation || name->organisation == "-";
    const std::optional<PaymentOrder> order =
        own ? store::LoadOrderOf(tx, organisation, name->contract_id, name->number) : std::nullopt;
    if (!order.has_value()) {
      violations.push_back({place, "NOT_FOUND", {{"name", request.orders(i)}}});
      continue;
    }
    const absl::StatusOr<OrderState> next = Decide(*order, OrderStep::kSend);
    if (!next.ok()) violations.push_back({place, ReasonOf(next.status()), ValuesOf(next.status())});
    const absl::Status unpaid = PaidOnce::CheckBeforeSending(tx, *order);
    if (!unpaid.ok()) violations.push_back({place, ReasonOf(unpaid), ValuesOf(unpaid)});
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
  return idempotency::Write<v1::PaymentFile>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentFile> {
        // Meanwhile nothing is matched with what the orders pay.
        store::LockRegister(tx, organisation);
        store::OrderRegister numbers = store::LockOrderRegister(tx, organisation);
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<PaymentOrder> orders,
                                 LoadForExport(tx, organisation, request));
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
  if (number == 0) return NoSuchOrder(request.name());
  return idempotency::Read<v1::PaymentFile>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::PaymentFile> {
        const std::optional<store::StoredFile> file = store::LoadFile(tx, segments[0], number);
        if (!file.has_value()) return NoSuchOrder(request.name());
        return ToProto(*file, store::LoadOrdersOfFile(tx, file->organisation, file->number));
      });
}

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

absl::StatusOr<v1::PaymentOrder> OrdersService::GetPaymentOrder(
    const rpc::CallScope& scope, const v1::GetPaymentOrderRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const OrderName name, ParseOrderName(request.name()));
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
