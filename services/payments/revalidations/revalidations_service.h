// SPDX-License-Identifier: EUPL-1.2
// Puts right what a claim did not approve: two methods.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/cost_revalidations_service.grpc.pb.h"
#include "tranche/payments/v1/revalidations_service.pb.h"

namespace tranche::payments::revalidations {

class RevalidationsService {
 public:
  RevalidationsService(const rpc::RoleContext& context,
                       std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), finder_(context, std::move(catch_up)) {}

  absl::StatusOr<budgets::v1::CostRevalidation> RevalidateCost(
      const rpc::CallScope& scope, const v1::RevalidateCostRequest& request);
  absl::StatusOr<budgets::v1::CostRevalidation> AnnulRevalidation(
      const rpc::CallScope& scope, const v1::AnnulRevalidationRequest& request);

 private:
  // What budgets is to be asked. What is refused today may have been recorded before the call broke
  // off: then budgets is asked for that alone.
  template <class Req>
  struct Asked {
    Req request;
    absl::Status refusal;
  };
  using AskedRecord = Asked<budgets::v1::RecordCostRevalidationRequest>;
  using AskedAnnulment = Asked<budgets::v1::RecordRevalidationAnnulmentRequest>;

  // Both under the lock of the contract; nothing when the request was answered before.
  absl::StatusOr<std::optional<AskedRecord>> Ask(pg::Tx& tx, const rpc::CallScope& scope,
                                                 const Contract& found, const std::string& cost_id,
                                                 const v1::RevalidateCostRequest& request);
  absl::StatusOr<std::optional<AskedAnnulment>> Ask(pg::Tx& tx, const rpc::CallScope& scope,
                                                    const Contract& found, const std::string& id,
                                                    const v1::AnnulRevalidationRequest& request);
  template <class Req>
  absl::StatusOr<budgets::v1::CostRevalidation> AskBudgets(
      const rpc::CallScope& scope, const Contract& contract,
      grpc::Status (budgets::v1::CostRevalidationsService::Stub::*method)(
          grpc::ClientContext*, const Req&, budgets::v1::CostRevalidation*),
      Asked<Req> asked) const;
  // The caller of budgets: the service itself, for this organisation alone.
  rpc::CallScope Own(const rpc::CallScope& scope, const Contract& contract) const;

  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

// The gRPC service of the role.
std::unique_ptr<grpc::Service> MakeRevalidations(const rpc::RoleContext& context,
                                                 std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::revalidations
