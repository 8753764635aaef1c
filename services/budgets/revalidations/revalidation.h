// SPDX-License-Identifier: EUPL-1.2
// How much of what was not approved of a cost may be put right later (BUD-11). Values in, values out.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

// What of a cost was not approved: what might be claimed again, and what a financial correction took.
struct NotApproved {
  ThreePart unapproved;
  ThreePart by_correction;
};

// What is to be put right, in totals.
struct AskedAmounts {
  std::optional<Money> unapproved = std::nullopt;
  std::optional<Money> by_correction = std::nullopt;
};

// Its parts. Each of the two takes, in the proportion of what was not approved, what the revalidations
// before it left: the last one ends with exactly the parts that were not approved. `given`: of these
// revalidations, in the currency of today; converted one by one, a part of it may be a cent above its
// part of what was not approved. Every fault at once, by field of the request: FIELD_REQUIRED where
// neither amount is asked, AMOUNT_NOT_ABOVE_ZERO, MONEY_CURRENCY_MIXED, REVALIDATION_ABOVE_REFUSED.
absl::StatusOr<NotApproved> DecideRevalidation(const std::string& cost, const NotApproved& refused,
                                               const NotApproved& given, const AskedAmounts& asked);

// A correction that stands gives back no more EU and national money than it was lowered by: `room` less
// what revalidations gave back of it before. REVALIDATION_CORRECTION_STANDS.
absl::Status CheckCorrectionRoom(const std::string& correction, Money room, Money given_back,
                                 const ThreePart& asked);

// Of a revalidation that is annulled, what goes back to the correction: at most what the cost that
// carried it counts for, since both were converted by themselves.
ThreePart BackToCorrection(const ThreePart& of_correction, const ThreePart& carried);

}  // namespace tranche::budgets
