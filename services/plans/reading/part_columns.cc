// SPDX-License-Identifier: EUPL-1.2
// Columns of parts of a row's money: one for each source, one for each year.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/financing.h"
#include "plans/reading/measure_cells.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// "юни" below a year says when, where nothing says that money stands there.
bool SaysWhen(const Column& column, const std::optional<AmountUnit>& of_text, absl::string_view words) {
  static const RE2 kNoFigure("[^0-9]*\\pL[^0-9]*");
  return column.year != 0 && !column.unit && !of_text && !SaysNothingNeeded(words) &&
         RE2::FullMatch(Piece(words), kNoFigure);
}

}  // namespace

// A merged cell says one amount for all columns that it covers.
void MeasureReader::TakePartColumns(size_t column, Measure& measure) {
  const size_t end =
      std::min(column + static_cast<size_t>(raw_->cells[column].columns), Columns().size());
  size_t covered = column;
  while (covered < end && Columns()[covered].kind == ColumnKind::kSourceAmount) ++covered;
  if (covered == column + 1) return TakePartColumn(column, measure);
  const JoinedText& text = raw_->cells[column].text;
  if (!IsMark(text.text())) return TakeAmountOfSeveral(column, covered, measure);
  for (size_t i = column; i < covered; ++i) {
    if (Columns()[i].year == 0) TakeMarkedSource(i, text.All(), measure);
  }
}

// No other column of parts says an amount.
bool MeasureReader::AreAllParts(size_t column, size_t end) const {
  for (size_t i = 0; i < Columns().size(); ++i) {
    const bool other = i < column || i >= end;
    if (other && Columns()[i].kind == ColumnKind::kSourceAmount && !raw_->cells[i].text.empty())
      return false;
  }
  return true;
}

// Nobody says how the sources of those columns share it. It is the row's where no further column adds
// to it, and else a part of it.
void MeasureReader::TakeAmountOfSeveral(size_t column, size_t end, Measure& measure) {
  const RawCell& cell = raw_->cells[column];
  const AmountCell read = ReadCell(column, AmountsAre::kSums);
  if (!read.amount) return;
  notebook_.Find(cell.text.All(), "PLAN_SOURCE_AMOUNT_OPEN", {{"value", cell.text.text()}});
  for (size_t i = column; i < end; ++i) {
    if (Columns()[i].year != 0) continue;
    const std::vector<Source> named = FindSources(Columns()[i].heading);
    measure.sources.push_back(
        named.empty() ? Source{SourceKind::kOther, Columns()[i].heading, std::nullopt} : named.front());
  }
  if (!AreAllParts(column, end)) {
    std::vector<std::string> headings;
    for (size_t i = column; i < end; ++i) headings.push_back(Columns()[i].heading);
    measure.parts.push_back(
        {.label = absl::StrJoin(headings, "; "), .amount = *read.amount, .year = 0});
    notebook_.Value(Path(absl::StrCat("parts.", measure.parts.size())), cell.text.All());
    return;
  }
  if (measure.stated_total) return;
  measure.stated_total = *read.amount;
  measure.stated_total_qualifier = read.qualifier;
  notebook_.Value(Path("stated_total"), cell.text.All());
  TakeShown("stated_total", read.shown, cell.text.All(), measure);
}

// "X" below a source says that it pays, and not how much.
void MeasureReader::TakeMarkedSource(size_t column, const Where& mark, Measure& measure) {
  const std::string& heading = Columns()[column].heading;
  const std::vector<Source> named = FindSources(heading);
  measure.sources.push_back(named.empty() ? Source{SourceKind::kOther, heading, std::nullopt}
                                          : named.front());
  notebook_.Value(Path(absl::StrCat("sources.", measure.sources.size())), mark);
}

// "Общински бюджет (лв.)", "2014": what the heading says is what the part is for.
void MeasureReader::TakePartColumn(size_t column, Measure& measure) {
  const std::string& heading = Columns()[column].heading;
  const int year = Columns()[column].year;
  // Of a year a mark says when, and is kept with the other cells.
  const std::string& words = raw_->cells[column].text.text();
  if (IsMark(words) && year == 0) TakeMarkedSource(column, raw_->cells[column].text.All(), measure);
  if (IsMark(words) || SaysWhen(Columns()[column], tables_.unit, words)) return;
  const AmountCell read = ReadCell(column, AmountsAre::kSums);
  const std::optional<Money>& amount = read.amount;
  if (!amount) return;
  measure.parts.push_back({.label = heading, .amount = *amount, .year = year});
  notebook_.Value(Path(absl::StrCat("parts.", measure.parts.size())), raw_->cells[column].text.All());
  TakeShown(absl::StrCat("parts.", measure.parts.size()), read.shown, raw_->cells[column].text.All(),
            measure);
  const std::vector<Source> named = FindSources(heading);
  static const RE2 kYear("(?:19|20)[0-9]{2}(?:\\s*г\\.?)?$");
  if (year != 0 || RE2::PartialMatch(heading, kYear) || amount->IsZero()) return;
  Source source = named.empty() ? Source{SourceKind::kOther, heading, std::nullopt} : named.front();
  source.amount = *amount;
  measure.sources.push_back(std::move(source));
  notebook_.Value(Path(absl::StrCat("sources.", measure.sources.size())),
                  raw_->cells[column].text.All());
}

}  // namespace tranche::plans::reading
