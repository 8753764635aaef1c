// SPDX-License-Identifier: EUPL-1.2
// Shares of the whole in percent. Rounded each by itself they need not add up to 100.00: the check says
// by how much and whether rounding alone explains it.
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "plans/checks/family.h"

namespace tranche::plans::checks {
namespace {

using footing::Percent;

// "45.35" in hundredths; no value when it is no percent of at most two places.
std::optional<int64_t> Hundredths(absl::string_view percent) {
  const absl::StatusOr<Money> read = ParseAmount(percent, Currency::kBgn);
  if (!read.ok() || read->IsNegative()) return std::nullopt;
  return read->minor();
}

std::string HundredthsText(int64_t hundredths) {
  return FormatAmount(Money::Minor(hundredths, Currency::kBgn));
}

// Rows with a total of the plan's currency.
std::vector<const Measure*> RowsOf(const Plan& plan) {
  std::vector<const Measure*> rows;
  for (const Measure* measure : MeasuresOf(plan)) {
    if (measure->stated_total && measure->stated_total->currency() == CurrencyOf(plan) &&
        !measure->stated_total->IsNegative())
      rows.push_back(measure);
  }
  return rows;
}

struct Sums {
  std::string terms;
  int64_t hundredths = 0;
  int64_t parts = 0;
};

Sums SumOf(const std::vector<int64_t>& amounts, int64_t whole) {
  Sums sums;
  std::vector<std::string> terms;
  for (const int64_t amount : amounts) {
    const std::string percent = Percent(amount, whole);
    terms.push_back(percent);
    sums.hundredths += Hundredths(percent).value_or(0);
  }
  sums.parts = static_cast<int64_t>(amounts.size());
  sums.terms = absl::StrJoin(terms, " + ");
  return sums;
}

// Each share is rounded by at most half a hundredth.
bool ExplainedByRounding(const Sums& sums) {
  const int64_t gap = sums.hundredths - 10000;
  return (gap < 0 ? -gap : gap) * 2 <= sums.parts;
}

Reading ReadingOfShares(Sentence what, const Sums& sums) {
  const std::string line = absl::StrCat(": ", sums.terms, ".");
  return MakeReading({what.bg + line, what.en + line}, HundredthsText(sums.hundredths),
                     HundredthsText(sums.hundredths - 10000),
                     ExplainedByRounding(sums) ? Verdict::kAgree : Verdict::kDisagree);
}

// Shares of who pays, where each row says it.
std::optional<Sums> SharesOfPayers(const std::vector<const Measure*>& rows, int64_t whole) {
  std::map<std::string, int64_t> payers;
  for (const Measure* measure : rows) {
    const std::optional<Sentence> payer = PayerOf(*measure);
    if (!payer) return std::nullopt;
    payers[payer->bg] += measure->stated_total->minor();
  }
  if (payers.size() < 2) return std::nullopt;
  std::vector<int64_t> amounts;
  for (const auto& [name, amount] : payers) amounts.push_back(amount);
  return SumOf(amounts, whole);
}

// The whole that rows are shares of: their sum when it is the stated total, so that 100 % is meant.
std::optional<int64_t> WholeOf(const Plan& plan, const std::vector<const Measure*>& rows) {
  std::vector<Money> amounts;
  for (const Measure* row : rows) amounts.push_back(*row->stated_total);
  const absl::StatusOr<Money> sum = Sum(amounts, CurrencyOf(plan));
  if (!sum.ok() || sum->minor() <= 0) return std::nullopt;
  if (plan.stated_total && !(*plan.stated_total == *sum)) return std::nullopt;
  return sum->minor();
}

}  // namespace

void AddShares(const Plan& plan, std::vector<Check>& list) {
  const std::vector<const Measure*> rows = RowsOf(plan);
  const std::optional<int64_t> whole = WholeOf(plan, rows);
  if (rows.size() < 2 || !whole) return;
  std::vector<int64_t> amounts;
  for (const Measure* row : rows) amounts.push_back(row->stated_total->minor());
  Check check = CheckOfPlan("total.shares",
                            {"Дялове на мерките в общата сума", "Shares of the measures in the total"});
  check.unit = "percent";
  check.stated = "100.00";
  check.fields = {"stated_total"};
  const Sums by_row = SumOf(amounts, *whole);
  check.readings.push_back(ReadingOfShares({"По мерки", "By measure"}, by_row));
  if (const std::optional<Sums> by_payer = SharesOfPayers(rows, *whole)) {
    check.readings.push_back(ReadingOfShares({"По това кой плаща", "By who pays"}, *by_payer));
  }
  Take({check.readings[0].computed, check.readings[0].delta, check.readings[0].verdict}, check);
  Choose(0,
         by_row.hundredths == 10000
             ? Sentence{"Закръглени до стотни, дяловете се събират точно.",
                        "Rounded to hundredths the shares add up exactly."}
             : Sentence{absl::StrCat("Всеки дял е закръглен сам до стотни, затова ", by_row.parts,
                                     " дяла може да не съберат 100.00."),
                        absl::StrCat("Each share is rounded to hundredths by itself, so ", by_row.parts,
                                     " shares need not add up to 100.00.")},
         check);
  list.push_back(std::move(check));
}

// A column of percents against the amounts, to as many places as it is written with.
void AddShareOf(const Plan& plan, const Measure& measure, std::vector<Check>& list) {
  if (measure.share_percent.empty()) return;
  Check check =
      CheckOf(measure, "share",
              {"Посочен дял спрямо изчисления", "Stated share against the computed one"}, "percent");
  check.stated = measure.share_percent;
  check.fields = {FieldOf(measure, "share_percent"), FieldOf(measure, "stated_total")};
  const std::optional<int64_t> stated = Hundredths(measure.share_percent);
  const bool known = stated && measure.stated_total && plan.stated_total &&
                     plan.stated_total->currency() == measure.stated_total->currency();
  const std::string computed =
      known ? Percent(measure.stated_total->minor(), plan.stated_total->minor()) : "";
  const std::optional<int64_t> reckoned = Hundredths(computed);
  if (!reckoned) {
    check.readings.push_back(MakeReading(
        {"Няма с какво да се сравни: липсва сумата на реда или общата сума.",
         "There is nothing to compare it with: the row's amount or the total is missing."},
        "", "", Verdict::kNotComputable,
        measure.stated_total ? std::vector<std::string>{"total"} : std::vector<std::string>{"amount"}));
    list.push_back(std::move(check));
    return;
  }
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(measure.share_percent, absl::MaxSplits('.', 1));
  const int64_t step = parts.second.empty() ? 100 : parts.second.size() == 1 ? 10 : 1;
  const int64_t gap = *reckoned - *stated;
  const bool agrees = (gap < 0 ? -gap : gap) * 2 <= step;
  const std::string division = absl::StrCat(FormatAmount(*measure.stated_total), " / ",
                                            FormatAmount(*plan.stated_total), " = ", computed, " %.");
  check.readings.push_back(MakeReading({division, division}, computed, HundredthsText(gap),
                                       agrees ? Verdict::kAgree : Verdict::kDisagree));
  Take({computed, HundredthsText(gap), check.readings[0].verdict}, check);
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
