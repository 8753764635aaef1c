// SPDX-License-Identifier: EUPL-1.2
// What requests state: each value that cannot be taken is told with its field in `faults`, and then
// answered as nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "payments/recoveries/records.h"
#include "payments/recoveries/recoveries_convert.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries::stated {

// A day that is not still to come; DAY_IN_FUTURE.
absl::CivilDay DayUntil(absl::CivilDay today, const std::string& day, const std::string& field,
                        std::vector<Violation>* faults);
// An amount above zero in the contract's currency.
Money AmountAboveZero(const Contract& contract, const common::v1::Money& amount,
                      const std::string& field, std::vector<Violation>* faults);
// EU and national money in the contract's currency.
Parts PartsOf(const Contract& contract, const v1::DebtPart& amount, const std::string& field,
              std::vector<Violation>* faults);
Parts PartsOf(const Contract& contract, const common::v1::ThreePartAmount& amount,
              const std::string& field, std::vector<Violation>* faults);
// The number of a record of the contract; nothing when none is named.
std::optional<int> RecordOf(const Contract& contract, const char* collection, const std::string& name,
                            const std::string& field, std::vector<Violation>* faults);
// A value that goes with a choice only.
void CheckOfChoice(bool wanted, bool given, const std::string& choice, const std::string& field,
                   std::vector<Violation>* faults);

// The input of the percentage of a correction.
CorrectionInput InputOf(const Contract& contract, const v1::Correction& correction,
                        absl::CivilDay today, std::vector<Violation>* faults);

}  // namespace tranche::payments::recoveries::stated
