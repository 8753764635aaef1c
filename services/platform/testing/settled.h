// SPDX-License-Identifier: EUPL-1.2
// Reading a log of events that was just written.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tranche::testing {

// The answer of `ask`, a StatusOr of ListEventsResponse, once nothing in it waits any more. Events wait
// for older transactions of the whole cluster, which the tests share: it is asked for again, for at
// most 10 s.
template <class Ask>
auto Settled(Ask ask) {
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  auto log = ask();
  while (log.ok() && log->pending() && absl::Now() < deadline) log = ask();
  return log;
}

}  // namespace tranche::testing
