// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/assets.h"
#include "gateway/fake_server.h"
#include "gateway/pages/pages_fixture.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/plans/v1/attachments_service.pb.h"
#include "tranche/plans/v1/plan_document_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/plans/v1/project_links_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/reports/v1/plan_report_service.pb.h"
#include "tranche/reports/v1/reports_service.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr char kContract[] = "/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
constexpr char kPlan[] = "/organisations/lyubimets/plans/lyubimets-2013";
constexpr char kEvil[] = "\"><script>alert(1)</script>' onload='x";

common::v1::Money Bgn(const std::string& amount) {
  common::v1::Money money;
  money.set_amount(amount);
  money.set_currency("BGN");
  return money;
}

common::v1::ThreePartAmount Total(const std::string& amount) {
  common::v1::ThreePartAmount parts;
  *parts.mutable_eu() = Bgn(amount);
  *parts.mutable_national() = Bgn("0.00");
  *parts.mutable_own() = Bgn("0.00");
  *parts.mutable_grant() = Bgn(amount);
  *parts.mutable_total() = Bgn(amount);
  return parts;
}

plans::v1::Plan ExamplePlan(const std::string& text = "Топъл обяд & грижа") {
  plans::v1::Plan plan;
  plan.set_name(kPlan + 1);
  plan.set_title(text);
  plan.set_municipality(text);
  plan.set_year(2013);
  *plan.mutable_stated_total() = Bgn("538952.00");
  plan.mutable_parent_strategy()->set_title(text);
  plan.mutable_parent_strategy()->set_decision_number("");
  auto* section = plan.add_sections();
  section->set_ordinal(1);
  section->set_title(text);
  auto* measure = section->add_measures();
  measure->set_ordinal(1);
  measure->set_activity(text);
  measure->set_financing(text);
  measure->set_executor(text);
  *measure->mutable_stated_total() = Bgn("244440.00");
  section->add_measures()->set_ordinal(2);
  return plan;
}

plans::v1::CheckPlanResponse ExampleChecks() {
  plans::v1::CheckPlanResponse checks;
  const auto add = [&checks](const char* name, const char* place, plans::v1::Verdict verdict) {
    auto* check = checks.add_checks();
    check->set_check(name);
    check->set_place(place);
    check->set_title_bg("Сбор на частите");
    check->set_title_en("Sum of the parts");
    check->set_unit("BGN");
    check->set_verdict(verdict);
    return check;
  };
  add("total", "plan", plans::v1::AGREE)->set_stated("538952.00");
  add("strategy.adoption", "plan", plans::v1::WARNING);
  auto* parts = add("measure.1.1.parts", "1.1", plans::v1::DISAGREE);
  parts->set_stated("244440.00");
  parts->set_computed("242499.00");
  parts->set_delta("-1941.00");
  auto* months = parts->add_readings();
  months->set_text_en("7600.00 a month");
  months->set_computed("91200.00");
  months->set_verdict(plans::v1::AGREE);
  months->add_not_written("months");
  auto* quotient = parts->add_readings();
  quotient->set_text_en("91200.00 / 7600.00");
  quotient->set_computed("12");
  quotient->set_verdict(plans::v1::WARNING);
  return checks;
}

// A paragraph with two marks that overlap, and a table whose first cell has one.
plans::v1::PlanDocument ExampleDocument(const std::string& text = "общо 244440 лв.; за издръжка") {
  plans::v1::PlanDocument document;
  document.set_name(kPlan + 1);
  document.set_version(2);
  document.set_file_name("plan.docx");
  const auto mark = [](plans::v1::MarkKind kind, const std::string& id, int begin, int end) {
    plans::v1::DocumentMark made;
    made.set_kind(kind);
    made.set_id(id);
    made.set_begin(begin);
    made.set_end(end);
    made.set_text_en(absl::StrCat("What ", id, " is"));
    if (kind == plans::v1::CHECK_MARK) made.set_verdict(plans::v1::DISAGREE);
    return made;
  };
  auto* paragraph = document.add_blocks();
  paragraph->set_kind(plans::v1::PARAGRAPH_BLOCK);
  paragraph->set_place("line 27");
  paragraph->set_text(text);
  *paragraph->add_marks() = mark(plans::v1::VALUE_MARK, "measure.1.1.stated_total", 9, 22);
  *paragraph->add_marks() = mark(plans::v1::CHECK_MARK, "measure.1.1.parts", 9, 15);
  auto* table = document.add_blocks();
  table->set_kind(plans::v1::TABLE_BLOCK);
  table->set_place("line 30");
  auto* cell = table->add_rows()->add_cells();
  cell->set_place("line 30, column 1");
  cell->set_text(text);
  *cell->add_marks() = mark(plans::v1::FINDING_MARK, "1", 0, 8);
  *cell->add_marks() = mark(plans::v1::CHECK_MARK, "measure.1.1.parts", 9, 15);
  *document.add_marks() = mark(plans::v1::CHECK_MARK, "adoption", 0, 0);
  return document;
}

proposals::v1::Contract ExampleContract(const std::string& text = "Център") {
  proposals::v1::Contract contract;
  contract.set_name(kContract + 1);
  contract.set_number("BG05M9OP001-2.005-0063-C01");
  contract.set_title(text);
  contract.set_starts_on("2017-04-18");
  contract.set_ends_on("2018-10-18");
  contract.set_duration_months(18);
  contract.set_period_rule(proposals::v1::SAME_NUMBERED_DAY);
  contract.set_state(proposals::v1::ACTIVE);
  *contract.mutable_amount() = Total("378008.50");
  auto* mark = contract.add_marks();
  mark->set_field("amount.eu");
  mark->set_provenance(common::v1::SOURCED);
  mark->set_source(text);
  return contract;
}

budgets::v1::Budget ExampleBudget() {
  budgets::v1::Budget budget;
  *budget.mutable_caps() = Total("378008.50");
  *budget.mutable_spent() = Total("49850.40");
  *budget.mutable_reserved() = Total("10350.00");
  *budget.mutable_left() = Total("317808.10");
  return budget;
}

timelines::v1::ListDeadlinesResponse ExampleDeadlines(const std::string& text = "Final payment claim") {
  timelines::v1::ListDeadlinesResponse list;
  list.set_as_of("2018-09-01");
  auto* deadline = list.add_deadlines();
  deadline->set_title_bg(text);
  deadline->set_title_en(text);
  deadline->set_due_on("2018-11-19");
  deadline->set_nominal_on("2018-11-18");
  deadline->set_shift_en("2018-11-18 is a Sunday.");
  deadline->set_period("1 months");
  deadline->set_state(timelines::v1::UPCOMING);
  deadline->set_days_left(79);
  deadline->mutable_basis()->set_source("чл. 64");
  return list;
}

timelines::v1::Timeline ExampleTimeline(const std::string& text = "Обучения") {
  timelines::v1::Timeline timeline;
  timeline.set_name(absl::StrCat(kContract + 1, "/timeline"));
  auto* activity = timeline.add_activities();
  activity->set_code("A1");
  activity->set_title(text);
  activity->set_starts_on("2017-04-18");
  activity->set_ends_on("2017-07-17");
  return timeline;
}

reports::v1::BudgetVsActual ExampleReport(const std::string& text = "Обучения") {
  reports::v1::BudgetVsActual report;
  report.set_contract(kContract + 1);
  report.set_number("BG05M9OP001-2.005-0063-C01");
  report.set_as_of("2018-01-01");
  for (auto* line : {report.add_lines(), report.mutable_total()}) {
    line->set_code("1.1");
    line->set_title(text);
    *line->mutable_cap() = Total("378008.50");
    *line->mutable_spent() = Total("49850.40");
    *line->mutable_reserved() = Total("10350.00");
    *line->mutable_left() = Total("317808.10");
    line->set_spent_percent("13.19");
  }
  return report;
}

// One of everything, so that every table of the page is filled.
reports::v1::PlanReport ExamplePlanReport(const std::string& text = "Личен асистент") {
  reports::v1::PlanReport report;
  report.set_plan(kPlan + 1);
  report.set_title(text);
  report.set_year(2013);
  report.set_currency("BGN");
  report.set_as_of("2013-12-31");
  *report.mutable_stated_total() = Bgn("538952.00");
  *report.mutable_stated_total_difference() = Bgn("-0.01");
  auto* measure = report.add_measures();
  measure->set_place("1.2");
  measure->set_activity(text);
  measure->set_source(text);
  measure->set_executor(text);
  *measure->mutable_planned() = Bgn("39792.00");
  *measure->mutable_granted() = Total("39792.00");
  *measure->mutable_spent() = Total("20000.00");
  *measure->mutable_paid() = Total("20000.00");
  measure->set_people_planned(22);
  auto* project = measure->add_projects();
  project->set_contract(kContract + 1);
  project->set_number("BG05M9OP001-2.005-0063-C01");
  project->set_title(text);
  project->set_share_percent("40.50");
  project->set_contribution(text);
  project->set_illustrative(true);
  measure->add_projects()->set_number(text);
  auto* source = report.add_sources();
  source->set_words(text);
  source->set_measures(16);
  source->set_measures_with_amount(4);
  *source->mutable_planned() = Bgn("538952.00");
  *report.mutable_total() = *source;
  report.mutable_total()->set_people_served(83);
  auto* finding = report.add_findings();
  finding->set_text_bg(text);
  finding->set_text_en(text);
  return report;
}

reports::v1::MoneyReport ExampleMoney(const std::string& text = "Обучения") {
  reports::v1::MoneyReport report;
  report.set_contract(kContract + 1);
  report.set_number("BG05M9OP001-2.005-0063-C01");
  report.set_title(text);
  report.set_as_of("2019-06-30");
  report.set_currency("BGN");
  report.set_kept_in("BGN");
  *report.mutable_granted() = Total("378008.50");
  *report.mutable_received_total() = Total("376108.50");
  for (auto* line : {report.add_lines(), report.mutable_total()}) {
    line->set_code("1.1");
    line->set_title(text);
    *line->mutable_contract_value() = Total("378008.50");
    *line->mutable_current() = Total("378008.50");
    *line->mutable_difference() = Total("317808.10");
    line->set_difference_percent("84.07");
  }
  report.add_sources()->set_payer(budgets::v1::EU_PART);
  for (auto* claim : {report.add_claims(), report.mutable_claims_total()}) {
    claim->set_sequence(2);
    claim->set_kind(payments::v1::INTERIM);
    claim->set_state(payments::v1::ACCEPTED);
    *claim->mutable_requested() = Total("51830.40");
    *claim->mutable_approved() = Total("49850.40");
    *claim->mutable_unpaid() = Total("0.00");
  }
  reports::v1::MoneyPayment* payment = report.add_payments();
  payment->set_number("PA002");
  payment->set_bank_reference(text);
  *payment->mutable_amount() = Total("49850.40");
  payment->add_movements()->set_bank_reference(text);
  report.add_corrections()->set_irregularity(text);
  report.add_debts()->set_number(text);
  report.add_open()->set_kind(reports::v1::CLAIM_NOT_PAID);
  report.add_roundings()->set_figure(reports::v1::CURRENT_FIGURE);
  report.add_checks()->set_kind(reports::v1::PAYMENTS_AND_BANK);
  report.mutable_checkpoint()->set_size(12);
  report.mutable_checkpoint()->set_root("cm9vdA==");
  return report;
}

class PagesTest : public PagesFixture {
 protected:
  PagesTest() {
    plans::v1::ListPlansResponse plans;
    *plans.add_plans() = ExamplePlan();
    proposals::v1::ListContractsResponse contracts;
    *contracts.add_contracts() = ExampleContract();
    Give("ListPlans", plans);
    Give("ListContracts", contracts);
    Give("GetPlan", ExamplePlan());
    Give("CheckPlan", ExampleChecks());
    Give("GetPlanDocument", ExampleDocument());
    Give("GetContract", ExampleContract());
    Give("GetBudget", ExampleBudget());
    Give("ListDeadlines", ExampleDeadlines());
    Give("GetTimeline", ExampleTimeline());
    Give("GetBudgetVsActual", ExampleReport());
    Give("GetMoneyReport", ExampleMoney());
    Give("GetPlanReport", ExamplePlanReport());
    Give("ListClaims", payments::v1::ListClaimsResponse());
    Give("ListPayments", payments::v1::ListPaymentsResponse());
    Give("ListProjectLinks", plans::v1::ListProjectLinksResponse());
  }
};

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
  *plans.add_plans() = ExamplePlan();
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

TEST_F(PagesTest, Plan_HasEachFindingOnceAtItsPlaceAndALinkThere) {
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  const size_t first_measure = page.find("id=\"measure-1-1\"");
  const size_t second_measure = page.find("id=\"measure-1-2\"");
  const size_t finding = page.find("id=\"check-measure-1-1-parts\"");
  ASSERT_NE(finding, std::string::npos);
  EXPECT_LT(first_measure, finding);
  EXPECT_LT(finding, second_measure);
  EXPECT_LT(page.find("id=\"check-strategy-adoption\""), first_measure);
  EXPECT_GT(page.find("id=\"check-total\""), second_measure);
  for (const char* id : {"check-total", "check-strategy-adoption", "check-measure-1-1-parts"}) {
    const std::vector<std::string> here = absl::StrSplit(page, absl::StrCat("id=\"", id, "\""));
    EXPECT_EQ(here.size(), 2u) << id;
    EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"#", id, "\"")));
  }
}

// A correction of every kind of value; who made it, when and why.
plans::v1::Plan CorrectedPlan(const std::string& text = "поправено по протокола") {
  plans::v1::Plan plan = ExamplePlan();
  plan.mutable_sections(0)->mutable_measures(0)->add_parts();
  const auto correct = [&](plans::v1::PlanField field, const std::string& place,
                           const std::string& read, const std::string& value) {
    plans::v1::Correction* made = plan.add_corrections();
    made->set_number(plan.corrections_size());
    made->set_field(field);
    made->set_place(place);
    made->set_read(read);
    if (!value.empty()) made->set_value(value);
    made->set_made_by("finance@lyubimets");
    made->mutable_made_at()->set_seconds(1537185600);  // 17 September 2018, 15:00 in Sofia.
    made->set_reason(text);
  };
  correct(plans::v1::PLAN_TITLE, "", text, text);
  correct(plans::v1::PLAN_STATED_TOTAL, "", "538952.00 BGN", "538925.00 BGN");
  correct(plans::v1::PARENT_STRATEGY_DECISION, "", "", "699");
  correct(plans::v1::PARENT_STRATEGY_DATE, "", "", "2013");
  correct(plans::v1::SECTION_TITLE, "1", text, text);
  correct(plans::v1::MEASURE_TOTAL, "1.1", "244440.00 BGN", "244400.00 BGN");
  correct(plans::v1::MEASURE_PERSONS, "1.1", "22", "23");
  correct(plans::v1::MEASURE_PART, "1.1.1", "100.00 BGN", "");
  correct(plans::v1::MEASURE_DESCRIPTION, "1.2", "", text);
  return plan;
}

TEST_F(PagesTest, Plan_ShowsEachCorrectionBesideWhatIsStated_AndCountsThem) {
  Give("GetPlan", CorrectedPlan());
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, HasSubstr("<dt>Corrections</dt><dd><strong>9</strong>"));
  // Both stand there, the stated one first.
  const size_t stated = page.find("<dd>BGN\u00a0244,440.00");
  const size_t corrected = page.find("<strong>BGN\u00a0244,400.00</strong>");
  ASSERT_NE(stated, std::string::npos);
  ASSERT_NE(corrected, std::string::npos);
  EXPECT_LT(stated, corrected);
  EXPECT_LT(corrected, page.find("id=\"measure-1-2\""));
  EXPECT_THAT(page, HasSubstr("(finance@lyubimets, 17\u00a0September\u00a02018: <span lang=\"bg\">"
                              "поправено по протокола</span>)"));
  // Values within the words of a cell say which they are.
  EXPECT_THAT(page, HasSubstr("persons 1.1: <strong>23</strong>; in the document: <span>22</span>"));
  EXPECT_THAT(page, HasSubstr("part of the total 1.1.1: <strong>–</strong>; in the document: "
                              "<span>BGN\u00a0100.00</span>"));
  // A value that the document does not write has its row all the same.
  EXPECT_THAT(page, HasSubstr("<strong lang=\"bg\">2013</strong>"));
  EXPECT_THAT(Get(absl::StrCat("/bg", kPlan)).body, HasSubstr("<dt>Поправки</dt>"));
}

// Everything that a document may name besides its table.
plans::v1::Plan NamingPlan() {
  plans::v1::Plan plan = ExamplePlan();
  plan.set_level(plans::v1::ANNUAL);
  plans::v1::RoleHolder* holder = plan.add_role_holders();
  holder->set_role("координатор");
  holder->set_person("Мария Петрова");
  holder->set_appointed_by("със заповед на кмета");
  holder->set_order_number("");
  plans::v1::NamedBody* body = plan.add_bodies();
  body->set_name("Местна група");
  body->set_abbreviation("МГ");
  body->set_in_attachment_only(true);
  plans::v1::NamedAgreement* agreement = plan.add_agreements();
  agreement->set_subject("Споразумение за програмата");
  agreement->mutable_signed_on()->set_year(2016);
  agreement->mutable_signed_on()->set_month(8);
  plans::v1::StatedFigure* figure = plan.add_figures();
  figure->set_as_written("15 срещи и обучения");
  figure->add_items("България");
  plan.add_products()->set_as_written("оценка на нуждите");
  return plan;
}

// Everything that a row may state.
void StateAll(plans::v1::Measure* measure) {
  measure->set_objective("по-добър живот");
  measure->set_target_group("деца");
  measure->mutable_timeframe()->set_as_written("март – юни 2022 г.");
  plans::v1::Source* source = measure->add_sources();
  source->set_as_written("държавен бюджет");
  *source->mutable_amount() = Bgn("100.00");
  plans::v1::Part* part = measure->add_parts();
  part->set_label("2022 г.");
  *part->mutable_amount() = Bgn("35000.00");
  measure->add_partners("училища");
  measure->mutable_headcount()->set_count(22);
  measure->mutable_headcount()->set_noun("лични асистенти");
  measure->mutable_capacity()->set_count(30);
  measure->add_cohorts()->set_text("29 за една година");
  measure->set_months(9);
  *measure->mutable_monthly() = Bgn("7600.00");
  *measure->mutable_daily_rate()->mutable_rate() = Bgn("4.50");
  measure->mutable_daily_rate()->set_users(8);
  plans::v1::UnitPrice* unit = measure->mutable_unit_price();
  *unit->mutable_price() = Bgn("2941.00");
  unit->add_factors()->set_count(20);
  measure->set_stated_total_qualifier("около");
  *measure->add_also_shown()->mutable_amount() = Bgn("3834.69");
  plans::v1::Indicator* indicator = measure->add_indicators();
  indicator->set_name("обхванати деца");
  indicator->set_target("40");
  measure->set_expected_results("повече умения");
  measure->set_share_percent("45.35");
  plans::v1::OtherCell* other = measure->add_other_cells();
  other->set_heading("Забележка");
  other->set_text("при осигурени средства");
}

TEST_F(PagesTest, Plan_ShowsAllThatWasRead) {
  plans::v1::Plan plan = NamingPlan();
  StateAll(plan.mutable_sections(0)->mutable_measures(0));
  Give("GetPlan", plan);
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  for (const char* said :
       {"<dt>Level</dt><dd>annual</dd>",
        "<li lang=\"bg\">координатор: Мария Петрова, със заповед на кмета, № "
        "<span lang=\"en\">(blank)</span></li>",
        "<li lang=\"bg\">Местна група (МГ), "
        "<span lang=\"en\">in an attachment only</span></li>",
        "<li lang=\"bg\">Споразумение за програмата, "
        "<span lang=\"en\">08.2016</span></li>",
        "15 срещи и обучения, България",
        "оценка на нуждите",
        "по-добър живот",
        "<dt>Target group</dt><dd lang=\"bg\">деца</dd>",
        "март – юни 2022 г.",
        "<dd lang=\"bg\">държавен бюджет <span lang=\"en\">BGN\u00a0100.00</span></dd>",
        "училища",
        "<dd lang=\"bg\">2022 г. <span lang=\"en\">BGN\u00a035,000.00</span></dd>",
        "22 лични асистенти",
        "<dt>Places</dt><dd lang=\"bg\">30</dd>",
        "29 за една година",
        "<dt>Months</dt><dd>9</dd>",
        "BGN\u00a07,600.00",
        "BGN\u00a04.50 × 8",
        "<dt>Unit price</dt><dd>BGN\u00a02,941.00 × 20</dd>",
        "около",
        "BGN\u00a03,834.69",
        "обхванати деца: 40",
        "повече умения",
        "45.35\u00a0%",
        "<dt>Забележка</dt><dd lang=\"bg\">при осигурени средства</dd>"}) {
    EXPECT_THAT(page, HasSubstr(said));
  }
}

// Words of the document are Bulgarian on both pages; the page's own are of its language.
TEST_F(PagesTest, Plan_ValuesSayTheLanguageTheyAreIn) {
  plans::v1::Plan plan = NamingPlan();
  plans::v1::Measure* measure = plan.mutable_sections(0)->mutable_measures(0);
  StateAll(measure);
  plans::v1::Factor* factor = measure->mutable_unit_price()->mutable_factors(0);
  factor->set_noun("души");
  measure->mutable_unit_price()->set_unit("място");
  common::v1::PartialDate* to = measure->mutable_timeframe()->mutable_to();
  measure->mutable_timeframe()->clear_as_written();
  measure->mutable_timeframe()->mutable_from()->set_as_written("пролетта");
  to->set_year(2022);
  to->set_month(6);
  to->set_day(30);
  Give("GetPlan", plan);
  const std::string english = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(english, HasSubstr("<dt>Time frame</dt><dd lang=\"bg\">пролетта – "
                                 "<span lang=\"en\">30\u00a0June\u00a02022</span></dd>"));
  EXPECT_THAT(english,
              HasSubstr("<dt>Unit price</dt><dd lang=\"bg\"><span lang=\"en\">BGN\u00a02,941.00 × 20 "
                        "</span>души (място)</dd>"));
  const std::string bulgarian = Get(absl::StrCat("/bg", kPlan)).body;
  EXPECT_THAT(bulgarian, HasSubstr("Местна група (МГ), само в приложение</li>"));
  EXPECT_THAT(bulgarian, Not(HasSubstr("<span lang=\"en\">")));
}

TEST_F(PagesTest, Plan_ShowsTotalsByYear) {
  plans::v1::Plan plan = ExamplePlan();
  const auto add = [](int year, const std::string& amount, plans::v1::Part* part) {
    part->set_year(year);
    *part->mutable_amount() = Bgn(amount);
  };
  add(2021, "18000.00", plan.add_stated_years());
  add(2022, "24000.00", plan.add_stated_years());
  *plan.mutable_sections(0)->mutable_stated_total() = Bgn("500.00");
  add(2021, "300.00", plan.mutable_sections(0)->add_stated_years());
  Give("GetPlan", plan);
  const std::string english = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(english, HasSubstr("<dt>Total by year</dt><dd>2021: BGN\u00a018,000.00; "
                                 "2022: BGN\u00a024,000.00</dd>"));
  EXPECT_THAT(english, HasSubstr("Total of the section: BGN\u00a0500.00<"));
  EXPECT_THAT(english, HasSubstr("Total of the section by year: 2021: BGN\u00a0300.00<"));
  EXPECT_THAT(Get(absl::StrCat("/bg", kPlan)).body, HasSubstr("<dt>Обща сума по години</dt>"));
}

TEST_F(PagesTest, Plan_WithoutCorrections_SaysNothingOfThem) {
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, Not(HasSubstr("Corrections")));
  EXPECT_THAT(page, Not(HasSubstr("id=\"attachments\"")));
}

TEST_F(PagesTest, Plan_CorrectionIsOnlyText) {
  Give("GetPlan", CorrectedPlan(kEvil));
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan)).body, Not(HasSubstr("<script>")));
}

plans::v1::ListPlanAttachmentsResponse ExampleAttachments(const std::string& text) {
  plans::v1::ListPlanAttachmentsResponse list;
  const auto file = [&](const std::string& named_as) {
    plans::v1::PlanAttachment* made = list.add_attachments();
    made->set_number(list.attachments_size());
    made->set_named_as(named_as);
    made->set_file_name(text);
    made->set_sha256(std::string(64, 'a'));
    made->set_size_bytes(1004544);
    made->set_measured(plans::v1::MEASURED_BY_SENDER);
    made->set_made_by("finance@lyubimets");
    return made;
  };
  plans::v1::PlanAttachment* first = file(text);
  first->add_findings()->set_text_en("The file has another size.");
  file("");
  file("withdrawn one")->mutable_ended_at()->set_seconds(1);
  plans::v1::NamedAttachment* named = list.add_named();
  named->set_number(1);
  named->mutable_stated()->set_name(text);
  named->mutable_stated()->set_size_as_written("981.00 KB");
  *named->mutable_handed_over() = *first;
  list.add_named()->mutable_stated()->set_name("Заповед");
  return list;
}

TEST_F(PagesTest, Plan_ListsAttachmentsWithTheFilesThatStand) {
  Give("ListPlanAttachments", ExampleAttachments("план.pdf"));
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, HasSubstr("981.00 KB"));
  EXPECT_THAT(page, HasSubstr("1,004,544"));
  EXPECT_THAT(page, HasSubstr(std::string(64, 'a')));
  EXPECT_THAT(page, HasSubstr("said by the sender"));
  EXPECT_THAT(page, HasSubstr("The file has another size."));
  EXPECT_THAT(page, HasSubstr("<dt>File handed over</dt><dd>none</dd>"));
  EXPECT_THAT(page, HasSubstr("which the document does not name"));
  EXPECT_THAT(page, Not(HasSubstr("withdrawn one")));
}

TEST_F(PagesTest, Plan_AttachmentIsOnlyText) {
  Give("ListPlanAttachments", ExampleAttachments(kEvil));
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan)).body, Not(HasSubstr("<script>")));
}

TEST_F(PagesTest, Plan_WhoseFilesAreRefused_StillNamesItsAttachments) {
  plans::v1::Plan plan = ExamplePlan();
  plan.add_attachments()->set_name("Заповед за групата");
  Give("GetPlan", plan);
  Deny("ListPlanAttachments", absl::InternalError("secret"));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Заповед за групата"));
  EXPECT_THAT(page.body, Not(HasSubstr("secret")));
}

TEST_F(PagesTest, PlanDocument_ShowsCorrectionsAtTheirPlaces_AndCountsThem) {
  const plans::v1::Plan plan = CorrectedPlan();
  Give("GetPlan", plan);
  plans::v1::PlanDocument document = ExampleDocument();
  plans::v1::DocumentMark* mark = document.mutable_blocks(0)->add_marks();
  mark->set_kind(plans::v1::CORRECTION_MARK);
  mark->set_id("6");
  mark->set_text_en("total of the measure");
  *mark->mutable_correction() = plan.corrections(5);
  Give("GetPlanDocument", document);
  const std::string page = Get(absl::StrCat("/en", kPlan, "/document")).body;
  EXPECT_THAT(page, HasSubstr("<dt>Corrections</dt><dd><strong>9</strong></dd>"));
  EXPECT_THAT(page, HasSubstr("total of the measure 1.1: <strong>BGN\u00a0244,400.00</strong>; in the "
                              "document: <span>BGN\u00a0244,440.00</span>"));
  EXPECT_THAT(page, HasSubstr("line 27: total of the measure</a>"));
  EXPECT_THAT(page, HasSubstr("finance@lyubimets"));
}

TEST_F(PagesTest, PlanDocument_MarksWhatIsToBeLookedAtAndLeadsThereAndBack) {
  const std::string page = Get(absl::StrCat("/en", kPlan, "/document")).body;
  // What is to be looked at is shown before a value that was read at the same place.
  EXPECT_THAT(page,
              HasSubstr("общо <mark class=\"t-mark t-mark--bad\">244440</mark> лв.; за издръжка"));
  EXPECT_THAT(page, HasSubstr("<mark class=\"t-mark t-mark--now\">общо</mark>"));
  EXPECT_THAT(page, HasSubstr("href=\"#b0\""));
  EXPECT_THAT(page, HasSubstr("href=\"#b1-r0-c0\""));
  EXPECT_THAT(page, HasSubstr("href=\"#whole-document\""));
  for (const char* id : {"b0", "b1", "b1-r0-c0", "whole-document"}) {
    const std::vector<std::string> here = absl::StrSplit(page, absl::StrCat("id=\"", id, "\""));
    EXPECT_EQ(here.size(), 2u) << id;
  }
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "#check-measure-1-1-parts\"")));
  // A check that has two places is listed once.
  const std::vector<std::string> listed = absl::StrSplit(page, ": What measure.1.1.parts is</a>");
  EXPECT_EQ(listed.size(), 2u);
}

TEST_F(PagesTest, PlanDocument_TextIsOnlyText) {
  Give("GetPlanDocument", ExampleDocument(kEvil));
  const std::string page = Get(absl::StrCat("/en", kPlan, "/document")).body;
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
}

// Marks that do not fit the text, or cut a character, change nothing.
TEST_F(PagesTest, PlanDocument_MarksBeyondTheText_AreLeftOut) {
  plans::v1::PlanDocument document = ExampleDocument();
  auto* marks = document.mutable_blocks(0)->mutable_marks();
  for (const auto& [begin, end] :
       std::vector<std::pair<int, int>>{{-1, 4}, {4, 1000}, {1, 3}, {5, 5}}) {
    *marks->Add() = marks->Get(1);
    marks->rbegin()->set_begin(begin);
    marks->rbegin()->set_end(end);
  }
  Give("GetPlanDocument", document);
  EXPECT_THAT(Get(absl::StrCat("/en", kPlan, "/document")).body,
              HasSubstr("общо <mark class=\"t-mark t-mark--bad\">244440</mark> лв.; за издръжка"));
}

TEST_F(PagesTest, PlanDocument_ThatIsNotKept_IsSaidSo) {
  Deny("GetPlanDocument", Refuse("PLAN_DOCUMENT_NOT_KEPT", {{"digest", "0123456789ab"}}));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan, "/document"));
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("0123456789ab"));
}

TEST_F(PagesTest, Plan_ShowsStatedAndComputedSideBySide) {
  const std::string page = Get(absl::StrCat("/en", kPlan)).body;
  EXPECT_THAT(page, HasSubstr("<dt>Stated</dt><dd>BGN\u00a0244,440.00</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Computed</dt><dd>BGN\u00a0242,499.00</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Difference</dt><dd>BGN\u00a0\u22121,941.00</dd>"));
  EXPECT_THAT(page, HasSubstr("7,600.00 a month → <strong>BGN\u00a091,200.00</strong>"));
  EXPECT_THAT(page, HasSubstr("91,200.00 / 7,600.00 → <strong>12</strong>"));  // No money.
  EXPECT_THAT(page, HasSubstr("not written in the document: the months"));
  EXPECT_THAT(page, HasSubstr("left blank in the document"));
  EXPECT_THAT(page, HasSubstr("tranche plans check lyubimets-2013"));
}

TEST_F(PagesTest, Plan_WhoseChecksAreRefused_StillShowsTheDocument) {
  Deny("CheckPlan", absl::InternalError("secret"));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("class=\"t-refused\""));
  EXPECT_THAT(page.body, HasSubstr("Топъл обяд &amp; грижа"));
  EXPECT_THAT(page.body, Not(HasSubstr("secret")));
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

// Every page of the example, also with texts that try to be markup.
class EveryPage : public PagesTest {
 protected:
  std::vector<std::string> Bodies() {
    std::vector<std::string> bodies;
    for (const char* language : {"/bg", "/en"}) {
      for (const std::string& path :
           {std::string("/"), std::string(kPlan), absl::StrCat(kPlan, "/report"),
            std::string(kContract), absl::StrCat(kContract, "/budget"),
            absl::StrCat(kContract, "/money"), absl::StrCat(kContract, "/deadlines"),
            std::string("/nothing")}) {
        bodies.push_back(Get(absl::StrCat(language, path)).body);
      }
    }
    return bodies;
  }
};

TEST(FirstUnbalanced, FindsWhatIsNotClosed) {
  EXPECT_EQ(FirstUnbalanced("<p><b>x</b><input name=\"x\"></p>"), "");
  EXPECT_EQ(FirstUnbalanced("<p><b>x</p>"), "p");
  EXPECT_EQ(FirstUnbalanced("<p>"), "p");
}

TEST_F(EveryPage, IsWellFormedAndSpeaksInWords) {
  for (const std::string& page : Bodies()) {
    EXPECT_EQ(FirstUnbalanced(page), "") << page;
    EXPECT_THAT(page, Not(HasSubstr("style=")));
    EXPECT_THAT(page, Not(HasSubstr("W_")));
    EXPECT_THAT(page, Not(HasSubstr("{{")));
    EXPECT_THAT(page, HasSubstr("<a href=\"#main\" class=\"govuk-skip-link\">"));
  }
}

TEST_F(EveryPage, NeverTurnsTextsOfRecordsIntoMarkup) {
  plans::v1::ListPlansResponse plans;
  *plans.add_plans() = ExamplePlan(kEvil);
  proposals::v1::ListContractsResponse contracts;
  *contracts.add_contracts() = ExampleContract(kEvil);
  Give("ListPlans", plans);
  Give("ListContracts", contracts);
  Give("GetPlan", ExamplePlan(kEvil));
  Give("GetContract", ExampleContract(kEvil));
  Give("ListDeadlines", ExampleDeadlines(kEvil));
  Give("GetTimeline", ExampleTimeline(kEvil));
  Give("GetBudgetVsActual", ExampleReport(kEvil));
  Give("GetMoneyReport", ExampleMoney(kEvil));
  Give("GetPlanReport", ExamplePlanReport(kEvil));
  for (const std::string& page : Bodies()) {
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("onload='")));
    EXPECT_EQ(FirstUnbalanced(page), "");
  }
}

TEST(Templates, EveryPhraseTheyNameIsThere) {
  int named = 0;
  for (const Asset& asset : Assets()) {
    if (!absl::EndsWith(asset.name, ".tpl") || asset.name == "sign_in.tpl") continue;
    for (size_t at = asset.text.find("{{W_"); at != std::string::npos;
         at = asset.text.find("{{W_", at + 1)) {
      const std::string name = asset.text.substr(at + 2, asset.text.find('}', at) - at - 2);
      ++named;
      EXPECT_STRNE(Say(name, Language::kBulgarian), name.c_str()) << asset.name;
    }
  }
  EXPECT_GT(named, 50);
}

TEST(Phrases, AreInBothLanguagesAndOnce) {
  std::map<std::string, int> seen;
  for (const Phrase& phrase : Phrases()) {
    EXPECT_STRNE(phrase.bg, "") << phrase.name;
    EXPECT_STRNE(phrase.bg, phrase.en) << phrase.name;
    EXPECT_EQ(++seen[phrase.name], 1) << phrase.name;
  }
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
