// SPDX-License-Identifier: EUPL-1.2
// Credit notes as they are recorded, alone on the document of a cost or as rows of a batch.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "budgets/budgets_convert.h"
#include "budgets/documents/credit_notes_store.h"
#include "budgets/documents/documents_store.h"
#include "platform/base/error.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/budgets/v1/cost_documents.pb.h"

namespace tranche::budgets {

// A note of a request, and everything that is wrong with it by itself.
struct ReadNote {
  store::NewCreditNote note;  // Without what it is in the books.
  bool says_vat = false;
  std::vector<Violation> faults;  // By field within the note, "amount".
};
// Faults: DAY_IN_FUTURE, COST_NOT_POSITIVE, VAT_ABOVE_TOTAL, MONEY_CURRENCY_MIXED, FIELD_REQUIRED,
// FIELD_NOT_OF_CHOICE, CURRENCY_MALFORMED and those of an amount.
ReadNote CheckNote(const v1::CreditNote& note, absl::CivilDay today);

// Lowers a locked document by a note without faults, with evidence on the cost that it is recorded at.
// CREDIT_NOTE_DUPLICATE, or everything else that is wrong by field within the note:
// CREDIT_NOTE_BEFORE_DOCUMENT, FIELD_REQUIRED for the tax of a document whose tax is recovered,
// CREDIT_NOTE_CURRENCY_DIFFERS, CREDIT_NOTE_ABOVE_REST.
absl::StatusOr<v1::DocumentShares> RecordNote(pg::Tx& tx, const rpc::CallScope& scope,
                                              const CostRef& cost,
                                              const store::StoredDocument& document,
                                              const ReadNote& read, const std::string& prefix,
                                              const std::string& request_id);

}  // namespace tranche::budgets
