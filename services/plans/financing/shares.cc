// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing/shares.h"

#include <cstdint>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tranche::plans::financing {
namespace {

constexpr int kPlaces = 4;             // Of a share that is written.
constexpr int64_t kPercentMost = 999;  // A share of more counts as this: the sum is no whole.
constexpr int64_t kUnitsOfPercent = 10'000;
constexpr int64_t kWhole = 100 * kUnitsOfPercent;

// "12.5" in ten-thousandths of a percent; 0 for anything that is no share.
int64_t UnitsOf(absl::string_view share) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(share, '.');
  int64_t whole = 0, fraction = 0;
  if (!absl::SimpleAtoi(parts.first, &whole) || parts.second.size() > kPlaces) return 0;
  if (whole > kPercentMost) return kPercentMost * kUnitsOfPercent;
  const std::string places =
      absl::StrCat(parts.second, std::string(kPlaces - parts.second.size(), '0'));
  if (!absl::SimpleAtoi(places, &fraction)) return 0;
  return whole * kUnitsOfPercent + fraction;
}

std::string PercentOf(int64_t units) {
  std::string text = absl::StrFormat("%d.%04d", units / kUnitsOfPercent, units % kUnitsOfPercent);
  while (absl::EndsWith(text, "0")) text.pop_back();
  return std::string(absl::StripSuffix(text, "."));
}

}  // namespace

ShareAmounts AmountsOfShares(const std::vector<Source>& sources, const std::optional<Money>& total) {
  using Outcome = ShareAmounts::Outcome;
  ShareAmounts found;
  int64_t sum = 0;
  bool exact = true;
  std::vector<std::string> shares, words;
  for (const Source& source : sources) {
    const int64_t units = UnitsOf(source.share_percent);
    sum += units;
    if (!source.share_percent.empty())
      shares.push_back(absl::StrCat(source.as_written, " ", source.share_percent, " %"));
    if (!total) continue;
    const absl::int128 product = absl::int128(total->minor()) * units;
    exact = exact && product % kWhole == 0;
    const Money amount = Money::Minor(static_cast<int64_t>(product / kWhole), total->currency());
    found.amounts.push_back(amount);
    if (!source.share_percent.empty())
      words.push_back(absl::StrCat(source.as_written, " ", FormatAmount(amount)));
  }
  if (shares.empty()) return {};
  found.shares = absl::StrJoin(shares, "; ");
  found.sum = PercentOf(sum);
  found.outcome = sum != kWhole ? Outcome::kNotWhole
                  : !total      ? Outcome::kNoTotal
                  : !exact      ? Outcome::kNotExact
                                : Outcome::kExact;
  if (found.outcome == Outcome::kExact) {
    found.in_words = absl::StrJoin(words, "; ");
  } else {
    found.amounts.clear();
  }
  return found;
}

}  // namespace tranche::plans::financing
