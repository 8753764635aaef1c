// SPDX-License-Identifier: EUPL-1.2
// Additional income: four methods.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "payments/income/income.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/incomes_service.pb.h"

namespace tranche::payments::income {

class IncomesService {
 public:
  IncomesService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up);

  absl::StatusOr<v1::Income> RecordIncome(const rpc::CallScope& scope,
                                          const v1::RecordIncomeRequest& request);
  absl::StatusOr<v1::Income> DecideIncome(const rpc::CallScope& scope,
                                          const v1::DecideIncomeRequest& request);
  absl::StatusOr<v1::Income> AnnulIncome(const rpc::CallScope& scope,
                                         const v1::AnnulIncomeRequest& request);
  absl::StatusOr<v1::ListIncomesResponse> ListIncomes(const rpc::CallScope& scope,
                                                      const v1::ListIncomesRequest& request);

 private:
  // Under the lock of the contract: `change` moves the income and keeps what it did.
  struct ChangeOf {
    const std::string& name;
    const std::string& request_id;
    const char* action;
    const std::string& reason;
  };
  using Change = std::function<absl::Status(pg::Tx&, const Contract&, Income*)>;
  absl::StatusOr<v1::Income> Move(const rpc::CallScope& scope, const google::protobuf::Message& request,
                                  const ChangeOf& what, const Change& change);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

// The gRPC service of the role.
std::unique_ptr<grpc::Service> MakeIncomes(const rpc::RoleContext& context,
                                           std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::income
