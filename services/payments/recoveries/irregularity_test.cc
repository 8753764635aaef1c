// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/irregularity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using absl::CivilDay;

Parts Leva(int64_t eu, int64_t national) {
  return {Money::Minor(eu, Currency::kBgn), Money::Minor(national, Currency::kBgn)};
}
Parts Euro(int64_t eu, int64_t national) {
  return {Money::Minor(eu, Currency::kEur), Money::Minor(national, Currency::kEur)};
}

Rule Of(const std::string& code, const std::string& value, const std::string& unit) {
  return {.code = code,
          .value = value,
          .unit = unit,
          .source = "Наредба",
          .verified = true,
          .valid_from = CivilDay(2016, 1, 1),
          .valid_to = std::nullopt};
}

std::vector<Rule> Rules(const std::string& fraud = "1") {
  return {Of(kThresholdRule, "10000", "eur"), Of(kFraudRule, fraud, "flag")};
}

bool Reported(const Parts& amount, const std::string& classification, const std::string& fraud = "1") {
  const auto reporting = DecideReporting(amount, classification, Rules(fraud), CivilDay(2018, 6, 1));
  EXPECT_TRUE(reporting.ok()) << reporting.status();
  return reporting.ok() && reporting->reported_to_olaf;
}

TEST(Reporting, ThresholdIsOfTheFundsContribution) {
  EXPECT_FALSE(Reported(Euro(9'999'99, 50'000'00), "IRREGULARITY"));
  EXPECT_TRUE(Reported(Euro(10'000'00, 0), "IRREGULARITY"));
}

TEST(Reporting, LevaAreMeasuredInEuro) {
  // 19 558.30 leva are 10 000.00 euro; a stotinka less is 9 999.99.
  EXPECT_TRUE(Reported(Leva(19'558'30, 0), "IRREGULARITY"));
  EXPECT_FALSE(Reported(Leva(19'558'28, 0), "IRREGULARITY"));
}

TEST(Reporting, Fraud_IsReportedByTheRuleWhateverTheAmount) {
  EXPECT_TRUE(Reported(Euro(1, 0), "SUSPECTED_FRAUD"));
  EXPECT_TRUE(Reported(Euro(1, 0), "ESTABLISHED_FRAUD"));
  EXPECT_FALSE(Reported(Euro(1, 0), "SUSPECTED_FRAUD", "0"));
}

TEST(Reporting, NamesTheRuleWithItsMark) {
  const auto reporting = DecideReporting(Euro(1, 0), "IRREGULARITY", Rules(), CivilDay(2018, 6, 1));
  EXPECT_THAT(reporting->rule, HasSubstr("10000 EUR: Наредба (проверено / verified)"));
}

TEST(Reporting, BeforeTheRule_IsRefused) {
  const auto reporting = DecideReporting(Euro(1, 0), "IRREGULARITY", Rules(), CivilDay(2015, 6, 1));
  EXPECT_EQ(ReasonOf(reporting.status()), "RULE_MISSING");
}

TEST(Quarters, EndWithTheirMonths_AndReportsAreDueAMonthLater) {
  const char* due[] = {"2018-04-30", "2018-07-31", "2018-10-31", "2019-01-31"};
  for (int quarter = 1; quarter <= 4; ++quarter) {
    EXPECT_EQ(FormatDay(EndOfMonthAfter(QuarterOf(2018, quarter).to, 1)), due[quarter - 1]);
  }
  EXPECT_EQ(QuarterOf(2018, 1).from, CivilDay(2018, 1, 1));
  EXPECT_EQ(QuarterOf(2018, 4).to, CivilDay(2018, 12, 31));
}

// How many parts of a national number cannot be taken.
size_t WrongParts(const std::string& register_name, const std::string& fund) {
  std::vector<Violation> faults;
  AddNumberFaults(register_name, fund, &faults);
  return faults.size();
}

TEST(NationalNumber, TakesLettersOfAnyScriptAndDigits) {
  EXPECT_EQ(WrongParts("ОПЧР20", "ЕСФ"), 0u);
  EXPECT_EQ(WrongParts("OP1", "ERDF"), 0u);
  EXPECT_EQ(WrongParts("ОПЧР/20", ""), 2u);
  EXPECT_EQ(WrongParts("ОПЧР20", "АБВГДЕЖЗИЙКЛМНОПРСТУФ"), 1u);
}

Signal Received() {
  Signal signal;
  signal.id = 3;
  signal.received_on = CivilDay(2018, 3, 1);
  signal.check_by = CivilDay(2018, 6, 1);
  return signal;
}

TEST(SignalMove, GoesThroughItsSteps) {
  const auto active =
      DecideMove(Received(), {.step = SignalStep::kRegister, .on = CivilDay(2018, 3, 5)});
  ASSERT_TRUE(active.ok()) << active.status();
  EXPECT_EQ(active->registered_on, CivilDay(2018, 3, 5));

  const auto extended = DecideMove(*active, {.step = SignalStep::kExtendCheck,
                                             .on = CivilDay(2018, 5, 1),
                                             .note = "чака се становище",
                                             .extended_to = CivilDay(2018, 7, 16)});
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->check_by, CivilDay(2018, 7, 16));
  EXPECT_EQ(
      ReasonOf(DecideMove(*extended, {.step = SignalStep::kExtendCheck, .on = CivilDay(2018, 6, 1)})
                   .status()),
      "SIGNAL_CHECK_EXTENDED");

  const auto ended = DecideMove(*extended, {.step = SignalStep::kEnd,
                                            .on = CivilDay(2018, 6, 20),
                                            .classification = "IRREGULARITY",
                                            .copy_by = CivilDay(2018, 6, 25)});
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_TRUE(CheckRegistrable(*ended, CivilDay(2018, 6, 20)).ok());
  EXPECT_EQ(ReasonOf(CheckRegistrable(*ended, CivilDay(2018, 6, 19))), "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(
      ReasonOf(DecideMove(*ended, {.step = SignalStep::kRemove, .on = CivilDay(2018, 6, 21)}).status()),
      "SIGNAL_WRONG_STATE");
}

TEST(SignalMove, BeforeItCame_IsRefused) {
  const auto early =
      DecideMove(Received(), {.step = SignalStep::kRegister, .on = CivilDay(2018, 2, 28)});
  EXPECT_EQ(ReasonOf(early.status()), "DAYS_OUT_OF_ORDER");
}

TEST(SignalMove, NoIrregularity_DoesNotEnterTheRegister) {
  Signal signal = Received();
  signal.state = SignalState::kEnded;
  signal.classification = "NO_IRREGULARITY";
  signal.ended_on = CivilDay(2018, 6, 20);
  EXPECT_EQ(ReasonOf(CheckRegistrable(signal, CivilDay(2018, 6, 21))), "SIGNAL_WITHOUT_IRREGULARITY");
  EXPECT_EQ(ReasonOf(CheckRegistrable(Received(), CivilDay(2018, 6, 21))),
            "SIGNAL_WITHOUT_IRREGULARITY");
}

// Thursday, 1 March 2018, and the holiday on Saturday that moves to Monday.
TEST(PeriodEnd, WorkingDays_LeaveOutWeekendsAndHolidays) {
  const HolidayCalendar calendar = HolidayCalendar::Build(2018, 2018,
                                                          {{.name = "3 март",
                                                            .month = 3,
                                                            .day = 3,
                                                            .first_year = 2007,
                                                            .last_year = 2018,
                                                            .moves_from_year = 2017}},
                                                          {});
  const Rule rule = Of(kRegisterRule, "3", "working_days");

  EXPECT_EQ(*PeriodEnd(CivilDay(2018, 3, 1), rule, true, calendar), CivilDay(2018, 3, 7));
}

TEST(PeriodEnd, DaysAndMonths_MoveToAWorkingDayByTheRuleOnly) {
  const HolidayCalendar calendar = HolidayCalendar::Build(2018, 2018, {}, {});
  const Rule days = Of(kExtensionRule, "14", "days");
  // 15 September 2018 is a Saturday.
  EXPECT_EQ(*PeriodEnd(CivilDay(2018, 9, 1), days, true, calendar), CivilDay(2018, 9, 17));
  EXPECT_EQ(*PeriodEnd(CivilDay(2018, 9, 1), days, false, calendar), CivilDay(2018, 9, 15));
  EXPECT_EQ(*PeriodEnd(CivilDay(2018, 1, 31), Of(kCheckRule, "3", "months"), false, calendar),
            CivilDay(2018, 4, 30));
  EXPECT_EQ(
      ReasonOf(PeriodEnd(CivilDay(2018, 9, 1), Of("x", "14", "percent"), false, calendar).status()),
      "RULE_UNREADABLE");
}

}  // namespace
}  // namespace tranche::payments::recoveries
