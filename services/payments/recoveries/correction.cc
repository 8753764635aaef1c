// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/correction.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::recoveries {
namespace {

__extension__ typedef __int128 Wide;

constexpr int64_t kTenThousand = 10'000;
constexpr int64_t kWholePercent = 100;
constexpr char kBandPrefix[] = "correction_indicator_from_";
constexpr char kTruncates[] = "correction_indicator_truncates";
constexpr char kDurability[] = "correction_durability_percent";

std::string Text(Money amount) { return FormatAmount(amount); }

// The scale's percentages are the rules with this beginning.
std::string PercentPrefix(Scale scale) {
  switch (scale) {
    case Scale::kProcurement:
      return "correction_procurement_percent_";
    case Scale::kConflictOfInterest:
      return "correction_conflict_of_interest_percent_";
    case Scale::kSoundFinancialManagement:
      return "correction_sound_financial_management_percent_";
    case Scale::kAuditTrail:
      return "correction_audit_trail_percent_";
    case Scale::kVisibility:
      return "correction_visibility_percent_";
    case Scale::kIndicators:
    case Scale::kDurability:
      return "";
  }
  return "";
}

absl::StatusOr<CorrectionFound> Found(Ratio share, std::string basis) {
  CorrectionFound found{.share = share, .basis = std::move(basis)};
  const Wide numerator = static_cast<Wide>(share.numerator) * kWholePercent * kTenThousand;
  found.percent_ten_thousandths = static_cast<int64_t>((2 * numerator + share.denominator) /
                                                       (2 * static_cast<Wide>(share.denominator)));
  return found;
}

absl::StatusOr<CorrectionFound> HighestOf(const CorrectionInput& input,
                                          const std::vector<Rule>& rules) {
  const std::string prefix = PercentPrefix(input.scale);
  std::vector<int64_t> allowed;
  std::vector<std::string> allowed_texts;
  const Rule* source = nullptr;
  for (const Rule& rule : rules) {
    if (!absl::StartsWith(rule.code, prefix) || FindRule(rules, rule.code, input.decided_on) != &rule) {
      continue;
    }
    TRANCHE_ASSIGN_OR_RETURN(const int64_t percent, ScaledValue(rule, 2));
    allowed.push_back(percent);
    allowed_texts.push_back(rule.value);
    source = &rule;
  }
  if (source == nullptr) {
    return Refuse("RULE_MISSING", {{"rule", prefix}, {"day", FormatDay(input.decided_on)}});
  }
  std::vector<Violation> violations;
  const Finding* highest = &input.findings.front();
  for (size_t i = 0; i < input.findings.size(); ++i) {
    const Finding& finding = input.findings[i];
    if (finding.percent_hundredths > highest->percent_hundredths) highest = &finding;
    if (std::find(allowed.begin(), allowed.end(), finding.percent_hundredths) != allowed.end())
      continue;
    violations.push_back({absl::StrCat("correction.findings[", i, "].percent"),
                          "CORRECTION_PERCENT_UNKNOWN",
                          {{"percent", FormatTenThousandths(finding.percent_hundredths * 100)},
                           {"allowed", absl::StrJoin(allowed_texts, ", ")}}});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return Found({highest->percent_hundredths, kWholePercent * 100},
               absl::StrCat("най-високият от ", input.findings.size(), " / the highest of ",
                            input.findings.size(), ": ", SourceOf(*source)));
}

// Arithmetic mean of achievement over the indicators that count, as an exact fraction of one. Nothing
// when none counts.
absl::StatusOr<std::optional<std::pair<Wide, Wide>>> MeanAchievement(const CorrectionInput& input) {
  Wide numerator = 0;
  Wide denominator = 1;
  int64_t count = 0;
  for (const IndicatorResult& indicator : input.indicators) {
    if (indicator.unforeseeable) continue;
    ++count;
    const int64_t divisor = std::gcd(indicator.achieved_hundredths, indicator.target_hundredths);
    const Wide achieved = indicator.achieved_hundredths / divisor;
    const Wide target = indicator.target_hundredths / divisor;
    Wide left = 0;
    Wide right = 0;
    Wide below = 0;
    Wide above = 0;
    if (__builtin_mul_overflow(numerator, target, &left) ||
        __builtin_mul_overflow(achieved, denominator, &right) ||
        __builtin_add_overflow(left, right, &above) ||
        __builtin_mul_overflow(denominator, target, &below)) {
      return Refuse("MONEY_OUT_OF_RANGE");
    }
    Wide a = above;
    Wide b = below;
    while (b != 0) {
      const Wide rest = a % b;
      a = b;
      b = rest;
    }
    numerator = above / a;
    denominator = below / a;
  }
  if (count == 0) return std::optional<std::pair<Wide, Wide>>();
  if (__builtin_mul_overflow(denominator, static_cast<Wide>(count), &denominator) ||
      numerator > (static_cast<Wide>(1) << 100) || denominator > (static_cast<Wide>(1) << 100)) {
    return Refuse("MONEY_OUT_OF_RANGE");
  }
  return std::optional<std::pair<Wide, Wide>>({numerator, denominator});
}

absl::StatusOr<CorrectionFound> ByBand(const CorrectionInput& input, const std::vector<Rule>& rules) {
  TRANCHE_ASSIGN_OR_RETURN(const auto mean, MeanAchievement(input));
  if (!mean.has_value()) return Refuse("CORRECTION_NOT_DUE", {{"achieved", "-"}});
  TRANCHE_ASSIGN_OR_RETURN(const Rule* truncation, RequireRule(rules, kTruncates, input.decided_on));
  TRANCHE_ASSIGN_OR_RETURN(const bool truncates, FlagValue(*truncation));
  const auto [numerator, denominator] = *mean;
  const Wide percent = numerator * kWholePercent;
  const int64_t whole = static_cast<int64_t>(
      truncates ? percent / denominator : (2 * percent + denominator) / (2 * denominator));
  // Shown beside it, truncated too, so that 89.9999 is not read as 90.
  const std::string raw =
      FormatTenThousandths(static_cast<int64_t>(percent * kTenThousand / denominator));
  const Rule* band = nullptr;
  int64_t band_from = -1;
  for (const Rule& rule : rules) {
    absl::string_view code = rule.code;
    int64_t from = 0;
    if (!absl::ConsumePrefix(&code, kBandPrefix) || !absl::SimpleAtoi(code, &from)) continue;
    if (from > whole || from <= band_from || FindRule(rules, rule.code, input.decided_on) != &rule) {
      continue;
    }
    band = &rule;
    band_from = from;
  }
  if (band == nullptr) {
    return Refuse("RULE_MISSING", {{"rule", kBandPrefix}, {"day", FormatDay(input.decided_on)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const int64_t hundredths, ScaledValue(*band, 2));
  if (hundredths == 0) return Refuse("CORRECTION_NOT_DUE", {{"achieved", raw}});
  return Found({hundredths, kWholePercent * 100},
               absl::StrCat("постигнати / reached ", raw, " → ", whole, " % [", band->code,
                            "]: ", SourceOf(*band), "; ", SourceOf(*truncation)));
}

absl::StatusOr<CorrectionFound> ProRata(const CorrectionInput& input, const std::vector<Rule>& rules) {
  TRANCHE_ASSIGN_OR_RETURN(const Rule* rule, RequireRule(rules, kDurability, input.decided_on));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t hundredths, ScaledValue(*rule, 2));
  const UnfulfilledPeriod& period = *input.unfulfilled;
  return Found(
      {hundredths * period.days, kWholePercent * 100 * period.of_days},
      absl::StrCat(rule->value, " % × ", period.days, "/", period.of_days, ": ", SourceOf(*rule)));
}

}  // namespace

const char* WordOf(Scale scale) {
  static constexpr const char* kWords[] = {
      "PROCUREMENT", "CONFLICT_OF_INTEREST", "SOUND_FINANCIAL_MANAGEMENT",
      "AUDIT_TRAIL", "VISIBILITY",           "INDICATORS",
      "DURABILITY"};
  return kWords[static_cast<int>(scale)];
}

absl::Status CheckShape(const CorrectionInput& input) {
  const bool indicators = input.scale == Scale::kIndicators;
  const bool durability = input.scale == Scale::kDurability;
  std::vector<Violation> violations;
  const auto check = [&](const char* field, bool wanted, bool given) {
    if (wanted && !given) violations.push_back({field, "FIELD_REQUIRED", {}});
    if (!wanted && given) {
      violations.push_back({field, "FIELD_NOT_OF_CHOICE", {{"choice", WordOf(input.scale)}}});
    }
  };
  check("correction.findings", !indicators && !durability, !input.findings.empty());
  check("correction.indicators", indicators, !input.indicators.empty());
  check("correction.unfulfilled", durability, input.unfulfilled.has_value());
  for (size_t i = 0; i < input.indicators.size(); ++i) {
    const IndicatorResult& indicator = input.indicators[i];
    if (indicator.target_hundredths <= 0) {
      violations.push_back(
          {absl::StrCat("correction.indicators[", i, "].target"), "AMOUNT_NOT_ABOVE_ZERO", {}});
    }
    if (indicator.achieved_hundredths < 0) {
      violations.push_back(
          {absl::StrCat("correction.indicators[", i, "].achieved"), "AMOUNT_NEGATIVE", {}});
    }
  }
  if (input.unfulfilled.has_value() && input.unfulfilled->days > input.unfulfilled->of_days) {
    violations.push_back({"correction.unfulfilled.days",
                          "FIELD_OUT_OF_RANGE",
                          {{"value", absl::StrCat(input.unfulfilled->days)},
                           {"min", "1"},
                           {"max", absl::StrCat(input.unfulfilled->of_days)}}});
  }
  if (IsZero(input.affected))
    violations.push_back({"correction.affected", "AMOUNT_NOT_ABOVE_ZERO", {}});
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

absl::StatusOr<Parts> ShareOf(const Parts& affected, Ratio share) {
  Parts part;
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Sum(affected));
  TRANCHE_ASSIGN_OR_RETURN(const Money total, MultiplyByRatio(whole, share, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(part.eu, MultiplyByRatio(affected.eu, share, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(part.national, tranche::Subtract(total, part.eu));
  return part;
}

absl::StatusOr<CorrectionFound> FindCorrection(const CorrectionInput& input,
                                               const std::vector<Rule>& rules) {
  TRANCHE_RETURN_IF_ERROR(CheckShape(input));
  absl::StatusOr<CorrectionFound> found = input.scale == Scale::kIndicators   ? ByBand(input, rules)
                                          : input.scale == Scale::kDurability ? ProRata(input, rules)
                                                                              : HighestOf(input, rules);
  if (!found.ok()) return found;
  TRANCHE_ASSIGN_OR_RETURN(found->amount, ShareOf(input.affected, found->share));
  // A cent at five percent.
  if (IsZero(found->amount) || found->percent_ten_thousandths == 0) {
    return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  }
  return found;
}

absl::StatusOr<Parts> DecideEntry(const Parts& support, const Parts& corrected, const Parts& before,
                                  const Parts& indebted, const Parts& amount) {
  if (!IsWithin(indebted, amount)) {
    return Refuse("CORRECTION_BELOW_INDEBTED",
                  {{"indebted_eu", Text(indebted.eu)},
                   {"indebted_national", Text(indebted.national)},
                   {"currency", std::string(CurrencyCode(amount.eu.currency()))}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts others, Subtract(corrected, before));
  TRANCHE_ASSIGN_OR_RETURN(const Parts left, Subtract(support, others));
  if (!IsWithin(amount, left)) {
    return Refuse("CORRECTION_ABOVE_SUPPORT",
                  {{"asked_eu", Text(amount.eu)},
                   {"asked_national", Text(amount.national)},
                   {"left_eu", Text(left.eu)},
                   {"left_national", Text(left.national)},
                   {"currency", std::string(CurrencyCode(amount.eu.currency()))}});
  }
  return Add(others, amount);
}

absl::StatusOr<Parts> DecideDebtOfCorrection(const Parts& amount, const Parts& taken,
                                             const Parts& indebted, const Parts& before,
                                             const Parts& principal) {
  TRANCHE_ASSIGN_OR_RETURN(const Parts others, Subtract(indebted, before));
  TRANCHE_ASSIGN_OR_RETURN(const Parts used, Add(others, taken));
  TRANCHE_ASSIGN_OR_RETURN(Parts left, Subtract(amount, used));
  for (Money* part : {&left.eu, &left.national}) {
    if (part->IsNegative()) *part = Money::Zero(part->currency());
  }
  if (!IsWithin(principal, left) && !IsWithin(principal, before)) {
    return Refuse("DEBT_ABOVE_CORRECTION",
                  {{"left_eu", Text(left.eu)},
                   {"left_national", Text(left.national)},
                   {"currency", std::string(CurrencyCode(amount.eu.currency()))}});
  }
  return Add(others, principal);
}

std::string FormatTenThousandths(int64_t value) {
  std::string text = absl::StrFormat("%d.%04d", value / kTenThousand, value % kTenThousand);
  while (absl::EndsWith(text, "0")) text.pop_back();
  if (absl::EndsWith(text, ".")) text.pop_back();
  return text;
}

}  // namespace tranche::payments::recoveries
