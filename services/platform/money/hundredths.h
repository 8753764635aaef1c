// SPDX-License-Identifier: EUPL-1.2
// Decimals with at most two places that are no money: percentages, targets, what is counted.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/base/status_macros.h"
#include "platform/money/money.h"

namespace tranche {

// "12.5" is 1250. Written as amounts are, in which the currency plays no part; MONEY_MALFORMED,
// MONEY_OUT_OF_RANGE.
inline absl::StatusOr<int64_t> ParseHundredths(absl::string_view text) {
  TRANCHE_ASSIGN_OR_RETURN(const Money value, ParseAmount(text, Currency::kEur));
  return value.minor();
}

// 1250 is "12.50".
inline std::string FormatHundredths(int64_t hundredths) {
  return FormatAmount(Money::Minor(hundredths, Currency::kEur));
}

}  // namespace tranche
