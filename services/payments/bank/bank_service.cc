// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/bank_service.h"

#include <utility>

#include "payments/payments_convert.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::bank {

Service::Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)) {}

absl::StatusOr<Contract> Service::RequireContract(const rpc::CallScope& scope,
                                                  const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName parsed,
                           payments::convert::ParseContractName(name));
  return finder_.Require(scope, parsed.id, name);
}

}  // namespace tranche::payments::bank
