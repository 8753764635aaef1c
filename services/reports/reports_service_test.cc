// SPDX-License-Identifier: EUPL-1.2
// The report through its gRPC method, over what budgets and payments publish. Their tables are filled
// here by SQL, since each service's tests run without the others; what the rows mean stands in the
// comments of the published views.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reports/reports_module.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {
namespace {

constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

// One contract with two lines of 100.00 and 50.00 at 85/15. Of line 1.2 30.00 was paid on 5
// February, 20.00 on 6 March and 10.00 on 7 March; on 1 June the first was approved and the last
// refused. Line 1.10 is untouched. The third cost was recorded at 00:30 on 11 March in Sofia, which is
// 10 March in UTC.
constexpr char kBooks[] = R"sql(
  insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor,
                                amount_national_minor, amount_own_minor, currency, starts_on, ends_on,
                                budgeted_at, last_cost_number, recorded_at)
  values ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', 'BG05М9ОР001-2.005-0063-C01', 'Проект', 12750, 2250, 0,
          'BGN', '2017-04-18', '2018-10-18', '2017-05-02 08:00Z', 3, '2017-05-01 08:00Z');
  insert into budgets.line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor,
                            cap_national_minor, cap_own_minor, reserved_eu_minor, reserved_national_minor,
                            spent_eu_minor, spent_national_minor, refused_minor, currency, recorded_at)
  values ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', '1.10', 'Материали', 'materials', 4250, 750, 0, 0, 0, 0, 0,
          0, 'BGN', '2017-05-02 08:00Z'),
         ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', '1.2', 'Персонал', 'staff', 8500, 1500, 0, 1700, 300, 2550,
          450, 1000, 'BGN', '2017-05-02 08:00Z');
  insert into budgets.cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                            document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on,
                            document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor,
                            claimed_own_minor, left_on_line_minor, currency, recorded_at)
  select 'mineralni-bani', 'BG05M9OP001-2.005-0063-C01', number, '1.2', 'INVOICE', number, number, 'А', 'а', 0,
         paid_on::date, paid_on::date, claimed, claimed, eu, claimed - eu, 0, 0, 'BGN', recorded_at::timestamptz
    from (values (1, '2018-02-05', 3000, 2550, '2018-03-10 09:00Z'),
                 (2, '2018-03-06', 2000, 1700, '2018-03-10 09:00Z'),
                 (3, '2018-03-07', 1000, 850, '2018-03-10 22:30Z'))
      as paid (number, paid_on, claimed, eu, recorded_at);
  insert into budgets.posting (organisation_id, contract_id, line_code, cost_number, debit, credit, eu_minor,
                               national_minor, own_minor, currency, valid_on, recorded_at)
  select 'mineralni-bani', 'BG05M9OP001-2.005-0063-C01', line_code, number::bigint, debit, credit, eu, national, 0, 'BGN',
         valid_on::date, recorded_at::timestamptz
    from (values ('1.10', null, 'available', 'cap', 4250, 750, '2017-04-18', '2017-05-02 08:00Z'),
                 ('1.2', null, 'available', 'cap', 8500, 1500, '2017-04-18', '2017-05-02 08:00Z'),
                 ('1.2', '1', 'reserved', 'available', 2550, 450, '2018-02-05', '2018-03-10 09:00Z'),
                 ('1.2', '2', 'reserved', 'available', 1700, 300, '2018-03-06', '2018-03-10 09:00Z'),
                 ('1.2', '3', 'reserved', 'available', 850, 150, '2018-03-07', '2018-03-10 22:30Z'),
                 ('1.2', '1', 'spent', 'reserved', 2550, 450, '2018-06-01', '2018-06-04 09:00Z'),
                 ('1.2', '3', 'available', 'reserved', 850, 150, '2018-06-01', '2018-06-04 09:00Z'))
      as moved (line_code, number, debit, credit, eu, national, valid_on, recorded_at);
)sql";

// An advance of 20.00 that arrived on 10 May 2017 and 25.00 for the approved cost on 15 June 2018,
// instead of what payments publishes: the columns and their types stay, or the server refuses the
// replacement.
constexpr char kCash[] = R"sql(
  create or replace view published.payment as
    select 'mineralni-bani'::text as organisation_id, 'BG05M9OP001-2.005-0063-C01'::text as contract_id,
           payment_id, reason, eu::bigint as eu_minor, national::bigint as national_minor, 0::bigint as own_minor,
           'BGN'::text as currency, paid_on::date as paid_on, recorded_at::timestamptz as recorded_at
      from (values ('PA001', 'ADVANCE_PAYMENT', 1700, 300, '2017-05-10', '2017-05-11 09:00Z'),
                   ('PA002', 'APPROVED_EXPENSES', 2125, 375, '2018-06-15', '2018-06-18 09:00Z'))
        as paid (payment_id, reason, eu, national, paid_on, recorded_at)
)sql";

// "85.00 15.00 0.00"
std::string Show(const common::v1::ThreePartAmount& parts) {
  return absl::StrCat(parts.eu().amount(), " ", parts.national().amount(), " ", parts.own().amount());
}

// "reserved | spent | refused" of a row.
std::string Actual(const v1::BudgetVsActualLine& line) {
  return absl::StrCat(Show(line.reserved()), " | ", Show(line.spent()), " | ", line.refused().amount());
}

class ReportsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    sandbox_.Inspect(kBooks);
    sandbox_.Inspect(kCash);
    reports_.Serve(StartRole(reports_.context()));
    stub_ = v1::ReportsService::NewStub(reports_.channel());
  }

  absl::StatusOr<v1::BudgetVsActual> Get(
      const std::string& as_of, const std::string& known_at, const std::string& parent = kContract,
      const rpc::Actor& actor = testing::TestActor("mineralni-bani")) {
    v1::GetBudgetVsActualRequest request;
    request.set_parent(parent);
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    grpc::ClientContext context;
    reports_.SignIn(&context, actor);
    v1::BudgetVsActual report;
    const grpc::Status status = stub_->GetBudgetVsActual(&context, request, &report);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return report;
  }

  testing::PgSandbox sandbox_;
  testing::TestRole reports_{sandbox_, "reports"};
  std::unique_ptr<v1::ReportsService::Stub> stub_;
};

// 10.00 moved from one line to the other on 1 May 2018, recorded on 4 May.
constexpr char kTransfer[] = R"sql(
  insert into budgets.transfer (organisation_id, contract_id, transfer_number, from_line, to_line, eu_minor,
                                national_minor, own_minor, currency, contract_version, valid_on, reason, document,
                                limit_percent, base_line, base_minor, moved_before_minor, limit_minor, legal_source,
                                verified, recorded_by)
  values ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', 1, '1.10', '1.2', 850, 150, 0, 'BGN', 1, '2018-05-01', 'х', '',
          '100', '1.10', 5000, 0, 5000, 'х', false, 'х');
  insert into budgets.posting (organisation_id, contract_id, line_code, transfer_number, debit, credit, eu_minor,
                               national_minor, own_minor, currency, valid_on, recorded_at)
  values ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', '1.10', 1, 'cap', 'available', 850, 150, 0, 'BGN', '2018-05-01',
          '2018-05-04 09:00Z'),
         ('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', '1.2', 1, 'available', 'cap', 850, 150, 0, 'BGN', '2018-05-01',
          '2018-05-04 09:00Z');
  update budgets.line set cap_eu_minor = 3400, cap_national_minor = 600 where code = '1.10';
  update budgets.line set cap_eu_minor = 9350, cap_national_minor = 1650 where code = '1.2';
)sql";

// 85.00 and 15.00 lev at 1.95583 are 43.46 and 7.67 euro.
TEST_F(ReportsTest, CurrencyThatIsAskedFor_IsShownAndTheLinesWithTheirRestAddUp) {
  const auto kept = Get("", "");
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->currency(), "BGN");
  EXPECT_EQ(kept->kept_in(), "BGN");
  EXPECT_FALSE(kept->has_rounding());
  v1::GetBudgetVsActualRequest request;
  request.set_parent(kContract);
  request.set_currency("EUR");
  grpc::ClientContext context;
  reports_.SignIn(&context, testing::TestActor("mineralni-bani"));
  v1::BudgetVsActual report;
  ASSERT_TRUE(stub_->GetBudgetVsActual(&context, request, &report).ok());
  EXPECT_EQ(report.currency(), "EUR");
  EXPECT_EQ(report.kept_in(), "BGN");
  EXPECT_EQ(report.paid_advance().eu().amount(), "8.69");  // 17.00 lev.
  EXPECT_EQ(report.approved_not_paid().currency(), "EUR");
  EXPECT_EQ(report.lines(0).spent_percent(), kept->lines(0).spent_percent());
  const auto cents = [](const common::v1::Money& money) {
    return convert::FromProto(money).value_or(tranche::Money()).minor();
  };
  int64_t sum = report.has_rounding() ? cents(report.rounding().cap().eu()) : 0;
  for (const v1::BudgetVsActualLine& line : report.lines()) {
    EXPECT_EQ(line.cap().eu().currency(), "EUR");
    sum += cents(line.cap().eu());
  }
  EXPECT_EQ(sum, cents(report.total().cap().eu()));
}

TEST_F(ReportsTest, CapsThatMoved_AreShownAsTheyWereThen) {
  sandbox_.Inspect(kTransfer);
  const auto caps = [&](const std::string& as_of, const std::string& known_at) {
    const auto report = Get(as_of, known_at);
    EXPECT_TRUE(report.ok()) << report.status();
    return absl::StrCat(report->lines(0).cap().total().amount(), " ",
                        report->lines(1).cap().total().amount());
  };

  EXPECT_EQ(caps("", ""), "110.00 40.00");
  EXPECT_EQ(caps("2018-12-31", ""), "110.00 40.00");
  EXPECT_EQ(caps("2018-05-01", ""), "110.00 40.00");
  EXPECT_EQ(caps("2018-04-30", ""), "100.00 50.00");
  EXPECT_EQ(caps("2017-01-01", ""), "100.00 50.00");
  EXPECT_EQ(caps("", "2018-05-03"), "100.00 50.00");
  EXPECT_EQ(caps("", "2018-05-04"), "110.00 40.00");
}

TEST_F(ReportsTest, WithoutDays_ShowsTheBalances) {
  const auto report = Get("", "");

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->contract(), kContract);
  EXPECT_EQ(report->number(), "BG05М9ОР001-2.005-0063-C01");  // As typed.
  ASSERT_EQ(report->lines_size(), 2);
  EXPECT_EQ(report->lines(0).code(), "1.2");
  EXPECT_EQ(Show(report->lines(0).cap()), "85.00 15.00 0.00");
  EXPECT_EQ(Actual(report->lines(0)), "17.00 3.00 0.00 | 25.50 4.50 0.00 | 10.00");
  EXPECT_EQ(Show(report->lines(0).left()), "42.50 7.50 0.00");
  EXPECT_EQ(report->lines(0).spent_percent(), "30.00");
  EXPECT_EQ(report->lines(1).code(), "1.10");
  EXPECT_EQ(Actual(report->lines(1)), "0.00 0.00 0.00 | 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(report->total().code(), "");
  EXPECT_EQ(report->total().cap().total().amount(), "150.00");
  EXPECT_EQ(report->total().spent_percent(), "20.00");
  EXPECT_EQ(Show(report->paid_advance()), "17.00 3.00 0.00");
  EXPECT_EQ(Show(report->paid_for_costs()), "21.25 3.75 0.00");
  EXPECT_EQ(report->paid_total().total().amount(), "45.00");
  // 30.00 approved, 25.00 of it paid; the advance pays no cost.
  EXPECT_EQ(report->approved_not_paid().amount(), "5.00");
}

TEST_F(ReportsTest, Journal_AddsUpToTheBalances) {
  const auto balances = Get("", "");
  auto journal = Get("2100-12-31", "2100-12-31");

  ASSERT_TRUE(balances.ok() && journal.ok());
  journal->clear_as_of();
  journal->clear_known_at();
  EXPECT_EQ(journal->SerializeAsString(), balances->SerializeAsString());
}

TEST_F(ReportsTest, AsOfTheDayOfPayment_CountsTheCostAndTheDayBeforeDoesNot) {
  const auto before = Get("2018-03-05", "");
  const auto on = Get("2018-03-06", "");

  ASSERT_TRUE(before.ok() && on.ok());
  EXPECT_EQ(before->as_of(), "2018-03-05");
  EXPECT_EQ(Actual(before->lines(0)), "25.50 4.50 0.00 | 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Actual(on->lines(0)), "42.50 7.50 0.00 | 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Show(on->lines(0).left()), "42.50 7.50 0.00");
}

TEST_F(ReportsTest, AsOfTheDayOfDecision_SpendsAndRefusesAndTheDayBeforeDoesNot) {
  const auto before = Get("2018-05-31", "");
  const auto on = Get("2018-06-01", "");

  ASSERT_TRUE(before.ok() && on.ok());
  EXPECT_EQ(Actual(before->lines(0)), "51.00 9.00 0.00 | 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Actual(on->lines(0)), "17.00 3.00 0.00 | 25.50 4.50 0.00 | 10.00");
}

TEST_F(ReportsTest, AsOf_CountsTheCashThatArrivedByThen) {
  EXPECT_EQ(Get("2017-05-09", "")->paid_total().total().amount(), "0.00");
  EXPECT_EQ(Show(Get("2017-05-10", "")->paid_advance()), "17.00 3.00 0.00");
  EXPECT_EQ(Get("2018-06-14", "")->approved_not_paid().amount(), "30.00");
  EXPECT_EQ(Get("2018-06-15", "")->approved_not_paid().amount(), "5.00");
}

TEST_F(ReportsTest, KnownAt_EndsWithTheDayInSofia) {
  const auto on_the_tenth = Get("", "2018-03-10");
  const auto on_the_eleventh = Get("", "2018-03-11");

  ASSERT_TRUE(on_the_tenth.ok() && on_the_eleventh.ok());
  EXPECT_EQ(Actual(on_the_tenth->lines(0)), "42.50 7.50 0.00 | 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Actual(on_the_eleventh->lines(0)), "51.00 9.00 0.00 | 0.00 0.00 0.00 | 0.00");
}

TEST_F(ReportsTest, BeforeTheBudgetWasRecorded_NoLinesAreKnown) {
  const auto report = Get("", "2017-05-01");

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->lines_size(), 0);
  EXPECT_EQ(report->total().cap().total().amount(), "0.00");
  EXPECT_EQ(report->total().spent_percent(), "");
}

TEST_F(ReportsTest, NumberTypedWithCyrillicLetters_FindsTheContract) {
  const auto report = Get("", "", "organisations/-/contracts/bg05М9ОР001-2.005-0063-c01");

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->contract(), kContract);
}

TEST_F(ReportsTest, AnotherOrganisation_SeesNothing) {
  const rpc::Actor stranger = testing::TestActor("lyubimets", {"AUDITOR"});

  EXPECT_EQ(ReasonOf(Get("", "", kContract, stranger).status()), "ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(
      ReasonOf(Get("", "", "organisations/-/contracts/BG05M9OP001-2.005-0063-C01", stranger).status()),
      "NOT_FOUND");
}

TEST_F(ReportsTest, SameNumberInTwoOrganisations_IsAmbiguousOnlyToWhoSeesBoth) {
  sandbox_.Inspect(R"sql(
    insert into budgets.contract (organisation_id, contract_id, number, title, amount_eu_minor,
                                  amount_national_minor, amount_own_minor, currency, starts_on, ends_on)
    values ('lyubimets', 'BG05M9OP001-2.005-0063-C01', 'X', 'Проект', 1, 0, 0, 'EUR', '2017-04-18', '2018-10-18'))sql");
  rpc::Actor auditor = testing::TestActor("mineralni-bani", {"AUDITOR"});
  const std::string any = "organisations/-/contracts/BG05M9OP001-2.005-0063-C01";

  EXPECT_TRUE(Get("", "", any, auditor).ok());
  auditor.organisations.push_back("lyubimets");
  EXPECT_EQ(ReasonOf(Get("", "", any, auditor).status()), "NAME_AMBIGUOUS");
  EXPECT_EQ(Get("", "", "organisations/lyubimets/contracts/BG05M9OP001-2.005-0063-C01", auditor)
                ->total()
                .cap()
                .eu()
                .currency(),
            "EUR");
}

TEST_F(ReportsTest, BadInput_IsRefused) {
  EXPECT_EQ(ReasonOf(Get("2018-02-31", "").status()), "INVALID_REQUEST");
  EXPECT_EQ(ReasonOf(Get("", "yesterday").status()), "INVALID_REQUEST");
  EXPECT_EQ(ReasonOf(Get("", "", "contracts/1").status()), "INVALID_REQUEST");
  EXPECT_EQ(ReasonOf(Get("", "", "organisations/mineralni-bani/contracts/X").status()), "NOT_FOUND");
}

TEST_F(ReportsTest, RoleOfReports_ReadsPublishedViewsAndNoTables) {
  for (const char* sql : {"select 1 from budgets.line", "select 1 from payments.payment",
                          "update published.budget_line set refused_minor = 0"}) {
    const pg::Statement statement{sql, sql};
    const absl::Status status = pg::Transact(reports_.pool(), reports_.Scope(), [&](pg::Tx& tx) {
      tx.Run(statement);
      return absl::OkStatus();
    });
    EXPECT_FALSE(status.ok()) << sql;
  }
}

}  // namespace
}  // namespace tranche::reports
