// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/held_role.h"

#include <algorithm>
#include <vector>

namespace tranche::rpc {
namespace {

bool Contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool HoldsRole(const Actor& actor, const std::string& organisation, const std::string& role) {
  if (actor.roles_in.empty()) {
    return Contains(actor.organisations, organisation) && Contains(actor.roles, role);
  }
  const auto held = actor.roles_in.find(organisation);
  return held != actor.roles_in.end() && Contains(held->second, role);
}

}  // namespace tranche::rpc
