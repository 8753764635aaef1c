// SPDX-License-Identifier: EUPL-1.2
// The timelines role through its gRPC channel, beside a reference service with a few rules and two logs
// of events that the tests write.
#include "timelines/timelines_service.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "platform/base/error.h"
#include "platform/events/events.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "timelines/timelines_follow.h"
#include "timelines/timelines_module.h"
#include "tranche/payments/v1/debts.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"
#include "tranche/timelines/v1/timelines_service.grpc.pb.h"

namespace tranche::timelines {
namespace {

constexpr char kOrganisation[] = "mineralni-bani";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
constexpr char kFinalClaimSource[] = "ЗУСЕФСУ, чл. 64, ал. 2";
constexpr char kShiftSource[] = "Регламент (ЕИО, Евратом) № 1182/71, чл. 3, ал. 4";

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

proposals::v1::ContractActivated Activated(const std::string& ends_on = "2018-10-18", int version = 1) {
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

payments::v1::ClaimSent Sent(payments::v1::ClaimKind kind, int sequence, const std::string& sent_on) {
  payments::v1::ClaimSent event;
  event.set_contract(kContract);
  event.mutable_claim()->set_name(absl::StrCat(kContract, "/claims/", sequence));
  event.mutable_claim()->set_kind(kind);
  event.mutable_claim()->set_sequence(sequence);
  event.mutable_claim()->set_sent_on(sent_on);
  return event;
}

payments::v1::PaymentRecorded Paid(int sequence, const std::string& paid_on, bool in_full) {
  payments::v1::PaymentRecorded event;
  event.set_contract(kContract);
  event.mutable_payment()->set_claim(absl::StrCat(kContract, "/claims/", sequence));
  event.mutable_payment()->set_paid_on(paid_on);
  event.set_claim_paid_in_full(in_full);
  if (in_full) event.set_paid_in_full_on(paid_on);
  return event;
}

payments::v1::ClaimDecided Decided(int sequence, const std::string& decided_on,
                                   payments::v1::ClaimState state, bool nothing_owed) {
  payments::v1::ClaimDecided event;
  event.set_contract(kContract);
  event.mutable_claim()->set_name(absl::StrCat(kContract, "/claims/", sequence));
  event.mutable_claim()->set_sequence(sequence);
  event.mutable_claim()->set_state(state);
  event.mutable_claim()->mutable_verification()->set_decided_on(decided_on);
  event.set_nothing_owed(nothing_owed);
  return event;
}

payments::v1::DebtEntered Entered(int number, int version, const std::string& served_on) {
  payments::v1::DebtEntered event;
  event.set_contract(kContract);
  event.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/", number));
  event.mutable_debt()->set_version(version);
  event.mutable_debt()->set_served_on(served_on);
  return event;
}

payments::v1::DebtRepaid Repaid(int number, int version, const std::string& on, bool in_full) {
  payments::v1::DebtRepaid event;
  event.set_contract(kContract);
  event.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/", number));
  event.mutable_debt()->set_version(version);
  event.mutable_debt()->mutable_balance()->set_as_of(on);
  event.set_repaid_in_full(in_full);
  return event;
}

payments::v1::DebtRemoved Removed(int number, const std::string& served_on) {
  payments::v1::DebtRemoved event;
  event.set_contract(kContract);
  event.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/", number));
  event.mutable_debt()->set_served_on(served_on);
  return event;
}

v1::CreateActivitiesRequest TwoActivities(const std::string& request_id = "activities-1") {
  v1::CreateActivitiesRequest request;
  request.set_parent(kContract);
  v1::Activity* services = request.add_activities();
  services->set_code("A2");
  services->set_title("Мобилни услуги");
  services->set_first_month(7);
  services->set_last_month(18);
  v1::Activity* centre = request.add_activities();
  centre->set_code("A1");
  centre->set_title("Център за активно включване");
  centre->set_first_month(1);
  centre->set_last_month(6);
  common::v1::Mark* mark = centre->add_marks();
  mark->set_field("first_month");
  mark->set_provenance(common::v1::ILLUSTRATIVE);
  request.set_request_id(request_id);
  return request;
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

TEST_F(TimelinesTest, ListDeadlines_OfMineralniBani_ShowsTheFinalClaimWithItsLaw) {
  contracts_.Add(kOrganisation, Activated());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->as_of(), "2018-09-01");
  ASSERT_EQ(list->deadlines_size(), 2);
  const v1::Deadline& end = list->deadlines(0);
  EXPECT_EQ(end.kind(), v1::IMPLEMENTATION_END);
  EXPECT_EQ(end.due_on(), "2018-10-18");
  EXPECT_EQ(end.state(), v1::UPCOMING);
  const v1::Deadline& claim = list->deadlines(1);
  EXPECT_EQ(claim.name(), absl::StrCat(kContract, "/deadlines/final-claim"));
  EXPECT_EQ(claim.kind(), v1::FINAL_CLAIM);
  EXPECT_EQ(claim.owner(), v1::BENEFICIARY);
  EXPECT_EQ(claim.event_on(), "2018-10-18");
  EXPECT_EQ(claim.period(), "1 months");
  EXPECT_EQ(claim.nominal_on(), "2018-11-18");
  EXPECT_EQ(claim.due_on(), "2018-11-19");
  EXPECT_EQ(claim.basis().rule(), "final_claim_months");
  EXPECT_EQ(claim.basis().source(), kFinalClaimSource);
  EXPECT_TRUE(claim.basis().verified());
  EXPECT_EQ(claim.shift_basis().rule(), "deadline_shift_to_working_day");
  EXPECT_EQ(claim.shift_basis().source(), kShiftSource);
  EXPECT_FALSE(claim.shift_basis().verified());
  EXPECT_NE(claim.shift_bg().find("неделя"), std::string::npos);
  EXPECT_NE(claim.shift_en().find("Sunday"), std::string::npos);
  EXPECT_EQ(claim.state(), v1::UPCOMING);
  EXPECT_EQ(claim.days_left(), 79);
  EXPECT_EQ(claim.met_on(), "");
}

TEST_F(TimelinesTest, ListDeadlines_WithoutADay_LooksOnTodayInSofia) {
  contracts_.Add(kOrganisation, Activated());
  // A quarter past midnight in Sofia, still the evening before in UTC.
  role_.world().SetNow(absl::FromCivil(absl::CivilMinute(2018, 11, 19, 22, 15), absl::UTCTimeZone()));
  const auto list = Deadlines("");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->as_of(), "2018-11-20");
  const v1::Deadline* claim = Find(*list, "final-claim");
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(claim->state(), v1::OVERDUE);
  EXPECT_EQ(claim->days_left(), -1);
}

TEST_F(TimelinesTest, ListDeadlines_TypedWithCyrillicLetters_FindsTheContract) {
  contracts_.Add(kOrganisation, Activated());
  const auto typed = Deadlines("2018-09-01", "organisations/-/contracts/BG05М9ОР001-2.005-0063-C01");
  ASSERT_TRUE(typed.ok()) << typed.status();
  EXPECT_EQ(typed->SerializeAsString(), Deadlines("2018-09-01")->SerializeAsString());
}

TEST_F(TimelinesTest, ListDeadlines_WithTheOtherPeriodRule_EndsADayEarlier) {
  contracts_.Add(kOrganisation, Activated("2018-10-17"));
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "implementation-end")->due_on(), "2018-10-17");
  EXPECT_EQ(Find(*list, "final-claim")->nominal_on(), "2018-11-17");
  EXPECT_EQ(Find(*list, "final-claim")->due_on(), "2018-11-19");
}

TEST_F(TimelinesTest, ListDeadlines_OnAWorkingDay_NamesNoShift) {
  contracts_.Add(kOrganisation, Activated("2018-10-19"));
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  const v1::Deadline* claim = Find(*list, "final-claim");
  EXPECT_EQ(claim->due_on(), "2018-11-19");
  EXPECT_EQ(claim->nominal_on(), "2018-11-19");
  EXPECT_EQ(claim->shift_bg(), "");
  EXPECT_FALSE(claim->has_shift_basis());
}

TEST_F(TimelinesTest, ListDeadlines_BeyondTheKnownHolidays_SaysWhichYearIsMissing) {
  contracts_.Add(kOrganisation, Activated());
  law_->last_year = 2017;
  const absl::Status refused = Deadlines("2018-09-01").status();
  EXPECT_EQ(ReasonOf(refused), "CALENDAR_ENDS");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"year", "2018"}}));
}

TEST_F(TimelinesTest, ListDeadlines_WithoutARuleForTheDay_SaysWhichOne) {
  contracts_.Add(kOrganisation, Activated("2018-09-18"));  // Before the rule holds.
  const absl::Status refused = Deadlines("2018-09-01").status();
  EXPECT_EQ(ReasonOf(refused), "RULE_MISSING");
  EXPECT_EQ(HttpStatusOf(ReasonOf(refused)), 422);
}

TEST_F(TimelinesTest, ListDeadlines_OfAnUnknownContract_IsNotFound) {
  EXPECT_EQ(ReasonOf(Deadlines("2018-09-01").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Deadlines("2018-02-31").status()), "INVALID_REQUEST");
}

TEST_F(TimelinesTest, StateAidAdvance_HasTheClockOfAnAdvance) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::STATE_AID_ADVANCE, 1, "2017-05-02"));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  const v1::Deadline* advance = Find(*list, "verify-and-pay-1");
  ASSERT_NE(advance, nullptr);
  EXPECT_EQ(advance->due_on(), "2017-05-16");
}

TEST_F(TimelinesTest, ClaimsAndPayments_StartAndEndTheAuthoritysClock) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::ADVANCE, 1, "2017-05-02"));
  claims_.Add(kOrganisation, Paid(1, "2017-05-12", true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 2, "2018-01-10"));
  claims_.Add(kOrganisation, Paid(2, "2018-03-01", false));
  claims_.Add(kOrganisation, Paid(2, "2018-04-20", true));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->deadlines_size(), 4);
  const v1::Deadline* advance = Find(*list, "verify-and-pay-1");
  ASSERT_NE(advance, nullptr);
  EXPECT_EQ(list->deadlines(0).name(), advance->name());
  EXPECT_EQ(advance->kind(), v1::VERIFY_AND_PAY);
  EXPECT_EQ(advance->owner(), v1::MANAGING_AUTHORITY);
  EXPECT_EQ(advance->period(), "14 days");
  EXPECT_EQ(advance->due_on(), "2017-05-16");
  EXPECT_EQ(advance->state(), v1::MET);
  EXPECT_EQ(advance->met_on(), "2017-05-12");
  const v1::Deadline* interim = Find(*list, "verify-and-pay-2");
  ASSERT_NE(interim, nullptr);
  EXPECT_EQ(interim->period(), "90 days");
  EXPECT_EQ(interim->due_on(), "2018-04-10");
  EXPECT_EQ(interim->state(), v1::MET_LATE);
  EXPECT_EQ(interim->met_on(), "2018-04-20");
  EXPECT_FALSE(interim->basis().verified());
}

TEST_F(TimelinesTest, PaymentsRecordedInAnotherOrder_EndTheClockWhenTheLastMoneyArrived) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Paid(1, "2018-04-20", false));
  payments::v1::PaymentRecorded earlier = Paid(1, "2018-03-01", true);
  earlier.set_paid_in_full_on("2018-04-20");
  claims_.Add(kOrganisation, earlier);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-09-01"), "verify-and-pay-1")->met_on(), "2018-04-20");
}

TEST_F(TimelinesTest, PaymentHeardOfBeforeItsClaim_IsNotLost) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Paid(1, "2018-03-01", true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-09-01"), "verify-and-pay-1")->state(), v1::MET);
}

TEST_F(TimelinesTest, ClaimForWhichNothingIsOwed_IsMetByItsDecision) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::ADVANCE, 1, "2017-05-02"));
  claims_.Add(kOrganisation, Decided(1, "2017-05-10", payments::v1::REFUSED, true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 2, "2018-01-10"));
  claims_.Add(kOrganisation, Decided(2, "2018-03-01", payments::v1::ACCEPTED, true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 3, "2018-03-02"));
  claims_.Add(kOrganisation, Decided(3, "2018-04-02", payments::v1::ACCEPTED, false));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->state(), v1::MET);
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->met_on(), "2017-05-10");
  EXPECT_EQ(Find(*list, "verify-and-pay-2")->met_on(), "2018-03-01");
  EXPECT_EQ(Find(*list, "verify-and-pay-3")->state(), v1::OVERDUE);  // Accepted and not paid.
}

TEST_F(TimelinesTest, DebtInForce_IsToBeRepaidInTheVoluntaryPeriod) {
  contracts_.Add(kOrganisation, Activated());
  // Served on Wednesday 6 June 2018: fourteen days end on the 20th.
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-06-05"), "repay-debt-1"), nullptr);
  const auto list = Deadlines("2018-06-20");
  ASSERT_TRUE(list.ok()) << list.status();
  const v1::Deadline* debt = Find(*list, "repay-debt-1");
  ASSERT_NE(debt, nullptr);
  EXPECT_EQ(debt->kind(), v1::REPAY_DEBT);
  EXPECT_EQ(debt->due_on(), "2018-06-20");
  EXPECT_EQ(debt->state(), v1::DUE_SOON);
  EXPECT_EQ(debt->owner(), v1::BENEFICIARY);
  EXPECT_EQ(Find(*Deadlines("2018-06-21"), "repay-debt-1")->state(), v1::OVERDUE);

  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-10", false));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-19", true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-06-21"), "repay-debt-1")->state(), v1::MET);
  EXPECT_EQ(Find(*Deadlines("2018-06-21"), "repay-debt-1")->met_on(), "2018-06-19");
}

TEST_F(TimelinesTest, DebtThatWasAmended_IsDueFromItsNewService) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-19", true));
  claims_.Add(kOrganisation, Entered(1, 2, "2018-07-04"));
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));  // Heard of again.
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-07-05");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "repay-debt-1")->due_on(), "2018-07-18");
  EXPECT_EQ(Find(*list, "repay-debt-1")->met_on(), "");
}

TEST_F(TimelinesTest, DebtLoweredToWhatWasRepaid_IsMetWhenThatHolds) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-19", false));
  payments::v1::DebtEntered lowered = Entered(1, 2, "2018-07-04");
  lowered.mutable_debt()->set_status(payments::v1::REPAID_IN_FULL);
  EXPECT_EQ(ReasonOf(FollowOne(lowered)), "EVENT_UNREADABLE");  // It says no day.
  lowered.mutable_debt()->set_effective_on("2018-07-05");
  claims_.Add(kOrganisation, lowered);
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "repay-debt-1")->state(), v1::MET);
  EXPECT_EQ(Find(*list, "repay-debt-1")->met_on(), "2018-07-05");
}

TEST_F(TimelinesTest, DebtThatWasTakenBack_IsNotDueWhicheverIsHeardFirst) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  claims_.Add(kOrganisation, Removed(1, "2018-06-06"));
  claims_.Add(kOrganisation, Removed(2, "2018-06-06"));
  claims_.Add(kOrganisation, Entered(2, 1, "2018-06-06"));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-07-05");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "repay-debt-1"), nullptr);
  EXPECT_EQ(Find(*list, "repay-debt-2"), nullptr);
}

TEST_F(TimelinesTest, DeductionThatSettlesAClaim_EndsItsClock) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::DebtRepaid offset = Repaid(1, 1, "2018-03-01", false);
  offset.set_claim(absl::StrCat(kContract, "/claims/1"));
  claims_.Add(kOrganisation, offset);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "");
  offset.set_claim_settled(true);
  offset.set_claim_settled_on("2018-03-02");
  claims_.Add(kOrganisation, offset);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "2018-03-02");
}

TEST_F(TimelinesTest, DeductionTakenBack_OpensTheClocksOfDebtAndClaim) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Entered(1, 1, "2018-01-20"));
  payments::v1::DebtRepaid offset = Repaid(1, 1, "2018-03-02", true);
  offset.set_claim(absl::StrCat(kContract, "/claims/1"));
  offset.set_claim_settled(true);
  offset.set_claim_settled_on("2018-03-02");
  claims_.Add(kOrganisation, offset);
  ASSERT_TRUE(FollowClaims().ok());
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "2018-03-02");
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "2018-03-02");
  payments::v1::OffsetTakenBack back;
  back.set_contract(kContract);
  back.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/1"));
  back.set_claim(absl::StrCat(kContract, "/claims/1"));
  back.set_was_repaid_in_full(true);
  back.set_claim_was_settled(true);

  claims_.Add(kOrganisation, back);
  ASSERT_TRUE(FollowClaims().ok());

  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "");
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "");
  // What ends them later counts anew.
  claims_.Add(kOrganisation, Paid(1, "2018-04-20", true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-04-21"), "verify-and-pay-1")->met_on(), "2018-04-20");
}

TEST_F(TimelinesTest, AnnulledPaymentAndRepayment_OpenTheClocksThatTheyHadEnded) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Entered(1, 1, "2018-01-20"));
  claims_.Add(kOrganisation, Paid(1, "2018-03-02", true));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-03-02", true));
  payments::v1::PaymentAnnulled payment;
  payment.set_contract(kContract);
  payment.set_claim(absl::StrCat(kContract, "/claims/1"));
  payments::v1::RepaymentAnnulled repayment;
  repayment.set_contract(kContract);
  repayment.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/1"));
  // Not the last of what was owed: nothing had ended by them.
  claims_.Add(kOrganisation, payment);
  claims_.Add(kOrganisation, repayment);
  ASSERT_TRUE(FollowClaims().ok());
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "2018-03-02");
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "2018-03-02");
  payment.set_claim_was_settled(true);
  repayment.set_was_repaid_in_full(true);

  claims_.Add(kOrganisation, payment);
  claims_.Add(kOrganisation, repayment);
  ASSERT_TRUE(FollowClaims().ok());

  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "");
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "");
  payment.clear_claim();
  EXPECT_EQ(ReasonOf(FollowOne(payment)), "EVENT_UNREADABLE");
}

TEST_F(TimelinesTest, DebtThatCannotBeRead_StopsTheFollowing) {
  for (const auto& broken :
       {Entered(0, 1, "2018-06-06"), Entered(1, 0, "2018-06-06"), Entered(1, 1, "")}) {
    EXPECT_EQ(ReasonOf(FollowOne(broken)), "EVENT_UNREADABLE");
  }
  EXPECT_EQ(ReasonOf(FollowOne(Repaid(1, 1, "", true))), "EVENT_UNREADABLE");
  EXPECT_EQ(ReasonOf(FollowOne(Removed(1, ""))), "EVENT_UNREADABLE");
  payments::v1::DebtRepaid offset = Repaid(1, 1, "2018-03-01", false);
  offset.set_claim_settled(true);
  EXPECT_EQ(ReasonOf(FollowOne(offset)), "EVENT_UNREADABLE");
}

TEST_F(TimelinesTest, RefusedFinalClaim_LeavesTheFinalClaimToBeSent) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::FINAL, 1, "2018-11-12"));
  claims_.Add(kOrganisation, Decided(1, "2018-12-03", payments::v1::REFUSED, true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-12-02"), "final-claim")->state(), v1::MET);
  EXPECT_EQ(Find(*Deadlines("2018-12-03"), "final-claim")->state(), v1::OVERDUE);
  EXPECT_EQ(Find(*Deadlines("2018-12-03"), "verify-and-pay-1")->state(), v1::MET);
}

TEST_F(TimelinesTest, StateOfAClaim_IsThatOfTheDayAskedFor) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Paid(1, "2018-04-20", true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-01-09"), "verify-and-pay-1"), nullptr);
  EXPECT_EQ(Find(*Deadlines("2018-01-10"), "verify-and-pay-1")->state(), v1::UPCOMING);
  EXPECT_EQ(Find(*Deadlines("2018-03-11"), "verify-and-pay-1")->state(), v1::DUE_SOON);
  EXPECT_EQ(Find(*Deadlines("2018-04-19"), "verify-and-pay-1")->state(), v1::OVERDUE);
  EXPECT_EQ(Find(*Deadlines("2018-04-19"), "verify-and-pay-1")->met_on(), "");
  EXPECT_EQ(Find(*Deadlines("2018-04-20"), "verify-and-pay-1")->state(), v1::MET_LATE);
}

TEST_F(TimelinesTest, ClaimGivenBack_HasNoClockUntilItIsSentAgain) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimReturned returned;
  returned.set_contract(kContract);
  returned.mutable_claim()->set_sequence(1);
  payments::v1::PackageReturn* first = returned.mutable_claim()->add_returns();
  first->set_number(1);
  first->set_returned_on("2018-01-20");
  claims_.Add(kOrganisation, returned);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-02-01"), "verify-and-pay-1"), nullptr);

  payments::v1::ClaimSent again = Sent(payments::v1::INTERIM, 1, "2018-02-05");
  *again.mutable_claim()->mutable_returns() = returned.claim().returns();
  claims_.Add(kOrganisation, again);
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-02-06");
  ASSERT_NE(Find(*list, "verify-and-pay-1"), nullptr);
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->event_on(), "2018-02-05");
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->state(), v1::UPCOMING);

  payments::v1::PackageReturn* second = returned.mutable_claim()->add_returns();
  second->set_number(2);
  second->set_returned_on("2018-02-10");
  claims_.Add(kOrganisation, returned);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-01"), "verify-and-pay-1"), nullptr);
}

TEST_F(TimelinesTest, ReturnThatSaysNoDay_StopsTheFollowing) {
  contracts_.Add(kOrganisation, Activated());
  payments::v1::ClaimReturned returned;
  returned.set_contract(kContract);
  returned.mutable_claim()->set_sequence(1);
  claims_.Add(kOrganisation, returned);
  EXPECT_FALSE(FollowClaims().ok());
}

TEST_F(TimelinesTest, QuestionOnAClaim_StopsTheClockOfItsVerification) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimQuestionAsked asked;
  asked.set_contract(kContract);
  asked.mutable_claim()->set_sequence(1);
  asked.mutable_question()->set_number(1);
  asked.mutable_question()->set_asked_on("2018-02-01");
  asked.mutable_question()->set_due_on("2018-03-01");
  asked.mutable_question()->set_suspension_days_max(28);
  claims_.Add(kOrganisation, asked);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-01-31"), "verify-and-pay-1")->due_on(), "2018-04-10");
  EXPECT_EQ(Find(*Deadlines("2018-02-07"), "verify-and-pay-1")->due_on(), "2018-04-16");

  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  *closed.mutable_question() = asked.question();
  closed.mutable_question()->set_closed_on("2018-02-07");
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_claim()->set_suspended_days(6);
  claims_.Add(kOrganisation, closed);
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-03-01");
  const v1::Deadline* deadline = Find(*list, "verify-and-pay-1");
  EXPECT_EQ(deadline->nominal_on(), "2018-04-10");
  EXPECT_EQ(deadline->due_on(), "2018-04-16");
  EXPECT_EQ(deadline->shift_en(),
            "the period did not run for 6 days because of questions on the claim");
}

TEST_F(TimelinesTest, LaterQuestionThatIsOpen_StopsTheClockNoLongerThanTheLaw) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimQuestionAsked asked;
  asked.set_contract(kContract);
  asked.mutable_claim()->set_sequence(1);
  asked.mutable_question()->set_number(1);
  asked.mutable_question()->set_asked_on("2018-02-01");
  asked.mutable_question()->set_due_on("2018-03-01");
  asked.mutable_question()->set_suspension_days_max(28);
  claims_.Add(kOrganisation, asked);
  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  *closed.mutable_question() = asked.question();
  closed.mutable_question()->set_closed_on("2018-02-21");
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_claim()->set_suspended_days(20);
  claims_.Add(kOrganisation, closed);
  asked.mutable_question()->set_number(2);
  asked.mutable_question()->set_asked_on("2018-03-01");
  asked.mutable_question()->set_due_on("2018-04-01");
  claims_.Add(kOrganisation, asked);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-31"), "verify-and-pay-1")->shift_en().substr(0, 38),
            "the period did not run for 28 days bec");
}

TEST_F(TimelinesTest, QuestionBeforeAReturn_DoesNotStopTheClockOfTheNextSending) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  closed.mutable_question()->set_number(1);
  closed.mutable_question()->set_asked_on("2018-01-10");
  closed.mutable_question()->set_due_on("2018-02-10");
  closed.mutable_question()->set_closed_on("2018-01-30");
  closed.mutable_question()->set_suspension_days_max(31);
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_claim()->set_suspended_days(20);
  claims_.Add(kOrganisation, closed);
  payments::v1::ClaimReturned returned;
  returned.set_contract(kContract);
  returned.mutable_claim()->set_sequence(1);
  payments::v1::PackageReturn* first = returned.mutable_claim()->add_returns();
  first->set_number(1);
  first->set_returned_on("2018-01-31");
  claims_.Add(kOrganisation, returned);
  payments::v1::ClaimSent again = Sent(payments::v1::INTERIM, 1, "2018-02-05");
  *again.mutable_claim()->mutable_returns() = returned.claim().returns();
  claims_.Add(kOrganisation, again);
  ASSERT_TRUE(FollowClaims().ok());

  const auto list = Deadlines("2018-03-01");
  ASSERT_NE(Find(*list, "verify-and-pay-1"), nullptr);
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->event_on(), "2018-02-05");
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->nominal_on(), "2018-05-06");
  // A Sunday; no day of the question is added.
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->due_on(), "2018-05-07");
}

TEST_F(TimelinesTest, QuestionWithoutItsDays_StopsTheFollowing) {
  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_question()->set_number(1);
  closed.mutable_question()->set_asked_on("2018-02-01");
  closed.mutable_question()->set_due_on("2018-03-01");
  EXPECT_EQ(ReasonOf(FollowOne(closed)), "EVENT_UNREADABLE");
  payments::v1::ClaimQuestionAsked asked;
  asked.set_contract(kContract);
  EXPECT_EQ(ReasonOf(FollowOne(asked)), "EVENT_UNREADABLE");
  EXPECT_EQ(Count("deadline_suspension_end"), 0);
}

TEST_F(TimelinesTest, FinalClaim_SentInTime_MeetsItsDeadlineAlsoWhenItWasHeardOfFirst) {
  claims_.Add(kOrganisation, Sent(payments::v1::FINAL, 3, "2018-11-12"));
  ASSERT_TRUE(FollowClaims().ok());  // Before anything is known of the contract.
  contracts_.Add(kOrganisation, Activated());
  const auto list = Deadlines("2018-12-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "final-claim")->state(), v1::MET);
  EXPECT_EQ(Find(*list, "final-claim")->met_on(), "2018-11-12");
  ASSERT_NE(Find(*list, "verify-and-pay-3"), nullptr);
  EXPECT_EQ(Find(*list, "verify-and-pay-3")->due_on(), "2019-02-11");  // 90 days end on a Sunday.
}

TEST_F(TimelinesTest, LaterVersion_ReplacesThePeriodAndAnEarlierOneDoesNot) {
  contracts_.Add(kOrganisation, Activated("2018-12-18", 2));
  contracts_.Add(kOrganisation, Activated("2018-10-18", 1));
  const auto timeline = GetTimeline();
  ASSERT_TRUE(timeline.ok()) << timeline.status();
  EXPECT_EQ(timeline->ends_on(), "2018-12-18");
}

TEST_F(TimelinesTest, EventThatCannotBeRead_StopsTheFollowing) {
  proposals::v1::ContractActivated broken = Activated();
  broken.mutable_contract()->set_ends_on("soon");
  contracts_.Add(kOrganisation, broken);
  EXPECT_EQ(ReasonOf(GetTimeline().status()), "PEER_UNAVAILABLE");  // No fault of whoever asks.
  const payments::v1::ClaimSent kindless = Sent(payments::v1::CLAIM_KIND_UNSPECIFIED, 1, "2018-01-10");
  EXPECT_EQ(ReasonOf(FollowOne(kindless)), "EVENT_UNREADABLE");
  claims_.Add(kOrganisation, kindless);
  EXPECT_EQ(ReasonOf(FollowClaims()), "PEER_UNAVAILABLE");
  EXPECT_EQ(Count("contract"), 0);
  EXPECT_EQ(Count("deadline_event"), 0);
}

TEST_F(TimelinesTest, EndOfAClaimWithoutItsDay_StopsTheFollowing) {
  payments::v1::PaymentRecorded broken = Paid(1, "2018-03-01", true);
  broken.clear_paid_in_full_on();
  EXPECT_EQ(ReasonOf(FollowOne(broken)), "EVENT_UNREADABLE");
  EXPECT_EQ(ReasonOf(FollowOne(Decided(1, "", payments::v1::REFUSED, true))), "EVENT_UNREADABLE");
  claims_.Add(kOrganisation, broken);
  EXPECT_FALSE(FollowClaims().ok());
  EXPECT_EQ(Count("deadline_end"), 0);
}

TEST_F(TimelinesTest, EventOfAnUnknownType_IsPassedOver) {
  contracts_.Add(kOrganisation, common::v1::Mark());
  contracts_.Add(kOrganisation, Activated());
  EXPECT_TRUE(GetTimeline().ok());
}

TEST_F(TimelinesTest, StartConsumers_AsksBothLogs) {
  role_.role().StartConsumers();
  EXPECT_TRUE(contracts_.WaitUntilAsked());
  EXPECT_TRUE(claims_.WaitUntilAsked());
}

TEST_F(TimelinesTest, CreateActivities_GivesThemDaysInTheOrderOfTheirBeginning) {
  contracts_.Add(kOrganisation, Activated());
  const auto created = CreateActivities(TwoActivities());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), absl::StrCat(kContract, "/timeline"));
  EXPECT_EQ(created->starts_on(), "2017-04-18");
  EXPECT_EQ(created->ends_on(), "2018-10-18");
  EXPECT_EQ(created->duration_months(), 18);
  ASSERT_EQ(created->activities_size(), 2);
  EXPECT_EQ(created->activities(0).code(), "A1");
  EXPECT_EQ(created->activities(0).starts_on(), "2017-04-18");
  EXPECT_EQ(created->activities(0).ends_on(), "2017-10-17");
  EXPECT_EQ(created->activities(0).marks_size(), 1);
  EXPECT_EQ(created->activities(1).starts_on(), "2017-10-18");
  EXPECT_EQ(created->activities(1).ends_on(), "2018-10-18");
  EXPECT_EQ(GetTimeline()->SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(Count("evidence"), 1);
}

TEST_F(TimelinesTest, CreateActivities_SameKey_AnswersTheSameAndAnotherBodyIsRefused) {
  contracts_.Add(kOrganisation, Activated());
  const auto first = CreateActivities(TwoActivities());
  const auto second = CreateActivities(TwoActivities());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Count("activity"), 2);
  v1::CreateActivitiesRequest other = TwoActivities();
  other.mutable_activities(0)->set_title("Друго");
  EXPECT_EQ(ReasonOf(CreateActivities(other).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(CreateActivities(TwoActivities("activities-2")).status()), "ACTIVITIES_EXIST");
}

TEST_F(TimelinesTest, CreateActivities_BadInput_WritesNothing) {
  contracts_.Add(kOrganisation, Activated());
  v1::CreateActivitiesRequest beyond = TwoActivities();
  beyond.mutable_activities(0)->set_last_month(19);
  EXPECT_EQ(ReasonOf(CreateActivities(beyond).status()), "ACTIVITY_BEYOND_CONTRACT");
  v1::CreateActivitiesRequest reversed = TwoActivities();
  reversed.mutable_activities(0)->set_last_month(6);
  EXPECT_EQ(ReasonOf(CreateActivities(reversed).status()), "ACTIVITY_MONTHS_REVERSED");
  v1::CreateActivitiesRequest twice = TwoActivities();
  twice.mutable_activities(0)->set_code("A1");
  EXPECT_EQ(ReasonOf(CreateActivities(twice).status()), "ACTIVITY_CODE_TWICE");
  v1::CreateActivitiesRequest none = TwoActivities();
  none.clear_activities();
  EXPECT_EQ(ReasonOf(CreateActivities(none).status()), "INVALID_REQUEST");
  v1::CreateActivitiesRequest unknown = TwoActivities();
  unknown.set_parent("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01");
  EXPECT_EQ(ReasonOf(CreateActivities(unknown).status()), "NOT_FOUND");
  EXPECT_EQ(Count("activity"), 0);
  EXPECT_EQ(Count("request"), 0);
}

TEST_F(TimelinesTest, OtherOrganisation_SeesNothing) {
  contracts_.Add(kOrganisation, Activated());
  ASSERT_TRUE(GetTimeline().ok());
  const rpc::Actor stranger = testing::TestActor("haskovo");
  v1::GetTimelineRequest named;
  named.set_name(absl::StrCat(kContract, "/timeline"));
  EXPECT_EQ(ReasonOf(As(stranger, &Stub::GetTimeline, named).status()), "ORGANISATION_NOT_GRANTED");
  v1::ListDeadlinesRequest any;
  any.set_parent("organisations/-/contracts/BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(ReasonOf(As(stranger, &Stub::ListDeadlines, any).status()), "NOT_FOUND");
  const rpc::Actor auditor = testing::TestActor(kOrganisation, {"AUDITOR"});
  EXPECT_EQ(ReasonOf(As(auditor, &Stub::CreateActivities, TwoActivities()).status()),
            "PERMISSION_DENIED");
  EXPECT_TRUE(As(auditor, &Stub::GetTimeline, named).ok());
}

}  // namespace
}  // namespace tranche::timelines
