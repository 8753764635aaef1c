// SPDX-License-Identifier: EUPL-1.2
#include "plans/kept_document/marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Span SpanAt(const std::string& path, int block, int row, int column, std::size_t begin) {
  return {
      .path = path,
      .at =
          {.block = block, .row = row, .column = column, .begin = begin, .end = begin + 2, .place = ""},
      .text = "xx"};
}

Check CheckOf(const std::string& id, const std::string& place, std::vector<std::string> fields) {
  Check check;
  check.id = id;
  check.place = place;
  check.fields = std::move(fields);
  check.verdict = Verdict::kDisagree;
  return check;
}

// "kind id block.row.column@begin" of each mark that is to be looked at.
std::vector<std::string> PlacesOf(const std::vector<Mark>& marks) {
  std::vector<std::string> places;
  for (const Mark& mark : marks) {
    if (mark.kind == MarkKind::kValue) continue;
    places.push_back(absl::StrCat(mark.kind == MarkKind::kCheck        ? "check "
                                  : mark.kind == MarkKind::kCorrection ? "correction "
                                                                       : "finding ",
                                  mark.id, " ", mark.at.block, ".", mark.at.row, ".", mark.at.column,
                                  "@", mark.at.begin));
  }
  return places;
}

TEST(Marks, Check_StandsAtEveryValueThatItIsAbout) {
  Plan plan;
  plan.spans = {SpanAt("measure.1.1.stated_total", 3, 2, 4, 10),
                SpanAt("measure.1.1.parts.1", 3, 2, 4, 30)};
  const std::vector<Mark> marks =
      MarksOf(plan, {CheckOf("parts", "1.1", {"measure.1.1.stated_total", "measure.1.1.parts.1"})}, {});
  EXPECT_THAT(PlacesOf(marks), ElementsAre("check parts 3.2.4@10", "check parts 3.2.4@30"));
}

TEST(Marks, FieldWithoutASpanOfItsOwn_StandsForWhatLiesBelowIt) {
  Plan plan;
  plan.spans = {SpanAt("measure.1.1.cohorts.1", 3, 2, 4, 10),
                SpanAt("measure.1.1.cohorts.2", 3, 2, 4, 40)};
  EXPECT_THAT(PlacesOf(MarksOf(plan, {CheckOf("people", "1.1", {"measure.1.1.cohorts"})}, {})),
              ElementsAre("check people 3.2.4@10", "check people 3.2.4@40"));
}

// "measure.1.1" is not "measure.1.10".
TEST(Marks, RowWithoutASpanForTheField_IsMarkedAtItsFirstValue) {
  Plan plan;
  plan.spans = {SpanAt("measure.1.10.activity", 3, 1, 0, 0), SpanAt("measure.1.1.executor", 3, 2, 5, 0),
                SpanAt("measure.1.1.activity", 3, 2, 1, 0)};
  EXPECT_THAT(PlacesOf(MarksOf(plan, {CheckOf("eur", "1.1", {"measure.1.1.stated_total"})}, {})),
              ElementsAre("check eur 3.2.1@0"));
}

TEST(Marks, CheckOfThePlanWithoutAPlace_StandsAtTheWholeDocument) {
  EXPECT_THAT(PlacesOf(MarksOf(Plan(), {CheckOf("adoption", "plan", {})}, {})),
              ElementsAre("check adoption -1.-1.-1@0"));
}

TEST(Marks, Findings_AreNumberedInTheirOrderAndSaidInBothLanguages) {
  const Remark later{.reason = "TEXT_NOT_UTF8",
                     .values = {},
                     .at = {.block = 5, .row = -1, .column = -1, .begin = 0, .end = 0, .place = ""}};
  const Remark sooner{.reason = "TEXT_NOT_UTF8",
                      .values = {},
                      .at = {.block = 1, .row = -1, .column = -1, .begin = 0, .end = 0, .place = ""}};
  const std::vector<Mark> marks = MarksOf(Plan(), {}, {later, sooner});
  EXPECT_THAT(PlacesOf(marks), ElementsAre("finding 2 1.-1.-1@0", "finding 1 5.-1.-1@0"));
  EXPECT_FALSE(marks[0].text.bg.empty());
  EXPECT_NE(marks[0].text.bg, marks[0].text.en);
}

TEST(Marks, SamePlaceTwiceInOneCheck_IsMarkedOnce) {
  Plan plan;
  plan.spans = {SpanAt("measure.1.1.monthly", 3, 2, 4, 10)};
  EXPECT_THAT(PlacesOf(MarksOf(
                  plan, {CheckOf("m", "1.1", {"measure.1.1.monthly", "measure.1.1.monthly"})}, {})),
              ElementsAre("check m 3.2.4@10"));
}

TEST(Marks, Correction_StandsOnce_AtTheClosestPlaceThatTheDocumentHas) {
  Plan plan;
  plan.spans = {SpanAt("measure.1.1.activity", 3, 2, 1, 0),
                SpanAt("measure.1.1.headcount.count", 3, 2, 4, 10),
                SpanAt("measure.1.1.headcount.noun", 3, 2, 4, 20), SpanAt("parents.1", 1, -1, -1, 5)};
  const auto at = [&](const CorrectedValue& value) { return PlacesOf(MarksOf(plan, {}, {}, {value})); };
  // A value of its own, with parts; a value that the row does not write; of the strategy; of the plan.
  EXPECT_THAT(at({"1", {"measure.1.1.headcount"}, "1.1", {}}), ElementsAre("correction 1 3.2.4@10"));
  EXPECT_THAT(at({"2", {"measure.1.1.months"}, "1.1", {}}), ElementsAre("correction 2 3.2.1@0"));
  EXPECT_THAT(at({"3", {"parents.1.adoption.date", "parents.1"}, "", {}}),
              ElementsAre("correction 3 1.-1.-1@5"));
  EXPECT_THAT(at({"4", {"stated_total"}, "", {}}), ElementsAre("correction 4 -1.-1.-1@0"));
  EXPECT_THAT(at({"5", {"measure.9.9.months"}, "9.9", {}}), ElementsAre("correction 5 -1.-1.-1@0"));
}

TEST(Marks, NothingToMark_IsNothing) { EXPECT_THAT(MarksOf(Plan(), {}, {}), IsEmpty()); }

}  // namespace
}  // namespace tranche::plans
