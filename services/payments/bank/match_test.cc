// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/match.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

using S = MatchState;
using E = MatchStep;

// The table of README.md: every pair of state and step.
TEST(Match, EveryStateAndStep_IsAsTheTableSays) {
  const std::map<std::pair<S, E>, S> table = {{{S::kOpen, E::kConfirm}, S::kConfirmed},
                                              {{S::kConfirmed, E::kWithdraw}, S::kWithdrawn}};
  int pairs = 0;
  for (const S state : kMatchStates) {
    for (const E step : kMatchSteps) {
      ++pairs;
      const auto stated = table.find({state, step});
      EXPECT_EQ(Next(state, step), stated == table.end() ? std::optional<S>() : stated->second)
          << static_cast<int>(state) << " " << static_cast<int>(step);
    }
  }
  EXPECT_EQ(pairs, 6);
}

TEST(Match, OnlyWhatStands_IsWithdrawn) {
  EXPECT_TRUE(CheckWithdrawal(S::kConfirmed, "bankMatches/1").ok());
  const absl::Status again = CheckWithdrawal(S::kWithdrawn, "bankMatches/1");
  EXPECT_EQ(ReasonOf(again), "BANK_MATCH_WITHDRAWN");
  EXPECT_EQ(ValuesOf(again), (ErrorValues{{"match", "bankMatches/1"}}));
}

// Twice the same part, when nothing is left of the movement: the match that stands has it.
TEST(Match, MovementThatIsMatchedInFull_IsNotConfirmedAgain) {
  const Money amount = Money::Minor(50'00, Currency::kBgn);
  const std::map<std::string, Target> targets = {
      {"documents/a", {.key = "documents/a", .record = "costs/7", .amount = amount}}};
  std::map<int64_t, Movement> movements = {
      {1,
       {.name = "bankEntries/1", .amount = Money::Minor(-50'00, Currency::kBgn), .matched_minor = 0}}};
  const std::vector<MatchPart> parts = {{1, "documents/a", "costs/7", amount}};
  EXPECT_TRUE(CheckMatch(parts, movements, targets).ok());
  movements[1].matched_minor = 50'00;
  EXPECT_EQ(ReasonOf(CheckMatch(parts, movements, targets)), "BANK_MATCH_ABOVE_ENTRY");
}

}  // namespace
}  // namespace tranche::payments::bank
