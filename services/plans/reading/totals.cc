// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/totals.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/financing.h"
#include "plans/reading/indicators.h"
#include "plans/reading/row_words.h"
#include "platform/base/error.h"

namespace tranche::plans::reading {
namespace {

// The amount of a row of a total. A column of amounts goes before one of words; without either any
// cell with an amount counts.
std::optional<Money> AmountOf(const RawTables& tables, const RawTotal& total, Notebook& notebook,
                              Where& at) {
  const std::vector<Column>& columns = tables.headers[total.header];
  const auto cell_of = [&](auto fits) {
    for (size_t i = 0; i < columns.size(); ++i) {
      const Where cell = notebook.Of(total.block, total.row, static_cast<int>(i));
      if (fits(columns[i], notebook.TextAt(cell))) return cell;
    }
    return Where{};
  };
  at = cell_of([](const Column& column, absl::string_view text) {
    return column.kind == ColumnKind::kAmount && !text.empty();
  });
  if (at.block < 0) {
    at = cell_of([](const Column& column, absl::string_view text) {
      return column.kind == ColumnKind::kFinancing && !text.empty();
    });
  }
  if (at.block < 0) {
    at = cell_of([](const Column&, absl::string_view text) { return NamesMoney(text); });
  }
  if (at.block < 0) {
    notebook.Miss(total.at, "PLAN_SECTION_TOTAL_UNREAD", {{"value", total.words}});
    return std::nullopt;
  }
  const std::string words(notebook.TextAt(at));
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> amounts = FindAmounts(words, kCellAmountsMax, problems);
  for (const TextProblem& problem : problems)
    notebook.Miss(Within(at, problem.begin, problem.end), problem.reason, {{"value", problem.value}});
  if (!problems.empty()) return std::nullopt;
  if (amounts.size() == 1) {
    at = Within(at, amounts[0].begin, amounts[0].end);
    return amounts[0].amount;
  }
  const Column& column = columns[at.column];
  const document::Row& row = notebook.document().blocks[total.block].rows[total.row];
  std::optional<AmountUnit> unit = column.unit;
  if (!unit && !row.cells[at.column].unit.empty()) unit = FindUnit(row.cells[at.column].unit);
  if (!unit) unit = tables.unit;
  const absl::StatusOr<Money> plain =
      amounts.empty() && unit ? ReadAmountIn(*unit, words) : Refuse("AMOUNT_MALFORMED");
  if (plain.ok()) return *plain;
  notebook.Miss(at, amounts.empty() ? "AMOUNT_MALFORMED" : "PLAN_AMOUNT_AMBIGUOUS", {{"value", words}});
  return std::nullopt;
}

void GiveToPlan(const RawTables& tables, const RawTotal& total, Plan& plan, Notebook& notebook) {
  Where at;
  plan.stated_total = AmountOf(tables, total, notebook, at);
  if (plan.stated_total) notebook.Value("stated_total", at);
}

void GiveToSection(const RawTables& tables, const RawTotal& total, Plan& plan, Notebook& notebook) {
  if (total.section < 1) {
    notebook.Miss(total.at, "PLAN_SECTION_TOTAL_UNREAD", {{"value", total.words}});
    return;
  }
  Section& section = plan.sections[total.section - 1];
  if (section.stated_total) {
    notebook.Miss(notebook.OfRow(total.block, total.row), "PLAN_AMOUNT_AMBIGUOUS",
                  {{"value", total.words}});
    return;
  }
  Where at;
  section.stated_total = AmountOf(tables, total, notebook, at);
  if (section.stated_total)
    notebook.Value(absl::StrCat("section.", total.section, ".stated_total"), at);
}

// A table with amounts closes them with a total. In a text, where anything may be cut off, one without
// it was cut, or rows were lost.
void CheckTotalCloses(const RawTables& tables, const Plan& plan, Notebook& notebook) {
  const document::Format format = notebook.document().format;
  const RawMeasure* last = nullptr;
  size_t index = 0;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures) {
      if (measure.stated_total || measure.monthly || !measure.parts.empty())
        last = &tables.measures[index];
      ++index;
    }
  }
  if (last == nullptr || (format != document::Format::kText && format != document::Format::kCsv))
    return;
  const bool closed =
      std::any_of(tables.totals.begin(), tables.totals.end(), [&](const RawTotal& total) {
        return std::pair(total.block, total.row) >
               std::pair(last->first_row.block, last->first_row.row);
      });
  if (closed) return;
  if (last->first_row.row < 0) return;  // Lists have no row for a total.
  const std::vector<Column>& columns = tables.headers[last->header];
  int column = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (IsMoney(columns[i].kind)) column = static_cast<int>(i);
  }
  notebook.Miss(notebook.Of(last->first_row.block, last->first_row.row, column), "PLAN_TOTAL_MISSING");
}

}  // namespace

void ReadTotals(const RawTables& tables, Plan& plan, Notebook& notebook) {
  std::vector<const RawTotal*> of_plan, bare;
  for (const RawTotal& total : tables.totals) {
    if (total.of_plan) {
      of_plan.push_back(&total);
    } else if (IsTotalOfSection(total.words)) {
      GiveToSection(tables, total, plan, notebook);
    } else {
      bare.push_back(&total);
    }
  }
  for (const RawTotal* total : of_plan) {
    if (total == of_plan.front()) {
      GiveToPlan(tables, *total, plan, notebook);
    } else {
      notebook.Miss(notebook.OfRow(total->block, total->row), "PLAN_AMOUNT_AMBIGUOUS",
                    {{"value", total->words}});
    }
  }
  std::map<int, int> in_section;
  for (const RawTotal* total : bare) ++in_section[total->section];
  // One total alone is of the whole plan. Two below one section say the same thing of it; which one
  // counts is not written.
  if (of_plan.empty() && in_section.size() == 1) {
    GiveToPlan(tables, *bare.front(), plan, notebook);
    for (size_t i = 1; i < bare.size(); ++i) {
      notebook.Miss(notebook.OfRow(bare[i]->block, bare[i]->row), "PLAN_AMOUNT_AMBIGUOUS",
                    {{"value", bare[i]->words}});
    }
  } else {
    if (of_plan.empty() && !bare.empty()) notebook.Find(bare.back()->at, "PLAN_TOTALS_SEVERAL");
    for (const RawTotal* total : bare) GiveToSection(tables, *total, plan, notebook);
  }
  CheckTotalCloses(tables, plan, notebook);
}

}  // namespace tranche::plans::reading
