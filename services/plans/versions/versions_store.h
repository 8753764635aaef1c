// SPDX-License-Identifier: EUPL-1.2
// All SQL on versions of plans, corrections and adoptions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plans/versions/correction.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/plans/v1/plan_versions.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans::store {

struct PlanRef {
  std::string organisation;  // "-": any that the caller sees.
  std::string plan;

  std::string Name() const { return "organisations/" + organisation + "/plans/" + plan; }
};

// Of a plan's name, "organisations/-/plans/lyubimets-2013".
absl::StatusOr<PlanRef> RefOf(const std::string& name);

// The organisation that has the plan; NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<PlanRef> FindPlan(pg::Tx& tx, const PlanRef& ref);

// The plan of a write in the caller's organisation, found and locked: nobody else changes it until the
// transaction ends.
absl::StatusOr<PlanRef> LockPlan(pg::Tx& tx, const rpc::CallScope& scope, const std::string& plan);

// A version as its document states it, 0: the newest. NOT_FOUND. The ref names its organisation.
absl::StatusOr<v1::Plan> GetVersion(pg::Tx& tx, const PlanRef& ref, int version);

// The same with its corrections in force laid over it.
absl::StatusOr<v1::Plan> GetShownVersion(pg::Tx& tx, const PlanRef& ref, int version);

// Newest first, without their rows.
std::vector<v1::PlanVersion> ListVersions(pg::Tx& tx, const PlanRef& ref);

// The decisions about corrections need few fields, answers all of them.
struct StoredCorrection {
  CorrectionFact fact;
  v1::Correction shown;  // Without in_force.
};
// All of the plan by number.
std::vector<StoredCorrection> ListPlanCorrections(pg::Tx& tx, const PlanRef& ref);
// Those of them that are in force of a version, by what they correct.
std::vector<v1::Correction> ShownInForce(const std::vector<StoredCorrection>& all, int version);
// Stores `correction` under the number after the last; the plan is locked.
StoredCorrection InsertCorrection(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                  const CorrectionFact& correction, const std::string& reason);

// By number, without findings.
std::vector<v1::PlanAdoption> ListAdoptions(pg::Tx& tx, const PlanRef& ref);
// Stores under the number after the last; the plan is locked.
v1::PlanAdoption InsertAdoption(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                const v1::PlanAdoption& adoption);

}  // namespace tranche::plans::store
