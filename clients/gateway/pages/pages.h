// SPDX-License-Identifier: EUPL-1.2
// The pages for people: /bg/… in Bulgarian, /en/… in English, made on the server without scripts, from
// the same methods that every client calls. A record's page has the record's name as its address.
#pragma once

#include <memory>
#include <string>

#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "gateway/pages/visit.h"
#include "gateway/path_template.h"
#include "gateway/session.h"

namespace tranche::gateway {

class Pages {
 public:
  explicit Pages(Backend* backend);

  // Whether a page answers to this path: "/", "/bg", "/en" and what is below them.
  static bool IsPage(absl::string_view path);

  // Whether a form of this page carries a document, which may be larger than other bodies.
  static bool TakesDocument(absl::string_view path);

  // "GET", or "GET, POST" where the page has a form that changes something.
  std::string AllowedMethods(absl::string_view path) const;

  // For a request under such a path with one of these methods; "/" leads on to the language that the
  // reader prefers.
  void Handle(const HttpRequest& request, const Session& session, Responder respond) const;

 private:
  Backend* const backend_;
  Router router_;
};

// One page each; `name` is the record's, "organisations/-/plans/lyubimets-2013".
void ShowPortfolio(const std::shared_ptr<Visit>& visit);
void ShowPlan(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanDocument(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanReport(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowProject(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowBudget(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowMoney(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPackages(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPackage(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowClaim(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowCost(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowOrders(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowBank(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowCorrections(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowRevalidations(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowIncomes(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowDebts(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowDebt(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowJournal(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowSearch(const std::shared_ptr<Visit>& visit);
void ShowGroundwork(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowStrategies(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanValues(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanVersions(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanAdoptions(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanLinks(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanChanges(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowPlanImport(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowNewChanges(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowDeadlines(const std::shared_ptr<Visit>& visit, const std::string& name);
// What a form of such a page sends: carried out, then the page anew, or the page with what is wrong.
void SendPlanValues(const std::shared_ptr<Visit>& visit, const std::string& name);
void SendPlanAdoption(const std::shared_ptr<Visit>& visit, const std::string& name);
void SendStep(const std::shared_ptr<Visit>& visit, const std::string& name);
void SendPlanLinks(const std::shared_ptr<Visit>& visit, const std::string& name);
void SendPlanChanges(const std::shared_ptr<Visit>& visit, const std::string& name);
void SendPlanImport(const std::shared_ptr<Visit>& visit, const std::string& name);
void SendNewChanges(const std::shared_ptr<Visit>& visit, const std::string& name);

}  // namespace tranche::gateway
