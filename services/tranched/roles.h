// SPDX-License-Identifier: EUPL-1.2
// The roles that a server can have, in the order of their start.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/role.h"

namespace tranche::tranched {

struct RoleEntry {
  std::string name;     // "budgets"; also its schema.
  std::string service;  // Full proto name of its service, under which its health is asked for.
  std::unique_ptr<rpc::Role> (*start)(const rpc::RoleContext&) = nullptr;
};

// All ten: a role stands behind those that it calls and follows.
const std::vector<RoleEntry>& AllRoles();

// The roles of a list "budgets,payments" in the order of their start; all for "". An unknown name is
// an error that lists the known ones.
absl::StatusOr<std::vector<RoleEntry>> ChooseRoles(const std::string& names);

}  // namespace tranche::tranched
