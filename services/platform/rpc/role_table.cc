// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/role_table.h"

#include <algorithm>

namespace tranche::rpc {

const std::vector<RoleRow>& RoleTable() {
  static const std::vector<RoleRow>& table = *new std::vector<RoleRow>{
      {"access", {}},
      {"reference", {}},
      {"documents", {}},
      {"proposals", {"reference"}},
      {"plans", {"access", "reference", "documents", "proposals"}},
      {"budgets", {"reference", "proposals"}},
      {"staffing", {"proposals"}},
      {"payments", {"budgets", "reference", "proposals"}},
      {"timelines", {"reference", "proposals", "payments"}},
      {"reports", {}},
  };
  return table;
}

const RoleRow* FindRole(absl::string_view name) {
  const std::vector<RoleRow>& table = RoleTable();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const RoleRow& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace tranche::rpc
