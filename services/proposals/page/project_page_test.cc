// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/project_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "platform/document/document.h"
#include "proposals/page/page_checks.h"

namespace tranche::proposals {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

ReadPage Read(const std::string& text) {
  const auto document = document::ReadDocument(text);
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok()) return {};
  const absl::StatusOr<ReadPage> read = ReadProjectPage(*document);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *read : ReadPage();
}

std::vector<std::string> Reasons(const ReadPage& read) {
  std::vector<std::string> reasons;
  for (const Violation& finding : read.findings) reasons.push_back(finding.reason);
  return reasons;
}

constexpr char kTitled[] = "Проект „Услуги за всички хора“ на обща стойност 1000,00 лв.";

TEST(ProjectPage, NothingOfAProject_IsRefused) {
  const auto document = document::ReadDocument("Честит празник на всички жители!");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(ReasonOf(ReadProjectPage(*document).status()), "PAGE_NOT_RECOGNISED");
}

TEST(ProjectPage, AmountsBesideTheCost_AreToldAndNotTaken) {
  const ReadPage read =
      Read(std::string(kTitled) + " Собствен принос 50,00 лв. Билетът струва 2,00 лв.");
  ASSERT_TRUE(read.page.total);
  EXPECT_EQ(FormatAmount(*read.page.total), "1000.00");
  const std::vector<std::string> reasons = Reasons(read);
  EXPECT_EQ(std::count(reasons.begin(), reasons.end(), "PAGE_AMOUNT_NOT_USED"), 2);
}

TEST(ProjectPage, TwoCosts_TheFirstStaysAndTheSecondIsAFinding) {
  const ReadPage read = Read(std::string(kTitled) + " Стойността е 1200,00 лв.");
  EXPECT_EQ(FormatAmount(*read.page.total), "1000.00");
  EXPECT_THAT(Reasons(read), Contains("PAGE_FACT_TWICE"));
}

TEST(ProjectPage, SameCostTwice_IsNoFinding) {
  const ReadPage read = Read(std::string(kTitled) + " Стойността е 1 000,00 лв.");
  EXPECT_THAT(Reasons(read), Not(Contains("PAGE_FACT_TWICE")));
}

TEST(ProjectPage, WhatIsNotWritten_IsNamed) {
  const ReadPage read = Read(kTitled);
  EXPECT_EQ(read.page.duration_months, 0);
  EXPECT_FALSE(read.page.start);
  EXPECT_THAT(Reasons(read), Contains("PAGE_FACT_MISSING"));
}

TEST(ProjectPage, MonthsOfSomethingElse_AreNotTheLength) {
  const ReadPage read = Read(std::string(kTitled) + " Децата над 6 месеца са поканени.");
  EXPECT_EQ(read.page.duration_months, 0);
}

TEST(ProjectPage, LengthInWords_IsRead) {
  EXPECT_EQ(
      Read(std::string(kTitled) + " Срокът за изпълнение е осемнадесет месеца.").page.duration_months,
      18);
}

TEST(ProjectPage, HtmlWithAList_GivesItsItems) {
  const ReadPage read = Read(
      "<html><body><h1>Община Пример</h1><p>Проект „Услуги за всички хора“ на стойност 1000 лв.</p>"
      "<p>Целеви групи:</p><ul><li>хора с увреждания;</li><li>възрастни хора.</li></ul></body></html>");
  EXPECT_THAT(read.page.target_groups, ElementsAre("хора с увреждания", "възрастни хора"));
  EXPECT_EQ(read.page.municipality, "Пример");
}

TEST(ProjectPage, ThreeYearsOfAnnualPlans_AreThreePlans) {
  const ReadPage read =
      Read(std::string(kTitled) +
           " Той изпълнява Годишните планове за социалните услуги за 2015, 2016 и 2017 г.");
  std::vector<int> years;
  for (const NamedPlan& plan : read.page.plans) years.push_back(plan.from.year);
  EXPECT_THAT(years, ElementsAre(2015, 2016, 2017));
}

TEST(ProjectPage, AbbreviationOutsideLaws_IsNone) {
  EXPECT_THAT(Read(std::string(kTitled) + " Звеното ЗОВ работи.").page.laws, IsEmpty());
}

TEST(ReadPercent, TakesUpToTwoPlacesAndRefusesTheRest) {
  for (const char* good : {"85", "85.5", "85,50", "0", "100"})
    EXPECT_TRUE(ReadPercent(good).ok()) << good;
  for (const char* bad : {"", "101", "-1", "85.555", "85 %", "x"})
    EXPECT_EQ(ReasonOf(ReadPercent(bad).status()), "PAGE_PERCENT_MALFORMED") << bad;
}

TEST(PageChecks, NoYearFits_Disagrees) {
  ProjectPage page;
  page.total = Money::Minor(100, Currency::kBgn);
  page.duration_months = 18;
  page.start = PartialDate{.year = 0, .month = 5, .day = 2, .this_year = true, .as_written = "2 май"};
  page.end = PartialDate{.year = 2018, .month = 10, .day = 18, .this_year = false, .as_written = ""};
  for (const footing::Check& check : CheckPage(page, std::nullopt)) {
    if (check.id != "period") continue;
    EXPECT_EQ(check.verdict, footing::Verdict::kDisagree);
  }
  EXPECT_THAT(StartYears(page), IsEmpty());
}

// The parts are the whole, whatever the shares.
RC_GTEST_PROP(DividePage, PartsAreTheTotal, ()) {
  const Money total = Money::Minor(*rc::gen::inRange<int64_t>(1, 1'000'000'000'00), Currency::kBgn);
  const Ratio grant{.numerator = *rc::gen::inRange<int64_t>(0, 10001), .denominator = 10000};
  const Ratio eu{.numerator = *rc::gen::inRange<int64_t>(0, 10001), .denominator = 10000};
  const absl::StatusOr<ThreePart> parts = DividePage(total, grant, eu);
  RC_ASSERT(parts.ok());
  RC_ASSERT(*Total(*parts) == total);
  RC_ASSERT(!parts->eu.IsNegative() && !parts->national.IsNegative() && !parts->own.IsNegative());
}

// Whatever is written, every span points at its words.
RC_GTEST_PROP(ProjectPageProperty, Spans_LieWithinTheirText, ()) {
  static const std::vector<std::string> kWords = {"Проект ",
                                                  "„Услуги за всички хора“ ",
                                                  "стойност ",
                                                  "378 008,50 лв. ",
                                                  "100% БФП ",
                                                  "срок 18 месеца ",
                                                  "Целеви групи: ",
                                                  "хора, ",
                                                  "деца и младежи ",
                                                  ". ",
                                                  "стартира на 18 април ",
                                                  "приключва на 18.10.2018 г. ",
                                                  "законите ЗСП, ЗИХУ ",
                                                  "\n",
                                                  "Годишен план за 2016 и 2017 г. ",
                                                  "(",
                                                  ")",
                                                  "“",
                                                  " и ",
                                                  "%"};
  std::string text = "Проект „Услуги за всички хора“ ";
  const int count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) text += *rc::gen::elementOf(kWords);
  const auto document = document::ReadDocument(text);
  RC_ASSERT(document.ok());
  const absl::StatusOr<ReadPage> read = ReadProjectPage(*document);
  RC_ASSERT(read.ok());
  for (const PageSpan& span : read->page.spans) {
    // Lines with as many commas each are a table of values apart by commas.
    const document::Block& block = document->blocks[span.block];
    const std::string& of =
        span.row < 0 ? block.text.text : block.rows[span.row].cells[span.column].text.text;
    RC_ASSERT(span.begin <= span.end && span.end <= of.size());
  }
}

}  // namespace
}  // namespace tranche::proposals
