// SPDX-License-Identifier: EUPL-1.2
// The report on a contract's whole money through its gRPC method. The tables of budgets are filled here
// by SQL; what proposals and payments publish is replaced by views with the same columns and types, or
// the server refuses them. tests/flow/money_test has the same over the real services.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reports/testing/money_fixture.h"

namespace tranche::reports {
namespace {

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
