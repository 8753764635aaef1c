// SPDX-License-Identifier: EUPL-1.2
// SQL of credit notes as they stand in the books, and of their annulments. Each write comes after
// LockDocumentOf.
#pragma once

#include <optional>
#include <string>

#include "budgets/documents/documents_store.h"
#include "platform/money/annulment.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

// One entry of a note: one that was annulled may have been entered once more.
struct EnteredNote {
  int entry = 1;
  std::string number;
  std::string number_folded;
  std::string issued_on;
  Money credited;  // In the currency of the document's books as they are now.
  std::string recorded_by;
  std::optional<Annulment> annulment;
};
// The newest entry of a note on the document.
std::optional<EnteredNote> FindCreditNote(pg::Tx& tx, const StoredDocument& document,
                                          const std::string& number_folded,
                                          const std::string& issued_on);
// Keeps the annulment of the note, and gives back to the document what the note took.
void AnnulCreditNote(pg::Tx& tx, const StoredDocument& document, const EnteredNote& note);
// Adds the document's notes to what is shown of it.
void AddCreditNotes(pg::Tx& tx, StoredDocument* document);

}  // namespace tranche::budgets::store
