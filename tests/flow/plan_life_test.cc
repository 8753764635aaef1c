// SPDX-License-Identifier: EUPL-1.2
// What becomes of a plan, by the real programs: the plan of Lyubimets with projects made up for the
// example and its annual report as table, JSON, CSV and page in both languages; a second version, a
// correction, subscriptions; the project of Mineralni Bani and the plans that its page names. Figures
// are reckoned here by hand from services/examples/plans-and-projects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kPlan[] = "lyubimets-2013";
constexpr char kFolder[] = SOURCE_ROOT "/services/examples/plans-and-projects";

std::string TextOf(const Json& amount) { return amount.is_null() ? "-" : amount.value("amount", "-"); }

// "1.2: planned | granted | spent | paid | planned people | served".
std::string Row(const Json& row) {
  const auto total = [&](const char* figure) {
    return row.contains(figure) ? TextOf(row[figure]["total"]) : "-";
  };
  return absl::StrCat(row.value("place", row.value("words", "")), ": ",
                      row.contains("planned") ? TextOf(row["planned"]) : "-", " | ", total("granted"),
                      " | ", total("spent"), " | ", total("paid"), " | ", row.value("peoplePlanned", 0),
                      " | ", row.value("peopleServed", -1));
}

class PlanLife : public ::testing::Test {
 protected:
  PlanLife() : programs_(Programs::Options{}) { Do({"examples", "load", kFolder}); }

  Ran Do(const std::vector<std::string>& arguments) {
    Ran ran = programs_.Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << absl::StrJoin(arguments, " ") << "\n" << ran.out << ran.error;
    return ran;
  }
  Json Report(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"plans", "report", kPlan, "-o", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Do(arguments).json();
  }
  std::string Page(const std::string& language) {
    const Answer page = programs_.Http(
        {.path = absl::StrCat("/", language, "/organisations/lyubimets/plans/", kPlan, "/report"),
         .headers = {programs_.SignIn()},
         .token = ""});
    EXPECT_EQ(page.status, 200);
    return page.body;
  }

  Programs programs_;
};

TEST_F(PlanLife, Report_DividesProjectsToTheCent) {
  const Json report = Report();
  const Json& measures = report["measures"];
  ASSERT_EQ(measures.size(), 16u) << report;
  EXPECT_EQ(Row(measures[0]), "1.1: 244440.00 | - | - | - | 0 | -1");
  EXPECT_EQ(Row(measures[1]), "1.2: 39792.00 | 39792.00 | 20000.00 | 20000.00 | 22 | 20");
  // 100,000.00 by 163,520 : 91,200, EU and national money each by itself.
  EXPECT_EQ(Row(measures[2]), "1.3: 163520.00 | 163520.00 | 64195.98 | 64195.98 | 45 | 45");
  EXPECT_EQ(Row(measures[3]), "1.4: 91200.00 | 91200.00 | 35804.02 | 35804.02 | 20 | 18");
  EXPECT_EQ(TextOf(measures[2]["spent"]["eu"]), "54566.58");
  EXPECT_EQ(TextOf(measures[2]["spent"]["national"]), "9629.40");
  // The part of the plan that projects carry out is all of its European money.
  EXPECT_EQ(Row(report["total"]), ": 538952.00 | 294512.00 | 120000.00 | 120000.00 | 87 | 83");
  EXPECT_EQ(report.value("unattributed", Json::array()).size(), 0u);
  EXPECT_EQ(TextOf(report["statedTotalDifference"]), "0.00");
  ASSERT_EQ(measures[1]["projects"].size(), 1u);
  EXPECT_TRUE(measures[1]["projects"][0].value("illustrative", false));
  // A project that is not kept here is named, and its figures are not made up.
  std::vector<std::string> reasons;
  for (const Json& finding : report["findings"]) reasons.push_back(finding["reason"]);
  EXPECT_THAT(reasons, ElementsAre("REPORT_CONTRACT_BEYOND_PLAN", "REPORT_PROJECT_NOT_KEPT",
                                   "REPORT_PEOPLE_UNKNOWN", "REPORT_MEASURES_WITHOUT_PROJECT"));
}

TEST_F(PlanLife, Report_BySourceAndExecutor_AddsUpToTheRows) {
  const Json report = Report();
  for (const char* groups : {"sources", "executors"}) {
    int measures = 0;
    for (const Json& group : report[groups]) measures += group.value("measures", 0);
    EXPECT_EQ(measures, 16) << groups;
  }
  // By who pays, as the plan's checks add up, and not by wording; nothing is linked with what the
  // municipality pays.
  std::vector<std::string> sources;
  for (const Json& group : report["sources"]) sources.push_back(Row(group));
  EXPECT_THAT(
      sources,
      ElementsAre("Общински бюджет: 244440.00 | - | - | - | 0 | -1",
                  "Оперативни програми и проекти (вкл. ОП РЧР): 294512.00 | 294512.00 | 120000.00 | "
                  "120000.00 | 87 | 83",
                  "Общински бюджет + Оперативни програми и проекти (вкл. ОПАК): 0.00 | - | - | - | 0 | "
                  "-1"));
  EXPECT_EQ(report["sources"][2].value("wordsEn", ""),
            "Municipal budget + Operational programmes and projects (incl. ОПАК)");
  // АСП carries out services 2 to 4 and the two measures of partnership.
  ASSERT_EQ(report["executors"].size(), 2u);
  EXPECT_EQ(TextOf(report["executors"][1]["spent"]["total"]), "120000.00");
}

TEST_F(PlanLife, Report_InEuro_TellsTheCentOfSingleConversions) {
  const Json report = Report({"--currency", "EUR"});
  EXPECT_EQ(TextOf(report["statedTotal"]), "275561.78");
  EXPECT_EQ(TextOf(report["total"]["planned"]), "275561.79");
  EXPECT_EQ(TextOf(report["statedTotalDifference"]), "-0.01");
}

TEST_F(PlanLife, Report_AsOfADay_BeforeAnythingWasVerified) {
  const Json report = Report({"--as-of", "2013-06-30"});
  EXPECT_EQ(TextOf(report["total"]["granted"]["total"]), "294512.00");
  EXPECT_EQ(TextOf(report["total"]["spent"]["total"]), "0.00");
  EXPECT_EQ(TextOf(report["total"]["paid"]["total"]), "0.00");
}

TEST_F(PlanLife, Report_AsTableCsvAndPage_InBothLanguages) {
  const std::string bulgarian = Do({"plans", "report", kPlan, "--lang", "bg"}).out;
  EXPECT_THAT(bulgarian, HasSubstr("Отпуснато"));
  EXPECT_THAT(bulgarian, HasSubstr("64 195,98"));
  EXPECT_THAT(bulgarian, HasSubstr("примерни връзки"));
  const std::string english = Do({"plans", "report", kPlan, "--lang", "en"}).out;
  EXPECT_THAT(english, HasSubstr("64,195.98"));
  EXPECT_THAT(english, HasSubstr("stands for what is not known"));
  EXPECT_THAT(english, HasSubstr("Municipal budget"));
  // Every table: what is not known is no zero.
  const std::string tables = english.substr(english.find("By measure"));
  EXPECT_THAT(tables, Not(HasSubstr(" 0.00")));
  EXPECT_THAT(tables, Not(HasSubstr("  0  ")));
  EXPECT_THAT(english, HasSubstr("Measures without a linked project: 12 of 16"));
  const std::string csv = Do({"plans", "report", kPlan, "--lang", "en", "-o", "csv"}).out;
  EXPECT_THAT(csv, StartsWith("Place,Activity,"));
  EXPECT_THAT(csv, Not(HasSubstr("Municipal budget")));
  EXPECT_THAT(csv, HasSubstr("64195.98"));
  EXPECT_THAT(csv, HasSubstr(",244440.00,,,,"));
  EXPECT_THAT(csv, Not(HasSubstr(",0.00,")));
  EXPECT_THAT(Page("bg"), HasSubstr("64\u00a0195,98"));
  EXPECT_THAT(Page("en"), HasSubstr("64,195.98"));
  EXPECT_THAT(Page("en"), Not(HasSubstr("W_")));
}

TEST_F(PlanLife, SecondVersion_IsCompared_AndTheLinkFindsItsMeasure) {
  std::ifstream in(SOURCE_ROOT "/services/examples/lyubimets-2013.txt");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const std::string changed = absl::StrReplaceAll(text, {{"39792", "40000"}});
  ASSERT_NE(changed, text);
  Do({"plans", "import", programs_.WriteFile("lyubimets-2013.txt", changed), "--accept"});
  const Json comparison = Do({"plans", "compare", kPlan, "-o", "json"}).json();
  ASSERT_EQ(comparison["measures"].size(), 1u);
  EXPECT_EQ(comparison["measures"][0]["placeAfter"], "1.2");
  EXPECT_EQ(TextOf(comparison["measures"][0]["totalDelta"]), "208.00");
  EXPECT_EQ(comparison["unchanged"], 15);
  EXPECT_THAT(Do({"plans", "compare", kPlan, "--lang", "en"}).out, HasSubstr("same words"));
  EXPECT_EQ(TextOf(Report()["measures"][1]["planned"]), "40000.00");
  for (const Json& link : Do({"links", "list", "--plan", kPlan, "-o", "json"}).json()) {
    EXPECT_EQ(link.value("findings", Json::array()).size(), 0u) << link;
  }
}

TEST_F(PlanLife, Correction_IsReported_AndFollowed) {
  Do({"plans", "subscribe", "--plan", kPlan, "--kind", "value-corrected"});
  const std::vector<std::string> correct = {
      "plans", "correct", kPlan,       "measure-total", "--place",
      "1.2",   "--value", "39972 BGN", "--reason",      "разменени цифри"};
  // Without what is corrected nobody knows what was seen.
  EXPECT_EQ(programs_.Tranche(correct).code, 5);
  std::vector<std::string> seen = correct;
  seen.insert(seen.end(), {"--instead-of", "39792.00 BGN"});
  Do(seen);
  EXPECT_EQ(TextOf(Report()["measures"][1]["planned"]), "39972.00");
  const Json changes = Do({"plans", "changes", "-o", "json"}).json();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0]["kind"], "value_corrected");
  Do({"plans", "seen", absl::StrCat(changes[0]["number"].get<int>()), "--organisation", "lyubimets"});
  EXPECT_EQ(Do({"plans", "changes", "-o", "json"}).json().size(), 0u);
  Do({"plans", "take-back", kPlan, "1", "--reason", "прочетеното е вярно"});
  EXPECT_EQ(TextOf(Report()["measures"][1]["planned"]), "39792.00");
  EXPECT_EQ(Do({"plans", "corrections", kPlan, "-o", "json"}).json().size(), 2u);
}

TEST_F(PlanLife, AnyValueAndRow_IsCorrectedByItsPath_AndTheReportFollows) {
  const Json values = Do({"plans", "values", kPlan, "--under", "measure.1.2", "-o", "json"}).json();
  std::map<std::string, std::string> shown;
  for (const Json& value : values) shown[value["path"]] = value.value("value", "");
  EXPECT_EQ(shown.at("measure.1.2.stated_total"), "39792.00 BGN");
  EXPECT_EQ(shown.count("measure.1.3.activity"), 0u);
  Do({"plans", "correct", kPlan, "measure.1.2.target_group", "--instead-of", "", "--value",
      "хора с увреждания", "--reason", "сверено"});
  const Ran refused = programs_.Tranche(
      {"plans", "correct", kPlan, "measure.1.2.price", "--value", "5", "--reason", "опит"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.error, HasSubstr("measure.1.2"));
  Do({"plans", "add-row", kPlan, "measure.1", "--value", "activity=Обществена трапезария", "--value",
      "stated_total=1000 BGN", "--found-at", "страница 3", "--reason", "изпуснат ред"});
  Do({"plans", "strike-row", kPlan, "measure.1.4", "--reason", "бележка под таблицата"});
  const Json report = Report();
  ASSERT_EQ(report["measures"].size(), 16u);
  EXPECT_THAT(Row(report["measures"][3]), Not(StartsWith("1.4:")));
  EXPECT_THAT(Do({"plans", "show", kPlan}).out, HasSubstr("(зачеркнат ред)"));
  EXPECT_THAT(Do({"plans", "version", kPlan, "--lang", "en"}).out, HasSubstr("row added"));
  Do({"plans", "take-back", kPlan, "3", "--reason", "мярка е"});
  EXPECT_EQ(Report()["measures"].size(), 17u);
}

TEST_F(PlanLife, WhatWasReadOfBodies_IsTakenOverOnce) {
  Do({"plans", "add-row", kPlan, "bodies", "--value", "name=Работна група", "--reason", "страница 4"});
  const Json dry = Do({"groundwork", "adopt", kPlan, "--dry-run", "-o", "json"}).json();
  EXPECT_GE(dry.value("takenOverCount", 0), 1);
  Do({"groundwork", "adopt", kPlan, "--what", "working-body"});
  const Json again = Do({"groundwork", "adopt", kPlan, "--what", "working-body", "-o", "json"}).json();
  EXPECT_EQ(again.value("takenOverCount", 0), 0);
  EXPECT_EQ(again.value("alreadyThereCount", 0), 1);
  EXPECT_THAT(again["items"][0].value("groundwork", ""), HasSubstr("/groundwork/lyubimets-2013-body-"));
}

// MIN-14: the annual plans of 2016 and 2017, the municipal strategy and the development plan.
TEST_F(PlanLife, MineralniBani_IsLinkedWithThePlansThatItsPageNames) {
  const Json links =
      Do({"links", "list", "--contract", "BG05M9OP001-2.005-0063-C01", "-o", "json"}).json();
  std::vector<std::string> targets;
  for (const Json& link : links) {
    const std::string target = link["target"];
    targets.push_back(target.substr(target.rfind('/') + 1));
  }
  EXPECT_THAT(targets, ElementsAre("development-2014", "municipal-social-services", "annual-2016",
                                   "annual-2017"));
}

TEST_F(PlanLife, StrategyTree_ShowsThePlanBelowWhatItCarriesOut) {
  const Json nodes =
      Do({"strategies", "tree", "--organisation", "lyubimets", "-o", "json"}).json()["nodes"];
  ASSERT_EQ(nodes.size(), 2u);
  EXPECT_EQ(nodes[1]["depth"], 1);
  EXPECT_EQ(nodes[1]["name"], absl::StrCat("organisations/lyubimets/plans/", kPlan));
}

// The same by REST.
TEST_F(PlanLife, Rest_HasTheSameReport) {
  const Answer answer = programs_.Http(
      {.path = absl::StrCat("/v1/organisations/lyubimets/plans/", kPlan, "/reports/annual")});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Row(answer.json()["total"]), Row(Report()["total"]));
}

}  // namespace
}  // namespace tranche::flow
