// SPDX-License-Identifier: EUPL-1.2
// The security of an advance after its acceptance: values in, values out. Its state follows from its
// steps; what they may do follows from what of the advance is still secured.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"

namespace tranche::payments::securities {

enum class SecurityState { kInForce, kCalledIn, kReceived, kReleased };
inline constexpr SecurityState kSecurityStates[] = {SecurityState::kInForce, SecurityState::kCalledIn,
                                                    SecurityState::kReceived, SecurityState::kReleased};
absl::string_view Name(SecurityState state);  // "SECURITY_IN_FORCE", as on the wire.
// Where a step leads; nothing when the state does not know the step.
std::optional<SecurityState> Next(SecurityState state, SecurityStepKind step);

struct SecurityStanding {
  SecurityState state = SecurityState::kInForce;
  absl::CivilDay valid_until;   // As it was prolonged.
  absl::CivilDay last_on;       // Of the last step, or of the acceptance.
  std::optional<Money> called;  // What is asked for and has not come.
};
// Of an accepted advance that is secured.
SecurityStanding SecurityOf(const Claim& advance);

// What of an advance a security stands for when a step is decided on, in the contract's currency.
struct Secured {
  Money callable;          // Most that may be called in.
  Money left;              // While it is above 0 the security is not given back.
  absl::Status call = {};  // Why nothing may be called in on that day; OK: it may.
};

// The step with its number. What its kind does not state or lacks, by field and all at once;
// SECURITY_WRONG_STATE; DAYS_OUT_OF_ORDER before the last step; SECURITY_ENDED for a step that needs
// the security after its last day; SECURITY_NOT_LONGER; CLAIM_OPEN, and what `secured` says, when it is
// not to be called in yet; SECURITY_ABOVE for more than the security, than `secured`, or than was asked
// for; SECURITY_STILL_NEEDED; MONEY_CURRENCY_MIXED, AMOUNT_NOT_ABOVE_ZERO.
absl::StatusOr<SecurityStep> DecideSecurityStep(const Contract& contract, const Secured& secured,
                                                const Claim& advance, SecurityStep step);

}  // namespace tranche::payments::securities
