// SPDX-License-Identifier: EUPL-1.2
// State-aid advances of contracts: what covers them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "payments/state_aid/coverage.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/state_aid_service.pb.h"

namespace tranche::payments::state_aid {

class StateAidService {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  StateAidService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up);

  absl::StatusOr<v1::StateAidAdvance> GetStateAidAdvance(const rpc::CallScope& scope,
                                                         const v1::GetStateAidAdvanceRequest& request);
  absl::StatusOr<v1::StateAidAdvance> WithdrawUncovered(const rpc::CallScope& scope,
                                                        const v1::WithdrawUncoveredRequest& request);
  absl::StatusOr<v1::StateAidAdvance> MoveSecurity(const rpc::CallScope& scope,
                                                   const v1::MoveSecurityRequest& request);

 private:
  struct ChangeOf {
    std::string name;  // Of the advance.
    std::string request_id;
    std::string action;  // Of the evidence.
    std::string reason;
    absl::CivilDay day;
  };
  // Decides under the lock of the contract, stores what is new and puts it to the advance.
  using Decision = std::function<absl::Status(pg::Tx& tx, const Contract& contract,
                                              const Standing& standing, Claim* advance)>;
  absl::StatusOr<v1::StateAidAdvance> Change(const rpc::CallScope& scope,
                                             const google::protobuf::Message& request,
                                             const ChangeOf& change, const Decision& decide);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

std::unique_ptr<grpc::Service> MakeStateAid(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::state_aid
