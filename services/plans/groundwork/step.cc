// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/step.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::plans {
namespace {

struct Transition {
  StepState from;
  StepMove move;
  StepState to;
};
constexpr std::array<Transition, 8> kTransitions = {{
    {StepState::kNotBegun, StepMove::kBegin, StepState::kUnderWay},
    // What was done before anybody kept a list of it.
    {StepState::kNotBegun, StepMove::kFinish, StepState::kDone},
    {StepState::kNotBegun, StepMove::kSetAside, StepState::kNotApplicable},
    {StepState::kUnderWay, StepMove::kFinish, StepState::kDone},
    {StepState::kUnderWay, StepMove::kSetAside, StepState::kNotApplicable},
    {StepState::kDone, StepMove::kReopen, StepState::kUnderWay},
    {StepState::kDone, StepMove::kFinish, StepState::kDone},  // With other evidence.
    {StepState::kNotApplicable, StepMove::kTakeUp, StepState::kNotBegun},
}};

bool NeedsReason(StepMove move) { return move == StepMove::kSetAside || move == StepMove::kReopen; }

}  // namespace

std::string WordOf(StepState state) {
  switch (state) {
    case StepState::kNotBegun:
      return "NOT_BEGUN";
    case StepState::kUnderWay:
      return "UNDER_WAY";
    case StepState::kDone:
      return "STEP_DONE";
    case StepState::kNotApplicable:
      return "NOT_APPLICABLE";
  }
  return "";
}

std::string WordOf(StepMove move) {
  switch (move) {
    case StepMove::kBegin:
      return "BEGIN_STEP";
    case StepMove::kFinish:
      return "FINISH_STEP";
    case StepMove::kReopen:
      return "REOPEN_STEP";
    case StepMove::kSetAside:
      return "SET_STEP_ASIDE";
    case StepMove::kTakeUp:
      return "TAKE_STEP_UP";
  }
  return "";
}

std::optional<StepState> StateOf(const std::string& word) {
  for (const StepState state : kStepStates) {
    if (WordOf(state) == word) return state;
  }
  return std::nullopt;
}

std::optional<StepState> Next(StepState state, StepMove move) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.move == move) return transition.to;
  }
  return std::nullopt;
}

std::vector<StepMove> MovesFrom(StepState state) {
  std::vector<StepMove> moves;
  for (const StepMove move : kStepMoves) {
    if (Next(state, move)) moves.push_back(move);
  }
  return moves;
}

absl::StatusOr<StepState> DecideMove(const AskedMove& asked) {
  const std::optional<StepState> next = Next(asked.state, asked.move);
  if (!next) {
    return Refuse("STEP_MOVE_IMPOSSIBLE",
                  {{"step", asked.step}, {"state", WordOf(asked.state)}, {"move", WordOf(asked.move)}});
  }
  std::vector<Violation> violations;
  if (NeedsReason(asked.move) && asked.reason.empty()) {
    violations.push_back({"reason", "STEP_REASON_MISSING", {{"move", WordOf(asked.move)}}});
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < asked.evidence.size(); ++i) {
    const AskedMove::Evidence& evidence = asked.evidence[i];
    const std::string place = absl::StrCat("evidence[", i, "]");
    if (!seen.insert(evidence.name).second) {
      violations.push_back({place, "LISTED_TWICE", {{"item", evidence.name}}});
    } else if (evidence.kind.empty()) {
      violations.push_back({place, "STEP_EVIDENCE_UNKNOWN", {{"evidence", evidence.name}}});
    } else if (!asked.evidence_kind.empty() && evidence.kind != asked.evidence_kind) {
      violations.push_back(
          {place,
           "STEP_EVIDENCE_UNSUITABLE",
           {{"evidence", evidence.name}, {"stored", evidence.kind}, {"kind", asked.evidence_kind}}});
    }
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  if (*next == StepState::kDone && !asked.evidence_kind.empty() && asked.evidence.empty()) {
    return Refuse("STEP_EVIDENCE_MISSING", {{"step", asked.step}, {"kind", asked.evidence_kind}});
  }
  return *next;
}

}  // namespace tranche::plans
