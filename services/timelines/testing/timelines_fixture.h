// SPDX-License-Identifier: EUPL-1.2
// Timelines beside logs of proposals and payments that a test writes, and rules of the reference data.
#pragma once

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "platform/events/events.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "timelines/timelines_follow.h"
#include "timelines/timelines_module.h"
#include "timelines/timelines_service.h"
#include "tranche/payments/v1/debts.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"
#include "tranche/timelines/v1/timelines_service.grpc.pb.h"

namespace tranche::timelines {

inline constexpr char kOrganisation[] = "mineralni-bani";
inline constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
inline constexpr char kFinalClaimSource[] = "ЗУСЕФСУ, чл. 64, ал. 2";
inline constexpr char kShiftSource[] = "Регламент (ЕИО, Евратом) № 1182/71, чл. 3, ал. 4";

// A log of events as another service would serve it.
class Log {
 public:
  void Add(const std::string& organisation, const google::protobuf::Message& payload) {
    absl::MutexLock lock(&mutex_);
    common::v1::Event* event = log_.add_events();
    event->set_cursor(absl::StrCat("7-", log_.events_size()));
    event->set_organisation(organisation);
    event->set_type(payload.GetTypeName());
    std::string json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(payload, &json).ok());
    event->set_payload(json);
    log_.set_newest(event->cursor());
  }

  grpc::Status List(const common::v1::ListEventsRequest& request,
                    common::v1::ListEventsResponse* response) {
    absl::MutexLock lock(&mutex_);
    if (!asked_.HasBeenNotified()) asked_.Notify();
    response->set_newest(log_.newest());
    bool behind = request.after().empty() || request.after() == "0-0";
    for (const common::v1::Event& event : log_.events()) {
      if (behind) *response->add_events() = event;
      if (event.cursor() == request.after()) behind = true;
    }
    return grpc::Status::OK;
  }

  bool WaitUntilAsked() { return asked_.WaitForNotificationWithTimeout(absl::Seconds(30)); }

 private:
  absl::Mutex mutex_;
  common::v1::ListEventsResponse log_ ABSL_GUARDED_BY(mutex_);
  absl::Notification asked_;
};

class ProposalsLog final : public proposals::v1::ProposalsService::Service {
 public:
  explicit ProposalsLog(Log* log) : log_(log) {}
  grpc::Status ListEvents(grpc::ServerContext*, const common::v1::ListEventsRequest* request,
                          common::v1::ListEventsResponse* response) override {
    return log_->List(*request, response);
  }

 private:
  Log* log_;
};

class PaymentsLog final : public payments::v1::PaymentsService::Service {
 public:
  explicit PaymentsLog(Log* log) : log_(log) {}
  grpc::Status ListEvents(grpc::ServerContext*, const common::v1::ListEventsRequest* request,
                          common::v1::ListEventsResponse* response) override {
    return log_->List(*request, response);
  }

 private:
  Log* log_;
};

// The law as the tests need it; the final claim's rule is known from a day on, so that asking for
// another day than the event's would show.
class SmallReference final : public reference::v1::ReferenceService::Service {
 public:
  grpc::Status ListRules(grpc::ServerContext*, const reference::v1::ListRulesRequest* request,
                         reference::v1::ListRulesResponse* response) override {
    const std::string& day = request->as_of();
    if (day >= "2018-10-01")
      Add(response, "final_claim_months", "1", "months", "", kFinalClaimSource, true);
    Add(response, "verify_and_pay_days", "90", "days", "2014-2020", "Регламент 1303/2013, чл. 132",
        false);
    Add(response, "verify_and_pay_days", "80", "days", "2021-2027", "ЗУСЕФСУ, чл. 62", true);
    Add(response, "advance_payment_days", "14", "days", "", "ЗУСЕФСУ, чл. 61", true);
    Add(response, "debt_voluntary_days", "14", "days", "", "ЗУСЕФСУ, чл. 64а", true);
    Add(response, "deadline_shift_to_working_day", "1", "flag", "", kShiftSource, false);
    return grpc::Status::OK;
  }

  grpc::Status GetCalendar(grpc::ServerContext*, const reference::v1::GetCalendarRequest* request,
                           reference::v1::Calendar* response) override {
    response->set_name(request->name());
    response->set_first_year(2017);
    response->set_last_year(last_year);
    reference::v1::HolidayRule* rule = response->add_rules();
    rule->set_name_bg("Ден на Независимостта");
    rule->set_month(9);
    rule->set_day(22);
    rule->set_first_year(1998);
    return grpc::Status::OK;
  }

  grpc::Status ListProcedures(grpc::ServerContext*, const reference::v1::ListProceduresRequest* request,
                              reference::v1::ListProceduresResponse* response) override {
    reference::v1::Procedure* procedure = response->add_procedures();
    procedure->set_code(request->code());
    procedure->set_programming_period("2014-2020");
    return grpc::Status::OK;
  }

  std::atomic<int> last_year = 2019;

 private:
  static void Add(reference::v1::ListRulesResponse* response, const char* code, const char* value,
                  const char* unit, const char* period, const char* source, bool verified) {
    reference::v1::Rule* rule = response->add_rules();
    rule->set_code(code);
    rule->set_value(value);
    rule->set_unit(unit);
    rule->set_programming_period(period);
    rule->set_legal_source(source);
    rule->set_verified(verified);
  }
};

template <class Implementation>
class FakeRole final : public rpc::Role {
 public:
  template <class... Args>
  explicit FakeRole(Args... args) : service_(args...) {}
  std::vector<grpc::Service*> services() override { return {&service_}; }
  Implementation& service() { return service_; }

 private:
  Implementation service_;
};

inline proposals::v1::ContractActivated Activated(const std::string& ends_on = "2018-10-18",
                                                  int version = 1) {
  proposals::v1::ContractActivated event;
  proposals::v1::Contract* contract = event.mutable_contract();
  contract->set_name(kContract);
  contract->set_number("BG05M9OP001-2.005-0063-C01");
  contract->set_procedure("BG05M9OP001-2.005");
  contract->set_starts_on("2017-04-18");
  contract->set_ends_on(ends_on);
  contract->set_duration_months(18);
  contract->set_version(version);
  return event;
}

inline payments::v1::ClaimSent Sent(payments::v1::ClaimKind kind, int sequence,
                                    const std::string& sent_on) {
  payments::v1::ClaimSent event;
  event.set_contract(kContract);
  event.mutable_claim()->set_name(absl::StrCat(kContract, "/claims/", sequence));
  event.mutable_claim()->set_kind(kind);
  event.mutable_claim()->set_sequence(sequence);
  event.mutable_claim()->set_sent_on(sent_on);
  return event;
}

inline payments::v1::PaymentRecorded Paid(int sequence, const std::string& paid_on, bool in_full) {
  payments::v1::PaymentRecorded event;
  event.set_contract(kContract);
  event.mutable_payment()->set_claim(absl::StrCat(kContract, "/claims/", sequence));
  event.mutable_payment()->set_paid_on(paid_on);
  event.set_claim_paid_in_full(in_full);
  if (in_full) event.set_paid_in_full_on(paid_on);
  return event;
}

class TimelinesTest : public ::testing::Test {
 protected:
  using Stub = v1::TimelinesService::Stub;

  TimelinesTest()
      : reference_(sandbox_, "reference"),
        proposals_(sandbox_, "proposals", &reference_),
        payments_(sandbox_, "payments", &reference_),
        role_(sandbox_, "timelines", &reference_) {
    auto law = std::make_unique<FakeRole<SmallReference>>();
    law_ = &law->service();
    reference_.Serve(std::move(law));
    proposals_.Serve(std::make_unique<FakeRole<ProposalsLog>>(&contracts_));
    payments_.Serve(std::make_unique<FakeRole<PaymentsLog>>(&claims_));
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::TimelinesService::NewStub(role_.channel());
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> As(const rpc::Actor& actor,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const Req& request) {
    grpc::ClientContext context;
    role_.SignIn(&context, actor);
    Resp response;
    const grpc::Status status = ((*stub_).*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<v1::ListDeadlinesResponse> Deadlines(const std::string& as_of,
                                                      const std::string& parent = kContract) {
    v1::ListDeadlinesRequest request;
    request.set_parent(parent);
    request.set_as_of(as_of);
    return As(actor_, &Stub::ListDeadlines, request);
  }

  absl::StatusOr<v1::Timeline> GetTimeline(const std::string& contract = kContract) {
    v1::GetTimelineRequest request;
    request.set_name(absl::StrCat(contract, "/timeline"));
    return As(actor_, &Stub::GetTimeline, request);
  }

  absl::StatusOr<v1::Timeline> CreateActivities(const v1::CreateActivitiesRequest& request) {
    return As(actor_, &Stub::CreateActivities, request);
  }

  // Applies what the log of payments holds now.
  absl::Status FollowClaims() {
    events::Consumer consumer(role_.context(), "payments",
                              "/tranche.payments.v1.PaymentsService/ListEvents", FollowPayments);
    return consumer.CatchUp(absl::Now() + absl::Seconds(10));
  }

  // What following one event of payments says, without the consumer around it.
  absl::Status FollowOne(const google::protobuf::Message& payload) {
    common::v1::Event event;
    event.set_organisation(kOrganisation);
    event.set_type(payload.GetTypeName());
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(payload, event.mutable_payload()).ok());
    const rpc::CallScope scope = role_.Scope(actor_);
    return pg::Transact(role_.pool(), scope,
                        [&](pg::Tx& tx) { return FollowPayments(tx, scope, event); });
  }

  static const v1::Deadline* Find(const v1::ListDeadlinesResponse& list, const std::string& id) {
    for (const v1::Deadline& deadline : list.deadlines()) {
      if (deadline.name() == absl::StrCat(kContract, "/deadlines/", id)) return &deadline;
    }
    return nullptr;
  }

  int Count(const std::string& table) {
    return sandbox_.Inspect("select count(1) from timelines." + table)[0][0].as<int>();
  }

  const rpc::Actor actor_ = testing::TestActor(kOrganisation);
  Log contracts_;
  Log claims_;
  testing::PgSandbox sandbox_;
  testing::TestRole reference_;
  testing::TestRole proposals_;
  testing::TestRole payments_;
  testing::TestRole role_;
  SmallReference* law_ = nullptr;
  std::unique_ptr<Stub> stub_;
};

}  // namespace tranche::timelines
