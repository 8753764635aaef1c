// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposals_module.h"

#include "platform/rpc/dispatch.h"
#include "proposals/proposals_service.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

class Endpoint final : public v1::ProposalsService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::ProposalsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateProposal(grpc::CallbackServerContext* context,
                                           const v1::CreateProposalRequest* request,
                                           v1::Proposal* response) override {
    return dispatcher_.Unary<v1::CreateProposalRequest, v1::Proposal>(
        context, request, response, "CreateProposal",
        [this](const rpc::CallScope& scope, const v1::CreateProposalRequest& r) {
          return service_.CreateProposal(scope, r);
        });
  }

  grpc::ServerUnaryReactor* SubmitProposal(grpc::CallbackServerContext* context,
                                           const v1::SubmitProposalRequest* request,
                                           v1::Proposal* response) override {
    return dispatcher_.Unary<v1::SubmitProposalRequest, v1::Proposal>(
        context, request, response, "SubmitProposal",
        [this](const rpc::CallScope& scope, const v1::SubmitProposalRequest& r) {
          return service_.SubmitProposal(scope, r);
        });
  }

  grpc::ServerUnaryReactor* EvaluateProposal(grpc::CallbackServerContext* context,
                                             const v1::EvaluateProposalRequest* request,
                                             v1::Proposal* response) override {
    return dispatcher_.Unary<v1::EvaluateProposalRequest, v1::Proposal>(
        context, request, response, "EvaluateProposal",
        [this](const rpc::CallScope& scope, const v1::EvaluateProposalRequest& r) {
          return service_.EvaluateProposal(scope, r);
        });
  }

  grpc::ServerUnaryReactor* GetProposal(grpc::CallbackServerContext* context,
                                        const v1::GetProposalRequest* request,
                                        v1::Proposal* response) override {
    return dispatcher_.Unary<v1::GetProposalRequest, v1::Proposal>(
        context, request, response, "GetProposal",
        [this](const rpc::CallScope& scope, const v1::GetProposalRequest& r) {
          return service_.GetProposal(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListProposals(grpc::CallbackServerContext* context,
                                          const v1::ListProposalsRequest* request,
                                          v1::ListProposalsResponse* response) override {
    return dispatcher_.Unary<v1::ListProposalsRequest, v1::ListProposalsResponse>(
        context, request, response, "ListProposals",
        [this](const rpc::CallScope& scope, const v1::ListProposalsRequest& r) {
          return service_.ListProposals(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ConcludeContract(grpc::CallbackServerContext* context,
                                             const v1::ConcludeContractRequest* request,
                                             v1::Contract* response) override {
    return dispatcher_.Unary<v1::ConcludeContractRequest, v1::Contract>(
        context, request, response, "ConcludeContract",
        [this](const rpc::CallScope& scope, const v1::ConcludeContractRequest& r) {
          return service_.ConcludeContract(scope, r);
        });
  }

  grpc::ServerUnaryReactor* GetContract(grpc::CallbackServerContext* context,
                                        const v1::GetContractRequest* request,
                                        v1::Contract* response) override {
    return dispatcher_.Unary<v1::GetContractRequest, v1::Contract>(
        context, request, response, "GetContract",
        [this](const rpc::CallScope& scope, const v1::GetContractRequest& r) {
          return service_.GetContract(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListContracts(grpc::CallbackServerContext* context,
                                          const v1::ListContractsRequest* request,
                                          v1::ListContractsResponse* response) override {
    return dispatcher_.Unary<v1::ListContractsRequest, v1::ListContractsResponse>(
        context, request, response, "ListContracts",
        [this](const rpc::CallScope& scope, const v1::ListContractsRequest& r) {
          return service_.ListContracts(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary<common::v1::ListEventsRequest, common::v1::ListEventsResponse>(
        context, request, response, "ListEvents",
        [this](const rpc::CallScope& scope, const common::v1::ListEventsRequest& r) {
          return service_.ListEvents(scope, r);
        });
  }

 private:
  proposals::Service service_;
  rpc::Dispatcher dispatcher_;
};

class ProposalsRole final : public rpc::Role {
 public:
  explicit ProposalsRole(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<ProposalsRole>(context);
}

}  // namespace tranche::proposals
