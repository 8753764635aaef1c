// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/participant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "platform/base/error.h"

namespace tranche::payments::participants {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr absl::CivilDay kToday(2024, 6, 1);

GivenRecord Employed(const std::string& egn = "8001010008") {
  GivenRecord given;
  given.record.number_kind = "EGN";
  given.record.number = egn;
  given.record.first_name = "Иван";
  given.record.last_name = "Ганев";
  given.record.gender = "MAN";
  given.record.labour = "LABOUR_EMPLOYED";
  given.record.education = "EDUCATION_SECONDARY";
  given.record.entered_on = absl::CivilDay(2024, 1, 15);
  return given;
}

std::vector<std::string> Wrong(const std::vector<GivenRecord>& rows) {
  std::vector<std::string> wrong;
  for (const Violation& violation : ViolationsOf(CheckRows(rows, kToday).status())) {
    wrong.push_back(violation.field + " " + violation.reason);
  }
  return wrong;
}

TEST(Participant, AGoodRow_HasTheDayOfBirthOfItsNumber) {
  const absl::StatusOr<std::vector<Record>> records = CheckRows({Employed()}, kToday);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ((*records)[0].born_on, absl::CivilDay(1980, 1, 1));
}

TEST(Participant, EverythingThatIsWrong_IsSaidAtOnceByItsField) {
  GivenRecord bad_number = Employed("8001010007");
  bad_number.record.labour = "LABOUR_UNEMPLOYED";
  GivenRecord bad_days = Employed();
  bad_days.born_on = "1981-01-01";
  bad_days.record.left_on = absl::CivilDay(2024, 1, 14);
  bad_days.answered_twice = {"DISABLED"};
  GivenRecord future = Employed("0041010002");
  future.record.entered_on = kToday + 1;
  future.record.leaving = "LEFT_EARLY";
  EXPECT_THAT(
      Wrong({bad_number, bad_days, future}),
      UnorderedElementsAre(
          "rows[0].personNumber PARTICIPANT_NUMBER_INVALID",
          "rows[0].unemployedSince PARTICIPANT_UNEMPLOYED_SINCE",
          "rows[1].bornOn PARTICIPANT_BORN_DIFFERS", "rows[1].leavingState PARTICIPANT_LEAVING_MISFIT",
          "rows[1].leftOn PARTICIPANT_DAYS_MISFIT", "rows[1].answers PARTICIPANT_ANSWER_TWICE",
          "rows[2].enteredOn DAY_IN_FUTURE", "rows[2].leftOn PARTICIPANT_LEAVING_MISFIT"));
}

TEST(Participant, AnotherDocument_NeedsTheDayOfBirth) {
  GivenRecord given = Employed("AB 12-345");
  given.record.number_kind = "OTHER_DOCUMENT";
  EXPECT_THAT(Wrong({given}), UnorderedElementsAre("rows[0].bornOn PARTICIPANT_BORN_MISSING"));
  given.born_on = "31.12.1980";
  EXPECT_THAT(Wrong({given}), UnorderedElementsAre("rows[0].bornOn PARTICIPANT_BORN_MISSING"));
  given.born_on = "1980-12-31";
  EXPECT_THAT(Wrong({given}), IsEmpty());
  given.born_on = "2024-02-01";
  EXPECT_THAT(Wrong({given}), UnorderedElementsAre("rows[0].enteredOn PARTICIPANT_DAYS_MISFIT"));
}

TEST(Participant, OfTheSamePerson_OneRowIsEnough) {
  GivenRecord first = Employed();
  first.place = "Лист1!A3";
  EXPECT_THAT(Wrong({first, Employed("0041010002"), Employed()}),
              UnorderedElementsAre("rows[2].personNumber PARTICIPANT_TWICE"));
  const std::vector<Violation> twice = ViolationsOf(CheckRows({first, Employed()}, kToday).status());
  EXPECT_THAT(twice[0].values, ElementsAre(Pair("place", "Лист1!A3")));
}

TEST(Participant, Unemployed_SaysSinceWhen) {
  GivenRecord given = Employed();
  given.record.labour = "LABOUR_UNEMPLOYED";
  given.record.unemployed_since = absl::CivilDay(2024, 1, 15);
  EXPECT_THAT(Wrong({given}), IsEmpty());
  given.record.unemployed_since = absl::CivilDay(2024, 1, 16);
  EXPECT_THAT(Wrong({given}), UnorderedElementsAre("rows[0].unemployedSince PARTICIPANT_DAYS_MISFIT"));
  given.record.labour = "LABOUR_EMPLOYED";
  EXPECT_THAT(Wrong({given}),
              UnorderedElementsAre("rows[0].unemployedSince PARTICIPANT_UNEMPLOYED_SINCE"));
}

TEST(Participant, TextThatIsNoDay_IsSaidByItsFieldAndNothingFollowsFromIt) {
  GivenRecord given = Employed();
  given.no_days = {"enteredOn", "leftOn", "unemployedSince"};
  given.record.labour = "LABOUR_UNEMPLOYED";
  given.record.entered_on = absl::CivilDay();
  given.record.leaving = "LEFT_EARLY";
  EXPECT_THAT(Wrong({given}),
              UnorderedElementsAre("rows[0].enteredOn DATE_MALFORMED", "rows[0].leftOn DATE_MALFORMED",
                                   "rows[0].unemployedSince DATE_MALFORMED"));
}

TEST(Participant, DaysThatAreWrong_AreSaidByTheirFields) {
  GivenRecord given = Employed();
  given.record.entered_on = kToday + 1;
  given.record.left_on = absl::CivilDay(2023, 1, 1);
  given.record.leaving = "LEFT_EARLY";
  const std::vector<Violation> wrong = ViolationsOf(CheckRows({given}, kToday).status());
  ASSERT_EQ(wrong.size(), 2u);
  EXPECT_THAT(wrong[0].values, ElementsAre(Pair("today", "2024-06-01"), Pair("value", "enteredOn")));
  EXPECT_THAT(wrong[1].values, ElementsAre(Pair("earlier", "enteredOn"), Pair("later", "leftOn")));
  given.record.entered_on = absl::CivilDay(1, 1, 1);
  EXPECT_THAT(Wrong({given}), ::testing::Contains("rows[0].enteredOn DATE_OUT_OF_RANGE"));
}

TEST(Participant, NoErrorHoldsAValueOfAPerson) {
  GivenRecord given = Employed("8001010007");
  given.born_on = "1981-02-03";
  given.record.left_on = absl::CivilDay(2023, 1, 1);
  given.record.labour = "LABOUR_UNEMPLOYED";
  const absl::Status status = CheckRows({given, given}, kToday).status();
  for (const Violation& violation : ViolationsOf(status)) {
    for (const auto& [name, value] : violation.values) {
      EXPECT_FALSE(absl::StrContains(value, "8001010007") || absl::StrContains(value, "1981-02-03") ||
                   absl::StrContains(value, "Ганев"))
          << violation.field << " " << name << " " << value;
    }
  }
}

TEST(Person, IsTheSameHoweverTheNumberIsSpelled) {
  Record plain = Employed("AB12345").record;
  Record spaced = Employed("ab 12-345").record;
  EXPECT_EQ(PersonOf(plain), PersonOf(spaced));
  spaced.number_kind = "LNCH";
  EXPECT_NE(PersonOf(plain), PersonOf(spaced));
}

TEST(ReEntry, KeepsTheFirstDayAndTheLastLeaving) {
  Record known = Employed().record;
  known.left_on = absl::CivilDay(2024, 2, 1);
  known.leaving = "LEFT_EARLY";
  Record again = Employed().record;
  again.entered_on = absl::CivilDay(2024, 4, 1);
  const Record still_there = Continue(known, again);
  EXPECT_EQ(still_there.entered_on, absl::CivilDay(2024, 1, 15));
  EXPECT_EQ(still_there.left_on, std::nullopt);
  EXPECT_EQ(still_there.leaving, "");
  again.left_on = absl::CivilDay(2024, 5, 1);
  again.leaving = "LEFT_EMPLOYED";
  EXPECT_EQ(Continue(known, again).leaving, "LEFT_EMPLOYED");
}

RC_GTEST_PROP(ReEntryProperty, HoweverOftenAPersonComesAgain_TheFirstDayAndTheLastLeavingHold, ()) {
  Record kept = Employed().record;
  absl::CivilDay first = kept.entered_on;
  for (int again = *rc::gen::inRange(0, 8); again > 0; --again) {
    Record next = Employed().record;
    next.entered_on = absl::CivilDay(2024, 1, 1) + *rc::gen::inRange(0, 100);
    if (*rc::gen::arbitrary<bool>()) {
      next.left_on = next.entered_on + *rc::gen::inRange(0, 30);
      next.leaving = "LEFT_EMPLOYED";
    }
    first = std::min(first, next.entered_on);
    kept = Continue(kept, next);
    RC_ASSERT(kept.entered_on == first);
    RC_ASSERT(kept.left_on == next.left_on && kept.leaving == next.leaving);
    // The same row again changes nothing.
    RC_ASSERT(Continue(kept, next) == kept);
  }
}

TEST(Age, IsInWholeYearsAndMonths) {
  EXPECT_EQ(AgeOn(absl::CivilDay(2006, 6, 2), kToday), 17);
  EXPECT_EQ(AgeOn(absl::CivilDay(2006, 6, 1), kToday), 18);
  EXPECT_EQ(AgeOn(absl::CivilDay(2004, 2, 29), absl::CivilDay(2022, 2, 28)), 17);
  EXPECT_EQ(MonthsBetween(absl::CivilDay(2023, 6, 1), kToday), 12);
  EXPECT_EQ(MonthsBetween(absl::CivilDay(2023, 6, 2), kToday), 11);
}

}  // namespace
}  // namespace tranche::payments::participants
