// SPDX-License-Identifier: EUPL-1.2
#include "gateway/metrics_text.h"

#include <gtest/gtest.h>

namespace tranche::gateway {
namespace {

constexpr char kCalls[] =
    "# HELP calls Calls.\n# TYPE calls counter\ncalls{code=\"OK\"} 2\n"
    "# HELP queue Time.\n# TYPE queue gauge\nqueue 0.5\n";

TEST(MergeMetrics, OneProcess_IsAsItIs) {
  EXPECT_EQ(MergeMetrics({{"tranched", kCalls}}),
            std::string("# HELP tranche_up Whether the server gave its metrics.\n"
                        "# TYPE tranche_up gauge\ntranche_up 1\n") +
                kCalls);
}

TEST(MergeMetrics, SeveralProcesses_AreOneFamilyWithALabel) {
  EXPECT_EQ(MergeMetrics({{"budgets", kCalls}, {"plans", kCalls}, {"staffing", ""}}),
            "# HELP tranche_up Whether the server gave its metrics.\n"
            "# TYPE tranche_up gauge\n"
            "tranche_up{process=\"budgets\"} 1\n"
            "tranche_up{process=\"plans\"} 1\n"
            "tranche_up{process=\"staffing\"} 0\n"
            "# HELP calls Calls.\n"
            "# TYPE calls counter\n"
            "calls{process=\"budgets\",code=\"OK\"} 2\n"
            "calls{process=\"plans\",code=\"OK\"} 2\n"
            "# HELP queue Time.\n"
            "# TYPE queue gauge\n"
            "queue{process=\"budgets\"} 0.5\n"
            "queue{process=\"plans\"} 0.5\n");
}

TEST(DisagreeingContracts, AreThoseThatAnyProcessCounts) {
  const std::string none =
      "# HELP tranche_ledger_disagreeing_contracts Contracts whose balances …\n"
      "# TYPE tranche_ledger_disagreeing_contracts gauge\n"
      "tranche_ledger_disagreeing_contracts 0\n";
  const std::string two = "calls 9\ntranche_ledger_disagreeing_contracts 2\n";
  EXPECT_EQ(DisagreeingContracts({{"tranched", none}}), 0);
  EXPECT_EQ(DisagreeingContracts({{"plans", kCalls}, {"budgets", two}, {"staffing", ""}}), 2);
}

}  // namespace
}  // namespace tranche::gateway
