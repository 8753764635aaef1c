// SPDX-License-Identifier: EUPL-1.2
// The report on the whole money of a contract around its conversion to euro.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/testing/pg_sandbox.h"
#include "reports/testing/money_fixture.h"

namespace tranche::reports {
namespace {

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

}  // namespace
}  // namespace tranche::reports
