// SPDX-License-Identifier: EUPL-1.2
#include "timelines/deadline.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/base/for_period.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::timelines {
namespace {

// No rule of law that sets a deadline here is longer; a greater number is a slip of the keyboard.
constexpr int kPeriodMax = 3660;

struct ClaimWords {
  const char* bg;
  const char* en;
};
ClaimWords WordsOf(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::kAdvance:
      return {"Плащане по авансово искане № ", "Payment of advance claim No "};
    case ClaimKind::kInterim:
      return {"Верификация и плащане по междинно искане № ",
              "Verification and payment of interim claim No "};
    case ClaimKind::kFinal:
      return {"Верификация и плащане по окончателно искане № ",
              "Verification and payment of final claim No "};
  }
  return {"", ""};
}

const LegalRule* FindRule(const std::vector<LegalRule>& rules, absl::string_view code,
                          absl::string_view programming_period) {
  return FindForPeriod(
      rules, programming_period, [code](const LegalRule& rule) { return rule.code == code; },
      [](const LegalRule& rule) -> absl::string_view { return rule.programming_period; });
}

absl::StatusOr<LegalPeriod> PeriodOf(const LegalRule& rule) {
  int length = 0;
  const bool readable = absl::SimpleAtoi(rule.value, &length) && length > 0 && length <= kPeriodMax;
  if (readable && rule.unit == "months") return LegalPeriod{.months = length, .days = 0};
  if (readable && rule.unit == "days") return LegalPeriod{.months = 0, .days = length};
  return Refuse("RULE_UNREADABLE",
                {{"rule", rule.code}, {"value", absl::StrCat(rule.value, " ", rule.unit)}});
}

absl::StatusOr<bool> FlagOf(const LegalRule& rule) {
  if (rule.unit == "flag" && rule.value == "1") return true;
  if (rule.unit == "flag" && rule.value == "0") return false;
  return Refuse("RULE_UNREADABLE",
                {{"rule", rule.code}, {"value", absl::StrCat(rule.value, " ", rule.unit)}});
}

LegalBasis BasisOf(const LegalRule& rule) {
  return {.rule = rule.code, .source = rule.source, .verified = rule.verified};
}

// Says for how long the period did not run.
void ExplainSuspension(Deadline* deadline) {
  const int days = deadline->obligation.suspended_days;
  deadline->shift_bg = absl::StrCat("срокът не е текъл ", days, days == 1 ? " ден" : " дни",
                                    " заради въпроси по искането");
  deadline->shift_en = absl::StrCat("the period did not run for ", days, days == 1 ? " day" : " days",
                                    " because of questions on the claim");
}

// Says of every day that was passed over, from this one on, why nothing could be done on it.
void ExplainShift(const HolidayCalendar& calendar, absl::CivilDay from, Deadline* deadline) {
  std::vector<std::string> bg;
  std::vector<std::string> en;
  for (absl::CivilDay day = from; day < deadline->due_on; ++day) {
    const std::string holiday = calendar.NameOf(day);
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (!holiday.empty()) {
      bg.push_back(absl::StrCat(FormatBulgarianDay(day), " г. е празничен ден (", holiday, ")"));
      en.push_back(absl::StrCat(FormatDay(day), " is a public holiday (", holiday, ")"));
    } else if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) {
      const bool saturday = weekday == absl::Weekday::saturday;
      bg.push_back(absl::StrCat(FormatBulgarianDay(day), " г. е ", saturday ? "събота" : "неделя"));
      en.push_back(absl::StrCat(FormatDay(day), " is a ", saturday ? "Saturday" : "Sunday"));
    }
  }
  // A working day is passed over only when the period would otherwise hold fewer than two of them.
  if (bg.empty()) {
    bg.push_back("срок в дни обхваща поне два работни дни");
    en.push_back("a period of days includes at least two working days");
  }
  const absl::string_view so_far_bg = deadline->shift_bg.empty() ? "" : "; ";
  deadline->shift_bg = absl::StrCat(deadline->shift_bg, so_far_bg, absl::StrJoin(bg, ", "),
                                    "; срокът изтича на следващия работен ден, ",
                                    FormatBulgarianDay(deadline->due_on), " г.");
  deadline->shift_en =
      absl::StrCat(deadline->shift_en, so_far_bg, absl::StrJoin(en, ", "),
                   "; the period ends on the next working day, ", FormatDay(deadline->due_on), ".");
}

// What was met after the day asked for was not met yet on that day.
void LookAsOf(absl::CivilDay as_of, Deadline* deadline) {
  std::optional<absl::CivilDay>& met_on = deadline->obligation.met_on;
  if (met_on && *met_on > as_of) met_on.reset();
  deadline->days_left = static_cast<int>(deadline->due_on - as_of);
  if (met_on) {
    deadline->state = *met_on <= deadline->due_on ? DeadlineState::kMet : DeadlineState::kMetLate;
  } else if (deadline->days_left < 0) {
    deadline->state = DeadlineState::kOverdue;
  } else {
    deadline->state =
        deadline->days_left <= kDueSoonDays ? DeadlineState::kDueSoon : DeadlineState::kUpcoming;
  }
}

}  // namespace

std::string VerifyAndPayId(int claim_sequence) {
  return absl::StrCat("verify-and-pay-", claim_sequence);
}

int SuspendedDays(const std::vector<Suspension>& suspensions, absl::CivilDay as_of) {
  int64_t closed_days = 0;
  int64_t open_days = 0;
  int64_t days_max = 0;
  for (const Suspension& suspension : suspensions) {
    if (suspension.asked_on > as_of) continue;
    // The same for all questions of a claim.
    days_max = std::max<int64_t>(days_max, suspension.days_max);
    if (suspension.closed_on.has_value() && *suspension.closed_on <= as_of) {
      closed_days = std::max<int64_t>(closed_days, suspension.days_in_all);
    } else {
      open_days += std::min(as_of, suspension.due_on) - suspension.asked_on;
    }
  }
  return static_cast<int>(std::min(closed_days + open_days, days_max));
}

std::vector<Obligation> ObligationsOf(const Contract& contract, const std::vector<SentClaim>& claims,
                                      absl::CivilDay as_of) {
  Obligation final_claim{.id = "final-claim",
                         .kind = DeadlineKind::kFinalClaim,
                         .owner = DeadlineOwner::kBeneficiary,
                         .title_bg = "Окончателно искане за плащане",
                         .title_en = "Final payment claim",
                         .event_on = contract.ends_on,
                         .rule = kFinalClaimMonths,
                         .met_on = std::nullopt};
  std::vector<Obligation> obligations;
  for (const SentClaim& claim : claims) {
    if (claim.sent_on > as_of) continue;
    const bool refused = claim.refused && claim.met_on.has_value() && *claim.met_on <= as_of;
    if (claim.kind == ClaimKind::kFinal && !refused) {
      final_claim.met_on = std::min(claim.sent_on, final_claim.met_on.value_or(claim.sent_on));
    }
    const ClaimWords words = WordsOf(claim.kind);
    obligations.push_back(
        {.id = VerifyAndPayId(claim.sequence),
         .kind = DeadlineKind::kVerifyAndPay,
         .owner = DeadlineOwner::kManagingAuthority,
         .title_bg = absl::StrCat(words.bg, claim.sequence),
         .title_en = absl::StrCat(words.en, claim.sequence),
         .event_on = claim.sent_on,
         .rule = claim.kind == ClaimKind::kAdvance ? kAdvancePaymentDays : kVerifyAndPayDays,
         .met_on = claim.met_on,
         .suspended_days = SuspendedDays(claim.suspensions, as_of)});
  }
  obligations.push_back(std::move(final_claim));
  return obligations;
}

std::vector<Obligation> ObligationsOfDebts(const std::vector<OwedDebt>& debts, absl::CivilDay as_of) {
  std::vector<Obligation> obligations;
  for (const OwedDebt& debt : debts) {
    if (debt.removed || debt.served_on > as_of) continue;
    obligations.push_back(
        {.id = absl::StrCat("repay-debt-", debt.number),
         .kind = DeadlineKind::kRepayDebt,
         .owner = DeadlineOwner::kBeneficiary,
         .title_bg = absl::StrCat("Доброволно възстановяване на дълг № ", debt.number),
         .title_en = absl::StrCat("Voluntary repayment of debt ", debt.number),
         .event_on = debt.served_on,
         .rule = kDebtVoluntaryDays,
         .met_on = debt.repaid_on});
  }
  return obligations;
}

absl::StatusOr<Deadline> Reckon(const Obligation& obligation, const std::vector<LegalRule>& rules,
                                absl::string_view programming_period, const HolidayCalendar& calendar,
                                absl::CivilDay as_of) {
  const LegalRule* rule = FindRule(rules, obligation.rule, programming_period);
  if (rule == nullptr) {
    return Refuse("RULE_MISSING", {{"rule", obligation.rule}, {"day", FormatDay(obligation.event_on)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(LegalPeriod period, PeriodOf(*rule));
  Deadline deadline;
  deadline.obligation = obligation;
  deadline.period = absl::StrCat(rule->value, " ", rule->unit);
  deadline.basis = BasisOf(*rule);
  deadline.nominal_on = AddMonthsClamped(obligation.event_on, period.months) + period.days;
  period.days += obligation.suspended_days;
  const absl::CivilDay unshifted = deadline.nominal_on + obligation.suspended_days;
  deadline.due_on = unshifted;
  if (obligation.suspended_days > 0) ExplainSuspension(&deadline);
  const LegalRule* shift = FindRule(rules, kShiftToWorkingDay, programming_period);
  bool shifts = false;
  if (shift != nullptr) {
    TRANCHE_ASSIGN_OR_RETURN(shifts, FlagOf(*shift));
  }
  if (shifts) {
    TRANCHE_ASSIGN_OR_RETURN(const LegalDeadline legal,
                             PeriodEnd1182(obligation.event_on, period, calendar));
    deadline.due_on = legal.due;
    if (deadline.due_on != unshifted) {
      deadline.shift_basis = BasisOf(*shift);
      ExplainShift(calendar, unshifted, &deadline);
    }
  }
  LookAsOf(as_of, &deadline);
  return deadline;
}

Deadline ImplementationEnd(const Contract& contract, absl::CivilDay as_of) {
  Deadline deadline;
  deadline.obligation = {.id = "implementation-end",
                         .kind = DeadlineKind::kImplementationEnd,
                         .owner = DeadlineOwner::kBeneficiary,
                         .title_bg = "Край на изпълнението",
                         .title_en = "End of implementation",
                         .event_on = contract.starts_on,
                         .rule = "",
                         .met_on = std::nullopt};
  // On its last day the contract is still being carried out.
  if (as_of > contract.ends_on) deadline.obligation.met_on = contract.ends_on;
  deadline.period = absl::StrCat(contract.duration_months, " months");
  deadline.nominal_on = contract.ends_on;
  deadline.due_on = contract.ends_on;
  deadline.basis = {.rule = "", .source = contract.number, .verified = true};
  LookAsOf(as_of, &deadline);
  return deadline;
}

void SortByDueDay(std::vector<Deadline>* deadlines) {
  std::sort(deadlines->begin(), deadlines->end(), [](const Deadline& a, const Deadline& b) {
    return std::tie(a.due_on, a.obligation.id) < std::tie(b.due_on, b.obligation.id);
  });
}

}  // namespace tranche::timelines
