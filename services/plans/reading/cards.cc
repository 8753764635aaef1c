// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/cards.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/financing.h"
#include "plans/reading/card_fields.h"
#include "plans/reading/row_words.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kColumnsMax = 30;  // Different words before a colon in all cards together.

// "Време и място: 1–14 юли, с. Дъбово": what stands before the first comma is the time.
void AddField(const CardField& field, std::vector<CardField>& fields) {
  static const RE2 kBoth("(?i)((?:време|срок|дата|период)\\S*)\\s+и\\s+(място(?:\\s.*)?)");
  static const RE2 kParts("(?s)([^,;]+)[,;]\\s*(\\S.*)");
  CardField time = field, place = field;
  time.kind = ColumnKind::kTimeframe;
  place.kind = ColumnKind::kPlace;
  if (RE2::FullMatch(field.label, kBoth, &time.label, &place.label) &&
      RE2::FullMatch(field.words, kParts, &time.words, &place.words)) {
    fields.push_back(time);
    fields.push_back(place);
    return;
  }
  fields.push_back(field);
}

bool SaysTotal(const CardField& field) {
  static const RE2 kTotal(
      "(?i)(?:общо|всичко|total)(?:[^\\pL].*)?|общ(?:а|и)?\\s+(?:необходим\\pL*\\s+)?(?:стойност|сума|"
      "бюджет|средства|ресурс|разходи?)\\s+(?:на|по|за)\\s+(?:план|програм|период|[0-9]{4}).*");
  return RE2::FullMatch(field.label, kTotal);
}

// What stands below a heading, without a blank line between.
void AddFieldsBelow(const std::vector<ProseLine>& lines, size_t heading,
                    std::vector<CardField>& fields) {
  for (size_t i = heading + 1; i < lines.size(); ++i) {
    if (i > heading + 1 && lines[i].blank_lines_before > 0) break;
    const std::vector<CardField> found = FieldsOf(lines[i], i);
    if (found.empty() || HeadingOf(lines[i]) || SaysTotal(found.front())) break;
    for (const CardField& field : found) AddField(field, fields);
  }
}

// A measure that has its fields below its title, or behind it in the same line.
struct Card {
  CardHeading heading;
  std::vector<CardField> fields;
};

// Two words that head columns elsewhere make a card of the lines.
bool IsCard(const std::vector<CardField>& fields) {
  std::set<ColumnKind> kinds;
  for (const CardField& field : fields) kinds.insert(field.kind);
  kinds.erase(ColumnKind::kUnknown);
  return kinds.size() >= 2;
}

std::optional<Card> CardAt(const std::vector<ProseLine>& lines, size_t line) {
  const std::optional<CardHeading> heading = HeadingOf(lines[line]);
  if (!heading) return std::nullopt;
  Card card{*heading, {}};
  for (const CardField& field : TakeFieldsBehind(line, card.heading.title))
    AddField(field, card.fields);
  AddFieldsBelow(lines, line, card.fields);
  return card;
}

// Above the measures of a section: "Направление 1. …", "II. …".
bool HeadsSection(const ProseLine& line) {
  static const RE2 kSentence("[.:;,]$");
  constexpr size_t kTitleBytesMax = 200;
  WrittenOrdinal ordinal;
  if (line.list_item) return ReadOrdinal(line.marker, ordinal) && ordinal.roman;
  if (RankOfHeading(line.text, "") != 1) return false;
  if (line.heading) return true;
  return line.text.size() <= kTitleBytesMax && !RE2::PartialMatch(Piece(line.text), kSentence);
}

// The measures of the document by their lines. The items of a list are measures where half of them or
// more are cards: one among them that says no more than its title is a measure all the same.
std::map<size_t, Card> CardsIn(const std::vector<ProseLine>& lines) {
  std::map<size_t, Card> cards, run;
  size_t complete = 0;
  const auto end_run = [&] {
    if (complete > 0 && 2 * complete >= run.size()) cards.merge(run);
    run.clear();
    complete = 0;
  };
  for (size_t i = 0; i < lines.size(); ++i) {
    if (HeadsSection(lines[i]) || lines[i].heading) end_run();
    std::optional<Card> card = CardAt(lines, i);
    if (!card) continue;
    const bool is_card = IsCard(card->fields);
    if (!card->heading.listed) {
      if (is_card) cards.emplace(i, *std::move(card));
      continue;
    }
    const int before = run.empty() ? 0 : run.rbegin()->second.heading.number;
    if (card->heading.number != 0 && card->heading.number <= before) end_run();
    complete += is_card ? 1 : 0;
    run.emplace(i, *std::move(card));
  }
  end_run();
  return cards;
}

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
    const std::map<size_t, Card> cards = CardsIn(lines_);
    for (size_t i = 0; i < lines_.size(); ++i) {
      const auto card = cards.find(i);
      if (card == cards.end()) {
        if (HeadsSection(lines_[i])) section_ = i;
        TakeTotal(i);
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
    const CardHeading& heading = card.heading;
    BeginSection();
    int number = heading.number;
    if (!heading.in_levels.empty()) {
      number = taken_.empty() ? 1 : *taken_.rbegin() + 1;
      taken_.insert(number);
    } else if (!taken_.insert(number).second) {
      number = *taken_.rbegin() + 1;
      taken_.insert(number);
      notebook_.Miss(lines_[line].at, "PLAN_ORDINAL_TWICE",
                     {{"value", absl::StrCat(heading.number)}, {"given", absl::StrCat(number)}});
    }
    RawMeasure raw;
    raw.section = static_cast<int>(tables_.sections.size());
    raw.ordinal = number;
    raw.ordinal_as_written = heading.in_levels;
    raw.first_row = lines_[line].at;
    raw.header = tables_.headers.size();
    raw.cells.resize(kColumnsMax);
    raw.cells[0].text.Add(At(line, heading.title), View(heading.title));
    in_measures_[line] = true;
    if (lines_[line].source->place.line > 0) raw.lines.push_back(lines_[line].source->place.line);
    for (const CardField& field : card.fields) {
      const std::optional<size_t> column = ColumnOf(field, raw.cells, columns_);
      if (!column) {
        notebook_.Miss(lines_[field.line].at, "PLAN_HEADINGS_TOO_MANY",
                       {{"max", absl::StrCat(kColumnsMax)}, {"value", std::string(View(field.label))}});
        continue;
      }
      in_measures_[field.line] = true;
      raw.cells[*column].text.Add(At(field.line, field.words), View(field.words));
    }
    tables_.measures.push_back(std::move(raw));
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
      if (fields.size() == 1 && RE2::FullMatch(fields[0].label, kTotal)) TakeTotalOf(i, fields[0]);
    }
  }

  // "Всичко за трите мероприятия: 37 844,40 лв." below the cards.
  void TakeTotal(size_t line) {
    if (tables_.measures.empty()) return;
    const std::vector<CardField> fields = FieldsOf(lines_[line], line);
    if (fields.size() == 1 && SaysTotal(fields[0])) TakeTotalOf(line, fields[0]);
  }

  void TakeTotalOf(size_t line, const CardField& field) {
    std::vector<TextProblem> problems;
    const std::vector<WrittenAmount> amounts =
        FindAmounts(View(field.words), kCellAmountsMax, problems);
    if (amounts.size() != 1 || !problems.empty() || tables_.total_below) {
      notebook_.Miss(lines_[line].at, "PLAN_AMOUNT_AMBIGUOUS",
                     {{"value", std::string(View(field.words))}});
      return;
    }
    in_measures_[line] = true;
    tables_.total_below =
        RawTotalBelow{.amount = amounts[0].amount,
                      .at = Within(At(line, field.words), amounts[0].begin, amounts[0].end)};
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
