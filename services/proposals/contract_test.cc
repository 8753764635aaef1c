// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::proposals {
namespace {

ThreePart Bgn(int64_t eu_minor, int64_t national_minor, int64_t own_minor) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Minor(own_minor, Currency::kBgn)};
}

Proposal Approved() {
  Proposal proposal;
  proposal.id = "BG05M9OP001-2.005-0063";
  proposal.number = "BG05M9OP001-2.005-0063";
  proposal.procedure = "BG05M9OP001-2.005";
  proposal.title = "Комплекс от мерки";
  proposal.requested = Bgn(321307'23, 56701'27, 0);
  proposal.state = ProposalState::kEvaluated;
  proposal.submitted_on = absl::CivilDay(2016, 9, 30);
  proposal.evaluation = Evaluation{.kind = EvaluationKind::kComplex,
                                   .standing = Standing::kApproved,
                                   .decided_on = absl::CivilDay(2017, 3, 15),
                                   .reference = "",
                                   .marks = "[]"};
  return proposal;
}

constexpr absl::CivilDay kToday(2018, 9, 1);

Contract Terms() {
  Contract terms;
  terms.number = "BG05M9OP001-2.005-0063-C01";
  terms.concluded_on = absl::CivilDay(2017, 4, 18);
  terms.starts_on = absl::CivilDay(2017, 4, 18);
  terms.duration_months = 18;
  terms.period_rule = PeriodRule::kSameNumberedDay;
  terms.amount = Bgn(321307'23, 56701'27, 0);
  return terms;
}

TEST(Conclude, SameNumberedDay_EndsOn18October2018) {
  const auto contract = Conclude(Approved(), Terms(), kToday);
  ASSERT_TRUE(contract.ok()) << contract.status();
  EXPECT_EQ(contract->ends_on, absl::CivilDay(2018, 10, 18));
  EXPECT_EQ(contract->state, ExecutionState::kActive);
  EXPECT_EQ(contract->version, 1);
  EXPECT_EQ(contract->title, "Комплекс от мерки");
  EXPECT_EQ(contract->procedure, "BG05M9OP001-2.005");
}

TEST(Conclude, DayBefore_EndsADayEarlier) {
  Contract terms = Terms();
  terms.period_rule = PeriodRule::kDayBefore;
  const auto contract = Conclude(Approved(), terms, kToday);
  ASSERT_TRUE(contract.ok());
  EXPECT_EQ(contract->ends_on, absl::CivilDay(2018, 10, 17));
}

TEST(Conclude, StartOnThe31st_EndsWithinTheShorterMonth) {
  Contract terms = Terms();
  terms.starts_on = absl::CivilDay(2017, 8, 31);
  const auto contract = Conclude(Approved(), terms, kToday);
  ASSERT_TRUE(contract.ok());
  EXPECT_EQ(contract->ends_on, absl::CivilDay(2019, 2, 28));
}

TEST(Conclude, EveryStateButEvaluated_IsRefused) {
  for (const ProposalState state : {ProposalState::kDraft, ProposalState::kRegistered}) {
    Proposal proposal = Approved();
    proposal.state = state;
    EXPECT_EQ(ReasonOf(Conclude(proposal, Terms(), kToday).status()), "PROPOSAL_NOT_EVALUATED");
  }
  Proposal proposal = Approved();
  proposal.state = ProposalState::kContracted;
  EXPECT_EQ(ReasonOf(Conclude(proposal, Terms(), kToday).status()), "PROPOSAL_ALREADY_CONTRACTED");
}

TEST(Conclude, ReserveOrRejected_IsRefused) {
  for (const Standing standing : {Standing::kReserve, Standing::kRejected}) {
    Proposal proposal = Approved();
    proposal.evaluation->standing = standing;
    const absl::Status refused = Conclude(proposal, Terms(), kToday).status();
    EXPECT_EQ(ReasonOf(refused), "PROPOSAL_NOT_APPROVED");
    EXPECT_EQ(HttpStatusOf(ReasonOf(refused)), 422);
  }
}

TEST(Conclude, DaysOutOfOrder_AreRefused) {
  Contract early_start = Terms();
  early_start.starts_on = absl::CivilDay(2017, 4, 17);
  EXPECT_EQ(ReasonOf(Conclude(Approved(), early_start, kToday).status()), "STARTS_BEFORE_CONCLUSION");
  Contract early_contract = Terms();
  early_contract.concluded_on = absl::CivilDay(2017, 3, 14);
  EXPECT_EQ(ReasonOf(Conclude(Approved(), early_contract, kToday).status()),
            "CONCLUDED_BEFORE_EVALUATION");
}

TEST(Conclude, ConcludedAfterToday_IsRefused) {
  const absl::CivilDay concluded_on = Terms().concluded_on;
  EXPECT_TRUE(Conclude(Approved(), Terms(), concluded_on).ok());
  EXPECT_EQ(ReasonOf(Conclude(Approved(), Terms(), concluded_on - 1).status()), "DAY_IN_FUTURE");
}

TEST(Conclude, StartAfterToday_IsTaken) {
  Contract terms = Terms();
  terms.starts_on = kToday + 30;
  EXPECT_TRUE(Conclude(Approved(), terms, kToday).ok());
}

TEST(Conclude, EndAfterTheDaysThatAreTaken_IsRefused) {
  Contract terms = Terms();
  terms.starts_on = absl::CivilDay(2099, 6, 30);
  EXPECT_TRUE(Conclude(Approved(), terms, kToday).ok());
  terms.starts_on = absl::CivilDay(2099, 7, 1);
  EXPECT_EQ(ReasonOf(Conclude(Approved(), terms, kToday).status()), "DATE_OUT_OF_RANGE");
}

TEST(Conclude, OneCentAboveTheRequest_IsRefusedWithBothSums) {
  Contract terms = Terms();
  terms.amount = Bgn(321307'24, 56701'27, 0);
  const absl::Status refused = Conclude(Approved(), terms, kToday).status();
  EXPECT_EQ(ReasonOf(refused), "CONTRACT_ABOVE_REQUESTED");
  EXPECT_EQ(ValuesOf(refused),
            (ErrorValues{{"amount", "378008.51"}, {"currency", "BGN"}, {"requested", "378008.50"}}));
}

TEST(Conclude, LessThanRequested_IsTaken) {
  Contract terms = Terms();
  terms.amount = Bgn(100'00, 0, 0);
  EXPECT_TRUE(Conclude(Approved(), terms, kToday).ok());
}

TEST(Conclude, NothingOrAnotherCurrency_IsRefused) {
  Contract nothing = Terms();
  nothing.amount = ZeroParts(Currency::kBgn);
  EXPECT_EQ(ReasonOf(Conclude(Approved(), nothing, kToday).status()), "AMOUNT_NOT_ABOVE_ZERO");
  Contract euro = Terms();
  euro.amount = {.eu = Money::Minor(1'00, Currency::kEur),
                 .national = Money::Zero(Currency::kEur),
                 .own = Money::Zero(Currency::kEur)};
  EXPECT_EQ(ReasonOf(Conclude(Approved(), euro, kToday).status()), "MONEY_CURRENCY_MIXED");
}

TEST(GrantPercent, RoundsHalfUpOnceAndExactly) {
  EXPECT_EQ(*GrantPercent(Bgn(321307'23, 56701'27, 0)), "100.00");
  EXPECT_EQ(*GrantPercent(Bgn(1, 0, 2)), "33.33");
  EXPECT_EQ(*GrantPercent(Bgn(2, 0, 1)), "66.67");
  EXPECT_EQ(*GrantPercent(Bgn(1, 0, 7)), "12.50");
  EXPECT_EQ(*GrantPercent(Bgn(1, 0, 19999)), "0.01");  // 0.005 % is half a place: up.
  EXPECT_EQ(*GrantPercent(Bgn(0, 0, 5)), "0.00");
}

}  // namespace
}  // namespace tranche::proposals
