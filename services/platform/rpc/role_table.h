// SPDX-License-Identifier: EUPL-1.2
// Which roles there are and who of them speaks to whom: the table "Who calls whom" of
// services/README.md.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::rpc {

struct RoleRow {
  std::string name;                // "budgets"; also its schema.
  std::vector<std::string> peers;  // Roles that it calls or whose events it follows.
};

// All ten in the order of their start: a role stands behind its peers. They stop in the reverse order.
const std::vector<RoleRow>& RoleTable();

// The row of a role; null when there is none of that name.
const RoleRow* FindRole(absl::string_view name);

}  // namespace tranche::rpc
