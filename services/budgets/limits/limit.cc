// SPDX-License-Identifier: EUPL-1.2
#include "budgets/limits/limit.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

constexpr int kWhole = 100'00;  // A hundred percent in hundredths.

std::string CodeOf(Currency currency) { return std::string(CurrencyCode(currency)); }

// One of the amounts of these lines together; a line that there is not adds nothing.
absl::StatusOr<Money> SumOf(const std::vector<std::string>& codes, const LimitedLines& lines,
                            Money LimitedLine::*amount, Currency currency) {
  Money sum = Money::Zero(currency);
  for (const std::string& code : codes) {
    const auto line = lines.find(code);
    if (line == lines.end()) continue;
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, line->second.*amount));
  }
  return sum;
}

absl::Status BelowUsed(const Limit& limit, Money cap, Money used) {
  return Refuse("LIMIT_BELOW_USED", {{"limit", limit.code},
                                     {"title", limit.title},
                                     {"cap", FormatAmount(cap)},
                                     {"used", FormatAmount(used)},
                                     {"currency", CodeOf(cap.currency())}});
}

}  // namespace

absl::StatusOr<int> ParsePercent(const std::string& text, int max_hundredths) {
  const absl::StatusOr<Money> hundredths = ParseAmount(text, Currency::kEur);
  if (!hundredths.ok() || hundredths->minor() <= 0 || hundredths->minor() > max_hundredths) {
    return Refuse("PERCENT_OUT_OF_RANGE", {{"value", text}, {"max", FormatPercent(max_hundredths)}});
  }
  return static_cast<int>(hundredths->minor());
}

std::string FormatPercent(int hundredths) {
  if (hundredths % 100 == 0) return absl::StrCat(hundredths / 100);
  const std::string text = FormatAmount(Money::Minor(hundredths, Currency::kEur));
  return std::string(absl::StripSuffix(text, "0"));
}

absl::StatusOr<Money> PercentOf(Money amount, int hundredths) {
  return MultiplyByRatio(amount, {.numerator = hundredths, .denominator = kWhole}, Rounding::kDown);
}

absl::StatusOr<Money> CapOf(const Limit& limit, Money base) {
  if (limit.fixed) return *limit.fixed;
  return PercentOf(base, limit.percent_hundredths);
}

absl::StatusOr<Limit> TakeFrom(const Limit& limit, Money amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(limit.cap, limit.used));
  if (amount.minor() > left.minor()) {
    return Refuse("LIMIT_EXHAUSTED", {{"limit", limit.code},
                                      {"title", limit.title},
                                      {"left", FormatAmount(left)},
                                      {"asked", FormatAmount(amount)},
                                      {"currency", CodeOf(limit.cap.currency())}});
  }
  Limit after = limit;
  TRANCHE_ASSIGN_OR_RETURN(after.used, Add(limit.used, amount));
  return after;
}

absl::StatusOr<Limit> PlaceOn(Limit limit, const LimitedLines& lines, Currency currency) {
  for (const std::vector<std::string>* codes : {&limit.lines, &limit.base_lines}) {
    for (const std::string& code : *codes) {
      if (lines.find(code) == lines.end()) return Refuse("LINE_NOT_FOUND", {{"line", code}});
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money base,
                           SumOf(limit.base_lines, lines, &LimitedLine::cap, currency));
  TRANCHE_ASSIGN_OR_RETURN(limit.cap, CapOf(limit, base));
  TRANCHE_ASSIGN_OR_RETURN(limit.used, SumOf(limit.lines, lines, &LimitedLine::used, currency));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(limit.cap, limit.used));
  if (left.IsNegative()) return BelowUsed(limit, limit.cap, limit.used);
  return limit;
}

absl::Status CheckCaps(absl::Span<const Limit> limits, const LimitedLines& before,
                       const LimitedLines& after, Currency currency) {
  for (const Limit& limit : limits) {
    TRANCHE_ASSIGN_OR_RETURN(const Money base,
                             SumOf(limit.base_lines, after, &LimitedLine::cap, currency));
    TRANCHE_ASSIGN_OR_RETURN(const Money cap, CapOf(limit, base));
    TRANCHE_ASSIGN_OR_RETURN(const Money used, SumOf(limit.lines, after, &LimitedLine::used, currency));
    TRANCHE_ASSIGN_OR_RETURN(const Money base_before,
                             SumOf(limit.base_lines, before, &LimitedLine::cap, currency));
    TRANCHE_ASSIGN_OR_RETURN(const Money cap_before, CapOf(limit, base_before));
    // A conversion to euro may leave a cent more in use than the ceiling; that hinders nothing else.
    if (used.minor() > cap.minor() && cap.minor() < cap_before.minor()) {
      return BelowUsed(limit, cap, used);
    }
    TRANCHE_ASSIGN_OR_RETURN(const Money caps_before,
                             SumOf(limit.lines, before, &LimitedLine::cap, currency));
    TRANCHE_ASSIGN_OR_RETURN(const Money caps_after,
                             SumOf(limit.lines, after, &LimitedLine::cap, currency));
    if (caps_after.minor() > cap.minor() && caps_after.minor() > caps_before.minor()) {
      return Refuse("LIMIT_ABOVE_CAPS", {{"limit", limit.code},
                                         {"title", limit.title},
                                         {"cap", FormatAmount(cap)},
                                         {"asked", FormatAmount(caps_after)},
                                         {"currency", CodeOf(currency)}});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<VerifiedLimit> CheckVerified(const Limit& limit, const LimitedLines& lines,
                                            Currency currency) {
  VerifiedLimit checked;
  TRANCHE_ASSIGN_OR_RETURN(checked.base, SumOf(limit.base_lines, lines, &LimitedLine::cap, currency));
  TRANCHE_ASSIGN_OR_RETURN(checked.verified, SumOf(limit.lines, lines, &LimitedLine::spent, currency));
  TRANCHE_ASSIGN_OR_RETURN(checked.verified_base,
                           SumOf(limit.base_lines, lines, &LimitedLine::spent, currency));
  TRANCHE_ASSIGN_OR_RETURN(checked.verified_cap, CapOf(limit, checked.verified_base));
  TRANCHE_ASSIGN_OR_RETURN(const Money above, Subtract(checked.verified, checked.verified_cap));
  checked.above = Money::Minor(std::max<int64_t>(0, above.minor()), currency);
  return checked;
}

}  // namespace tranche::budgets
