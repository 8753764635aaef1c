// SPDX-License-Identifier: EUPL-1.2
// Prices of one, amounts in two currencies and totals that are not exact.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plans/plan_checks.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Money Eur(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

Measure Row(std::optional<Money> total) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = 1;
  measure.stated_total = total;
  return measure;
}

// "Стандарт за едно място" with places.
Measure Standard(int64_t price, int places, std::optional<Money> total) {
  Measure measure = Row(total);
  measure.unit_price = UnitPrice{Bgn(price), "Стандарт за едно място (лв.)", {}};
  measure.capacity = Headcount{places, "места"};
  return measure;
}

std::vector<Check> ChecksOf(Measure measure) {
  Plan plan;
  plan.year = 2024;
  Section section;
  section.measures = {std::move(measure)};
  plan.sections.push_back(std::move(section));
  return CrossFoot(plan);
}

Check Find(const Measure& measure, const std::string& id) {
  for (const Check& check : ChecksOf(measure)) {
    if (check.id == id) return check;
  }
  ADD_FAILURE() << "no check " << id;
  return {};
}

Check PriceCheck(const Measure& measure) { return Find(measure, "measure.1.1.unit_price"); }

TEST(UnitPrice, StandardTimesPlaces_IsComparedWithTheTotal) {
  const Check agreeing = PriceCheck(Standard(294100, 20, Bgn(5882000)));
  EXPECT_EQ(agreeing.verdict, Verdict::kAgree);
  EXPECT_EQ(agreeing.computed, "58820.00");
  EXPECT_THAT(agreeing.fields, ElementsAre("measure.1.1.unit_price", "measure.1.1.stated_total",
                                           "measure.1.1.capacity"));
  const Check differing = PriceCheck(Standard(294100, 21, Bgn(5882000)));
  EXPECT_EQ(differing.verdict, Verdict::kDisagree);
  EXPECT_EQ(differing.delta, "2941.00");
}

TEST(UnitPrice, StandardForPartOfTheYear_IsTakenInThatPart) {
  Measure measure = Standard(894400, 8, Bgn(5366400));
  measure.months = 9;
  const Check check = PriceCheck(measure);
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_EQ(check.computed, "53664.00");
  ASSERT_THAT(check.readings, SizeIs(2));
  EXPECT_EQ(check.readings[0].verdict, Verdict::kDisagree);
  EXPECT_TRUE(check.readings[1].chosen);
  EXPECT_THAT(check.why.bg, HasSubstr("част от годината"));
}

TEST(UnitPrice, PartOfAYearWhoseFigureFitsAWholeOne_IsAWarning) {
  Measure measure = Standard(894400, 8, Bgn(7155200));
  measure.months = 9;
  const Check check = PriceCheck(measure);
  EXPECT_EQ(check.verdict, Verdict::kWarning);
  EXPECT_EQ(check.computed, "71552.00");
  EXPECT_TRUE(check.readings[0].chosen);
}

TEST(UnitPrice, PartOfAYearThatIsNoWholeNumberOfCents_IsRoundedOnce) {
  Measure measure = Standard(100001, 1, Bgn(58334));
  measure.months = 7;  // 1000.01 × 7 / 12 = 583.3391…
  EXPECT_EQ(PriceCheck(measure).computed, "583.34");
}

TEST(UnitPrice, MonthlyStandard_IsMultipliedByTheMonths) {
  Measure measure = Standard(10000, 3, Bgn(180000));
  measure.unit_price->unit = "Месечен стандарт за едно място";
  measure.months = 6;
  EXPECT_EQ(PriceCheck(measure).verdict, Verdict::kAgree);
  measure.months.reset();
  EXPECT_THAT(PriceCheck(measure).readings[0].not_written, ElementsAre("months"));
  EXPECT_EQ(PriceCheck(measure).computed, "3600.00");
}

TEST(UnitPrice, PriceOfPieces_DoesNotFollowTheMonths) {
  Measure measure = Standard(90000, 30, Bgn(2700000));
  measure.unit_price->unit = "Единична стойност (лв.)";
  measure.months = 6;
  const Check check = PriceCheck(measure);
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_THAT(check.readings, SizeIs(1));
}

TEST(UnitPrice, FactorsOfTheRow_AreAllMultiplied) {
  Measure measure = Row(Bgn(576000));
  measure.unit_price = UnitPrice{Bgn(450), "", {{8, "души"}, {8, "часа"}, {20, "дни"}}};
  measure.headcount = Headcount{8, "души"};
  const Check check = PriceCheck(measure);
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_EQ(check.readings[0].text_bg, "4.50 × 8 души × 8 часа × 20 дни");
  EXPECT_THAT(check.fields, ElementsAre("measure.1.1.unit_price", "measure.1.1.stated_total"));
}

TEST(UnitPrice, WithoutATotalOrANumber_IsNotComputable) {
  Measure measure = Row(std::nullopt);
  measure.unit_price = UnitPrice{Bgn(150000), "", {{2, ""}}};
  const Check product = PriceCheck(measure);
  EXPECT_EQ(product.verdict, Verdict::kNotComputable);
  EXPECT_EQ(product.computed, "3000.00");
  EXPECT_THAT(product.readings[0].not_written, ElementsAre("total"));
  measure.unit_price->factors.clear();
  EXPECT_EQ(PriceCheck(measure).computed, "");
  EXPECT_THAT(PriceCheck(measure).readings[0].not_written, ElementsAre("quantity", "total"));
}

TEST(UnitPrice, ProductThatDoesNotFit_IsNotComputable) {
  Measure measure = Row(Bgn(100));
  measure.unit_price =
      UnitPrice{Bgn(1'000'000'000'00), "", {{999999, ""}, {999999, ""}, {999999, ""}, {999999, ""}}};
  EXPECT_EQ(PriceCheck(measure).verdict, Verdict::kNotComputable);
}

TEST(UnitPrice, RowWithoutOne_HasNoSuchCheck) {
  for (const Check& check : ChecksOf(Row(Bgn(100)))) {
    EXPECT_NE(check.id, "measure.1.1.unit_price");
    EXPECT_NE(check.id, "measure.1.1.shown");
  }
}

TEST(ShownTwice, EuroAtTheFixedRate_Agrees) {
  Measure measure = Row(Bgn(750000));
  measure.also_shown = {{"stated_total", Eur(383469)}};
  const Check check = Find(measure, "measure.1.1.shown");
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_EQ(check.stated, "3834.69");
  EXPECT_THAT(check.readings[0].text_bg, HasSubstr("7500.00 BGN / 1.95583 = 3834.69 EUR"));
}

TEST(ShownTwice, LevaBesideEuroThatCount_AreComparedInEuro) {
  Measure measure = Row(Eur(383469));
  measure.also_shown = {{"stated_total", Bgn(750000)}};
  const Check check = Find(measure, "measure.1.1.shown");
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_THAT(check.readings[0].text_bg, HasSubstr("7500.00 BGN / 1.95583 = 3834.69 EUR"));
  measure.stated_total = Eur(383500);
  EXPECT_EQ(Find(measure, "measure.1.1.shown").delta, "-0.31");
}

TEST(ShownTwice, OneOfSeveralThatDiffers_IsTheOneOfTheCheck) {
  Measure measure = Row(Bgn(750000));
  measure.parts = {{"храна", Bgn(200000)}};
  measure.monthly = MonthlyAmount{Bgn(62500), MonthlyBasis::kGroup};
  measure.also_shown = {
      {"stated_total", Eur(383469)}, {"parts.1", Eur(102259)}, {"monthly", Eur(31956)}};
  const Check check = Find(measure, "measure.1.1.shown");
  EXPECT_EQ(check.verdict, Verdict::kDisagree);
  EXPECT_EQ(check.stated, "1022.59");
  EXPECT_EQ(check.computed, "1022.58");
  EXPECT_EQ(check.delta, "-0.01");
  ASSERT_THAT(check.readings, SizeIs(3));
  EXPECT_TRUE(check.readings[1].chosen);
  EXPECT_FALSE(check.readings[0].chosen || check.readings[2].chosen);
}

TEST(ShownTwice, FieldThatTheRowLacks_GivesNoReading) {
  Measure measure = Row(Bgn(750000));
  measure.also_shown = {{"parts.3", Eur(100)}};
  const Check check = Find(measure, "measure.1.1.shown");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings, IsEmpty());
}

TEST(Sources, PartThatNoSourceIsNamedFor_LeavesTheSumOpen) {
  Measure measure = Row(Bgn(1200000));
  measure.parts = {{"от ЕСФ", Bgn(1020000)}, {"съфинансиране", Bgn(180000)}};
  measure.sources = {{SourceKind::kEuProgramme, "ЕСФ", Bgn(1020000)}};
  const Check check = Find(measure, "measure.1.1.sources");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings.back().text_bg, HasSubstr("съфинансиране 1800.00"));
  measure.sources.push_back({SourceKind::kOther, "съфинансиране", Bgn(170000)});
  measure.parts[1].amount = Bgn(170000);
  EXPECT_EQ(Find(measure, "measure.1.1.sources").verdict, Verdict::kDisagree);
}

TEST(InexactTotal, Difference_IsForAPersonToJudge) {
  Measure measure = Row(Bgn(500000));
  measure.parts = {{"храна", Bgn(200000)}, {"път", Bgn(100000)}};
  EXPECT_EQ(Find(measure, "measure.1.1.parts").verdict, Verdict::kDisagree);
  measure.stated_total_qualifier = "до";
  const Check check = Find(measure, "measure.1.1.parts");
  EXPECT_EQ(check.verdict, Verdict::kWarning);
  EXPECT_THAT(check.readings.back().text_bg, HasSubstr("„до …“"));
}

TEST(InexactTotal, ThatAgrees_StaysAsItIs) {
  Measure measure = Row(Bgn(300000));
  measure.parts = {{"храна", Bgn(200000)}, {"път", Bgn(100000)}};
  measure.stated_total_qualifier = "около";
  EXPECT_EQ(Find(measure, "measure.1.1.parts").verdict, Verdict::kAgree);
}

TEST(InexactTotal, SumOfThePlanWithSuchARow_IsForAPersonToJudge) {
  Plan plan;
  plan.year = 2024;
  Measure first = Row(Bgn(500000)), second = Row(Bgn(100000));
  second.ordinal = 2;
  first.stated_total_qualifier = "до";
  Section section;
  section.measures = {first, second};
  plan.sections.push_back(section);
  plan.stated_total = Bgn(590000);
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == "total") {
      EXPECT_EQ(check.verdict, Verdict::kWarning);
      return;
    }
  }
  ADD_FAILURE() << "no check of the total";
}

}  // namespace
}  // namespace tranche::plans
