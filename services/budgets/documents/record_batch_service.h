// SPDX-License-Identifier: EUPL-1.2
// The rows of a batch, read and recorded: costs, costs in other currencies, credit notes. Each gets its
// outcome with everything that is wrong with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "budgets/currencies/foreign_cost_convert.h"
#include "budgets/documents/cost_batch_store.h"
#include "budgets/documents/credit_notes_service.h"
#include "budgets/documents/documents_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"

namespace tranche::budgets {

// A cost of a batch as it was read. Rows with faults take part only to be told what the books say
// against them besides.
struct BatchCost {
  int position = 0;          // In the request.
  std::string field;         // "cost." or "foreignCost.".
  bool amounts_fit = false;  // As in ReadCost; of a foreign cost only when it is priced.
  std::vector<Violation> faults;
  std::optional<ReadForeign> foreign;
};

// A credit note of a batch as it was read.
struct BatchNote {
  int position = 0;
  std::string key;
  std::string request_hash;
  ReadNote read;  // Its fields within the note, those of the row besides.
};

// A request as it is worked on.
struct ReadBatch {
  store::BatchScope scope;
  std::vector<store::KeyedRow> rows;  // Costs, in their order.
  std::vector<BatchCost> costs;       // Beside the rows.
  std::vector<BatchNote> notes;
  bool needs_fixed_rate = false;     // A document is in lev or euro, and not in those of the books.
  v1::RecordCostsResponse response;  // With the places of all rows.
};

// INVALID_REQUEST with every row that has another's key, or not exactly one of cost, foreign_cost and
// credit_note.
absl::Status CheckRows(const v1::RecordCostsRequest& request);

ReadBatch ReadRows(const rpc::CallScope& scope, const v1::RecordCostsRequest& request,
                   const std::string& contract);

// The whole batch in one transaction: locks, decides row by row, writes what was decided.
absl::StatusOr<v1::RecordCostsResponse> RecordBatch(pg::Tx& tx, const rpc::CallScope& scope,
                                                    const v1::RecordCostsRequest& request,
                                                    const absl::StatusOr<FixedRate>& changeover,
                                                    ReadBatch batch);

}  // namespace tranche::budgets
