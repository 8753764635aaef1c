// SPDX-License-Identifier: EUPL-1.2
// What the amounts in leva are in euro. A plan from before the euro stays in leva; these are views.
// Converted one by one and added, or added and then converted, they may differ by cents: both ways are
// right, and the check says by how much and why (1 EUR = 1.95583 BGN, half up by the third decimal).
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/family.h"
#include "platform/money/redenominate.h"

namespace tranche::plans::checks {
namespace {

std::optional<Money> Euro(Money leva) {
  if (leva.currency() != Currency::kBgn || leva.IsNegative()) return std::nullopt;
  const absl::StatusOr<Money> euro = ConvertToEuro(leva, Rounding::kHalfUp);
  if (!euro.ok()) return std::nullopt;
  return *euro;
}

// The sum of amounts that are converted one by one.
struct Converted {
  Money sum = Money::Zero(Currency::kEur);
  std::string terms;
  std::size_t count = 0;
};
std::optional<Converted> ConvertEach(const std::vector<Money>& leva) {
  std::vector<Money> euros;
  std::vector<std::string> terms;
  for (const Money amount : leva) {
    const std::optional<Money> euro = Euro(amount);
    if (!euro) return std::nullopt;
    euros.push_back(*euro);
    terms.push_back(FormatAmount(*euro));
  }
  const absl::StatusOr<Money> sum = Sum(euros, Currency::kEur);
  if (!sum.ok()) return std::nullopt;
  return Converted{.sum = *sum, .terms = absl::StrJoin(terms, " + "), .count = leva.size()};
}

// Each converted amount is off by at most half a cent, and so is the whole.
bool ExplainedByRounding(Money drift, std::size_t terms) {
  const int64_t cents = drift.IsNegative() ? -drift.minor() : drift.minor();
  return cents * 2 <= static_cast<int64_t>(terms) + 1;
}

Reading DriftReading(Sentence what, const Converted& converted, Money whole) {
  const absl::StatusOr<Money> drift = Subtract(converted.sum, whole);
  const std::string line = absl::StrCat(": ", converted.terms, ".");
  Reading reading = MakeReading({what.bg + line, what.en + line}, FormatAmount(converted.sum), "",
                                Verdict::kNotComputable);
  if (!drift.ok()) return reading;
  reading.delta = FormatAmount(*drift);
  reading.verdict = ExplainedByRounding(*drift, converted.count) ? Verdict::kAgree : Verdict::kDisagree;
  return reading;
}

Check EuroCheck(Check check, Money leva, Money euro) {
  check.unit = "EUR";
  check.computed = FormatAmount(euro);
  check.verdict = Verdict::kAgree;
  const std::string division =
      absl::StrCat(FormatAmount(leva), " BGN / ", kLevPerEuroText, " = ", FormatAmount(euro));
  check.readings.push_back(Told({absl::StrCat(division, " EUR: сумата, превърната наведнъж."),
                                 absl::StrCat(division, " EUR: the amount converted at once.")},
                                FormatAmount(euro), ""));
  return check;
}

// The verdict is that of the worst reading; a reason is given when one differs by cents.
void Conclude(Check& check) {
  bool drifts = false;
  for (const Reading& reading : check.readings) {
    if (reading.verdict == Verdict::kDisagree) check.verdict = Verdict::kDisagree;
    drifts = drifts || (!reading.delta.empty() && reading.delta != "0.00");
  }
  check.readings[0].chosen = true;
  if (drifts && check.verdict == Verdict::kAgree) {
    check.why = {
        "Разликата е от закръгляването: всяка превърната сума се закръглява сама. И двата начина "
        "са верни; взета е сумата, превърната наведнъж.",
        "The difference comes from rounding: each converted amount is rounded by itself. Both "
        "ways are right; the amount converted at once was taken."};
  }
}

// The amounts of the rows in groups of who pays; no value when a row does not say it.
std::optional<std::vector<Money>> GroupSums(const std::vector<const Measure*>& rows) {
  std::map<std::string, int64_t> groups;
  for (const Measure* row : rows) {
    const std::optional<Sentence> payer = PayerOf(*row);
    if (!payer) return std::nullopt;
    groups[payer->bg] += row->stated_total->minor();
  }
  if (groups.size() < 2) return std::nullopt;
  std::vector<Money> sums;
  for (const auto& [name, minor] : groups) sums.push_back(Money::Minor(minor, Currency::kBgn));
  return sums;
}

void AddParts(const Measure& measure, Check& check) {
  const std::optional<Converted> converted = ConvertEach(PartAmounts(measure));
  const absl::StatusOr<Money> leva = Sum(PartAmounts(measure), Currency::kBgn);
  if (!converted || !leva.ok()) return;
  const std::optional<Money> whole = Euro(*leva);
  if (!whole) return;
  // The parts are held against their own sum: that they may lack a part of the total is another check.
  check.readings.push_back(DriftReading({"Частите, превърнати една по една, спрямо сбора им",
                                         "The parts, converted one by one, against their sum"},
                                        *converted, *whole));
  const absl::StatusOr<Money> gap = Subtract(*measure.stated_total, *leva);
  if (!gap.ok() || gap->IsZero() || gap->IsNegative()) return;
  const std::optional<Money> gap_euro = Euro(*gap);
  if (!gap_euro) return;
  const std::string amounts =
      absl::StrCat(FormatAmount(*gap), " BGN = ", FormatAmount(*gap_euro), " EUR.");
  check.readings.push_back(Told({absl::StrCat("Неразпределено между частите: ", amounts),
                                 absl::StrCat("Not shared among the parts: ", amounts)},
                                FormatAmount(*gap_euro), ""));
}

void AddMonths(const Plan& plan, const Measure& measure, Check& check) {
  const std::optional<Money> month = Euro(measure.monthly->amount);
  const int months = MonthsOf(plan, measure).months.value_or(kMonthsOfAnnualPlan);
  const absl::StatusOr<Money> leva = Times(measure.monthly->amount, months);
  if (!month || !leva.ok() || !(*leva == *measure.stated_total)) return;
  const absl::StatusOr<Money> sum = Times(*month, months);
  const std::optional<Money> whole = Euro(*leva);
  if (!sum.ok() || !whole) return;
  check.readings.push_back(DriftReading(
      {"Месечната сума, превърната и умножена", "The monthly amount, converted and multiplied"},
      {.sum = *sum,
       .terms = absl::StrCat(months, " × ", FormatAmount(*month)),
       .count = static_cast<std::size_t>(months)},
      *whole));
}

}  // namespace

void AddEuro(const Plan& plan, std::vector<Check>& list) {
  if (!plan.stated_total) return;
  const std::optional<Money> total = Euro(*plan.stated_total);
  if (!total) return;
  std::vector<const Measure*> rows;
  std::vector<Money> amounts;
  for (const Measure* measure : MeasuresOf(plan)) {
    if (!measure->stated_total) continue;
    rows.push_back(measure);
    amounts.push_back(*measure->stated_total);
  }
  Check check = EuroCheck(CheckOfPlan("total.eur", {"Общата сума в евро", "The total in euro"}),
                          *plan.stated_total, *total);
  check.fields = {"stated_total"};
  // Only rows that are the total say something about rounding.
  const absl::StatusOr<Money> sum = Sum(amounts, Currency::kBgn);
  if (sum.ok() && *sum == *plan.stated_total && amounts.size() > 1) {
    if (const std::optional<Converted> each = ConvertEach(amounts)) {
      check.readings.push_back(DriftReading(
          {"Мерките, превърнати една по една", "The measures, converted one by one"}, *each, *total));
    }
    const std::optional<std::vector<Money>> groups = GroupSums(rows);
    if (groups) {
      if (const std::optional<Converted> each = ConvertEach(*groups)) {
        check.readings.push_back(DriftReading({"Сборовете по това кой плаща, превърнати един по един",
                                               "The sums by who pays, converted one by one"},
                                              *each, *total));
      }
    }
  }
  Conclude(check);
  list.push_back(std::move(check));
}

void AddEuroOf(const Plan& plan, const Measure& measure, std::vector<Check>& list) {
  if (!measure.stated_total) return;
  const std::optional<Money> total = Euro(*measure.stated_total);
  if (!total) return;
  Check check = EuroCheck(CheckOf(measure, "eur", {"Сумата в евро", "The amount in euro"}, "EUR"),
                          *measure.stated_total, *total);
  check.fields = {FieldOf(measure, "stated_total")};
  if (!measure.parts.empty()) AddParts(measure, check);
  if (measure.monthly) AddMonths(plan, measure, check);
  Conclude(check);
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
