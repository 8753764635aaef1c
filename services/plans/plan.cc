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
    case SourceKind::kEuProgramme:
      return "EU_PROGRAMME";
    case SourceKind::kPrivateProvider:
      return "PRIVATE_PROVIDER";
    case SourceKind::kOther:
      return "OTHER_SOURCE";
  }
  return "";
}

absl::string_view PlanKindName(PlanKind kind) {
  switch (kind) {
    case PlanKind::kUnspecified:
      return "PLAN_KIND_UNSPECIFIED";
    case PlanKind::kSocialServices:
      return "SOCIAL_SERVICES";
    case PlanKind::kRomaIntegration:
      return "ROMA_INTEGRATION";
    case PlanKind::kRomact:
      return "ROMACT_PROGRAMME";
    case PlanKind::kStrategy:
      return "STRATEGY";
    case PlanKind::kDevelopmentPlan:
      return "DEVELOPMENT_PLAN";
    case PlanKind::kOther:
      return "OTHER_PLAN";
  }
  return "";
}

absl::string_view PlanLevelName(PlanLevel level) {
  switch (level) {
    case PlanLevel::kUnspecified:
      return "PLAN_LEVEL_UNSPECIFIED";
    case PlanLevel::kNational:
      return "NATIONAL";
    case PlanLevel::kRegional:
      return "REGIONAL";
    case PlanLevel::kMunicipal:
      return "MUNICIPAL";
    case PlanLevel::kAnnual:
      return "ANNUAL";
  }
  return "";
}

}  // namespace tranche::plans
