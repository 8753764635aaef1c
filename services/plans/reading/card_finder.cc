// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/card_finder.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "plans/reading/row_words.h"
#include "plans/reading/table_reader.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);
constexpr size_t kTitleBytesMax = 200;
// Steps and sentences between a title and its fields.
constexpr size_t kPassedMax = 12;
// Between a heading and the first item below it.
constexpr size_t kIntroductionMax = 20;

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

// "Отговорник: кметът. Не са необходими средства." says of the money without a label.
void TakeNothingNeeded(std::vector<CardField>& fields) {
  static const RE2 kNothing(
      "(?is)(.*\\S)[.;]\\s*(не\\s+(?:са|се)\\s+(?:необходими|предвиждат|изискват|нужни)\\s+(?:"
      "допълнителни\\s+|"
      "финансови\\s+)?(средства)[^.;:]*)\\.?");
  for (size_t i = 0; i < fields.size(); ++i) {
    CardField money{fields[i].line, "", "", ColumnKind::kAmount};
    re2::StringPiece rest;
    if (IsMoney(fields[i].kind) ||
        !RE2::FullMatch(fields[i].words, kNothing, &rest, &money.words, &money.label))
      continue;
    fields[i].words = rest;
    fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(i) + 1, money);
    return;
  }
}

// It speaks of the plan in so many words, wherever it stands.
bool SaysTotalOfPlan(const CardField& field) {
  static const RE2 kPlan(
      "(?i)(?:общ(?:о|а|и)?|всичко|total)(?:[^\\pL].*)?(?:план|програм|мероприятия|мерките|мерки$|"
      "дейности(?:те)?$|всички|plan|programme).*");
  return RE2::FullMatch(field.label, kPlan);
}

// What a measure is known by: two words that head columns elsewhere, and one of them says when, who or
// for how much.
bool IsComplete(const Card& card) {
  std::set<ColumnKind> kinds;
  for (size_t i = 1; i < card.fields.size(); ++i) kinds.insert(card.fields[i].kind);
  kinds.erase(ColumnKind::kUnknown);
  kinds.erase(ColumnKind::kActivity);
  return kinds.size() >= 2 && std::any_of(kinds.begin(), kinds.end(), [](ColumnKind kind) {
           return kind == ColumnKind::kTimeframe || kind == ColumnKind::kExecutor ||
                  kind == ColumnKind::kSource || IsMoney(kind);
         });
}

bool HasAmount(const std::vector<CardField>& fields) {
  return std::any_of(fields.begin(), fields.end(),
                     [](const CardField& field) { return IsMoney(field.kind); });
}

bool IsNumbered(const ProseLine& line) {
  WrittenOrdinal ordinal;
  return line.list_item && ReadOrdinal(line.marker, ordinal);
}

// A list that has begun and not ended.
struct Run {
  std::vector<std::pair<size_t, Card>> items;
  size_t complete = 0;
  size_t heading = kNone;  // Of the document, right above its first item.
  int last = 0;            // Number of its last item.
  int next_chapter = 0;    // The number of the chapter behind the one that it stands in; 0: in none.
};

class CardFinder {
 public:
  explicit CardFinder(const std::vector<ProseLine>& lines)
      : lines_(lines), taken_(lines.size(), false) {
    for (size_t i = 0; i < lines_.size(); ++i) {
      const std::vector<CardField> fields = FieldsOf(lines_[i], i);
      if (fields.empty()) continue;
      totals_ += SaysTotal(fields[0]) ? 1 : 0;
      if (IsSureLabel(fields[0].label)) last_field_ = i;
    }
  }

  FoundCards Find() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (taken_[i]) continue;
      if (HeadsSection(i)) {
        EndRuns();
        heading_ = i;
        found_.sections.insert(i);
      } else {
        if (lines_[i].heading) EndRuns();
        AddItem(i);
        if (lines_[i].heading) heading_ = i;
      }
    }
    EndRuns();
    TakeListsOfMeasures();
    // One heading above all measures is the title of the document or of its chapter.
    if (headings_.size() + found_.sections.size() > 1)
      found_.sections.insert(headings_.begin(), headings_.end());
    return std::move(found_);
  }

 private:
  bool BeginsItem(size_t line) const {
    return line < lines_.size() && HeadingOf(lines_[line]).has_value();
  }

  // Above the measures of a section: "Направление 1. …", "II. …". "Приоритет: спорт" may be a field of
  // a card, and "Част от дейностите" is a sentence.
  bool HeadsSection(size_t index) const {
    static const RE2 kSentence("[.:;,]$");
    static const RE2 kNumbered(
        "(?i)^(?:стратегическ\\pL+\\s+)?(?:приоритет|направлени|област|раздел|сектор|част|priority|"
        "section|part)\\pL*(?:\\s+на\\s+\\pL+)?(?:\\s*[„“\"«]|\\s*№\\s*[0-9]|"
        "\\s+(?:[0-9]|[IVXІХ]+(?:$|[^\\pL])|\\pL(?:$|[^\\pL])))");
    const ProseLine& line = lines_[index];
    WrittenOrdinal ordinal;
    if (line.list_item) return ReadOrdinal(line.marker, ordinal) && ordinal.roman;
    if (line.heading) return RankOfHeading(line.text, "") == 1;
    if (line.text.size() > kTitleBytesMax || RE2::PartialMatch(Piece(line.text), kSentence) ||
        RankOfHeading(line.text, "") != 1)
      return false;
    static const RE2 kRoman("^[IVXІХ]{1,6}[.)]");
    if (RE2::PartialMatch(Piece(line.text), kNumbered) || RE2::PartialMatch(Piece(line.text), kRoman))
      return true;
    return line.blank_lines_before > 0 && BeginsItem(index + 1);
  }

  // A plain number without fields, and "4.1" below it: "4. Мерки".
  bool HeadsLevels(size_t index, const CardHeading& heading) const {
    if (heading.number == 0) return false;
    const size_t end = std::min(lines_.size(), index + 1 + kIntroductionMax);
    for (size_t i = index + 1; i < end; ++i) {
      if (lines_[i].heading) return false;
      if (IsNumbered(lines_[i]))
        return absl::StartsWith(lines_[i].marker, absl::StrCat(heading.number, "."));
    }
    return false;
  }

  bool HasTextBelow(size_t index) const {
    return index + 1 < lines_.size() && !lines_[index + 1].list_item && !lines_[index + 1].heading &&
           FieldsOf(lines_[index + 1], index + 1).empty();
  }

  // A step of what `heading` names: another list within it, whose first item has no fields of its own.
  bool IsStep(const CardHeading& heading, size_t index) const {
    const std::optional<CardHeading> step = HeadingOf(lines_[index]);
    if (!step || step->number == 0 || step->style == heading.style) return false;
    re2::StringPiece words = step->title;
    if (!TakeFieldsBehind(index, ColumnKind::kActivity, words).empty()) return false;
    return step->number > 1 || index + 1 == lines_.size() ||
           FieldsOf(lines_[index + 1], index + 1).empty();
  }

  // A total among the fields of a card is the card's, where blank lines would part it from one of the
  // plan. Other formats have none: there it ends a card that has its amount. So does the only one of a
  // document behind all fields.
  bool EndsCard(size_t index, const CardField& field, const std::vector<CardField>& fields) const {
    if (SaysTotalOfPlan(field)) return true;
    if (!SaysTotal(field) || !HasAmount(fields)) return false;
    if (lines_[index].source->place.format == document::Format::kText)
      return totals_ == 1 && index > last_field_;
    return index + 1 == lines_.size() || FieldsOf(lines_[index + 1], index + 1).empty();
  }

  // What stands below a title, up to a blank line. Steps and sentences before the first field are
  // passed over; below fields they end the card.
  void AddFieldsBelow(size_t title, const CardHeading& heading, std::vector<CardField>& fields) {
    const bool has_fields = fields.size() > 1;
    size_t passed = 0;
    for (size_t i = title + 1; i < lines_.size() && passed <= kPassedMax; ++i) {
      const ProseLine& line = lines_[i];
      if (line.heading || HeadsSection(i)) return;
      if (line.blank_lines_before > 0 && (has_fields || i > title + 1)) return;
      const bool touches = fields.back().line + 1 == i;
      if (IsNumbered(line) || HeadingOf(line)) {
        if (fields.size() > 1 || !IsStep(heading, i)) return;
        ++passed;
        continue;
      }
      const std::vector<CardField> found = FieldsOf(line, i);
      const bool goes_on = touches && GoesOn(lines_[i - 1], line);
      // "общински бюджет: 200 лв." within a sentence is no field.
      static const RE2 kSmall("^[\\p{Ll}0-9(]");
      if (goes_on && (found.empty() ||
                      (RE2::PartialMatch(Piece(line.text), kSmall) && !IsSureLabel(found[0].label)))) {
        AddContinuation(lines_, i, fields);
      } else if (!found.empty()) {
        if (EndsCard(i, found[0], fields)) return;
        if (has_fields && found[0].kind == ColumnKind::kUnknown) return;
        for (const CardField& field : found) AddField(field, fields);
      } else if (fields.size() > 1) {
        return;
      } else {
        ++passed;
      }
    }
  }

  Card CardAt(size_t line, const CardHeading& heading) {
    Card card{.number = heading.number, .in_levels = heading.in_levels};
    CardField title{line, "", heading.title, ColumnKind::kActivity};
    const std::vector<CardField> behind = TakeFieldsBehind(line, title.kind, title.words);
    card.fields.push_back(title);
    for (const CardField& field : behind) AddField(field, card.fields);
    AddFieldsBelow(line, heading, card.fields);
    TakeNothingNeeded(card.fields);
    return card;
  }

  void AddItem(size_t line) {
    if (IsNumbered(lines_[line]) && lines_[line].text.size() > kCellBytesMax)
      found_.too_long.push_back(line);
    const std::optional<CardHeading> heading = HeadingOf(lines_[line]);
    if (!heading) return;
    Card card = CardAt(line, *heading);
    const bool complete = IsComplete(card);
    if (heading->style.empty()) {
      if (complete) Keep(line, std::move(card));
      return;
    }
    if (card.fields.size() == 1 && HeadsLevels(line, *heading)) {
      EndRuns();
      heading_ = line;
      found_.sections.insert(line);
      return;
    }
    AddToRun(line, *heading, complete, std::move(card));
  }

  void AddToRun(size_t line, const CardHeading& heading, bool complete, Card card) {
    Run& run = runs_[heading.style];
    if (heading.number != 0 && heading.number <= run.last) {
      // Chapters are numbered, and within one of them its measures anew.
      const int next = run.complete == 0 ? run.last + 1 : 0;
      EndRun(run);
      run.next_chapter = next;
    } else if (heading.number != 0 && heading.number == run.next_chapter && !complete &&
               (heading.number != run.last + 1 || HasTextBelow(line))) {
      EndRun(run);
      run.next_chapter = heading.number + 1;
      return;
    }
    if (run.items.empty()) run.heading = heading_ != kNone && heading_ + 1 == line ? heading_ : kNone;
    if (run.items.empty() && heading_ != kNone) above_[line] = heading_;
    run.last = heading.number;
    run.complete += complete ? 1 : 0;
    if (complete) Take(card);
    run.items.emplace_back(line, std::move(card));
  }

  // Lines of a card are looked at no more.
  void Take(const Card& card) {
    for (size_t i = card.fields.front().line + 1; i <= card.fields.back().line; ++i) taken_[i] = true;
  }

  void Keep(size_t line, Card card) {
    Take(card);
    found_.cards.emplace(line, std::move(card));
  }

  void EndRuns() {
    for (auto& [style, run] : runs_) EndRun(run);
    runs_.clear();
  }

  // The items of a list are measures where half of them or more are complete: one among them that says
  // no more than its title is a measure all the same. Of another list only the complete ones are.
  void EndRun(Run& run) {
    Run ended = std::exchange(run, Run());
    if (ended.items.empty()) return;
    const size_t first = ended.items.front().first;
    if (ended.complete == 0) {
      if (ended.heading != kNone) without_fields_.push_back(std::move(ended));
      return;
    }
    const bool all = 2 * ended.complete >= ended.items.size();
    if (!all) found_.left[first] = ended.items.size() - ended.complete;
    for (auto& [line, card] : ended.items) {
      if (all || IsComplete(card)) found_.cards.emplace(line, std::move(card));
    }
    const auto above = above_.find(first);
    if (above != above_.end() && lines_[above->second].heading) headings_.insert(above->second);
  }

  // Where a document has cards, lists of other sections are measures too if the words of their headings
  // say so; of laws or of results they are none, which only a person can tell.
  void TakeListsOfMeasures() {
    static const RE2 kMeasures(
        "(?i)дейност|мярк|мерк|мероприяти|събити|прояв|инициатив|activit|measure");
    if (found_.cards.empty()) return;
    for (Run& run : without_fields_) {
      const absl::string_view title = lines_[run.heading].text;
      std::string numeral;
      const size_t begin = SplitNumeral(title, numeral);
      if (RankOfHeading(title.substr(begin), "") != 1 && !RE2::PartialMatch(Piece(title), kMeasures)) {
        found_.left[run.items.front().first] = run.items.size();
        continue;
      }
      if (lines_[run.heading].heading) headings_.insert(run.heading);
      for (auto& [line, card] : run.items) found_.cards.emplace(line, std::move(card));
    }
  }

  const std::vector<ProseLine>& lines_;
  std::vector<bool> taken_;  // Lines of cards.
  int totals_ = 0;           // Lines that say one.
  size_t last_field_ = 0;    // The last line with a label that is surely one.
  std::map<std::string, Run> runs_;
  std::vector<Run> without_fields_;
  size_t heading_ = kNone;          // The last one.
  std::map<size_t, size_t> above_;  // The heading above the first item of a list.
  std::set<size_t> headings_;       // Of lists of measures.
  FoundCards found_;
};

}  // namespace

bool SaysTotal(const CardField& field) {
  static const RE2 kTotal(
      "(?i)(?:общо|всичко|total)(?:[^\\pL].*)?|общ(?:а|и)?\\s+(?:необходим\\pL*\\s+)?(?:стойност|сума|"
      "бюджет|средства|ресурс|разходи?)\\s+(?:на|по|за)\\s+(?:план|програм|период|[0-9]{4}).*");
  return RE2::FullMatch(field.label, kTotal);
}

FoundCards FindCards(const std::vector<ProseLine>& lines) { return CardFinder(lines).Find(); }

}  // namespace tranche::plans::reading
