// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/example_records.h"
#include "gateway/pages/parts.h"

namespace tranche::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

TEST(IsPage, OnlyTheTwoLanguagesHavePages) {
  for (const char* path : {"/", "/bg", "/en/", "/bg/organisations/x"})
    EXPECT_TRUE(Pages::IsPage(path)) << path;
  for (const char* path : {"", "/v1/x", "/bgx", "/english", "/de/", "/assets/tranche.css"}) {
    EXPECT_FALSE(Pages::IsPage(path)) << path;
  }
}

TEST_F(PagesTest, AddressWithoutLanguage_LeadsToTheReadersOwn) {
  const HttpResponse response = Get("/", "as_of=2018-09-01");
  EXPECT_EQ(response.status, 303);
  EXPECT_THAT(response.headers, Contains(Pair("Location", "/en/?as_of=2018-09-01")));
  EXPECT_THAT(Get("/bg").headers, Contains(Pair("Location", "/bg/")));
}

TEST_F(PagesTest, Portfolio_ListsProjectsAndPlansWithTheReadersToken) {
  const HttpResponse page = Get("/en/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<html lang=\"en\""));
  EXPECT_THAT(page.body, HasSubstr("BGN\u00a0378,008.50"));
  EXPECT_THAT(page.body, HasSubstr("Топъл обяд &amp; грижа"));
  EXPECT_THAT(page.body, HasSubstr(absl::StrCat("href=\"/en", kContract, "\"")));
  EXPECT_THAT(page.body, HasSubstr("Мария &lt;Петрова&gt;"));
  EXPECT_THAT(page.body, HasSubstr("name=\"csrf_token\" value=\"csrf\""));
  for (const FakeServer::Call& call : server_.calls()) {
    EXPECT_THAT(call.metadata, Contains(Pair("authorization", "Bearer person"))) << call.method;
  }
}

TEST_F(PagesTest, Portfolio_LinksToTheNextPageOfOneListAndKeepsTheOther) {
  plans::v1::ListPlansResponse plans;
  *plans.add_plans() = ExamplePlanAsRead();
  plans.set_next_page_token("p&2");
  Give("ListPlans", plans);
  const std::string page = Get("/bg/", "projects=c%2B1").body;
  EXPECT_THAT(page, HasSubstr("href=\"/bg/?plans=p%262&amp;projects=c%2B1\""));
  proposals::v1::ListContractsRequest asked;
  for (const FakeServer::Call& call : server_.calls()) {
    if (!absl::EndsWith(call.method, "ListContracts")) continue;
    ASSERT_TRUE(asked.ParseFromString(call.request));
  }
  EXPECT_EQ(asked.page_token(), "c+1");
}

TEST_F(PagesTest, Portfolio_WithNothingStoredSaysWhatToDo) {
  Give("ListPlans", plans::v1::ListPlansResponse());
  Give("ListContracts", proposals::v1::ListContractsResponse());
  const std::string page = Get("/en/").body;
  EXPECT_THAT(page, HasSubstr("There are no projects yet."));
  EXPECT_THAT(page, HasSubstr("tranche plans import"));
}

TEST_F(PagesTest, Search_LeadsToTheRecord) {
  EXPECT_THAT(Get("/en/", "number=+BG05M9OP001-2.005-0063-C01+").headers,
              Contains(Pair("Location", absl::StrCat("/en", kContract))));
  Deny("GetContract", Refuse("NOT_FOUND"));
  EXPECT_THAT(Get("/en/", "number=lyubimets-2013").headers,
              Contains(Pair("Location", absl::StrCat("/en", kPlan))));
}

TEST_F(PagesTest, Search_ForNothingThatIsThere_ShowsTheListsWithIt) {
  Deny("GetContract", Refuse("NOT_FOUND"));
  Deny("GetPlan", Refuse("NOT_FOUND"));
  const HttpResponse page = Get("/en/", "number=%3Cb%3E");
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("<strong>&lt;b&gt;</strong>"));
  EXPECT_THAT(page.body, HasSubstr("BGN\u00a0378,008.50"));
}

TEST_F(PagesTest, Project_ShowsMoneyPeriodAndNextDeadline) {
  const std::string page = Get(absl::StrCat("/en", kContract)).body;
  EXPECT_THAT(page, HasSubstr("18\u00a0April\u00a02017 – 18\u00a0October\u00a02018"));
  EXPECT_THAT(page, HasSubstr("last day: same-numbered day"));
  EXPECT_THAT(page, HasSubstr("79\u00a0days\u00a0left"));
  EXPECT_THAT(page, HasSubstr("width=\"13.18%\""));
  EXPECT_THAT(page, HasSubstr("There are no payment claims yet."));
  EXPECT_THAT(page, HasSubstr("<code>amount.eu</code>: sourced"));
}

TEST_F(PagesTest, Project_SaysOfAnAnnulledPaymentThatItIs) {
  payments::v1::ListPaymentsResponse response;
  payments::v1::Payment* payment = response.add_payments();
  payment->set_name(absl::StrCat(kContract + 1, "/payments/PA001"));
  payment->set_state(common::v1::RECORD_ENTERED);
  Give("ListPayments", response);
  EXPECT_THAT(Get(absl::StrCat("/bg", kContract)).body, Not(HasSubstr("анулирано")));
  response.mutable_payments(0)->set_state(common::v1::RECORD_ANNULLED);
  Give("ListPayments", response);
  EXPECT_THAT(Get(absl::StrCat("/bg", kContract)).body, HasSubstr("<strong>анулирано</strong>"));
}

TEST_F(PagesTest, Project_ShowsTheMeasuresThatItCarriesOut) {
  EXPECT_THAT(Get(absl::StrCat("/en", kContract)).body,
              HasSubstr("The project is linked with no measure of a plan."));
  plans::v1::ListProjectLinksResponse links;
  plans::v1::ProjectLink* link = links.add_links();
  link->set_target("organisations/mineralni-bani/plans/mb-2017");
  link->set_measure("1.2");
  link->set_measure_words("Грижа в дома");
  link->set_share_percent("40.5");
  Give("ListProjectLinks", links);
  const std::string page = Get(absl::StrCat("/bg", kContract)).body;
  plans::v1::ListProjectLinksRequest asked;
  ASSERT_TRUE(Asked("ListProjectLinks", &asked));
  EXPECT_EQ(asked.contract(), kContract + 1);
  EXPECT_THAT(page, HasSubstr("href=\"/bg/organisations/mineralni-bani/plans/mb-2017/links\">"
                              "mb-2017, 1.2</a> <span lang=\"bg\">Грижа в дома</span> "
                              "<strong>40,5\u00a0%</strong>"));
}

TEST_F(PagesTest, Project_WithoutBudget_SaysSoInItsPlace) {
  Deny("GetBudget", Refuse("NOT_FOUND", {{"name", "budget"}}));
  const HttpResponse page = Get(absl::StrCat("/en", kContract));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("There is no record"));
}

TEST_F(PagesTest, Budget_IsAskedForTheDaysGiven) {
  const std::string page =
      Get(absl::StrCat("/bg", kContract, "/budget"), "as_of=2018-01-01&known_at=").body;
  reports::v1::GetBudgetVsActualRequest asked;
  ASSERT_TRUE(asked.ParseFromString(server_.calls()[0].request));
  EXPECT_EQ(asked.as_of(), "2018-01-01");
  EXPECT_EQ(asked.known_at(), "");
  EXPECT_THAT(page, HasSubstr("378\u00a0008,50\u00a0лв."));
  EXPECT_THAT(page, HasSubstr("13,19\u00a0%"));
  EXPECT_THAT(page, HasSubstr("value=\"2018-01-01\""));
  EXPECT_THAT(page, HasSubstr("/reports/budgetVsActual?asOf=2018-01-01\""));
  EXPECT_THAT(
      page,
      HasSubstr("tranche reports budget-vs-actual BG05M9OP001-2.005-0063-C01 --as-of 2018-01-01"));
}

TEST_F(PagesTest, PlanReport_ShowsWhatCameOfEachMeasure) {
  const std::string page =
      Get(absl::StrCat("/bg", kPlan, "/report"), "as_of=2013-12-31&known_at=&currency=BGN").body;
  reports::v1::GetPlanReportRequest asked;
  ASSERT_TRUE(asked.ParseFromString(server_.calls()[0].request));
  EXPECT_EQ(asked.parent(), kPlan + 1);
  EXPECT_EQ(asked.as_of(), "2013-12-31");
  EXPECT_EQ(asked.currency(), "BGN");
  EXPECT_THAT(page, HasSubstr("39\u00a0792,00"));
  EXPECT_THAT(page, HasSubstr("40,50\u00a0%"));
  EXPECT_THAT(page, HasSubstr("href=\"/bg" + std::string(kContract) + "\""));
  EXPECT_THAT(page, HasSubstr("измислено за пример"));
  EXPECT_THAT(page, HasSubstr("/report?as_of=2013-12-31&amp;currency=EUR\""));
  EXPECT_THAT(page, HasSubstr("/reports/annual?asOf=2013-12-31&amp;currency=BGN\""));
  EXPECT_THAT(page, HasSubstr("tranche plans report lyubimets-2013 --currency BGN --as-of 2013-12-31"));
}

// People of whom nobody says how many were served are not zero.
TEST_F(PagesTest, PlanReport_SaysWhatIsNotKnown) {
  const std::string page = Get(absl::StrCat("/en", kPlan, "/report")).body;
  EXPECT_THAT(page, HasSubstr("not known"));
  EXPECT_THAT(page, HasSubstr(">83<"));
  // Nobody knows what the group was granted, and no row of it states an amount.
  reports::v1::PlanReport report = ExamplePlanReport();
  report.mutable_sources(0)->set_words("Общински бюджет + Оперативни програми и проекти (вкл. ОПАК)");
  report.mutable_sources(0)->set_words_en(
      "Municipal budget + Operational programmes and projects (incl. ОПАК)");
  report.mutable_sources(0)->set_measures_with_amount(0);
  *report.mutable_sources(0)->mutable_planned() = Bgn("0.00");
  report.add_executors()->set_words("Община Любимец");
  Give("GetPlanReport", report);
  const std::string english = Get(absl::StrCat("/en", kPlan, "/report")).body;
  EXPECT_THAT(english, HasSubstr("<span lang=\"en\">Municipal budget + Operational programmes and "
                                 "projects (incl. ОПАК)</span>"));
  // Who carries it out has no English: as the plan writes it.
  EXPECT_THAT(english, HasSubstr("<span lang=\"bg\">Община Любимец</span>"));
  EXPECT_THAT(english, HasSubstr("class=\"t-n\">–</td>"));
  EXPECT_THAT(english, Not(HasSubstr(">0.00<")));
  EXPECT_THAT(english, HasSubstr("stands for what is not known"));
  EXPECT_THAT(Get(absl::StrCat("/bg", kPlan, "/report")).body,
              HasSubstr("<span lang=\"bg\">Общински бюджет + Оперативни програми и проекти (вкл. "
                        "ОПАК)</span>"));
  Give("GetPlanReport", reports::v1::PlanReport());
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan, "/report")).body,
              HasSubstr("No projects are linked with the plan yet"));
}

TEST_F(PagesTest, Money_IsAskedForItsDaysAndCurrency) {
  const std::string page =
      Get(absl::StrCat("/bg", kContract, "/money"), "as_of=2019-06-30&known_at=&currency=BGN").body;
  reports::v1::GetMoneyReportRequest asked;
  ASSERT_TRUE(asked.ParseFromString(server_.calls()[0].request));
  EXPECT_EQ(asked.as_of(), "2019-06-30");
  EXPECT_EQ(asked.currency(), "BGN");
  EXPECT_THAT(page, HasSubstr("name=\"currency\" value=\"BGN\""));
  EXPECT_THAT(page, HasSubstr("/money?as_of=2019-06-30&amp;currency=EUR\""));
  EXPECT_THAT(page, HasSubstr("/reports/money?asOf=2019-06-30&amp;currency=BGN\""));
  EXPECT_THAT(
      page,
      HasSubstr("tranche reports money BG05M9OP001-2.005-0063-C01 --currency BGN --as-of 2019-06-30"));
}

TEST_F(PagesTest, Money_ShowsFiguresThatAreNotZeroAndTheVerdict) {
  const std::string page = Get(absl::StrCat("/en", kContract, "/money")).body;
  EXPECT_THAT(page, HasSubstr("interim, accepted: requested"));
  EXPECT_THAT(page, HasSubstr("49,850.40"));
  EXPECT_THAT(page, HasSubstr("84.07\u00a0%"));
  EXPECT_THAT(page, Not(HasSubstr("accepted: not paid")));
  EXPECT_THAT(page, HasSubstr("Payments and movements of the account"));
  EXPECT_THAT(page, HasSubstr("Not everything agrees"));
}

TEST_F(PagesTest, Money_ThatAgrees_SaysSo) {
  reports::v1::MoneyReport good = ExampleMoney();
  good.mutable_checks(0)->set_agrees(true);
  good.set_agrees(true);
  Give("GetMoneyReport", good);
  EXPECT_THAT(Get(absl::StrCat("/en", kContract, "/money")).body,
              HasSubstr("What can be compared as of then agrees"));
}

TEST_F(PagesTest, Money_ThatAgreesWithoutDays_SaysThatAllDoes) {
  reports::v1::MoneyReport good = ExampleMoney();
  good.clear_as_of();
  good.set_agrees(true);
  Give("GetMoneyReport", good);
  EXPECT_THAT(Get(absl::StrCat("/en", kContract, "/money")).body,
              HasSubstr("Budget, claims, payments and bank agree"));
}

TEST_F(PagesTest, DayThatIsNone_IsExplainedAtItsField) {
  Deny("GetBudgetVsActual",
       RefuseInput("INVALID_REQUEST", {{"asOf", "DATE_NOT_IN_CALENDAR", {{"value", "2018-02-31"}}}}));
  const HttpResponse page = Get(absl::StrCat("/en", kContract, "/budget"), "as_of=2018-02-31");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#as_of\">There is no such day: 2018-02-31.</a>"));
  EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"as_of-hint as_of-error\""));
  EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"known_at-hint\""));
}

TEST_F(PagesTest, Deadlines_AreListedWithTheLawAndDrawn) {
  const std::string page = Get(absl::StrCat("/en", kContract, "/deadlines"), "as_of=2018-09-01").body;
  EXPECT_THAT(page, HasSubstr("not verified in the primary source"));
  EXPECT_THAT(page, HasSubstr("Deadlines as of 1\u00a0September\u00a02018"));
  EXPECT_THAT(page, HasSubstr("18\u00a0November\u00a02018 is a Sunday."));
  EXPECT_THAT(page, HasSubstr("aria-describedby=\"gantt-table\""));
  EXPECT_THAT(page, HasSubstr("class=\"t-gantt__bar\""));
  EXPECT_THAT(page, HasSubstr("t-gantt__due--now"));
  EXPECT_THAT(page, HasSubstr("as of 1\u00a0September\u00a02018</text>"));
  EXPECT_THAT(page, HasSubstr("<time datetime=\"2017-07-17\">"));
}

TEST_F(PagesTest, LanguageSwitch_KeepsPageAndQuery) {
  const std::string page = Get(absl::StrCat("/bg", kContract, "/deadlines"), "as_of=2018-09-01").body;
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kContract, "/deadlines?as_of=2018-09-01\"")));
}

TEST_F(PagesTest, UnknownRecordAndUnknownAddress_AreNotFound) {
  Deny("GetPlan", Refuse("NOT_FOUND", {{"name", "organisations/-/plans/x"}}));
  const HttpResponse record = Get("/en/organisations/-/plans/x");
  EXPECT_EQ(record.status, 404);
  EXPECT_THAT(record.body, HasSubstr("<h1 class=\"govuk-heading-l\">Not found</h1>"));
  EXPECT_EQ(Get("/en/nothing").status, 404);
  EXPECT_EQ(Get("/en/organisations/x/plans/%GG").status, 400);
}

TEST_F(PagesTest, WhatTheReaderMayNotSee_Is403) {
  Deny("GetContract", Refuse("PERMISSION_DENIED", {{"permission", "contracts.read"}}));
  const HttpResponse page = Get(absl::StrCat("/en", kContract));
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, HasSubstr("ask the administrator"));
}

TEST_F(PagesTest, ServerAway_Is503WithAWayToTryAgain) {
  Backend nobody(
      grpc::CreateChannel("unix:/nonexistent/tranched.sock", grpc::InsecureChannelCredentials()));
  const Pages pages(&nobody);
  for (const std::string& path :
       {std::string("/bg/"), absl::StrCat("/bg", kPlan), absl::StrCat("/bg", kContract),
        absl::StrCat("/bg", kContract, "/budget"), absl::StrCat("/bg", kContract, "/deadlines")}) {
    const HttpResponse page = Get(pages, path);
    EXPECT_EQ(page.status, 503) << path;
    EXPECT_THAT(page.body, HasSubstr(absl::StrCat("href=\"", path, "\"")));
    EXPECT_THAT(page.headers, Contains(Pair("Retry-After", "5")));
  }
  nobody.CancelAndWait();
}

TEST(FirstUnbalanced, FindsWhatIsNotClosed) {
  EXPECT_EQ(FirstUnbalanced("<p><b>x</b><input name=\"x\"></p>"), "");
  EXPECT_EQ(FirstUnbalanced("<p><b>x</p>"), "p");
  EXPECT_EQ(FirstUnbalanced("<p>"), "p");
}

TEST(ShellLine, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(ShellLine({"tranche", "plans", "show", "lyubimets-2013"}),
            "tranche plans show lyubimets-2013");
  EXPECT_EQ(ShellLine({"a b", "$(x)", "it's", ""}), "'a b' '$(x)' 'it'\\''s' ''");
}

TEST(WidthPercent, IsExactAndNeverBeyondTheWhole) {
  EXPECT_EQ(WidthPercent(Bgn("49850.40"), Bgn("378008.50")), "13.18");
  EXPECT_EQ(WidthPercent(Bgn("0.00"), Bgn("10.00")), "0");
  EXPECT_EQ(WidthPercent(Bgn("11.00"), Bgn("10.00")), "100");
  EXPECT_EQ(WidthPercent(Bgn("-1.00"), Bgn("10.00")), "0");
  EXPECT_EQ(WidthPercent(Bgn("1.00"), Bgn("0.00")), "0");
  EXPECT_EQ(WidthPercent(Bgn("46116860184273879.04"), Bgn("92233720368547758.07")), "50.00");
  EXPECT_EQ(WidthPercent(common::v1::Money(), Bgn("1.00")), "0");
}

}  // namespace
}  // namespace tranche::gateway
