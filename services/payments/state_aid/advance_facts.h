// SPDX-License-Identifier: EUPL-1.2
// What is recorded of an accepted state-aid advance beside its claim.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"

namespace tranche::payments {

// A part that is no verified expenditure any more while the rest waits for costs.
struct WithdrawnPart {
  int number = 0;    // 1 and up.
  ThreePart amount;  // EU and national money, in the currency in which it was withdrawn.
  absl::CivilDay withdrawn_on;
  std::string withdrawn_by;
  std::string reason;
  int before_sequence = 0;  // Claims from this one on cover nothing of it.
};

enum class SecurityStepKind { kProlong, kCallIn, kWithdrawCall, kReceive, kRelease };
inline constexpr SecurityStepKind kSecurityStepKinds[] = {
    SecurityStepKind::kProlong, SecurityStepKind::kCallIn, SecurityStepKind::kWithdrawCall,
    SecurityStepKind::kReceive, SecurityStepKind::kRelease};
// "PROLONG_SECURITY", as on the wire and in the database.
absl::string_view Name(SecurityStepKind kind);
std::optional<SecurityStepKind> SecurityStepKindOf(absl::string_view name);

// Something that was done with the security.
struct SecurityStep {
  int number = 0;  // 1 and up.
  SecurityStepKind kind = SecurityStepKind::kProlong;
  absl::CivilDay on;
  std::optional<absl::CivilDay> valid_until;  // Of kProlong.
  std::optional<Money> amount;                // Of kCallIn and kReceive.
  std::string reference;
  std::string reason;
  std::string recorded_by;
};

}  // namespace tranche::payments
