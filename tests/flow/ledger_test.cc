// SPDX-License-Identifier: EUPL-1.2
// Transfers, an annex with its revision, the check of the books, plan and forecast as a user types
// them, with the real programs, and over REST.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kPath[] = "/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

// A process of each role, so that budgets and proposals speak over sockets.
class LedgerFlow : public ::testing::Test {
 protected:
  Ran Transfer(const std::string& amount) const {
    return programs_.Tranche({"budgets", "transfer", kContract, "--from", "1.1", "--to", "5.1",
                              "--amount", amount, "--on", "15.01.2018", "--reason", "Публичност",
                              "--document", "Писмо № 12", "--lang", "bg"});
  }

  Programs programs_{Programs::Options{.split = true}};
};

TEST_F(LedgerFlow, FromTransferToRevision_TheBooksAgree) {
  const Ran transfer = Transfer("1 000,00");
  EXPECT_EQ(transfer.code, 0) << transfer.error;
  EXPECT_THAT(transfer.out, HasSubstr("1000,00 лв."));
  const Ran beyond = Transfer("17 630,01");  // A tenth of 186 300.00 is 18 630.00.
  EXPECT_EQ(beyond.code, 6);
  EXPECT_THAT(beyond.error, HasSubstr("нужен анекс"));
  EXPECT_EQ(programs_.TrancheJson({"budgets", "transfers", kContract}).size(), 1u);

  const Ran both =
      programs_.Tranche({"contracts", "amend", kContract, "--file", "annex.json", "--months", "20"});
  EXPECT_EQ(both.code, 2);
  EXPECT_THAT(both.error, HasSubstr("--months"));
  const Json version =
      programs_.TrancheJson({"contracts", "amend", kContract, "--type", "annex", "--on", "01.02.2018",
                             "--document", "Анекс № 1", "--reason", "Нова мярка", "--revises-budget"});
  EXPECT_EQ(version["state"], "being_drafted");
  programs_.TrancheJson({"contracts", "enter-version", kContract, "2"});
  const Ran early =
      programs_.Tranche({"contracts", "activate-version", kContract, "2", "--lang", "bg"});
  EXPECT_EQ(early.code, 6);
  EXPECT_THAT(early.error, HasSubstr("tranche budgets revise"));
  const Json revision = programs_.TrancheJson(
      {"budgets", "revise", kContract, "2", "--line", "1.1=180300,00", "--line", "5.1=13100,00"});
  EXPECT_EQ(revision["state"], "applied");
  EXPECT_EQ(revision["amount"]["total"]["amount"], "378008.50");
  EXPECT_EQ(programs_.TrancheJson({"budgets", "revisions", kContract}).size(), 1u);
  EXPECT_EQ(programs_.TrancheJson({"contracts", "versions", kContract}).size(), 2u);
  const Ran versions = programs_.Tranche({"contracts", "versions", kContract, "--lang", "bg"});
  EXPECT_THAT(versions.out, HasSubstr("Редове на бюджета"));
  EXPECT_THAT(versions.out, Not(HasSubstr("revisesBudget")));
  EXPECT_EQ(programs_.TrancheJson({"contracts", "show", kContract})["version"], 2);

  const Ran check = programs_.Tranche({"budgets", "check", kContract, "--lang", "bg"});
  EXPECT_EQ(check.code, 0) << check.error;
  EXPECT_THAT(check.out, HasSubstr("съвпадат с журнала"));
  EXPECT_EQ(programs_.Tranche({"budgets", "check", "--all", "--lang", "en"}).code, 0);
}

TEST_F(LedgerFlow, BooksThatDisagree_EndWithFailureAndTheirPlace) {
  programs_.sandbox().Inspect(
      "update budgets.line set spent_eu_minor = spent_eu_minor + 1 where code = '1.1'");

  const Ran check = programs_.Tranche({"budgets", "check", "--all", "--lang", "en"});

  EXPECT_EQ(check.code, 1);
  EXPECT_THAT(check.out, HasSubstr("1.1"));
  EXPECT_THAT(check.error, HasSubstr("Books that disagree with the journal: contracts 1."));
  EXPECT_EQ(programs_.Tranche({"budgets", "check"}).code, 2);
}

TEST_F(LedgerFlow, PlanAndForecast_AreShownInBothLanguages) {
  const std::string plan =
      programs_.WriteFile("plan.json", R"json({"plan": {"reason": "Първоначален план",
      "quarters": [{"line": "1.1", "year": 2017, "quarter": 3, "amount": {"amount": "90000.00", "currency": "BGN"}}]}})json");
  EXPECT_EQ(programs_.TrancheJson({"budgets", "set-plan", kContract, "--file", plan})["version"], 1);
  EXPECT_EQ(programs_.TrancheJson({"budgets", "show-plan", kContract})["total"]["amount"], "90000.00");

  const Ran forecast =
      programs_.Tranche({"budgets", "forecast", kContract, "--as-of", "2017-12-31", "--lang", "bg"});

  EXPECT_EQ(forecast.code, 0) << forecast.error;
  EXPECT_THAT(forecast.out, HasSubstr("изостава от плана"));
  EXPECT_THAT(forecast.out, HasSubstr("31.12.2020 г."));
  const Answer rest = programs_.Http({.path = absl::StrCat(kPath, "/forecast?asOf=2017-12-31")});
  EXPECT_EQ(rest.status, 200) << rest.body;
  EXPECT_EQ(rest.json()["planVersion"], 1);
  EXPECT_EQ(programs_.Http({.path = absl::StrCat(kPath, "/ledgerCheck")}).json()["verdict"],
            "books_agree");
}

}  // namespace
}  // namespace tranche::flow
