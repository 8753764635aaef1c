// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/groundwork_service.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/groundwork/groundwork_convert.h"
#include "plans/groundwork/groundwork_store.h"
#include "plans/groundwork/keep_record_service.h"
#include "plans/groundwork/step.h"
#include "plans/search/search_store.h"
#include "plans/versions/versions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/convert/partial_date.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/one_organisation.h"
#include "platform/validate/validate.h"

namespace tranche::plans {
namespace {

constexpr char kParent[] = "organisations/{organisation}";
constexpr char kName[] = "organisations/{organisation}/groundwork/{groundwork}";
constexpr char kChecklistName[] = "organisations/{organisation}/checklists/{checklist}";
constexpr char kStepName[] = "organisations/{organisation}/checklists/{checklist}/steps/{step}";
constexpr char kPlanName[] = "organisations/{organisation}/plans/{plan}";

bool HasMeasure(const v1::Plan& plan, const std::string& measure) {
  for (const v1::Section& section : plan.sections()) {
    for (const v1::Measure& row : section.measures()) {
      if (absl::StrCat(section.ordinal(), ".", row.ordinal()) == measure) return true;
    }
  }
  return false;
}

// Plans that a record names, each read once.
class NamedPlans {
 public:
  NamedPlans(pg::Tx& tx, std::string organisation) : tx_(tx), organisation_(std::move(organisation)) {}

  // Says what is wrong with a plan, and with a measure of it where one is named.
  absl::Status Check(const std::string& plan, const std::string& measure, const std::string& plan_field,
                     const std::string& measure_field, std::vector<Violation>* violations) {
    if (plan.empty()) {
      if (!measure.empty()) {
        violations->push_back(
            {measure_field, "PRIORITY_MEASURE_UNKNOWN", {{"plan", "-"}, {"measure", measure}}});
      }
      return absl::OkStatus();
    }
    TRANCHE_ASSIGN_OR_RETURN(const auto segments, validate::ParseResourceName(kPlanName, plan));
    const bool own = segments[0] == organisation_ || segments[0] == "-";
    if (own && known_.count(segments[1]) == 0) {
      absl::StatusOr<v1::Plan> newest = store::GetShownVersion(tx_, {organisation_, segments[1]}, 0);
      if (!newest.ok() && ReasonOf(newest.status()) != "NOT_FOUND") return newest.status();
      if (newest.ok()) known_[segments[1]] = *std::move(newest);
    }
    const auto found = known_.find(segments[1]);
    if (!own || found == known_.end()) {
      violations->push_back({plan_field, "NOT_FOUND", {{"name", plan}}});
    } else if (!measure.empty() && !HasMeasure(found->second, measure)) {
      violations->push_back(
          {measure_field, "PRIORITY_MEASURE_UNKNOWN", {{"plan", segments[1]}, {"measure", measure}}});
    }
    return absl::OkStatus();
  }

 private:
  pg::Tx& tx_;
  const std::string organisation_;
  std::map<std::string, v1::Plan> known_;
};

absl::Status CheckPlans(pg::Tx& tx, const std::string& organisation, const v1::Groundwork& record) {
  NamedPlans plans(tx, organisation);
  std::vector<Violation> violations;
  TRANCHE_RETURN_IF_ERROR(plans.Check(record.plan(), "", "groundwork.plan", "", &violations));
  for (int i = 0; i < record.priority_list().areas_size(); ++i) {
    const v1::PriorityArea& area = record.priority_list().areas(i);
    for (int k = 0; k < area.priorities_size(); ++k) {
      const std::string at = absl::StrCat("groundwork.priorityList.areas[", i, "].priorities[", k, "]");
      TRANCHE_RETURN_IF_ERROR(plans.Check(area.priorities(k).plan(), area.priorities(k).measure(),
                                          at + ".plan", at + ".measure", &violations));
    }
  }
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

// The revision that is replaced is the stored one, and the record stays what it is.
absl::Status CheckReplaces(const std::string& name, const absl::StatusOr<v1::Groundwork>& stored,
                           const v1::Groundwork& asked) {
  if (!stored.ok() && ReasonOf(stored.status()) != "NOT_FOUND") return stored.status();
  const int revision = stored.ok() ? stored->revision() : 0;
  if (revision != asked.revision()) {
    return Refuse("GROUNDWORK_CHANGED", {{"name", name},
                                         {"stored", absl::StrCat(revision)},
                                         {"asked", absl::StrCat(asked.revision())}});
  }
  if (stored.ok() && KindOf(asked) != stored->kind()) {
    return Refuse("GROUNDWORK_KIND_CHANGED", {{"name", name},
                                              {"stored", v1::GroundworkKind_Name(stored->kind())},
                                              {"asked", v1::GroundworkKind_Name(KindOf(asked))}});
  }
  return absl::OkStatus();
}

// What a step is moved by: the request, and what is stored of the step and its evidence.
absl::StatusOr<AskedMove> ReadMove(pg::Tx& tx, const std::string& organisation,
                                   const v1::ChecklistStep& step, const v1::MoveStepRequest& request) {
  AskedMove asked;
  asked.step = step.name().substr(step.name().rfind('/') + 1);
  asked.state = StateOf(v1::StepState_Name(step.state())).value_or(StepState::kNotBegun);
  for (const StepMove move : kStepMoves) {
    if (WordOf(move) == v1::StepMove_Name(request.move())) asked.move = move;
  }
  asked.reason = request.reason();
  if (step.evidence_kind() != v1::GROUNDWORK_KIND_UNSPECIFIED) {
    asked.evidence_kind = v1::GroundworkKind_Name(step.evidence_kind());
  }
  std::vector<std::string> ids;
  for (const std::string& name : request.evidence()) {
    const auto segments = validate::ParseResourceName(kName, name);
    const bool own = segments.ok() && (*segments)[0] == organisation;
    ids.push_back(own ? (*segments)[1] : "");
  }
  const std::vector<std::string> kinds = store::KindsOf(tx, organisation, ids);
  for (int i = 0; i < request.evidence_size(); ++i) {
    asked.evidence.push_back({request.evidence(i), kinds[static_cast<std::size_t>(i)]});
  }
  return asked;
}

}  // namespace

absl::StatusOr<v1::Groundwork> GroundworkService::SetGroundwork(
    const rpc::CallScope& scope, const v1::SetGroundworkRequest& request) {
  std::vector<Violation> violations = ProblemsOf(request.groundwork());
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  const std::string name =
      absl::StrCat("organisations/", organisation, "/groundwork/", request.groundwork_id());
  return idempotency::Write<v1::Groundwork>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Groundwork> {
        store::LockGroundwork(tx, organisation, request.groundwork_id());
        const absl::StatusOr<v1::Groundwork> before =
            store::GetGroundwork(tx, organisation, request.groundwork_id());
        TRANCHE_RETURN_IF_ERROR(CheckReplaces(name, before, request.groundwork()));
        TRANCHE_RETURN_IF_ERROR(CheckPlans(tx, organisation, request.groundwork()));
        RecordToKeep next{.organisation = organisation,
                          .id = request.groundwork_id(),
                          .before = before.ok() ? &*before : nullptr,
                          .after = request.groundwork(),
                          .request_id = request.request_id()};
        next.after.set_revision(request.groundwork().revision() + 1);
        return KeepRecord(tx, scope, next);
      });
}

absl::StatusOr<v1::Groundwork> GroundworkService::RemoveGroundwork(
    const rpc::CallScope& scope, const v1::RemoveGroundworkRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto segments, validate::ParseResourceName(kName, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  const std::string id = segments[1];
  return idempotency::Write<v1::Groundwork>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Groundwork> {
        store::LockGroundwork(tx, organisation, id);
        TRANCHE_ASSIGN_OR_RETURN(v1::Groundwork removed, store::GetGroundwork(tx, organisation, id));
        // Locked, so that no step begins to rest on it.
        store::KindsOf(tx, organisation, {id});
        if (const std::string step = store::StepThatRestsOn(tx, organisation, id); !step.empty()) {
          return Refuse("GROUNDWORK_IN_USE", {{"name", removed.name()}, {"step", step}});
        }
        store::DeleteGroundwork(tx, organisation, id);
        search::store::Forget(tx, removed.name());
        v1::GroundworkChanged event;
        *event.mutable_record() = removed;
        event.set_removed(true);
        events::Append(tx, organisation, removed.name(), event);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "plans.groundwork.remove",
                          .record = removed.name(),
                          .before = &removed,
                          .after = nullptr,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        Complete(removed, scope.today);
        return removed;
      });
}

absl::StatusOr<v1::Groundwork> GroundworkService::GetGroundwork(
    const rpc::CallScope& scope, const v1::GetGroundworkRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto segments, validate::ParseResourceName(kName, request.name()));
  return idempotency::Read<v1::Groundwork>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Groundwork> {
        TRANCHE_ASSIGN_OR_RETURN(v1::Groundwork record,
                                 store::GetGroundwork(tx, segments[0], segments[1]));
        Complete(record, scope.today);
        return record;
      });
}

absl::StatusOr<v1::ListGroundworkResponse> GroundworkService::ListGroundwork(
    const rpc::CallScope& scope, const v1::ListGroundworkRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto segments, validate::ParseResourceName(kParent, request.parent()));
  const std::string list = absl::StrCat("plans.groundwork ", request.parent(), " ", request.kind());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           convert::ReadPageToken(list, request.page_token()));
  if (!key.empty() && key.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const store::GroundworkKey after =
      key.empty() ? store::GroundworkKey() : store::GroundworkKey{key[0], key[1]};
  const int page_size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListGroundworkResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGroundworkResponse> {
        std::vector<v1::Groundwork> records =
            store::ListGroundwork(tx, segments[0], request.kind(), after, page_size + 1);
        v1::ListGroundworkResponse response;
        const bool more = records.size() > static_cast<std::size_t>(page_size);
        if (more) records.pop_back();
        for (v1::Groundwork& record : records) {
          Complete(record, scope.today);
          *response.add_groundwork() = record;
        }
        if (more) {
          TRANCHE_ASSIGN_OR_RETURN(const auto last,
                                   validate::ParseResourceName(kName, records.back().name()));
          response.set_next_page_token(convert::MakePageToken(list, {last[0], last[1]}));
        }
        return response;
      });
}

absl::StatusOr<v1::Checklist> GroundworkService::GetChecklist(const rpc::CallScope& scope,
                                                              const v1::GetChecklistRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto segments,
                           validate::ParseResourceName(kChecklistName, request.name()));
  // A list of one municipality: the caller's own where it has but one.
  std::string organisation = segments[0];
  if (organisation == "-") {
    if (scope.organisations.size() != 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.name()}});
    organisation = scope.organisations.front();
  }
  return idempotency::Read<v1::Checklist>(*context_.pool, scope, [&](pg::Tx& tx) {
    return store::GetChecklist(tx, organisation, segments[1]);
  });
}

absl::StatusOr<v1::ChecklistStep> GroundworkService::MoveStep(const rpc::CallScope& scope,
                                                              const v1::MoveStepRequest& request) {
  std::vector<Violation> violations;
  if (!convert::CheckPossible("on", request.on(), &violations)) {
    return RefuseInput("INVALID_REQUEST", std::move(violations));
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto segments, validate::ParseResourceName(kStepName, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  return idempotency::Write<v1::ChecklistStep>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ChecklistStep> {
        TRANCHE_ASSIGN_OR_RETURN(const v1::ChecklistStep before,
                                 store::LockStep(tx, organisation, segments[1], segments[2]));
        TRANCHE_ASSIGN_OR_RETURN(const AskedMove asked, ReadMove(tx, organisation, before, request));
        TRANCHE_ASSIGN_OR_RETURN(const StepState next, DecideMove(asked));
        v1::ChecklistStep moved;
        v1::StepState state = v1::STEP_STATE_UNSPECIFIED;
        v1::StepState_Parse(WordOf(next), &state);
        moved.set_state(state);
        *moved.mutable_evidence() = request.evidence();
        moved.set_reason(request.reason());
        if (request.has_on()) *moved.mutable_on() = request.on();
        store::PutStep(tx, organisation, segments[1], segments[2], moved);
        TRANCHE_ASSIGN_OR_RETURN(v1::ChecklistStep after,
                                 store::LockStep(tx, organisation, segments[1], segments[2]));
        v1::StepMoved event;
        *event.mutable_step() = after;
        events::Append(tx, organisation, after.name(), event);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "plans.steps.move",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return after;
      });
}

}  // namespace tranche::plans
