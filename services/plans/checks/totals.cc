// SPDX-License-Identifier: EUPL-1.2
// Sums of rows against what the plan, and each section, states.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/row_sums.h"

namespace tranche::plans::checks {
namespace {

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

// The sum of the totals that the sections state, where each section with an amount states one.
std::optional<Reading> TotalOfSections(const Plan& plan, Money stated) {
  std::vector<Money> amounts;
  for (const Section& section : plan.sections) {
    const bool has_amount = std::any_of(section.measures.begin(), section.measures.end(), HasAmount);
    if (!section.stated_total && has_amount) return std::nullopt;
    if (section.stated_total) amounts.push_back(*section.stated_total);
  }
  if (amounts.size() < 2) return std::nullopt;
  return ReadingOf({"Сбор на посочените суми на разделите.", "Sum of the totals that sections state."},
                   Compare(stated, Sum(amounts, stated.currency())));
}

absl::StatusOr<Money> InEuro(Money amount) {
  if (amount.currency() == Currency::kEur) return amount;
  return ConvertToEuro(amount, Rounding::kHalfUp);
}

// Amounts in lev and in euro have no sum as they are written; at the fixed rate they have one in euro.
void TellOfCurrencies(const Plan& plan, Currency currency, Check& check) {
  std::vector<std::string> rows;
  std::vector<Money> euro;
  for (const Measure* measure : MeasuresOf(plan)) {
    const std::optional<Money> amount = PlannedOf(*measure);
    if (!amount) continue;
    if (amount->currency() != currency) rows.push_back(PlaceOf(*measure));
    const absl::StatusOr<Money> converted = InEuro(*amount);
    if (!converted.ok()) return;
    euro.push_back(*converted);
  }
  if (rows.empty()) return;
  const std::string named = absl::StrJoin(rows, ", ");
  const Sentence words{absl::StrCat("В друга валута са мерки: ", named,
                                    ". Всички суми, превърнати в евро по фиксирания курс."),
                       absl::StrCat("In another currency are measures: ", named,
                                    ". All amounts, converted to euro at the fixed rate.")};
  Comparison comparison;
  if (plan.stated_total) {
    const absl::StatusOr<Money> stated = InEuro(*plan.stated_total);
    if (stated.ok()) comparison = Compare(*stated, Sum(euro, Currency::kEur));
  } else if (const absl::StatusOr<Money> sum = Sum(euro, Currency::kEur); sum.ok()) {
    comparison.computed = FormatAmount(*sum);
  }
  check.readings.push_back(ReadingOf(words, comparison));
  check.readings.back().unit = std::string(CurrencyCode(Currency::kEur));
}

void TellOfAdded(const RowSums& sums, Check& check) {
  const auto tell = [&](const std::vector<std::string>& places, absl::string_view bg,
                        absl::string_view en) {
    if (places.empty()) return;
    const std::string rows = absl::StrJoin(places, ", ");
    check.readings.push_back(Told({absl::StrCat(bg, rows, "."), absl::StrCat(en, rows, ".")}, "", ""));
  };
  tell(sums.by_year, "Без обща сума на реда, взет е сборът на годините: ",
       "No total in the row, its years were added up: ");
  tell(sums.by_source, "Без обща сума на реда, взет е сборът на източниците: ",
       "No total in the row, what its sources give was added up: ");
}

// Which rows are in the sum, and what of them was added up for it.
Sentence CoverageOf(const RowSums& sums, std::size_t stating, std::size_t all) {
  Sentence text{absl::StrCat(stating, " от ", all, " мерки посочват обща сума; "),
                absl::StrCat(stating, " of ", all, " measures state a total; ")};
  const auto add = [&](std::size_t rows, absl::string_view bg, absl::string_view en) {
    if (rows == 0) return;
    absl::StrAppend(&text.bg, "на ", rows, bg);
    absl::StrAppend(&text.en, "of ", rows, en);
  };
  add(sums.by_year.size(), " са събрани годините; ", " the years were added up; ");
  add(sums.by_source.size(), " са събрани източниците; ", " the sources were added up; ");
  absl::StrAppend(&text.bg, "другите не влизат в сбора.");
  absl::StrAppend(&text.en, "the others are not in the sum.");
  return text;
}

// The plan counted a row and not its parts: a person decides.
void TryWithoutParts(const Plan& plan, Check& check) {
  std::optional<Reading> reading = TotalWithoutParts(plan, *plan.stated_total);
  if (!reading) return;
  const bool fits = check.verdict == Verdict::kDisagree && reading->verdict == Verdict::kAgree;
  if (fits) Take({reading->computed, reading->delta, Verdict::kWarning}, check);
  check.readings.push_back(*std::move(reading));
  if (!fits) return;
  Choose(check.readings.size() - 1,
         {"Сметката излиза само ако подредовете са части на реда над тях: решава човек.",
          "The figures fit only if the rows below are parts of the row above them: a person decides."},
         check);
}

Check CheckTotal(const Plan& plan) {
  Check check =
      CheckOfPlan("total", {"Сбор на мерките спрямо „ОБЩО“", "Sum of the measures against the total"});
  check.fields = {"stated_total"};
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  const RowSums sums = SumsOf(measures);
  const std::vector<Money>& amounts = sums.amounts;
  const std::size_t stating = amounts.size() - sums.by_year.size() - sums.by_source.size();
  const Sentence text = CoverageOf(sums, stating, measures.size());
  const Currency currency = CurrencyOf(plan);
  check.unit = std::string(CurrencyCode(currency));
  const absl::StatusOr<Money> sum = Sum(amounts, currency);
  if (plan.stated_total) check.stated = FormatAmount(*plan.stated_total);
  if (!plan.stated_total || amounts.empty() || !sums.complete) {
    // With a row whose total is not written a sum of the others would compare unlike things.
    if (sum.ok() && !amounts.empty()) check.computed = FormatAmount(*sum);
    std::vector<std::string> missing;
    if (!plan.stated_total) missing.emplace_back("total");
    if (amounts.empty() || !sums.complete) missing.emplace_back("amount");
    check.readings.push_back(
        MakeReading(text, check.computed, "", Verdict::kNotComputable, std::move(missing)));
    TellOfCurrencies(plan, currency, check);
    return check;
  }
  const Comparison comparison = Compare(*plan.stated_total, sum);
  Take(comparison, check);
  check.readings.push_back(ReadingOf(text, comparison));
  TellOfCurrencies(plan, currency, check);
  TellOfAdded(sums, check);
  if (auto reading = TotalWithParts(plan, *plan.stated_total)) {
    check.readings.push_back(*std::move(reading));
    Choose(0,
           {"Взети са сумите, които редовете сами посочват; сборът на частите само показва с коя от "
            "двете е смятал планът.",
            "The totals that the rows state themselves were taken; the sum of the parts only shows "
            "which of the two the plan used."},
           check);
  }
  if (auto reading = TotalOfSections(plan, *plan.stated_total))
    check.readings.push_back(*std::move(reading));
  TryWithoutParts(plan, check);
  return check;
}

// A section's own total against its rows.
void AddSectionTotals(const Plan& plan, std::vector<Check>& list) {
  int place = 0;
  for (const Section& section : plan.sections) {
    ++place;
    if (!section.stated_total) continue;
    const int ordinal = section.ordinal == 0 ? place : section.ordinal;
    Check check = CheckOfPlan(absl::StrCat("section.", ordinal, ".total"),
                              {absl::StrCat("Сбор на мерките в раздел ", ordinal),
                               absl::StrCat("Sum of the measures of section ", ordinal)});
    check.unit = std::string(CurrencyCode(section.stated_total->currency()));
    check.stated = FormatAmount(*section.stated_total);
    check.fields = {absl::StrCat("section.", ordinal, ".stated_total")};
    std::vector<const Measure*> measures;
    for (const Measure& measure : section.measures) measures.push_back(&measure);
    const RowSums sums = SumsOf(measures);
    const std::vector<Money>& amounts = sums.amounts;
    const std::size_t stating = amounts.size() - sums.by_year.size() - sums.by_source.size();
    const Sentence text{
        absl::StrCat(stating, " от ", section.measures.size(), " мерки на раздела посочват обща сума."),
        absl::StrCat(stating, " of the section's ", section.measures.size(),
                     " measures state a total.")};
    if (!sums.complete || amounts.empty()) {
      check.readings.push_back(MakeReading(text, "", "", Verdict::kNotComputable, {"amount"}));
    } else {
      const Comparison comparison =
          Compare(*section.stated_total, Sum(amounts, section.stated_total->currency()));
      Take(comparison, check);
      check.readings.push_back(ReadingOf(text, comparison));
      TellOfAdded(sums, check);
    }
    list.push_back(std::move(check));
  }
}
}  // namespace

void AddTotals(const Plan& plan, std::vector<Check>& list) {
  // A plan without any amount has nothing to add up.
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  if (!plan.stated_total && std::none_of(measures.begin(), measures.end(),
                                         [](const Measure* row) { return HasAmount(*row); }))
    return AddSectionTotals(plan, list);
  list.push_back(WithUnreadRows(plan, CheckTotal(plan)));
  AddSectionTotals(plan, list);
  AddGroupTotals(plan, list);
}

}  // namespace tranche::plans::checks
