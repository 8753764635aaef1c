// SPDX-License-Identifier: EUPL-1.2
#include "plans/strategies/strategy_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

StrategyFact Strategy(const std::string& id, int level, std::vector<std::string> parents = {}) {
  return {.id = id,
          .level = level,
          .title = id,
          .titled = {},
          .written = {},
          .parents = std::move(parents)};
}

// "0 national", "1 regional": depth and id.
std::vector<std::string> LinesOf(const Tree& tree, const std::vector<StrategyFact>& strategies,
                                 const std::vector<LinkedPlan>& plans) {
  std::vector<std::string> lines;
  for (const TreeNode& node : tree.nodes) {
    lines.push_back(absl::StrCat(node.depth, " ",
                                 node.strategy ? strategies[*node.strategy].id : plans[*node.plan].id));
  }
  return lines;
}

TEST(StrategyTree, StandsFromTheTopDown_WithThePlansThatCarryItOut) {
  const std::vector<StrategyFact> strategies = {Strategy("municipal", 3, {"regional"}),
                                                Strategy("national", 1),
                                                Strategy("regional", 2, {"national"})};
  const std::vector<LinkedPlan> plans = {
      {.id = "haskovo-2021",
       .title = "План за действие",
       .year = 2021,
       .names = {{"regional", "Областна стратегия 2021–2023"}, {"regional", "Областната стратегия"}}}};
  const Tree tree = TreeOf(strategies, plans, 100);
  EXPECT_THAT(LinesOf(tree, strategies, plans),
              ElementsAre("0 national", "1 regional", "2 municipal", "2 haskovo-2021"));
  EXPECT_THAT(tree.nodes.back().named_as,
              ElementsAre("Областна стратегия 2021–2023", "Областната стратегия"));
  EXPECT_FALSE(tree.cut);
}

TEST(StrategyTree, WithTwoAbove_StandsBelowBoth) {
  const std::vector<StrategyFact> strategies = {Strategy("a", 1), Strategy("b", 1),
                                                Strategy("c", 2, {"a", "b"})};
  EXPECT_THAT(LinesOf(TreeOf(strategies, {}, 100), strategies, {}),
              ElementsAre("0 a", "1 c", "0 b", "1 c"));
}

TEST(StrategyTree, LongerThanItMayBe_SaysThatItIsCut) {
  const std::vector<StrategyFact> strategies = {Strategy("a", 1), Strategy("b", 1), Strategy("c", 1)};
  const Tree tree = TreeOf(strategies, {}, 2);
  EXPECT_EQ(tree.nodes.size(), 2u);
  EXPECT_TRUE(tree.cut);
  EXPECT_FALSE(TreeOf(strategies, {}, 3).cut);
}

TEST(StrategyLevels, OnlyAHigherOneIsCarriedOut) {
  const std::vector<StrategyFact> others = {Strategy("national", 1), Strategy("regional", 2),
                                            Strategy("below", 3, {"new"})};
  EXPECT_EQ(MisplacedNeighbour(Strategy("new", 2, {"national"}), others), std::nullopt);
  // Of the same level; itself; raised to the level of what it would stand below of.
  EXPECT_EQ(MisplacedNeighbour(Strategy("new", 2, {"regional"}), others)->id, "regional");
  EXPECT_EQ(MisplacedNeighbour(Strategy("national", 1, {"national"}), others)->id, "national");
  EXPECT_EQ(MisplacedNeighbour(Strategy("new", 3, {"national"}), others)->id, "below");
}

TEST(StrategyPeriods, TitleAndTextMayDiffer) {
  StrategyFact strategy = Strategy("sapareva", 3);
  strategy.titled = {2013, 2014};
  EXPECT_FALSE(PeriodsDiffer(strategy));
  strategy.written = {2012, 2020};
  EXPECT_TRUE(PeriodsDiffer(strategy));
  EXPECT_EQ(PeriodOf(strategy), (Years{2013, 2014}));
  strategy.titled = {};
  EXPECT_EQ(PeriodOf(strategy), (Years{2012, 2020}));
}

TEST(StrategyPeriods, HalfOrBackwards_IsNotPossible) {
  EXPECT_TRUE(IsPossible(Years{}));
  EXPECT_TRUE(IsPossible(Years{2013, 2013}));
  EXPECT_FALSE(IsPossible(Years{2013, 0}));
  EXPECT_FALSE(IsPossible(Years{0, 2013}));
  EXPECT_FALSE(IsPossible(Years{2014, 2013}));
}

TEST(StrategyNames, AreComparedWithoutCaseAndQuotes) {
  EXPECT_THAT(OtherNames({"ОБЛАСТНА СТРАТЕГИЯ", "„Областна стратегия“"}, "Областна стратегия"),
              ::testing::Not(::testing::Contains("ОБЛАСТНА СТРАТЕГИЯ")));
  EXPECT_THAT(OtherNames({"Областната стратегия за ромите"}, "Областна стратегия"),
              ElementsAre("Областната стратегия за ромите"));
  EXPECT_THAT(OtherNames({}, "Областна стратегия"), IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
