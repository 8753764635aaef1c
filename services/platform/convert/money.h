// SPDX-License-Identifier: EUPL-1.2
// Amounts between the wire (decimal text), C++ (Money) and SQL (bigint hundredths).
#pragma once

#include <pqxx/pqxx>

#include "absl/status/statusor.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::convert {

common::v1::Money ToProto(Money amount);
// MONEY_MALFORMED, MONEY_CURRENCY_UNKNOWN, MONEY_OUT_OF_RANGE.
absl::StatusOr<Money> FromProto(const common::v1::Money& amount);

// With grant and total filled in. The parts are of one currency (they come from the books).
common::v1::ThreePartAmount ToProto(const ThreePart& parts);
// Reads the three parts and ignores grant and total; MONEY_CURRENCY_MIXED, AMOUNT_NEGATIVE.
absl::StatusOr<ThreePart> FromProto(const common::v1::ThreePartAmount& parts);

// Columns "<prefix>_eu_minor", "<prefix>_national_minor", "<prefix>_own_minor" and "currency" of a row.
ThreePart PartsFromRow(const pqxx::row& row, const std::string& prefix);
// Column `column` and "currency" of a row.
Money MoneyFromRow(const pqxx::row& row, const std::string& column);

}  // namespace tranche::convert
