// SPDX-License-Identifier: EUPL-1.2
// What is owed by when: obligations follow from the contract and its claims, their periods from rules
// of law that are data, their last day from the calendar. Nothing here knows a number of days by
// itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/calendar/working_days.h"
#include "timelines/timeline.h"

namespace tranche::timelines {

enum class DeadlineKind { kFinalClaim, kVerifyAndPay, kImplementationEnd, kRepayDebt };
enum class DeadlineOwner { kBeneficiary, kManagingAuthority };
enum class DeadlineState { kUpcoming, kDueSoon, kOverdue, kMet, kMetLate };
enum class ClaimKind { kAdvance, kInterim, kFinal };

// Codes of the rules in reference.
inline constexpr char kFinalClaimMonths[] = "final_claim_months";
inline constexpr char kVerifyAndPayDays[] = "verify_and_pay_days";
inline constexpr char kAdvancePaymentDays[] = "advance_payment_days";
inline constexpr char kDebtVoluntaryDays[] = "debt_voluntary_days";
inline constexpr char kShiftToWorkingDay[] = "deadline_shift_to_working_day";

// A deadline this near is due soon.
inline constexpr int kDueSoonDays = 30;

// A rule of law as reference gives it for a day.
struct LegalRule {
  std::string code;
  std::string value;
  std::string unit;                // "months", "days", "flag".
  std::string programming_period;  // Empty: any.
  std::string source;
  bool verified = false;
};

// How the clock of the managing authority stops for a claim.
enum class ClaimOutcome { kPaid, kNothingOwed, kRefused };

// A question on a claim: until its answer the clock of the managing authority stands still.
struct Suspension {
  int question_number = 0;
  absl::CivilDay asked_on;
  absl::CivilDay due_on;                    // Last day for the answer.
  std::optional<absl::CivilDay> closed_on;  // Of the answer, or the last day for it.
  int days_in_all = 0;                      // Of all questions of the claim when this one was closed.
  int days_max = 0;                         // Of all questions of the claim together, by the law.
};

// Days for which the clock stood still, as it is known on a day: what closed questions came to and the
// open one so far, together within the limit of the law.
int SuspendedDays(const std::vector<Suspension>& suspensions, absl::CivilDay as_of);

// A claim that was sent to the managing authority.
struct SentClaim {
  std::string name;
  ClaimKind kind = ClaimKind::kInterim;
  int sequence = 0;
  absl::CivilDay sent_on;
  std::optional<absl::CivilDay> met_on;  // The last of it arrived, or it was decided that none is owed.
  bool refused = false;                  // By the decision of that day.
  std::vector<Suspension> suspensions = {};
  int sending = 1;  // 2 and up: it was given back before and sent again.
};

// A debt in force of the beneficiary.
struct OwedDebt {
  int number = 0;
  int version = 0;  // In force; each has its own day of service.
  absl::CivilDay served_on;
  bool removed = false;                     // Taken back: nothing is due.
  std::optional<absl::CivilDay> repaid_on;  // Nothing was owed any more of that version.
};

// Last segment of the name of the deadline that a claim starts, "verify-and-pay-2".
std::string VerifyAndPayId(int claim_sequence);

// What somebody owes before the law says until when.
struct Obligation {
  std::string id;  // Last segment of the deadline's name.
  DeadlineKind kind = DeadlineKind::kFinalClaim;
  DeadlineOwner owner = DeadlineOwner::kBeneficiary;
  std::string title_bg;
  std::string title_en;
  absl::CivilDay event_on;  // Day from which the period runs.
  std::string rule;         // Code of the rule that sets the period.
  std::optional<absl::CivilDay> met_on;
  int suspended_days = 0;  // For which the period did not run.
};

// The final claim, and for each claim that was sent by `as_of` its verification and payment. A final
// claim that was refused leaves the final claim to be sent. What happened after `as_of` is not known on
// that day.
std::vector<Obligation> ObligationsOf(const Contract& contract, const std::vector<SentClaim>& claims,
                                      absl::CivilDay as_of);

// The debts that were served by `as_of`: each is to be repaid within the voluntary period.
std::vector<Obligation> ObligationsOfDebts(const std::vector<OwedDebt>& debts, absl::CivilDay as_of);

struct LegalBasis {
  std::string rule;
  std::string source;
  bool verified = false;
};

struct Deadline {
  Obligation obligation;
  std::string period;  // "1 months", "90 days".
  absl::CivilDay nominal_on;
  absl::CivilDay due_on;
  std::string shift_bg;  // Why due_on is not nominal_on; empty: it is.
  std::string shift_en;
  LegalBasis basis;
  std::optional<LegalBasis> shift_basis;  // None: no shift was applied.
  DeadlineState state = DeadlineState::kUpcoming;
  int days_left = 0;
};

// Applies the rules that hold on the day of the event; of several versions of a rule the one of the
// contract's programming period, else the one for any period. RULE_MISSING, RULE_UNREADABLE,
// CALENDAR_ENDS.
absl::StatusOr<Deadline> Reckon(const Obligation& obligation, const std::vector<LegalRule>& rules,
                                absl::string_view programming_period, const HolidayCalendar& calendar,
                                absl::CivilDay as_of);

// The end of implementation: set by the contract, not by a rule of law, and never shifted. It comes by
// itself, so it is never overdue.
Deadline ImplementationEnd(const Contract& contract, absl::CivilDay as_of);

// By due day, then by id.
void SortByDueDay(std::vector<Deadline>* deadlines);

}  // namespace tranche::timelines
