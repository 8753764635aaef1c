// SPDX-License-Identifier: EUPL-1.2
// Exact money. No floating point, no implicit conversion, no arithmetic that can wrap.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tranche {

enum class Currency { kBgn, kEur };

absl::string_view CurrencyCode(Currency currency);               // "BGN"
absl::StatusOr<Currency> ParseCurrency(absl::string_view code);  // MONEY_CURRENCY_UNKNOWN

// How a fraction of a cent is decided. The caller always names it.
enum class Rounding {
  kDown,      // Toward zero.
  kHalfUp,    // Half away from zero.
  kHalfEven,  // Half to the even cent.
  kEuroWage,  // Up when the third decimal is above 0, else down (law on the euro, art. 45).
};

// An exact fraction; 0 <= numerator, 0 < denominator.
struct Ratio {
  int64_t numerator = 0;
  int64_t denominator = 1;
};

// An amount of one currency in hundredths (stotinki, cents).
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money Minor(int64_t minor, Currency currency) { return Money(minor, currency); }
  static constexpr Money Zero(Currency currency) { return Money(0, currency); }

  constexpr int64_t minor() const { return minor_; }
  constexpr Currency currency() const { return currency_; }
  constexpr bool IsZero() const { return minor_ == 0; }
  constexpr bool IsNegative() const { return minor_ < 0; }

  friend constexpr bool operator==(Money a, Money b) {
    return a.minor_ == b.minor_ && a.currency_ == b.currency_;
  }

 private:
  constexpr Money(int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}
  int64_t minor_ = 0;
  Currency currency_ = Currency::kBgn;
};

// MONEY_CURRENCY_MIXED when currencies differ, MONEY_OUT_OF_RANGE when the result does not fit.
absl::StatusOr<Money> Add(Money a, Money b);
absl::StatusOr<Money> Subtract(Money a, Money b);
absl::StatusOr<Money> Sum(absl::Span<const Money> amounts, Currency currency);
absl::StatusOr<Money> Times(Money amount, int64_t factor);

// amount * ratio, computed in 128 bits, then rounded once; an amount below zero rounds as its mirror
// image. MONEY_OUT_OF_RANGE when the result does not fit or the ratio is none.
absl::StatusOr<Money> MultiplyByRatio(Money amount, Ratio ratio, Rounding rounding);

// Euro for an amount in leva: divided by the full fixed rate, 1 EUR = 1.95583 BGN, never multiplied by
// an inverse. kHalfUp, or kEuroWage for wages and benefits. MONEY_CURRENCY_MIXED when it is not in
// leva.
absl::StatusOr<Money> ConvertToEuro(Money leva, Rounding rounding);

// "378008.50": the wire form, a minus in front when negative, always two places.
std::string FormatAmount(Money amount);
// Reads the wire form: digits, at most two places after a point, an optional minus; nothing else.
// MONEY_MALFORMED, MONEY_OUT_OF_RANGE.
absl::StatusOr<Money> ParseAmount(absl::string_view text, Currency currency);
// Reads an amount as Bulgarian documents write it: "244440", "538 952", "378 008,50",
// "1.234,50" is refused as ambiguous, so is "12,3,4". A space (also U+00A0, U+202F) groups
// thousands by three; the decimal sign is a comma or a point with one or two places. A dash in front is
// refused: in these documents it opens a list item as often as it means a minus.
absl::StatusOr<Money> ParseBulgarianAmount(absl::string_view text, Currency currency);

// Largest remainder: every part gets the floor of its quota, the cents left over go to the largest
// remainders, ties to the lower index. The parts add up to `total` exactly. Weights >= 0, sum > 0,
// total >= 0; MONEY_ALLOCATION_INVALID otherwise. 100.00 by 1:1:1 -> 33.34, 33.33, 33.33.
absl::StatusOr<std::vector<Money>> Allocate(Money total, absl::Span<const int64_t> weights);

}  // namespace tranche
