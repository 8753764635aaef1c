// SPDX-License-Identifier: EUPL-1.2
// Report packages and the reports in them: one method per RPC.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "payments/package/acceptance_service.h"
#include "payments/package/holds_service.h"
#include "payments/package/package.h"
#include "payments/package/package_convert.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/packages_service.pb.h"

namespace tranche::payments::package {

class PackagesService {
 public:
  PackagesService(const rpc::RoleContext& context,
                  const std::function<absl::Status(absl::Time)>& catch_up)
      : context_(context),
        finder_(context, catch_up),
        holds_(context, catch_up),
        acceptance_(context) {}

  absl::StatusOr<v1::Package> CreatePackage(const rpc::CallScope& scope,
                                            const v1::CreatePackageRequest& request);
  absl::StatusOr<v1::Package> ChangePackageType(const rpc::CallScope& scope,
                                                const v1::ChangePackageTypeRequest& request);
  absl::StatusOr<v1::Package> SendPackage(const rpc::CallScope& scope,
                                          const v1::SendPackageRequest& request);
  absl::StatusOr<v1::Package> ReturnPackage(const rpc::CallScope& scope,
                                            const v1::ReturnPackageRequest& request);
  absl::StatusOr<v1::Package> DecidePackage(const rpc::CallScope& scope,
                                            const v1::DecidePackageRequest& request);
  absl::StatusOr<v1::Package> WithdrawPackage(const rpc::CallScope& scope,
                                              const v1::WithdrawPackageRequest& request);
  absl::StatusOr<v1::Package> RemoveReport(const rpc::CallScope& scope,
                                           const v1::RemoveReportRequest& request);
  absl::StatusOr<v1::TechnicalReport> SetTechnicalReport(const rpc::CallScope& scope,
                                                         const v1::SetTechnicalReportRequest& request);
  absl::StatusOr<v1::TechnicalReport> GetTechnicalReport(const rpc::CallScope& scope,
                                                         const v1::GetTechnicalReportRequest& request);
  absl::StatusOr<v1::FinancialReport> SetFinancialReport(const rpc::CallScope& scope,
                                                         const v1::SetFinancialReportRequest& request);
  absl::StatusOr<v1::FinancialReport> GetFinancialReport(const rpc::CallScope& scope,
                                                         const v1::GetFinancialReportRequest& request);
  absl::StatusOr<v1::IndicatorList> SetIndicators(const rpc::CallScope& scope,
                                                  const v1::SetIndicatorsRequest& request);
  absl::StatusOr<v1::IndicatorList> GetIndicators(const rpc::CallScope& scope,
                                                  const v1::GetIndicatorsRequest& request);
  absl::StatusOr<v1::Package> GetPackage(const rpc::CallScope& scope,
                                         const v1::GetPackageRequest& request);
  absl::StatusOr<v1::ListPackagesResponse> ListPackages(const rpc::CallScope& scope,
                                                        const v1::ListPackagesRequest& request);

 private:
  // What a method makes of a package that it has loaded, under the lock of the contract.
  using Change = std::function<absl::Status(pg::Tx&, const Contract&, Package*)>;
  // One change of a package with its evidence: load, change, write, answer.
  template <class Request>
  absl::StatusOr<v1::Package> Write(const rpc::CallScope& scope, const Request& request,
                                    const std::string& action, const std::string& reason,
                                    const Change& change);
  absl::StatusOr<store::FinancialReport> GatherCosts(const rpc::CallScope& scope,
                                                     const Contract& contract,
                                                     const v1::FinancialReport& report);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
  Holds holds_;
  const Acceptance acceptance_;
};

}  // namespace tranche::payments::package
