// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/prose.h"

#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

using Kind = document::Block::Kind;

// A longer line is none that was wrapped.
constexpr size_t kLineBytesMax = 8 << 10;

void AddRows(const Notebook& notebook, int block, int end, std::vector<ProseLine>& lines) {
  const document::Block& table = notebook.document().blocks[block];
  for (int row = 0; row < end; ++row) {
    const std::vector<int> filled = FilledCells(table.rows[row]);
    if (filled.size() != 1) continue;
    const document::Text& text = table.rows[row].cells[filled[0]].text;
    ProseLine line{.at = notebook.Of(block, row, filled[0]), .text = text.text, .source = &text};
    line.blank_lines_before = row == 0 ? table.blank_lines_before : 0;
    lines.push_back(std::move(line));
  }
}

// Words that begin with a small letter go on with the line above, also behind "лв.": an abbreviation
// ended there. A figure or a capital letter may begin something new.
bool BeginsWithinSentence(absl::string_view before, absl::string_view text) {
  static const RE2 kSmall("^[„“\"«(]?\\p{Ll}");
  static const RE2 kFigure("^[0-9(]");
  constexpr size_t kFullLineBytes = 90;  // Some fifty letters.
  const char end = before.empty() ? ':' : before.back();
  if (end == ':' || end == ';') return false;
  if (RE2::PartialMatch(Piece(text), kSmall)) return true;
  if (end == '.' || end == '!' || end == '?') return false;
  return RE2::PartialMatch(Piece(text), kFigure) || before.size() >= kFullLineBytes;
}

}  // namespace

std::vector<ProseLine> ProseOf(const Notebook& notebook,
                               const std::vector<std::optional<Header>>& headers) {
  std::vector<ProseLine> lines;
  const auto& blocks = notebook.document().blocks;
  for (int i = 0; i < static_cast<int>(blocks.size()); ++i) {
    const document::Block& block = blocks[i];
    if (block.kind == Kind::kTable) {
      const int end = headers[i] ? headers[i]->first_row : static_cast<int>(block.rows.size());
      AddRows(notebook, i, end, lines);
      continue;
    }
    lines.push_back({.at = notebook.Of(i),
                     .text = block.text.text,
                     .marker = block.marker,
                     .list_item = block.kind == Kind::kListItem,
                     .heading = block.kind == Kind::kHeading,
                     .level = block.level,
                     .blank_lines_before = block.blank_lines_before,
                     .source = &block.text});
  }
  return lines;
}

bool GoesOn(const ProseLine& before, const ProseLine& line) {
  return line.source->place.format == document::Format::kText && line.blank_lines_before == 0 &&
         !line.list_item && !line.heading && line.text.size() <= kLineBytesMax &&
         BeginsWithinSentence(before.text, line.text);
}

std::vector<Sentence> SentencesOf(absl::string_view line) {
  // A stop or a line feed ends a sentence when a capital letter follows, also without a blank between
  // them ("в тази област.Планът"). Behind "гр.", "т." and the like it ends none, and "През 2013 г." is
  // only the beginning of one.
  constexpr size_t kBeginningBytesMax = 40;
  static const RE2 kEnd("((?:[^\\s.]+))([.!?]+[”“\"]?\\s*|\\n+)(\\p{Lu})");
  static const RE2 kNever("(?i)(?:гр|ул|бул|проф|д-р|инж|чл|ал|т|с|№|общ|обл|бр|стр|св)");
  std::vector<Sentence> sentences;
  size_t begin = 0;
  re2::StringPiece m[4];
  const re2::StringPiece whole = Piece(line);
  for (size_t at = 0; kEnd.Match(whole, at, line.size(), RE2::UNANCHORED, m, 4);) {
    const size_t next = static_cast<size_t>(m[3].data() - line.data());
    at = next;
    if (RE2::FullMatch(m[1], kNever)) continue;
    if (m[1] == "г" && next - begin < kBeginningBytesMax) continue;
    sentences.push_back({begin, line.substr(begin, next - begin)});
    begin = next;
  }
  if (begin < line.size()) sentences.push_back({begin, line.substr(begin)});
  return sentences;
}

}  // namespace tranche::plans::reading
