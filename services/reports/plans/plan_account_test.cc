// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::reports {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
ThreePart Parts(int64_t eu, int64_t national) { return {Leva(eu), Leva(national), Leva(0)}; }

PlannedMeasure Measure(const std::string& place, std::optional<Money> planned = {},
                       const std::string& source = "Общински бюджет",
                       std::vector<PlannedSource> sources = {{Payer::kMunicipality, ""}}) {
  return {.place = place,
          .section = "Раздел",
          .activity = "Дейност " + place,
          .source = source,
          .sources = std::move(sources),
          .executor = "Община",
          .planned = planned,
          .people = {}};
}

PlanLink Link(int number, const std::string& measure, std::optional<int> share = {}) {
  PlanLink link;
  link.number = number;
  link.measure = measure;
  link.measure_words = "ДЕЙНОСТ " + measure;
  link.contract = "C1";
  link.share_hundredths = share;
  return link;
}

// Three measures and a project that was granted 100.00, spent 50.01 and was paid 20.00.
PlanFacts Facts(std::vector<PlanLink> links) {
  PlanFacts facts;
  facts.measures = {Measure("1.1", Leva(244'440'00)),
                    Measure("1.2", Leva(39'792'00), "Проект", {{Payer::kProgrammes, ""}}),
                    Measure("2.1")};
  facts.stated_total = Leva(284'232'00);
  facts.links = std::move(links);
  facts.projects = {{.contract = "C1",
                     .number = "BG-C1",
                     .title = "Проект",
                     .figures = {Parts(85'00, 15'00), Parts(42'51, 7'50), Parts(17'00, 3'00)}}};
  return facts;
}

std::vector<std::string> ReasonsOf(const PlanAccount& account) {
  std::vector<std::string> reasons;
  for (const Violation& finding : account.findings) reasons.push_back(finding.reason);
  return reasons;
}

// Rows that state amounts by year only, one of them in two currencies.
PlanFacts FactsByYear() {
  PlanFacts facts;
  facts.measures = {Measure("1.1", Leva(100'00)), Measure("1.2"), Measure("1.3")};
  facts.measures[0].by_year = {{2022, Leva(40'00)}};
  facts.measures[1].by_year = {{2022, Leva(10'00)}, {2023, Leva(20'00)}, {2023, Leva(5'00)}};
  facts.measures[2].by_year = {{2022, Leva(1'00)}, {2023, Money::Minor(1'00, Currency::kEur)}};
  return facts;
}

TEST(AccountFor, RowWithAmountsByYearOnly_PlansTheirSumAndSaysSo) {
  const auto account = AccountFor(FactsByYear(), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  // A total that the row states goes before its years.
  EXPECT_EQ(account->measures[0].measure.planned, Leva(100'00));
  EXPECT_THAT(account->measures[0].planned_years, IsEmpty());
  EXPECT_EQ(account->measures[1].measure.planned, Leva(35'00));
  EXPECT_THAT(account->measures[1].planned_years, ElementsAre(2022, 2023));
  EXPECT_EQ(account->measures[2].measure.planned, std::nullopt);
  EXPECT_EQ(account->total.planned, Leva(135'00));
  EXPECT_EQ(account->total.measures_with_amount, 2);
  EXPECT_THAT(ReasonsOf(*account), ElementsAre("REPORT_YEARS_NOT_ADDED", "REPORT_PLANNED_FROM_YEARS",
                                               "REPORT_MEASURES_WITHOUT_PROJECT"));
  EXPECT_EQ(account->findings[1].values, (ErrorValues{{"measures", "1"}, {"years", "2022, 2023"}}));
}

TEST(PlanAccount, OneLink_TakesTheWholeProject) {
  const auto account = AccountFor(Facts({Link(1, "1.2")}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[1].figures->granted, Parts(85'00, 15'00));
  EXPECT_EQ(account->measures[1].figures->spent, Parts(42'51, 7'50));
  EXPECT_EQ(account->measures[1].figures->paid, Parts(17'00, 3'00));
  EXPECT_EQ(account->measures[0].figures, std::nullopt);  // No project: not known, and no zero.
  EXPECT_THAT(account->unattributed, IsEmpty());
  EXPECT_EQ(account->total.planned, Leva(284'232'00));
  EXPECT_EQ(account->total.measures_with_amount, 2);
  EXPECT_EQ(account->stated_total_difference, Leva(0));
}

// 13,000 of two sources and no total: the row is in no sum, so that nothing is held against the total.
TEST(PlanAccount, RowWithAmountsAndNoTotal_LeavesTheDifferenceOpen) {
  PlanFacts facts = Facts({});
  facts.measures[0].planned.reset();
  facts.measures[0].by_year.clear();
  facts.measures[0].has_other_amounts = true;
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_TRUE(account->stated_total.has_value());
  EXPECT_EQ(account->stated_total_difference, std::nullopt);
  EXPECT_EQ(account->findings[0].reason, "REPORT_ROWS_NOT_ADDED");
  EXPECT_EQ(account->findings[0].values, (ErrorValues{{"places", "1.1"}}));
}

// 12,000 and 1,000 of two sources, and nothing else: they are what the row plans.
TEST(PlanAccount, RowWhoseSourcesSayAll_PlansTheirSumAndSaysSo) {
  PlanFacts facts = Facts({});
  PlannedMeasure& row = facts.measures[0];
  row.planned.reset();
  row.sources = {{Payer::kState, "", Leva(12'000'00)}, {Payer::kMunicipality, "", Leva(1'000'00)}};
  row.has_other_amounts = row.sources_say_all = true;
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[0].measure.planned, Leva(13'000'00));
  EXPECT_EQ(account->total.planned, Leva(52'792'00));
  EXPECT_TRUE(account->stated_total_difference.has_value());
  EXPECT_EQ(account->findings[0].reason, "REPORT_PLANNED_FROM_SOURCES");
  // In two currencies they have no sum.
  facts.measures[0].sources[1].amount = Money::Minor(1'000'00, Currency::kEur);
  const auto mixed = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(mixed.ok()) << mixed.status();
  EXPECT_EQ(mixed->measures[0].measure.planned, std::nullopt);
  EXPECT_EQ(mixed->findings[0].reason, "REPORT_ROWS_NOT_ADDED");
}

TEST(PlanAccount, AmountThatIsNotExact_IsAddedAndSaid) {
  PlanFacts facts = Facts({});
  facts.measures[1].qualifier = "до";
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->total.planned, Leva(284'232'00));
  EXPECT_EQ(account->findings[0].reason, "REPORT_PLANNED_NOT_EXACT");
  EXPECT_EQ(account->findings[0].values, (ErrorValues{{"places", "1.2"}}));
}

TEST(PlanAccount, ContractOfOtherYears_IsSaidUnlessItsPartIsGiven) {
  PlanFacts facts = Facts({Link(1, "1.2")});
  facts.years = PlanYears{2013, 2013};
  facts.projects[0].starts_on = absl::CivilDay(2013, 1, 2);
  facts.projects[0].ends_on = absl::CivilDay(2013, 12, 31);
  const auto reasons = [&] { return ReasonsOf(*AccountFor(facts, Currency::kBgn)); };
  EXPECT_THAT(reasons(), Not(Contains("REPORT_CONTRACT_BEYOND_PLAN")));
  facts.projects[0].ends_on = absl::CivilDay(2014, 1, 1);
  EXPECT_THAT(reasons(), Contains("REPORT_CONTRACT_BEYOND_PLAN"));
  facts.links[0].share_hundredths = 50'00;
  EXPECT_THAT(reasons(), Not(Contains("REPORT_CONTRACT_BEYOND_PLAN")));
  facts.links[0].share_hundredths.reset();
  facts.years.reset();
  EXPECT_THAT(reasons(), Not(Contains("REPORT_CONTRACT_BEYOND_PLAN")));
}

TEST(PlanAccount, ContractThatOtherPlansHaveToo_IsSaid) {
  PlanFacts facts = Facts({Link(1, "1.2")});
  facts.projects[0].other_plans = {"annual-2016", "annual-2017"};
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->findings[0].reason, "REPORT_CONTRACT_OF_OTHER_PLANS");
  EXPECT_EQ(account->findings[0].values,
            (ErrorValues{{"project", "BG-C1"}, {"plans", "annual-2016, annual-2017"}}));
}

TEST(PlanAccount, ExecutorInOtherLettersAndBlanks_IsOne) {
  PlanFacts facts = Facts({});
  facts.measures[0].executor = "Община Любимец";
  facts.measures[1].executor = "община  Любимец";
  facts.measures.resize(2);
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  ASSERT_EQ(account->executors.size(), 1u);
  EXPECT_EQ(account->executors[0].words, "Община Любимец");
  EXPECT_EQ(account->executors[0].measures, 2);
}

TEST(PlanAccount, Shares_DivideToTheCent_AndTheRestStandsByItself) {
  const auto account =
      AccountFor(Facts({Link(1, "1.1", 33'33), Link(2, "1.2", 33'33)}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  // 42.51 by 33.33 : 33.33 : 33.34 is 14.1686, 14.1686, 14.1728.
  EXPECT_EQ(account->measures[0].figures->spent.eu, Leva(14'17));
  EXPECT_EQ(account->measures[1].figures->spent.eu, Leva(14'17));
  ASSERT_EQ(account->unattributed.size(), 1u);
  EXPECT_EQ(account->unattributed[0].figures->spent.eu, Leva(14'17));
  EXPECT_EQ(account->unattributed[0].link, 0);
  EXPECT_EQ(account->total.figures->spent, Parts(42'51, 7'50));
}

TEST(PlanAccount, Amounts_DivideInProportionToWhatWasGranted) {
  std::vector<PlanLink> links = {Link(1, "1.1"), Link(2, "1.2")};
  links[0].amount = Leva(25'00);
  links[1].amount = Leva(50'00);
  const auto account = AccountFor(Facts(links), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[0].figures->granted, Parts(21'25, 3'75));
  EXPECT_EQ(account->measures[1].figures->granted, Parts(42'50, 7'50));
  EXPECT_EQ(account->unattributed[0].figures->granted, Parts(21'25, 3'75));
}

TEST(PlanAccount, AmountsAboveTheGrant_AreAFinding_AndNothingIsInvented) {
  std::vector<PlanLink> links = {Link(1, "1.1"), Link(2, "1.2")};
  links[0].amount = Leva(100'00);
  links[1].amount = Leva(100'00);
  const auto account = AccountFor(Facts(links), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[0].figures->granted, Parts(42'50, 7'50));
  EXPECT_EQ(account->total.figures->granted, Parts(85'00, 15'00));
  EXPECT_EQ(ReasonsOf(*account).front(), "REPORT_AMOUNTS_EXCEED");
}

TEST(PlanAccount, SeveralLinksWithoutAContribution_AreNotDivided) {
  const auto account = AccountFor(Facts({Link(1, "1.1"), Link(2, "1.2")}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[0].figures, std::nullopt);
  EXPECT_EQ(account->measures[0].projects[0].figures, std::nullopt);
  EXPECT_EQ(account->measures[0].projects.size(), 1u);
  ASSERT_EQ(account->unattributed.size(), 1u);
  EXPECT_EQ(account->unattributed[0].figures->granted, Parts(85'00, 15'00));
  EXPECT_EQ(ReasonsOf(*account).front(), "REPORT_PROJECT_UNDIVIDED");
}

TEST(PlanAccount, LinkToTheWholePlanOrADroppedMeasure_IsUnattributed) {
  const auto account = AccountFor(Facts({Link(1, "", 50'00), Link(2, "9.9", 50'00)}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  ASSERT_EQ(account->unattributed.size(), 1u);
  EXPECT_EQ(account->unattributed[0].figures->granted, Parts(85'00, 15'00));
  EXPECT_EQ(account->total.figures->granted, Parts(85'00, 15'00));
  EXPECT_EQ(account->findings[0].reason, "LINK_MEASURE_DROPPED");
}

TEST(PlanAccount, ProjectThatIsNotKept_IsNamedWithoutFigures) {
  PlanLink external = Link(3, "2.1");
  external.contract = "";
  external.external_project = "Проект на НПО";
  external.people = 7;
  external.amount = Leva(5'000'00);
  const auto account = AccountFor(Facts({external}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  ASSERT_EQ(account->measures[2].projects.size(), 1u);
  EXPECT_EQ(account->measures[2].projects[0].number, "Проект на НПО");
  EXPECT_EQ(account->measures[2].projects[0].amount, Leva(5'000'00));
  EXPECT_EQ(account->measures[2].people_served, 7);
  EXPECT_EQ(account->measures[2].projects[0].figures, std::nullopt);
  EXPECT_EQ(account->total.figures, std::nullopt);
  EXPECT_THAT(ReasonsOf(*account),
              ElementsAre("REPORT_PROJECT_NOT_KEPT", "REPORT_MEASURES_WITHOUT_PROJECT"));
}

TEST(PlanAccount, PeopleOfWhomNobodySays_AreUnknownAndNotZero) {
  const auto account = AccountFor(Facts({Link(1, "1.2")}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[1].people_served, std::nullopt);
  EXPECT_EQ(account->total.people_served, std::nullopt);
  EXPECT_THAT(ReasonsOf(*account),
              ElementsAre("REPORT_PEOPLE_UNKNOWN", "REPORT_MEASURES_WITHOUT_PROJECT"));
}

TEST(PlanAccount, GroupsBySource_AddUpToTheRows) {
  const auto account = AccountFor(Facts({Link(1, "1.2")}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  ASSERT_EQ(account->sources.size(), 2u);
  EXPECT_EQ(account->sources[0].words, "Общински бюджет");
  EXPECT_EQ(account->sources[0].measures, 2);
  EXPECT_EQ(account->sources[0].planned, Leva(244'440'00));
  EXPECT_EQ(account->sources[0].figures, std::nullopt);
  EXPECT_EQ(account->sources[1].words, "Оперативни програми и проекти");
  EXPECT_EQ(account->sources[1].figures->granted, Parts(85'00, 15'00));
  ASSERT_EQ(account->executors.size(), 1u);
  EXPECT_EQ(account->executors[0].measures, 3);
}

// Two wordings are one source; the order of two that pay together does not matter; rows keep their
// words.
TEST(PlanAccount, GroupsBySource_GoByWhoPaysAndNotByWording) {
  PlanFacts facts;
  const PlannedSource municipality{Payer::kMunicipality, ""};
  const PlannedSource programmes{Payer::kProgrammes, ""};
  facts.measures = {
      Measure("1.1", Leva(244'440'00), "общинския бюджет"),
      Measure("1.2", Leva(39'792'00), "Проект „Шанс“", {programmes}),
      Measure("1.3", Leva(163'520'00), "ОП РЧР", {{Payer::kProgrammes, "ОП РЧР"}}),
      Measure("1.4", Leva(91'200'00), "оп рчр", {{Payer::kProgrammes, "оп рчр"}}),
      Measure("2.1", {}, "Общински бюджет"),
      Measure("2.2", {}, "Общински бюджет + Оперативни програми", {municipality, programmes}),
      Measure("2.3", {}, "ОПАК + Общински бюджет", {{Payer::kProgrammes, "ОПАК"}, municipality}),
      Measure("2.4", {}, "", {})};
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  std::vector<std::string> groups;
  for (const AccountGroup& group : account->sources) {
    groups.push_back(
        absl::StrCat(group.words, ": ", group.measures, ", ", FormatAmount(group.planned)));
  }
  EXPECT_THAT(
      groups,
      ElementsAre("Общински бюджет: 2, 244440.00",
                  "Оперативни програми и проекти (вкл. ОП РЧР): 3, 294512.00",
                  "Общински бюджет + Оперативни програми и проекти (вкл. ОПАК): 2, 0.00", ": 1, 0.00"));
  EXPECT_EQ(account->measures[0].measure.source, "общинския бюджет");
  EXPECT_EQ(account->sources[2].words_en,
            "Municipal budget + Operational programmes and projects (incl. ОПАК)");
  // Those who carry out are called as the plan calls them.
  EXPECT_EQ(account->executors[0].words_en, "");
}

// A link without its own share beside one that has it: how much is for it is not known.
TEST(PlanAccount, LinkWithoutShareBesideOneWithIt_HasNoFigures) {
  const auto account = AccountFor(Facts({Link(1, "1.1", 40'00), Link(2, "1.2")}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[0].figures->granted, Parts(34'00, 6'00));
  EXPECT_EQ(account->measures[1].figures, std::nullopt);
  EXPECT_EQ(account->total.figures->granted, Parts(85'00, 15'00));
}

// A sum over what is known and what is not is of what is known; a finding tells of the rest.
TEST(PlanAccount, ProjectThatIsNotKeptBesideOneThatIs_AddsNothing) {
  PlanLink external = Link(2, "1.2");
  external.contract = "";
  external.external_project = "Проект на НПО";
  const auto account = AccountFor(Facts({Link(1, "1.2"), external}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(account->measures[1].figures->granted, Parts(85'00, 15'00));
  EXPECT_EQ(account->measures[1].projects[1].figures, std::nullopt);
  EXPECT_EQ(ReasonsOf(*account).front(), "REPORT_PROJECT_NOT_KEPT");
}

// The conversion of single rows leaves a cent, which is told and not hidden.
TEST(PlanAccount, InEuro_TheStatedTotalIsConvertedByItself) {
  PlanFacts facts = Facts({});
  facts.measures = {Measure("1.1", Leva(244'440'00)), Measure("1.2", Leva(39'792'00)),
                    Measure("1.3", Leva(163'520'00)), Measure("1.4", Leva(91'200'00))};
  facts.stated_total = Leva(538'952'00);
  const auto account = AccountFor(facts, Currency::kEur);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(FormatAmount(*account->stated_total), "275561.78");
  EXPECT_EQ(FormatAmount(account->total.planned), "275561.79");
  EXPECT_EQ(FormatAmount(*account->stated_total_difference), "-0.01");
}

// Whatever the links are, measures and unattributed rows add up to the project, in either currency.
RC_GTEST_PROP(PlanAccount, PartsAlwaysAddUp, (const std::vector<uint16_t>& shares, bool in_euro)) {
  std::vector<PlanLink> links;
  const int64_t granted = *rc::gen::inRange<int64_t>(0, 1'000'000'000'00);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    links.push_back(Link(static_cast<int>(i + 1), absl::StrCat("1.", i % 4)));
    links.back().share_hundredths = 1 + shares[i] % (100'00 / static_cast<int>(shares.size()));
  }
  PlanFacts facts = Facts(links);
  facts.projects[0].figures.granted = Parts(granted, granted / 7);
  // Money that went back may leave less than nothing.
  facts.projects[0].figures.paid = Parts(-granted / 3, granted / 5);
  const Currency currency = in_euro ? Currency::kEur : Currency::kBgn;
  const auto account = AccountFor(facts, currency);
  RC_ASSERT(account.ok());
  if (links.empty()) return;
  PlanFacts whole = facts;
  whole.links = {Link(1, "1.1")};
  const auto undivided = AccountFor(whole, currency);
  RC_ASSERT(undivided.ok());
  RC_ASSERT(account->total.figures == undivided->measures[0].figures);
}

TEST(PlanAccount, LinkWhosePlaceHasAnotherMeasureByNow_IsAFinding) {
  PlanLink link = Link(7, "1.2");
  link.measure_words = "Ремонт на улици";
  const auto account = AccountFor(Facts({link}), Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_THAT(ReasonsOf(*account), Contains("LINK_MEASURE_RENAMED"));
  // One word within another is another measure.
  PlanFacts within = Facts({Link(7, "1.2")});
  within.links[0].measure_words = "Спорт";
  within.measures[1].activity = "Транспорт";
  EXPECT_THAT(ReasonsOf(*AccountFor(within, Currency::kBgn)), Contains("LINK_MEASURE_RENAMED"));
  const auto same = AccountFor(Facts({Link(7, "1.2")}), Currency::kBgn);
  EXPECT_THAT(ReasonsOf(*same), Not(Contains("LINK_MEASURE_RENAMED")));
}

TEST(PlanAccount, ContractThatIsNotInForceYet_ExceedsNothing) {
  PlanLink link = Link(1, "1.1");
  link.amount = Leva(50'00);
  PlanFacts facts = Facts({link});
  facts.projects[0].figures = {Parts(0, 0), Parts(0, 0), Parts(0, 0)};
  const auto account = AccountFor(facts, Currency::kBgn);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_THAT(ReasonsOf(*account), Not(Contains("REPORT_AMOUNTS_EXCEED")));
}

}  // namespace
}  // namespace tranche::reports
