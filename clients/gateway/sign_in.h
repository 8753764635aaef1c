// SPDX-License-Identifier: EUPL-1.2
// The pages that make somebody signed in and signed out. A GET changes nothing: programs that look at
// mail open links before people do, so a link is used by the button of its page.
#pragma once

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "gateway/session.h"
#include "gateway/throttle.h"

namespace tranche::gateway {

struct SignInOptions {
  std::string authorization;  // The gateway's own.
  // The address of a client is the one that the proxy in front of the gateway says.
  bool behind_tls = false;
  std::function<absl::Time()> clock = absl::Now;
};

class SignIn {
 public:
  SignIn(Backend* backend, const Sessions* sessions, SignInOptions options);

  // GET /sign-in?link=SECRET: the button; without a link, how to get one.
  void Show(const HttpRequest& request, Responder respond) const;
  // POST /sign-in: uses the link, ends the session that the browser had, sets the cookie.
  void Redeem(const HttpRequest& request, Responder respond);
  // POST /sign-out: ends the session and takes the cookie back.
  void SignOut(const HttpRequest& request, Responder respond) const;

 private:
  std::string AddressOf(const HttpRequest& request) const;
  void EndSession(const std::string& secret, const HttpRequest& request,
                  std::function<void(absl::Status)> done) const;

  Backend* const backend_;
  const Sessions* const sessions_;
  const SignInOptions options_;
  Throttle throttle_;
};

}  // namespace tranche::gateway
