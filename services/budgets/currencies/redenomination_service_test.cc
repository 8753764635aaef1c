// SPDX-License-Identifier: EUPL-1.2
// A budget that is converted to euro by its contract's conversion, with the real reference and
// proposals: everything adds up before and after, in either currency.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "budgets/testing/redenomination_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::IsEmpty;

TEST_F(RedenominationTest, MineralniBani_EveryFigureAddsUpInEuroAndLevAreKept) {
  ConcludeMineralniBani();
  const auto spent = RecordCost("1", "12345.67", "a");
  const auto held = RecordCost("1", "1.95", "b");
  const auto refused = RecordCost("2", "250.00", "c");
  ASSERT_TRUE(spent.ok() && held.ok() && refused.ok());
  ASSERT_TRUE(Decide(spent->name(), true, "d1").ok());
  ASSERT_TRUE(Decide(refused->name(), false, "d2").ok());
  AfterTheChangeover();

  const auto converted = ConvertAndFollow();

  ASSERT_TRUE(converted.ok()) << converted.status();
  EXPECT_EQ(Show(converted->before()), "321307.23 56701.27 0.00");
  EXPECT_EQ(Show(converted->after()), "164281.78 28990.90 0.00");
  EXPECT_EQ(converted->after().total().amount(), "193272.68");
  EXPECT_EQ(converted->costs(), 3);
  EXPECT_THAT(BrokenRules(), IsEmpty());
  const auto budget = Budget();
  EXPECT_EQ(Show(budget->caps()), "164281.78 28990.90 0.00");
  const auto check = Check();
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->findings_size(), 0) << check->ShortDebugString();
  const auto shown = GetCost(held->name());
  // By itself 1.00; with what is spent on the line, by who pays, a cent less.
  EXPECT_EQ(shown->claimed().amount(), "0.99");
  EXPECT_EQ(shown->original().difference().amount(), "-0.01");
  EXPECT_EQ(shown->claimed().currency(), "EUR");
  EXPECT_EQ(shown->state(), v1::RESERVED);
  EXPECT_EQ(shown->original().currency(), "BGN");
  EXPECT_EQ(shown->original().claimed(), "1.95");
  EXPECT_EQ(shown->original().rate(), "1.95583");
  EXPECT_TRUE(shown->original().verified());
  EXPECT_EQ(GetCost(refused->name())->unapproved().total().amount(), "127.82");
}

TEST_F(RedenominationTest, CostsAndDecisions_GoOnInEuro) {
  ConcludeMineralniBani();
  const auto held = RecordCost("1", "1.95", "a");
  ASSERT_TRUE(held.ok());
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  EXPECT_EQ(ReasonOf(RecordCost("1", "10.00", "lev").status()), "MONEY_CURRENCY_MIXED");
  ASSERT_TRUE(Decide(held->name(), true, "decide").ok());

  EXPECT_EQ(GetCost(held->name())->approved().total().amount(), "1.00");
  EXPECT_EQ(Budget()->spent().total().amount(), "1.00");
  EXPECT_THAT(BrokenRules(), IsEmpty());
  EXPECT_EQ(Check()->findings_size(), 0);
}

TEST_F(RedenominationTest, ARestatedCostThatIsRefused_GivesBackItsDocument) {
  ConcludeMineralniBani();
  const auto held = RecordCost("1", "1.95", "a");
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  ASSERT_TRUE(Decide(held->name(), false, "refuse").ok());

  EXPECT_EQ(Budget()->reserved().total().amount(), "0.00");
  EXPECT_EQ(sandbox().Inspect("select claimed_minor from budgets.document")[0][0].as<int>(), 0);
  EXPECT_THAT(BrokenRules(), IsEmpty());
}

TEST_F(RedenominationTest, Transfers_AreCountedInEuroByTheRuleOfTheProcedure) {
  ConcludeMineralniBani();
  // The rule allows a tenth of the line's 300,000.00.
  ASSERT_TRUE(Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "29000.00", "t1")).ok());
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());
  EXPECT_EQ(Check()->findings_size(), 0);
  EXPECT_THAT(BrokenRules(), IsEmpty());

  const auto transfer = [&](const std::string& amount, const std::string& key) {
    v1::TransferBetweenLinesRequest request = TransferOf("1", "2", amount, key, "2018-09-01");
    request.mutable_transfer()->mutable_amount()->set_currency("EUR");
    return Call(&Ledger::TransferBetweenLines, request);
  };
  // 30,000.00 lev are 15,338.76 euro, of which 29,000.00 lev, 14,827.46 euro, are moved.
  EXPECT_EQ(ReasonOf(transfer("520.00", "t2").status()), "TRANSFER_ABOVE_LIMIT");
  const auto rest = transfer("500.00", "t3");
  EXPECT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(Check()->findings_size(), 0);
}

TEST_F(RedenominationTest, ASpendingPlan_GoesOnInEuroAsItsNextVersion) {
  ConcludeMineralniBani();
  v1::SetSpendingPlanRequest set;
  set.set_parent(contract());
  set.set_request_id("plan");
  v1::SpendingPlan* plan = set.mutable_plan();
  plan->set_reason("Начален план");
  v1::PlannedQuarter* quarter = plan->add_quarters();
  quarter->set_line("1");
  quarter->set_year(2018);
  quarter->set_quarter(1);
  SetMoney(quarter->mutable_amount(), "1000.00");
  const auto was = Call(&Ledger::SetSpendingPlan, set);
  ASSERT_TRUE(was.ok()) << was.status();
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  v1::GetSpendingPlanRequest get;
  get.set_name(contract() + "/spendingPlan");
  const auto now = Call(&Ledger::GetSpendingPlan, get);

  ASSERT_TRUE(now.ok()) << now.status();
  ASSERT_EQ(now->quarters_size(), 1);
  EXPECT_EQ(now->quarters(0).amount().amount(), "511.29");
  EXPECT_EQ(now->quarters(0).amount().currency(), "EUR");
  // The version of before stays as it was made.
  get.set_version(1);
  const auto before = Call(&Ledger::GetSpendingPlan, get);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->total().amount() + " " + before->total().currency(), "1000.00 BGN");
  v1::GetForecastRequest forecast;
  forecast.set_name(contract() + "/forecast");
  EXPECT_TRUE(Call(&Ledger::GetForecast, forecast).ok());
}

TEST_F(RedenominationTest, LimitsSetBefore_AreAnsweredAgain) {
  ConcludeMineralniBani();
  const auto limits = [&] { return SetLimits({LimitOf("services", {"1"}, "1.00")}, "limits"); };
  ASSERT_TRUE(limits().ok());
  AfterTheChangeover();
  ASSERT_TRUE(Convert().ok() && ConvertedBudget().ok());
  const auto again = limits();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->limits(0).amount().currency(), "BGN");
}

TEST_F(RedenominationTest, AConvertedContract_IsNotConvertedAgain) {
  ConcludeMineralniBani();
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  EXPECT_EQ(ReasonOf(Convert("again").status()), "REDENOMINATION_DONE");
  EXPECT_TRUE(Convert().ok());  // A repeat gets its first answer.
}

TEST_F(RedenominationTest, ABudgetThatWasNotConverted_SaysSo) {
  ConcludeMineralniBani();

  EXPECT_EQ(ReasonOf(ConvertedBudget().status()), "NOT_REDENOMINATED");
}

TEST_F(RedenominationTest, InEuroBeforeTheConversion_ShowsEachFigureAndWhatTheSumsDifferBy) {
  ASSERT_TRUE(Conclude("538952.00", "0", "0").ok());
  const absl::Status made =
      MakeBudget({{"1", "244440.00"}, {"2", "39792.00"}, {"3", "163520.00"}, {"4", "91200.00"}});
  ASSERT_TRUE(made.ok()) << made;

  const auto budget = BudgetIn("EUR");

  ASSERT_TRUE(budget.ok()) << budget.status();
  EXPECT_EQ(budget->lines(0).caps().total().amount(), "124980.19");
  EXPECT_EQ(budget->lines(0).total().amount(), "124980.19");
  EXPECT_EQ(budget->caps().total().amount(), "275561.78");
  EXPECT_EQ(budget->shown_rate(), "1.95583");
  EXPECT_FALSE(budget->for_information());
  ASSERT_EQ(budget->differences_size(), 2);  // Of what is allotted, and of what is left.
  EXPECT_EQ(budget->differences(0).of(), "caps.eu");
  EXPECT_EQ(budget->differences(0).difference().amount(), "0.01");
  EXPECT_EQ(Budget()->caps().total().amount(), "538952.00");
}

TEST_F(RedenominationTest, InLevAfterTheConversion_ShowsTheLevThatWereRecorded) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordCost("1", "1.95", "a").ok());
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  const auto at_once = BudgetIn("BGN");

  ASSERT_TRUE(at_once.ok()) << at_once.status();
  EXPECT_EQ(Show(at_once->caps()), "321307.23 56701.27 0.00");
  EXPECT_EQ(at_once->reserved().total().amount(), "1.95");
  EXPECT_FALSE(at_once->for_information());

  ASSERT_TRUE(Call(&Currencies::RecordForeignCost, Foreign("1", "195.58", "BGN", "later")).ok());
  const auto later = BudgetIn("BGN");

  // 195.58 lev became 100.00 euro, which are shown at the fixed rate by who pays: 166.25 and 29.34.
  EXPECT_EQ(later->reserved().total().amount(), "197.54");
  EXPECT_TRUE(later->for_information());
}

TEST_F(RedenominationTest, ALimitThatIsUsedUp_IsUsedUpInEuroAndHindersNothingElse) {
  ASSERT_TRUE(Conclude("10000.00", "0", "0").ok());
  const absl::Status made =
      MakeBudget({{"1", "10.00"}, {"2", "10.00"}, {"3", "5000.00"}, {"4", "4980.00"}});
  ASSERT_TRUE(made.ok()) << made;
  // Of 5,000.00 the share of 0.02 % is 1.00, which is used up by two halves; so is the fixed one.
  ASSERT_TRUE(
      SetLimits({LimitOf("fixed", {"1", "2"}, "1.00"), LimitOf("share", {"1", "2"}, "", "0.02", {"3"})},
                "limits")
          .ok());
  ASSERT_TRUE(RecordCost("1", "0.50", "a").ok());
  ASSERT_TRUE(RecordCost("2", "0.50", "b").ok());
  AfterTheChangeover();

  const auto converted = ConvertAndFollow();

  ASSERT_TRUE(converted.ok()) << converted.status();
  EXPECT_THAT(BrokenRules(), IsEmpty());
  // Two halves of a lev are 0.26 euro each, and the lev 0.51.
  const pqxx::result limits = sandbox().Inspect(
      "select code, cap_minor, used_minor, rounding_minor from budgets.line_limit order by code");
  EXPECT_EQ(absl::StrCat(limits[0][1].c_str(), " ", limits[0][2].c_str(), " ", limits[0][3].c_str()),
            "52 52 0");
  EXPECT_EQ(absl::StrCat(limits[1][1].c_str(), " ", limits[1][2].c_str(), " ", limits[1][3].c_str()),
            "51 52 1");
  v1::RecordForeignCostRequest more = Foreign("1", "0.10", "BGN", "more");
  EXPECT_EQ(ReasonOf(Call(&Currencies::RecordForeignCost, more).status()), "LIMIT_EXHAUSTED");
  v1::TransferBetweenLinesRequest transfer = TransferOf("4", "3", "1.00", "t", "2018-09-01");
  transfer.mutable_transfer()->mutable_amount()->set_currency("EUR");
  const auto moved = Call(&Ledger::TransferBetweenLines, transfer);
  EXPECT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(Check()->findings_size(), 0) << Check()->ShortDebugString();
}

}  // namespace
}  // namespace tranche::budgets
