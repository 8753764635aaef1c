// SPDX-License-Identifier: EUPL-1.2
// Payment orders: one method per RPC.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/bank/claim_orders.h"
#include "payments/bank/documents/paid_once_service.h"
#include "payments/bank/payment_orders_convert.h"
#include "payments/bank/payment_orders_store.h"
#include "payments/claim.h"
#include "payments/contract_finder_service.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/payment_orders_service.pb.h"

namespace tranche::payments::bank {

// Moves an order on and records who did; nothing is done when it stays as it was.
absl::Status KeepOrder(pg::Tx& tx, const rpc::CallScope& scope, const PaymentOrder& before,
                       const PaymentOrder& after, const std::string& action,
                       const std::string& request_id);

// The order with what the bank has said against its end.
PaymentOrder WithContradictions(pg::Tx& tx, PaymentOrder order);
// Keeps what the bank says against the end of an order, once, and records it; the order is given and
// comes back with all that was said (WithContradictions).
PaymentOrder KeepContradiction(pg::Tx& tx, const rpc::CallScope& scope, const PaymentOrder& order,
                               Contradiction contradiction, const std::string& request_id);

// What the orders of a claim come to; under the lock of its contract nothing adds to it.
absl::StatusOr<OrderedOfClaim> LoadOrdered(pg::Tx& tx, const Contract& contract, const Claim& claim);

class OrdersService {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  OrdersService(const rpc::RoleContext& context,
                std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::PaymentOrder> CreatePaymentOrder(const rpc::CallScope& scope,
                                                      const v1::CreatePaymentOrderRequest& request);
  absl::StatusOr<v1::PaymentOrder> ApprovePaymentOrder(const rpc::CallScope& scope,
                                                       const v1::ApprovePaymentOrderRequest& request);
  absl::StatusOr<v1::PaymentOrder> CancelPaymentOrder(const rpc::CallScope& scope,
                                                      const v1::CancelPaymentOrderRequest& request);
  absl::StatusOr<v1::PaymentOrder> GiveUpPaymentOrder(const rpc::CallScope& scope,
                                                      const v1::GiveUpPaymentOrderRequest& request);
  absl::StatusOr<v1::PaymentFile> ExportPaymentOrders(const rpc::CallScope& scope,
                                                      const v1::ExportPaymentOrdersRequest& request);
  absl::StatusOr<v1::PaymentFile> GetPaymentFile(const rpc::CallScope& scope,
                                                 const v1::GetPaymentFileRequest& request);
  absl::StatusOr<v1::PaymentOrder> RecordOrderOutcome(const rpc::CallScope& scope,
                                                      const v1::RecordOrderOutcomeRequest& request);
  absl::StatusOr<v1::ImportBankAnswerResponse> ImportBankAnswer(
      const rpc::CallScope& scope, const v1::ImportBankAnswerRequest& request);
  absl::StatusOr<v1::PaymentOrder> GetPaymentOrder(const rpc::CallScope& scope,
                                                   const v1::GetPaymentOrderRequest& request);
  absl::StatusOr<v1::ListPaymentOrdersResponse> ListPaymentOrders(
      const rpc::CallScope& scope, const v1::ListPaymentOrdersRequest& request);

 private:
  // What neighbours say of a new order that pays no claim.
  struct NewOrderTerms {
    absl::Status documents;
    absl::StatusOr<int> near_duplicate_days = 0;
  };
  absl::StatusOr<Contract> RequireContract(const rpc::CallScope& scope, const std::string& name);
  // That nothing is paid twice by a new order: its claim, or its documents, accounts and look.
  static absl::Status CheckNew(pg::Tx& tx, const Contract& contract,
                               const v1::CreatePaymentOrderRequest& request, const NewOrderTerms& terms,
                               PaymentOrder* order);
  // Changes one order in one transaction: `change` decides and fills in what is new.
  absl::StatusOr<v1::PaymentOrder> Change(const rpc::CallScope& scope,
                                          const google::protobuf::Message& request,
                                          const std::string& name, const std::string& request_id,
                                          const std::string& action,
                                          const std::function<absl::Status(PaymentOrder*)>& change);
  // The order, given with its contradictions, after what the bank says of it; what its end does not
  // allow is a finding.
  absl::StatusOr<PaymentOrder> TakeAnswer(pg::Tx& tx, const rpc::CallScope& scope,
                                          const PaymentOrder& order, const BankAnswer& answer,
                                          const std::string& message_id, const std::string& request_id,
                                          std::vector<Finding>* findings);
  // What the documents of orders that are to be exported say now, by their keys; asked of budgets.
  absl::StatusOr<std::map<std::string, OrderedDocument>> AskExported(
      const rpc::CallScope& scope, const std::string& organisation,
      const v1::ExportPaymentOrdersRequest& request);
  absl::StatusOr<std::vector<PaymentOrder>> LoadForExport(
      pg::Tx& tx, const std::string& organisation, const v1::ExportPaymentOrdersRequest& request,
      const std::map<std::string, OrderedDocument>& documents);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
  const PaidOnce paid_once_;
};

}  // namespace tranche::payments::bank
