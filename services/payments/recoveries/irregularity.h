// SPDX-License-Identifier: EUPL-1.2
// Decisions on signals and cases: steps, days, the threshold of reporting, quarters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/recoveries/records.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {

inline constexpr char kRegisterRule[] = "irregularity_register_working_days";
inline constexpr char kCheckRule[] = "irregularity_check_months";
inline constexpr char kExtensionRule[] = "irregularity_check_extension_days";
inline constexpr char kCopyRule[] = "irregularity_copy_days";
inline constexpr char kThresholdRule[] = "irregularity_report_threshold_eur";
inline constexpr char kFraudRule[] = "irregularity_fraud_always_reported";
inline constexpr char kReportRule[] = "irregularity_report_months";

// A step of a signal with what belongs to it.
struct SignalMove {
  SignalStep step = SignalStep::kRegister;
  absl::CivilDay on;
  std::string note = {};
  std::string classification = {};                 // kEnd.
  std::optional<absl::CivilDay> copy_by = {};      // kEnd.
  std::optional<absl::CivilDay> extended_to = {};  // kExtendCheck.
};
// The signal after it; SIGNAL_WRONG_STATE, SIGNAL_CHECK_EXTENDED, DAYS_OUT_OF_ORDER.
absl::StatusOr<Signal> DecideMove(const Signal& signal, const SignalMove& move);

// DAYS_OUT_OF_ORDER when a step is dated before what it follows.
absl::Status CheckFollows(absl::CivilDay day, absl::CivilDay earlier);

// Only a signal that ended with more than nothing becomes a case, not before its end:
// SIGNAL_WITHOUT_IRREGULARITY, DAYS_OUT_OF_ORDER.
absl::Status CheckRegistrable(const Signal& signal, absl::CivilDay registered_on);

// Letters and digits of any script, 1 to 20: NATIONAL_NUMBER_MALFORMED for each part that is not.
void AddNumberFaults(const std::string& register_name, const std::string& fund,
                     std::vector<Violation>* faults);

// Whether a case goes on to OLAF: the fund's part in euro is at or above the threshold, or it is a
// fraud and the rule says that those always do.
struct Reporting {
  Money fund_amount_eur;
  bool reported_to_olaf = false;
  std::string rule;
};
absl::StatusOr<Reporting> DecideReporting(const Parts& amount, const std::string& classification,
                                          const std::vector<Rule>& rules, absl::CivilDay registered_on);

struct Quarter {
  absl::CivilDay from;
  absl::CivilDay to;
};
Quarter QuarterOf(int year, int quarter);

}  // namespace tranche::payments::recoveries
