// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/interest.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kBasic[] = "interest_basic_percent";
constexpr char kAllowance[] = "interest_allowance_percent";
constexpr char kYearDays[] = "interest_year_days";
constexpr int kRatePlaces = 5;
constexpr int64_t kHundredThousand = 100'000;
constexpr int64_t kPercent = 100;

// The rate of one day; nothing when one of the three rules is missing.
absl::StatusOr<std::optional<Rate>> RateOn(const std::vector<Rule>& rules, absl::CivilDay day) {
  const Rule* basic = FindRule(rules, kBasic, day);
  const Rule* allowance = FindRule(rules, kAllowance, day);
  const Rule* year = FindRule(rules, kYearDays, day);
  if (basic == nullptr || allowance == nullptr || year == nullptr) return std::optional<Rate>();
  Rate rate{.from = day, .to = day};
  TRANCHE_ASSIGN_OR_RETURN(const int64_t basic_value, ScaledValue(*basic, kRatePlaces));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t allowance_value, ScaledValue(*allowance, kRatePlaces));
  TRANCHE_ASSIGN_OR_RETURN(rate.year_days, WholeValue(*year));
  constexpr int64_t kYearlyMax = 1'000 * kHundredThousand;
  if (rate.year_days < 1 || rate.year_days > 366 || basic_value > kYearlyMax ||
      allowance_value > kYearlyMax) {
    return Refuse("RULE_UNREADABLE", {{"rule", year->code}, {"value", year->value}});
  }
  rate.yearly_hundred_thousandths = basic_value + allowance_value;
  rate.source = absl::StrCat(SourceOf(*basic), "; ", SourceOf(*allowance), "; ", SourceOf(*year));
  rate.verified = basic->verified && allowance->verified && year->verified;
  return std::optional<Rate>(rate);
}

// Days on which one of the three rules may begin or cease to hold.
std::set<absl::CivilDay> ChangesOf(const std::vector<Rule>& rules) {
  std::set<absl::CivilDay> changes;
  for (const Rule& rule : rules) {
    if (rule.code != kBasic && rule.code != kAllowance && rule.code != kYearDays) continue;
    changes.insert(rule.valid_from);
    if (rule.valid_to.has_value()) changes.insert(*rule.valid_to + 1);
  }
  return changes;
}

void Append(const Rate& rate, std::vector<Rate>* rates) {
  if (!rates->empty()) {
    Rate& last = rates->back();
    if (last.yearly_hundred_thousandths == rate.yearly_hundred_thousandths &&
        last.year_days == rate.year_days) {
      last.to = rate.to;
      last.verified = last.verified && rate.verified;
      if (!absl::StrContains(last.source, rate.source))
        absl::StrAppend(&last.source, "; ", rate.source);
      return;
    }
  }
  rates->push_back(rate);
}

}  // namespace

Parts ZeroTwo(Currency currency) { return {Money::Zero(currency), Money::Zero(currency)}; }

absl::StatusOr<Money> Sum(const Parts& parts) { return tranche::Add(parts.eu, parts.national); }

absl::StatusOr<Parts> Add(const Parts& a, const Parts& b) {
  Parts sum;
  TRANCHE_ASSIGN_OR_RETURN(sum.eu, tranche::Add(a.eu, b.eu));
  TRANCHE_ASSIGN_OR_RETURN(sum.national, tranche::Add(a.national, b.national));
  return sum;
}

absl::StatusOr<Parts> Subtract(const Parts& a, const Parts& b) {
  Parts difference;
  TRANCHE_ASSIGN_OR_RETURN(difference.eu, tranche::Subtract(a.eu, b.eu));
  TRANCHE_ASSIGN_OR_RETURN(difference.national, tranche::Subtract(a.national, b.national));
  return difference;
}

absl::StatusOr<Parts> ToEuro(const Parts& leva) {
  Parts parts;
  TRANCHE_ASSIGN_OR_RETURN(parts.eu, ConvertToEuro(leva.eu, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(parts.national, ConvertToEuro(leva.national, Rounding::kHalfUp));
  return parts;
}

bool IsWithin(const Parts& a, const Parts& b) {
  return a.eu.minor() <= b.eu.minor() && a.national.minor() <= b.national.minor();
}

bool IsZero(const Parts& parts) { return parts.eu.IsZero() && parts.national.IsZero(); }

int64_t DailyHundredThousandths(int64_t yearly_hundred_thousandths, int64_t year_days) {
  const int64_t quotient = yearly_hundred_thousandths / year_days;
  const int64_t twice = 2 * (yearly_hundred_thousandths % year_days);
  const bool up = twice > year_days || (twice == year_days && quotient % 2 != 0);
  return quotient + (up ? 1 : 0);
}

absl::StatusOr<RateTable> RatesOver(const std::vector<Rule>& rules, absl::CivilDay from,
                                    absl::CivilDay to) {
  RateTable table;
  const std::set<absl::CivilDay> changes = ChangesOf(rules);
  for (absl::CivilDay day = from; day <= to;) {
    TRANCHE_ASSIGN_OR_RETURN(std::optional<Rate> rate, RateOn(rules, day));
    if (!rate.has_value()) {
      table.missing_from = day;
      return table;
    }
    const auto next = changes.upper_bound(day);
    rate->to = next == changes.end() ? to : std::min(to, *next - 1);
    Append(*rate, &table.rates);
    day = rate->to + 1;
  }
  return table;
}

absl::StatusOr<InterestPiece> OnePiece(const Parts& principal, const Rate& rate) {
  InterestPiece piece{.from = rate.from,
                      .to = rate.to,
                      .principal = principal,
                      .yearly_hundred_thousandths = rate.yearly_hundred_thousandths,
                      .year_days = rate.year_days};
  piece.daily_hundred_thousandths =
      DailyHundredThousandths(rate.yearly_hundred_thousandths, rate.year_days);
  piece.source = rate.source;
  piece.verified = rate.verified;
  const Ratio share = {piece.daily_hundred_thousandths * piece.days(), kPercent * kHundredThousand};
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Sum(principal));
  TRANCHE_ASSIGN_OR_RETURN(piece.interest.eu, MultiplyByRatio(principal.eu, share, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(piece.interest.national,
                           MultiplyByRatio(principal.national, share, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(piece.total, MultiplyByRatio(whole, share, Rounding::kHalfUp));
  return piece;
}

absl::StatusOr<std::vector<InterestPiece>> Interest(const Parts& principal, absl::CivilDay from,
                                                    absl::CivilDay to, const std::vector<Rule>& rules) {
  std::vector<InterestPiece> pieces;
  if (to < from || IsZero(principal)) return pieces;
  TRANCHE_ASSIGN_OR_RETURN(const RateTable table, RatesOver(rules, from, to));
  if (table.missing_from.has_value()) {
    return Refuse("INTEREST_RATE_UNKNOWN", {{"day", FormatDay(*table.missing_from)}});
  }
  for (const Rate& rate : table.rates) {
    TRANCHE_ASSIGN_OR_RETURN(InterestPiece piece, OnePiece(principal, rate));
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

absl::StatusOr<InterestPiece> CutAfter(const InterestPiece& piece, absl::CivilDay to) {
  TRANCHE_ASSIGN_OR_RETURN(
      InterestPiece cut,
      OnePiece(piece.principal, {.from = piece.from,
                                 .to = std::min(to, piece.to),
                                 .yearly_hundred_thousandths = piece.yearly_hundred_thousandths,
                                 .year_days = piece.year_days,
                                 .source = piece.source,
                                 .verified = piece.verified}));
  cut.posted = piece.posted;
  return cut;
}

absl::StatusOr<Parts> SumOf(const std::vector<InterestPiece>& pieces, Currency currency) {
  Parts sum = ZeroTwo(currency);
  for (const InterestPiece& piece : pieces) {
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, piece.interest));
  }
  return sum;
}

std::string FormatHundredThousandths(int64_t value) {
  std::string text = absl::StrFormat("%d.%05d", value / kHundredThousand, value % kHundredThousand);
  while (absl::EndsWith(text, "0")) text.pop_back();
  if (absl::EndsWith(text, ".")) text.pop_back();
  return text;
}

}  // namespace tranche::payments::recoveries
