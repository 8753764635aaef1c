// SPDX-License-Identifier: EUPL-1.2
#include "tranched/roles.h"

#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "access/access_module.h"
#include "budgets/budgets_module.h"
#include "documents/documents_module.h"
#include "payments/payments_module.h"
#include "plans/plans_module.h"
#include "platform/rpc/role_table.h"
#include "proposals/proposals_module.h"
#include "reference/reference_module.h"
#include "reports/reports_module.h"
#include "staffing/staffing_module.h"
#include "timelines/timelines_module.h"

namespace tranche::tranched {

namespace {

using StartRole = std::unique_ptr<rpc::Role> (*)(const rpc::RoleContext&);

StartRole StartOf(const std::string& role) {
  static const std::map<std::string, StartRole>& starts = *new std::map<std::string, StartRole>{
      {"access", access::StartRole},       {"budgets", budgets::StartRole},
      {"documents", documents::StartRole}, {"payments", payments::StartRole},
      {"plans", plans::StartRole},         {"proposals", proposals::StartRole},
      {"reference", reference::StartRole}, {"reports", reports::StartRole},
      {"staffing", staffing::StartRole},   {"timelines", timelines::StartRole},
  };
  return starts.at(role);
}

// "tranche.budgets.v1.BudgetsService" of "budgets".
std::string ServiceOf(const std::string& role) {
  std::string word = role;
  word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
  return absl::StrCat("tranche.", role, ".v1.", word, "Service");
}

}  // namespace

const std::vector<RoleEntry>& AllRoles() {
  static const std::vector<RoleEntry>& roles = *[] {
    auto* all = new std::vector<RoleEntry>();
    for (const rpc::RoleRow& row : rpc::RoleTable()) {
      all->push_back({.name = row.name, .service = ServiceOf(row.name), .start = StartOf(row.name)});
    }
    return all;
  }();
  return roles;
}

absl::StatusOr<std::vector<RoleEntry>> ChooseRoles(const std::string& names) {
  if (names.empty()) return AllRoles();
  std::set<std::string> wanted = absl::StrSplit(names, ',', absl::SkipWhitespace());
  std::vector<RoleEntry> chosen;
  for (const RoleEntry& role : AllRoles()) {
    if (wanted.erase(role.name) != 0) chosen.push_back(role);
  }
  if (wanted.empty() && !chosen.empty()) return chosen;
  const std::string known =
      absl::StrJoin(AllRoles(), ", ",
                    [](std::string* out, const RoleEntry& role) { absl::StrAppend(out, role.name); });
  return absl::InvalidArgumentError(absl::StrCat("--roles names no role \"", absl::StrJoin(wanted, ","),
                                                 "\"; the roles are ", known));
}

}  // namespace tranche::tranched
