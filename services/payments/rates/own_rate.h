// SPDX-License-Identifier: EUPL-1.2
// Basic rates of interest that an organisation records for days on which no rule of reference holds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/recoveries/rules.h"

namespace tranche::payments::rates {

struct OwnRate {
  absl::CivilDay from;
  absl::CivilDay to;
  int64_t yearly_hundred_thousandths = 0;  // 2.05 % is 205,000; without the allowance.
  std::string source = {};
  int version = 1;
};

// A year, 29 February included.
inline constexpr int kOwnRateDaysMax = 366;

// "2.05" is 205000; INTEREST_RATE_MALFORMED below 0, above 100, or with more than five places.
absl::StatusOr<int64_t> ParsePercent(const std::string& text);

// Whether a rate may be recorded beside the rules of law and the rates that hold: DAYS_OUT_OF_ORDER,
// INTEREST_RATE_TOO_LONG, INTEREST_RATE_KNOWN, INTEREST_RATE_OVERLAPS.
absl::Status CheckNew(const OwnRate& rate, const std::vector<recoveries::Rule>& rules,
                      const std::vector<OwnRate>& own);

// The rules with the recorded rates on the days that have no basic rate by law, marked as unverified.
// What the law says counts, also where it came after the record.
std::vector<recoveries::Rule> WithOwnRates(std::vector<recoveries::Rule> rules,
                                           const std::vector<OwnRate>& own);

}  // namespace tranche::payments::rates
