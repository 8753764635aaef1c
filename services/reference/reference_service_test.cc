// SPDX-License-Identifier: EUPL-1.2
// The reference role through its gRPC channel, on the rows that the migrations bring.
#include "reference/reference_service.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "platform/base/error.h"
#include "platform/money/redenominate.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::reference {
namespace {

class ReferenceTest : public ::testing::Test {
 protected:
  ReferenceTest() : role_(sandbox_, "reference") {
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::ReferenceService::NewStub(role_.channel());
  }

  v1::ListRulesResponse Rules(const std::string& code, const std::string& as_of,
                              const std::string& known_at = "") {
    v1::ListRulesRequest request;
    request.set_code(code);
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    grpc::ClientContext context;
    role_.SignIn(&context);
    v1::ListRulesResponse response;
    const grpc::Status status = stub_->ListRules(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  testing::PgSandbox sandbox_;
  testing::TestRole role_;
  std::unique_ptr<v1::ReferenceService::Stub> stub_;
};

TEST_F(ReferenceTest, FinalClaimRule_In2018_IsOneMonthWithItsSource) {
  const v1::ListRulesResponse rules = Rules("final_claim_months", "2018-10-18", "2018-10-18");
  ASSERT_EQ(rules.rules_size(), 1);
  EXPECT_EQ(rules.rules(0).value(), "1");
  EXPECT_EQ(rules.rules(0).unit(), "months");
  EXPECT_NE(rules.rules(0).legal_source().find("чл. 64, ал. 2"), std::string::npos);
  EXPECT_TRUE(rules.rules(0).verified());
}

TEST_F(ReferenceTest, ShiftRule_IsMarkedUnverified) {
  const v1::ListRulesResponse rules =
      Rules("deadline_shift_to_working_day", "2018-10-18", "2018-10-18");
  ASSERT_EQ(rules.rules_size(), 1);
  EXPECT_FALSE(rules.rules(0).verified());
}

TEST_F(ReferenceTest, Rule_BeforeItHeld_IsNotListed) {
  EXPECT_EQ(Rules("final_claim_months", "2010-01-01").rules_size(), 0);
}

TEST_F(ReferenceTest, Rule_BeforeItWasKnown_IsNotListed) {
  EXPECT_EQ(Rules("advance_ceiling_percent", "2018-06-01", "2018-05-01").rules_size(), 0);
  EXPECT_EQ(Rules("advance_ceiling_percent", "2018-06-01", "2018-06-01").rules_size(), 1);
}

TEST_F(ReferenceTest, RuleOfCash_HasOneVersionForEachKindAndDay) {
  for (const auto& [code, percent] : std::vector<std::pair<std::string, std::string>>{
           {"advance_and_interim_cap_percent", "80"},
           {"advance_and_interim_cap_percent_infrastructure", "90"},
           {"advance_and_interim_cap_percent_named_programme", "95"},
           {"advance_and_interim_cap_percent_state_aid", "95"},
           {"advance_ceiling_percent", "20"},
           {"advance_ceiling_percent_infrastructure", "10"},
           {"advance_ceiling_percent_named_programme", "35"},
           {"advance_ceiling_percent_state_aid", "40"},
           {"advance_security_percent", "100"},
           {"advance_security_percent_budget_body", "0"}}) {
    for (const char* day : {"2017-04-18", "2018-05-22", "2022-12-29"}) {
      const v1::ListRulesResponse rules = Rules(code, day, "2024-01-01");
      ASSERT_EQ(rules.rules_size(), 1) << code << " " << day;
      EXPECT_EQ(rules.rules(0).value(), percent) << code << " " << day;
      EXPECT_EQ(rules.rules(0).unit(), "percent");
      // The act before the ordinance of 2018 was not read.
      EXPECT_EQ(rules.rules(0).verified(), std::string(day) >= "2018-05-22") << code << " " << day;
    }
  }
}

TEST_F(ReferenceTest, RuleThatALaterVersionEnded_DoesNotComeBack) {
  sandbox_.Inspect(R"sql(
    insert into reference.rule (code, value, unit, valid_from, valid_to, known_from, legal_source, verified,
                                text_bg, text_en)
    values ('test_days', 30, 'days', '2014-01-01', null, '2014-01-01', 'x', true, 'x', 'x'),
           ('test_days', 30, 'days', '2014-01-01', '2016-12-31', '2017-03-01', 'x', true, 'x', 'x'))sql");
  EXPECT_EQ(Rules("test_days", "2018-06-01", "2018-06-01").rules_size(), 0);
  EXPECT_EQ(Rules("test_days", "2016-06-01", "2018-06-01").rules_size(), 1);
  // Before the end was known the rule held on.
  EXPECT_EQ(Rules("test_days", "2018-06-01", "2017-02-28").rules_size(), 1);
}

TEST_F(ReferenceTest, CorrectedValue_CountsFromTheDayOnWhichItIsKnown_AndALaterRuleGoesFirst) {
  sandbox_.Inspect(R"sql(
    insert into reference.rule (code, value, unit, valid_from, known_from, legal_source, verified, text_bg,
                                text_en)
    values ('test_days', 30, 'days', '2014-01-01', '2014-01-01', 'x', true, 'x', 'x'),
           ('test_days', 20, 'days', '2018-01-01', '2018-01-01', 'x', true, 'x', 'x'),
           ('test_days', 31, 'days', '2014-01-01', '2019-01-01', 'x', true, 'x', 'x'))sql");
  EXPECT_EQ(Rules("test_days", "2017-06-01", "2018-12-31").rules(0).value(), "30");
  EXPECT_EQ(Rules("test_days", "2017-06-01", "2019-01-01").rules(0).value(), "31");
  EXPECT_EQ(Rules("test_days", "2019-06-01", "2019-06-01").rules(0).value(), "20");
}

TEST_F(ReferenceTest, RulesOverAPeriod_AreEveryVersionThatHoldsOnADayOfIt) {
  v1::ListRulesRequest request;
  request.set_code("interest_basic_percent");
  request.set_from("2022-12-31");
  request.set_as_of("2023-07-01");
  request.set_known_at("2026-01-01");
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::ListRulesResponse response;
  const grpc::Status status = stub_->ListRules(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.rules_size(), 3);
  EXPECT_EQ(response.rules(0).value(), "0");
  EXPECT_EQ(response.rules(1).value(), "1.42");
  EXPECT_EQ(response.rules(2).value(), "3.12");
}

TEST_F(ReferenceTest, BandsAndRates_CarryTheirMarks) {
  const v1::ListRulesResponse band = Rules("correction_indicator_from_45", "2018-06-01");
  ASSERT_EQ(band.rules_size(), 1);
  EXPECT_EQ(band.rules(0).value(), "25");
  EXPECT_TRUE(band.rules(0).verified());
  const v1::ListRulesResponse rate = Rules("interest_allowance_percent", "2018-06-01");
  ASSERT_EQ(rate.rules_size(), 1);
  EXPECT_FALSE(rate.rules(0).verified());
}

TEST_F(ReferenceTest, MinimumWage_ChangesWithinAYearAndEndsWithTheDayBeforeTheNext) {
  for (const auto& [day, value, valid_to] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {"2011-08-31", "240", "2011-08-31"},
           {"2011-09-01", "270", "2012-04-30"},
           {"2013-07-01", "310", "2013-12-31"},
           {"2015-06-30", "360", "2015-06-30"},
           {"2015-07-01", "380", "2015-12-31"},
           {"2022-03-31", "650", "2022-03-31"},
           {"2022-04-01", "710", "2022-12-31"},
           {"2025-12-31", "1077", "2025-12-31"}}) {
    const v1::ListRulesResponse rules = Rules("minimum_wage_month", day, "2026-06-01");
    ASSERT_EQ(rules.rules_size(), 1) << day;
    EXPECT_EQ(rules.rules(0).value(), value) << day;
    EXPECT_EQ(rules.rules(0).unit(), "bgn") << day;
    EXPECT_EQ(rules.rules(0).valid_to(), valid_to) << day;
    EXPECT_FALSE(rules.rules(0).verified()) << day;
  }
  const v1::ListRulesResponse euro = Rules("minimum_wage_month", "2026-01-01", "2026-06-01");
  ASSERT_EQ(euro.rules_size(), 1);
  EXPECT_EQ(euro.rules(0).value(), "620.2");
  EXPECT_EQ(euro.rules(0).unit(), "eur");
  EXPECT_EQ(euro.rules(0).valid_to(), "");
}

TEST_F(ReferenceTest, ContributionsAndWagesForAnHour_HoldOverTheirDays) {
  EXPECT_EQ(Rules("employer_contributions_percent", "2016-12-31", "2026-06-01").rules(0).value(),
            "17.8");
  EXPECT_EQ(Rules("employer_contributions_percent", "2017-01-01", "2026-06-01").rules(0).value(),
            "18.36");
  EXPECT_EQ(Rules("employer_contributions_percent", "2026-01-01", "2026-06-01").rules(0).value(),
            "18.92");
  EXPECT_EQ(Rules("minimum_wage_hour", "2013-05-01", "2026-06-01").rules(0).value(), "1.85");
  EXPECT_EQ(Rules("minimum_wage_hour", "2012-12-31", "2026-06-01").rules_size(), 0);
  EXPECT_EQ(Rules("minimum_wage_hour", "2017-01-01", "2026-06-01").rules_size(), 0);
}

TEST_F(ReferenceTest, RatesOfAScheme_NameTheSchemeAsDocumentsDo) {
  for (const auto& [day, value] : std::vector<std::pair<const char*, const char*>>{
           {"2012-12-18", "2"}, {"2012-12-19", "2.4"}, {"2013-05-31", "2.4"}, {"2013-06-01", "3"}}) {
    const v1::ListRulesResponse rules = Rules("scheme_hour_rate_bg051po001_5_2_09", day);
    ASSERT_EQ(rules.rules_size(), 1) << day;
    EXPECT_EQ(rules.rules(0).value(), value) << day;
    EXPECT_EQ(rules.rules(0).applies_to(), "Подкрепа за достоен живот") << day;
    EXPECT_FALSE(rules.rules(0).verified()) << day;
  }
  EXPECT_EQ(Rules("final_claim_months", "2018-10-18").rules(0).applies_to(), "");
}

TEST_F(ReferenceTest, VerifyAndPay_DiffersByProgrammingPeriod) {
  const v1::ListRulesResponse rules = Rules("verify_and_pay_days", "2022-05-01", "2022-05-01");
  ASSERT_EQ(rules.rules_size(), 2);
  EXPECT_EQ(rules.rules(0).programming_period(), "2014-2020");
  EXPECT_EQ(rules.rules(0).value(), "90");
  EXPECT_EQ(rules.rules(1).programming_period(), "2021-2027");
  EXPECT_EQ(rules.rules(1).value(), "80");
}

TEST_F(ReferenceTest, Date_NotInCalendar_IsRefusedWithItsField) {
  v1::ListRulesRequest request;
  request.set_as_of("2018-02-31");
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::ListRulesResponse response;
  const absl::Status status = rpc::FromGrpcStatus(stub_->ListRules(&context, request, &response));
  ASSERT_EQ(ReasonOf(status), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_EQ(ViolationsOf(status)[0].field, "asOf");
  EXPECT_EQ(ViolationsOf(status)[0].reason, "DATE_NOT_IN_CALENDAR");
}

TEST_F(ReferenceTest, Calendar_HasEasterRulesAndEnds) {
  v1::GetCalendarRequest request;
  request.set_name("calendars/bg");
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::Calendar calendar;
  ASSERT_TRUE(stub_->GetCalendar(&context, request, &calendar).ok());
  EXPECT_LE(calendar.first_year(), 2014);
  EXPECT_GE(calendar.last_year(), 2027);
  const auto easter = std::count_if(calendar.rules().begin(), calendar.rules().end(),
                                    [](const v1::HolidayRule& rule) { return rule.month() == 0; });
  EXPECT_EQ(easter, 4);
}

TEST_F(ReferenceTest, UnknownCalendar_IsNotFound) {
  v1::GetCalendarRequest request;
  request.set_name("calendars/xx");
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::Calendar calendar;
  EXPECT_EQ(ReasonOf(rpc::FromGrpcStatus(stub_->GetCalendar(&context, request, &calendar))),
            "NOT_FOUND");
}

TEST_F(ReferenceTest, ProceduresAndExpenseTypes_AreListed) {
  grpc::ClientContext first;
  role_.SignIn(&first);
  v1::ListProceduresRequest request;
  request.set_code("BG05M9OP001-2.005");
  v1::ListProceduresResponse procedures;
  ASSERT_TRUE(stub_->ListProcedures(&first, request, &procedures).ok());
  ASSERT_EQ(procedures.procedures_size(), 1);
  EXPECT_EQ(procedures.procedures(0).programming_period(), "2014-2020");
  grpc::ClientContext second;
  role_.SignIn(&second);
  v1::ListExpenseTypesResponse types;
  ASSERT_TRUE(stub_->ListExpenseTypes(&second, v1::ListExpenseTypesRequest(), &types).ok());
  EXPECT_EQ(types.expense_types_size(), 12);
}

TEST_F(ReferenceTest, TransferRules_ProceduresOwnStandsBeforeTheGeneralOne) {
  sandbox_.Inspect(R"sql(
    insert into reference.transfer_rule
      (procedure, limit_percent, base, cumulative, forbidden_giving, forbidden_receiving, valid_from, known_from,
       legal_source, verified, text_bg, text_en)
    values ('BG05M9OP001-2.005', 12.50, 'RECEIVING_LINE', false, '{vat,fees}', '{}', '2016-01-01', '2016-01-01',
            'x', true, 'x', 'x'))sql");
  v1::ListTransferRulesRequest request;
  request.set_procedure("BG05M9OP001-2.005");
  request.set_as_of("2018-01-01");
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::ListTransferRulesResponse response;
  ASSERT_TRUE(stub_->ListTransferRules(&context, request, &response).ok());
  ASSERT_EQ(response.rules_size(), 2);
  EXPECT_EQ(response.rules(0).limit_percent(), "12.5");
  EXPECT_EQ(response.rules(0).base(), v1::RECEIVING_LINE);
  EXPECT_EQ(response.rules(0).forbidden_giving_size(), 2);
  EXPECT_EQ(response.rules(0).forbidden_giving(1), "fees");
  EXPECT_EQ(response.rules(1).procedure(), "");
  EXPECT_EQ(response.rules(1).limit_percent(), "10");
  EXPECT_FALSE(response.rules(1).verified());
}

TEST_F(ReferenceTest, Changeover_HasTheRateThatAmountsAreDividedByAndEveryRuleOfTheLaw) {
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::ListChangeoversResponse response;

  ASSERT_TRUE(stub_->ListChangeovers(&context, v1::ListChangeoversRequest(), &response).ok());

  ASSERT_EQ(response.changeovers_size(), 1);
  const v1::Changeover& changeover = response.changeovers(0);
  EXPECT_EQ(changeover.from_currency(), "BGN");
  EXPECT_EQ(changeover.to_currency(), "EUR");
  EXPECT_EQ(changeover.day(), "2026-01-01");
  EXPECT_EQ(changeover.rate(), kLevPerEuroText);
  EXPECT_TRUE(changeover.verified());
  std::vector<std::string> codes;
  for (const v1::ChangeoverRule& rule : changeover.rules()) {
    codes.push_back(rule.code());
    EXPECT_NE(rule.legal_source().find("чл. "), std::string::npos) << rule.code();
    EXPECT_FALSE(rule.text_bg().empty() || rule.text_en().empty()) << rule.code();
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"general", "wage", "unit_price", "history", "period"}));
}

TEST_F(ReferenceTest, ParticipantIndicators_AreThoseOfTheirPeriodAndFund) {
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::ListParticipantIndicatorsRequest request;
  request.set_programming_period("2021-2027");
  request.set_fund("ESF+");
  v1::ListParticipantIndicatorsResponse response;

  ASSERT_TRUE(stub_->ListParticipantIndicators(&context, request, &response).ok());

  ASSERT_EQ(response.indicators_size(), 17);
  EXPECT_EQ(response.indicators(0).code(), "EECO01");
  EXPECT_EQ(response.indicators(0).condition(), "all");
  const v1::ParticipantIndicator& disabled = response.indicators(11);
  EXPECT_EQ(disabled.code(), "EECO12");
  EXPECT_EQ(disabled.condition(), "yes=DISABLED");
  EXPECT_TRUE(disabled.sensitive());
  for (const v1::ParticipantIndicator& indicator : response.indicators()) {
    EXPECT_FALSE(indicator.verified()) << indicator.code();  // No primary text was read.
    EXPECT_FALSE(indicator.text_bg().empty() || indicator.text_en().empty() ||
                 indicator.legal_source().empty())
        << indicator.code();
  }
}

TEST_F(ReferenceTest, ParticipantIndicators_OfAnotherFund_AreNone) {
  grpc::ClientContext context;
  role_.SignIn(&context);
  v1::ListParticipantIndicatorsRequest request;
  request.set_programming_period("2021-2027");
  request.set_fund("ERDF");
  v1::ListParticipantIndicatorsResponse response;

  ASSERT_TRUE(stub_->ListParticipantIndicators(&context, request, &response).ok());

  EXPECT_EQ(response.indicators_size(), 0);
}

}  // namespace
}  // namespace tranche::reference
