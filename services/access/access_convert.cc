// SPDX-License-Identifier: EUPL-1.2
#include "access/access_convert.h"

#include <google/protobuf/util/time_util.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/validate/validate.h"

namespace tranche::access::convert {
namespace {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

options::v1::Role ToRole(const std::string& name) {
  options::v1::Role role = options::v1::ROLE_UNSPECIFIED;
  options::v1::Role_Parse(name, &role);
  return role;
}

HeldList ToHeld(const RolesByOrganisation& roles) {
  HeldList list;
  for (const auto& [organisation, names] : roles) {
    v1::HeldRoles* held = list.Add();
    held->set_organisation(organisation);
    for (const std::string& name : names) held->add_roles(ToRole(name));
  }
  return list;
}

HeldList ToHeld(const rpc::Actor& actor) {
  if (!actor.roles_in.empty()) return ToHeld(actor.roles_in);
  RolesByOrganisation roles;
  for (const std::string& organisation : actor.organisations) roles[organisation] = actor.roles;
  return ToHeld(roles);
}

absl::StatusOr<store::PersonKey> ToPersonKey(const std::string& name, const std::string& here) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/people/{person}", name));
  return store::PersonKey{segments[0] == "-" && !here.empty() ? here : segments[0], segments[1]};
}

v1::Session ToSession(const store::StoredSession& session, absl::Time now) {
  v1::Session said;
  said.set_name(absl::StrCat("organisations/", session.organisation, "/sessions/", session.id));
  said.set_person(session.person.Name());
  *said.mutable_began_at() = ToTimestamp(session.state.began_at);
  *said.mutable_seen_at() = ToTimestamp(session.state.seen_at);
  *said.mutable_ends_at() = ToTimestamp(session.state.ends_at);
  const bool over = !session.state.ended && !CheckSession(session.state, now).ok();
  said.set_end(over ? v1::TIME_OVER : session.end);
  return said;
}

}  // namespace tranche::access::convert
