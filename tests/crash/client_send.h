// SPDX-License-Identifier: EUPL-1.2
// How a client sends: of each write it notes every sending, and repeats it under its key until it has
// an answer. Included by the sources of the client only.
#pragma once

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "books/sending.h"
#include "client.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::crash {

using books::AnswerText;
using books::IsPassing;
using books::IsUnknown;
using books::Minor;
using books::Outcome;
using books::SetMoney;
using books::SetParts;

constexpr absl::Duration kCallMax = absl::Seconds(5);
constexpr absl::Duration kAnswerMax = absl::Seconds(120);
constexpr int kPause_ms = 10;
constexpr char kManager[] = "manager@test";
constexpr char kApprover[] = "approver@test";
// Neither sends claims nor decides on them.
constexpr char kSecond[] = "second@test";

// What may be refused without a crash: clients share a contract, and their amounts are random.
inline bool IsExpected(const std::string& reason) {
  static const std::set<std::string>& expected = *new std::set<std::string>{
      "LINE_EXHAUSTED", "LINE_PART_EXHAUSTED", "TRANSFER_ABOVE_LEFT", "TRANSFER_ABOVE_LIMIT",
      "REVISION_BELOW_USED", "REVISION_PART_BELOW_USED", "ORDER_ABOVE_DOCUMENT",
      // A cost that was given up, when its contract is closed or in euro
      // since.
      "CONTRACT_MONEY_CLOSED", "MONEY_CURRENCY_MIXED"};
  return expected.count(reason) > 0;
}

template <class Resp, class Stub, class Req>
std::optional<Resp> Client::Read(Stub& stub,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                                 const Req& request) {
  for (const absl::Time until = absl::Now() + kAnswerMax; absl::Now() < until; Pause(kPause_ms)) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + manager_token_);
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallMax));
    context.set_wait_for_ready(true);
    Resp response;
    if ((stub.*method)(&context, request, &response).ok()) return response;
  }
  surprises_.push_back("no answer: " + Req::descriptor()->full_name());
  return std::nullopt;
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
    books::Attempt& attempt = history_[write].attempts.back();
    if (status.ok()) {
      attempt = {.outcome = Outcome::kOk, .answer = AnswerText(response)};
      return response;
    }
    attempt.reason = ReasonOf(rpc::FromGrpcStatus(status));
    if (!IsUnknown(attempt.reason)) attempt.outcome = Outcome::kRefused;
    const std::string what = absl::StrCat(history_[write].method, " ", history_[write].request_id, ": ",
                                          attempt.reason, " ", status.error_message());
    // Of a package that was closed when its role was killed, the hold of the contract is given up a
    // little later.
    const bool waits =
        attempt.reason == "CONTRACT_PACKAGE_OPEN" || attempt.reason == "REDENOMINATION_WAITS";
    if (!IsUnknown(attempt.reason) && !IsPassing(attempt.reason) && !waits) {
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
std::optional<Resp> Client::SendAs(const std::string& actor, Stub& stub,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&,
                                                                Resp*),
                                   Req request) {
  const std::vector<std::string> name = absl::StrSplit(Req::descriptor()->full_name(), '.');
  request.set_request_id(absl::StrCat("client-", options_.number, "-", history_.size() + 1));
  history_.push_back({.service = name[1],
                      .method = std::string(absl::StripSuffix(name.back(), "Request")),
                      .actor = actor,
                      .organisation = kOrganisation,
                      .request_id = request.request_id(),
                      .attempts = {}});
  return SendUntilAnswered(stub, method, request, tokens_.at(actor), history_.size() - 1);
}

template <class Stub, class Req, class Resp>
std::optional<Resp> Client::Send(Stub& stub,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                                 Req request, bool approver) {
  return SendAs(approver ? kApprover : kManager, stub, method, std::move(request));
}

}  // namespace tranche::crash
