// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/contracts_service.h"

#include <memory>
#include <utility>

#include "payments/payments_store.h"
#include "payments/rates/own_rate.h"
#include "payments/rates/rates_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/calendar.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments::recoveries {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

constexpr char kCalendar[] = "calendars/bg";
constexpr char kShift[] = "deadline_shift_to_working_day";

absl::StatusOr<Rule> RuleFrom(const reference::v1::Rule& proto) {
  Rule rule{.code = proto.code(),
            .value = proto.value(),
            .unit = proto.unit(),
            .source = proto.legal_source(),
            .verified = proto.verified(),
            .valid_from = {},
            .valid_to = std::nullopt};
  TRANCHE_ASSIGN_OR_RETURN(rule.valid_from, ParseDay(proto.valid_from()));
  if (!proto.valid_to().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(rule.valid_to, ParseDay(proto.valid_to()));
  }
  return rule;
}

}  // namespace

absl::StatusOr<absl::CivilDay> Law::Due(const char* code, absl::CivilDay event_on) const {
  TRANCHE_ASSIGN_OR_RETURN(const Rule* rule, RequireRule(rules, code, event_on));
  const Rule* shift = FindRule(rules, kShift, event_on);
  bool shifts = false;
  if (shift != nullptr) {
    TRANCHE_ASSIGN_OR_RETURN(shifts, FlagValue(*shift));
  }
  return PeriodEnd(event_on, *rule, shifts, calendar);
}

absl::StatusOr<Contract> Contracts::Require(const rpc::CallScope& scope, const std::string& contract_id,
                                            const std::string& name) {
  return finder_.Require(scope, contract_id, name);
}

absl::StatusOr<Contract> Contracts::RequireOwn(const rpc::CallScope& scope,
                                               const std::string& contract_id,
                                               const std::string& name) {
  return finder_.RequireOwn(scope, contract_id, name);
}

absl::StatusOr<std::vector<Rule>> Contracts::Rules(const rpc::CallScope& scope, absl::CivilDay as_of) {
  const std::unique_ptr<ReferenceStub> stub =
      reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListRulesRequest request;
  request.set_from(FormatDay(kFirstDayTaken));
  request.set_as_of(FormatDay(as_of));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListRulesResponse response,
      rpc::Call<reference::v1::ListRulesResponse>(scope, *stub, &ReferenceStub::ListRules, request));
  std::vector<Rule> rules;
  for (const reference::v1::Rule& proto : response.rules()) {
    // Nothing here differs by programming period.
    if (!proto.programming_period().empty()) continue;
    TRANCHE_ASSIGN_OR_RETURN(Rule rule, RuleFrom(proto));
    rules.push_back(std::move(rule));
  }
  return rules;
}

absl::StatusOr<std::vector<Rule>> Contracts::RulesOfDebts(const rpc::CallScope& scope,
                                                          absl::CivilDay as_of,
                                                          const std::string& organisation) {
  TRANCHE_ASSIGN_OR_RETURN(std::vector<Rule> rules, Rules(scope, as_of));
  if (organisation.empty() || organisation == "*") return rules;
  return idempotency::Read<std::vector<Rule>>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<std::vector<Rule>> {
        return rates::WithOwnRates(rules, rates::store::LoadOwnRates(tx, organisation));
      });
}

absl::StatusOr<Law> Contracts::Laws(const rpc::CallScope& scope) {
  Law law;
  TRANCHE_ASSIGN_OR_RETURN(law.rules, Rules(scope, scope.today));
  const std::unique_ptr<ReferenceStub> stub =
      reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::GetCalendarRequest request;
  request.set_name(kCalendar);
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::Calendar calendar,
      rpc::Call<reference::v1::Calendar>(scope, *stub, &ReferenceStub::GetCalendar, request));
  TRANCHE_ASSIGN_OR_RETURN(law.calendar, tranche::convert::FromProto(calendar));
  return law;
}

}  // namespace tranche::payments::recoveries
