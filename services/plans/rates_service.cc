// SPDX-License-Identifier: EUPL-1.2
#include "plans/rates_service.h"

#include "plans/rates_convert.h"
#include "platform/calendar/civil.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::plans {

std::optional<Rates> AskRates(const rpc::RoleContext& context, const rpc::CallScope& scope) {
  const auto stub = reference::v1::ReferenceService::NewStub(context.peers->Get("reference"));
  reference::v1::ListRulesRequest request;
  request.set_from(FormatDay(kFirstDayTaken));
  request.set_as_of(FormatDay(kLastDayTaken));
  const absl::StatusOr<reference::v1::ListRulesResponse> rules =
      rpc::Call(scope, *stub, &reference::v1::ReferenceService::Stub::ListRules, request);
  if (!rules.ok()) return std::nullopt;
  absl::StatusOr<Rates> rates = RatesOf(*rules);
  if (!rates.ok()) return std::nullopt;
  return *std::move(rates);
}

}  // namespace tranche::plans
