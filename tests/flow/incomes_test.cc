// SPDX-License-Identifier: EUPL-1.2
// What a project earned lowers what a claim is paid, as its users do it: by the command line and by
// REST, on the real programs and the example of Mineralni Bani.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kParent[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

class IncomesFlow : public ::testing::Test {
 protected:
  IncomesFlow() : programs_(Programs::Options{}) { programs_.IssueToken("second", "FINANCE"); }

  Ran As(const std::string& token, std::vector<std::string> arguments) {
    arguments.push_back("--token-file");
    arguments.push_back(absl::StrCat(programs_.folder(), "/secrets/", token, ".token"));
    return programs_.Tranche(arguments);
  }
  Ran Record(const std::string& amount, const std::string& claim = "2") {
    return As("second",
              {"incomes", "record", kContract, "--claim", claim, "--amount", amount, "--on",
               "31.07.2017", "--description", "Наем на оборудване", "--document", "Фактура 12"});
  }
  std::vector<std::string> Decide(const std::string& lowers) {
    return {"incomes",        "decide",       kContract,     "1",
            "--lowers-grant", lowers,         "--on",        "05.12.2017",
            "--reason",       "Нетен приход", "--reference", "РД-8"};
  }

  Programs programs_;
};

TEST_F(IncomesFlow, IncomeOfAProject_LowersWhatIsPaid) {
  const Json claims = programs_.TrancheJson({"claims", "list", kContract});
  ASSERT_GE(claims.size(), 2u);
  ASSERT_EQ(claims[1]["kind"], "interim") << claims.dump();

  const Ran stated = Record("250,00");
  ASSERT_EQ(stated.code, 0) << stated.error;
  EXPECT_THAT(stated.out, HasSubstr("заявен"));
  const Ran advance = Record("250,00", "1");
  EXPECT_NE(advance.code, 0);
  EXPECT_THAT(advance.error, HasSubstr("допълнителен приход се заявява с междинно или окончателно"));

  // Two persons; never more than was earned.
  const Ran same = As("second", Decide("200,00"));
  EXPECT_NE(same.code, 0);
  EXPECT_THAT(same.error, HasSubstr("решението е на друго лице"));
  const Ran above = As("approver", Decide("250,01"));
  EXPECT_NE(above.code, 0);
  EXPECT_THAT(above.error, HasSubstr("250.00"));
  const Ran decided = As("approver", Decide("200,00"));
  ASSERT_EQ(decided.code, 0) << decided.error;

  const Ran made =
      programs_.Tranche({"debts", "create", kContract, "--basis", "additional_income", "--income", "1",
                         "--eu", "170", "--national", "30", "--served-on", "06.12.2017"});
  ASSERT_EQ(made.code, 0) << made.error;
  ASSERT_EQ(programs_.Tranche({"debts", "enter", kContract, "1"}).code, 0);

  const Answer listed = programs_.Http({.path = absl::StrCat("/v1/", kParent, "/incomes")});
  ASSERT_EQ(listed.status, 200) << listed.body;
  const Json income = listed.json()["incomes"][0];
  EXPECT_EQ(income["state"], "income_decided");
  EXPECT_EQ(income["decision"]["parts"]["eu"]["amount"], "170.00");
  EXPECT_EQ(income["decision"]["parts"]["national"]["amount"], "30.00");
  EXPECT_EQ(income["debt"], absl::StrCat(kParent, "/debts/1"));
  const Json claim = programs_.TrancheJson({"claims", "show", kContract, "2"});
  EXPECT_EQ(claim["additionalIncome"]["amount"], "250.00") << claim.dump();

  const Ran late = As("approver", {"incomes", "annul", kContract, "1", "--on", "06.12.2017", "--reason",
                                   "Друг проект", "--reference", "Докладна 9"});
  EXPECT_NE(late.code, 0);
  EXPECT_THAT(late.error, HasSubstr("първо отменете дълга"));
  const Ran english = programs_.Tranche({"incomes", "list", kContract, "--lang", "en"});
  EXPECT_THAT(english.out, HasSubstr("Lowers the grant by"));
  EXPECT_THAT(english.out, HasSubstr("decided on"));
}

}  // namespace
}  // namespace tranche::flow
