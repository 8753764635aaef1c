// SPDX-License-Identifier: EUPL-1.2
// The report on a contract's whole money through its gRPC method. The tables of budgets are filled here
// by SQL; what proposals and payments publish is replaced by views with the same columns and types, or
// the server refuses them. tests/flow/money_test has the same over the real services.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reports/reports_module.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {
namespace {

constexpr char kContract[] = "organisations/mineralni-bani/contracts/C01";

// 200.00 at 85/15 in two lines; 10.00 were moved from 2 to 1.10 on 1 March 2018, and an annex of 1 July
// gave 20.00 more to
// 2. Costs of 60.00 (line 1.10, cost 1) and 30.00 (line 2, cost 2) were decided on 1 June: 55.00
// and 20.00 approved. Cost 3 of 30.00 on line 2 waits.
constexpr char kBooks[] = R"sql(
  insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor,
                                amount_own_minor, currency, starts_on, ends_on, budgeted_at, last_cost_number, recorded_at)
  values ('mineralni-bani', 'C01', 'С01', 'Проект', 18700, 3300, 0, 'BGN', '2018-01-01', '2018-12-31',
          '2018-01-02 08:00Z', 3, '2018-01-01 08:00Z');
  insert into budgets.line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
                            cap_own_minor, reserved_eu_minor, reserved_national_minor, spent_eu_minor,
                            spent_national_minor, refused_minor, currency, recorded_at)
  values ('mineralni-bani', 'C01', '2', 'Материали', 'materials', 9350, 1650, 0, 2550, 450, 1700, 300, 1000, 'BGN',
          '2018-01-02 08:00Z'),
         ('mineralni-bani', 'C01', '1.10', 'Персонал', 'staff', 9350, 1650, 0, 0, 0, 4675, 825, 500, 'BGN',
          '2018-01-02 08:00Z');
  insert into budgets.cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                            document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on,
                            document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor,
                            claimed_own_minor, left_on_line_minor, currency, recorded_at)
  select 'mineralni-bani', 'C01', number, line, 'INVOICE', number, number, 'А', 'а', 0, '2018-02-01', '2018-02-01', claimed,
         claimed, eu, claimed - eu, 0, 0, 'BGN', '2018-02-02 09:00Z'
    from (values (1, '1.10', 6000, 5100), (2, '2', 3000, 2550), (3, '2', 3000, 2550)) as paid (number, line, claimed, eu);
  insert into budgets.transfer (organisation_id, contract_id, transfer_number, from_line, to_line, eu_minor, national_minor,
                                own_minor, currency, contract_version, valid_on, reason, document, limit_percent,
                                base_line, base_minor, moved_before_minor, limit_minor, legal_source, verified, recorded_by)
  values ('mineralni-bani', 'C01', 1, '2', '1.10', 850, 150, 0, 'BGN', 1, '2018-03-01', 'х', '', '100', '2', 10000, 0, 10000,
          'х', false, 'х');
  insert into budgets.revision (organisation_id, contract_id, contract_version, state, amount_eu_minor,
                                amount_national_minor, amount_own_minor, currency, valid_on, recorded_by, ended_at)
  values ('mineralni-bani', 'C01', 2, 'APPLIED', 18700, 3300, 0, 'BGN', '2018-07-01', 'х', '2018-07-02 08:00Z');
  insert into budgets.posting (organisation_id, contract_id, line_code, cost_number, transfer_number, revision_version,
                               debit, credit, eu_minor, national_minor, own_minor, currency, valid_on, recorded_at)
  select 'mineralni-bani', 'C01', line, cost::bigint, transfer::bigint, version::integer, debit, credit, eu, national, 0,
         'BGN', valid_on::date, (valid_on || ' 09:00Z')::timestamptz
    from (values ('1.10', null, null, null, 'available', 'cap', 8500, 1500, '2018-01-02'),
                 ('2', null, null, null, 'available', 'cap', 8500, 1500, '2018-01-02'),
                 ('1.10', '1', null, null, 'reserved', 'available', 5100, 900, '2018-02-02'),
                 ('2', '2', null, null, 'reserved', 'available', 2550, 450, '2018-02-02'),
                 ('2', '3', null, null, 'reserved', 'available', 2550, 450, '2018-02-02'),
                 ('2', null, '1', null, 'cap', 'available', 850, 150, '2018-03-01'),
                 ('1.10', null, '1', null, 'available', 'cap', 850, 150, '2018-03-01'),
                 ('1.10', '1', null, null, 'spent', 'reserved', 4675, 825, '2018-06-01'),
                 ('1.10', '1', null, null, 'available', 'reserved', 425, 75, '2018-06-01'),
                 ('2', '2', null, null, 'spent', 'reserved', 1700, 300, '2018-06-01'),
                 ('2', '2', null, null, 'available', 'reserved', 850, 150, '2018-06-01'),
                 ('2', null, null, '2', 'available', 'cap', 1700, 300, '2018-07-01'))
      as moved (line, cost, transfer, version, debit, credit, eu, national, valid_on);
)sql";

// An advance of 40.00, the interim claim of costs 1 and 2 (70.00 owed, 5.00 clear the advance), and a
// final claim of cost 3 that is not decided on.
constexpr char kClaims[] = R"sql(
  create or replace view published.claim as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, sequence, kind, state,
           sent_on::date as sent_on, decided_on::date as decided_on, eu::bigint as requested_eu_minor,
           national::bigint as requested_national_minor, 0::bigint as requested_own_minor,
           approved_eu::bigint as approved_eu_minor, approved_national::bigint as approved_national_minor,
           (approved_eu * 0)::bigint as approved_own_minor, (eu - approved_eu)::bigint as refused_eu_minor,
           (national - approved_national)::bigint as refused_national_minor,
           (approved_eu * 0)::bigint as refused_own_minor, correction_eu::bigint as by_correction_eu_minor,
           correction_national::bigint as by_correction_national_minor,
           (correction_eu * 0)::bigint as by_correction_own_minor, payable_eu::bigint as payable_eu_minor,
           payable_national::bigint as payable_national_minor, cleared_eu::bigint as cleared_eu_minor,
           cleared_national::bigint as cleared_national_minor, 0::bigint as to_recover_eu_minor,
           0::bigint as to_recover_national_minor, paid_eu::bigint as paid_eu_minor,
           paid_national::bigint as paid_national_minor, 'BGN'::text as currency,
           '2018-01-05 09:00Z'::timestamptz as recorded_at, (sent_on || ' 09:00Z')::timestamptz as sent_recorded_at,
           (decided_on || ' 22:30Z')::timestamptz as decided_recorded_at, 0::bigint as as_advance_eu_minor,
           0::bigint as as_advance_national_minor
      from (values (1, 'ADVANCE', 'ACCEPTED', '2018-01-10', '2018-01-20', 3400, 600, null, null, null, null, 3400, 600, 0,
                    0, 3400, 600),
                   (2, 'INTERIM', 'ACCEPTED', '2018-03-10', '2018-06-01', 7650, 1350, 6375, 1125, 425, 75, 5950, 1050,
                    425, 75, 4250, 750),
                   (3, 'FINAL', 'SENT', '2019-01-10', null, 2550, 450, null, null, null, null, null, null, null, null, 0, 0))
        as c (sequence, kind, state, sent_on, decided_on, eu, national, approved_eu, approved_national, correction_eu,
              correction_national, payable_eu, payable_national, cleared_eu, cleared_national, paid_eu, paid_national);
  create or replace view published.claim_cost as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, sequence, cost_id,
           eu::bigint as requested_eu_minor, national::bigint as requested_national_minor, 0::bigint as requested_own_minor,
           again::bigint as again_eu_minor, 0::bigint as again_national_minor, 0::bigint as again_own_minor,
           left_eu::bigint as left_eu_minor, left_national::bigint as left_national_minor, 0::bigint as left_own_minor
      from (values (2, '1', 5100, 900, 0, 4675, 825), (2, '2', 2550, 450, 7, 1700, 300), (3, '3', 2550, 450, 0, 2550, 450))
        as k (sequence, cost_id, eu, national, again, left_eu, left_national);
  create or replace view published.contract_version as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, version, type, document,
           'Проект'::text as title, concluded_on::date as concluded_on, eu::bigint as eu_minor,
           national::bigint as national_minor, 0::bigint as own_minor, 'BGN'::text as currency,
           (concluded_on || ' 09:00Z')::timestamptz as recorded_at
      from (values (1, 'NEW_CONTRACT', 'С01', '2018-01-01', 17000, 3000), (2, 'ANNEX', 'А1', '2018-07-01', 18700, 3300))
        as v (version, type, document, concluded_on, eu, national);
)sql";

constexpr char kCash[] = R"sql(
  create or replace view published.claim_payment as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, id as payment_id, id as number, sequence,
           eu::bigint as eu_minor, national::bigint as national_minor, 0::bigint as own_minor, 'BGN'::text as currency,
           paid_on::date as paid_on, reference as bank_reference, (paid_on || ' 09:00Z')::timestamptz as recorded_at
      from (values ('PA001', 1, 3400, 600, '2018-01-25', 'СЕБРА 1'), ('PA002', 2, 4250, 750, '2018-06-15', ''))
        as p (id, sequence, eu, national, paid_on, reference);
  create or replace view published.bank_match as
    select 'mineralni-bani'::text as organisation_id, target_key, number as match_number, 1 as part_number,
           minor::bigint as amount_minor, 'BGN'::text as currency, booked_on::date as booked_on, 'СЕБРА ' || number as
           bank_reference, (booked_on || ' 10:00Z')::timestamptz as recorded_at
      from (values ('payments/C01/PA001', 1, 4000, '2018-01-25'), ('payments/C01/PA002', 2, 3000, '2018-06-15'),
                   ('payments/C02/PA002', 3, 9999, '2018-06-15'))
        as m (target_key, number, minor, booked_on);
  create or replace view published.correction_version as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as correction_id, version,
           percent::bigint as percent_ten_thousandths, decided_on::date as decided_on, eu::bigint as eu_minor,
           national::bigint as national_minor, 'BGN'::text as currency, (decided_on || ' 09:00Z')::timestamptz as recorded_at,
           'НА/18/ЕСФ/0001/1'::text as irregularity
      from (values (1, 50000, '2018-09-01', 340, 60), (2, 100000, '2018-10-01', 680, 120))
        as v (version, percent, decided_on, eu, national);
  create or replace view published.debt_version as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id, 'Д-1'::text as number,
           'ENFORCED'::text as status, 1 as version, 680::bigint as eu_minor, 120::bigint as national_minor,
           'BGN'::text as currency, '2018-10-10'::date as served_on, '2018-10-10'::date as effective_on,
           '2018-10-10 09:00Z'::timestamptz as recorded_at;
  create or replace view published.debt as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id,
           680::bigint as principal_eu_minor, 120::bigint as principal_national_minor,
           510::bigint as repaid_principal_eu_minor, 90::bigint as repaid_principal_national_minor,
           9::bigint as charged_interest_eu_minor, 1::bigint as charged_interest_national_minor,
           9::bigint as repaid_interest_eu_minor, 1::bigint as repaid_interest_national_minor, 'BGN'::text as currency;
  create or replace view published.debt_interest as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id, 9::bigint as eu_minor,
           1::bigint as national_minor, 'BGN'::text as currency, '2018-11-30'::date as to_on,
           '2018-12-01 09:00Z'::timestamptz as recorded_at;
  create or replace view published.debt_repayment as
    select 'mineralni-bani'::text as organisation_id, 'C01'::text as contract_id, 1 as debt_id, 1 as repayment,
           510::bigint as to_principal_eu_minor, 90::bigint as to_principal_national_minor,
           9::bigint as to_interest_eu_minor, 1::bigint as to_interest_national_minor, 'BGN'::text as currency,
           '2018-12-01'::date as repaid_on, 'BY_BANK'::text as way, '2018-12-01 09:00Z'::timestamptz as recorded_at;
)sql";

std::string Show(const common::v1::ThreePartAmount& parts) {
  return absl::StrCat(parts.eu().amount(), " ", parts.national().amount());
}

// "contract value | annexes | transfers | now | this report | cumulative | difference" in totals.
std::string Show(const v1::MoneyLine& line) {
  std::vector<std::string> totals;
  for (const auto* amount :
       {&line.contract_value(), &line.modification(), &line.correction(), &line.current(),
        &line.this_report(), &line.cumulative(), &line.difference()}) {
    totals.push_back(amount->total().amount());
  }
  return absl::StrCat(line.code(), ": ", absl::StrJoin(totals, " | "), " | ",
                      line.difference_percent());
}

std::string Show(const v1::MoneyClaim& claim) {
  std::vector<std::string> totals;
  for (const auto* amount :
       {&claim.requested(), &claim.claimed_again(), &claim.unapproved(), &claim.by_correction(),
        &claim.approved(), &claim.payable(), &claim.cleared(), &claim.paid(), &claim.unpaid()}) {
    totals.push_back(amount->total().amount());
  }
  return absl::StrCat(payments::v1::ClaimState_Name(claim.state()), " ", absl::StrJoin(totals, " | "));
}

class MoneyServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* sql : {kBooks, kClaims, kCash}) sandbox_.Inspect(sql);
    reports_.Serve(StartRole(reports_.context()));
    stub_ = v1::ReportsService::NewStub(reports_.channel());
  }

  absl::StatusOr<v1::MoneyReport> Get(v1::GetMoneyReportRequest request = {}) {
    if (request.parent().empty()) request.set_parent(kContract);
    grpc::ClientContext context;
    reports_.SignIn(&context, testing::TestActor("mineralni-bani"));
    v1::MoneyReport report;
    const grpc::Status status = stub_->GetMoneyReport(&context, request, &report);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return report;
  }
  absl::StatusOr<v1::MoneyReport> GetAsOf(const std::string& as_of, const std::string& known_at) {
    v1::GetMoneyReportRequest request;
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    return Get(request);
  }

  testing::PgSandbox sandbox_;
  testing::TestRole reports_{sandbox_, "reports"};
  std::unique_ptr<v1::ReportsService::Stub> stub_;
};

TEST_F(MoneyServiceTest, Lines_HaveTheFourSeriesAndThisReport) {
  const auto report = Get();

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->contract(), kContract);
  EXPECT_EQ(report->number(), "С01");  // As typed.
  EXPECT_EQ(report->title(), "Проект");
  EXPECT_EQ(report->currency(), "BGN");
  EXPECT_EQ(report->granted().total().amount(), "220.00");
  ASSERT_EQ(report->lines_size(), 2);
  // The final claim is not decided on: what it asks for on line 2 is in this report and in the sum.
  EXPECT_EQ(report->claim(), 3);
  EXPECT_EQ(Show(report->lines(0)),
            "1.10: 100.00 | 0.00 | 10.00 | 110.00 | 0.00 | 55.00 | 55.00 | 50.00");
  EXPECT_EQ(Show(report->lines(1)),
            "2: 100.00 | 20.00 | -10.00 | 110.00 | 30.00 | 50.00 | 60.00 | 54.55");
  EXPECT_EQ(Show(report->total()),
            ": 200.00 | 20.00 | 0.00 | 220.00 | 30.00 | 105.00 | 115.00 | 52.27");
  EXPECT_EQ(report->sources(0).cumulative().amount(), "89.25");
  EXPECT_EQ(report->sources(0).cumulative_percent(), "85.00");
  EXPECT_EQ(report->sources(3).payer(), budgets::v1::ALL_PARTS);
  EXPECT_EQ(report->sources(3).cumulative_percent(), "100.00");
}

TEST_F(MoneyServiceTest, ReportsOfAllClaims_AddUpToTheLastCumulative) {
  v1::GetMoneyReportRequest request;
  request.set_claim(2);
  const auto interim = Get(request);

  ASSERT_TRUE(interim.ok()) << interim.status();
  EXPECT_EQ(interim->claim(), 2);
  // Decided on: what was approved of it.
  EXPECT_EQ(interim->total().this_report().total().amount(), "75.00");
  EXPECT_EQ(interim->total().cumulative().total().amount(), "75.00");
  EXPECT_EQ(Get()->total().cumulative().total().amount(), "105.00");  // And 30.00 of claim 3.

  for (const int claim : {1, 4}) {  // An advance is no report.
    request.set_claim(claim);
    EXPECT_EQ(ReasonOf(Get(request).status()), "NOT_FOUND") << claim;
  }
}

TEST_F(MoneyServiceTest, ClaimsPaymentsCorrectionsAndDebts_AreShownWithTheirSums) {
  const auto report = Get();

  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_EQ(report->claims_size(), 3);
  EXPECT_EQ(Show(report->claims(0)),
            "ACCEPTED 40.00 | 0.00 | 0.00 | 0.00 | 0.00 | 40.00 | 0.00 | 40.00 | 0.00");
  EXPECT_EQ(Show(report->claims(1)),
            "ACCEPTED 90.00 | 0.07 | 10.00 | 5.00 | 75.00 | 70.00 | 5.00 | 50.00 | 20.00");
  EXPECT_EQ(Show(report->claims(2)),
            "SENT 30.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00");
  EXPECT_EQ(
      Show(report->claims_total()),
      "CLAIM_STATE_UNSPECIFIED 120.00 | 0.07 | 10.00 | 5.00 | 75.00 | 110.00 | 5.00 | 90.00 | 20.00");
  ASSERT_EQ(report->payments_size(), 2);
  EXPECT_EQ(report->payments(0).kind(), payments::v1::ADVANCE);
  EXPECT_EQ(report->payments(0).bank_reference(), "СЕБРА 1");
  EXPECT_EQ(report->payments(1).in_bank().amount(), "30.00");
  ASSERT_EQ(report->payments(1).movements_size(), 1);
  EXPECT_EQ(report->payments(1).movements(0).bank_reference(), "СЕБРА 2");
  EXPECT_EQ(report->received_interim().total().amount(), "50.00");
  EXPECT_EQ(report->received_total().total().amount(), "90.00");
  ASSERT_EQ(report->corrections_size(), 1);
  EXPECT_EQ(report->corrections(0).percent(), "10.00");
  EXPECT_EQ(Show(report->corrected_total()), "6.80 1.20");
  ASSERT_EQ(report->debts_size(), 1);
  EXPECT_EQ(report->debts(0).status(), payments::v1::ENFORCED);
  EXPECT_EQ(Show(report->debts(0).repaid_principal()), "5.10 0.90");
  EXPECT_EQ(report->debts_total().left().total().amount(), "2.00");
  ASSERT_EQ(report->versions_size(), 2);
  EXPECT_EQ(report->versions(1).type(), proposals::v1::ANNEX);
  EXPECT_EQ(report->versions(1).change().total().amount(), "20.00");
}

TEST_F(MoneyServiceTest, ClosingChecks_NameWhatDiffersAndWhatIsOpen) {
  v1::GetMoneyReportRequest request;
  request.set_check_journal(true);
  const auto report = Get(request);

  ASSERT_TRUE(report.ok()) << report.status();
  std::vector<std::string> checks;
  for (const v1::MoneyCheck& check : report->checks()) {
    checks.push_back(absl::StrCat(v1::MoneyCheckKind_Name(check.kind()), " ",
                                  check.difference().total().amount(), check.agrees() ? "" : " !"));
  }
  EXPECT_EQ(checks, (std::vector<std::string>{"LINES_AND_CONTRACT 0.00", "LINES_AND_CLAIMS 0.00",
                                              "CLAIMS_AND_PAYMENTS 0.00", "PAYMENTS_AND_BANK 20.00 !",
                                              "BALANCES_AND_JOURNAL 0.00"}));
  EXPECT_FALSE(report->agrees());
  std::vector<std::string> open;
  for (const v1::MoneyOpenItem& item : report->open()) {
    open.push_back(absl::StrCat(v1::MoneyOpenKind_Name(item.kind()), " ", item.record(), " ",
                                item.amount().amount()));
  }
  EXPECT_EQ(open, (std::vector<std::string>{
                      "CLAIM_NOT_PAID claims/2 20.00", "CLAIM_NOT_DECIDED claims/3 30.00",
                      "ADVANCE_NOT_CLEARED  35.00", "COSTS_NOT_DECIDED  30.00",
                      "DEBT_NOT_REPAID debts/1 2.00", "PAYMENT_NOT_IN_BANK payments/PA002 20.00"}));
}

TEST_F(MoneyServiceTest, ABalanceThatLeftItsJournal_IsNamedOnlyWhenTheJournalIsAddedUp) {
  sandbox_.Inspect("update budgets.line set spent_eu_minor = spent_eu_minor + 1 where code = '1.10'");
  v1::GetMoneyReportRequest request;
  request.set_check_journal(true);

  const auto checked = Get(request);

  ASSERT_TRUE(checked.ok()) << checked.status();
  ASSERT_EQ(checked->checks_size(), 5);
  EXPECT_FALSE(checked->checks(4).agrees());
  ASSERT_EQ(checked->checks(4).lines_size(), 1);
  EXPECT_EQ(checked->checks(4).lines(0), "1.10");
  EXPECT_EQ(Get()->checks_size(), 4);
  EXPECT_FALSE(Get()->checks(1).agrees());  // The claims know better.
}

TEST_F(MoneyServiceTest, AsOf_ShowsClaimsMoneyAndCapsAsTheyWere) {
  const auto before = GetAsOf("2018-05-31", "");
  const auto on = GetAsOf("2018-06-01", "");

  ASSERT_TRUE(before.ok() && on.ok()) << before.status() << on.status();
  EXPECT_EQ(before->granted().total().amount(), "200.00");
  EXPECT_EQ(before->versions_size(), 1);
  ASSERT_EQ(before->claims_size(), 3);
  EXPECT_EQ(Show(before->claims(1)),
            "SENT 90.00 | 0.07 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00");
  EXPECT_EQ(payments::v1::ClaimState_Name(before->claims(2).state()), "DRAFT");
  EXPECT_EQ(before->claim(), 2);
  EXPECT_EQ(Show(before->lines(1)),
            "2: 100.00 | 0.00 | -10.00 | 90.00 | 30.00 | 30.00 | 60.00 | 66.67");
  EXPECT_EQ(before->received_total().total().amount(), "40.00");
  EXPECT_EQ(before->corrections_size(), 0);
  EXPECT_EQ(payments::v1::ClaimState_Name(on->claims(1).state()), "ACCEPTED");
  EXPECT_EQ(on->total().cumulative().total().amount(), "75.00");
  EXPECT_EQ(GetAsOf("2018-09-30", "")->corrections(0).percent(), "5.00");
  EXPECT_EQ(GetAsOf("2018-10-10", "")->debts_total().left().total().amount(), "8.00");
  EXPECT_EQ(GetAsOf("2018-11-30", "")->debts_total().left().total().amount(), "8.10");
}

TEST_F(MoneyServiceTest, AnnulledPayment_IsSeenOnlyByWhatWasKnownBeforeItsAnnulment) {
  const std::string received = Get()->received_total().total().amount();
  sandbox_.Inspect(R"sql(
    alter view published.claim_payment rename to standing_payment;
    create view published.claim_payment as
      select organisation_id, contract_id, payment_id, number, sequence, eu_minor, national_minor, own_minor, currency,
             paid_on, bank_reference, recorded_at
        from published.standing_payment
       union all
      select 'mineralni-bani', 'C01', 'PA003', 'PA003', 2, eu, 0, 0, 'BGN', '2018-06-16', '', at::timestamptz
        from (values (100::bigint, '2018-06-16 09:00Z'), (-100, '2018-06-20 09:00Z')) as p (eu, at);
    grant select on published.claim_payment to svc_reports)sql");

  const auto now = Get();
  const auto before = GetAsOf("", "2018-06-19");
  const auto of_its_day = GetAsOf("2018-06-16", "");

  ASSERT_TRUE(now.ok() && before.ok() && of_its_day.ok())
      << now.status() << before.status() << of_its_day.status();
  EXPECT_EQ(now->payments_size(), 2);
  EXPECT_EQ(now->received_total().total().amount(), received);
  ASSERT_EQ(before->payments_size(), 3);
  EXPECT_EQ(before->payments(2).amount().total().amount(), "1.00");
  EXPECT_EQ(of_its_day->payments_size(), 2);
}

TEST_F(MoneyServiceTest, KnownAt_EndsWithTheDayInSofia) {
  // The decision was recorded at 22:30 UTC on 1 June, which is 01:30 on 2 June in Sofia.
  EXPECT_EQ(payments::v1::ClaimState_Name(GetAsOf("", "2018-06-01")->claims(1).state()), "SENT");
  EXPECT_EQ(payments::v1::ClaimState_Name(GetAsOf("", "2018-06-02")->claims(1).state()), "ACCEPTED");
}

TEST_F(MoneyServiceTest, BetweenTheConversionsOfBudgetAndClaims_ThisReportIsInTheLinesCurrency) {
  // Lev by the fixed rate: 30.00 of the claim are 15.34 euro.
  sandbox_.Inspect(R"sql(
    update budgets.contract set currency = 'EUR', amount_eu_minor = 9561, amount_national_minor = 1687;
    update budgets.line set currency = 'EUR', cap_eu_minor = 4781, cap_national_minor = 844, reserved_eu_minor = 1304,
                            reserved_national_minor = 230, spent_eu_minor = 869, spent_national_minor = 153)sql");
  const auto report = Get();

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->currency(), "EUR");
  EXPECT_EQ(report->lines(1).this_report().total().amount(), "15.34");
  EXPECT_EQ(report->lines(1).cumulative().total().amount(), "25.56");  // 10.22 and 15.34.
}

std::vector<std::string> NotConverted(const v1::MoneyReport& report) {
  std::vector<std::string> records;
  for (const v1::MoneyOpenItem& item : report.open()) {
    if (item.kind() == v1::NOT_CONVERTED) records.push_back(item.record());
  }
  return records;
}

// What proposals says: this contract, or another one of the organisation, was converted.
std::string ConversionOf(const std::string& contract) {
  return absl::StrCat(R"sql(
    create or replace view published.contract_redenomination as
      select 'mineralni-bani'::text as organisation_id, ')sql",
                      contract, R"sql('::text as contract_id,
             '2026-01-01'::date as converted_on, '2026-01-02 09:00Z'::timestamptz as recorded_at, '1.95583'::text as rate,
             18700::bigint as before_eu_minor, 3300::bigint as before_national_minor, 0::bigint as before_own_minor,
             9561::bigint as after_eu_minor, 1687::bigint as after_national_minor, 0::bigint as after_own_minor)sql");
}

TEST_F(MoneyServiceTest, WhatAConversionMissed_IsNamed) {
  EXPECT_FALSE(Get()->has_conversion());
  sandbox_.Inspect(ConversionOf("C02"));
  EXPECT_EQ(NotConverted(*Get()), std::vector<std::string>{""});  // All of this one.

  sandbox_.Inspect(ConversionOf("C01"));
  v1::MoneyReport report = *Get();
  EXPECT_EQ(report.conversion().converted_on(), "2026-01-01");
  EXPECT_FALSE(report.conversion().budget());
  EXPECT_EQ(NotConverted(report), (std::vector<std::string>{"budget", "claims"}));
  EXPECT_FALSE(GetAsOf("2026-06-30", "")->has_conversion());

  // The budget says that it is converted, and left line 2 and its costs behind.
  sandbox_.Inspect(R"sql(
    insert into budgets.redenomination (organisation_id, contract_id, contract_version, before_eu_minor,
                                        before_national_minor, before_own_minor, before_currency, after_eu_minor,
                                        after_national_minor, after_own_minor, after_currency, rate, converted_on,
                                        legal_source, verified)
    values ('mineralni-bani', 'C01', 2, 18700, 3300, 0, 'BGN', 9561, 1687, 0, 'EUR', '1.95583', '2026-01-01', 'х', false);
    update budgets.contract set currency = 'EUR', amount_eu_minor = 9561, amount_national_minor = 1687;
    update budgets.line set currency = 'EUR' where code = '1.10';
    insert into budgets.restated_cost
    values ('mineralni-bani', 'C01', 1, true, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'EUR'))sql");
  v1::GetMoneyReportRequest request;
  request.set_check_journal(true);
  report = *Get(request);
  EXPECT_TRUE(report.conversion().budget());
  EXPECT_EQ(NotConverted(report),
            (std::vector<std::string>{"budget/lines/2", "costs/2", "costs/3", "claims"}));
  const v1::MoneyCheck& check = report.checks(report.checks_size() - 1);
  EXPECT_EQ(check.kind(), v1::CONTRACT_AND_CONVERTED);
  EXPECT_FALSE(check.agrees());
  EXPECT_EQ(check.left().total().amount(), "112.48");
  EXPECT_EQ(check.lines(0), "2");
}

TEST_F(MoneyServiceTest, PrintedReport_IsAPdfAndTheSameEachTime) {
  const auto print = [&](const std::string& parent) -> absl::StatusOr<google::api::HttpBody> {
    v1::PrintMoneyReportRequest request;
    request.set_parent(parent);
    request.set_language(v1::EN);
    grpc::ClientContext context;
    reports_.SignIn(&context, testing::TestActor("mineralni-bani"));
    google::api::HttpBody printed;
    const grpc::Status status = stub_->PrintMoneyReport(&context, request, &printed);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return printed;
  };
  const auto printed = print(kContract);

  ASSERT_TRUE(printed.ok()) << printed.status();
  EXPECT_EQ(printed->content_type(), "application/pdf");
  EXPECT_EQ(printed->data().substr(0, 5), "%PDF-");
  EXPECT_TRUE(printed->data() == print(kContract)->data());
  EXPECT_EQ(ReasonOf(print("organisations/mineralni-bani/contracts/C09").status()), "NOT_FOUND");
}

TEST_F(MoneyServiceTest, InEuro_ConvertsFiguresAndKeepsTheVerdict) {
  v1::GetMoneyReportRequest request;
  request.set_currency("EUR");
  const auto report = Get(request);

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->currency(), "EUR");
  EXPECT_EQ(report->kept_in(), "BGN");
  EXPECT_EQ(report->granted().total().amount(), "112.48");             // 220.00
  EXPECT_EQ(report->lines(0).cumulative().total().amount(), "28.12");  // 55.00
  EXPECT_EQ(report->total().cumulative().total().amount(), "53.69");   // 105.00
  EXPECT_EQ(report->claims(1).unpaid().total().amount(), "10.23");     // 20.00
  EXPECT_EQ(report->checks(3).difference().total().amount(), "10.23");
  EXPECT_FALSE(report->checks(3).agrees());
  EXPECT_TRUE(report->checks(0).agrees());
}

// What payments publishes itself: a draft is known from the day on which it came into force.
TEST(PublishedMoney, VersionOfACorrection_IsKnownFromWhenItCameIntoForce) {
  const testing::PgSandbox sandbox;
  sandbox.Inspect(R"sql(
    set session_replication_role = replica;
    insert into payments.correction (organisation_id, contract_id, correction_id, state, currency, amount_eu_minor)
    values ('mineralni-bani', 'C01', 1, 'RECOVERY_ENTERED', 'BGN', 100);
    insert into payments.correction_version (organisation_id, contract_id, correction_id, version, state,
                                             percent_ten_thousandths, percent_basis, affected_eu_minor,
                                             affected_national_minor, amount_eu_minor, amount_national_minor, currency,
                                             decided_on, content, recorded_by, recorded_at)
    values ('mineralni-bani', 'C01', 1, 1, 'VERSION_DRAFT', 50000, '', 2000, 0, 100, 0, 'BGN', '2018-01-10', '{}', 'х',
            '2018-01-10 09:00Z');)sql");
  const auto count = [&](const std::string& where) {
    return sandbox
        .Inspect(
            "set tranche.organisations = '{mineralni-bani}'; select count(*) from "
            "published.correction_version" +
            where)[0][0]
        .as<int>();
  };
  const std::string in_2019 = " where recorded_at < '2020-01-01'";
  EXPECT_EQ(count(""), 0);
  sandbox.Inspect("update payments.correction_version set state = 'VERSION_ACTUAL'");
  EXPECT_EQ(count(""), 1);
  EXPECT_EQ(count(in_2019), 0);
  // It stays so when a later version takes its place.
  sandbox.Inspect(
      "set session_replication_role = replica; "
      "update payments.correction_version set in_force_recorded_at = '2019-05-01 09:00Z'");
  sandbox.Inspect("update payments.correction_version set state = 'VERSION_ARCHIVED'");
  EXPECT_EQ(count(in_2019), 1);
}

TEST_F(MoneyServiceTest, BadInput_IsRefusedAtItsFields) {
  v1::GetMoneyReportRequest request;
  request.set_parent("contracts/1");
  request.set_as_of("2018-02-31");
  request.set_currency("USD");
  request.set_claim(-1);

  const absl::Status refused = Get(request).status();

  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(refused)) fields.push_back(violation.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"parent", "asOf", "currency", "claim"}));
  request = {};
  request.set_parent("organisations/mineralni-bani/contracts/X");
  EXPECT_EQ(ReasonOf(Get(request).status()), "NOT_FOUND");
}

}  // namespace
}  // namespace tranche::reports
