// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing/naming.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/financing/words.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::financing {
namespace {

bool IsDashOrSign(absl::string_view& text) {
  for (const absl::string_view sign : {"-", "–", "—", "(", ")", "„", "“",  "”",  "\"",     ";",
                                       ":", "=", ",", ".", "/", " ", "\t", "\n", "\u00A0", "\u202F"}) {
    if (absl::EndsWith(text, sign)) {
      text.remove_suffix(sign.size());
      return true;
    }
  }
  return false;
}

bool HasLetters(absl::string_view text) {
  static const RE2 kLetters("\\pL");
  return RE2::PartialMatch(Piece(text), kLetters);
}

// The year that a label names and nothing else, "2021 г."; 0 when it is another one.
int YearOf(absl::string_view label) {
  static const RE2 kYear(
      "(?i)(?:(?:за|през)\\s+)?((?:19|20)[0-9]{2})(?:\\s*(?:г\\.?|год\\.?|година))?");
  int year = 0;
  return RE2::FullMatch(Piece(TrimSeparators(label)), kYear, &year) ? year : 0;
}

// What the words call an amount: words, or the year that it is for.
bool IsLabel(absl::string_view text) { return HasLetters(text) || YearOf(text) != 0; }

// The words that belong to an amount: from the sentence or list item that it stands in. The point of an
// abbreviation, "4 бр. х 250 лв.", ends no sentence.
absl::string_view LastClause(absl::string_view text) {
  static const RE2 kEnd("(?:;|(\\pL*)\\.(?:\\s))");
  static const RE2 kAbbreviation(
      "(?i)бр|ч|м|мес|г|т|ед|общ|напр|прибл|макс|мин|хил|млн|гр|с|кв|куб|др|вкл");
  size_t begin = 0;
  re2::StringPiece m[2];
  for (size_t at = 0; kEnd.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 2);) {
    at = RangeOf(m[0], text).end;
    if (m[1].empty() || !RE2::FullMatch(m[1], kAbbreviation)) begin = at;
  }
  return text.substr(begin);
}

// Words that only lead from one amount to the next.
absl::string_view WithoutConnector(absl::string_view text) {
  static const RE2 kConnector(
      "(?i)^(?:от\\s+(?:които|тях)|в\\s+т\\.?\\s?ч\\.?|т\\.?\\s?ч\\.?|в\\s+това\\s+число|включително|"
      "вкл\\.?|"
      "както\\s+и|и|а|плюс|of\\s+which|including|and)(?:[\\s:,–-]+|$)");
  for (;;) {
    text = TrimSeparators(text);
    re2::StringPiece rest = Piece(text);
    if (!RE2::Consume(&rest, kConnector)) return text;
    text = View(rest);
  }
}

// "местни приходи в размер на".
absl::string_view WithoutSize(absl::string_view text) {
  static const RE2 kSize("(?is)^(.*?\\pL)[\\s,–-]+(?:в\\s+размер(?:\\s+на|\\s+от)?|на\\s+стойност)$");
  re2::StringPiece rest;
  return RE2::FullMatch(Piece(text), kSize, &rest) ? View(rest) : text;
}

// "до", "около": the amount behind them is not exact.
absl::string_view QualifierAtEnd(absl::string_view before) {
  static const RE2 kQualifier(
      "(?i)(?:^|[^\\pL])(до|около|приблизително|прибл\\.|ориентировъчно|не\\s+повече(?:\\s+от)?|"
      "не\\s+по-малко(?:\\s+от)?|повече\\s+от|по-малко\\s+от|най-много|най-малко|максимум|макс\\.|"
      "минимум|мин\\.|поне|над|под|"
      "up\\s+to|about|around|approximately|at\\s+(?:least|most)|over|under|~|≈|≤|≥|<|>)\\s*$");
  re2::StringPiece words;
  return RE2::PartialMatch(Piece(before), kQualifier, &words) ? View(words) : absl::string_view();
}

// How often it is paid, by the words before and behind it.
struct Rhythm {
  bool monthly = false;
  bool daily = false;
  bool each = false;         // For each person.
  bool together = false;     // For all of them.
  absl::string_view yearly;  // The words of a year, or of the half or the quarter of one.
  std::size_t end = 0;       // Bytes behind the amount.
};

// The words that `pattern` finds directly behind the amount, or behind its unit.
absl::string_view WordsBehind(absl::string_view after, size_t unit, const RE2& pattern) {
  re2::StringPiece words;
  if (RE2::PartialMatch(Piece(after), pattern, &words)) return View(words);
  if (unit > 0 && RE2::PartialMatch(Piece(after.substr(unit)), pattern, &words)) return View(words);
  return after.substr(0, 0);
}

void Own(absl::string_view words, absl::string_view after, Rhythm& rhythm) {
  if (words.empty()) return;
  rhythm.end = std::max(rhythm.end, static_cast<size_t>(words.data() + words.size() - after.data()));
}

void ReadDays(absl::string_view clause, absl::string_view after, size_t unit, Rhythm& rhythm) {
  static const RE2 kAfter(
      "(?i)^\\.?\\s*(на ден|дневно|/\\s*ден|за\\s+(?:един\\s+)?ден|на храноден|per day|a day)"
      "(?:$|[^\\pL])");
  static const RE2 kBefore("(?i)(?:^|[^\\pL])(?:дневн\\pL*|на ден|daily)");
  const absl::string_view behind = WordsBehind(after, unit, kAfter);
  rhythm.daily = !behind.empty() || (!rhythm.monthly && RE2::PartialMatch(Piece(clause), kBefore));
  Own(behind, after, rhythm);
}

// "5000 лв. годишно", "ежегодно 5000 лв.". In a plan of one year an amount of the year is an amount.
void ReadYears(absl::string_view clause, absl::string_view after, size_t unit, bool one_year,
               Rhythm& rhythm) {
  static const RE2 kAfter(
      "(?i)^[.,]?\\s*((?:(?:на|за|през)\\s+всяка\\s+|всяка\\s+|на\\s+)година|годишно|ежегодно|"
      "/\\s*(?:година|год\\.?|г\\.)|per\\s+year|a\\s+year|yearly|annually)(?:$|[^\\pL])");
  static const RE2 kPartAfter(
      "(?i)^[.,]?\\s*((?:(?:на|за)\\s+(?:всяко\\s+)?|/"
      "\\s*)(?:тримесечие|тримес\\.|шестмесечие|полугодие)|"
      "per\\s+quarter|quarterly)(?:$|[^\\pL])");
  static const RE2 kBefore(
      "(?i)(?:^|[^\\pL])(ежегодно|годишно|(?:(?:на|за|през)\\s+)?всяка\\s+година)(?:\\s+по)?[\\s:–-]*"
      "$");
  const absl::string_view year = WordsBehind(after, unit, kAfter);
  const absl::string_view part = WordsBehind(after, unit, kPartAfter);
  Own(year, after, rhythm);
  Own(part, after, rhythm);
  re2::StringPiece before;
  if (!part.empty()) {
    rhythm.yearly = part;
  } else if (one_year) {
    return;
  } else if (!year.empty()) {
    rhythm.yearly = year;
  } else if (RE2::PartialMatch(Piece(clause), kBefore, &before)) {
    rhythm.yearly = View(before);
  }
}

Rhythm ReadRhythm(absl::string_view clause, absl::string_view after, const Product& product,
                  bool one_year) {
  static const RE2 kMonthlyAfter(
      "(?i)^\\.?\\s*(?:на месец|месечно|/\\s*мес\\pL*\\.?|per month|a "
      "month|monthly)(?:\\s+(?:на|за)\\s+"
      "(?:всеки|човек|един\\s+човек|лице|дете|ученик|асистент|потребител|семейство)\\pL*)?");
  static const RE2 kMonthlyBefore("(?i)(?:^|[^\\pL])(?:месечн\\pL*|на месец|monthly)");
  static const RE2 kEach(
      "(?i)[0-9]\\s+\\pL+(?:\\s+\\pL+)?\\s+по\\s*$|"
      "на\\s+(?:всеки|човек|един\\s+човек|лице|дете|ученик|асистент|потребител|семейство)(?:$|[^\\pL]"
      ")");
  static const RE2 kTogether(
      "(?i)(?:^|[^\\pL])(?:общо|общ|обща|общия|общият|общата|за всички)(?:$|[^\\pL])");
  Rhythm rhythm;
  // "933 лв. на лице месечно": who it is for stands between.
  const size_t unit = product.unit.empty() || product.after > after.size() ? 0 : product.after;
  re2::StringPiece rest = Piece(after);
  bool behind = RE2::Consume(&rest, kMonthlyAfter);
  if (!behind && unit > 0) {
    rest = Piece(after.substr(unit));
    behind = RE2::Consume(&rest, kMonthlyAfter);
  }
  const absl::string_view owned = after.substr(0, after.size() - rest.size());
  rhythm.monthly = behind || RE2::PartialMatch(Piece(clause), kMonthlyBefore);
  rhythm.end = behind ? owned.size() : 0;
  ReadDays(clause, after, unit, rhythm);
  ReadYears(clause, after, unit, one_year, rhythm);
  rhythm.each = RE2::PartialMatch(Piece(clause), kEach) || RE2::PartialMatch(Piece(owned), kEach) ||
                RE2::PartialMatch(product.unit, kEach);
  rhythm.together = RE2::PartialMatch(Piece(clause), kTogether);
  return rhythm;
}

// What is multiplied is a monthly or a daily amount only where nothing but persons and that time stands
// beside it; "8 души х 8 часа х 4,50 лв. х 20 дни" is the price of an hour.
Role RoleOfProduct(const Product& product, const Rhythm& rhythm, MonthlyBasis& basis) {
  const bool persons_only =
      product.unit.empty() && std::all_of(product.factors.begin(), product.factors.end(),
                                          [](const Factor& factor) { return IsPersons(factor.noun); });
  if (product.unread) return Role::kUnread;
  if (product.OnlyPersonsAndMonths() || (persons_only && rhythm.monthly)) {
    basis = product.HasPersons() ? MonthlyBasis::kPerPerson
            : product.times      ? MonthlyBasis::kGroup
                                 : MonthlyBasis::kUnstated;
    return Role::kMonthly;
  }
  if (product.OnlyPersonsAndDays() || (persons_only && rhythm.daily)) return Role::kDaily;
  return Role::kUnitPrice;
}

// "МРЗ 933 лв.": of a month and a person, whatever stands beside it.
bool EndsInMinimumWage(absl::string_view clause) {
  static const RE2 kWage("(?i)(?:^|[^\\pL])(?:МРЗ|минимална(?:та)?\\s+работна\\s+заплата)[\\s:–(-]*$");
  return RE2::PartialMatch(Piece(clause), kWage);
}

Role RoleOf(absl::string_view clause, absl::string_view after, const Product& product,
            const Rhythm& rhythm, bool last, MonthlyBasis& basis) {
  // "Общо 45 човека" counts people, so a word for "total" must not be followed by a number.
  static const RE2 kTotal(
      "(?i)(?:^|[^\\pL])(?:общо|общ|обща|общия|общият|общата|всичко|total)(?:[^\\pL0-9]*$|"
      "[^\\pL0-9]+\\pL)");
  static const RE2 kTotalAfter(
      "(?i)^\\.?\\s*(?:общо|всичко|in\\s+total)(?:\\s+за\\s[^,;.)]*)?\\s*[,;.)]");
  static const RE2 kEquals("=\\s*$");
  if (RE2::PartialMatch(Piece(clause), kEquals)) return Role::kResult;
  if (product.times || product.unread) return RoleOfProduct(product, rhythm, basis);
  if (EndsInMinimumWage(clause)) {
    basis = MonthlyBasis::kPerPerson;
    return Role::kMonthly;
  }
  if (rhythm.daily) return Role::kDaily;
  if (rhythm.monthly) {
    if (rhythm.each || product.HasPersons()) {
      basis = MonthlyBasis::kPerPerson;
    } else if (rhythm.together) {
      basis = MonthlyBasis::kGroup;
    }
    return Role::kMonthly;
  }
  if (product.found()) return RoleOfProduct(product, rhythm, basis);
  if (!rhythm.yearly.empty()) return Role::kUnitPrice;
  if (RE2::PartialMatch(Piece(clause), kTotal)) return Role::kTotal;
  // The words before the next amount are its own.
  const std::string ended = last ? absl::StrCat(after, ".") : std::string(after);
  if (!HasLetters(clause) && RE2::PartialMatch(ended, kTotalAfter)) return Role::kTotal;
  return Role::kPart;
}

// Words that "вкл." or "включително" lead to.
bool Including(absl::string_view text, re2::StringPiece* words) {
  static const RE2 kIncluding("(?is)^[\\s,.;(/–-]*(?:вкл\\.|включително)(?:\\s+(.*)|$)");
  return RE2::PartialMatch(Piece(text), kIncluding, words);
}

// "5 000 лв. за ремонт, 3 000 лв. за храна": where no words stand before, those behind belong to it.
absl::string_view LabelBehind(absl::string_view after, bool last) {
  static const RE2 kToDivider("(?s)^(.*?)(?:[,;=\\n]|\\.\\s|$)");
  static const RE2 kLeads("(?is)^(.*?)\\s+(?:и|а|както\\s+и|плюс|and)\\s*$");
  // What another amount is multiplied by, "74 640 лв. (10 лица х 933 лв. х 8 м.)", is its own.
  static const RE2 kFactors("(?i)(?:(?:^|\\s)[хx]|[*×]|(?:^|\\s)по)\\s*$");
  if (!last && RE2::PartialMatch(Piece(after), kFactors)) return after.substr(0, 0);
  re2::StringPiece words;
  if (absl::StartsWith(after, ".")) after.remove_prefix(1);
  // The point of "вкл." ends nothing.
  static const RE2 kToComma("(?s)^([^,;]*)");
  if (Including(after, &words) && RE2::PartialMatch(Piece(after), kToComma, &words)) return View(words);
  if (!RE2::PartialMatch(Piece(after), kToDivider, &words)) return after.substr(0, 0);
  re2::StringPiece shorter;
  if (!last && RE2::FullMatch(words, kLeads, &shorter)) words = shorter;
  return View(words);
}

// "3 000 лв., вкл. за транспорт 500 лв.". What a comma parts from it is another item: "3 000 лв. вкл.
// транспорт, 1 500 лв. за храна", "…, за храна 1 500 лв.".
bool IncludesNext(absl::string_view after) {
  static const RE2 kAnother("(?i)^[^\\pL0-9]*$|^\\s*за\\s");
  re2::StringPiece words;
  if (!Including(after, &words) || absl::StrContains(View(words), ";")) return false;
  const absl::string_view list = View(words);
  const size_t comma = list.rfind(',');
  return comma == absl::string_view::npos ||
         !RE2::PartialMatch(Piece(list.substr(comma + 1)), kAnother);
}

// "вкл. транспорт," before an amount belongs to the one before it.
bool EndsInclusion(absl::string_view before) {
  static const RE2 kComma("[,;]\\s*$");
  re2::StringPiece words;
  return RE2::PartialMatch(Piece(before), kComma) && Including(before, &words);
}

// "96 000 лв. от общинския бюджет, в т.ч. такси 24 000 лв.": who pays stands between.
bool NamesPayer(absl::string_view after) {
  static const RE2 kOfPayer(
      "(?i)^\\.?\\s*от\\s[^;0-9]{1,80}[,(]\\s*(?:в\\s+т\\.?\\s?ч|в\\s+това\\s+число|от\\s+(?:които|тях)"
      ")(?:$|[^\\pL])");
  return RE2::PartialMatch(Piece(after), kOfPayer);
}

// "…, в т.ч. за храна 3 150 лв.": what follows is parts of the amount.
bool LeadsToParts(absl::string_view after, bool last, const std::string& label) {
  static const RE2 kOfWhich(
      "(?i)^[\\s,.;:(/"
      "–-]*(?:в\\s+т\\.?\\s?ч|в\\s+това\\s+число|от\\s+(?:които|тях)|including|of\\s+which)(?:$|[^\\pL]"
      ")");
  static const RE2 kMoneyWords("(?i)средства|сума|бюджет|стойност|размер|издръжка|amount|budget|cost");
  // "1000 лв. (500 лв. + 500 лв.)": what stands in its bracket is parts of it.
  static const RE2 kBracket("^[.\\s]*\\([^)]*$");
  const bool bracket = !last && RE2::PartialMatch(Piece(after), kBracket);
  const bool including = !last && IncludesNext(after);
  const bool of_which = RE2::PartialMatch(Piece(after), kOfWhich) || (!last && NamesPayer(after));
  return (bracket || including || of_which) &&
         (!HasLetters(label) || RE2::PartialMatch(label, kMoneyWords));
}

// " бруто", " без ДДС": a word of the amount before it. Its bytes.
size_t KindBehind(absl::string_view after) {
  static const RE2 kKind(
      "(?i)^(\\.?\\s*(?:бруто|нето|(?:с|без|с\\s+включен[ао]?)\\s+ДДС)|"
      "[\\s.,]*\\(?(?:вкл\\.|включително)\\s+ДДС\\)?)(?:$|[^\\pL])");
  re2::StringPiece words;
  return RE2::PartialMatch(Piece(after), kKind, &words) ? words.size() : 0;
}

}  // namespace

absl::string_view TrimSeparators(absl::string_view text) {
  static const RE2 kLeading("^[\\s\\x{A0}\\x{202F}–—=,;:.+()/-]+");
  re2::StringPiece piece = Piece(text);
  RE2::Consume(&piece, kLeading);
  text = View(piece);
  // A quote or bracket that closes what opens within stays.
  const auto closes = [&text] {
    return (absl::StrContains(text, "„") && (absl::EndsWith(text, "“") || absl::EndsWith(text, "”"))) ||
           (absl::EndsWith(text, ")") && absl::StrContains(text, "("));
  };
  while (!closes() && IsDashOrSign(text)) {
  }
  return text;
}

Naming NameAmount(absl::string_view before, absl::string_view after, bool last, bool one_year) {
  Naming naming;
  absl::string_view clause = LastClause(before);
  const absl::string_view qualifier = QualifierAtEnd(clause);
  naming.qualifier = std::string(qualifier);
  const absl::string_view exact =
      qualifier.empty() ? clause
                        : clause.substr(0, static_cast<size_t>(qualifier.data() - clause.data()));
  naming.product = ReadProduct(exact, after);
  const Rhythm rhythm = ReadRhythm(exact, after, naming.product, one_year);
  naming.role = RoleOf(exact, after, naming.product, rhythm, last, naming.basis);
  naming.yearly = naming.role == Role::kUnitPrice && !rhythm.yearly.empty();
  if (naming.yearly && naming.product.unit.empty()) naming.product.unit = std::string(rhythm.yearly);
  naming.end = std::max({rhythm.end, naming.product.after, KindBehind(after)});
  naming.begin = before.size() - clause.size() + exact.size() - naming.product.before;
  const absl::string_view named = exact.substr(0, exact.size() - naming.product.before);
  if (!EndsInclusion(named)) naming.label = std::string(WithoutSize(WithoutConnector(named)));
  naming.leads = LeadsToParts(after.substr(KindBehind(after)), last, naming.label);
  if (naming.role == Role::kPart && !IsLabel(naming.label) && (!naming.leads || NamesPayer(after))) {
    const absl::string_view behind = LabelBehind(after.substr(naming.end), last);
    naming.label = std::string(TrimSeparators(behind));
    naming.end = static_cast<size_t>(behind.data() + behind.size() - after.data());
  }
  naming.year = YearOf(naming.label);
  return naming;
}

}  // namespace tranche::plans::financing
