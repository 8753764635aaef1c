// SPDX-License-Identifier: EUPL-1.2
// Checks by the rules of a real reference role, and without one.
#include "plans/rates_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "plans/plan_reader.h"
#include "plans/plans_convert.h"
#include "plans/plans_module.h"
#include "plans/plans_store.h"
#include "plans/testing/documents.h"
#include "platform/pg/transaction.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"
#include "tranche/plans/v1/plan_versions_service.grpc.pb.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

using ::testing::HasSubstr;

constexpr char kPlan[] = "organisations/lyubimets/plans/lyubimets-2013";

class RatesServiceTest : public ::testing::Test {
 protected:
  RatesServiceTest() : plans_(sandbox_, "plans"), reference_(sandbox_, "reference", &plans_) {}

  // The role with the example's plan; a role cannot be told later that reference is there.
  void Start(bool with_reference) {
    if (with_reference) reference_.Serve(reference::StartRole(reference_.context()));
    plans_.Serve(StartRole(plans_.context()));
    const absl::StatusOr<ReadPlan> read = ReadPlanDocument(ExampleDocument());
    ASSERT_TRUE(read.ok()) << read.status();
    const absl::Status stored =
        pg::Transact(plans_.pool(), plans_.Scope(), [&](pg::Tx& tx) -> absl::Status {
          return store::InsertVersion(tx, "lyubimets", "lyubimets-2013", 1, ToProto(read->plan))
              .status();
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }

  v1::CheckPlanResponse CheckPlan() {
    v1::CheckPlanRequest request;
    request.set_name(kPlan);
    grpc::ClientContext context;
    plans_.SignIn(&context);
    v1::CheckPlanResponse response;
    const grpc::Status status =
        v1::PlansService::NewStub(plans_.channel())->CheckPlan(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  template <class Response>
  static v1::Check Find(const Response& response, const std::string& id) {
    for (const v1::Check& check : response.checks()) {
      if (check.check() == id) return check;
    }
    ADD_FAILURE() << "no check " << id;
    return {};
  }

  template <class Response>
  static bool Has(const Response& response, const std::string& id) {
    for (const v1::Check& check : response.checks()) {
      if (check.check() == id) return true;
    }
    return false;
  }

  static void ExpectWage(const v1::Check& check, const std::string& computed,
                         const std::string& delta) {
    EXPECT_EQ(check.stated(), "163520.00");
    EXPECT_EQ(check.computed(), computed);
    EXPECT_EQ(check.delta(), delta);
    EXPECT_EQ(check.verdict(), v1::WARNING);
  }

  testing::PgSandbox sandbox_;
  testing::TestRole plans_;
  testing::TestRole reference_;
};

TEST_F(RatesServiceTest, Plan_IsHeldAgainstTheRulesOfReference) {
  Start(true);
  const v1::CheckPlanResponse checks = CheckPlan();
  ExpectWage(Find(checks, "measure.1.3.wage"), "179668.56", "16148.56");
  const v1::Check hours = Find(checks, "measure.1.2.hours");
  ASSERT_EQ(hours.readings_size(), 7);
  EXPECT_THAT(hours.readings(0).text_en(), HasSubstr("weak: 6 of 6"));
  EXPECT_EQ(hours.readings(1).computed(), "19896");
  EXPECT_EQ(hours.readings(2).computed(), "16580");
  EXPECT_EQ(hours.readings(5).computed(), "1125");
  EXPECT_FALSE(Has(checks, "rates"));
}

TEST_F(RatesServiceTest, VersionOfThePlan_HasTheSameChecks) {
  Start(true);
  v1::GetPlanVersionRequest request;
  request.set_name(std::string(kPlan) + "/versions/1");
  grpc::ClientContext context;
  plans_.SignIn(&context);
  v1::PlanVersionView view;
  const grpc::Status status =
      v1::PlanVersionsService::NewStub(plans_.channel())->GetPlanVersion(&context, request, &view);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ExpectWage(Find(view, "measure.1.3.wage"), "179668.56", "16148.56");
}

TEST_F(RatesServiceTest, ReferenceAway_OnlyTheChecksThatNeedItAreNotComputable) {
  Start(false);
  const v1::CheckPlanResponse checks = CheckPlan();
  for (const char* id : {"measure.1.3.wage", "rates"}) {
    const v1::Check check = Find(checks, id);
    EXPECT_EQ(check.verdict(), v1::NOT_COMPUTABLE) << id;
    ASSERT_EQ(check.readings_size(), 1) << id;
    EXPECT_THAT(check.readings(0).text_en(), HasSubstr("cannot be looked up now")) << id;
    EXPECT_THAT(check.readings(0).text_bg(), HasSubstr("не отговарят")) << id;
  }
  EXPECT_EQ(Find(checks, "total").verdict(), v1::AGREE);
  EXPECT_EQ(Find(checks, "measure.1.3.headcount").verdict(), v1::AGREE);
  EXPECT_FALSE(Has(checks, "measure.1.2.hours"));
}

// The tests' clock says 2018-09-01: a wage of 2013 that was found to be another one counts from the day
// on which that is known, also for a plan that was stored before.
TEST_F(RatesServiceTest, RuleThatIsCorrected_CountsFromTheDayOnWhichItIsKnown) {
  Start(true);
  sandbox_.Inspect(R"sql(
    insert into reference.rule (code, value, unit, valid_from, valid_to, known_from, legal_source, verified,
                                text_bg, text_en)
    values ('minimum_wage_month', 320, 'bgn', '2013-01-01', '2013-12-31', '2018-10-01', 'x', false, 'x', 'x'))sql");
  ExpectWage(Find(CheckPlan(), "measure.1.3.wage"), "179668.56", "16148.56");
  plans_.world().SetNow(absl::FromCivil(absl::CivilDay(2018, 10, 2), absl::UTCTimeZone()));
  // 492 × 320 × 117.8 %.
  ExpectWage(Find(CheckPlan(), "measure.1.3.wage"), "185464.32", "21944.32");
}

}  // namespace
}  // namespace tranche::plans
