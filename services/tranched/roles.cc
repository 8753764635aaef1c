// SPDX-License-Identifier: EUPL-1.2
#include "tranched/roles.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "access/access_module.h"
#include "budgets/budgets_module.h"
#include "documents/documents_module.h"
#include "payments/payments_module.h"
#include "plans/plans_module.h"
#include "proposals/proposals_module.h"
#include "reference/reference_module.h"
#include "reports/reports_module.h"
#include "staffing/staffing_module.h"
#include "timelines/timelines_module.h"

namespace tranche::tranched {

const std::vector<RoleEntry>& AllRoles() {
  static const std::vector<RoleEntry>& roles = *new std::vector<RoleEntry>{
      {"access", "tranche.access.v1.AccessService", access::StartRole},
      {"reference", "tranche.reference.v1.ReferenceService", reference::StartRole},
      {"documents", "tranche.documents.v1.DocumentsService", documents::StartRole},
      {"plans", "tranche.plans.v1.PlansService", plans::StartRole},
      {"proposals", "tranche.proposals.v1.ProposalsService", proposals::StartRole},
      {"budgets", "tranche.budgets.v1.BudgetsService", budgets::StartRole},
      {"staffing", "tranche.staffing.v1.StaffingService", staffing::StartRole},
      {"payments", "tranche.payments.v1.PaymentsService", payments::StartRole},
      {"timelines", "tranche.timelines.v1.TimelinesService", timelines::StartRole},
      {"reports", "tranche.reports.v1.ReportsService", reports::StartRole},
  };
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
