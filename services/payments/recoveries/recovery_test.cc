// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/recovery.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace tranche::payments::recoveries {
namespace {

// Every pair of state and step against a table of its own: what is not listed must be refused.
template <class State, class Step>
void ExpectTable(const std::map<std::pair<State, Step>, State>& allowed, int states, int steps) {
  for (int state = 0; state < states; ++state) {
    for (int step = 0; step < steps; ++step) {
      const auto from = static_cast<State>(state);
      const auto found = allowed.find({from, static_cast<Step>(step)});
      const std::optional<State> next = Next(from, static_cast<Step>(step));
      ASSERT_EQ(next.has_value(), found != allowed.end()) << WordOf(from) << ", step " << step;
      if (next.has_value()) {
        EXPECT_EQ(*next, found->second) << WordOf(from) << ", step " << step;
      }
    }
  }
}

TEST(SignalState, EveryPairOfStateAndStep) {
  using enum SignalState;
  using Step = SignalStep;
  ExpectTable<SignalState, SignalStep>({{{kDraft, Step::kRegister}, kActive},
                                        {{kDraft, Step::kRemove}, kRemoved},
                                        {{kActive, Step::kExtendCheck}, kActive},
                                        {{kActive, Step::kEnd}, kEnded},
                                        {{kActive, Step::kRemove}, kRemoved}},
                                       4, 4);
}

TEST(CaseState, EveryPairOfStateAndStep) {
  using enum CaseState;
  using Step = CaseStep;
  ExpectTable<CaseState, CaseStep>({{{kActive, Step::kEnd}, kEnded},
                                    {{kActive, Step::kTerminate}, kTerminated},
                                    {{kActive, Step::kCancel}, kCanceled},
                                    {{kEnded, Step::kReopen}, kActive},
                                    {{kTerminated, Step::kReopen}, kActive}},
                                   4, 4);
}

TEST(RecoveryState, EveryPairOfStateAndStep) {
  using enum RecoveryState;
  using Step = RecoveryStep;
  ExpectTable<RecoveryState, RecoveryStep>({{{kNew, Step::kAmend}, kNew},
                                            {{kNew, Step::kEnter}, kEntered},
                                            {{kNew, Step::kRemove}, kRemoved},
                                            {{kEntered, Step::kAmend}, kEntered},
                                            {{kEntered, Step::kEnter}, kEntered},
                                            {{kEntered, Step::kRemove}, kRemoved}},
                                           3, 3);
}

TEST(VersionState, EveryPairOfStateAndStep) {
  using enum VersionState;
  using Step = VersionStep;
  ExpectTable<VersionState, VersionStep>({{{kDraft, Step::kEnter}, kActual},
                                          {{kDraft, Step::kRemove}, kArchived},
                                          {{kActual, Step::kSupersede}, kArchived},
                                          {{kActual, Step::kRemove}, kArchived}},
                                         3, 3);
}

TEST(StateWords, AreDifferent) {
  const std::set<std::string> words = {
      WordOf(SignalState::kDraft),     WordOf(SignalState::kActive),   WordOf(SignalState::kEnded),
      WordOf(SignalState::kRemoved),   WordOf(CaseState::kActive),     WordOf(CaseState::kEnded),
      WordOf(CaseState::kTerminated),  WordOf(CaseState::kCanceled),   WordOf(RecoveryState::kNew),
      WordOf(RecoveryState::kEntered), WordOf(RecoveryState::kRemoved)};
  EXPECT_EQ(words.size(), 11u);
}

}  // namespace
}  // namespace tranche::payments::recoveries
