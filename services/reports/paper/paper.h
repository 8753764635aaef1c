// SPDX-License-Identifier: EUPL-1.2
// Printing: a document of headings, facts and tables becomes a PDF of A4 pages on their side. The same
// document always becomes the same bytes: they hold neither a day nor anything of the machine.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace tranche::reports::paper {

struct Heading {
  std::string text;
};

struct Paragraph {
  std::string text;
  bool strong = false;
};

// Names with their values, in columns.
struct Facts {
  std::vector<std::pair<std::string, std::string>> facts;
};

struct Column {
  std::string heading;
  bool right = false;  // Amounts: aligned right, with room for as many digits as the longest one has.
};

struct Row {
  std::vector<std::string> cells;  // One for each column; empty ones may be left out at the end.
  bool strong = false;
  bool begins = true;  // A line above it; a page ends before it rather than after it.
};

// Rows stay whole; where a page ends between them, the headings stand on the next one again.
struct Table {
  std::string title;
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::string nothing;  // Said in place of a table without rows.
};

using Block = std::variant<Heading, Paragraph, Facts, Table>;

struct Document {
  std::string title;
  std::string head;       // At the top of each page: of what the document is.
  std::string head_more;  // Beside it: as of when.
  std::string foot;       // At the bottom of each page.
  std::string page_of;    // "Page {page} of {pages}".
  std::vector<Block> blocks;
};

// More pages are refused before anything is printed: REPORT_TOO_LONG.
inline constexpr int kMostPages = 200;

// FONT_MISSING when the machine has not the font, which must have Cyrillic letters.
absl::StatusOr<std::string> PrintPdf(const Document& document);

}  // namespace tranche::reports::paper
