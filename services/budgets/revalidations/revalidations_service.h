// SPDX-License-Identifier: EUPL-1.2
// Keeps revalidations and the costs that carry them into the next claim, for payments.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/cost_revalidations_service.pb.h"

namespace tranche::budgets {

class RevalidationsService {
 public:
  RevalidationsService(const rpc::RoleContext& context,
                       std::function<absl::Status(absl::Time)> catch_up);

  absl::StatusOr<v1::ListCostRevalidationsResponse> ListCostRevalidations(
      const rpc::CallScope& scope, const v1::ListCostRevalidationsRequest& request);
  absl::StatusOr<v1::CostRevalidation> RecordCostRevalidation(
      const rpc::CallScope& scope, const v1::RecordCostRevalidationRequest& request);
  absl::StatusOr<v1::CostRevalidation> RecordRevalidationAnnulment(
      const rpc::CallScope& scope, const v1::RecordRevalidationAnnulmentRequest& request);

 private:
  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

std::unique_ptr<grpc::Service> MakeRevalidationsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::budgets
