// SPDX-License-Identifier: EUPL-1.2
// Amounts that a row shows in leva and in euro: the fixed rate says whether both are the same. And what
// follows from a total that is not exact.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "plans/checks/family.h"
#include "platform/money/redenominate.h"

namespace tranche::plans::checks {
namespace {

std::optional<Money> AmountOf(const Measure& measure, absl::string_view field) {
  if (field == "stated_total") return measure.stated_total;
  if (field == "monthly" && measure.monthly) return measure.monthly->amount;
  if (field == "daily_rate" && measure.daily_rate) return measure.daily_rate->rate;
  if (field == "unit_price" && measure.unit_price) return measure.unit_price->price;
  std::size_t part = 0;
  if (absl::ConsumePrefix(&field, "parts.") && absl::SimpleAtoi(field, &part) && part >= 1 &&
      part <= measure.parts.size())
    return measure.parts[part - 1].amount;
  return std::nullopt;
}

// The sum of the rows, or of what a row is made of, against a total.
bool ComparesTotal(absl::string_view id) {
  for (const absl::string_view kind :
       {".parts", ".sources", ".daily", ".monthly", ".unit_price", ".person_months", ".years"}) {
    if (absl::StartsWith(id, "measure.") && absl::EndsWith(id, kind)) return true;
  }
  return id == "total" || absl::StartsWith(id, "total.by_") ||
         (absl::StartsWith(id, "section.") && absl::EndsWith(id, ".total"));
}

bool IsAbout(const Check& check, const Measure& measure) {
  if (check.place == "plan") {
    return !absl::StartsWith(check.id, "section.") ||
           absl::StartsWith(check.id, absl::StrCat("section.", measure.section, "."));
  }
  return check.place == PlaceOf(measure);
}

}  // namespace

void AddShownOf(const Measure& measure, std::vector<Check>& list) {
  if (measure.also_shown.empty()) return;
  Check check = CheckOf(
      measure, "shown",
      {"Сумите в лева спрямо същите в евро", "Amounts in leva against the same ones in euro"}, "EUR");
  bool taken = false;
  for (std::size_t i = 0; i < measure.also_shown.size(); ++i) {
    const AlsoShown& shown = measure.also_shown[i];
    const std::optional<Money> amount = AmountOf(measure, shown.field);
    check.fields.push_back(FieldOf(measure, shown.field));
    check.fields.push_back(FieldOf(measure, absl::StrCat("also_shown.", i + 1)));
    if (!amount || amount->currency() == shown.amount.currency()) continue;
    const bool leva_count = amount->currency() == Currency::kBgn;
    const Money& leva = leva_count ? *amount : shown.amount;
    const Money& written = leva_count ? shown.amount : *amount;
    const absl::StatusOr<Money> euro = ConvertToEuro(leva, Rounding::kHalfUp);
    const Comparison comparison = Compare(written, euro);
    if (!euro.ok()) continue;
    const std::string division = absl::StrCat(FormatAmount(leva), " BGN / ", kLevPerEuroText, " = ",
                                              FormatAmount(*euro), " EUR");
    check.readings.push_back(
        ReadingOf({absl::StrCat(division, "; показани са ", FormatAmount(written), " EUR."),
                   absl::StrCat(division, "; shown are ", FormatAmount(written), " EUR.")},
                  comparison));
    // The first one that differs is the check's; while none does, the first one.
    if (taken && (check.verdict != Verdict::kAgree || comparison.verdict == Verdict::kAgree)) continue;
    for (Reading& reading : check.readings) reading.chosen = false;
    check.readings.back().chosen = true;
    check.stated = FormatAmount(written);
    Take(comparison, check);
    taken = true;
  }
  list.push_back(std::move(check));
}

void SoftenInexact(const Plan& plan, std::vector<Check>& list) {
  for (const Measure* measure : MeasuresOf(plan)) {
    if (measure->stated_total_qualifier.empty()) continue;
    for (Check& check : list) {
      const bool differs = check.verdict == Verdict::kDisagree || check.verdict == Verdict::kWarning;
      if (!differs || !ComparesTotal(check.id) || !IsAbout(check, *measure)) continue;
      check.verdict = Verdict::kWarning;
      const std::string& word = measure->stated_total_qualifier;
      check.readings.push_back(
          Told({absl::StrCat("Сумата на ред ", PlaceOf(*measure), " е „", word,
                             " …“: не е точна, затова разликата не е непременно грешка."),
                absl::StrCat("The amount of row ", PlaceOf(*measure), " is \"", word,
                             " …\": it is not exact, so the difference need not be an error.")},
               "", ""));
    }
  }
}

}  // namespace tranche::plans::checks
