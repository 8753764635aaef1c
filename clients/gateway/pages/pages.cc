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
  const char* method;
  const char* path;
  void (*show)(const std::shared_ptr<Visit>&, const std::string& name);
};

constexpr Route kRoutes[] = {
    {"GET", "/{name=organisations/*/plans/*}", ShowPlan},
    {"GET", "/{name=organisations/*/plans/*}/document", ShowPlanDocument},
    {"GET", "/{name=organisations/*/plans/*}/report", ShowPlanReport},
    {"GET", "/{name=organisations/*}/groundwork", ShowGroundwork},
    {"POST", "/{name=organisations/*}/groundwork", SendStep},
    {"GET", "/{name=organisations/*/contracts/*}", ShowProject},
    {"GET", "/{name=organisations/*/contracts/*}/budget", ShowBudget},
    {"GET", "/{name=organisations/*/contracts/*}/money", ShowMoney},
    {"GET", "/{name=organisations/*/contracts/*}/journal", ShowJournal},
    {"GET", "/{name=organisations/*/contracts/*}/packages", ShowPackages},
    {"GET", "/{name=organisations/*/contracts/*/packages/*}", ShowPackage},
    {"GET", "/{name=organisations/*/contracts/*/claims/*}", ShowClaim},
    {"GET", "/{name=organisations/*/contracts/*/costs/*}", ShowCost},
    {"GET", "/{name=organisations/*/contracts/*}/orders", ShowOrders},
    {"GET", "/{name=organisations/*/contracts/*}/bank", ShowBank},
    {"GET", "/{name=organisations/*/contracts/*}/corrections", ShowCorrections},
    {"GET", "/{name=organisations/*/contracts/*}/revalidations", ShowRevalidations},
    {"GET", "/{name=organisations/*/contracts/*}/incomes", ShowIncomes},
    {"GET", "/{name=organisations/*/contracts/*}/debts", ShowDebts},
    {"GET", "/{name=organisations/*/contracts/*/debts/*}", ShowDebt},
    {"GET", "/{name=organisations/*/contracts/*}/deadlines", ShowDeadlines},
    {"GET", "/{name=organisations/*/plans/*}/values", ShowPlanValues},
    {"POST", "/{name=organisations/*/plans/*}/values", SendPlanValues},
    {"GET", "/{name=organisations/*/plans/*}/versions", ShowPlanVersions},
    {"GET", "/{name=organisations/*/plans/*}/adoptions", ShowPlanAdoptions},
    {"POST", "/{name=organisations/*/plans/*}/adoptions", SendPlanAdoption},
    {"GET", "/{name=organisations/*/plans/*}/links", ShowPlanLinks},
    {"POST", "/{name=organisations/*/plans/*}/links", SendPlanLinks},
    {"GET", "/{name=organisations/*/plans/*}/changes", ShowPlanChanges},
    {"POST", "/{name=organisations/*/plans/*}/changes", SendPlanChanges},
    {"GET", "/{name=organisations/*}/strategies", ShowStrategies},
    {"GET", "/{name=organisations/*}/import", ShowPlanImport},
    {"POST", "/{name=organisations/*}/import", SendPlanImport},
    {"GET", "/{name=organisations/*}/changes", ShowNewChanges},
    {"POST", "/{name=organisations/*}/changes", SendNewChanges},
};

}  // namespace

Pages::Pages(Backend* backend) : backend_(backend) {
  for (size_t i = 0; i < std::size(kRoutes); ++i) {
    const absl::Status added = router_.Add(kRoutes[i].method, kRoutes[i].path, static_cast<int>(i));
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

bool Pages::TakesDocument(absl::string_view path) {
  return IsPage(path) && absl::EndsWith(path, "/import");
}

std::string Pages::AllowedMethods(absl::string_view path) const {
  const bool sends = path.size() > 3 && router_.Find("POST", path.substr(3)).ok();
  return sends ? "GET, POST" : "GET";
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
  const absl::StatusOr<Router::Match> match = router_.Find(request.method, path);
  if (!match.ok()) return visit->Refuse(match.status());
  kRoutes[match->route].show(visit, match->variables[0].second);
}

}  // namespace tranche::gateway
