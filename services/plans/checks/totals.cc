// SPDX-License-Identifier: EUPL-1.2
// Sums of rows against what the plan, and each section, states.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/family.h"
#include "plans/financing/shares.h"
#include "platform/text/fold.h"

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

// What rows give to a sum: their stated totals; of a row with amounts by year and no total of its own
// their sum, which the check says.
struct RowSums {
  std::vector<Money> amounts;
  std::vector<std::string> by_year;  // Places of the rows whose years were added up.
  bool complete = true;              // No row has an amount, read or not, and no total.
};
// Words with a figure of which no amount was read: a sum without them would compare unlike things.
bool NamesFigure(const std::string& words) {
  return std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
}

RowSums SumsOf(const std::vector<const Measure*>& measures) {
  RowSums sums;
  for (const Measure* measure : measures) {
    if (measure->stated_total) {
      sums.amounts.push_back(*measure->stated_total);
    } else if (const std::optional<Money> years = SumOfYears(*measure)) {
      sums.amounts.push_back(*years);
      sums.by_year.push_back(PlaceOf(*measure));
    } else if (HasAmount(*measure) || NamesFigure(measure->financing)) {
      sums.complete = false;
    }
  }
  return sums;
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
    const std::optional<Money> amount =
        measure->stated_total ? measure->stated_total : SumOfYears(*measure);
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

void TellOfYears(const RowSums& sums, Check& check) {
  if (sums.by_year.empty()) return;
  const std::string rows = absl::StrJoin(sums.by_year, ", ");
  check.readings.push_back(
      Told({absl::StrCat("Без обща сума на реда, взет е сборът на годините: ", rows, "."),
            absl::StrCat("No total in the row, its years were added up: ", rows, ".")},
           "", ""));
}

Check CheckTotal(const Plan& plan) {
  Check check =
      CheckOfPlan("total", {"Сбор на мерките спрямо „ОБЩО“", "Sum of the measures against the total"});
  check.fields = {"stated_total"};
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  const RowSums sums = SumsOf(measures);
  const std::vector<Money>& amounts = sums.amounts;
  const std::size_t stating = amounts.size() - sums.by_year.size();
  const Sentence coverage{absl::StrCat(stating, " от ", measures.size(),
                                       " мерки посочват обща сума; другите не влизат в сбора."),
                          absl::StrCat(stating, " of ", measures.size(),
                                       " measures state a total; the others are not in the sum.")};
  const Sentence by_years{
      absl::StrCat(stating, " от ", measures.size(), " мерки посочват обща сума; на ",
                   sums.by_year.size(), " са събрани годините; другите не влизат в сбора."),
      absl::StrCat(stating, " of ", measures.size(), " measures state a total; of ",
                   sums.by_year.size(), " the years were added up; the others are not in the sum.")};
  const Sentence& text = sums.by_year.empty() ? coverage : by_years;
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
  TellOfYears(sums, check);
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
    const std::size_t stating = amounts.size() - sums.by_year.size();
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
      TellOfYears(sums, check);
    }
    list.push_back(std::move(check));
  }
}

struct Share {
  Sentence group;
  Money amount;
  bool computed = false;  // From a percentage: the row does not write it.
};

std::optional<Money> TotalOrYears(const Measure& measure) {
  return measure.stated_total ? measure.stated_total : SumOfYears(measure);
}

// Executors are compared without regard to case, quotes and blanks, and shown as written.
std::optional<std::vector<Share>> ByExecutor(const Measure& measure) {
  const std::optional<Money> total = TotalOrYears(measure);
  if (!total) return std::nullopt;
  return std::vector<Share>{{{measure.executor, measure.executor}, *total}};
}

// The annual report of a plan (reports/plans/payer.h, PayerOf in planned_values_convert.cc) names the
// same four groups; written twice since a service does not include another's domain.
Sentence GroupOf(SourceKind kind) {
  switch (kind) {
    case SourceKind::kMunicipalBudget:
      return {"Общински бюджет", "Municipal budget"};
    case SourceKind::kHumanResourcesProgramme:
    case SourceKind::kAdministrativeCapacityProgramme:
    case SourceKind::kOperationalProgrammes:
    case SourceKind::kProject:
    case SourceKind::kEuProgramme:
      return {"Оперативни програми и проекти", "Operational programmes and projects"};
    case SourceKind::kStateBudget:
    case SourceKind::kDonation:
      return {"Държавен бюджет и дарения", "State budget and donations"};
    case SourceKind::kPrivateProvider:
    case SourceKind::kOther:
      break;
  }
  return {"Други източници", "Other sources"};
}

// What the percentages of the sources come to, where they are the whole and divide the total exactly.
std::optional<std::vector<Share>> ByShares(const Measure& measure, Money total) {
  const financing::ShareAmounts found = financing::AmountsOfShares(measure.sources, total);
  if (found.outcome != financing::ShareAmounts::Outcome::kExact) return std::nullopt;
  std::vector<Share> shares;
  for (std::size_t i = 0; i < measure.sources.size(); ++i) {
    if (measure.sources[i].share_percent.empty()) continue;
    shares.push_back({GroupOf(measure.sources[i].kind), found.amounts[i], /*computed=*/true});
  }
  return shares;
}

// Sources state amounts of their own, and those are not the row's total.
bool LeavesSomething(const Measure& measure) {
  const std::optional<Money> total = TotalOrYears(measure);
  std::vector<Money> amounts;
  for (const Source& source : measure.sources) {
    if (source.amount) amounts.push_back(*source.amount);
  }
  if (!total || amounts.empty()) return false;
  const absl::StatusOr<Money> sum = Sum(amounts, total->currency());
  return !sum.ok() || *sum != *total;
}

// By the sources' own amounts where all of them have one and they add up to the row's total; else by
// their shares, else the whole total when one group pays.
std::optional<std::vector<Share>> BySource(const Measure& measure) {
  const std::optional<Money> total = TotalOrYears(measure);
  if (!total) return std::nullopt;
  std::vector<Share> shares;
  std::vector<Money> amounts;
  for (const Source& source : measure.sources) {
    if (!source.amount) continue;
    shares.push_back({GroupOf(source.kind), *source.amount});
    amounts.push_back(*source.amount);
  }
  if (!amounts.empty() && amounts.size() == measure.sources.size()) {
    const absl::StatusOr<Money> sum = Sum(amounts, total->currency());
    if (sum.ok() && *sum == *total) return shares;
  }
  if (LeavesSomething(measure)) return std::nullopt;
  if (const std::optional<Sentence> payer = PayerOf(measure))
    return std::vector<Share>{{*payer, *total}};
  return ByShares(measure, *total);
}

// The stated total against the sums of the measures by a group of theirs.
Check CheckGroups(const Plan& plan, Check check,
                  std::optional<std::vector<Share>> (*shares_of)(const Measure&),
                  absl::string_view not_written) {
  check.fields = {"stated_total"};
  struct Group {
    Sentence name;
    std::vector<Money> amounts;
  };
  std::vector<Group> groups;
  std::map<std::string, size_t> index;
  std::vector<std::string> from_shares;  // Places of the rows.
  bool complete = plan.stated_total.has_value();
  for (const Measure* measure : MeasuresOf(plan)) {
    if (!HasAmount(*measure) && !NamesFigure(measure->financing)) continue;
    const std::optional<std::vector<Share>> shares = shares_of(*measure);
    if (!shares) {
      complete = false;
      check.readings.push_back(MakeReading(
          Sentence{absl::StrCat("Мярка ", PlaceOf(*measure), " не посочва разделението."),
                   absl::StrCat("Measure ", PlaceOf(*measure), " does not state the split.")},
          "", "", Verdict::kNotComputable, {std::string(not_written)}));
      continue;
    }
    if (!shares->empty() && shares->front().computed) from_shares.push_back(PlaceOf(*measure));
    for (const Share& share : *shares) {
      const auto [at, inserted] = index.emplace(FoldName(share.group.bg), groups.size());
      if (inserted) groups.push_back({share.group, {}});
      groups[at->second].amounts.push_back(share.amount);
    }
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
  if (!from_shares.empty()) {
    const std::string rows = absl::StrJoin(from_shares, ", ");
    check.readings.push_back(Told(
        {absl::StrCat("Сумите по източници са изчислени от процентите на реда: ", rows, "."),
         absl::StrCat("Amounts by source were computed from the percentages of the row: ", rows, ".")},
        "", ""));
  }
  if (complete && !all.empty())
    Take(Compare(*plan.stated_total, Sum(all, plan.stated_total->currency())), check);
  return check;
}

// Rows that were not understood as rows are in no sum: one that differs from the total then shows
// nothing of the plan.
Check WithUnreadRows(const Plan& plan, Check check) {
  const auto unread =
      std::count_if(plan.not_understood.begin(), plan.not_understood.end(), [](const Remark& miss) {
        return miss.reason == "PLAN_ROW_NUMBER_MISSING" || miss.reason == "PLAN_ROWS_MISSING";
      });
  if (unread == 0 || check.verdict != Verdict::kDisagree) return check;
  check.verdict = Verdict::kNotComputable;
  check.readings.push_back(
      MakeReading({absl::StrCat("Редове, които не са разбрани и не влизат в сбора: ", unread, "."),
                   absl::StrCat("Rows that were not understood and are not in the sum: ", unread, ".")},
                  "", "", Verdict::kNotComputable, {"amount"}));
  return check;
}

}  // namespace

std::optional<Sentence> PayerOf(const Measure& measure) {
  // Who gives a stated part of the total does not pay all of it.
  if (LeavesSomething(measure)) return std::nullopt;
  std::optional<Sentence> payer;
  for (const Source& source : measure.sources) {
    const Sentence group = GroupOf(source.kind);
    if (payer && !(*payer == group)) return std::nullopt;
    payer = group;
  }
  return payer;
}

void AddTotals(const Plan& plan, std::vector<Check>& list) {
  // A plan without any amount has nothing to add up.
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  if (!plan.stated_total && std::none_of(measures.begin(), measures.end(),
                                         [](const Measure* row) { return HasAmount(*row); }))
    return AddSectionTotals(plan, list);
  list.push_back(WithUnreadRows(plan, CheckTotal(plan)));
  AddSectionTotals(plan, list);
  const auto add_groups = [&](Check check, auto shares_of, absl::string_view not_written) {
    list.push_back(WithUnreadRows(plan, CheckGroups(plan, std::move(check), shares_of, not_written)));
  };
  add_groups(CheckOfPlan("total.by_source",
                         {"Сбор по източници спрямо „ОБЩО“", "Sum by source against the total"}),
             BySource, "split");
  add_groups(CheckOfPlan("total.by_executor",
                         {"Сбор по изпълнители спрямо „ОБЩО“", "Sum by executor against the total"}),
             ByExecutor, "amount");
}

}  // namespace tranche::plans::checks
