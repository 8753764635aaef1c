// SPDX-License-Identifier: EUPL-1.2
#include "payments/revalidations/revalidations_service.h"

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "payments/revalidations/revalidation.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/budgets/v1/cost_revalidations_service.grpc.pb.h"
#include "tranche/payments/v1/revalidations_service.grpc.pb.h"

namespace tranche::payments::revalidations {
namespace {

using budgets::v1::CostRevalidation;
using RecordRequest = budgets::v1::RecordCostRevalidationRequest;
using BudgetsStub = budgets::v1::CostRevalidationsService::Stub;

constexpr char kCostPattern[] = "organisations/{organisation}/contracts/{contract}/costs/{cost}";
constexpr char kNamePattern[] =
    "organisations/{organisation}/contracts/{contract}/revalidations/{revalidation}";
constexpr std::size_t kKeyHexDigits = 40;

// The key of this person's request among those of the service, so that a repeat is answered as at
// first.
std::string KeyOf(const char* step, const Contract& contract, const rpc::CallScope& scope,
                  const std::string& request_id) {
  const std::string digest =
      Sha256Hex(absl::StrCat(convert::NameOf(contract), "\n", scope.actor.subject, "\n", request_id));
  return absl::StrCat(step, "-", digest.substr(0, kKeyHexDigits));
}

void Record(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract, const char* action,
            const CostRevalidation& revalidation, const std::string& reason,
            const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = action,
                    .record = revalidation.name(),
                    .before = nullptr,
                    .after = &revalidation,
                    .reason = reason,
                    .request_id = request_id});
}

class Endpoint final : public v1::RevalidationsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::RevalidationsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* RevalidateCost(grpc::CallbackServerContext* context,
                                           const v1::RevalidateCostRequest* request,
                                           CostRevalidation* response) override {
    return dispatcher_.Unary(context, request, response, "RevalidateCost", &service_,
                             &RevalidationsService::RevalidateCost);
  }

  grpc::ServerUnaryReactor* AnnulRevalidation(grpc::CallbackServerContext* context,
                                              const v1::AnnulRevalidationRequest* request,
                                              CostRevalidation* response) override {
    return dispatcher_.Unary(context, request, response, "AnnulRevalidation", &service_,
                             &RevalidationsService::AnnulRevalidation);
  }

 private:
  RevalidationsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

rpc::CallScope RevalidationsService::Own(const rpc::CallScope& scope, const Contract& contract) const {
  return rpc::ServiceScope(context_, contract.organisation, scope.deadline, scope.method,
                           scope.trace_id);
}

absl::StatusOr<std::optional<RevalidationsService::AskedRecord>> RevalidationsService::Ask(
    pg::Tx& tx, const rpc::CallScope& scope, const Contract& found, const std::string& cost_id,
    const v1::RevalidateCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockEvenIfClosed(tx, found));
  if (store::WasAnswered(tx, scope, found.organisation, request.request_id())) {
    return std::optional<AskedRecord>();
  }
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(request.revalidated_on()));
  const std::vector<Claim> claims = store::LoadClaims(tx, contract);
  TRANCHE_ASSIGN_OR_RETURN(const Refusal refusal, FindRefusal(claims, cost_id));
  AskedRecord asked;
  RecordRequest& ask = asked.request;
  ask.set_name(convert::NameOfCost(contract, cost_id));
  *ask.mutable_amounts() = request.amounts();
  ask.set_claim(convert::NameOfClaim(contract, refusal.claim->sequence));
  ask.set_reason(request.reason());
  ask.set_document(request.document());
  ask.set_revalidated_on(request.revalidated_on());
  ask.set_revalidated_by(scope.actor.subject);
  ask.set_request_id(KeyOf("revalidate", contract, scope, request.request_id()));
  ask.set_validate_only(request.validate_only());
  asked.refusal = [&]() -> absl::Status {
    TRANCHE_RETURN_IF_ERROR(store::LockContract(tx, contract).status());
    TRANCHE_RETURN_IF_ERROR(CheckNotAfter(day, scope.today));
    TRANCHE_RETURN_IF_ERROR(CheckRevalidation(*refusal.claim,
                                              store::FindStanding(tx, contract, ClaimKind::kFinal),
                                              scope.actor.subject, day));
    if (!request.amounts().has_unapproved_by_correction()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(const std::optional<Money> room,
                             RoomOfCorrection(contract, claims, refusal.verdict->correction,
                                              recoveries::store::LoadCorrections(tx, contract)));
    if (room.has_value()) *ask.mutable_correction_room() = tranche::convert::ToProto(*room);
    return absl::OkStatus();
  }();
  return std::optional<AskedRecord>(std::move(asked));
}

absl::StatusOr<std::optional<RevalidationsService::AskedAnnulment>> RevalidationsService::Ask(
    pg::Tx& tx, const rpc::CallScope& scope, const Contract& found, const std::string& id,
    const v1::AnnulRevalidationRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockEvenIfClosed(tx, found));
  if (store::WasAnswered(tx, scope, found.organisation, request.request_id())) {
    return std::optional<AskedAnnulment>();
  }
  AskedAnnulment asked;
  asked.request.set_name(absl::StrCat(convert::NameOf(contract), "/revalidations/", id));
  *asked.request.mutable_annulment() = request.annulment();
  asked.request.set_annulled_by(scope.actor.subject);
  asked.request.set_request_id(KeyOf("annul", contract, scope, request.request_id()));
  asked.request.set_validate_only(request.validate_only());
  // No claim that is open holds the cost. One that is decided on has decided on it, too: the budget
  // says so.
  asked.refusal = [&]() -> absl::Status {
    TRANCHE_RETURN_IF_ERROR(store::LockContract(tx, contract).status());
    for (const auto& [cost, claim] : store::FindClaimsOfCosts(tx, contract, {id})) {
      if (contract.open_claim != claim) continue;
      return Refuse("COST_HELD_BY_CLAIM", {{"cost", cost}, {"claim", absl::StrCat(claim)}});
    }
    return absl::OkStatus();
  }();
  return std::optional<AskedAnnulment>(std::move(asked));
}

template <class Req>
absl::StatusOr<CostRevalidation> RevalidationsService::AskBudgets(
    const rpc::CallScope& scope, const Contract& contract,
    grpc::Status (BudgetsStub::*method)(grpc::ClientContext*, const Req&, CostRevalidation*),
    Asked<Req> asked) const {
  asked.request.set_answered_only(!asked.refusal.ok());
  const auto stub = budgets::v1::CostRevalidationsService::NewStub(context_.peers->Get("budgets"));
  absl::StatusOr<CostRevalidation> answer =
      rpc::Call<CostRevalidation>(Own(scope, contract), *stub, method, asked.request);
  const bool was_never_asked = !asked.refusal.ok() && ReasonOf(answer.status()) == "NOT_FOUND";
  return was_never_asked ? asked.refusal : answer;
}

absl::StatusOr<CostRevalidation> RevalidationsService::RevalidateCost(
    const rpc::CallScope& scope, const v1::RevalidateCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kCostPattern, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.RequireOwn(scope, FoldRegisterNumber(segments[1]), request.name()));
  TRANCHE_ASSIGN_OR_RETURN(std::optional<AskedRecord> asked,
                           idempotency::Step<std::optional<AskedRecord>>(
                               *context_.pool, scope, request.validate_only(), [&](pg::Tx& tx) {
                                 return Ask(tx, scope, contract, segments[2], request);
                               }));
  absl::StatusOr<CostRevalidation> recorded = CostRevalidation();
  if (asked.has_value()) {
    recorded = AskBudgets(scope, contract, &BudgetsStub::RecordCostRevalidation, *std::move(asked));
  }
  return idempotency::Write<CostRevalidation>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<CostRevalidation> {
        TRANCHE_RETURN_IF_ERROR(recorded.status());
        Record(tx, scope, contract, "costs.revalidate", *recorded, request.reason(),
               request.request_id());
        return *recorded;
      });
}

absl::StatusOr<CostRevalidation> RevalidationsService::AnnulRevalidation(
    const rpc::CallScope& scope, const v1::AnnulRevalidationRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kNamePattern, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.RequireOwn(scope, FoldRegisterNumber(segments[1]), request.name()));
  TRANCHE_ASSIGN_OR_RETURN(std::optional<AskedAnnulment> asked,
                           idempotency::Step<std::optional<AskedAnnulment>>(
                               *context_.pool, scope, request.validate_only(), [&](pg::Tx& tx) {
                                 return Ask(tx, scope, contract, segments[2], request);
                               }));
  absl::StatusOr<CostRevalidation> annulled = CostRevalidation();
  if (asked.has_value()) {
    annulled =
        AskBudgets(scope, contract, &BudgetsStub::RecordRevalidationAnnulment, *std::move(asked));
  }
  return idempotency::Write<CostRevalidation>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<CostRevalidation> {
        TRANCHE_RETURN_IF_ERROR(annulled.status());
        Record(tx, scope, contract, "revalidations.annul", *annulled, request.annulment().reason(),
               request.request_id());
        return *annulled;
      });
}

std::unique_ptr<grpc::Service> MakeRevalidations(const rpc::RoleContext& context,
                                                 std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::revalidations
