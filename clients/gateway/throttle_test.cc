// SPDX-License-Identifier: EUPL-1.2
#include "gateway/throttle.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1000000);

TEST(Throttle, UnknownAddress_NeedNotWait) {
  const Throttle throttle(3, absl::Seconds(30), 100);
  EXPECT_EQ(throttle.Wait("10.0.0.1", kNow), absl::ZeroDuration());
}

TEST(Throttle, AfterTheBurst_WaitsOneStepForEach) {
  Throttle throttle(3, absl::Seconds(30), 100);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(throttle.Wait("10.0.0.1", kNow), absl::ZeroDuration()) << i;
    throttle.Failed("10.0.0.1", kNow);
  }
  EXPECT_EQ(throttle.Wait("10.0.0.1", kNow), absl::Seconds(30));
  EXPECT_EQ(throttle.Wait("10.0.0.1", kNow + absl::Seconds(29)), absl::Seconds(1));
  EXPECT_EQ(throttle.Wait("10.0.0.1", kNow + absl::Seconds(30)), absl::ZeroDuration());
  throttle.Failed("10.0.0.1", kNow + absl::Seconds(30));
  EXPECT_EQ(throttle.Wait("10.0.0.1", kNow + absl::Seconds(30)), absl::Seconds(30));
}

TEST(Throttle, OtherAddress_IsNotConcerned) {
  Throttle throttle(1, absl::Seconds(30), 100);
  throttle.Failed("10.0.0.1", kNow);
  EXPECT_GT(throttle.Wait("10.0.0.1", kNow), absl::ZeroDuration());
  EXPECT_EQ(throttle.Wait("10.0.0.2", kNow), absl::ZeroDuration());
}

TEST(Throttle, LongAfter_TheBurstIsThereAgainAndNoMore) {
  Throttle throttle(2, absl::Seconds(30), 100);
  throttle.Failed("10.0.0.1", kNow);
  const absl::Time later = kNow + absl::Hours(5);
  throttle.Failed("10.0.0.1", later);
  EXPECT_EQ(throttle.Wait("10.0.0.1", later), absl::ZeroDuration());
  throttle.Failed("10.0.0.1", later);
  EXPECT_EQ(throttle.Wait("10.0.0.1", later), absl::Seconds(30));
}

TEST(Throttle, ManyAddresses_KeepsTheBusiest) {
  Throttle throttle(1, absl::Seconds(30), 10);
  for (int i = 0; i < 5; ++i) throttle.Failed("10.0.0.1", kNow);
  for (int i = 0; i < 1000; ++i) throttle.Failed(absl::StrCat("10.0.1.", i), kNow);
  EXPECT_EQ(throttle.Wait("10.0.0.1", kNow), absl::Seconds(150));
}

}  // namespace
}  // namespace tranche::gateway
