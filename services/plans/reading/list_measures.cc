// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/list_measures.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/reading/row_words.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kHeadingBytesMax = 300;

// A heading of measures: it has a Roman number, or its words or its form say so.
bool IsHeading(const ProseLine& line) {
  if (line.text.size() > kHeadingBytesMax) return false;
  static const RE2 kRoman("[IVXІХ]{1,6}[.)]?");
  if (line.list_item) return RE2::FullMatch(Piece(line.marker), kRoman);
  return line.heading || RankOfHeading(line.text, line.marker) > 0;
}

std::optional<WrittenOrdinal> OrdinalOf(const ProseLine& line) {
  WrittenOrdinal ordinal;
  if (!line.list_item || !ReadOrdinal(line.marker, ordinal) || ordinal.roman) return std::nullopt;
  return ordinal;
}

}  // namespace

void ReadListMeasures(const std::vector<ProseLine>& lines, RawTables& tables, Notebook& notebook,
                      std::vector<bool>& in_measures) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  size_t heading = kNone;  // The last one; its measures follow it at once.
  bool open = false;       // Its section is in the tables.
  std::set<int> taken;
  const size_t header = tables.headers.size();
  for (size_t i = 0; i < lines.size(); ++i) {
    const ProseLine& line = lines[i];
    if (IsHeading(line)) {
      heading = i;
      open = false;
      continue;
    }
    const std::optional<WrittenOrdinal> ordinal = OrdinalOf(line);
    if (!ordinal || heading == kNone) {
      // A paragraph between a heading and its list says something of the heading.
      if (!line.list_item && open) heading = kNone;
      continue;
    }
    if (!open && ordinal->number != 1) continue;
    if (tables.measures.size() == kMeasuresMax) {
      notebook.Miss(line.at, "PLAN_TOO_MANY_ROWS", {{"max", absl::StrCat(kMeasuresMax)}});
      break;
    }
    if (!open) {
      const ProseLine& above = lines[heading];
      std::string numeral(above.marker);
      const size_t skipped = numeral.empty() ? SplitNumeral(above.text, numeral) : 0;
      const Where title = Within(above.at, skipped, above.text.size());
      tables.sections.push_back({.numeral = std::move(numeral),
                                 .title = std::string(notebook.TextAt(title)),
                                 .area = "",
                                 .at = title});
      in_measures[heading] = true;
      open = true;
      taken.clear();
    }
    if (line.text.size() > kCellBytesMax) {
      notebook.Miss(line.at, "PLAN_CELL_TOO_LONG", {{"max", absl::StrCat(kCellBytesMax)}});
      continue;
    }
    in_measures[i] = true;
    int number = ordinal->number;
    if (taken.contains(number)) {
      number = *taken.rbegin() + 1;
      notebook.Miss(line.at, "PLAN_ORDINAL_TWICE",
                    {{"value", absl::StrCat(ordinal->number)}, {"given", absl::StrCat(number)}});
    }
    taken.insert(number);
    RawMeasure raw;
    raw.section = static_cast<int>(tables.sections.size());
    raw.ordinal = number;
    if (!ordinal->plain) raw.ordinal_as_written = ordinal->as_written;
    raw.first_row = line.at;
    raw.header = header;
    raw.cells.resize(1);
    raw.cells[0].text.Add(line.at, line.text);
    if (line.source->place.line > 0) raw.lines.push_back(line.source->place.line);
    tables.measures.push_back(std::move(raw));
  }
  if (tables.measures.empty()) return;
  tables.headers.push_back({{.kind = ColumnKind::kActivity, .heading = "", .unit = std::nullopt}});
  notebook.Find({.place = "document"}, "PLAN_MEASURES_FROM_LIST",
                {{"measures", absl::StrCat(tables.measures.size())},
                 {"sections", absl::StrCat(tables.sections.size())}});
}

}  // namespace tranche::plans::reading
