// SPDX-License-Identifier: EUPL-1.2
// The tables of measures of a document as sections and rows: headings, numbers that restart, rows that
// a page breaks, totals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plans/reading/columns.h"
#include "plans/reading/notebook.h"
#include "plans/reading/raw_measure.h"

namespace tranche::plans::reading {

// A plan has some dozens of measures; this many is something else.
inline constexpr size_t kMeasuresMax = 500;
// A cell of a plan has some hundreds of bytes.
inline constexpr size_t kCellBytesMax = 8 << 10;

struct RawSection {
  std::string numeral;
  std::string title;
  std::string area;
  Where at;  // Of the title.
};

// A row of a total.
struct RawTotal {
  int section = 0;       // That it closes, 1-based; 0: it stands above all sections.
  std::string words;     // "Общо за раздел I"
  bool of_plan = false;  // Its words say that it is of the whole plan.
  Where at;              // Of the words.
  size_t header = 0;
  int block = 0;
  int row = 0;
};

// Everything that tables and lists say of measures, in the document's order.
struct RawTables {
  std::vector<std::vector<Column>> headers;
  std::vector<RawSection> sections;
  std::vector<RawMeasure> measures;
  std::vector<RawTotal> totals;
  std::optional<Where>
      total_below;  // Its words, in a line of their own below measures without a table.
  // That counts where an amount is given in both; none: the first one does.
  std::optional<Currency> currency = Currency::kBgn;
  std::optional<AmountUnit> unit;  // That the text gives to all amounts, "сумите са в хил. лв.".
  // Last row that was read of the last table; -1: no table of measures.
  int last_block = -1;
  int last_row = -1;
  bool last_row_is_measure = false;
  bool last_row_numbered = false;
  std::vector<int> blocks;  // Tables of measures.
};

// Where the tables of measures begin, by block; no value for other tables and other blocks.
std::vector<std::optional<Header>> FindHeaders(const document::Document& document);

// `currency` counts where columns or cells give an amount in both.
RawTables ReadTables(const std::vector<std::optional<Header>>& headers,
                     std::optional<Currency> currency, Notebook& notebook);

}  // namespace tranche::plans::reading
