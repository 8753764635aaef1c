// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/documents_store.h"

#include "budgets/budgets_convert.h"
#include "budgets/documents/credit_note_annulments_store.h"
#include "budgets/documents/document_rows_store.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

#define DOCUMENT_OF_COST                                                                  \
  "from cost as c cross join lateral (" TRANCHE_ALL_OF_DOCUMENT                           \
  " from document as x where x.organisation_id = c.organisation_id "                      \
  "and x.number_folded = c.document_number_folded and x.issuer_folded = c.issuer_folded " \
  "and x.document_type = c.document_type and x.issued_on = c.issued_on "

#define OF_COST \
  ") as d where ($1 = '-' or c.organisation_id = $1) and c.contract_id = $2 and c.cost_number = $3"

constexpr pg::Statement kFindDocumentOf{
    "budgets.find_document_of", "select " TRANCHE_DOCUMENT_COLUMNS DOCUMENT_OF_COST "offset 0" OF_COST};
constexpr pg::Statement kLockDocumentOf{"budgets.lock_document_of",
                                        "select " TRANCHE_DOCUMENT_COLUMNS DOCUMENT_OF_COST
                                        "for update" OF_COST};

// The first cost of the contract with a document is mostly the document's first cost at all.
constexpr pg::Statement kLockNamedDocuments{"budgets.lock_named_documents",
                                            "select " TRANCHE_DOCUMENT_COLUMNS
                                            R"sql(, own.cost_number as own_cost_number
       from document as d
      cross join lateral (
         select case when d.contract_id = $2 then d.cost_number
                else (select min(c.cost_number) from cost as c
                       where c.organisation_id = $1 and c.contract_id = $2
                             and c.document_number_folded = d.number_folded
                             and c.issuer_folded = d.issuer_folded and c.document_type = d.document_type
                             and c.issued_on = d.issued_on) end as cost_number) as own
      where d.organisation_id = $1 and d.number_folded = $3
            and (d.issuer_folded = $4 or ($5 <> '' and d.issuer_eik = $5))
            and ($6 = '' or d.issued_on::text = $6) and own.cost_number is not null
      order by d.issued_on, d.document_type
        for update of d)sql"};

constexpr pg::Statement kFindDocumentRate{"budgets.find_document_rate", R"sql(
  select currency, rate from cost_original
   where organisation_id = $1 and contract_id = $2 and cost_number = $3)sql"};

StoredDocument DocumentOf(const pqxx::row& row) {
  StoredDocument document{.organisation = Text(row, "organisation_id"),
                          .key = KeyOf(row),
                          .balance = BalanceOf(row),
                          .shown = {}};
  const DocumentBalance& balance = document.balance;
  *document.shown.mutable_document() = ShownDocument(row, "document_type", "document_number", "");
  document.shown.mutable_document()->set_vat_recoverable(!(balance.claimable == balance.total));
  document.shown.set_first_cost(balance.first_cost);
  *document.shown.mutable_claimable() = convert::ToProto(balance.claimable);
  *document.shown.mutable_claimed() = convert::ToProto(balance.claimed);
  *document.shown.mutable_credited() = convert::ToProto(balance.credited);
  *document.shown.mutable_left() = convert::ToProto(LeftOf(balance));
  return document;
}

}  // namespace

std::vector<StoredDocument> FindDocumentOf(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract, int64_t cost_number) {
  std::vector<StoredDocument> documents;
  for (const pqxx::row& row : tx.Run(kFindDocumentOf, organisation, contract, cost_number)) {
    documents.push_back(DocumentOf(row));
    AddCreditNotes(tx, &documents.back());
  }
  return documents;
}

std::optional<StoredDocument> LockDocumentOf(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t cost_number) {
  const pqxx::result rows = tx.Run(kLockDocumentOf, organisation, contract, cost_number);
  if (rows.empty()) return std::nullopt;
  return DocumentOf(rows[0]);
}

std::vector<NamedDocument> LockNamedDocuments(pg::Tx& tx, const BatchScope& scope,
                                              const DocumentKey& named, const std::string& eik) {
  std::vector<NamedDocument> documents;
  for (const pqxx::row& row : tx.Run(kLockNamedDocuments, scope.organisation, scope.contract,
                                     named.number_folded, named.issuer_folded, eik, named.issued_on)) {
    documents.push_back(
        {.document = DocumentOf(row), .cost_number = row["own_cost_number"].as<int64_t>()});
  }
  return documents;
}

std::optional<DocumentRate> FindDocumentRate(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t cost_number) {
  const pqxx::result rows = tx.Run(kFindDocumentRate, organisation, contract, cost_number);
  if (rows.empty()) return std::nullopt;
  return DocumentRate{.currency = Text(rows[0], "currency"), .rate = Text(rows[0], "rate")};
}

}  // namespace tranche::budgets::store
