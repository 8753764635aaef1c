// SPDX-License-Identifier: EUPL-1.2
#include "cli/cost_import.h"

#include <algorithm>
#include <future>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/money/money.h"
#include "platform/text/fold_document.h"

namespace tranche::cli {
namespace {

namespace v1 = budgets::v1;

void Keep(ImportFinding finding, ImportResult* result) {
  ++result->finding_count;
  if (result->findings.size() < CostRows::kFindingsMax) result->findings.push_back(std::move(finding));
}

// The column that a field of a row stands in.
std::optional<CostColumn> ColumnOf(absl::string_view field) {
  struct About {
    absl::string_view field;
    CostColumn column;
  };
  // The path's end: the same for a cost, for one in another currency and for a credit note.
  static constexpr About kAbout[] = {{".line", CostColumn::kLine},
                                     {".type", CostColumn::kType},
                                     {".number", CostColumn::kNumber},
                                     {"creditNote.documentIssuedOn", CostColumn::kLowersIssuedOn},
                                     {"creditNote.documentNumber", CostColumn::kLowers},
                                     {".issuedOn", CostColumn::kIssuedOn},
                                     {".paidOn", CostColumn::kPaidOn},
                                     {".issuer", CostColumn::kIssuer},
                                     {".issuerEik", CostColumn::kIssuerEik},
                                     {".total", CostColumn::kTotal},
                                     {".amount", CostColumn::kTotal},
                                     {".originalAmount", CostColumn::kTotal},
                                     {".vat", CostColumn::kVat},
                                     {".originalVat", CostColumn::kVat},
                                     {".claimed", CostColumn::kClaimed},
                                     {".currency", CostColumn::kCurrency},
                                     {".originalCurrency", CostColumn::kCurrency},
                                     {".month", CostColumn::kRateMonth},
                                     {".flags", CostColumn::kFlags},
                                     {".issuerKind", CostColumn::kIssuerKind},
                                     {".activities", CostColumn::kActivity}};
  for (const About& about : kAbout) {
    if (absl::EndsWith(field, about.field)) return about.column;
  }
  return std::nullopt;
}

// The cell of a field; its row's own place when the table has no such column.
std::string PlaceOf(const CostRows& rows, const std::string& place, absl::string_view field) {
  const std::optional<CostColumn> column = ColumnOf(field);
  if (!column) return place;
  // Without a column of its own what is claimed is the total.
  const bool total = *column == CostColumn::kClaimed && !rows.Has(CostColumn::kClaimed);
  return rows.PlaceOf(place, total ? CostColumn::kTotal : *column);
}

}  // namespace

absl::Status CostImport::ReadBatch(CostRows& rows, v1::RecordCostsRequest* batch, bool* more) {
  *batch = options_.request;
  while (batch->rows_size() < options_.batch_rows) {
    v1::CostRow* row = batch->add_rows();
    TRANCHE_ASSIGN_OR_RETURN(*more, rows.Next(row));
    if (!*more) {
      batch->mutable_rows()->RemoveLast();
      break;
    }
    if (!row->has_credit_note()) continue;
    credited_[FoldDocumentNumber(row->credit_note().document_number())].notes.push_back(*row);
    batch->mutable_rows()->RemoveLast();
  }
  return absl::OkStatus();
}

// Together with the rows before it, does this one still fit its line?
void CostImport::AddToLine(const CostRows& rows, const v1::CostRow& row, ImportResult* result) {
  const auto line = options_.left.find(row.cost().line());
  if (line == options_.left.end()) return;
  const absl::StatusOr<Currency> currency = ParseCurrency(row.cost().claimed().currency());
  if (!currency.ok()) return;
  const absl::StatusOr<Money> claimed = ParseAmount(row.cost().claimed().amount(), *currency);
  const Money before = Money::Minor(used_minor_[row.cost().line()], *currency);
  if (!claimed.ok()) return;
  const absl::StatusOr<Money> sum = Add(before, *claimed);
  if (!sum.ok()) return;
  used_minor_[row.cost().line()] = sum->minor();
  // Told once, at the row with which the line is exhausted.
  if (sum->minor() <= line->second.left_minor || before.minor() > line->second.left_minor) return;
  const Money left = Money::Minor(line->second.left_minor - before.minor(), *currency);
  Keep({.place = PlaceOf(rows, row.place(), ".claimed"),
        .reason = "LINE_EXHAUSTED",
        .text = Explain("LINE_EXHAUSTED",
                        {{"line", row.cost().line()},
                         {"left", FormatAmount(left)},
                         {"asked", FormatAmount(*claimed)},
                         {"currency", line->second.currency}},
                        options_.language)},
       result);
}

// Everything that is wrong with a row, each with its cell.
void CostImport::TakeRefusal(const CostRows& rows, const v1::RowOutcome& outcome,
                             ImportResult* result) {
  const bool bulgarian = options_.language == Language::kBulgarian;
  for (const v1::RowFault& fault : outcome.faults()) {
    Keep({.place = PlaceOf(rows, outcome.place(), fault.field()),
          .reason = fault.reason(),
          .text = bulgarian ? fault.text_bg() : fault.text_en()},
         result);
  }
  if (outcome.faults_size() > 0) return;
  Keep({.place = outcome.place(),
        .reason = outcome.reason(),
        .text = bulgarian ? outcome.text_bg() : outcome.text_en()},
       result);
}

absl::Status CostImport::TakeOutcomes(const CostRows& rows, const v1::RecordCostsRequest& batch,
                                      const v1::RecordCostsResponse& response, ImportResult* result) {
  if (response.outcomes_size() != batch.rows_size()) {
    return absl::InternalError("the server did not answer every row");
  }
  for (int i = 0; i < response.outcomes_size(); ++i) {
    const v1::RowOutcome& outcome = response.outcomes(i);
    if (outcome.result() == v1::ROW_REFUSED) TakeRefusal(rows, outcome, result);
    if (outcome.result() == v1::ROW_RECORDED) AddToLine(rows, batch.rows(i), result);
    for (const v1::SuspectedDuplicate& suspected : outcome.suspected()) {
      ++result->suspicion_count;
      if (result->suspected.size() < CostRows::kFindingsMax) {
        result->suspected.push_back({outcome.place(), suspected});
      }
    }
  }
  result->rows += batch.rows_size();
  result->recorded += response.recorded();
  result->already_there += response.already_there();
  result->refused += response.refused();
  options_.on_progress(result->rows);
  return absl::OkStatus();
}

absl::Status CostImport::SendCosts(CostRows& rows, ImportResult* result) {
  using Answer = absl::StatusOr<v1::RecordCostsResponse>;
  v1::RecordCostsRequest sent;
  std::future<Answer> answer;
  const auto finish = [&]() -> absl::Status {
    if (!answer.valid()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(const v1::RecordCostsResponse response, answer.get());
    return TakeOutcomes(rows, sent, response, result);
  };
  absl::Status status;
  for (bool more = true; more && status.ok();) {
    v1::RecordCostsRequest batch;
    const absl::Status read = ReadBatch(rows, &batch, &more);
    // In the order of the table: the costs get their numbers in it.
    status = finish();
    if (status.ok()) status = read;
    if (!status.ok() || batch.rows_size() == 0) continue;
    sent = std::move(batch);
    answer = std::async(std::launch::async, [this, &sent] { return send_(sent); });
  }
  // One may still be on its way, and what it did counts.
  const absl::Status last = finish();
  return status.ok() ? last : status;
}

// Reads the table once more for the costs with the documents of its notes.
absl::Status CostImport::AddDocuments() {
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<sheet::RowSource> source, options_.reopen());
  CostRows rows(*source, options_.language, options_.books);
  v1::CostRow row;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, rows.Next(&row));
    if (!more) return absl::OkStatus();
    const std::string& number =
        row.has_cost() ? row.cost().document().number() : row.foreign_cost().document().number();
    const auto credited = credited_.find(FoldDocumentNumber(number));
    if (row.has_credit_note() || credited == credited_.end()) continue;
    if (static_cast<int>(credited->second.costs.size()) < options_.batch_rows / 2) {
      credited->second.costs.push_back(row);
    }
  }
}

absl::Status CostImport::SendNotes(const CostRows& rows, ImportResult* result) {
  if (credited_.empty()) return absl::OkStatus();
  const bool rehearsal = options_.request.validate_only() && options_.reopen != nullptr;
  if (rehearsal) TRANCHE_RETURN_IF_ERROR(AddDocuments());
  v1::RecordCostsRequest batch = options_.request;
  v1::RecordCostsRequest notes = options_.request;  // Of the batch, those that count.
  const auto flush = [&]() -> absl::Status {
    if (notes.rows_size() == 0) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(const v1::RecordCostsResponse answer, send_(batch));
    if (answer.outcomes_size() != batch.rows_size()) {
      return absl::InternalError("the server did not answer every row");
    }
    // What became of the costs was told before.
    v1::RecordCostsResponse of_notes;
    for (int i = 0; i < answer.outcomes_size(); ++i) {
      if (!batch.rows(i).has_credit_note()) continue;
      const v1::RowOutcome& outcome = *of_notes.add_outcomes() = answer.outcomes(i);
      of_notes.set_recorded(of_notes.recorded() + (outcome.result() == v1::ROW_RECORDED));
      of_notes.set_refused(of_notes.refused() + (outcome.result() == v1::ROW_REFUSED));
      of_notes.set_already_there(of_notes.already_there() +
                                 (outcome.result() == v1::ROW_ALREADY_THERE));
    }
    TRANCHE_RETURN_IF_ERROR(TakeOutcomes(rows, notes, of_notes, result));
    batch.clear_rows();
    notes.clear_rows();
    return absl::OkStatus();
  };
  for (const auto& [number, credited] : credited_) {
    const std::size_t size = credited.costs.size() + credited.notes.size();
    if (batch.rows_size() + static_cast<int64_t>(size) > options_.batch_rows) {
      TRANCHE_RETURN_IF_ERROR(flush());
    }
    for (const v1::CostRow& row : credited.costs) *batch.add_rows() = row;
    for (const v1::CostRow& row : credited.notes) {
      if (batch.rows_size() >= options_.batch_rows) TRANCHE_RETURN_IF_ERROR(flush());
      *batch.add_rows() = row;
      *notes.add_rows() = row;
    }
  }
  return flush();
}

absl::Status CostImport::Run(CostRows& rows, ImportResult* result) {
  absl::Status status = SendCosts(rows, result);
  if (status.ok()) status = SendNotes(rows, result);
  for (const Violation& finding : rows.findings()) {
    Keep({.place = finding.field,
          .reason = finding.reason,
          .text = Explain(finding.reason, finding.values, options_.language)},
         result);
  }
  result->finding_count += rows.finding_count() - static_cast<int64_t>(rows.findings().size());
  if (ReasonOf(status) != "DOCUMENT_UNREADABLE") return status;
  // What ended the reading is one more finding, unless it is one of those.
  for (const Violation& violation : ViolationsOf(status)) {
    const bool told =
        std::any_of(rows.findings().begin(), rows.findings().end(), [&](const Violation& finding) {
          return finding.field == violation.field && finding.reason == violation.reason;
        });
    if (told) continue;
    Keep({.place = violation.field,
          .reason = violation.reason,
          .text = Explain(violation.reason, violation.values, options_.language)},
         result);
  }
  return absl::OkStatus();
}

}  // namespace tranche::cli
