// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/keeper.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"

namespace tranche::rpc {
namespace {

TEST(Keeper, Started_WorksAgainAndAgain) {
  std::atomic<int> times = 0;
  absl::Notification third;
  Keeper keeper(absl::Milliseconds(1), [&] {
    if (++times == 3) third.Notify();
  });
  keeper.Start();
  third.WaitForNotification();
  keeper.Stop();
  const int until_then = times;
  EXPECT_GE(until_then, 3);
}

TEST(Keeper, Stop_BreaksThePauseOff) {
  int times = 0;
  Keeper keeper(absl::Hours(1), [&] { ++times; });
  keeper.Start();
  keeper.Stop();  // Would take an hour.
  EXPECT_EQ(times, 0);
}

TEST(Keeper, Stop_WaitsForTheWorkInHand) {
  absl::Notification begun;
  absl::Notification may_end;
  std::atomic<bool> ended = false;
  Keeper keeper(absl::Milliseconds(1), [&] {
    if (!begun.HasBeenNotified()) begun.Notify();
    may_end.WaitForNotification();
    ended = true;
  });
  keeper.Start();
  begun.WaitForNotification();
  may_end.Notify();
  keeper.Stop();
  EXPECT_TRUE(ended);
}

TEST(Keeper, StartedTwice_WorksOnOneThread) {
  absl::Mutex mutex;
  std::set<std::thread::id> threads;
  int times = 0;
  Keeper keeper(absl::ZeroDuration(), [&] {
    absl::MutexLock lock(&mutex);
    threads.insert(std::this_thread::get_id());
    ++times;
  });
  const auto enough = [&] { return times >= 100; };
  keeper.Start();
  keeper.Start();
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&enough));
  }
  keeper.Stop();
  EXPECT_EQ(threads.size(), 1u);
}

TEST(Keeper, Stopped_MayBeStartedAgain) {
  absl::BlockingCounter twice(2);
  std::atomic<int> times = 0;
  Keeper keeper(absl::Milliseconds(1), [&] {
    if (++times <= 2) twice.DecrementCount();
  });
  keeper.Stop();  // Also before it ever ran.
  keeper.Start();
  keeper.Stop();
  keeper.Start();
  twice.Wait();
  keeper.Stop();
  EXPECT_GE(times, 2);
}

}  // namespace
}  // namespace tranche::rpc
