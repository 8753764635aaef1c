// SPDX-License-Identifier: EUPL-1.2
// Explanations of movements: one method per RPC.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/bank/explanations/explanation.h"
#include "payments/contract_finder_service.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/bank_explanations_service.pb.h"

namespace tranche::payments::bank {

std::string NameOf(const Explanation& explanation);

class ExplanationsService {
 public:
  ExplanationsService(const rpc::RoleContext& context,
                      std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::BankExplanation> ExplainBankEntry(const rpc::CallScope& scope,
                                                       const v1::ExplainBankEntryRequest& request);
  absl::StatusOr<v1::BankExplanation> ConfirmBankExplanation(
      const rpc::CallScope& scope, const v1::ConfirmBankExplanationRequest& request);
  absl::StatusOr<v1::BankExplanation> WithdrawBankExplanation(
      const rpc::CallScope& scope, const v1::WithdrawBankExplanationRequest& request);
  absl::StatusOr<v1::ListBankExplanationsResponse> ListBankExplanations(
      const rpc::CallScope& scope, const v1::ListBankExplanationsRequest& request);

 private:
  struct Change {
    std::string name;
    std::string request_id;
    std::string action;
    std::string reason;
  };
  using Decision = std::function<absl::StatusOr<Explanation>(const Explanation&)>;
  // Moves one explanation in one transaction, and what counts of its movement with it.
  absl::StatusOr<v1::BankExplanation> Move(const rpc::CallScope& scope,
                                           const google::protobuf::Message& request,
                                           const Change& change, const Decision& decide);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

// The gRPC service of the role.
std::unique_ptr<grpc::Service> MakeExplanations(const rpc::RoleContext& context,
                                                std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::bank
