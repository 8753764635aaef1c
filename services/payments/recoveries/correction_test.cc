// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using absl::CivilDay;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Parts Two(int64_t eu, int64_t national) { return {Leva(eu), Leva(national)}; }

Rule Of(const std::string& code, const std::string& value, const std::string& unit = "percent") {
  return {.code = code,
          .value = value,
          .unit = unit,
          .source = "Наредба",
          .verified = unit != "flag",
          .valid_from = CivilDay(2017, 1, 1),
          .valid_to = std::nullopt};
}

std::vector<Rule> Rules(const std::string& truncates = "1") {
  std::vector<Rule> rules = {Of("correction_indicator_truncates", truncates, "flag"),
                             Of("correction_durability_percent", "100")};
  const char* procurement[] = {"100", "25", "10", "5"};
  for (int i = 0; i < 4; ++i) {
    rules.push_back(Of(absl::StrCat("correction_procurement_percent_", i + 1), procurement[i]));
  }
  const std::pair<const char*, const char*> bands[] = {
      {"90", "0"}, {"80", "5"}, {"70", "10"}, {"60", "15"}, {"50", "20"}, {"45", "25"}, {"0", "100"}};
  for (const auto& [from, percent] : bands) {
    rules.push_back(Of(absl::StrCat("correction_indicator_from_", from), percent));
  }
  return rules;
}

CorrectionInput Procurement(const std::vector<int64_t>& percents) {
  CorrectionInput input{.scale = Scale::kProcurement,
                        .findings = {},
                        .indicators = {},
                        .unfulfilled = std::nullopt,
                        .affected = Two(8'500'00, 1'500'00),
                        .decided_on = CivilDay(2018, 6, 1)};
  for (const int64_t percent : percents) {
    input.findings.push_back({.violation = "нарушение", .percent_hundredths = percent * 100});
  }
  return input;
}

// Results in hundredths of a percent of a target of 100.
CorrectionInput Indicators(const std::vector<int64_t>& achieved_hundredths) {
  CorrectionInput input = Procurement({});
  input.scale = Scale::kIndicators;
  for (const int64_t achieved : achieved_hundredths) {
    input.indicators.push_back(
        {.code = "показател", .target_hundredths = 100'00, .achieved_hundredths = achieved});
  }
  return input;
}

TEST(Correction, SeveralBreaches_HighestPercentCounts) {
  const auto found = FindCorrection(Procurement({5, 25, 10}), Rules());

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(FormatTenThousandths(found->percent_ten_thousandths), "25");
  EXPECT_EQ(found->amount, Two(2'125'00, 375'00));
}

TEST(Correction, PercentThatTheScaleLacks_IsNamedWithItsPlace) {
  const auto found = FindCorrection(Procurement({5, 7, 12}), Rules());

  const std::vector<Violation> violations = ViolationsOf(found.status());
  ASSERT_THAT(violations, SizeIs(2));
  EXPECT_EQ(violations[0].field, "correction.findings[1].percent");
  EXPECT_EQ(violations[0].reason, "CORRECTION_PERCENT_UNKNOWN");
  EXPECT_EQ(violations[1].field, "correction.findings[2].percent");
}

TEST(Correction, Bands_TakeTheWholePercent) {
  const std::pair<int64_t, const char*> expected[] = {
      {89'60, "5"},  {89'99, "5"},  {80'00, "5"},  {79'99, "10"}, {70'00, "10"},  {69'99, "15"},
      {59'99, "20"}, {50'00, "20"}, {49'99, "25"}, {45'00, "25"}, {44'99, "100"}, {0, "100"}};
  for (const auto& [achieved, percent] : expected) {
    const auto found = FindCorrection(Indicators({achieved}), Rules());
    ASSERT_TRUE(found.ok()) << achieved << ": " << found.status();
    EXPECT_EQ(FormatTenThousandths(found->percent_ten_thousandths), percent) << achieved;
  }
}

TEST(Correction, EightyNinePointSix_ShowsTheRawValueAndTheReading) {
  const auto found = FindCorrection(Indicators({89'60}), Rules());

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->basis, HasSubstr("89.6 → 89 %"));
  EXPECT_THAT(found->basis, HasSubstr("непроверено / unverified"));
}

TEST(Correction, EightyNinePointSix_RoundedByAnotherRule_NeedsNone) {
  const auto found = FindCorrection(Indicators({89'60}), Rules("0"));

  EXPECT_EQ(ReasonOf(found.status()), "CORRECTION_NOT_DUE");
}

TEST(Correction, NinetyPercent_NeedsNone) {
  EXPECT_EQ(ReasonOf(FindCorrection(Indicators({90'00}), Rules()).status()), "CORRECTION_NOT_DUE");
}

TEST(Correction, SeveralIndicators_ArithmeticMeanOfAchievement) {
  const auto found = FindCorrection(Indicators({100'00, 60'00, 50'00}), Rules());

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->basis, HasSubstr("70 → 70 %"));
  EXPECT_EQ(FormatTenThousandths(found->percent_ten_thousandths), "10");
}

// A third and two thirds are exactly one: no fraction is lost on the way.
TEST(Correction, MeanOfThirds_IsExact) {
  CorrectionInput input = Indicators({});
  input.indicators = {{.code = "а", .target_hundredths = 3'00, .achieved_hundredths = 1'00},
                      {.code = "б", .target_hundredths = 3'00, .achieved_hundredths = 2'00}};

  const auto found = FindCorrection(input, Rules());

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(FormatTenThousandths(found->percent_ten_thousandths), "20");
}

TEST(Correction, UnforeseeableIndicator_DoesNotCount) {
  CorrectionInput input = Indicators({85'00, 0});
  input.indicators[1].unforeseeable = true;
  const auto found = FindCorrection(input, Rules());
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(FormatTenThousandths(found->percent_ten_thousandths), "5");

  input.indicators[0].unforeseeable = true;
  EXPECT_EQ(ReasonOf(FindCorrection(input, Rules()).status()), "CORRECTION_NOT_DUE");
}

TEST(Correction, Durability_IsForThePartOfThePeriodThatWasNotKept) {
  CorrectionInput input = Procurement({});
  input.scale = Scale::kDurability;
  input.unfulfilled = UnfulfilledPeriod{.days = 365, .of_days = 1826};

  const auto found = FindCorrection(input, Rules());

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(FormatTenThousandths(found->percent_ten_thousandths), "19.989");
  // 10 000.00 × 365/1826 = 1998.904…, of which EU 8 500.00 × 365/1826 = 1699.069…
  EXPECT_EQ(found->amount, Two(1'699'07, 299'83));
}

TEST(Correction, WhatDoesNotGoWithTheScale_IsNamedAllAtOnce) {
  CorrectionInput input = Indicators({});
  input.findings.push_back({.violation = "нарушение", .percent_hundredths = 25'00});
  input.unfulfilled = UnfulfilledPeriod{.days = 2, .of_days = 1};
  input.affected = Two(0, 0);

  const std::vector<Violation> violations = ViolationsOf(FindCorrection(input, Rules()).status());

  std::vector<std::string> fields;
  for (const Violation& violation : violations)
    fields.push_back(violation.field + " " + violation.reason);
  EXPECT_THAT(fields, ::testing::ElementsAre("correction.findings FIELD_NOT_OF_CHOICE",
                                             "correction.indicators FIELD_REQUIRED",
                                             "correction.unfulfilled FIELD_NOT_OF_CHOICE",
                                             "correction.unfulfilled.days FIELD_OUT_OF_RANGE",
                                             "correction.affected AMOUNT_NOT_ABOVE_ZERO"));
}

TEST(Correction, RuleOfAnotherTime_IsMissing) {
  CorrectionInput input = Procurement({25});
  input.decided_on = CivilDay(2016, 6, 1);
  EXPECT_EQ(ReasonOf(FindCorrection(input, Rules()).status()), "RULE_MISSING");
}

TEST(CorrectionEntry, AboveTheSupportLeft_IsRefusedPartByPart) {
  const Parts support = Two(100, 50);
  EXPECT_EQ(*DecideEntry(support, Two(60, 0), Two(0, 0), Two(0, 0), Two(40, 50)), Two(100, 50));
  EXPECT_EQ(ReasonOf(DecideEntry(support, Two(60, 0), Two(0, 0), Two(0, 0), Two(41, 0)).status()),
            "CORRECTION_ABOVE_SUPPORT");
  // Its own earlier version gives its place back.
  EXPECT_EQ(*DecideEntry(support, Two(60, 0), Two(60, 0), Two(0, 0), Two(100, 0)), Two(100, 0));
  EXPECT_EQ(ReasonOf(DecideEntry(support, Two(60, 0), Two(60, 0), Two(30, 0), Two(29, 50)).status()),
            "CORRECTION_BELOW_INDEBTED");
}

TEST(DebtOfCorrection, AboveWhatIsLeft_IsRefused) {
  EXPECT_EQ(*DecideDebtOfCorrection(Two(100, 50), Two(0, 0), Two(60, 0), Two(0, 0), Two(40, 50)),
            Two(100, 50));
  EXPECT_EQ(
      ReasonOf(
          DecideDebtOfCorrection(Two(100, 50), Two(0, 0), Two(60, 0), Two(0, 0), Two(41, 0)).status()),
      "DEBT_ABOVE_CORRECTION");
  EXPECT_EQ(*DecideDebtOfCorrection(Two(100, 50), Two(0, 0), Two(60, 0), Two(60, 0), Two(0, 0)),
            Two(0, 0));
}

// 60 of EU money were taken already where a cost was verified.
TEST(DebtOfCorrection, WhatVerificationTook_IsNotOwedAgain) {
  const Parts amount = Two(100, 50), taken = Two(60, 50), none = Two(0, 0);
  EXPECT_EQ(*DecideDebtOfCorrection(amount, taken, none, none, Two(40, 0)), Two(40, 0));
  EXPECT_EQ(ReasonOf(DecideDebtOfCorrection(amount, taken, none, none, Two(41, 0)).status()),
            "DEBT_ABOVE_CORRECTION");
  // A debt of before becomes less, also where more was taken since than is left.
  EXPECT_EQ(*DecideDebtOfCorrection(amount, Two(90, 50), Two(80, 0), Two(80, 0), Two(70, 0)),
            Two(70, 0));
  EXPECT_EQ(*DecideDebtOfCorrection(amount, Two(90, 50), Two(80, 0), Two(80, 0), none), none);
}

// K is rounded once as a whole, its EU part too; national is the rest and never below zero or above
// what is affected of it.
RC_GTEST_PROP(CorrectionProperty, ShareAddsUpAndStaysWithin, ()) {
  const Parts affected =
      Two(*rc::gen::inRange<int64_t>(0, 1'000'000'000), *rc::gen::inRange<int64_t>(0, 1'000'000'000));
  const int64_t denominator = *rc::gen::inRange<int64_t>(1, 10'000);
  const Ratio share = {*rc::gen::inRange<int64_t>(0, denominator + 1), denominator};
  const auto part = ShareOf(affected, share);
  RC_ASSERT(part.ok());
  RC_ASSERT(!part->eu.IsNegative() && !part->national.IsNegative());
  RC_ASSERT(IsWithin(*part, affected));
  const auto whole = MultiplyByRatio(*Sum(affected), share, Rounding::kHalfUp);
  RC_ASSERT(*Sum(*part) == *whole);
}

}  // namespace
}  // namespace tranche::payments::recoveries
