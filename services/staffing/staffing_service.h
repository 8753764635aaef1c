// SPDX-License-Identifier: EUPL-1.2
// Staffing schemes of contracts: one method per RPC.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "staffing/scheme.h"
#include "tranche/common/v1/event.pb.h"
#include "tranche/staffing/v1/staffing_service.pb.h"

namespace tranche::staffing {

class Service {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::Scheme> CreateScheme(const rpc::CallScope& scope,
                                          const v1::CreateSchemeRequest& request);
  absl::StatusOr<v1::Scheme> GetScheme(const rpc::CallScope& scope,
                                       const v1::GetSchemeRequest& request);
  absl::StatusOr<v1::ListSchemesResponse> ListSchemes(const rpc::CallScope& scope,
                                                      const v1::ListSchemesRequest& request);

  // Keeps the copy of a contract when proposals says that it is in force.
  absl::Status Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event);

 private:
  // The contract of a name, after catching up with proposals when it is not here.
  absl::StatusOr<Contract> RequireContract(const rpc::CallScope& scope, const std::string& contract_id,
                                           const std::string& name);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::staffing
