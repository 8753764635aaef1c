// SPDX-License-Identifier: EUPL-1.2
// A plan's report through its gRPC method. Tables of plans and budgets are filled here by SQL; what
// proposals and payments publish is replaced by views with the same columns and types.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reports/reports_module.h"
#include "tranche/reports/v1/plan_report_service.grpc.pb.h"

namespace tranche::reports {
namespace {

// Two versions, the second of 1 March 2014 with another amount; a correction of that amount and its
// taking back.
constexpr char kPlans[] = R"sql(
  insert into plans.plan (organisation_id, plan_id, version, year, title, document_sha256, measure_count,
                          measures_with_amount, stated, stored_at)
  select 'lyubimets', 'lyubimets-2013', version, 2013, 'План', repeat('a', 64), 2, 1,
         jsonb_build_object('title', 'План', 'municipality', 'Любимец', 'year', 2013,
           'statedTotal', jsonb_build_object('amount', amount, 'currency', 'BGN'),
           'sections', jsonb_build_array(jsonb_build_object('ordinal', 1, 'title', 'Услуги', 'measures', jsonb_build_array(
             jsonb_build_object('ordinal', 1, 'activity', 'Асистенти', 'executor', 'Община',
                                'headcount', jsonb_build_object('count', 22, 'noun', 'лица'),
                                'sources', jsonb_build_array(jsonb_build_object('kind', 'HUMAN_RESOURCES_PROGRAMME', 'asWritten', 'ОПРЧР')),
                                'statedTotal', jsonb_build_object('amount', amount, 'currency', 'BGN')),
             jsonb_build_object('ordinal', 2, 'activity', 'Обучение', 'executor', 'АСП'))))),
         stored_at::timestamptz
    from (values (1, '39792.00', '2013-01-10 09:00Z'), (2, '40000.00', '2014-03-01 09:00Z')) as v (version, amount, stored_at);
  insert into plans.project_link (organisation_id, number, plan_id, measure, contract_id, share_hundredths, people,
                                  contribution, source, illustrative, measure_words, plan_version, made_by, made_at)
  values ('lyubimets', 1, 'lyubimets-2013', '1.1', 'C1', 7500, 20, 'асистенти', 'x', true, 'Асистенти', 1, 'x',
          '2013-02-01 09:00Z');
)sql";

// 100.00 granted at 85/15, of which 40.00 is verified on 1 June 2013 and 10.00 on 1 June 2014.
constexpr char kMoney[] = R"sql(
  insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor,
                                amount_own_minor, currency, starts_on, ends_on, budgeted_at, last_cost_number, recorded_at)
  values ('lyubimets', 'C1', 'С1', 'Проект', 8500, 1500, 0, 'BGN', '2013-01-01', '2014-12-31', '2013-01-02 08:00Z', 0,
          '2013-01-01 08:00Z');
  insert into budgets.line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
                            cap_own_minor, reserved_eu_minor, reserved_national_minor, spent_eu_minor,
                            spent_national_minor, refused_minor, currency, recorded_at)
  values ('lyubimets', 'C1', '1', 'Персонал', 'staff', 8500, 1500, 0, 0, 0, 4250, 750, 0, 'BGN', '2013-01-02 08:00Z');
  insert into budgets.cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                            document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on,
                            document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor,
                            claimed_own_minor, left_on_line_minor, currency, recorded_at)
  select 'lyubimets', 'C1', number, '1', 'INVOICE', number, number, 'А', 'а', 0, '2013-02-01', '2013-02-01', claimed, claimed,
         eu, claimed - eu, 0, 0, 'BGN', '2013-02-02 09:00Z'
    from (values (1, 4000, 3400), (2, 1000, 850)) as paid (number, claimed, eu);
  insert into budgets.posting (organisation_id, contract_id, line_code, cost_number, debit, credit, eu_minor, national_minor,
                               own_minor, currency, valid_on, recorded_at)
  select 'lyubimets', 'C1', '1', cost::bigint, debit, credit, eu, national, 0, 'BGN', valid_on::date,
         (valid_on || ' 09:00Z')::timestamptz
    from (values ('1', 'reserved', 'available', 3400, 600, '2013-02-02'), ('1', 'spent', 'reserved', 3400, 600, '2013-06-01'),
                 ('2', 'reserved', 'available', 850, 150, '2013-02-02'), ('2', 'spent', 'reserved', 850, 150, '2014-06-01'))
      as moved (cost, debit, credit, eu, national, valid_on);
  create or replace view published.contract_version as
    select 'lyubimets'::text as organisation_id, 'C1'::text as contract_id, 1 as version, 'NEW_CONTRACT'::text as type,
           'С1'::text as document, 'Достоен живот'::text as title, '2013-01-01'::date as concluded_on, 8500::bigint as eu_minor,
           1500::bigint as national_minor, 0::bigint as own_minor, 'BGN'::text as currency,
           '2013-01-01 09:00Z'::timestamptz as recorded_at, '2013-01-01'::date as starts_on, '2014-12-31'::date as ends_on;
  create or replace view published.claim_payment as
    select 'lyubimets'::text as organisation_id, 'C1'::text as contract_id, 'PA001'::text as payment_id, 'PA001'::text as number,
           1 as sequence, 1700::bigint as eu_minor, 300::bigint as national_minor, 0::bigint as own_minor,
           'BGN'::text as currency, '2013-01-20'::date as paid_on, ''::text as bank_reference,
           '2013-01-20 09:00Z'::timestamptz as recorded_at;
)sql";

class PlanReportsTest : public ::testing::Test {
 protected:
  PlanReportsTest() : reports_(sandbox_, "reports") {
    sandbox_.Inspect(kPlans);
    sandbox_.Inspect(kMoney);
    reports_.Serve(StartRole(reports_.context()));
    stub_ = v1::PlanReportsService::NewStub(reports_.channel());
  }

  absl::StatusOr<v1::PlanReport> Report(const std::string& as_of = "", const std::string& known_at = "",
                                        const std::string& currency = "",
                                        const rpc::Actor& actor = testing::TestActor()) {
    v1::GetPlanReportRequest request;
    request.set_parent("organisations/-/plans/lyubimets-2013");
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    request.set_currency(currency);
    grpc::ClientContext context;
    reports_.SignIn(&context, actor);
    v1::PlanReport report;
    const grpc::Status status = stub_->GetPlanReport(&context, request, &report);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return report;
  }

  void Correct(int number, const std::string& value, const std::string& takes_back) {
    sandbox_.Inspect(
        absl::StrCat("insert into plans.correction (organisation_id, plan_id, number, version, field, "
                     "place, read_value, "
                     "instead_of, value, reason, takes_back, made_by, made_at) values ('lyubimets', "
                     "'lyubimets-2013', ",
                     number, ", 2, 'MEASURE_TOTAL', '1.1', '40000.00 BGN', 'x', '", value, "', 'x', ",
                     takes_back, ", 'x', '2014-03-0", number + 1, " 09:00Z')"));
  }

  testing::PgSandbox sandbox_;
  testing::TestRole reports_;
  std::unique_ptr<v1::PlanReportsService::Stub> stub_;
};

TEST_F(PlanReportsTest, PlannedGrantedSpentPaid_ByMeasure) {
  const auto report = Report();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->plan(), "organisations/lyubimets/plans/lyubimets-2013");
  EXPECT_EQ(report->version(), 2);
  EXPECT_EQ(report->currency(), "BGN");
  ASSERT_EQ(report->measures_size(), 2);
  const v1::PlanReportMeasure& measure = report->measures(0);
  EXPECT_EQ(measure.place(), "1.1");
  EXPECT_EQ(measure.source(), "ОПРЧР");
  EXPECT_EQ(measure.planned().amount(), "40000.00");
  EXPECT_EQ(measure.granted().total().amount(), "75.00");  // 75 % of 100.00
  EXPECT_EQ(measure.spent().total().amount(), "37.51");    // 31.875 and 5.625, each to the cent
  EXPECT_EQ(measure.paid().grant().amount(), "15.00");
  EXPECT_EQ(measure.people_planned(), 22);
  EXPECT_EQ(measure.people_served(), 20);
  ASSERT_EQ(measure.projects_size(), 1);
  EXPECT_EQ(measure.projects(0).contract(), "organisations/lyubimets/contracts/C1");
  EXPECT_EQ(measure.projects(0).title(), "Достоен живот");
  EXPECT_EQ(measure.projects(0).share_percent(), "75.00");
  EXPECT_TRUE(measure.projects(0).illustrative());
  EXPECT_FALSE(report->measures(1).has_planned());
  EXPECT_FALSE(report->measures(1).has_people_served());
  EXPECT_FALSE(report->measures(1).has_granted());
  EXPECT_FALSE(report->measures(1).has_spent());
  EXPECT_FALSE(report->measures(1).has_paid());
  ASSERT_EQ(report->sources_size(), 2);
  EXPECT_EQ(report->sources(0).words(), "Оперативни програми и проекти (вкл. ОПРЧР)");
  EXPECT_EQ(report->sources(0).words_en(), "Operational programmes and projects (incl. ОПРЧР)");
  EXPECT_EQ(report->sources(0).granted().total().amount(), "75.00");
  EXPECT_EQ(report->sources(1).words(), "");
  EXPECT_EQ(report->sources(1).words_en(), "");
  EXPECT_FALSE(report->sources(1).has_granted());
  ASSERT_EQ(report->unattributed_size(), 1);
  EXPECT_EQ(report->unattributed(0).granted().total().amount(), "25.00");
  EXPECT_EQ(report->total().spent().total().amount(), "50.00");
  EXPECT_EQ(report->total().planned().amount(), "40000.00");
  EXPECT_EQ(report->executors_size(), 2);
  EXPECT_EQ(report->executors(0).words_en(), "");
  EXPECT_EQ(report->findings(0).reason(), "REPORT_MEASURES_WITHOUT_PROJECT");
}

TEST_F(PlanReportsTest, AsOfADay_WhatHadHappenedByThen) {
  const auto report = Report("2013-12-31");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->total().spent().total().amount(), "40.00");
  EXPECT_EQ(report->total().paid().total().amount(), "20.00");
  EXPECT_EQ(report->version(), 2);  // Recorded later, and nothing says until when what is known counts.
  const auto before = Report("2012-12-31");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->total().granted().total().amount(), "0.00");
}

TEST_F(PlanReportsTest, KnownAtADay_TheVersionAndLinksOfThen) {
  const auto report = Report("", "2013-12-31");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->version(), 1);
  EXPECT_EQ(report->measures(0).planned().amount(), "39792.00");
  EXPECT_EQ(report->total().spent().total().amount(), "40.00");
  const auto earlier = Report("", "2013-01-15");
  ASSERT_TRUE(earlier.ok()) << earlier.status();
  EXPECT_EQ(earlier->measures(0).projects_size(), 0);
  EXPECT_EQ(ReasonOf(Report("", "2013-01-09").status()), "NOT_FOUND");
}

// With days the journal is added up, without them balances are read: far enough ahead both are the
// same.
TEST_F(PlanReportsTest, BothWaysOfReading_GiveTheSame) {
  auto now = Report();
  auto dated = Report("2099-12-31", "2099-12-31");
  ASSERT_TRUE(now.ok() && dated.ok()) << dated.status();
  dated->clear_as_of();
  dated->clear_known_at();
  EXPECT_EQ(now->SerializeAsString(), dated->SerializeAsString());
}

TEST_F(PlanReportsTest, CorrectionsInForce_AreWhatWasPlanned) {
  Correct(1, "39972.00 BGN", "null");
  EXPECT_EQ(Report()->measures(0).planned().amount(), "39972.00");
  EXPECT_EQ(Report("", "2014-03-01")->measures(0).planned().amount(), "40000.00");
  Correct(2, "40000.00 BGN", "1");
  EXPECT_EQ(Report()->measures(0).planned().amount(), "40000.00");
  // What the document states in all stands beside the sum of the rows.
  EXPECT_EQ(Report()->stated_total_difference().amount(), "0.00");
}

TEST_F(PlanReportsTest, EndedLink_CountsNoMore_ButDidBefore) {
  sandbox_.Inspect("update plans.project_link set ended_because = 'x', ended_at = '2014-05-01 09:00Z'");
  EXPECT_FALSE(Report()->total().has_granted());
  EXPECT_EQ(Report("", "2014-04-01")->total().granted().total().amount(), "100.00");
}

// Linked whole with the plan of the next year, too.
TEST_F(PlanReportsTest, ContractOfAnotherPlanAndOfOtherYears_IsSaid) {
  sandbox_.Inspect(R"sql(
    insert into plans.plan (organisation_id, plan_id, version, year, title, document_sha256, measure_count,
                            measures_with_amount, stated, stored_at)
    select organisation_id, 'lyubimets-2014', 1, 2014, title, document_sha256, measure_count, measures_with_amount, stated,
           stored_at
      from plans.plan where version = 1;
    insert into plans.project_link (organisation_id, number, plan_id, measure, contract_id, contribution, source,
                                    illustrative, measure_words, plan_version, made_by, made_at)
    values ('lyubimets', 2, 'lyubimets-2014', '1.2', 'C1', '', 'x', false, 'Обучение', 1, 'x', '2013-03-01 09:00Z');
    insert into plans.project_link (organisation_id, number, plan_id, measure, contract_id, contribution, source,
                                    illustrative, measure_words, plan_version, made_by, made_at)
    values ('lyubimets', 3, 'lyubimets-2013', '1.2', 'C1', '', 'x', false, 'Обучение', 2, 'x', '2014-04-01 09:00Z'))sql");
  std::vector<std::string> reasons;
  const auto report = Report();
  ASSERT_TRUE(report.ok()) << report.status();
  for (const auto& finding : report->findings()) reasons.push_back(finding.reason());
  EXPECT_THAT(reasons, ::testing::IsSupersetOf(
                           {"REPORT_CONTRACT_BEYOND_PLAN", "REPORT_CONTRACT_OF_OTHER_PLANS"}));
}

TEST_F(PlanReportsTest, InEuro_EachFigureByItself) {
  const auto report = Report("", "", "EUR");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->currency(), "EUR");
  EXPECT_EQ(report->measures(0).planned().amount(), "20451.68");  // 40,000 / 1.95583
  EXPECT_EQ(report->total().granted().eu().amount(), "43.46");    // 85 / 1.95583
}

TEST_F(PlanReportsTest, RowWithAmountsByYearOnly_PlansTheirSum) {
  sandbox_.Inspect(R"sql(
    update plans.plan
       set stated = jsonb_set(stated, '{sections,0,measures,1,parts}', jsonb_build_array(
             jsonb_build_object('label', '2013', 'year', 2013, 'amount', jsonb_build_object('amount', '10.00', 'currency', 'BGN')),
             jsonb_build_object('label', '2014', 'year', 2014, 'amount', jsonb_build_object('amount', '15.50', 'currency', 'BGN')))))sql");
  const auto report = Report();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->measures(1).planned().amount(), "25.50");
  EXPECT_THAT(report->measures(1).planned_years(), ::testing::ElementsAre(2013, 2014));
  EXPECT_EQ(report->measures(0).planned_years_size(), 0);
  EXPECT_EQ(report->total().planned().amount(), "40025.50");
}

TEST_F(PlanReportsTest, PrintedReport_IsAPdfInEitherLanguageAndTheSameEachTime) {
  const auto print = [&](const std::string& parent,
                         v1::PaperLanguage language) -> absl::StatusOr<google::api::HttpBody> {
    v1::PrintPlanReportRequest request;
    request.set_parent(parent);
    request.set_language(language);
    grpc::ClientContext context;
    reports_.SignIn(&context, testing::TestActor());
    google::api::HttpBody printed;
    const grpc::Status status = stub_->PrintPlanReport(&context, request, &printed);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return printed;
  };
  const auto bulgarian = print("organisations/-/plans/lyubimets-2013", v1::BG);
  ASSERT_TRUE(bulgarian.ok()) << bulgarian.status();
  EXPECT_EQ(bulgarian->content_type(), "application/pdf");
  EXPECT_EQ(bulgarian->data().substr(0, 5), "%PDF-");
  const auto again = print("organisations/-/plans/lyubimets-2013", v1::BG);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->data(), bulgarian->data());
  const auto english = print("organisations/-/plans/lyubimets-2013", v1::EN);
  ASSERT_TRUE(english.ok()) << english.status();
  EXPECT_NE(english->data(), bulgarian->data());
  EXPECT_EQ(ReasonOf(print("organisations/-/plans/unknown", v1::EN).status()), "NOT_FOUND");
}

TEST_F(PlanReportsTest, AnotherOrganisation_FindsNothing) {
  EXPECT_EQ(ReasonOf(Report("", "", "", testing::TestActor("sopot")).status()), "NOT_FOUND");
}

}  // namespace
}  // namespace tranche::reports
