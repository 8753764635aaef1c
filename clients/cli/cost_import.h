// SPDX-License-Identifier: EUPL-1.2
// Sends the costs of a table in batches, one on its way while the next is read, so that a table of any
// length takes the memory of two batches. Every row has its key, so that whatever ends an import, the
// same import run again records what is missing and nothing twice. Credit notes come after all costs,
// wherever they stand, since each needs its document.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/cost_rows.h"
#include "platform/base/error.h"
#include "platform/sheet/sheet.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"

namespace tranche::cli {

// Something about a row that people are told.
struct ImportFinding {
  std::string place;
  std::string reason;
  std::string text;
};

struct ImportedSuspicion {
  std::string place;
  budgets::v1::SuspectedDuplicate suspected;
};

struct ImportResult {
  int64_t rows = 0;  // Costs that were sent.
  int64_t recorded = 0;
  int64_t already_there = 0;
  int64_t refused = 0;
  int64_t finding_count = 0;            // Of the table, of the server and of the sums.
  std::vector<ImportFinding> findings;  // The first kFindingsMax.
  int64_t suspicion_count = 0;
  std::vector<ImportedSuspicion> suspected;  // The first kFindingsMax.
};

// What is left on a line of the budget.
struct LineLeft {
  int64_t left_minor = 0;
  std::string currency;
};

class CostImport {
 public:
  using Send = std::function<absl::StatusOr<budgets::v1::RecordCostsResponse>(
      const budgets::v1::RecordCostsRequest&)>;
  struct Options {
    budgets::v1::RecordCostsRequest request;  // Everything but its rows.
    int batch_rows = 500;
    Language language = Language::kBulgarian;
    // Lines with what is left on them: the batches of a rehearsal do not see each other, so their sum
    // is looked at here. Empty: it is not.
    std::map<std::string, LineLeft> left = {};
    // Opens the table anew, for a rehearsal of its credit notes: a rehearsed batch does not see those
    // before it, so the costs with the documents of the notes are sent once more with them.
    std::function<absl::StatusOr<std::unique_ptr<sheet::RowSource>>()> reopen = nullptr;
    std::string books = "";  // As CostRows takes it.
    std::function<void(int64_t rows)> on_progress = [](int64_t) {};
  };

  CostImport(Options options, Send send) : options_(std::move(options)), send_(std::move(send)) {}

  // Reads all rows and sends them. A refusal of the table itself or of a call ends it; `result` then
  // has what was done before.
  absl::Status Run(CostRows& rows, ImportResult* result);

 private:
  absl::Status ReadBatch(CostRows& rows, budgets::v1::RecordCostsRequest* batch, bool* more);
  absl::Status SendCosts(CostRows& rows, ImportResult* result);
  absl::Status SendNotes(const CostRows& rows, ImportResult* result);
  absl::Status AddDocuments();
  absl::Status TakeOutcomes(const CostRows& rows, const budgets::v1::RecordCostsRequest& batch,
                            const budgets::v1::RecordCostsResponse& response, ImportResult* result);
  void TakeRefusal(const CostRows& rows, const budgets::v1::RowOutcome& outcome, ImportResult* result);
  void AddToLine(const CostRows& rows, const budgets::v1::CostRow& row, ImportResult* result);

  const Options options_;
  const Send send_;
  // The credit notes of one document, and for a rehearsal the costs of the table with it.
  struct Credited {
    std::vector<budgets::v1::CostRow> costs;
    std::vector<budgets::v1::CostRow> notes;
  };
  std::map<std::string, Credited> credited_;   // By the document's folded number.
  std::map<std::string, int64_t> used_minor_;  // By line, of rows that would be recorded.
};

}  // namespace tranche::cli
