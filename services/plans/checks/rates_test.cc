// SPDX-License-Identifier: EUPL-1.2
// Plans held against wages of law and rates of schemes.
#include "plans/checks/rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plans/plan_checks.h"
#include "plans/testing/rates.h"
#include "platform/calendar/civil.h"

namespace tranche::plans {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// 10 persons for 12 months, for that much.
Measure Employed(Money total) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = 1;
  measure.stated_total = total;
  measure.cohorts = {{.persons = 10, .months = 12, .text = "10 лица за 12 месеца"}};
  return measure;
}

Measure OfScheme(const std::string& activity, std::optional<Money> total) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = 1;
  measure.activity = activity;
  measure.stated_total = total;
  return measure;
}

Plan PlanOf(Measure measure, int year) {
  Plan plan;
  plan.year = year;
  Section section;
  section.measures = {std::move(measure)};
  plan.sections.push_back(std::move(section));
  return plan;
}

std::optional<Check> Find(const Plan& plan, const std::string& id,
                          const std::optional<Rates>& rates = RatesOfThen()) {
  for (const Check& check : CrossFoot(plan, rates)) {
    if (check.id == id) return check;
  }
  return std::nullopt;
}

Check Require(const Plan& plan, const std::string& id,
              const std::optional<Rates>& rates = RatesOfThen()) {
  const std::optional<Check> check = Find(plan, id, rates);
  EXPECT_TRUE(check.has_value()) << id;
  return check.value_or(Check());
}

std::string Outcome(const Check& check) {
  return check.stated + " " + check.computed + " " + check.delta + " " +
         std::string(VerdictName(check.verdict));
}

// ---- Wages

// 120 person-months × 310.00 × 117.8 % = 43821.60.
TEST(Wage, BelowTheMinimumWithContributions_WarnsWithTheGap) {
  const Check check = Require(PlanOf(Employed(Bgn(4000000)), 2013), "measure.1.1.wage");
  EXPECT_EQ(Outcome(check), "40000.00 43821.60 3821.60 WARNING");
  ASSERT_THAT(check.readings, SizeIs(1));
  EXPECT_TRUE(check.readings[0].chosen);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("working_time"));
  EXPECT_THAT(check.readings[0].text_en,
              AllOf(HasSubstr("310.00 × 117.80 %"), HasSubstr("2013-01-01 – 2013-12-31"),
                    HasSubstr("unverified")));
  EXPECT_THAT(check.readings[0].text_bg, AllOf(HasSubstr("непроверено"), HasSubstr("сумата не стига")));
  EXPECT_THAT(check.fields, ElementsAre("measure.1.1.stated_total", "measure.1.1.cohorts.1"));
}

TEST(Wage, AtTheMinimumToTheCent_Agrees) {
  EXPECT_EQ(Outcome(Require(PlanOf(Employed(Bgn(4382160)), 2013), "measure.1.1.wage")),
            "43821.60 43821.60 0.00 AGREE");
  EXPECT_EQ(Require(PlanOf(Employed(Bgn(4382159)), 2013), "measure.1.1.wage").verdict,
            Verdict::kWarning);
  EXPECT_EQ(Outcome(Require(PlanOf(Employed(Bgn(5000000)), 2013), "measure.1.1.wage")),
            "50000.00 43821.60 -6178.40 AGREE");
}

// 360 until June and 380 from July: whether an amount between both is enough hangs on the months.
TEST(Wage, ThatChangesWithinTheYear_BetweenTheRatesIsForAPersonToDecide) {
  const Check check = Require(PlanOf(Employed(Bgn(5200000)), 2015), "measure.1.1.wage");
  ASSERT_THAT(check.readings, SizeIs(2));
  EXPECT_EQ(check.readings[0].computed, "50889.60");
  EXPECT_EQ(check.readings[1].computed, "53716.80");
  EXPECT_EQ(check.readings[1].verdict, Verdict::kWarning);
  EXPECT_EQ(check.readings[0].verdict, Verdict::kAgree);
  EXPECT_TRUE(check.readings[1].chosen);
  EXPECT_THAT(check.why.en, HasSubstr("between the lowest one and it"));
  EXPECT_EQ(Outcome(check), "52000.00 53716.80 1716.80 WARNING");
}

TEST(Wage, ThatChangesWithinTheYear_AgreesFromTheHighestOnAndIsHeldAgainstTheLowestBelow) {
  const auto of = [](int64_t minor) {
    return Require(PlanOf(Employed(Bgn(minor)), 2015), "measure.1.1.wage");
  };
  EXPECT_EQ(Outcome(of(5371680)), "53716.80 53716.80 0.00 AGREE");
  EXPECT_TRUE(of(5371680).readings[1].chosen);
  EXPECT_EQ(Outcome(of(5371679)), "53716.79 53716.80 0.01 WARNING");
  EXPECT_EQ(Outcome(of(5088960)), "50889.60 53716.80 2827.20 WARNING");
  EXPECT_EQ(Outcome(of(5088959)), "50889.59 50889.60 0.01 WARNING");
  EXPECT_TRUE(of(5088959).readings[0].chosen);
}

TEST(Wage, ForDaysWithoutARule_IsNotComputable) {
  const Check before = Require(PlanOf(Employed(Bgn(100)), 2005), "measure.1.1.wage");
  EXPECT_EQ(Outcome(before), "1.00   NOT_COMPUTABLE");
  EXPECT_THAT(before.readings[0].text_en, HasSubstr("no minimum wage"));
  // From May 2012 on one is known: the months before may have a lower one.
  const Check partly = Require(PlanOf(Employed(Bgn(100)), 2012), "measure.1.1.wage");
  ASSERT_THAT(partly.readings, SizeIs(2));
  EXPECT_EQ(Outcome(partly), "1.00   NOT_COMPUTABLE");
  EXPECT_EQ(partly.readings[1].verdict, Verdict::kWarning);
}

TEST(Wage, OwnTimeFrameOfTheRow_GoesBeforeTheYearOfThePlan) {
  Measure measure = Employed(Bgn(4000000));
  measure.timeframe = Period{.from = {.year = 2014}, .to = {.year = 2014}, .as_written = "2014 г."};
  EXPECT_EQ(Require(PlanOf(measure, 2013), "measure.1.1.wage").computed, "48062.40");
}

TEST(Wage, InAnotherCurrency_IsNotComputable) {
  const Check check =
      Require(PlanOf(Employed(Money::Minor(100, Currency::kEur)), 2013), "measure.1.1.wage");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].text_en, HasSubstr("another currency"));
}

TEST(Wage, WithoutPersonMonthsOrTotal_IsNoCheck) {
  Measure without_time = Employed(Bgn(100));
  without_time.cohorts[0].months.reset();
  EXPECT_EQ(Find(PlanOf(without_time, 2013), "measure.1.1.wage"), std::nullopt);
  Measure without_total = Employed(Bgn(100));
  without_total.stated_total.reset();
  EXPECT_EQ(Find(PlanOf(without_total, 2013), "measure.1.1.wage"), std::nullopt);
  Measure without_people = Employed(Bgn(100));
  without_people.cohorts.clear();
  EXPECT_EQ(Find(PlanOf(without_people, 2013), "measure.1.1.wage"), std::nullopt);
}

TEST(Wage, WithoutAYear_IsNotComputable) {
  const Check check = Require(PlanOf(Employed(Bgn(100)), 0), "measure.1.1.wage");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("period"));
}

// Of two versions that hold on a day the one that began last counts, though nobody ended the other.
TEST(Wage, OfVersionsThatOverlap_TheLaterOneHolds) {
  Rates rates = RatesOfThen();
  rates.minimum_wages = {rates.minimum_wages[1], rates.minimum_wages[2]};
  rates.minimum_wages[0].days.last = kLastDayTaken;
  rates.minimum_wages[1].days.last = kLastDayTaken;
  const Check check = Require(PlanOf(Employed(Bgn(100)), 2014), "measure.1.1.wage", rates);
  ASSERT_THAT(check.readings, SizeIs(1));
  EXPECT_EQ(check.computed, "48062.40");
}

// Whatever the figures: a warning exactly when the total is less than wages and contributions come to.
RC_GTEST_PROP(WageProperty, Warning_IsExactlyBelowTheProduct, ()) {
  const int64_t wage = *rc::gen::inRange<int64_t>(1, 1'000'00);
  const int64_t hundredths = *rc::gen::inRange<int64_t>(0, 30'00);
  const int months = *rc::gen::inRange(1, 100);
  Rates rates = RatesOfThen();
  rates.minimum_wages[1].amount = Bgn(wage);
  rates.contributions[0].hundredths = hundredths;
  const int64_t ten_thousandths = wage * months * (10'000 + hundredths);
  const int64_t near = ten_thousandths / 10'000;
  const int64_t total = *rc::gen::inRange<int64_t>(near > 3 ? near - 3 : 0, near + 4);
  Measure measure = Employed(Bgn(total));
  measure.cohorts = {{.persons = 1, .months = months, .text = ""}};
  const Check check = Require(PlanOf(measure, 2013), "measure.1.1.wage", rates);
  RC_ASSERT((check.verdict == Verdict::kWarning) == (total * 10'000 < ten_thousandths));
  RC_ASSERT(check.verdict == Verdict::kWarning || check.verdict == Verdict::kAgree);
}

// ---- Hours

TEST(Hours, RowThatNamesTheScheme_ListsEveryRateAndExplainsNothing) {
  const Check check =
      Require(PlanOf(OfScheme("Личен асистент по „ПОДКРЕПА за  достоен живот”", Bgn(100000)), 2013),
              "measure.1.1.hours");
  EXPECT_EQ(Outcome(check), "   NOT_COMPUTABLE");
  ASSERT_THAT(check.readings, SizeIs(4));
  EXPECT_THAT(check.readings[0].text_en, AllOf(HasSubstr("weak"), HasSubstr("1 of 3 divisions"),
                                               HasSubstr("nothing is explained")));
  EXPECT_THAT(check.readings[0].text_bg, AllOf(HasSubstr("слаб белег"), HasSubstr("1 от 3 деления")));
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("hours"));
  EXPECT_EQ(check.readings[1].computed, "500");
  EXPECT_EQ(check.readings[2].computed, "416.6666…");
  EXPECT_EQ(check.readings[3].computed, "333.3333…");
  for (const Reading& reading : check.readings) {
    EXPECT_EQ(reading.verdict, Verdict::kNotComputable);
    EXPECT_FALSE(reading.chosen);
  }
}

TEST(Hours, RateThatEndedInTheYearBefore_IsListedAsSuch) {
  const Check check =
      Require(PlanOf(OfScheme("Подкрепа за достоен живот", Bgn(48000)), 2013), "measure.1.1.hours");
  ASSERT_THAT(check.readings, SizeIs(4));
  EXPECT_THAT(check.readings[1].text_en, HasSubstr("to 2012-12-18, before the period"));
  EXPECT_THAT(check.readings[1].text_bg, HasSubstr("до 18.12.2012 г., преди периода"));
  EXPECT_THAT(check.readings[2].text_en, Not(HasSubstr("before the period")));
}

TEST(Hours, NoWholeNumber_SaysSo) {
  const Check check =
      Require(PlanOf(OfScheme("Подкрепа за достоен живот", Bgn(10001)), 2013), "measure.1.1.hours");
  EXPECT_THAT(check.readings[0].text_en, HasSubstr("At no hourly rate"));
}

TEST(Hours, PeriodWithoutARate_IsNotComputableAndSaysWhy) {
  const Check check =
      Require(PlanOf(OfScheme("Подкрепа за достоен живот", Bgn(10000)), 2020), "measure.1.1.hours");
  ASSERT_THAT(check.readings, SizeIs(1));
  EXPECT_THAT(check.readings[0].text_en, HasSubstr("no hourly rate"));
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
}

TEST(Hours, RowOfAnotherScheme_IsNoCheck) {
  EXPECT_EQ(Find(PlanOf(OfScheme("Подкрепа за заетост", Bgn(10000)), 2013), "measure.1.1.hours"),
            std::nullopt);
  EXPECT_EQ(
      Find(PlanOf(OfScheme("Подкрепа за достоен живот", std::nullopt), 2013), "measure.1.1.hours"),
      std::nullopt);
}

TEST(Hours, RateThatNamesNoScheme_IsNotUsed) {
  Rates rates = RatesOfThen();
  for (const char* nameless : {"", " ", "„“"}) {
    for (AmountRate& rate : rates.hour_rates) rate.scheme = nameless;
    EXPECT_EQ(Find(PlanOf(OfScheme("Клуб", Bgn(10000)), 2013), "measure.1.1.hours", rates),
              std::nullopt)
        << '"' << nameless << '"';
  }
}

// ---- Nobody answers what the rates are

TEST(Rates, NotKnown_TheChecksThatNeedThemSaySoAndTheOthersStand) {
  const Plan plan = PlanOf(Employed(Bgn(4000000)), 2013);
  const Check wage = Require(plan, "measure.1.1.wage", std::nullopt);
  EXPECT_EQ(Outcome(wage), "40000.00   NOT_COMPUTABLE");
  EXPECT_THAT(wage.readings[0].text_en, HasSubstr("cannot be looked up now"));
  EXPECT_EQ(Require(plan, "rates", std::nullopt).verdict, Verdict::kNotComputable);
  EXPECT_EQ(Find(plan, "rates"), std::nullopt);
  std::vector<Check> without = CrossFoot(plan), with = CrossFoot(plan, RatesOfThen());
  const auto outside = [](const Check& check) {
    return check.id == "rates" || check.id == "measure.1.1.wage";
  };
  std::erase_if(without, outside);
  std::erase_if(with, outside);
  EXPECT_EQ(without, with);
}

TEST(Rates, OfAPlanWithoutAmounts_AreNotMissed) {
  EXPECT_EQ(Find(PlanOf(OfScheme("Клуб", std::nullopt), 2013), "rates", std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace tranche::plans
