// SPDX-License-Identifier: EUPL-1.2
#include "cli/table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/columns.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

// Wider texts are cut, or wrapped at a terminal, except in the last column; JSON and CSV have them
// whole.
constexpr int kTextColumnsMax = 52;
constexpr int kLastColumnMax = 400;
// A column of text that is narrower is hard to read.
constexpr int kTextColumnsMin = 12;
constexpr int kGap = 2;
constexpr int kMarksCount = 6;
// By the number of the provenance.
constexpr const char* kMarkSigns[kMarksCount] = {"", "¹", "²", "³", "⁴", "⁵"};

struct Column {
  int width = 0;
  int least = 0;
  int sign = 0;  // Of the widest mark, which hangs outside the digits.
  bool right = false;
};

std::string Blanks(int count) { return std::string(static_cast<size_t>(std::max(0, count)), ' '); }

int LongestWord(const std::string& text) {
  int longest = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    longest = std::max(longest, DisplayWidth(word));
  }
  return longest;
}

std::vector<Column> Measure(const Table& table, const OutputStyle& style) {
  std::vector<Column> columns(table.headings.size());
  for (size_t c = 0; c < columns.size(); ++c) {
    Column& column = columns[c];
    int widest = 0;
    for (const std::vector<Cell>& row : table.rows) {
      widest = std::max(widest, DisplayWidth(OneLine(row[c].text)));
      column.sign = std::max(column.sign, DisplayWidth(SignOf(row[c].mark)));
      column.right = column.right || row[c].right;
    }
    widest = std::min(widest, c + 1 == columns.size() ? kLastColumnMax : kTextColumnsMax);
    const int heading = style.headers ? DisplayWidth(table.headings[c]) : 0;
    const int heading_word = style.headers ? LongestWord(table.headings[c]) : 0;
    column.width = std::max(widest, heading);
    // Digits are not broken.
    column.least = std::max(column.right ? widest : std::min(widest, kTextColumnsMin), heading_word);
  }
  return columns;
}

// Takes from the widest column until the line fits; false when it cannot.
bool Shrink(int terminal, std::vector<Column>* columns) {
  int total = kGap * (static_cast<int>(columns->size()) - 1);
  for (const Column& column : *columns) total += column.width + column.sign;
  while (total > terminal) {
    Column* widest = nullptr;
    for (Column& column : *columns) {
      if (column.width > column.least && (widest == nullptr || column.width > widest->width)) {
        widest = &column;
      }
    }
    if (widest == nullptr) return false;
    --widest->width;
    --total;
  }
  return true;
}

// A value padded to its column.
std::string Padded(const std::string& text, common::v1::Provenance mark, const Column& column) {
  const std::string sign = SignOf(mark);
  const std::string tail = absl::StrCat(sign, Blanks(column.sign - DisplayWidth(sign)));
  const std::string blanks = Blanks(column.width - DisplayWidth(text));
  if (column.right) return absl::StrCat(blanks, text, tail);
  return absl::StrCat(text, sign, blanks, Blanks(column.sign - DisplayWidth(sign)));
}

// One row, in as many lines as its longest value needs.
std::string RenderRow(const std::vector<Cell>& row, const std::vector<Column>& columns, bool wrap) {
  std::vector<std::vector<std::string>> cells;
  size_t height = 1;
  for (size_t c = 0; c < row.size(); ++c) {
    const std::string text = OneLine(row[c].text);
    cells.push_back(wrap ? Wrapped(text, columns[c].width)
                         : std::vector<std::string>{Shortened(text, columns[c].width)});
    height = std::max(height, cells.back().size());
  }
  std::string out;
  for (size_t line = 0; line < height; ++line) {
    std::vector<std::string> parts;
    for (size_t c = 0; c < row.size(); ++c) {
      const bool last = line + 1 == cells[c].size();
      parts.push_back(Padded(line < cells[c].size() ? cells[c][line] : "",
                             last ? row[c].mark : common::v1::PROVENANCE_UNSPECIFIED, columns[c]));
    }
    std::string text = absl::StrJoin(parts, Blanks(kGap));
    absl::StripTrailingAsciiWhitespace(&text);
    absl::StrAppend(&out, text, "\n");
  }
  return out;
}

// Each row as a list of its values.
std::string RenderRecords(const Table& table, const OutputStyle& style) {
  std::string out;
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<Field> fields;
    for (size_t c = 0; c < row.size(); ++c) fields.push_back({table.headings[c], row[c]});
    absl::StrAppend(&out, out.empty() ? "" : "\n", RenderFields(fields, style));
  }
  return out;
}

// Where a text of UTF-8 may be broken so that no more than `columns` stand before it; at least one
// character.
size_t BreakAt(absl::string_view text, int columns) {
  const size_t fits = BytesWithin(text, columns);
  return fits > 0 || text.empty() ? fits : EndOfCharacter(text, 0);
}

}  // namespace

std::string SignOf(common::v1::Provenance mark) { return kMarkSigns[mark % kMarksCount]; }

std::string OneLine(absl::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    line.push_back(control ? ' ' : c);
  }
  return line;
}

std::vector<std::string> Wrapped(absl::string_view text, int columns) {
  std::vector<std::string> lines;
  std::string line;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) <= columns) {
      absl::StrAppend(&line, " ", word);
      continue;
    }
    if (!line.empty()) lines.push_back(std::exchange(line, ""));
    while (BytesWithin(word, columns) < word.size()) {
      const size_t end = BreakAt(word, columns);
      lines.emplace_back(word.substr(0, end));
      word.remove_prefix(end);
    }
    line = std::string(word);
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

std::string RenderFields(const std::vector<Field>& fields, const OutputStyle& style) {
  int width = 0;
  for (const Field& field : fields) width = std::max(width, DisplayWidth(field.label));
  std::string out;
  for (const Field& field : fields) {
    const std::string mark = field.cell.mark == common::v1::PROVENANCE_UNSPECIFIED
                                 ? ""
                                 : absl::StrCat(" (", SayMark(field.cell.mark, style.language), ")");
    const std::string value = absl::StrCat(OneLine(field.cell.text), mark);
    const int room = style.columns - width - kGap;
    std::string label = absl::StrCat(field.label, Blanks(width - DisplayWidth(field.label)));
    const bool wrap = style.columns > 0 && room >= kTextColumnsMin;
    for (const std::string& line : wrap ? Wrapped(value, room) : std::vector<std::string>{value}) {
      absl::StrAppend(&out, label, Blanks(kGap), line, "\n");
      label = Blanks(width);
    }
  }
  return out;
}

std::string RenderNote(const std::string& note, const OutputStyle& style) {
  const std::string line = OneLine(note);
  const size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const int room = style.columns - static_cast<int>(indent);
  if (style.columns == 0 || room < kTextColumnsMin) return absl::StrCat(line, "\n");
  std::string out;
  for (const std::string& part : Wrapped(absl::string_view(line).substr(indent), room)) {
    absl::StrAppend(&out, std::string(indent, ' '), part, "\n");
  }
  return out;
}

std::string RenderTable(const Table& table, const OutputStyle& style) {
  std::vector<Column> columns = Measure(table, style);
  const bool wrap = style.columns > 0;
  if (wrap && !Shrink(style.columns, &columns)) return RenderRecords(table, style);
  std::string out;
  if (style.headers) {
    std::vector<Cell> headings;
    for (const std::string& heading : table.headings) headings.push_back({.text = heading, .raw = ""});
    const std::string text = RenderRow(headings, columns, wrap);
    for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      absl::StrAppend(&out, style.colour ? "\x1b[1m" : "", line, style.colour ? "\x1b[0m" : "", "\n");
    }
  }
  for (const std::vector<Cell>& row : table.rows) out += RenderRow(row, columns, wrap);
  return out;
}

}  // namespace tranche::cli
