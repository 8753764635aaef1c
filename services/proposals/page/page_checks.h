// SPDX-License-Identifier: EUPL-1.2
// What follows from the figures and days of a project's page, beside what it states.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/footing/check.h"
#include "platform/money/three_part.h"
#include "proposals/page/page_rules.h"
#include "proposals/page/project_page.h"

namespace tranche::proposals {

// `eu_share` of the grant, when whoever imports gives it: no page writes it. Without rules, since
// nobody answered what they are, the checks that need them are not computable and say so.
std::vector<footing::Check> CheckPage(const ProjectPage& page, std::optional<Ratio> eu_share,
                                      const std::optional<PageRules>& rules = std::nullopt);

// "неделя", "Sunday".
footing::Sentence WeekdayOf(absl::CivilDay day);

// The whole cost by who pays: the grant is its share of the total, the EU part its share of the grant
// (both half away from zero), national and own part are what remains.
absl::StatusOr<ThreePart> DividePage(Money total, Ratio grant_share, Ratio eu_share);

// The year of the start that the length and the end leave open, by a rule of reading the last day; none
// when the page writes it, or too little else.
std::vector<int> StartYears(const ProjectPage& page);

}  // namespace tranche::proposals
