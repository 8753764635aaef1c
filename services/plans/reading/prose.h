// SPDX-License-Identifier: EUPL-1.2
// The running text of a document: its paragraphs, headings and list items, one after the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/reading/columns.h"
#include "plans/reading/notebook.h"

namespace tranche::plans::reading {

struct ProseLine {
  Where at;
  absl::string_view text;
  absl::string_view marker;  // Of a list item, "•", "1.".
  bool list_item = false;
  bool heading = false;
  int level = 0;  // Of a list item, from 1: how far it is indented.
  int blank_lines_before = 0;
  const document::Text* source = nullptr;  // With the links.
};

// Blocks that are no tables, and what stands above the headings of a table in rows of one cell.
std::vector<ProseLine> ProseOf(const Notebook& notebook,
                               const std::vector<std::optional<Header>>& headers);

// A line of a plain text that goes on with what the line before it began to say.
bool GoesOn(const ProseLine& before, const ProseLine& line);

// One sentence of a line.
struct Sentence {
  size_t begin = 0;  // Bytes of the line.
  absl::string_view text;
};
// A full stop behind an abbreviation ("г.", "гр.", "№ 5.") ends none.
std::vector<Sentence> SentencesOf(absl::string_view line);

}  // namespace tranche::plans::reading
