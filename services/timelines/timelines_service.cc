// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timelines_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/calendar.h"
#include "platform/convert/record_name.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/validate/validate.h"
#include "timelines/timelines_convert.h"
#include "timelines/timelines_follow.h"
#include "timelines/timelines_store.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::timelines {
namespace {

constexpr char kTimelinePattern[] = "organisations/{organisation}/contracts/{contract}/timeline";
constexpr char kCalendar[] = "calendars/bg";

struct Claims {
  Contract contract;
  std::vector<SentClaim> claims;
  std::vector<OwedDebt> debts;
};

}  // namespace

Service::Service(const rpc::RoleContext& context)
    : context_(context),
      contracts_(context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents",
                 FollowProposals),
      claims_(context, "payments", "/tranche.payments.v1.PaymentsService/ListEvents", FollowPayments) {}

void Service::StartConsumers() {
  contracts_.Start();
  claims_.Start();
}

void Service::StopConsumers() {
  claims_.Stop();
  contracts_.Stop();
}

template <class Answer>
absl::StatusOr<Answer> Service::FollowIfMissing(const rpc::CallScope& scope,
                                                const std::function<absl::StatusOr<Answer>()>& read) {
  absl::StatusOr<Answer> answer = read();
  if (ReasonOf(answer.status()) != "NOT_FOUND") return answer;
  TRANCHE_RETURN_IF_ERROR(contracts_.CatchUp(scope.deadline));
  return read();
}

absl::StatusOr<v1::Timeline> Service::CreateActivities(const rpc::CallScope& scope,
                                                       const v1::CreateActivitiesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(convert::kContractPattern, request.parent()));
  std::vector<Activity> activities;
  for (const v1::Activity& proto : request.activities()) {
    TRANCHE_ASSIGN_OR_RETURN(Activity activity, FromProto(proto));
    activities.push_back(std::move(activity));
  }
  const auto create = [&](pg::Tx& tx) -> absl::StatusOr<v1::Timeline> {
    TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                             store::LockContract(tx, rpc::OrganisationOf(scope), name.id));
    if (!store::ListActivities(tx, contract).empty()) {
      return Refuse("ACTIVITIES_EXIST", {{"contract", contract.number}});
    }
    TRANCHE_RETURN_IF_ERROR(CheckActivities(contract, activities));
    for (const Activity& activity : activities) store::InsertActivity(tx, contract, activity);
    const v1::Timeline timeline = ToProto(contract, store::ListActivities(tx, contract));
    evidence::Record(tx, scope,
                     {.organisation = contract.organisation,
                      .action = "timelines.activities.create",
                      .record = timeline.name(),
                      .before = nullptr,
                      .after = &timeline,
                      .reason = "",
                      .request_id = request.request_id()});
    return timeline;
  };
  return FollowIfMissing<v1::Timeline>(
      scope, [&] { return idempotency::Write<v1::Timeline>(*context_.pool, scope, request, create); });
}

absl::StatusOr<v1::Timeline> Service::GetTimeline(const rpc::CallScope& scope,
                                                  const v1::GetTimelineRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(kTimelinePattern, request.name()));
  const auto get = [&](pg::Tx& tx) -> absl::StatusOr<v1::Timeline> {
    TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                             store::GetContract(tx, name.organisation, name.id));
    return ToProto(contract, store::ListActivities(tx, contract));
  };
  return FollowIfMissing<v1::Timeline>(
      scope, [&] { return idempotency::Read<v1::Timeline>(*context_.pool, scope, get); });
}

absl::StatusOr<Service::Law> Service::LookUpLaw(const rpc::CallScope& scope, const Contract& contract,
                                                const std::vector<Obligation>& obligations) {
  using ReferenceService = reference::v1::ReferenceService;
  const auto stub = ReferenceService::NewStub(context_.peers->Get("reference"));
  Law law;
  reference::v1::GetCalendarRequest calendar_request;
  calendar_request.set_name(kCalendar);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::Calendar calendar,
                           rpc::Call<reference::v1::Calendar>(
                               scope, *stub, &ReferenceService::Stub::GetCalendar, calendar_request));
  TRANCHE_ASSIGN_OR_RETURN(law.calendar, convert::FromProto(calendar));
  reference::v1::ListProceduresRequest procedures_request;
  procedures_request.set_code(contract.procedure);
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListProceduresResponse procedures,
      rpc::Call<reference::v1::ListProceduresResponse>(
          scope, *stub, &ReferenceService::Stub::ListProcedures, procedures_request));
  for (const reference::v1::Procedure& procedure : procedures.procedures()) {
    if (procedure.code() == contract.procedure) law.programming_period = procedure.programming_period();
  }
  for (const Obligation& obligation : obligations) {
    if (law.rules.contains(obligation.event_on)) continue;
    reference::v1::ListRulesRequest rules_request;
    rules_request.set_as_of(FormatDay(obligation.event_on));
    TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListRulesResponse rules,
                             rpc::Call<reference::v1::ListRulesResponse>(
                                 scope, *stub, &ReferenceService::Stub::ListRules, rules_request));
    std::vector<LegalRule>& on_day = law.rules[obligation.event_on];
    for (const reference::v1::Rule& rule : rules.rules()) on_day.push_back(FromProto(rule));
  }
  return law;
}

absl::StatusOr<v1::ListDeadlinesResponse> Service::ListDeadlines(
    const rpc::CallScope& scope, const v1::ListDeadlinesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(convert::kContractPattern, request.parent()));
  absl::CivilDay as_of = scope.today;
  if (!request.as_of().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(as_of, ParseDay(request.as_of()));
  }
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<Claims> {
    TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                             store::GetContract(tx, name.organisation, name.id));
    return Claims{.contract = contract,
                  .claims = store::ListClaims(tx, contract),
                  .debts = store::ListDebts(tx, contract)};
  };
  TRANCHE_ASSIGN_OR_RETURN(const Claims loaded, FollowIfMissing<Claims>(scope, [&] {
                             return idempotency::Read<Claims>(*context_.pool, scope, load);
                           }));
  const Contract& contract = loaded.contract;
  std::vector<Obligation> obligations = ObligationsOf(contract, loaded.claims, as_of);
  for (Obligation& debt : ObligationsOfDebts(loaded.debts, as_of)) {
    obligations.push_back(std::move(debt));
  }
  // The connection is back in its pool: other services are asked outside the transaction.
  TRANCHE_ASSIGN_OR_RETURN(const Law law, LookUpLaw(scope, contract, obligations));
  std::vector<Deadline> deadlines = {ImplementationEnd(contract, as_of)};
  for (const Obligation& obligation : obligations) {
    TRANCHE_ASSIGN_OR_RETURN(Deadline deadline, Reckon(obligation, law.rules.at(obligation.event_on),
                                                       law.programming_period, law.calendar, as_of));
    deadlines.push_back(std::move(deadline));
  }
  SortByDueDay(&deadlines);
  v1::ListDeadlinesResponse response;
  response.set_as_of(FormatDay(as_of));
  for (const Deadline& deadline : deadlines) *response.add_deadlines() = ToProto(contract, deadline);
  return response;
}

}  // namespace tranche::timelines
