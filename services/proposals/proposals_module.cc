// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposals_module.h"

#include "platform/rpc/dispatch.h"
#include "proposals/contract_version_service.h"
#include "proposals/page/page_import_module.h"
#include "proposals/proposals_service.h"
#include "proposals/redenomination_service.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations_service.grpc.pb.h"

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
    return dispatcher_.Unary(context, request, response, "CreateProposal", &service_,
                             &proposals::Service::CreateProposal);
  }

  grpc::ServerUnaryReactor* SubmitProposal(grpc::CallbackServerContext* context,
                                           const v1::SubmitProposalRequest* request,
                                           v1::Proposal* response) override {
    return dispatcher_.Unary(context, request, response, "SubmitProposal", &service_,
                             &proposals::Service::SubmitProposal);
  }

  grpc::ServerUnaryReactor* EvaluateProposal(grpc::CallbackServerContext* context,
                                             const v1::EvaluateProposalRequest* request,
                                             v1::Proposal* response) override {
    return dispatcher_.Unary(context, request, response, "EvaluateProposal", &service_,
                             &proposals::Service::EvaluateProposal);
  }

  grpc::ServerUnaryReactor* GetProposal(grpc::CallbackServerContext* context,
                                        const v1::GetProposalRequest* request,
                                        v1::Proposal* response) override {
    return dispatcher_.Unary(context, request, response, "GetProposal", &service_,
                             &proposals::Service::GetProposal);
  }

  grpc::ServerUnaryReactor* ListProposals(grpc::CallbackServerContext* context,
                                          const v1::ListProposalsRequest* request,
                                          v1::ListProposalsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListProposals", &service_,
                             &proposals::Service::ListProposals);
  }

  grpc::ServerUnaryReactor* ConcludeContract(grpc::CallbackServerContext* context,
                                             const v1::ConcludeContractRequest* request,
                                             v1::Contract* response) override {
    return dispatcher_.Unary(context, request, response, "ConcludeContract", &service_,
                             &proposals::Service::ConcludeContract);
  }

  grpc::ServerUnaryReactor* GetContract(grpc::CallbackServerContext* context,
                                        const v1::GetContractRequest* request,
                                        v1::Contract* response) override {
    return dispatcher_.Unary(context, request, response, "GetContract", &service_,
                             &proposals::Service::GetContract);
  }

  grpc::ServerUnaryReactor* ListContracts(grpc::CallbackServerContext* context,
                                          const v1::ListContractsRequest* request,
                                          v1::ListContractsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListContracts", &service_,
                             &proposals::Service::ListContracts);
  }

  grpc::ServerUnaryReactor* HoldContract(grpc::CallbackServerContext* context,
                                         const v1::HoldContractRequest* request,
                                         v1::ContractHold* response) override {
    return dispatcher_.Unary(context, request, response, "HoldContract", &service_,
                             &proposals::Service::HoldContract);
  }

  grpc::ServerUnaryReactor* FollowMoneyClosing(grpc::CallbackServerContext* context,
                                               const v1::FollowMoneyClosingRequest* request,
                                               v1::ContractEnd* response) override {
    return dispatcher_.Unary(context, request, response, "FollowMoneyClosing", &service_,
                             &proposals::Service::FollowMoneyClosing);
  }

  grpc::ServerUnaryReactor* ReleaseContract(grpc::CallbackServerContext* context,
                                            const v1::ReleaseContractRequest* request,
                                            v1::ContractHold* response) override {
    return dispatcher_.Unary(context, request, response, "ReleaseContract", &service_,
                             &proposals::Service::ReleaseContract);
  }

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListEvents", &service_,
                             &proposals::Service::ListEvents);
  }

 private:
  proposals::Service service_;
  rpc::Dispatcher dispatcher_;
};

class VersionsEndpoint final : public v1::ContractVersionsService::CallbackService {
 public:
  explicit VersionsEndpoint(const rpc::RoleContext& context)
      : versions_(context),
        dispatcher_(v1::ContractVersionsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateContractVersion(grpc::CallbackServerContext* context,
                                                  const v1::CreateContractVersionRequest* request,
                                                  v1::ContractVersion* response) override {
    return dispatcher_.Unary(context, request, response, "CreateContractVersion", &versions_,
                             &ContractVersions::CreateContractVersion);
  }

  grpc::ServerUnaryReactor* EnterContractVersion(grpc::CallbackServerContext* context,
                                                 const v1::EnterContractVersionRequest* request,
                                                 v1::ContractVersion* response) override {
    return dispatcher_.Unary(context, request, response, "EnterContractVersion", &versions_,
                             &ContractVersions::EnterContractVersion);
  }

  grpc::ServerUnaryReactor* WithdrawContractVersion(grpc::CallbackServerContext* context,
                                                    const v1::WithdrawContractVersionRequest* request,
                                                    v1::ContractVersion* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawContractVersion", &versions_,
                             &ContractVersions::WithdrawContractVersion);
  }

  grpc::ServerUnaryReactor* ActivateContractVersion(grpc::CallbackServerContext* context,
                                                    const v1::ActivateContractVersionRequest* request,
                                                    v1::ContractVersion* response) override {
    return dispatcher_.Unary(context, request, response, "ActivateContractVersion", &versions_,
                             &ContractVersions::ActivateContractVersion);
  }

  grpc::ServerUnaryReactor* ActivateRevisedVersion(grpc::CallbackServerContext* context,
                                                   const v1::ActivateRevisedVersionRequest* request,
                                                   v1::ContractVersion* response) override {
    return dispatcher_.Unary(context, request, response, "ActivateRevisedVersion", &versions_,
                             &ContractVersions::ActivateRevisedVersion);
  }

  grpc::ServerUnaryReactor* GetContractVersion(grpc::CallbackServerContext* context,
                                               const v1::GetContractVersionRequest* request,
                                               v1::ContractVersion* response) override {
    return dispatcher_.Unary(context, request, response, "GetContractVersion", &versions_,
                             &ContractVersions::GetContractVersion);
  }

  grpc::ServerUnaryReactor* ListContractVersions(grpc::CallbackServerContext* context,
                                                 const v1::ListContractVersionsRequest* request,
                                                 v1::ListContractVersionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListContractVersions", &versions_,
                             &ContractVersions::ListContractVersions);
  }

 private:
  ContractVersions versions_;
  rpc::Dispatcher dispatcher_;
};

class RedenominationsEndpoint final : public v1::RedenominationsService::CallbackService {
 public:
  explicit RedenominationsEndpoint(const rpc::RoleContext& context)
      : redenominations_(context),
        dispatcher_(v1::RedenominationsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* RedenominateContract(grpc::CallbackServerContext* context,
                                                 const v1::RedenominateContractRequest* request,
                                                 v1::Redenomination* response) override {
    return dispatcher_.Unary(context, request, response, "RedenominateContract", &redenominations_,
                             &Redenominations::RedenominateContract);
  }

  grpc::ServerUnaryReactor* GetRedenomination(grpc::CallbackServerContext* context,
                                              const v1::GetRedenominationRequest* request,
                                              v1::Redenomination* response) override {
    return dispatcher_.Unary(context, request, response, "GetRedenomination", &redenominations_,
                             &Redenominations::GetRedenomination);
  }

  grpc::ServerUnaryReactor* ListRedenominations(grpc::CallbackServerContext* context,
                                                const v1::ListRedenominationsRequest* request,
                                                v1::ListRedenominationsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListRedenominations", &redenominations_,
                             &Redenominations::ListRedenominations);
  }

 private:
  Redenominations redenominations_;
  rpc::Dispatcher dispatcher_;
};

class ProposalsRole final : public rpc::Role {
 public:
  explicit ProposalsRole(const rpc::RoleContext& context)
      : endpoint_(context),
        versions_(context),
        redenominations_(context),
        page_imports_(MakePageImportEndpoint(context)) {}
  std::vector<grpc::Service*> services() override {
    return {&endpoint_, &versions_, &redenominations_, page_imports_.get()};
  }

 private:
  Endpoint endpoint_;
  VersionsEndpoint versions_;
  RedenominationsEndpoint redenominations_;
  std::unique_ptr<grpc::Service> page_imports_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<ProposalsRole>(context);
}

}  // namespace tranche::proposals
