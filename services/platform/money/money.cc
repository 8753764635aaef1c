// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/money.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche {
namespace {

// The irrevocably fixed rate: 1 EUR = 1.95583 BGN.
constexpr Ratio kEuroPerLev = {100'000, 195'583};

absl::Status Mixed(Money a, Money b) {
  return Refuse("MONEY_CURRENCY_MIXED", {{"left", std::string(CurrencyCode(a.currency()))},
                                         {"right", std::string(CurrencyCode(b.currency()))}});
}

absl::Status OutOfRange() { return Refuse("MONEY_OUT_OF_RANGE"); }

absl::Status Malformed(absl::string_view text) {
  return Refuse("MONEY_MALFORMED", {{"value", std::string(text)}});
}

absl::StatusOr<Money> Narrow(absl::int128 minor, Currency currency) {
  if (minor < std::numeric_limits<int64_t>::min() || minor > std::numeric_limits<int64_t>::max()) {
    return OutOfRange();
  }
  return Money::Minor(static_cast<int64_t>(minor), currency);
}

// Whether a magnitude of `quotient` cents and `remainder`/`denominator` of a cent gets one cent more.
bool RoundsAway(absl::int128 quotient, absl::int128 remainder, absl::int128 denominator,
                Rounding rounding) {
  switch (rounding) {
    case Rounding::kDown:
      return false;
    case Rounding::kHalfUp:
      return remainder * 2 >= denominator;
    case Rounding::kHalfEven:
      return remainder * 2 > denominator || (remainder * 2 == denominator && quotient % 2 != 0);
    case Rounding::kEuroWage:
      return remainder * 10 >= denominator;  // The third decimal is 1 or more.
  }
  return false;
}

bool AllDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// Hundredths of a number whose whole digits and at most two decimal digits have been checked.
absl::StatusOr<Money> FromDigits(absl::string_view whole, absl::string_view decimals, bool negative,
                                 Currency currency) {
  while (absl::StartsWith(whole, "0")) {
    whole.remove_prefix(1);
  }
  if (whole.size() > 19) {
    return OutOfRange();
  }
  absl::int128 minor = 0;
  for (const char digit : whole) {
    minor = minor * 10 + (digit - '0');
  }
  for (std::size_t place = 0; place < 2; ++place) {
    minor = minor * 10 + (place < decimals.size() ? decimals[place] - '0' : 0);
  }
  return Narrow(negative ? -minor : minor, currency);
}

// Length of the blank that begins a text: a space, U+00A0 or U+202F; 0 when there is none.
std::size_t BlankLength(absl::string_view text) {
  for (const absl::string_view blank : {" ", "\u00A0", "\u202F"}) {
    if (absl::StartsWith(text, blank)) {
      return blank.size();
    }
  }
  return 0;
}

// Joins "378 008" to "378008"; false when the groups are not of three digits.
bool JoinGroups(absl::string_view text, std::string* digits) {
  std::size_t in_group = 0;
  bool grouped = false;
  while (!text.empty()) {
    if (const std::size_t blank = BlankLength(text); blank > 0) {
      if (in_group == 0 || in_group > 3 || (grouped && in_group != 3)) {
        return false;
      }
      grouped = true;
      in_group = 0;
      text.remove_prefix(blank);
    } else if (absl::ascii_isdigit(text.front())) {
      digits->push_back(text.front());
      ++in_group;
      text.remove_prefix(1);
    } else {
      return false;
    }
  }
  return grouped ? in_group == 3 : in_group > 0;
}

}  // namespace

absl::string_view CurrencyCode(Currency currency) { return currency == Currency::kBgn ? "BGN" : "EUR"; }

absl::StatusOr<Currency> ParseCurrency(absl::string_view code) {
  for (const Currency currency : {Currency::kBgn, Currency::kEur}) {
    if (code == CurrencyCode(currency)) {
      return currency;
    }
  }
  return Refuse("MONEY_CURRENCY_UNKNOWN", {{"value", std::string(code)}});
}

absl::StatusOr<Money> Add(Money a, Money b) {
  if (a.currency() != b.currency()) {
    return Mixed(a, b);
  }
  return Narrow(absl::int128(a.minor()) + b.minor(), a.currency());
}

absl::StatusOr<Money> Subtract(Money a, Money b) {
  if (a.currency() != b.currency()) {
    return Mixed(a, b);
  }
  return Narrow(absl::int128(a.minor()) - b.minor(), a.currency());
}

absl::StatusOr<Money> Sum(absl::Span<const Money> amounts, Currency currency) {
  absl::int128 minor = 0;
  for (const Money amount : amounts) {
    if (amount.currency() != currency) {
      return Mixed(Money::Zero(currency), amount);
    }
    minor += amount.minor();
  }
  return Narrow(minor, currency);
}

absl::StatusOr<Money> Times(Money amount, int64_t factor) {
  return Narrow(absl::int128(amount.minor()) * factor, amount.currency());
}

absl::StatusOr<Money> MultiplyByRatio(Money amount, Ratio ratio, Rounding rounding) {
  if (ratio.numerator < 0 || ratio.denominator <= 0) {
    return OutOfRange();
  }
  const absl::int128 minor = amount.minor();
  const absl::int128 product = (minor < 0 ? -minor : minor) * ratio.numerator;
  absl::int128 magnitude = product / ratio.denominator;
  if (RoundsAway(magnitude, product % ratio.denominator, ratio.denominator, rounding)) {
    ++magnitude;
  }
  return Narrow(minor < 0 ? -magnitude : magnitude, amount.currency());
}

absl::StatusOr<Money> ConvertToEuro(Money leva, Rounding rounding) {
  if (leva.currency() != Currency::kBgn) {
    return Mixed(leva, Money::Zero(Currency::kBgn));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money euro, MultiplyByRatio(leva, kEuroPerLev, rounding));
  return Money::Minor(euro.minor(), Currency::kEur);
}

std::string FormatAmount(Money amount) {
  // The smallest amount has no positive counterpart in 64 signed bits, but its magnitude has in
  // unsigned.
  const uint64_t minor = static_cast<uint64_t>(amount.minor());
  const uint64_t magnitude = amount.IsNegative() ? uint64_t{0} - minor : minor;
  return absl::StrCat(amount.IsNegative() ? "-" : "", magnitude / 100, ".",
                      absl::Dec(magnitude % 100, absl::kZeroPad2));
}

absl::StatusOr<Money> ParseAmount(absl::string_view text, Currency currency) {
  absl::string_view rest = text;
  const bool negative = absl::StartsWith(rest, "-");
  rest.remove_prefix(negative ? 1 : 0);
  const std::size_t point = rest.find('.');
  const absl::string_view whole = rest.substr(0, point);
  const absl::string_view decimals =
      point == absl::string_view::npos ? absl::string_view() : rest.substr(point + 1);
  const bool decimals_fit =
      point == absl::string_view::npos || (AllDigits(decimals) && decimals.size() <= 2);
  if (!AllDigits(whole) || !decimals_fit) {
    return Malformed(text);
  }
  return FromDigits(whole, decimals, negative, currency);
}

absl::StatusOr<Money> ParseBulgarianAmount(absl::string_view text, Currency currency) {
  const std::size_t sign = text.find_first_of(",.");
  const absl::string_view decimals =
      sign == absl::string_view::npos ? absl::string_view() : text.substr(sign + 1);
  const bool decimals_fit =
      sign == absl::string_view::npos || (AllDigits(decimals) && decimals.size() <= 2);
  std::string whole;
  if (!JoinGroups(text.substr(0, sign), &whole) || !decimals_fit) {
    return Malformed(text);
  }
  return FromDigits(whole, decimals, /*negative=*/false, currency);
}

absl::StatusOr<std::vector<Money>> Allocate(Money total, absl::Span<const int64_t> weights) {
  absl::int128 weight_sum = 0;
  for (const int64_t weight : weights) {
    if (weight < 0) {
      return Refuse("MONEY_ALLOCATION_INVALID");
    }
    weight_sum += weight;
  }
  if (weight_sum == 0 || total.IsNegative()) {
    return Refuse("MONEY_ALLOCATION_INVALID");
  }

  std::vector<int64_t> parts_minor;
  std::vector<absl::int128> remainders;
  int64_t left_minor = total.minor();
  for (const int64_t weight : weights) {
    const absl::int128 product = absl::int128(total.minor()) * weight;
    parts_minor.push_back(static_cast<int64_t>(product / weight_sum));
    remainders.push_back(product % weight_sum);
    left_minor -= parts_minor.back();
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&remainders](std::size_t a, std::size_t b) {
    return remainders[a] > remainders[b];
  });
  // Fewer cents are left than there are remainders above zero, so no part gets two.
  for (std::size_t i = 0; left_minor > 0; ++i, --left_minor) {
    ++parts_minor[order[i]];
  }

  std::vector<Money> parts;
  parts.reserve(parts_minor.size());
  for (const int64_t minor : parts_minor) {
    parts.push_back(Money::Minor(minor, total.currency()));
  }
  return parts;
}

}  // namespace tranche
