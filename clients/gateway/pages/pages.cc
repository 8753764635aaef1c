// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/pages.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/problem.h"
#include "platform/observe/observe.h"

namespace tranche::gateway {
namespace {

struct Route {
  const char* path;
  void (*show)(const std::shared_ptr<Visit>&, const std::string& name);
};

constexpr Route kRoutes[] = {
    {"/{name=organisations/*/plans/*}", ShowPlan},
    {"/{name=organisations/*/plans/*}/document", ShowPlanDocument},
    {"/{name=organisations/*/plans/*}/report", ShowPlanReport},
    {"/{name=organisations/*}/groundwork", ShowGroundwork},
    {"/{name=organisations/*/contracts/*}", ShowProject},
    {"/{name=organisations/*/contracts/*}/budget", ShowBudget},
    {"/{name=organisations/*/contracts/*}/money", ShowMoney},
    {"/{name=organisations/*/contracts/*}/deadlines", ShowDeadlines},
};

}  // namespace

Pages::Pages(Backend* backend) : backend_(backend) {
  for (size_t i = 0; i < std::size(kRoutes); ++i) {
    const absl::Status added = router_.Add("GET", kRoutes[i].path, static_cast<int>(i));
    if (added.ok()) continue;
    // The routes are the constants above: only who edits them can see this.
    observe::Log(observe::Level::kError, "route", {{"error", added.ToString()}});
    std::abort();
  }
}

bool Pages::IsPage(absl::string_view path) {
  if (path == "/") return true;
  if (!absl::ConsumePrefix(&path, "/bg") && !absl::ConsumePrefix(&path, "/en")) return false;
  return path.empty() || path[0] == '/';
}

void Pages::Handle(const HttpRequest& request, const Session& session, Responder respond) const {
  const bool bulgarian = absl::StartsWith(request.path, "/bg");
  const bool chosen = bulgarian || absl::StartsWith(request.path, "/en");
  const Language language =
      chosen ? (bulgarian ? Language::kBulgarian : Language::kEnglish) : session.language;
  auto visit = std::make_shared<Visit>(backend_, request, session, language, std::move(respond));
  const std::string path = chosen ? request.path.substr(3) : "";
  if (path.empty()) {
    const std::string query = request.query.empty() ? "" : absl::StrCat("?", request.query);
    return visit->Redirect(absl::StrCat(visit->Href("/"), query));
  }
  if (path == "/") return ShowPortfolio(visit);
  if (path == "/search") return ShowSearch(visit);
  const absl::StatusOr<Router::Match> match = router_.Find("GET", path);
  if (!match.ok()) return visit->Refuse(match.status());
  kRoutes[match->route].show(visit, match->variables[0].second);
}

}  // namespace tranche::gateway
