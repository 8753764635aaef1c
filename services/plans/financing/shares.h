// SPDX-License-Identifier: EUPL-1.2
// What the shares of the sources of a row come to: only where they are the whole and divide the total
// exactly, since nobody writes how they would be rounded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plans/plan.h"

namespace tranche::plans::financing {

struct ShareAmounts {
  enum class Outcome {
    kNone,      // No source has a share.
    kNotWhole,  // They are not 100 together.
    kNoTotal,   // The row states no total.
    kNotExact,  // The total is not divided to the last place.
    kExact,
  };
  Outcome outcome = Outcome::kNone;
  std::string shares;          // "ЕСФ 85 %; ДБ 10 %"
  std::string sum;             // "95"
  std::vector<Money> amounts;  // Of kExact: one for each source, zero for one without a share.
  std::string in_words;        // Of kExact: "ЕСФ 8500.00; ДБ 1500.00"
};

ShareAmounts AmountsOfShares(const std::vector<Source>& sources, const std::optional<Money>& total);

}  // namespace tranche::plans::financing
