// SPDX-License-Identifier: EUPL-1.2
// Who is signed in: the cookie, whose it is, and what protects a request that comes with it. Links and
// sessions are kept by the access role; the gateway keeps nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "platform/base/error.h"

namespace tranche::gateway {

// Who is signed in, as one request found it.
struct Session {
  std::string display_name;  // "Мария Петрова"
  Language language = Language::kBulgarian;
  std::string authorization;  // "Bearer …" of the person, for the calls of this request.
  std::string csrf_token;     // For the field csrf_token of every form of the page.
};

// The text when a secret can look like that, else one that is as wrong as any other: whatever a browser
// sends must fit into a message.
std::string AsSecret(absl::string_view text);

// Of a form, URL-encoded or with files: the value of a field that occurs once and is no file, else "".
std::string FormField(const HttpRequest& request, absl::string_view name);
// All values of a field, as of boxes that were ticked; none when one of them cannot be read.
std::vector<std::string> FormFields(const HttpRequest& request, absl::string_view name);

class Sessions {
 public:
  // `authorization`: the gateway's own, a SERVICE granted no organisation. `behind_tls`: browsers reach
  // the gateway by https only, through a proxy.
  Sessions(Backend* backend, std::string authorization, bool behind_tls);

  // Calls `show` when somebody is signed in; else answers: 303 to /sign-in when nobody is, a problem
  // when that cannot be found out. A form that changes something must be one of our own pages.
  // `show` runs on a thread of gRPC.
  void WithSession(const HttpRequest& request, Responder respond,
                   std::function<void(const Session&, Responder)> show) const;

  // Gives the token of whoever is signed in to a request that comes with a cookie and without a token
  // of its own. Such a request may change something only when a page of ours made it. Others go on as
  // they are: who sends a token says who they are, and a cookie beside it counts for nothing.
  void Authorize(HttpRequest request, Responder respond,
                 std::function<void(const HttpRequest&, Responder)> next) const;

  // The secret of the session cookie; nothing without one. SESSION_COOKIE_TWICE.
  absl::StatusOr<std::optional<std::string>> SecretOf(const HttpRequest& request) const;
  // REQUEST_FROM_ELSEWHERE unless the browser says that a page of this origin made the request.
  absl::Status CheckOrigin(const HttpRequest& request) const;
  // CSRF_TOKEN_WRONG unless `token` is that of the session with this secret.
  static absl::Status CheckCsrfToken(absl::string_view secret, absl::string_view token);

  // Values of Set-Cookie.
  std::string CookieOf(absl::string_view secret) const;
  std::string NoCookie() const;

 private:
  void Resolve(const std::string& secret, const HttpRequest& request,
               std::function<void(const absl::StatusOr<Session>&)> done) const;

  Backend* const backend_;
  const std::string authorization_;
  const bool behind_tls_;
};

}  // namespace tranche::gateway
