// SPDX-License-Identifier: EUPL-1.2
#include "staffing/staffing_service.h"

#include <optional>
#include <utility>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "staffing/staffing_convert.h"
#include "staffing/staffing_store.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/proposals/v1/redenominations.pb.h"

namespace tranche::staffing {

Service::Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<Contract> Service::RequireContract(const rpc::CallScope& scope,
                                                  const std::string& contract_id,
                                                  const std::string& name) {
  const auto find = [&] {
    return idempotency::Read<Contract>(
        *context_.pool, scope, [&](pg::Tx& tx) { return store::FindContract(tx, contract_id, name); });
  };
  absl::StatusOr<Contract> contract = find();
  if (!absl::IsNotFound(contract.status())) return contract;
  TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
  return find();
}

absl::StatusOr<v1::Scheme> Service::CreateScheme(const rpc::CallScope& scope,
                                                 const v1::CreateSchemeRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract_id, convert::ParseContractId(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Scheme scheme, convert::FromProto(request.scheme()));
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           RequireContract(scope, contract_id, request.parent()));
  return idempotency::Write<v1::Scheme>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Scheme> {
        TRANCHE_RETURN_IF_ERROR(CheckScheme(contract, scheme));
        TRANCHE_ASSIGN_OR_RETURN(v1::Scheme after, convert::ToProto(contract, scheme));
        if (!store::InsertScheme(tx, contract, scheme)) {
          return Refuse("SCHEME_EXISTS", {{"scheme", scheme.id}});
        }
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "schemes.create",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::Scheme> Service::GetScheme(const rpc::CallScope& scope,
                                              const v1::GetSchemeRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::SchemeName name, convert::ParseSchemeName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           RequireContract(scope, name.contract_id, request.name()));
  return idempotency::Read<v1::Scheme>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Scheme> {
        const std::optional<Scheme> scheme = store::LoadScheme(tx, contract, name.scheme_id);
        if (!scheme.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        return convert::ToProto(contract, *scheme);
      });
}

absl::StatusOr<v1::ListSchemesResponse> Service::ListSchemes(const rpc::CallScope& scope,
                                                             const v1::ListSchemesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract_id, convert::ParseContractId(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           RequireContract(scope, contract_id, request.parent()));
  return idempotency::Read<v1::ListSchemesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSchemesResponse> {
        v1::ListSchemesResponse response;
        for (const Scheme& scheme : store::LoadSchemes(tx, contract)) {
          TRANCHE_ASSIGN_OR_RETURN(*response.add_schemes(), convert::ToProto(contract, scheme));
        }
        return response;
      });
}

absl::Status Service::Follow(pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
  proposals::v1::ContractRedenominated redenominated;
  if (event.type() == redenominated.GetTypeName()) {
    TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &redenominated));
    const proposals::v1::Redenomination& told = redenominated.redenomination();
    TRANCHE_ASSIGN_OR_RETURN(const std::string id, convert::ParseContractId(told.contract()));
    TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(told.after().eu().currency()));
    store::SetCurrency(tx, event.organisation(), id, currency);
    return absl::OkStatus();
  }
  proposals::v1::ContractActivated activated;
  if (event.type() != activated.GetTypeName()) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &activated));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           convert::FromProto(event.organisation(), activated.contract()));
  store::SaveContract(tx, contract, activated.contract().number());
  return absl::OkStatus();
}

}  // namespace tranche::staffing
