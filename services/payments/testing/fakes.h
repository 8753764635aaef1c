// SPDX-License-Identifier: EUPL-1.2
// The neighbours of payments for its tests: generated services without a port and without a database.
#pragma once

#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/grpc_status.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments::testing {

// A generated service on a channel within the process.
class InProcess {
 public:
  explicit InProcess(grpc::Service& service, grpc::Service* another = nullptr) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    if (another != nullptr) builder.RegisterService(another);
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
    Append(organisation, contract.name(), activated);
  }

  // The contract is converted to euro from a day on.
  void Redenominate(const std::string& organisation, const std::string& contract,
                    const ThreePart& before, const ThreePart& after,
                    const std::string& on = "2026-01-01") {
    proposals::v1::ContractRedenominated event;
    event.mutable_redenomination()->set_contract(contract);
    event.mutable_redenomination()->set_converted_on(on);
    *event.mutable_redenomination()->mutable_before() = tranche::convert::ToProto(before);
    *event.mutable_redenomination()->mutable_after() = tranche::convert::ToProto(after);
    Append(organisation, contract, event);
  }

  // The version of every contract that is open, "2"; empty: none.
  void OpenVersion(const std::string& version) {
    absl::MutexLock lock(&mutex_);
    open_version_ = version;
  }
  // The next calls that end a hold fail as if this service were away.
  void FailReleases(int times) {
    absl::MutexLock lock(&mutex_);
    failing_releases_ = times;
  }
  // The package that holds a contract, by the contract's name; empty: none.
  std::string HolderOf(const std::string& contract) {
    absl::MutexLock lock(&mutex_);
    return holds_[contract].package;
  }
  int64_t holds_asked() {
    absl::MutexLock lock(&mutex_);
    return holds_asked_;
  }

  grpc::Status HoldContract(grpc::ServerContext*, const proposals::v1::HoldContractRequest* request,
                            proposals::v1::ContractHold* response) override {
    absl::MutexLock lock(&mutex_);
    ++holds_asked_;
    Holder& hold = holds_[ContractOf(request->name())];
    if (!open_version_.empty()) {
      return rpc::ToGrpcStatus(Refuse(
          "VERSION_OPEN", {{"contract", ContractOf(request->name())}, {"version", open_version_}}));
    }
    if (request->number() <= hold.released || request->number() < hold.number) {
      return rpc::ToGrpcStatus(Refuse("CONFLICT_RETRY"));
    }
    response->set_held(true);
    if (request->validate_only()) return grpc::Status::OK;
    hold.package = request->name();
    hold.number = request->number();
    return grpc::Status::OK;
  }
  grpc::Status ReleaseContract(grpc::ServerContext*,
                               const proposals::v1::ReleaseContractRequest* request,
                               proposals::v1::ContractHold*) override {
    absl::MutexLock lock(&mutex_);
    if (failing_releases_ > 0) {
      --failing_releases_;
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
    }
    Holder& hold = holds_[ContractOf(request->name())];
    hold.released = std::max(hold.released, request->number());
    if (hold.number <= request->number()) hold.package.clear();
    return grpc::Status::OK;
  }

  // The next calls that end a contract fail as if this service were away.
  void FailEndings(int times) {
    absl::MutexLock lock(&mutex_);
    failing_endings_ = times;
  }
  // Day on which a contract has ended, by its name; empty: it has not.
  std::string EndOf(const std::string& contract) {
    absl::MutexLock lock(&mutex_);
    return ends_[contract].second;
  }
  grpc::Status FollowMoneyClosing(grpc::ServerContext*,
                                  const proposals::v1::FollowMoneyClosingRequest* request,
                                  proposals::v1::ContractEnd*) override {
    absl::MutexLock lock(&mutex_);
    if (failing_endings_ > 0) {
      --failing_endings_;
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
    }
    std::pair<int64_t, std::string>& end = ends_[request->name()];
    if (request->number() > end.first) end = {request->number(), request->closed_on()};
    return grpc::Status::OK;
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
  template <class Payload>
  void Append(const std::string& organisation, const std::string& subject, const Payload& payload) {
    absl::MutexLock lock(&mutex_);
    common::v1::Event event;
    event.set_cursor(absl::StrCat("1-", events_.size() + 1));
    event.set_organisation(organisation);
    event.set_type(payload.GetTypeName());
    event.set_subject(subject);
    google::protobuf::util::MessageToJsonString(payload, event.mutable_payload());
    events_.push_back(event);
  }

  struct Holder {
    std::string package;
    int64_t number = 0;
    int64_t released = 0;
  };
  static std::string ContractOf(const std::string& package) {
    return package.substr(0, package.find("/packages/"));
  }

  absl::Mutex mutex_;
  std::vector<common::v1::Event> events_ ABSL_GUARDED_BY(mutex_);
  std::string open_version_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Holder> holds_ ABSL_GUARDED_BY(mutex_);
  int64_t holds_asked_ ABSL_GUARDED_BY(mutex_) = 0;
  int failing_endings_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::pair<int64_t, std::string>> ends_ ABSL_GUARDED_BY(mutex_);
  int failing_releases_ ABSL_GUARDED_BY(mutex_) = 0;
};

// The rules of cash: the ceiling of advances, the cap of advance and interim money, the periods of
// questions.
class FakeReference final : public reference::v1::ReferenceService::Service {
 public:
  void SetCeiling(const std::string& percent) {
    absl::MutexLock lock(&mutex_);
    percent_ = percent;
  }
  // A version for one programming period beside the one for any.
  void SetCeilingOfPeriod(const std::string& period, const std::string& value,
                          const std::string& unit = "percent") {
    absl::MutexLock lock(&mutex_);
    rule_of_period_.set_programming_period(period);
    rule_of_period_.set_value(value);
    rule_of_period_.set_unit(unit);
  }
  // Another rule of cash; empty: it is missing.
  void SetRule(const std::string& code, const std::string& value) {
    absl::MutexLock lock(&mutex_);
    others_.try_emplace(code, "", "percent").first->second.first = value;
  }
  void SetSupportKind(const std::string& kind) {
    absl::MutexLock lock(&mutex_);
    support_kind_ = kind;
  }
  std::string asked_as_of() {
    absl::MutexLock lock(&mutex_);
    return asked_as_of_;
  }
  // Codes of the rules asked for, in their order.
  std::vector<std::string> asked_codes() {
    absl::MutexLock lock(&mutex_);
    return asked_codes_;
  }

  grpc::Status ListRules(grpc::ServerContext*, const reference::v1::ListRulesRequest* request,
                         reference::v1::ListRulesResponse* response) override {
    absl::MutexLock lock(&mutex_);
    asked_as_of_ = request->as_of();
    asked_codes_.push_back(request->code());
    if (const auto other = others_.find(request->code()); other != others_.end()) {
      if (other->second.first.empty()) return grpc::Status::OK;
      reference::v1::Rule* rule = response->add_rules();
      rule->set_code(request->code());
      rule->set_value(other->second.first);
      rule->set_unit(other->second.second);
      rule->set_legal_source("чл. 8");
      rule->set_verified(true);
      return grpc::Status::OK;
    }
    if (request->code() != "advance_ceiling_percent") return grpc::Status::OK;
    if (!rule_of_period_.value().empty()) *response->add_rules() = rule_of_period_;
    if (percent_.empty()) return grpc::Status::OK;
    reference::v1::Rule* rule = response->add_rules();
    rule->set_code(request->code());
    rule->set_value(percent_);
    rule->set_unit("percent");
    return grpc::Status::OK;
  }

  // Two of the catalogue of 2014-2020, whatever is asked for.
  grpc::Status ListParticipantIndicators(
      grpc::ServerContext*, const reference::v1::ListParticipantIndicatorsRequest*,
      reference::v1::ListParticipantIndicatorsResponse* response) override {
    for (const auto& [code, condition] :
         {std::pair("CO01", "labour=UNEMPLOYED"), std::pair("CO16", "yes=DISABLED")}) {
      reference::v1::ParticipantIndicator* indicator = response->add_indicators();
      indicator->set_programming_period("2014-2020");
      indicator->set_fund("ESF");
      indicator->set_code(code);
      indicator->set_condition(condition);
    }
    return grpc::Status::OK;
  }

  grpc::Status ListProcedures(grpc::ServerContext*, const reference::v1::ListProceduresRequest* request,
                              reference::v1::ListProceduresResponse* response) override {
    reference::v1::Procedure* procedure = response->add_procedures();
    procedure->set_code(request->code());
    procedure->set_programming_period("2014-2020");
    absl::MutexLock lock(&mutex_);
    procedure->set_support_kind(support_kind_);
    return grpc::Status::OK;
  }

 private:
  absl::Mutex mutex_;
  std::map<std::string, std::pair<std::string, std::string>> others_ ABSL_GUARDED_BY(mutex_) = {
      {"advance_and_interim_cap_percent", {"80", "percent"}},
      {"question_answer_months", {"1", "months"}},
      {"payment_order_near_duplicate_days", {"31", "days"}},
      {"question_suspension_months", {"1", "months"}}};
  std::string support_kind_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> asked_codes_ ABSL_GUARDED_BY(mutex_);
  std::string percent_ ABSL_GUARDED_BY(mutex_) = "20";
  reference::v1::Rule rule_of_period_ ABSL_GUARDED_BY(mutex_);
  std::string asked_as_of_ ABSL_GUARDED_BY(mutex_);
};

// Documents of which some may be duplicates.
class FakeCostDocuments final : public budgets::v1::CostDocumentsService::Service {
 public:
  // The documents of two costs may be one.
  void Suspect(const std::string& cost, const std::string& other) {
    absl::MutexLock lock(&mutex_);
    budgets::v1::SuspectedDuplicate& duplicate = suspected_.emplace_back();
    duplicate.set_cost(cost);
    duplicate.set_other_cost(other);
  }
  // One on each page.
  grpc::Status ListSuspectedDuplicates(
      grpc::ServerContext*, const budgets::v1::ListSuspectedDuplicatesRequest* request,
      budgets::v1::ListSuspectedDuplicatesResponse* response) override {
    absl::MutexLock lock(&mutex_);
    const size_t from = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    if (from < suspected_.size()) *response->add_suspected() = suspected_[from];
    if (from + 1 < suspected_.size()) response->set_next_page_token(std::to_string(from + 1));
    return grpc::Status::OK;
  }

 private:
  absl::Mutex mutex_;
  std::vector<budgets::v1::SuspectedDuplicate> suspected_ ABSL_GUARDED_BY(mutex_);
};

// Costs that are decided on once, with the request keys of each caller.
class FakeBudgets final : public budgets::v1::BudgetsService::Service {
 public:
  using Verify = std::function<absl::StatusOr<rpc::Actor>(const std::string& token)>;
  explicit FakeBudgets(Verify verify) : verify_(std::move(verify)) {}

  void AddCost(const std::string& name, const ThreePart& parts,
               budgets::v1::CostState state = budgets::v1::RESERVED,
               const std::string& paid_on = "2017-12-01", const std::string& resubmits = "",
               const std::string& issuer = "Издател") {
    absl::MutexLock lock(&mutex_);
    budgets::v1::Cost& cost = costs_[name];
    cost.set_name(name);
    cost.set_resubmits(resubmits);
    cost.set_state(state);
    cost.mutable_document()->set_paid_on(paid_on);
    cost.mutable_document()->set_issuer(issuer);
    *cost.mutable_parts() = tranche::convert::ToProto(parts);
  }
  // A cost that is told to be an advance paid to a contractor.
  void FlagAsAdvance(const std::string& name) {
    absl::MutexLock lock(&mutex_);
    costs_[name].mutable_particulars()->add_flags(budgets::v1::ADVANCE_TO_CONTRACTOR);
  }
  // A flat rate: a decision leaves so much more of it unapproved than it is asked.
  void LowerByItsBase(const std::string& name, const ThreePart& parts) {
    absl::MutexLock lock(&mutex_);
    lowered_.emplace(name, parts);
  }
  // The next decisions fail like this, the work done or not.
  void FailNext(int times, const grpc::Status& failure, bool work_is_done) {
    absl::MutexLock lock(&mutex_);
    failures_ = times;
    failure_ = failure;
    work_is_done_ = work_is_done;
  }
  // The next decision waits for Release before it is answered; how it ends is settled before.
  void HoldNext() {
    absl::MutexLock lock(&mutex_);
    hold_next_ = true;
  }
  void Release() {
    absl::MutexLock lock(&mutex_);
    holding_ = false;
  }
  // False when so many decisions were not asked for within half a minute.
  bool WaitForDecisions(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return decisions_.size() >= count;
    };
    return mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(30));
  }
  // Tokens of the callers, one for each of the decisions.
  std::vector<std::string> tokens() {
    absl::MutexLock lock(&mutex_);
    return tokens_;
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
    tokens_.push_back(TokenOf(*context));
    const bool fails = failures_ > 0;
    const grpc::Status failure = failure_;
    const bool done = work_is_done_ || !fails;
    if (fails) --failures_;
    if (hold_next_) {
      hold_next_ = false;
      holding_ = true;
      const auto released = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !holding_; };
      mutex_.AwaitWithTimeout(absl::Condition(&released), absl::Seconds(30));
    }
    const grpc::Status decided = done ? Decide(*context, *request, response) : grpc::Status::OK;
    return fails ? failure : decided;
  }

 private:
  static std::string TokenOf(const grpc::ServerContext& context) {
    for (const auto& [name, value] : context.client_metadata()) {
      const absl::string_view text(value.data(), value.size());
      if (absl::string_view(name.data(), name.size()) == "authorization") {
        return std::string(absl::StripPrefix(text, "Bearer "));
      }
    }
    return "";
  }

  // Each caller's key is its own, as the real service keeps them; callers differ by their subject, not
  // by their token, of which a service has a new one for each call.
  std::string KeyOf(const grpc::ServerContext& context,
                    const budgets::v1::DecideCostsRequest& request) {
    const absl::StatusOr<rpc::Actor> caller = verify_(TokenOf(context));
    return absl::StrCat(caller.ok() ? caller->subject : "", "/", request.request_id());
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
    Currency currency = Currency::kBgn;
    for (const budgets::v1::CostDecision& decision : request.decisions()) {
      if (costs_[decision.cost()].parts().eu().currency() == "EUR") currency = Currency::kEur;
    }
    ThreePart approved = ZeroParts(currency);
    ThreePart refused = ZeroParts(currency);
    ThreePart by_correction = ZeroParts(currency);
    for (const budgets::v1::CostDecision& decision : request.decisions()) {
      budgets::v1::Cost& cost = costs_[decision.cost()];
      const ThreePart claimed = *tranche::convert::FromProto(cost.parts());
      ThreePart taken = decision.approved() ? ZeroParts(currency) : claimed;
      if (decision.has_unapproved()) {
        taken = *Add(taken, *tranche::convert::FromProto(decision.unapproved()));
      }
      if (decision.has_unapproved_by_correction()) {
        const ThreePart part = *tranche::convert::FromProto(decision.unapproved_by_correction());
        taken = *Add(taken, part);
        by_correction = *Add(by_correction, part);
      }
      if (const auto lowered = lowered_.find(decision.cost()); lowered != lowered_.end()) {
        taken = *Add(taken, lowered->second);
        budgets::v1::LoweredCost* told = response->add_lowered();
        told->set_cost(decision.cost());
        *told->mutable_unapproved() = tranche::convert::ToProto(lowered->second);
        told->set_reason(absl::StrCat(decision.reason(), decision.reason().empty() ? "" : "; ",
                                      "Единна ставка от верифицираната основа"));
      }
      cost.set_state(taken == ZeroParts(currency) ? budgets::v1::APPROVED
                     : taken == claimed           ? budgets::v1::REFUSED
                                                  : budgets::v1::PARTIALLY_APPROVED);
      approved = *Add(approved, *Subtract(claimed, taken));
      refused = *Add(refused, taken);
    }
    *response->mutable_approved() = tranche::convert::ToProto(approved);
    *response->mutable_refused() = tranche::convert::ToProto(refused);
    *response->mutable_refused_by_correction() = tranche::convert::ToProto(by_correction);
    answers_[key] = *response;
    return grpc::Status::OK;
  }

  const Verify verify_;
  absl::Mutex mutex_;
  std::vector<std::string> tokens_ ABSL_GUARDED_BY(mutex_);
  bool hold_next_ ABSL_GUARDED_BY(mutex_) = false;
  bool holding_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, budgets::v1::Cost> costs_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, budgets::v1::DecideCostsResponse> answers_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, ThreePart> lowered_ ABSL_GUARDED_BY(mutex_);
  std::vector<budgets::v1::DecideCostsRequest> decisions_ ABSL_GUARDED_BY(mutex_);
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  grpc::Status failure_ ABSL_GUARDED_BY(mutex_);
  bool work_is_done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tranche::payments::testing
