// SPDX-License-Identifier: EUPL-1.2
// States and steps of signals, cases, corrections and debts. What a table does not hold is refused.
#pragma once

#include <optional>

namespace tranche::payments::recoveries {

enum class SignalState { kDraft, kActive, kEnded, kRemoved };
enum class SignalStep { kRegister, kExtendCheck, kEnd, kRemove };
std::optional<SignalState> Next(SignalState state, SignalStep step);

enum class CaseState { kActive, kEnded, kTerminated, kCanceled };
enum class CaseStep { kEnd, kTerminate, kCancel, kReopen };
std::optional<CaseState> Next(CaseState state, CaseStep step);

// A correction or a debt as an object; what it holds stands in its versions.
enum class RecoveryState { kNew, kEntered, kRemoved };
enum class RecoveryStep { kAmend, kEnter, kRemove };
std::optional<RecoveryState> Next(RecoveryState state, RecoveryStep step);

enum class VersionState { kDraft, kActual, kArchived };
// What happens to a version when its object takes a step: its own draft is entered, another draft is
// entered instead of it, or the object is removed.
enum class VersionStep { kEnter, kSupersede, kRemove };
std::optional<VersionState> Next(VersionState state, VersionStep step);

// Words of the database and of the protocol.
const char* WordOf(SignalState state);
const char* WordOf(CaseState state);
const char* WordOf(RecoveryState state);
const char* WordOf(VersionState state);

}  // namespace tranche::payments::recoveries
