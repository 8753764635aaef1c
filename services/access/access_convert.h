// SPDX-License-Identifier: EUPL-1.2
// Between descriptions and the domain of the access service.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "access/sign_in.h"
#include "access/sign_in_store.h"
#include "platform/rpc/call_scope.h"
#include "tranche/access/v1/access.pb.h"
#include "tranche/access/v1/access_service.pb.h"

namespace tranche::access::convert {

// "FINANCE"; ROLE_UNSPECIFIED for a name that is no role.
options::v1::Role ToRole(const std::string& name);

using HeldList = google::protobuf::RepeatedPtrField<v1::HeldRoles>;
HeldList ToHeld(const RolesByOrganisation& roles);
// The roles of whoever calls, by organisation.
HeldList ToHeld(const rpc::Actor& actor);

// Of "organisations/{organisation}/people/{person}"; "organisations/-" means `here`, unless that is "".
absl::StatusOr<store::PersonKey> ToPersonKey(const std::string& name, const std::string& here);

// As it stands at `now`: a session that was left alone for too long has ended, too.
v1::Session ToSession(const store::StoredSession& session, absl::Time now);

}  // namespace tranche::access::convert
