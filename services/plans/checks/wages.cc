// SPDX-License-Identifier: EUPL-1.2
// The total of a row against its person-months at the minimum wage with the employer's contributions:
// for less nobody may be employed full time. What the row pays in truth it does not write, so an amount
// above that says nothing more.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/checks/family.h"
#include "platform/calendar/civil.h"
#include "platform/text/rule_mark.h"

namespace tranche::plans::checks {
namespace {

constexpr int64_t kWholeHundredths = 10'000;  // 100 %.

// Some days of the row on which the same rates hold.
struct Stretch {
  Days days;
  const AmountRate* wage = nullptr;  // No value: none holds.
  const PercentRate* contribution = nullptr;
};

template <class Rate>
const Rate* RateOn(const std::vector<Rate>& rates, absl::CivilDay day) {
  const Rate* found = nullptr;
  for (const Rate& rate : rates) {
    if (rate.days.first > day || rate.days.last < day) continue;
    if (found == nullptr || rate.days.first > found->days.first) found = &rate;
  }
  return found;
}

template <class Rate>
void AddBorders(const std::vector<Rate>& rates, const Days& within, std::set<absl::CivilDay>& borders) {
  for (const Rate& rate : rates) {
    for (const absl::CivilDay border : {rate.days.first, rate.days.last + 1})
      if (border > within.first && border <= within.last) borders.insert(border);
  }
}

std::vector<Stretch> StretchesOf(const Rates& rates, const Days& days) {
  std::set<absl::CivilDay> borders = {days.first, days.last + 1};
  AddBorders(rates.minimum_wages, days, borders);
  AddBorders(rates.contributions, days, borders);
  std::vector<Stretch> stretches;
  for (auto begin = borders.begin(); std::next(begin) != borders.end(); ++begin) {
    const Stretch next{.days = {*begin, *std::next(begin) - 1},
                       .wage = RateOn(rates.minimum_wages, *begin),
                       .contribution = RateOn(rates.contributions, *begin)};
    const bool same = !stretches.empty() && stretches.back().wage == next.wage &&
                      stretches.back().contribution == next.contribution;
    if (same) {
      stretches.back().days.last = next.days.last;
    } else {
      stretches.push_back(next);
    }
  }
  return stretches;
}

// What the person-months come to at least, a fraction of a cent counted as a whole one: an amount is
// below this exactly when it is below the fraction.
absl::StatusOr<Money> AtLeast(const Stretch& stretch, int64_t person_months) {
  const absl::StatusOr<Money> wages = Times(stretch.wage->amount, person_months);
  if (!wages.ok()) return wages.status();
  const Ratio with_contributions{.numerator = kWholeHundredths + stretch.contribution->hundredths,
                                 .denominator = kWholeHundredths};
  const absl::StatusOr<Money> down = MultiplyByRatio(*wages, with_contributions, Rounding::kDown);
  if (!down.ok()) return down.status();
  const bool exact =
      wages->minor() % kWholeHundredths * with_contributions.numerator % kWholeHundredths == 0;
  return exact ? down : Add(*down, Money::Minor(1, down->currency()));
}

Sentence Say(const Days& days) {
  return {absl::StrCat(FormatBulgarianDay(days.first), " – ", FormatBulgarianDay(days.last), " г."),
          absl::StrCat(FormatDay(days.first), " – ", FormatDay(days.last))};
}

// "310.00 × 117.80 %", with where both stand.
Sentence SayRates(const Stretch& stretch) {
  const int64_t percent = kWholeHundredths + stretch.contribution->hundredths;
  const std::string rates =
      absl::StrCat(FormatAmount(stretch.wage->amount), " × ",
                   FormatAmount(Money::Minor(percent, stretch.wage->amount.currency())), " %");
  const bool verified = stretch.wage->verified && stretch.contribution->verified;
  const std::string sources = absl::StrCat(stretch.wage->source, "; ", stretch.contribution->source);
  const Sentence days = Say(stretch.days);
  return {absl::StrCat(rates, ", минимална заплата с вноските на работодателя, ", days.bg, " (",
                       sources, MarkBehind(verified, Language::kBulgarian), ")"),
          absl::StrCat(rates, ", the minimum wage with the employer's contributions, ", days.en, " (",
                       sources, MarkBehind(verified, Language::kEnglish), ")")};
}

void AddStretch(const Measure& measure, const Stretch& stretch, int64_t person_months, Check& check) {
  if (stretch.wage == nullptr || stretch.contribution == nullptr) {
    const Sentence days = Say(stretch.days);
    check.readings.push_back(MakeReading(
        {absl::StrCat("За ", days.bg, " няма въведена минимална заплата с вноски на работодателя."),
         absl::StrCat("For ", days.en, " no minimum wage with the employer's contributions is known.")},
        "", "", Verdict::kNotComputable));
    return;
  }
  const Sentence rates = SayRates(stretch);
  const Comparison compared = Compare(*measure.stated_total, AtLeast(stretch, person_months));
  if (compared.delta.empty()) {
    const bool other = stretch.wage->amount.currency() != measure.stated_total->currency();
    check.readings.push_back(MakeReading(
        {absl::StrCat(rates.bg, other ? ": в друга валута от сумата." : ": не се побира в сума."),
         absl::StrCat(rates.en, other ? ": in another currency than the amount."
                                      : ": more than an amount can be.")},
        "", "", Verdict::kNotComputable));
    return;
  }
  const bool below = compared.delta.front() != '-' && compared.verdict != Verdict::kAgree;
  Reading reading = ReadingOf(
      {absl::StrCat(person_months, " човекомесеца × ", rates.bg, " = ", compared.computed,
                    below ? ": при пълно работно време сумата не стига." : ": сумата не е по-малка."),
       absl::StrCat(
           person_months, " person-months × ", rates.en, " = ", compared.computed,
           below ? ": for full-time work the amount is too small." : ": the amount is not smaller.")},
      compared, {"working_time"});
  reading.verdict = below ? Verdict::kWarning : Verdict::kAgree;
  check.readings.push_back(std::move(reading));
}

// Why one of several rates decides.
Sentence WhyDecides(bool below_all, bool from_all_on) {
  if (below_all) {
    return {"Най-ниската от ставките в периода: при по-малка сума няма месец, за който тя да стига.",
            "The lowest rate of the period: a smaller amount is too small in any of its months."};
  }
  if (from_all_on) {
    return {"Най-високата от ставките в периода: сумата стига за всеки негов месец.",
            "The highest rate of the period: the amount is enough in any of its months."};
  }
  return {
      "Най-високата от ставките в периода: сумата е между най-ниската и нея. Дали стига, зависи от "
      "месеците, в които се работи, а редът не ги посочва.",
      "The highest rate of the period: the amount is between the lowest one and it. Whether it is "
      "enough depends on the months of the work, which the row does not write."};
}

// An amount below the lowest of the rates is below all of them, one from the highest on is below none;
// between them a person must look. Where one of the rates is not known there is no verdict.
void Decide(const std::vector<Stretch>& stretches, int64_t person_months, Check& check) {
  std::size_t lowest = 0, highest = 0;
  std::vector<int64_t> minor;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    if (check.readings[i].delta.empty()) return;
    const absl::StatusOr<Money> at_least = AtLeast(stretches[i], person_months);
    minor.push_back(at_least->minor());
    if (minor[i] < minor[lowest]) lowest = i;
    if (minor[i] > minor[highest]) highest = i;
  }
  if (stretches.empty()) return;
  const bool below_all = check.readings[lowest].verdict == Verdict::kWarning;
  const bool from_all_on = check.readings[highest].verdict == Verdict::kAgree;
  const std::size_t deciding = below_all ? lowest : highest;
  const Reading& reading = check.readings[deciding];
  Take({reading.computed, reading.delta, reading.verdict}, check);
  if (stretches.size() == 1) {
    check.readings[deciding].chosen = true;
  } else {
    Choose(deciding, WhyDecides(below_all, from_all_on), check);
  }
}

}  // namespace

void AddWageOf(const Plan& plan, const Measure& measure, const std::optional<Rates>& rates,
               std::vector<Check>& list) {
  const std::optional<int64_t> person_months = PersonMonths(measure);
  if (!measure.stated_total || person_months.value_or(0) <= 0) return;
  Check check = CheckOf(measure, "wage",
                        {"Обща сума спрямо минималната заплата с вноските на работодателя",
                         "Total against the minimum wage with the employer's contributions"},
                        CurrencyCode(measure.stated_total->currency()));
  check.stated = FormatAmount(*measure.stated_total);
  check.fields = {FieldOf(measure, "stated_total")};
  for (std::size_t i = 1; i <= measure.cohorts.size(); ++i)
    check.fields.push_back(FieldOf(measure, absl::StrCat("cohorts.", i)));
  const std::optional<Days> days = DaysOf(plan, measure);
  if (!rates) {
    check.readings.push_back(RatesNotKnown());
  } else if (!days) {
    check.readings.push_back(
        MakeReading({"Не се знае за кои дни е редът.", "For which days the row is meant is not known."},
                    "", "", Verdict::kNotComputable, {"period"}));
  } else {
    const std::vector<Stretch> stretches = StretchesOf(*rates, *days);
    for (const Stretch& stretch : stretches) AddStretch(measure, stretch, *person_months, check);
    Decide(stretches, *person_months, check);
  }
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
