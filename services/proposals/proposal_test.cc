// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposal.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <utility>

#include "platform/base/error.h"

namespace tranche::proposals {
namespace {

using S = ProposalState;
using E = ProposalEvent;

constexpr std::array<S, 4> kStates = {S::kDraft, S::kRegistered, S::kEvaluated, S::kContracted};
constexpr std::array<E, 3> kEvents = {E::kSubmit, E::kEvaluate, E::kConclude};

constexpr absl::CivilDay kToday(2018, 9, 1);

Proposal Draft() {
  Proposal proposal;
  proposal.number = "BG05M9OP001-2.005-0063";
  proposal.requested = {.eu = Money::Minor(321307'23, Currency::kBgn),
                        .national = Money::Minor(56701'27, Currency::kBgn),
                        .own = Money::Zero(Currency::kBgn)};
  return proposal;
}

Evaluation Approval() {
  return {.kind = EvaluationKind::kComplex,
          .standing = Standing::kApproved,
          .decided_on = absl::CivilDay(2017, 3, 15),
          .reference = "S1",
          .marks = "[]"};
}

TEST(ProposalMachine, EveryStateAndEvent_OnlyTheThreeStepsExist) {
  const std::map<std::pair<S, E>, S> steps = {{{S::kDraft, E::kSubmit}, S::kRegistered},
                                              {{S::kRegistered, E::kEvaluate}, S::kEvaluated},
                                              {{S::kEvaluated, E::kConclude}, S::kContracted}};
  for (const S state : kStates) {
    for (const E event : kEvents) {
      const auto step = steps.find({state, event});
      const std::optional<S> expected =
          step == steps.end() ? std::nullopt : std::optional<S>(step->second);
      EXPECT_EQ(Next(state, event), expected)
          << std::string(NameOf(state)) << " on event " << static_cast<int>(event);
    }
  }
}

TEST(ProposalNames, EveryValue_IsReadBack) {
  for (const S state : kStates) EXPECT_EQ(ParseProposalState(NameOf(state)), state);
  for (const Standing standing : {Standing::kApproved, Standing::kReserve, Standing::kRejected}) {
    EXPECT_EQ(ParseStanding(NameOf(standing)), standing);
  }
  for (const EvaluationKind kind : {EvaluationKind::kAdministrative,
                                    EvaluationKind::kTechnicalFinancial, EvaluationKind::kComplex}) {
    EXPECT_EQ(ParseEvaluationKind(NameOf(kind)), kind);
  }
  EXPECT_EQ(ParseProposalState("WITHDRAWN"), std::nullopt);
}

TEST(CheckDraft, AsksForNothing_IsRefused) {
  Proposal proposal = Draft();
  proposal.requested = ZeroParts(Currency::kBgn);
  EXPECT_EQ(ReasonOf(CheckDraft(proposal)), "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_TRUE(CheckDraft(Draft()).ok());
}

TEST(Submit, Draft_BecomesRegisteredOnTheDay) {
  const auto submitted = Submit(Draft(), absl::CivilDay(2016, 9, 30), kToday);
  ASSERT_TRUE(submitted.ok());
  EXPECT_EQ(submitted->state, S::kRegistered);
  EXPECT_EQ(submitted->submitted_on, absl::CivilDay(2016, 9, 30));
}

TEST(Submit, AnyOtherState_IsRefused) {
  for (const S state : {S::kRegistered, S::kEvaluated, S::kContracted}) {
    Proposal proposal = Draft();
    proposal.state = state;
    EXPECT_EQ(ReasonOf(Submit(proposal, absl::CivilDay(2016, 9, 30), kToday).status()),
              "PROPOSAL_NOT_DRAFT");
  }
}

TEST(Evaluate, Registered_TakesTheResult) {
  const auto registered = Submit(Draft(), absl::CivilDay(2016, 9, 30), kToday);
  ASSERT_TRUE(registered.ok());
  const auto evaluated = Evaluate(*registered, Approval(), kToday);
  ASSERT_TRUE(evaluated.ok());
  EXPECT_EQ(evaluated->state, S::kEvaluated);
  ASSERT_TRUE(evaluated->evaluation.has_value());
  EXPECT_EQ(evaluated->evaluation->standing, Standing::kApproved);
}

TEST(Evaluate, AnyOtherState_IsRefused) {
  for (const S state : {S::kDraft, S::kEvaluated, S::kContracted}) {
    Proposal proposal = Draft();
    proposal.state = state;
    EXPECT_EQ(ReasonOf(Evaluate(proposal, Approval(), kToday).status()), "PROPOSAL_NOT_REGISTERED");
  }
}

TEST(Submit, DayAfterToday_IsRefused) {
  EXPECT_TRUE(Submit(Draft(), kToday, kToday).ok());
  EXPECT_EQ(ReasonOf(Submit(Draft(), kToday + 1, kToday).status()), "DAY_IN_FUTURE");
}

TEST(Evaluate, DecisionAfterToday_IsRefused) {
  const auto registered = Submit(Draft(), absl::CivilDay(2016, 9, 30), kToday);
  ASSERT_TRUE(registered.ok());
  const absl::CivilDay decided_on = Approval().decided_on;
  EXPECT_TRUE(Evaluate(*registered, Approval(), decided_on).ok());
  EXPECT_EQ(ReasonOf(Evaluate(*registered, Approval(), decided_on - 1).status()), "DAY_IN_FUTURE");
}

TEST(Evaluate, DecisionOlderThanTheSubmission_IsRefused) {
  const auto registered = Submit(Draft(), absl::CivilDay(2017, 3, 16), kToday);
  ASSERT_TRUE(registered.ok());
  EXPECT_EQ(ReasonOf(Evaluate(*registered, Approval(), kToday).status()),
            "EVALUATED_BEFORE_SUBMISSION");
}

}  // namespace
}  // namespace tranche::proposals
