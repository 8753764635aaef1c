// SPDX-License-Identifier: EUPL-1.2
// A plan's annual report on paper: the figures are those of the message, the words of the plan as
// written.
#pragma once

#include "platform/base/error.h"
#include "reports/paper/paper.h"
#include "tranche/reports/v1/plan_report.pb.h"

namespace tranche::reports {

paper::Document ToPaper(const v1::PlanReport& report, Language language);

}  // namespace tranche::reports
