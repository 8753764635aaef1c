// SPDX-License-Identifier: EUPL-1.2
// Financial corrections through gRPC: what they take and what they never exceed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using testing::Auditor;
using testing::Cases;
using ::testing::Contains;
using testing::kContract;
using testing::Leva;
using ::testing::Pair;
using testing::RecoveriesTest;
using testing::Show;

TEST_F(RecoveriesTest, Correction_HighestPercent_CountsOnceEntered) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"5", "25", "10"}));
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->percent(), "25");
  EXPECT_EQ(Show(draft->amount()), "2125.00 375.00");
  EXPECT_EQ(Show(draft->support_left()), "321307.23 56701.27");

  const auto entered = Move(draft->name(), v1::ENTER_RECOVERY);
  ASSERT_TRUE(entered.ok()) << entered.status();
  EXPECT_EQ(entered->version_state(), v1::VERSION_ACTUAL);
  EXPECT_EQ(Show(entered->support_left()), "319182.23 56326.27");
  EXPECT_EQ(ReasonOf(Move(draft->name(), v1::ENTER_RECOVERY).status()), "NO_DRAFT_VERSION");
}

TEST_F(RecoveriesTest, Correction_AmendedVersion_ReplacesTheOneInForce) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"25"}));
  ASSERT_TRUE(Move(draft->name(), v1::ENTER_RECOVERY).ok());

  const auto without_reason =
      Amend(draft->name(), Procurement(8'500'00, 1'500'00, {"10"}), v1::AMENDMENT_REASON_UNSPECIFIED);
  ASSERT_EQ(ViolationsOf(without_reason.status()).size(), 1u) << without_reason.status();
  EXPECT_EQ(ViolationsOf(without_reason.status())[0].field, "correction.amendmentReason");
  ASSERT_TRUE(Amend(draft->name(), Procurement(8'500'00, 1'500'00, {"5"})).ok());
  const auto amended = Amend(draft->name(), Procurement(8'500'00, 1'500'00, {"10"}));
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->version(), 2);
  const auto entered = Move(draft->name(), v1::ENTER_RECOVERY);
  ASSERT_TRUE(entered.ok()) << entered.status();
  EXPECT_EQ(Show(entered->amount()), "850.00 150.00");

  v1::ListCorrectionsRequest list;
  list.set_parent(kContract);
  const auto listed = Call(*cases_, &Cases::ListCorrections, list, Auditor());
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->corrections_size(), 2);
  EXPECT_EQ(listed->corrections(0).version_state(), v1::VERSION_ARCHIVED);
  EXPECT_EQ(listed->corrections(1).version_state(), v1::VERSION_ACTUAL);
  EXPECT_EQ(Show(listed->corrected()), "850.00 150.00");
}

TEST_F(RecoveriesTest, Corrections_NeverExceedTheSupport) {
  const auto most = Correct(Procurement(321'307'23, 56'701'27, {"100"}));
  ASSERT_TRUE(Move(most->name(), v1::ENTER_RECOVERY).ok());
  const auto more = Correct(Procurement(1'00, 0, {"100"}));
  const auto refused = Move(more->name(), v1::ENTER_RECOVERY);

  EXPECT_EQ(ReasonOf(refused.status()), "CORRECTION_ABOVE_SUPPORT");
  EXPECT_THAT(ValuesOf(refused.status()), Contains(Pair("left_eu", "0.00")));
  // Nor past the service.
  EXPECT_THROW(sandbox_.Inspect("update payments.recovery_account set corrected_eu_minor = 32130724"),
               pqxx::check_violation);
}

// A supplier credits an approved invoice: budgets takes no note of it, a correction of the cost does.
TEST_F(RecoveriesTest, CorrectionOfACost_IsWithinWhatWasApprovedOfIt) {
  v1::Correction correction = Procurement(8'000, 1'400, {"100"});
  correction.set_cost(absl::StrCat(kContract, "/costs/7"));
  EXPECT_EQ(ReasonOf(Correct(correction).status()), "CORRECTION_COST_NOT_APPROVED");
  AddClaim(1, "INTERIM", Leva(8'500, 1'500), Leva(0, 0));
  sandbox_.Inspect(
      "insert into payments.claim_cost (organisation_id, contract_id, sequence, cost_id, paid_on, "
      "place, "
      "requested_eu_minor, requested_national_minor, requested_own_minor, first_cost_id) values "
      "('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', 1, '7', '2018-01-05', 1, 8500, 1500, 0, '7')");
  correction.set_cost("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-9999-C01/costs/7");
  EXPECT_EQ(ReasonOf(Correct(correction).status()), "RECORD_OF_ANOTHER_CONTRACT");
  correction.set_cost(absl::StrCat(kContract, "/costs/7"));
  v1::Correction above = Procurement(8'501, 0, {"100"});
  above.set_cost(correction.cost());
  EXPECT_EQ(ReasonOf(Correct(above).status()), "CORRECTION_ABOVE_COST");

  const auto first = Correct(correction);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->cost(), correction.cost());
  v1::Correction rest = Procurement(500, 100, {"100"});
  rest.set_cost(correction.cost());
  const auto second = Correct(rest);  // A draft takes nothing yet.
  ASSERT_TRUE(second.ok()) << second.status();
  v1::Correction more = Procurement(501, 0, {"100"});
  more.set_cost(correction.cost());
  const auto third = Correct(more);
  ASSERT_TRUE(third.ok()) << third.status();
  ASSERT_TRUE(Move(first->name(), v1::ENTER_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Move(third->name(), v1::ENTER_RECOVERY).status()), "CORRECTION_ABOVE_COST");
  ASSERT_TRUE(Move(second->name(), v1::ENTER_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Correct(more).status()), "CORRECTION_ABOVE_COST");
  // What is taken back takes nothing any more.
  ASSERT_TRUE(Move(second->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Move(third->name(), v1::ENTER_RECOVERY).status()), "CORRECTION_ABOVE_COST");
  ASSERT_TRUE(Move(first->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_TRUE(Move(third->name(), v1::ENTER_RECOVERY).ok());
}

TEST_F(RecoveriesTest, VersionInForce_CannotBeChanged_AlsoPastTheService) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"25"}));
  ASSERT_TRUE(Move(draft->name(), v1::ENTER_RECOVERY).ok());
  EXPECT_THROW(sandbox_.Inspect("update payments.correction_version set amount_eu_minor = 1"),
               pqxx::sql_error);
}

}  // namespace
}  // namespace tranche::payments::recoveries
