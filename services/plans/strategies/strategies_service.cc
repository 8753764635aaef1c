// SPDX-License-Identifier: EUPL-1.2
#include "plans/strategies/strategies_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/changes/changes_store.h"
#include "plans/plans_store.h"
#include "plans/search/record_texts_convert.h"
#include "plans/search/search_store.h"
#include "plans/strategies/strategies_store.h"
#include "plans/strategies/strategy_tree.h"
#include "plans/versions/versions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/checks.h"
#include "platform/convert/page.h"
#include "platform/convert/partial_date.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/one_organisation.h"
#include "platform/validate/validate.h"

namespace tranche::plans {
namespace {

constexpr char kParent[] = "organisations/{organisation}";
constexpr char kPlan[] = "organisations/{organisation}/plans/{plan}";
constexpr char kLink[] = "organisations/{organisation}/plans/{plan}/strategyLinks/{link}";
constexpr char kStrategy[] = "organisations/{organisation}/strategies/{strategy}";
// More lines are no tree that somebody reads.
constexpr int kNodesMax = 1000;

Years YearsOf(const common::v1::PartialPeriod& period) {
  return {period.from().year(), period.to().year()};
}

StrategyFact FactOf(const v1::Strategy& strategy) {
  StrategyFact fact{.id = strategy.name().substr(strategy.name().rfind('/') + 1),
                    .level = strategy.level(),
                    .title = strategy.title(),
                    .titled = YearsOf(strategy.period_titled()),
                    .written = YearsOf(strategy.period_written()),
                    .parents = {}};
  for (const std::string& parent : strategy.parents()) {
    fact.parents.push_back(parent.substr(parent.rfind('/') + 1));
  }
  return fact;
}

std::string YearsText(const Years& years) { return absl::StrCat(years.from, "–", years.to); }

void AddFindings(v1::Strategy* strategy) {
  const StrategyFact fact = FactOf(*strategy);
  if (!PeriodsDiffer(fact)) return;
  *strategy->add_findings() =
      convert::FindingOf({"periodWritten",
                          "STRATEGY_PERIODS_DIFFER",
                          {{"titled", YearsText(fact.titled)}, {"written", YearsText(fact.written)}}});
}

void CheckPeriod(const common::v1::PartialPeriod& period, const std::string& place,
                 std::vector<Violation>* violations) {
  const Years years = YearsOf(period);
  if (IsPossible(years)) return;
  violations->push_back({place,
                         "STRATEGY_PERIOD_MALFORMED",
                         {{"from", absl::StrCat(years.from)}, {"to", absl::StrCat(years.to)}}});
}

// What is wrong with a strategy by itself; its parents in the one organisation of the call.
absl::Status CheckStrategy(const v1::Strategy& strategy, const std::string& organisation) {
  std::vector<Violation> violations;
  CheckPeriod(strategy.period_titled(), "strategy.periodTitled", &violations);
  CheckPeriod(strategy.period_written(), "strategy.periodWritten", &violations);
  convert::CheckPossible("strategy.adoption.date", strategy.adoption().date(), &violations);
  for (int i = 0; i < strategy.parents_size(); ++i) {
    const auto segments = validate::ParseResourceName(kStrategy, strategy.parents(i));
    if (segments.ok() && segments->front() == organisation) continue;
    violations.push_back({absl::StrCat("strategy.parents[", i, "]"),
                          "LINK_TARGET_UNFIT",
                          {{"target", strategy.parents(i)}}});
  }
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

// Every strategy of the organisation, for the tree and for what stands above and below.
std::vector<StrategyFact> AllOf(pg::Tx& tx, const std::string& organisation) {
  std::vector<StrategyFact> facts;
  for (const v1::Strategy& strategy : store::ListAllStrategies(tx, organisation)) {
    facts.push_back(FactOf(strategy));
  }
  return facts;
}

// Parents are there and above, and what is below stays below.
absl::Status CheckPlace(pg::Tx& tx, const std::string& organisation, const v1::Strategy& strategy,
                        const StrategyFact& fact) {
  const std::vector<StrategyFact> others = AllOf(tx, organisation);
  std::vector<Violation> violations;
  for (int i = 0; i < strategy.parents_size(); ++i) {
    const std::string& parent = fact.parents[i];
    if (store::GetStrategy(tx, {organisation, parent})) continue;
    violations.push_back(
        {absl::StrCat("strategy.parents[", i, "]"), "NOT_FOUND", {{"name", strategy.parents(i)}}});
  }
  if (const auto neighbour = MisplacedNeighbour(fact, others)) {
    violations.push_back(
        {"strategy.level",
         "STRATEGY_PARENT_NOT_ABOVE",
         {{"parent", neighbour->title},
          {"level", v1::PlanLevel_Name(static_cast<v1::PlanLevel>(neighbour->level))}}});
  }
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

void Keep(pg::Tx& tx, const rpc::CallScope& scope, const store::PlanRef& ref,
          const v1::StrategyLink* before, const v1::StrategyLink& after, const std::string& reason,
          const std::string& request_id) {
  const bool ended = before != nullptr;
  store::NoteChange(tx, scope,
                    {.organisation = ref.organisation,
                     .plan = ref.plan,
                     .kind = v1::STRATEGY_LINKED,
                     .record = after.name(),
                     .ended = ended});
  evidence::Record(tx, scope,
                   {.organisation = ref.organisation,
                    .action = ended ? "plans.strategies.unlink" : "plans.strategies.link",
                    .record = after.name(),
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

v1::StrategyNode NodeOf(const TreeNode& node, const std::string& organisation,
                        const std::vector<StrategyFact>& strategies,
                        const std::vector<LinkedPlan>& plans, const std::string& above_title) {
  v1::StrategyNode shown;
  shown.set_depth(node.depth);
  if (node.strategy) {
    const StrategyFact& strategy = strategies[*node.strategy];
    shown.set_name(absl::StrCat("organisations/", organisation, "/strategies/", strategy.id));
    shown.set_title(strategy.title);
    shown.set_level(static_cast<v1::PlanLevel>(strategy.level));
    shown.set_from_year(PeriodOf(strategy).from);
    shown.set_to_year(PeriodOf(strategy).to);
    return shown;
  }
  const LinkedPlan& plan = plans[*node.plan];
  shown.set_name(absl::StrCat("organisations/", organisation, "/plans/", plan.id));
  shown.set_title(plan.title);
  shown.set_is_plan(true);
  shown.set_from_year(plan.year);
  shown.set_to_year(plan.year);
  for (const std::string& name : node.named_as) shown.add_named_as(name);
  for (const std::string& other : OtherNames(node.named_as, above_title)) {
    *shown.add_findings() = convert::FindingOf(
        {"namedAs", "STRATEGY_NAMES_DIFFER", {{"named", other}, {"title", above_title}}});
  }
  return shown;
}

}  // namespace

absl::StatusOr<v1::Strategy> StrategiesService::SetStrategy(const rpc::CallScope& scope,
                                                            const v1::SetStrategyRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  const store::StrategyKey key{organisation, request.strategy_id()};
  v1::Strategy strategy = request.strategy();
  strategy.set_name(absl::StrCat("organisations/", organisation, "/strategies/", key.strategy));
  TRANCHE_RETURN_IF_ERROR(CheckStrategy(strategy, organisation));
  return idempotency::Write<v1::Strategy>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Strategy> {
        store::LockStrategies(tx, organisation);
        const std::optional<v1::Strategy> before = store::GetStrategy(tx, key);
        const int version = before ? before->version() : 0;
        if (version != request.expected_version()) {
          return Refuse("STRATEGY_STALE", {{"version", absl::StrCat(version)},
                                           {"expected", absl::StrCat(request.expected_version())}});
        }
        TRANCHE_RETURN_IF_ERROR(CheckPlace(tx, organisation, strategy, FactOf(strategy)));
        v1::Strategy after = store::InsertStrategy(tx, scope, key, strategy, version + 1);
        AddFindings(&after);
        TRANCHE_RETURN_IF_ERROR(search::store::Index(tx, search::TextsOf(after)));
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "plans.strategies.set",
                          .record = after.name(),
                          .before = before ? &*before : nullptr,
                          .after = &after,
                          .reason = after.source(),
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ListStrategiesResponse> StrategiesService::ListStrategies(
    const rpc::CallScope& scope, const v1::ListStrategiesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kParent, request.parent()));
  const std::string list = absl::StrCat("plans.strategies ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> token,
                           convert::ReadPageToken(list, request.page_token()));
  if (!token.empty() && token.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const store::StrategyKey after =
      token.empty() ? store::StrategyKey{} : store::StrategyKey{token[0], token[1]};
  const int size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListStrategiesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListStrategiesResponse> {
        std::vector<v1::Strategy> found = store::ListStrategies(tx, segments[0], after, size + 1);
        v1::ListStrategiesResponse response;
        if (static_cast<int>(found.size()) > size) {
          found.pop_back();
          TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> last,
                                   validate::ParseResourceName(kStrategy, found.back().name()));
          response.set_next_page_token(convert::MakePageToken(list, last));
        }
        for (v1::Strategy& strategy : found) {
          AddFindings(&strategy);
          *response.add_strategies() = std::move(strategy);
        }
        return response;
      });
}

absl::StatusOr<v1::StrategyLink> StrategiesService::LinkStrategy(
    const rpc::CallScope& scope, const v1::LinkStrategyRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPlan, request.parent()));
  return idempotency::Write<v1::StrategyLink>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::StrategyLink> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, segments[1]));
        if (!store::GetStrategy(tx, {ref.organisation, request.strategy_id()})) {
          return Refuse("NOT_FOUND", {{"name", absl::StrCat("organisations/", ref.organisation,
                                                            "/strategies/", request.strategy_id())}});
        }
        const int there = store::FindStrategyLink(tx, ref, request.strategy_id(), request.named_as());
        if (there != 0) return Refuse("STRATEGY_ALREADY_LINKED", {{"number", absl::StrCat(there)}});
        v1::StrategyLink link;
        link.set_named_as(request.named_as());
        link.set_reason(request.reason());
        const v1::StrategyLink after =
            store::InsertStrategyLink(tx, scope, ref, link, request.strategy_id());
        Keep(tx, scope, ref, nullptr, after, request.reason(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::StrategyLink> StrategiesService::UnlinkStrategy(
    const rpc::CallScope& scope, const v1::UnlinkStrategyRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kLink, request.name()));
  const int number = validate::ParseNumber<int>(segments[2]);
  return idempotency::Write<v1::StrategyLink>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::StrategyLink> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, segments[1]));
        TRANCHE_ASSIGN_OR_RETURN(const v1::StrategyLink before,
                                 store::GetStrategyLink(tx, ref, number));
        if (!before.ended_because().empty()) {
          return Refuse("LINK_ENDED", {{"number", absl::StrCat(number)}});
        }
        const v1::StrategyLink after = store::EndStrategyLink(tx, ref, number, request.reason());
        Keep(tx, scope, ref, &before, after, request.reason(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::StrategyTree> StrategiesService::GetStrategyTree(const rpc::CallScope& scope,
                                                                    const v1::GetStrategyTreeRequest&) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  return idempotency::Read<v1::StrategyTree>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::StrategyTree> {
        const std::vector<StrategyFact> strategies = AllOf(tx, organisation);
        const std::vector<LinkedPlan> plans = store::ListLinkedPlans(tx, organisation, kNodesMax);
        const Tree tree = TreeOf(strategies, plans, kNodesMax);
        v1::StrategyTree response;
        response.set_cut(tree.cut);
        std::vector<std::string> titles;  // Of the strategies from the top down to the last one shown.
        for (const TreeNode& node : tree.nodes) {
          titles.resize(node.depth);
          *response.add_nodes() =
              NodeOf(node, organisation, strategies, plans, titles.empty() ? "" : titles.back());
          titles.push_back(node.strategy ? strategies[*node.strategy].title : "");
        }
        return response;
      });
}

}  // namespace tranche::plans
