// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/ending.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

using Kind = document::Block::Kind;

int ColumnOf(const std::vector<Column>& columns, ColumnKind kind) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].kind == kind) return static_cast<int>(i);
  }
  return -1;
}

void CheckExecutor(const RawTables& tables, int column, Notebook& notebook) {
  const RawMeasure& last = tables.measures.back();
  const std::string& executor = last.cells[column].text.text();
  bool written_elsewhere = false, part_of_another = false;
  for (size_t i = 0; i + 1 < tables.measures.size(); ++i) {
    if (tables.measures[i].header != last.header) continue;
    const std::string& other = tables.measures[i].cells[column].text.text();
    written_elsewhere |= other == executor;
    part_of_another |= other != executor && absl::StartsWith(other, executor);
  }
  if (part_of_another && !written_elsewhere && !executor.empty()) {
    notebook.Miss(notebook.Of(tables.last_block, tables.last_row, column), "PLAN_ROW_CUT",
                  {{"value", executor}});
  }
}

void CheckDatesAt(const Where& at, Notebook& notebook) {
  const absl::string_view text = notebook.TextAt(at);
  static const RE2 kMayHold(
      "[0-9]\\s?[.-]\\s?[0-9]|[0-9]\\s*-?\\s*\\pL{2}|\\pL,?\\s+(?:19|20)[0-9]{2}|хиляди");
  if (!RE2::PartialMatch(Piece(text), kMayHold)) return;
  std::vector<TextProblem> problems;
  FindDates(text, problems);
  for (const TextProblem& problem : problems)
    notebook.Miss(Within(at, problem.begin, problem.end), problem.reason, {{"value", problem.value}});
}

}  // namespace

void CheckLastRow(const RawTables& tables, Notebook& notebook) {
  const document::Document& document = notebook.document();
  if (document.format != document::Format::kText || !tables.last_row_is_measure) return;
  if (tables.last_block + 1 != static_cast<int>(document.blocks.size())) return;
  const std::vector<Column>& columns = tables.headers.back();
  const size_t cells = document.blocks[tables.last_block].rows[tables.last_row].cells.size();
  if (!tables.last_row_numbered && cells < columns.size()) {
    notebook.Miss(notebook.Of(tables.last_block, tables.last_row, static_cast<int>(cells) - 1),
                  "PLAN_ROW_INCOMPLETE",
                  {{"columns", absl::StrCat(columns.size())}, {"found", absl::StrCat(cells)}});
    return;
  }
  if (const int column = ColumnOf(columns, ColumnKind::kExecutor); column >= 0)
    CheckExecutor(tables, column, notebook);
  static const RE2 kUnfinished("([^\\s]*[;,:–—-])$");
  for (const ColumnKind kind : {ColumnKind::kActivity, ColumnKind::kDescription}) {
    const int column = ColumnOf(columns, kind);
    std::string ending;
    if (column < 0 ||
        !RE2::PartialMatch(tables.measures.back().cells[column].text.text(), kUnfinished, &ending)) {
      continue;
    }
    notebook.Miss(notebook.Of(tables.last_block, tables.last_row, column), "PLAN_ROW_CUT",
                  {{"value", ending}});
  }
}

void CheckDates(Notebook& notebook) {
  const auto& blocks = notebook.document().blocks;
  for (int i = 0; i < static_cast<int>(blocks.size()); ++i) {
    if (blocks[i].kind != Kind::kTable) {
      CheckDatesAt(notebook.Of(i), notebook);
      continue;
    }
    for (int row = 0; row < static_cast<int>(blocks[i].rows.size()); ++row) {
      for (const int column : FilledCells(blocks[i].rows[row]))
        CheckDatesAt(notebook.Of(i, row, column), notebook);
    }
  }
}

std::vector<Remark> WholePlan(const Plan& plan, const Notebook& notebook) {
  std::vector<Remark> remarks;
  size_t measures = 0, with_amount = 0;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures) {
      ++measures;
      if (measure.stated_total || measure.monthly || !measure.parts.empty()) ++with_amount;
    }
  }
  if (with_amount < measures) {
    remarks.push_back(
        {"PLAN_AMOUNTS_MISSING",
         {{"measures", absl::StrCat(measures)}, {"without", absl::StrCat(measures - with_amount)}},
         {.place = "plan"}});
  }
  const document::Document& document = notebook.document();
  if (document.format != document::Format::kText || measures == 0) return remarks;
  // A cut at the border of two rows below the total leaves no trace; only a person with the original
  // can tell.
  const int last = static_cast<int>(document.blocks.size()) - 1;
  const bool table = document.blocks[last].kind == Kind::kTable;
  remarks.push_back(
      {"PLAN_END_UNMARKED",
       {{"measures", absl::StrCat(measures)}, {"sections", absl::StrCat(plan.sections.size())}},
       table ? notebook.OfRow(last, static_cast<int>(document.blocks[last].rows.size()) - 1)
             : notebook.Of(last)});
  return remarks;
}

}  // namespace tranche::plans::reading
