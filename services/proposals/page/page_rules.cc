// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/calendar/civil.h"
#include "platform/text/rule_mark.h"
#include "proposals/page/page_checks.h"

namespace tranche::proposals {
namespace {

using footing::Check;
using footing::MakeReading;
using footing::Sentence;
using footing::Told;
using footing::Verdict;

Check NewCheck(const char* id, Sentence title, std::string unit, std::vector<std::string> fields) {
  Check check;
  check.id = id;
  check.place = "page";
  check.title_bg = std::move(title.bg);
  check.title_en = std::move(title.en);
  check.unit = std::move(unit);
  check.fields = std::move(fields);
  return check;
}

void NotComputable(Sentence why, std::vector<std::string> not_written, Check* check) {
  check->readings.push_back(
      MakeReading(std::move(why), "", "", Verdict::kNotComputable, std::move(not_written)));
}

const Sentence& NobodyAnswers() {
  static const auto* const kSentence = new Sentence{
      "Правилата не могат да се проверят сега: номенклатурите не отговарят. Опитайте по-късно.",
      "The rules cannot be looked up now: reference data do not answer. Try again later."};
  return *kSentence;
}

// The rules that a check goes by, after its figures; a rule of which the text was not read needs a
// person's eye.
void AddSources(const std::vector<const PageRule*>& rules, Check* check) {
  bool verified = true;
  std::string bg, en;
  for (const PageRule* rule : rules) {
    verified = verified && rule->verified;
    const char* apart = bg.empty() ? "" : "; ";
    absl::StrAppend(&bg, apart, rule->source, MarkInBrackets(rule->verified, Language::kBulgarian));
    absl::StrAppend(&en, apart, rule->source, MarkInBrackets(rule->verified, Language::kEnglish));
  }
  check->verdict = verified ? Verdict::kAgree : Verdict::kWarning;
  check->readings.push_back(
      Told({absl::StrCat("Правила: ", bg, "."), absl::StrCat("Rules: ", en, ".")}, "", ""));
  if (verified) return;
  const auto figure =
      std::find_if(check->readings.begin(), check->readings.end(),
                   [&](const auto& reading) { return reading.computed == check->computed; });
  if (figure != check->readings.end()) figure->chosen = true;
  check->why = {
      "Текстът на някое от правилата не е прочетен; проверете го, преди да разчитате на числото.",
      "The text of one of the rules was not read; check it before you rely on the figure."};
}

std::optional<Money> PartOf(Money grant, const PageRule& percent) {
  const absl::StatusOr<Ratio> ratio = ReadPercent(percent.value);
  if (!ratio.ok()) return std::nullopt;
  const absl::StatusOr<Money> part = MultiplyByRatio(grant, *ratio, Rounding::kHalfUp);
  if (!part.ok()) return std::nullopt;
  return *part;
}

void AddAdvance(const ProjectPage& page, const std::optional<PageRules>& rules,
                std::vector<Check>* list) {
  if (!page.total || !page.grant_share) return;
  const absl::StatusOr<Money> grant =
      MultiplyByRatio(*page.total, *page.grant_share, Rounding::kHalfUp);
  if (!grant.ok()) return;
  Check check = NewCheck(
      "advance", {"Най-голям аванс и таван на плащанията", "Highest advance and cap of payments"},
      std::string(CurrencyCode(grant->currency())), {"total", "grant_percent", "start"});
  if (!rules) {
    NotComputable(NobodyAnswers(), {}, &check);
  } else if (!StartDay(page)) {
    NotComputable({"Не се знае от коя година са правилата: денят на началото не е ясен.",
                   "Of which year the rules are is not known: the day of the start is not clear."},
                  {"year"}, &check);
  } else if (!rules->advance_percent || !rules->cap_percent) {
    NotComputable({"За деня на началото няма въведено правило за аванси.",
                   "For the day of the start no rule of advances is known."},
                  {}, &check);
  } else {
    const std::optional<Money> advance = PartOf(*grant, *rules->advance_percent);
    const std::optional<Money> cap = PartOf(*grant, *rules->cap_percent);
    if (!advance || !cap) return;
    const absl::StatusOr<Money> between = Subtract(*cap, *advance);
    if (!between.ok()) return;
    const auto told = [&](const PageRule& rule, Money part, Sentence what) {
      const std::string product =
          absl::StrCat(FormatAmount(*grant), " × ", rule.value, " % = ", FormatAmount(part), ": ");
      check.readings.push_back(Told({absl::StrCat(product, what.bg), absl::StrCat(product, what.en)},
                                    FormatAmount(part), ""));
    };
    check.computed = FormatAmount(*advance);
    told(*rules->advance_percent, *advance, {"най-голям аванс.", "the highest advance."});
    told(*rules->cap_percent, *cap,
         {"таван на аванса и междинните плащания заедно.", "the cap of advance and interim payments."});
    check.readings.push_back(Told({"Остават за междинни плащания до приспадането на аванса.",
                                   "Left for interim payments until the advance is cleared."},
                                  FormatAmount(*between), ""));
    AddSources({&*rules->advance_percent, &*rules->cap_percent}, &check);
    check.readings.push_back(Told(
        {"За друг вид подкрепа таванът е друг; видът стои при процедурата.",
         "For another kind of support the ceiling is another; the kind stands with the procedure."},
        "", ""));
  }
  list->push_back(std::move(check));
}

// The last day, and the working day to which it shifts.
void AddDeadline(absl::CivilDay end, int months, const PageRules& rules, Check* check) {
  const bool shifts = rules.shift && rules.shift->value == "1";
  const absl::CivilDay nominal = AddMonthsClamped(end, months);
  absl::CivilDay due = nominal;
  if (shifts) {
    const absl::StatusOr<LegalDeadline> deadline =
        PeriodEnd1182(end, {.months = months, .days = 0}, rules.calendar);
    if (!deadline.ok()) {
      NotComputable({"За тази година няма въведени празници.", "For that year no holidays are known."},
                    {}, check);
      return;
    }
    due = deadline->due;
  }
  check->computed = FormatDay(due);
  const std::string sum = absl::StrCat(FormatBulgarianDay(end), " + ", months);
  const Sentence weekday = WeekdayOf(nominal);
  check->readings.push_back(
      Told({absl::StrCat(sum, " мес. = ", FormatBulgarianDay(nominal), ", ", weekday.bg, "."),
            absl::StrCat(sum, months == 1 ? " month = " : " months = ", FormatBulgarianDay(nominal),
                         ", a ", weekday.en, ".")},
           FormatDay(nominal), ""));
  if (due != nominal) {
    const Sentence next = WeekdayOf(due);
    check->readings.push_back(Told(
        {absl::StrCat("Неработен ден: срокът изтича на ", FormatBulgarianDay(due), ", ", next.bg, "."),
         absl::StrCat("No working day: the period ends on ", FormatBulgarianDay(due), ", a ", next.en,
                      ".")},
        FormatDay(due), ""));
  }
  std::vector<const PageRule*> used = {&*rules.final_claim_months};
  if (shifts) used.push_back(&*rules.shift);
  AddSources(used, check);
}

void AddFinalClaim(const ProjectPage& page, const std::optional<PageRules>& rules,
                   std::vector<Check>* list) {
  const std::optional<absl::CivilDay> end = EndDay(page);
  if (!end) return;
  Check check =
      NewCheck("claim.final", {"Последен ден за окончателното искане", "Last day for the final claim"},
               "", {"end"});
  int months = 0;
  if (!rules) {
    NotComputable(NobodyAnswers(), {}, &check);
  } else if (!rules->final_claim_months ||
             !absl::SimpleAtoi(rules->final_claim_months->value, &months)) {
    NotComputable({"За деня на края няма въведено правило за окончателното искане.",
                   "For the day of the end no rule of the final claim is known."},
                  {}, &check);
  } else {
    AddDeadline(*end, months, *rules, &check);
  }
  list->push_back(std::move(check));
}

}  // namespace

std::optional<absl::CivilDay> StartDay(const ProjectPage& page) {
  if (!page.start || page.start->day == 0 || page.start->month == 0) return std::nullopt;
  if (page.start->complete()) return FirstDay(*page.start);
  const std::vector<int> years = StartYears(page);
  if (years.size() != 1) return std::nullopt;
  return absl::CivilDay(years.front(), page.start->month, page.start->day);
}

std::optional<absl::CivilDay> EndDay(const ProjectPage& page) {
  if (!page.end || !page.end->complete()) return std::nullopt;
  return FirstDay(*page.end);
}

void AddRuleChecks(const ProjectPage& page, const std::optional<PageRules>& rules,
                   std::vector<Check>* list) {
  AddAdvance(page, rules, list);
  AddFinalClaim(page, rules, list);
}

}  // namespace tranche::proposals
