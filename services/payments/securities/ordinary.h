// SPDX-License-Identifier: EUPL-1.2
// What secures an ordinary advance: what has to, and for what of it the security still stands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/securities/security.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"

namespace tranche::payments::securities {

// How much of an ordinary advance of such a beneficiary is to be secured.
struct SecurityRule {
  Ratio percent;
  std::string source;
};

// A new advance is secured for at least what the rule says, a cent's part counting as a cent; without a
// rule nothing has to be. What is given is above 0 and in the currency of the advance, also where
// nothing has to be: ADVANCE_SECURITY_REQUIRED, ADVANCE_SECURITY_BELOW, AMOUNT_NOT_ABOVE_ZERO,
// MONEY_CURRENCY_MIXED.
absl::Status CheckSecurity(const std::optional<AdvanceSecurity>& security, const ThreePart& requested,
                           const std::optional<SecurityRule>& rule);

// An ordinary advance is accepted while its security holds: SECURITY_ENDED.
absl::Status CheckHoldsAt(const Claim& claim, const Decision& decision);

// The accepted ordinary advance that is secured; null: there is none.
Claim* FindSecured(std::vector<Claim>& claims);

// What approved costs have not cleared of it, EU and national money together, in the contract's
// currency.
absl::StatusOr<Money> NotCleared(const Claim& advance, const std::vector<Claim>& claims);

// What the security stands for: what costs have not cleared, and after the final claim what of its
// negative balance was not paid back; `paid_back` is the principal that was.
absl::StatusOr<Secured> SecuredOf(const Claim& advance, const std::vector<Claim>& claims,
                                  Money paid_back);

}  // namespace tranche::payments::securities
