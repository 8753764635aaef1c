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

// An order that is typed, for the invoice of the example's fourth cost: once and no more.
TEST_F(ReconcileFlow, OrderByItsOptions_PaysADocumentOnce) {
  const auto order = [&](const std::string& amount, const std::string& cost, const std::string& text,
                         const std::string& more = "--organisation=mineralni-bani") {
    return programs_.Tranche({"orders",
                              "create",
                              kContract,
                              "--from-iban",
                              kAccount,
                              "--to-iban",
                              "BG44UNCR70001512345678",
                              "--creditor",
                              "Доставчик ООД",
                              "--amount",
                              amount,
                              "--text",
                              text,
                              "--execute-on",
                              "05.03.2018",
                              "--cost",
                              cost,
                              more,
                              "-o",
                              "json"});
  };
  const Ran made = order("1 000,00", "4", "Фактура, първа част");
  EXPECT_EQ(made.code, 0) << made.error;
  EXPECT_EQ(made.json()["documents"][0]["amount"]["amount"], "1000.00");
  const Ran above = order("500,01", "4=500,01", "Фактура, втора част");
  EXPECT_NE(above.code, 0);
  EXPECT_THAT(above.error, HasSubstr("остават за нареждане 500.00 BGN"));
  const Ran alike = order("500,00", "4=500,00", "Фактура, първа част");
  EXPECT_EQ(alike.code, 0) << alike.error;  // Another amount.
  EXPECT_EQ(programs_.Count("payments.payment_order"), 2);
  const Ran own = programs_.Tranche(
      {"orders", "create", kContract, "--from-iban", "BG44UNCR70001512345678", "--to-iban", kAccount});
  EXPECT_EQ(own.code, 2);
  EXPECT_THAT(own.error, HasSubstr("--creditor"));
}

// The report in euro, with the sums of the lines.
TEST_F(ReconcileFlow, BudgetVsActualInEuro_IsShownByCommandLineAndRest) {
  const Ran shown =
      programs_.Tranche({"reports", "budget-vs-actual", kContract, "--currency", "eur", "-o", "json"});
  EXPECT_EQ(shown.code, 0) << shown.error;
  const Answer answer =
      programs_.Http({.path = absl::StrCat("/v1/organisations/mineralni-bani/contracts/", kContract,
                                           "/reports/budgetVsActual?currency=EUR")});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json()["currency"], "EUR");
  EXPECT_EQ(answer.json()["keptIn"], "BGN");
  EXPECT_EQ(answer.json()["total"]["cap"]["eu"]["currency"], "EUR");
}

}  // namespace
}  // namespace tranche::flow
