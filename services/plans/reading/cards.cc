// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/cards.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/reading/card_fields.h"
#include "plans/reading/card_finder.h"
#include "plans/reading/row_words.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kColumnsMax = 30;  // Different words before a colon in all cards together.

// The column of a label: that of its words, else that of its kind if the card has nothing there yet. A
// second label of one kind within a card has no field of its own.
std::optional<size_t> ColumnOf(const CardField& field, const std::vector<RawCell>& cells,
                               std::vector<Column>& columns) {
  const std::string label(View(field.label));
  const std::optional<AmountUnit> unit = FindUnit(label);
  std::optional<size_t> of_kind;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].heading == label) return i;
    if (field.kind != ColumnKind::kUnknown && columns[i].kind == field.kind) of_kind = i;
  }
  if (of_kind && columns[*of_kind].unit == unit && cells[*of_kind].text.empty()) return of_kind;
  if (columns.size() == kColumnsMax) return std::nullopt;
  columns.push_back(
      {.kind = of_kind ? ColumnKind::kUnknown : field.kind, .heading = label, .unit = unit});
  return columns.size() - 1;
}

class CardReader {
 public:
  CardReader(const std::vector<ProseLine>& lines, RawTables& tables, Notebook& notebook,
             std::vector<bool>& in_measures)
      : lines_(lines), tables_(tables), notebook_(notebook), in_measures_(in_measures) {
    columns_.push_back({.kind = ColumnKind::kActivity, .heading = "", .unit = std::nullopt});
  }

  void Read() {
    const FoundCards found = FindCards(lines_);
    for (size_t i = 0; i < lines_.size(); ++i) {
      const auto card = found.cards.find(i);
      if (card == found.cards.end()) {
        if (found.sections.contains(i)) section_ = i;
        if (!in_measures_[i]) TakeTotal(i);
        continue;
      }
      if (tables_.measures.size() == kMeasuresMax) {
        notebook_.Miss(lines_[i].at, "PLAN_TOO_MANY_ROWS", {{"max", absl::StrCat(kMeasuresMax)}});
        break;
      }
      AddMeasure(i, card->second);
    }
    if (tables_.measures.empty()) return;
    if (!tables_.total_below) TakeTotalAbove();
    for (RawMeasure& raw : tables_.measures) raw.cells.resize(columns_.size());
    tables_.headers.push_back(std::move(columns_));
    TellWhatIsLeft(found);
    notebook_.Find({.place = "document"}, "PLAN_MEASURES_FROM_LIST",
                   {{"measures", absl::StrCat(tables_.measures.size())},
                    {"sections", absl::StrCat(tables_.sections.size())}});
  }

 private:
  Where At(size_t line, re2::StringPiece words) const {
    const size_t begin = static_cast<size_t>(words.data() - lines_[line].text.data());
    return Within(lines_[line].at, begin, begin + words.size());
  }

  void AddMeasure(size_t line, const Card& card) {
    BeginSection();
    RawMeasure raw;
    raw.section = static_cast<int>(tables_.sections.size());
    raw.ordinal = TakeNumber(line, card);
    raw.ordinal_as_written = card.in_levels;
    raw.first_row = lines_[line].at;
    raw.header = tables_.headers.size();
    raw.cells.resize(kColumnsMax);
    const CardField* before = nullptr;
    std::optional<size_t> column;
    for (const CardField& field : card.fields) {
      // A value that is wrapped over lines has its label once.
      const bool goes_on = before != nullptr && before->label.data() == field.label.data();
      if (!goes_on) column = ColumnOf(field, raw.cells, columns_);
      if (goes_on) notebook_.Cover(At(field.line, field.words));
      before = &field;
      if (!column) {
        notebook_.Miss(lines_[field.line].at, "PLAN_HEADINGS_TOO_MANY",
                       {{"max", absl::StrCat(kColumnsMax)}, {"value", std::string(View(field.label))}});
        continue;
      }
      in_measures_[field.line] = true;
      raw.cells[*column].text.Add(At(field.line, field.words), View(field.words));
      const int number = lines_[field.line].source->place.line;
      if (number > 0 && (raw.lines.empty() || raw.lines.back() != number)) raw.lines.push_back(number);
    }
    tables_.measures.push_back(std::move(raw));
  }

  // Numbers in levels are counted in their section.
  int TakeNumber(size_t line, const Card& card) {
    const int next = taken_.empty() ? 1 : *taken_.rbegin() + 1;
    const bool known = card.in_levels.empty() && !taken_.contains(card.number);
    const int number = known ? card.number : next;
    taken_.insert(number);
    if (!known && card.in_levels.empty()) {
      notebook_.Miss(lines_[line].at, "PLAN_ORDINAL_TWICE",
                     {{"value", absl::StrCat(card.number)}, {"given", absl::StrCat(number)}});
    }
    return number;
  }

  void BeginSection() {
    if (section_) {
      const ProseLine& line = lines_[*section_];
      std::string numeral(line.marker);
      const size_t begin = numeral.empty() ? SplitNumeral(line.text, numeral) : 0;
      RawSection section;
      section.numeral = numeral;
      section.title = std::string(line.text.substr(begin));
      section.at = Within(line.at, begin, line.text.size());
      in_measures_[*section_] = true;
      tables_.sections.push_back(std::move(section));
      taken_.clear();
      section_.reset();
    }
    if (tables_.sections.empty()) tables_.sections.emplace_back();
  }

  // "Обща стойност: 42 300 лв." above the first card; below a card it would be the card's own.
  void TakeTotalAbove() {
    // "Общ бюджет на общината" is not of the plan.
    static const RE2 kTotal(
        "(?i)общ(?:а|и|ият|ата)?\\s+(?:стойност|сума|бюджет|средства)"
        "(?:\\s+(?:на|по|за)\\s+(?:план|програм|мерк|период)\\pL*)?");
    const int first = tables_.measures.front().first_row.block;
    for (size_t i = 0; i < lines_.size() && lines_[i].at.block < first; ++i) {
      const std::vector<CardField> fields = FieldsOf(lines_[i], i);
      if (!fields.empty() && RE2::FullMatch(fields[0].label, kTotal)) TakeTotalOf(i, fields[0]);
    }
  }

  // "Всичко за трите мероприятия: 37 844,40 лв." below the cards.
  void TakeTotal(size_t line) {
    if (tables_.measures.empty()) return;
    const std::vector<CardField> fields = FieldsOf(lines_[line], line);
    if (!fields.empty() && SaysTotal(fields[0])) TakeTotalOf(line, fields[0]);
  }

  void TakeTotalOf(size_t line, const CardField& field) {
    in_measures_[line] = true;
    if (tables_.total_below) {
      notebook_.Miss(lines_[line].at, "PLAN_AMOUNT_AMBIGUOUS",
                     {{"value", std::string(View(field.words))}});
      return;
    }
    tables_.total_below = At(line, field.words);
  }

  void TellWhatIsLeft(const FoundCards& found) {
    for (const auto& [line, count] : found.left) {
      notebook_.Find(lines_[line].at, "PLAN_ITEMS_WITHOUT_FIELDS", {{"count", absl::StrCat(count)}});
    }
    for (const size_t line : found.too_long) {
      notebook_.Miss(lines_[line].at, "PLAN_CELL_TOO_LONG", {{"max", absl::StrCat(kCellBytesMax)}});
    }
  }

  const std::vector<ProseLine>& lines_;
  RawTables& tables_;
  Notebook& notebook_;
  std::vector<bool>& in_measures_;
  std::vector<Column> columns_;
  std::set<int> taken_;            // Numbers of the section.
  std::optional<size_t> section_;  // Line of a heading without cards below it so far.
};

}  // namespace

void ReadCards(const std::vector<ProseLine>& lines, RawTables& tables, Notebook& notebook,
               std::vector<bool>& in_measures) {
  CardReader(lines, tables, notebook, in_measures).Read();
}

}  // namespace tranche::plans::reading
