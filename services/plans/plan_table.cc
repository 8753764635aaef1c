// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_table.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/financing.h"
#include "plans/plan_reader.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

// An annual plan has some dozens of rows; this many is something else.
constexpr size_t kMeasuresMax = 500;

// Cells of a row, counted from 0; places in messages count them from 1.
constexpr size_t kNumber = 0, kActivity = 1, kDescription = 2, kPlace = 3, kFinancing = 4,
                 kExecutor = 5;

re2::StringPiece Piece(absl::string_view text) { return re2::StringPiece(text.data(), text.size()); }

enum class RowKind {
  kNumbered,  // Begins a measure.
  kTotal,     // ОБЩО.
  kOneCell,   // A heading, or the rest of a cell above: NextNumber decides.
  kUnnumbered,
};

struct Row {
  const Line* line = nullptr;
  RowKind kind = RowKind::kUnnumbered;
  int number = 0;            // Of a numbered row.
  int next_number = 0;       // Of the first numbered row below; 0 when there is none.
  bool after_break = false;  // A blank line stands before it.
};

// What one line gives to a cell that page breaks split.
struct CellPiece {
  int line = 0;
  size_t begin = 0;  // Where it stands in the text of the cell.
  absl::string_view text;
};

// A numbered row with what continues it over page breaks.
struct RawMeasure {
  size_t section = 0;  // Index into the sections.
  int ordinal = 0;
  std::array<std::vector<CellPiece>, kColumns> cells;
  std::vector<int> lines;

  std::string Text(size_t column) const {
    return absl::StrJoin(cells[column], " ", [](std::string* out, const CellPiece& piece) {
      absl::StrAppend(out, piece.text);
    });
  }
  // Line of the byte `at` of a cell's text, for messages.
  int LineOf(size_t column, size_t at) const {
    const auto& pieces = cells[column];
    const auto after =
        std::upper_bound(pieces.begin(), pieces.end(), at,
                         [](size_t place, const CellPiece& piece) { return place < piece.begin; });
    return after == pieces.begin() ? lines.front() : std::prev(after)->line;
  }
};

ErrorValues ValuesOf(const CellProblem& problem) {
  if (problem.reason == "PLAN_TOO_MANY_AMOUNTS") return {{"max", absl::StrCat(kCellAmountsMax)}};
  return {{"value", problem.value}};
}

bool IsHeaderCell(absl::string_view cell) { return cell == "№" || cell == "N" || cell == "No"; }

size_t FilledCells(const Line& line) {
  return std::count_if(line.cells.begin(), line.cells.end(),
                       [](absl::string_view cell) { return !cell.empty(); });
}

Row Classify(const Line& line) {
  static const RE2 kOrdinal("([0-9]{1,4})\\.?");
  static const RE2 kTotal("(?i)(?:общо|всичко)\\s*:?");
  Row row{.line = &line};
  re2::StringPiece digits;
  if (RE2::FullMatch(Piece(line.cells[kNumber]), kOrdinal, &digits)) {
    row.kind = RowKind::kNumbered;
    (void)absl::SimpleAtoi(absl::string_view(digits.data(), digits.size()), &row.number);
  } else if (RE2::FullMatch(Piece(line.cells[kNumber]), kTotal) ||
             (line.cells.size() > 1 && line.cells[kNumber].empty() &&
              RE2::FullMatch(Piece(line.cells[kActivity]), kTotal))) {
    row.kind = RowKind::kTotal;
  } else if (FilledCells(line) == 1) {
    row.kind = RowKind::kOneCell;
  }
  return row;
}

class TableReader {
 public:
  TableReader(Plan& plan, Findings& findings, Problems& problems)
      : plan_(plan), findings_(findings), problems_(problems) {}

  void Read(absl::Span<const Line> lines) {
    if (!CheckHeader(lines.front())) return;
    if (!CheckCells(lines)) return;
    const std::vector<Row> rows = RowsOf(lines.subspan(1));
    if (rows.empty()) {
      problems_.Add(Place(lines.front().number), "PLAN_ROWS_MISSING");
      return;
    }
    for (const Row& row : rows) ReadRow(row);
    if (heading_open_) AddEmptySection(rows.back());
    for (const RawMeasure& raw : measures_) Finish(raw);
    CheckTotalCloses();
    CheckLastRow(rows.back());
  }

 private:
  bool CheckHeader(const Line& header);
  bool CheckCells(absl::Span<const Line> lines);
  std::vector<Row> RowsOf(absl::Span<const Line> lines);
  void ReadRow(const Row& row);
  void ReadNumbered(const Row& row);
  void ReadTotal(const Row& row);
  void ReadOneCell(const Row& row);
  void Continue(const Row& row);
  void OpenSection(const Row& row);
  void Finish(const RawMeasure& raw);
  void TakeFinancing(const RawMeasure& raw, Measure& measure);
  void CountAmounts(const RawMeasure& raw, const Measure& measure);
  void CheckTotalCloses();
  void CheckLastRow(const Row& last);

  void AddEmptySection(const Row& row) {
    problems_.Add(Place(heading_line_ != 0 ? heading_line_ : row.line->number), "PLAN_SECTION_EMPTY");
  }

  Plan& plan_;
  Findings& findings_;
  Problems& problems_;
  std::vector<RawMeasure> measures_;
  bool heading_open_ = false;  // The last row was a heading.
  int heading_line_ = 0;
  bool row_open_ = false;  // The last measure may be continued.
  int ordinal_ = 0;        // Of the last measure of the section.
  int total_line_ = 0;
  bool total_seen_ = false;
  int last_amount_line_ = 0;  // Of the last measure with an amount.
  size_t amounts_ = 0;        // Parts of all measures.
};

bool TableReader::CheckHeader(const Line& header) {
  struct Heading {
    const char* name;
    RE2 words;
  };
  static const Heading kHeadings[kColumns] = {
      {"№", RE2("№|N|No")},
      {"вид дейност", RE2("(?i)дейност|мярка|услуга")},
      {"описание", RE2("(?i)описание")},
      {"местоположение", RE2("(?i)мест")},
      {"финансиране", RE2("(?i)финансиране|източник")},
      {"изпълнител", RE2("(?i)изпълн|отговор")},
  };
  bool complete = true;
  for (size_t i = 0; i < kColumns; ++i) {
    if (i < header.cells.size() && RE2::PartialMatch(Piece(header.cells[i]), kHeadings[i].words))
      continue;
    problems_.Add(Place(header.number, i + 1), "PLAN_COLUMNS_MISSING", {{"column", kHeadings[i].name}});
    complete = false;
  }
  return complete;
}

// What is far longer than a cell can be is not read at all.
bool TableReader::CheckCells(absl::Span<const Line> lines) {
  bool short_enough = true;
  for (const Line& line : lines) {
    for (size_t i = 0; i < line.cells.size(); ++i) {
      if (line.cells[i].size() <= kCellBytesMax) continue;
      problems_.Add(Place(line.number, i + 1), "PLAN_CELL_TOO_LONG",
                    {{"max", absl::StrCat(kCellBytesMax)}});
      short_enough = false;
    }
  }
  return short_enough;
}

std::vector<Row> TableReader::RowsOf(absl::Span<const Line> lines) {
  std::vector<Row> rows;
  bool after_break = false;
  for (const Line& line : lines) {
    if (line.blank()) {
      after_break = true;
      continue;
    }
    if (line.cells.size() > 1 && IsHeaderCell(line.cells.front()))
      continue;  // Headings repeated on a new page.
    rows.push_back(Classify(line));
    rows.back().after_break = std::exchange(after_break, false);
    const bool surplus =
        std::any_of(line.cells.begin() + std::min(kColumns, line.cells.size()), line.cells.end(),
                    [](absl::string_view cell) { return !cell.empty(); });
    if (surplus) {
      problems_.Add(Place(line.number, kColumns + 1), "PLAN_ROW_TOO_WIDE",
                    {{"columns", absl::StrCat(kColumns)}});
    }
  }
  int next_number = 0;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    row->next_number = next_number;
    if (row->kind == RowKind::kNumbered) next_number = row->number;
  }
  return rows;
}

void TableReader::ReadRow(const Row& row) {
  switch (row.kind) {
    case RowKind::kNumbered:
      return ReadNumbered(row);
    case RowKind::kTotal:
      return ReadTotal(row);
    case RowKind::kOneCell:
      return ReadOneCell(row);
    case RowKind::kUnnumbered:
      // A row without a number continues the one above only over a page break; anywhere else it is a
      // row that lost its number.
      if (!row.after_break || !row_open_) {
        problems_.Add(Place(row.line->number, 1), "PLAN_ROW_NUMBER_MISSING",
                      {{"value", std::string(row.line->cells.front())}});
        return;
      }
      if (!row.line->cells.front().empty()) {
        problems_.Add(Place(row.line->number, 1), "PLAN_ROW_NUMBER_MISSING",
                      {{"value", std::string(row.line->cells.front())}});
      }
      return Continue(row);
  }
}

void TableReader::ReadNumbered(const Row& row) {
  const Line& line = *row.line;
  if (plan_.sections.empty()) plan_.sections.emplace_back();
  const int expected = heading_open_ ? 1 : ordinal_ + 1;
  if (row.number != expected) {
    problems_.Add(Place(line.number, 1), "PLAN_ROWS_OUT_OF_ORDER",
                  {{"expected", absl::StrCat(expected)}, {"found", absl::StrCat(row.number)}});
  }
  if (line.cells.size() < kColumns) {
    problems_.Add(Place(line.number, line.cells.size()), "PLAN_ROW_INCOMPLETE",
                  {{"columns", absl::StrCat(kColumns)}, {"found", absl::StrCat(line.cells.size())}});
  }
  if (measures_.size() == kMeasuresMax) {
    problems_.Add(Place(line.number), "PLAN_TOO_MANY_ROWS", {{"max", absl::StrCat(kMeasuresMax)}});
  }
  ordinal_ = row.number;
  heading_open_ = false;
  row_open_ = true;
  measures_.push_back(
      {.section = plan_.sections.size() - 1, .ordinal = row.number, .cells = {}, .lines = {}});
  Continue(row);
}

void TableReader::Continue(const Row& row) {
  RawMeasure& raw = measures_.back();
  const Line& line = *row.line;
  for (size_t i = 1; i < std::min(kColumns, line.cells.size()); ++i) {
    if (line.cells[i].empty()) continue;
    std::vector<CellPiece>& pieces = raw.cells[i];
    const size_t begin = pieces.empty() ? 0 : pieces.back().begin + pieces.back().text.size() + 1;
    if (begin + line.cells[i].size() > kCellBytesMax) {
      problems_.Add(Place(line.number, i + 1), "PLAN_CELL_TOO_LONG",
                    {{"max", absl::StrCat(kCellBytesMax)}});
      continue;
    }
    pieces.push_back({line.number, begin, line.cells[i]});
  }
  raw.lines.push_back(line.number);
  if (raw.lines.size() == 2) {
    findings_.Add(Place(raw.lines.front()), "PLAN_ROW_SPLIT", {{"line", absl::StrCat(line.number)}});
  }
}

void TableReader::ReadTotal(const Row& row) {
  const Line& line = *row.line;
  if (heading_open_) AddEmptySection(row);
  heading_open_ = false;
  row_open_ = false;
  if (std::exchange(total_seen_, true)) {
    problems_.Add(Place(line.number), "PLAN_AMOUNT_AMBIGUOUS", {{"value", "ОБЩО"}});
    return;
  }
  total_line_ = line.number;
  if (line.cells.size() <= kFinancing) {
    problems_.Add(Place(line.number, line.cells.size()), "PLAN_ROW_INCOMPLETE",
                  {{"columns", absl::StrCat(kColumns)}, {"found", absl::StrCat(line.cells.size())}});
    return;
  }
  std::vector<CellProblem> unreadable;
  const std::vector<WrittenAmount> amounts = FindAmounts(line.cells[kFinancing], unreadable);
  for (const CellProblem& problem : unreadable) {
    problems_.Add(Place(line.number, kFinancing + 1), problem.reason, ValuesOf(problem));
  }
  if (!unreadable.empty()) return;
  if (amounts.size() != 1) {
    problems_.Add(Place(line.number, kFinancing + 1),
                  amounts.empty() ? "AMOUNT_MALFORMED" : "PLAN_AMOUNT_AMBIGUOUS",
                  {{"value", std::string(line.cells[kFinancing])}});
    return;
  }
  plan_.stated_total = amounts.front().amount;
}

// One filled cell is a heading if and only if the next number is 1. At the end of the document no
// number decides: after a page break it continues the row above, otherwise it is a heading whose rows
// are lost.
void TableReader::ReadOneCell(const Row& row) {
  const Line& line = *row.line;
  const bool in_number_column = !line.cells.front().empty();
  if (row.next_number == 1 || !row_open_) return OpenSection(row);
  if (row.next_number == 0 && (!row.after_break || in_number_column)) return OpenSection(row);
  if (in_number_column) {
    problems_.Add(Place(line.number, 1), "PLAN_ROW_NUMBER_MISSING",
                  {{"value", std::string(line.cells.front())}});
    return;
  }
  Continue(row);
}

void TableReader::OpenSection(const Row& row) {
  if (heading_open_) AddEmptySection(row);
  const auto& cells = row.line->cells;
  const auto title =
      std::find_if(cells.begin(), cells.end(), [](absl::string_view cell) { return !cell.empty(); });
  plan_.sections.push_back({.title = std::string(*title), .measures = {}});
  heading_open_ = true;
  heading_line_ = row.line->number;
  row_open_ = false;
  ordinal_ = 0;
}

void TableReader::Finish(const RawMeasure& raw) {
  for (const size_t column : {kActivity, kExecutor}) {
    if (raw.cells[column].empty()) {
      problems_.Add(Place(raw.lines.front(), column + 1), "PLAN_CELL_EMPTY");
    }
  }
  Measure measure{.section = static_cast<int>(raw.section) + 1, .ordinal = raw.ordinal};
  measure.activity = raw.Text(kActivity);
  measure.description = raw.Text(kDescription);
  measure.place = raw.Text(kPlace);
  measure.financing = raw.Text(kFinancing);
  measure.executor = raw.Text(kExecutor);
  measure.lines = raw.lines;
  TakeFinancing(raw, measure);
  CountAmounts(raw, measure);
  if (measure.stated_total || measure.monthly || !measure.parts.empty())
    last_amount_line_ = raw.lines.front();
  plan_.sections[raw.section].measures.push_back(std::move(measure));
}

void TableReader::TakeFinancing(const RawMeasure& raw, Measure& measure) {
  Financing financing = ReadFinancing(measure.financing);
  for (const CellProblem& problem : financing.problems) {
    problems_.Add(Place(raw.LineOf(kFinancing, problem.begin), kFinancing + 1), problem.reason,
                  ValuesOf(problem));
  }
  for (const Figure& number : financing.after_dash) {
    findings_.Add(Place(raw.LineOf(kFinancing, number.begin), kFinancing + 1), "PLAN_DASH_NOT_A_SIGN",
                  {{"value", number.text}});
  }
  if (financing.sources.empty()) {
    findings_.Add(Place(raw.lines.front(), kFinancing + 1), "PLAN_SOURCE_UNKNOWN");
  }
  measure.sources = std::move(financing.sources);
  measure.stated_total = financing.stated_total;
  measure.parts = std::move(financing.parts);
  measure.monthly = financing.monthly;
  measure.headcount = std::move(financing.headcount);
  measure.cohorts = std::move(financing.cohorts);
  measure.months = financing.months;
}

void TableReader::CountAmounts(const RawMeasure& raw, const Measure& measure) {
  const bool within = amounts_ <= kAmountsMax;
  amounts_ += measure.parts.size();
  if (within && amounts_ > kAmountsMax) {
    problems_.Add(Place(raw.lines.front(), kFinancing + 1), "PLAN_TOO_MANY_AMOUNTS",
                  {{"max", absl::StrCat(kAmountsMax)}});
  }
}

// A table with amounts closes them with ОБЩО. Without it the table was cut, or rows were lost.
void TableReader::CheckTotalCloses() {
  if (last_amount_line_ > total_line_) {
    problems_.Add(Place(last_amount_line_, kFinancing + 1), "PLAN_TOTAL_MISSING");
  }
}

// Whether the document was cut within its last row. The row's cells may all be there and the last one
// be half of itself: then it is the beginning of a name that another row writes in full, or the text
// stops within a list.
void TableReader::CheckLastRow(const Row& last) {
  const Line& line = *last.line;
  if (!row_open_) return;
  if (last.kind != RowKind::kNumbered && line.cells.size() < kColumns) {
    problems_.Add(Place(line.number, line.cells.size()), "PLAN_ROW_INCOMPLETE",
                  {{"columns", absl::StrCat(kColumns)}, {"found", absl::StrCat(line.cells.size())}});
    return;
  }
  const RawMeasure& raw = measures_.back();
  const std::string executor = raw.Text(kExecutor);
  bool written_elsewhere = false, part_of_another = false;
  for (size_t i = 0; i + 1 < measures_.size(); ++i) {
    const std::string other = measures_[i].Text(kExecutor);
    written_elsewhere |= other == executor;
    part_of_another |= other != executor && absl::StartsWith(other, executor);
  }
  if (part_of_another && !written_elsewhere && !executor.empty()) {
    problems_.Add(Place(line.number, kExecutor + 1), "PLAN_ROW_CUT", {{"value", executor}});
  }
  static const RE2 kUnfinished("([^\\s]*[;,:–—-])$");
  for (const size_t column : {kActivity, kDescription}) {
    std::string ending;
    if (!RE2::PartialMatch(raw.Text(column), kUnfinished, &ending)) continue;
    problems_.Add(Place(line.number, column + 1), "PLAN_ROW_CUT", {{"value", ending}});
  }
}

}  // namespace

std::optional<size_t> FindTable(absl::Span<const Line> lines) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].cells.size() > 1 && IsHeaderCell(lines[i].cells.front())) return i;
  }
  return std::nullopt;
}

void ReadTable(absl::Span<const Line> lines, Plan& plan, Findings& findings, Problems& problems) {
  TableReader(plan, findings, problems).Read(lines);
}

}  // namespace tranche::plans
