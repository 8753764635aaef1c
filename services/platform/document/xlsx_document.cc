// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/reading.h"
#include "platform/sheet/sheet.h"
#include "platform/text/fold.h"

namespace tranche::document {
namespace {

using sheet::MergedCells;
using sheet::SheetCell;

Cell::Kind KindOf(SheetCell::Kind kind) {
  switch (kind) {
    case SheetCell::Kind::kNumber:
      return Cell::Kind::kNumber;
    case SheetCell::Kind::kDay:
      return Cell::Kind::kDay;
    case SheetCell::Kind::kError:
      return Cell::Kind::kError;
    case SheetCell::Kind::kEmpty:
    case SheetCell::Kind::kText:
      break;
  }
  return Cell::Kind::kText;
}

// The rows of one sheet, before what is merged is spread.
class SheetReader {
 public:
  SheetReader(const std::string& name, int table, Meter& meter) : meter_(meter) {
    at_.format = Format::kXlsx;
    at_.table = table;
    at_.part = name;
  }

  absl::StatusOr<std::vector<Row>> Read(sheet::RowSource& source) {
    sheet::SheetRow read;
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, source.Next(&read));
      if (!more) break;
      TRANCHE_RETURN_IF_ERROR(AddRow(read));
    }
    for (const MergedCells& merged : source.merged()) TRANCHE_RETURN_IF_ERROR(Spread(merged));
    MarkGaps();
    return std::move(rows_);
  }

 private:
  Place PlaceOf(int row, std::size_t column) const {
    Place place = at_;
    place.row = row;
    place.column = static_cast<int>(column) + 1;
    return place;
  }

  absl::Status AddRow(const sheet::SheetRow& read) {
    TRANCHE_RETURN_IF_ERROR(meter_.Block());
    Row row;
    row.place = at_;
    row.place.row = static_cast<int>(read.row);
    for (std::size_t i = 0; i < read.cells.size(); ++i) {
      Cell cell = TextCell(Clean(read.cells[i].text), PlaceOf(row.place.row, i));
      cell.kind = KindOf(read.cells[i].kind);
      cell.unit = read.cells[i].unit;
      TRANCHE_RETURN_IF_ERROR(meter_.Cell(cell));
      row.cells.push_back(std::move(cell));
    }
    index_[row.place.row] = rows_.size();
    rows_.push_back(std::move(row));
    return absl::OkStatus();
  }

  // Rows of which nothing is kept stay away: only cells of rows that are there are covered.
  absl::Status Spread(const MergedCells& merged) {
    const auto begin = index_.find(static_cast<int>(merged.first_row));
    if (begin == index_.end() || merged.last_column >= meter_.limits().columns_max) {
      return absl::OkStatus();
    }
    Row& top = rows_[begin->second];
    if (top.cells.size() <= merged.first_column) return absl::OkStatus();
    const Cell origin = top.cells[merged.first_column];
    if (origin.spread || origin.text.text.empty()) return absl::OkStatus();
    top.cells[merged.first_column].column_span =
        static_cast<int>(merged.last_column - merged.first_column) + 1;
    int rows = 0;
    for (std::size_t at = begin->second; at < rows_.size(); ++at) {
      Row& row = rows_[at];
      if (row.place.row > merged.last_row) break;
      ++rows;
      TRANCHE_RETURN_IF_ERROR(Cover(merged, origin, row));
    }
    top.cells[merged.first_column].row_span = rows;
    return absl::OkStatus();
  }

  absl::Status Cover(const MergedCells& merged, const Cell& origin, Row& row) {
    while (row.cells.size() <= merged.last_column) {
      TRANCHE_RETURN_IF_ERROR(meter_.Cell());
      row.cells.push_back(TextCell("", PlaceOf(row.place.row, row.cells.size())));
    }
    for (std::size_t column = merged.first_column; column <= merged.last_column; ++column) {
      Cell& cell = row.cells[column];
      // What a merged cell hides is not seen, and the first one stays.
      if (row.place.row == origin.text.place.row && column == merged.first_column) continue;
      TRANCHE_RETURN_IF_ERROR(meter_.Text(origin.text.text.size(), origin.text.place));
      const Place place = cell.text.place;
      cell = origin;
      cell.text.place = place;
      cell.spread = true;
    }
    return absl::OkStatus();
  }

  void MarkGaps() {
    for (std::size_t i = 1; i < rows_.size(); ++i)
      rows_[i].after_break = rows_[i].place.row > rows_[i - 1].place.row + 1;
  }

  Meter& meter_;
  Place at_;
  std::vector<Row> rows_;
  std::map<int, std::size_t> index_;  // By the number of the row.
};

}  // namespace

absl::StatusOr<Document> ReadXlsx(absl::string_view bytes, const Limits& limits) {
  sheet::SheetLimits of_sheet;
  of_sheet.table = {.rows_max = 1'048'576,  // Rows may be far down; those that are kept are counted.
                    .cells_max = limits.columns_max,
                    .cell_bytes_max = limits.cell_bytes_max};
  of_sheet.part_bytes_max = of_sheet.bytes_max = limits.unpacked_bytes_max;
  of_sheet.shared_string_bytes_max = limits.cell_bytes_max;
  of_sheet.shared_strings_max = limits.cells_max;
  of_sheet.shared_strings_bytes_max = limits.text_bytes_max * 4;
  TRANCHE_ASSIGN_OR_RETURN(const auto workbook, sheet::OpenWorkbook(bytes, of_sheet));
  if (workbook->names().size() > limits.sheets_max)
    return Refuse("DOCUMENT_TOO_MANY_SHEETS", {{"max", absl::StrCat(limits.sheets_max)}});
  Meter meter(limits);
  Document document;
  document.format = Format::kXlsx;
  for (std::size_t i = 0; i < workbook->names().size(); ++i) {
    TRANCHE_ASSIGN_OR_RETURN(const auto source, workbook->Open(i));
    const std::string name = Shortened(Clean(workbook->names()[i]), 120);
    TRANCHE_ASSIGN_OR_RETURN(std::vector<Row> rows,
                             SheetReader(name, static_cast<int>(i) + 1, meter).Read(*source));
    AddGrid(std::move(rows), document.blocks);
  }
  return document;
}

}  // namespace tranche::document
