// SPDX-License-Identifier: EUPL-1.2
#include "payments/state_aid/state_aid_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "payments/contract_part.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/securities/security.h"
#include "payments/securities/security_convert.h"
#include "payments/securities/security_store.h"
#include "payments/state_aid/coverage.h"
#include "payments/state_aid/state_aid_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/state_aid_service.grpc.pb.h"

namespace tranche::payments::state_aid {
namespace {

constexpr char kPart[] = "stateAidAdvance";

void AddFacts(const Claim& advance, v1::StateAidAdvance* proto) {
  for (const WithdrawnPart& part : advance.withdrawn_parts) {
    v1::WithdrawnPart* shown = proto->add_withdrawn_parts();
    shown->set_number(part.number);
    *shown->mutable_amount() = tranche::convert::ToProto(part.amount);
    shown->set_withdrawn_on(FormatDay(part.withdrawn_on));
    shown->set_withdrawn_by(part.withdrawn_by);
    shown->set_reason(part.reason);
  }
  const securities::SecurityStanding security = securities::SecurityOf(advance);
  proto->set_security_state(payments::convert::ToProto(security.state));
  proto->set_security_valid_until(FormatDay(security.valid_until));
  for (const SecurityStep& step : advance.security_steps) {
    *proto->add_security_steps() = payments::convert::ToProto(step);
  }
}

v1::StateAidAdvance ToProto(const Contract& contract, const Claim& advance, const Standing& standing,
                            absl::CivilDay today) {
  v1::StateAidAdvance proto;
  proto.set_name(payments::convert::NameOf(contract) + "/stateAidAdvance");
  proto.set_claim(payments::convert::NameOfClaim(contract, standing.claim));
  v1::CoverageState state = v1::COVERAGE_STATE_UNSPECIFIED;
  v1::CoverageState_Parse(std::string(Name(standing.state)), &state);
  proto.set_state(state);
  *proto.mutable_security() = payments::convert::ToProto(*advance.security);
  proto.set_cover_by(FormatDay(standing.cover_by));
  *proto.mutable_verified() = tranche::convert::ToProto(standing.verified);
  *proto.mutable_covered() = tranche::convert::ToProto(standing.covered);
  *proto.mutable_withdrawn() = tranche::convert::ToProto(standing.withdrawn);
  *proto.mutable_not_covered() = tranche::convert::ToProto(standing.not_covered);
  for (const Coverage& one : standing.coverages) {
    v1::Coverage* coverage = proto.add_coverages();
    coverage->set_claim(payments::convert::NameOfClaim(contract, one.claim));
    *coverage->mutable_in_time() = tranche::convert::ToProto(one.in_time);
    *coverage->mutable_late() = tranche::convert::ToProto(one.late);
    *coverage->mutable_covers() = tranche::convert::ToProto(one.covers);
  }
  if (advance.withdrawal.has_value()) {
    proto.set_withdrawn_on(FormatDay(advance.withdrawal->withdrawn_on));
    proto.set_withdrawn_by(advance.withdrawal->withdrawn_by);
    proto.set_withdrawal_reason(advance.withdrawal->reason);
  }
  proto.set_may_be_withdrawn(Next(standing.state, Step::kWithdraw).has_value() &&
                             !standing.claim_open && IsDue(standing, today));
  AddFacts(advance, &proto);
  return proto;
}

// The advance with what covers it. NOT_FOUND with `name` when none was accepted.
struct Found {
  std::vector<Claim> claims;
  Standing standing;
  Claim& advance() {
    return *std::find_if(claims.begin(), claims.end(),
                         [&](const Claim& claim) { return claim.sequence == standing.claim; });
  }
};
absl::StatusOr<Found> Find(std::vector<Claim> claims, const Contract& contract,
                           const std::string& name) {
  Found found{.claims = std::move(claims), .standing = {}};
  TRANCHE_ASSIGN_OR_RETURN(std::optional<Standing> standing,
                           StandingOf(found.claims, contract.amount.eu.currency()));
  if (!standing.has_value()) return Refuse("NOT_FOUND", {{"name", name}});
  found.standing = *std::move(standing);
  return found;
}

class Endpoint final : public v1::StateAidService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::StateAidService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetStateAidAdvance(grpc::CallbackServerContext* context,
                                               const v1::GetStateAidAdvanceRequest* request,
                                               v1::StateAidAdvance* response) override {
    return dispatcher_.Unary(context, request, response, "GetStateAidAdvance", &service_,
                             &state_aid::StateAidService::GetStateAidAdvance);
  }
  grpc::ServerUnaryReactor* MoveSecurity(grpc::CallbackServerContext* context,
                                         const v1::MoveSecurityRequest* request,
                                         v1::StateAidAdvance* response) override {
    return dispatcher_.Unary(context, request, response, "MoveSecurity", &service_,
                             &state_aid::StateAidService::MoveSecurity);
  }
  grpc::ServerUnaryReactor* WithdrawUncovered(grpc::CallbackServerContext* context,
                                              const v1::WithdrawUncoveredRequest* request,
                                              v1::StateAidAdvance* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawUncovered", &service_,
                             &state_aid::StateAidService::WithdrawUncovered);
  }

 private:
  state_aid::StateAidService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

StateAidService::StateAidService(const rpc::RoleContext& context,
                                 std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)) {}

absl::StatusOr<v1::StateAidAdvance> StateAidService::GetStateAidAdvance(
    const rpc::CallScope& scope, const v1::GetStateAidAdvanceRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, id, request.name()));
  return idempotency::Read<v1::StateAidAdvance>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::StateAidAdvance> {
        TRANCHE_ASSIGN_OR_RETURN(payments::store::ContractClaims both,
                                 payments::store::LoadWithClaims(tx, contract.id, request.name()));
        TRANCHE_ASSIGN_OR_RETURN(Found found,
                                 Find(std::move(both.claims), both.contract, request.name()));
        return ToProto(both.contract, found.advance(), found.standing, scope.today);
      });
}

absl::StatusOr<v1::StateAidAdvance> StateAidService::Change(const rpc::CallScope& scope,
                                                            const google::protobuf::Message& request,
                                                            const ChangeOf& change,
                                                            const Decision& decide) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, change.name));
  TRANCHE_ASSIGN_OR_RETURN(const Contract looked_up, finder_.RequireOwn(scope, id, change.name));
  return idempotency::Write<v1::StateAidAdvance>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::StateAidAdvance> {
        // A claim that would cover it is decided on before or after this, never meanwhile.
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockContract(tx, looked_up));
        TRANCHE_ASSIGN_OR_RETURN(
            Found found, Find(payments::store::LoadClaims(tx, contract), contract, change.name));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(change.day, scope.today));
        Claim& advance = found.advance();
        const v1::StateAidAdvance before = ToProto(contract, advance, found.standing, scope.today);
        TRANCHE_RETURN_IF_ERROR(decide(tx, contract, found.standing, &advance));
        TRANCHE_ASSIGN_OR_RETURN(const std::optional<Standing> standing,
                                 StandingOf(found.claims, contract.amount.eu.currency()));
        const v1::StateAidAdvance after = ToProto(contract, advance, *standing, scope.today);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = change.action,
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = change.reason,
                          .request_id = change.request_id});
        return after;
      });
}

absl::StatusOr<v1::StateAidAdvance> StateAidService::WithdrawUncovered(
    const rpc::CallScope& scope, const v1::WithdrawUncoveredRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay withdrawn_on, ParseDay(request.withdrawn_on()));
  std::optional<ThreePart> amount;
  if (request.has_amount()) {
    TRANCHE_ASSIGN_OR_RETURN(amount, tranche::convert::FromProto(request.amount()));
  }
  const ChangeOf change{
      .name = request.name(),
      .request_id = request.request_id(),
      .action = amount.has_value() ? "state_aid.withdraw_part" : "state_aid.withdraw_uncovered",
      .reason = request.reason(),
      .day = withdrawn_on};
  return Change(scope, request, change,
                [&](pg::Tx& tx, const Contract& contract, const Standing& standing,
                    Claim* advance) -> absl::Status {
                  if (amount.has_value()) {
                    TRANCHE_ASSIGN_OR_RETURN(WithdrawnPart part,
                                             DecideWithdrawPart(contract, standing, *advance,
                                                                {.amount = *amount,
                                                                 .withdrawn_on = withdrawn_on,
                                                                 .withdrawn_by = scope.actor.subject,
                                                                 .reason = request.reason()}));
                    store::InsertPart(tx, contract, advance->sequence, part);
                    advance->withdrawn_parts.push_back(std::move(part));
                    return absl::OkStatus();
                  }
                  TRANCHE_ASSIGN_OR_RETURN(advance->withdrawal,
                                           DecideWithdraw(contract, standing, *advance, withdrawn_on,
                                                          request.reason(), scope.actor.subject));
                  payments::store::InsertWithdrawal(tx, contract, *advance);
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::StateAidAdvance> StateAidService::MoveSecurity(
    const rpc::CallScope& scope, const v1::MoveSecurityRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const SecurityStep asked,
                           payments::convert::FromProto(request.step(), scope.actor.subject));
  const ChangeOf change{.name = request.name(),
                        .request_id = request.request_id(),
                        .action = "state_aid.move_security",
                        .reason = asked.reason,
                        .day = asked.on};
  return Change(
      scope, request, change,
      [&](pg::Tx& tx, const Contract& contract, const Standing& standing,
          Claim* advance) -> absl::Status {
        TRANCHE_ASSIGN_OR_RETURN(const securities::Secured secured, SecuredOf(standing, asked.on));
        TRANCHE_ASSIGN_OR_RETURN(SecurityStep step,
                                 securities::DecideSecurityStep(contract, secured, *advance, asked));
        securities::store::InsertStep(tx, contract, advance->sequence, step);
        advance->security_steps.push_back(std::move(step));
        return absl::OkStatus();
      });
}

std::unique_ptr<grpc::Service> MakeStateAid(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::state_aid
