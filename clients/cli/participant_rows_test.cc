// SPDX-License-Identifier: EUPL-1.2
#include "cli/participant_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/fake_rows.h"
#include "platform/text/csv.h"

namespace tranche::cli {
namespace {

namespace v1 = payments::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kHeadings = {"№",   "ЕГН",     "Име",         "Фамилия",
                                            "Пол", "Заетост", "Образование", "Дата на включване"};
const std::vector<std::string> kIvan = {"1", "8001010008", "Иван",    "Ганев",
                                        "м", "заето",      "основно", "15.01.2018"};

std::vector<std::string> Findings(std::vector<std::vector<std::string>> table) {
  FakeRows source(std::move(table));
  ParticipantRows rows;
  const absl::Status read = rows.Read(source, Language::kBulgarian);
  std::vector<std::string> findings;
  for (const Violation& finding : read.ok() ? rows.findings() : ViolationsOf(read)) {
    findings.push_back(absl::StrCat(finding.field, " ", finding.reason));
  }
  return findings;
}

TEST(ParticipantRows, KnownHeadings_AreReadInAnyOrderBelowATitle) {
  std::vector<std::string> headings = kHeadings;
  headings.insert(headings.end(), {"Безработен от", "С увреждане", "Homeless"});
  std::vector<std::string> row = kIvan;
  row[5] = "Безработно лице";
  row.insert(row.end(), {"2017-01-10", "отказ", "no"});
  FakeRows source({{"Участници по договор"}, headings, row});
  ParticipantRows rows;
  ASSERT_TRUE(rows.Read(source, Language::kBulgarian).ok());
  ASSERT_THAT(rows.findings(), IsEmpty());
  ASSERT_EQ(rows.records().size(), 1u);
  const v1::ParticipantRecord& record = rows.records()[0];
  EXPECT_EQ(record.number_kind(), v1::EGN);
  EXPECT_EQ(record.person_number(), "8001010008");
  EXPECT_EQ(record.gender(), v1::MAN);
  EXPECT_EQ(record.labour_status(), v1::LABOUR_UNEMPLOYED);
  EXPECT_EQ(record.unemployed_since(), "2017-01-10");
  EXPECT_EQ(record.education(), v1::EDUCATION_BASIC);
  EXPECT_EQ(record.entered_on(), "2018-01-15");
  ASSERT_EQ(record.answers_size(), 2);
  EXPECT_EQ(record.answers(0).question(), v1::DISABLED);
  EXPECT_EQ(record.answers(0).reply(), v1::REPLY_REFUSED);
  EXPECT_EQ(record.answers(1).reply(), v1::REPLY_NO);
  EXPECT_EQ(rows.CellOf(0, "unemployedSince"), "Лист1!I3");
  EXPECT_EQ(rows.CellOf(0, "answers"), "Лист1!A3");
}

TEST(ParticipantRows, EveryWrongCell_IsSaidByItsAddress) {
  std::vector<std::string> bad = kIvan;
  bad[1] = "0041010002";
  bad[4] = "не знам";
  bad[6] = "";
  bad[7] = "31.02.2018";
  EXPECT_THAT(Findings({kHeadings, kIvan, bad}),
              ElementsAre("Лист1!E3 TABLE_WORD_UNKNOWN", "Лист1!G3 FIELD_REQUIRED",
                          "Лист1!H3 DATE_NOT_IN_CALENDAR"));
}

TEST(ParticipantRows, SamePersonFarApart_IsSaid) {
  EXPECT_THAT(Findings({kHeadings, kIvan, kIvan}), ElementsAre("Лист1!B3 PARTICIPANT_TWICE"));
}

TEST(ParticipantRows, NumberThatLostItsZeros_GetsThemBack) {
  std::vector<std::string> row = kIvan;
  row[1] = "#41010002";
  FakeRows source({kHeadings, row});
  ParticipantRows rows;
  ASSERT_TRUE(rows.Read(source, Language::kBulgarian).ok());
  EXPECT_EQ(rows.records()[0].person_number(), "0041010002");
}

TEST(ParticipantRows, HeadingsThatAreMissingOrNotKnown_AreSaid) {
  EXPECT_THAT(Findings({{"ЕГН", "Име", "Фамилия", "Пол", "Любим цвят"}}),
              ElementsAre("Лист1!E1 TABLE_WORD_UNKNOWN", "Лист1!A1 TABLE_HEADER_MISSING"));
  EXPECT_THAT(Findings({{"a", "b"}}), ElementsAre("Лист1!A1 TABLE_HEADER_MISSING"));
  std::vector<std::string> twice = kHeadings;
  twice.push_back("ЛНЧ");
  EXPECT_THAT(Findings({twice, kIvan}), ElementsAre("Лист1!I1 TABLE_COLUMN_TWICE"));
}

}  // namespace
}  // namespace tranche::cli
