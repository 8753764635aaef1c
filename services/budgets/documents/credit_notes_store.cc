// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/credit_notes_store.h"

#include <optional>

namespace tranche::budgets::store {
namespace {

// One that was annulled may come again.
constexpr pg::Statement kFindNote{"budgets.find_note", R"sql(
  select n.number_folded = $5 and n.document_type = $6 and n.issued_on = $7::date
         and coalesce(n.original_currency, n.currency) = $8
         and coalesce(n.original_amount_minor, n.amount_minor) = $9
         and coalesce(n.original_vat_minor, n.vat_minor) = $10 as same
    from credit_note as n
   where n.organisation_id = $1 and n.note_folded = $2 and n.issuer_folded = $3
         and n.note_issued_on = $4::date
         and not exists (select from credit_note_annulment as a
                          where a.organisation_id = n.organisation_id and a.note_folded = n.note_folded
                                and a.issuer_folded = n.issuer_folded
                                and a.note_issued_on = n.note_issued_on and a.entry = n.entry))sql"};

constexpr pg::Statement kInsertCreditNote{"budgets.insert_credit_note", R"sql(
  insert into credit_note (organisation_id, note_folded, issuer_folded, note_issued_on, note_number,
                           amount_minor, number_folded, document_type, issued_on, currency, vat_minor,
                           credited_minor, original_currency, original_amount_minor, original_vat_minor, rate,
                           entry)
  values ($1, $2, $3, $4::date, $5, $6, $7, $8, $9::date, $10, $11, $12, $13, $14, $15, $16,
          1 + (select count(*) from credit_note_annulment
                where organisation_id = $1 and note_folded = $2 and issuer_folded = $3
                      and note_issued_on = $4::date))
  on conflict do nothing)sql"};

constexpr pg::Statement kCreditDocument{"budgets.credit_document", R"sql(
  update document set credited_minor = credited_minor + $6
   where organisation_id = $1 and number_folded = $2 and issuer_folded = $3 and document_type = $4
         and issued_on = $5::date)sql"};

}  // namespace

KnownNote FindNote(pg::Tx& tx, const StoredDocument& document, const NewCreditNote& note) {
  const DocumentKey& key = document.key;
  const pqxx::result rows =
      tx.Run(kFindNote, document.organisation, note.number_folded, key.issuer_folded, note.issued_on,
             key.number_folded, key.type, key.issued_on, note.said.currency, note.said.amount_minor,
             note.said.vat_minor);
  if (rows.empty()) return KnownNote::kNone;
  return rows[0]["same"].as<bool>() ? KnownNote::kSame : KnownNote::kOther;
}

bool InsertCreditNote(pg::Tx& tx, const StoredDocument& document, const NewCreditNote& note,
                      Money credited) {
  const DocumentKey& key = document.key;
  const ConvertedNote& booked = note.booked;
  const bool other = !booked.rate.empty();
  const auto if_other = [&](const auto& value) {
    return other ? std::make_optional(value) : std::nullopt;
  };
  const pqxx::result inserted =
      tx.Run(kInsertCreditNote, document.organisation, note.number_folded, key.issuer_folded,
             note.issued_on, note.number, booked.amount.minor(), key.number_folded, key.type,
             key.issued_on, std::string(CurrencyCode(booked.amount.currency())), booked.vat.minor(),
             credited.minor(), if_other(note.said.currency), if_other(note.said.amount_minor),
             if_other(note.said.vat_minor), booked.rate);
  return inserted.affected_rows() > 0;
}

void CreditDocument(pg::Tx& tx, const StoredDocument& document, Money amount) {
  const DocumentKey& key = document.key;
  tx.Run(kCreditDocument, document.organisation, key.number_folded, key.issuer_folded, key.type,
         key.issued_on, amount.minor());
}

}  // namespace tranche::budgets::store
