// SPDX-License-Identifier: EUPL-1.2
// Places at which a test ends or fails a process, to show that it may end anywhere. In a program that
// is shipped they are a branch that is never taken: only tests/crash holds something that acts on them.
#pragma once

#include <atomic>

#include "absl/base/optimization.h"
#include "absl/strings/string_view.h"
#include "platform/rpc/call_scope.h"

namespace tranche::failpoint {

// Is told of each place that is reached: the step within a call or within the following of a log
// ("commit.before"), and whose it is. May end the process; true: the step is to fail.
using Action = bool (*)(absl::string_view step, const rpc::CallScope& scope);

inline std::atomic<Action> action = nullptr;

}  // namespace tranche::failpoint

// True when the step is to fail here as it would if what it talks to were lost. Its arguments are not
// evaluated unless an action is installed.
//   if (TRANCHE_FAILPOINT("commit.before", scope)) return Broken("DATABASE_DOWN", true);
#define TRANCHE_FAILPOINT(step, scope)                                             \
  ([&] {                                                                           \
    const auto act = ::tranche::failpoint::action.load(std::memory_order_relaxed); \
    return ABSL_PREDICT_FALSE(act != nullptr) && act(step, scope);                 \
  }())
