// SPDX-License-Identifier: EUPL-1.2
#include "plans/strategies/strategy_tree.h"

#include <algorithm>
#include <set>

#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

class TreeBuilder {
 public:
  TreeBuilder(const std::vector<StrategyFact>& strategies, const std::vector<LinkedPlan>& plans,
              std::size_t nodes_max)
      : strategies_(strategies), plans_(plans), nodes_max_(nodes_max) {}

  Tree Build() {
    std::set<std::string> ids;
    for (const StrategyFact& strategy : strategies_) ids.insert(strategy.id);
    for (std::size_t i = 0; i < strategies_.size(); ++i) {
      const std::vector<std::string>& parents = strategies_[i].parents;
      const bool is_top = std::none_of(parents.begin(), parents.end(), [&](const std::string& parent) {
        return ids.count(parent) > 0;
      });
      if (is_top) AddStrategy(i, 0);
    }
    return std::move(tree_);
  }

 private:
  bool Add(TreeNode node) {
    if (tree_.nodes.size() == nodes_max_) tree_.cut = true;
    if (tree_.cut) return false;
    tree_.nodes.push_back(std::move(node));
    return true;
  }

  // As deep as there are levels, since each step leads to a lower one.
  void AddStrategy(std::size_t index, int depth) {
    const StrategyFact& strategy = strategies_[index];
    if (!Add({.depth = depth, .strategy = index, .plan = {}, .named_as = {}})) return;
    for (std::size_t i = 0; i < strategies_.size(); ++i) {
      const std::vector<std::string>& parents = strategies_[i].parents;
      const bool is_below = strategies_[i].level > strategy.level &&
                            std::find(parents.begin(), parents.end(), strategy.id) != parents.end();
      if (is_below) AddStrategy(i, depth + 1);
    }
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      std::vector<std::string> names;
      for (const NamedStrategy& name : plans_[i].names) {
        if (name.strategy == strategy.id) names.push_back(name.named_as);
      }
      if (!names.empty()) Add({.depth = depth + 1, .strategy = {}, .plan = i, .named_as = names});
    }
  }

  const std::vector<StrategyFact>& strategies_;
  const std::vector<LinkedPlan>& plans_;
  const std::size_t nodes_max_;
  Tree tree_;
};

}  // namespace

bool IsPossible(const Years& years) {
  if (!years.IsKnown()) return true;
  return years.from > 0 && years.from <= years.to;
}

bool PeriodsDiffer(const StrategyFact& strategy) {
  return strategy.titled.IsKnown() && strategy.written.IsKnown() && strategy.titled != strategy.written;
}

Years PeriodOf(const StrategyFact& strategy) {
  return strategy.titled.IsKnown() ? strategy.titled : strategy.written;
}

std::optional<StrategyFact> MisplacedNeighbour(const StrategyFact& strategy,
                                               const std::vector<StrategyFact>& others) {
  for (const StrategyFact& other : others) {
    const bool is_parent =
        std::find(strategy.parents.begin(), strategy.parents.end(), other.id) != strategy.parents.end();
    if (is_parent && (other.id == strategy.id || other.level >= strategy.level)) return other;
    if (other.id == strategy.id) continue;
    const bool is_below =
        std::find(other.parents.begin(), other.parents.end(), strategy.id) != other.parents.end();
    if (is_below && other.level <= strategy.level) return other;
  }
  return std::nullopt;
}

Tree TreeOf(const std::vector<StrategyFact>& strategies, const std::vector<LinkedPlan>& plans,
            std::size_t nodes_max) {
  return TreeBuilder(strategies, plans, nodes_max).Build();
}

std::vector<std::string> OtherNames(const std::vector<std::string>& named_as,
                                    const std::string& title) {
  std::vector<std::string> others;
  for (const std::string& name : named_as) {
    if (FoldName(name) != FoldName(title)) others.push_back(name);
  }
  return others;
}

}  // namespace tranche::plans
