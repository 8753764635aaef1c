// SPDX-License-Identifier: EUPL-1.2
// SQL of transfers, revisions, the check of the books, spending plans and what was used by quarter.
// Caps are moved by functions of the schema alone, which move what was written here before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "budgets/budgets_store.h"
#include "budgets/ledger/ledger_check.h"
#include "budgets/ledger/revision.h"
#include "budgets/ledger/spending_plan.h"
#include "budgets/ledger/transfer.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/ledger.pb.h"

namespace tranche::budgets::store {

// A line that no other transaction moves meanwhile.
struct LockedLine {
  BudgetLine line;
  std::string title;
  std::string expense_type;
};
// Locks all lines of a contract, or those of `codes`, in the order in which every transaction does.
std::vector<LockedLine> LockAllLines(pg::Tx& tx, const Contract& contract);
std::vector<LockedLine> LockLinesOf(pg::Tx& tx, const Contract& contract,
                                    const std::vector<std::string>& codes);

// The version of the contract that gave the lines their caps: the last revision's, else 1.
int VersionOfCaps(pg::Tx& tx, const Contract& contract);
// The day from which the contract's last transfer or applied revision holds.
absl::optional<absl::CivilDay> LastCapDay(pg::Tx& tx, const Contract& contract);
// The locked lines with what transfers of that version moved.
std::vector<TransferLine> WithTransfers(pg::Tx& tx, const Contract& contract, int version_of_caps,
                                        const std::vector<LockedLine>& lines);
// Writes a transfer as the contract's next one and carries it out; completes it with its number and
// time.
v1::Transfer InsertTransfer(pg::Tx& tx, const Contract& contract, int version_of_caps,
                            const v1::Transfer& transfer, const DecidedTransfer& decided,
                            const TransferRule& rule);
// Transfers numbered above `after` in their order, at most `limit`.
std::vector<v1::Transfer> ListTransfers(pg::Tx& tx, const Contract& contract, int64_t after, int limit);

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

// A contract's books in one snapshot.
struct Books {
  Contract contract;
  std::vector<LineBooks> lines;
  int64_t postings = 0;
};
// Of a contract that has a budget.
Books LoadBooks(pg::Tx& tx, const Contract& contract);
// Contracts that have a budget, by organisation and number, after the one named; at most `limit`.
std::vector<Contract> ListBudgeted(pg::Tx& tx, const std::string& organisation,
                                   const std::string& after_organisation,
                                   const std::string& after_contract, int limit);

// All of which there are budgets here.
std::vector<std::string> ListOrganisations(pg::Tx& tx);

// Writes a plan as the next version; completes it.
v1::SpendingPlan InsertPlan(pg::Tx& tx, const Contract& contract, const v1::SpendingPlan& plan,
                            absl::Span<const PlannedQuarter> quarters, const std::string& recorded_by);
// A version of the plan, the newest for 0.
std::optional<v1::SpendingPlan> FindPlan(pg::Tx& tx, const Contract& contract, int version);

// What was used of a line in a quarter: reserved or spent by the day of payment, less what was given
// back in it.
struct QuarterUse {
  std::string line;
  Quarter quarter;
  Money total;
  Money grant;
};
std::vector<QuarterUse> LoadUse(pg::Tx& tx, const Contract& contract, absl::CivilDay until);

}  // namespace tranche::budgets::store
