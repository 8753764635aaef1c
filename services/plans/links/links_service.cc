// SPDX-License-Identifier: EUPL-1.2
#include "plans/links/links_service.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/changes/changes_store.h"
#include "plans/links/links_store.h"
#include "plans/links/project_link.h"
#include "plans/plans_store.h"
#include "plans/search/project_store.h"
#include "plans/strategies/strategies_store.h"
#include "plans/versions/plan_values_convert.h"
#include "plans/versions/versions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/checks.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/one_organisation.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::plans {
namespace {

constexpr char kParent[] = "organisations/{organisation}";
constexpr char kPlan[] = "organisations/{organisation}/plans/{plan}";
constexpr char kStrategy[] = "organisations/{organisation}/strategies/{strategy}";
constexpr char kContract[] = "organisations/{organisation}/contracts/{contract}";
constexpr char kLink[] = "organisations/{organisation}/projectLinks/{link}";

// Fills plan or strategy of `fact`; false: the target is neither, or another organisation's.
bool ReadTarget(const std::string& target, const std::string& organisation, LinkFact* fact) {
  const auto mine = [&](const absl::StatusOr<std::vector<std::string>>& segments) {
    return segments.ok() && (segments->front() == organisation || segments->front() == "-");
  };
  if (const auto plan = validate::ParseResourceName(kPlan, target); mine(plan)) {
    fact->plan = plan->back();
    return true;
  }
  if (const auto strategy = validate::ParseResourceName(kStrategy, target); mine(strategy)) {
    fact->strategy = strategy->back();
    return fact->measure.empty();
  }
  return false;
}

// Hundredths of a percent above 0 up to 100 %; the grammar of the field allows decimals with two
// places.
std::optional<int> ReadShare(const std::string& text) {
  const absl::StatusOr<Money> hundredths = ParseAmount(text, Currency::kBgn);
  if (!hundredths.ok() || hundredths->minor() <= 0 || hundredths->minor() > kWholeHundredths) {
    return std::nullopt;
  }
  return static_cast<int>(hundredths->minor());
}

bool ReadContribution(const v1::ProjectLink& asked, Contribution* contribution) {
  if (!asked.share_percent().empty()) {
    contribution->share_hundredths = ReadShare(asked.share_percent());
    if (!contribution->share_hundredths || asked.has_amount()) return false;
  }
  if (!asked.has_amount()) return true;
  const absl::StatusOr<Money> amount = convert::FromProto(asked.amount());
  if (!amount.ok() || amount->minor() <= 0) return false;
  contribution->amount = *amount;
  return true;
}

// The link of a request; INVALID_REQUEST with everything that is wrong with it by itself.
absl::StatusOr<LinkFact> ReadLink(const v1::ProjectLink& asked, const std::string& organisation) {
  std::vector<Violation> violations;
  LinkFact fact;
  fact.measure = asked.measure();
  fact.external_project = asked.external_project();
  if (!ReadTarget(asked.target(), organisation, &fact)) {
    violations.push_back({"link.target", "LINK_TARGET_UNFIT", {{"target", asked.target()}}});
  }
  if (asked.contract().empty() == asked.external_project().empty()) {
    violations.push_back({"link.contract", "LINK_ONE_PROJECT", {}});
  } else if (!asked.contract().empty()) {
    const auto segments = validate::ParseResourceName(kContract, asked.contract());
    if (!segments.ok()) {
      violations.push_back(
          {"link.contract", ReasonOf(segments.status()), tranche::ValuesOf(segments.status())});
    } else {
      fact.contract = FoldRegisterNumber(segments->back());
    }
  }
  if (!ReadContribution(asked, &fact.contribution)) {
    violations.push_back({"link.sharePercent", "LINK_CONTRIBUTION_UNFIT", {}});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return fact;
}

// The plan or strategy is there, and the measure in its newest version: what the link remembers of
// them.
absl::Status RequireTarget(pg::Tx& tx, const std::string& organisation, const LinkFact& fact,
                           v1::ProjectLink* link) {
  if (fact.plan.empty()) {
    if (store::GetStrategy(tx, {organisation, fact.strategy})) return absl::OkStatus();
    return Refuse("NOT_FOUND", {{"name", link->target()}});
  }
  store::Lock(tx, organisation, fact.plan);
  TRANCHE_ASSIGN_OR_RETURN(const v1::Plan plan,
                           store::GetShownVersion(tx, {organisation, fact.plan}, 0));
  link->set_plan_version(plan.version());
  if (fact.measure.empty()) return absl::OkStatus();
  const v1::Measure* measure = FindMeasure(plan, fact.measure);
  if (measure == nullptr) {
    return RefuseInput("INVALID_REQUEST",
                       {{"link.measure",
                         "PLAN_MEASURE_UNKNOWN",
                         {{"version", absl::StrCat(plan.version())}, {"measure", fact.measure}}}});
  }
  link->set_measure_words(measure->activity());
  return absl::OkStatus();
}

void Keep(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
          const v1::ProjectLink* before, const v1::ProjectLink& after, const std::string& reason,
          const std::string& request_id) {
  const bool ended = before != nullptr;
  if (const auto plan = validate::ParseResourceName(kPlan, after.target()); plan.ok()) {
    store::NoteChange(tx, scope,
                      {.organisation = organisation,
                       .plan = plan->back(),
                       .kind = v1::PROJECT_LINKED,
                       .record = after.name(),
                       .ended = ended});
  }
  evidence::Record(tx, scope,
                   {.organisation = organisation,
                    .action = ended ? "plans.projects.unlink" : "plans.projects.link",
                    .record = after.name(),
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

// Looks up what plans say now at the places of links, each plan once.
class Findings {
 public:
  explicit Findings(pg::Tx& tx) : tx_(tx) {}

  absl::Status Add(v1::ProjectLink* link) {
    const auto name = validate::ParseResourceName(kPlan, link->target());
    if (link->measure().empty() || !link->ended_because().empty() || !name.ok()) {
      return absl::OkStatus();
    }
    const auto there = plans_.find(link->target());
    if (there == plans_.end()) {
      TRANCHE_ASSIGN_OR_RETURN(plans_[link->target()],
                               store::GetShownVersion(tx_, {name->front(), name->back()}, 0));
    }
    const v1::Plan& plan = plans_[link->target()];
    const v1::Measure* measure = FindMeasure(plan, link->measure());
    const std::optional<std::string> now =
        measure == nullptr ? std::optional<std::string>() : measure->activity();
    const std::string trouble = TroubleOf(link->measure_words(), now);
    if (trouble.empty()) return absl::OkStatus();
    *link->add_findings() = convert::FindingOf({"measure",
                                                trouble,
                                                {{"number", absl::StrCat(link->number())},
                                                 {"measure", link->measure()},
                                                 {"version", absl::StrCat(plan.version())},
                                                 {"words", link->measure_words()},
                                                 {"now", now.value_or("")}}});
    return absl::OkStatus();
  }

 private:
  pg::Tx& tx_;
  std::map<std::string, v1::Plan> plans_;
};

absl::StatusOr<store::LinkFilter> FilterOf(const v1::ListProjectLinksRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> parent,
                           validate::ParseResourceName(kParent, request.parent()));
  store::LinkFilter filter{.organisation = parent[0],
                           .plan = "",
                           .strategy = "",
                           .contract = "",
                           .with_ended = request.with_ended()};
  if (!request.target().empty()) {
    if (const auto plan = validate::ParseResourceName(kPlan, request.target()); plan.ok()) {
      filter.plan = plan->back();
    } else {
      TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> strategy,
                               validate::ParseResourceName(kStrategy, request.target()));
      filter.strategy = strategy.back();
    }
  }
  if (!request.contract().empty()) {
    const std::string& contract = request.contract();
    filter.contract = FoldRegisterNumber(contract.substr(contract.rfind('/') + 1));
  }
  return filter;
}

}  // namespace

absl::Status LinksService::RequireProject(const rpc::CallScope& scope, const std::string& organisation,
                                          const std::string& contract) {
  const auto known = [&]() {
    return idempotency::Read<bool>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
      return store::FindProject(tx, organisation, contract).has_value();
    });
  };
  TRANCHE_ASSIGN_OR_RETURN(const bool is_known, known());
  if (is_known) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
  TRANCHE_ASSIGN_OR_RETURN(const bool is_known_now, known());
  if (is_known_now) return absl::OkStatus();
  return Refuse("NOT_FOUND",
                {{"name", absl::StrCat("organisations/", organisation, "/contracts/", contract)}});
}

absl::StatusOr<v1::ProjectLink> LinksService::LinkProject(const rpc::CallScope& scope,
                                                          const v1::LinkProjectRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  TRANCHE_ASSIGN_OR_RETURN(const LinkFact fact, ReadLink(request.link(), organisation));
  if (!fact.contract.empty()) {
    TRANCHE_RETURN_IF_ERROR(RequireProject(scope, organisation, fact.contract));
  }
  return idempotency::Write<v1::ProjectLink>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ProjectLink> {
        store::LockLinks(tx, organisation);
        v1::ProjectLink link = request.link();
        link.clear_measure_words();
        link.clear_plan_version();
        TRANCHE_RETURN_IF_ERROR(RequireTarget(tx, organisation, fact, &link));
        TRANCHE_RETURN_IF_ERROR(DecideLink(store::ListOfProject(tx, organisation, fact), fact));
        const v1::ProjectLink after = store::InsertLink(tx, scope, organisation, fact, link);
        Keep(tx, scope, organisation, nullptr, after, after.source(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ProjectLink> LinksService::UnlinkProject(const rpc::CallScope& scope,
                                                            const v1::UnlinkProjectRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kLink, request.name()));
  const int number = validate::ParseNumber<int>(segments[1]);
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ProjectLink>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ProjectLink> {
        store::LockLinks(tx, organisation);
        TRANCHE_ASSIGN_OR_RETURN(const v1::ProjectLink before,
                                 store::GetLink(tx, organisation, number));
        if (!before.ended_because().empty()) {
          return Refuse("LINK_ENDED", {{"number", absl::StrCat(number)}});
        }
        const v1::ProjectLink after = store::EndLink(tx, organisation, number, request.reason());
        Keep(tx, scope, organisation, &before, after, request.reason(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ListProjectLinksResponse> LinksService::ListProjectLinks(
    const rpc::CallScope& scope, const v1::ListProjectLinksRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::LinkFilter filter, FilterOf(request));
  const std::string list = absl::StrCat("plans.links ", request.parent(), " ", request.target(), " ",
                                        request.contract(), " ", request.with_ended());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> token,
                           convert::ReadPageToken(list, request.page_token()));
  if (!token.empty() && token.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const store::LinkKey after =
      token.empty() ? store::LinkKey{} : store::LinkKey{token[0], validate::ParseNumber<int>(token[1])};
  const int size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListProjectLinksResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListProjectLinksResponse> {
        std::vector<v1::ProjectLink> found = store::ListLinks(tx, filter, after, size + 1);
        v1::ListProjectLinksResponse response;
        if (static_cast<int>(found.size()) > size) {
          found.pop_back();
          TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> last,
                                   validate::ParseResourceName(kLink, found.back().name()));
          response.set_next_page_token(convert::MakePageToken(list, last));
        }
        Findings findings(tx);
        for (v1::ProjectLink& link : found) {
          TRANCHE_RETURN_IF_ERROR(findings.Add(&link));
          *response.add_links() = std::move(link);
        }
        return response;
      });
}

}  // namespace tranche::plans
