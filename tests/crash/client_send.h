// SPDX-License-Identifier: EUPL-1.2
// How a client sends: of each write it notes every sending, and repeats it under its key until it has
// an answer. Included by the sources of the client only.
#pragma once

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "client.h"
#include "facts.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::crash {

constexpr absl::Duration kCallMax = absl::Seconds(5);
constexpr absl::Duration kAnswerMax = absl::Seconds(120);
constexpr int kPause_ms = 10;
constexpr char kManager[] = "manager@test";
constexpr char kApprover[] = "approver@test";

inline void SetMoney(int64_t minor, common::v1::Money* money) {
  money->set_amount(absl::StrFormat("%d.%02d", minor / 100, minor % 100));
  money->set_currency("BGN");
}

inline void SetParts(int64_t eu, int64_t national, common::v1::ThreePartAmount* amount) {
  SetMoney(eu, amount->mutable_eu());
  SetMoney(national, amount->mutable_national());
  SetMoney(0, amount->mutable_own());
}

inline int64_t Minor(const common::v1::Money& money) {
  std::string digits = money.amount();
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  return digits.empty() ? 0 : std::stoll(digits);
}

template <class Resp>
std::string AnswerText(const Resp& response) {
  return response.SerializeAsString();
}
inline std::string AnswerText(const budgets::v1::Cost& cost) { return AnswerOf(cost); }

// Nothing was done, and it may be tried again.
inline bool IsPassing(const std::string& reason) {
  static const std::set<std::string>& passing =
      *new std::set<std::string>{"DATABASE_DOWN", "OVERLOADED", "CONFLICT_RETRY"};
  return passing.count(reason) > 0;
}

// Nobody can say whether it was done. A status without a reason is gRPC's own.
inline bool IsUnknown(const std::string& reason) {
  static const std::set<std::string>& unknown = *new std::set<std::string>{
      "", "OUTCOME_UNKNOWN", "PEER_UNAVAILABLE", "DEADLINE_PASSED", "INTERNAL"};
  return unknown.count(reason) > 0;
}

// What may be refused without a crash: clients share a contract, and their amounts are random.
inline bool IsExpected(const std::string& reason) {
  static const std::set<std::string>& expected =
      *new std::set<std::string>{"LINE_EXHAUSTED", "TRANSFER_ABOVE_LEFT", "TRANSFER_ABOVE_LIMIT",
                                 "REVISION_BELOW_USED", "REVISION_PART_BELOW_USED"};
  return expected.count(reason) > 0;
}

template <class Stub, class Req, class Resp>
std::optional<Resp> Client::SendUntilAnswered(
    Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
    const Req& request, const std::string& token, size_t write) {
  const absl::Time until = absl::Now() + kAnswerMax;
  while (true) {
    history_[write].attempts.emplace_back();  // Unknown until there is an answer.
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallMax));
    // Nobody but a waiting call drives a connection that is being made again.
    context.set_wait_for_ready(true);
    Resp response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    Attempt& attempt = history_[write].attempts.back();
    if (status.ok()) {
      attempt = {.outcome = Outcome::kOk, .answer = AnswerText(response)};
      return response;
    }
    attempt.reason = ReasonOf(rpc::FromGrpcStatus(status));
    if (!IsUnknown(attempt.reason)) attempt.outcome = Outcome::kRefused;
    const std::string what = absl::StrCat(history_[write].method, " ", history_[write].request_id, ": ",
                                          attempt.reason, " ", status.error_message());
    if (!IsUnknown(attempt.reason) && !IsPassing(attempt.reason)) {
      if (!IsExpected(attempt.reason)) surprises_.push_back(what);
      return std::nullopt;
    }
    if (absl::Now() > until) {
      surprises_.push_back("no answer: " + what);
      return std::nullopt;
    }
    const bool may_abandon = options_.abandons && history_[write].method == "RecordCost" &&
                             attempt.outcome == Outcome::kUnknown &&
                             history_[write].attempts.size() == 1;
    if (may_abandon && Random(0, 3) == 0) {
      abandoned_.push_back([this, &stub, method, request, token, write] {
        SendUntilAnswered(stub, method, request, token, write);
      });
      return std::nullopt;
    }
    Pause(kPause_ms);
  }
}

template <class Stub, class Req, class Resp>
std::optional<Resp> Client::Send(Stub& stub,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                                 Req request, bool approver) {
  const std::vector<std::string> name = absl::StrSplit(Req::descriptor()->full_name(), '.');
  request.set_request_id(absl::StrCat("client-", options_.number, "-", history_.size() + 1));
  history_.push_back({.service = name[1],
                      .method = std::string(absl::StripSuffix(name.back(), "Request")),
                      .actor = approver ? kApprover : kManager,
                      .organisation = kOrganisation,
                      .request_id = request.request_id(),
                      .attempts = {}});
  return SendUntilAnswered(stub, method, request, approver ? approver_token_ : manager_token_,
                           history_.size() - 1);
}

}  // namespace tranche::crash
