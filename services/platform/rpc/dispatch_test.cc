// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/dispatch.h"

#include <gmock/gmock.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/rpc/peers.h"
#include "platform/testing/fake_role.h"
#include "tranche/common/v1/event.pb.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/ops/v1/operations_service.pb.h"

namespace tranche::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kPath[] = "/test.Service/GetMetrics";

// One method that takes a Req and answers an Event, behind a Dispatcher that admits it as
// OperationsService.GetMetrics: for the roles ADMINISTRATOR, SERVICE and AUDITOR.
template <class Req>
class OneMethodService : public grpc::Service {
 public:
  using Call = std::function<absl::StatusOr<common::v1::Event>(const CallScope&, const Req&)>;
  OneMethodService(Dispatcher* dispatcher, Call call) {
    AddMethod(
        new grpc::internal::RpcServiceMethod(kPath, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodCallback(0, new grpc::internal::CallbackUnaryHandler<Req, common::v1::Event>(
                              [dispatcher, call](grpc::CallbackServerContext* context,
                                                 const Req* request, common::v1::Event* response) {
                                return dispatcher->Unary<Req, common::v1::Event>(
                                    context, request, response, "GetMetrics", call);
                              }));
  }
};

template <class Req>
class Served {
 public:
  Served(testing::TestWorld& world, typename OneMethodService<Req>::Call call, int workers = 2,
         int queue_max = 8)
      : world_(world),
        workers_(std::make_unique<WorkerPool>(workers, queue_max)),
        dispatcher_(ops::v1::GetMetricsRequest::descriptor()->file()->service(0)->full_name(),
                    workers_.get(), &world.verifier(), world.clock(), &world.observer()),
        service_(&dispatcher_, std::move(call)) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }
  ~Served() {
    server_->Shutdown();
    server_->Wait();
    workers_.reset();
  }

  absl::StatusOr<common::v1::Event> CallAs(const Actor& actor, const Req& request = {},
                                           absl::Duration left = absl::Seconds(10)) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + world_.Token(actor));
    context.AddMetadata("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    context.set_deadline(absl::ToChronoTime(absl::Now() + left));
    return CallWith(&context, request);
  }
  absl::StatusOr<common::v1::Event> CallWith(grpc::ClientContext* context, const Req& request = {}) {
    common::v1::Event response;
    const grpc::Status status = grpc::internal::BlockingUnaryCall<Req, common::v1::Event>(
        channel_.get(), grpc::internal::RpcMethod(kPath, grpc::internal::RpcMethod::NORMAL_RPC),
        context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

 private:
  testing::TestWorld& world_;
  std::unique_ptr<WorkerPool> workers_;
  Dispatcher dispatcher_;
  OneMethodService<Req> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

Actor Auditor(std::vector<std::string> organisations = {"lyubimets", "sopot"}) {
  return {.subject = "auditor", .organisations = std::move(organisations), .roles = {"AUDITOR"}};
}
Actor Service() { return {.subject = "service/budgets", .organisations = {"*"}, .roles = {"SERVICE"}}; }

class DispatchTest : public ::testing::Test {
 protected:
  // Answers with the organisations of the call, one after the other.
  std::string OrganisationsSeen(const Actor& actor, const std::string& named) {
    Served<common::v1::Event> served(world_, [](const CallScope& scope, const common::v1::Event&) {
      common::v1::Event answer;
      for (const std::string& organisation : scope.organisations) {
        *answer.mutable_subject() += organisation + " ";
      }
      return absl::StatusOr<common::v1::Event>(answer);
    });
    common::v1::Event request;
    request.set_organisation(named);
    const auto answer = served.CallAs(actor, request);
    return answer.ok() ? answer->subject() : ReasonOf(answer.status());
  }
  testing::TestWorld world_;
};

template <class Req>
absl::StatusOr<common::v1::Event> MustNotRun(const CallScope&, const Req&) {
  ADD_FAILURE() << "a refused call ran";
  return common::v1::Event();
}

TEST_F(DispatchTest, Scope_OfAnAdmittedCall_SaysWhoUntilWhenAndWhichTrace) {
  CallScope seen;
  Served<common::v1::Event> served(world_, [&seen](const CallScope& scope, const common::v1::Event&) {
    seen = scope;
    return absl::StatusOr<common::v1::Event>(common::v1::Event());
  });
  ASSERT_TRUE(served.CallAs(Auditor()).ok());
  EXPECT_EQ(seen.actor.subject, "auditor");
  EXPECT_EQ(seen.method, "tranche.ops.v1.OperationsService/GetMetrics");
  EXPECT_EQ(seen.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(seen.now, world_.now());
  EXPECT_EQ(seen.today, absl::CivilDay(2018, 9, 1));
  // The wire carries what is left, and the other end counts it by another clock: it may come out some
  // microseconds later than it was set.
  EXPECT_LE(seen.deadline, absl::Now() + absl::Seconds(11));
  EXPECT_GT(seen.deadline, absl::Now());
}

TEST_F(DispatchTest, NoDeadline_GetsTenSeconds_AndADistantOneSixty) {
  std::vector<absl::Duration> left;
  Served<common::v1::Event> served(world_, [&left](const CallScope& scope, const common::v1::Event&) {
    left.push_back(scope.deadline - absl::Now());
    return absl::StatusOr<common::v1::Event>(common::v1::Event());
  });
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + world_.Token(Auditor()));
  ASSERT_TRUE(served.CallWith(&context).ok());
  ASSERT_TRUE(served.CallAs(Auditor(), {}, absl::Hours(1)).ok());
  ASSERT_THAT(left, SizeIs(2));
  EXPECT_LE(left[0], absl::Seconds(10));
  EXPECT_GT(left[0], absl::Seconds(5));
  EXPECT_LE(left[1], absl::Seconds(60));
  EXPECT_GT(left[1], absl::Seconds(50));
}

TEST_F(DispatchTest, NoToken_IsRefused) {
  Served<common::v1::Event> served(world_, MustNotRun<common::v1::Event>);
  grpc::ClientContext context;
  EXPECT_EQ(ReasonOf(served.CallWith(&context).status()), "TOKEN_MISSING");
}

TEST_F(DispatchTest, TwoTokens_AreRefused) {
  Served<common::v1::Event> served(world_, MustNotRun<common::v1::Event>);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + world_.Token(Auditor()));
  context.AddMetadata("authorization", "Bearer " + world_.Token(Service()));
  EXPECT_EQ(ReasonOf(served.CallWith(&context).status()), "TOKEN_MISSING");
}

TEST_F(DispatchTest, ExpiredToken_IsRefused) {
  Served<common::v1::Event> served(world_, MustNotRun<common::v1::Event>);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + world_.Token(Auditor()));
  world_.SetNow(world_.now() + absl::Hours(25));
  EXPECT_EQ(ReasonOf(served.CallWith(&context).status()), "TOKEN_EXPIRED");
}

TEST_F(DispatchTest, RoleWithoutThePermission_IsRefusedByItsName) {
  Served<common::v1::Event> served(world_, MustNotRun<common::v1::Event>);
  const absl::Status status = served.CallAs(testing::TestActor("lyubimets", {"FINANCE"})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(status), "PERMISSION_DENIED");
  EXPECT_THAT(ValuesOf(status),
              ElementsAre(std::pair<std::string, std::string>("permission", "ops.metrics")));
}

TEST_F(DispatchTest, BadMessage_IsRefusedWithEveryViolation) {
  Served<common::v1::ThreePartAmount> served(world_, MustNotRun<common::v1::ThreePartAmount>);
  common::v1::ThreePartAmount request;
  request.mutable_eu()->set_amount("12,3,4");
  request.mutable_eu()->set_currency("USD");
  const absl::Status status = served.CallAs(Auditor(), request).status();
  EXPECT_EQ(ReasonOf(status), "INVALID_REQUEST");
  std::vector<std::string> wrong;
  for (const Violation& violation : ViolationsOf(status))
    wrong.push_back(violation.field + " " + violation.reason);
  EXPECT_THAT(wrong,
              UnorderedElementsAre("eu.amount MONEY_MALFORMED", "eu.currency MONEY_CURRENCY_UNKNOWN",
                                   "national FIELD_REQUIRED", "own FIELD_REQUIRED"));
}

TEST_F(DispatchTest, Organisation_NamedAndGranted_IsTheOnlyOne) {
  EXPECT_EQ(OrganisationsSeen(Auditor(), "sopot"), "sopot ");
  EXPECT_EQ(OrganisationsSeen(Auditor(), "organisations/sopot"), "sopot ");
}
TEST_F(DispatchTest, Organisation_NotNamed_AreAllGranted) {
  EXPECT_EQ(OrganisationsSeen(Auditor(), ""), "lyubimets sopot ");
  EXPECT_EQ(OrganisationsSeen(Auditor(), "-"), "lyubimets sopot ");
}
TEST_F(DispatchTest, Organisation_NotGranted_IsRefused) {
  EXPECT_EQ(OrganisationsSeen(Auditor(), "haskovo"), "ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(OrganisationsSeen(Auditor(), "*"), "ORGANISATION_NOT_GRANTED");
}
TEST_F(DispatchTest, Organisation_StarOfAService_CoversAll) {
  EXPECT_EQ(OrganisationsSeen(Service(), ""), "* ");
  EXPECT_EQ(OrganisationsSeen(Service(), "haskovo"), "haskovo ");
}
TEST_F(DispatchTest, Organisation_StarOfSomebodyElse_CoversNothing) {
  EXPECT_EQ(OrganisationsSeen(Auditor({"*", "sopot"}), ""), "sopot ");
  EXPECT_EQ(OrganisationsSeen(Auditor({"*", "sopot"}), "haskovo"), "ORGANISATION_NOT_GRANTED");
}

TEST_F(DispatchTest, RoleHeldInOneOrganisation_SaysNothingOfAnother) {
  Actor actor = Auditor();
  actor.roles_in = {{"lyubimets", {"FINANCE"}}, {"sopot", {"AUDITOR", "FINANCE"}}};
  EXPECT_EQ(OrganisationsSeen(actor, "-"), "sopot ");
  EXPECT_EQ(OrganisationsSeen(actor, "sopot"), "sopot ");
  EXPECT_EQ(OrganisationsSeen(actor, "lyubimets"), "PERMISSION_DENIED");
  EXPECT_EQ(OrganisationsSeen(actor, "haskovo"), "ORGANISATION_NOT_GRANTED");
}
TEST_F(DispatchTest, QueueFull_IsRefusedAtOnce) {
  absl::Notification running;
  absl::Notification go_on;
  Served<common::v1::Event> served(
      world_,
      [&](const CallScope&, const common::v1::Event&) {
        running.Notify();
        go_on.WaitForNotification();
        return absl::StatusOr<common::v1::Event>(common::v1::Event());
      },
      /*workers=*/1, /*queue_max=*/0);
  std::thread first([&] { EXPECT_TRUE(served.CallAs(Auditor()).ok()); });
  running.WaitForNotification();
  const absl::Status status = served.CallAs(Auditor()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), "OVERLOADED");
  go_on.Notify();
  first.join();
}

TEST_F(DispatchTest, ExceptionInTheMethod_IsInternalWithTheTraceAndWithoutItsText) {
  Served<common::v1::Event> served(
      world_, [](const CallScope&, const common::v1::Event&) -> absl::StatusOr<common::v1::Event> {
        throw std::runtime_error("Failing row contains (Ivan)");
      });
  const absl::Status status = served.CallAs(Auditor()).status();
  EXPECT_EQ(ReasonOf(status), "INTERNAL");
  EXPECT_THAT(ValuesOf(status), ElementsAre(std::pair<std::string, std::string>(
                                    "trace", "4bf92f3577b34da6a3ce929d0e0e4736")));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("Ivan")));
}

TEST_F(DispatchTest, RefusalOfTheMethod_ReachesTheCallerAsItIs) {
  Served<common::v1::Event> served(world_, [](const CallScope&, const common::v1::Event&) {
    return absl::StatusOr<common::v1::Event>(Refuse("NOT_FOUND", {{"name", "x"}}));
  });
  const absl::Status status = served.CallAs(Auditor()).status();
  EXPECT_EQ(ReasonOf(status), "NOT_FOUND");
  EXPECT_THAT(ViolationsOf(status), IsEmpty());
}

TEST(DispatcherDeathTest, ServiceWithoutDescription_Aborts) {
  testing::TestWorld world;
  EXPECT_DEATH(
      Dispatcher("test.NoSuchService", nullptr, &world.verifier(), world.clock(), &world.observer()),
      "has no description");
}

TEST(Peers, RoleThatIsNowhere_IsUnavailable) {
  Peers peers;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  common::v1::Event message;
  const grpc::Status status = grpc::internal::BlockingUnaryCall<common::v1::Event, common::v1::Event>(
      peers.Get("nowhere").get(),
      grpc::internal::RpcMethod(kPath, grpc::internal::RpcMethod::NORMAL_RPC), &context, message,
      &message);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(status)), "PEER_UNAVAILABLE");
}

}  // namespace
}  // namespace tranche::rpc
