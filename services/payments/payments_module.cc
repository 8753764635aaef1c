// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_module.h"

#include <vector>

#include "payments/bank/bank_module.h"
#include "payments/bank/explanations/explanations_service.h"
#include "payments/closing/budget_steps_service.h"
#include "payments/closing/closings_service.h"
#include "payments/closing/contract_ends_service.h"
#include "payments/income/incomes_service.h"
#include "payments/package/holds_service.h"
#include "payments/package/package_module.h"
#include "payments/participants/participants_service.h"
#include "payments/payments_service.h"
#include "payments/rates/rates_service.h"
#include "payments/recoveries/recoveries_module.h"
#include "payments/redenomination/redenominations_service.h"
#include "payments/revalidations/revalidations_service.h"
#include "payments/securities/advance_securities_service.h"
#include "payments/state_aid/state_aid_service.h"
#include "payments/withdrawals/withdrawals_service.h"
#include "platform/events/following_role.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/keeper.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments {
namespace {

class Endpoint final : public v1::PaymentsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, payments::Service& service)
      : service_(service),
        dispatcher_(v1::PaymentsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateClaim(grpc::CallbackServerContext* context,
                                        const v1::CreateClaimRequest* request,
                                        v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "CreateClaim", &service_,
                             &payments::Service::CreateClaim);
  }
  grpc::ServerUnaryReactor* SendClaim(grpc::CallbackServerContext* context,
                                      const v1::SendClaimRequest* request,
                                      v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "SendClaim", &service_,
                             &payments::Service::SendClaim);
  }
  grpc::ServerUnaryReactor* VerifyClaim(grpc::CallbackServerContext* context,
                                        const v1::VerifyClaimRequest* request,
                                        v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "VerifyClaim", &service_,
                             &payments::Service::VerifyClaim);
  }
  grpc::ServerUnaryReactor* AskQuestion(grpc::CallbackServerContext* context,
                                        const v1::AskQuestionRequest* request,
                                        v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "AskQuestion", &service_,
                             &payments::Service::AskQuestion);
  }
  grpc::ServerUnaryReactor* AnswerQuestion(grpc::CallbackServerContext* context,
                                           const v1::AnswerQuestionRequest* request,
                                           v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "AnswerQuestion", &service_,
                             &payments::Service::AnswerQuestion);
  }
  grpc::ServerUnaryReactor* ReturnClaim(grpc::CallbackServerContext* context,
                                        const v1::ReturnClaimRequest* request,
                                        v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "ReturnClaim", &service_,
                             &payments::Service::ReturnClaim);
  }
  grpc::ServerUnaryReactor* TakeBackClaim(grpc::CallbackServerContext* context,
                                          const v1::TakeBackClaimRequest* request,
                                          v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "TakeBackClaim", &service_,
                             &payments::Service::TakeBackClaim);
  }
  grpc::ServerUnaryReactor* GetCashPosition(grpc::CallbackServerContext* context,
                                            const v1::GetCashPositionRequest* request,
                                            v1::CashPosition* response) override {
    return dispatcher_.Unary(context, request, response, "GetCashPosition", &service_,
                             &payments::Service::GetCashPosition);
  }
  grpc::ServerUnaryReactor* GetClaim(grpc::CallbackServerContext* context,
                                     const v1::GetClaimRequest* request, v1::Claim* response) override {
    return dispatcher_.Unary(context, request, response, "GetClaim", &service_,
                             &payments::Service::GetClaim);
  }
  grpc::ServerUnaryReactor* ListClaims(grpc::CallbackServerContext* context,
                                       const v1::ListClaimsRequest* request,
                                       v1::ListClaimsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListClaims", &service_,
                             &payments::Service::ListClaims);
  }
  grpc::ServerUnaryReactor* RecordPayment(grpc::CallbackServerContext* context,
                                          const v1::RecordPaymentRequest* request,
                                          v1::Payment* response) override {
    return dispatcher_.Unary(context, request, response, "RecordPayment", &service_,
                             &payments::Service::RecordPayment);
  }
  grpc::ServerUnaryReactor* AnnulPayment(grpc::CallbackServerContext* context,
                                         const v1::AnnulPaymentRequest* request,
                                         v1::Payment* response) override {
    return dispatcher_.Unary(context, request, response, "AnnulPayment", &service_,
                             &payments::Service::AnnulPayment);
  }
  grpc::ServerUnaryReactor* ListPayments(grpc::CallbackServerContext* context,
                                         const v1::ListPaymentsRequest* request,
                                         v1::ListPaymentsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPayments", &service_,
                             &payments::Service::ListPayments);
  }
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListEvents", &service_,
                             &payments::Service::ListEvents);
  }

 private:
  payments::Service& service_;
  rpc::Dispatcher dispatcher_;
};

// The role with what ends holds, and tells of closings, that a crash has left behind.
class PaymentsRole final : public rpc::Role {
 public:
  explicit PaymentsRole(const rpc::RoleContext& context)
      : following_(context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents",
                   MoreServices()),
        holds_(context, [](absl::Time) { return absl::OkStatus(); }),
        ends_(context),
        budget_steps_(context) {}

  std::vector<grpc::Service*> services() override { return following_.services(); }
  void StartConsumers() override {
    following_.StartConsumers();
    hold_keeper_.Start();
    end_keeper_.Start();
    budget_keeper_.Start();
  }
  void StopConsumers() override {
    budget_keeper_.Stop();
    end_keeper_.Stop();
    hold_keeper_.Stop();
    following_.StopConsumers();
  }

 private:
  static events::MoreServices MoreServices() {
    return {
        bank::MakeBankEndpoint,       bank::MakePaymentOrdersEndpoint,
        bank::MakeExplanations,       recoveries::MakeIrregularities,
        recoveries::MakeDebts,        rates::MakeInterestRates,
        closing::MakeClosings,        redenomination::MakeRedenominations,
        package::MakePackages,        package::MakeChecks,
        state_aid::MakeStateAid,      participants::MakeParticipants,
        withdrawals::MakeWithdrawals, revalidations::MakeRevalidations,
        income::MakeIncomes,          securities::MakeAdvanceSecurities,
    };
  }

  events::FollowingRole<payments::Service, Endpoint> following_;
  package::Holds holds_;
  closing::Ends ends_;
  closing::BudgetSteps budget_steps_;
  rpc::Keeper hold_keeper_{package::Holds::kLook, [this] {
                             holds_.EndLeftBehind(package::Holds::kReleasing, package::Holds::kTaking);
                           }};
  rpc::Keeper budget_keeper_{closing::BudgetSteps::kLook,
                             [this] { budget_steps_.SettleLeftBehind(closing::BudgetSteps::kTaking); }};
  rpc::Keeper end_keeper_{closing::Ends::kLook, [this] { ends_.TellLeftBehind(); }};
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<PaymentsRole>(context);
}

}  // namespace tranche::payments
