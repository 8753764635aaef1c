// SPDX-License-Identifier: EUPL-1.2
// Who calls, for whom, until when: made once by Dispatch, handed to everything below it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tranche::rpc {

struct Actor {
  std::string subject;                     // "finance@lyubimets", "service/timelines".
  std::vector<std::string> organisations;  // Those that were granted.
  std::vector<std::string> roles;          // Names of tranche.options.v1.Role, "FINANCE".
  // By organisation, where the roles are not the same in all; `roles` are then those of any of them.
  // Empty: every one of `roles` holds in every one of `organisations`.
  std::map<std::string, std::vector<std::string>> roles_in = {};
};

struct CallScope {
  Actor actor;
  // The organisations of this call, which row security sees: the one that the request names, or all
  // of the actor's when it names "organisations/-".
  std::vector<std::string> organisations;
  absl::Time deadline;   // Never infinite: 10 s when the caller gave none, 60 s at most.
  absl::Time now;        // When the call began.
  absl::CivilDay today;  // The day in Sofia then.
  std::string method;    // "tranche.budgets.v1.BudgetsService/RecordCost".
  std::string trace_id;  // W3C trace id, 32 hexadecimal digits.
  std::string token;     // The caller's token, passed on to other services.
};

// The single organisation of a call that writes; "" when the request did not name one.
inline std::string OrganisationOf(const CallScope& scope) {
  return scope.organisations.size() == 1 ? scope.organisations.front() : std::string();
}

}  // namespace tranche::rpc
