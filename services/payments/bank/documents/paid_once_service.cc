// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/paid_once_service.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "payments/bank/documents/cost_target_convert.h"
#include "payments/bank/documents/document_books.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/documents/near_duplicate.h"
#include "payments/bank/payment_orders_store.h"
#include "payments/payments_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/rpc/peers.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;
using ReferenceStub = reference::v1::ReferenceService::Stub;

constexpr char kNearDuplicateRule[] = "payment_order_near_duplicate_days";
constexpr int kNearDuplicateDaysMax = 366;
constexpr int kOrdersAround = 500;  // That are compared at a time.

absl::Status RefuseAny(std::vector<Violation> violations) {
  return violations.empty() ? absl::OkStatus() : RefuseFields(std::move(violations));
}

absl::StatusOr<std::vector<Violation>> FindAbove(pg::Tx& tx, const PaymentOrder& order) {
  return FindAboveDocuments(order,
                            store::LoadBooks(tx, order.organisation, order.documents, order.number));
}

}  // namespace

absl::Status PaidOnce::AskDocuments(const rpc::CallScope& scope, const Contract& contract,
                                    PaymentOrder* order) const {
  if (order->documents.empty()) return absl::OkStatus();
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  std::vector<Violation> violations;
  for (size_t i = 0; i < order->documents.size(); ++i) {
    OrderedDocument& document = order->documents[i];
    budgets::v1::GetCostRequest request;
    request.set_name(absl::StrCat(payments::convert::NameOf(contract), "/costs/", document.cost_id));
    const absl::StatusOr<budgets::v1::Cost> cost =
        rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request);
    if (absl::IsNotFound(cost.status())) {
      violations.push_back({absl::StrCat("paymentOrder.documents[", i, "].cost"),
                            "NOT_FOUND",
                            {{"name", request.name()}}});
      continue;
    }
    TRANCHE_RETURN_IF_ERROR(cost.status());
    const Money amount = document.amount;
    TRANCHE_ASSIGN_OR_RETURN(document, convert::OrderedOf(*cost));
    document.amount = amount;
  }
  return RefuseAny(std::move(violations));
}

absl::StatusOr<std::map<std::string, OrderedDocument>> PaidOnce::AskUnsent(
    const rpc::CallScope& scope, const std::vector<PaymentOrder>& orders) const {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  std::map<std::string, OrderedDocument> now;
  for (const PaymentOrder& order : orders) {
    if (!IsUnsent(order.state)) continue;
    Contract contract;
    contract.organisation = order.organisation;
    contract.id = order.contract_id;
    for (const OrderedDocument& document : order.documents) {
      if (now.count(document.document_key) > 0) continue;
      budgets::v1::GetCostRequest request;
      request.set_name(absl::StrCat(payments::convert::NameOf(contract), "/costs/", document.cost_id));
      TRANCHE_ASSIGN_OR_RETURN(
          const budgets::v1::Cost cost,
          rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request));
      TRANCHE_ASSIGN_OR_RETURN(now[document.document_key], convert::OrderedOf(cost));
    }
  }
  return now;
}

absl::StatusOr<int> PaidOnce::AskNearDuplicateDays(const rpc::CallScope& scope,
                                                   absl::CivilDay day) const {
  const std::unique_ptr<ReferenceStub> stub =
      reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListRulesRequest request;
  request.set_code(kNearDuplicateRule);
  request.set_as_of(FormatDay(day));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListRulesResponse response,
      rpc::Call<reference::v1::ListRulesResponse>(scope, *stub, &ReferenceStub::ListRules, request));
  for (const reference::v1::Rule& rule : response.rules()) {
    if (rule.code() != kNearDuplicateRule || !rule.programming_period().empty()) continue;
    int days = 0;
    if (!absl::SimpleAtoi(rule.value(), &days) || days < 0 || days > kNearDuplicateDaysMax) {
      return Refuse("RULE_UNREADABLE", {{"rule", rule.code()}, {"value", rule.value()}});
    }
    return days;
  }
  return Refuse("RULE_MISSING", {{"rule", kNearDuplicateRule}, {"day", FormatDay(day)}});
}

absl::Status PaidOnce::Check(pg::Tx& tx, const PaymentOrder& order) {
  std::vector<Violation> violations;
  if (!order.documents.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(violations, FindAbove(tx, order));
  }
  if (!order.own_transfer && store::IsOwnAccount(tx, order.organisation, order.creditor_account)) {
    violations.push_back(
        {"paymentOrder.creditorAccount", "ORDER_TO_OWN_ACCOUNT", {{"value", order.creditor_account}}});
  }
  return RefuseAny(std::move(violations));
}

absl::Status PaidOnce::CheckNearDuplicate(pg::Tx& tx, int days_max, bool accepted,
                                          PaymentOrder* order) {
  order->near_duplicate_of.reset();
  std::optional<NearDuplicate> found;
  for (int after = 0;;) {
    const std::vector<PaymentOrder> others =
        store::LoadOrdersAround(tx, *order, days_max, after, kOrdersAround);
    found = FindNearDuplicate(*order, others, days_max, std::move(found));
    if (others.size() < kOrdersAround) break;
    after = others.back().number;
  }
  if (!found.has_value()) return absl::OkStatus();
  if (!accepted) return RefuseNearDuplicate(*found, days_max);
  order->near_duplicate_of = found->other.number;
  order->near_duplicate_contract = found->other.contract_id;
  return absl::OkStatus();
}

absl::Status PaidOnce::CheckBeforeSending(pg::Tx& tx, const std::map<std::string, OrderedDocument>& now,
                                          PaymentOrder* order) {
  if (order->documents.empty() || !IsUnsent(order->state)) return absl::OkStatus();
  for (OrderedDocument& document : order->documents) {
    const auto told = now.find(document.document_key);
    if (told == now.end()) continue;
    document.total = told->second.total;
    document.credited = told->second.credited;
    store::SaveDocument(tx, order->organisation, document);
  }
  // As if it were made now: the books leave this order out.
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Violation> violations, FindAbove(tx, *order));
  if (violations.empty()) return absl::OkStatus();
  return Refuse(violations.front().reason, violations.front().values);
}

}  // namespace tranche::payments::bank
