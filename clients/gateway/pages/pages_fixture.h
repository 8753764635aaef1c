// SPDX-License-Identifier: EUPL-1.2
// For tests: pages over a server that answers each method by what it was given.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "gateway/fake_server.h"
#include "gateway/pages/pages.h"

namespace tranche::gateway {

class PagesFixture : public ::testing::Test {
 protected:
  PagesFixture()
      : server_([this](const FakeServer::Call& call, std::string* response) {
          const auto found = answers_.find(call.method.substr(call.method.rfind('/') + 1));
          if (found == answers_.end()) return Refuse("NOT_FOUND", {{"name", call.method}});
          *response = found->second.value;
          return found->second.status;
        }),
        backend_(server_.channel()),
        pages_(&backend_) {}
  ~PagesFixture() override { backend_.CancelAndWait(); }

  // What the server answers to a method; before the first request.
  void Give(const std::string& method, const google::protobuf::Message& message) {
    answers_[method] = {absl::OkStatus(), message.SerializeAsString()};
  }
  void Deny(const std::string& method, absl::Status status) {
    answers_[method] = {std::move(status), ""};
  }

  // The last request that the server got for a method; whether there was one.
  template <class Request>
  bool Asked(const std::string& method, Request* request) {
    bool asked = false;
    for (const FakeServer::Call& call : server_.calls()) {
      if (!absl::EndsWith(call.method, "/" + method)) continue;
      asked = request->ParseFromString(call.request);
    }
    return asked;
  }

  HttpResponse Get(const std::string& path, const std::string& query = "") {
    return Get(pages_, path, query);
  }
  static HttpResponse Get(const Pages& pages, const std::string& path, const std::string& query = "") {
    HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    request.headers = {{"accept-language", "bg"}};
    return Handle(pages, request);
  }
  // What a form sends, encoded as browsers do.
  HttpResponse Post(const std::string& path, const std::string& body) {
    HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    request.body = body;
    return Handle(pages_, request);
  }

  static HttpResponse Handle(const Pages& pages, const HttpRequest& request) {
    Session session;
    session.authorization = "Bearer person";
    session.language = Language::kEnglish;
    session.display_name = "Мария <Петрова>";
    session.csrf_token = "csrf";
    absl::Notification answered;
    HttpResponse response;
    pages.Handle(request, session, [&](HttpResponse given) {
      response = std::move(given);
      answered.Notify();
    });
    EXPECT_TRUE(answered.WaitForNotificationWithTimeout(absl::Seconds(20)));
    return response;
  }

  std::map<std::string, Answer<std::string>> answers_;
  FakeServer server_;
  Backend backend_;
  const Pages pages_;
};

// The name of the first element of a page that is not closed in its order, "" when all are.
inline std::string FirstUnbalanced(const std::string& html) {
  std::vector<std::string> open;
  for (size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const bool closes = html[at + 1] == '/';
    const size_t begin = at + (closes ? 2 : 1);
    const std::string name = html.substr(begin, html.find_first_of(" >", begin) - begin);
    if (name == "!DOCTYPE" || name == "meta" || name == "link" || name == "input" || name == "br")
      continue;
    if (html[html.find('>', begin) - 1] == '/') continue;  // <rect …/>
    if (!closes) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

}  // namespace tranche::gateway
