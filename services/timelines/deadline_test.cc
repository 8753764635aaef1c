// SPDX-License-Identifier: EUPL-1.2
#include "timelines/deadline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::timelines {
namespace {

using Day = absl::CivilDay;

Contract MineralniBani(Day ends_on = Day(2018, 10, 18)) {
  return {.organisation = "mineralni-bani",
          .id = "BG05M9OP001-2.005-0063-C01",
          .number = "BG05M9OP001-2.005-0063-C01",
          .procedure = "BG05M9OP001-2.005",
          .starts_on = Day(2017, 4, 18),
          .ends_on = ends_on,
          .duration_months = 18,
          .version = 1};
}

LegalRule Rule(const char* code, const char* value, const char* unit, const char* period = "") {
  return {.code = code,
          .value = value,
          .unit = unit,
          .programming_period = period,
          .source = "act",
          .verified = true};
}

std::vector<LegalRule> Rules() {
  LegalRule shift = Rule(kShiftToWorkingDay, "1", "flag");
  shift.source = "regulation";
  shift.verified = false;
  return {Rule(kFinalClaimMonths, "1", "months"), Rule(kVerifyAndPayDays, "90", "days", "2014-2020"),
          Rule(kVerifyAndPayDays, "80", "days", "2021-2027"), Rule(kAdvancePaymentDays, "14", "days"),
          shift};
}

HolidayCalendar Calendar() {
  const HolidayRule liberation{.name = "Ден на Освобождението",
                               .kind = HolidayRule::Kind::kFixed,
                               .month = 3,
                               .day = 3,
                               .first_year = 1990,
                               .last_year = 2020};
  const HolidayRule easter_monday{.name = "Велики понеделник",
                                  .kind = HolidayRule::Kind::kOrthodoxEaster,
                                  .offset_days = 1,
                                  .first_year = 1990,
                                  .last_year = 2020};
  return HolidayCalendar::Build(2017, 2018, {liberation, easter_monday}, {});
}

Obligation FinalClaim(const Contract& contract, Day as_of = Day(2018, 9, 1)) {
  return ObligationsOf(contract, {}, as_of).front();
}

SentClaim Claim(ClaimKind kind, int sequence, Day sent_on) {
  return {.name = "",
          .kind = kind,
          .sequence = sequence,
          .sent_on = sent_on,
          .met_on = std::nullopt,
          .refused = false};
}

absl::StatusOr<Deadline> ReckonIn2014(const Obligation& obligation, Day as_of) {
  return Reckon(obligation, Rules(), "2014-2020", Calendar(), as_of);
}

TEST(FinalClaim, OfMineralniBani_ShiftsFromSundayToMonday) {
  const auto deadline = ReckonIn2014(FinalClaim(MineralniBani()), Day(2018, 9, 1));
  ASSERT_TRUE(deadline.ok()) << deadline.status();
  EXPECT_EQ(deadline->obligation.event_on, Day(2018, 10, 18));
  EXPECT_EQ(deadline->period, "1 months");
  EXPECT_EQ(deadline->nominal_on, Day(2018, 11, 18));
  EXPECT_EQ(deadline->due_on, Day(2018, 11, 19));
  EXPECT_EQ(deadline->shift_bg,
            "18.11.2018 г. е неделя; срокът изтича на следващия работен ден, 19.11.2018 г.");
  EXPECT_EQ(deadline->shift_en,
            "2018-11-18 is a Sunday; the period ends on the next working day, 2018-11-19.");
  EXPECT_EQ(deadline->basis.rule, "final_claim_months");
  EXPECT_TRUE(deadline->basis.verified);
  ASSERT_TRUE(deadline->shift_basis.has_value());
  EXPECT_EQ(deadline->shift_basis->rule, "deadline_shift_to_working_day");
  EXPECT_EQ(deadline->shift_basis->source, "regulation");
  EXPECT_FALSE(deadline->shift_basis->verified);
  EXPECT_EQ(deadline->days_left, 79);
}

TEST(FinalClaim, WithTheOtherPeriodRule_RunsFromADayEarlierAndEndsOnTheSameMonday) {
  const auto deadline = ReckonIn2014(FinalClaim(MineralniBani(Day(2018, 10, 17))), Day(2018, 9, 1));
  ASSERT_TRUE(deadline.ok());
  EXPECT_EQ(deadline->nominal_on, Day(2018, 11, 17));  // A Saturday.
  EXPECT_EQ(deadline->due_on, Day(2018, 11, 19));
  EXPECT_THAT(deadline->shift_bg,
              ::testing::HasSubstr("17.11.2018 г. е събота, 18.11.2018 г. е неделя"));
}

TEST(Reckon, WorkingDay_NeedsNoShiftAndNamesNone) {
  const auto deadline = ReckonIn2014(FinalClaim(MineralniBani(Day(2018, 10, 19))), Day(2018, 9, 1));
  ASSERT_TRUE(deadline.ok());
  EXPECT_EQ(deadline->due_on, Day(2018, 11, 19));
  EXPECT_EQ(deadline->nominal_on, deadline->due_on);
  EXPECT_EQ(deadline->shift_bg, "");
  EXPECT_EQ(deadline->shift_en, "");
  EXPECT_FALSE(deadline->shift_basis.has_value());
}

TEST(Reckon, Holiday_IsNamedInTheReason) {
  // One month from 9 March 2018 is Easter Monday.
  const auto deadline = ReckonIn2014(FinalClaim(MineralniBani(Day(2018, 3, 9))), Day(2018, 3, 9));
  ASSERT_TRUE(deadline.ok());
  EXPECT_EQ(deadline->nominal_on, Day(2018, 4, 9));
  EXPECT_EQ(deadline->due_on, Day(2018, 4, 10));
  EXPECT_THAT(deadline->shift_bg, ::testing::HasSubstr("празничен ден (Велики понеделник)"));
  EXPECT_THAT(deadline->shift_en, ::testing::HasSubstr("public holiday (Велики понеделник)"));
}

TEST(Reckon, ShiftSwitchedOffOrUnknown_LeavesTheNominalDay) {
  std::vector<LegalRule> off = Rules();
  off.back().value = "0";
  std::vector<LegalRule> unknown = Rules();
  unknown.pop_back();
  for (const std::vector<LegalRule>& rules : {off, unknown}) {
    const auto deadline =
        Reckon(FinalClaim(MineralniBani()), rules, "2014-2020", Calendar(), Day(2018, 9, 1));
    ASSERT_TRUE(deadline.ok());
    EXPECT_EQ(deadline->due_on, Day(2018, 11, 18));
    EXPECT_FALSE(deadline->shift_basis.has_value());
  }
}

TEST(Reckon, YearWithoutHolidays_IsAnErrorAndNotAGuess) {
  const absl::Status refused =
      ReckonIn2014(FinalClaim(MineralniBani(Day(2018, 12, 18))), Day(2018, 9, 1)).status();
  EXPECT_EQ(ReasonOf(refused), "CALENDAR_ENDS");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"year", "2019"}}));
}

TEST(Reckon, MissingOrUnreadableRule_IsRefusedWithItsCode) {
  const Obligation obligation = FinalClaim(MineralniBani());
  const absl::Status missing = Reckon(obligation, {}, "", Calendar(), Day(2018, 9, 1)).status();
  EXPECT_EQ(ReasonOf(missing), "RULE_MISSING");
  EXPECT_EQ(ValuesOf(missing), (ErrorValues{{"day", "2018-10-18"}, {"rule", "final_claim_months"}}));
  for (const LegalRule& broken :
       {Rule(kFinalClaimMonths, "one", "months"), Rule(kFinalClaimMonths, "0", "months"),
        Rule(kFinalClaimMonths, "1.5", "months"), Rule(kFinalClaimMonths, "1", "percent")}) {
    EXPECT_EQ(ReasonOf(Reckon(obligation, {broken}, "", Calendar(), Day(2018, 9, 1)).status()),
              "RULE_UNREADABLE");
  }
}

TEST(VerifyAndPay, ProgrammingPeriod_ChoosesBetween90And80Days) {
  const std::vector<Obligation> obligations = ObligationsOf(
      MineralniBani(), {Claim(ClaimKind::kInterim, 2, Day(2018, 1, 10))}, Day(2018, 9, 1));
  const Obligation& interim = obligations.front();
  EXPECT_EQ(interim.id, "verify-and-pay-2");
  EXPECT_EQ(interim.owner, DeadlineOwner::kManagingAuthority);
  EXPECT_EQ(interim.title_en, "Verification and payment of interim claim No 2");
  const auto old_period = Reckon(interim, Rules(), "2014-2020", Calendar(), Day(2018, 9, 1));
  ASSERT_TRUE(old_period.ok());
  EXPECT_EQ(old_period->period, "90 days");
  EXPECT_EQ(old_period->due_on, Day(2018, 4, 10));
  const auto new_period = Reckon(interim, Rules(), "2021-2027", Calendar(), Day(2018, 9, 1));
  ASSERT_TRUE(new_period.ok());
  EXPECT_EQ(new_period->period, "80 days");
  EXPECT_EQ(new_period->nominal_on, Day(2018, 3, 31));
  EXPECT_EQ(ReasonOf(Reckon(interim, Rules(), "", Calendar(), Day(2018, 9, 1)).status()),
            "RULE_MISSING");
}

TEST(VerifyAndPay, Advance_HasTwoWeeksForPayment) {
  const std::vector<Obligation> obligations =
      ObligationsOf(MineralniBani(), {Claim(ClaimKind::kAdvance, 1, Day(2017, 5, 2))}, Day(2017, 5, 2));
  const auto deadline = ReckonIn2014(obligations.front(), Day(2017, 5, 2));
  ASSERT_TRUE(deadline.ok());
  EXPECT_EQ(deadline->period, "14 days");
  EXPECT_EQ(deadline->due_on, Day(2017, 5, 16));
  EXPECT_EQ(deadline->obligation.title_bg, "Плащане по авансово искане № 1");
}

Suspension Question(int number, Day asked_on, Day due_on, std::optional<Day> closed_on = std::nullopt,
                    int days_in_all = 0, int days_max = 28) {
  return {.question_number = number,
          .asked_on = asked_on,
          .due_on = due_on,
          .closed_on = closed_on,
          .days_in_all = days_in_all,
          .days_max = days_max};
}

TEST(Suspension, OpenQuestion_CountsUpToTheLastDayForItsAnswer) {
  const std::vector<Suspension> open = {Question(1, Day(2018, 2, 1), Day(2018, 2, 20))};
  EXPECT_EQ(SuspendedDays({}, Day(2018, 2, 10)), 0);
  EXPECT_EQ(SuspendedDays(open, Day(2018, 1, 31)), 0);
  EXPECT_EQ(SuspendedDays(open, Day(2018, 2, 1)), 0);
  EXPECT_EQ(SuspendedDays(open, Day(2018, 2, 10)), 9);
  EXPECT_EQ(SuspendedDays(open, Day(2018, 5, 1)), 19);
}

TEST(Suspension, ClosedQuestions_CountWhatTheyCameToTogether) {
  const std::vector<Suspension> questions = {
      Question(1, Day(2018, 2, 1), Day(2018, 3, 1), Day(2018, 2, 21), 20),
      Question(2, Day(2018, 3, 1), Day(2018, 4, 1), Day(2018, 3, 21), 28)};
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 2, 20)), 19);  // Its answer is not known on that day.
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 2, 21)), 20);
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 3, 21)), 28);
}

TEST(Suspension, LaterQuestionThatIsOpen_StopsTheClockUpToTheLimitInTotal) {
  // The month from 1 February has 28 days, and the first question took 20 of them.
  const std::vector<Suspension> questions = {
      Question(1, Day(2018, 2, 1), Day(2018, 3, 1), Day(2018, 2, 21), 20),
      Question(2, Day(2018, 3, 1), Day(2018, 4, 1))};
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 3, 8)), 27);
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 3, 9)), 28);
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 3, 10)), 28);
  EXPECT_EQ(SuspendedDays(questions, Day(2018, 3, 31)), 28);
}

TEST(Suspension, QuestionOnAnAdvance_StopsNoClock) {
  EXPECT_EQ(SuspendedDays({Question(1, Day(2018, 2, 1), Day(2018, 3, 1), std::nullopt, 0, 0)},
                          Day(2018, 2, 20)),
            0);
}

TEST(VerifyAndPay, Questions_MoveTheDueDayAndSayWhy) {
  SentClaim claim = Claim(ClaimKind::kInterim, 2, Day(2018, 1, 10));
  claim.suspensions = {Question(1, Day(2018, 2, 1), Day(2018, 3, 1), Day(2018, 2, 13), 12)};
  const Obligation obligation = ObligationsOf(MineralniBani(), {claim}, Day(2018, 3, 1)).front();
  const auto deadline = ReckonIn2014(obligation, Day(2018, 3, 1));
  ASSERT_TRUE(deadline.ok()) << deadline.status();
  EXPECT_EQ(deadline->period, "90 days");
  EXPECT_EQ(deadline->nominal_on, Day(2018, 4, 10));
  // 102 days end on Sunday, 22 April.
  EXPECT_EQ(deadline->due_on, Day(2018, 4, 23));
  EXPECT_EQ(
      deadline->shift_bg,
      "срокът не е текъл 12 дни заради въпроси по искането; 22.04.2018 г. е неделя; срокът изтича на "
      "следващия работен ден, 23.04.2018 г.");
  EXPECT_EQ(
      deadline->shift_en,
      "the period did not run for 12 days because of questions on the claim; 2018-04-22 is a Sunday; "
      "the period ends on the next working day, 2018-04-23.");
  EXPECT_TRUE(deadline->shift_basis.has_value());
}

TEST(ObligationsOf, ClaimSentLater_IsNotKnownYet) {
  const std::vector<SentClaim> claims = {Claim(ClaimKind::kFinal, 3, Day(2018, 11, 12))};
  const std::vector<Obligation> before = ObligationsOf(MineralniBani(), claims, Day(2018, 11, 11));
  ASSERT_EQ(before.size(), 1u);
  EXPECT_EQ(before[0].met_on, std::nullopt);
  const std::vector<Obligation> then = ObligationsOf(MineralniBani(), claims, Day(2018, 11, 12));
  ASSERT_EQ(then.size(), 2u);
  EXPECT_EQ(then[1].kind, DeadlineKind::kFinalClaim);
  EXPECT_EQ(then[1].met_on, Day(2018, 11, 12));
}

TEST(ObligationsOf, SeveralFinalClaims_TheFirstOneMeetsTheDeadline) {
  const std::vector<Obligation> obligations = ObligationsOf(
      MineralniBani(),
      {Claim(ClaimKind::kFinal, 3, Day(2018, 11, 12)), Claim(ClaimKind::kFinal, 4, Day(2019, 1, 7))},
      Day(2019, 2, 1));
  ASSERT_EQ(obligations.size(), 3u);
  EXPECT_EQ(obligations[2].met_on, Day(2018, 11, 12));
}

TEST(ObligationsOf, RefusedFinalClaim_MeetsItsDeadlineOnlyUntilItIsRefused) {
  SentClaim refused = Claim(ClaimKind::kFinal, 3, Day(2018, 11, 12));
  refused.met_on = Day(2019, 1, 15);
  refused.refused = true;
  const std::vector<Obligation> before = ObligationsOf(MineralniBani(), {refused}, Day(2019, 1, 14));
  EXPECT_EQ(before[1].met_on, Day(2018, 11, 12));
  const std::vector<Obligation> then = ObligationsOf(MineralniBani(), {refused}, Day(2019, 1, 15));
  EXPECT_EQ(then[1].met_on, std::nullopt);
  EXPECT_EQ(then[0].met_on, Day(2019, 1, 15));  // The authority has decided: nothing is owed.
}

TEST(ObligationsOf, FinalClaimAfterARefusedOne_MeetsTheDeadline) {
  SentClaim refused = Claim(ClaimKind::kFinal, 3, Day(2018, 11, 12));
  refused.met_on = Day(2018, 12, 3);
  refused.refused = true;
  const std::vector<Obligation> obligations = ObligationsOf(
      MineralniBani(), {refused, Claim(ClaimKind::kFinal, 4, Day(2019, 1, 7))}, Day(2019, 2, 1));
  EXPECT_EQ(obligations[2].met_on, Day(2019, 1, 7));
}

TEST(State, OfTheFinalClaim_FollowsTheDayAskedFor) {
  const Obligation open = FinalClaim(MineralniBani());
  const auto state_on = [&](const Obligation& obligation, Day as_of) {
    return ReckonIn2014(obligation, as_of)->state;
  };
  EXPECT_EQ(state_on(open, Day(2018, 10, 19)), DeadlineState::kUpcoming);  // 31 days left.
  EXPECT_EQ(state_on(open, Day(2018, 10, 20)), DeadlineState::kDueSoon);   // 30 days left.
  EXPECT_EQ(state_on(open, Day(2018, 11, 19)), DeadlineState::kDueSoon);   // The last day.
  EXPECT_EQ(state_on(open, Day(2018, 11, 20)), DeadlineState::kOverdue);
  Obligation met = open;
  met.met_on = Day(2018, 11, 19);
  EXPECT_EQ(state_on(met, Day(2018, 11, 19)), DeadlineState::kMet);
  EXPECT_EQ(state_on(met, Day(2018, 11, 18)), DeadlineState::kDueSoon);  // Met only a day later.
  met.met_on = Day(2018, 11, 20);
  EXPECT_EQ(state_on(met, Day(2018, 11, 20)), DeadlineState::kMetLate);
  EXPECT_EQ(ReckonIn2014(open, Day(2018, 11, 20))->days_left, -1);
}

TEST(State, MetAfterTheDayAskedFor_ShowsNoDay) {
  Obligation met = FinalClaim(MineralniBani());
  met.met_on = Day(2018, 11, 19);
  EXPECT_EQ(ReckonIn2014(met, Day(2018, 11, 18))->obligation.met_on, std::nullopt);
  EXPECT_EQ(ReckonIn2014(met, Day(2018, 11, 19))->obligation.met_on, Day(2018, 11, 19));
}

TEST(ImplementationEnd, ComesByItselfAndIsNeverShifted) {
  // 20 October 2018 is a Saturday.
  const Contract contract = MineralniBani(Day(2018, 10, 20));
  const Deadline before = ImplementationEnd(contract, Day(2018, 9, 1));
  EXPECT_EQ(before.due_on, Day(2018, 10, 20));
  EXPECT_EQ(before.period, "18 months");
  EXPECT_EQ(before.basis.source, contract.number);
  EXPECT_EQ(before.state, DeadlineState::kUpcoming);
  EXPECT_EQ(ImplementationEnd(contract, Day(2018, 10, 20)).state, DeadlineState::kDueSoon);
  EXPECT_EQ(ImplementationEnd(contract, Day(2018, 10, 21)).state, DeadlineState::kMet);
}

TEST(SortByDueDay, EqualDays_ComeById) {
  std::vector<Deadline> deadlines(3);
  deadlines[0].obligation.id = "b";
  deadlines[0].due_on = Day(2018, 2, 1);
  deadlines[1].obligation.id = "a";
  deadlines[1].due_on = Day(2018, 2, 1);
  deadlines[2].obligation.id = "c";
  deadlines[2].due_on = Day(2018, 1, 1);
  SortByDueDay(&deadlines);
  EXPECT_EQ(deadlines[0].obligation.id, "c");
  EXPECT_EQ(deadlines[1].obligation.id, "a");
  EXPECT_EQ(deadlines[2].obligation.id, "b");
}

}  // namespace
}  // namespace tranche::timelines
