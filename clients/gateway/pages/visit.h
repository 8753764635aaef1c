// SPDX-License-Identifier: EUPL-1.2
// One request for a page on its way to its answer: asks the server several things at once, goes on when
// all is answered, and answers once. No thread waits.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gateway/backend.h"
#include "gateway/http_server.h"
#include "gateway/pages/layout.h"
#include "gateway/session.h"

namespace tranche::gateway {

template <class Response>
struct Answer {
  absl::Status status;
  Response value;
};

class Visit : public std::enable_shared_from_this<Visit> {
 public:
  Visit(Backend* backend, HttpRequest request, Session session, Language language, Responder respond);

  const HttpRequest& request() const { return request_; }
  Language language() const { return language_; }
  // The decoded value of a parameter of the query, or "".
  std::string Parameter(absl::string_view name) const;
  // Whether a form was sent.
  bool IsSent() const { return request_.method == "POST"; }
  // The value of a field of the form without blanks around it, or ""; all values of one.
  std::string Field(absl::string_view name) const;
  std::vector<std::string> Fields(absl::string_view name) const;
  // The only file that a form sent by this name, "" for its bytes when none was chosen.
  struct File {
    std::string name;
    std::string content;
  };
  File FileOf(absl::string_view field) const;
  // What every form that changes something must send back.
  const std::string& csrf_token() const { return session_.csrf_token; }
  // Address of a page in the language of this one: "/bg" and the path, encoded where it needs to be.
  std::string Href(absl::string_view path) const;
  // The frame of this page, with a way back to the first one.
  Frame MakeFrame(std::string title) const;

  // Calls a method; the answer is in `into` when the function given to Then runs, which must keep it
  // alive.
  template <class Response, class Request>
  void Ask(const char* method_path, Request request, Answer<Response>* into) {
    ++pending_;
    backend_->Call<Response>(
        method_path, std::move(request), headers_,
        [self = shared_from_this(), into](const absl::Status& status, const Response& response) {
          into->status = status;
          into->value = response;
          self->Done();
        });
  }
  // Runs `next` when everything asked so far is answered; once for each round of questions, after them.
  void Then(std::function<void()> next);

  void Show(int status, std::string html);
  void Refuse(const absl::Status& status);
  void Redirect(const std::string& href);

 private:
  void Done();

  Backend* const backend_;
  const HttpRequest request_;
  const Session session_;
  const Language language_;
  const Responder respond_;
  CallHeaders headers_;
  // One for each question, and one that Then gives back: so that early answers do not end the round.
  std::atomic<int> pending_{1};
  std::function<void()> next_;
};

// Encodes what a path of an address may not hold; slashes stay.
std::string EncodePath(absl::string_view path);

}  // namespace tranche::gateway
