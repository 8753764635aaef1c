// SPDX-License-Identifier: EUPL-1.2
// SQL of statements, movements and matches.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "payments/bank/match.h"
#include "payments/bank/reconcile.h"
#include "payments/bank/statement.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::bank::store {

// The row by which an organisation's imports and matches queue up; it gives out their numbers.
struct Register {
  std::string organisation;
  int next_statement = 1;
  int64_t next_entry = 1;
  int next_match = 1;
};
Register LockRegister(pg::Tx& tx, const std::string& organisation);
void SaveRegister(pg::Tx& tx, const Register& numbers);

struct StoredStatement {
  std::string organisation;
  int number = 0;
  StatementReading reading;  // Without its entries.
  int entries = 0;
  int new_entries = 0;
  std::string sha256;
  std::string file_name;
  int64_t recorded_at_us = 0;
};

std::optional<StoredStatement> FindStatement(pg::Tx& tx, const std::string& organisation,
                                             const std::string& account, const std::string& sha256);
// The statements of an account with balances in its currency, by their first day.
std::vector<StatementEnds> LoadEnds(pg::Tx& tx, const std::string& organisation,
                                    const std::string& account, Currency currency);
// Stores it with its number and gives when.
int64_t InsertStatement(pg::Tx& tx, const StoredStatement& statement, const std::string& imported_by);
// The latest imported first; those of number below `before`, or all when it is 0. "-" for any
// organisation.
struct StatementKey {
  int64_t recorded_at_us = 0;  // 0: from the newest.
  std::string organisation;
  int number = 0;
};
std::vector<StoredStatement> ListStatements(pg::Tx& tx, const std::string& organisation,
                                            const StatementKey& before, int limit);

struct StoredEntry {
  std::string organisation;
  int64_t number = 0;
  int statement_number = 0;
  std::string account;
  StatementEntry entry;
  int64_t matched_minor = 0;
  int64_t explained_minor = 0;  // As neither a payment nor a document.
};

// Which of these keys are here already.
std::vector<std::string> FindKnownKeys(pg::Tx& tx, const std::string& organisation,
                                       const std::string& account,
                                       const std::vector<std::string>& keys);
struct NewEntry {
  int64_t number = 0;
  std::string key;
  const StatementEntry* entry = nullptr;
};
void InsertEntries(pg::Tx& tx, const StoredStatement& statement, const std::vector<NewEntry>& entries);

struct EntryFilter {
  std::string organisation;  // "-": any of the caller's.
  std::string account;       // "": any.
  std::optional<absl::CivilDay> from_day;
  std::optional<absl::CivilDay> to_day;
  bool unmatched_only = false;
};
// The place after which a page begins; the first page has the value it is made with.
struct EntryKey {
  bool matched = false;  // Or explained, in full.
  absl::CivilDay booked_on = absl::CivilDay(1, 1, 1);
  std::string organisation;
  int64_t number = 0;
};
std::vector<StoredEntry> ListEntries(pg::Tx& tx, const EntryFilter& filter, const EntryKey& after,
                                     int limit);
std::vector<StoredEntry> LoadEntries(pg::Tx& tx, const std::string& organisation,
                                     const std::vector<int64_t>& numbers);

// What is matched of each target; one that is not here has nothing.
std::map<std::string, int64_t> LoadMatched(pg::Tx& tx, const std::string& organisation,
                                           const std::vector<std::string>& keys);
// The parts of these targets' matches that were not withdrawn; record_id is the target's key.
std::vector<ConfirmedPart> LoadConfirmed(pg::Tx& tx, const std::string& organisation,
                                         const std::vector<std::string>& keys);

struct StoredMatch {
  std::string organisation;
  std::string contract_id;
  int number = 0;
  std::vector<MatchPart> parts;
  std::string note;
  std::string confirmed_by;
  int64_t recorded_at_us = 0;
  std::optional<std::string> withdrawn_by;
  std::string withdrawal_reason;
};

// False: it is matched in the other currency already. So may be a document in a third currency that two
// contracts claim from, one in lev and one in euro.
bool SaveTarget(pg::Tx& tx, const std::string& organisation, const Target& target);
// Adds a part to its movement and its target, or takes it away with a minus; false when that would be
// more than either has.
bool AddToMatched(pg::Tx& tx, const std::string& organisation, const MatchPart& part,
                  int64_t amount_minor);
// Stores it with its number and gives when.
int64_t InsertMatch(pg::Tx& tx, const StoredMatch& match);
void InsertWithdrawal(pg::Tx& tx, const StoredMatch& match);
std::optional<StoredMatch> LoadMatch(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract_id, int number);
std::vector<StoredMatch> ListMatches(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract_id, int after, int limit);

}  // namespace tranche::payments::bank::store
