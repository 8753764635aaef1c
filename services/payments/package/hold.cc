// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/hold.h"

namespace tranche::payments::package {

absl::string_view Name(HoldState state) {
  switch (state) {
    case HoldState::kTaking:
      return "TAKING";
    case HoldState::kHeld:
      return "HELD";
    case HoldState::kReleasing:
      return "RELEASING";
    case HoldState::kReleased:
      return "RELEASED";
  }
  return "";
}

HoldState FromOf(HoldStep step) {
  switch (step) {
    case HoldStep::kLetGo:
      return HoldState::kHeld;
    case HoldStep::kTold:
      return HoldState::kReleasing;
    default:
      return HoldState::kTaking;
  }
}

std::optional<HoldState> Next(HoldState state, HoldStep step) {
  // Whatever became of the one before: the contract has one hold at a time, and the next is another.
  if (step == HoldStep::kBegin) return HoldState::kTaking;
  if (state != FromOf(step)) return std::nullopt;
  switch (step) {
    case HoldStep::kConfirm:
      return HoldState::kHeld;
    case HoldStep::kTold:
      return HoldState::kReleased;
    default:
      return HoldState::kReleasing;
  }
}

}  // namespace tranche::payments::package
