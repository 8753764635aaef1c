// SPDX-License-Identifier: EUPL-1.2
// The column that names who pays. Some plans write there how much each one pays as well.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "plans/financing.h"
#include "plans/reading/measure_cells.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

bool HasAmounts(absl::string_view words) {
  std::vector<TextProblem> problems;
  return !FindAmounts(words, kCellAmountsMax, problems).empty() || !problems.empty();
}

// The row says an amount outside of the column of its sources.
bool SaysAmount(const Measure& measure) {
  return measure.stated_total || !measure.parts.empty() || measure.monthly || measure.daily_rate ||
         measure.unit_price;
}

bool HasAmount(const std::vector<Source>& sources) {
  return std::any_of(sources.begin(), sources.end(), [](const Source& source) {
    return source.amount || !source.share_percent.empty();
  });
}

// Every amount is what one of the sources gives, or the row's own once more. The only amount beside the
// only source is that source's.
bool IsOfSourcesAlone(const Measure& measure, Financing& said) {
  if (said.sources.size() == 1 && said.stated_total && said.parts.empty())
    said.sources[0].amount = said.stated_total;
  const bool own =
      said.stated_total && !said.parts.empty() && said.stated_total == measure.stated_total;
  const auto amounts = static_cast<size_t>(
      std::count_if(said.sources.begin(), said.sources.end(),
                    [](const Source& source) { return source.amount.has_value(); }));
  return said.problems.empty() && !said.monthly && !said.daily_rate && !said.unit_price &&
         amounts == said.parts.size() + (said.stated_total && !own ? 1 : 0);
}

// What stands behind the name of a source, "– 70", "70", "(70)": a number that the heading or the cell
// gives a unit.
absl::string_view FigureBehind(absl::string_view words) {
  static const RE2 kFigure(
      "(?s)^[\\s\\x{A0}]*[-–—:(]?[\\s\\x{A0}]*([0-9](?:[0-9 "
      "\\x{A0}\\x{202F}.,]*[0-9])?)[\\s)]*(?:$|[.,;]|\\s+за\\s)");
  re2::StringPiece figure;
  return RE2::PartialMatch(Piece(words), kFigure, &figure) ? View(figure) : absl::string_view();
}

// "Общински бюджет – 2025" names the budget of a year.
bool IsYear(absl::string_view figure) {
  static const RE2 kYear("20[0-9]{2}");
  return RE2::FullMatch(Piece(figure), kYear);
}

// Figures that are no part of a name: not "2014-2020", "№ 5", "чл. 10", "НФ1".
bool HasLooseFigure(absl::string_view words) {
  static const RE2 kFigure(
      "(?i)(№|чл\\.|ал\\.|т\\.|мярка|приоритет\\pL*|наредба|пмс|рмс|фаза|етап|компонент|[\\pL-]|"
      "[0-9][./])?[\\s\\x{A0}]?([0-9][0-9.,]*)\\s*(%)?");
  re2::StringPiece rest = Piece(words), before, figure, share;
  while (RE2::FindAndConsume(&rest, kFigure, &before, &figure, &share)) {
    if (before.empty() && share.empty() && !IsYear(View(figure))) return true;
  }
  return false;
}

}  // namespace

void MeasureReader::TakeSources(Measure& measure) {
  const RawCell* cell = CellOf(ColumnKind::kSource);
  if (cell == nullptr) return;
  measure.source_cell = cell->text.text();
  notebook_.Value(Path("source_cell"), cell->text.All());
  if (SaysNothingNeeded(measure.source_cell) || HasAmounts(measure.source_cell)) return;
  std::vector<FieldPlace> places;
  std::vector<Source> found = FindSources(measure.source_cell, &places);
  if (found.empty()) {
    // The column says that it names who pays, so the words are the name; a figure is none.
    static const RE2 kLetters("\\pL");
    if (!RE2::PartialMatch(measure.source_cell, kLetters)) {
      notebook_.Find(cell->text.All(), "PLAN_SOURCE_UNKNOWN");
      return;
    }
    found.push_back({SourceKind::kOther, measure.source_cell, std::nullopt});
    places.push_back({"sources.1", 0, measure.source_cell.size()});
  } else {
    TakeFigures(*cell, places, found);
  }
  GiveSources(*cell, std::move(found), places, measure);
}

// Sources that another column named already stay, unless only these say how much each gives.
void MeasureReader::GiveSources(const RawCell& cell, std::vector<Source> sources,
                                const std::vector<FieldPlace>& places, Measure& measure) {
  const bool says_more = HasAmount(sources) && sources != measure.sources;
  if (!measure.sources.empty() && says_more && HasAmount(measure.sources))
    notebook_.Miss(cell.text.All(), "PLAN_AMOUNT_AMBIGUOUS", {{"value", cell.text.text()}});
  if (!measure.sources.empty() && (!says_more || HasAmount(measure.sources))) return;
  measure.sources = std::move(sources);
  for (const FieldPlace& place : places) {
    if (absl::StartsWith(place.field, "sources."))
      notebook_.Value(Path(place.field), cell.text.At(place.begin, place.end));
  }
}

// "Общински бюджет – 70, ПУДООС – 35" below a heading in thousands. A figure that is nobody's is told.
void MeasureReader::TakeFigures(const RawCell& cell, const std::vector<FieldPlace>& places,
                                std::vector<Source>& sources) {
  const absl::string_view words = cell.text.text();
  std::optional<AmountUnit> unit = Columns()[static_cast<size_t>(&cell - raw_->cells.data())].unit;
  if (!unit) unit = tables_.unit;
  bool loose = !places.empty() && HasLooseFigure(words.substr(0, places[0].begin));
  for (size_t i = 0; i < places.size(); ++i) {
    const size_t next = i + 1 < places.size() ? places[i + 1].begin : words.size();
    const size_t end = std::min(places[i].end, next);
    const absl::string_view behind = words.substr(end, next - end);
    const absl::string_view figure = FigureBehind(behind);
    if (figure.empty() || IsYear(figure)) {
      loose |= HasLooseFigure(behind);
      continue;
    }
    const size_t begin = static_cast<size_t>(figure.data() - words.data());
    const Where at = cell.text.At(begin, begin + figure.size());
    const absl::StatusOr<Money> amount =
        unit ? ReadAmountIn(*unit, figure) : Refuse("PLAN_AMOUNT_WITHOUT_UNIT");
    if (amount.ok()) {
      sources[i].amount = *amount;
    } else {
      notebook_.Miss(at, ReasonOf(amount.status()), {{"value", std::string(figure)}});
    }
  }
  if (loose && unit)
    notebook_.Miss(cell.text.All(), "PLAN_AMOUNT_AMBIGUOUS", {{"value", std::string(words)}});
}

void MeasureReader::TakeAmountsOfSources(Measure& measure) {
  const RawCell* cell = CellOf(ColumnKind::kSource);
  if (cell == nullptr || !HasAmounts(measure.source_cell)) return;
  if (!SaysAmount(measure)) {
    TakeFinancing(*cell, measure);
    if (measure.sources.empty()) notebook_.Find(cell->text.All(), "PLAN_SOURCE_UNKNOWN");
    return;
  }
  Financing said = ReadFinancing(measure.source_cell, plan_);
  if (!IsOfSourcesAlone(measure, said)) {
    notebook_.Miss(cell->text.All(), "PLAN_AMOUNT_AMBIGUOUS", {{"value", measure.source_cell}});
    for (Source& source : said.sources) source.amount.reset();
  }
  if (said.sources.empty() && measure.sources.empty())
    notebook_.Find(cell->text.All(), "PLAN_SOURCE_UNKNOWN");
  GiveSources(*cell, std::move(said.sources), said.places, measure);
}

}  // namespace tranche::plans::reading
