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

  // For a GET under such a path; "/" leads on to the language that the reader prefers.
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
void ShowSearch(const std::shared_ptr<Visit>& visit);
void ShowGroundwork(const std::shared_ptr<Visit>& visit, const std::string& name);
void ShowDeadlines(const std::shared_ptr<Visit>& visit, const std::string& name);

}  // namespace tranche::gateway
