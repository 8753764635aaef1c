// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/card_fields.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
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

// Kinds that a label within a line can begin: the words of the others hold colons of their own, as in
// "Индикатори: брой лица: 25".
bool BeginsField(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kPlace:
    case ColumnKind::kFinancing:
    case ColumnKind::kSource:
    case ColumnKind::kAmount:
    case ColumnKind::kExecutor:
    case ColumnKind::kPartners:
    case ColumnKind::kTimeframe:
    case ColumnKind::kIndicator:
    case ColumnKind::kResults:
    case ColumnKind::kTargetGroup:
      return true;
    default:
      return false;
  }
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

struct Label {
  re2::StringPiece text;
  ColumnKind kind = ColumnKind::kUnknown;
  const char* words = nullptr;  // Where what it heads begins.
};

// The next label in `rest` that begins a field; behind a mark that ends what stands before it.
std::optional<Label> NextLabel(re2::StringPiece rest) {
  static const RE2 kLabel("[.;,)–—\\n]\\s*(\\pL[^:.;,()\\n–—]{1,80}?\\.?)\\s*:[\\s\\x{A0}]*[^\\s:]");
  re2::StringPiece m[2];
  for (size_t at = 0; kLabel.Match(rest, at, rest.size(), RE2::UNANCHORED, m, 2);) {
    const ColumnKind kind = KindOfLabel(m[1]);
    if (BeginsField(kind)) {
      const char* colon = std::find(m[1].data() + m[1].size(), m[0].data() + m[0].size(), ':');
      return Label{m[1], kind, colon + 1};
    }
    at = static_cast<size_t>(m[1].data() + m[1].size() - rest.data());
  }
  return std::nullopt;
}

re2::StringPiece Between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

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
    heading.listed = true;
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
  if (line.text.size() > kHeadingBytesMax && TakeFieldsBehind(0, title).empty()) return std::nullopt;
  return heading;
}

std::vector<CardField> TakeFieldsBehind(size_t index, re2::StringPiece& title) {
  std::vector<CardField> fields;
  const char* const end = title.data() + title.size();
  std::optional<Label> label = NextLabel(title);
  if (!label) return fields;
  title = Trimmed(Between(title.data(), label->text.data()));
  while (label) {
    const re2::StringPiece rest = Between(label->words, end);
    const std::optional<Label> next = NextLabel(rest);
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
  std::vector<CardField> behind = TakeFieldsBehind(index, field.words);
  behind.insert(behind.begin(), field);
  return behind;
}

}  // namespace tranche::plans::reading
