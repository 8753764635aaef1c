// SPDX-License-Identifier: EUPL-1.2
// The bank beside the ledger, as a user sees it: by the command line and by REST, on the real programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kAccount[] = "BG80BNBG96611020345678";

std::string Statement() {
  std::stringstream text;
  text << std::ifstream(absl::StrCat(SOURCE_ROOT, "/services/examples/mineralni-bani-statement.xml"))
              .rdbuf();
  return text.str();
}

class ReconcileFlow : public ::testing::Test {
 protected:
  ReconcileFlow() : programs_(Programs::Options{}) {}

  Programs programs_;
};

// The examples and the statement that goes with them.
TEST_F(ReconcileFlow, StatementOfTheExample_AgreesToTheCent) {
  const std::string file = programs_.WriteFile("statement.xml", Statement());
  const Ran bulgarian = programs_.Tranche({"reconcile", kContract, "--statement", file});
  EXPECT_EQ(bulgarian.code, 0) << bulgarian.out << bulgarian.error;
  EXPECT_THAT(bulgarian.out, HasSubstr("Банката, счетоводството и бюджетът съвпадат до стотинка."));
  const Ran english =
      programs_.Tranche({"reconcile", kContract, "--account", kAccount, "--lang", "en"});
  EXPECT_EQ(english.code, 0) << english.error;
  EXPECT_THAT(english.out, HasSubstr("Bank, ledger and budget agree to the cent."));
  EXPECT_EQ(programs_.Count("payments.bank_statement"), 1);

  const Answer answer =
      programs_.Http({.path = absl::StrCat("/v1/organisations/mineralni-bani/contracts/", kContract,
                                           ":reconcile?account=", kAccount)});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json()["agree"], true);
  EXPECT_EQ(answer.json()["bankReceived"]["amount"], "125452.10");

  const Ran confirmed = programs_.Tranche({"bank", "match-clear", kContract});
  EXPECT_EQ(confirmed.code, 0) << confirmed.error;
  const Ran rest = programs_.Tranche({"bank", "entries", "--unmatched", "-o", "json"});
  EXPECT_EQ(rest.json().size(), 0u) << rest.out;
}

// A statement with a fee that nothing explains, and an invoice that was paid with a cent less.
TEST_F(ReconcileFlow, StatementThatDiffers_IsListedWithReasonsAndAnExitCode) {
  const std::string file = programs_.WriteFile(
      "statement.xml",
      absl::StrReplaceAll(Statement(), {{">1500.00<", ">1499.99<"}, {">68022.10<", ">68022.11<"}}));
  const Ran differs = programs_.Tranche({"reconcile", kContract, "--statement", file});
  EXPECT_EQ(differs.code, 5) << differs.out << differs.error;
  EXPECT_THAT(differs.out, HasSubstr("costs/4"));
  EXPECT_THAT(differs.error, HasSubstr("не съвпадат"));
}

TEST_F(ReconcileFlow, BrokenStatement_IsRefusedWithItsPlaceAndNothingIsStored) {
  const std::string file = programs_.WriteFile(
      "statement.xml", absl::StrReplaceAll(Statement(), {{">24900.00<", ">24 900<"}}));
  const Ran refused = programs_.Tranche({"bank", "import", file, "--organisation", "mineralni-bani"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.error, HasSubstr("Ntry[4]/Amt"));
  EXPECT_EQ(programs_.Count("payments.bank_statement"), 0);
}

}  // namespace
}  // namespace tranche::flow
