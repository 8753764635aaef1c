// SPDX-License-Identifier: EUPL-1.2
#include "payments/securities/advance_securities_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/contract_part.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_store.h"
#include "payments/securities/ordinary.h"
#include "payments/securities/security.h"
#include "payments/securities/security_convert.h"
#include "payments/securities/security_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/advance_securities_service.grpc.pb.h"

namespace tranche::payments::securities {
namespace {

constexpr char kPart[] = "advanceSecurity";

absl::StatusOr<v1::OrdinaryAdvanceSecurity> ToProto(const Contract& contract, const Claim& advance,
                                                    const std::vector<Claim>& claims) {
  v1::OrdinaryAdvanceSecurity proto;
  proto.set_name(absl::StrCat(payments::convert::NameOf(contract), "/", kPart));
  proto.set_claim(payments::convert::NameOfClaim(contract, advance.sequence));
  *proto.mutable_security() = payments::convert::ToProto(*advance.security);
  const SecurityStanding standing = SecurityOf(advance);
  proto.set_state(payments::convert::ToProto(standing.state));
  proto.set_valid_until(FormatDay(standing.valid_until));
  TRANCHE_ASSIGN_OR_RETURN(const Money not_cleared, NotCleared(advance, claims));
  *proto.mutable_not_cleared() = tranche::convert::ToProto(not_cleared);
  for (const SecurityStep& step : advance.security_steps) {
    *proto.add_steps() = payments::convert::ToProto(step);
  }
  return proto;
}

// Principal that was paid back of the debts of negative balances, by the bank or by deduction.
absl::StatusOr<Money> PaidBack(pg::Tx& tx, const Contract& contract) {
  Money sum = Money::Zero(contract.amount.eu.currency());
  for (const recoveries::Debt& debt : recoveries::store::LoadDebts(tx, contract)) {
    if (debt.state != recoveries::RecoveryState::kEntered || !debt.claim_sequence.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money repaid, recoveries::Sum(debt.ledger.repaid_principal));
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, repaid));
  }
  return sum;
}

class Endpoint final : public v1::AdvanceSecuritiesService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::AdvanceSecuritiesService::service_full_name(), context.workers,
                    context.verifier, context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetAdvanceSecurity(grpc::CallbackServerContext* context,
                                               const v1::GetAdvanceSecurityRequest* request,
                                               v1::OrdinaryAdvanceSecurity* response) override {
    return dispatcher_.Unary(context, request, response, "GetAdvanceSecurity", &service_,
                             &securities::AdvanceSecuritiesService::GetAdvanceSecurity);
  }
  grpc::ServerUnaryReactor* MoveAdvanceSecurity(grpc::CallbackServerContext* context,
                                                const v1::MoveAdvanceSecurityRequest* request,
                                                v1::OrdinaryAdvanceSecurity* response) override {
    return dispatcher_.Unary(context, request, response, "MoveAdvanceSecurity", &service_,
                             &securities::AdvanceSecuritiesService::MoveAdvanceSecurity);
  }

 private:
  securities::AdvanceSecuritiesService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

AdvanceSecuritiesService::AdvanceSecuritiesService(const rpc::RoleContext& context,
                                                   std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)) {}

absl::StatusOr<v1::OrdinaryAdvanceSecurity> AdvanceSecuritiesService::GetAdvanceSecurity(
    const rpc::CallScope& scope, const v1::GetAdvanceSecurityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, id, request.name()));
  return idempotency::Read<v1::OrdinaryAdvanceSecurity>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::OrdinaryAdvanceSecurity> {
        TRANCHE_ASSIGN_OR_RETURN(payments::store::ContractClaims both,
                                 payments::store::LoadWithClaims(tx, contract.id, request.name()));
        const Claim* advance = FindSecured(both.claims);
        if (advance == nullptr) return Refuse("NOT_FOUND", {{"name", request.name()}});
        return ToProto(both.contract, *advance, both.claims);
      });
}

absl::StatusOr<v1::OrdinaryAdvanceSecurity> AdvanceSecuritiesService::MoveAdvanceSecurity(
    const rpc::CallScope& scope, const v1::MoveAdvanceSecurityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const SecurityStep asked,
                           payments::convert::FromProto(request.step(), scope.actor.subject));
  TRANCHE_ASSIGN_OR_RETURN(const Contract looked_up, finder_.RequireOwn(scope, id, request.name()));
  return idempotency::Write<v1::OrdinaryAdvanceSecurity>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::OrdinaryAdvanceSecurity> {
        // A claim that would clear the advance is decided on before or after this, never meanwhile.
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockContract(tx, looked_up));
        std::vector<Claim> claims = payments::store::LoadClaims(tx, contract);
        Claim* advance = FindSecured(claims);
        if (advance == nullptr) return Refuse("NOT_FOUND", {{"name", request.name()}});
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(asked.on, scope.today));
        TRANCHE_ASSIGN_OR_RETURN(const v1::OrdinaryAdvanceSecurity before,
                                 ToProto(contract, *advance, claims));
        TRANCHE_ASSIGN_OR_RETURN(const Money paid_back, PaidBack(tx, contract));
        TRANCHE_ASSIGN_OR_RETURN(const Secured secured, SecuredOf(*advance, claims, paid_back));
        TRANCHE_ASSIGN_OR_RETURN(SecurityStep step,
                                 DecideSecurityStep(contract, secured, *advance, asked));
        store::InsertStep(tx, contract, advance->sequence, step);
        advance->security_steps.push_back(std::move(step));
        TRANCHE_ASSIGN_OR_RETURN(const v1::OrdinaryAdvanceSecurity after,
                                 ToProto(contract, *advance, claims));
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "advances.move_security",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = asked.reason,
                          .request_id = request.request_id()});
        return after;
      });
}

std::unique_ptr<grpc::Service> MakeAdvanceSecurities(const rpc::RoleContext& context,
                                                     std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::securities
