// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/cards.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "plans/financing.h"
#include "plans/reading/row_words.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kHeadingBytesMax = 300;
constexpr size_t kColumnsMax = 30;  // Different words before a colon in all cards together.

// "Мероприятие № 1. Лятно училище".
struct CardHeading {
  int number = 0;         // 0 of one in levels, "1.2.3": those of a section are counted.
  std::string in_levels;  // "" of a plain one.
  re2::StringPiece title;
};
std::optional<CardHeading> HeadingOf(const ProseLine& line) {
  static const RE2 kHeading(
      "(?i)\\s*(?:мероприятие|мярка|дейност|проект|услуга|measure|activity)\\s*(?:№\\s*)?((?:[0-9]{1,3}"
      "\\.){0,3}[0-9]{1,3})"
      "\\s*[.:)–-]?\\s*(\\S.*)");
  CardHeading heading;
  re2::StringPiece digits;
  if (line.text.size() > kHeadingBytesMax || line.list_item ||
      !RE2::FullMatch(Piece(line.text), kHeading, &digits, &heading.title))
    return std::nullopt;
  if (!absl::SimpleAtoi(View(digits), &heading.number)) heading.in_levels = Owned(digits);
  return heading;
}

// "Отговаря: директорът на училището".
struct CardField {
  size_t line = 0;
  re2::StringPiece label;
  re2::StringPiece words;
  ColumnKind kind = ColumnKind::kUnknown;
};
std::optional<CardField> FieldOf(const ProseLine& line, size_t index) {
  static const RE2 kField("(?s)\\s*([^:\\n]{2,120}?)\\s*:\\s*(\\S.*)");
  CardField field;
  field.line = index;
  if (line.heading || line.list_item || line.text.size() > kCellBytesMax ||
      !RE2::FullMatch(Piece(line.text), kField, &field.label, &field.words))
    return std::nullopt;
  static const RE2 kTime("(?i)време|време\\s+на\\s+провеждане|дата");
  field.kind =
      RE2::FullMatch(field.label, kTime) ? ColumnKind::kTimeframe : KindOfHeading(View(field.label));
  return field;
}

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
  static const RE2 kTotal("(?i)(?:общо|всичко|total)(?:[^\\pL].*)?");
  return RE2::FullMatch(field.label, kTotal);
}

// What stands below a heading, without a blank line between.
std::vector<CardField> FieldsBelow(const std::vector<ProseLine>& lines, size_t heading) {
  std::vector<CardField> fields;
  for (size_t i = heading + 1; i < lines.size(); ++i) {
    if (i > heading + 1 && lines[i].blank_lines_before > 0) break;
    const std::optional<CardField> field = FieldOf(lines[i], i);
    if (!field || HeadingOf(lines[i]) || SaysTotal(*field)) break;
    AddField(*field, fields);
  }
  return fields;
}

// Two words that head columns elsewhere make a card of the lines.
bool IsCard(const std::vector<CardField>& fields) {
  std::set<ColumnKind> kinds;
  for (const CardField& field : fields) kinds.insert(field.kind);
  kinds.erase(ColumnKind::kUnknown);
  return kinds.size() >= 2;
}

// The column of a label; a second label of one kind has no field of its own.
std::optional<size_t> ColumnOf(const CardField& field, std::vector<Column>& columns) {
  const absl::string_view label = View(field.label);
  const auto known = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.heading == label; });
  if (known != columns.end()) return static_cast<size_t>(known - columns.begin());
  if (columns.size() == kColumnsMax) return std::nullopt;
  ColumnKind kind = field.kind;
  const bool taken = std::any_of(columns.begin(), columns.end(),
                                 [&](const Column& column) { return column.kind == kind; });
  if (taken) kind = ColumnKind::kUnknown;
  columns.push_back({.kind = kind, .heading = std::string(label), .unit = FindUnit(label)});
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
    for (size_t i = 0; i < lines_.size(); ++i) {
      const std::optional<CardHeading> heading = HeadingOf(lines_[i]);
      if (!heading) {
        NoteHeading(i);
        TakeTotal(i);
        continue;
      }
      const std::vector<CardField> fields = FieldsBelow(lines_, i);
      if (!IsCard(fields)) continue;
      if (tables_.measures.size() == kMeasuresMax) {
        notebook_.Miss(lines_[i].at, "PLAN_TOO_MANY_ROWS", {{"max", absl::StrCat(kMeasuresMax)}});
        break;
      }
      AddMeasure(i, *heading, fields);
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

  void AddMeasure(size_t line, const CardHeading& heading, const std::vector<CardField>& fields) {
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
    for (const CardField& field : fields) {
      const std::optional<size_t> column = ColumnOf(field, columns_);
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

  // A heading of the document that ranks above measures, "Направление 1. …", begins a section of the
  // cards below it.
  void NoteHeading(size_t line) {
    if (lines_[line].heading && RankOfHeading(lines_[line].text, "") == 1) section_ = line;
  }

  void BeginSection() {
    if (section_) {
      std::string numeral;
      const ProseLine& line = lines_[*section_];
      const size_t begin = SplitNumeral(line.text, numeral);
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
      const std::optional<CardField> field = FieldOf(lines_[i], i);
      if (field && RE2::FullMatch(field->label, kTotal)) TakeTotalOf(i, *field);
    }
  }

  // "Всичко за трите мероприятия: 37 844,40 лв." below the cards.
  void TakeTotal(size_t line) {
    if (tables_.measures.empty()) return;
    const std::optional<CardField> field = FieldOf(lines_[line], line);
    if (field && SaysTotal(*field)) TakeTotalOf(line, *field);
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
