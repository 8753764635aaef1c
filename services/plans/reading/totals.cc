// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/totals.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "plans/financing.h"
#include "plans/reading/indicators.h"
#include "plans/reading/row_words.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// The one that counts of amounts in words of a total: the only one, or of two that are one amount in
// two currencies, "72 000 лв. (36 813,02 €)", and say the same. None: it is not clear.
const WrittenAmount* CountingAmount(absl::string_view words, absl::Span<const WrittenAmount> amounts,
                                    std::optional<Currency> currency) {
  if (amounts.size() == 1) return &amounts[0];
  if (amounts.size() != 2 || !IsShownTwice(words, amounts[0], amounts[1])) return nullptr;
  const bool leva_first = amounts[0].amount.currency() == Currency::kBgn;
  const absl::StatusOr<Money> euro =
      ConvertToEuro(amounts[leva_first ? 0 : 1].amount, Rounding::kHalfUp);
  if (!euro.ok() || !(*euro == amounts[leva_first ? 1 : 0].amount)) return nullptr;
  return &amounts[!currency || amounts[0].amount.currency() == *currency ? 0 : 1];
}

// The currency of totals that are written in both: that of the rows.
std::optional<Currency> CurrencyOfRows(const RawTables& tables, const Plan& plan) {
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures)
      if (measure.stated_total) return measure.stated_total->currency();
  }
  return tables.currency;
}

// The amount that stands at a place; `at` becomes its own. Nullopt where `problems` says why, or no
// amount with a unit is written.
struct ReadAmount {
  std::optional<Money> amount;
  size_t count = 0;  // Of all amounts there.
  bool problem = false;
};
ReadAmount AmountAt(std::optional<Currency> currency, Notebook& notebook, Where& at) {
  const std::string words(notebook.TextAt(at));
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> amounts = FindAmounts(words, kCellAmountsMax, problems);
  for (const TextProblem& problem : problems)
    notebook.Miss(Within(at, problem.begin, problem.end), problem.reason, {{"value", problem.value}});
  if (!problems.empty()) return {.count = amounts.size(), .problem = true};
  if (const WrittenAmount* counts = CountingAmount(words, amounts, currency)) {
    at = Within(at, counts->begin, counts->end);
    if (counts->in_words) {
      notebook.Find(at, "PLAN_AMOUNT_IN_WORDS",
                    {{"value", std::string(notebook.TextAt(at))},
                     {"amount", absl::StrCat(FormatAmount(counts->amount), " ",
                                             CurrencyCode(counts->amount.currency()))}});
    }
    return {.amount = counts->amount, .count = amounts.size()};
  }
  return {.count = amounts.size()};
}

// The amount of one cell of a row of a total.
std::optional<Money> AmountIn(const RawTables& tables, const RawTotal& total,
                              std::optional<Currency> currency, Notebook& notebook, Where& at) {
  const std::string words(notebook.TextAt(at));
  const ReadAmount read = AmountAt(currency, notebook, at);
  if (read.amount || read.problem) return read.amount;
  const Column& column = tables.headers[total.header][at.column];
  const document::Row& row = notebook.document().blocks[total.block].rows[total.row];
  std::optional<AmountUnit> unit = column.unit;
  if (!unit && !row.cells[at.column].unit.empty()) unit = FindUnit(row.cells[at.column].unit);
  if (!unit) unit = tables.unit;
  const absl::StatusOr<Money> plain =
      read.count == 0 && unit ? ReadAmountIn(*unit, words) : Refuse("AMOUNT_MALFORMED");
  if (plain.ok()) return *plain;
  notebook.Miss(at, read.count == 0 ? "AMOUNT_MALFORMED" : "PLAN_AMOUNT_AMBIGUOUS", {{"value", words}});
  return std::nullopt;
}

// What a row of a total says of each year, where the table has columns of years.
std::vector<AmountPart> YearsOf(const RawTables& tables, const RawTotal& total,
                                std::optional<Currency> currency, absl::string_view path,
                                Notebook& notebook) {
  std::vector<AmountPart> years;
  const std::vector<Column>& columns = tables.headers[total.header];
  static const RE2 kNoFigure("[^0-9]*");
  for (size_t i = 0; i < columns.size(); ++i) {
    Where at = notebook.Of(total.block, total.row, static_cast<int>(i));
    const absl::string_view text = notebook.TextAt(at);
    if (columns[i].year == 0 || RE2::FullMatch(Piece(text), kNoFigure)) continue;
    const std::optional<Money> amount = AmountIn(tables, total, currency, notebook, at);
    if (!amount) continue;
    years.push_back({.label = columns[i].heading, .amount = *amount, .year = columns[i].year});
    notebook.Value(absl::StrCat(path, "stated_years.", years.size()), at);
  }
  return years;
}

// A table of years without a column for the whole may still state it, beside the years or below another
// heading. It is the total when it is exactly what the years add up to; any other number may be
// anything.
std::optional<Money> TotalBesideYears(const RawTables& tables, const RawTotal& total,
                                      const std::vector<AmountPart>& years, Notebook& notebook,
                                      Where& at) {
  std::vector<Money> amounts;
  for (const AmountPart& part : years) amounts.push_back(part.amount);
  const absl::StatusOr<Money> sum = Sum(amounts, years.front().amount.currency());
  const std::vector<Column>& columns = tables.headers[total.header];
  const auto year = std::find_if(columns.begin(), columns.end(),
                                 [](const Column& column) { return column.year != 0; });
  const std::optional<AmountUnit> unit = year->unit ? year->unit : tables.unit;
  if (!sum.ok() || !unit) return std::nullopt;
  for (size_t i = 0; i < columns.size(); ++i) {
    const Where cell = notebook.Of(total.block, total.row, static_cast<int>(i));
    const std::string words(notebook.TextAt(cell));
    if (columns[i].year != 0 || words.empty()) continue;
    const absl::StatusOr<Money> amount = ReadAmountIn(*unit, words);
    if (!amount.ok() || !(*amount == *sum)) continue;
    at = cell;
    notebook.Find(at, "PLAN_TOTAL_BESIDE_YEARS", {{"value", words}, {"heading", columns[i].heading}});
    return *amount;
  }
  return std::nullopt;
}

// The amount of a row of a total. A column of amounts goes before one of words; without either any
// cell with an amount counts, but none of a source or a year, which are parts.
std::optional<Money> AmountOf(const RawTables& tables, const RawTotal& total,
                              std::optional<Currency> currency, const std::vector<AmountPart>& years,
                              Notebook& notebook, Where& at) {
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
  if (at.block < 0 && !years.empty()) return TotalBesideYears(tables, total, years, notebook, at);
  if (at.block < 0) {
    at = cell_of([](const Column& column, absl::string_view text) {
      return column.kind != ColumnKind::kSourceAmount && NamesMoney(text);
    });
  }
  if (at.block < 0) {
    notebook.Miss(total.at, "PLAN_SECTION_TOTAL_UNREAD", {{"value", total.words}});
    return std::nullopt;
  }
  return AmountIn(tables, total, currency, notebook, at);
}

void GiveToPlan(const RawTables& tables, const RawTotal& total, Plan& plan, Notebook& notebook) {
  const std::optional<Currency> currency = CurrencyOfRows(tables, plan);
  plan.stated_years = YearsOf(tables, total, currency, "", notebook);
  Where at;
  plan.stated_total = AmountOf(tables, total, currency, plan.stated_years, notebook, at);
  if (plan.stated_total) notebook.Value("stated_total", at);
}

// The total of a line of its own.
void GiveLineToPlan(const RawTables& tables, Plan& plan, Notebook& notebook) {
  if (!tables.total_below || plan.stated_total) return;
  Where at = *tables.total_below;
  const ReadAmount read = AmountAt(CurrencyOfRows(tables, plan), notebook, at);
  plan.stated_total = read.amount;
  if (read.amount) notebook.Value("stated_total", at);
  if (read.amount || read.problem) return;
  notebook.Miss(at, read.count == 0 ? "AMOUNT_MALFORMED" : "PLAN_AMOUNT_AMBIGUOUS",
                {{"value", std::string(notebook.TextAt(at))}});
}

void GiveToSection(const RawTables& tables, const RawTotal& total, Plan& plan, Notebook& notebook) {
  if (total.section < 1) {
    notebook.Miss(total.at, "PLAN_SECTION_TOTAL_UNREAD", {{"value", total.words}});
    return;
  }
  Section& section = plan.sections[total.section - 1];
  if (section.stated_total || !section.stated_years.empty()) {
    notebook.Miss(notebook.OfRow(total.block, total.row), "PLAN_AMOUNT_AMBIGUOUS",
                  {{"value", total.words}});
    return;
  }
  const std::optional<Currency> currency = CurrencyOfRows(tables, plan);
  section.stated_years =
      YearsOf(tables, total, currency, absl::StrCat("section.", total.section, "."), notebook);
  Where at;
  section.stated_total = AmountOf(tables, total, currency, section.stated_years, notebook, at);
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

// Where a sentence says what the whole plan costs: its bytes up to the amount; 0 when it does not.
size_t SaysTotalOfPlan(absl::string_view sentence) {
  // What was spent, or is given every year, is no total; nor are shares of it.
  static const RE2 kElse(
      "(?i)изразход|усвоен|отчетен|ежегодно|годишно|всяка\\s+година|на\\s+сто|%|предходн|минал\\pL*\\s|"
      "досега");
  static const RE2 kWhole("(?:план|програм|стратеги|календар)");
  static const RE2 kOfPlan(
      "(?i)(?:^|[^\\pL])(?:общ(?:о|а|ата|ия|ият|ите)|необходим\\pL*|предвиден\\pL*)\\s+(?:\\pL+\\s+){0,"
      "2}?"
      "(?:средства|стойност|бюджет|ресурс|разход|сума)\\pL*,?\\s+(?:\\pL+\\s+)?(?:за|на|по)\\s+"
      "(?:(?:изпълнени|реализ|финансиран|осъществяван)\\pL*\\s+на\\s+)?(?:\\pL+\\s+){0,2}?"
      "(?:план|програм|стратеги|календар)\\pL*([^0-9;.]{0,120})$");
  static const RE2 kForPlan(
      "(?i)(?:^|[^\\pL])за\\s+(?:изпълнени|реализ|финансиран|осъществяван)\\pL*\\s+на\\s+(?:\\pL+\\s+){"
      "0,2}?"
      "(?:план|програм|стратеги|календар)\\pL*([^0-9;.]{0,60}[^\\pL]общо[^\\pL][^0-9;.]{0,60})$");
  static const RE2 kPart(
      "(?i)приоритет|раздел|мярк|мерк|дейност|цел|направлени|до\\s*$|около\\s*$|над\\s*$|под\\s*$|"
      "минимум|повече|малко");
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> amounts = FindAmounts(sentence, kCellAmountsMax, problems);
  if (amounts.empty() || !problems.empty() || !RE2::PartialMatch(FoldName(sentence), kWhole) ||
      RE2::PartialMatch(Piece(sentence), kElse))
    return 0;
  // The years of the plan may stand between, "за периода 2024 – 2027 г.".
  static const RE2 kYears("(?:20[0-9]{2}\\s*(?:[-–—]|до|и)\\s*)?20[0-9]{2}\\s*(?:г\\.|година|години)?");
  std::string before(sentence.substr(0, amounts[0].begin));
  RE2::GlobalReplace(&before, kYears, "");
  re2::StringPiece between;
  const bool says =
      RE2::PartialMatch(before, kOfPlan, &between) || RE2::PartialMatch(before, kForPlan, &between);
  return says && !RE2::PartialMatch(between, kPart) ? amounts[0].begin : 0;
}

// `words` begin with the amount. Behind it its sources may follow, "от които …".
void GiveSentenceToPlan(absl::string_view words, const Where& at, std::optional<Currency> currency,
                        Plan& plan, Notebook& notebook) {
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> amounts = FindAmounts(words, kCellAmountsMax, problems);
  const bool twice = amounts.size() > 1 && IsShownTwice(words, amounts[0], amounts[1]);
  const WrittenAmount* counts =
      CountingAmount(words, absl::MakeConstSpan(amounts).first(twice ? 2 : 1), currency);
  if (counts == nullptr) return;
  const Where place = Within(at, counts->begin, counts->end);
  if (!plan.stated_total) {
    plan.stated_total = counts->amount;
    notebook.Value("stated_total", place);
  } else if (*plan.stated_total == counts->amount) {
    notebook.Cover(place);
  } else if (plan.stated_total->currency() == counts->amount.currency()) {
    notebook.Miss(place, "PLAN_AMOUNT_AMBIGUOUS", {{"value", std::string(notebook.TextAt(place))}});
  }
}

}  // namespace

void ReadTotalInText(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures,
                     const RawTables& tables, Plan& plan, Notebook& notebook) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (in_measures[i] || lines[i].list_item || lines[i].text.size() > kCellBytesMax) continue;
    for (const Sentence& sentence : SentencesOf(lines[i].text)) {
      const size_t begin = SaysTotalOfPlan(sentence.text);
      if (begin > 0)
        GiveSentenceToPlan(
            sentence.text.substr(begin),
            Within(lines[i].at, sentence.begin + begin, sentence.begin + sentence.text.size()),
            CurrencyOfRows(tables, plan), plan, notebook);
    }
  }
}

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
  GiveLineToPlan(tables, plan, notebook);
  CheckTotalCloses(tables, plan, notebook);
}

}  // namespace tranche::plans::reading
