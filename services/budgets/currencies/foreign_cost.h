// SPDX-License-Identifier: EUPL-1.2
// What a document in another currency than its contract is worth in the contract's currency.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"

namespace tranche::budgets {

// CURRENCY_MALFORMED unless it is three capital Latin letters.
absl::Status CheckCurrencyCode(absl::string_view code);

// The first day of "2025-03"; MONTH_MALFORMED.
absl::StatusOr<absl::CivilDay> ParseMonth(absl::string_view month);
std::string MonthOf(absl::CivilDay day);  // "2025-03"

// "1.0835", units of a currency for one euro, as 1,083,500 millionths; EXCHANGE_RATE_INVALID for
// anything but digits with at most six after a point, for 0, and from 1,000,000 on.
absl::StatusOr<int64_t> ParseRate(absl::string_view text);
std::string FormatRate(int64_t millionths);  // "1.0835"

// An amount of a currency that no books are kept in, in hundredths, from the wire's decimal text:
// MONEY_MALFORMED, MONEY_OUT_OF_RANGE.
absl::StatusOr<int64_t> ParseForeignAmount(absl::string_view text);

// How many units of `to` one unit of the currency `from` is, as an exact fraction: between lev and euro
// by the fixed rate; any other by its rate to the euro, and on to the lev by the fixed one, so that
// there is one rounding. FOREIGN_CURRENCY_SAME, EXCHANGE_RATE_UNKNOWN when a rate is needed and there
// is none.
absl::StatusOr<Ratio> ExchangeRatio(absl::string_view from, Currency to,
                                    std::optional<int64_t> rate_millionths, absl::string_view month);

// A share of a document as its cost holds it. Shares that are converted one by one may be a cent or two
// beyond what is left of the converted document, though in its own currency they are not; such a
// share takes what is left. `left` is nothing for a document that is claimed for the first time.
struct ConvertedShare {
  Money claimed;
  Money difference;  // claimed - the share converted by itself.
};
absl::StatusOr<ConvertedShare> ConvertShare(int64_t claimed_minor, Ratio ratio, Currency to,
                                            std::optional<Money> left);

}  // namespace tranche::budgets
