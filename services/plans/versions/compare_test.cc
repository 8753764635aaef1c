// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

ComparedMeasure MeasureAt(const std::string& place, const std::string& activity,
                          std::optional<Money> total = {}, const std::string& executor = "Община") {
  return {.place = place,
          .activity = activity,
          .description = "",
          .total = total,
          .values = {{"activity", "дейност", "activity", activity},
                     {"executor", "изпълнител", "executor", executor},
                     {"stated_total", "сума", "total",
                      total ? std::optional<std::string>(FormatAmount(*total)) : std::nullopt}}};
}

ComparedPlan PlanOf(std::vector<ComparedMeasure> measures) {
  return {.values = {{"title", "заглавие", "title", "План"}}, .measures = std::move(measures)};
}

TEST(Compare, SamePlan_NothingDiffers) {
  const ComparedPlan plan = PlanOf(
      {MeasureAt("1.1", "Домашен патронаж", Leva(244440'00)), MeasureAt("1.2", "Личен асистент")});
  const Comparison result = Compare(plan, plan);
  EXPECT_THAT(result.measures, IsEmpty());
  EXPECT_THAT(result.values, IsEmpty());
  EXPECT_EQ(result.unchanged, 2);
  EXPECT_EQ(result.rows_before, Leva(244440'00));
  EXPECT_EQ(result.rows_after, Leva(244440'00));
}

TEST(Compare, AmountAndExecutorChanged_BothWithBeforeAndAfter) {
  const Comparison result =
      Compare(PlanOf({MeasureAt("1.2", "Личен асистент", Leva(39792'00), "АСП")}),
              PlanOf({MeasureAt("1.2", "Личен асистент", Leva(40000'00), "Община")}));
  ASSERT_EQ(result.measures.size(), 1u);
  const MeasureDifference& change = result.measures[0];
  EXPECT_EQ(change.fate, Fate::kChanged);
  EXPECT_EQ(change.match, Match::kSameWords);
  EXPECT_EQ(change.similarity_percent, 100);
  EXPECT_THAT(change.values,
              ElementsAre(ValueDifference{"executor", "изпълнител", "executor", "АСП", "Община"},
                          ValueDifference{"stated_total", "сума", "total", "39792.00", "40000.00"}));
  EXPECT_EQ(change.total_delta, Leva(208'00));
}

TEST(Compare, MeasureInAnotherSection_IsMovedAndNotRemovedAndAdded) {
  const Comparison result =
      Compare(PlanOf({MeasureAt("1.1", "Клуб на пенсионера"), MeasureAt("2.1", "Хоспис")}),
              PlanOf({MeasureAt("1.1", "Хоспис"), MeasureAt("2.1", "Клуб на пенсионера")}));
  ASSERT_EQ(result.measures.size(), 2u);
  EXPECT_EQ(result.measures[0].fate, Fate::kMoved);
  EXPECT_EQ(result.measures[0].place_before, "2.1");
  EXPECT_EQ(result.measures[0].place_after, "1.1");
  EXPECT_EQ(result.measures[1].place_before, "1.1");
  EXPECT_EQ(result.unchanged, 0);
}

TEST(Compare, RewordedAtItsPlace_IsChangedBySimilarWords) {
  const Comparison result = Compare(PlanOf({MeasureAt("1.1", "Обучение на личните асистенти")}),
                                    PlanOf({MeasureAt("1.1", "Обучение на социалните асистенти")}));
  ASSERT_EQ(result.measures.size(), 1u);
  EXPECT_EQ(result.measures[0].fate, Fate::kChanged);
  EXPECT_EQ(result.measures[0].match, Match::kSamePlaceSimilarWords);
  EXPECT_EQ(result.measures[0].similarity_percent, 75);
}

TEST(Compare, OtherWordsAtThePlace_IsAnotherMeasure) {
  const Comparison result =
      Compare(PlanOf({MeasureAt("1.1", "Обществена трапезария")}),
              PlanOf({MeasureAt("1.1", "Ремонт на детска градина", Leva(10'00))}));
  EXPECT_THAT(result.measures, ElementsAre(Field(&MeasureDifference::fate, Fate::kAdded),
                                           Field(&MeasureDifference::fate, Fate::kRemoved)));
  // An added measure shows what it states.
  EXPECT_THAT(result.measures[0].values.back(),
              (ValueDifference{"stated_total", "сума", "total", std::nullopt, "10.00"}));
  EXPECT_EQ(result.rows_before, std::nullopt);
}

TEST(Compare, SimilarMeasureElsewhere_NeedsMoreWordsThanAtItsPlace) {
  // 50 % of the words: enough at the same place, too little elsewhere.
  const ComparedPlan before = PlanOf({MeasureAt("1.1", "помощ за хора")});
  EXPECT_THAT(Compare(before, PlanOf({MeasureAt("1.2", "помощ")})).measures,
              ElementsAre(Field(&MeasureDifference::fate, Fate::kAdded),
                          Field(&MeasureDifference::fate, Fate::kRemoved)));
  EXPECT_THAT(Compare(before, PlanOf({MeasureAt("1.1", "помощ")})).measures,
              ElementsAre(Field(&MeasureDifference::fate, Fate::kChanged)));
}

TEST(Compare, CertainMatch_IsNotLostToASimilarOneBeforeIt) {
  const Comparison result =
      Compare(PlanOf({MeasureAt("1.1", "Ремонт на училище"), MeasureAt("1.2", "Ремонт на пътя")}),
              PlanOf({MeasureAt("1.1", "Ремонт на пътя"), MeasureAt("1.2", "Ремонт на моста")}));
  ASSERT_EQ(result.measures.size(), 2u);
  EXPECT_EQ(result.measures[0].match, Match::kSameWords);
  EXPECT_EQ(result.measures[0].place_before, "1.2");
  EXPECT_EQ(result.measures[1].place_before, "1.1");
  EXPECT_EQ(result.measures[1].match, Match::kSimilarWords);
}

TEST(Compare, AmountsInTwoCurrencies_HaveNoDelta) {
  const Comparison result =
      Compare(PlanOf({MeasureAt("1.1", "Патронаж", Leva(100'00))}),
              PlanOf({MeasureAt("1.1", "Патронаж", Money::Minor(51'13, Currency::kEur))}));
  ASSERT_EQ(result.measures.size(), 1u);
  EXPECT_EQ(result.measures[0].total_delta, std::nullopt);
}

// Plans of a few words each, so that many are equal or similar.
rc::Gen<ComparedPlan> SomePlan() {
  return rc::gen::map(rc::gen::container<std::vector<std::vector<int>>>(
                          rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6))),
                      [](const std::vector<std::vector<int>>& rows) {
                        std::vector<ComparedMeasure> measures;
                        for (const std::vector<int>& row : rows) {
                          std::string words;
                          for (const int word : row) absl::StrAppend(&words, "дума", word, " ");
                          measures.push_back(MeasureAt(absl::StrCat("1.", measures.size() + 1), words));
                        }
                        return PlanOf(std::move(measures));
                      });
}

int CountFate(const Comparison& comparison, Fate fate) {
  int count = 0;
  for (const MeasureDifference& change : comparison.measures) count += change.fate == fate;
  return count;
}

// Every measure of either plan is told of exactly once.
RC_GTEST_PROP(Compare, EveryMeasure_IsAddedRemovedOrPairedOnce, ()) {
  const ComparedPlan before = *SomePlan();
  const ComparedPlan after = *SomePlan();
  const Comparison result = Compare(before, after);
  const int pairs =
      CountFate(result, Fate::kChanged) + CountFate(result, Fate::kMoved) + result.unchanged;
  RC_ASSERT(pairs + CountFate(result, Fate::kRemoved) == static_cast<int>(before.measures.size()));
  RC_ASSERT(pairs + CountFate(result, Fate::kAdded) == static_cast<int>(after.measures.size()));
}

RC_GTEST_PROP(Compare, AnyPlanWithItself_DiffersInNothing, ()) {
  ComparedPlan plan = *SomePlan();
  // Rows without any word cannot be told from each other.
  for (ComparedMeasure& measure : plan.measures) measure.activity += " ред";
  const Comparison result = Compare(plan, plan);
  RC_ASSERT(result.measures.empty());
  RC_ASSERT(result.unchanged == static_cast<int>(plan.measures.size()));
}

}  // namespace
}  // namespace tranche::plans
