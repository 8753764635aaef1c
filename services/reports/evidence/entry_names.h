// SPDX-License-Identifier: EUPL-1.2
// How an entry is called: "organisations/lyubimets/evidence/budgets-812-44".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/evidence/leaf.h"
#include "reports/evidence/evidence_store.h"

namespace tranche::reports {

std::string EntryName(const std::string& organisation, const evidence::Place& place);

// Where the entry of a name stands; RESOURCE_NAME_MALFORMED.
absl::StatusOr<evidence::Place> ParseEntryName(const std::string& name);

// The stored entries of these leaves; those that are not there are left out.
using LeavesByPlace = std::map<evidence::Place, evidence::Leaf>;
LeavesByPlace ReadLeaves(pg::Tx& tx, const std::vector<store::SealedEntry>& sealed);

// An entry is not as it was sealed: EVIDENCE_DAMAGED.
absl::Status Damaged(const store::SealedEntry& sealed);

}  // namespace tranche::reports
