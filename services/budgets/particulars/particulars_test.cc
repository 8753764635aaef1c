// SPDX-License-Identifier: EUPL-1.2
#include "budgets/particulars/particulars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "budgets/particulars/particulars_convert.h"
#include "platform/convert/money.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

std::vector<std::string> FieldsAndReasons(const std::vector<Violation>& faults) {
  std::vector<std::string> shown;
  for (const Violation& fault : faults) shown.push_back(fault.field + " " + fault.reason);
  return shown;
}

void AddShare(const std::string& activity, const std::string& amount, const std::string& currency,
              v1::CostParticulars* particulars) {
  v1::ActivityShare* share = particulars->add_activities();
  share->set_activity(activity);
  share->mutable_amount()->set_amount(amount);
  share->mutable_amount()->set_currency(currency);
}

TEST(Particulars, SharesOfTheWholeCost_AreTaken) {
  const Particulars told{.flags = {kInKind},
                         .activities = {{.activity = "1", .amount = Leva(30'00)},
                                        {.activity = "2", .amount = Leva(70'00)}}};
  EXPECT_THAT(FieldsAndReasons(FaultsOf(told, Leva(100'00))), IsEmpty());
}

TEST(Particulars, SeveralFaults_AreToldAtOnceEachWithItsField) {
  const Particulars told{.flags = {kAdvanceToContractor, kInKind, kOutsideUnion, kOutsideArea},
                         .activities = {{.activity = "1", .amount = Leva(30'00)},
                                        {.activity = "1", .amount = Leva(0)},
                                        {.activity = "2", .amount = Leva(-1)}}};
  EXPECT_THAT(
      FieldsAndReasons(FaultsOf(told, Leva(100'00))),
      ElementsAre("particulars.flags COST_FLAGS_CONTRADICT", "particulars.flags COST_FLAGS_CONTRADICT",
                  "particulars.activities[1].activity COST_ACTIVITY_TWICE",
                  "particulars.activities[1].amount AMOUNT_NOT_ABOVE_ZERO",
                  "particulars.activities[2].amount AMOUNT_NOT_ABOVE_ZERO",
                  "particulars.activities ACTIVITY_SHARES_DIFFER"));
}

TEST(Particulars, ShareInAnotherCurrency_IsToldAtItsField) {
  const Particulars told{
      .flags = {}, .activities = {{.activity = "1", .amount = Money::Minor(100'00, Currency::kEur)}}};
  EXPECT_THAT(FieldsAndReasons(FaultsOf(told, Leva(100'00))),
              ElementsAre("particulars.activities[0].amount MONEY_CURRENCY_MIXED"));
}

TEST(Particulars, FlagsAsTheyCame_AreKeptInTheirOrderAndEachOnce) {
  v1::CostParticulars told;
  told.add_flags(v1::OUTSIDE_AREA);
  told.add_flags(v1::CROSS_FINANCING);
  told.add_flags(v1::OUTSIDE_AREA);
  AddShare("3", "5", "BGN", &told);
  const Money claimed = Leva(5'00);
  EXPECT_THAT(ReadParticulars(&claimed, &told), IsEmpty());
  EXPECT_THAT(told.flags(), ElementsAre(v1::CROSS_FINANCING, v1::OUTSIDE_AREA));
  EXPECT_EQ(told.activities(0).amount().amount(), "5.00");
}

TEST(Particulars, AmountThatIsNone_IsToldAloneSinceNothingCanBeAddedUp) {
  v1::CostParticulars told;
  AddShare("1", "12,5", "BGN", &told);
  AddShare("2", "1.00", "BGN", &told);
  const Money claimed = Leva(5'00);
  EXPECT_THAT(FieldsAndReasons(ReadParticulars(&claimed, &told)),
              ElementsAre("particulars.activities[0].amount MONEY_MALFORMED"));
}

TEST(Particulars, NothingTold_IsEmpty) {
  v1::CostParticulars told;
  EXPECT_TRUE(SaysNothing(told));
  told.set_issuer_kind(v1::ISSUED_BY_PARTNER);
  EXPECT_FALSE(SaysNothing(told));
}

TEST(Particulars, RowOfTheDatabase_GivesBackWhatWasTold) {
  v1::CostParticulars told;
  told.set_issuer_kind(v1::ISSUED_BY_CONTRACTOR);
  told.add_flags(v1::ADVANCE_TO_CONTRACTOR);
  AddShare("1", "0.01", "BGN", &told);
  AddShare("2.1", "99.99", "BGN", &told);
  EXPECT_EQ(ParticularsFromRow(ParticularsRow(told), Leva(100'00)).SerializeAsString(),
            told.SerializeAsString());
}

TEST(Particulars, CostThatWasConverted_ShowsSharesOfWhatItCountsFor) {
  v1::CostParticulars told;
  AddShare("1", "50.00", "BGN", &told);
  AddShare("2", "50.00", "BGN", &told);
  const v1::CostParticulars shown =
      ParticularsFromRow(ParticularsRow(told), Money::Minor(51'13, Currency::kEur));
  EXPECT_EQ(shown.activities(0).amount().amount(), "25.57");
  EXPECT_EQ(shown.activities(1).amount().amount(), "25.56");
  EXPECT_EQ(shown.activities(0).amount().currency(), "EUR");
}

RC_GTEST_PROP(InProportion, AnyWeights_PartsAddUpAndAWholeOfTheirSumGivesThemBack, ()) {
  const auto weights = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(1, 1'000'000)));
  const int64_t sum = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  const int64_t whole = *rc::gen::inRange<int64_t>(0, sum + 1);
  const auto parts = InProportion(Leva(whole), weights);
  RC_ASSERT(parts.ok());
  int64_t together = 0;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    RC_ASSERT((*parts)[i].minor() >= 0 && (*parts)[i].minor() <= weights[i]);
    together += (*parts)[i].minor();
  }
  RC_ASSERT(together == whole);
  const auto same = InProportion(Leva(sum), weights);
  for (std::size_t i = 0; i < weights.size(); ++i) RC_ASSERT((*same)[i].minor() == weights[i]);
}

TEST(Ceiling, PercentOfTheContract_IsDownToTheCentAndSaysWhatIsAbove) {
  const auto ceiling = CeilingOf(Leva(100'09), 10'00, Leva(12'00));
  EXPECT_EQ(ceiling->amount, Leva(10'00));
  EXPECT_EQ(ceiling->above, Leva(2'00));
  EXPECT_TRUE(CeilingOf(Leva(100'09), 10'00, Leva(10'00))->above.IsZero());
}

TEST(Ceiling, RuleOfAFlag_IsNamedAfterIt) {
  EXPECT_EQ(CeilingRuleOf(kInKind), "in_kind_ceiling_percent");
}

}  // namespace
}  // namespace tranche::budgets
