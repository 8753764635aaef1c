// SPDX-License-Identifier: EUPL-1.2
// All SQL of the plans service.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans::store {

// Waits until no other transaction works on the versions of this plan, and keeps others out.
void Lock(pg::Tx& tx, const std::string& organisation, const std::string& plan);

// The newest version; NOT_FOUND, or NAME_AMBIGUOUS when `organisation` is "-" and several have it.
absl::StatusOr<v1::Plan> GetNewest(pg::Tx& tx, const std::string& organisation,
                                   const std::string& plan);

// Stores the version after the newest one; ALREADY_EXISTS when another write was first.
absl::StatusOr<v1::Plan> InsertVersion(pg::Tx& tx, const std::string& organisation,
                                       const std::string& plan, int version, const v1::Plan& stated);

struct PlanKey {
  std::string organisation;
  std::string plan;
};
// Newest versions without their rows, by key, after `after` (empty: from the beginning).
std::vector<v1::Plan> List(pg::Tx& tx, const std::string& organisation, const PlanKey& after,
                           int limit);

// The plans of an organisation.
std::vector<PlanKey> ListKeys(pg::Tx& tx, const std::string& organisation);

}  // namespace tranche::plans::store
