// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing/product.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/financing/words.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

// As TRANCHE_COUNT, and with blanks between groups of digits.
#define COUNT "(?:[1-9][0-9]{0,2}[ \\x{A0}\\x{202F}\\x{2009}][0-9]{3}|" TRANCHE_COUNT ")"

namespace tranche::plans::financing {
namespace {

constexpr size_t kFactorsMax = 8;

bool IsMonths(absl::string_view noun) {
  static const RE2 kMonths("(?i)(?:календарни\\s+)?(?:месец\\pL*|мес\\.?|м\\.|months?)");
  return RE2::FullMatch(Piece(noun), kMonths);
}

bool IsDays(absl::string_view noun) {
  static const RE2 kDays(
      "(?i)(?:(?:работни|календарни|присъствени)\\s+)?(?:дни|дена|ден|хранодни|days?)");
  return RE2::FullMatch(Piece(noun), kDays);
}

bool All(const std::vector<Factor>& factors, bool (*time)(absl::string_view)) {
  return std::any_of(factors.begin(), factors.end(), [&](const Factor& f) { return time(f.noun); }) &&
         std::all_of(factors.begin(), factors.end(),
                     [&](const Factor& f) { return time(f.noun) || IsPersons(f.noun); });
}

// A number before the sign that is no whole one, "х 2,5 часа х".
bool EndsInFraction(absl::string_view before) {
  static const RE2 kFraction(
      "(?i)[0-9][.,][0-9]+(?:\\s+\\pL[\\pL.]*){0,3}(?:\\s+[хx]|\\s*[*×]|[0-9][хx])\\s*$");
  return RE2::PartialMatch(Piece(before), kFraction);
}

// "Дейност 3 150 участници": the first figure is a number of something, no group of the count.
re2::StringPiece WithoutNumberBefore(absl::string_view before, re2::StringPiece count) {
  static const RE2 kNumbered(
      "(?i)(?:№|(?:^|[^\\pL])(?:дейност|мярка|клас|група|точка|т\\.|етап|модул|ден|раздел|приоритет|"
      "цел|"
      "проект|позиция|обект|задача|курс|тема|activity|measure|group|stage|day))\\s*$");
  static const RE2 kLastGroup("([0-9]{3})$");
  re2::StringPiece last;
  const absl::string_view rest = before.substr(0, RangeOf(count, before).begin);
  if (count.size() > 3 && RE2::PartialMatch(Piece(rest), kNumbered) &&
      RE2::PartialMatch(count, kLastGroup, &last) && last.size() < count.size() &&
      !(count[count.size() - 4] >= '0' && count[count.size() - 4] <= '9'))
    return last;
  return count;
}

// "8 души х 8 часа х " before the amount, from its end.
void ReadFactorsBefore(absl::string_view before, Product& product) {
  static const RE2 kFactor(
      "(?i)(?:^|[^\\pL0-9.,])(" COUNT
      ")(?:\\s*[хx*×]|\\s*(\\pL[\\pL.]*(?:\\s+\\pL[\\pL.]+){0,3}?)(?:\\s+[хx]|\\s*[*×]))"
      "\\s*$");
  static const RE2 kEach("(?i)(?:^|[^\\pL0-9.,])(" COUNT
                         ")\\s+(\\pL{2,}[\\pL.]*(?:\\s+\\pL{3,}){0,2}?)\\s+по\\s*$");
  static const RE2 kEachOf("(?i)(?:за|на)\\s+вс(?:еки|яка|яко)\\s+от\\s+(" COUNT
                           ")(?:-?(?:те|та|мата))?\\s+(\\pL{2,})\\s+по\\s*$");
  static const RE2 kSign("(?i)(?:(?:^|[\\s0-9).])[хx]|[*×])\\s*$");
  absl::string_view rest = before;
  re2::StringPiece count, noun;
  while (product.factors.size() < kFactorsMax &&
         RE2::PartialMatch(Piece(rest), kFactor, &count, &noun)) {
    count = WithoutNumberBefore(rest, count);
    const std::optional<int> number = ReadCount(View(count));
    if (!number.has_value() || *number < 1) break;
    product.factors.insert(product.factors.begin(), {*number, Owned(noun)});
    product.times = true;
    rest = rest.substr(0, RangeOf(count, rest).begin);
  }
  if (EndsInFraction(rest) || (!product.times && RE2::PartialMatch(Piece(rest), kSign))) {
    product.unread = true;
    product.times = true;
  } else if (!product.times && (RE2::PartialMatch(Piece(rest), kEachOf, &count, &noun) ||
                                RE2::PartialMatch(Piece(rest), kEach, &count, &noun))) {
    count = WithoutNumberBefore(rest, count);
    const std::optional<int> number = ReadCount(View(count));
    if (number.has_value() && *number > 0) {
      product.factors.push_back({*number, Owned(noun)});
      rest = rest.substr(0, RangeOf(count, rest).begin);
    }
  }
  product.before = before.size() - rest.size();
}

// " х 20 дни х 3 групи" behind the amount.
void ReadFactorsAfter(absl::string_view& rest, Product& product) {
  static const RE2 kSign("(?i)^\\.?\\)?\\s*(?:[хx]\\s|[хx]([0-9])|[*×])\\s*");
  // "100 лв.*": what it refers to stands below.
  static const RE2 kFootnote("^\\.?\\s*\\*{1,3}\\s*(?:$|[;,)])");
  static const RE2 kCount("(?i)^\\.?\\)?\\s*[хx*×]\\s*(" COUNT ")([.,][0-9])?");
  static const RE2 kNounToEnd(
      "^\\s*(\\pL[\\pL.]*(?:\\s+\\pL{2,}[\\pL.]*){0,2}?)\\s*(?:$|[=,;)(–—/-]|[хx*×]\\s)");
  static const RE2 kNoun("^\\s*(\\pL{2,}\\.?|ч\\.|м\\.)");
  re2::StringPiece count, fraction, noun;
  while (product.factors.size() < kFactorsMax && RE2::PartialMatch(Piece(rest), kSign) &&
         !RE2::PartialMatch(Piece(rest), kFootnote)) {
    product.times = true;
    if (!RE2::PartialMatch(Piece(rest), kCount, &count, &fraction) || !fraction.empty()) {
      product.unread = true;
      return;
    }
    const std::optional<int> number = ReadCount(View(count));
    if (!number.has_value() || *number < 1) {
      product.unread = true;
      return;
    }
    rest = rest.substr(RangeOf(count, rest).end);
    Factor factor{*number, ""};
    if (RE2::PartialMatch(Piece(rest), kNounToEnd, &noun) ||
        RE2::PartialMatch(Piece(rest), kNoun, &noun)) {
      factor.noun = Owned(noun);
      rest = rest.substr(RangeOf(noun, rest).end);
    }
    product.factors.push_back(std::move(factor));
  }
}

// The count is of the same things as the unit, "на клуб" and "клуба".
bool IsOfUnit(absl::string_view noun, absl::string_view unit) {
  const std::string single = FoldName(unit), several = FoldName(noun);
  constexpr std::size_t kStemBytes = 8;  // Of four Cyrillic letters.
  return several.size() >= kStemBytes &&
         absl::StrContains(absl::StrCat(" ", single), absl::StrCat(" ", several.substr(0, kStemBytes)));
}

// A unit that no list holds, "на клуб за 4 клуба": the words say of what and how many of the same.
absl::string_view UnitOfSameNoun(absl::string_view after) {
  static const RE2 kUnit(
      "(?i)^\\.?\\s*((?:на|за\\s+(?:един|една|едно))\\s+(\\pL{3,})(?:\\s+\\pL{3,})?)\\s+за\\s+" COUNT
      "\\s+(\\pL{3,})");
  re2::StringPiece unit, one, many;
  if (!RE2::PartialMatch(Piece(after), kUnit, &unit, &one, &many)) return "";
  return IsOfUnit(View(many), View(one)) && !IsMonths(View(one)) ? View(unit) : absl::string_view();
}

// " на час", "/час", " на един ученик": the words that say what one is; "" when there are none. A month
// or a day has fields of its own, and "за една година" is a length of time.
absl::string_view UnitAfter(absl::string_view after) {
  static const RE2 kUnit(
      "(?i)^\\.?\\s*((?:(?:на|/)\\s*(?:(?:един|една|едно|1|всеки|всяка|всяко)\\s+)?|"
      "за\\s+(?:един|една|едно|1|всеки|всяка|всяко)\\s+)"
      "(?:човек|лице|дете|ученик|потребител|участник|асистент|помощник|семейство|домакинство|"
      "място|час|ч\\.|брой|бр\\.?|бройка|единица|посещение|порция|комплект|km|км|кв\\.?\\s*м|м2)|"
      "за\\s+(?:час|брой|бр\\.|бройка|човек|място)|"
      "(?:per|an?|each|/)\\s*(?:hour|person|child|user|place|unit|piece))(?:$|[^\\pL])");
  // Of these one may as well be who is given the money, "на училище „Васил Левски“": the price of one
  // only where the words end with it or go on with who pays or for how many.
  static const RE2 kUnitAlone(
      "(?i)^\\.?\\s*((?:(?:на|/)\\s*|(?:на|за)\\s+(?:един|една|едно|1|всеки|всяка|всяко)\\s+)"
      "(?:клуб|събитие|мероприятие|училище|читалище|населено\\s+място|група|курс|обучение|кампания|"
      "среща|беседа|сесия|консултация|медиатор|служител|работник|младеж|родител|учител|жилище|къща|"
      "смяна|event|school|club|group|course))\\s*(?:$|[,;.)(–-]|(?:от|за|по|х|x|from|for)\\s)");
  // "на място" is where, not what.
  static const RE2 kWhere("(?i)на\\s+място");
  re2::StringPiece unit;
  if (RE2::PartialMatch(Piece(after), kUnit, &unit))
    return RE2::FullMatch(unit, kWhere) ? absl::string_view() : View(unit);
  if (RE2::PartialMatch(Piece(after), kUnitAlone, &unit)) return View(unit);
  return UnitOfSameNoun(after);
}

// "часова ставка ", "единична цена – ", "на човек по ".
absl::string_view UnitBefore(absl::string_view before) {
  static const RE2 kUnit(
      "(?i)(?:^|[^\\pL])(часов[а-я]*\\s+(?:ставк[а-я]*|заплащане)|ставк[а-я]*\\s+(?:на|за)\\s+час|"
      "единичн[а-я]*\\s+(?:цен[а-я]*|стойност)|ед\\.\\s*(?:цена|стойност)|"
      "цена\\s+(?:за|на)\\s+(?:един|една|едно|1)?\\s*[а-я]+|"
      "стандарт[а-я]*(?:\\s+(?:за|на)\\s+(?:едно\\s+|един\\s+)?[а-я]+)?|"
      "(?:на|за)\\s+(?:човек|лице|дете|ученик|час|бройка|(?:един|едно|една|всеки|всяко|всяка)\\s+"
      "(?:човек|лице|дете|ученик|потребител|участник|място|брой|бройка|семейство))|"
      "hourly\\s+rate|unit\\s+(?:price|cost))"
      "[\\s:–—-]*(?:е|от|по|в\\s+размер\\s+на|is|of)?[\\s:–—-]*$");
  constexpr size_t kWindow = 120;
  size_t from = before.size() > kWindow ? before.size() - kWindow : 0;
  while (from < before.size() && !BeginsCharacter(before[from])) ++from;
  before = before.substr(from);
  re2::StringPiece unit;
  return RE2::PartialMatch(Piece(before), kUnit, &unit) ? View(unit) : absl::string_view();
}

// "на час … за 200 часа": how many of the unit.
void ReadCountOfUnit(absl::string_view& rest, Product& product) {
  static const RE2 kCount("(?i)^\\s*,?\\s*(?:за|for)\\s+(" COUNT ")\\s+(\\pL{3,})");
  static const RE2 kHour("(?i)час|ч\\.|hour");
  static const RE2 kHours("(?i)час\\pL*|hours?");
  static const RE2 kPerson(
      "(?i)човек|лице|дете|ученик|потребител|участник|асистент|помощник|семейство|person|child|user");
  re2::StringPiece count, noun;
  for (int i = 0; i < 2 && RE2::PartialMatch(Piece(rest), kCount, &count, &noun); ++i) {
    const bool hours = RE2::PartialMatch(product.unit, kHour) && RE2::FullMatch(noun, kHours);
    const bool persons = RE2::PartialMatch(product.unit, kPerson) && IsPersons(View(noun));
    const std::optional<int> number = ReadCount(View(count));
    const bool same = IsOfUnit(View(noun), product.unit);
    if ((!hours && !persons && !same) || !number.has_value() || *number < 1) return;
    product.factors.push_back({*number, Owned(noun)});
    rest = rest.substr(RangeOf(noun, rest).end);
  }
}

// "по 100 лв. на 20 деца": how many are given it stands behind.
void ReadCountOfEach(absl::string_view before, absl::string_view& rest, Product& product) {
  static const RE2 kEach("(?i)(?:^|[^\\pL])по\\s*$");
  static const RE2 kCount("(?i)^\\.?\\s*(?:на|за)\\s+(" COUNT ")\\s+(\\pL{3,})");
  static const RE2 kTime("(?i)(?:месец|годин|ден|дн|дена|тримесеч)\\pL*");
  re2::StringPiece count, noun;
  if (!RE2::PartialMatch(Piece(before), kEach) ||
      !RE2::PartialMatch(Piece(rest), kCount, &count, &noun) || RE2::FullMatch(noun, kTime))
    return;
  const std::optional<int> number = ReadCount(View(count));
  if (!number.has_value() || *number < 1) return;
  product.factors.push_back({*number, Owned(noun)});
  rest = rest.substr(RangeOf(noun, rest).end);
}

}  // namespace

bool IsPersons(absl::string_view noun) {
  static const RE2 kPersons("(?i)(?:\\pL+\\s+)?(?:" TRANCHE_PERSONS "|работни\\s+места)");
  return RE2::FullMatch(Piece(noun), kPersons);
}

bool Product::OnlyPersonsAndMonths() const { return !unread && All(factors, IsMonths); }
bool Product::OnlyPersonsAndDays() const { return !unread && All(factors, IsDays); }
bool Product::HasPersons() const {
  return std::any_of(factors.begin(), factors.end(), [](const Factor& f) { return IsPersons(f.noun); });
}

Product ReadProduct(absl::string_view before, absl::string_view after) {
  Product product;
  ReadFactorsBefore(before, product);
  absl::string_view rest = after;
  const absl::string_view unit = UnitAfter(rest);
  if (!unit.empty()) {
    product.unit = std::string(unit);
    rest = rest.substr(static_cast<size_t>(unit.data() + unit.size() - rest.data()));
    ReadCountOfUnit(rest, product);
  } else if (product.factors.empty()) {
    product.unit = std::string(UnitBefore(before));
    if (!product.unit.empty()) {
      ReadCountOfUnit(rest, product);
    } else {
      ReadCountOfEach(before, rest, product);
    }
  }
  ReadFactorsAfter(rest, product);
  product.after = after.size() - rest.size();
  return product;
}

}  // namespace tranche::plans::financing
