// SPDX-License-Identifier: EUPL-1.2
// What a month costs against the row's total, in every way that the words and the figures allow.
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/checks/family.h"

namespace tranche::plans::checks {
namespace {

using footing::Quotient;

constexpr int kQuotientPlaces = 4;

using NotWritten = std::vector<std::string>;

// The total divided by the monthly amount, as a question to a person: it is a number of months, or of
// persons, or nothing.
Reading QuotientReading(const Measure& measure, const NotWritten& not_written) {
  const int64_t total = measure.stated_total->minor();
  const int64_t monthly = measure.monthly->amount.minor();
  const std::string division =
      absl::StrCat(FormatAmount(*measure.stated_total), " / ", FormatAmount(measure.monthly->amount));
  if (monthly == 0 || total % monthly != 0) {
    const std::string quotient = Quotient(total, monthly, kQuotientPlaces);
    const std::string equals = quotient.empty() ? "" : absl::StrCat(" = ", quotient);
    return MakeReading(
        Sentence{
            absl::StrCat(division, equals,
                         " не е цяло число: няма брой месеци, при който двете суми се съгласуват."),
            absl::StrCat(division, equals,
                         " is no whole number: there is no number of months at which the two agree.")},
        "", "", Verdict::kDisagree, not_written);
  }
  const std::string quotient = absl::StrCat(total / monthly);
  const std::string persons = measure.headcount ? absl::StrCat(measure.headcount->count) : "";
  return MakeReading(
      Sentence{absl::StrCat(division, " = ", quotient, ": ", quotient, " души за един месец или ",
                            quotient, " месеца за всички",
                            persons.empty() ? "" : "; редът посочва хора: ", persons, "."),
               absl::StrCat(division, " = ", quotient, ": ", quotient, " persons for one month, or ",
                            quotient, " months for all",
                            persons.empty() ? "" : "; persons that the row states: ", persons, ".")},
      quotient, "", Verdict::kWarning, not_written);
}

// The whole numbers of months beside a quotient that is none: how far off they are.
void AddNeighbours(const Measure& measure, Check& check) {
  const int64_t total = measure.stated_total->minor();
  const int64_t monthly = measure.monthly->amount.minor();
  if (monthly <= 0 || total <= 0 || total % monthly == 0 || total / monthly > 1200) return;
  for (int64_t months = total / monthly; months <= total / monthly + 1; ++months) {
    if (months == 0) continue;
    check.readings.push_back(
        ReadingOf({absl::StrCat("Най-близкият цял брой месеци: ", months, "."),
                   absl::StrCat("The nearest whole number of months: ", months, ".")},
                  Compare(*measure.stated_total, Times(measure.monthly->amount, months)), {"months"}));
  }
}

// What the figures come to for one month, one person, one person-month: shown for who looks for the
// origin of the figures, never taken.
void AddUnitCosts(const Measure& measure, int months, Check& check) {
  const int64_t total = measure.stated_total->minor();
  const int64_t monthly = measure.monthly->amount.minor();
  const auto told = [&](Money amount, int64_t by, Sentence per) {
    const std::string quotient = Quotient(amount.minor(), by * 100, kQuotientPlaces);
    const std::string division = absl::StrCat(FormatAmount(amount), " / ", by, " = ", quotient);
    check.readings.push_back(
        Told({absl::StrCat(division, " ", per.bg), absl::StrCat(division, " ", per.en)}, quotient,
             std::string(CurrencyCode(amount.currency()))));
  };
  if (total <= 0 || monthly <= 0) return;
  told(*measure.stated_total, months, {"на месец от общата сума.", "a month out of the total."});
  if (!measure.headcount || measure.headcount->count <= 0) return;
  const int64_t persons = measure.headcount->count;
  told(*measure.stated_total, persons, {"за човек от общата сума.", "a person out of the total."});
  told(measure.monthly->amount, persons,
       {"за човек на месец от месечната сума.", "a person and month out of the monthly amount."});
  told(*measure.stated_total, persons * months,
       {"за човек на месец от общата сума.", "a person and month out of the total."});
}

Reading ForAllReading(const Measure& measure, int months, const NotWritten& not_written) {
  const std::string amount = FormatAmount(measure.monthly->amount);
  const Comparison comparison = CompareOfOne(*measure.stated_total, measure.monthly->amount, months);
  return ReadingOf(WithRounding({absl::StrCat(amount, " на месец за всички, ", months, " месеца."),
                                 absl::StrCat(amount, " a month for all, ", months, " months.")},
                                comparison),
                   comparison, not_written);
}

Reading ForEachReading(const Measure& measure, int months, const NotWritten& not_written) {
  const std::string amount = FormatAmount(measure.monthly->amount);
  const int persons = measure.headcount->count;
  const Comparison comparison =
      CompareOfOne(*measure.stated_total, measure.monthly->amount, int64_t{persons} * months);
  return ReadingOf(
      WithRounding({absl::StrCat(amount, " на месец за всеки от ", persons, ", ", months, " месеца."),
                    absl::StrCat(amount, " a month for each of ", persons, ", ", months, " months.")},
                   comparison),
      comparison, not_written);
}

// The month of all persons, where the words give the amount for each: so much would be paid a month.
void AddMonthOfAll(const Measure& measure, Check& check) {
  if (!measure.headcount || measure.monthly->basis != MonthlyBasis::kPerPerson) return;
  const int persons = measure.headcount->count;
  const absl::StatusOr<Money> month = Times(measure.monthly->amount, persons);
  if (!month.ok()) return;
  const std::string product =
      absl::StrCat(persons, " × ", FormatAmount(measure.monthly->amount), " = ", FormatAmount(*month));
  check.readings.push_back(
      Told({absl::StrCat(product, " на месец, ако думите „по … на месец“ са за всеки човек."),
            absl::StrCat(product, " a month, if the words \"по … на месец\" mean each person.")},
           FormatAmount(*month), ""));
}

Sentence WhyChosen(bool for_each, bool against_words) {
  if (against_words && for_each) {
    return {
        "Думите дават сумата за всеки човек, но сметката излиза само за всички заедно: решава човек.",
        "The words give the amount for each person, but the figures fit only for all together: a "
        "person decides."};
  }
  if (against_words) {
    return {"Думите не казват, че сумата е за всеки човек, а сметката излиза само така: решава човек.",
            "The words do not say that the amount is for each person, and the figures fit only so: a "
            "person decides."};
  }
  if (for_each) {
    return {"Думите дават сумата за всеки човек.", "The words give the amount for each person."};
  }
  return {"Думите не дават сумата за всеки човек, затова тя е взета за всички.",
          "The words do not give the amount for each person, so it was taken for all."};
}

Reading MonthsOfTimeframe(const Period& timeframe, int months) {
  return Told(
      {absl::StrCat("Месеците са по срока на реда, „", timeframe.as_written, "“: ", months, "."),
       absl::StrCat("The months are those of the row's time frame, \"", timeframe.as_written,
                    "\": ", months, ".")},
      absl::StrCat(months), "months");
}

Reading MonthsNotWhole(const Period& timeframe) {
  return MakeReading({absl::StrCat("Срокът на реда, „", timeframe.as_written,
                                   "“, не е от цели месеци; колко месеца се плащат, не е написано."),
                      absl::StrCat("The row's time frame, \"", timeframe.as_written,
                                   "\", is not of whole months; how many are paid is not written.")},
                     "", "", Verdict::kNotComputable, {"months"});
}

// A plan over several years may state the amounts of one: where only that fits, a person decides.
void TryOneYear(const Measure& measure, Check& check) {
  const NotWritten not_written = {"months"};
  Reading year = ForAllReading(measure, kMonthsOfAnnualPlan, not_written);
  if (year.verdict != Verdict::kAgree && measure.headcount)
    year = ForEachReading(measure, kMonthsOfAnnualPlan, not_written);
  if (check.verdict != Verdict::kDisagree || year.verdict != Verdict::kAgree) {
    check.readings.push_back(std::move(year));
    return;
  }
  for (Reading& reading : check.readings) reading.chosen = false;
  Take({year.computed, year.delta, Verdict::kWarning}, check);
  check.readings.push_back(std::move(year));
  Choose(check.readings.size() - 1,
         {"Планът е за повече от година, а сметката излиза само за една: решава човек.",
          "The plan is for more than a year, and the figures fit only for one: a person decides."},
         check);
}

// Nobody writes for how many months, and the total is so many whole months of the plan's time: a person
// decides whether they are meant.
void TryWholeMonths(const Measure& measure, int months_of_plan, Check& check) {
  const int64_t total = measure.stated_total->minor();
  const int64_t monthly = measure.monthly->amount.minor();
  if (check.verdict != Verdict::kDisagree || monthly <= 0 || total % monthly != 0 ||
      total / monthly >= months_of_plan ||
      measure.stated_total->currency() != measure.monthly->amount.currency())
    return;
  Reading reading = ForAllReading(measure, static_cast<int>(total / monthly), {"months"});
  if (reading.verdict != Verdict::kAgree) return;
  for (Reading& other : check.readings) other.chosen = false;
  Take({reading.computed, reading.delta, Verdict::kWarning}, check);
  check.readings.push_back(std::move(reading));
  Choose(
      check.readings.size() - 1,
      {"За колко месеца е сумата, не е написано, а сметката излиза за по-малко от времето на плана: "
       "решава човек.",
       "For how many months it is, is not written, and the figures fit for fewer than the plan has: a "
       "person decides."},
      check);
}

}  // namespace

// Monthly amount × months against the total. Every reading is listed. The verdict follows the reading
// that the words support: per person when they say so, else for all. When that one disagrees and the
// other agrees, neither "agree" nor "disagree" is true of the row: the figures fit only against the
// grammar of the sentence. The verdict is then a warning, and computed and delta are those of the
// reading that fits, so that the one thing left to ask is whether the words or the reader erred.
void AddMonthlyOf(const Plan& plan, const Measure& measure, std::vector<Check>& list) {
  // With cohorts of known length the monthly amount is weighed by person-months.
  if (!measure.monthly || !measure.cohorts.empty()) return;
  Check check =
      CheckOf(measure, "monthly",
              {"Месечна сума × месеци спрямо общата сума", "Monthly amount × months against the total"},
              CurrencyCode(measure.monthly->amount.currency()));
  check.fields = {FieldOf(measure, "monthly"), FieldOf(measure, "stated_total")};
  if (!measure.stated_total) {
    const std::string amount = FormatAmount(measure.monthly->amount);
    check.readings.push_back(
        MakeReading(Sentence{absl::StrCat("Посочена е само месечна сума: ", amount, "."),
                             absl::StrCat("Only a monthly amount is stated: ", amount, ".")},
                    "", "", Verdict::kNotComputable, {"total"}));
    list.push_back(std::move(check));
    return;
  }
  check.stated = FormatAmount(*measure.stated_total);
  const MonthsTried tried = MonthsOf(plan, measure);
  if (!tried.months) {
    check.fields.push_back(FieldOf(measure, "timeframe"));
    check.readings.push_back(MonthsNotWhole(*measure.timeframe));
    list.push_back(std::move(check));
    return;
  }
  const int months = *tried.months;
  NotWritten not_written;
  if (tried.from == MonthsFrom::kPlan) not_written.emplace_back("months");
  check.readings.push_back(ForAllReading(measure, months, not_written));
  if (measure.headcount) check.readings.push_back(ForEachReading(measure, months, not_written));
  const bool for_each = measure.headcount && measure.monthly->basis == MonthlyBasis::kPerPerson;
  std::size_t at = for_each ? 1 : 0;
  Verdict verdict = check.readings[at].verdict;
  bool against_words = false;
  if (measure.headcount && verdict != Verdict::kAgree &&
      check.readings[1 - at].verdict == Verdict::kAgree) {
    at = 1 - at;
    against_words = true;
    verdict = Verdict::kWarning;
  }
  Take({check.readings[at].computed, check.readings[at].delta, verdict}, check);
  if (measure.headcount) {
    Choose(at, WhyChosen(for_each, against_words), check);
  } else {
    check.readings[at].chosen = true;
  }
  if (tried.from == MonthsFrom::kTimeframe) {
    check.fields.push_back(FieldOf(measure, "timeframe"));
    check.readings.push_back(MonthsOfTimeframe(*measure.timeframe, months));
  }
  if (tried.from == MonthsFrom::kPlan && months != kMonthsOfAnnualPlan) TryOneYear(measure, check);
  if (tried.from == MonthsFrom::kPlan) TryWholeMonths(measure, months, check);
  if (measure.stated_total->currency() == measure.monthly->amount.currency()) {
    // Where rounding explains the cents, months that fit no better are not looked for.
    if (!AgreesByRounding({check.computed, check.delta, check.verdict})) {
      check.readings.push_back(QuotientReading(measure, not_written));
      AddNeighbours(measure, check);
    }
    AddMonthOfAll(measure, check);
    AddUnitCosts(measure, months, check);
  }
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
