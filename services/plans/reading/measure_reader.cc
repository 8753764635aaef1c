// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/measure_reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "plans/financing.h"
#include "plans/reading/indicators.h"
#include "plans/reading/measure_cells.h"
#include "plans/reading/measure_notes.h"
#include "plans/reading/row_words.h"
#include "plans/reading/totals.h"
#include "platform/base/error.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// Beside sources that another column names these have shares or amounts, or are others.
bool SaysMore(const Financing& here, const std::vector<Source>& named) {
  return std::any_of(here.sources.begin(), here.sources.end(), [&](const Source& source) {
    const bool known = std::any_of(named.begin(), named.end(),
                                   [&](const Source& other) { return other.kind == source.kind; });
    const bool whole = here.sources.size() == 1 && here.stated_total == source.amount;
    return !known || !source.share_percent.empty() || (source.amount && !whole);
  });
}

}  // namespace

Measure MeasureReader::Read(const RawMeasure& raw) {
  raw_ = &raw;
  key_ = absl::StrCat("measure.", raw.section, ".", raw.ordinal);
  Measure measure{.section = raw.section, .ordinal = raw.ordinal};
  measure.ordinal_as_written = raw.ordinal_as_written;
  measure.lines = raw.lines;
  if (raw.ordinal_at.block >= 0) notebook_.Value(Path("ordinal"), raw.ordinal_at);
  TakeText(ColumnKind::kActivity, "activity", measure.activity);
  TakeText(ColumnKind::kDescription, "description", measure.description);
  TakeText(ColumnKind::kPlace, "place", measure.place);
  TakeText(ColumnKind::kExecutor, "executor", measure.executor);
  TakeText(ColumnKind::kResults, "expected_results", measure.expected_results);
  TakeText(ColumnKind::kTargetGroup, "target_group", measure.target_group);
  TakeText(ColumnKind::kObjective, "objective", measure.objective);
  TakeMoney(measure);
  if (const RawCell* cell = CellOf(ColumnKind::kSource);
      cell != nullptr || CellOf(ColumnKind::kFinancing)) {
    NoteShares(measure, (cell != nullptr ? cell : CellOf(ColumnKind::kFinancing))->text.All(),
               notebook_);
  }
  TakeHeadcount(measure);
  TakeTimeframe(measure);
  TakeMarkedYears(measure);
  TakeShare(measure);
  TakePartners(measure);
  TakeIndicators(measure);
  TakeOtherCells(measure);
  CheckFilled();
  return measure;
}

void MeasureReader::CheckFilled() {
  // An executor may stand elsewhere; of a text that ends too early it is the first thing to be lost.
  for (size_t i = 0; i < Columns().size(); ++i) {
    const ColumnKind kind = Columns()[i].kind;
    const bool needed = kind == ColumnKind::kActivity || (text_ && kind == ColumnKind::kExecutor);
    if (!needed || !raw_->cells[i].text.empty() || raw_->cells[i].too_long) continue;
    const Where row = raw_->first_row;
    if (row.row < 0) {  // Measures without a table have no cells.
      notebook_.Miss(row, "PLAN_CELL_EMPTY");
      continue;
    }
    notebook_.Miss(notebook_.Of(row.block, row.row, static_cast<int>(i)), "PLAN_CELL_EMPTY");
  }
}

void MeasureReader::TakeMoney(Measure& measure) {
  const RawCell* financing = CellOf(ColumnKind::kFinancing);
  const bool none = !HasColumn(ColumnKind::kFinancing) && !HasColumn(ColumnKind::kAmount) &&
                    !HasColumn(ColumnKind::kSourceAmount);
  // Without a column for money its words stand in the description, if anywhere.
  if (none && financing == nullptr) {
    const RawCell* words = CellOf(ColumnKind::kDescription);
    if (words == nullptr || !NamesMoney(words->text.text())) words = CellOf(ColumnKind::kActivity);
    if (words != nullptr && NamesMoney(words->text.text())) TakeFinancing(*words, measure);
  }
  if (financing != nullptr) {
    measure.financing = financing->text.text();
    notebook_.Value(Path("financing"), financing->text.All());
    // A number alone is an amount in the unit of the heading.
    static const RE2 kNumber("[0-9][0-9.,' \\x{A0}\\x{202F}\\x{2009}’]*");
    if (financing->number || RE2::FullMatch(financing->text.text(), kNumber)) {
      TakeAmountColumn(static_cast<size_t>(financing - raw_->cells.data()), measure);
    } else {
      TakeFinancing(*financing, measure);
    }
  }
  TakeSources(measure);
  for (size_t i = 0; i < Columns().size(); ++i) {
    if (raw_->cells[i].shared && IsMoney(Columns()[i].kind))
      notebook_.Find(raw_->first_row, "PLAN_AMOUNT_SHARED");
    if (raw_->cells[i].text.empty()) continue;
    if (Columns()[i].kind == ColumnKind::kAmount) TakeAmountColumn(i, measure);
    if (Columns()[i].kind == ColumnKind::kSourceAmount) TakePartColumns(i, measure);
    if (Columns()[i].kind == ColumnKind::kMonthly) TakeMonthlyColumn(i, measure);
    if (Columns()[i].kind == ColumnKind::kUnitPrice) TakeUnitPrice(i, measure);
  }
  TakeAmountsOfSources(measure);
  // What stands beside an amount comes after all amounts, wherever its column is: the words of a cell
  // with an amount may say months and euro as well, and are compared with it.
  for (size_t i = 0; i < Columns().size(); ++i) {
    if (raw_->cells[i].text.empty()) continue;
    if (Columns()[i].kind == ColumnKind::kMonths) TakeMonthsColumn(i, measure);
    if (Columns()[i].kind == ColumnKind::kAlsoShown)
      TakeShown("stated_total", ReadCell(i, AmountsAre::kSums).amount, raw_->cells[i].text.All(),
                measure);
  }
}

void MeasureReader::TakeMonthlyColumn(size_t column, Measure& measure) {
  const AmountCell read = ReadCell(column, AmountsAre::kMonthly);
  if (!read.amount) return;
  measure.monthly = MonthlyAmount{*read.amount, MonthlyBasis::kUnstated};
  notebook_.Value(Path("monthly"), raw_->cells[column].text.All());
  TakeShown("monthly", read.shown, raw_->cells[column].text.All(), measure);
}

void MeasureReader::TakeFinancing(const RawCell& cell, Measure& measure) {
  Financing financing = ReadFinancing(cell.text.text(), plan_);
  for (const TextProblem& problem : financing.problems)
    notebook_.Miss(cell.text.At(problem.begin, problem.end), problem.reason, ValuesOfProblem(problem));
  for (const TextProblem& remark : financing.remarks)
    notebook_.Find(cell.text.At(remark.begin, remark.end), remark.reason, ValuesOfProblem(remark));
  for (const Figure& number : financing.after_dash) {
    notebook_.Find(cell.text.At(number.begin, number.begin + number.text.size()),
                   "PLAN_DASH_NOT_A_SIGN", {{"value", number.text}});
  }
  if (financing.sources.empty() && !HasColumn(ColumnKind::kSource) &&
      CellOf(ColumnKind::kFinancing) == &cell) {
    notebook_.Find(cell.text.All(), "PLAN_SOURCE_UNKNOWN");
  }
  const bool named = !measure.sources.empty();
  if (named && SaysMore(financing, measure.sources))
    notebook_.Find(cell.text.All(), "PLAN_SOURCES_TWICE", {{"value", cell.text.text()}});
  for (const FieldPlace& place : financing.places) {
    // Those that have a column of their own are read there.
    const bool elsewhere = (place.field == "headcount" && HasColumn(ColumnKind::kHeadcount)) ||
                           (named && absl::StartsWith(place.field, "sources."));
    if (!elsewhere) notebook_.Value(Path(place.field), cell.text.At(place.begin, place.end));
  }
  if (!named) measure.sources = std::move(financing.sources);
  measure.stated_total = financing.stated_total;
  measure.parts = std::move(financing.parts);
  measure.monthly = financing.monthly;
  measure.daily_rate = financing.daily_rate;
  measure.headcount = std::move(financing.headcount);
  measure.cohorts = std::move(financing.cohorts);
  measure.months = financing.months;
  measure.unit_price = std::move(financing.unit_price);
  measure.stated_total_qualifier = std::move(financing.stated_total_qualifier);
  measure.also_shown = std::move(financing.also_shown);
}

// A cell of a column of amounts, with what is to be told of it.
AmountCell MeasureReader::ReadCell(size_t column, AmountsAre are) {
  const RawCell& cell = raw_->cells[column];
  std::optional<AmountUnit> unit = Columns()[column].unit;
  if (!unit && !cell.unit.empty()) unit = FindUnit(cell.unit);
  if (!unit) unit = tables_.unit;
  OfPlan plan = plan_;
  plan.one_year |= Columns()[column].year != 0;
  AmountCell read = ReadAmountCell(cell.text.text(), are, unit, plan);
  for (const TextProblem& problem : read.problems)
    notebook_.Miss(cell.text.At(problem.begin, problem.end), problem.reason, ValuesOfProblem(problem));
  for (const TextProblem& remark : read.remarks)
    notebook_.Find(cell.text.At(remark.begin, remark.end), remark.reason, ValuesOfProblem(remark));
  if (read.in_unit_of_heading && units_noted_.insert({raw_->header, column}).second) {
    const Where at = cell.text.All();
    notebook_.Find(Within(at, 0, at.end), "PLAN_UNIT_FROM_HEADING", {{"value", unit->as_written}});
  }
  return read;
}

// "7 500 лв. (3 834,69 €)": the amount of a field once more.
void MeasureReader::TakeShown(absl::string_view field, const std::optional<Money>& shown,
                              const Where& at, Measure& measure) {
  if (!shown) return;
  measure.also_shown.push_back({std::string(field), *shown});
  notebook_.Value(Path(absl::StrCat("also_shown.", measure.also_shown.size())), at);
}

void MeasureReader::TakeAmountColumn(size_t column, Measure& measure) {
  const RawCell& cell = raw_->cells[column];
  if (measure.financing.empty()) measure.financing = cell.text.text();
  // Words around the figure say what it is: "22 асистенти, месечно 2700 лв.", "2 х 1500 лв.".
  const bool words = !cell.number && NamesMoney(cell.text.text()) && !IsAmountAlone(cell.text.text());
  const bool read_already = measure.stated_total || !measure.parts.empty() || measure.monthly ||
                            measure.unit_price || measure.daily_rate;
  if (words && Columns()[column].kind == ColumnKind::kAmount && !read_already) {
    TakeFinancing(cell, measure);
  } else {
    const AmountCell read = ReadCell(column, AmountsAre::kSums);
    if (!read.amount) return TakePayerOfNoAmount(cell, measure);
    if (measure.stated_total && !(*measure.stated_total == *read.amount)) {
      notebook_.Miss(cell.text.All(), "PLAN_AMOUNT_AMBIGUOUS", {{"value", cell.text.text()}});
      return;
    }
    const bool first = !measure.stated_total;
    measure.stated_total = *read.amount;
    measure.stated_total_qualifier = read.qualifier;
    notebook_.Value(Path("stated_total"), cell.text.All());
    if (first) TakeShown("stated_total", read.shown, cell.text.All(), measure);
  }
  // One source and one amount, each in its column: they belong together.
  if (measure.stated_total && measure.parts.empty() && measure.sources.size() == 1 &&
      HasColumn(ColumnKind::kSource))
    measure.sources[0].amount = *measure.stated_total;
}

// "в рамките на бюджета на общината": no amount, and who pays it all the same.
void MeasureReader::TakePayerOfNoAmount(const RawCell& cell, Measure& measure) {
  static const RE2 kNoFigure("[^0-9]*");
  const std::string& words = cell.text.text();
  if (!measure.sources.empty() || HasColumn(ColumnKind::kSource) || SaysNothingNeeded(words) ||
      !RE2::FullMatch(words, kNoFigure))
    return;
  std::vector<FieldPlace> places;
  measure.sources = FindSources(words, &places);
  for (const FieldPlace& place : places)
    notebook_.Value(Path(place.field), cell.text.At(place.begin, place.end));
}

// "Стандарт за едно място (лв.)" with a column "Брой" beside, if there is one.
void MeasureReader::TakeUnitPrice(size_t column, Measure& measure) {
  const RawCell& cell = raw_->cells[column];
  const AmountCell read = ReadCell(column, AmountsAre::kPrices);
  if (!read.amount) return;
  if (measure.unit_price) {
    notebook_.Miss(cell.text.All(), "PLAN_AMOUNT_AMBIGUOUS", {{"value", cell.text.text()}});
    return;
  }
  measure.unit_price =
      UnitPrice{.price = *read.amount, .unit = Columns()[column].heading, .factors = {}};
  notebook_.Value(Path("unit_price"), cell.text.All());
  TakeShown("unit_price", read.shown, cell.text.All(), measure);
  for (size_t i = 0; i < Columns().size(); ++i) {
    if (Columns()[i].kind != ColumnKind::kQuantity) continue;
    const std::optional<int> count = ReadCount(raw_->cells[i].text.text());
    if (!count || *count < 1) continue;
    measure.unit_price->factors.push_back({*count, Columns()[i].heading});
    notebook_.Value(Path(absl::StrCat("unit_price.factors.", measure.unit_price->factors.size())),
                    raw_->cells[i].text.All());
  }
}

void MeasureReader::TakeMonthsColumn(size_t column, Measure& measure) {
  static const RE2 kMonths("(?i)\\s*([0-9]{1,3})\\s*(?:месец[а-я]*|мес\\.?|months?)?\\s*");
  static const RE2 kNumber("[0-9]");
  const RawCell& cell = raw_->cells[column];
  re2::StringPiece digits;
  const std::optional<int> months =
      RE2::FullMatch(cell.text.text(), kMonths, &digits) ? ReadCount(View(digits)) : std::nullopt;
  if (!months || *months < 1 || (measure.months && *measure.months != *months)) {
    if (!RE2::PartialMatch(cell.text.text(), kNumber)) return;
    notebook_.Find(cell.text.All(), "PLAN_MONTHS_OPEN", {{"value", cell.text.text()}});
    measure.months.reset();
    return;
  }
  measure.months = months;
  notebook_.Value(Path("months"), cell.text.All());
}

void MeasureReader::TakeHeadcount(Measure& measure) {
  for (size_t i = 0; i < Columns().size(); ++i) {
    const RawCell& cell = raw_->cells[i];
    const bool capacity = Columns()[i].kind == ColumnKind::kCapacity;
    if ((!capacity && Columns()[i].kind != ColumnKind::kHeadcount) || cell.text.empty()) continue;
    FieldPlace place;
    std::optional<Headcount> found = FindHeadcount(cell.text.text(), &place);
    const std::optional<int> number = ReadCount(cell.text.text());
    if (!found && number) {
      found = Headcount{*number, Columns()[i].heading};
      place = {"headcount", 0, cell.text.text().size()};
    }
    if (!found) {
      static const RE2 kNoFigure("[^0-9]*");
      static const RE2 kSeveral("(?s).*[0-9][^0-9.,]*[^0-9., \u00a0][^0-9.,]*[0-9].*");
      const bool several = RE2::FullMatch(cell.text.text(), kSeveral);
      if (!RE2::FullMatch(cell.text.text(), kNoFigure))
        notebook_.Miss(cell.text.All(), several ? "PLAN_PEOPLE_OPEN" : "AMOUNT_MALFORMED",
                       {{"value", cell.text.text()}});
      continue;
    }
    (capacity ? measure.capacity : measure.headcount) = found;
    notebook_.Value(Path(capacity ? "capacity" : "headcount"), cell.text.At(place.begin, place.end));
  }
  if (measure.headcount && !measure.capacity && measure.headcount->noun == "места")
    measure.capacity = measure.headcount;
}

void MeasureReader::MissOfTimeframe(const RawCell& cell, const std::vector<TextProblem>& problems) {
  for (const TextProblem& problem : problems) {
    if (problem.reason == "DATE_NOT_IN_CALENDAR") continue;  // Told of every text of the document.
    notebook_.Miss(cell.text.At(problem.begin, problem.end), problem.reason,
                   {{"value", problem.value}});
  }
}

void MeasureReader::TakeTimeframe(Measure& measure) {
  const RawCell* cell = CellOf(ColumnKind::kTimeframe);
  if (cell == nullptr) return TakeFromAndTo(measure);
  const std::string& words = cell->text.text();
  std::vector<TextProblem> problems;
  const std::optional<WrittenPeriod> period = ReadTimeframe(words, problems);
  MissOfTimeframe(*cell, problems);
  measure.timeframe = Period{.as_written = words};
  notebook_.Value(Path("timeframe"), cell->text.All());
  if (period.has_value()) {
    measure.timeframe->from = period->from;
    measure.timeframe->to = period->to;
    const bool same = period->from == period->to;
    notebook_.NoteYear(cell->text.All(), period->from);
    if (!same) notebook_.NoteYear(cell->text.All(), period->to);
    return;
  }
  NoteUnreadTimeframe(words, cell->text.All(), notebook_);
}

// "X" below the years in which something is done, where nothing else says when. Years apart from each
// other are no period.
void MeasureReader::TakeMarkedYears(Measure& measure) {
  if (HasColumn(ColumnKind::kTimeframe) || HasColumn(ColumnKind::kFrom) || HasColumn(ColumnKind::kTo))
    return;
  std::map<int, size_t> marked;
  for (size_t i = 0; i < Columns().size(); ++i) {
    if (Columns()[i].year == 0 || raw_->cells[i].text.empty()) continue;
    if (IsMark(raw_->cells[i].text.text())) {
      marked.emplace(Columns()[i].year, i);
    } else if (!SaysNothingNeeded(raw_->cells[i].text.text())) {
      return;
    }
  }
  if (marked.empty()) return;
  const int first = marked.begin()->first, last = marked.rbegin()->first;
  if (static_cast<size_t>(last - first) + 1 != marked.size()) return;
  std::vector<std::string> headings;
  for (const auto& [year, column] : marked) headings.push_back(Columns()[column].heading);
  measure.timeframe = Period{
      .from = {.year = first}, .to = {.year = last}, .as_written = absl::StrJoin(headings, ", ")};
  notebook_.Value(Path("timeframe"), raw_->cells[marked.begin()->second].text.All());
}

// "Начало" and "Край" have columns of their own: the first day of the one, the last of the other.
void MeasureReader::TakeFromAndTo(Measure& measure) {
  for (const ColumnKind kind : {ColumnKind::kFrom, ColumnKind::kTo}) {
    const RawCell* cell = CellOf(kind);
    if (cell == nullptr) continue;
    const std::string& words = cell->text.text();
    std::vector<TextProblem> problems;
    const std::optional<WrittenPeriod> read = ReadTimeframe(words, problems);
    MissOfTimeframe(*cell, problems);
    if (!measure.timeframe) {
      measure.timeframe = Period();
      notebook_.Value(Path("timeframe"), cell->text.All());
    }
    absl::StrAppend(&measure.timeframe->as_written, measure.timeframe->as_written.empty() ? "" : " – ",
                    words);
    if (!read) {
      NoteUnreadTimeframe(words, cell->text.All(), notebook_);
      continue;
    }
    const bool begins = kind == ColumnKind::kFrom;
    (begins ? measure.timeframe->from : measure.timeframe->to) = begins ? read->from : read->to;
    notebook_.NoteYear(cell->text.All(), begins ? read->from : read->to);
  }
  if (!measure.timeframe) return;
  const std::optional<absl::CivilDay> first = FirstDay(measure.timeframe->from);
  const std::optional<absl::CivilDay> last = LastDay(measure.timeframe->to);
  if (!first || !last || *first <= *last) return;
  notebook_.Miss(CellOf(ColumnKind::kTo)->text.All(), "PLAN_PERIOD_BACKWARDS",
                 {{"value", measure.timeframe->as_written}});
  measure.timeframe->from = measure.timeframe->to = PartialDate();
}

void MeasureReader::TakeShare(Measure& measure) {
  const RawCell* cell = CellOf(ColumnKind::kShare);
  if (cell == nullptr) return;
  static const RE2 kShare("\\s*([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\\s*%?\\s*");
  std::string whole, fraction;
  if (!RE2::FullMatch(cell->text.text(), kShare, &whole, &fraction)) return;
  measure.share_percent = fraction.empty() ? whole : absl::StrCat(whole, ".", fraction);
  notebook_.Value(Path("share_percent"), cell->text.All());
}

void MeasureReader::TakePartners(Measure& measure) {
  const RawCell* cell = CellOf(ColumnKind::kPartners);
  size_t begin = 0;
  if (cell == nullptr) {
    // "Агенция за социално подпомагане с партньор Община Любимец".
    cell = CellOf(ColumnKind::kExecutor);
    static const RE2 kWith(
        "(?i)(?:^|[^\\pL])(?:с\\s+партньор(?:и|ството\\s+на)?|в\\s+партньорство\\s+с|партньор(?:и)?\\s*"
        ":|"
        "in\\s+partnership\\s+with)\\s*:?\\s*(\\S)");
    re2::StringPiece first;
    if (cell == nullptr || !RE2::PartialMatch(cell->text.text(), kWith, &first)) return;
    begin = static_cast<size_t>(first.data() - cell->text.text().data());
  }
  const std::string& words = cell->text.text();
  static const RE2 kName("\\s*([^,;]+)[,;]?");
  re2::StringPiece rest = Piece(absl::string_view(words).substr(begin));
  re2::StringPiece name;
  while (RE2::Consume(&rest, kName, &name)) {
    while (!name.empty() && (name[name.size() - 1] == ' ' || name[name.size() - 1] == '.'))
      name.remove_suffix(1);
    if (name.empty() || name == "-" || name == "–") continue;
    const size_t at = static_cast<size_t>(name.data() - words.data());
    measure.partners.emplace_back(name.data(), name.size());
    notebook_.Value(Path(absl::StrCat("partners.", measure.partners.size())),
                    cell->text.At(at, at + name.size()));
  }
}

void MeasureReader::TakeIndicators(Measure& measure) {
  const RawCell* cell = CellOf(ColumnKind::kIndicator);
  if (cell == nullptr) return;
  const RawCell* target = CellOf(ColumnKind::kTarget);
  for (const FoundIndicator& found :
       FindIndicators(cell->text.text(), target == nullptr ? "" : target->text.text())) {
    measure.indicators.push_back(found.indicator);
    notebook_.Value(Path(absl::StrCat("indicators.", measure.indicators.size())),
                    cell->text.At(found.begin, found.end));
  }
}

void MeasureReader::TakeOtherCells(Measure& measure) {
  for (size_t i = 0; i < Columns().size(); ++i) {
    const ColumnKind kind = Columns()[i].kind;
    // "X" below a year says when something is done, not for how much.
    static const RE2 kMark("[^0-9]*[\\pL✓✔☑●■+*][^0-9]*");
    const bool mark = Columns()[i].year != 0 && RE2::FullMatch(raw_->cells[i].text.text(), kMark);
    const bool quantity =
        kind == ColumnKind::kQuantity && (!measure.unit_price || measure.unit_price->factors.empty());
    const bool other = kind == ColumnKind::kUnknown || kind == ColumnKind::kArea || mark || quantity ||
                       (kind == ColumnKind::kTarget && !measure.indicators.empty() &&
                        measure.indicators[0].target.empty()) ||
                       (kind == ColumnKind::kTarget && measure.indicators.empty());
    if (!other || raw_->cells[i].text.empty()) continue;
    measure.other_cells.push_back({Columns()[i].heading, raw_->cells[i].text.text()});
    notebook_.Value(Path(absl::StrCat("other_cells.", measure.other_cells.size())),
                    raw_->cells[i].text.All());
  }
}

void ReadMeasures(const RawTables& tables, Plan& plan, Notebook& notebook) {
  int ordinal = 0;
  for (const RawSection& raw : tables.sections) {
    ++ordinal;
    if (!raw.title.empty()) notebook.Value(absl::StrCat("section.", ordinal, ".title"), raw.at);
    plan.sections.push_back(
        {.title = raw.title, .measures = {}, .numeral = raw.numeral, .area = raw.area});
  }
  MeasureReader reader(tables, {.one_year = IsOfOneYear(plan), .currency = tables.currency}, notebook);
  size_t amounts = 0;
  for (const RawMeasure& raw : tables.measures) {
    Measure measure = reader.Read(raw);
    const bool within = amounts <= kAmountsMax;
    amounts += measure.parts.size();
    if (within && amounts > kAmountsMax) {
      notebook.Miss(raw.first_row, "PLAN_TOO_MANY_AMOUNTS", {{"max", absl::StrCat(kAmountsMax)}});
    }
    if (amounts > kAmountsMax) measure.parts.clear();
    plan.sections[raw.section - 1].measures.push_back(std::move(measure));
  }
  ReadTotals(tables, plan, notebook);
}

}  // namespace tranche::plans::reading
