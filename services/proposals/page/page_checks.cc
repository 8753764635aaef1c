// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_checks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/redenominate.h"

namespace tranche::proposals {
namespace {

using footing::Check;
using footing::Compare;
using footing::MakeReading;
using footing::Reading;
using footing::ReadingOf;
using footing::Sentence;
using footing::Take;
using footing::Told;
using footing::Verdict;

constexpr int kYearsBack = 10;  // A contract has at most 120 months.

Check NewCheck(std::string id, Sentence title, std::string unit, std::vector<std::string> fields) {
  Check check;
  check.id = std::move(id);
  check.place = "page";
  check.title_bg = std::move(title.bg);
  check.title_en = std::move(title.en);
  check.unit = std::move(unit);
  check.fields = std::move(fields);
  return check;
}

std::string Code(Money money) { return std::string(CurrencyCode(money.currency())); }

// ---- Money

void AddGrant(const ProjectPage& page, std::vector<Check>* list) {
  if (!page.total || !page.grant_share) return;
  const absl::StatusOr<Money> grant =
      MultiplyByRatio(*page.total, *page.grant_share, Rounding::kHalfUp);
  if (!grant.ok()) return;
  const absl::StatusOr<Money> own = Subtract(*page.total, *grant);
  if (!own.ok()) return;
  Check check =
      NewCheck("grant", {"Безвъзмездна помощ и собствен принос", "Grant and own contribution"},
               Code(*page.total), {"total", "grant_percent"});
  check.computed = FormatAmount(*grant);
  check.verdict = Verdict::kAgree;
  const std::string product =
      absl::StrCat(FormatAmount(*page.total), " × ", page.grant_percent, " % = ", FormatAmount(*grant));
  check.readings.push_back(
      Told({absl::StrCat(product, " безвъзмездна помощ."), absl::StrCat(product, " is the grant.")},
           FormatAmount(*grant), ""));
  check.readings.push_back(
      Told({"Собственият принос е остатъкът.", "The own contribution is the rest."}, FormatAmount(*own),
           ""));
  list->push_back(std::move(check));
}

void AddEuro(const ProjectPage& page, std::vector<Check>* list) {
  if (!page.total || page.total->currency() != Currency::kBgn) return;
  const absl::StatusOr<Money> euro = ConvertToEuro(*page.total, Rounding::kHalfUp);
  if (!euro.ok()) return;
  Check check = NewCheck("total.eur", {"Стойността в евро", "The cost in euro"}, "EUR", {"total"});
  check.computed = FormatAmount(*euro);
  check.verdict = Verdict::kAgree;
  // The rate is by whole lev, the cost in hundredths of one.
  const std::string raw = page.total->minor() < (int64_t{1} << 50)
                              ? footing::Quotient(page.total->minor() * (kLevPerEuro.denominator / 100),
                                                  kLevPerEuro.numerator, 5)
                              : "";
  const std::string division =
      absl::StrCat(FormatAmount(*page.total), " / ", kLevPerEuroText, " = ", raw);
  check.readings.push_back(Told({absl::StrCat(division, ", закръглено до цент."),
                                 absl::StrCat(division, ", rounded to the cent.")},
                                FormatAmount(*euro), ""));
  list->push_back(std::move(check));
}

// The cost in equal months: what a month costs rarely ends, so the last one takes the rest.
void AddMonths(const ProjectPage& page, std::vector<Check>* list) {
  if (!page.total || page.duration_months < 1) return;
  const int months = page.duration_months;
  const int64_t month = page.total->minor() / months;
  const int64_t last = page.total->minor() - month * (months - 1);
  const Currency currency = page.total->currency();
  const std::string each = FormatAmount(Money::Minor(month, currency));
  const std::string rest = FormatAmount(Money::Minor(last, currency));
  Check check = NewCheck("total.monthly", {"Стойността в равни месеци", "The cost in equal months"},
                         Code(*page.total), {"total", "duration_months"});
  check.stated = FormatAmount(*page.total);
  Take(Compare(*page.total, Money::Minor(month * (months - 1) + last, currency)), check);
  const std::string sum = absl::StrCat(months - 1, " × ", each, " + ", rest, " = ", check.computed);
  check.readings.push_back(ReadingOf({sum, sum}, {check.computed, check.delta, check.verdict}));
  const std::string quotient = footing::Quotient(page.total->minor(), int64_t{months} * 100, 4);
  const std::string division = absl::StrCat(check.stated, " / ", months, " = ", quotient);
  check.readings.push_back(
      Told({absl::StrCat(division, " на месец."), absl::StrCat(division, " a month.")}, quotient,
           Code(*page.total)));
  list->push_back(std::move(check));
}

void AddSplit(const ProjectPage& page, Ratio eu_share, std::vector<Check>* list) {
  if (!page.total || !page.grant_share) return;
  const absl::StatusOr<ThreePart> parts = DividePage(*page.total, *page.grant_share, eu_share);
  if (!parts.ok()) return;
  Check check = NewCheck("grant.split", {"ЕС, национално и собствено", "EU, national and own part"},
                         Code(*page.total), {"total"});
  check.verdict = Verdict::kNotComputable;
  const auto told = [&](Sentence name, Money amount) {
    check.readings.push_back(Told(std::move(name), FormatAmount(amount), ""));
  };
  told({"ЕС", "EU"}, parts->eu);
  told({"национално", "national"}, parts->national);
  told({"собствено", "own"}, parts->own);
  check.readings.push_back(MakeReading({"Делът на ЕС не е посочен на страницата; той е въведен.",
                                        "The page does not state the share of the EU; it was given."},
                                       "", "", Verdict::kNotComputable, {"split"}));
  list->push_back(std::move(check));
}

// ---- Time

absl::CivilDay DayOf(const PartialDate& date, int year) {
  return absl::CivilDay(year, date.month, date.day);
}

// 29 February is no day of each year.
bool IsDay(const PartialDate& date, int year) {
  const absl::CivilDay day = DayOf(date, year);
  return day.month() == date.month && day.day() == date.day;
}

const char* WeekdayBg(absl::CivilDay day) {
  static const char* const kNames[] = {"понеделник", "вторник", "сряда", "четвъртък",
                                       "петък",      "събота",  "неделя"};
  return kNames[static_cast<int>(absl::GetWeekday(day))];
}

const char* WeekdayEn(absl::CivilDay day) {
  static const char* const kNames[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
  return kNames[static_cast<int>(absl::GetWeekday(day))];
}

struct Rule {
  PeriodRule rule;
  Sentence name;
};

// The two ways in which the last day of a period of months is read.
const std::vector<Rule>& Rules() {
  static const auto* rules = new std::vector<Rule>{
      {PeriodRule::kSameNumberedDay, {"същото число", "the same-numbered day"}},
      {PeriodRule::kDayBefore, {"денят преди същото число", "the day before it"}}};
  return *rules;
}

void AddEnds(absl::CivilDay start, absl::CivilDay end, int months, Check* check) {
  for (const Rule& rule : Rules()) {
    const absl::CivilDay last = PeriodEnd(start, months, rule.rule);
    const std::string sum = absl::StrCat(FormatBulgarianDay(start), " + ", months);
    const std::string day = FormatBulgarianDay(last);
    check->readings.push_back(MakeReading(
        {absl::StrCat(sum, " месеца, ", rule.name.bg, ": ", day, "."),
         absl::StrCat(sum, " months, ", rule.name.en, ": ", day, ".")},
        FormatDay(last), absl::StrCat(last - end), last == end ? Verdict::kAgree : Verdict::kDisagree));
  }
}

void AddDays(absl::CivilDay start, absl::CivilDay end, int months, Check* check) {
  const int64_t days = end - start;
  check->readings.push_back(
      Told({absl::StrCat("Между двата дни: ", days, " дни; с двата: ", days + 1, "."),
            absl::StrCat("Between the two days: ", days, " days; counting both: ", days + 1, ".")},
           absl::StrCat(days), "days"));
  Reading thirty = MakeReading({absl::StrCat("Месеци по 30 дни: ", months, " × 30."),
                                absl::StrCat("Months of 30 days: ", months, " × 30.")},
                               absl::StrCat(months * 30), absl::StrCat(months * 30 - days),
                               months * 30 == days ? Verdict::kAgree : Verdict::kDisagree);
  thirty.unit = "days";
  check->readings.push_back(std::move(thirty));
  check->readings.push_back(
      MakeReading({absl::StrCat(FormatBulgarianDay(start), " е ", WeekdayBg(start), ", ",
                                FormatBulgarianDay(end), " е ", WeekdayBg(end), "."),
                   absl::StrCat(FormatBulgarianDay(start), " is a ", WeekdayEn(start), ", ",
                                FormatBulgarianDay(end), " a ", WeekdayEn(end), ".")},
                  "", "", Verdict::kNotComputable));
}

// Start, length and end. Where the year of the start is not written, each year that makes the three
// agree is shown, and none is taken.
void AddPeriod(const ProjectPage& page, std::vector<Check>* list) {
  if (!page.start || !page.end || !page.end->complete() || page.duration_months < 1) return;
  if (page.start->day == 0 || page.start->month == 0) return;
  Check check = NewCheck("period", {"Начало + срок спрямо края", "Start + length against the end"}, "",
                         {"start", "end", "duration_months"});
  const absl::CivilDay end = DayOf(*page.end, page.end->year);
  check.stated = FormatDay(end);
  const bool year_written = page.start->year != 0;
  std::vector<int> years = StartYears(page);
  if (year_written) years = {page.start->year};
  if (years.empty()) {
    check.verdict = Verdict::kDisagree;
    check.readings.push_back(
        MakeReading({"Няма година, при която началото и срокът дават посочения край.",
                     "There is no year at which start and length give the stated end."},
                    "", "", Verdict::kDisagree, {"year"}));
    list->push_back(std::move(check));
    return;
  }
  for (const int year : years) AddEnds(DayOf(*page.start, year), end, page.duration_months, &check);
  std::size_t chosen = check.readings.size();
  for (std::size_t i = 0; i < check.readings.size() && chosen == check.readings.size(); ++i) {
    if (check.readings[i].verdict == Verdict::kAgree) chosen = i;
  }
  if (chosen == check.readings.size()) chosen = 0;
  Reading& reading = check.readings[chosen];
  reading.chosen = true;
  Take({reading.computed, reading.delta, reading.verdict}, check);
  if (!year_written) {
    check.verdict = Verdict::kWarning;
    for (Reading& each : check.readings) each.not_written.emplace_back("year");
    const std::string named = absl::StrJoin(years, ", ");
    check.why = {absl::StrCat("Годината на началото не е написана; сметката излиза за ", named,
                              ". Тя се показва, не се записва."),
                 absl::StrCat("The year of the start is not written; the figures agree for ", named,
                              ". It is shown, not stored.")};
  }
  AddDays(DayOf(*page.start, years.front()), end, page.duration_months, &check);
  list->push_back(std::move(check));
}

}  // namespace

std::vector<int> StartYears(const ProjectPage& page) {
  std::vector<int> years;
  if (!page.start || page.start->year != 0 || page.start->day == 0 || !page.end ||
      !page.end->complete() || page.duration_months < 1)
    return years;
  const absl::CivilDay end = DayOf(*page.end, page.end->year);
  for (int year = page.end->year; year >= page.end->year - kYearsBack; --year) {
    if (!IsDay(*page.start, year)) continue;
    for (const Rule& rule : Rules()) {
      if (PeriodEnd(DayOf(*page.start, year), page.duration_months, rule.rule) != end) continue;
      years.push_back(year);
      break;
    }
  }
  return years;
}

absl::StatusOr<ThreePart> DividePage(Money total, Ratio grant_share, Ratio eu_share) {
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, MultiplyByRatio(total, grant_share, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(ThreePart parts, SplitGrant(grant, eu_share));
  TRANCHE_ASSIGN_OR_RETURN(parts.own, Subtract(total, grant));
  return parts;
}

Sentence WeekdayOf(absl::CivilDay day) { return {WeekdayBg(day), WeekdayEn(day)}; }

std::vector<Check> CheckPage(const ProjectPage& page, std::optional<Ratio> eu_share,
                             const std::optional<PageRules>& rules) {
  std::vector<Check> list;
  AddGrant(page, &list);
  AddEuro(page, &list);
  AddMonths(page, &list);
  AddPeriod(page, &list);
  if (eu_share) AddSplit(page, *eu_share, &list);
  AddRuleChecks(page, rules, &list);
  return list;
}

}  // namespace tranche::proposals
