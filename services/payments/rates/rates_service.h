// SPDX-License-Identifier: EUPL-1.2
// Rates of interest that organisations record: one method per RPC.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/recoveries/contracts_service.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/interest_rates_service.pb.h"

namespace tranche::payments::rates {

class RatesService {
 public:
  RatesService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), contracts_(context, std::move(catch_up)) {}

  absl::StatusOr<v1::InterestRate> RecordInterestRate(const rpc::CallScope& scope,
                                                      const v1::RecordInterestRateRequest& request);
  absl::StatusOr<v1::ListInterestRatesResponse> ListInterestRates(
      const rpc::CallScope& scope, const v1::ListInterestRatesRequest& request);

 private:
  const rpc::RoleContext context_;
  recoveries::Contracts contracts_;
};

std::unique_ptr<grpc::Service> MakeInterestRates(const rpc::RoleContext& context,
                                                 std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::rates
