// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/plan_index_store.h"

#include <utility>
#include <vector>

#include "plans/search/record_texts_convert.h"
#include "plans/search/search_store.h"
#include "plans/versions/correction.h"
#include "plans/versions/versions_store.h"
#include "platform/base/status_macros.h"

namespace tranche::plans::search {

absl::StatusOr<RecordTexts> ReadTexts(pg::Tx& tx, const std::string& organisation,
                                      const std::string& plan) {
  const plans::store::PlanRef ref = {.organisation = organisation, .plan = plan};
  TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, plans::store::GetVersion(tx, ref, 0));
  std::vector<CorrectionFact> all;
  for (plans::store::StoredCorrection& correction : plans::store::ListPlanCorrections(tx, ref)) {
    all.push_back(std::move(correction.fact));
  }
  return TextsOf(newest, InForce(all, newest.version()));
}

absl::Status IndexPlan(pg::Tx& tx, const std::string& organisation, const std::string& plan) {
  TRANCHE_ASSIGN_OR_RETURN(const RecordTexts texts, ReadTexts(tx, organisation, plan));
  return store::Index(tx, texts);
}

}  // namespace tranche::plans::search
