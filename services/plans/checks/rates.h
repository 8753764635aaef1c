// SPDX-License-Identifier: EUPL-1.2
// Rates of law and of schemes that a plan's figures can be held against. A plan does not write them:
// whoever wants the checks hands them over.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/money/money.h"

namespace tranche::plans {

// First and last day, both in it.
struct Days {
  absl::CivilDay first;
  absl::CivilDay last;

  friend bool operator==(const Days&, const Days&) = default;
};

// An amount that holds over some days: a wage for a month, a pay for an hour.
struct AmountRate {
  Days days;
  Money amount;
  std::string source;
  bool verified = false;  // Whether the primary text was read.
  std::string scheme;     // By what name documents call what it is for; "" is no scheme, as of a wage.

  friend bool operator==(const AmountRate&, const AmountRate&) = default;
};

struct PercentRate {
  Days days;
  int64_t hundredths = 0;  // 1780 is 17.80 %.
  std::string source;
  bool verified = false;

  friend bool operator==(const PercentRate&, const PercentRate&) = default;
};

// Of several that hold on one day, the one that began to hold last counts.
struct Rates {
  std::vector<AmountRate> minimum_wages;   // For a month.
  std::vector<PercentRate> contributions;  // Of the employer, on top of the wage.
  std::vector<AmountRate> hour_rates;      // Of schemes; one that names none is not used.

  friend bool operator==(const Rates&, const Rates&) = default;
};

}  // namespace tranche::plans
