// SPDX-License-Identifier: EUPL-1.2
#include "platform/events/events.h"

#include <gmock/gmock.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/rpc/dispatch.h"
#include "platform/testing/fake_role.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/ops/v1/operations_service.pb.h"

namespace tranche::events {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kListEvents[] = "/test.Source/ListEvents";

// The log of a role behind one method; admitted like OperationsService.GetMetrics, for services too.
class SourceService : public grpc::Service {
 public:
  explicit SourceService(const rpc::RoleContext& role)
      : dispatcher_(ops::v1::GetMetricsRequest::descriptor()->file()->service(0)->full_name(),
                    role.workers, role.verifier, role.clock, role.observer) {
    using Request = common::v1::ListEventsRequest;
    using Response = common::v1::ListEventsResponse;
    AddMethod(new grpc::internal::RpcServiceMethod(kListEvents, grpc::internal::RpcMethod::NORMAL_RPC,
                                                   nullptr));
    MarkMethodCallback(0, new grpc::internal::CallbackUnaryHandler<Request, Response>(
                              [this, role](grpc::CallbackServerContext* context, const Request* request,
                                           Response* response) {
                                return dispatcher_.Unary<Request, Response>(
                                    context, request, response, "GetMetrics",
                                    [role](const rpc::CallScope& scope, const Request& asked) {
                                      return List(*role.pool, scope, asked);
                                    });
                              }));
  }

 private:
  rpc::Dispatcher dispatcher_;
};

class SourceRole : public rpc::Role {
 public:
  explicit SourceRole(const rpc::RoleContext& role) : service_(role) {}
  std::vector<grpc::Service*> services() override { return {&service_}; }

 private:
  SourceService service_;
};

constexpr pg::Statement kNote{"test.note", "insert into noted (amount) values ($1)"};

// Role "proposals" has the log, role "budgets" follows it.
class EventsTest : public ::testing::Test {
 protected:
  EventsTest() {
    sandbox_.Inspect(
        "create table budgets.noted (n serial, amount text);"
        "grant select, insert on budgets.noted to svc_budgets;"
        "grant usage on sequence budgets.noted_n_seq to svc_budgets");
    source_.Serve(std::make_unique<SourceRole>(source_.context()));
  }

  void AppendOne(pg::Tx& tx, const std::string& amount) {
    common::v1::Money payload;
    payload.set_amount(amount);
    Append(tx, "lyubimets", "organisations/lyubimets/things/1", payload);
  }
  void Commit(const std::string& amount) {
    const absl::Status status = pg::Transact(source_.pool(), source_.Scope(), [&](pg::Tx& tx) {
      AppendOne(tx, amount);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  rpc::CallScope ServiceScope() {
    return source_.Scope({.subject = "service/budgets", .organisations = {"*"}, .roles = {"SERVICE"}});
  }
  common::v1::ListEventsResponse ListAfter(const std::string& after, int page_size = 0) {
    common::v1::ListEventsRequest request;
    request.set_after(after);
    request.set_page_size(page_size);
    const auto response = List(source_.pool(), ServiceScope(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : common::v1::ListEventsResponse();
  }
  // The log when no transaction of the cluster is open any more that could commit in front of its end:
  // that of a test beside this one holds the end back for a moment.
  common::v1::ListEventsResponse ListSettled(const std::string& after, int page_size = 0) {
    const absl::Time deadline = Soon();
    common::v1::ListEventsResponse response = ListAfter(after, page_size);
    while (response.pending() && absl::Now() < deadline) {
      std::this_thread::yield();
      response = ListAfter(after, page_size);
    }
    return response;
  }
  static std::string AmountOf(const common::v1::Event& event) {
    common::v1::Money money;
    EXPECT_TRUE(Unpack(event, &money).ok());
    return money.amount();
  }
  static std::vector<std::string> Amounts(const common::v1::ListEventsResponse& response) {
    std::vector<std::string> amounts;
    for (const common::v1::Event& event : response.events()) amounts.push_back(AmountOf(event));
    return amounts;
  }

  // A consumer that notes the amounts in the follower's own table.
  std::unique_ptr<Consumer> Follow(Consumer::Handler handler = nullptr) {
    if (handler == nullptr) {
      handler = [](pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
        tx.Run(kNote, AmountOf(event));
        return absl::OkStatus();
      };
    }
    return std::make_unique<Consumer>(follower_.context(), "proposals", kListEvents,
                                      std::move(handler));
  }
  std::vector<std::string> Noted() {
    std::vector<std::string> noted;
    for (const pqxx::row& row : sandbox_.Inspect("select amount from budgets.noted order by n")) {
      noted.push_back(row[0].as<std::string>());
    }
    return noted;
  }
  static absl::Time Soon() { return absl::Now() + absl::Seconds(10); }

  testing::PgSandbox sandbox_;
  testing::TestRole source_{sandbox_, "proposals", nullptr, 3};
  testing::TestRole follower_{sandbox_, "budgets", &source_, 3};
};

TEST_F(EventsTest, Log_Listed_GivesEventsInOrderAfterACursor) {
  Commit("1.00");
  Commit("2.00");
  Commit("3.00");
  const common::v1::ListEventsResponse first = ListSettled("", 2);
  EXPECT_THAT(Amounts(first), ElementsAre("1.00", "2.00"));
  EXPECT_EQ(first.events(0).organisation(), "lyubimets");
  EXPECT_EQ(first.events(0).type(), "tranche.common.v1.Money");
  EXPECT_EQ(first.events(0).subject(), "organisations/lyubimets/things/1");
  EXPECT_GT(first.events(0).recorded_at().seconds(), 0);
  const common::v1::ListEventsResponse second = ListSettled(first.events(1).cursor());
  EXPECT_THAT(Amounts(second), ElementsAre("3.00"));
  EXPECT_FALSE(second.pending());
  EXPECT_EQ(second.newest(), second.events(0).cursor());
  EXPECT_THAT(Amounts(ListAfter(second.newest())), IsEmpty());
}

TEST_F(EventsTest, RefusedChange_LeavesNoEvent) {
  const absl::Status status = pg::Transact(source_.pool(), source_.Scope(), [&](pg::Tx& tx) {
    AppendOne(tx, "1.00");
    return Refuse("NOT_FOUND", {{"name", "x"}});
  });
  ASSERT_EQ(ReasonOf(status), "NOT_FOUND");
  EXPECT_EQ(ListAfter("").events_size(), 0);
}

TEST_F(EventsTest, Cursor_ThatNoLogGave_IsRefused) {
  for (const char* after : {"1", "1-", "a-1", "1-1-1", "-1-1", "01-1", "1- 1"}) {
    common::v1::ListEventsRequest request;
    request.set_after(after);
    EXPECT_EQ(ReasonOf(List(source_.pool(), ServiceScope(), request).status()), "PAGE_TOKEN_INVALID")
        << after;
  }
}

TEST_F(EventsTest, OtherOrganisation_SeesNothingOfTheLog) {
  Commit("1.00");
  const auto response = List(source_.pool(), source_.Scope(testing::TestActor("sopot")), {});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->events_size(), 0);
}

TEST_F(EventsTest, EarlierTransactionThatCommitsLater_IsNotSkipped) {
  absl::Notification appended;
  absl::Notification go_on;
  std::thread slow([&] {
    const absl::Status status = pg::Transact(source_.pool(), source_.Scope(), [&](pg::Tx& tx) {
      AppendOne(tx, "early");
      appended.Notify();
      go_on.WaitForNotification();
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  });
  appended.WaitForNotification();
  Commit("late");
  // The later one is committed but waits, so that no reader moves its cursor past the earlier one.
  const common::v1::ListEventsResponse waiting = ListAfter("");
  EXPECT_THAT(Amounts(waiting), IsEmpty());
  EXPECT_TRUE(waiting.pending());
  EXPECT_NE(waiting.newest(), "");
  go_on.Notify();
  slow.join();
  const common::v1::ListEventsResponse all = ListSettled("");
  EXPECT_THAT(Amounts(all), ElementsAre("early", "late"));
  EXPECT_FALSE(all.pending());
}

TEST_F(EventsTest, Payload_OfAnotherTypeOrBroken_IsUnreadable) {
  common::v1::Event event;
  event.set_type("tranche.common.v1.Money");
  event.set_payload(R"({"amount": "1.00", "addedLater": 5})");
  common::v1::Money money;
  EXPECT_TRUE(Unpack(event, &money).ok());
  EXPECT_EQ(money.amount(), "1.00");
  event.set_payload("{");
  EXPECT_EQ(ReasonOf(Unpack(event, &money)), "EVENT_UNREADABLE");
  event.set_payload("{}");
  event.set_type("tranche.common.v1.Mark");
  EXPECT_EQ(ReasonOf(Unpack(event, &money)), "EVENT_UNREADABLE");
}

TEST_F(EventsTest, CatchUp_AppliesEachEventOnceInOrder) {
  for (int i = 0; i < 150; ++i) Commit(std::to_string(i));
  std::vector<std::string> expected;
  for (int i = 0; i < 150; ++i) expected.push_back(std::to_string(i));
  ASSERT_TRUE(Follow()->CatchUp(Soon()).ok());
  EXPECT_EQ(Noted(), expected);
  // A restarted consumer goes on where the cursor stands.
  ASSERT_TRUE(Follow()->CatchUp(Soon()).ok());
  EXPECT_EQ(Noted().size(), 150u);
}

TEST_F(EventsTest, Handler_GetsTheEventsOrganisationAndItsOwnName) {
  Commit("1.00");
  rpc::CallScope seen;
  const auto consumer = Follow([&seen](pg::Tx&, const rpc::CallScope& scope, const common::v1::Event&) {
    seen = scope;
    return absl::OkStatus();
  });
  ASSERT_TRUE(consumer->CatchUp(Soon()).ok());
  EXPECT_THAT(seen.organisations, ElementsAre("lyubimets"));
  EXPECT_EQ(seen.actor.subject, "service/budgets");
  EXPECT_EQ(seen.now, follower_.world().now());
}

TEST_F(EventsTest, HandlerFails_EffectAndCursorStayAndTheEventComesAgain) {
  Commit("1.00");
  Commit("2.00");
  bool broken = true;
  const auto consumer =
      Follow([&broken](pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
        tx.Run(kNote, AmountOf(event));
        return broken && AmountOf(event) == "2.00" ? Refuse("PEER_UNAVAILABLE") : absl::OkStatus();
      });
  EXPECT_EQ(ReasonOf(consumer->CatchUp(Soon())), "PEER_UNAVAILABLE");
  EXPECT_THAT(Noted(), ElementsAre("1.00"));
  broken = false;
  EXPECT_TRUE(consumer->CatchUp(Soon()).ok());
  EXPECT_THAT(Noted(), ElementsAre("1.00", "2.00"));
}

TEST_F(EventsTest, EventThatIsRefused_IsCountedAndNoFaultOfWhoeverAsks) {
  Commit("1.00");
  const auto consumer = Follow([](pg::Tx&, const rpc::CallScope&, const common::v1::Event&) {
    return Refuse("DATE_MALFORMED", {{"value", "x"}});
  });
  EXPECT_EQ(ReasonOf(consumer->CatchUp(Soon())), "PEER_UNAVAILABLE");
  EXPECT_THAT(follower_.world().observer().Expose(),
              HasSubstr("tranche_events_not_applied_total{role=\"budgets\",source=\"proposals\",type=\""
                        "tranche.common.v1.Money\"} 1"));
}

TEST_F(EventsTest, DatabaseAwayWhileApplying_IsToldAsItIsAndNotCounted) {
  Commit("1.00");
  const auto consumer = Follow(
      [](pg::Tx&, const rpc::CallScope&, const common::v1::Event&) { return Refuse("DATABASE_DOWN"); });
  EXPECT_EQ(ReasonOf(consumer->CatchUp(Soon())), "DATABASE_DOWN");
  EXPECT_THAT(follower_.world().observer().Expose(),
              Not(HasSubstr("tranche_events_not_applied_total{")));
}

TEST_F(EventsTest, LogOfThisServer_IsServed) {
  Commit("1.00");
  EXPECT_TRUE(CheckLog(source_.context()).ok());
}

TEST_F(EventsTest, LogWithNumbersThatThisServerHasNotReached_IsRefused) {
  Commit("1.00");
  sandbox_.Inspect("update proposals.event set tx_id = '90000000000'");
  const absl::Status status = CheckLog(source_.context());
  EXPECT_EQ(ReasonOf(status), "EVENT_LOG_FROM_ELSEWHERE");
  EXPECT_THAT(ValuesOf(status),
              ElementsAre(std::pair<std::string, std::string>("schema", "proposals"),
                          std::pair<std::string, std::string>("tx_id", "90000000000")));
}

TEST_F(EventsTest, TwoConsumersOfOneRole_ApplyEachEventOnce) {
  for (int i = 0; i < 20; ++i) Commit(std::to_string(i));
  const auto one = Follow();
  const auto other = Follow();
  std::thread thread([&one] { EXPECT_TRUE(one->CatchUp(Soon()).ok()); });
  EXPECT_TRUE(other->CatchUp(Soon()).ok());
  thread.join();
  EXPECT_EQ(Noted().size(), 20u);
}

TEST_F(EventsTest, CatchUp_WhileAnOlderTransactionIsOpen_WaitsUntilTheDeadline) {
  absl::Notification appended;
  absl::Notification go_on;
  std::thread slow([&] {
    const absl::Status status = pg::Transact(source_.pool(), source_.Scope(), [&](pg::Tx& tx) {
      AppendOne(tx, "early");
      appended.Notify();
      go_on.WaitForNotification();
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  });
  appended.WaitForNotification();
  Commit("late");
  const auto consumer = Follow();
  EXPECT_EQ(ReasonOf(consumer->CatchUp(absl::Now() + absl::Milliseconds(50))), "DEADLINE_PASSED");
  EXPECT_THAT(Noted(), IsEmpty());
  go_on.Notify();
  slow.join();
  EXPECT_TRUE(consumer->CatchUp(Soon()).ok());
  EXPECT_THAT(Noted(), ElementsAre("early", "late"));
}

TEST_F(EventsTest, Started_FollowsByItselfAndStopsAtOnce) {
  Commit("before");
  absl::Notification last_seen;
  const auto consumer =
      Follow([&last_seen](pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
        tx.Run(kNote, AmountOf(event));
        if (AmountOf(event) == "after") last_seen.Notify();
        return absl::OkStatus();
      });
  consumer->Start();
  Commit("after");
  EXPECT_TRUE(last_seen.WaitForNotificationWithTimeout(absl::Seconds(30)));
  consumer->Stop();
  EXPECT_THAT(Noted(), ElementsAre("before", "after"));
}

// The conversion of a contract with many costs takes longer than anybody who asks would wait.
TEST_F(EventsTest, FollowingByItself_GivesAnEventTheTimeThatAllRowsOfAContractTake) {
  Commit("1.00");
  absl::Duration by_itself;
  absl::Notification seen;
  const auto consumer = Follow([&](pg::Tx&, const rpc::CallScope& scope, const common::v1::Event&) {
    by_itself = scope.deadline - absl::Now();
    seen.Notify();
    return absl::OkStatus();
  });
  consumer->Start();
  ASSERT_TRUE(seen.WaitForNotificationWithTimeout(absl::Seconds(30)));
  consumer->Stop();
  EXPECT_GT(by_itself, absl::Minutes(4));

  Commit("2.00");
  absl::Time asked_for;
  const absl::Time deadline = Soon();
  ASSERT_TRUE(Follow([&](pg::Tx&, const rpc::CallScope& scope, const common::v1::Event&) {
                asked_for = scope.deadline;
                return absl::OkStatus();
              })
                  ->CatchUp(deadline)
                  .ok());
  EXPECT_EQ(asked_for, deadline);
}

}  // namespace
}  // namespace tranche::events
