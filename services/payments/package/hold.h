// SPDX-License-Identifier: EUPL-1.2
// The hold by which an open package keeps versions of its contract away: its states and steps.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"

namespace tranche::payments::package {

enum class HoldState { kTaking, kHeld, kReleasing, kReleased };
inline constexpr HoldState kHoldStates[] = {HoldState::kTaking, HoldState::kHeld, HoldState::kReleasing,
                                            HoldState::kReleased};

enum class HoldStep {
  kBegin,    // A package is about to be opened.
  kConfirm,  // It is open.
  kGiveUp,   // It was not opened.
  kLetGo,    // It is closed.
  kTold,     // Proposals knows that it is over.
};
inline constexpr HoldStep kHoldSteps[] = {HoldStep::kBegin, HoldStep::kConfirm, HoldStep::kGiveUp,
                                          HoldStep::kLetGo, HoldStep::kTold};

absl::string_view Name(HoldState state);  // "TAKING", as in the database.

// The table of README.md; nothing: the step does nothing, for it came late.
std::optional<HoldState> Next(HoldState state, HoldStep step);
// The only state from which a step other than kBegin leads on.
HoldState FromOf(HoldStep step);

}  // namespace tranche::payments::package
