// SPDX-License-Identifier: EUPL-1.2
// The methods of LimitsService.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/budgets_convert.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/limits_service.pb.h"

namespace tranche::budgets {

using AskedLimits = google::protobuf::RepeatedPtrField<v1::Limit>;

// The limits of a budget that is being made, in its transaction, with their evidence; nothing when none
// are asked for. The refusals of SetLimits.
absl::Status SetFirstLimits(pg::Tx& tx, const rpc::CallScope& scope, const store::Contract& contract,
                            const AskedLimits& asked, const std::string& request_id);

class LimitsService {
 public:
  // `catch_up` reads what proposals has done by now; called when a contract is not known yet.
  LimitsService(const rpc::RoleContext& context,
                std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::ContractLimits> SetLimits(const rpc::CallScope& scope,
                                               const v1::SetLimitsRequest& request);
  absl::StatusOr<v1::ContractLimits> ListLimits(const rpc::CallScope& scope,
                                                const v1::ListLimitsRequest& request);

 private:
  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::budgets
