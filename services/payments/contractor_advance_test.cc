// SPDX-License-Identifier: EUPL-1.2
// Advances paid to contractors: approved as any other cost, neither payable nor clearing the advance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "payments/clearing.h"
#include "payments/redenomination/redenomination.h"
#include "payments/testing/payments_fixture.h"

namespace tranche::payments {
namespace {

constexpr Ratio kEighty{.numerator = 80, .denominator = 100};

ThreePart Lev(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Minor(own_minor, Currency::kBgn)};
}

Contract ContractOf(const ThreePart& amount) {
  Contract contract;
  contract.starts_on = absl::CivilDay(2017, 4, 18);
  contract.amount = amount;
  return contract;
}

// An accepted claim of an ordinary cost and an advance to a contractor, all of both approved.
Claim ClaimOf(ClaimKind kind, const ThreePart& ordinary, const ThreePart& advance) {
  const ThreePart nothing = ZeroParts(Currency::kBgn);
  Claim claim;
  claim.sequence = 1;
  claim.kind = kind;
  claim.state = ClaimState::kAccepted;
  claim.requested = *Add(ordinary, advance);
  claim.decision.emplace();
  claim.approved = claim.requested;
  claim.refused = claim.by_correction = nothing;
  claim.paid = nothing;
  for (const ThreePart& parts : {ordinary, advance}) {
    const std::string id = std::to_string(claim.costs.size() + 1);
    claim.costs.push_back({.id = id,
                           .paid_on = absl::CivilDay(2018, 1, 1),
                           .requested = parts,
                           .first_cost_id = id,
                           .again = nothing});
  }
  claim.costs.back().contractor_advance = true;
  return claim;
}

CashHistory NoHistory() {
  const Money nothing = Money::Zero(Currency::kBgn);
  return {.advance = nothing, .interim = nothing, .cleared = nothing};
}

TEST(ContractorAdvance, Interim_PaysTheOtherCostsAlone) {
  const Claim claim = ClaimOf(ClaimKind::kInterim, Lev(8500, 1500), Lev(850, 150, 100));
  const auto share =
      ShareCash(ContractOf(Lev(85000, 15000)), claim, claim.approved, NoHistory(), kEighty);
  ASSERT_TRUE(share.ok()) << share.status();
  EXPECT_EQ(share->payable, Lev(8500, 1500));
  EXPECT_EQ(share->cleared, Lev(0, 0));
}

TEST(ContractorAdvance, PartThatWasRefused_IsNoPartOfIt) {
  Claim claim = ClaimOf(ClaimKind::kInterim, Lev(8500, 1500), Lev(850, 150));
  claim.decision->verdicts = {{.cost_id = "2",
                               .unapproved = Lev(340, 60),
                               .reason = "Липсва договор",
                               .by_correction = Lev(0, 0),
                               .correction_reason = "",
                               .correction = ""}};
  EXPECT_EQ(*AdvanceItemsOf(claim, Currency::kBgn), Lev(510, 90));
}

TEST(ContractorAdvance, Final_DoesNotClearTheAdvanceWithIt) {
  // 20.00 was advanced; 5.00 of ordinary costs clear of it, so 15.00 goes back, whatever was paid to a
  // contractor in advance.
  CashHistory history = NoHistory();
  history.advance = Money::Minor(2000, Currency::kBgn);
  const Claim claim = ClaimOf(ClaimKind::kFinal, Lev(425, 75), Lev(8500, 1500));
  const auto share = ShareCash(ContractOf(Lev(85000, 15000)), claim, claim.approved, history, kEighty);
  ASSERT_TRUE(share.ok()) << share.status();
  EXPECT_EQ(share->payable, Lev(0, 0));
  EXPECT_EQ(share->cleared, Lev(425, 75));
  EXPECT_EQ(share->to_recover, Lev(1275, 225));
}

TEST(ContractorAdvance, Position_TellsItApartAndDemandsWhatWasPaidBeyondTheRest) {
  Claim claim = ClaimOf(ClaimKind::kFinal, Lev(8500, 1500), Lev(850, 150));
  claim.payable = Lev(8500, 1500);
  claim.cleared = Lev(0, 0);
  claim.paid = Lev(8500, 1500);
  const auto position = PositionOf(ContractOf(Lev(85000, 15000)), {claim}, kEighty);
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(position->approved, Lev(9350, 1650));
  EXPECT_EQ(position->approved_as_advance, Lev(850, 150));
  EXPECT_EQ(position->to_pay, Lev(0, 0));
  EXPECT_TRUE(position->settled);

  claim.paid = Lev(9350, 1650);  // More than is payable arrived.
  const auto beyond = PositionOf(ContractOf(Lev(85000, 15000)), {claim}, kEighty);
  EXPECT_EQ(beyond->to_recover, Lev(850, 150));
}

RC_GTEST_PROP(ContractorAdvance, AnyAmounts_PayableAndClearedAndAdvancesAreAllThatWasApproved, ()) {
  const auto amount = [](const char*) { return *rc::gen::inRange<int64_t>(0, 1'000'000); };
  const ThreePart ordinary = Lev(amount("eu"), amount("national"), amount("own"));
  const ThreePart advance = Lev(amount("eu"), amount("national"), amount("own"));
  CashHistory history = NoHistory();
  history.advance = Money::Minor(amount("advance"), Currency::kBgn);
  const ClaimKind kind = *rc::gen::element(ClaimKind::kInterim, ClaimKind::kFinal);
  Claim claim = ClaimOf(kind, ordinary, advance);
  const auto share =
      ShareCash(ContractOf(Lev(8'500'000, 1'500'000)), claim, claim.approved, history, kEighty);
  RC_ASSERT(share.ok());
  claim.payable = share->payable;
  claim.cleared = share->cleared;
  const ThreePart as_advance = *ApprovedAsAdvance(claim);
  RC_ASSERT(as_advance.eu == advance.eu && as_advance.national == advance.national);
  RC_ASSERT(share->payable.eu.minor() >= 0 && share->payable.national.minor() >= 0);
  RC_ASSERT(share->cleared.eu.minor() >= 0 && share->cleared.national.minor() >= 0);
}

TEST(ContractorAdvance, ConvertedClaim_StillAddsUp) {
  Claim claim = ClaimOf(ClaimKind::kInterim, Lev(101, 18), Lev(101, 18));
  claim.payable = Lev(101, 18);
  claim.cleared = Lev(0, 0);
  const ThreePart contract{.eu = Money::Minor(43460, Currency::kEur),
                           .national = Money::Minor(7669, Currency::kEur),
                           .own = Money::Zero(Currency::kEur)};
  const auto converted = redenomination::RestateClaims(contract, {claim}, {});
  ASSERT_TRUE(converted.ok()) << converted.status();
  const Claim& euro = converted->claims[0];
  EXPECT_EQ(*AdvanceItemsOf(euro, Currency::kEur), *ApprovedAsAdvance(euro));
  EXPECT_GT(ApprovedAsAdvance(euro)->eu.minor(), 0);
  EXPECT_GT(euro.payable->eu.minor(), 0);
}

class ContractorAdvanceTest : public testing::PaymentsTest {
 protected:
  // A sent claim of cost 1 (10.00) and cost 2 (2.50), which is an advance to a contractor.
  std::string Sent(v1::ClaimKind kind = v1::INTERIM) {
    budgets_.AddCost(testing::Cost("1"), testing::Leva(850, 150));
    budgets_.AddCost(testing::Cost("2"), testing::Leva(213, 37));
    budgets_.FlagAsAdvance(testing::Cost("2"));
    v1::Claim claim = Interim({"1", "2"});
    claim.set_kind(kind);
    const absl::StatusOr<v1::Claim> created = Create(claim, "create");
    EXPECT_TRUE(created.ok()) << created.status();
    EXPECT_TRUE(Send(created->name()).ok());
    return created->name();
  }
  absl::StatusOr<v1::CashPosition> Position() {
    v1::GetCashPositionRequest request;
    request.set_name(std::string(testing::kContract) + "/cashPosition");
    return Ask(&testing::Stub::GetCashPosition, testing::Owner(), request);
  }
};

TEST_F(ContractorAdvanceTest, AcceptedClaim_OwesTheOtherCostsAndIsPaidInFullByThem) {
  const std::string name = Sent();
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "verify");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->approved().eu().amount(), "10.63");
  EXPECT_EQ(accepted->payable().eu().amount(), "8.50");
  EXPECT_EQ(accepted->payable().national().amount(), "1.50");
  EXPECT_EQ(accepted->approved_as_advance().eu().amount(), "2.13");
  EXPECT_EQ(accepted->approved_as_advance().national().amount(), "0.37");
  EXPECT_EQ(Get(name)->approved_as_advance().eu().amount(), "2.13");

  EXPECT_FALSE(Pay(name, testing::Leva(851, 150), "more").ok());
  EXPECT_TRUE(Pay(name, testing::Leva(850, 150), "pay").ok());
  const auto position = Position();
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(position->approved_as_advance().eu().amount(), "2.13");
  EXPECT_EQ(position->to_pay().eu().amount(), "0.00");
}

TEST_F(ContractorAdvanceTest, ClaimOfNothingElse_IsAcceptedAndOwesNothing) {
  budgets_.AddCost(testing::Cost("1"), testing::Leva(850, 150));
  budgets_.FlagAsAdvance(testing::Cost("1"));
  const absl::StatusOr<v1::Claim> created = Create(Interim({"1"}), "create");
  ASSERT_TRUE(created.ok()) << created.status();
  ASSERT_TRUE(Send(created->name()).ok());
  const absl::StatusOr<v1::Claim> accepted = Verify(created->name(), "verify");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(accepted->payable().grant().amount(), "0.00");
  EXPECT_TRUE(LastEvent<v1::ClaimDecided>().nothing_owed());
}

TEST_F(ContractorAdvanceTest, OrdinaryClaim_DoesNotSpeakOfAdvances) {
  const absl::StatusOr<v1::Claim> accepted = Get(AcceptedInterim());
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_FALSE(accepted->has_approved_as_advance());
}

// PAY-8 in SQL: a claim without such costs still adds up exactly, one with them pays no more than it
// approved.
TEST_F(ContractorAdvanceTest, PayableBeyondTheRule_IsRefusedByTheDatabase) {
  ASSERT_TRUE(Verify(Sent(), "verify").ok());
  EXPECT_THROW(sandbox_.Inspect("update payments.claim set payable_eu_minor = approved_eu_minor + 1"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.claim set contractor_advances = false"),
               pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::payments
