// SPDX-License-Identifier: EUPL-1.2
// For tests: what a gateway answers, waited for.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "absl/synchronization/notification.h"
#include "gateway/gateway.h"

namespace tranche::gateway {

inline HttpResponse AskGateway(Gateway& gateway, HttpRequest request) {
  absl::Notification answered;
  HttpResponse response;
  gateway.Handle(std::move(request), [&](HttpResponse given) {
    response = std::move(given);
    answered.Notify();
  });
  EXPECT_TRUE(answered.WaitForNotificationWithTimeout(absl::Seconds(20)));
  return response;
}

}  // namespace tranche::gateway
