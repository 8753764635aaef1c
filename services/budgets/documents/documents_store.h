// SPDX-License-Identifier: EUPL-1.2
// SQL of batches of costs, of documents and of credit notes. Locks are taken in one order: lines by
// code, limits by code, the contract's row, documents by key.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "budgets/budgets_store.h"
#include "budgets/documents/cost_batch.h"
#include "budgets/documents/cost_document.h"
#include "budgets/documents/credit_note.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/budgets/v1/cost_documents.pb.h"

namespace tranche::budgets::store {

// One contract's books for one call that writes.
struct BatchScope {
  std::string organisation;
  std::string contract;    // Folded number.
  std::string request_id;  // For the evidence.
};

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

// Documents that may be the same as one of these: by document, the nearest in time first, at most 3.
std::map<DocumentKey, std::vector<v1::SuspectedDuplicate>> FindSuspected(
    pg::Tx& tx, const std::string& organisation, const std::vector<DocumentKey>& documents);

struct NumberedSuspicion {
  int64_t cost_number = 0;  // First cost of the document.
  v1::SuspectedDuplicate suspected;
};
// Of each document that was first claimed in this contract the nearest one recorded before it that may
// be the same; by the number of its first cost, above `after`.
std::vector<NumberedSuspicion> ListSuspected(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t after, int limit);

struct StoredDocument {
  std::string organisation;
  DocumentKey key;
  DocumentBalance balance;
  v1::DocumentShares shown;
};
// The document of a cost; of several organisations all that the caller may see.
std::vector<StoredDocument> FindDocumentOf(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract, int64_t cost_number);
// The same for one organisation, and no other call takes of the document meanwhile.
std::optional<StoredDocument> LockDocumentOf(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t cost_number);

// A document of the contract as a credit note names it, and the first cost of the contract with it.
struct NamedDocument {
  StoredDocument document;
  int64_t cost_number = 0;
};
// Those with this number of this issuer, by name or by code, that a cost of the contract claims from;
// of this day where `named` tells one. Its type counts for nothing.
std::vector<NamedDocument> LockNamedDocuments(pg::Tx& tx, const BatchScope& scope,
                                              const DocumentKey& named, const std::string& eik);

struct NewCreditNote {
  std::string number;
  std::string number_folded;
  std::string issued_on;
  NoteAmounts said;      // In its own currency.
  ConvertedNote booked;  // In that of its document's books.
};
// What is recorded under the number, issuer and day of a note.
enum class KnownNote { kNone, kOther, kSame };  // kSame: on this document, with these amounts.
KnownNote FindNote(pg::Tx& tx, const StoredDocument& document, const NewCreditNote& note);
// `credited`: what the note takes from the document, see CreditOf. False when the note is recorded
// already; then nothing is written.
bool InsertCreditNote(pg::Tx& tx, const StoredDocument& document, const NewCreditNote& note,
                      Money credited);
// How the document of a cost was converted; nothing: it is in the currency of the books.
std::optional<DocumentRate> FindDocumentRate(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t cost_number);
// Lowers what may be claimed of the document.
void CreditDocument(pg::Tx& tx, const StoredDocument& document, Money amount);

}  // namespace tranche::budgets::store
