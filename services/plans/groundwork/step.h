// SPDX-License-Identifier: EUPL-1.2
// A step of a programme: its states, its moves, and what each move asks for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tranche::plans {

enum class StepState { kNotBegun, kUnderWay, kDone, kNotApplicable };
enum class StepMove { kBegin, kFinish, kReopen, kSetAside, kTakeUp };

inline constexpr StepState kStepStates[] = {StepState::kNotBegun, StepState::kUnderWay,
                                            StepState::kDone, StepState::kNotApplicable};
inline constexpr StepMove kStepMoves[] = {StepMove::kBegin, StepMove::kFinish, StepMove::kReopen,
                                          StepMove::kSetAside, StepMove::kTakeUp};

// Words of tranche.plans.v1, which the store keeps and the reasons name.
std::string WordOf(StepState state);
std::string WordOf(StepMove move);
std::optional<StepState> StateOf(const std::string& word);

// The state that the move leads to; nothing when the state does not allow it.
std::optional<StepState> Next(StepState state, StepMove move);
std::vector<StepMove> MovesFrom(StepState state);

// What is asked of a step in its state.
struct AskedMove {
  std::string step;  // For people.
  StepState state = StepState::kNotBegun;
  StepMove move = StepMove::kBegin;
  std::string reason;
  // Kind of the record that shows that the step is done; "": any, or none.
  std::string evidence_kind;
  struct Evidence {
    std::string name;
    std::string kind;  // "": there is no such record.
  };
  std::vector<Evidence> evidence;
};
// The state after it. STEP_MOVE_IMPOSSIBLE, STEP_EVIDENCE_MISSING; INVALID_REQUEST with
// STEP_REASON_MISSING, STEP_EVIDENCE_UNKNOWN, STEP_EVIDENCE_UNSUITABLE, LISTED_TWICE at the fields of
// MoveStep.
absl::StatusOr<StepState> DecideMove(const AskedMove& asked);

}  // namespace tranche::plans
