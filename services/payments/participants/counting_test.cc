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

package::Indicator Indicator(bool by_gender) {
  package::Indicator indicator;
  indicator.code = "CO01";
  indicator.by_gender = by_gender;
  return indicator;
}
package::Value Whole(int64_t total) {
  return {.total = total, .women = std::nullopt, .men = std::nullopt};
}

TEST(Difference, ReportThatSaysWhatWasCounted_HasNone) {
  const Count count{.women = 7, .men = 5, .non_binary = 1, .refused = 2};
  EXPECT_EQ(DifferenceOf(Indicator(true), {.total = 1200, .women = 700, .men = 500}, count),
            std::nullopt);
  EXPECT_EQ(DifferenceOf(Indicator(false), Whole(1300), count), std::nullopt);  // All of them.
}

TEST(Difference, IsSaidAsTheReportSaysIt) {
  const Count count{.women = 7, .men = 5, .non_binary = 0, .refused = 0};
  EXPECT_EQ(
      DifferenceOf(Indicator(true), {.total = 1200, .women = 600, .men = 600}, count),
      (ErrorValues{{"code", "CO01"}, {"reported", "6.00 + 6.00 = 12.00"}, {"counted", "7 + 5 = 12"}}));
  EXPECT_EQ(DifferenceOf(Indicator(false), Whole(1150), count),
            (ErrorValues{{"code", "CO01"}, {"reported", "11.50"}, {"counted", "12"}}));
}

HeldRecord Held(int participant, int package, int document_version = 1) {
  HeldRecord record;
  record.participant = participant;
  record.package = package;
  record.document_version = document_version;
  return record;
}

TEST(HeldRecords, NewestOf_IsTheLastOfEachParticipant) {
  const std::vector<HeldRecord> newest = NewestOf({Held(1, 1), Held(1, 2), Held(3, 1)});
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[0].package, 2);
  EXPECT_EQ(newest[1].participant, 3);
  EXPECT_TRUE(NewestOf({}).empty());
}

TEST(HeldRecords, Movement_CountsEachParticipantOnce) {
  // 1 came before and again, 2 before only, 3 is new and was recorded twice.
  const std::vector<HeldRecord> records = {Held(1, 1), Held(1, 2), Held(2, 1), Held(3, 2),
                                           Held(3, 2, 2)};
  EXPECT_EQ(MovementOf(records, 2), (Movement{.entered = 1, .changed = 1}));
  EXPECT_EQ(MovementOf({}, 1), Movement());
}

TEST(NewestPackage, IsTheOpenOneOrTheNext) {
  Contract contract;
  contract.next_package_sequence = 3;
  EXPECT_EQ(NewestPackage(contract), 3);
  contract.open_package = 2;
  EXPECT_EQ(NewestPackage(contract), 2);
}

}  // namespace
}  // namespace tranche::payments::participants
