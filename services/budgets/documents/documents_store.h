// SPDX-License-Identifier: EUPL-1.2
// SQL of documents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "budgets/documents/cost_document.h"
#include "budgets/documents/credit_note.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/cost_documents.pb.h"

namespace tranche::budgets::store {

// One contract's books for one call that writes.
struct BatchScope {
  std::string organisation;
  std::string contract;    // Folded number.
  std::string request_id;  // For the evidence.
};

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

// How the document of a cost was converted; nothing: it is in the currency of the books.
std::optional<DocumentRate> FindDocumentRate(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t cost_number);

}  // namespace tranche::budgets::store
