// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "plans/groundwork/record_rules.h"
#include "platform/base/error.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;

// Every pair of state and move; what is not here is impossible.
const std::map<std::pair<StepState, StepMove>, StepState> kAllowed = {
    {{StepState::kNotBegun, StepMove::kBegin}, StepState::kUnderWay},
    {{StepState::kNotBegun, StepMove::kFinish}, StepState::kDone},
    {{StepState::kNotBegun, StepMove::kSetAside}, StepState::kNotApplicable},
    {{StepState::kUnderWay, StepMove::kFinish}, StepState::kDone},
    {{StepState::kUnderWay, StepMove::kSetAside}, StepState::kNotApplicable},
    {{StepState::kDone, StepMove::kReopen}, StepState::kUnderWay},
    {{StepState::kDone, StepMove::kFinish}, StepState::kDone},
    {{StepState::kNotApplicable, StepMove::kTakeUp}, StepState::kNotBegun},
};

TEST(Step, EachStateAndMove_LeadsWhereTheTableSays) {
  for (const StepState state : kStepStates) {
    for (const StepMove move : kStepMoves) {
      AskedMove asked;
      asked.step = "agreement";
      asked.state = state;
      asked.move = move;
      asked.reason = "защото";
      const absl::StatusOr<StepState> next = DecideMove(asked);
      const auto allowed = kAllowed.find({state, move});
      if (allowed == kAllowed.end()) {
        EXPECT_EQ(ReasonOf(next.status()), "STEP_MOVE_IMPOSSIBLE")
            << WordOf(state) << " " << WordOf(move);
      } else {
        ASSERT_TRUE(next.ok()) << WordOf(state) << " " << WordOf(move) << " " << next.status();
        EXPECT_EQ(*next, allowed->second);
      }
    }
  }
}

TEST(Step, MovesFrom_AreThoseOfTheTable) {
  EXPECT_THAT(MovesFrom(StepState::kNotBegun),
              ElementsAre(StepMove::kBegin, StepMove::kFinish, StepMove::kSetAside));
  EXPECT_THAT(MovesFrom(StepState::kNotApplicable), ElementsAre(StepMove::kTakeUp));
}

TEST(Step, Words_AreReadBack) {
  for (const StepState state : kStepStates) EXPECT_EQ(StateOf(WordOf(state)), state);
  EXPECT_EQ(StateOf("DONE"), std::nullopt);
}

AskedMove FinishOf(const std::string& evidence_kind) {
  AskedMove asked;
  asked.step = "agreement";
  asked.state = StepState::kUnderWay;
  asked.move = StepMove::kFinish;
  asked.evidence_kind = evidence_kind;
  return asked;
}

TEST(Step, FinishWithoutTheRecordThatShowsIt_Refused) {
  EXPECT_EQ(ReasonOf(DecideMove(FinishOf("AGREEMENT")).status()), "STEP_EVIDENCE_MISSING");
  EXPECT_TRUE(DecideMove(FinishOf("")).ok());
  AskedMove shown = FinishOf("AGREEMENT");
  shown.evidence = {{"organisations/sopot/groundwork/a", "AGREEMENT"}};
  EXPECT_TRUE(DecideMove(shown).ok());
}

TEST(Step, EverythingThatIsWrong_IsSaidAtOnce) {
  AskedMove asked = FinishOf("AGREEMENT");
  asked.state = StepState::kNotBegun;
  asked.move = StepMove::kSetAside;
  asked.evidence = {{"a", "WORKING_BODY"}, {"b", ""}, {"a", "WORKING_BODY"}};
  const std::vector<Violation> violations = ViolationsOf(DecideMove(asked).status());
  ASSERT_EQ(violations.size(), 4U);
  EXPECT_EQ(violations[0].reason, "STEP_REASON_MISSING");
  EXPECT_EQ(violations[1].reason, "STEP_EVIDENCE_UNSUITABLE");
  EXPECT_EQ(violations[2].reason, "STEP_EVIDENCE_UNKNOWN");
  EXPECT_EQ(violations[3].reason, "LISTED_TWICE");
  EXPECT_EQ(violations[3].field, "evidence[2]");
}

PartialDate Date(int year, int month = 0, int day = 0) {
  PartialDate date;
  date.year = year;
  date.month = month;
  date.day = day;
  return date;
}

TEST(Opportunity, StateFollowsFromItsDays) {
  const absl::CivilDay today(2018, 9, 15);
  const PartialDate unknown;
  using enum OpportunityState;
  EXPECT_EQ(OpportunityStateOn(unknown, unknown, false, today), kExpected);
  EXPECT_EQ(OpportunityStateOn(Date(2018, 9, 15), unknown, false, today), kOpen);
  EXPECT_EQ(OpportunityStateOn(Date(2018, 9, 16), unknown, false, today), kExpected);
  EXPECT_EQ(OpportunityStateOn(unknown, Date(2018, 9, 15), false, today), kOpen);
  EXPECT_EQ(OpportunityStateOn(unknown, Date(2018, 9, 14), false, today), kClosed);
  EXPECT_EQ(OpportunityStateOn(Date(2018, 9), Date(2018, 9), false, today), kOpen);  // The whole month.
  EXPECT_EQ(OpportunityStateOn(Date(2019), Date(2019), false, today), kExpected);
  EXPECT_EQ(OpportunityStateOn(Date(2018), Date(2018), true, today), kWithdrawn);
}

TEST(Period, IsReversedOnlyWhenItIsForCertain) {
  EXPECT_TRUE(IsReversed(Date(2017), Date(2016, 12)));
  EXPECT_FALSE(IsReversed(Date(2016, 8), Date(2016)));
  EXPECT_FALSE(IsReversed(Date(2016, 12, 31), Date(0, 1)));
}

TEST(PersonalNumber, TenDigits_AreSeen) {
  EXPECT_TRUE(HoldsPersonalNumber("Иван Иванов, 7501020018"));
  EXPECT_TRUE(HoldsPersonalNumber("7501020018"));
  EXPECT_FALSE(HoldsPersonalNumber("заповед 75010200181"));
  EXPECT_FALSE(HoldsPersonalNumber("2016-2017 г., № 123456789"));
}

TEST(WebAddress, IsOneThatABrowserOpens) {
  EXPECT_TRUE(IsWebAddress("https://example.bg/покана?a=1"));
  EXPECT_TRUE(IsWebAddress("HTTP://example.bg"));
  for (const char* wrong : {"", "https://", "https:///x", "javascript:alert(1)", "www.example.bg",
                            "https://a b", "ftp://example.bg", "https://a\n"}) {
    EXPECT_FALSE(IsWebAddress(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace tranche::plans
