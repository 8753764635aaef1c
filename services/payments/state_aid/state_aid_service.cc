// SPDX-License-Identifier: EUPL-1.2
#include "payments/state_aid/state_aid_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/state_aid/coverage.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/payments/v1/state_aid_service.grpc.pb.h"

namespace tranche::payments::state_aid {
namespace {

constexpr char kPattern[] = "organisations/{organisation}/contracts/{contract}/stateAidAdvance";

absl::StatusOr<std::string> ContractIdOf(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPattern, name));
  return FoldRegisterNumber(segments[1]);
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
absl::StatusOr<Found> Find(pg::Tx& tx, const Contract& contract, const std::string& name) {
  Found found{.claims = store::LoadClaims(tx, contract), .standing = {}};
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
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, id, request.name()));
  return idempotency::Read<v1::StateAidAdvance>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::StateAidAdvance> {
        TRANCHE_ASSIGN_OR_RETURN(Found found, Find(tx, contract, request.name()));
        return ToProto(contract, found.advance(), found.standing, scope.today);
      });
}

absl::StatusOr<v1::StateAidAdvance> StateAidService::WithdrawUncovered(
    const rpc::CallScope& scope, const v1::WithdrawUncoveredRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay withdrawn_on, ParseDay(request.withdrawn_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract looked_up, finder_.RequireOwn(scope, id, request.name()));
  return idempotency::Write<v1::StateAidAdvance>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::StateAidAdvance> {
        // A claim that would cover it is decided on before or after this, never meanwhile.
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, looked_up));
        TRANCHE_ASSIGN_OR_RETURN(Found found, Find(tx, contract, request.name()));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(withdrawn_on, scope.today));
        const v1::StateAidAdvance before =
            ToProto(contract, found.advance(), found.standing, scope.today);
        TRANCHE_ASSIGN_OR_RETURN(found.advance().withdrawal,
                                 DecideWithdraw(contract, found.standing, found.advance(), withdrawn_on,
                                                request.reason(), scope.actor.subject));
        store::InsertWithdrawal(tx, contract, found.advance());
        TRANCHE_ASSIGN_OR_RETURN(const std::optional<Standing> standing,
                                 StandingOf(found.claims, contract.amount.eu.currency()));
        const v1::StateAidAdvance after = ToProto(contract, found.advance(), *standing, scope.today);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "state_aid.withdraw_uncovered",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return after;
      });
}

std::unique_ptr<grpc::Service> MakeStateAid(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::state_aid
