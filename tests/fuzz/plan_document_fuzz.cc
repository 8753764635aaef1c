// SPDX-License-Identifier: EUPL-1.2
// A municipality's own document: read, converted and cross-footed, or refused with its places.
#include "fuzz/fuzz.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"

namespace tranche::plans {

TRANCHE_FUZZ_TARGET(plan_document) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(input);
  if (!read.ok()) {
    fuzz::Require(!ReasonOf(read.status()).empty(), "a refusal has its reason");
    fuzz::Require(ViolationsOf(read.status()).size() <= kProblemsMax,
                  "no more problems are listed than are kept");
    return;
  }
  fuzz::Require(read->findings.size() <= kFindingsMax + 1, "no more findings are listed than are kept");
  const std::vector<Check> checks = CrossFoot(read->plan);
  fuzz::Require(CrossFoot(read->plan) == checks, "a plan has one result");
}

}  // namespace tranche::plans
