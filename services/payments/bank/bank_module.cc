// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/bank_module.h"

#include <utility>

#include "payments/bank/bank_service.h"
#include "payments/bank/payment_orders_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

class Endpoint final : public v1::BankService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::BankService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ImportBankStatement(grpc::CallbackServerContext* context,
                                                const v1::ImportBankStatementRequest* request,
                                                v1::BankStatement* response) override {
    return dispatcher_.Unary(context, request, response, "ImportBankStatement", &service_,
                             &bank::Service::ImportBankStatement);
  }
  grpc::ServerUnaryReactor* ListBankStatements(grpc::CallbackServerContext* context,
                                               const v1::ListBankStatementsRequest* request,
                                               v1::ListBankStatementsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListBankStatements", &service_,
                             &bank::Service::ListBankStatements);
  }
  grpc::ServerUnaryReactor* ListBankEntries(grpc::CallbackServerContext* context,
                                            const v1::ListBankEntriesRequest* request,
                                            v1::ListBankEntriesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListBankEntries", &service_,
                             &bank::Service::ListBankEntries);
  }
  grpc::ServerUnaryReactor* ProposeMatches(grpc::CallbackServerContext* context,
                                           const v1::ProposeMatchesRequest* request,
                                           v1::ProposeMatchesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ProposeMatches", &service_,
                             &bank::Service::ProposeMatches);
  }
  grpc::ServerUnaryReactor* ConfirmMatch(grpc::CallbackServerContext* context,
                                         const v1::ConfirmMatchRequest* request,
                                         v1::BankMatch* response) override {
    return dispatcher_.Unary(context, request, response, "ConfirmMatch", &service_,
                             &bank::Service::ConfirmMatch);
  }
  grpc::ServerUnaryReactor* ListMatches(grpc::CallbackServerContext* context,
                                        const v1::ListMatchesRequest* request,
                                        v1::ListMatchesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListMatches", &service_,
                             &bank::Service::ListMatches);
  }
  grpc::ServerUnaryReactor* WithdrawMatch(grpc::CallbackServerContext* context,
                                          const v1::WithdrawMatchRequest* request,
                                          v1::BankMatch* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawMatch", &service_,
                             &bank::Service::WithdrawMatch);
  }
  grpc::ServerUnaryReactor* ReconcileContract(grpc::CallbackServerContext* context,
                                              const v1::ReconcileContractRequest* request,
                                              v1::Reconciliation* response) override {
    return dispatcher_.Unary(context, request, response, "ReconcileContract", &service_,
                             &bank::Service::ReconcileContract);
  }

 private:
  bank::Service service_;
  rpc::Dispatcher dispatcher_;
};

class OrdersEndpoint final : public v1::PaymentOrdersService::CallbackService {
 public:
  OrdersEndpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::PaymentOrdersService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreatePaymentOrder(grpc::CallbackServerContext* context,
                                               const v1::CreatePaymentOrderRequest* request,
                                               v1::PaymentOrder* response) override {
    return dispatcher_.Unary(context, request, response, "CreatePaymentOrder", &service_,
                             &OrdersService::CreatePaymentOrder);
  }
  grpc::ServerUnaryReactor* ApprovePaymentOrder(grpc::CallbackServerContext* context,
                                                const v1::ApprovePaymentOrderRequest* request,
                                                v1::PaymentOrder* response) override {
    return dispatcher_.Unary(context, request, response, "ApprovePaymentOrder", &service_,
                             &OrdersService::ApprovePaymentOrder);
  }
  grpc::ServerUnaryReactor* CancelPaymentOrder(grpc::CallbackServerContext* context,
                                               const v1::CancelPaymentOrderRequest* request,
                                               v1::PaymentOrder* response) override {
    return dispatcher_.Unary(context, request, response, "CancelPaymentOrder", &service_,
                             &OrdersService::CancelPaymentOrder);
  }
  grpc::ServerUnaryReactor* GiveUpPaymentOrder(grpc::CallbackServerContext* context,
                                               const v1::GiveUpPaymentOrderRequest* request,
                                               v1::PaymentOrder* response) override {
    return dispatcher_.Unary(context, request, response, "GiveUpPaymentOrder", &service_,
                             &OrdersService::GiveUpPaymentOrder);
  }
  grpc::ServerUnaryReactor* ExportPaymentOrders(grpc::CallbackServerContext* context,
                                                const v1::ExportPaymentOrdersRequest* request,
                                                v1::PaymentFile* response) override {
    return dispatcher_.Unary(context, request, response, "ExportPaymentOrders", &service_,
                             &OrdersService::ExportPaymentOrders);
  }
  grpc::ServerUnaryReactor* GetPaymentFile(grpc::CallbackServerContext* context,
                                           const v1::GetPaymentFileRequest* request,
                                           v1::PaymentFile* response) override {
    return dispatcher_.Unary(context, request, response, "GetPaymentFile", &service_,
                             &OrdersService::GetPaymentFile);
  }
  grpc::ServerUnaryReactor* RecordOrderOutcome(grpc::CallbackServerContext* context,
                                               const v1::RecordOrderOutcomeRequest* request,
                                               v1::PaymentOrder* response) override {
    return dispatcher_.Unary(context, request, response, "RecordOrderOutcome", &service_,
                             &OrdersService::RecordOrderOutcome);
  }
  grpc::ServerUnaryReactor* ImportBankAnswer(grpc::CallbackServerContext* context,
                                             const v1::ImportBankAnswerRequest* request,
                                             v1::ImportBankAnswerResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ImportBankAnswer", &service_,
                             &OrdersService::ImportBankAnswer);
  }
  grpc::ServerUnaryReactor* GetPaymentOrder(grpc::CallbackServerContext* context,
                                            const v1::GetPaymentOrderRequest* request,
                                            v1::PaymentOrder* response) override {
    return dispatcher_.Unary(context, request, response, "GetPaymentOrder", &service_,
                             &OrdersService::GetPaymentOrder);
  }
  grpc::ServerUnaryReactor* ListPaymentOrders(grpc::CallbackServerContext* context,
                                              const v1::ListPaymentOrdersRequest* request,
                                              v1::ListPaymentOrdersResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPaymentOrders", &service_,
                             &OrdersService::ListPaymentOrders);
  }

 private:
  OrdersService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeBankEndpoint(const rpc::RoleContext& context,
                                                std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

std::unique_ptr<grpc::Service> MakePaymentOrdersEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<OrdersEndpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::bank
