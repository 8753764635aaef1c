// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/credit_note_annulments_store.h"

#include "budgets/documents/credit_notes_store.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/money.h"

namespace tranche::budgets::store {
namespace {

// $6 is the currency of the document's books: a note in lev of one that was converted since took what
// that comes to.
#define NOTES_OF_DOCUMENT                                                               \
  "select n.entry, n.note_number, n.note_folded, n.note_issued_on::text, "              \
  "case when n.currency = $6 then n.credited_minor else to_euro(n.credited_minor) end " \
  "as credited_minor, $6::text as currency, n.recorded_by, a.annulled_on::text, "       \
  "a.reason as annulment_reason, a.reference as annulment_reference, a.annulled_by "    \
  "from credit_note as n left join credit_note_annulment as a "                         \
  "on a.organisation_id = n.organisation_id and a.note_folded = n.note_folded "         \
  "and a.issuer_folded = n.issuer_folded and a.note_issued_on = n.note_issued_on "      \
  "and a.entry = n.entry "                                                              \
  "where n.organisation_id = $1 and n.number_folded = $2 and n.issuer_folded = $3 "     \
  "and n.document_type = $4 and n.issued_on = $5::date "

constexpr pg::Statement kListNotes{
    "budgets.list_credit_notes", NOTES_OF_DOCUMENT "order by n.note_issued_on, n.note_folded, n.entry"};

constexpr pg::Statement kFindNote{"budgets.find_credit_note", NOTES_OF_DOCUMENT
                                  "and n.note_folded = $7 and n.note_issued_on = $8::date "
                                  "order by n.entry desc limit 1"};

constexpr pg::Statement kInsertAnnulment{"budgets.insert_credit_note_annulment", R"sql(
  insert into credit_note_annulment (organisation_id, note_folded, issuer_folded, note_issued_on, entry,
                                     credited_minor, currency, annulled_on, reason, reference, recorded_by,
                                     annulled_by)
  values ($1, $2, $3, $4::date, $5, -$6::bigint, $7, $8::date, $9, $10, $11, $12))sql"};

EnteredNote NoteOf(const pqxx::row& row) {
  return {.entry = row["entry"].as<int>(),
          .number = row["note_number"].as<std::string>(),
          .number_folded = row["note_folded"].as<std::string>(),
          .issued_on = row["note_issued_on"].as<std::string>(),
          .credited = convert::MoneyFromRow(row, "credited_minor"),
          .recorded_by = row["recorded_by"].as<std::string>(),
          .annulment = convert::AnnulmentFromRow(row)};
}

std::string BooksOf(const StoredDocument& document) {
  return std::string(CurrencyCode(document.balance.total.currency()));
}

}  // namespace

std::optional<EnteredNote> FindCreditNote(pg::Tx& tx, const StoredDocument& document,
                                          const std::string& number_folded,
                                          const std::string& issued_on) {
  const DocumentKey& key = document.key;
  const pqxx::result rows =
      tx.Run(kFindNote, document.organisation, key.number_folded, key.issuer_folded, key.type,
             key.issued_on, BooksOf(document), number_folded, issued_on);
  if (rows.empty()) return std::nullopt;
  return NoteOf(rows[0]);
}

void AnnulCreditNote(pg::Tx& tx, const StoredDocument& document, const EnteredNote& note) {
  const Annulment& annulment = *note.annulment;
  tx.Run(kInsertAnnulment, document.organisation, note.number_folded, document.key.issuer_folded,
         note.issued_on, note.entry, note.credited.minor(), BooksOf(document),
         FormatDay(annulment.annulled_on), annulment.reason, annulment.reference, note.recorded_by,
         annulment.annulled_by);
  CreditDocument(tx, document, Money::Minor(-note.credited.minor(), note.credited.currency()));
}

void AddCreditNotes(pg::Tx& tx, StoredDocument* document) {
  const DocumentKey& key = document->key;
  for (const pqxx::row& row : tx.Run(kListNotes, document->organisation, key.number_folded,
                                     key.issuer_folded, key.type, key.issued_on, BooksOf(*document))) {
    const EnteredNote note = NoteOf(row);
    v1::RecordedCreditNote* shown = document->shown.add_credit_notes();
    shown->set_number(note.number);
    shown->set_issued_on(note.issued_on);
    *shown->mutable_credited() = convert::ToProto(note.credited);
    convert::Show(note.annulment, shown);
  }
}

}  // namespace tranche::budgets::store
