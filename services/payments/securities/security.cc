// SPDX-License-Identifier: EUPL-1.2
#include "payments/securities/security.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments {
namespace {

constexpr std::array<std::pair<SecurityStepKind, absl::string_view>, 5> kKinds = {
    {{SecurityStepKind::kProlong, "PROLONG_SECURITY"},
     {SecurityStepKind::kCallIn, "CALL_IN_SECURITY"},
     {SecurityStepKind::kWithdrawCall, "WITHDRAW_SECURITY_CALL"},
     {SecurityStepKind::kReceive, "RECEIVE_SECURITY"},
     {SecurityStepKind::kRelease, "RELEASE_SECURITY"}}};

}  // namespace

absl::string_view Name(SecurityStepKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return "";
}

std::optional<SecurityStepKind> SecurityStepKindOf(absl::string_view name) {
  for (const auto& [known, known_name] : kKinds) {
    if (known_name == name) return known;
  }
  return std::nullopt;
}

namespace securities {
namespace {

// What the conversion of a security in lev to the euro of its contract may differ by.
constexpr int64_t kRoundingMinor = 1;

constexpr std::array<std::pair<SecurityState, absl::string_view>, 4> kStates = {
    {{SecurityState::kInForce, "SECURITY_IN_FORCE"},
     {SecurityState::kCalledIn, "SECURITY_CALLED_IN"},
     {SecurityState::kReceived, "SECURITY_RECEIVED"},
     {SecurityState::kReleased, "SECURITY_RELEASED"}}};

struct Transition {
  SecurityState from;
  SecurityStepKind step;
  SecurityState to;
};

constexpr std::array<Transition, 6> kTransitions = {
    {{SecurityState::kInForce, SecurityStepKind::kProlong, SecurityState::kInForce},
     {SecurityState::kInForce, SecurityStepKind::kCallIn, SecurityState::kCalledIn},
     {SecurityState::kInForce, SecurityStepKind::kRelease, SecurityState::kReleased},
     // Whoever gives it may prolong it instead of paying.
     {SecurityState::kCalledIn, SecurityStepKind::kProlong, SecurityState::kCalledIn},
     {SecurityState::kCalledIn, SecurityStepKind::kWithdrawCall, SecurityState::kInForce},
     {SecurityState::kCalledIn, SecurityStepKind::kReceive, SecurityState::kReceived}}};

std::string CodeOf(Money amount) { return std::string(CurrencyCode(amount.currency())); }

absl::Status Above(Money asked, Money most) {
  return Refuse(
      "SECURITY_ABOVE",
      {{"asked", FormatAmount(asked)}, {"most", FormatAmount(most)}, {"currency", CodeOf(most)}});
}

// What a kind of step states, and nothing else.
absl::Status CheckForm(const SecurityStep& step) {
  std::vector<Violation> wrong;
  const auto look = [&](const char* field, bool stated, bool wanted) {
    if (stated == wanted) return;
    if (wanted) {
      wrong.push_back({field, "FIELD_REQUIRED", {}});
    } else {
      wrong.push_back({field, "FIELD_NOT_OF_CHOICE", {{"choice", std::string(Name(step.kind))}}});
    }
  };
  look("step.validUntil", step.valid_until.has_value(), step.kind == SecurityStepKind::kProlong);
  look("step.amount", step.amount.has_value(),
       step.kind == SecurityStepKind::kCallIn || step.kind == SecurityStepKind::kReceive);
  if (step.amount.has_value() && step.amount->minor() <= 0)
    wrong.push_back({"step.amount", "AMOUNT_NOT_ABOVE_ZERO", {}});
  if (wrong.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(wrong));
}

absl::Status CheckWithin(Money asked, Money most) {
  TRANCHE_RETURN_IF_ERROR(Subtract(most, asked).status());
  return asked.minor() <= most.minor() ? absl::OkStatus() : Above(asked, most);
}

absl::Status CheckHolds(const SecurityStanding& security, const SecurityStep& step) {
  if (step.on <= security.valid_until) return absl::OkStatus();
  return Refuse("SECURITY_ENDED",
                {{"valid_until", FormatDay(security.valid_until)}, {"on", FormatDay(step.on)}});
}

absl::Status CheckCallIn(const Contract& contract, const Secured& secured, const Claim& advance,
                         const SecurityStep& step) {
  TRANCHE_RETURN_IF_ERROR(CheckNoneOpen(contract));
  TRANCHE_RETURN_IF_ERROR(secured.call);
  TRANCHE_RETURN_IF_ERROR(CheckWithin(*step.amount, advance.security->amount));
  Money asked = *step.amount;
  int64_t rounding_minor = 0;
  if (asked.currency() != secured.callable.currency()) {
    TRANCHE_ASSIGN_OR_RETURN(asked, ConvertToEuro(asked, Rounding::kHalfUp));
    rounding_minor = kRoundingMinor;
  }
  return asked.minor() <= secured.callable.minor() + rounding_minor ? absl::OkStatus()
                                                                    : Above(asked, secured.callable);
}

absl::Status CheckRelease(const Secured& secured) {
  if (secured.left.IsZero()) return absl::OkStatus();
  return Refuse("SECURITY_STILL_NEEDED",
                {{"left", FormatAmount(secured.left)}, {"currency", CodeOf(secured.left)}});
}

absl::Status CheckStep(const Contract& contract, const Secured& secured, const Claim& advance,
                       const SecurityStanding& security, const SecurityStep& step) {
  switch (step.kind) {
    case SecurityStepKind::kProlong:
      TRANCHE_RETURN_IF_ERROR(CheckHolds(security, step));
      if (*step.valid_until > security.valid_until) return absl::OkStatus();
      return Refuse("SECURITY_NOT_LONGER", {{"valid_until", FormatDay(security.valid_until)}});
    case SecurityStepKind::kCallIn:
      TRANCHE_RETURN_IF_ERROR(CheckHolds(security, step));
      return CheckCallIn(contract, secured, advance, step);
    case SecurityStepKind::kReceive:
      return CheckWithin(*step.amount, *security.called);
    case SecurityStepKind::kRelease:
      return CheckRelease(secured);
    case SecurityStepKind::kWithdrawCall:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view Name(SecurityState state) {
  for (const auto& [known, name] : kStates) {
    if (known == state) return name;
  }
  return "";
}

std::optional<SecurityState> Next(SecurityState state, SecurityStepKind step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

SecurityStanding SecurityOf(const Claim& advance) {
  SecurityStanding standing{.state = SecurityState::kInForce,
                            .valid_until = advance.security->valid_until,
                            .last_on = advance.decision->decided_on,
                            .called = std::nullopt};
  for (const SecurityStep& step : advance.security_steps) {
    standing.state = Next(standing.state, step.kind).value_or(standing.state);
    standing.last_on = step.on;
    if (step.valid_until.has_value()) standing.valid_until = *step.valid_until;
    if (step.kind == SecurityStepKind::kCallIn) standing.called = step.amount;
    if (standing.state != SecurityState::kCalledIn) standing.called.reset();
  }
  return standing;
}

absl::StatusOr<SecurityStep> DecideSecurityStep(const Contract& contract, const Secured& secured,
                                                const Claim& advance, SecurityStep step) {
  TRANCHE_RETURN_IF_ERROR(CheckForm(step));
  const SecurityStanding security = SecurityOf(advance);
  if (!Next(security.state, step.kind).has_value()) {
    return Refuse("SECURITY_WRONG_STATE", {{"state", std::string(Name(security.state))}});
  }
  if (step.on < security.last_on) {
    return Refuse("DAYS_OUT_OF_ORDER",
                  {{"day", FormatDay(step.on)}, {"earlier", FormatDay(security.last_on)}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckStep(contract, secured, advance, security, step));
  step.number = static_cast<int>(advance.security_steps.size()) + 1;
  return step;
}

}  // namespace securities
}  // namespace tranche::payments
