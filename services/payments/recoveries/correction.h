// SPDX-License-Identifier: EUPL-1.2
// How great a financial correction is: K = percentage x affected expenditure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/recoveries/interest.h"
#include "payments/recoveries/rules.h"

namespace tranche::payments::recoveries {

enum class Scale {
  kProcurement,
  kConflictOfInterest,
  kSoundFinancialManagement,
  kAuditTrail,
  kVisibility,
  kIndicators,
  kDurability,
};
const char* WordOf(Scale scale);

struct Finding {
  std::string violation;
  int64_t percent_hundredths = 0;  // 2500 for 25 percent.
};

// Target and result in hundredths of the indicator's unit.
struct IndicatorResult {
  std::string code;
  int64_t target_hundredths = 0;
  int64_t achieved_hundredths = 0;
  bool unforeseeable = false;
};

struct UnfulfilledPeriod {
  int64_t days = 0;
  int64_t of_days = 0;
};

struct CorrectionInput {
  Scale scale = Scale::kProcurement;
  std::vector<Finding> findings;
  std::vector<IndicatorResult> indicators;
  std::optional<UnfulfilledPeriod> unfulfilled;
  Parts affected;
  absl::CivilDay decided_on;  // The rules of this day hold.
};

struct CorrectionFound {
  Ratio share;                          // Of the affected expenditure, exact.
  int64_t percent_ten_thousandths = 0;  // For showing: 250000 for 25 percent, half up.
  std::string basis;                    // How it was found, with the source of the rule.
  Parts amount = {};
};

// What belongs to the scale must be there, and nothing else; everything that is wrong at once.
absl::Status CheckShape(const CorrectionInput& input);

// Everything that is wrong with the input at once (INVALID_REQUEST with fields below `field_prefix`);
// CORRECTION_PERCENT_UNKNOWN, CORRECTION_NOT_DUE, RULE_MISSING. Of several findings the highest
// percentage counts; of several indicators the arithmetic mean of their achievement, those left out
// that were missed by what nobody could foresee.
absl::StatusOr<CorrectionFound> FindCorrection(const CorrectionInput& input,
                                               const std::vector<Rule>& rules);

// The exact share of an amount: the whole is rounded half up, so is its EU part, national is the rest.
absl::StatusOr<Parts> ShareOf(const Parts& affected, Ratio share);

// All corrections in force beside the grant, and what entering a version makes of them. `before` is the
// amount of this correction that is in force already. CORRECTION_ABOVE_SUPPORT (REC-1),
// CORRECTION_BELOW_INDEBTED (REC-4).
absl::StatusOr<Parts> DecideEntry(const Parts& support, const Parts& corrected, const Parts& before,
                                  const Parts& indebted, const Parts& amount);

// What debts there are of a correction after one more; `taken` is what verifications took by it,
// `before` what this debt took of it already, which may always become less. DEBT_ABOVE_CORRECTION
// (REC-4).
absl::StatusOr<Parts> DecideDebtOfCorrection(const Parts& amount, const Parts& taken,
                                             const Parts& indebted, const Parts& before,
                                             const Parts& principal);

// "25", "12.5": ten-thousandths without needless zeros.
std::string FormatTenThousandths(int64_t value);

}  // namespace tranche::payments::recoveries
