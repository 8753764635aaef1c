// SPDX-License-Identifier: EUPL-1.2
// The price of one × how many against the row's total: "4 бр. х 250 лв.", a standard for one place.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/family.h"
#include "platform/text/fold.h"
#include "re2/re2.h"

namespace tranche::plans::checks {
namespace {

// For how long the price is, by the words of its unit. A standard is of a year; a price of pieces or
// hours is of no time.
enum class Time { kNone, kMonth, kYear };
Time TimeOf(const UnitPrice& price) {
  static const RE2 kMonth("месеч|на\\s+месец|monthly|per\\s+month");
  static const RE2 kYear(
      "стандарт|ежегодно|всяка\\s+година|/\\s*г|годиш|на\\s+година|standard|annual|yearly|per\\s+year");
  const std::string unit = FoldName(price.unit);
  if (RE2::PartialMatch(unit, kMonth)) return Time::kMonth;
  return RE2::PartialMatch(unit, kYear) ? Time::kYear : Time::kNone;
}

// The words of a rhythm alone, "5000 лв. годишно": an amount for all, so that how many is no question.
bool IsRhythm(const UnitPrice& price) {
  static const RE2 kRhythm(
      "годишно|ежегодно|(?:(?:на|за|през) )?всяка година|на година|/ ?(?:година|год\\.?|г\\.)|"
      "per year|a year|yearly|annually");
  return price.factors.empty() && RE2::FullMatch(FoldName(price.unit), kRhythm);
}

struct Product {
  absl::StatusOr<Money> amount;
  std::string words;
  bool counted = true;  // How many is written.
};

// The price × what the row multiplies it by; without that × its places or else its people.
Product ProductOf(const Measure& measure) {
  const UnitPrice& price = *measure.unit_price;
  std::vector<std::string> words = {FormatAmount(price.price)};
  Product product{.amount = price.price, .words = ""};
  const auto times = [&](int count, absl::string_view noun) {
    if (product.amount.ok()) product.amount = Times(*product.amount, count);
    words.push_back(noun.empty() ? absl::StrCat(count) : absl::StrCat(count, " ", noun));
  };
  for (const Factor& factor : price.factors) times(factor.count, factor.noun);
  if (IsRhythm(price)) {
    product.words = words.front();
    return product;
  }
  if (price.factors.empty() && measure.capacity) {
    times(measure.capacity->count, "");
  } else if (price.factors.empty() && measure.headcount) {
    times(measure.headcount->count, "");
  } else {
    product.counted = !price.factors.empty();
  }
  product.words = absl::StrJoin(words, " × ");
  return product;
}

struct Tried {
  absl::StatusOr<Money> amount;
  std::string words;
  std::vector<std::string> not_written;
};

// The ways to read it, the one that the words support last.
std::vector<Tried> TriedOf(const Plan& plan, const Measure& measure, const Product& product) {
  const MonthsTried months = MonthsOf(plan, measure);
  std::vector<Tried> tried;
  switch (TimeOf(*measure.unit_price)) {
    case Time::kNone:
      tried.push_back({product.amount, product.words, {}});
      break;
    case Time::kMonth: {
      const int count = months.months.value_or(kMonthsOfAnnualPlan);
      Tried each{product.amount, absl::StrCat(product.words, " × ", count), {}};
      if (each.amount.ok()) each.amount = Times(*each.amount, count);
      if (!months.months || months.from == MonthsFrom::kPlan) each.not_written = {"months"};
      tried.push_back(std::move(each));
      break;
    }
    case Time::kYear:
      tried.push_back({product.amount, product.words, {}});
      // A service that runs for a part of the year gets that part of the standard.
      if (!months.months || *months.months == kMonthsOfAnnualPlan) break;
      if (months.from == MonthsFrom::kPlan && !IsRhythm(*measure.unit_price)) break;
      Tried part{product.amount,
                 absl::StrCat(product.words, " × ", *months.months, " / ", kMonthsOfAnnualPlan),
                 {}};
      if (part.amount.ok()) {
        part.amount = MultiplyByRatio(*part.amount, Ratio{*months.months, kMonthsOfAnnualPlan},
                                      Rounding::kHalfUp);
      }
      if (months.from == MonthsFrom::kPlan) part.not_written = {"months"};
      tried.push_back(std::move(part));
      break;
  }
  return tried;
}

void Conclude(const Measure& measure, const std::vector<Tried>& tried, Check& check) {
  for (const Tried& each : tried) {
    check.readings.push_back(ReadingOf({each.words, each.words},
                                       Compare(*measure.stated_total, each.amount), each.not_written));
  }
  std::size_t at = tried.size() - 1;
  Verdict verdict = check.readings[at].verdict;
  const bool whole_year =
      at == 1 && verdict != Verdict::kAgree && check.readings[0].verdict == Verdict::kAgree;
  if (whole_year) {
    at = 0;
    verdict = Verdict::kWarning;
  }
  Take({check.readings[at].computed, check.readings[at].delta, verdict}, check);
  if (tried.size() < 2) {
    check.readings[at].chosen = true;
  } else if (whole_year) {
    Choose(at,
           {"Редът е за част от годината, а сметката излиза само за цяла: решава човек.",
            "The row is for a part of the year, and the figures fit only for a whole one: a person "
            "decides."},
           check);
  } else if (IsRhythm(*measure.unit_price)) {
    Choose(at,
           {"Сумата е за една година, затова е взета за времето на реда.",
            "The amount is of one year, so it was taken for the time of the row."},
           check);
  } else {
    Choose(at,
           {"Редът е за част от годината, затова и от стандарта е взета толкова.",
            "The row is for a part of the year, so that part of the standard was taken."},
           check);
  }
}

// A product that is not the row's total may be one of its amounts, all of them but the others, or be
// paid for each person: what the figures then come to is said, and the product is not held against
// what it is only a part of.
void TryBesideTotal(const Measure& measure, const Product& product, Check& check) {
  if (check.verdict != Verdict::kDisagree || !product.amount.ok()) return;
  const auto take = [&](Sentence text, const Comparison& comparison, Verdict verdict) {
    for (Reading& reading : check.readings) reading.chosen = false;
    Take({comparison.computed, comparison.delta, verdict}, check);
    check.readings.push_back(ReadingOf(text, comparison));
    Choose(check.readings.size() - 1, std::move(text), check);
  };
  std::vector<Money> all = {*product.amount};
  for (const AmountPart& part : measure.parts) {
    if (part.year != 0) continue;
    all.push_back(part.amount);
    if (!(part.amount == *product.amount)) continue;
    check.stated = FormatAmount(part.amount);
    return take({absl::StrCat("Произведението е една от сумите на реда: ", product.words, "."),
                 absl::StrCat("The product is one of the row's amounts: ", product.words, ".")},
                Compare(part.amount, product.amount), Verdict::kAgree);
  }
  if (all.size() > 1) {
    const Comparison sum = Compare(*measure.stated_total, Sum(all, product.amount->currency()));
    return take({"Редът посочва и други суми; взето е произведението заедно с тях.",
                 "The row states other amounts too; the product was taken together with them."},
                sum, sum.verdict == Verdict::kAgree ? Verdict::kAgree : Verdict::kNotComputable);
  }
  if (!measure.headcount || measure.unit_price->factors.empty()) return;
  const Comparison each =
      Compare(*measure.stated_total, Times(*product.amount, measure.headcount->count));
  if (each.verdict != Verdict::kAgree) return;
  take({absl::StrCat("Сметката излиза за всеки от ", measure.headcount->count, ": решава човек."),
        absl::StrCat("The figures fit for each of ", measure.headcount->count, ": a person decides.")},
       each, Verdict::kWarning);
}

}  // namespace

void AddUnitPriceOf(const Plan& plan, const Measure& measure, std::vector<Check>& list) {
  if (!measure.unit_price) return;
  Check check =
      CheckOf(measure, "unit_price",
              {"Цена за единица × брой спрямо общата сума", "Price of one × number against the total"},
              CurrencyCode(measure.unit_price->price.currency()));
  check.fields = {FieldOf(measure, "unit_price"), FieldOf(measure, "stated_total")};
  if (measure.unit_price->factors.empty() && (measure.capacity || measure.headcount))
    check.fields.push_back(FieldOf(measure, measure.capacity ? "capacity" : "headcount"));
  if (measure.stated_total) check.stated = FormatAmount(*measure.stated_total);
  const Product product = ProductOf(measure);
  std::vector<std::string> missing;
  if (!product.counted) missing.emplace_back("quantity");
  if (!measure.stated_total) missing.emplace_back("total");
  if (!product.counted) {
    check.readings.push_back(MakeReading(
        {absl::StrCat("Посочена е цена за единица: ", product.words, "; за колко, не е."),
         absl::StrCat("The price of one is stated: ", product.words, "; for how many, not.")},
        "", "", Verdict::kNotComputable, std::move(missing)));
    list.push_back(std::move(check));
    return;
  }
  const std::vector<Tried> tried = TriedOf(plan, measure, product);
  if (measure.stated_total) {
    Conclude(measure, tried, check);
    TryBesideTotal(measure, product, check);
  } else {
    const Tried& last = tried.back();
    if (last.amount.ok()) check.computed = FormatAmount(*last.amount);
    check.readings.push_back(MakeReading({last.words, last.words}, check.computed, "",
                                         Verdict::kNotComputable, std::move(missing)));
  }
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
