// SPDX-License-Identifier: EUPL-1.2
// One row of a table on its way to a measure: each Take… reads the words of one kind of column.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "plans/plan.h"
#include "plans/reading/amount_cell.h"
#include "plans/reading/notebook.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

class MeasureReader {
 public:
  MeasureReader(const RawTables& tables, const OfPlan& plan, Notebook& notebook)
      : tables_(tables), plan_(plan), notebook_(notebook) {
    text_ = notebook.document().format == document::Format::kText;
  }

  Measure Read(const RawMeasure& raw);

 private:
  const std::vector<Column>& Columns() const { return tables_.headers[raw_->header]; }
  std::string Path(absl::string_view field) const { return absl::StrCat(key_, ".", field); }
  // The first column of a kind with its cell; nothing when the table has none or the cell is empty.
  const RawCell* CellOf(ColumnKind kind) const {
    for (size_t i = 0; i < Columns().size(); ++i) {
      if (Columns()[i].kind == kind && !raw_->cells[i].text.empty()) return &raw_->cells[i];
    }
    return nullptr;
  }
  bool HasColumn(ColumnKind kind) const {
    return std::any_of(Columns().begin(), Columns().end(),
                       [&](const Column& column) { return column.kind == kind; });
  }

  void TakeText(ColumnKind kind, const char* field, std::string& to) {
    const RawCell* cell = CellOf(kind);
    if (cell == nullptr) return;
    to = cell->text.text();
    notebook_.Value(Path(field), cell->text.All());
  }
  void TakeMoney(Measure& measure);
  void TakeFinancing(const RawCell& cell, Measure& measure);
  void TakeSources(Measure& measure);
  void TakeFigures(const RawCell& cell, const std::vector<FieldPlace>& places,
                   std::vector<Source>& sources);
  void GiveSources(const RawCell& cell, std::vector<Source> sources,
                   const std::vector<FieldPlace>& places, Measure& measure);
  void TakeAmountsOfSources(Measure& measure);
  void TakeAmountColumn(size_t column, Measure& measure);
  void TakePayerOfNoAmount(const RawCell& cell, Measure& measure);
  void TakePartColumns(size_t column, Measure& measure);
  void TakePartColumn(size_t column, Measure& measure);
  void TakeMarkedSource(size_t column, const Where& mark, Measure& measure);
  bool AreAllParts(size_t column, size_t end) const;
  void TakeAmountOfSeveral(size_t column, size_t end, Measure& measure);
  void TakeMonthlyColumn(size_t column, Measure& measure);
  void TakeUnitPrice(size_t column, Measure& measure);
  void TakeMonthsColumn(size_t column, Measure& measure);
  void TakeShown(absl::string_view field, const std::optional<Money>& shown, const Where& at,
                 Measure& measure);
  AmountCell ReadCell(size_t column, AmountsAre are);
  void TakeHeadcount(Measure& measure);
  void TakeTimeframe(Measure& measure);
  void TakeMarkedYears(Measure& measure);
  void MissOfTimeframe(const RawCell& cell, const std::vector<TextProblem>& problems);
  void TakeFromAndTo(Measure& measure);
  void TakeShare(Measure& measure);
  void TakePartners(Measure& measure);
  void TakeIndicators(Measure& measure);
  void TakeOtherCells(Measure& measure);
  void CheckFilled();

  const RawTables& tables_;
  OfPlan plan_;
  Notebook& notebook_;
  bool text_ = false;
  const RawMeasure* raw_ = nullptr;
  std::string key_;
  std::set<std::pair<size_t, size_t>> units_noted_;
};

}  // namespace tranche::plans::reading
