// SPDX-License-Identifier: EUPL-1.2
// The example of a contract whose money went through everything: that it loads, and only once, and what
// stands in it; expected figures are reckoned by hand from its steps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-9999-C01";
constexpr char kAccount[] = "BG34BNBG96611087654321";
constexpr char kExample[] = SOURCE_ROOT "/services/examples/money/sopot-money.json";

class MoneyExample : public ::testing::Test {
 protected:
  void Load() {
    const Ran ran = programs_.Tranche({"apply", kExample});
    ASSERT_EQ(ran.code, 0) << ran.error;
  }
  // What a second load could double.
  std::string Counts() const {
    std::string counts;
    for (const char* table :
         {"payments.claim", "payments.payment", "payments.bank_entry", "payments.bank_match",
          "payments.payment_order", "payments.debt_repayment", "budgets.cost", "budgets.posting",
          "budgets.transfer"}) {
      absl::StrAppend(&counts, table, " ", programs_.Count(table), "; ");
    }
    return counts;
  }

  Programs programs_{Programs::Options{.gateway = false, .examples = false}};
};

TEST_F(MoneyExample, LoadedTwice_IsThereOnce) {
  Load();
  const std::string first = Counts();
  EXPECT_THAT(first, HasSubstr("payments.claim 3; payments.payment 4; payments.bank_entry 11;"));
  Load();
  EXPECT_EQ(Counts(), first);
}

TEST_F(MoneyExample, ItsMoney_IsAsItsStepsSay) {
  Load();
  // 1026.00 at 10 % of 360 days: 49 days, then 739.96 for 98 days, then 560.10 for 18 days.
  const Json debt = programs_.TrancheJson({"debts", "show", kContract, "1", "--as-of", "2019-05-31"});
  EXPECT_EQ(debt["balance"]["owed"]["amount"], "562.90");
  // What the fee and the bank's rate explain: 12.50 + 16.51; 45.00 nobody did.
  const Ran bank = programs_.Tranche({"reconcile", kContract, "--account", kAccount, "--lang", "en"});
  EXPECT_THAT(bank.out, HasSubstr("29.01 BGN"));
  EXPECT_THAT(bank.out, HasSubstr("45.00 BGN"));
  const Ran orders = programs_.Tranche({"orders", "list", kContract, "--lang", "en"});
  for (const char* state : {"executed", "rejected by the bank", "draft"}) {
    EXPECT_THAT(orders.out, HasSubstr(state));
  }
  // Two movements of the transfer on the lines 1.1 and 2.1.
  const Json journal = programs_.TrancheJson({"budgets", "journal", kContract, "--line", "2.1"});
  ASSERT_GE(journal.size(), 2u);
  EXPECT_EQ(journal[1]["amount"]["total"]["amount"], "1500.00");
  EXPECT_THAT(journal[1]["record"].get<std::string>(), HasSubstr("/transfers/1"));
  const Ran checked = programs_.Tranche({"budgets", "check", kContract});
  EXPECT_EQ(checked.code, 0) << checked.error;
}

}  // namespace
}  // namespace tranche::flow
