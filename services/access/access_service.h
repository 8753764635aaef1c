// SPDX-License-Identifier: EUPL-1.2
// The methods of the access service.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/access/v1/access_service.pb.h"

namespace tranche::access {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::Organisation> CreateOrganisation(const rpc::CallScope& scope,
                                                      const v1::CreateOrganisationRequest& request);
  absl::StatusOr<v1::Organisation> GetOrganisation(const rpc::CallScope& scope,
                                                   const v1::GetOrganisationRequest& request);
  absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(
      const rpc::CallScope& scope, const v1::ListOrganisationsRequest& request);
  absl::StatusOr<v1::WhoAmIResponse> WhoAmI(const rpc::CallScope& scope,
                                            const v1::WhoAmIRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::access
