// SPDX-License-Identifier: EUPL-1.2
// The closing of a contract's money: one method per RPC.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/closing/closing.h"
#include "payments/closing/closing_store.h"
#include "payments/recoveries/contracts_service.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/closings_service.pb.h"

namespace tranche::payments::closing {

class ClosingsService {
 public:
  ClosingsService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), contracts_(context, std::move(catch_up)) {}

  absl::StatusOr<v1::Closing> GetClosing(const rpc::CallScope& scope,
                                         const v1::GetClosingRequest& request);
  absl::StatusOr<v1::Closing> CloseMoney(const rpc::CallScope& scope,
                                         const v1::CloseMoneyRequest& request);
  absl::StatusOr<v1::Closing> ReopenMoney(const rpc::CallScope& scope,
                                          const v1::ReopenMoneyRequest& request);

 private:
  // What is asked of neighbours before the transaction.
  struct Material {
    std::vector<recoveries::Rule> rules;
    std::vector<ExceededLimit> limits;
    Reserved reserved;
  };
  absl::StatusOr<Material> Gather(const rpc::CallScope& scope, const Contract& contract,
                                  absl::CivilDay day);
  static absl::StatusOr<Books> LoadBooks(pg::Tx& tx, const Contract& contract, const Material& material,
                                         absl::CivilDay day);

  const rpc::RoleContext context_;
  recoveries::Contracts contracts_;
};

// The gRPC service of the role.
std::unique_ptr<grpc::Service> MakeClosings(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::closing
