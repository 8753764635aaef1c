// SPDX-License-Identifier: EUPL-1.2
// What carries out what: strategies of four levels and the plans below them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace tranche::plans {

// The first and last year of a period; 0: not known.
struct Years {
  int from = 0;
  int to = 0;

  bool IsKnown() const { return from != 0 || to != 0; }
  friend bool operator==(const Years&, const Years&) = default;
};

struct StrategyFact {
  std::string id;
  // 1 is the highest, the country; a strategy carries out only what has a smaller number. So there is
  // never a circle.
  int level = 0;
  std::string title;
  Years titled;
  Years written;
  std::vector<std::string> parents;  // Ids.
};

// One name under which a plan carries a strategy out.
struct NamedStrategy {
  std::string strategy;
  std::string named_as;
};

struct LinkedPlan {
  std::string id;
  std::string title;
  int year = 0;
  std::vector<NamedStrategy> names;
};

// A period can be: both years or none, in their order.
bool IsPossible(const Years& years);

// Both periods are known and differ.
bool PeriodsDiffer(const StrategyFact& strategy);

// The titled period, or the written one where the title has none.
Years PeriodOf(const StrategyFact& strategy);

// The parent of `strategy` that is not above it, or the one below that it would no longer stand above;
// no value: `strategy` fits among `others`. Parents that are not there fit nowhere: the caller refuses
// them before.
std::optional<StrategyFact> MisplacedNeighbour(const StrategyFact& strategy,
                                               const std::vector<StrategyFact>& others);

struct TreeNode {
  int depth = 0;
  std::optional<std::size_t> strategy;  // Index of a strategy, or
  std::optional<std::size_t> plan;      // of a plan.
  std::vector<std::string> named_as;    // Of a plan: how it calls the strategy above it.
};

struct Tree {
  std::vector<TreeNode> nodes;
  bool cut = false;  // There are more than nodes_max.
};

// From the top down, each node after the one that it carries out; a node with two above it stands below
// both. Plans without a strategy are left out.
Tree TreeOf(const std::vector<StrategyFact>& strategies, const std::vector<LinkedPlan>& plans,
            std::size_t nodes_max);

// The names of a plan for a strategy that are not its title; case, quotes and dashes do not count.
std::vector<std::string> OtherNames(const std::vector<std::string>& named_as, const std::string& title);

}  // namespace tranche::plans
