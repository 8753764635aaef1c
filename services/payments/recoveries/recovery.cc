// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/recovery.h"

namespace tranche::payments::recoveries {
namespace {

template <class State, class Step>
struct Row {
  State from;
  Step step;
  State to;
};

template <class State, class Step, int kRows>
std::optional<State> Find(const Row<State, Step> (&rows)[kRows], State from, Step step) {
  for (const Row<State, Step>& row : rows) {
    if (row.from == from && row.step == step) return row.to;
  }
  return std::nullopt;
}

}  // namespace

std::optional<SignalState> Next(SignalState state, SignalStep step) {
  static constexpr Row<SignalState, SignalStep> kRows[] = {
      {SignalState::kDraft, SignalStep::kRegister, SignalState::kActive},
      {SignalState::kDraft, SignalStep::kRemove, SignalState::kRemoved},
      {SignalState::kActive, SignalStep::kExtendCheck, SignalState::kActive},
      {SignalState::kActive, SignalStep::kEnd, SignalState::kEnded},
      {SignalState::kActive, SignalStep::kRemove, SignalState::kRemoved},
  };
  return Find(kRows, state, step);
}

std::optional<CaseState> Next(CaseState state, CaseStep step) {
  static constexpr Row<CaseState, CaseStep> kRows[] = {
      {CaseState::kActive, CaseStep::kEnd, CaseState::kEnded},
      {CaseState::kActive, CaseStep::kTerminate, CaseState::kTerminated},
      {CaseState::kActive, CaseStep::kCancel, CaseState::kCanceled},
      {CaseState::kEnded, CaseStep::kReopen, CaseState::kActive},
      {CaseState::kTerminated, CaseStep::kReopen, CaseState::kActive},
  };
  return Find(kRows, state, step);
}

std::optional<RecoveryState> Next(RecoveryState state, RecoveryStep step) {
  static constexpr Row<RecoveryState, RecoveryStep> kRows[] = {
      {RecoveryState::kNew, RecoveryStep::kAmend, RecoveryState::kNew},
      {RecoveryState::kNew, RecoveryStep::kEnter, RecoveryState::kEntered},
      {RecoveryState::kNew, RecoveryStep::kRemove, RecoveryState::kRemoved},
      {RecoveryState::kEntered, RecoveryStep::kAmend, RecoveryState::kEntered},
      {RecoveryState::kEntered, RecoveryStep::kEnter, RecoveryState::kEntered},
      {RecoveryState::kEntered, RecoveryStep::kRemove, RecoveryState::kRemoved},
  };
  return Find(kRows, state, step);
}

std::optional<VersionState> Next(VersionState state, VersionStep step) {
  static constexpr Row<VersionState, VersionStep> kRows[] = {
      {VersionState::kDraft, VersionStep::kEnter, VersionState::kActual},
      {VersionState::kDraft, VersionStep::kRemove, VersionState::kArchived},
      {VersionState::kActual, VersionStep::kSupersede, VersionState::kArchived},
      {VersionState::kActual, VersionStep::kRemove, VersionState::kArchived},
  };
  return Find(kRows, state, step);
}

const char* WordOf(SignalState state) {
  static constexpr const char* kWords[] = {"SIGNAL_DRAFT", "SIGNAL_ACTIVE", "SIGNAL_ENDED",
                                           "SIGNAL_REMOVED"};
  return kWords[static_cast<int>(state)];
}

const char* WordOf(CaseState state) {
  static constexpr const char* kWords[] = {"CASE_ACTIVE", "CASE_ENDED", "CASE_TERMINATED",
                                           "CASE_CANCELED"};
  return kWords[static_cast<int>(state)];
}

const char* WordOf(RecoveryState state) {
  static constexpr const char* kWords[] = {"RECOVERY_NEW", "RECOVERY_ENTERED", "RECOVERY_REMOVED"};
  return kWords[static_cast<int>(state)];
}

const char* WordOf(VersionState state) {
  static constexpr const char* kWords[] = {"VERSION_DRAFT", "VERSION_ACTUAL", "VERSION_ARCHIVED"};
  return kWords[static_cast<int>(state)];
}

}  // namespace tranche::payments::recoveries
