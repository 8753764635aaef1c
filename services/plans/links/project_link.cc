// SPDX-License-Identifier: EUPL-1.2
#include "plans/links/project_link.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/base/error.h"
#include "platform/text/words_in_common.h"

namespace tranche::plans {
namespace {

// Below it the row at the place is taken for another measure.
constexpr int kSameMeasurePercent = 50;

std::string KindOf(const Contribution& contribution) {
  if (contribution.share_hundredths) return "%";
  if (contribution.amount) return "BGN/EUR";
  return "–";
}

}  // namespace

absl::Status DecideLink(const std::vector<LinkFact>& others, const LinkFact& asked) {
  int given = 0;
  for (const LinkFact& other : others) {
    if (other.measure == asked.measure) {
      return Refuse("LINK_ALREADY_THERE", {{"number", absl::StrCat(other.number)}});
    }
    given += other.contribution.share_hundredths.value_or(0);
  }
  for (const LinkFact& other : others) {
    if (KindOf(other.contribution) == KindOf(asked.contribution)) continue;
    return Refuse("LINK_CONTRIBUTIONS_MIXED", {{"kind", KindOf(other.contribution)}});
  }
  const int share = asked.contribution.share_hundredths.value_or(0);
  if (given + share > kWholeHundredths) {
    return Refuse("LINK_SHARES_EXCEED", {{"given", FormatShare(given)}, {"asked", FormatShare(share)}});
  }
  return absl::OkStatus();
}

std::string TroubleOf(const std::string& words_then, const std::optional<std::string>& activity_now) {
  if (!activity_now) return "LINK_MEASURE_DROPPED";
  // Also where both have no words, which are similar to nothing.
  if (words_then == *activity_now) return "";
  if (PercentInCommon(words_then, *activity_now) < kSameMeasurePercent) return "LINK_MEASURE_RENAMED";
  return "";
}

std::string FormatShare(int hundredths) {
  if (hundredths % 100 == 0) return absl::StrCat(hundredths / 100);
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

}  // namespace tranche::plans
