// SPDX-License-Identifier: EUPL-1.2
// Claims and payments of contracts: one method per RPC.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/claim.h"
#include "payments/clearing.h"
#include "payments/contract_finder_service.h"
#include "payments/package/acceptance_service.h"
#include "payments/package/holds_service.h"
#include "payments/securities/ordinary.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/common/v1/event.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"

namespace tranche::payments {

class Service {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::Claim> CreateClaim(const rpc::CallScope& scope,
                                        const v1::CreateClaimRequest& request);
  absl::StatusOr<v1::Claim> SendClaim(const rpc::CallScope& scope, const v1::SendClaimRequest& request);
  absl::StatusOr<v1::Claim> VerifyClaim(const rpc::CallScope& scope,
                                        const v1::VerifyClaimRequest& request);
  absl::StatusOr<v1::Claim> AskQuestion(const rpc::CallScope& scope,
                                        const v1::AskQuestionRequest& request);
  absl::StatusOr<v1::Claim> AnswerQuestion(const rpc::CallScope& scope,
                                           const v1::AnswerQuestionRequest& request);
  absl::StatusOr<v1::Claim> ReturnClaim(const rpc::CallScope& scope,
                                        const v1::ReturnClaimRequest& request);
  absl::StatusOr<v1::Claim> TakeBackClaim(const rpc::CallScope& scope,
                                          const v1::TakeBackClaimRequest& request);
  absl::StatusOr<v1::CashPosition> GetCashPosition(const rpc::CallScope& scope,
                                                   const v1::GetCashPositionRequest& request);
  absl::StatusOr<v1::Claim> GetClaim(const rpc::CallScope& scope, const v1::GetClaimRequest& request);
  absl::StatusOr<v1::ListClaimsResponse> ListClaims(const rpc::CallScope& scope,
                                                    const v1::ListClaimsRequest& request);
  absl::StatusOr<v1::Payment> RecordPayment(const rpc::CallScope& scope,
                                            const v1::RecordPaymentRequest& request);
  absl::StatusOr<v1::Payment> AnnulPayment(const rpc::CallScope& scope,
                                           const v1::AnnulPaymentRequest& request);
  absl::StatusOr<v1::ListPaymentsResponse> ListPayments(const rpc::CallScope& scope,
                                                        const v1::ListPaymentsRequest& request);
  absl::StatusOr<common::v1::ListEventsResponse> ListEvents(
      const rpc::CallScope& scope, const common::v1::ListEventsRequest& request);

  // Keeps the copy of a contract when proposals says that it is in force.
  absl::Status Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event);

 private:
  struct ClaimMaterial;
  struct CostsDecided;
  // The versions of a rule that hold for a contract on a day, under the code that its kind of support
  // has.
  struct ContractRules {
    std::string code;
    std::string programming_period;
    std::string support_kind;  // "state_aid"; empty: any other.
    std::vector<RuleVersion> versions;
  };
  // The cap of advance and interim money, asked for when it may bind.
  struct CashCap {
    bool asked = false;
    absl::StatusOr<std::optional<Ratio>> percent = std::optional<Ratio>();  // Nothing: no rule sets it.
  };

  // The contract of a name, after catching up with proposals when it is not here.
  absl::StatusOr<Contract> RequireContract(const rpc::CallScope& scope, const std::string& contract_id,
                                           const std::string& name);
  // The same for a write, which needs one organisation.
  absl::StatusOr<Contract> RequireOwnContract(const rpc::CallScope& scope,
                                              const std::string& contract_id, const std::string& name);

  // What a claim is checked against, asked from the neighbours before the transaction begins.
  absl::StatusOr<ClaimMaterial> Gather(const rpc::CallScope& scope, const Contract& contract,
                                       const v1::Claim& claim);
  absl::StatusOr<Ratio> AdvanceCeiling(const rpc::CallScope& scope, const Contract& contract);
  // STATE_AID_NOT_OF_PROCEDURE unless the contract's procedure gives state aid.
  absl::Status CheckStateAid(const rpc::CallScope& scope, const Contract& contract);
  // How much of an ordinary advance is to be secured; nothing where nobody said what kind of body the
  // beneficiary is, or no rule asks a budget body for one. SIMPLIFIED_RULE_UNKNOWN when none says what
  // another beneficiary secures.
  absl::StatusOr<std::optional<securities::SecurityRule>> FetchSecurityRule(const rpc::CallScope& scope,
                                                                            const Contract& contract);
  CashCap FetchCashCap(const rpc::CallScope& scope, const Contract& contract);
  // `by_support_kind`: the code has the kind of support of the contract's procedure as its suffix.
  absl::StatusOr<ContractRules> FetchRules(const rpc::CallScope& scope, const Contract& contract,
                                           const std::string& code, absl::CivilDay as_of,
                                           bool by_support_kind);
  // Whole months of a rule; QUESTION_PERIOD_UNKNOWN when none holds.
  absl::StatusOr<int> FetchMonths(const rpc::CallScope& scope, const Contract& contract,
                                  const std::string& code, absl::CivilDay as_of);
  absl::StatusOr<ClaimedCost> FetchCost(const rpc::CallScope& scope, const Contract& contract,
                                        const std::string& cost_id);
  // A new advance is secured as its kind and its beneficiary need it.
  static absl::Status CheckSecured(const Contract& contract, const Claim& draft,
                                   const ClaimMaterial& material);
  absl::StatusOr<Claim> DraftClaim(pg::Tx& tx, const Contract& contract, const ClaimMaterial& material);

  // The three steps of a verification: record the decision, let the budget carry it out, close the
  // claim.
  absl::StatusOr<std::optional<Claim>> RecordDecision(pg::Tx& tx, const rpc::CallScope& scope,
                                                      const Contract& contract, int sequence,
                                                      const CashCap& cap,
                                                      const absl::StatusOr<package::Rulebook>& rules,
                                                      const v1::VerifyClaimRequest& request);
  absl::StatusOr<CostsDecided> DecideInBudget(const rpc::CallScope& scope, const Contract& contract,
                                              const Claim& claim, bool validate_only);
  absl::StatusOr<v1::Claim> CloseClaim(pg::Tx& tx, const rpc::CallScope& scope,
                                       const Contract& contract, const Claim& recorded,
                                       const CostsDecided& decided, const CashCap& cap,
                                       const v1::VerifyClaimRequest& request);
  // Whether the cap has to be asked for: it binds interim claims, or the claim is an advance.
  absl::StatusOr<bool> CapMayBind(const rpc::CallScope& scope, const Contract& contract, int sequence);
  // Refuses when the cap binds the claim and is not known.
  absl::Status CheckCapKnown(const Contract& contract, const Claim& claim, const CashCap& cap);
  // What of an accepted claim is paid, clears the advance and is paid back.
  absl::Status SetCash(const Contract& contract, const CashHistory& history, const CashCap& cap,
                       Claim* claim);
  // The decision comes after the last day for an answer that did not come.
  absl::Status ExpireQuestion(pg::Tx& tx, const Contract& contract, Claim* claim);
  // Withdraws the decision that was refused, and no other that was recorded since.
  absl::Status Withdraw(const rpc::CallScope& scope, const Contract& contract, const Claim& recorded,
                        const absl::Status& refusal);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
  const ContractFinder finder_;
  package::Holds holds_;
  const package::Acceptance acceptance_;
};

}  // namespace tranche::payments
