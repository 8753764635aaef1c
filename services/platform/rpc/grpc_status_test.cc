// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/grpc_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::rpc {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(GrpcStatus, Refusal_ThereAndBack_KeepsReasonAndValues) {
  const grpc::Status sent =
      ToGrpcStatus(Refuse("NOT_FOUND", {{"name", "organisations/sopot/plans/x"}}));
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(sent.error_message(), HasSubstr("organisations/sopot/plans/x"));
  const absl::Status got = FromGrpcStatus(sent);
  EXPECT_EQ(got.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(got), "NOT_FOUND");
  EXPECT_THAT(ValuesOf(got),
              ElementsAre(std::pair<std::string, std::string>("name", "organisations/sopot/plans/x")));
}

TEST(GrpcStatus, Violations_ThereAndBack_AreKeptWithTheirValues) {
  const absl::Status got = FromGrpcStatus(ToGrpcStatus(RefuseInput(
      "DOCUMENT_UNREADABLE", {{"line 27, column 5", "MONEY_MALFORMED", {{"value", "12,3,4"}}}})));
  ASSERT_EQ(ViolationsOf(got).size(), 1u);
  EXPECT_EQ(ViolationsOf(got)[0].field, "line 27, column 5");
  EXPECT_EQ(ViolationsOf(got)[0].reason, "MONEY_MALFORMED");
  EXPECT_THAT(ViolationsOf(got)[0].values,
              ElementsAre(std::pair<std::string, std::string>("value", "12,3,4")));
}

TEST(GrpcStatus, MoreViolationsThanMetadataHolds_AreCutAndCounted) {
  std::vector<Violation> violations;
  for (int i = 0; i < 1000; ++i)
    violations.push_back({absl::StrCat("items[", i, "].price"), "FIELD_REQUIRED", {}});
  const grpc::Status sent = ToGrpcStatus(RefuseInput("INVALID_REQUEST", violations));
  EXPECT_LT(sent.error_details().size() + sent.error_message().size(), 8u * 1024);
  const absl::Status got = FromGrpcStatus(sent);
  const size_t kept = ViolationsOf(got).size();
  EXPECT_GT(kept, 20u);
  EXPECT_THAT(ValuesOf(got), Contains(std::pair<std::string, std::string>("violations_left_out",
                                                                          absl::StrCat(1000 - kept))));
}

TEST(GrpcStatus, ViolationsLeftOutBefore_AreCountedToo) {
  std::vector<Violation> violations;
  for (int i = 0; i < 100; ++i)
    violations.push_back(
        {absl::StrCat("items[", i, "].price"), "FIELD_MALFORMED", {{"value", std::string(90, 'x')}}});
  const absl::Status got = FromGrpcStatus(
      ToGrpcStatus(RefuseInput("INVALID_REQUEST", violations, {{"violations_left_out", "9900"}})));
  const size_t kept = ViolationsOf(got).size();
  EXPECT_LT(kept, 100u);
  EXPECT_THAT(ValuesOf(got), Contains(std::pair<std::string, std::string>("violations_left_out",
                                                                          absl::StrCat(10000 - kept))));
}

TEST(GrpcStatus, MessageOverGrpcsLimit_IsTooLargeWithThatLimit) {
  const auto max = [](const char* text) {
    return ValuesOf(FromGrpcStatus(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, text)));
  };
  EXPECT_THAT(max("Received message larger than max (5000000 vs. 4194304)"),
              ElementsAre(std::pair<std::string, std::string>("max", "4194304")));
  EXPECT_THAT(max("too much"), ElementsAre(std::pair<std::string, std::string>("max", "4194304")));
  EXPECT_EQ(HttpStatusOf("BODY_TOO_LARGE"), 413);
}

TEST(GrpcStatus, Refusal_ForWantOfWorkers_StaysOne) {
  EXPECT_EQ(ReasonOf(FromGrpcStatus(ToGrpcStatus(Refuse("OVERLOADED")))), "OVERLOADED");
}

TEST(GrpcStatus, StatusWithoutReason_IsSentAsInternalWithoutItsText) {
  const grpc::Status sent = ToGrpcStatus(absl::InvalidArgumentError("Failing row contains (7, Ivan)"));
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(sent.error_message(), Not(HasSubstr("Ivan")));
  EXPECT_EQ(ReasonOf(FromGrpcStatus(sent)), "INTERNAL");
}

TEST(GrpcStatus, StatusOfTheTransport_GetsAReason) {
  const auto reason = [](grpc::StatusCode code) {
    return ReasonOf(FromGrpcStatus(grpc::Status(code, "text")));
  };
  EXPECT_EQ(reason(grpc::StatusCode::UNAVAILABLE), "PEER_UNAVAILABLE");
  EXPECT_EQ(reason(grpc::StatusCode::DEADLINE_EXCEEDED), "DEADLINE_PASSED");
  EXPECT_EQ(reason(grpc::StatusCode::RESOURCE_EXHAUSTED), "BODY_TOO_LARGE");
  EXPECT_EQ(reason(grpc::StatusCode::UNKNOWN), "INTERNAL");
  EXPECT_TRUE(absl::IsCancelled(FromGrpcStatus(grpc::Status::CANCELLED)));
}

TEST(GrpcStatus, ServiceThatIsAway_IsNamedByWhatWasCalled) {
  const auto role = [](const char* called) {
    return ValuesOf(FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "text"), called));
  };
  const ErrorValues budgets = {{"role", "budgets"}};
  EXPECT_EQ(role("/tranche.budgets.v1.BudgetsService/GetCost"), budgets);
  EXPECT_EQ(role("tranche.budgets.v1.GetCostRequest"), budgets);
  EXPECT_EQ(role("/grpc.health.v1.Health/Check"),
            (ErrorValues{{"role", "/grpc.health.v1.Health/Check"}}));
}

TEST(GrpcStatus, ServiceThatIsAway_AsSeenByACallee_KeepsItsName) {
  const grpc::Status sent = ToGrpcStatus(Refuse("PEER_UNAVAILABLE", {{"role", "reference"}}));
  EXPECT_EQ(ValuesOf(FromGrpcStatus(sent, "tranche.budgets.v1.GetCostRequest")),
            (ErrorValues{{"role", "reference"}}));
}

TEST(GrpcStatus, Ok_StaysOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace tranche::rpc
