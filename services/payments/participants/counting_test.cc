// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/counting.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "platform/base/error.h"

namespace tranche::payments::participants {
namespace {

Record Person(const std::string& gender = "WOMAN") {
  Record record;
  record.gender = gender;
  record.labour = "LABOUR_EMPLOYED";
  record.education = "EDUCATION_BASIC";
  record.born_on = absl::CivilDay(1990, 5, 10);
  record.entered_on = absl::CivilDay(2024, 5, 9);
  return record;
}

Condition Of(const std::string& text) {
  const absl::StatusOr<Condition> condition = ParseCondition("X", text);
  EXPECT_TRUE(condition.ok()) << text;
  return condition.value_or(Condition());
}

TEST(Condition, MalformedTexts_AreRefused) {
  for (const char* text : {"", "labour", "labour=", "labour=A|", "age>18", "age<", "age<x", "age>=-1",
                           "labour=A&&age<3", ";all", "size=3"}) {
    EXPECT_EQ(ReasonOf(ParseCondition("X", text).status()), "RULE_UNREADABLE") << text;
  }
}

TEST(Condition, All_CountsEverybody) { EXPECT_EQ(Judge(Of("all"), Person()), Verdict::kCounted); }

TEST(Condition, Age_IsThatOfTheFirstDay) {
  EXPECT_EQ(Judge(Of("age>=34"), Person()), Verdict::kNot);  // One day too early.
  EXPECT_EQ(Judge(Of("age>=33&age<34"), Person()), Verdict::kCounted);
  Record later = Person();
  later.entered_on = absl::CivilDay(2024, 5, 10);
  EXPECT_EQ(Judge(Of("age>=34"), later), Verdict::kCounted);
}

TEST(Condition, LongTermUnemployed_DependsOnAgeInOnePeriodAndNotInTheOther) {
  const Condition esf = Of(
      "labour=UNEMPLOYED&age<25&unemployed_months>=6;labour=UNEMPLOYED&age>=25&unemployed_months>=12");
  const Condition esf_plus = Of("labour=UNEMPLOYED&unemployed_months>=12");
  Record young = Person();
  young.labour = "LABOUR_UNEMPLOYED";
  young.born_on = absl::CivilDay(2002, 1, 1);
  young.unemployed_since = absl::CivilDay(2023, 11, 9);
  EXPECT_EQ(Judge(esf, young), Verdict::kCounted);
  EXPECT_EQ(Judge(esf_plus, young), Verdict::kNot);
  Record older = young;
  older.born_on = absl::CivilDay(1980, 1, 1);
  EXPECT_EQ(Judge(esf, older), Verdict::kNot);
  older.unemployed_since = absl::CivilDay(2023, 5, 9);
  EXPECT_EQ(Judge(esf, older), Verdict::kCounted);
  EXPECT_EQ(Judge(esf_plus, older), Verdict::kCounted);
}

TEST(Condition, RefusedAnswer_IsNeitherYesNorNo) {
  const Condition either = Of("yes=FOREIGN_BACKGROUND|MINORITY");
  Record person = Person();
  EXPECT_EQ(Judge(either, person), Verdict::kNot);  // Not asked.
  person.answers = {{"MINORITY", "REPLY_NO"}, {"FOREIGN_BACKGROUND", "REPLY_REFUSED"}};
  EXPECT_EQ(Judge(either, person), Verdict::kRefused);
  person.answers["MINORITY"] = "REPLY_YES";
  EXPECT_EQ(Judge(either, person), Verdict::kCounted);
  // What does not hold for the person anyway, no refusal changes.
  person.answers = {{"DISABLED", "REPLY_REFUSED"}};
  EXPECT_EQ(Judge(Of("yes=DISABLED&age<18"), person), Verdict::kNot);
}

TEST(Count, IsByGenderAndTheTotalIsComputed) {
  std::vector<Record> people = {Person("WOMAN"), Person("WOMAN"), Person("MAN"), Person("NON_BINARY")};
  people.push_back(Person("MAN"));
  people.back().education = "EDUCATION_TERTIARY";
  const Count count = CountOf(Of("education=NONE|BASIC"), people);
  EXPECT_EQ(count, (Count{.women = 2, .men = 1, .non_binary = 1, .refused = 0}));
  EXPECT_EQ(count.total(), 4);
}

}  // namespace
}  // namespace tranche::payments::participants
