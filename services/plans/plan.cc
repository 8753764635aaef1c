// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan.h"

namespace tranche::plans {

absl::string_view SourceKindName(SourceKind kind) {
  switch (kind) {
    case SourceKind::kMunicipalBudget:
      return "MUNICIPAL_BUDGET";
    case SourceKind::kStateBudget:
      return "STATE_BUDGET";
    case SourceKind::kHumanResourcesProgramme:
      return "HUMAN_RESOURCES_PROGRAMME";
    case SourceKind::kAdministrativeCapacityProgramme:
      return "ADMINISTRATIVE_CAPACITY_PROGRAMME";
    case SourceKind::kOperationalProgrammes:
      return "OPERATIONAL_PROGRAMMES";
    case SourceKind::kProject:
      return "PROJECT";
    case SourceKind::kDonation:
      return "DONATION";
  }
  return "";
}

absl::string_view MonthlyBasisName(MonthlyBasis basis) {
  switch (basis) {
    case MonthlyBasis::kUnstated:
      return "UNSTATED";
    case MonthlyBasis::kPerPerson:
      return "PER_PERSON";
    case MonthlyBasis::kGroup:
      return "GROUP";
  }
  return "";
}

}  // namespace tranche::plans
