// SPDX-License-Identifier: EUPL-1.2
// Statutory interest, exactly: whole days, whole cents, a daily rate of five places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/recoveries/rules.h"
#include "platform/money/money.h"

namespace tranche::payments::recoveries {

// An amount by who gets it back.
struct Parts {
  Money eu;
  Money national;

  friend bool operator==(const Parts&, const Parts&) = default;
};

Parts ZeroTwo(Currency currency);
absl::StatusOr<Money> Sum(const Parts& parts);
absl::StatusOr<Parts> Add(const Parts& a, const Parts& b);
absl::StatusOr<Parts> Subtract(const Parts& a, const Parts& b);
// Each part of an amount in lev converted by itself, half up.
absl::StatusOr<Parts> ToEuro(const Parts& leva);
// True when no part of `a` is above the same part of `b`.
bool IsWithin(const Parts& a, const Parts& b);
bool IsZero(const Parts& parts);

// The rate of a time. Percents are in hundred-thousandths: 10.15 % a year is 1,015,000.
struct Rate {
  absl::CivilDay from;
  absl::CivilDay to;
  int64_t yearly_hundred_thousandths = 0;
  int64_t year_days = 0;
  std::string source = {};
  bool verified = false;
};

// Rates without a gap over the days that were asked for, or up to the first day that has none. Times
// that follow each other with the same rate are one.
struct RateTable {
  std::vector<Rate> rates;
  std::optional<absl::CivilDay> missing_from;
};

// By the rules interest_basic_percent, interest_allowance_percent and interest_year_days. Empty when
// `to` is before `from`. RULE_UNREADABLE.
absl::StatusOr<RateTable> RatesOver(const std::vector<Rule>& rules, absl::CivilDay from,
                                    absl::CivilDay to);

// Percent a day in hundred-thousandths, half to even: yearly / year_days.
int64_t DailyHundredThousandths(int64_t yearly_hundred_thousandths, int64_t year_days);

// Interest of days in which neither rate nor principal changed.
struct InterestPiece {
  absl::CivilDay from;
  absl::CivilDay to;
  Parts principal;
  int64_t yearly_hundred_thousandths = 0;
  int64_t year_days = 0;
  int64_t daily_hundred_thousandths = 0;
  // Each rounded to the cent by itself, half away from zero; total may differ from the sum of the parts
  // by a cent. What is owed are the parts.
  Parts interest = {};
  Money total = {};
  std::string source = {};
  bool verified = false;
  bool posted = false;
  int number = 0;  // Among the pieces that its debt was charged, 1 and up; 0: by its place.

  int64_t days() const { return to - from + 1; }
};

// Interest at one rate; both days count.
absl::StatusOr<InterestPiece> OnePiece(const Parts& principal, const Rate& rate);

// Interest over [from, to], a piece for each rate; none when `to` is before `from` or nothing is owed.
// INTEREST_RATE_UNKNOWN with the first day that has no rate.
absl::StatusOr<std::vector<InterestPiece>> Interest(const Parts& principal, absl::CivilDay from,
                                                    absl::CivilDay to, const std::vector<Rule>& rules);

// The same piece cut off after `to`, which lies within it.
absl::StatusOr<InterestPiece> CutAfter(const InterestPiece& piece, absl::CivilDay to);

absl::StatusOr<Parts> SumOf(const std::vector<InterestPiece>& pieces, Currency currency);

// "10.15", "0.02778": hundred-thousandths without needless zeros.
std::string FormatHundredThousandths(int64_t value);

}  // namespace tranche::payments::recoveries
