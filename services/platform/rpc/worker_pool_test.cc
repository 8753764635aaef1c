// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"

namespace tranche::rpc {
namespace {

TEST(WorkerPool, QueueFull_RefusesAtOnce) {
  absl::Notification started;
  absl::Notification go_on;
  std::atomic<int> done{0};
  {
    WorkerPool pool(1, 1);
    ASSERT_TRUE(pool.TrySubmit([&] {
      started.Notify();
      go_on.WaitForNotification();
      ++done;
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.TrySubmit([&] { ++done; }));
    EXPECT_FALSE(pool.TrySubmit([&] { ++done; }));
    go_on.Notify();
  }
  EXPECT_EQ(done, 2);
}

TEST(WorkerPool, WithoutAQueue_TakesAsMuchAsItHasWorkers) {
  absl::Notification go_on;
  WorkerPool pool(2, 0);
  EXPECT_TRUE(pool.TrySubmit([&] { go_on.WaitForNotification(); }));
  EXPECT_TRUE(pool.TrySubmit([&] { go_on.WaitForNotification(); }));
  EXPECT_FALSE(pool.TrySubmit([] {}));
  go_on.Notify();
}

TEST(WorkerPool, Destroyed_FinishesWhatIsQueued) {
  std::atomic<int> done{0};
  {
    WorkerPool pool(2, 1000);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.TrySubmit([&done] { ++done; }));
  }
  EXPECT_EQ(done, 100);
}

}  // namespace
}  // namespace tranche::rpc
