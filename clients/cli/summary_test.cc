// SPDX-License-Identifier: EUPL-1.2
#include "cli/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

// More of everything than the screen holds.
Examples ManyOfAll() {
  Examples examples;
  examples.plan.set_name("organisations/lyubimets/plans/lyubimets-2013");
  examples.plan.set_title(std::string(50, 'x') +
                          " много дълго наименование на годишния план на общината за годината");
  examples.plan.set_municipality("Любимец");
  for (int i = 0; i < 20; ++i) {
    plans::v1::Check* check = examples.checks.add_checks();
    check->set_place(absl::StrCat("1.", i));
    check->set_title_bg("Сбор на частите спрямо посочената обща сума на реда");
    check->set_unit("BGN");
    check->set_stated("244440.00");
    check->set_computed("242499.00");
    check->set_delta("-1941.00");
    check->set_verdict(i % 2 == 0 ? plans::v1::DISAGREE : plans::v1::WARNING);
  }
  examples.contract.set_number("BG05M9OP001-2.005-0063-C01");
  examples.contract.set_starts_on("2017-04-18");
  common::v1::Mark* mark = examples.contract.add_marks();
  mark->set_field("startsOn");
  mark->set_provenance(common::v1::SOURCED);
  for (int i = 0; i < 9; ++i) {
    timelines::v1::Deadline* deadline = examples.deadlines.add_deadlines();
    deadline->set_title_bg("Окончателно искане за плащане");
    deadline->set_due_on("2018-11-19");
    deadline->set_state(i == 0 ? timelines::v1::MET : timelines::v1::UPCOMING);
    deadline->mutable_basis()->set_source("ЗУСЕФСУ, чл. 64, ал. 2");
  }
  return examples;
}

TEST(SummaryLines, MoreThanTheScreenHolds_StillFitsOnIt) {
  for (const Language language : {Language::kBulgarian, Language::kEnglish}) {
    const std::vector<std::string> lines = SummaryLines(ManyOfAll(), language);
    EXPECT_LE(lines.size(), 24u);
    for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), 100) << line;
  }
}

TEST(SummaryLines, Disagreement_HasBothFiguresAndTheDifference) {
  const std::string text = absl::StrJoin(SummaryLines(ManyOfAll(), Language::kBulgarian), "\n");
  EXPECT_THAT(text, testing::HasSubstr("244 440,00 → 242 499,00 лв. (-1941,00)"));
  EXPECT_THAT(text, testing::HasSubstr("внимание 10"));
  EXPECT_THAT(text, testing::HasSubstr("18.04.2017 г. (от източник)"));
  EXPECT_THAT(text, testing::HasSubstr("ЗУСЕФСУ, чл. 64, ал. 2 (непроверено)"));
}

}  // namespace
}  // namespace tranche::cli
