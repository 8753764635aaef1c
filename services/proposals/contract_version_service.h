// SPDX-License-Identifier: EUPL-1.2
// The methods on versions of contracts: parse, load, decide, apply.
#pragma once

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "proposals/contract_version_convert.h"
#include "tranche/proposals/v1/contract_versions_service.pb.h"

namespace tranche::proposals {

class ContractVersions {
 public:
  explicit ContractVersions(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::ContractVersion> CreateContractVersion(
      const rpc::CallScope& scope, const v1::CreateContractVersionRequest& request);
  absl::StatusOr<v1::ContractVersion> EnterContractVersion(
      const rpc::CallScope& scope, const v1::EnterContractVersionRequest& request);
  absl::StatusOr<v1::ContractVersion> WithdrawContractVersion(
      const rpc::CallScope& scope, const v1::WithdrawContractVersionRequest& request);
  absl::StatusOr<v1::ContractVersion> ActivateContractVersion(
      const rpc::CallScope& scope, const v1::ActivateContractVersionRequest& request);
  absl::StatusOr<v1::ContractVersion> ActivateRevisedVersion(
      const rpc::CallScope& scope, const v1::ActivateRevisedVersionRequest& request);
  absl::StatusOr<v1::ContractVersion> GetContractVersion(const rpc::CallScope& scope,
                                                         const v1::GetContractVersionRequest& request);
  absl::StatusOr<v1::ListContractVersionsResponse> ListContractVersions(
      const rpc::CallScope& scope, const v1::ListContractVersionsRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::proposals
