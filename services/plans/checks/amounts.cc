// SPDX-License-Identifier: EUPL-1.2
// The amounts of one row against each other: parts, sources, days.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/family.h"
#include "plans/financing/shares.h"

namespace tranche::plans::checks {
namespace {

struct Term {
  std::string label;
  Money amount;
};

// The sum of the terms against the row's total, if it states one.
void CompareSum(const Measure& measure, const std::vector<Term>& terms, Check* check) {
  const Currency currency = terms.front().amount.currency();
  check->unit = std::string(CurrencyCode(currency));
  std::vector<std::string> words;
  std::vector<Money> amounts;
  for (const Term& term : terms) {
    words.push_back(absl::StrCat(term.label, " ", FormatAmount(term.amount)));
    amounts.push_back(term.amount);
  }
  const std::string sum_in_words = absl::StrJoin(words, " + ");
  const absl::StatusOr<Money> sum = Sum(amounts, currency);
  if (!measure.stated_total) {
    if (sum.ok()) check->computed = FormatAmount(*sum);
    check->readings.push_back(MakeReading(Sentence{sum_in_words, sum_in_words}, check->computed, "",
                                          Verdict::kNotComputable, {"total"}));
    return;
  }
  check->stated = FormatAmount(*measure.stated_total);
  const Comparison comparison = Compare(*measure.stated_total, sum);
  Take(comparison, *check);
  check->readings.push_back(ReadingOf({sum_in_words, sum_in_words}, comparison));
}

// "20 000 лв., от които 15 000 лв. за храна": one amount below the total says nothing of the rest, so
// there is nothing to disagree with.
void LeaveRestOpen(std::size_t terms, Sentence of_rest, Check& check) {
  if (terms != 1 || check.verdict != Verdict::kDisagree || !absl::StartsWith(check.delta, "-")) return;
  check.verdict = Verdict::kNotComputable;
  check.readings.push_back(MakeReading(std::move(of_rest), "", "", Verdict::kNotComputable, {"split"}));
}

// Parts by what they are for, and parts by year: each of the two is the whole total.
void AddParts(const Measure& measure, bool by_year, std::vector<Check>& list) {
  Check check =
      by_year
          ? CheckOf(measure, "years",
                    {"Сбор по години спрямо общата сума", "Sum of the years against the total"}, "")
          : CheckOf(measure, "parts",
                    {"Сбор на частите спрямо общата сума", "Sum of the parts against the total"}, "");
  check.fields = {FieldOf(measure, "stated_total")};
  std::vector<Term> terms;
  for (std::size_t i = 0; i < measure.parts.size(); ++i) {
    const AmountPart& part = measure.parts[i];
    if ((part.year != 0) != by_year) continue;
    terms.push_back({by_year ? absl::StrCat(part.year, ":") : part.label, part.amount});
    check.fields.push_back(FieldOf(measure, absl::StrCat("parts.", i + 1)));
  }
  if (terms.empty()) return;
  CompareSum(measure, terms, &check);
  LeaveRestOpen(terms.size(),
                {"Редът посочва една част от общата сума; останалото не е разпределено.",
                 "The row names one part of its total; the rest is not broken down."},
                check);
  list.push_back(std::move(check));
}

// Parts that no source is named for: "10 200 лв. от ЕСФ и 1 800 лв. съфинансиране".
std::vector<std::string> PartsOfNobody(const Measure& measure) {
  std::vector<Money> owned;
  for (const Source& source : measure.sources)
    if (source.amount) owned.push_back(*source.amount);
  std::vector<std::string> nobodys;
  for (const AmountPart& part : measure.parts) {
    const auto same = std::find(owned.begin(), owned.end(), part.amount);
    if (same != owned.end()) {
      owned.erase(same);
    } else if (part.year == 0) {
      nobodys.push_back(absl::StrCat(part.label, " ", FormatAmount(part.amount)));
    }
  }
  return nobodys;
}

// What the sources give together. A source without an amount leaves the sum open.
void AddSources(const Measure& measure, std::vector<Check>& list) {
  std::vector<Term> terms;
  std::vector<std::string> without;
  for (const Source& source : measure.sources) {
    if (source.amount) terms.push_back({source.as_written, *source.amount});
    if (!source.amount) without.push_back(source.as_written);
  }
  if (terms.empty()) return;
  Check check =
      CheckOf(measure, "sources",
              {"Сбор по източници спрямо общата сума", "Sum of the sources against the total"}, "");
  check.fields = {FieldOf(measure, "stated_total")};
  for (std::size_t i = 0; i < measure.sources.size(); ++i) {
    if (measure.sources[i].amount)
      check.fields.push_back(FieldOf(measure, absl::StrCat("sources.", i + 1)));
  }
  CompareSum(measure, terms, &check);
  const std::vector<std::string> nobodys = PartsOfNobody(measure);
  if (!nobodys.empty() && absl::StartsWith(check.delta, "-")) {
    const std::string named = absl::StrJoin(nobodys, ", ");
    check.verdict = Verdict::kNotComputable;
    check.readings.push_back(MakeReading({absl::StrCat("Без назован източник: ", named, "."),
                                          absl::StrCat("No source is named of: ", named, ".")},
                                         "", "", Verdict::kNotComputable, {"split"}));
  }
  if (!without.empty() && check.verdict != Verdict::kAgree) {
    const std::string named = absl::StrJoin(without, ", ");
    check.verdict = Verdict::kNotComputable;
    check.readings.push_back(MakeReading({absl::StrCat("Без посочена сума: ", named, "."),
                                          absl::StrCat("Without an amount: ", named, ".")},
                                         "", "", Verdict::kNotComputable, {"split"}));
  }
  LeaveRestOpen(terms.size(),
                {"Посочено е кой плаща една част от общата сума; за останалото не е казано.",
                 "Who pays one part of the total is stated; of the rest nothing is said."},
                check);
  list.push_back(std::move(check));
}

// The computed amounts together with the total; one that the row writes otherwise goes first.
void CompareShares(const Measure& measure, const financing::ShareAmounts& found, Check& check) {
  const Sentence computed{
      absl::StrCat("Изчислено от процентите ", found.shares, ": ", found.in_words, "."),
      absl::StrCat("Computed from the percentages ", found.shares, ": ", found.in_words, ".")};
  for (std::size_t i = 0; i < measure.sources.size(); ++i) {
    const Source& source = measure.sources[i];
    if (!source.amount || source.share_percent.empty() || *source.amount == found.amounts[i]) continue;
    const Comparison comparison = Compare(*source.amount, found.amounts[i]);
    check.stated = FormatAmount(*source.amount);
    Take(comparison, check);
    check.readings.push_back(ReadingOf({source.as_written, source.as_written}, comparison));
    check.readings.push_back(Told(computed, "", ""));
    return;
  }
  const Comparison comparison =
      Compare(*measure.stated_total, Sum(found.amounts, measure.stated_total->currency()));
  Take(comparison, check);
  check.readings.push_back(ReadingOf(computed, comparison));
}

// Shares that the row writes for its sources: what they come to, or why they come to nothing. Where the
// row writes the amounts as well, each against its share.
void AddSourceShares(const Measure& measure, std::vector<Check>& list) {
  using Outcome = financing::ShareAmounts::Outcome;
  const financing::ShareAmounts found =
      financing::AmountsOfShares(measure.sources, measure.stated_total);
  if (found.outcome == Outcome::kNone) return;
  Check check = CheckOf(measure, "source_shares",
                        {"Дялове на източниците от общата сума", "Shares of the sources in the total"},
                        measure.stated_total ? CurrencyCode(measure.stated_total->currency()) : "");
  check.fields = {FieldOf(measure, "stated_total")};
  for (std::size_t i = 0; i < measure.sources.size(); ++i)
    check.fields.push_back(FieldOf(measure, absl::StrCat("sources.", i + 1)));
  if (measure.stated_total) check.stated = FormatAmount(*measure.stated_total);
  const auto tell = [&](absl::string_view bg, absl::string_view en, std::vector<std::string> missing) {
    check.readings.push_back(
        MakeReading({absl::StrCat(found.shares, bg), absl::StrCat(found.shares, en)}, "", "",
                    Verdict::kNotComputable, std::move(missing)));
  };
  if (found.outcome == Outcome::kNotWhole) {
    tell(absl::StrCat(": общо ", found.sum, " %, не 100."),
         absl::StrCat(": ", found.sum, " % together, not 100."), {"split"});
  } else if (found.outcome == Outcome::kNoTotal) {
    tell("; редът няма обща сума.", "; the row states no total.", {"total"});
  } else if (found.outcome == Outcome::kNotExact) {
    tell("; сумата не се дели точно до стотинка и кой как закръгля не е написано.",
         "; the total is not divided to the last place, and nobody says how it is rounded.", {"split"});
  } else {
    CompareShares(measure, found, check);
  }
  list.push_back(std::move(check));
}

// Rate a day × users × days against the total.
void AddDaily(const Measure& measure, std::vector<Check>& list) {
  if (!measure.daily_rate) return;
  const DailyRate& daily = *measure.daily_rate;
  Check check = CheckOf(measure, "daily",
                        {"Дневна сума × потребители × дни спрямо общата сума",
                         "Daily amount × users × days against the total"},
                        CurrencyCode(daily.rate.currency()));
  check.fields = {FieldOf(measure, "daily_rate"), FieldOf(measure, "stated_total")};
  const int users = daily.users         ? *daily.users
                    : measure.capacity  ? measure.capacity->count
                    : measure.headcount ? measure.headcount->count
                                        : 0;
  const int days = daily.days.value_or(0);
  std::vector<std::string> missing;
  if (users == 0) missing.emplace_back("persons");
  if (days == 0) missing.emplace_back("days");
  if (!measure.stated_total) missing.emplace_back("total");
  const std::string rate = FormatAmount(daily.rate);
  if (measure.stated_total) check.stated = FormatAmount(*measure.stated_total);
  if (users == 0 || days == 0) {
    check.readings.push_back(MakeReading({absl::StrCat("Посочена е сума за ден: ", rate, "."),
                                          absl::StrCat("An amount for a day is stated: ", rate, ".")},
                                         "", "", Verdict::kNotComputable, std::move(missing)));
    list.push_back(std::move(check));
    return;
  }
  const absl::StatusOr<Money> product = Times(daily.rate, int64_t{users} * days);
  const std::string words = absl::StrCat(rate, " × ", users, " × ", days);
  if (!measure.stated_total) {
    if (product.ok()) check.computed = FormatAmount(*product);
    check.readings.push_back(
        MakeReading({words, words}, check.computed, "", Verdict::kNotComputable, std::move(missing)));
  } else {
    const Comparison comparison = Compare(*measure.stated_total, product);
    Take(comparison, check);
    check.readings.push_back(ReadingOf({words, words}, comparison));
  }
  list.push_back(std::move(check));
}

}  // namespace

void AddAmountsOf(const Measure& measure, std::vector<Check>& list) {
  AddParts(measure, /*by_year=*/false, list);
  AddParts(measure, /*by_year=*/true, list);
  AddSources(measure, list);
  AddSourceShares(measure, list);
  AddDaily(measure, list);
}

}  // namespace tranche::plans::checks
