// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/flat_rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

ThreePart Parts(int64_t eu, int64_t national = 0) {
  return {.eu = Leva(eu), .national = Leva(national), .own = Leva(0)};
}

CostFacts CostOn(const std::string& line, int64_t eu, int64_t national = 0) {
  return {.name = absl::StrCat("cost on ", line),
          .line = line,
          .parts = Parts(eu, national),
          .state = CostState::kReserved,
          .paid_on = absl::CivilDay(2018, 3, 1)};
}

LimitedLine Spent(int64_t minor) {
  return {.cap = Leva(1'000'000'00), .used = Leva(minor), .spent = Leva(minor)};
}

FlatRate Rate(const std::string& line, int hundredths, std::vector<std::string> base) {
  return {.line = line, .percent_hundredths = hundredths, .base_lines = std::move(base)};
}

TEST(FlatRate, IsDueByWhatIsHeldOnItsBase) {
  const LimitedLines lines = {{"1", Spent(700'00)}, {"2", Spent(300'00)}, {"3", Spent(100'00)}};

  const auto due = DueOf(Rate("3", 15'00, {"1", "2"}), lines, Currency::kBgn);

  ASSERT_TRUE(due.ok());
  EXPECT_EQ(due->base.minor(), 1'000'00);
  EXPECT_EQ(due->due.minor(), 150'00);
  EXPECT_EQ(due->held.minor(), 100'00);
  EXPECT_EQ(due->left.minor(), 50'00);
  EXPECT_EQ(DueOf(Rate("3", 7'00, {"1", "2"}), lines, Currency::kBgn)->left.minor(), 0);
}

TEST(LowerFlatRates, BaseApproved_LeavesTheRateAsItIs) {
  std::vector<Verdict> verdicts(2);

  const auto lowered =
      LowerFlatRates({Rate("3", 15'00, {"1"})}, {{"1", Spent(0)}, {"3", Spent(0)}},
                     {CostOn("1", 1'000'00), CostOn("3", 150'00)}, &verdicts, Currency::kBgn);

  ASSERT_TRUE(lowered.ok()) << lowered.status();
  EXPECT_TRUE(lowered->empty());
  EXPECT_FALSE(verdicts[1].unapproved.has_value());
}

TEST(LowerFlatRates, BaseRefusedInPart_LowersTheRateByItsPercent) {
  std::vector<Verdict> verdicts(3);
  verdicts[1].refused = true;

  const auto lowered =
      LowerFlatRates({Rate("3", 15'00, {"1"})}, {{"1", Spent(0)}, {"3", Spent(0)}},
                     {CostOn("1", 600'00), CostOn("1", 400'00), CostOn("3", 127'50, 22'50)}, &verdicts,
                     Currency::kBgn);

  ASSERT_TRUE(lowered.ok()) << lowered.status();
  ASSERT_EQ(lowered->size(), 1u);
  EXPECT_EQ((*lowered)[0].place, 2u);
  // 150.00 - 15 % of 600.00, in the proportion of the cost's own parts.
  EXPECT_EQ((*lowered)[0].unapproved, Parts(51'00, 9'00));
  EXPECT_EQ(*verdicts[2].unapproved, Parts(51'00, 9'00));
  EXPECT_THAT((*lowered)[0].reason,
              ::testing::HasSubstr("15 % от верифицираните 600.00 BGN по редове 1"));
  EXPECT_THAT((*lowered)[0].reason, ::testing::HasSubstr("15 % of the verified 600.00 BGN on lines 1"));
}

TEST(LowerFlatRates, AllOfTheBaseRefused_RefusesAllOfTheRate) {
  std::vector<Verdict> verdicts(2);
  verdicts[0].refused = true;
  const std::vector<CostFacts> costs = {CostOn("1", 1'000'00), CostOn("3", 150'00)};

  const auto lowered = LowerFlatRates({Rate("3", 15'00, {"1"})}, {{"1", Spent(0)}, {"3", Spent(0)}},
                                      costs, &verdicts, Currency::kBgn);

  ASSERT_TRUE(lowered.ok());
  ASSERT_EQ(lowered->size(), 1u);
  const auto decided = DecideCost(costs[1], verdicts[1], absl::CivilDay(2018, 6, 1));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state, CostState::kRefused);
}

TEST(LowerFlatRates, WhatWasVerifiedBefore_Counts) {
  std::vector<Verdict> verdicts(1);

  // 15 % of 1,000.00 spent before, of which 100.00 were approved: 50.00 are left.
  const auto lowered =
      LowerFlatRates({Rate("3", 15'00, {"1"})}, {{"1", Spent(1'000'00)}, {"3", Spent(100'00)}},
                     {CostOn("3", 80'00)}, &verdicts, Currency::kBgn);

  ASSERT_TRUE(lowered.ok());
  ASSERT_EQ(lowered->size(), 1u);
  EXPECT_EQ((*lowered)[0].unapproved, Parts(30'00));
}

TEST(LowerFlatRates, WhatAVerdictTakesAlready_IsNotTakenTwice) {
  std::vector<Verdict> verdicts(2);
  verdicts[1].unapproved = Parts(100'00);
  verdicts[1].by_correction = Parts(20'00);

  const auto lowered =
      LowerFlatRates({Rate("3", 10'00, {"1"})}, {{"1", Spent(0)}, {"3", Spent(0)}},
                     {CostOn("1", 200'00), CostOn("3", 150'00)}, &verdicts, Currency::kBgn);

  ASSERT_TRUE(lowered.ok());
  ASSERT_EQ(lowered->size(), 1u);
  EXPECT_EQ((*lowered)[0].unapproved, Parts(10'00));  // 30.00 would be left, 20.00 are due.
  EXPECT_EQ(*verdicts[1].unapproved, Parts(110'00));
}

TEST(LowerFlatRates, TheLastCost_IsLoweredFirst) {
  std::vector<Verdict> verdicts(3);

  const auto lowered = LowerFlatRates({Rate("3", 10'00, {"1"})}, {{"1", Spent(0)}, {"3", Spent(0)}},
                                      {CostOn("1", 500'00), CostOn("3", 40'00), CostOn("3", 30'00)},
                                      &verdicts, Currency::kBgn);

  ASSERT_TRUE(lowered.ok());
  ASSERT_EQ(lowered->size(), 1u);
  EXPECT_EQ((*lowered)[0].place, 2u);
  EXPECT_EQ((*lowered)[0].unapproved, Parts(20'00));
}

// Indirect costs are of direct ones, of which staff is a flat rate itself: both follow, whatever the
// order.
TEST(LowerFlatRates, RateOfARate_FollowsThroughBoth) {
  const FlatRate staff = Rate("2", 20'00, {"1"});
  const FlatRate indirect = Rate("3", 7'00, {"1", "2"});
  const LimitedLines lines = {{"1", Spent(0)}, {"2", Spent(0)}, {"3", Spent(0)}};
  const std::vector<CostFacts> costs = {CostOn("1", 1'000'00), CostOn("1", 1'000'00),
                                        CostOn("2", 400'00), CostOn("3", 168'00)};
  for (const std::vector<FlatRate>& rates :
       {std::vector{staff, indirect}, std::vector{indirect, staff}}) {
    std::vector<Verdict> verdicts(4);
    verdicts[1].refused = true;

    ASSERT_TRUE(LowerFlatRates(rates, lines, costs, &verdicts, Currency::kBgn).ok());

    EXPECT_EQ(*verdicts[2].unapproved, Parts(200'00));  // 20 % of 1,000.00 stay.
    EXPECT_EQ(*verdicts[3].unapproved, Parts(84'00));   // 7 % of 1,200.00 stay.
  }
}

// --- Random histories of a base and its flat rate, in memory. ---

struct Move {
  bool base = true;
  int64_t minor = 0;
  int verdict = 0;  // 0: approved, 1: refused, 2: a third is unapproved.

  friend std::ostream& operator<<(std::ostream& out, const Move& move) {
    return out << (move.base ? "base " : "rate ") << move.minor << " " << move.verdict;
  }
};

using Rule = std::function<absl::StatusOr<std::vector<Lowered>>(
    const std::vector<FlatRate>&, const LimitedLines&, const std::vector<CostFacts>&,
    std::vector<Verdict>*)>;

absl::StatusOr<std::vector<Lowered>> TheRule(const std::vector<FlatRate>& rates,
                                             const LimitedLines& lines,
                                             const std::vector<CostFacts>& costs,
                                             std::vector<Verdict>* verdicts) {
  return LowerFlatRates(rates, lines, costs, verdicts, Currency::kBgn);
}

// What is wrong with the decision on all of these in one go, on top of what is spent; "" when nothing
// is.
std::string WhatIsWrong(const Rule& rule, int percent, const std::vector<Move>& moves,
                        LimitedLines* lines) {
  std::vector<CostFacts> costs;
  std::vector<Verdict> verdicts;
  for (const Move& move : moves) {
    costs.push_back(CostOn(move.base ? "1" : "3", move.minor, move.minor / 7));
    Verdict verdict{.refused = move.verdict == 1};
    if (move.verdict == 2) verdict.unapproved = Parts(move.minor / 3, move.minor / 21);
    verdicts.push_back(verdict);
  }
  if (!rule({Rate("3", percent, {"1"})}, *lines, costs, &verdicts).ok()) return "refused";
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const auto decided = DecideCost(costs[i], verdicts[i], absl::CivilDay(2018, 6, 1));
    if (!decided.ok()) return decided.status().ToString();
    LimitedLine& line = (*lines)[costs[i].line];
    line.spent = *Add(line.spent, *Total(decided->approved));
  }
  const int64_t due = PercentOf((*lines)["1"].spent, percent)->minor();
  const int64_t spent = (*lines)["3"].spent.minor();
  return spent > due ? absl::StrCat("spent ", spent, " of ", due) : "";
}

bool HistoriesKeep(const Rule& rule) {
  return rc::check("what is approved of a flat rate stays within its base", [&] {
    const int percent = *rc::gen::element(7'00, 15'00, 20'00, 25'00, 40'00, 1, 33'33);
    const auto batches =
        *rc::gen::container<std::vector<std::vector<Move>>>(rc::gen::container<std::vector<Move>>(
            rc::gen::build<Move>(rc::gen::set(&Move::base),
                                 rc::gen::set(&Move::minor, rc::gen::inRange<int64_t>(1, 1'000'00)),
                                 rc::gen::set(&Move::verdict, rc::gen::inRange(0, 3)))));
    LimitedLines lines = {{"1", Spent(0)}, {"3", Spent(0)}};
    for (const std::vector<Move>& moves : batches) {
      const std::string wrong = WhatIsWrong(rule, percent, moves, &lines);
      if (!wrong.empty()) RC_FAIL(wrong);
    }
  });
}

TEST(FlatRateHistory, AnyDecisions_KeepTheRateWithinItsVerifiedBase) {
  EXPECT_TRUE(HistoriesKeep(TheRule));
}

// The control: a rule that looks at what is claimed of the base, and not at what is approved.
TEST(FlatRateHistory, RuleThatLooksAtTheClaim_IsFoundOut) {
  EXPECT_FALSE(HistoriesKeep(
      [](const auto& rates, const auto& lines, const auto& costs, std::vector<Verdict>* verdicts) {
        std::vector<Verdict> as_claimed(verdicts->size());
        for (std::size_t i = 0; i < costs.size(); ++i) {
          if (costs[i].line == "3") as_claimed[i] = (*verdicts)[i];
        }
        auto lowered = TheRule(rates, lines, costs, &as_claimed);
        for (std::size_t i = 0; i < costs.size(); ++i) {
          if (costs[i].line == "3") (*verdicts)[i] = as_claimed[i];
        }
        return lowered;
      }));
}

// Many small costs of the base, each followed by its flat rate, come to exactly the rate of the whole.
RC_GTEST_PROP(FlatRateHistory, ManySmallOnes_ComeToTheRateOfTheWhole, ()) {
  const int percent = *rc::gen::element(7'00, 15'00, 20'00, 25'00, 40'00);
  const auto amounts = *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(1, 50));
  int64_t base = 0;
  int64_t held = 0;
  for (const int64_t amount : amounts) {
    base += amount;
    const LimitedLines lines = {{"1", Spent(base)}, {"3", Spent(held)}};
    held += DueOf(Rate("3", percent, {"1"}), lines, Currency::kBgn)->left.minor();
  }
  RC_ASSERT(held == base * percent / 100'00);
}

}  // namespace
}  // namespace tranche::budgets
