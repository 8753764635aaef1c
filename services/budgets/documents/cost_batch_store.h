// SPDX-License-Identifier: EUPL-1.2
// SQL of batches of costs. Locks are taken in one order: lines by code, limits by code, the contract's
// row, documents by key.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "budgets/documents/cost_batch.h"
#include "budgets/documents/documents_store.h"
#include "budgets/record_cost_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"

namespace tranche::budgets::store {

// A row of a batch: what it asks, and under which key its answer is kept.
struct KeyedRow {
  std::string key;
  NewCost cost;
  BatchRow asked;
};

// Locks the lines that the rows name and those of `also`, the limits that hold them and the contract,
// and reads them; nothing when the contract has no lines at all. Everything after it in the transaction
// finds its rows by an index.
std::optional<BatchBooks> LockBooks(pg::Tx& tx, const BatchScope& scope,
                                    const std::vector<KeyedRow>& rows,
                                    const std::vector<std::string>& also = {});

// The lines, limits and documents of the rows as they are, and the earlier costs with them, without a
// lock: for whoever only tells what is wrong. Nothing when the contract has no lines at all. Gives each
// row the issuer under which its document is known.
std::optional<BatchBooks> ReadBooks(pg::Tx& tx, const BatchScope& scope, std::vector<KeyedRow>* rows);

// What was answered to a row before.
struct RowAnswer {
  std::string request_hash;
  int64_t cost_number = 0;
};
std::map<std::string, RowAnswer> FindAnswers(pg::Tx& tx, const rpc::CallScope& scope,
                                             const std::string& organisation,
                                             const std::set<std::string>& keys);
// Keeps the answer to a row that is no cost; InsertBatch keeps those of costs.
void KeepAnswer(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                const std::string& key, const std::string& request_hash, int64_t cost_number);

// Locks the documents of the rows and adds them, and the earlier costs with them, to the books. Gives
// each row the issuer under which its document is known.
void LockDocuments(pg::Tx& tx, const BatchScope& scope, std::vector<KeyedRow>* rows, BatchBooks* books);

// A row that is to be recorded.
struct Recorded {
  const KeyedRow* row = nullptr;
  RowDecision decision;
};
// Writes what a batch decided: documents, costs, postings, balances, events, evidence and answers.
// CONFLICT_RETRY when another call has claimed one of the documents that were new meanwhile.
absl::Status InsertBatch(pg::Tx& tx, const rpc::CallScope& scope, const BatchScope& batch,
                         const std::vector<Recorded>& recorded, const BatchBooks& before,
                         const BatchBooks& after);

}  // namespace tranche::budgets::store
