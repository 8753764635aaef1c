// SPDX-License-Identifier: EUPL-1.2
// All roles in this process over a database of their own, and whoever works with them: every write is
// noted before it is sent, may be broken off at any step of any role that it passes, and is sent under
// its key until it has an answer.
#pragma once

#include <grpcpp/grpcpp.h>

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "books/bank.h"
#include "books/history.h"
#include "books/sending.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/pg_sandbox.h"
#include "tranched/server.h"

namespace tranche::history {

inline constexpr char kOrganisation[] = "sopot";
// Of the procedure under state aid, which is made for the histories.
inline constexpr char kStateAidProcedure[] = "BG05M9OP001-2.099";
inline constexpr char kManager[] = "manager@test";
inline constexpr char kApprover[] = "approver@test";
// Neither sends claims nor decides on them.
inline constexpr char kSecond[] = "second@test";

// Where a write is broken off: at which of the failpoints that it passes, counted over all roles. 0 is
// nowhere, and so is a number that it does not reach.
struct Breaks {
  int first = 0;           // Of the first sending.
  int second = 0;          // Of the next.
  bool postponed = false;  // Other work comes before the next sending.
  bool doubled = false;    // Once answered, it is sent again.
};

class World {
 public:
  World();
  ~World();

  const testing::PgSandbox& sandbox() const { return sandbox_; }
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  books::Bank& bank() { return bank_; }

  // How the writes that follow are broken off.
  void Break(const Breaks& breaks) { breaks_ = breaks; }

  // Sends a write until it is answered, refused or put off; the answer. `approver`: as whoever decides.
  template <class Stub, class Req, class Resp>
  std::optional<Resp> Send(Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           Req request, bool approver = false) {
    return SendAs(approver ? kApprover : kManager, stub, method, std::move(request));
  }
  template <class Stub, class Req, class Resp>
  std::optional<Resp> SendAs(const std::string& actor, Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                             Req request);

  // Asks for something, which nobody notes; none when it is refused.
  template <class Resp, class Stub, class Req>
  std::optional<Resp> Read(Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const Req& request) const {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + manager_token_);
    Resp response;
    if (!(stub.*method)(&context, request, &response).ok()) return std::nullopt;
    return response;
  }

  // Sends what was put off, the oldest first; all of it, or one.
  void Resume(bool all);
  bool HasPostponed() const { return !postponed_.empty(); }
  // Sends a write of before once more under its key.
  void Repeat(std::size_t which);

  // What the books hold now, and what is wrong with them.
  books::Facts ReadFacts();
  std::vector<std::string> WhatIsWrong(const books::Facts& facts) const;
  // Waits until every follower has read its log to the end.
  void AwaitRest();

  // Refusals that nothing explains, writes without an answer, and what was wrong between two sendings.
  const std::vector<std::string>& surprises() const { return surprises_; }
  const std::vector<books::Write>& history() const { return history_; }
  int broken_off() const { return broken_off_; }
  // How often what was refused for which reason.
  const std::map<std::string, int>& refused() const { return refused_; }

 private:
  // One sending; its status.
  using Sending = std::function<absl::Status(grpc::ClientContext*, std::string* answer)>;
  struct Noted {
    Sending send;
    std::string token;
  };

  // Sends a noted write until it is answered, refused or put off.
  void SendUntilAnswered(std::size_t write, const Breaks& breaks);
  // False when it is to be sent once more.
  bool SendOnce(std::size_t write, int break_at);
  void CheckUnderWay();

  const testing::PgSandbox sandbox_;
  std::string folder_;
  std::unique_ptr<tranched::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string manager_token_;
  std::map<std::string, std::string> tokens_;  // By who acts.
  books::Bank bank_;
  Breaks breaks_;
  std::vector<books::Write> history_;
  std::vector<Noted> noted_;  // Beside history_.
  std::deque<std::size_t> postponed_;
  std::vector<std::string> surprises_;
  int broken_off_ = 0;
  std::map<std::string, int> refused_;
};

template <class Stub, class Req, class Resp>
std::optional<Resp> World::SendAs(const std::string& actor, Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                                  Req request) {
  const std::vector<std::string> name = absl::StrSplit(Req::descriptor()->full_name(), '.');
  const std::size_t write = history_.size();
  request.set_request_id(absl::StrCat("write-", write + 1));
  history_.push_back({.service = name[1],
                      .method = std::string(absl::StripSuffix(name.back(), "Request")),
                      .actor = actor,
                      .organisation = kOrganisation,
                      .request_id = request.request_id(),
                      .attempts = {}});
  const auto answered = std::make_shared<std::optional<Resp>>();
  noted_.push_back(
      {[&stub, method, request, answered](grpc::ClientContext* context, std::string* answer) {
         Resp response;
         const grpc::Status status = (stub.*method)(context, request, &response);
         if (!status.ok()) return rpc::FromGrpcStatus(status);
         *answer = books::AnswerText(response);
         *answered = std::move(response);
         return absl::OkStatus();
       },
       tokens_.at(actor)});
  SendUntilAnswered(write, breaks_);
  return *answered;
}

}  // namespace tranche::history
