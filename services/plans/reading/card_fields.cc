// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/card_fields.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "plans/reading/row_words.h"
#include "plans/reading/table_reader.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kHeadingBytesMax = 300;

ColumnKind KindOfLabel(re2::StringPiece label) {
  static const RE2 kTime("(?i)време|време\\s+на\\s+провеждане|дата");
  return RE2::FullMatch(label, kTime) ? ColumnKind::kTimeframe : KindOfHeading(View(label));
}

// Without the blanks and the stop or comma that part it from what follows; the point of "лв." stays.
re2::StringPiece Trimmed(re2::StringPiece words) {
  static const RE2 kEnd("(?s)\\s*(.*?)[\\s,;–—-]*");
  static const RE2 kSentence("(?s)(.*?(\\pL+|[^\\pL\\s.]))\\.");
  static const RE2 kShort("(?i)г|гг|лв|ст|бр|хил|млн|др|ч|м|мес|км|кв|стр|ул|гр|с|т|общ|обл|отг");
  re2::StringPiece inner, last;
  if (RE2::FullMatch(words, kEnd, &inner)) words = inner;
  if (RE2::FullMatch(words, kSentence, &inner, &last) && !RE2::FullMatch(last, kShort)) return inner;
  return words;
}

bool OfMoney(ColumnKind kind) { return IsMoney(kind) || kind == ColumnKind::kSource; }

struct Label {
  re2::StringPiece text;
  ColumnKind kind = ColumnKind::kUnknown;
  const char* words = nullptr;  // Where what it heads begins.
};

// Amounts hold words of money themselves: "300 лв., средства: 200 лв.". Another field begins there with
// a new sentence only.
bool BeginsField(ColumnKind before, char mark, re2::StringPiece label, ColumnKind kind) {
  static const RE2 kCapital("\\p{Lu}");
  if (!OfMoney(before) || !OfMoney(kind)) return true;
  return (mark == '.' || mark == ';' || mark == '\n') &&
         RE2::PartialMatch(label.substr(0, 2), kCapital);
}

// The next label in `rest`, whose words are of the kind `before`; behind a mark that ends what stands
// before it.
std::optional<Label> NextLabel(re2::StringPiece rest, ColumnKind before) {
  static const RE2 kLabel("([.;,)–—\\n])\\s*(\\pL[^:.;,()\\n–—]{1,80}?\\.?)\\s*:[\\s\\x{A0}]*[^\\s:]");
  re2::StringPiece m[3];
  for (size_t at = 0; kLabel.Match(rest, at, rest.size(), RE2::UNANCHORED, m, 3);) {
    const ColumnKind kind = KindOfLabel(m[2]);
    if (IsSureLabel(m[2]) && BeginsField(before, m[1][0], m[2], kind)) {
      const char* colon = std::find(m[2].data() + m[2].size(), m[0].data() + m[0].size(), ':');
      return Label{m[2], kind, colon + 1};
    }
    at = static_cast<size_t>(m[2].data() + m[2].size() - rest.data());
  }
  return std::nullopt;
}

re2::StringPiece Between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

// How the number of a list's item is written: "1.", "1)", "1.2."; and how far it is indented.
std::string StyleOf(const ProseLine& line) {
  const auto stops = std::count(line.marker.begin(), line.marker.end() - 1, '.');
  const char end = stops == 0 ? line.marker.back() : '.';
  return absl::StrCat(stops, std::string(1, end), line.level);
}

}  // namespace

bool IsSureLabel(re2::StringPiece label) {
  static const RE2 kSure(
      "(?i)(?:"
      "(?:срок|период|график)(?:ове|и)?(?:\\s+(?:за|на)\\s+(?:изпълнени|реализ|провеждан|завършван|"
      "действи)\\pL*)?|"
      "(?:време|дата|време\\s+и\\s+място|място\\s+и\\s+време|дата\\s+и\\s+място)"
      "(?:\\s+(?:на|за)\\s+(?:провеждан|изпълнени)\\pL*)?|"
      "отг\\.?|отговорни(?:к|ци)|отговор(?:ен|на|но|ни)"
      "(?:\\s+(?:изпълнител|институци|лиц|структур|звен|орган|служител|дирекци|отдел)\\pL*)?|"
      "отговаря(?:т)?|изпълнител(?:и)?|организатор(?:и)?|изпълнява(?:т)?|"
      "мяст(?:о|ото)(?:\\s+(?:на|за)\\s+(?:провеждан|изпълнени|реализ)\\pL*)?|"
      "(?:(?:необходим|предвиден|планиран|осигурен|финансов|прогнозн)\\pL*\\s+){0,2}(?:средства|"
      "ресурс(?:и)?|бюджет)(?:\\s+за\\s+(?:изпълнени|реализ)\\pL*)?|"
      "(?:(?:обща|прогнозна|ориентировъчна|индикативна|планирана)\\s+)?стойност|общ\\s+бюджет|"
      "финансиране|финансово\\s+осигуряване|финансова\\s+обезпеченост|"
      "източни(?:к|ци)(?:\\s+(?:на|за)\\s+(?:финансиран|средства|финансов)\\pL*)?|"
      "партньор(?:и)?|(?:индикатор|показател)(?:и)?(?:\\s+за\\s+(?:изпълнени|резултат|успех)\\pL*)?|"
      "целев(?:а|и)\\s+груп(?:а|и)|(?:очакван(?:и)?\\s+)?резултат(?:и)?|"
      "time\\s*frame|deadline|responsible|executor|place|budget|amount|funding|sources?|partners?|"
      "indicators?|target\\s+groups?|results?)");
  return RE2::FullMatch(label, kSure);
}

std::optional<CardHeading> HeadingOf(const ProseLine& line) {
  static const RE2 kHeading(
      "(?is)\\s*(?:мероприятие|мярка|дейност|проект|услуга|measure|activity)\\s*(?:№\\s*)?((?:[0-9]{1,"
      "3}"
      "\\.){0,3}[0-9]{1,3})"
      "\\s*[.:)–-]?\\s*(\\S.*)");
  CardHeading heading;
  if (line.text.size() > kCellBytesMax) return std::nullopt;
  if (line.list_item) {
    WrittenOrdinal ordinal;
    if (!ReadOrdinal(line.marker, ordinal) || ordinal.roman) return std::nullopt;
    heading.style = StyleOf(line);
    heading.number = ordinal.plain ? ordinal.number : 0;
    if (!ordinal.plain) heading.in_levels = ordinal.as_written;
    heading.title = Piece(line.text);
    return heading;
  }
  re2::StringPiece digits;
  if (!RE2::FullMatch(Piece(line.text), kHeading, &digits, &heading.title)) return std::nullopt;
  if (!absl::SimpleAtoi(View(digits), &heading.number)) heading.in_levels = Owned(digits);
  // A long line is a card only where it has its fields in itself.
  re2::StringPiece title = heading.title;
  if (line.text.size() > kHeadingBytesMax && TakeFieldsBehind(0, ColumnKind::kActivity, title).empty())
    return std::nullopt;
  return heading;
}

std::vector<CardField> TakeFieldsBehind(size_t index, ColumnKind kind, re2::StringPiece& words) {
  std::vector<CardField> fields;
  const char* const end = words.data() + words.size();
  std::optional<Label> label = NextLabel(words, kind);
  if (!label) return fields;
  words = Trimmed(Between(words.data(), label->text.data()));
  while (label) {
    const std::optional<Label> next = NextLabel(Between(label->words, end), label->kind);
    const char* const until = next ? next->text.data() : end;
    fields.push_back({index, label->text, Trimmed(Between(label->words, until)), label->kind});
    label = next;
  }
  return fields;
}

std::vector<CardField> FieldsOf(const ProseLine& line, size_t index) {
  static const RE2 kField("(?s)\\s*([^:\\n]{2,120}?)\\s*:\\s*(\\S.*)");
  CardField field;
  field.line = index;
  WrittenOrdinal ordinal;
  const bool numbered = line.list_item && ReadOrdinal(line.marker, ordinal);
  if (line.heading || numbered || line.text.size() > kCellBytesMax ||
      !RE2::FullMatch(Piece(line.text), kField, &field.label, &field.words))
    return {};
  field.kind = KindOfLabel(field.label);
  std::vector<CardField> fields = TakeFieldsBehind(index, field.kind, field.words);
  fields.insert(fields.begin(), field);
  return fields;
}

void AddContinuation(const std::vector<ProseLine>& lines, size_t index,
                     std::vector<CardField>& fields) {
  CardField& before = fields.back();
  const absl::string_view above = lines[before.line].text;
  before.words = Between(before.words.data(), above.data() + above.size());
  CardField more = before;
  more.line = index;
  more.words = Piece(lines[index].text);
  std::vector<CardField> behind = TakeFieldsBehind(index, more.kind, more.words);
  more.words = Trimmed(more.words);
  if (!more.words.empty()) fields.push_back(more);
  for (CardField& field : behind) fields.push_back(std::move(field));
}

}  // namespace tranche::plans::reading
