// SPDX-License-Identifier: EUPL-1.2
// A plan on the wire as values that can be corrected, and as values that are compared.
#pragma once

#include "plans/versions/compare.h"
#include "plans/versions/correction.h"
#include "tranche/plans/v1/plan_versions.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans {

// Every value that can be corrected. Of two rows with one number within a section, the first.
PlanValues ValuesOf(const v1::Plan& plan);

// The plan with the corrections in force laid over it.
v1::Plan Corrected(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force);

ComparedPlan ComparedOf(const v1::Plan& plan);

v1::PlanComparison ToProto(const Comparison& comparison);

// Section and ordinal, "1.2".
std::string PlaceOf(const v1::Section& section, const v1::Measure& measure);

// The measure at "1.2"; null: there is none.
const v1::Measure* FindMeasure(const v1::Plan& plan, const std::string& place);

}  // namespace tranche::plans
