// SPDX-License-Identifier: EUPL-1.2
#include "cli/cost_import.h"

#include <algorithm>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/money/money.h"

namespace tranche::cli {
namespace {

namespace v1 = budgets::v1;

void Keep(ImportFinding finding, ImportResult* result) {
  ++result->finding_count;
  if (result->findings.size() < CostRows::kFindingsMax) result->findings.push_back(std::move(finding));
}

// The cell that a refusal is about; its row's own place when it is about the document as a whole.
std::string PlaceOf(const CostRows& rows, const v1::CostRow& row, const std::string& reason) {
  struct About {
    const char* reason;
    CostColumn column;
  };
  static constexpr About kAbout[] = {{"LINE_NOT_FOUND", CostColumn::kLine},
                                     {"CREDIT_NOTE_IS_NO_COST", CostColumn::kType},
                                     {"COST_DUPLICATE", CostColumn::kNumber},
                                     {"COST_ISSUER_DIFFERS", CostColumn::kIssuerEik},
                                     {"EIK_INVALID", CostColumn::kIssuerEik},
                                     {"COST_DOCUMENT_DIFFERS", CostColumn::kTotal},
                                     {"VAT_ABOVE_TOTAL", CostColumn::kVat},
                                     {"LINE_EXHAUSTED", CostColumn::kClaimed},
                                     {"COST_ABOVE_DOCUMENT", CostColumn::kClaimed},
                                     {"COST_CLAIMS_VAT", CostColumn::kClaimed},
                                     {"COST_DOCUMENT_EXHAUSTED", CostColumn::kClaimed},
                                     {"COST_NOT_POSITIVE", CostColumn::kClaimed},
                                     {"MONEY_CURRENCY_MIXED", CostColumn::kClaimed}};
  if (reason == "DAY_IN_FUTURE") {
    // The later of the two lies after today; ISO 8601 is ordered as its days are.
    const v1::CostDocument& document = row.cost().document();
    return rows.PlaceOf(row.place(), document.paid_on() > document.issued_on() ? CostColumn::kPaidOn
                                                                               : CostColumn::kIssuedOn);
  }
  for (const About& about : kAbout) {
    if (reason != about.reason) continue;
    // Without a column of its own what is claimed is the total.
    const bool total = about.column == CostColumn::kClaimed && !rows.Has(CostColumn::kClaimed);
    return rows.PlaceOf(row.place(), total ? CostColumn::kTotal : about.column);
  }
  return row.place();
}

}  // namespace

absl::Status CostImport::ReadBatch(CostRows& rows, v1::RecordCostsRequest* batch, bool* more) const {
  *batch = options_.request;
  while (batch->rows_size() < options_.batch_rows) {
    TRANCHE_ASSIGN_OR_RETURN(*more, rows.Next(batch->add_rows()));
    if (!*more) {
      batch->mutable_rows()->RemoveLast();
      break;
    }
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
  Keep({.place = PlaceOf(rows, row, "LINE_EXHAUSTED"),
        .reason = "LINE_EXHAUSTED",
        .text = Explain("LINE_EXHAUSTED",
                        {{"line", row.cost().line()},
                         {"left", FormatAmount(left)},
                         {"asked", FormatAmount(*claimed)},
                         {"currency", line->second.currency}},
                        options_.language)},
       result);
}

absl::Status CostImport::TakeOutcomes(const CostRows& rows, const v1::RecordCostsRequest& batch,
                                      const v1::RecordCostsResponse& response, ImportResult* result) {
  if (response.outcomes_size() != batch.rows_size()) {
    return absl::InternalError("the server did not answer every row");
  }
  for (int i = 0; i < response.outcomes_size(); ++i) {
    const v1::RowOutcome& outcome = response.outcomes(i);
    if (outcome.result() == v1::ROW_REFUSED) {
      Keep({.place = PlaceOf(rows, batch.rows(i), outcome.reason()),
            .reason = outcome.reason(),
            .text = options_.language == Language::kBulgarian ? outcome.text_bg() : outcome.text_en()},
           result);
    }
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

absl::Status CostImport::Run(CostRows& rows, ImportResult* result) {
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
  if (status.ok()) status = last;
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
