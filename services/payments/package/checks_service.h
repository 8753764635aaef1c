// SPDX-License-Identifier: EUPL-1.2
// Checklists, checks of documents, samples of costs: one method per RPC.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "payments/package/acceptance_service.h"
#include "payments/package/check.h"
#include "payments/package/sample.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/checks_service.pb.h"

namespace tranche::payments::package {

class ChecksService {
 public:
  ChecksService(const rpc::RoleContext& context,
                const std::function<absl::Status(absl::Time)>& catch_up)
      : context_(context), finder_(context, catch_up), acceptance_(context) {}

  absl::StatusOr<v1::Checklist> SetChecklist(const rpc::CallScope& scope,
                                             const v1::SetChecklistRequest& request);
  absl::StatusOr<v1::ListChecklistsResponse> ListChecklists(const rpc::CallScope& scope,
                                                            const v1::ListChecklistsRequest& request);
  absl::StatusOr<v1::Check> BeginCheck(const rpc::CallScope& scope,
                                       const v1::BeginCheckRequest& request);
  absl::StatusOr<v1::Check> AnswerCheck(const rpc::CallScope& scope,
                                        const v1::AnswerCheckRequest& request);
  absl::StatusOr<v1::Check> ActivateCheck(const rpc::CallScope& scope,
                                          const v1::ActivateCheckRequest& request);
  absl::StatusOr<v1::Check> ArchiveCheck(const rpc::CallScope& scope,
                                         const v1::ArchiveCheckRequest& request);
  absl::StatusOr<v1::ListChecksResponse> ListChecks(const rpc::CallScope& scope,
                                                    const v1::ListChecksRequest& request);
  absl::StatusOr<v1::SamplingMethod> SetSamplingMethod(const rpc::CallScope& scope,
                                                       const v1::SetSamplingMethodRequest& request);
  absl::StatusOr<v1::ListSamplingMethodsResponse> ListSamplingMethods(
      const rpc::CallScope& scope, const v1::ListSamplingMethodsRequest& request);
  absl::StatusOr<v1::Sample> DrawSample(const rpc::CallScope& scope,
                                        const v1::DrawSampleRequest& request);
  absl::StatusOr<v1::Sample> GetSample(const rpc::CallScope& scope,
                                       const v1::GetSampleRequest& request);

 private:
  // What a method makes of a check, under the lock of the contract.
  using Change = std::function<absl::Status(pg::Tx&, const Contract&, const Package&,
                                            const std::vector<Check>&, Check*)>;
  template <class Request>
  absl::StatusOr<v1::Check> Write(const rpc::CallScope& scope, const Request& request,
                                  const std::string& action, const std::string& reason,
                                  const Change& change);
  // Issuers of costs and whether their documents may be duplicates, as budgets has them.
  absl::StatusOr<std::vector<Unit>> GatherPopulation(const rpc::CallScope& scope,
                                                     const Contract& contract, const Claim& claim);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
  const Acceptance acceptance_;
};

}  // namespace tranche::payments::package
