// SPDX-License-Identifier: EUPL-1.2
// Making records of what was read in a plan.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/groundwork/groundwork_service.h"
#include "plans/groundwork/groundwork_store.h"
#include "plans/groundwork/keep_record_service.h"
#include "plans/groundwork/take_over_convert.h"
#include "plans/versions/plan_values_convert.h"
#include "plans/versions/versions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::plans {
namespace {

// The proposals of a plan's newest version, with the corrections in force.
absl::StatusOr<std::vector<Proposal>> ReadProposals(pg::Tx& tx, const store::PlanRef& ref) {
  TRANCHE_ASSIGN_OR_RETURN(const v1::Plan stated, store::GetVersion(tx, ref, 0));
  std::vector<CorrectionFact> all;
  for (const store::StoredCorrection& each : store::ListPlanCorrections(tx, ref)) {
    all.push_back(each.fact);
  }
  // With every row at its own number, so that what is made of it says the right one.
  const PlanInPlace corrected = CorrectedInPlace(stated, InForce(all, stated.version()));
  return ProposalsOf(corrected.plan, [&](const std::string& path) {
    return std::any_of(corrected.gone.begin(), corrected.gone.end(),
                       [&path](const std::string& row) { return IsWithin(row, path); });
  });
}

// A name that no record has: the proposal's own, or with the next number behind it.
std::string FreeId(pg::Tx& tx, const std::string& organisation, const std::string& wanted) {
  for (int i = 1;; ++i) {
    const std::string id = i == 1 ? wanted : absl::StrCat(wanted, "-", i);
    store::LockGroundwork(tx, organisation, id);
    if (!store::GetGroundwork(tx, organisation, id).ok()) return id;
  }
}

v1::TakenOver Described(const Proposal& proposal) {
  v1::TakenOver item;
  item.set_kind(proposal.kind);
  item.set_title(proposal.title);
  item.set_plan_path(proposal.plan_path);
  item.set_document_place(proposal.document_place);
  if (const auto& why = proposal.left_out_because) {
    item.set_outcome(v1::LEFT_OUT);
    item.set_reason(why->reason);
    item.set_text_bg(Explain(why->reason, why->values, Language::kBulgarian));
    item.set_text_en(Explain(why->reason, why->values, Language::kEnglish));
  }
  return item;
}

}  // namespace

absl::StatusOr<v1::TakeOverGroundworkResponse> GroundworkService::TakeOverGroundwork(
    const rpc::CallScope& scope, const v1::TakeOverGroundworkRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.name()));
  const std::set<int> kinds(request.kinds().begin(), request.kinds().end());
  return idempotency::Write<v1::TakeOverGroundworkResponse>(
      *context_.pool, scope, request,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::TakeOverGroundworkResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<Proposal> proposals, ReadProposals(tx, ref));
        // Two plans may name one body: nobody else takes over beside this.
        store::LockGroundwork(tx, ref.organisation, "");
        std::vector<v1::Groundwork> records = store::ListAllGroundwork(tx, ref.organisation);
        v1::TakeOverGroundworkResponse response;
        for (const Proposal& proposal : proposals) {
          if (!kinds.empty() && kinds.count(proposal.kind) == 0) continue;
          v1::TakenOver& item = *response.add_items();
          item = Described(proposal);
          if (item.outcome() == v1::LEFT_OUT) {
            response.set_left_out_count(response.left_out_count() + 1);
            continue;
          }
          if (const v1::Groundwork* there = AlreadyThere(records, proposals, proposal)) {
            item.set_outcome(v1::ALREADY_THERE);
            item.set_groundwork(there->name());
            response.set_already_there_count(response.already_there_count() + 1);
            continue;
          }
          RecordToKeep next{.organisation = ref.organisation,
                            .id = FreeId(tx, ref.organisation, proposal.id),
                            .after = proposal.record,
                            .request_id = request.request_id()};
          next.after.set_revision(1);
          TRANCHE_ASSIGN_OR_RETURN(v1::Groundwork stored, KeepRecord(tx, scope, next));
          item.set_outcome(v1::TAKEN_OVER);
          item.set_groundwork(stored.name());
          response.set_taken_over_count(response.taken_over_count() + 1);
          records.push_back(std::move(stored));
        }
        return response;
      });
}

}  // namespace tranche::plans
