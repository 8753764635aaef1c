// SPDX-License-Identifier: EUPL-1.2
// Plain texts: lines, lists by their bullets and numbers, tables by tabs, by bars or under a rule of
// dashes.
#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/lines.h"
#include "platform/document/reading.h"
#include "platform/text/fold.h"

namespace tranche::document {
namespace {

constexpr std::size_t kProblemsMax = 20;
constexpr std::size_t kBlankLinesKept = 3;

// A control character has no place in a text; tabs and line ends are the layout, a form feed is how
// some programs write the end of a page.
bool HasControlCharacter(absl::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t' && c != '\f' && c != '\r';
  });
}

// Ends of pages and lines within a line as blanks, so that no byte moves.
std::string WithoutEnds(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\f' || c == '\r'; }, ' ');
  return text;
}

absl::StatusOr<std::vector<Line>> SplitLines(absl::string_view utf8, const Limits& limits) {
  // Lines may say nothing, as rules of tables do, but not most of them.
  const std::size_t lines_max = limits.blocks_max * 5;
  std::size_t filled = 0;
  std::size_t blank_run = 0;
  int number = 0;
  std::vector<Line> lines;
  std::vector<Violation> problems;
  std::size_t count = 0;
  const auto add = [&](const Line& line, const char* reason) {
    ++count;
    if (problems.size() < kProblemsMax)
      problems.push_back({PlaceText({.format = Format::kText, .line = line.number}), reason, {}});
  };
  for (const absl::string_view part : absl::StrSplit(utf8, '\n')) {
    Line line;
    line.number = ++number;
    line.text = absl::StripSuffix(part, "\r");
    if (!IsValidUtf8(line.text)) {
      add(line, "TEXT_NOT_UTF8");
    } else if (HasControlCharacter(line.text)) {
      add(line, "TEXT_CONTROL_CHARACTER");
    }
    line.after_page = absl::StrContains(line.text, '\f');
    line.blank = Trim(line.text).empty();
    line.has_tab = absl::StrContains(line.text, '\t');
    if (!line.blank || line.after_page) ++filled;
    if (filled > lines_max)
      return Refuse("DOCUMENT_TOO_MANY_CELLS", {{"max", absl::StrCat(lines_max)}});
    // Of many blank lines a few are kept; numbers tell the others.
    blank_run = line.blank ? blank_run + 1 : 0;
    if (blank_run <= kBlankLinesKept || line.after_page) lines.push_back(line);
  }
  if (count == 0) return lines;
  return RefuseInput("DOCUMENT_UNREADABLE", std::move(problems), {{"count", absl::StrCat(count)}});
}

class TextReader {
 public:
  TextReader(std::vector<Line> lines, const Limits& limits)
      : lines_(std::move(lines)), meter_(limits) {}

  absl::StatusOr<Document> Read() {
    document_.format = Format::kText;
    for (std::size_t at = 0; at < lines_.size();) {
      const Line& line = lines_[at];
      if (line.after_page) after_page_ = true;
      if (line.after_page) ++pages_;
      if (line.blank) {
        ++at;
        continue;
      }
      blank_lines_ = line.number - last_line_ - 1;
      TRANCHE_ASSIGN_OR_RETURN(at, AddAt(at));
      last_line_ = lines_[at - 1].number;
      after_page_ = false;
    }
    document_.pages = pages_ == 0 ? 0 : pages_ + 1;
    return std::move(document_);
  }

 private:
  // Adds what begins at a line; the line after it.
  absl::StatusOr<std::size_t> AddAt(std::size_t at) {
    for (const auto find : {FindTabTable, FindBarTable, FindRuledTable}) {
      TableLines table = find(lines_, at);
      if (table.end == at) continue;
      TRANCHE_RETURN_IF_ERROR(AddTable(std::move(table), lines_[at].number));
      return table.end;
    }
    TRANCHE_RETURN_IF_ERROR(AddLine(lines_[at]));
    return at + 1;
  }

  absl::Status AddLine(const Line& line) {
    Block block;
    block.text.place = {.format = Format::kText, .line = line.number};
    const ListMark mark = FindListMark(line.text);
    const absl::string_view text = mark.marker.empty() ? Trim(line.text) : mark.rest;
    if (!mark.marker.empty()) {
      block.kind = Block::Kind::kListItem;
      block.marker = std::string(mark.marker);
      block.level = mark.level;
    }
    block.text.text = WithoutEnds(std::string(text));
    block.text.begin = static_cast<std::size_t>(text.data() - line.text.data());
    block.blank_lines_before = blank_lines_;
    block.after_break = after_page_;
    TRANCHE_RETURN_IF_ERROR(meter_.Block());
    TRANCHE_RETURN_IF_ERROR(meter_.Text(block.text.text.size(), block.text.place));
    document_.blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  absl::Status AddTable(TableLines table, int line) {
    Block block;
    block.kind = Block::Kind::kTable;
    block.text.place = {.format = Format::kText, .line = line, .table = ++tables_};
    block.blank_lines_before = blank_lines_;
    block.after_break = after_page_;
    for (TableLine& from : table.rows) {
      TRANCHE_RETURN_IF_ERROR(meter_.Block());
      Row row;
      row.place = {.format = Format::kText,
                   .line = from.number,
                   .table = tables_,
                   .row = static_cast<int>(block.rows.size()) + 1};
      row.after_break = from.after_break && !block.rows.empty();
      row.header = from.header;
      if (from.cells.size() > meter_.limits().columns_max) {
        return RefuseInput("DOCUMENT_UNREADABLE",
                           {{PlaceText(row.place),
                             "TABLE_TOO_MANY_CELLS",
                             {{"max", absl::StrCat(meter_.limits().columns_max)}}}},
                           {{"count", "1"}});
      }
      for (CellText& text : from.cells) {
        Place place = row.place;
        place.column = static_cast<int>(row.cells.size()) + 1;
        row.cells.push_back(TextCell(WithoutEnds(std::move(text.text)), place));
        row.cells.back().text.begin = text.begin;
        TRANCHE_RETURN_IF_ERROR(meter_.Cell(row.cells.back()));
      }
      block.rows.push_back(std::move(row));
    }
    pages_ += table.pages;
    document_.blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  const std::vector<Line> lines_;
  Meter meter_;
  Document document_;
  int blank_lines_ = 0;
  int last_line_ = 0;  // Of what was added last.
  bool after_page_ = false;
  int pages_ = 0;
  int tables_ = 0;
};

}  // namespace

absl::StatusOr<Document> ReadText(absl::string_view utf8, const Limits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(std::vector<Line> lines, SplitLines(utf8, limits));
  return TextReader(std::move(lines), limits).Read();
}

}  // namespace tranche::document
