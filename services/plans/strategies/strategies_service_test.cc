// SPDX-License-Identifier: EUPL-1.2
// Strategies and the plans that carry them out, on PostgreSQL.
#include "plans/strategies/strategies_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "plans/strategies/strategies_store.h"
#include "plans/testing/life_world.h"
#include "platform/base/error.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using Stub = v1::StrategiesService::Stub;

class StrategiesTest : public ::testing::Test, protected LifeWorld {
 protected:
  void SetUp() override { Store(ExamplePlan()); }

  static v1::Strategy Strategy(v1::PlanLevel level, const std::string& title,
                               const std::vector<std::string>& parents = {}) {
    v1::Strategy strategy;
    strategy.set_level(level);
    strategy.set_title(title);
    strategy.set_source("страница на общината");
    for (const std::string& parent : parents) {
      strategy.add_parents("organisations/lyubimets/strategies/" + parent);
    }
    return strategy;
  }

  absl::StatusOr<v1::Strategy> Set(const std::string& id, const v1::Strategy& strategy,
                                   int expected = 0) {
    v1::SetStrategyRequest request;
    request.set_parent("organisations/lyubimets");
    request.set_strategy_id(id);
    *request.mutable_strategy() = strategy;
    request.set_expected_version(expected);
    return Call(strategies_, &Stub::SetStrategy, request);
  }

  absl::StatusOr<v1::StrategyLink> Link(const std::string& id, const std::string& named_as) {
    v1::LinkStrategyRequest request;
    request.set_parent(kPlan);
    request.set_strategy_id(id);
    request.set_named_as(named_as);
    request.set_reason("заглавна страница");
    return Call(strategies_, &Stub::LinkStrategy, request);
  }

  absl::StatusOr<v1::StrategyLink> Unlink(int number) {
    v1::UnlinkStrategyRequest request;
    request.set_name(absl::StrCat(kPlan, "/strategyLinks/", number));
    request.set_reason("друга стратегия");
    return Call(strategies_, &Stub::UnlinkStrategy, request);
  }

  absl::StatusOr<v1::StrategyTree> Tree() {
    v1::GetStrategyTreeRequest request;
    request.set_parent("organisations/lyubimets");
    return Call(strategies_, &Stub::GetStrategyTree, request);
  }
};

TEST_F(StrategiesTest, Tree_StandsFromTheCountryDownToThePlan) {
  ASSERT_TRUE(Set("national", Strategy(v1::NATIONAL, "Национална стратегия")).ok());
  ASSERT_TRUE(Set("regional", Strategy(v1::REGIONAL, "Областна стратегия", {"national"})).ok());
  ASSERT_TRUE(Link("regional", "Областна стратегия").ok());
  ASSERT_TRUE(Link("regional", "Областната стратегия за ромите").ok());
  const auto tree = Tree();
  ASSERT_TRUE(tree.ok()) << tree.status();
  ASSERT_EQ(tree->nodes_size(), 3);
  EXPECT_EQ(tree->nodes(0).title(), "Национална стратегия");
  EXPECT_EQ(tree->nodes(1).depth(), 1);
  const v1::StrategyNode& plan = tree->nodes(2);
  EXPECT_EQ(plan.name(), kPlan);
  EXPECT_TRUE(plan.is_plan());
  EXPECT_EQ(plan.depth(), 2);
  EXPECT_THAT(plan.named_as(), ElementsAre("Областна стратегия", "Областната стратегия за ромите"));
  // One of the names is not the title.
  ASSERT_EQ(plan.findings_size(), 1);
  EXPECT_EQ(plan.findings(0).reason(), "STRATEGY_NAMES_DIFFER");
}

TEST_F(StrategiesTest, PeriodsOfTitleAndText_AreBothKept_AndTheirDifferenceIsAFinding) {
  v1::Strategy strategy = Strategy(v1::MUNICIPAL, "План 2013–2014");
  strategy.mutable_period_titled()->mutable_from()->set_year(2013);
  strategy.mutable_period_titled()->mutable_to()->set_year(2014);
  strategy.mutable_period_written()->mutable_from()->set_year(2012);
  strategy.mutable_period_written()->mutable_to()->set_year(2020);
  const auto set = Set("sapareva", strategy);
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->period_written().to().year(), 2020);
  ASSERT_EQ(set->findings_size(), 1);
  EXPECT_EQ(set->findings(0).reason(), "STRATEGY_PERIODS_DIFFER");
}

TEST_F(StrategiesTest, Change_NeedsTheVersionThatItChanges) {
  ASSERT_TRUE(Set("national", Strategy(v1::NATIONAL, "Стратегия")).ok());
  EXPECT_EQ(ReasonOf(Set("national", Strategy(v1::NATIONAL, "Друга")).status()), "STRATEGY_STALE");
  const auto changed = Set("national", Strategy(v1::NATIONAL, "Друга"), 1);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->version(), 2);
  v1::ListStrategiesRequest list;
  list.set_parent("organisations/-");
  const auto all = Call(strategies_, &Stub::ListStrategies, list);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->strategies_size(), 1);
  EXPECT_EQ(all->strategies(0).title(), "Друга");
  EXPECT_EQ(Count("plans.strategy"), 2);
}

TEST_F(StrategiesTest, EverythingWrongWithAStrategy_IsSaidAtOnce) {
  v1::Strategy strategy = Strategy(v1::REGIONAL, "Областна");
  strategy.mutable_period_titled()->mutable_from()->set_year(2014);
  strategy.mutable_period_titled()->mutable_to()->set_year(2013);
  strategy.mutable_adoption()->mutable_date()->set_day(3);
  strategy.add_parents("organisations/sopot/strategies/national");
  const auto violations = ViolationsOf(Set("regional", strategy).status());
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[0].reason, "STRATEGY_PERIOD_MALFORMED");
  EXPECT_EQ(violations[1].reason, "PARTIAL_DATE_IMPOSSIBLE");
  EXPECT_EQ(violations[2].field, "strategy.parents[0]");
}

TEST_F(StrategiesTest, Parents_AreThereAndAbove) {
  ASSERT_TRUE(Set("regional", Strategy(v1::REGIONAL, "Областна")).ok());
  const auto same = Set("other", Strategy(v1::REGIONAL, "Друга", {"regional"})).status();
  EXPECT_EQ(ViolationsOf(same)[0].reason, "STRATEGY_PARENT_NOT_ABOVE");
  const auto unknown = Set("other", Strategy(v1::REGIONAL, "Друга", {"nowhere"})).status();
  EXPECT_EQ(ViolationsOf(unknown)[0].reason, "NOT_FOUND");
}

TEST_F(StrategiesTest, StrategyBelow_IsFoundAmongAnyNumber) {
  ASSERT_TRUE(Set("above", Strategy(v1::NATIONAL, "Национална")).ok());
  ASSERT_TRUE(Set("z-below", Strategy(v1::REGIONAL, "Областна", {"above"})).ok());
  const rpc::CallScope scope = role_.Scope(testing::TestActor("lyubimets"));
  const absl::Status kept = pg::Transact(role_.pool(), scope, [&](pg::Tx& tx) -> absl::Status {
    for (int i = 1000; i < 2000; ++i) {
      store::InsertStrategy(tx, scope, {"lyubimets", absl::StrCat("m-", i)},
                            Strategy(v1::MUNICIPAL, "Общинска"), 1);
    }
    return absl::OkStatus();
  });
  ASSERT_TRUE(kept.ok()) << kept;
  const auto moved = Set("above", Strategy(v1::REGIONAL, "Национална"), 1).status();
  const auto violations = ViolationsOf(moved);
  ASSERT_EQ(violations.size(), 1u) << moved;
  EXPECT_EQ(violations[0].reason, "STRATEGY_PARENT_NOT_ABOVE");
  const auto tree = Tree();
  ASSERT_TRUE(tree.ok()) << tree.status();
  EXPECT_EQ(tree->nodes_size(), 1000);
  EXPECT_TRUE(tree->cut());
}

TEST_F(StrategiesTest, PlanOfAThousandNames_HidesNoOther) {
  ASSERT_TRUE(Set("municipal", Strategy(v1::MUNICIPAL, "Общинска стратегия")).ok());
  ASSERT_TRUE(Link("municipal", "Общинска стратегия").ok());
  Store(ExamplePlan(), "a-2013");
  const rpc::CallScope scope = role_.Scope(testing::TestActor("lyubimets"));
  const absl::Status kept = pg::Transact(role_.pool(), scope, [&](pg::Tx& tx) -> absl::Status {
    for (int i = 0; i < 1000; ++i) {
      v1::StrategyLink link;
      link.set_named_as(absl::StrCat("Стратегия ", i));
      link.set_reason("заглавна страница");
      store::InsertStrategyLink(tx, scope, {"lyubimets", "a-2013"}, link, "municipal");
    }
    return absl::OkStatus();
  });
  ASSERT_TRUE(kept.ok()) << kept;
  const auto tree = Tree();
  ASSERT_TRUE(tree.ok()) << tree.status();
  ASSERT_EQ(tree->nodes_size(), 3);
  EXPECT_FALSE(tree->cut());
  EXPECT_EQ(tree->nodes(1).named_as_size(), 1000);
  EXPECT_EQ(tree->nodes(2).name(), kPlan);
}

TEST_F(StrategiesTest, LinkUnderOneName_StandsOnce_AndCanBeEnded) {
  ASSERT_TRUE(Set("municipal", Strategy(v1::MUNICIPAL, "Общинска стратегия")).ok());
  EXPECT_EQ(ReasonOf(Link("unknown", "x").status()), "NOT_FOUND");
  ASSERT_TRUE(Link("municipal", "Общинска стратегия").ok());
  EXPECT_EQ(ReasonOf(Link("municipal", "Общинска стратегия").status()), "STRATEGY_ALREADY_LINKED");
  const auto ended = Unlink(1);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->ended_because(), "друга стратегия");
  EXPECT_EQ(ReasonOf(Unlink(1).status()), "LINK_ENDED");
  EXPECT_EQ(ReasonOf(Unlink(7).status()), "NOT_FOUND");
  EXPECT_EQ(Tree()->nodes_size(), 1);
  EXPECT_TRUE(Link("municipal", "Общинска стратегия").ok());
}

}  // namespace
}  // namespace tranche::plans
