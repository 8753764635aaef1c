// SPDX-License-Identifier: EUPL-1.2
// The people of one row: heads, cohorts with a time of their own, person-months.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/family.h"

namespace tranche::plans::checks {
namespace {

using footing::Quotient;

constexpr int kQuotientPlaces = 4;
constexpr std::size_t kFactorsMax = 8;

void AddHeadcount(const Measure& measure, std::vector<Check>& list) {
  if (measure.cohorts.empty()) return;
  Check check =
      CheckOf(measure, "headcount",
              {"Сбор на групите спрямо броя на хората", "Sum of the cohorts against the head count"},
              "persons");
  check.fields = {FieldOf(measure, "headcount")};
  int64_t persons = 0;
  std::vector<std::string> terms;
  for (const Cohort& cohort : measure.cohorts) {
    persons += cohort.persons;
    terms.push_back(absl::StrCat(cohort.persons));
    check.fields.push_back(FieldOf(measure, absl::StrCat("cohorts.", terms.size())));
  }
  const std::string sum_in_words = absl::StrCat(absl::StrJoin(terms, " + "), " = ", persons);
  if (measure.headcount) {
    check.stated = absl::StrCat(measure.headcount->count);
    const Comparison comparison = Compare(measure.headcount->count, persons);
    Take(comparison, check);
    check.readings.push_back(ReadingOf({sum_in_words, sum_in_words}, comparison));
  } else {
    check.computed = absl::StrCat(persons);
    check.readings.push_back(MakeReading({sum_in_words, sum_in_words}, check.computed, "",
                                         Verdict::kNotComputable, {"persons"}));
  }
  list.push_back(std::move(check));
}

// Whole prices of a person-month near the quotient that divide the total: where there are several, the
// total tells none of them, which is why the quotient is no evidence.
std::vector<std::string> Factors(int64_t total_minor, int64_t person_months) {
  std::vector<std::string> pairs;
  if (total_minor <= 0 || total_minor % 100 != 0 || person_months <= 0) return pairs;
  const int64_t total = total_minor / 100;
  const int64_t near = total / person_months;
  if (near > 100'000) return pairs;  // No price of a month.
  for (int64_t price = near + near / 5; price >= near - near / 5 && price > 0; --price) {
    if (total % price == 0 && pairs.size() < kFactorsMax)
      pairs.push_back(absl::StrCat(total / price, " × ", price));
  }
  return pairs;
}

// What the total would come to for a person-month and for a person: shown, never taken.
void AddQuotients(const Measure& measure, int64_t person_months, Check& check) {
  if (!measure.stated_total || person_months <= 0) return;
  const std::string unit(CurrencyCode(measure.stated_total->currency()));
  const int64_t minor = measure.stated_total->minor();
  const std::string total = FormatAmount(*measure.stated_total);
  const auto told = [&](int64_t by, Sentence per) {
    const std::string quotient = Quotient(minor, by * 100, kQuotientPlaces);
    const std::string division = absl::StrCat(total, " / ", by, " = ", quotient);
    check.readings.push_back(Told(
        {absl::StrCat(division, " ", per.bg), absl::StrCat(division, " ", per.en)}, quotient, unit));
  };
  told(person_months, {"за човекомесец: частно, което документът не посочва.",
                       "a person-month: a quotient that the document does not state."});
  int64_t persons = 0;
  for (const Cohort& cohort : measure.cohorts) persons += cohort.persons;
  if (persons > 0) told(persons, {"за човек.", "a person."});
  const std::vector<std::string> factors = Factors(minor, person_months);
  if (factors.size() < 2) return;
  const std::string pairs = absl::StrJoin(factors, ", ");
  check.readings.push_back(
      MakeReading({absl::StrCat("Сумата се разлага на човекомесеци и цена по няколко начина: ", pairs,
                                "; затова не обяснява нито един."),
                   absl::StrCat("The amount is person-months times a price in several ways: ", pairs,
                                "; so it explains none of them.")},
                  "", "", Verdict::kNotComputable, {"unit_cost"}));
}

// Cohorts of different length are weighed by their person-months. What one person-month costs must be
// written: the quotient of total and person-months is no evidence, many pairs of factors fit.
void AddPersonMonths(const Measure& measure, std::vector<Check>& list) {
  if (measure.cohorts.empty()) return;
  Check check = CheckOf(measure, "person_months",
                        {"Човекомесеци на групите", "Person-months of the cohorts"}, "person-months");
  for (std::size_t i = 1; i <= measure.cohorts.size(); ++i)
    check.fields.push_back(FieldOf(measure, absl::StrCat("cohorts.", i)));
  const std::optional<int64_t> person_months = PersonMonths(measure);
  if (!person_months) {
    check.readings.push_back(MakeReading(Sentence{"Продължителността на една от групите не е посочена.",
                                                  "The time of one of the cohorts is not written."},
                                         "", "", Verdict::kNotComputable, {"months"}));
    list.push_back(std::move(check));
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
    if (!unit_cost) missing.emplace_back("unit_cost");
    if (!measure.stated_total) missing.emplace_back("total");
    const Sentence why = unit_cost
                             ? Sentence{"обща сума не е посочена", "no total is stated"}
                             : Sentence{"разход за единица не е посочен", "no unit cost is stated"};
    check.readings.push_back(MakeReading(
        {absl::StrCat(product, " човекомесеца; ", why.bg, ", затова не се сравняват със сума."),
         absl::StrCat(product, " person-months; ", why.en, ", so they are compared with no amount.")},
        check.computed, "", Verdict::kNotComputable, std::move(missing)));
    AddQuotients(measure, *person_months, check);
    list.push_back(std::move(check));
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
  list.push_back(std::move(check));
}

}  // namespace

void AddPeopleOf(const Measure& measure, std::vector<Check>& list) {
  AddHeadcount(measure, list);
  AddPersonMonths(measure, list);
}

}  // namespace tranche::plans::checks
