// SPDX-License-Identifier: EUPL-1.2
// Records as the services give them to pages, and pages that show them.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/pages_fixture.h"
#include "gateway/pages/plans/plan_pages_fixture.h"
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

inline constexpr char kContract[] =
    "/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

inline common::v1::ThreePartAmount Total(const std::string& amount) {
  common::v1::ThreePartAmount parts;
  *parts.mutable_eu() = Bgn(amount);
  *parts.mutable_national() = Bgn("0.00");
  *parts.mutable_own() = Bgn("0.00");
  *parts.mutable_grant() = Bgn(amount);
  *parts.mutable_total() = Bgn(amount);
  return parts;
}

inline plans::v1::Plan ExamplePlanAsRead(const std::string& text = "Топъл обяд & грижа") {
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

inline plans::v1::CheckPlanResponse ExampleChecks() {
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
inline plans::v1::PlanDocument ExampleDocument(
    const std::string& text = "общо 244440 лв.; за издръжка") {
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

inline proposals::v1::Contract ExampleContract(const std::string& text = "Център") {
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

inline budgets::v1::Budget ExampleBudget() {
  budgets::v1::Budget budget;
  *budget.mutable_caps() = Total("378008.50");
  *budget.mutable_spent() = Total("49850.40");
  *budget.mutable_reserved() = Total("10350.00");
  *budget.mutable_left() = Total("317808.10");
  return budget;
}

inline timelines::v1::ListDeadlinesResponse ExampleDeadlines(
    const std::string& text = "Final payment claim") {
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

inline timelines::v1::Timeline ExampleTimeline(const std::string& text = "Обучения") {
  timelines::v1::Timeline timeline;
  timeline.set_name(absl::StrCat(kContract + 1, "/timeline"));
  auto* activity = timeline.add_activities();
  activity->set_code("A1");
  activity->set_title(text);
  activity->set_starts_on("2017-04-18");
  activity->set_ends_on("2017-07-17");
  return timeline;
}

inline reports::v1::BudgetVsActual ExampleReport(const std::string& text = "Обучения") {
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
inline reports::v1::PlanReport ExamplePlanReport(const std::string& text = "Личен асистент") {
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

inline reports::v1::MoneyReport ExampleMoney(const std::string& text = "Обучения") {
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
    *plans.add_plans() = ExamplePlanAsRead();
    proposals::v1::ListContractsResponse contracts;
    *contracts.add_contracts() = ExampleContract();
    Give("ListPlans", plans);
    Give("ListContracts", contracts);
    Give("GetPlan", ExamplePlanAsRead());
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

}  // namespace tranche::gateway
