// SPDX-License-Identifier: EUPL-1.2
// A plan's account on the wire.
#pragma once

#include "reports/plans/plan_account.h"
#include "tranche/reports/v1/plan_report.pb.h"

namespace tranche::reports {

// Without as_of, known_at and the checkpoint.
v1::PlanReport ToProto(const PlanFacts& facts, const PlanAccount& account, Currency currency);

}  // namespace tranche::reports
