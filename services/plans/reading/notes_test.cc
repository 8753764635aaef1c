// SPDX-License-Identifier: EUPL-1.2
// Minutes that only a footnote names.
#include "plans/reading/notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/plan_reader.h"
#include "platform/document/testing/make_docx.h"
#include "platform/sheet/testing/make_xlsx.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr char kTitle[] = "Годишен план за социалните услуги в община Брод за 2022 г.";

ReadPlan Read(const std::string& bytes) {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(bytes);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

// A text whose sentence on the adoption and whose last line are given.
ReadPlan ReadText(const std::string& adoption, const std::string& note) {
  return Read(absl::StrCat(kTitle, "\n\n", adoption, "\n\nТекст на плана.\n\n", note, "\n"));
}

std::vector<std::string> Reasons(const ReadPlan& read) {
  std::vector<std::string> reasons;
  for (const Remark& finding : read.findings) reasons.push_back(finding.reason);
  return reasons;
}

std::string Protocol(const ReadPlan& read) {
  if (!read.plan.adoption) return "no adoption";
  return read.plan.adoption->protocol_number.value_or("none");
}

std::string TextOfSpan(const ReadPlan& read, const std::string& path) {
  for (const Span& span : read.plan.spans)
    if (span.path == path) return absl::StrCat(span.at.place, ": ", span.text);
  return "no span";
}

TEST(ProtocolNote, ThatTheSentenceRefersTo_GivesTheNumberWithItsPlace) {
  const ReadPlan read = ReadText("Приет с Решение № 214* от 28.01.2022 г. на Общински съвет – Брод.",
                                 "* Протокол № 31 от 28.01.2022 г.");
  EXPECT_EQ(Protocol(read), "31");
  EXPECT_EQ(TextOfSpan(read, "adoption.protocol_number"), "line 7: 31");
  EXPECT_THAT(Reasons(read), Not(Contains("PLAN_PROTOCOL_IN_NOTE")));
}

TEST(ProtocolNote, WithARaisedNumber_IsFoundByIt) {
  const ReadPlan read =
      Read(absl::StrCat("<html><body><h1>", kTitle,
                        "</h1><p>Приет с Решение № 214<sup>2</sup> от 28.01.2022 г.</p>"
                        "<p><sup>1</sup> Протокол № 30.</p><p><sup>2</sup> Протокол № 31-А.</p>"
                        "</body></html>"));
  EXPECT_EQ(Protocol(read), "31-А");
}

TEST(ProtocolNote, OfAWordProcessor_IsFoundByItsReference) {
  const std::string body =
      document::testing::P(kTitle) +
      "<w:p><w:r><w:t>Приет с Решение № 214</w:t></w:r><w:r><w:footnoteReference w:id=\"5\"/></w:r>"
      "<w:r><w:t xml:space=\"preserve\"> от 28.01.2022 г. на Общински съвет – Брод.</w:t></w:r></w:p>";
  const std::string notes = "<w:footnote w:id=\"5\">" +
                            document::testing::P("По Протокол № 31/28.01.2022 г.") + "</w:footnote>";
  const ReadPlan read = Read(sheet::testing::MakeZip(document::testing::Docx(body, notes)));
  EXPECT_EQ(Protocol(read), "31");
  EXPECT_EQ(TextOfSpan(read, "adoption.protocol_number"), "footnote 1: 31");
}

TEST(ProtocolNote, OfAStrategy_IsTheStrategys) {
  const ReadPlan read = ReadText(
      "Планът е в изпълнение на Общинската стратегия за социалните услуги, приета с Решение № 45* от "
      "14.02.2021 г.",
      "* с Протокол № 7");
  ASSERT_TRUE(read.plan.strategy.has_value());
  EXPECT_EQ(read.plan.strategy->adoption.protocol_number, "7");
  EXPECT_FALSE(read.plan.adoption.has_value());
}

TEST(ProtocolNote, ThatNothingRefersTo_IsAFindingAndNotTaken) {
  const ReadPlan read = ReadText("Приет с Решение № 214 от 28.01.2022 г. на Общински съвет – Брод.",
                                 "* Протокол № 31 от 28.01.2022 г.");
  EXPECT_EQ(Protocol(read), "none");
  ASSERT_THAT(Reasons(read), Contains("PLAN_PROTOCOL_IN_NOTE"));
  for (const Remark& finding : read.findings) {
    if (finding.reason != "PLAN_PROTOCOL_IN_NOTE") continue;
    EXPECT_EQ(finding.values, (ErrorValues{{"value", "31"}}));
    EXPECT_EQ(finding.at.place, "line 7");
  }
}

TEST(ProtocolNote, OfAnotherDay_IsAFindingAndNotTaken) {
  const ReadPlan read = ReadText("Приет с Решение № 214* от 28.01.2022 г. на Общински съвет – Брод.",
                                 "* Протокол № 31 от 30.06.2021 г.");
  EXPECT_EQ(Protocol(read), "none");
  EXPECT_THAT(Reasons(read), Contains("PLAN_PROTOCOL_IN_NOTE"));
}

TEST(ProtocolNote, BesideAnother_IsAFindingAndNotTaken) {
  const ReadPlan read = ReadText("Приет с Решение № 214* от 28.01.2022 г. на Общински съвет – Брод.",
                                 "* Протокол № 31\n\n* Протокол № 32");
  EXPECT_EQ(Protocol(read), "none");
  EXPECT_THAT(Reasons(read), Contains("PLAN_PROTOCOL_IN_NOTE"));
}

TEST(ProtocolNote, WhereTheSentenceHasItsOwn_ChangesNothing) {
  const ReadPlan read =
      ReadText("Приет с Решение № 214 по Протокол № 30* от 28.01.2022 г.", "* Протокол № 31");
  EXPECT_EQ(Protocol(read), "30");
  EXPECT_THAT(Reasons(read), Not(Contains("PLAN_PROTOCOL_IN_NOTE")));
}

TEST(Adoption, ProtocolWithItsDate_EndsWhereTheDateBegins) {
  const ReadPlan read =
      ReadText("Приет с Решение № 214, Протокол № 31/28.01.2022 г. на Общински съвет – Брод.", "");
  EXPECT_EQ(Protocol(read), "31");
}

TEST(Adoption, DayInWords_IsReadWithItsPlace) {
  const ReadPlan read = ReadText(
      "Приет с Решение № 214 на двадесет и осми януари две хиляди двадесет и втора година.", "");
  ASSERT_TRUE(read.plan.adoption.has_value());
  EXPECT_EQ(FormatPartial(*read.plan.adoption->on), "2022-01-28");
  EXPECT_EQ(TextOfSpan(read, "adoption.date"),
            "line 3: двадесет и осми януари две хиляди двадесет и втора");
}

TEST(Adoption, DayInWordsThatTheMonthLacks_IsNotUnderstood) {
  const ReadPlan read =
      ReadText("Приет с Решение № 214 на тридесет и първи юни две хиляди двадесет и втора година.", "");
  std::vector<std::string> reasons;
  for (const Remark& miss : read.plan.not_understood) reasons.push_back(miss.reason);
  EXPECT_THAT(reasons, Contains("DATE_NOT_IN_CALENDAR"));
}

}  // namespace
}  // namespace tranche::plans
