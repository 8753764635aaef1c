// SPDX-License-Identifier: EUPL-1.2
// The neighbours of payments for its tests: generated services without a port and without a database.
#pragma once

#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/rpc/grpc_status.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments::testing {

// A generated service on a channel within the process.
class InProcess {
 public:
  explicit InProcess(grpc::Service& service) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
  }
  ~InProcess() { server_->Shutdown(); }
  std::shared_ptr<grpc::Channel> channel() { return server_->InProcessChannel({}); }

 private:
  std::unique_ptr<grpc::Server> server_;
};

// A log of contracts in force.
class FakeProposals final : public proposals::v1::ProposalsService::Service {
 public:
  void Activate(const std::string& organisation, const proposals::v1::Contract& contract) {
    proposals::v1::ContractActivated activated;
    *activated.mutable_contract() = contract;
    absl::MutexLock lock(&mutex_);
    common::v1::Event event;
    event.set_cursor(absl::StrCat("1-", events_.size() + 1));
    event.set_organisation(organisation);
    event.set_type(activated.GetTypeName());
    event.set_subject(contract.name());
    google::protobuf::util::MessageToJsonString(activated, event.mutable_payload());
    events_.push_back(event);
  }

  grpc::Status ListEvents(grpc::ServerContext*, const common::v1::ListEventsRequest* request,
                          common::v1::ListEventsResponse* response) override {
    absl::MutexLock lock(&mutex_);
    bool after = request->after().empty() || request->after() == "0-0";
    for (const common::v1::Event& event : events_) {
      if (after) *response->add_events() = event;
      if (event.cursor() == request->after()) after = true;
    }
    if (!events_.empty()) response->set_newest(events_.back().cursor());
    return grpc::Status::OK;
  }

 private:
  absl::Mutex mutex_;
  std::vector<common::v1::Event> events_ ABSL_GUARDED_BY(mutex_);
};

// One rule: the ceiling of advances.
class FakeReference final : public reference::v1::ReferenceService::Service {
 public:
  void SetCeiling(const std::string& percent) {
    absl::MutexLock lock(&mutex_);
    percent_ = percent;
  }
  std::string asked_as_of() {
    absl::MutexLock lock(&mutex_);
    return asked_as_of_;
  }

  grpc::Status ListRules(grpc::ServerContext*, const reference::v1::ListRulesRequest* request,
                         reference::v1::ListRulesResponse* response) override {
    absl::MutexLock lock(&mutex_);
    asked_as_of_ = request->as_of();
    if (request->code() != "advance_ceiling_percent" || percent_.empty()) return grpc::Status::OK;
    reference::v1::Rule* rule = response->add_rules();
    rule->set_code(request->code());
    rule->set_value(percent_);
    rule->set_unit("percent");
    return grpc::Status::OK;
  }

 private:
  absl::Mutex mutex_;
  std::string percent_ ABSL_GUARDED_BY(mutex_) = "20";
  std::string asked_as_of_ ABSL_GUARDED_BY(mutex_);
};

// Costs that are decided on once, with the request keys of each caller.
class FakeBudgets final : public budgets::v1::BudgetsService::Service {
 public:
  void AddCost(const std::string& name, const ThreePart& parts,
               budgets::v1::CostState state = budgets::v1::RESERVED) {
    absl::MutexLock lock(&mutex_);
    budgets::v1::Cost& cost = costs_[name];
    cost.set_name(name);
    cost.set_state(state);
    *cost.mutable_parts() = tranche::convert::ToProto(parts);
  }
  // The next decisions fail like this, the work done or not.
  void FailNext(int times, const grpc::Status& failure, bool work_is_done) {
    absl::MutexLock lock(&mutex_);
    failures_ = times;
    failure_ = failure;
    work_is_done_ = work_is_done;
  }
  budgets::v1::CostState StateOf(const std::string& name) {
    absl::MutexLock lock(&mutex_);
    return costs_[name].state();
  }
  std::vector<budgets::v1::DecideCostsRequest> decisions() {
    absl::MutexLock lock(&mutex_);
    return decisions_;
  }

  grpc::Status GetCost(grpc::ServerContext*, const budgets::v1::GetCostRequest* request,
                       budgets::v1::Cost* response) override {
    absl::MutexLock lock(&mutex_);
    const auto found = costs_.find(request->name());
    if (found == costs_.end())
      return rpc::ToGrpcStatus(Refuse("NOT_FOUND", {{"name", request->name()}}));
    *response = found->second;
    return grpc::Status::OK;
  }

  grpc::Status DecideCosts(grpc::ServerContext* context, const budgets::v1::DecideCostsRequest* request,
                           budgets::v1::DecideCostsResponse* response) override {
    absl::MutexLock lock(&mutex_);
    decisions_.push_back(*request);
    if (failures_ > 0) {
      --failures_;
      if (work_is_done_) Decide(*context, *request, response);
      return failure_;
    }
    return Decide(*context, *request, response);
  }

 private:
  // Each caller's key is its own, as the real service keeps them.
  static std::string KeyOf(const grpc::ServerContext& context,
                           const budgets::v1::DecideCostsRequest& request) {
    std::string key = request.request_id();
    for (const auto& [name, value] : context.client_metadata()) {
      if (absl::string_view(name.data(), name.size()) == "authorization") {
        key.append(value.data(), value.size());
      }
    }
    return key;
  }

  grpc::Status Decide(const grpc::ServerContext& context,
                      const budgets::v1::DecideCostsRequest& request,
                      budgets::v1::DecideCostsResponse* response)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const std::string key = KeyOf(context, request);
    if (answers_.count(key) != 0) {
      *response = answers_[key];
      return grpc::Status::OK;
    }
    for (const budgets::v1::CostDecision& decision : request.decisions()) {
      if (costs_[decision.cost()].state() != budgets::v1::RESERVED) {
        return rpc::ToGrpcStatus(Refuse("COST_ALREADY_DECIDED", {{"cost", decision.cost()}}));
      }
    }
    ThreePart approved = ZeroParts(Currency::kBgn);
    ThreePart refused = ZeroParts(Currency::kBgn);
    for (const budgets::v1::CostDecision& decision : request.decisions()) {
      budgets::v1::Cost& cost = costs_[decision.cost()];
      cost.set_state(decision.approved() ? budgets::v1::APPROVED : budgets::v1::REFUSED);
      ThreePart& sum = decision.approved() ? approved : refused;
      sum = *Add(sum, *tranche::convert::FromProto(cost.parts()));
    }
    *response->mutable_approved() = tranche::convert::ToProto(approved);
    *response->mutable_refused() = tranche::convert::ToProto(refused);
    answers_[key] = *response;
    return grpc::Status::OK;
  }

  absl::Mutex mutex_;
  std::map<std::string, budgets::v1::Cost> costs_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, budgets::v1::DecideCostsResponse> answers_ ABSL_GUARDED_BY(mutex_);
  std::vector<budgets::v1::DecideCostsRequest> decisions_ ABSL_GUARDED_BY(mutex_);
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  grpc::Status failure_ ABSL_GUARDED_BY(mutex_);
  bool work_is_done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tranche::payments::testing
