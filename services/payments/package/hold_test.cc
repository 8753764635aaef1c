// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/hold.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace tranche::payments::package {
namespace {

using S = HoldState;
using E = HoldStep;

// The table of README.md; a step that is not in it came late and does nothing.
TEST(Hold, EveryStateAndStep_IsAsTheTableSays) {
  const std::map<std::pair<S, E>, S> table = {
      {{S::kTaking, E::kBegin}, S::kTaking},    {{S::kHeld, E::kBegin}, S::kTaking},
      {{S::kReleasing, E::kBegin}, S::kTaking}, {{S::kReleased, E::kBegin}, S::kTaking},
      {{S::kTaking, E::kConfirm}, S::kHeld},    {{S::kTaking, E::kGiveUp}, S::kReleasing},
      {{S::kHeld, E::kLetGo}, S::kReleasing},   {{S::kReleasing, E::kTold}, S::kReleased}};
  int pairs = 0;
  for (const S state : kHoldStates) {
    for (const E step : kHoldSteps) {
      ++pairs;
      const auto stated = table.find({state, step});
      const std::optional<S> next = Next(state, step);
      EXPECT_EQ(next.has_value(), stated != table.end())
          << Name(state) << " " << static_cast<int>(step);
      if (next.has_value() && stated != table.end()) {
        EXPECT_EQ(*next, stated->second) << Name(state) << " " << static_cast<int>(step);
      }
    }
  }
  EXPECT_EQ(pairs, 20);
}

}  // namespace
}  // namespace tranche::payments::package
