// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/one_organisation.h"

#include "platform/base/error.h"

namespace tranche::rpc {

absl::StatusOr<std::string> OneOrganisation(const CallScope& scope) {
  std::string organisation = OrganisationOf(scope);
  // A service that acts for everybody has the scope "*".
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  return organisation;
}

}  // namespace tranche::rpc
