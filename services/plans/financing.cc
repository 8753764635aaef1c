// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

// A number in digits or in the words that people write out.
#define COUNT                                                                                                                         \
  "(?:[0-9]{1,6}|(?:\\pL+десет|\\pL+йсет|десет)(?:\\s+и\\s+\\pL+)?|един|една|две|два|двама|три|" \
  "трима|четири|четирима|пет|шест|седем|осем|девет)"

std::string Owned(re2::StringPiece piece) { return std::string(piece.data(), piece.size()); }

// A place of a match within the text that was searched.
struct Range {
  size_t begin = 0;
  size_t end = 0;
};
Range RangeOf(re2::StringPiece part, absl::string_view text) {
  const size_t begin = static_cast<size_t>(part.data() - text.data());
  return {begin, begin + part.size()};
}

std::optional<int> MonthsOf(re2::StringPiece number, re2::StringPiece unit) {
  const std::optional<int> count = ReadCount(View(number));
  if (!count.has_value()) return std::nullopt;
  const bool years = absl::StartsWith(View(unit), "годин") || absl::StartsWith(View(unit), "year");
  return years ? *count * 12 : *count;
}

// "29 от тях за една година"; what was taken is blanked in `rest`, so that it is not read again as the
// time of the whole row.
std::vector<Cohort> FindCohorts(std::string& rest, std::vector<FieldPlace>& places) {
  static const RE2 kCohort("(" COUNT ")\\s+от\\s+тях(?:\\s+за\\s+(" COUNT ")\\s+(годин|месец)\\pL*)?");
  std::vector<Cohort> cohorts;
  re2::StringPiece matched[4];
  for (size_t at = 0; kCohort.Match(rest, at, rest.size(), RE2::UNANCHORED, matched, 4);) {
    const Range range = RangeOf(matched[0], rest);
    at = range.end;
    const std::optional<int> persons = ReadCount(View(matched[1]));
    if (!persons.has_value()) continue;
    cohorts.push_back(
        {.persons = *persons, .months = MonthsOf(matched[2], matched[3]), .text = Owned(matched[0])});
    places.push_back({absl::StrCat("cohorts.", cohorts.size()), range.begin, range.end});
    std::fill(rest.begin() + range.begin, rest.begin() + range.end, ';');
  }
  return cohorts;
}

std::optional<int> FindMonths(absl::string_view text, std::vector<FieldPlace>& places) {
  static const RE2 kMonths("(?i)(?:(?:^|[^\\pL])за\\s+(?:(?:период|срок)\\s+от\\s+)?|[хx*×]\\s*)(" COUNT
                           ")\\s+(годин|месец)");
  re2::StringPiece number, unit;
  if (!RE2::PartialMatch(Piece(text), kMonths, &number, &unit)) return std::nullopt;
  const std::optional<int> months = MonthsOf(number, unit);
  if (months) places.push_back({"months", RangeOf(number, text).begin, RangeOf(unit, text).end});
  return months;
}

std::optional<int> FindDays(absl::string_view text) {
  static const RE2 kDays(
      "(?i)(?:^|[^0-9.,])([0-9]{1,4})\\s+(?:работни\\s+)?(?:дни|дена|хранодни|days)");
  re2::StringPiece number;
  if (!RE2::PartialMatch(Piece(text), kDays, &number)) return std::nullopt;
  return ReadCount(View(number));
}

struct SourcePattern {
  SourceKind kind;
  bool once;  // Said again in other words it is still the same one.
  const char* words;
};

// A named programme stands before "Оперативна програма", which is a part of its name.
constexpr SourcePattern kSources[] = {
    {SourceKind::kHumanResourcesProgramme, true,
     "(?i)(?:^|[^\\pL])(ОП\\s*РЧР|ПРЧР|(?:Оперативна\\s+)?програма\\s+[„\"“]?Развитие на човешките "
     "ресурси[”“\"]?)"},
    {SourceKind::kAdministrativeCapacityProgramme, true,
     "(?:^|[^\\pL])(ОПАК|Оперативна\\s+програма\\s+[„\"“]?Административен капацитет)(?:$|[^\\pL])"},
    {SourceKind::kOther, false,
     "(?i)(национална\\s+програма(?:\\s+[„\"“][^”“\"]+[”“\"])?|НДЕФ|ПУДООС|(?:национален\\s+)?фонд\\s+"
     "[„\"“][^”“\"]+[”“\"])"},
    {SourceKind::kEuProgramme, false,
     "((?:ОП|[Оо]перативна\\s+[Пп]рограма|[Пп]рограма)\\s+[„\"“][^”“\"]+[”“\"])"},
    {SourceKind::kEuProgramme, false,
     "(?i)(?:^|[^\\pL])(ОПОС|ОПРР|ПРР|ОПНОИР|ОПДУ|ОПИК|ПРСР|ЕСФ|ЕФРР|ЕЗФРСР|еразъм|erasmus|ESF|ERDF|"
     "interreg|норвежк\\pL+\\s+(?:финансов\\pL+\\s+)?механиз\\pL+|финансов\\pL+\\s+механизъм\\s+на\\s+"
     "ЕИП|"
     "европейск\\pL+\\s+(?:средства|фонд\\pL*|програми|проекти|съюз)|фондове(?:те)?\\s+на\\s+ЕС|"
     "средства\\s+"
     "от\\s+ЕС|EU\\s+(?:funds?|programmes?)|european\\s+social\\s+fund(?:\\s+plus)?)(?:$|[^\\pL])"},
    {SourceKind::kOperationalProgrammes, true, "(?i)(оперативн\\pL+\\s+програм\\pL+)"},
    {SourceKind::kMunicipalBudget, true,
     "(?i)(общинск\\pL+\\s+(?:бюджет\\pL*|средства)|бюджет\\pL*\\s+на\\s+община\\pL*|собствен\\pL+\\s+"
     "(?:средства|приходи|принос)|municipal\\s+budget|municipality.s\\s+budget)"},
    {SourceKind::kStateBudget, true,
     "(?i)((?:държавен|държавн\\pL+|републиканск\\pL+)\\s+(?:бюджет|субсиди|трансфер)\\pL*|"
     "делегиран\\pL+\\s+"
     "(?:от\\s+държавата\\s+)?дейност\\pL*|state\\s+budget)"},
    {SourceKind::kProject, false,
     "(?i)(?:^|[^\\pL])(проект(?:а|ът|и|ите)?(?:\\s+[„\"“][^”“\"]+[”“\"])?)(?:$|[^\\pL])"},
    {SourceKind::kDonation, true, "(?i)(дарени\\pL+|спонсор\\pL*|donation\\pL*)"},
    {SourceKind::kPrivateProvider, true,
     "(?i)(частн\\pL+\\s+(?:доставчи\\pL+|инвестиц\\pL+|средства)|private\\s+(?:provider|fund)\\pL*)"},
};

const std::vector<const RE2*>& SourceWords() {
  static const auto* const kWords = [] {
    auto* list = new std::vector<const RE2*>;
    for (const SourcePattern& pattern : kSources) list->push_back(new RE2(pattern.words));
    return list;
  }();
  return *kWords;
}

bool IsDashOrSign(absl::string_view& text) {
  for (const absl::string_view sign : {"-", "–", "—", "(", "„", "“", "”", "\"", ";", ":", "=", ",", ".",
                                       "/", " ", "\t", "\u00A0", "\u202F"}) {
    if (absl::EndsWith(text, sign)) {
      text.remove_suffix(sign.size());
      return true;
    }
  }
  return false;
}

absl::string_view TrimSeparators(absl::string_view text) {
  while (IsDashOrSign(text)) {
  }
  static const RE2 kLeading("^[\\s\\x{A0}\\x{202F}–—=,;:.+-]+");
  re2::StringPiece piece = Piece(text);
  RE2::Consume(&piece, kLeading);
  return View(piece);
}

// The words that belong to an amount: from the sentence or list item that it stands in.
absl::string_view LastClause(absl::string_view text) {
  static const RE2 kClause("(?s).*(?:;|\\.\\s)(.*)$");
  re2::StringPiece clause;
  return RE2::FullMatch(Piece(text), kClause, &clause) ? View(clause) : text;
}

// How the words around one amount call it.
struct Naming {
  bool monthly = false;
  bool daily = false;
  bool total = false;
  MonthlyBasis basis = MonthlyBasis::kUnstated;
  std::string label;
  size_t end = 0;  // Where the words after it end that belong to it ("на месец").
};

// "20 лица х 510 лв. х 8 месеца": what an amount is multiplied by says what it is for.
bool NameFactor(absl::string_view clause, absl::string_view after, Naming& naming) {
  static const RE2 kTimesBefore("(?i)[хx*×]\\s*$");
  static const RE2 kTimesAfter("(?i)^\\.?\\s*([хx*×]\\s*[^=;]*)");
  static const RE2 kPersons(
      "(?i)[0-9]\\s*(?:\\pL+\\s+)?(?:лица|човек|души|асистент|потребител|работни|бр\\.|"
      "деца|persons|people|users)");
  re2::StringPiece factors;
  const bool before = RE2::PartialMatch(Piece(clause), kTimesBefore);
  if (!RE2::PartialMatch(Piece(after), kTimesAfter, &factors) && !before) return false;
  const std::string words = absl::StrCat(clause, " ", View(factors));
  static const RE2 kMonths("(?i)месец|months");
  static const RE2 kDays("(?i)[0-9]\\s+(?:работни\\s+)?(?:дни|дена|хранодни|days)");
  naming.monthly = RE2::PartialMatch(words, kMonths);
  naming.daily = !naming.monthly && RE2::PartialMatch(words, kDays);
  if (naming.monthly)
    naming.basis = RE2::PartialMatch(words, kPersons) ? MonthlyBasis::kPerPerson : MonthlyBasis::kGroup;
  return naming.monthly || naming.daily;
}

Naming NameAmount(absl::string_view before, absl::string_view after) {
  static const RE2 kMonthlyAfter(
      "(?i)^\\.?\\s*(?:на месец|месечно|/\\s*мес\\pL*\\.?|per month|a "
      "month|monthly)(?:\\s+(?:на|за)\\s+"
      "(?:всеки|човек|лице)\\pL*)?");
  static const RE2 kMonthlyBefore("(?i)(?:^|[^\\pL])(?:месечн\\pL*|на месец|monthly)");
  static const RE2 kDailyAfter(
      "(?i)^\\.?\\s*(?:на ден|дневно|/\\s*ден|за\\s+(?:един\\s+)?ден|на храноден|per day|"
      "a day)(?:$|[^\\pL])");
  static const RE2 kDailyBefore("(?i)(?:^|[^\\pL])(?:дневн\\pL*|на ден|daily)");
  // "Общо 45 човека" counts people, so a word for "total" must not be followed by a number.
  static const RE2 kTotal(
      "(?i)(?:^|[^\\pL])(?:общо|общ|обща|общия|общият|общата|всичко|total)(?:[^\\pL0-9]*$|"
      "[^\\pL0-9]+\\pL)");
  static const RE2 kEquals("=\\s*$");
  static const RE2 kEach(
      "(?i)[0-9]\\s+\\pL+(?:\\s+\\pL+)?\\s+по\\s*$|на\\s+(?:всеки|човек|лице)(?:$|[^\\pL])");
  static const RE2 kTogether(
      "(?i)(?:^|[^\\pL])(?:общо|общ|обща|общия|общият|общата|за всички)(?:$|[^\\pL])");
  Naming naming;
  const absl::string_view clause = LastClause(before);
  naming.label = std::string(TrimSeparators(clause));
  if (RE2::PartialMatch(Piece(clause), kEquals)) {
    naming.total = true;
    return naming;
  }
  if (NameFactor(clause, after, naming)) return naming;
  re2::StringPiece rest = Piece(after);
  if (RE2::PartialMatch(rest, kDailyAfter) || RE2::PartialMatch(Piece(clause), kDailyBefore)) {
    naming.daily = true;
    return naming;
  }
  naming.monthly = RE2::Consume(&rest, kMonthlyAfter);
  const absl::string_view owned_after = after.substr(0, after.size() - rest.size());
  naming.end = owned_after.size();
  naming.monthly = naming.monthly || RE2::PartialMatch(Piece(clause), kMonthlyBefore);
  if (naming.monthly) {
    if (RE2::PartialMatch(Piece(clause), kEach) || RE2::PartialMatch(Piece(owned_after), kEach)) {
      naming.basis = MonthlyBasis::kPerPerson;
    } else if (RE2::PartialMatch(Piece(clause), kTogether)) {
      naming.basis = MonthlyBasis::kGroup;
    }
  } else {
    naming.total = RE2::PartialMatch(Piece(clause), kTotal);
  }
  return naming;
}

// A second total or a second monthly amount leaves open which one the row means.
template <typename T>
void SetOnce(std::optional<T>& field, T value, const char* name, const WrittenAmount& amount,
             Financing& financing) {
  if (field.has_value()) {
    financing.problems.push_back({"PLAN_AMOUNT_AMBIGUOUS", amount.number, amount.begin, amount.end});
    return;
  }
  field = std::move(value);
  financing.places.push_back({name, amount.begin, amount.end});
}

void PlaceAmounts(absl::string_view cell, const std::vector<WrittenAmount>& amounts,
                  Financing& financing) {
  size_t from = 0;
  for (size_t i = 0; i < amounts.size(); ++i) {
    const WrittenAmount& amount = amounts[i];
    const size_t next = i + 1 < amounts.size() ? amounts[i + 1].begin : cell.size();
    const Naming naming =
        NameAmount(cell.substr(from, amount.begin - from), cell.substr(amount.end, next - amount.end));
    from = amount.end + naming.end;
    if (amount.after_dash) financing.after_dash.push_back({amount.begin, amount.number});
    if (naming.monthly) {
      SetOnce(financing.monthly, MonthlyAmount{amount.amount, naming.basis}, "monthly", amount,
              financing);
    } else if (naming.daily) {
      SetOnce(financing.daily_rate, DailyRate{.rate = amount.amount}, "daily_rate", amount, financing);
    } else if (naming.total || amounts.size() == 1) {
      // The only amount of a row is the row's amount, whatever it is called.
      SetOnce(financing.stated_total, amount.amount, "stated_total", amount, financing);
    } else {
      financing.parts.push_back({naming.label, amount.amount});
      financing.places.push_back(
          {absl::StrCat("parts.", financing.parts.size()), amount.begin, amount.end});
    }
  }
}

// "Общински бюджет – 5 000 лв.": a part that is called by one source is that source's own amount.
void GiveAmountsToSources(Financing& financing) {
  for (const AmountPart& part : financing.parts) {
    const std::vector<Source> named = FindSources(part.label);
    if (named.size() != 1) continue;
    for (Source& source : financing.sources) {
      if (source.as_written != named[0].as_written || source.amount.has_value()) continue;
      source.amount = part.amount;
      break;
    }
  }
}

}  // namespace

std::vector<Source> FindSources(absl::string_view text, std::vector<FieldPlace>* places) {
  std::vector<std::pair<Range, Source>> found;
  for (size_t i = 0; i < SourceWords().size(); ++i) {
    re2::StringPiece m[2];
    for (size_t at = 0; SourceWords()[i]->Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 2);) {
      const Range range = RangeOf(m[1], text);
      at = range.end;
      const bool within = std::any_of(found.begin(), found.end(), [&](const auto& other) {
        return (range.begin < other.first.end && other.first.begin < range.end) ||
               (other.second.kind == kSources[i].kind &&
                FoldName(other.second.as_written) == FoldName(View(m[1])));
      });
      if (!within) found.push_back({range, {kSources[i].kind, Owned(m[1]), std::nullopt}});
      if (kSources[i].once) break;
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first.begin < b.first.begin; });
  std::vector<Source> sources;
  for (auto& [range, source] : found) {
    sources.push_back(std::move(source));
    if (places != nullptr)
      places->push_back({absl::StrCat("sources.", sources.size()), range.begin, range.end});
  }
  return sources;
}

std::optional<Headcount> FindHeadcount(absl::string_view text, FieldPlace* place) {
  static const RE2 kHeadcount(
      "(?i)(?:^|[^\\pL0-9.,])(" COUNT
      ")\\s+((?:(?:лични|домашни|социални|възрастни|безработни|самотни|стари|нови|здравни)\\s+)?"
      "(?:асистент\\pL*|човека?|души|лица|работни\\pL+|безработни\\pL*|потребител\\pL*|места|деца|"
      "семейства|"
      "ученици|младежи|жени|участници|специалист\\pL*|служител\\pL*|медиатор\\pL*|persons|people|users|"
      "children|places|participants))(?:$|[^\\pL])");
  re2::StringPiece count, noun;
  if (!RE2::PartialMatch(Piece(text), kHeadcount, &count, &noun)) return std::nullopt;
  const std::optional<int> number = ReadCount(View(count));
  if (!number.has_value()) return std::nullopt;
  if (place != nullptr) *place = {"headcount", RangeOf(count, text).begin, RangeOf(noun, text).end};
  return Headcount{*number, Owned(noun)};
}

Financing ReadFinancing(absl::string_view cell) {
  Financing financing;
  const std::vector<WrittenAmount> amounts = FindAmounts(cell, kCellAmountsMax, financing.problems);
  std::string rest(cell);
  if (!(financing.problems.size() == 1 && financing.problems[0].reason == "PLAN_TOO_MANY_AMOUNTS")) {
    for (const WrittenAmount& amount : amounts)
      std::fill(rest.begin() + amount.begin, rest.begin() + amount.end, ';');
    // What is wrong already is not said twice.
    for (const TextProblem& problem : financing.problems)
      std::fill(rest.begin() + problem.begin, rest.begin() + problem.end, ';');
    FindStrayAmounts(rest, financing.problems);
  }
  PlaceAmounts(cell, amounts, financing);
  financing.sources = FindSources(cell, &financing.places);
  GiveAmountsToSources(financing);
  std::string words(cell);
  financing.cohorts = FindCohorts(words, financing.places);
  FieldPlace headcount;
  financing.headcount = FindHeadcount(words, &headcount);
  if (financing.headcount) financing.places.push_back(headcount);
  financing.months = FindMonths(words, financing.places);
  if (financing.daily_rate) {
    financing.daily_rate->days = FindDays(cell);
    if (financing.headcount) financing.daily_rate->users = financing.headcount->count;
  }
  return financing;
}

}  // namespace tranche::plans
