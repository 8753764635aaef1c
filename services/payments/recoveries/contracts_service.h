// SPDX-License-Identifier: EUPL-1.2
// What both services of this folder ask before their transactions: the contract, rules, holidays.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/contract_finder_service.h"
#include "payments/recoveries/rules.h"
#include "platform/calendar/working_days.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments::recoveries {

// Rules and holidays as they are known on the day of the call.
struct Law {
  std::vector<Rule> rules;
  HolidayCalendar calendar;

  // The last day of the period that a rule gives after an event; RULE_MISSING, CALENDAR_ENDS.
  absl::StatusOr<absl::CivilDay> Due(const char* code, absl::CivilDay event_on) const;
};

class Contracts {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  Contracts(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), finder_(context, std::move(catch_up)) {}

  // The contract that a name says, or one of its records; NOT_FOUND with `name`.
  absl::StatusOr<Contract> Require(const rpc::CallScope& scope, const std::string& contract_id,
                                   const std::string& name);
  // The same for a write, which needs one organisation.
  absl::StatusOr<Contract> RequireOwn(const rpc::CallScope& scope, const std::string& contract_id,
                                      const std::string& name);

  // All versions of the rules that held on any day up to `as_of`.
  absl::StatusOr<std::vector<Rule>> Rules(const rpc::CallScope& scope, absl::CivilDay as_of);
  // The same with the rates of interest that the organisation recorded for days without one; empty or
  // "*": none, since rates are of one organisation.
  absl::StatusOr<std::vector<Rule>> RulesOfDebts(const rpc::CallScope& scope, absl::CivilDay as_of,
                                                 const std::string& organisation);
  absl::StatusOr<Law> Laws(const rpc::CallScope& scope);

 private:
  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

}  // namespace tranche::payments::recoveries
