// SPDX-License-Identifier: EUPL-1.2
// SQL of revisions. Caps are moved by functions of the schema alone, which move what was written here
// before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "budgets/contracts_store.h"
#include "budgets/ledger/revision.h"
#include "budgets/lines_store.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/ledger.pb.h"

namespace tranche::budgets::store {

// The version of the contract that gave the lines their caps: the last revision's, else 1.
int VersionOfCaps(pg::Tx& tx, const Contract& contract);

struct StoredRevision {
  int version = 0;
  RevisionState state = RevisionState::kPrepared;
  v1::Revision shown;
};
std::optional<StoredRevision> FindRevision(pg::Tx& tx, const Contract& contract, int version);
std::vector<StoredRevision> ListRevisions(pg::Tx& tx, const Contract& contract);
// The version whose revision is prepared and not ended.
std::optional<int> FindOpenRevision(pg::Tx& tx, const Contract& contract);

// Adds a line without a cap, for a revision to give it one.
void InsertEmptyLine(pg::Tx& tx, const Contract& contract, const v1::RevisedLine& line);
// Gives a line that has no journal, so never had a cap or a cost, the title and expense type of `line`,
// those of them that are not empty; false when the line has one, and keeps its own.
bool RestateLine(pg::Tx& tx, const Contract& contract, const v1::RevisedLine& line);
struct NewRevision {
  int version = 0;
  ThreePart amount;
  absl::CivilDay valid_on;
  std::string recorded_by;
  std::vector<LockedLine> lines;  // All of the contract.
  std::vector<ThreePart> caps;    // From then on, in the same order.
};
// Writes a revision and takes from every line what it will lose.
void InsertRevision(pg::Tx& tx, const Contract& contract, const NewRevision& revision);
// Gives the lines of a prepared revision their new caps, or back what they had.
void EndRevision(pg::Tx& tx, const Contract& contract, int version, bool applied);

}  // namespace tranche::budgets::store
