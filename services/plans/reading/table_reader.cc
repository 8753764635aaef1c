// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/table_reader.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "plans/reading/row_words.h"
#include "plans/reading/section_names.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// Its merged cell begins in this very row, and all columns that it covers are of parts: then it is
// taken for all of them at once.
bool IsCoveredAsParts(const document::Row& row, absl::Span<const Column> columns, size_t column) {
  for (size_t i = column + 1; i-- > 0;) {
    if (columns[i].kind != ColumnKind::kSourceAmount) return false;
    if (row.cells[i].spread) continue;
    return i + static_cast<size_t>(row.cells[i].column_span) > column;
  }
  return false;
}

class TableReader {
 public:
  TableReader(const std::vector<std::optional<Header>>& headers, std::optional<Currency> currency,
              Notebook& notebook)
      : headers_(headers), notebook_(notebook), document_(notebook.document()) {
    tables_.currency = currency;
    const auto count = std::count_if(headers.begin(), headers.end(),
                                     [](const auto& header) { return header.has_value(); });
    several_tables_ = count > 1;
    text_ = document_.format == document::Format::kText;
  }

  RawTables Read() {
    for (size_t block = 0; block < document_.blocks.size(); ++block) {
      if (document_.blocks[block].kind == document::Block::Kind::kTable)
        ReadTable(static_cast<int>(block));
    }
    if (heading_open_) CloseEmptySection();
    return std::move(tables_);
  }

 private:
  void ReadTable(int block);
  void ReadHeadedRows(int block);
  std::optional<size_t> ColumnHeaded(absl::string_view heading);
  bool TakeHeader(int block);
  void TakeHeadingAbove(int block);
  std::vector<Row> RowsOf(int block, int first);
  void ReadRow(const Row& row);
  void ReadNumbered(const Row& row);
  void ReadUnnumbered(const Row& row);
  void ReadOneCell(const Row& row);
  void AddMeasure(const Row& row, int number, std::string as_written);
  bool BeginMeasure(const Row& row, int number, std::string as_written);
  int Admit(const Row& row, const WrittenOrdinal& ordinal);
  void Continue(const Row& row, bool fresh);
  void OpenSection(const Where& at, absl::string_view title, std::string numeral);
  void FindSectionColumn(int block, const std::vector<Row>& rows);
  void TakeSectionOf(const Row& row);
  void CloseEmptySection();
  void CheckCells(const Row& row);

  const document::Row& Source(const Row& row) const {
    return document_.blocks[row.block].rows[row.row];
  }
  const std::vector<Column>& Columns() const { return tables_.headers.back(); }
  int ColumnOf(ColumnKind kind) const {
    for (size_t i = 0; i < Columns().size(); ++i) {
      if (Columns()[i].kind == kind) return static_cast<int>(i);
    }
    return -1;
  }

  const std::vector<std::optional<Header>>& headers_;
  Notebook& notebook_;
  const document::Document& document_;
  RawTables tables_;
  bool several_tables_ = false;
  bool text_ = false;
  int number_column_ = -1;
  int activity_column_ = -1;
  int section_column_ = -1;        // That names the sections; -1: none does.
  std::string section_of_column_;  // The last one that it named.
  size_t width_ = 0;               // Of the last table of measures.
  bool heading_open_ = false;      // The last row was a heading.
  bool row_open_ = false;          // The last measure may be continued.
  bool too_many_ = false;
  bool unnumbered_noted_ = false;
  int ordinal_ = 0;          // Of the last measure of the section.
  int ordinal_overall_ = 0;  // Of the last measure.
  std::string prefix_;       // "1." of "1.2".
  std::set<int> taken_;      // Ordinals of the section.
  std::string area_;
  int area_rank_ = 0;
};

// True when the block is a table of measures: it has headings, or it goes on with the one above.
bool TableReader::TakeHeader(int block) {
  const auto& rows = document_.blocks[block].rows;
  const std::optional<Header>& header = headers_[block];
  size_t width = 0;
  for (const document::Row& row : rows) width = std::max(width, row.cells.size());
  if (!header.has_value()) return !tables_.headers.empty() && width == width_ && width > 2;
  width_ = width;
  if (tables_.headers.empty() || tables_.headers.back() != header->columns) {
    tables_.headers.push_back(header->columns);
    SettleColumns(block, *header, tables_.currency, tables_.headers.back(), notebook_);
  }
  // Under other columns than it began with no row goes on.
  row_open_ = row_open_ && tables_.measures.back().cells.size() == Columns().size();
  return true;
}

// Most headings that stand in the rows of one table; every measure has a cell for each of them.
constexpr size_t kRowHeadingsMax = 100;

// The column of a table whose headings stand in its rows; a new one where the heading is new, none
// where there are too many already.
std::optional<size_t> TableReader::ColumnHeaded(absl::string_view heading) {
  std::vector<Column>& columns = tables_.headers.back();
  const auto known = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.heading == heading; });
  if (known != columns.end()) return static_cast<size_t>(known - columns.begin());
  if (columns.size() == kRowHeadingsMax) return std::nullopt;
  columns.push_back(
      {.kind = KindOfHeading(heading), .heading = std::string(heading), .unit = FindUnit(heading)});
  return columns.size() - 1;
}

// "Мярка | …", "Срок | …": each row that names an activity begins a measure.
void TableReader::ReadHeadedRows(int block) {
  notebook_.Use(notebook_.OfRow(block, 0));
  tables_.blocks.push_back(block);
  tables_.headers.emplace_back();
  number_column_ = activity_column_ = -1;
  width_ = 0;
  TakeHeadingAbove(block);
  row_open_ = false;
  const auto& rows = document_.blocks[block].rows;
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    const std::vector<int> filled = FilledCells(rows[i]);
    if (filled.size() != 2 || rows[i].cells[filled[1]].text.text.size() > kCellBytesMax) continue;
    const std::optional<size_t> column = ColumnHeaded(rows[i].cells[filled[0]].text.text);
    Where at = notebook_.Of(block, i, filled[1]);
    if (!column.has_value()) {
      notebook_.Miss(
          notebook_.OfRow(block, i), "PLAN_HEADINGS_TOO_MANY",
          {{"max", absl::StrCat(kRowHeadingsMax)}, {"value", rows[i].cells[filled[0]].text.text}});
      continue;
    }
    if (Columns()[*column].kind == ColumnKind::kActivity) {
      Row row = Classify(rows[i], -1, filled[1]);
      row.block = block;
      row.row = i;
      const bool numbered = row.kind == RowKind::kNumbered;
      if (!numbered && tables_.sections.empty()) tables_.sections.emplace_back();
      const int number = numbered ? Admit(row, row.ordinal) : taken_.empty() ? 1 : *taken_.rbegin() + 1;
      if (!BeginMeasure(row, number, "")) return;
      at = Within(at, row.ordinal_bytes, at.end);
    }
    if (!row_open_) continue;
    RawMeasure& raw = tables_.measures.back();
    raw.cells.resize(std::max(raw.cells.size(), Columns().size()));
    raw.cells[*column].text.Add(at, notebook_.TextAt(at));
    if (rows[i].place.line > 0) raw.lines.push_back(rows[i].place.line);
  }
  for (RawMeasure& raw : tables_.measures) {
    if (raw.header + 1 == tables_.headers.size()) raw.cells.resize(Columns().size());
  }
}

void TableReader::ReadTable(int block) {
  if (HeadsRows(document_.blocks[block].rows)) return ReadHeadedRows(block);
  if (!TakeHeader(block)) return;
  const std::optional<Header>& header = headers_[block];
  notebook_.Use(notebook_.OfRow(block, 0));
  tables_.blocks.push_back(block);
  number_column_ = ColumnOf(ColumnKind::kNumber);
  activity_column_ = ColumnOf(ColumnKind::kActivity);
  if (header.has_value()) TakeHeadingAbove(block);
  const std::vector<Row> rows = RowsOf(block, header ? header->first_row + header->row_count : 0);
  if (rows.empty() && header.has_value()) {
    notebook_.Miss(notebook_.OfRow(block, header->first_row), "PLAN_ROWS_MISSING");
    return;
  }
  FindSectionColumn(block, rows);
  for (const Row& row : rows) ReadRow(row);
}

void TableReader::FindSectionColumn(int block, const std::vector<Row>& rows) {
  section_column_ = ColumnOf(ColumnKind::kSection);
  if (section_column_ >= 0) return;  // The table goes on with the one above.
  section_of_column_.clear();
  const int column = ColumnOf(ColumnKind::kArea);
  if (column < 0 || column == number_column_ || column == activity_column_) return;
  if (!NamesSections(rows, column, notebook_)) return;
  Column& found = tables_.headers.back()[column];
  found.kind = ColumnKind::kSection;
  section_column_ = column;
  const int heading = headers_[block] ? headers_[block]->first_row : rows.front().row;
  notebook_.Find(notebook_.Of(block, heading, column), "PLAN_SECTIONS_FROM_COLUMN",
                 {{"value", found.heading}});
}

// Opens the section that a row names in its column.
void TableReader::TakeSectionOf(const Row& row) {
  if (section_column_ < 0) return;
  const Where at = notebook_.Of(row.block, row.row, section_column_);
  const std::string text(notebook_.TextAt(at));
  if (text.empty() || text == section_of_column_) return;
  section_of_column_ = text;
  OpenSection(at, text, "");
}

// A heading directly above a table names its rows: "Приоритет 2. Здравеопазване".
void TableReader::TakeHeadingAbove(int block) {
  const std::vector<int> above = HeadingsAbove(block, several_tables_, notebook_);
  for (auto i = above.rbegin(); i != above.rend(); ++i) {
    const document::Block& found = document_.blocks[*i];
    OpenSection(notebook_.Of(*i), found.text.text, found.marker);
  }
}

std::vector<Row> TableReader::RowsOf(int block, int first) {
  const auto& source = document_.blocks[block].rows;
  std::vector<Row> rows;
  bool numbers = false;
  for (int i = first; i < static_cast<int>(source.size()); ++i) {
    if (FilledCells(source[i]).empty() || RepeatsHeader(source[i], Columns())) continue;
    rows.push_back(Classify(source[i], number_column_, activity_column_));
    rows.back().block = block;
    rows.back().row = i;
    // A gap in front of a row that is left out is in front of the next one.
    rows.back().after_break |= i > first && FilledCells(source[i - 1]).empty();
    rows.back().after_break |= i > first && RepeatsHeader(source[i - 1], Columns());
    numbers |= rows.back().kind == RowKind::kNumbered;
  }
  if (!numbers) number_column_ = -1;
  int next_number = 0;
  std::string next_prefix;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    row->next_number = next_number;
    // "1 Образование" above "1.1 …" is a heading.
    if (row->kind == RowKind::kNumbered && row->filled.size() == 2 && row->ordinal.prefix.empty() &&
        next_prefix == absl::StrCat(row->ordinal.number, ".") && !row->ordinal_in_activity) {
      row->kind = RowKind::kHeading;
      continue;
    }
    if (row->kind != RowKind::kNumbered) continue;
    next_number = row->ordinal.number;
    next_prefix = row->ordinal.prefix;
  }
  return rows;
}

void TableReader::ReadRow(const Row& row) {
  CheckCells(row);
  if (too_many_) return;
  tables_.last_block = row.block;
  tables_.last_row = row.row;
  tables_.last_row_is_measure = false;
  switch (row.kind) {
    case RowKind::kNumbered:
      return ReadNumbered(row);
    case RowKind::kTotal:
      if (heading_open_) CloseEmptySection();
      heading_open_ = row_open_ = false;
      tables_.totals.push_back({.section = static_cast<int>(tables_.sections.size()),
                                .words = row.words,
                                .of_plan = IsTotalOfPlan(row.words),
                                .at = notebook_.Of(row.block, row.row, row.words_column),
                                .header = tables_.headers.size() - 1,
                                .block = row.block,
                                .row = row.row});
      return;
    case RowKind::kHeading: {
      const Where at = notebook_.Of(row.block, row.row, row.filled.back());
      return OpenSection(at, notebook_.TextAt(at), row.ordinal.as_written);
    }
    case RowKind::kOneCell:
      return ReadOneCell(row);
    case RowKind::kUnnumbered:
      return ReadUnnumbered(row);
  }
}

// What is far longer than a cell can be is not read, and neither is what has no heading.
void TableReader::CheckCells(const Row& row) {
  const document::Row& source = Source(row);
  for (const int column : row.filled) {
    const Where at = notebook_.Of(row.block, row.row, column);
    if (source.cells[column].text.text.size() > kCellBytesMax)
      notebook_.Miss(at, "PLAN_CELL_TOO_LONG", {{"max", absl::StrCat(kCellBytesMax)}});
    if (column == static_cast<int>(Columns().size())) {
      notebook_.Miss(at, "PLAN_ROW_TOO_WIDE", {{"columns", absl::StrCat(Columns().size())}});
    }
  }
}

// The number that a row gets: as written, unless the section has it already.
int TableReader::Admit(const Row& row, const WrittenOrdinal& ordinal) {
  const Where at = notebook_.Of(row.block, row.row, std::max(number_column_, 0));
  const bool begins_anew = ordinal.number == 1 && !taken_.empty() && !heading_open_;
  if (begins_anew || (ordinal.prefix != prefix_ && !taken_.empty() && !heading_open_)) {
    notebook_.Find(at, "PLAN_NUMBERING_RESTARTS");
    tables_.sections.push_back({.area = area_});
    taken_.clear();
    ordinal_ = 0;
  } else if (tables_.sections.empty()) {
    tables_.sections.emplace_back();
  }
  prefix_ = ordinal.prefix;
  if (taken_.contains(ordinal.number)) {
    const int given = *taken_.rbegin() + 1;
    notebook_.Miss(at, "PLAN_ORDINAL_TWICE",
                   {{"value", absl::StrCat(ordinal.number)}, {"given", absl::StrCat(given)}});
    return given;
  }
  const int expected = taken_.empty() ? 1 : ordinal_ + 1;
  // Numbers may go on over the headings of a table.
  const bool goes_on = taken_.empty() && ordinal.number == ordinal_overall_ + 1;
  if (ordinal.number != expected && !goes_on) {
    notebook_.Miss(at, "PLAN_ROWS_OUT_OF_ORDER",
                   {{"expected", absl::StrCat(expected)}, {"found", absl::StrCat(ordinal.number)}});
  }
  return ordinal.number;
}

void TableReader::ReadNumbered(const Row& row) {
  // Half of a text may be lost where a line ends too early; other formats leave out empty cells.
  const size_t cells = Source(row).cells.size();
  if (text_ && cells < Columns().size()) {
    notebook_.Miss(notebook_.Of(row.block, row.row, static_cast<int>(cells) - 1), "PLAN_ROW_INCOMPLETE",
                   {{"columns", absl::StrCat(Columns().size())}, {"found", absl::StrCat(cells)}});
  }
  TakeSectionOf(row);
  const int number = Admit(row, row.ordinal);
  AddMeasure(row, number,
             row.ordinal.plain && number == row.ordinal.number ? "" : row.ordinal.as_written);
}

void TableReader::AddMeasure(const Row& row, int number, std::string as_written) {
  if (BeginMeasure(row, number, std::move(as_written))) Continue(row, /*fresh=*/true);
}

bool TableReader::BeginMeasure(const Row& row, int number, std::string as_written) {
  if (tables_.measures.size() == kMeasuresMax) {
    notebook_.Miss(notebook_.OfRow(row.block, row.row), "PLAN_TOO_MANY_ROWS",
                   {{"max", absl::StrCat(kMeasuresMax)}});
    too_many_ = true;
    return false;
  }
  heading_open_ = false;
  row_open_ = true;
  ordinal_ = ordinal_overall_ = number;
  taken_.insert(number);
  RawMeasure raw;
  raw.section = static_cast<int>(tables_.sections.size());
  raw.ordinal = number;
  raw.ordinal_as_written = std::move(as_written);
  raw.first_row = notebook_.OfRow(row.block, row.row);
  raw.header = tables_.headers.size() - 1;
  raw.cells.resize(Columns().size());
  if (number_column_ >= 0) raw.ordinal_at = notebook_.Of(row.block, row.row, number_column_);
  tables_.measures.push_back(std::move(raw));
  return true;
}

// Adds the cells of a row to the measure above. Of a fresh row also what merged cells repeat, except
// amounts: those are not each row's own.
void TableReader::Continue(const Row& row, bool fresh) {
  RawMeasure& raw = tables_.measures.back();
  const document::Row& source = Source(row);
  tables_.last_row_is_measure = true;
  tables_.last_row_numbered = fresh;
  const size_t width = std::min(raw.cells.size(), source.cells.size());
  static const RE2 kFigure("[0-9]");
  for (size_t i = 0; i < width; ++i) {
    if (static_cast<int>(i) == number_column_) continue;
    const document::Cell& cell = source.cells[i];
    raw.cells[i].too_long |= cell.text.text.size() > kCellBytesMax;
    if (cell.text.text.empty() || cell.text.text.size() > kCellBytesMax) continue;
    const bool money = IsMoney(Columns()[i].kind);
    if (cell.spread && (!fresh || money)) {
      const bool amount = RE2::PartialMatch(cell.text.text, kFigure);
      if (money && fresh && amount && !IsCoveredAsParts(source, Columns(), i))
        raw.cells[i].shared = true;
      continue;
    }
    Where at = notebook_.Of(row.block, row.row, static_cast<int>(i));
    // "#REF!" is no executor and names no source; in a column of amounts their reader tells it.
    const bool told = money && Columns()[i].kind != ColumnKind::kFinancing;
    if (cell.kind == document::Cell::Kind::kError && !told) {
      notebook_.Miss(at, "TABLE_FORMULA_FAILED", {{"value", cell.text.text}});
      continue;
    }
    const size_t before = raw.cells[i].text.empty() ? 0 : raw.cells[i].text.text().size() + 1;
    if (before + cell.text.text.size() > kCellBytesMax) {
      notebook_.Miss(at, "PLAN_CELL_TOO_LONG", {{"max", absl::StrCat(kCellBytesMax)}});
      continue;
    }
    if (fresh && row.ordinal_in_activity && static_cast<int>(i) == activity_column_)
      at = Within(at, row.ordinal_bytes, at.end);
    raw.cells[i].text.Add(at, notebook_.TextAt(at));
    raw.cells[i].unit = cell.unit;
    raw.cells[i].columns = cell.column_span;
    raw.cells[i].number = cell.kind == document::Cell::Kind::kNumber;
  }
  if (source.place.line > 0) raw.lines.push_back(source.place.line);
  if (fresh) return;
  if (raw.lines.size() == 2) {
    notebook_.Find({.block = row.block,
                    .row = row.row,
                    .place = document::PlaceText({.format = document_.format, .line = raw.lines[0]})},
                   "PLAN_ROW_SPLIT", {{"line", absl::StrCat(raw.lines[1])}});
  }
}

void TableReader::ReadUnnumbered(const Row& row) {
  const document::Row& source = Source(row);
  const int first = row.filled.front();
  const auto stands_in = [&](int column) {
    return column >= 0 && column < static_cast<int>(source.cells.size()) &&
           !source.cells[column].text.text.empty() && !source.cells[column].spread;
  };
  const auto merged_from_above = [&](int column) {
    return column >= 0 && column < static_cast<int>(source.cells.size()) && source.cells[column].spread;
  };
  if (number_column_ < 0) {
    if (!stands_in(activity_column_)) {
      if (row_open_) return Continue(row, /*fresh=*/false);
      notebook_.Miss(notebook_.Of(row.block, row.row, first), "PLAN_ROW_NUMBER_MISSING",
                     {{"value", source.cells[first].text.text}});
      return;
    }
    if (!std::exchange(unnumbered_noted_, true))
      notebook_.Find(notebook_.OfRow(row.block, row.row), "PLAN_ROWS_UNNUMBERED");
    TakeSectionOf(row);
    if (tables_.sections.empty()) tables_.sections.emplace_back();
    return AddMeasure(row, taken_.empty() ? 1 : *taken_.rbegin() + 1, "");
  }
  if (row_open_ && merged_from_above(number_column_)) return Continue(row, /*fresh=*/false);
  // A row without a number continues the one above over a page break, and in formats with cells of
  // their own also where it names no activity; anywhere else it is a row that lost its number.
  const bool continues = row_open_ && (row.after_break || (!text_ && !stands_in(activity_column_)));
  const Where number = notebook_.Of(row.block, row.row, number_column_);
  if (!continues || stands_in(number_column_)) {
    notebook_.Miss(number, "PLAN_ROW_NUMBER_MISSING",
                   {{"value", std::string(notebook_.TextAt(number))}});
  }
  if (continues) Continue(row, /*fresh=*/false);
}

// One filled cell is a heading if and only if the next number is 1. At the end of the document no
// number decides: after a page break it continues the row above, otherwise it is a heading whose rows
// are lost. Where rows have no numbers, a heading stands in the first column or over all of them.
void TableReader::ReadOneCell(const Row& row) {
  const Where at = notebook_.Of(row.block, row.row, row.filled.front());
  const document::Cell& cell = Source(row).cells[row.filled.front()];
  const bool wide = cell.column_span > 1 || Source(row).cells.size() == 1;
  const auto open = [&] { OpenSection(at, notebook_.TextAt(at), ""); };
  if (number_column_ < 0) {
    if (wide || row.filled.front() == 0 || !row_open_) return open();
    return Continue(row, /*fresh=*/false);
  }
  const bool in_number_column = row.filled.front() == number_column_;
  // Beyond the columns that headings stand in, it is the rest of a cell above.
  if (row_open_ && !wide && row.filled.front() > std::max(number_column_, activity_column_))
    return Continue(row, /*fresh=*/false);
  if (row.next_number == 1 || !row_open_ || wide) return open();
  if (RankOfHeading(notebook_.TextAt(at), "") > 0 && row.next_number == ordinal_overall_ + 1)
    return open();
  if (row.next_number == 0 && (!row.after_break || in_number_column)) return open();
  if (in_number_column) {
    notebook_.Miss(at, "PLAN_ROW_NUMBER_MISSING", {{"value", std::string(notebook_.TextAt(at))}});
    return;
  }
  Continue(row, /*fresh=*/false);
}

void TableReader::OpenSection(const Where& at, absl::string_view title, std::string numeral) {
  const int rank = RankOfHeading(title, numeral);
  if (heading_open_) {
    const RawSection above = tables_.sections.back();
    const int rank_above = RankOfHeading(above.title, above.numeral);
    if (rank_above > 0 && rank != rank_above) {
      area_ = above.title;
      area_rank_ = rank_above;
      notebook_.Value(absl::StrCat("section.", tables_.sections.size(), ".area"), above.at);
      tables_.sections.pop_back();
    } else {
      CloseEmptySection();
    }
  }
  if (rank > 0 && area_rank_ > 0 && rank <= area_rank_) {
    area_.clear();
    area_rank_ = 0;
  }
  Where words = at;
  if (numeral.empty()) {
    const size_t skipped = SplitNumeral(title, numeral);
    words = Within(at, skipped, title.size());
  }
  std::string written(notebook_.TextAt(words));
  std::replace(written.begin(), written.end(), '\n', ' ');
  notebook_.Use(at);
  tables_.sections.push_back(
      {.numeral = std::move(numeral), .title = std::move(written), .area = area_, .at = words});
  heading_open_ = true;
  row_open_ = false;
  taken_.clear();
  prefix_.clear();
  ordinal_ = 0;
}

void TableReader::CloseEmptySection() {
  Where at = tables_.sections.back().at;
  if (at.row >= 0) at = notebook_.OfRow(at.block, at.row);
  notebook_.Miss(at, "PLAN_SECTION_EMPTY");
}

}  // namespace

std::vector<std::optional<Header>> FindHeaders(const document::Document& document) {
  std::vector<std::optional<Header>> headers;
  for (const document::Block& block : document.blocks) {
    headers.push_back(HeadsRows(block.rows) ? std::optional<Header>() : FindHeader(block.rows));
  }
  return headers;
}

RawTables ReadTables(const std::vector<std::optional<Header>>& headers,
                     std::optional<Currency> currency, Notebook& notebook) {
  return TableReader(headers, currency, notebook).Read();
}

}  // namespace tranche::plans::reading
