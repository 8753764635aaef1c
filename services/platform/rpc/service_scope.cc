// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/service_scope.h"

#include "absl/strings/str_cat.h"
#include "platform/calendar/civil.h"
#include "platform/rpc/trace.h"

namespace tranche::rpc {
namespace {

// The longest call takes a minute; the rest is for clocks that differ.
constexpr absl::Duration kTokenLife = absl::Minutes(10);

}  // namespace

CallScope ServiceScope(const RoleContext& role, const std::string& organisation, absl::Time deadline,
                       absl::string_view method, absl::string_view trace_id) {
  CallScope scope;
  scope.actor = {.subject = absl::StrCat("service/", role.name),
                 .organisations = {organisation},
                 .roles = {"SERVICE"}};
  scope.organisations = {organisation};
  scope.deadline = deadline;
  scope.now = role.clock();
  scope.today = DayInSofia(scope.now);
  scope.method = std::string(method);
  scope.trace_id = trace_id.empty() ? NewTraceId() : std::string(trace_id);
  scope.token = role.issuer->Issue(scope.actor, scope.now + kTokenLife);
  return scope;
}

}  // namespace tranche::rpc
