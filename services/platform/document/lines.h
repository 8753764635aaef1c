// SPDX-License-Identifier: EUPL-1.2
// What lines of a plain text are: list items by their marks, tables by tabs, by bars or under a rule of
// dashes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::document {

struct Line {
  int number = 0;  // From 1.
  absl::string_view text;
  bool blank = false;
  bool has_tab = false;
  bool after_page = false;  // A form feed stands in it.
};

struct CellText {
  std::string text;       // Trimmed.
  std::size_t begin = 0;  // Where it begins within its (first) line.
};

struct TableLine {
  int number = 0;  // Of its first line.
  std::vector<CellText> cells;
  bool after_break = false;
  bool header = false;
};

struct TableLines {
  std::vector<TableLine> rows;
  std::size_t end = 0;  // The line after it; where it was looked for when there is no table.
  int pages = 0;        // That end within it, as far as form feeds say.
};

// The table whose first line is lines[at], which is not blank. All are linear in the lines that they
// take. Cells apart by tabs; blank lines within it are the ends of pages.
TableLines FindTabTable(const std::vector<Line>& lines, std::size_t at);
// "| 1 | Патронаж | 244440 лв. |", perhaps with rules "+---+" between.
TableLines FindBarTable(const std::vector<Line>& lines, std::size_t at);
// Columns by where the groups of dashes of a rule stand; the headings are above it.
TableLines FindRuledTable(const std::vector<Line>& lines, std::size_t at);

struct ListMark {
  absl::string_view marker;  // Empty: no list item.
  absl::string_view rest;    // Trimmed.
  int level = 0;
};
ListMark FindListMark(absl::string_view line);

}  // namespace tranche::document
