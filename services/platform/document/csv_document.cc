// SPDX-License-Identifier: EUPL-1.2
#include <utility>

#include "platform/base/status_macros.h"
#include "platform/document/reading.h"
#include "platform/text/csv.h"

namespace tranche::document {

absl::StatusOr<Document> ReadCsvDocument(absl::string_view utf8, const Limits& limits) {
  const CsvLimits of_table = {.rows_max = static_cast<int64_t>(limits.blocks_max),
                              .cells_max = limits.columns_max,
                              .cell_bytes_max = limits.cell_bytes_max};
  Meter meter(limits);
  CsvReader reader(SourceOf(utf8), of_table);
  std::vector<Row> rows;
  CsvRow read;
  int64_t last_row = 0;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, reader.Next(&read));
    if (!more) break;
    TRANCHE_RETURN_IF_ERROR(meter.Block());
    Row row;
    row.place = {.format = Format::kCsv,
                 .line = static_cast<int>(read.line),
                 .table = 1,
                 .row = static_cast<int>(read.row)};
    row.after_break = last_row > 0 && read.row > last_row + 1;
    last_row = read.row;
    for (std::size_t i = 0; i < read.cells.size(); ++i) {
      Place place = row.place;
      place.column = static_cast<int>(i) + 1;
      row.cells.push_back(TextCell(Clean(read.cells[i]), std::move(place)));
      TRANCHE_RETURN_IF_ERROR(meter.Cell(row.cells.back()));
    }
    rows.push_back(std::move(row));
  }
  Document document;
  document.format = Format::kCsv;
  AddGrid(std::move(rows), document.blocks);
  return document;
}

}  // namespace tranche::document
