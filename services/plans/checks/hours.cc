// SPDX-License-Identifier: EUPL-1.2
// Amounts of a row that names a scheme, divided by what the scheme pays for an hour. Whole hours hint
// at how an amount came about and prove nothing: round amounts give whole hours at many rates.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/checks/family.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"
#include "platform/text/rule_mark.h"

namespace tranche::plans::checks {
namespace {

using footing::Quotient;

constexpr int kQuotientPlaces = 4;

// A plan is reckoned before its period begins, by the rates of that time.
constexpr int kMonthsBefore = 12;

// The schemes that a row names, each once, in the order of the rates. A rate that names none is of no
// row: it would be of all of them.
std::vector<std::string> SchemesOf(const Measure& measure, const Rates& rates) {
  std::string words;  // Apart by a line feed, which no name of a scheme has.
  for (const std::string* text :
       {&measure.activity, &measure.description, &measure.financing, &measure.source_cell})
    absl::StrAppend(&words, FoldName(*text), "\n");
  std::vector<std::string> schemes;
  for (const AmountRate& rate : rates.hour_rates) {
    const bool known = std::find(schemes.begin(), schemes.end(), rate.scheme) != schemes.end();
    const std::string name = FoldName(rate.scheme);
    if (known || name.empty()) continue;
    if (absl::StrContains(words, name)) schemes.push_back(rate.scheme);
  }
  return schemes;
}

std::vector<const AmountRate*> RatesOf(const Rates& rates, const std::string& scheme,
                                       const Days& days) {
  const absl::CivilDay first = AddMonthsClamped(days.first, -kMonthsBefore);
  std::vector<const AmountRate*> found;
  for (const AmountRate& rate : rates.hour_rates) {
    const bool meets = rate.days.first <= days.last && rate.days.last >= first;
    if (meets && rate.scheme == scheme) found.push_back(&rate);
  }
  return found;
}

// One amount at one rate; says whether the hours are whole.
bool AddDivision(Money amount, const AmountRate& rate, const Days& days, Check& check) {
  const bool whole = amount.minor() % rate.amount.minor() == 0;
  const bool open = rate.days.last >= kLastDayTaken;
  const bool before = rate.days.last < days.first;
  const std::string quotient = Quotient(amount.minor(), rate.amount.minor(), kQuotientPlaces);
  const std::string division =
      absl::StrCat(FormatAmount(amount), " / ", FormatAmount(rate.amount), " = ", quotient);
  const Sentence from{FormatBulgarianDay(rate.days.first), FormatDay(rate.days.first)};
  const Sentence to{open ? "" : absl::StrCat(" до ", FormatBulgarianDay(rate.days.last)),
                    open ? "" : absl::StrCat(" to ", FormatDay(rate.days.last))};
  check.readings.push_back(
      Told({absl::StrCat(division, whole ? " часа, цяло число" : " часа, не е цяло число",
                         "; ставка от ", from.bg, to.bg, " г.", before ? ", преди периода" : "", " (",
                         rate.source, MarkBehind(rate.verified, Language::kBulgarian), ")."),
            absl::StrCat(division, whole ? " hours, a whole number" : " hours, no whole number",
                         "; the rate from ", from.en, to.en, before ? ", before the period" : "", " (",
                         rate.source, MarkBehind(rate.verified, Language::kEnglish), ").")},
           quotient, "hours"));
  return whole;
}

Sentence Summary(const std::string& scheme, int whole, int divisions) {
  if (divisions == 0) {
    return {
        absl::StrCat("За периода няма въведена часова ставка на „", scheme, "“ в тази валута."),
        absl::StrCat("For the period no hourly rate of \"", scheme, "\" is known in this currency.")};
  }
  if (whole == 0) {
    return {absl::StrCat("При никоя часова ставка на „", scheme, "“ сумите не дават цял брой часове."),
            absl::StrCat("At no hourly rate of \"", scheme, "\" the amounts are whole hours.")};
  }
  return {
      absl::StrCat("Възможен произход в часове по „", scheme, "“, слаб белег: ", whole, " от ",
                   divisions,
                   " деления дават цяло число. Редът не посочва часове, затова нищо не се "
                   "обяснява с това."),
      absl::StrCat("Plausible origin in hours of \"", scheme, "\", weak: ", whole, " of ", divisions,
                   " divisions give a whole number. The row writes no hours, so nothing is "
                   "explained by it.")};
}

void AddScheme(const Measure& measure, const Rates& rates, const std::string& scheme, const Days& days,
               Check& check) {
  const std::size_t at = check.readings.size();
  int whole = 0, divisions = 0;
  const auto divide = [&](const std::optional<Money>& amount, const AmountRate& rate) {
    if (!amount || amount->minor() <= 0 || amount->currency() != rate.amount.currency()) return;
    ++divisions;
    whole += AddDivision(*amount, rate, days, check) ? 1 : 0;
  };
  std::optional<Money> monthly;
  if (measure.monthly) monthly = measure.monthly->amount;
  for (const std::optional<Money>& amount : {measure.stated_total, monthly})
    for (const AmountRate* rate : RatesOf(rates, scheme, days)) divide(amount, *rate);
  check.readings.insert(
      check.readings.begin() + static_cast<std::ptrdiff_t>(at),
      MakeReading(Summary(scheme, whole, divisions), "", "", Verdict::kNotComputable, {"hours"}));
}

}  // namespace

void AddRates(const Plan& plan, const std::optional<Rates>& rates, std::vector<Check>& list) {
  if (rates) return;
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  const bool any = std::any_of(measures.begin(), measures.end(),
                               [](const Measure* measure) { return HasAmount(*measure); });
  if (!any) return;
  Check check = CheckOfPlan("rates", {"Часови ставки на схемите", "Hourly rates of schemes"});
  check.readings.push_back(RatesNotKnown());
  list.push_back(std::move(check));
}

void AddHoursOf(const Plan& plan, const Measure& measure, const std::optional<Rates>& rates,
                std::vector<Check>& list) {
  if (!rates || (!measure.stated_total && !measure.monthly)) return;
  const std::vector<std::string> schemes = SchemesOf(measure, *rates);
  if (schemes.empty()) return;
  Check check = CheckOf(measure, "hours",
                        {"Суми в часове по ставките на схемата (слаб белег)",
                         "Amounts in hours at the scheme's rates (a weak hint)"},
                        "hours");
  if (measure.stated_total) check.fields.push_back(FieldOf(measure, "stated_total"));
  if (measure.monthly) check.fields.push_back(FieldOf(measure, "monthly"));
  const std::optional<Days> days = DaysOf(plan, measure);
  if (!days) {
    check.readings.push_back(
        MakeReading({"Не се знае за кои дни е редът.", "For which days the row is meant is not known."},
                    "", "", Verdict::kNotComputable, {"period"}));
  } else {
    for (const std::string& scheme : schemes) AddScheme(measure, *rates, scheme, *days, check);
  }
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
