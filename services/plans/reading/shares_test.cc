// SPDX-License-Identifier: EUPL-1.2
// What a row leaves to be computed or to be asked: shares of its sources, amounts in words, school
// years.
#include "plans/financing/shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/financing.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"

namespace tranche::plans {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Outcome = financing::ShareAmounts::Outcome;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// A plan of one row with these words for its money and its time.
ReadPlan Read(const std::string& financing, const std::string& time = "2024 г.",
              const std::string& total = "") {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(absl::StrCat(
      "<html><body><h1>План за действие на община Брод за младежта за 2024 г.</h1><table><tr><th>№</th>"
      "<th>Мярка</th><th>Изпълнител</th><th>Финансиране</th><th>Срок</th></tr><tr><td>1</td><td>Клуб</"
      "td>"
      "<td>Община Брод</td><td>",
      financing, "</td><td>", time, "</td></tr>",
      total.empty() ? "" : absl::StrCat("<tr><td></td><td>Общо</td><td></td><td>", total, "</td></tr>"),
      "</table></body></html>"));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

const Measure& RowOf(const ReadPlan& read) { return read.plan.sections.at(0).measures.at(0); }

// "REASON key=value key=value" for each finding of that name.
std::vector<std::string> Findings(const ReadPlan& read, const std::string& reason) {
  std::vector<std::string> found;
  for (const Remark& remark : read.findings) {
    if (remark.reason != reason) continue;
    std::string text;
    for (const auto& [key, value] : remark.values)
      absl::StrAppend(&text, text.empty() ? "" : " ", key, "=", value);
    found.push_back(text);
  }
  return found;
}

Check CheckNamed(const Plan& plan, const std::string& id) {
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == id) return check;
  }
  ADD_FAILURE() << "no check " << id;
  return {};
}

std::vector<std::string> SharesIn(absl::string_view cell) {
  std::vector<std::string> shares;
  for (const Source& source : ReadFinancing(cell).sources)
    shares.push_back(absl::StrCat(SourceKindName(source.kind), " ", source.share_percent));
  return shares;
}

TEST(Shares, BesideTheirSources_AreTheirs) {
  EXPECT_THAT(SharesIn("10 000 лв.: 85 % от ЕСФ, 15 % национално"),
              ElementsAre("EU_PROGRAMME 85", "STATE_BUDGET 15"));
  EXPECT_THAT(SharesIn("ЕСФ – 85%; общински бюджет – 15%"),
              ElementsAre("EU_PROGRAMME 85", "MUNICIPAL_BUDGET 15"));
  EXPECT_THAT(SharesIn("12,5 % дарения и 87,5 % държавен бюджет"),
              ElementsAre("DONATION 12.5", "STATE_BUDGET 87.5"));
  EXPECT_THAT(SharesIn("общински бюджет 40 на сто, ЕСФ 60 на сто"),
              ElementsAre("MUNICIPAL_BUDGET 40", "EU_PROGRAMME 60"));
}

TEST(Shares, OfSeveralSourcesTogether_AreNobodys) {
  EXPECT_THAT(SharesIn("85 % от ЕСФ, 15 % от държавния бюджет и общинския бюджет"),
              ElementsAre("EU_PROGRAMME 85", "STATE_BUDGET ", "MUNICIPAL_BUDGET "));
}

TEST(Shares, ThatAreTheWhole_GiveAmountsAsComputed) {
  const ReadPlan read = Read("10 000 лв.: 85 % от ЕСФ, 15 % национално", "2024 г.", "10 000 лв.");
  for (const Source& source : RowOf(read).sources) EXPECT_FALSE(source.amount) << source.as_written;
  EXPECT_THAT(Findings(read, "PLAN_SOURCE_SHARES_COMPUTED"),
              ElementsAre("amounts=ЕСФ 8500.00; национално 1500.00"));
  const Check row = CheckNamed(read.plan, "measure.1.1.source_shares");
  EXPECT_EQ(row.verdict, Verdict::kAgree);
  EXPECT_THAT(row.readings.at(0).text_en,
              AllOf(HasSubstr("Computed from the percentages"), HasSubstr("8500.00")));
  const Check all = CheckNamed(read.plan, "total.by_source");
  EXPECT_EQ(all.verdict, Verdict::kAgree);
  EXPECT_THAT(all.readings.back().text_bg, HasSubstr("изчислени от процентите на реда: 1.1"));
}

TEST(Shares, ThatAreNotTheWhole_GiveAFindingAndNoAmounts) {
  const ReadPlan read = Read("10 000 лв.: 85 % от ЕСФ, 10 % национално", "2024 г.", "10 000 лв.");
  EXPECT_THAT(Findings(read, "PLAN_SOURCE_SHARES_NOT_WHOLE"),
              ElementsAre("value=ЕСФ 85 %; национално 10 % sum=95"));
  EXPECT_EQ(CheckNamed(read.plan, "measure.1.1.source_shares").verdict, Verdict::kNotComputable);
  EXPECT_EQ(CheckNamed(read.plan, "total.by_source").verdict, Verdict::kNotComputable);
}

TEST(Shares, ThatDoNotDivideToTheLastPlace_GiveAFindingAndNoAmounts) {
  const ReadPlan read = Read("100,01 лв.: 85 % от ЕСФ, 15 % национално");
  EXPECT_THAT(Findings(read, "PLAN_SOURCE_SHARES_NOT_EXACT"),
              ElementsAre("value=ЕСФ 85 %; национално 15 % total=100.01"));
  EXPECT_EQ(CheckNamed(read.plan, "measure.1.1.source_shares").verdict, Verdict::kNotComputable);
}

TEST(Shares, BesideAmountsOfTheirOwn_AreComparedWithThem) {
  const ReadPlan right = Read("общо 10 000 лв.: 8 500 лв. (85 %) от ЕСФ, 1 500 лв. (15 %) от дарения");
  EXPECT_THAT(Findings(right, "PLAN_SOURCE_SHARES_COMPUTED"), IsEmpty());
  Measure row;
  row.section = row.ordinal = 1;
  row.stated_total = Bgn(10'000'00);
  row.sources = {{SourceKind::kEuProgramme, "ЕСФ", Bgn(8'000'00), "85"},
                 {SourceKind::kDonation, "дарения", Bgn(2'000'00), "15"}};
  Plan plan;
  plan.sections.push_back({.title = "", .measures = {row}});
  const Check check = CheckNamed(plan, "measure.1.1.source_shares");
  EXPECT_EQ(check.verdict, Verdict::kDisagree);
  EXPECT_EQ(check.stated, "8000.00");
  EXPECT_EQ(check.computed, "8500.00");
}

RC_GTEST_PROP(ShareAmounts, OfAnyTotal_AddUpOrAreNone, ()) {
  const int64_t minor = *rc::gen::inRange<int64_t>(0, 1'000'000'000'00);
  const int first = *rc::gen::inRange(1, 1'000'000);  // In ten-thousandths of a percent.
  const auto percent = [](int units) {
    return absl::StrCat(units / 10'000, ".",
                        std::string(4 - std::to_string(units % 10'000).size(), '0'), units % 10'000);
  };
  const std::vector<Source> sources = {
      {SourceKind::kEuProgramme, "ЕСФ", std::nullopt, percent(first)},
      {SourceKind::kDonation, "дарения", std::nullopt, percent(1'000'000 - first)}};
  const financing::ShareAmounts found = financing::AmountsOfShares(sources, Bgn(minor));
  RC_ASSERT(found.outcome == Outcome::kExact || found.outcome == Outcome::kNotExact);
  if (found.outcome == Outcome::kNotExact) {
    RC_ASSERT(found.amounts.empty());
    return;
  }
  RC_ASSERT(found.amounts.size() == 2u);
  RC_ASSERT(found.amounts[0].minor() + found.amounts[1].minor() == minor);
}

TEST(ShareAmounts, WithoutSharesOrTotal_SaySo) {
  EXPECT_EQ(financing::AmountsOfShares({{SourceKind::kDonation, "дарения"}}, Bgn(100)).outcome,
            Outcome::kNone);
  EXPECT_EQ(financing::AmountsOfShares({{SourceKind::kDonation, "дарения", std::nullopt, "100"}},
                                       std::nullopt)
                .outcome,
            Outcome::kNoTotal);
}

TEST(AmountInWords, InACell_IsTakenAndTold) {
  const ReadPlan read = Read("пет хиляди и двеста лева от общинския бюджет");
  EXPECT_EQ(RowOf(read).stated_total, Bgn(5'200'00));
  EXPECT_THAT(Findings(read, "PLAN_AMOUNT_IN_WORDS"),
              ElementsAre("value=пет хиляди и двеста лева amount=5200.00 BGN"));
}

TEST(SchoolYear, HasNoPeriodAndSaysWhy) {
  const ReadPlan read = Read("100 лв. от дарения", "учебна 2023/2024 година");
  ASSERT_TRUE(RowOf(read).timeframe);
  EXPECT_TRUE(RowOf(read).timeframe->from.blank());
  EXPECT_TRUE(RowOf(read).timeframe->to.blank());
  EXPECT_THAT(Findings(read, "PLAN_SCHOOL_YEAR"),
              ElementsAre("value=учебна 2023/2024 година from=2023 to=2024"));
  EXPECT_THAT(Findings(read, "PLAN_TIMEFRAME_UNREAD"), IsEmpty());
}

TEST(SchoolYear, OfYearsThatDoNotFollow_IsAnUnreadTimeFrame) {
  const ReadPlan read = Read("100 лв. от дарения", "учебна 2023/2026 година");
  EXPECT_THAT(Findings(read, "PLAN_SCHOOL_YEAR"), IsEmpty());
  EXPECT_THAT(Findings(read, "PLAN_TIMEFRAME_UNREAD"), SizeIs(1));
}

TEST(DefinitionLists, BelowHeadings_AreMeasuresInSections) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(
      "<html><body><h1>План за действие на община Брод за младежта за 2024 г.</h1>"
      "<dl><dt>Обща стойност</dt><dd>700 лв.</dd></dl>"
      "<h2>Направление 1. Спорт</h2><h3>Мярка 1. Турнир</h3>"
      "<dl><dt>Изпълнител:</dt><dd>Община Брод</dd><dt>Срок</dt><dd><p>май 2024 г.</p></dd>"
      "<dt>Средства</dt><dd>400 лв. от дарения</dd></dl>"
      "<h2>Направление 2. Култура</h2><h3>Мярка 1. Хор</h3>"
      "<dl><dt>Изпълнител</dt><dd>Читалище</dd><dt>Средства</dt><dd>300 лв. от дарения</dd></dl>"
      "</body></html>");
  ASSERT_TRUE(read.ok()) << read.status();
  const Plan& plan = read->plan;
  ASSERT_THAT(plan.sections, SizeIs(2));
  EXPECT_EQ(plan.sections[0].title, "Направление 1. Спорт");
  ASSERT_THAT(plan.sections[1].measures, SizeIs(1));
  EXPECT_EQ(plan.sections[1].measures[0].ordinal, 1);
  EXPECT_EQ(plan.sections[0].measures[0].executor, "Община Брод");
  EXPECT_EQ(FormatPartial(plan.sections[0].measures[0].timeframe->to), "2024-05");
  EXPECT_EQ(plan.stated_total, Bgn(700'00));
  EXPECT_THAT(Findings(*read, "PLAN_ORDINAL_TWICE"), IsEmpty());
}

TEST(Adoption, BodyOfATownWithTwoWords_HasItsWholeName) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(
      "План за младежта на община Минерални бани за 2024 г.\n\n"
      "Приет с Решение № 12 от 30.01.2024 г. на Общински съвет – Минерални бани\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_TRUE(read->plan.adoption);
  EXPECT_EQ(read->plan.adoption->body, "Общински съвет – Минерални бани");
}

TEST(Figures, NumberBeforeAColon_IsKeptWithoutIt) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(
      "План за действие на община Брод за приобщаване на ромите 2024 г.\n\nПрограмата обхваща 6 "
      "държави: България, "
      "Италия.\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(read->plan.figures, Not(IsEmpty()));
  EXPECT_EQ(read->plan.figures[0].as_written, "6 държави");
}

TEST(ShareAmounts, OfMoreThanAnythingHas_AreNotWhole) {
  const financing::ShareAmounts found = financing::AmountsOfShares(
      {{SourceKind::kDonation, "дарения", std::nullopt, "999999999999999999"},
       {SourceKind::kMunicipalBudget, "общински бюджет", std::nullopt, "100"}},
      Bgn(100));
  EXPECT_EQ(found.outcome, Outcome::kNotWhole);
  EXPECT_THAT(found.amounts, testing::IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
