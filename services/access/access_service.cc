// SPDX-License-Identifier: EUPL-1.2
#include "access/access_service.h"

#include <string>
#include <vector>

#include "access/access_convert.h"
#include "access/access_store.h"
#include "platform/base/status_macros.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/validate/validate.h"

namespace tranche::access {

absl::StatusOr<v1::Organisation> Service::CreateOrganisation(
    const rpc::CallScope& scope, const v1::CreateOrganisationRequest& request) {
  return idempotency::Write<v1::Organisation>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Organisation> {
        TRANCHE_ASSIGN_OR_RETURN(
            const v1::Organisation made,
            store::InsertOrganisation(tx, request.organisation(), request.details()));
        evidence::Record(tx, scope,
                         {.organisation = request.organisation(),
                          .action = "access.organisations.create",
                          .record = made.name(),
                          .after = &made,
                          .request_id = request.request_id()});
        return made;
      });
}

absl::StatusOr<v1::Organisation> Service::GetOrganisation(const rpc::CallScope& scope,
                                                          const v1::GetOrganisationRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName("organisations/{organisation}", request.name()));
  return idempotency::Read<v1::Organisation>(
      *context_.pool, scope, [&](pg::Tx& tx) { return store::GetOrganisation(tx, segments[0]); });
}

absl::StatusOr<v1::ListOrganisationsResponse> Service::ListOrganisations(
    const rpc::CallScope& scope, const v1::ListOrganisationsRequest&) {
  return idempotency::Read<v1::ListOrganisationsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListOrganisationsResponse> {
        return store::ListOrganisations(tx);
      });
}

absl::StatusOr<v1::WhoAmIResponse> Service::WhoAmI(const rpc::CallScope& scope,
                                                   const v1::WhoAmIRequest&) {
  v1::WhoAmIResponse response;
  response.set_subject(scope.actor.subject);
  for (const std::string& organisation : scope.actor.organisations)
    response.add_organisations(organisation);
  for (const std::string& role : scope.actor.roles) response.add_roles(convert::ToRole(role));
  *response.mutable_held() = convert::ToHeld(scope.actor);
  return response;
}

}  // namespace tranche::access
