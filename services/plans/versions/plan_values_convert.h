// SPDX-License-Identifier: EUPL-1.2
// A plan on the wire as values that can be corrected, and as values that are compared.
#pragma once

#include "plans/versions/compare.h"
#include "plans/versions/correction.h"
#include "tranche/plans/v1/plan_versions.pb.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans {

// Every value that can be corrected: those that the document states, and those of the rows that were
// added.
PlanValues ValuesOf(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force = {});

// The key of the value at a path, and the path of a key.
ValueKey KeyOf(const std::string& path);
std::string PathOf(const ValueKey& key);

// The same values in the order of the plan, as they are shown.
std::vector<v1::PlanValue> ShownValues(const v1::Plan& stated,
                                       const std::map<ValueKey, CorrectionFact>& in_force);

// All that a row says; no value: there is no such row. Rows that were added are there.
Value RowTextOf(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force,
                const std::string& row);

// The row that a person adds to a list, with its number and its values in their forms.
// ROW_LIST_UNKNOWN, CORRECTION_PATH_UNKNOWN, the refusals of Unfit, ROW_EMPTY (INVALID_REQUEST, with
// their fields), ROW_NUMBER_TAKEN.
absl::StatusOr<RowCommand> NewRowOf(const v1::Plan& stated, const std::vector<CorrectionFact>& all,
                                    const v1::AddPlanRowRequest& request);

// What the path of a request names, where a version has no such value: CORRECTION_PATH_UNKNOWN at
// `field`, with the closest path that it has and what is there.
Violation UnknownPath(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force,
                      const std::string& field, const std::string& path);

// What a correction shows of its row, and what it is called.
void DescribeCorrection(const CorrectionFact& fact, v1::Correction* shown);

// The plan with the corrections in force laid over it.
v1::Plan Corrected(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force);
// The same with every row at its own number: what is struck out and numbers that were given up are
// there still, and `gone` has their paths.
struct PlanInPlace {
  v1::Plan plan;
  std::vector<std::string> gone;
};
PlanInPlace CorrectedInPlace(const v1::Plan& stated,
                             const std::map<ValueKey, CorrectionFact>& in_force);

ComparedPlan ComparedOf(const v1::Plan& plan);

v1::PlanComparison ToProto(const Comparison& comparison);

// Section and ordinal, "1.2".
std::string PlaceOf(const v1::Section& section, const v1::Measure& measure);

// The measure at "1.2"; null: there is none.
const v1::Measure* FindMeasure(const v1::Plan& plan, const std::string& place);

}  // namespace tranche::plans
