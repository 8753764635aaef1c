// SPDX-License-Identifier: EUPL-1.2
// What a cost document says beside its amounts: issuer, flags, activities. Values in, values out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "platform/base/error.h"
#include "platform/money/money.h"

namespace tranche::budgets {

// Names as they stand in the database and on the wire.
inline constexpr char kAdvanceToContractor[] = "ADVANCE_TO_CONTRACTOR";
inline constexpr char kInKind[] = "IN_KIND";
inline constexpr char kOutsideUnion[] = "OUTSIDE_UNION";
inline constexpr char kOutsideArea[] = "OUTSIDE_AREA";

struct ActivityShare {
  std::string activity;
  Money amount;
};

struct Particulars {
  std::vector<std::string> flags;
  std::vector<ActivityShare> activities;
};

// What is wrong with them, by field within the cost, "particulars.flags". Every fault at once:
// COST_FLAGS_CONTRADICT, COST_ACTIVITY_TWICE, AMOUNT_NOT_ABOVE_ZERO, MONEY_CURRENCY_MIXED,
// ACTIVITY_SHARES_DIFFER.
std::vector<Violation> FaultsOf(const Particulars& particulars, Money claimed);

// `whole` in the proportion of `weights`: differences of the cumulative share, half up, so that the
// parts add up to it to the cent and a whole equal to their sum gives the weights themselves. Weights
// above 0.
absl::StatusOr<std::vector<Money>> InProportion(Money whole, absl::Span<const int64_t> weights);

// Code of the rule of reference with the ceiling of a flag in percent of the contract's total,
// "in_kind_ceiling_percent".
std::string CeilingRuleOf(const std::string& flag);

// The ceiling that a percentage comes to, down to the cent, and what is above it.
struct Ceiling {
  Money amount;
  Money above;  // Zero: not above.
};
absl::StatusOr<Ceiling> CeilingOf(Money contract_total, int percent_hundredths, Money used);

}  // namespace tranche::budgets
