// SPDX-License-Identifier: EUPL-1.2
// Rules of reference beside a project's page: how much of its grant may be paid in advance, and by when
// its final claim is due. The page writes neither.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/calendar/working_days.h"
#include "platform/footing/check.h"
#include "platform/money/money.h"
#include "proposals/page/project_page.h"

namespace tranche::proposals {

struct PageRule {
  std::string value;  // As reference has it, "20".
  std::string source;
  bool verified = false;  // Whether the primary text was read.

  friend bool operator==(const PageRule&, const PageRule&) = default;
};

// What holds for a page; a rule that does not hold on its day is absent.
struct PageRules {
  std::optional<PageRule> advance_percent;  // On the day of the start.
  std::optional<PageRule> cap_percent;
  std::optional<PageRule> final_claim_months;  // On the day of the end.
  std::optional<PageRule> shift;               // "1": to the next working day.
  HolidayCalendar calendar;
};

// The days by which the rules are chosen: no value when the page leaves the day open.
std::optional<absl::CivilDay> StartDay(const ProjectPage& page);
std::optional<absl::CivilDay> EndDay(const ProjectPage& page);

// "advance" and "claim.final". Without rules, since nobody answered what they are, both say so.
void AddRuleChecks(const ProjectPage& page, const std::optional<PageRules>& rules,
                   std::vector<footing::Check>* list);

}  // namespace tranche::proposals
