// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_checks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

// The plan is annual: where a row writes no months, a year is the first thing to try. The reading says
// that the months are not written.
constexpr int kMonthsOfAnnualPlan = 12;

// A text in both languages.
struct Sentence {
  std::string bg;
  std::string en;

  friend bool operator==(const Sentence&, const Sentence&) = default;
};

Reading MakeReading(Sentence text, std::string computed, std::string delta, Verdict verdict,
                    std::vector<std::string> not_written) {
  return {.text_bg = std::move(text.bg),
          .text_en = std::move(text.en),
          .computed = std::move(computed),
          .delta = std::move(delta),
          .verdict = verdict,
          .not_written = std::move(not_written)};
}

// A comparison of two amounts in text; NotComputable when they cannot be compared or do not fit.
struct Comparison {
  std::string computed;
  std::string delta;
  Verdict verdict = Verdict::kNotComputable;
};

Comparison Compare(Money stated, const absl::StatusOr<Money>& computed) {
  if (!computed.ok()) return {};
  const absl::StatusOr<Money> delta = Subtract(*computed, stated);
  if (!delta.ok())
    return {.computed = FormatAmount(*computed), .delta = "", .verdict = Verdict::kNotComputable};
  return {FormatAmount(*computed), FormatAmount(*delta),
          delta->IsZero() ? Verdict::kAgree : Verdict::kDisagree};
}

Reading ReadingOf(Sentence text, const Comparison& comparison,
                  std::vector<std::string> not_written = {}) {
  return MakeReading(std::move(text), comparison.computed, comparison.delta, comparison.verdict,
                     std::move(not_written));
}

void Take(const Comparison& comparison, Check& check) {
  check.computed = comparison.computed;
  check.delta = comparison.delta;
  check.verdict = comparison.verdict;
}

std::string PlaceOf(const Measure& measure) {
  return absl::StrCat(measure.section, ".", measure.ordinal);
}

Check CheckOf(const Measure& measure, absl::string_view kind, Sentence title, absl::string_view unit) {
  Check check;
  check.place = PlaceOf(measure);
  check.id = absl::StrCat("measure.", check.place, ".", kind);
  check.title_bg = std::move(title.bg);
  check.title_en = std::move(title.en);
  check.unit = std::string(unit);
  return check;
}

Check CheckOfPlan(absl::string_view id, Sentence title) {
  Check check;
  check.id = std::string(id);
  check.place = "plan";
  check.title_bg = std::move(title.bg);
  check.title_en = std::move(title.en);
  return check;
}

std::vector<const Measure*> MeasuresOf(const Plan& plan) {
  std::vector<const Measure*> measures;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures) measures.push_back(&measure);
  }
  return measures;
}

bool HasAmount(const Measure& measure) {
  return measure.stated_total || measure.monthly || !measure.parts.empty();
}

std::vector<Money> PartAmounts(const Measure& measure) {
  std::vector<Money> amounts;
  for (const AmountPart& part : measure.parts) amounts.push_back(part.amount);
  return amounts;
}

// --- The whole plan ---

// The sum as it would be with the parts of the rows whose parts do not add up to their total: it shows
// which of the two figures the plan itself used.
std::optional<Reading> TotalWithParts(const Plan& plan, Money stated) {
  std::vector<Money> amounts;
  std::vector<std::string> rows;
  for (const Measure* measure : MeasuresOf(plan)) {
    if (!measure->stated_total) continue;
    amounts.push_back(*measure->stated_total);
    if (measure->parts.empty()) continue;
    const absl::StatusOr<Money> parts = Sum(PartAmounts(*measure), stated.currency());
    if (!parts.ok() || *parts == *measure->stated_total) continue;
    amounts.back() = *parts;
    rows.push_back(PlaceOf(*measure));
  }
  if (rows.empty()) return std::nullopt;
  const std::string named = absl::StrJoin(rows, ", ");
  return ReadingOf(
      {absl::StrCat("Ако за ", named, " вместо посочената сума се вземе сборът на частите."),
       absl::StrCat("With the sum of the parts instead of the stated total of ", named, ".")},
      Compare(stated, Sum(amounts, stated.currency())));
}

Check CheckTotal(const Plan& plan) {
  Check check =
      CheckOfPlan("total", {"Сбор на мерките спрямо „ОБЩО“", "Sum of the measures against the total"});
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  std::vector<Money> amounts;
  std::vector<std::string> without_total;
  for (const Measure* measure : measures) {
    if (measure->stated_total) amounts.push_back(*measure->stated_total);
    if (!measure->stated_total && HasAmount(*measure)) without_total.push_back(PlaceOf(*measure));
  }
  const Sentence coverage{absl::StrCat(amounts.size(), " от ", measures.size(),
                                       " мерки посочват обща сума; другите не влизат в сбора."),
                          absl::StrCat(amounts.size(), " of ", measures.size(),
                                       " measures state a total; the others are not in the sum.")};
  const Currency currency = plan.stated_total ? plan.stated_total->currency()
                            : amounts.empty() ? Currency::kBgn
                                              : amounts.front().currency();
  check.unit = std::string(CurrencyCode(currency));
  const absl::StatusOr<Money> sum = Sum(amounts, currency);
  if (plan.stated_total) check.stated = FormatAmount(*plan.stated_total);
  if (!plan.stated_total || amounts.empty() || !without_total.empty()) {
    // With a row whose total is not written a sum of the others would compare unlike things.
    if (sum.ok() && !amounts.empty()) check.computed = FormatAmount(*sum);
    std::vector<std::string> missing;
    if (!plan.stated_total) missing.push_back("total");
    if (amounts.empty() || !without_total.empty()) missing.push_back("amount");
    check.readings.push_back(
        MakeReading(coverage, check.computed, "", Verdict::kNotComputable, std::move(missing)));
    return check;
  }
  const Comparison comparison = Compare(*plan.stated_total, sum);
  Take(comparison, check);
  check.readings.push_back(ReadingOf(coverage, comparison));
  if (auto reading = TotalWithParts(plan, *plan.stated_total))
    check.readings.push_back(*std::move(reading));
  return check;
}

// Who pays a measure, in three groups. Several groups in one row without a split: no value.
std::optional<Sentence> PayerOf(const Measure& measure) {
  static const Sentence kMunicipal{"Общински бюджет", "Municipal budget"};
  static const Sentence kProgrammes{"Оперативни програми и проекти",
                                    "Operational programmes and projects"};
  static const Sentence kOthers{"Държавен бюджет и дарения", "State budget and donations"};
  std::optional<Sentence> payer;
  for (const Source& source : measure.sources) {
    const bool others = source.kind == SourceKind::kStateBudget || source.kind == SourceKind::kDonation;
    const Sentence& group = source.kind == SourceKind::kMunicipalBudget ? kMunicipal
                            : others                                    ? kOthers
                                                                        : kProgrammes;
    if (payer && !(*payer == group)) return std::nullopt;
    payer = group;
  }
  return payer;
}

// Executors are compared without regard to case, quotes and blanks, and shown as written.
std::optional<Sentence> ExecutorOf(const Measure& measure) {
  return Sentence{measure.executor, measure.executor};
}

// The stated total against the sums of the measures by a group of theirs.
Check CheckGroups(const Plan& plan, Check check, std::optional<Sentence> (*group_of)(const Measure&),
                  absl::string_view not_written) {
  struct Group {
    Sentence name;
    std::vector<Money> amounts;
  };
  std::vector<Group> groups;
  std::map<std::string, size_t> index;
  bool complete = plan.stated_total.has_value();
  for (const Measure* measure : MeasuresOf(plan)) {
    if (!HasAmount(*measure)) continue;
    const std::optional<Sentence> name = group_of(*measure);
    if (!name || !measure->stated_total) {
      complete = false;
      check.readings.push_back(MakeReading(
          Sentence{absl::StrCat("Мярка ", PlaceOf(*measure), " не посочва разделението."),
                   absl::StrCat("Measure ", PlaceOf(*measure), " does not state the split.")},
          "", "", Verdict::kNotComputable, {std::string(not_written)}));
      continue;
    }
    const auto [at, inserted] = index.emplace(FoldName(name->bg), groups.size());
    if (inserted) groups.push_back({*name, {}});
    groups[at->second].amounts.push_back(*measure->stated_total);
  }
  if (plan.stated_total) {
    check.unit = std::string(CurrencyCode(plan.stated_total->currency()));
    check.stated = FormatAmount(*plan.stated_total);
  }
  std::vector<Money> all;
  for (const Group& group : groups) {
    const absl::StatusOr<Money> sum = Sum(group.amounts, group.amounts.front().currency());
    if (!sum.ok()) {
      complete = false;
      continue;
    }
    all.push_back(*sum);
    // A group's sum has nothing stated to agree with: only all groups together have.
    check.readings.push_back(
        MakeReading(group.name, FormatAmount(*sum), "", Verdict::kNotComputable, {"total"}));
  }
  if (complete && !all.empty())
    Take(Compare(*plan.stated_total, Sum(all, plan.stated_total->currency())), check);
  return check;
}

// The adoption of the strategy that the plan carries out. Blank fields are shown, never filled in.
Check CheckAdoption(const Plan& plan) {
  Check check =
      CheckOfPlan("strategy.adoption", {"Приемане на стратегията, която планът изпълнява",
                                        "Adoption of the strategy that the plan carries out"});
  const auto missing = [&check](Sentence text, std::string field) {
    check.readings.push_back(
        MakeReading(std::move(text), "", "", Verdict::kWarning, {std::move(field)}));
  };
  if (!plan.strategy) {
    missing({"Планът не посочва стратегия.", "The plan names no strategy."}, "strategy");
    check.verdict = Verdict::kWarning;
    return check;
  }
  const Adoption& adoption = plan.strategy->adoption;
  if (adoption.decision_number.value_or("").empty()) {
    missing({"Номерът на решението не е попълнен.", "The number of the decision is blank."},
            "decision_number");
  }
  if (adoption.protocol_number.value_or("").empty()) {
    missing({"Номерът на протокола не е попълнен.", "The number of the protocol is blank."},
            "protocol_number");
  }
  const std::string date = adoption.date.value_or("");
  if (!absl::StrContains(date, ".")) {
    missing({date.empty() ? "Датата не е посочена."
                          : absl::StrCat("От датата е посочена само годината: ", date, "."),
             date.empty() ? "The date is not given."
                          : absl::StrCat("Of the date only the year is given: ", date, ".")},
            "date");
  }
  check.verdict = check.readings.empty() ? Verdict::kAgree : Verdict::kWarning;
  return check;
}

// --- One measure ---

void CheckParts(const Measure& measure, std::vector<Check>& checks) {
  if (measure.parts.empty()) return;
  const Currency currency = measure.parts.front().amount.currency();
  Check check = CheckOf(measure, "parts",
                        {"Сбор на частите спрямо общата сума", "Sum of the parts against the total"},
                        CurrencyCode(currency));
  std::vector<std::string> terms;
  for (const AmountPart& part : measure.parts) {
    terms.push_back(absl::StrCat(part.label, " ", FormatAmount(part.amount)));
  }
  const std::string sum_in_words = absl::StrJoin(terms, " + ");
  const absl::StatusOr<Money> sum = Sum(PartAmounts(measure), currency);
  if (!measure.stated_total) {
    if (sum.ok()) check.computed = FormatAmount(*sum);
    check.readings.push_back(MakeReading(Sentence{sum_in_words, sum_in_words}, check.computed, "",
                                         Verdict::kNotComputable, {"total"}));
  } else {
    check.stated = FormatAmount(*measure.stated_total);
    const Comparison comparison = Compare(*measure.stated_total, sum);
    Take(comparison, check);
    check.readings.push_back(ReadingOf({sum_in_words, sum_in_words}, comparison));
  }
  checks.push_back(std::move(check));
}

void CheckHeadcount(const Measure& measure, std::vector<Check>& checks) {
  if (measure.cohorts.empty()) return;
  Check check =
      CheckOf(measure, "headcount",
              {"Сбор на групите спрямо броя на хората", "Sum of the cohorts against the head count"},
              "persons");
  int64_t persons = 0;
  std::vector<std::string> terms;
  for (const Cohort& cohort : measure.cohorts) {
    persons += cohort.persons;
    terms.push_back(absl::StrCat(cohort.persons));
  }
  check.computed = absl::StrCat(persons);
  const std::string sum_in_words = absl::StrCat(absl::StrJoin(terms, " + "), " = ", persons);
  Reading reading =
      MakeReading({sum_in_words, sum_in_words}, check.computed, "", Verdict::kNotComputable, {});
  if (measure.headcount) {
    check.stated = absl::StrCat(measure.headcount->count);
    check.delta = absl::StrCat(persons - measure.headcount->count);
    check.verdict = persons == measure.headcount->count ? Verdict::kAgree : Verdict::kDisagree;
    reading.delta = check.delta;
    reading.verdict = check.verdict;
  } else {
    reading.not_written.push_back("persons");
  }
  check.readings.push_back(std::move(reading));
  checks.push_back(std::move(check));
}

// Person-months of all cohorts; no value when the time of one is not written.
std::optional<int64_t> PersonMonths(const Measure& measure) {
  int64_t person_months = 0;
  for (const Cohort& cohort : measure.cohorts) {
    if (!cohort.months) return std::nullopt;
    person_months += int64_t{cohort.persons} * *cohort.months;
  }
  return person_months;
}

// Cohorts of different length are weighed by their person-months. What one person-month costs must be
// written: the quotient of total and person-months is no evidence, many pairs of factors fit.
void CheckPersonMonths(const Measure& measure, std::vector<Check>& checks) {
  if (measure.cohorts.empty()) return;
  Check check = CheckOf(measure, "person_months",
                        {"Човекомесеци на групите", "Person-months of the cohorts"}, "person-months");
  const std::optional<int64_t> person_months = PersonMonths(measure);
  if (!person_months) {
    check.readings.push_back(MakeReading(Sentence{"Продължителността на една от групите не е посочена.",
                                                  "The time of one of the cohorts is not written."},
                                         "", "", Verdict::kNotComputable, {"months"}));
    checks.push_back(std::move(check));
    return;
  }
  std::vector<std::string> terms;
  for (const Cohort& cohort : measure.cohorts)
    terms.push_back(absl::StrCat(cohort.persons, " × ", *cohort.months));
  const std::string product = absl::StrCat(absl::StrJoin(terms, " + "), " = ", *person_months);
  check.computed = absl::StrCat(*person_months);
  const bool unit_cost = measure.monthly && measure.monthly->basis == MonthlyBasis::kPerPerson;
  if (!unit_cost || !measure.stated_total) {
    std::vector<std::string> missing;
    if (!unit_cost) missing.push_back("unit_cost");
    if (!measure.stated_total) missing.push_back("total");
    const Sentence why = unit_cost
                             ? Sentence{"обща сума не е посочена", "no total is stated"}
                             : Sentence{"разход за единица не е посочен", "no unit cost is stated"};
    check.readings.push_back(MakeReading(
        {absl::StrCat(product, " човекомесеца; ", why.bg, ", затова не се сравняват със сума."),
         absl::StrCat(product, " person-months; ", why.en, ", so they are compared with no amount.")},
        check.computed, "", Verdict::kNotComputable, std::move(missing)));
    checks.push_back(std::move(check));
    return;
  }
  const Comparison comparison =
      Compare(*measure.stated_total, Times(measure.monthly->amount, *person_months));
  check.unit = std::string(CurrencyCode(measure.monthly->amount.currency()));
  check.stated = FormatAmount(*measure.stated_total);
  Take(comparison, check);
  const std::string monthly = FormatAmount(measure.monthly->amount);
  check.readings.push_back(ReadingOf({absl::StrCat(product, " човекомесеца по ", monthly, "."),
                                      absl::StrCat(product, " person-months at ", monthly, " each.")},
                                     comparison));
  checks.push_back(std::move(check));
}

// The total divided by the monthly amount, as a question to a person: it is a number of months, or of
// persons, or nothing.
Reading QuotientReading(const Measure& measure, const std::vector<std::string>& not_written) {
  const int64_t total = measure.stated_total->minor();
  const int64_t monthly = measure.monthly->amount.minor();
  const std::string division =
      absl::StrCat(FormatAmount(*measure.stated_total), " / ", FormatAmount(measure.monthly->amount));
  if (monthly == 0 || total % monthly != 0) {
    return MakeReading(
        Sentence{
            absl::StrCat(division,
                         " не е цяло число: няма брой месеци, при който двете суми се съгласуват."),
            absl::StrCat(division,
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

Reading ForAllReading(const Measure& measure, int months, const std::vector<std::string>& not_written) {
  const std::string amount = FormatAmount(measure.monthly->amount);
  return ReadingOf({absl::StrCat(amount, " на месец за всички, ", months, " месеца."),
                    absl::StrCat(amount, " a month for all, ", months, " months.")},
                   Compare(*measure.stated_total, Times(measure.monthly->amount, months)), not_written);
}

Reading ForEachReading(const Measure& measure, int months,
                       const std::vector<std::string>& not_written) {
  const std::string amount = FormatAmount(measure.monthly->amount);
  const int persons = measure.headcount->count;
  return ReadingOf(
      {absl::StrCat(amount, " на месец за всеки от ", persons, ", ", months, " месеца."),
       absl::StrCat(amount, " a month for each of ", persons, ", ", months, " months.")},
      Compare(*measure.stated_total, Times(measure.monthly->amount, int64_t{persons} * months)),
      not_written);
}

// Monthly amount × months against the total. Every reading is listed. The verdict follows the reading
// that the words support: per person when they say so, else for all. When that one disagrees and the
// other agrees, neither "agree" nor "disagree" is true of the row: the figures fit only against the
// grammar of the sentence. The verdict is then a warning, and computed and delta are those of the
// reading that fits, so that the one thing left to ask is whether the words or the reader erred.
void CheckMonthly(const Measure& measure, std::vector<Check>& checks) {
  // With cohorts of known length the monthly amount is weighed by person-months, see
  // CheckPersonMonths.
  if (!measure.monthly || !measure.cohorts.empty()) return;
  Check check =
      CheckOf(measure, "monthly",
              {"Месечна сума × месеци спрямо общата сума", "Monthly amount × months against the total"},
              CurrencyCode(measure.monthly->amount.currency()));
  if (!measure.stated_total) {
    const std::string amount = FormatAmount(measure.monthly->amount);
    check.readings.push_back(
        MakeReading(Sentence{absl::StrCat("Посочена е само месечна сума: ", amount, "."),
                             absl::StrCat("Only a monthly amount is stated: ", amount, ".")},
                    "", "", Verdict::kNotComputable, {"total"}));
    checks.push_back(std::move(check));
    return;
  }
  check.stated = FormatAmount(*measure.stated_total);
  const int months = measure.months.value_or(kMonthsOfAnnualPlan);
  std::vector<std::string> not_written;
  if (!measure.months) not_written.push_back("months");
  check.readings.push_back(ForAllReading(measure, months, not_written));
  if (measure.headcount) check.readings.push_back(ForEachReading(measure, months, not_written));
  const bool for_each = measure.headcount && measure.monthly->basis == MonthlyBasis::kPerPerson;
  Reading chosen = check.readings[for_each ? 1 : 0];
  if (measure.headcount && chosen.verdict != Verdict::kAgree) {
    const Reading& other = check.readings[for_each ? 0 : 1];
    if (other.verdict == Verdict::kAgree) {
      chosen = other;
      chosen.verdict = Verdict::kWarning;
    }
  }
  Take({chosen.computed, chosen.delta, chosen.verdict}, check);
  if (measure.stated_total->currency() == measure.monthly->amount.currency()) {
    check.readings.push_back(QuotientReading(measure, not_written));
  }
  checks.push_back(std::move(check));
}

}  // namespace

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAgree:
      return "AGREE";
    case Verdict::kDisagree:
      return "DISAGREE";
    case Verdict::kNotComputable:
      return "NOT_COMPUTABLE";
    case Verdict::kWarning:
      return "WARNING";
  }
  return "";
}

std::vector<Check> CrossFoot(const Plan& plan) {
  std::vector<Check> checks;
  checks.push_back(CheckTotal(plan));
  checks.push_back(CheckGroups(plan,
                               CheckOfPlan("total.by_source", {"Сбор по източници спрямо „ОБЩО“",
                                                               "Sum by source against the total"}),
                               PayerOf, "split"));
  checks.push_back(CheckGroups(plan,
                               CheckOfPlan("total.by_executor", {"Сбор по изпълнители спрямо „ОБЩО“",
                                                                 "Sum by executor against the total"}),
                               ExecutorOf, "amount"));
  checks.push_back(CheckAdoption(plan));
  for (const Measure* measure : MeasuresOf(plan)) {
    CheckParts(*measure, checks);
    CheckHeadcount(*measure, checks);
    CheckPersonMonths(*measure, checks);
    CheckMonthly(*measure, checks);
  }
  return checks;
}

}  // namespace tranche::plans
