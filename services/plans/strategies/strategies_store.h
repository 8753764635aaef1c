// SPDX-License-Identifier: EUPL-1.2
// All SQL on strategies and the plans that carry them out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plans/strategies/strategy_tree.h"
#include "plans/versions/versions_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/plans/v1/strategies.pb.h"

namespace tranche::plans::store {

// Others that write strategies of the organisation wait.
void LockStrategies(pg::Tx& tx, const std::string& organisation);

struct StrategyKey {
  std::string organisation;
  std::string strategy;
};
// The newest version, without findings.
std::optional<v1::Strategy> GetStrategy(pg::Tx& tx, const StrategyKey& key);
// Newest versions by key, after `after`; organisation "-": of all that the caller sees.
std::vector<v1::Strategy> ListStrategies(pg::Tx& tx, const std::string& organisation,
                                         const StrategyKey& after, int limit);
// The same without an end: all of them.
std::vector<v1::Strategy> ListAllStrategies(pg::Tx& tx, const std::string& organisation);
// Stores `strategy` as its next version; strategies of the organisation are locked.
v1::Strategy InsertStrategy(pg::Tx& tx, const rpc::CallScope& scope, const StrategyKey& key,
                            const v1::Strategy& strategy, int version);

// Number of the link of the plan with the strategy under this name that stands; 0: there is none.
int FindStrategyLink(pg::Tx& tx, const PlanRef& ref, const std::string& strategy,
                     const std::string& named_as);
// Stores under the number after the last; the plan is locked.
v1::StrategyLink InsertStrategyLink(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                    const v1::StrategyLink& link, const std::string& strategy);
// NOT_FOUND.
absl::StatusOr<v1::StrategyLink> GetStrategyLink(pg::Tx& tx, const PlanRef& ref, int number);
v1::StrategyLink EndStrategyLink(pg::Tx& tx, const PlanRef& ref, int number, const std::string& reason);

// Plans with a link that stands, by id, at most `limit`, each with all its names for strategies in the
// order of the links.
std::vector<LinkedPlan> ListLinkedPlans(pg::Tx& tx, const std::string& organisation, int limit);

}  // namespace tranche::plans::store
