// SPDX-License-Identifier: EUPL-1.2
// What a person says instead of what was read in a plan. Nothing is ever changed: a correction is taken
// back by another one, and what is shown follows from all of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tranche::plans {

// Which value of a plan, and where.
struct ValueKey {
  std::string field;  // Name of tranche.plans.v1.PlanField, "MEASURE_TOTAL".
  std::string place;  // "2", "1.2", "1.2.1"; empty for values of the whole plan.

  friend bool operator==(const ValueKey&, const ValueKey&) = default;
  friend auto operator<=>(const ValueKey&, const ValueKey&) = default;
};

enum class ValueForm {
  kText,       // Always there, perhaps empty.
  kBlankable,  // Absent, or text that may be empty.
  kAmount,     // Absent, or "39792.00 BGN".
  kCount,      // Absent, or "22".
};

// No value: the document does not speak of it.
using Value = std::optional<std::string>;

struct PlanValue {
  ValueForm form = ValueForm::kText;
  Value value;
};
// Every value of a version that can be corrected.
using PlanValues = std::map<ValueKey, PlanValue>;

struct CorrectionFact {
  int number = 0;
  int version = 0;
  ValueKey key;
  Value read;
  Value instead_of;
  Value value;
  int takes_back = 0;  // 0: none.
};

// The corrections in force of a version, by what they correct: the last of each value that was not
// taken back. `all` is sorted by number.
std::map<ValueKey, CorrectionFact> InForce(const std::vector<CorrectionFact>& all, int version);

// `values` with the corrections in force laid over them.
PlanValues Overlaid(PlanValues values, const std::map<ValueKey, CorrectionFact>& in_force);

struct CorrectionCommand {
  ValueKey key;
  Value instead_of;
  Value value;
};

// The correction that a person asks for, without its number; `stated` are the values of the document,
// `all` the plan's corrections. CORRECTION_PLACE_UNKNOWN, CORRECTION_VALUE_UNFIT (INVALID_REQUEST, with
// their fields), CORRECTION_STALE, CORRECTION_SAYS_THE_SAME.
absl::StatusOr<CorrectionFact> DecideCorrection(const PlanValues& stated,
                                                const std::vector<CorrectionFact>& all, int version,
                                                const CorrectionCommand& command);

// The correction that takes `number` back; NOT_FOUND is the caller's. CORRECTION_ALREADY_REPLACED.
absl::StatusOr<CorrectionFact> DecideTakeBack(const std::vector<CorrectionFact>& all,
                                              const CorrectionFact& taken);

// The value in the form in which it is kept: "39792" of BGN becomes "39792.00 BGN". No value at all
// when the text is none of this form.
std::optional<Value> Normalised(ValueForm form, const Value& value);

}  // namespace tranche::plans
