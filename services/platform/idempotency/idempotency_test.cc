// SPDX-License-Identifier: EUPL-1.2
#include "platform/idempotency/idempotency.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "platform/base/error.h"
#include "platform/testing/fake_role.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::idempotency {
namespace {

using ::testing::ElementsAre;

// A request with the fields that every write has.
class Described {
 public:
  Described() {
    google::protobuf::FileDescriptorProto file;
    if (!google::protobuf::TextFormat::ParseFromString(
            R"pb(
              name: "idempotency_test.proto"
              package: "test"
              syntax: "proto3"
              message_type {
                name: "Write"
                field { name: "amount" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
                field { name: "request_id" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
                field { name: "validate_only" number: 3 type: TYPE_BOOL label: LABEL_OPTIONAL }
              })pb",
            &file)) {
      std::abort();
    }
    prototype_ = factory_.GetPrototype(pool_.BuildFile(file)->message_type(0));
  }
  std::unique_ptr<google::protobuf::Message> Make(const std::string& text) {
    std::unique_ptr<google::protobuf::Message> message(prototype_->New());
    if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) std::abort();
    return message;
  }

 private:
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::Message* prototype_ = nullptr;
};

TEST(HashRequest, RequestIdAndValidateOnly_DoNotCount_TheRestDoes) {
  Described described;
  const std::string hash = HashRequest(*described.Make("amount: '30.00' request_id: 'a'"));
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(HashRequest(*described.Make("amount: '30.00' request_id: 'b'")), hash);
  EXPECT_NE(HashRequest(*described.Make("amount: '30.01' request_id: 'a'")), hash);
  EXPECT_EQ(HashRequest(*described.Make("amount: '30.00' validate_only: true")), hash);
}

constexpr pg::Statement kInsert{"test.insert", "insert into scratch (n) values ($1)"};

class WriteTest : public ::testing::Test {
 protected:
  WriteTest() {
    sandbox_.Inspect(R"sql(
      create table reports.scratch (n int, constraint calendar_ends unique (n) deferrable initially deferred);
      grant select, insert on reports.scratch to svc_reports)sql");
    role_ = std::make_unique<testing::TestRole>(sandbox_, "reports", nullptr, 4);
  }

  // Writes a row and answers with `answer`.
  absl::StatusOr<common::v1::Money> WriteRow(const std::string& request, const std::string& answer,
                                             const rpc::CallScope& scope) {
    return Write<common::v1::Money>(role_->pool(), scope, *described_.Make(request),
                                    [&](pg::Tx& tx) -> absl::StatusOr<common::v1::Money> {
                                      tx.Run(kInsert, ++row_);
                                      common::v1::Money money;
                                      money.set_amount(answer);
                                      return money;
                                    });
  }
  absl::StatusOr<common::v1::Money> WriteRow(const std::string& request, const std::string& answer) {
    return WriteRow(request, answer, role_->Scope());
  }
  int Count(const std::string& table) {
    return sandbox_.Inspect("select count(*) from reports." + table)[0][0].as<int>();
  }

  testing::PgSandbox sandbox_;
  std::unique_ptr<testing::TestRole> role_;
  Described described_;
  std::atomic<int> row_{0};
};

TEST_F(WriteTest, SameRequestTwice_OneEffectAndTheFirstAnswer) {
  const auto first = WriteRow("amount: '30.00' request_id: 'k1'", "first");
  const auto second = WriteRow("amount: '30.00' request_id: 'k1'", "second");
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(first->amount(), "first");
  EXPECT_EQ(second->amount(), "first");
  EXPECT_EQ(Count("scratch"), 1);
}

TEST_F(WriteTest, SameKeyWithAnotherBody_IsRefusedAndWritesNothing) {
  ASSERT_TRUE(WriteRow("amount: '30.00' request_id: 'k1'", "first").ok());
  const absl::Status status = WriteRow("amount: '31.00' request_id: 'k1'", "second").status();
  EXPECT_EQ(ReasonOf(status), "REQUEST_ID_REUSED");
  EXPECT_THAT(ValuesOf(status), ElementsAre(std::pair<std::string, std::string>("request_id", "k1")));
  EXPECT_EQ(Count("scratch"), 1);
}

TEST_F(WriteTest, SameKeyOfSomebodyElse_IsAnotherRequest) {
  rpc::CallScope other = role_->Scope();
  other.actor.subject = "manager@lyubimets";
  ASSERT_TRUE(WriteRow("request_id: 'k1'", "first").ok());
  EXPECT_EQ(WriteRow("request_id: 'k1'", "second", other)->amount(), "second");
  other = role_->Scope();
  other.method = "test/Other";
  EXPECT_EQ(WriteRow("request_id: 'k1'", "third", other)->amount(), "third");
  EXPECT_EQ(WriteRow("request_id: 'k1'", "fourth", role_->Scope(testing::TestActor("sopot")))->amount(),
            "fourth");
}

TEST_F(WriteTest, RefusedRequest_KeepsNoKeyAndMayBeRepeated) {
  const auto request = described_.Make("request_id: 'k1'");
  const absl::Status refused =
      Write<common::v1::Money>(role_->pool(), role_->Scope(), *request,
                               [&](pg::Tx& tx) -> absl::StatusOr<common::v1::Money> {
                                 tx.Run(kInsert, 7);
                                 return Refuse("NOT_FOUND", {{"name", "x"}});
                               })
          .status();
  EXPECT_EQ(ReasonOf(refused), "NOT_FOUND");
  EXPECT_EQ(Count("request"), 0);
  EXPECT_EQ(Count("scratch"), 0);
  EXPECT_EQ(WriteRow("request_id: 'k1'", "now")->amount(), "now");
}

TEST_F(WriteTest, WithoutAKey_EveryRequestCountsAndNoAnswerIsStored) {
  ASSERT_TRUE(WriteRow("amount: '1'", "first").ok());
  EXPECT_EQ(WriteRow("amount: '1'", "second")->amount(), "second");
  EXPECT_EQ(Count("scratch"), 2);
  EXPECT_EQ(Count("request"), 0);
}

TEST_F(WriteTest, SecondCallerAtTheSameTime_WaitsAndGetsTheFirstAnswer) {
  absl::Notification first_wrote;
  absl::Notification second_waits;
  std::thread first([&] {
    const auto request = described_.Make("request_id: 'k1'");
    const auto answer = Write<common::v1::Money>(role_->pool(), role_->Scope(), *request,
                                                 [&](pg::Tx& tx) -> absl::StatusOr<common::v1::Money> {
                                                   tx.Run(kInsert, 100);
                                                   first_wrote.Notify();
                                                   second_waits.WaitForNotification();
                                                   common::v1::Money money;
                                                   money.set_amount("first");
                                                   return money;
                                                 });
    EXPECT_TRUE(answer.ok()) << answer.status();
  });
  first_wrote.WaitForNotification();
  std::thread second([&] {
    const auto answer = WriteRow("request_id: 'k1'", "second");
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->amount(), "first");
  });
  // Until the second one stands at the first one's lock.
  while (sandbox_
             .Inspect("select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                      "and datname = current_database()")[0][0]
             .as<int>() == 0) {
    std::this_thread::yield();
  }
  second_waits.Notify();
  first.join();
  second.join();
  EXPECT_EQ(Count("scratch"), 1);
}

TEST_F(WriteTest, OrganisationNotNamed_IsRefused) {
  rpc::CallScope scope = role_->Scope();
  scope.organisations = {"lyubimets", "sopot"};
  EXPECT_EQ(ReasonOf(WriteRow("request_id: 'k1'", "x", scope).status()), "ORGANISATION_REQUIRED");
  scope.organisations = {"*"};
  EXPECT_EQ(ReasonOf(WriteRow("request_id: 'k1'", "x", scope).status()), "ORGANISATION_REQUIRED");
}

TEST_F(WriteTest, ValidateOnly_AnswersAndKeepsNothing) {
  const auto answer = WriteRow("request_id: 'k1' validate_only: true", "rehearsed");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->amount(), "rehearsed");
  EXPECT_EQ(Count("scratch"), 0);
  EXPECT_EQ(Count("request"), 0);
  EXPECT_EQ(WriteRow("request_id: 'k1'", "real")->amount(), "real");
}

TEST_F(WriteTest, ValidateOnlyWithAKeyThatWasAnswered_GetsThatAnswerOrItsRefusal) {
  ASSERT_TRUE(WriteRow("amount: '1' request_id: 'k1'", "real").ok());
  EXPECT_EQ(WriteRow("amount: '1' request_id: 'k1' validate_only: true", "rehearsed")->amount(), "real");
  EXPECT_EQ(ReasonOf(WriteRow("amount: '2' request_id: 'k1' validate_only: true", "rehearsed").status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(Count("scratch"), 1);
}

TEST_F(WriteTest, ValidateOnly_ChecksAlsoWhatWaitsForTheCommit) {
  sandbox_.Inspect("insert into reports.scratch values (1)");
  EXPECT_EQ(ReasonOf(WriteRow("validate_only: true", "rehearsed").status()), "CALENDAR_ENDS");
}

}  // namespace
}  // namespace tranche::idempotency
