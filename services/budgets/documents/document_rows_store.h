// SPDX-License-Identifier: EUPL-1.2
// Rows of documents: the columns that several statements read, what they hold, and how
// they are found.
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "budgets/documents/cost_document.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/budgets.pb.h"

#define TRANCHE_DOCUMENT_COLUMNS                                                               \
  "d.organisation_id, d.number_folded, d.issuer_folded, d.document_type, d.issued_on::text, "  \
  "d.document_number, d.issuer, d.issuer_eik, d.total_minor, d.vat_minor, d.claimable_minor, " \
  "d.claimed_minor, d.credited_minor, d.currency, d.contract_id, d.cost_number "

// The same of one row that is looked up for each of another list: always by an index, since with rows
// in hundreds and tables without statistics the other way round takes seconds.
#define TRANCHE_ALL_OF_DOCUMENT                                                                \
  "select x.organisation_id, x.number_folded, x.issuer_folded, x.document_type, x.issued_on, " \
  "x.document_number, x.issuer, x.issuer_eik, x.total_minor, x.vat_minor, x.claimable_minor, " \
  "x.claimed_minor, x.credited_minor, x.currency, x.contract_id, x.cost_number, x.recorded_at"

namespace tranche::budgets::store {

// A connection keeps the plans that it made when the tables were small; see recording_by_index. For a
// batch it costs little to plan anew. A bitmap of all documents of one amount is made whole, of
// whichever few are looked at.
inline constexpr pg::Statement kByIndex{"budgets.by_index",
                                        "select set_config('enable_seqscan', 'off', true), "
                                        "set_config('enable_bitmapscan', 'off', true), "
                                        "set_config('plan_cache_mode', 'force_custom_plan', true)"};

DocumentKey KeyOf(const pqxx::row& row);
DocumentBalance BalanceOf(const pqxx::row& row);
// The document that columns with this prefix tell of, without its day of payment.
v1::CostDocument ShownDocument(const pqxx::row& row, const std::string& type, const std::string& number,
                               const std::string& prefix);

}  // namespace tranche::budgets::store
