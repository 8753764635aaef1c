// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/forecast.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

constexpr int kMonthsOfYear = 12;
constexpr int kNearlyTenths = 9;
constexpr int kTenths = 10;

// part of whole in percent with two places, half up; "0.00" of nothing.
absl::StatusOr<std::string> PercentOf(Money part, Money whole) {
  if (whole.IsZero()) return std::string("0.00");
  TRANCHE_ASSIGN_OR_RETURN(
      const Money percent,
      MultiplyByRatio(Money::Minor(100'00, whole.currency()),
                      {.numerator = part.minor(), .denominator = whole.minor()}, Rounding::kHalfUp));
  return FormatAmount(percent);
}

// tenths/10 of `whole` or more.
bool IsAtLeastTenths(absl::int128 part, absl::int128 whole, int tenths) {
  return part * kTenths >= whole * tenths;
}

// The day on which the cap is used up; none by the contract's end.
std::optional<absl::CivilDay> RunsOutOn(Money cap, Money used, const Pace& pace) {
  const int64_t gone = pace.days_gone();
  if (used.IsZero() || gone == 0) return std::nullopt;
  if (used.minor() >= cap.minor()) return std::min(pace.as_of, pace.ends_on);
  const absl::int128 needed = absl::int128(cap.minor()) * gone;
  const absl::int128 days = (needed + used.minor() - 1) / used.minor();
  if (days > pace.days()) return std::nullopt;
  return pace.starts_on + static_cast<int64_t>(days) - 1;
}

}  // namespace

int64_t Pace::days_gone() const {
  const int64_t gone = as_of - starts_on + 1;
  return std::clamp<int64_t>(gone, 0, days());
}

absl::StatusOr<Money> ProjectedBy(Money used, const Pace& pace, absl::CivilDay day) {
  const int64_t gone = pace.days_gone();
  if (gone == 0) return used;
  const int64_t until = std::clamp<int64_t>(day - pace.starts_on + 1, gone, pace.days());
  return MultiplyByRatio(used, {.numerator = until, .denominator = gone}, Rounding::kHalfUp);
}

absl::StatusOr<Outlook> LookAhead(Money cap, Money used, Money planned, const Pace& pace) {
  Outlook outlook;
  TRANCHE_ASSIGN_OR_RETURN(outlook.left, Subtract(cap, used));
  TRANCHE_ASSIGN_OR_RETURN(outlook.projected, ProjectedBy(used, pace, pace.ends_on));
  TRANCHE_ASSIGN_OR_RETURN(outlook.absorption_percent, PercentOf(used, cap));
  TRANCHE_ASSIGN_OR_RETURN(outlook.projected_percent, PercentOf(outlook.projected, cap));
  outlook.runs_out_on = RunsOutOn(cap, used, pace);
  const int64_t gone = pace.days_gone();
  if (!cap.IsZero() && IsAtLeastTenths(used.minor(), cap.minor(), kNearlyTenths) &&
      !IsAtLeastTenths(gone, pace.days(), kNearlyTenths)) {
    outlook.warnings.push_back(Warning::kNearlyUsedUp);
  }
  if (outlook.runs_out_on && *outlook.runs_out_on < pace.ends_on) {
    outlook.warnings.push_back(Warning::kRunsOutEarly);
  }
  if (used.minor() < planned.minor()) outlook.warnings.push_back(Warning::kBehindPlan);
  if (gone > 0 && !IsAtLeastTenths(outlook.projected.minor(), cap.minor(), kNearlyTenths)) {
    outlook.warnings.push_back(Warning::kLeftAtTheEnd);
  }
  return outlook;
}

absl::CivilDay DecommitmentDay(absl::CivilDay starts_on, int months) {
  return absl::CivilDay(starts_on.year() + months / kMonthsOfYear, 12, 31);
}

absl::StatusOr<Money> AtRisk(Money grant, Money used, const Pace& pace, absl::CivilDay day) {
  TRANCHE_ASSIGN_OR_RETURN(const Money projected, ProjectedBy(used, pace, day));
  TRANCHE_ASSIGN_OR_RETURN(const Money rest, Subtract(grant, projected));
  return rest.IsNegative() ? Money::Zero(grant.currency()) : rest;
}

}  // namespace tranche::budgets
