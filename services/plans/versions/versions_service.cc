// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/versions_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/attachments/attachments_convert.h"
#include "plans/attachments/attachments_store.h"
#include "plans/changes/changes_store.h"
#include "plans/plan_checks.h"
#include "plans/plans_convert.h"
#include "plans/plans_store.h"
#include "plans/rates_service.h"
#include "plans/search/plan_index_store.h"
#include "plans/versions/compare.h"
#include "plans/versions/plan_values_convert.h"
#include "plans/versions/versions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/checks.h"
#include "platform/convert/page.h"
#include "platform/convert/partial_date.h"
#include "platform/convert/plan_paths.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"

namespace tranche::plans {
namespace {

constexpr char kVersion[] = "organisations/{organisation}/plans/{plan}/versions/{version}";
constexpr char kCorrection[] = "organisations/{organisation}/plans/{plan}/corrections/{correction}";

std::vector<CorrectionFact> FactsOf(const std::vector<store::StoredCorrection>& stored) {
  std::vector<CorrectionFact> facts;
  for (const store::StoredCorrection& correction : stored) facts.push_back(correction.fact);
  return facts;
}

// A version with its corrections laid over it, unless it is wanted as it is stated.
absl::StatusOr<v1::Plan> ReadVersion(pg::Tx& tx, const store::PlanRef& ref, int version,
                                     bool as_stated) {
  if (as_stated) return store::GetVersion(tx, ref, version);
  return store::GetShownVersion(tx, ref, version);
}

v1::Finding OfEarlierVersion(const CorrectionFact& correction) {
  return convert::FindingOf(
      {correction.key.place.empty() ? correction.path : correction.key.place,
       "CORRECTION_OF_EARLIER_VERSION",
       {{"number", absl::StrCat(correction.number)}, {"version", absl::StrCat(correction.version)}}});
}

// A plan adopted after the year that it is for has begun.
void FindLateAdoption(int year, v1::PlanAdoption* adoption) {
  const PartialDate date = convert::FromProto(adoption->adoption().date());
  if (!date.complete() || year == 0) return;
  const absl::CivilDay adopted = *FirstDay(date);
  const absl::CivilDay start(year, 1, 1);
  if (adopted <= start) return;
  *adoption->add_findings() = convert::FindingOf({"adoption.date",
                                                  "PLAN_ADOPTED_AFTER_START",
                                                  {{"adopted", FormatDay(adopted)},
                                                   {"days", absl::StrCat(adopted - start)},
                                                   {"start", FormatDay(start)}}});
}

// What the document says otherwise of a part that both state.
void FindContradictions(const v1::Adoption& stated, v1::PlanAdoption* adoption) {
  const auto compare = [&](const char* part, const std::string& said, const std::string& recorded) {
    if (said.empty() || recorded.empty() || said == recorded) return;
    *adoption->add_findings() = convert::FindingOf({absl::StrCat("adoption.", part),
                                                    "PLAN_ADOPTION_DIFFERS",
                                                    {{"stated", said}, {"recorded", recorded}}});
  };
  const auto day_of = [](const v1::Adoption& from) {
    const PartialDate date = convert::FromProto(from.date());
    return date.complete() ? FormatDay(*FirstDay(date)) : std::string();
  };
  const v1::Adoption& recorded = adoption->adoption();
  compare("decision_number", stated.decision_number(), recorded.decision_number());
  compare("protocol_number", stated.protocol_number(), recorded.protocol_number());
  compare("date", day_of(stated), day_of(recorded));
}

absl::Status CheckAdoption(const v1::PlanAdoption& asked) {
  const v1::Adoption& adoption = asked.adoption();
  std::vector<Violation> violations;
  if (!adoption.has_decision_number() && !adoption.has_protocol_number() && !adoption.has_date() &&
      !adoption.has_body()) {
    violations.push_back({"adoption.adoption", "ADOPTION_SAYS_NOTHING", {}});
  }
  convert::CheckPossible("adoption.adoption.date", adoption.date(), &violations);
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

// What a person asks to correct, by field and place or by path.
absl::StatusOr<CorrectionCommand> CommandOf(const v1::CorrectPlanRequest& request,
                                            const v1::Plan& stated,
                                            const std::map<ValueKey, CorrectionFact>& in_force) {
  CorrectionCommand command;
  if (request.has_instead_of()) command.instead_of = request.instead_of();
  if (request.has_value()) command.value = request.value();
  const bool by_path = !request.path().empty();
  const bool by_field = request.field() != v1::PLAN_FIELD_UNSPECIFIED || !request.place().empty();
  const bool by_name = request.field() != v1::PLAN_VALUE && request.field() != v1::PLAN_ROW &&
                       request.field() != v1::PLAN_FIELD_UNSPECIFIED;
  if (by_path == by_field || (by_field && !by_name)) {
    return RefuseInput("INVALID_REQUEST", {{by_path ? "path" : "field", "CORRECTION_WHICH_VALUE", {}}});
  }
  if (by_field) {
    command.key = {v1::PlanField_Name(request.field()), request.place()};
    return command;
  }
  command.key = KeyOf(convert::CanonicalPath(stated, request.path()));
  if (ValuesOf(stated, in_force).count(command.key) > 0) return command;
  return RefuseInput("INVALID_REQUEST", {UnknownPath(stated, in_force, "path", request.path())});
}

// Stores a correction that was decided on, with all that goes with it.
absl::StatusOr<v1::Correction> KeepCorrection(pg::Tx& tx, const rpc::CallScope& scope,
                                              const store::PlanRef& ref, const CorrectionFact& decided,
                                              const std::string& reason,
                                              const std::string& request_id) {
  store::StoredCorrection kept = store::InsertCorrection(tx, scope, ref, decided, reason);
  kept.shown.set_in_force(decided.takes_back == 0);
  TRANCHE_RETURN_IF_ERROR(search::IndexPlan(tx, ref.organisation, ref.plan));
  store::NoteChange(tx, scope,
                    {.organisation = ref.organisation,
                     .plan = ref.plan,
                     .kind = v1::VALUE_CORRECTED,
                     .record = kept.shown.name(),
                     .ended = decided.takes_back != 0});
  evidence::Record(tx, scope,
                   {.organisation = ref.organisation,
                    .action = decided.takes_back == 0 ? "plans.correct" : "plans.correction.take_back",
                    .record = kept.shown.name(),
                    .before = nullptr,
                    .after = &kept.shown,
                    .reason = reason,
                    .request_id = request_id});
  return kept.shown;
}

}  // namespace

absl::StatusOr<v1::ListPlanVersionsResponse> VersionsService::ListPlanVersions(
    const rpc::CallScope& scope, const v1::ListPlanVersionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  return idempotency::Read<v1::ListPlanVersionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlanVersionsResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, asked));
        const std::vector<CorrectionFact> all = FactsOf(store::ListPlanCorrections(tx, ref));
        v1::ListPlanVersionsResponse response;
        for (v1::PlanVersion& version : store::ListVersions(tx, ref)) {
          version.set_corrections(static_cast<int>(InForce(all, version.version()).size()));
          *response.add_versions() = std::move(version);
        }
        return response;
      });
}

absl::StatusOr<v1::PlanVersionView> VersionsService::GetPlanVersion(
    const rpc::CallScope& scope, const v1::GetPlanVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kVersion, request.name()));
  const store::PlanRef asked{segments[0], segments[1]};
  const std::string& segment = segments[2];
  const int number = segment == "-" ? 0 : validate::ParseNumber<int>(segment);
  if (segment != "-" && number == 0) return Refuse("NOT_FOUND", {{"name", request.name()}});
  absl::StatusOr<v1::PlanVersionView> view = idempotency::Read<v1::PlanVersionView>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanVersionView> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, asked));
        TRANCHE_ASSIGN_OR_RETURN(v1::Plan stated, store::GetVersion(tx, ref, number));
        AddDigests(store::ListAttachments(tx, ref), &stated);
        v1::PlanVersionView shown;
        *shown.mutable_plan() = stated;
        const std::vector<store::StoredCorrection> all = store::ListPlanCorrections(tx, ref);
        const std::vector<CorrectionFact> facts = FactsOf(all);
        const auto in_force = InForce(facts, stated.version());
        if (!request.as_stated()) *shown.mutable_plan() = Corrected(stated, in_force);
        std::vector<v1::PlanAdoption> adoptions = store::ListAdoptions(tx, ref);
        if (!adoptions.empty()) {
          FindLateAdoption(shown.plan().year(), &adoptions.back());
          *shown.mutable_adoption() = adoptions.back();
        }
        if (request.as_stated()) return shown;
        for (v1::Correction& each : store::ShownInForce(all, stated.version())) {
          *shown.add_corrections() = std::move(each);
        }
        std::map<ValueKey, CorrectionFact> earlier;
        for (int version = stated.version() - 1; version >= 1; --version) {
          // What a later one says of a value goes before what an earlier one says.
          earlier.merge(InForce(facts, version));
        }
        for (const auto& [key, correction] : earlier) {
          if (in_force.count(key) == 0) *shown.add_findings() = OfEarlierVersion(correction);
        }
        return shown;
      });
  if (!view.ok()) return view.status();
  TRANCHE_ASSIGN_OR_RETURN(const Plan plan, FromProto(view->plan()));
  const std::optional<Rates> rates = AskRates(context_, scope);
  for (const Check& check : CrossFoot(plan, rates)) *view->add_checks() = convert::ToProto(check);
  return view;
}

absl::StatusOr<v1::PlanComparison> VersionsService::ComparePlans(
    const rpc::CallScope& scope, const v1::ComparePlansRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef later, store::RefOf(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef earlier,
                           store::RefOf(request.with().empty() ? request.name() : request.with()));
  std::pair<v1::Plan, v1::Plan> plans;
  v1::PlanComparison corrections;
  const absl::StatusOr<bool> read =
      idempotency::Read<bool>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef after, store::FindPlan(tx, later));
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef before, store::FindPlan(tx, earlier));
        TRANCHE_ASSIGN_OR_RETURN(plans.second,
                                 ReadVersion(tx, after, request.version(), request.as_stated()));
        int version = request.with_version();
        if (version == 0 && before.Name() == after.Name()) {
          version = plans.second.version() - 1;
          // Its first version has none before it.
          if (version == 0) {
            return Refuse("NOT_FOUND", {{"name", absl::StrCat(before.Name(), "/versions/0")}});
          }
        }
        TRANCHE_ASSIGN_OR_RETURN(plans.first, ReadVersion(tx, before, version, request.as_stated()));
        if (request.as_stated()) return true;
        for (v1::Correction& each :
             store::ShownInForce(store::ListPlanCorrections(tx, before), plans.first.version())) {
          *corrections.add_corrections_before() = std::move(each);
        }
        for (v1::Correction& each :
             store::ShownInForce(store::ListPlanCorrections(tx, after), plans.second.version())) {
          *corrections.add_corrections_after() = std::move(each);
        }
        return true;
      });
  if (!read.ok()) return read.status();
  const auto name = [](const v1::Plan& plan) {
    return absl::StrCat(plan.name(), "/versions/", plan.version());
  };
  v1::PlanComparison comparison = ToProto(Compare(ComparedOf(plans.first), ComparedOf(plans.second)));
  comparison.MergeFrom(corrections);
  comparison.set_before(name(plans.first));
  comparison.set_after(name(plans.second));
  return comparison;
}

absl::StatusOr<v1::Correction> VersionsService::CorrectPlan(const rpc::CallScope& scope,
                                                            const v1::CorrectPlanRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, store::GetVersion(tx, ref, 0));
        const std::vector<CorrectionFact> all = FactsOf(store::ListPlanCorrections(tx, ref));
        const auto in_force = InForce(all, newest.version());
        TRANCHE_ASSIGN_OR_RETURN(const CorrectionCommand command, CommandOf(request, newest, in_force));
        TRANCHE_ASSIGN_OR_RETURN(
            const CorrectionFact decided,
            DecideCorrection(ValuesOf(newest, in_force), all, newest.version(), command));
        return KeepCorrection(tx, scope, ref, decided, request.reason(), request.request_id());
      });
}

absl::StatusOr<v1::Correction> VersionsService::AddPlanRow(const rpc::CallScope& scope,
                                                           const v1::AddPlanRowRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, store::GetVersion(tx, ref, 0));
        const std::vector<CorrectionFact> all = FactsOf(store::ListPlanCorrections(tx, ref));
        TRANCHE_ASSIGN_OR_RETURN(const RowCommand command, NewRowOf(newest, all, request));
        TRANCHE_ASSIGN_OR_RETURN(const CorrectionFact decided,
                                 DecideAddRow(all, newest.version(), command));
        return KeepCorrection(tx, scope, ref, decided, request.reason(), request.request_id());
      });
}

absl::StatusOr<v1::Correction> VersionsService::StrikePlanRow(const rpc::CallScope& scope,
                                                              const v1::StrikePlanRowRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, store::GetVersion(tx, ref, 0));
        const std::vector<CorrectionFact> all = FactsOf(store::ListPlanCorrections(tx, ref));
        const auto in_force = InForce(all, newest.version());
        const Value text = RowTextOf(newest, in_force, request.row());
        if (!text) {
          return RefuseInput("INVALID_REQUEST", {UnknownPath(newest, in_force, "row", request.row())});
        }
        TRANCHE_ASSIGN_OR_RETURN(const CorrectionFact decided,
                                 DecideStrikeRow(all, newest.version(), {request.row(), text, ""}));
        return KeepCorrection(tx, scope, ref, decided, request.reason(), request.request_id());
      });
}

absl::StatusOr<v1::ListPlanValuesResponse> VersionsService::ListPlanValues(
    const rpc::CallScope& scope, const v1::ListPlanValuesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  const std::string list =
      absl::StrCat("plans.values ", request.parent(), " ", request.version(), " ", request.under());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> token,
                           convert::ReadPageToken(list, request.page_token()));
  const int after = token.empty() ? 0 : validate::ParseNumber<int>(token[0]);
  const int size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListPlanValuesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlanValuesResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, asked));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan stated, store::GetVersion(tx, ref, request.version()));
        const auto in_force = InForce(FactsOf(store::ListPlanCorrections(tx, ref)), stated.version());
        v1::ListPlanValuesResponse response;
        int place = 0;
        for (v1::PlanValue& value : ShownValues(stated, in_force)) {
          if (!request.under().empty() && !IsWithin(request.under(), value.path())) continue;
          if (++place <= after) continue;
          if (response.values_size() == size) {
            response.set_next_page_token(convert::MakePageToken(list, {absl::StrCat(place - 1)}));
            break;
          }
          *response.add_values() = std::move(value);
        }
        return response;
      });
}

absl::StatusOr<v1::Correction> VersionsService::TakeBackCorrection(
    const rpc::CallScope& scope, const v1::TakeBackCorrectionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kCorrection, request.name()));
  const store::PlanRef asked{segments[0], segments[1]};
  const int number = validate::ParseNumber<int>(segments[2]);
  return idempotency::Write<v1::Correction>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Correction> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        const std::vector<CorrectionFact> all = FactsOf(store::ListPlanCorrections(tx, ref));
        if (number < 1 || number > static_cast<int>(all.size())) {
          return Refuse("NOT_FOUND", {{"name", request.name()}});
        }
        TRANCHE_ASSIGN_OR_RETURN(const CorrectionFact decided, DecideTakeBack(all, all[number - 1]));
        return KeepCorrection(tx, scope, ref, decided, request.reason(), request.request_id());
      });
}

absl::StatusOr<v1::ListPlanCorrectionsResponse> VersionsService::ListPlanCorrections(
    const rpc::CallScope& scope, const v1::ListPlanCorrectionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  const std::string list = absl::StrCat("plans.corrections ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> token,
                           convert::ReadPageToken(list, request.page_token()));
  const int after = token.empty() ? 0 : validate::ParseNumber<int>(token[0]);
  const int size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListPlanCorrectionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlanCorrectionsResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, asked));
        // What is in force follows from all of them, and a plan has few.
        const std::vector<store::StoredCorrection> all = store::ListPlanCorrections(tx, ref);
        std::map<int, std::map<ValueKey, CorrectionFact>> in_force;
        const std::vector<CorrectionFact> facts = FactsOf(all);
        v1::ListPlanCorrectionsResponse response;
        for (const store::StoredCorrection& correction : all) {
          if (correction.fact.number <= after) continue;
          if (response.corrections_size() == size) {
            response.set_next_page_token(
                convert::MakePageToken(list, {absl::StrCat(response.corrections(size - 1).number())}));
            break;
          }
          const int version = correction.fact.version;
          if (in_force.count(version) == 0) in_force[version] = InForce(facts, version);
          const auto last = in_force[version].find(correction.fact.key);
          v1::Correction& shown = *response.add_corrections();
          shown = correction.shown;
          shown.set_in_force(last != in_force[version].end() &&
                             last->second.number == correction.fact.number);
        }
        return response;
      });
}

absl::StatusOr<v1::PlanAdoption> VersionsService::RecordAdoption(
    const rpc::CallScope& scope, const v1::RecordAdoptionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  TRANCHE_RETURN_IF_ERROR(CheckAdoption(request.adoption()));
  return idempotency::Write<v1::PlanAdoption>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanAdoption> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, store::GetShownVersion(tx, ref, 0));
        const std::vector<v1::PlanAdoption> before = store::ListAdoptions(tx, ref);
        v1::PlanAdoption after = store::InsertAdoption(tx, scope, ref, request.adoption());
        FindLateAdoption(newest.year(), &after);
        FindContradictions(newest.adoption(), &after);
        store::NoteChange(tx, scope,
                          {.organisation = ref.organisation,
                           .plan = ref.plan,
                           .kind = v1::ADOPTION_RECORDED,
                           .record = after.name(),
                           .ended = false});
        evidence::Record(tx, scope,
                         {.organisation = ref.organisation,
                          .action = "plans.adoptions.record",
                          .record = after.name(),
                          .before = before.empty() ? nullptr : &before.back(),
                          .after = &after,
                          .reason = after.source(),
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ListAdoptionsResponse> VersionsService::ListAdoptions(
    const rpc::CallScope& scope, const v1::ListAdoptionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  return idempotency::Read<v1::ListAdoptionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListAdoptionsResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, asked));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, store::GetShownVersion(tx, ref, 0));
        v1::ListAdoptionsResponse response;
        for (v1::PlanAdoption& adoption : store::ListAdoptions(tx, ref)) {
          FindLateAdoption(newest.year(), &adoption);
          *response.add_adoptions() = std::move(adoption);
        }
        // Only the last one stands; those before it may well be of an earlier document.
        if (!response.adoptions().empty())
          FindContradictions(newest.adoption(),
                             response.mutable_adoptions(response.adoptions_size() - 1));
        return response;
      });
}

}  // namespace tranche::plans
