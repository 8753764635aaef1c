// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/foreign_cost.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/redenominate.h"

namespace tranche::budgets {
namespace {

constexpr int64_t kMillion = 1'000'000;
constexpr std::size_t kRatePlaces = 6;
// What the rounding of the shares of one document can amount to.
constexpr int64_t kShareRoundingMinor = 2;

bool AllDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

absl::Status RateInvalid(absl::string_view text) {
  return Refuse("EXCHANGE_RATE_INVALID", {{"rate", std::string(text)}});
}

}  // namespace

absl::Status CheckCurrencyCode(absl::string_view code) {
  const bool letters = code.size() == 3 && std::all_of(code.begin(), code.end(),
                                                       [](char c) { return c >= 'A' && c <= 'Z'; });
  if (letters) return absl::OkStatus();
  return Refuse("CURRENCY_MALFORMED", {{"currency", std::string(code)}});
}

absl::StatusOr<absl::CivilDay> ParseMonth(absl::string_view month) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(absl::StrCat(month, "-01"));
  if (!day.ok() || month.size() != 7) return Refuse("MONTH_MALFORMED", {{"month", std::string(month)}});
  return *day;
}

std::string MonthOf(absl::CivilDay day) { return FormatDay(day).substr(0, 7); }

absl::StatusOr<int64_t> ParseRate(absl::string_view text) {
  const std::size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view places =
      point == absl::string_view::npos ? absl::string_view() : text.substr(point + 1);
  const bool places_fit =
      point == absl::string_view::npos || (AllDigits(places) && places.size() <= kRatePlaces);
  if (!AllDigits(whole) || whole.size() > kRatePlaces || !places_fit) return RateInvalid(text);
  int64_t millionths = 0;
  const std::string digits = absl::StrCat(whole, places, std::string(kRatePlaces - places.size(), '0'));
  if (!absl::SimpleAtoi(digits, &millionths) || millionths == 0) return RateInvalid(text);
  return millionths;
}

std::string FormatRate(int64_t millionths) {
  const std::string places = absl::StrCat(absl::Dec(millionths % kMillion, absl::kZeroPad6));
  const std::size_t last = places.find_last_not_of('0');
  if (last == std::string::npos) return absl::StrCat(millionths / kMillion);
  return absl::StrCat(millionths / kMillion, ".", places.substr(0, last + 1));
}

absl::StatusOr<int64_t> ParseForeignAmount(absl::string_view text) {
  // Hundredths are hundredths: which of the two currencies it is read as makes no difference.
  TRANCHE_ASSIGN_OR_RETURN(const Money amount, ParseAmount(text, Currency::kEur));
  return amount.minor();
}

absl::StatusOr<Ratio> ExchangeRatio(absl::string_view from, Currency to,
                                    std::optional<int64_t> rate_millionths, absl::string_view month) {
  if (from == CurrencyCode(to)) {
    return Refuse("FOREIGN_CURRENCY_SAME", {{"currency", std::string(from)}});
  }
  if (from == CurrencyCode(Currency::kBgn)) {
    return Ratio{.numerator = kLevPerEuro.denominator, .denominator = kLevPerEuro.numerator};
  }
  if (from == CurrencyCode(Currency::kEur)) return kLevPerEuro;
  if (!rate_millionths) {
    return Refuse("EXCHANGE_RATE_UNKNOWN",
                  {{"currency", std::string(from)}, {"month", std::string(month)}});
  }
  if (to == Currency::kEur) return Ratio{.numerator = kMillion, .denominator = *rate_millionths};
  return Ratio{.numerator = kLevPerEuro.numerator * (kMillion / kLevPerEuro.denominator),
               .denominator = *rate_millionths};
}

absl::StatusOr<ConvertedShare> ConvertShare(int64_t claimed_minor, Ratio ratio, Currency to,
                                            std::optional<Money> left) {
  TRANCHE_ASSIGN_OR_RETURN(const Money by_itself,
                           MultiplyByRatio(Money::Minor(claimed_minor, to), ratio, Rounding::kHalfUp));
  ConvertedShare share{.claimed = by_itself, .difference = Money::Zero(to)};
  if (!left || left->currency() != to || left->minor() <= 0) return share;
  const int64_t beyond = by_itself.minor() - left->minor();
  if (beyond <= 0 || beyond > kShareRoundingMinor) return share;
  share.claimed = *left;
  share.difference = Money::Minor(-beyond, to);
  return share;
}

}  // namespace tranche::budgets
