// SPDX-License-Identifier: EUPL-1.2
#include "world.h"

#include <poll.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/match.h"
#include "platform/auth/token.h"
#include "platform/config/config.h"
#include "platform/failpoint/failpoint.h"
#include "reports/evidence/memory.h"

namespace tranche::history {
namespace {

constexpr absl::Duration kCallMax = absl::Seconds(20);
constexpr absl::Duration kRestMax = absl::Seconds(30);
constexpr int kSendingsMax = 20;

// How many failpoints are still to be passed before the one that breaks; none below zero.
std::atomic<int> left_to_break = -1;

// Steps of calls that somebody waits for. What a role does of itself (it reads logs, seals evidence)
// comes when it comes, and would make the count another one each time.
bool IsOfAWrite(const rpc::CallScope& scope) {
  return absl::StartsWith(scope.method, "tranche.") && !absl::EndsWith(scope.method, "/ListEvents");
}

bool Act(absl::string_view, const rpc::CallScope& scope) {
  if (left_to_break.load() < 0 || !IsOfAWrite(scope)) return false;
  return left_to_break.fetch_sub(1) == 0;
}

// Refused by a rule or by the state of what it is about: amounts and order are random. What is
// malformed, missing, forbidden or broken is a surprise.
bool IsExpected(const absl::Status& status) {
  return status.code() == absl::StatusCode::kFailedPrecondition ||
         status.code() == absl::StatusCode::kAlreadyExists ||
         status.code() == absl::StatusCode::kAborted ||
         // Put off in lev, and sent when the contract is in euro.
         ReasonOf(status) == "MONEY_CURRENCY_MIXED" ||
         // Put off, and what it follows was done once more since, on a later day.
         ReasonOf(status) == "DAYS_OUT_OF_ORDER";
}

}  // namespace

World::World() {
  std::string path = (std::filesystem::temp_directory_path() / "tranche-history-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) std::abort();
  folder_ = path;
  config::v1::ServerConfig config;
  config.add_listen(absl::StrCat("unix:", folder_, "/tranched.sock"));
  config.set_database(sandbox_.conninfo());
  config.set_secrets_folder(folder_);
  config.set_log_file(folder_ + "/log");
  for (const tranched::RoleEntry& role : tranched::AllRoles())
    std::ofstream(config::PasswordFile(config, role.name)) << "unused\n";
  const std::string key = config::SecretKeyFile(config);
  const std::string evidence = config::EvidenceFolder(config);
  if (!auth::Issuer::MakeKeys(key, config::PublicKeyFile(config)).ok() ||
      !auth::Issuer::MakeKeys(reports::EvidenceKeyFile(evidence),
                              reports::EvidencePublicKeyFile(evidence))
           .ok()) {
    std::abort();
  }
  const auto issuer = auth::Issuer::FromFile(key);
  const auto token = [&](const char* subject) {
    return issuer->Issue({.subject = subject,
                          .organisations = {kOrganisation},
                          .roles = {"PROJECT_MANAGER", "FINANCE", "ADMINISTRATOR"}},
                         absl::Now() + absl::Hours(12));
  };
  for (const char* actor : {kManager, kApprover, kSecond}) tokens_[actor] = token(actor);
  manager_token_ = tokens_[kManager];
  auto server = tranched::Server::Start(config, *tranched::ChooseRoles(""), absl::Now);
  if (!server.ok()) {
    surprises_.push_back(server.status().ToString());
    std::abort();
  }
  server_ = *std::move(server);
  channel_ = server_->InProcessChannel();
  failpoint::action = Act;
}

World::~World() {
  failpoint::action = nullptr;
  server_->Stop(absl::Seconds(5));
  server_.reset();
  std::filesystem::remove_all(folder_);
}

bool World::SendOnce(std::size_t write, int break_at) {
  books::Write& noted = history_[write];
  noted.attempts.emplace_back();  // Unknown until there is an answer.
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + noted_[write].token);
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallMax));
  std::string answer;
  left_to_break = break_at - 1;
  const absl::Status status = noted_[write].send(&context, &answer);
  if (break_at > 0 && left_to_break.exchange(-1) < 0) ++broken_off_;
  books::Attempt& attempt = noted.attempts.back();
  if (status.ok()) {
    attempt = {.outcome = books::Outcome::kOk, .answer = std::move(answer)};
    return true;
  }
  attempt.reason = ReasonOf(status);
  if (attempt.reason == "INTERNAL") surprises_.push_back("broken: " + noted.method);
  if (books::IsUnknown(attempt.reason)) return false;
  attempt.outcome = books::Outcome::kRefused;
  if (books::IsPassing(attempt.reason)) return false;
  ++refused_[absl::StrCat(noted.method, " ", attempt.reason)];
  if (!IsExpected(status)) {
    surprises_.push_back(absl::StrCat(noted.service, ".", noted.method, " ", noted.request_id, ": ",
                                      attempt.reason, " ", status.message()));
  }
  return true;
}

void World::SendUntilAnswered(std::size_t write, const Breaks& breaks) {
  const std::array<int, 2> at = {breaks.first, breaks.second};
  for (std::size_t sending = 0; sending < kSendingsMax; ++sending) {
    if (SendOnce(write, sending < at.size() ? at[sending] : 0)) {
      if (breaks.doubled) SendOnce(write, 0);
      return;
    }
    CheckUnderWay();
    if (breaks.postponed && sending == 0) {
      postponed_.push_back(write);
      return;
    }
  }
  surprises_.push_back(absl::StrCat("no answer: ", history_[write].method));
}

void World::Resume(bool all) {
  while (!postponed_.empty()) {
    const std::size_t write = postponed_.front();
    postponed_.pop_front();
    SendUntilAnswered(write, {});
    if (!all) return;
  }
}

void World::Repeat(std::size_t which) {
  if (history_.empty()) return;
  const std::size_t write = which % history_.size();
  // What was refused may be possible by now, and then it would be a new write.
  if (history_[write].outcome() == books::Outcome::kOk) SendUntilAnswered(write, {});
}

books::Facts World::ReadFacts() {
  books::Facts facts = books::ReadFacts(sandbox_.admin());
  facts.bank = bank_.Did(facts.orders);
  return facts;
}

void World::CheckUnderWay() {
  // A conversion is done by each role for itself; in between their books are in two currencies.
  if (history_.back().method == "RedenominateContract") AwaitRest();
  for (const std::string& problem : books::Check(history_, ReadFacts(), books::Moment::kUnderWay)) {
    surprises_.push_back("between two sendings: " + problem);
  }
}

std::vector<std::string> World::WhatIsWrong(const books::Facts& facts) const {
  return books::Check(history_, facts,
                      postponed_.empty() ? books::Moment::kAnswered : books::Moment::kUnderWay);
}

void World::AwaitRest() {
  const std::string conninfo = sandbox_.admin();
  for (const absl::Time until = absl::Now() + kRestMax;
       !books::IsQuiet(conninfo) && absl::Now() < until;)
    poll(nullptr, 0, 10);
}

}  // namespace tranche::history
