// SPDX-License-Identifier: EUPL-1.2
// From a signal to a debt that is paid back, as a user does it: by the command line and by REST, on the
// real programs and the example of Mineralni Bani.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kParent[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

class RecoveriesFlow : public ::testing::Test {
 protected:
  RecoveriesFlow() : programs_(Programs::Options{}) {}

  // Runs a command that must succeed.
  Ran Do(const std::vector<std::string>& arguments) {
    Ran ran = programs_.Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << ran.out << ran.error;
    return ran;
  }
  Ran DoWithFile(std::vector<std::string> arguments, const std::string& json) {
    arguments.push_back("--file");
    arguments.push_back(programs_.WriteFile("request.json", json));
    return Do(arguments);
  }

  Programs programs_;
};

TEST_F(RecoveriesFlow, SignalCaseCorrectionDebt_EndWithTheBookOfDebtors) {
  Do({"signals", "create", kContract, "--received-on", "01.03.2018", "--violation",
      "Разделяне на поръчка"});
  Do({"signals", "move", kContract, "1", "--step", "register_signal", "--on", "05.03.2018"});
  Do({"signals", "move", kContract, "1", "--step", "end_signal", "--on", "10.05.2018",
      "--classification", "irregularity"});
  const Ran registered = DoWithFile({"irregularities", "register", kContract}, R"json(
      {"irregularity": {"register": "ОПЧР20", "fund": "ЕСФ", "signal": ")json" + std::string(kParent) +
                                                                                   R"json(/signals/1",
        "registeredOn": "2018-05-14", "description": "Разделяне на поръчка",
        "amount": {"eu": {"amount": "8500.00", "currency": "BGN"},
                   "national": {"amount": "1500.00", "currency": "BGN"},
                   "own": {"amount": "0.00", "currency": "BGN"}}}})json");
  EXPECT_THAT(registered.out, HasSubstr("ОПЧР20/18/ЕСФ/0001/1"));

  DoWithFile(
      {"corrections", "create", kContract}, R"json(
      {"correction": {"irregularity": ")json" + std::string(kParent) +
                                                R"json(/irregularities/1", "scale": "procurement",
        "findings": [{"violation": "Разделяне", "percent": "25"}, {"violation": "Срок", "percent": "5"}],
        "affected": {"eu": {"amount": "8500.00", "currency": "BGN"},
                     "national": {"amount": "1500.00", "currency": "BGN"},
                     "own": {"amount": "0.00", "currency": "BGN"}},
        "bearer": "beneficiary", "decidedOn": "2018-06-01", "reference": "РД-1"}})json");
  const Ran entered = Do({"corrections", "enter", kContract, "1"});
  EXPECT_THAT(entered.out, HasSubstr("2500,00 лв."));

  DoWithFile({"debts", "create", kContract}, R"json(
      {"debt": {"basis": "correction_debt", "correction": ")json" +
                                                 std::string(kParent) + R"json(/corrections/1",
        "book": "debtors", "nationalNumber": "ОПЧР20/18/ЕСФ/0001/1", "servedOn": "2018-06-04",
        "principal": {"eu": {"amount": "2125.00", "currency": "BGN"},
                      "national": {"amount": "375.00", "currency": "BGN"}}}})json");
  Do({"debts", "enter", kContract, "1"});
  // Voluntary until 18 June; on 18 July it bears interest for 30 days: 17.71 and 3.13.
  const Ran shown = Do({"debts", "show", kContract, "1", "--as-of", "2018-07-18", "-o", "json"});
  EXPECT_EQ(shown.json()["voluntaryUntil"], "2018-06-18");
  EXPECT_EQ(shown.json()["balance"]["owed"]["amount"], "2520.84");
  Do({"debts", "repay", kContract, "1", "--amount", "2 520,84", "--on", "18.07.2018", "--way",
      "by_bank", "--kind", "ex_gratia", "--reference", "извлечение 12"});
  const Ran above =
      programs_.Tranche({"debts", "repay", kContract, "1", "--amount", "0,01", "--on", "18.07.2018",
                         "--way", "by_bank", "--kind", "ex_gratia", "--reference", "извлечение 13"});
  EXPECT_NE(above.code, 0);
  EXPECT_THAT(above.error, HasSubstr("се дължат 0.00 BGN"));

  const Answer book =
      programs_.Http({.path = "/v1/organisations/mineralni-bani/debtorBook?asOf=2018-07-18"});
  ASSERT_EQ(book.status, 200) << book.body;
  EXPECT_EQ(book.json()["rows"][0]["status"], "repaid_in_full") << book.body;
  const Answer report = programs_.Http(
      {.path = "/v1/organisations/mineralni-bani/irregularityReport?year=2018&quarter=2"});
  ASSERT_EQ(report.status, 200) << report.body;
  EXPECT_EQ(report.json()["dueOn"], "2018-07-31");
  const Ran csv = Do({"irregularities", "report", "--year", "2018", "--quarter", "2", "--organisation",
                      "mineralni-bani", "-o", "csv", "--lang", "en"});
  EXPECT_THAT(csv.out, StartsWith("National number,"));
  EXPECT_THAT(csv.out, HasSubstr("ОПЧР20/18/ЕСФ/0001/1,"));
}

TEST_F(RecoveriesFlow, Interest_IsShownByItsRates) {
  const Ran bulgarian =
      Do({"debts", "interest", "--currency", "BGN", "--eu", "10000", "--from", "22.12.2022", "--to", "10.01.2023"});
  EXPECT_THAT(bulgarian.out, HasSubstr("11,42 %"));
  EXPECT_THAT(bulgarian.out, HasSubstr("59,50"));
  const Ran csv = Do({"debts", "interest", "--currency", "BGN", "--eu", "10000", "--from", "2022-12-22", "--to",
                      "2023-01-10", "-o", "csv", "--lang", "en"});
  EXPECT_THAT(csv.out, StartsWith("From,To,Days,"));
  const Ran unknown = programs_.Tranche({"debts", "interest", "--currency", "BGN", "--eu", "100", "--from", "2015-01-01",
                                         "--to", "2015-01-02", "--lang", "en"});
  EXPECT_NE(unknown.code, 0);
  EXPECT_THAT(unknown.error, HasSubstr("No rate of interest is known for 2015-01-01"));
}

}  // namespace
}  // namespace tranche::flow
