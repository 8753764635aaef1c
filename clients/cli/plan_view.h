// SPDX-License-Identifier: EUPL-1.2
// A plan for people: everything that its document states, and what was not understood of it.
#pragma once

#include "cli/output.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::cli {

View PlanView(const plans::v1::Plan& plan, Language language);

// Only its measures, all sections in one table: for programs.
View PlanRows(const plans::v1::Plan& plan, Language language);

// As every client says them (cpp/partial_date.h), whole days by SayDay.
std::string SayPeriod(const common::v1::PartialPeriod& period, Language language);
std::string SayPartialDate(const common::v1::PartialDate& date, Language language);

}  // namespace tranche::cli
