// SPDX-License-Identifier: EUPL-1.2
#include "platform/evidence/evidence.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "platform/testing/fake_role.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::evidence {
namespace {

class EvidenceTest : public ::testing::Test {
 protected:
  absl::Status RecordThen(const absl::Status& end) {
    const rpc::CallScope scope = role_.Scope();
    return pg::Transact(role_.pool(), scope, [&](pg::Tx& tx) {
      common::v1::Money after;
      after.set_amount("30.00");
      Record(tx, scope,
             {.organisation = "lyubimets",
              .action = "costs.record",
              .record = "organisations/lyubimets/costs/1",
              .before = nullptr,
              .after = &after,
              .reason = "invoice 7",
              .request_id = "k1"});
      return end;
    });
  }
  testing::PgSandbox sandbox_;
  testing::TestRole role_{sandbox_, "reports"};
};

TEST_F(EvidenceTest, Recorded_SaysWhoWhatAndWhy) {
  ASSERT_TRUE(RecordThen(absl::OkStatus()).ok());
  const pqxx::result rows = sandbox_.Inspect(
      "select actor, action, record, before_state is null as new, after_state->>'amount' as amount, "
      "reason, "
      "request_id, length(trace_id) as trace from reports.evidence");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["actor"].as<std::string>(), "finance@lyubimets");
  EXPECT_EQ(rows[0]["action"].as<std::string>(), "costs.record");
  EXPECT_EQ(rows[0]["record"].as<std::string>(), "organisations/lyubimets/costs/1");
  EXPECT_TRUE(rows[0]["new"].as<bool>());
  EXPECT_EQ(rows[0]["amount"].as<std::string>(), "30.00");
  EXPECT_EQ(rows[0]["reason"].as<std::string>(), "invoice 7");
  EXPECT_EQ(rows[0]["request_id"].as<std::string>(), "k1");
  EXPECT_EQ(rows[0]["trace"].as<int>(), 32);
}

TEST_F(EvidenceTest, ChangeRefused_LeavesNoEvidence) {
  ASSERT_EQ(ReasonOf(RecordThen(Refuse("NOT_FOUND", {{"name", "x"}}))), "NOT_FOUND");
  EXPECT_EQ(sandbox_.Inspect("select count(*) from reports.evidence")[0][0].as<int>(), 0);
}

}  // namespace
}  // namespace tranche::evidence
