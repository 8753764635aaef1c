// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/execution.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "tranche/payments/v1/debts.pb.h"

namespace tranche::payments::recoveries {
namespace {

// The table of README.md, set by hand: every pair of two states.
TEST(Execution, EveryStateSetFromEveryOther_IsAsTheTableSays) {
  int pairs = 0;
  for (const std::string from : kExecutionStates) {
    for (const std::string to : kExecutionStates) {
      ++pairs;
      const absl::StatusOr<std::string> set = SetExecution(from, to);
      if (from == "REPAID_IN_FULL" || to == "REPAID_IN_FULL") {
        EXPECT_EQ(ReasonOf(set.status()), "DEBT_STATUS_NOT_POSSIBLE") << from << " " << to;
      } else {
        EXPECT_EQ(set.value_or(""), to) << from;
      }
    }
  }
  EXPECT_EQ(pairs, 64);
  EXPECT_EQ(ReasonOf(SetExecution("VOLUNTARY", "DEBT_STATUS_UNSPECIFIED").status()),
            "DEBT_STATUS_NOT_POSSIBLE");
}

// The same table, by itself: every state with something owed and with nothing.
TEST(Execution, EveryStateAfterAMovement_IsAsTheTableSays) {
  for (const std::string from : kExecutionStates) {
    EXPECT_EQ(ExecutionAfterMovement(from, /*owes_nothing=*/true), "REPAID_IN_FULL") << from;
    EXPECT_EQ(ExecutionAfterMovement(from, /*owes_nothing=*/false),
              from == "REPAID_IN_FULL" ? "VOLUNTARY" : from);
  }
}

// None is missing: the description has these and the one that is never sent.
TEST(Execution, States_AreThoseOfTheDescription) {
  for (const char* state : kExecutionStates) {
    v1::DebtStatus parsed = v1::DEBT_STATUS_UNSPECIFIED;
    EXPECT_TRUE(v1::DebtStatus_Parse(state, &parsed)) << state;
  }
  EXPECT_EQ(v1::DebtStatus_descriptor()->value_count(), 9);
}

}  // namespace
}  // namespace tranche::payments::recoveries
