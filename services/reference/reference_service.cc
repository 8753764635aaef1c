// SPDX-License-Identifier: EUPL-1.2
#include "reference/reference_service.h"

#include <optional>
#include <string>
#include <vector>

#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"
#include "reference/reference_store.h"

namespace tranche::reference {
namespace {

// The day that a request names, or today.
absl::StatusOr<absl::CivilDay> DayOrToday(const std::string& text, const rpc::CallScope& scope) {
  if (text.empty()) return scope.today;
  return ParseDay(text);
}

}  // namespace

absl::StatusOr<v1::ListRulesResponse> Service::ListRules(const rpc::CallScope& scope,
                                                         const v1::ListRulesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOrToday(request.as_of(), scope));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay known_at, DayOrToday(request.known_at(), scope));
  std::optional<absl::CivilDay> from;
  if (!request.from().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(from, ParseDay(request.from()));
  }
  return idempotency::Read<v1::ListRulesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRulesResponse> {
        return store::ListRules(tx, request.code(), as_of, known_at, from);
      });
}

absl::StatusOr<v1::Calendar> Service::GetCalendar(const rpc::CallScope& scope,
                                                  const v1::GetCalendarRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName("calendars/{calendar}", request.name()));
  return idempotency::Read<v1::Calendar>(
      *context_.pool, scope, [&](pg::Tx& tx) { return store::GetCalendar(tx, segments[0]); });
}

absl::StatusOr<v1::ListProceduresResponse> Service::ListProcedures(
    const rpc::CallScope& scope, const v1::ListProceduresRequest& request) {
  return idempotency::Read<v1::ListProceduresResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListProceduresResponse> {
        return store::ListProcedures(tx, request.code());
      });
}

absl::StatusOr<v1::ListExpenseTypesResponse> Service::ListExpenseTypes(
    const rpc::CallScope& scope, const v1::ListExpenseTypesRequest&) {
  return idempotency::Read<v1::ListExpenseTypesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListExpenseTypesResponse> {
        return store::ListExpenseTypes(tx);
      });
}

absl::StatusOr<v1::ListTransferRulesResponse> Service::ListTransferRules(
    const rpc::CallScope& scope, const v1::ListTransferRulesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOrToday(request.as_of(), scope));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay known_at, DayOrToday(request.known_at(), scope));
  return idempotency::Read<v1::ListTransferRulesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListTransferRulesResponse> {
        return store::ListTransferRules(tx, request.procedure(), as_of, known_at);
      });
}

absl::StatusOr<v1::ListParticipantIndicatorsResponse> Service::ListParticipantIndicators(
    const rpc::CallScope& scope, const v1::ListParticipantIndicatorsRequest& request) {
  return idempotency::Read<v1::ListParticipantIndicatorsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListParticipantIndicatorsResponse> {
        return store::ListParticipantIndicators(tx, request.programming_period(), request.fund());
      });
}

absl::StatusOr<v1::ListChangeoversResponse> Service::ListChangeovers(
    const rpc::CallScope& scope, const v1::ListChangeoversRequest&) {
  return idempotency::Read<v1::ListChangeoversResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListChangeoversResponse> {
        return store::ListChangeovers(tx);
      });
}

}  // namespace tranche::reference
