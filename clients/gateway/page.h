// SPDX-License-Identifier: EUPL-1.2
// The page at "/": plans with what cross-footing found, contracts with their budgets and deadlines.
// Made on the server, without scripts, from the same gRPC methods that every client uses.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/budgets.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::gateway {

// Most plans and most contracts on the page; it says when there are more.
inline constexpr int kPlansMax = 20;
inline constexpr int kContractsMax = 20;

struct PlanPart {
  plans::v1::Plan plan;  // From the list, then with its rows.
  absl::Status plan_status;
  plans::v1::CheckPlanResponse checks;
  absl::Status checks_status;
};

struct ContractPart {
  proposals::v1::Contract contract;
  budgets::v1::Budget budget;
  absl::Status budget_status;
  timelines::v1::ListDeadlinesResponse deadlines;
  absl::Status deadlines_status;
};

struct PageData {
  absl::Status plans_status;
  std::vector<PlanPart> plans;
  bool more_plans = false;
  absl::Status contracts_status;
  std::vector<ContractPart> contracts;
  bool more_contracts = false;
};

// The language of a request: `lang=bg|en` of its query, else its Accept-Language.
Language PageLanguage(const HttpRequest& request);

// The whole page. Whatever could not be read is replaced by the sentence that says why.
std::string RenderPage(const PageData& data, Language language);

// The page that the `type` of a problem document leads to; "" when the catalogue lacks the reason.
std::string RenderReason(const std::string& reason, Language language);

class Page {
 public:
  // `token` is the page's own, for a reader; empty: the page says that none was given.
  Page(Backend* backend, std::string token) : backend_(backend), token_(std::move(token)) {}

  // `as_of=2018-09-01` in the query: the day on which deadlines are looked at.
  void Handle(const HttpRequest& request, Responder respond) const;

 private:
  Backend* const backend_;
  const std::string token_;
};

}  // namespace tranche::gateway
