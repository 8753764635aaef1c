// SPDX-License-Identifier: EUPL-1.2
// What the two examples contain and what was found wrong in them, on one screen.
#pragma once

#include <string>
#include <vector>

#include "platform/base/error.h"
#include "tranche/budgets/v1/budgets.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/reports/v1/reports_service.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::cli {

inline constexpr char kExamplePlan[] = "lyubimets-2013";
inline constexpr char kExampleContract[] = "BG05M9OP001-2.005-0063-C01";

struct Examples {
  plans::v1::Plan plan;
  plans::v1::CheckPlanResponse checks;
  proposals::v1::Contract contract;
  budgets::v1::Budget budget;
  reports::v1::BudgetVsActual report;
  timelines::v1::ListDeadlinesResponse deadlines;
};

// At most 24 lines of at most 100 columns.
std::vector<std::string> SummaryLines(const Examples& examples, Language language);

}  // namespace tranche::cli
