// SPDX-License-Identifier: EUPL-1.2
// The methods of the proposals service: parse, load, decide, apply.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/common/v1/event.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"

namespace tranche::proposals {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::Proposal> CreateProposal(const rpc::CallScope& scope,
                                              const v1::CreateProposalRequest& request);
  absl::StatusOr<v1::Proposal> SubmitProposal(const rpc::CallScope& scope,
                                              const v1::SubmitProposalRequest& request);
  absl::StatusOr<v1::Proposal> EvaluateProposal(const rpc::CallScope& scope,
                                                const v1::EvaluateProposalRequest& request);
  absl::StatusOr<v1::Proposal> GetProposal(const rpc::CallScope& scope,
                                           const v1::GetProposalRequest& request);
  absl::StatusOr<v1::ListProposalsResponse> ListProposals(const rpc::CallScope& scope,
                                                          const v1::ListProposalsRequest& request);
  absl::StatusOr<v1::Contract> ConcludeContract(const rpc::CallScope& scope,
                                                const v1::ConcludeContractRequest& request);
  absl::StatusOr<v1::Contract> GetContract(const rpc::CallScope& scope,
                                           const v1::GetContractRequest& request);
  absl::StatusOr<v1::ListContractsResponse> ListContracts(const rpc::CallScope& scope,
                                                          const v1::ListContractsRequest& request);
  // By payments alone, see contract_hold_service.cc.
  absl::StatusOr<v1::ContractHold> HoldContract(const rpc::CallScope& scope,
                                                const v1::HoldContractRequest& request);
  absl::StatusOr<v1::ContractHold> ReleaseContract(const rpc::CallScope& scope,
                                                   const v1::ReleaseContractRequest& request);
  absl::StatusOr<v1::ContractEnd> FollowMoneyClosing(const rpc::CallScope& scope,
                                                     const v1::FollowMoneyClosingRequest& request);
  absl::StatusOr<common::v1::ListEventsResponse> ListEvents(
      const rpc::CallScope& scope, const common::v1::ListEventsRequest& request);

 private:
  // The code of a procedure as reference writes it; PROCEDURE_UNKNOWN.
  absl::StatusOr<std::string> KnownProcedure(const rpc::CallScope& scope, const std::string& code);

  const rpc::RoleContext context_;
};

}  // namespace tranche::proposals
