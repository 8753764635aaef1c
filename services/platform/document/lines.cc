// SPDX-License-Identifier: EUPL-1.2
#include "platform/document/lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/document/reading.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::document {
namespace {

constexpr std::size_t kUntabbedRunMax = 20;
constexpr std::size_t kHeadingLinesMax = 3;

CellText CellOf(absl::string_view line, absl::string_view cell) {
  const absl::string_view trimmed = Trim(cell);
  return {std::string(trimmed), static_cast<std::size_t>(trimmed.data() - line.data())};
}

std::vector<CellText> TabCells(absl::string_view line) {
  std::vector<CellText> cells;
  for (const absl::string_view cell : absl::StrSplit(line, '\t')) cells.push_back(CellOf(line, cell));
  return cells;
}

std::size_t FilledOf(const std::vector<CellText>& cells) {
  return static_cast<std::size_t>(std::count_if(
      cells.begin(), cells.end(), [](const CellText& cell) { return !cell.text.empty(); }));
}

// Tabs also indent paragraphs: a row has two texts.
bool IsTabRow(const Line& line) { return line.has_tab && FilledOf(TabCells(line.text)) >= 2; }

bool BeginsTabTable(const std::vector<Line>& lines, std::size_t at) {
  if (!IsTabRow(lines[at])) return false;
  if (TabCells(lines[at].text).size() >= 3) return true;
  return at + 1 < lines.size() && IsTabRow(lines[at + 1]);
}

std::size_t NextFilled(const std::vector<Line>& lines, std::size_t at) {
  while (at < lines.size() && lines[at].blank) ++at;
  return at;
}

// Lines without tabs from `at` on that belong to a table above; how many. They do if a row follows them
// directly, and one does at the end of the table.
std::size_t UntabbedRows(const std::vector<Line>& lines, std::size_t at, std::size_t run_max,
                         bool may_end) {
  std::size_t end = at;
  while (end < lines.size() && !lines[end].blank && !lines[end].has_tab && end - at <= run_max) ++end;
  const std::size_t run = end - at;
  if (run > run_max) return 0;
  if (end < lines.size() && lines[end].has_tab) return run;
  return may_end && run == 1 ? 1 : 0;
}

bool IsBarRow(const Line& line) {
  const absl::string_view text = Trim(line.text);
  const auto is_bar = [](absl::string_view at) {
    return absl::StartsWith(at, "|") || absl::StartsWith(at, "│") || absl::StartsWith(at, "║");
  };
  const auto ends = [](absl::string_view at) {
    return absl::EndsWith(at, "|") || absl::EndsWith(at, "│") || absl::EndsWith(at, "║");
  };
  return text.size() >= 3 && is_bar(text) && ends(text) && text.find_first_not_of("| ") != text.npos;
}

// "+----+------+", "|---|:--:|", "├────┼────┤".
bool IsBarRule(const Line& line) {
  static const RE2 kRule("[\\s+|:=\\-─━═│║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]+");
  static const RE2 kDashes("[-=─━═]{2}");
  const re2::StringPiece text = Piece(line.text);
  return !line.blank && RE2::FullMatch(text, kRule) && RE2::PartialMatch(text, kDashes) &&
         line.text.find_first_of("+|") != absl::string_view::npos;
}

bool IsBoxRule(const Line& line) {
  static const RE2 kRule("\\s*[─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]{3,}\\s*");
  return !line.blank && RE2::FullMatch(Piece(line.text), kRule);
}

std::vector<CellText> BarCells(absl::string_view line) {
  std::vector<CellText> cells;
  absl::string_view rest = Trim(line);
  const auto bar_at = [](absl::string_view text, std::size_t from) {
    std::size_t best = absl::string_view::npos;
    for (const absl::string_view bar :
         {absl::string_view("|"), absl::string_view("│"), absl::string_view("║")})
      best = std::min(best, text.find(bar, from));
    return best;
  };
  const auto width = [](absl::string_view text, std::size_t at) -> std::size_t {
    return text[at] == '|' ? 1 : 3;
  };
  rest.remove_prefix(width(rest, 0));
  while (!rest.empty()) {
    const std::size_t end = std::min(bar_at(rest, 0), rest.size());
    cells.push_back(CellOf(line, rest.substr(0, end)));
    rest.remove_prefix(end == rest.size() ? end : end + width(rest, end));
  }
  return cells;
}

// Adds the cells of a further line of a row to those above.
void JoinCells(std::vector<CellText> further, std::vector<CellText>& cells) {
  if (cells.size() < further.size()) cells.resize(further.size());
  for (std::size_t i = 0; i < further.size(); ++i) {
    if (cells[i].text.empty()) {
      cells[i] = std::move(further[i]);
    } else if (!further[i].text.empty()) {
      absl::StrAppend(&cells[i].text, "\n", further[i].text);
    }
  }
}

// Where columns begin, in characters: "--- ---- --" begins at 0, 4 and 9. Empty for what is no rule of
// two columns.
std::vector<std::size_t> ColumnsOfRule(const Line& line) {
  static const RE2 kRule("\\s*(?:[-=─━_]{2,}\\s+)+[-=─━_]{2,}\\s*");
  if (line.blank || line.has_tab || !RE2::FullMatch(Piece(line.text), kRule)) {
    return {};
  }
  std::vector<std::size_t> columns;
  std::size_t character = 0;
  bool in_dashes = false;
  for (const char c : line.text) {
    if (!BeginsCharacter(c)) continue;
    const bool dash = !absl::ascii_isspace(static_cast<unsigned char>(c));
    if (dash && !in_dashes) columns.push_back(character);
    in_dashes = dash;
    ++character;
  }
  return columns;
}

// Cuts a line where the columns begin; a word that reaches over the border stays whole, in the cell
// where it begins.
std::vector<CellText> RuledCells(absl::string_view line, const std::vector<std::size_t>& columns) {
  std::vector<std::size_t> cuts;  // In bytes.
  std::size_t character = 0;
  std::size_t next = 1;
  for (std::size_t i = 0; i < line.size() && next < columns.size(); ++i) {
    if (!BeginsCharacter(line[i])) continue;
    const bool after_blank = i > 0 && line[i - 1] == ' ';
    if (character >= columns[next] && (after_blank || line[i] == ' ')) {
      cuts.push_back(i);
      ++next;
    }
    ++character;
  }
  std::vector<CellText> cells;
  std::size_t begin = 0;
  for (const std::size_t cut : cuts) {
    cells.push_back(CellOf(line, line.substr(begin, cut - begin)));
    begin = cut;
  }
  cells.push_back(CellOf(line, line.substr(begin)));
  return cells;
}

}  // namespace

TableLines FindTabTable(const std::vector<Line>& lines, std::size_t at) {
  TableLines table;
  table.end = at;
  if (!BeginsTabTable(lines, at)) return table;
  bool after_break = false;
  const auto add = [&](std::size_t line) {
    table.rows.push_back({lines[line].number, TabCells(lines[line].text), after_break, false});
    after_break = false;
    if (line > at && lines[line].after_page) ++table.pages;
  };
  while (table.end < lines.size()) {
    const std::size_t next = NextFilled(lines, table.end);
    if (next == lines.size()) break;
    const bool gap = next > table.end;
    // Below a gap, where a paragraph may begin, only a heading or two directly above a row are taken.
    const std::size_t untabbed =
        lines[next].has_tab ? 0 : UntabbedRows(lines, next, gap ? 2 : kUntabbedRunMax, !gap);
    if (!lines[next].has_tab && untabbed == 0) break;
    after_break = gap || lines[next].after_page;
    for (std::size_t i = table.end; i < next; ++i) table.pages += lines[i].after_page ? 1 : 0;
    for (std::size_t i = 0; i < std::max<std::size_t>(untabbed, 1); ++i) add(next + i);
    table.end = next + std::max<std::size_t>(untabbed, 1);
  }
  return table;
}

TableLines FindBarTable(const std::vector<Line>& lines, std::size_t at) {
  TableLines table;
  table.end = at;
  std::size_t end = at;
  int rules = 0;
  int rows = 0;
  for (; end < lines.size(); ++end) {
    const bool rule = IsBarRule(lines[end]) || IsBoxRule(lines[end]);
    if (!rule && !IsBarRow(lines[end])) break;
    if (rule && rows == 0 && rules == 3) break;  // Lines between paragraphs.
    if (rule) ++rules;
    if (!rule) ++rows;
  }
  if (rows < 2 && !(rows == 1 && rules > 0)) return table;
  // With a rule between all rows, the lines between two rules are one row.
  const bool rules_between = rules >= 4;
  bool begins = true;
  std::size_t above_first_rule = 0;
  int rules_seen = 0;
  for (std::size_t i = at; i < end; ++i) {
    if (IsBarRule(lines[i]) || IsBoxRule(lines[i])) {
      begins = true;
      if (!table.rows.empty() && above_first_rule == 0) above_first_rule = table.rows.size();
      ++rules_seen;
      continue;
    }
    std::vector<CellText> cells = BarCells(lines[i].text);
    if (rules_between && !begins && !table.rows.empty()) {
      JoinCells(std::move(cells), table.rows.back().cells);
    } else {
      table.rows.push_back({lines[i].number, std::move(cells), lines[i].after_page, false});
    }
    begins = false;
  }
  // A rule below the first row, and rows below the rule: these are headings.
  if (above_first_rule > 0 && above_first_rule < table.rows.size()) {
    for (std::size_t i = 0; i < above_first_rule; ++i) table.rows[i].header = true;
  }
  table.end = end;
  return table;
}

TableLines FindRuledTable(const std::vector<Line>& lines, std::size_t at) {
  TableLines table;
  table.end = at;
  // A rule above the headings is allowed, then the headings, then the rule that counts.
  std::size_t first = at;
  if (!ColumnsOfRule(lines[at]).empty()) ++first;
  std::size_t rule = first;
  while (rule < lines.size() && rule - first <= kHeadingLinesMax && !lines[rule].blank &&
         ColumnsOfRule(lines[rule]).empty()) {
    ++rule;
  }
  if (rule == first || rule == lines.size() || rule - first > kHeadingLinesMax) return table;
  const std::vector<std::size_t> columns = ColumnsOfRule(lines[rule]);
  if (columns.empty() || rule + 1 == lines.size() || lines[rule + 1].blank) return table;
  table.rows.push_back({lines[first].number, RuledCells(lines[first].text, columns), false, true});
  for (std::size_t i = first + 1; i < rule; ++i)
    JoinCells(RuledCells(lines[i].text, columns), table.rows.back().cells);
  std::size_t end = rule + 1;
  for (; end < lines.size() && !lines[end].blank; ++end) {
    static const RE2 kOnlyDashes("[\\s=_─━-]+");
    if (RE2::FullMatch(Piece(lines[end].text), kOnlyDashes)) continue;
    table.rows.push_back(
        {lines[end].number, RuledCells(lines[end].text, columns), lines[end].after_page, false});
  }
  table.end = end;
  return table;
}

ListMark FindListMark(absl::string_view line) {
  // Bullets and dashes; numbers with a bracket or full stop; letters with a bracket; Roman numbers.
  static const RE2 kBullet(
      "(\\s*)([•●▪■◦○·‣➢✓►–—−-]|\\*[\\s\u00A0])[\\s\u00A0]*(\\pL.*|[„“\"«(0-9].*)");
  static const RE2 kNumber(
      "(\\s*)([0-9]{1,3}[.)]|(?:[0-9]{1,3}\\.){1,4}[0-9]{1,3}[.)]|[а-яa-z]\\)|[IVXLІХ]{1,6}[.)])["
      "\\s\u00A0]+(\\S.*)");
  static const RE2 kDotted("(\\s*)((?:[0-9]{1,2}\\.){1,4}[0-9]{1,2})[\\s\u00A0]+(\\p{Lu}.*|[„“\"«].*)");
  const re2::StringPiece whole = Piece(line);
  re2::StringPiece indent, marker, rest;
  // A dash before a number may be a sign or the middle of a sentence that was cut: a blank must follow
  // it.
  const bool bullet = RE2::FullMatch(whole, kBullet, &indent, &marker, &rest);
  if (bullet && absl::ascii_isdigit(static_cast<unsigned char>(rest[0])) &&
      rest.data() == marker.data() + marker.size()) {
    return {};
  }
  if (!bullet && !RE2::FullMatch(whole, kNumber, &indent, &marker, &rest) &&
      !RE2::FullMatch(whole, kDotted, &indent, &marker, &rest)) {
    return {};
  }
  ListMark mark;
  mark.marker = Trim(View(marker));
  mark.rest = Trim(View(rest));
  const auto parts = std::count(mark.marker.begin(), mark.marker.end() - 1, '.');
  mark.level =
      1 + static_cast<int>(std::min<std::size_t>(indent.size() / 2, 7)) + static_cast<int>(parts);
  return mark;
}

}  // namespace tranche::document
