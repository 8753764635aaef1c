// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_rules_service.h"

#include <utility>

#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/calendar.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

// All rules of a day; none for a day that is not known.
absl::StatusOr<reference::v1::ListRulesResponse> RulesOn(const rpc::CallScope& scope,
                                                         ReferenceStub& stub,
                                                         std::optional<absl::CivilDay> day) {
  if (!day) return reference::v1::ListRulesResponse();
  reference::v1::ListRulesRequest request;
  request.set_as_of(FormatDay(*day));
  return rpc::Call(scope, stub, &ReferenceStub::ListRules, request);
}

std::optional<PageRule> Find(const reference::v1::ListRulesResponse& rules, const char* code) {
  for (const reference::v1::Rule& rule : rules.rules()) {
    if (rule.code() != code || !rule.programming_period().empty()) continue;
    return PageRule{.value = rule.value(), .source = rule.legal_source(), .verified = rule.verified()};
  }
  return std::nullopt;
}

absl::StatusOr<PageRules> Ask(const rpc::RoleContext& context, const rpc::CallScope& scope,
                              const ProjectPage& page) {
  const auto stub = reference::v1::ReferenceService::NewStub(context.peers->Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListRulesResponse at_start,
                           RulesOn(scope, *stub, StartDay(page)));
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListRulesResponse at_end,
                           RulesOn(scope, *stub, EndDay(page)));
  reference::v1::GetCalendarRequest request;
  request.set_name("calendars/bg");
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::Calendar calendar,
                           rpc::Call(scope, *stub, &ReferenceStub::GetCalendar, request));
  PageRules rules{.advance_percent = Find(at_start, "advance_ceiling_percent"),
                  .cap_percent = Find(at_start, "advance_and_interim_cap_percent"),
                  .final_claim_months = Find(at_end, "final_claim_months"),
                  .shift = Find(at_end, "deadline_shift_to_working_day"),
                  .calendar = {}};
  TRANCHE_ASSIGN_OR_RETURN(rules.calendar, convert::FromProto(calendar));
  return rules;
}

}  // namespace

std::optional<PageRules> AskPageRules(const rpc::RoleContext& context, const rpc::CallScope& scope,
                                      const ProjectPage& page) {
  absl::StatusOr<PageRules> rules = Ask(context, scope, page);
  if (!rules.ok()) return std::nullopt;
  return *std::move(rules);
}

}  // namespace tranche::proposals
