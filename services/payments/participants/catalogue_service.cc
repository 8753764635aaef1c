// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/catalogue_service.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments::participants {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

bool CountsParticipants(const package::Indicator& indicator) {
  return !indicator.participants_fund.empty();
}

}  // namespace

absl::StatusOr<Catalogue> FetchCatalogue(const rpc::RoleContext& context, const rpc::CallScope& scope,
                                         const Contract& contract) {
  const std::unique_ptr<ReferenceStub> stub =
      reference::v1::ReferenceService::NewStub(context.peers->Get("reference"));
  reference::v1::ListProceduresRequest procedures_request;
  procedures_request.set_code(contract.procedure);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListProceduresResponse procedures,
                           rpc::Call<reference::v1::ListProceduresResponse>(
                               scope, *stub, &ReferenceStub::ListProcedures, procedures_request));
  Catalogue catalogue;
  for (const reference::v1::Procedure& procedure : procedures.procedures()) {
    if (procedure.code() == contract.procedure) {
      catalogue.programming_period = procedure.programming_period();
    }
  }
  // A procedure that is not known has no period, and no catalogue is that of any.
  if (catalogue.programming_period.empty()) return catalogue;
  reference::v1::ListParticipantIndicatorsRequest request;
  request.set_programming_period(catalogue.programming_period);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListParticipantIndicatorsResponse response,
                           rpc::Call<reference::v1::ListParticipantIndicatorsResponse>(
                               scope, *stub, &ReferenceStub::ListParticipantIndicators, request));
  for (const reference::v1::ParticipantIndicator& indicator : response.indicators()) {
    TRANCHE_ASSIGN_OR_RETURN(Condition condition,
                             ParseCondition(indicator.code(), indicator.condition()));
    catalogue.entries[{indicator.fund(), indicator.code()}] = {.condition = std::move(condition),
                                                               .verified = indicator.verified()};
  }
  return catalogue;
}

absl::Status CheckCounted(const rpc::RoleContext& context, const rpc::CallScope& scope,
                          const Contract& contract, const std::vector<package::Indicator>& indicators) {
  if (std::none_of(indicators.begin(), indicators.end(), CountsParticipants)) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const Catalogue catalogue, FetchCatalogue(context, scope, contract));
  std::vector<Violation> unknown;
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    const package::Indicator& indicator = indicators[i];
    if (!CountsParticipants(indicator) ||
        catalogue.entries.count({indicator.participants_fund, indicator.code}) > 0) {
      continue;
    }
    unknown.push_back({.field = absl::StrCat("list.indicators[", i, "].participantsFund"),
                       .reason = "PARTICIPANT_INDICATOR_UNKNOWN",
                       .values = {{"code", indicator.code},
                                  {"fund", indicator.participants_fund},
                                  {"period", catalogue.programming_period}}});
  }
  return unknown.empty() ? absl::OkStatus() : RefuseInput("INVALID_REQUEST", std::move(unknown));
}

}  // namespace tranche::payments::participants
