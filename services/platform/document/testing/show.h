// SPDX-License-Identifier: EUPL-1.2
// Blocks as lines of text, for tests.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/document/document.h"

namespace tranche::document::testing {

inline std::string ShowCell(const Cell& cell) {
  std::string text = cell.text.text;
  for (char& c : text) c = c == '\n' ? '/' : c;
  if (!cell.unit.empty()) absl::StrAppend(&text, "{", cell.unit, "}");
  return cell.spread ? absl::StrCat("^", text) : text;
}

// "p: …", "h2: …", "li1 •: …", "note 1: …", "table" and its rows, "  | a | ^b |", before it "H" for a
// heading and "…" after a break; "¶" before what begins a page.
inline std::vector<std::string> Show(const std::vector<Block>& blocks) {
  std::vector<std::string> lines;
  for (const Block& block : blocks) {
    const std::string page = block.after_break ? "¶" : "";
    const std::string& text = block.text.text;
    switch (block.kind) {
      case Block::Kind::kParagraph:
        lines.push_back(absl::StrCat(page, "p: ", text));
        break;
      case Block::Kind::kHeading:
        lines.push_back(absl::StrCat(page, "h", block.level, block.marker.empty() ? "" : " ",
                                     block.marker, ": ", text));
        break;
      case Block::Kind::kListItem:
        lines.push_back(absl::StrCat(page, "li", block.level, " ", block.marker, ": ", text));
        break;
      case Block::Kind::kNote:
        lines.push_back(absl::StrCat("note ", block.marker, ": ", text));
        break;
      case Block::Kind::kTable:
        lines.push_back(absl::StrCat(page, "table"));
        for (const Row& row : block.rows) {
          std::string line = absl::StrCat(row.header ? "H" : "", row.after_break ? "…" : "", "|");
          for (const Cell& cell : row.cells) absl::StrAppend(&line, ShowCell(cell), "|");
          lines.push_back(line);
        }
        break;
    }
  }
  return lines;
}

// The same of bytes, or the refusal with its values and places.
inline std::vector<std::string> ShowRead(absl::string_view bytes, const Limits& limits = {}) {
  const absl::StatusOr<Document> document = ReadDocument(bytes, limits);
  if (document.ok()) return Show(document->blocks);
  std::string said = ReasonOf(document.status());
  for (const auto& [key, value] : ValuesOf(document.status()))
    absl::StrAppend(&said, " ", key, "=", value);
  for (const Violation& violation : ViolationsOf(document.status()))
    absl::StrAppend(&said, "; ", violation.field, ": ", violation.reason);
  return {said};
}

}  // namespace tranche::document::testing
