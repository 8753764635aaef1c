// SPDX-License-Identifier: EUPL-1.2
// SQL of the recording of credit notes. Each write comes after LockDocumentOf.
#pragma once

#include <string>

#include "budgets/documents/credit_note.h"
#include "budgets/documents/documents_store.h"
#include "platform/money/money.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

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

// Lowers what may be claimed of the document.
void CreditDocument(pg::Tx& tx, const StoredDocument& document, Money amount);

}  // namespace tranche::budgets::store
