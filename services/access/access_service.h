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

  // people_service.cc: people and their roles.
  absl::StatusOr<v1::Person> CreatePerson(const rpc::CallScope& scope,
                                          const v1::CreatePersonRequest& request);
  absl::StatusOr<v1::Person> GetPerson(const rpc::CallScope& scope,
                                       const v1::GetPersonRequest& request);
  absl::StatusOr<v1::ListPeopleResponse> ListPeople(const rpc::CallScope& scope,
                                                    const v1::ListPeopleRequest& request);
  absl::StatusOr<v1::Person> DisablePerson(const rpc::CallScope& scope,
                                           const v1::DisablePersonRequest& request);
  absl::StatusOr<v1::Person> EnablePerson(const rpc::CallScope& scope,
                                          const v1::EnablePersonRequest& request);
  absl::StatusOr<v1::RoleGrant> GrantRole(const rpc::CallScope& scope,
                                          const v1::GrantRoleRequest& request);
  absl::StatusOr<v1::RoleGrant> WithdrawRole(const rpc::CallScope& scope,
                                             const v1::WithdrawRoleRequest& request);
  absl::StatusOr<v1::ListRoleGrantsResponse> ListRoleGrants(const rpc::CallScope& scope,
                                                            const v1::ListRoleGrantsRequest& request);

  // sign_in_service.cc: links and sessions.
  absl::StatusOr<v1::SignInLink> CreateSignInLink(const rpc::CallScope& scope,
                                                  const v1::CreateSignInLinkRequest& request);
  absl::StatusOr<v1::ListSessionsResponse> ListSessions(const rpc::CallScope& scope,
                                                        const v1::ListSessionsRequest& request);
  absl::StatusOr<v1::Session> EndSession(const rpc::CallScope& scope,
                                         const v1::EndSessionRequest& request);
  absl::StatusOr<v1::RedeemSignInLinkResponse> RedeemSignInLink(
      const rpc::CallScope& scope, const v1::RedeemSignInLinkRequest& request);
  absl::StatusOr<v1::ResolveSessionResponse> ResolveSession(const rpc::CallScope& scope,
                                                            const v1::ResolveSessionRequest& request);
  absl::StatusOr<v1::SignOutResponse> SignOut(const rpc::CallScope& scope,
                                              const v1::SignOutRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::access
