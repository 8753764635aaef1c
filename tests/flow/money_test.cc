// SPDX-License-Identifier: EUPL-1.2
// The whole money of Mineralni Bani, from the advance to the final payment and the closing, printed as
// one report in Bulgarian and English, in lev and in euro, by the real programs. The figures are
// reckoned here by hand, from what the steps in services/examples/to-the-end say, and not by the code
// under test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kFolder[] = SOURCE_ROOT "/services/examples/to-the-end/";

// Five amounts of a figure, "EU national grant own total".
std::string Five(const Json& amount) {
  std::vector<std::string> texts;
  for (const char* part : {"eu", "national", "grant", "own", "total"}) {
    texts.push_back(amount.value(part, Json::object()).value("amount", "-"));
  }
  return absl::StrJoin(texts, " ");
}

std::string Total(const Json& amount) { return amount["total"]["amount"]; }

// "code: contract value | annexes | transfers | now | this report | cumulative | difference | %".
std::string Line(const Json& line) {
  std::vector<std::string> totals;
  for (const char* series : {"contractValue", "modification", "correction", "current", "thisReport",
                             "cumulative", "difference"}) {
    totals.push_back(Total(line[series]));
  }
  return absl::StrCat(line.value("code", ""), ": ", absl::StrJoin(totals, " | "), " | ",
                      line["differencePercent"].get<std::string>());
}

// "2 interim: requested | again | unapproved | by correction | approved | payable | cleared | paid |
// unpaid".
std::string Claim(const Json& claim) {
  std::vector<std::string> totals;
  for (const char* figure : {"requested", "claimedAgain", "unapproved", "byCorrection", "approved",
                             "payable", "cleared", "paid", "unpaid"}) {
    totals.push_back(Total(claim[figure]));
  }
  return absl::StrCat(claim.value("sequence", 0), " ", claim.value("kind", ""), ": ",
                      absl::StrJoin(totals, " | "));
}

template <class Say>
std::vector<std::string> Each(const Json& items, const Say& say) {
  std::vector<std::string> texts;
  for (const Json& item : items) texts.push_back(say(item));
  return texts;
}

// The programs with the project's money to its end, and the statement of the account matched.
class MoneyFlow : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    programs_ = new Programs(Programs::Options{});
    Do({"apply", absl::StrCat(kFolder, "mineralni-bani.json")});
    Do({"reconcile", kContract, "--statement", absl::StrCat(kFolder, "mineralni-bani-statement.xml")});
    Do({"bank", "match-clear", kContract});
  }
  static void TearDownTestSuite() {
    delete programs_;
    programs_ = nullptr;
  }

  static Ran Do(const std::vector<std::string>& arguments) {
    Ran ran = programs_->Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << absl::StrJoin(arguments, " ") << "\n" << ran.out << ran.error;
    return ran;
  }
  static Json Report(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"reports", "money", kContract, "-o", "json", "--journal"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Do(arguments).json();
  }

  static Programs* programs_;
};

Programs* MoneyFlow::programs_ = nullptr;

TEST_F(MoneyFlow, Lines_EndWithTheContractLessWhatWasNotApproved) {
  const Json report = Report();

  EXPECT_EQ(Five(report["granted"]), "321307.23 56701.27 378008.50 0.00 378008.50");
  EXPECT_EQ(report["claim"], 5);
  // 38,000.00 less the correction of 5 %, 28,400.00 less 350.00 that one participant missed.
  EXPECT_THAT(
      Each(report["lines"], Line),
      ElementsAre("1.1: 186300.00 | 0.00 | 0.00 | 186300.00 | 41400.00 | 186300.00 | 0.00 | 0.00",
                  "2.1: 28400.00 | 0.00 | 0.00 | 28400.00 | 14200.00 | 28050.00 | 350.00 | 1.23",
                  "3.1: 64500.00 | 0.00 | 0.00 | 64500.00 | 0.00 | 64500.00 | 0.00 | 0.00",
                  "3.2: 38000.00 | 0.00 | 0.00 | 38000.00 | 0.00 | 36100.00 | 1900.00 | 5.00",
                  "4.1: 19308.50 | 0.00 | 0.00 | 19308.50 | 8058.10 | 19308.50 | 0.00 | 0.00",
                  "5.1: 7100.00 | 0.00 | 0.00 | 7100.00 | 5120.00 | 7100.00 | 0.00 | 0.00",
                  "6.1: 34400.00 | 0.00 | 0.00 | 34400.00 | 16400.00 | 34400.00 | 0.00 | 0.00"));
  EXPECT_EQ(Line(report["total"]),
            ": 378008.50 | 0.00 | 0.00 | 378008.50 | 85178.10 | 375758.50 | 2250.00 | 0.60");
}

TEST_F(MoneyFlow, Claims_PayInCashUpToTheCapAndThenClearTheAdvance) {
  const Json report = Report();

  EXPECT_THAT(
      Each(report["claims"], Claim),
      ElementsAre(
          "1 advance: 75601.70 | 0.00 | 0.00 | 0.00 | 0.00 | 75601.70 | 0.00 | 75601.70 | 0.00",
          "2 interim: 51830.40 | 0.00 | 1980.00 | 0.00 | 49850.40 | 49850.40 | 0.00 | 49850.40 | 0.00",
          "3 interim: 156680.00 | 1980.00 | 0.00 | 1900.00 | 154780.00 | 154780.00 | 0.00 | 154780.00 "
          "| 0.00",
          "4 interim: 86300.00 | 0.00 | 350.00 | 0.00 | 85950.00 | 22174.70 | 63775.30 | 22174.70 | "
          "0.00",
          "5 final: 85178.10 | 0.00 | 0.00 | 0.00 | 85178.10 | 73351.70 | 11826.40 | 73351.70 | 0.00"));
  // Cash of interim claims is the cap of 302,406.80 less the advance; all of the advance is cleared.
  EXPECT_EQ(Total(report["receivedAdvance"]), "75601.70");
  EXPECT_EQ(Total(report["receivedInterim"]), "226805.10");
  EXPECT_EQ(Total(report["receivedFinal"]), "73351.70");
  EXPECT_EQ(Total(report["receivedTotal"]), "375758.50");
  EXPECT_EQ(Total(report["claimsTotal"]["cleared"]), "75601.70");
  EXPECT_EQ(Total(report["claimsTotal"]["approved"]), "375758.50");
}

TEST_F(MoneyFlow, PaymentsCorrectionsAndDebts_AreFoundInTheBankAndSettled) {
  const Json report = Report();

  EXPECT_THAT(Each(report["payments"],
                   [](const Json& payment) {
                     return absl::StrCat(payment["number"].get<std::string>(), " ",
                                         payment["bankReference"].get<std::string>(), " ",
                                         Total(payment["amount"]), " ",
                                         payment["inBank"]["amount"].get<std::string>(), " ",
                                         payment["movements"][0]["bookedOn"].get<std::string>());
                   }),
              ElementsAre(absl::StrCat(kContract, "-PA001 СЕБРА 0001 75601.70 75601.70 2017-05-15"),
                          absl::StrCat(kContract, "-PA002 СЕБРА 0002 49850.40 49850.40 2017-11-03"),
                          absl::StrCat(kContract, "-PA003 СЕБРА 0003 154780.00 154780.00 2018-05-11"),
                          absl::StrCat(kContract, "-PA004 СЕБРА 0004 22174.70 22174.70 2018-10-12"),
                          absl::StrCat(kContract, "-PA005 СЕБРА 0005 73351.70 73351.70 2019-02-22")));
  // 5 % of 39,600.00, served on 2 May 2019: 32 days of interest at 10 % after the voluntary period.
  ASSERT_EQ(report["corrections"].size(), 1u);
  EXPECT_EQ(report["corrections"][0]["percent"], "5.00");
  EXPECT_EQ(Five(report["correctedTotal"]), "1683.00 297.00 1980.00 0.00 1980.00");
  ASSERT_EQ(report["debts"].size(), 1u);
  EXPECT_EQ(report["debts"][0]["status"], "repaid_in_full");
  EXPECT_EQ(Five(report["debtsTotal"]["principal"]), "1683.00 297.00 1980.00 0.00 1980.00");
  EXPECT_EQ(Five(report["debtsTotal"]["interest"]), "14.96 2.64 17.60 0.00 17.60");
  EXPECT_EQ(Total(report["debtsTotal"]["left"]), "0.00");
}

TEST_F(MoneyFlow, ClosingLine_SaysThatAllAgreesAndNothingIsOpen) {
  const Json report = Report();

  EXPECT_EQ(report["agrees"], true);
  EXPECT_EQ(report.value("open", Json::array()).size(), 0u) << report["open"];
  EXPECT_THAT(Each(report["checks"],
                   [](const Json& check) {
                     return absl::StrCat(check["kind"].get<std::string>(), " ", Total(check["left"]));
                   }),
              ElementsAre("lines_and_contract 378008.50", "lines_and_claims 375758.50",
                          "claims_and_payments 375758.50", "payments_and_bank 375758.50",
                          "payable_and_approved 375758.50", "balances_and_journal 375758.50"));
  const Ran bulgarian = Do({"reports", "money", kContract, "--journal"});
  EXPECT_THAT(bulgarian.out, HasSubstr("Бюджет, искания, плащания и банка съвпадат."));
  EXPECT_THAT(bulgarian.out, HasSubstr("Няма нищо неприключено."));
}

TEST_F(MoneyFlow, InEuro_EveryFigureIsItsLevDividedByTheRate) {
  const Json report = Report({"--currency", "EUR"});

  EXPECT_EQ(report["currency"], "EUR");
  EXPECT_EQ(report["keptIn"], "BGN");
  // 321,307.23, 56,701.27 and 378,008.50 by 1.95583, each by itself.
  EXPECT_EQ(Five(report["granted"]), "164281.78 28990.90 193272.68 0.00 193272.68");
  EXPECT_THAT(Each(report["lines"], Line),
              ElementsAre("1.1: 95253.68 | 0.00 | 0.00 | 95253.68 | 21167.48 | 95253.68 | 0.00 | 0.00",
                          "2.1: 14520.69 | 0.00 | 0.00 | 14520.69 | 7260.34 | 14341.74 | 178.95 | 1.23",
                          "3.1: 32978.33 | 0.00 | 0.00 | 32978.33 | 0.00 | 32978.33 | 0.00 | 0.00",
                          "3.2: 19429.09 | 0.00 | 0.00 | 19429.09 | 0.00 | 18457.64 | 971.45 | 5.00",
                          "4.1: 9872.28 | 0.00 | 0.00 | 9872.28 | 4120.04 | 9872.28 | 0.00 | 0.00",
                          "5.1: 3630.17 | 0.00 | 0.00 | 3630.17 | 2617.81 | 3630.17 | 0.00 | 0.00",
                          "6.1: 17588.44 | 0.00 | 0.00 | 17588.44 | 8385.19 | 17588.44 | 0.00 | 0.00"));
  EXPECT_EQ(Line(report["total"]),
            ": 193272.68 | 0.00 | 0.00 | 193272.68 | 43550.87 | 192122.27 | 1150.41 | 0.60");
  EXPECT_EQ(Total(report["receivedAdvance"]), "38654.54");
  EXPECT_EQ(Total(report["receivedInterim"]), "115963.61");
  EXPECT_EQ(Total(report["receivedFinal"]), "37504.13");
  EXPECT_EQ(Total(report["receivedTotal"]), "192122.27");
  EXPECT_EQ(report["agrees"], true);
  // The lines as they are shown add up to 193,272.68 here, but those of this report to 43,550.86: a
  // cent is told.
  bool told = false;
  for (const Json& rounding : report["roundings"]) {
    if (rounding["table"] != "budget_table" || rounding["figure"] != "this_report_figure") continue;
    EXPECT_EQ(Total(rounding["amount"]), "0.01");
    told = true;
  }
  EXPECT_TRUE(told) << report["roundings"];
}

TEST_F(MoneyFlow, PrintedReport_HasTheSameFiguresInBothLanguagesAndCurrencies) {
  struct Printed {
    std::vector<std::string> options;
    std::vector<std::string> figures;
  };
  const std::vector<Printed> reports = {
      {{"--lang", "bg"},
       {"378 008,50", "226 805,10", "63 775,30", "1900,00", "1980,00", "17,60", "Съпоставки"}},
      {{"--lang", "en"},
       {"378,008.50", "226,805.10", "63,775.30", "1,900.00", "1,980.00", "17.60", "Comparisons"}},
      {{"--lang", "bg", "--currency", "eur"},
       {"193 272,68", "115 963,61", "32 607,79", "971,45", "1012,36", "9,00"}},
      {{"--lang", "en", "--currency", "EUR"},
       {"193,272.68", "115,963.61", "32,607.79", "971.45", "1,012.36", "9.00"}}};
  for (const Printed& printed : reports) {
    std::vector<std::string> arguments = {"reports", "money", kContract};
    arguments.insert(arguments.end(), printed.options.begin(), printed.options.end());
    const Ran ran = Do(arguments);
    for (const std::string& figure : printed.figures) {
      EXPECT_THAT(ran.out, HasSubstr(figure)) << absl::StrJoin(printed.options, " ");
    }
  }
  const Ran csv = Do({"reports", "money", kContract, "-o", "csv", "--lang", "en"});
  EXPECT_THAT(csv.out, HasSubstr("2.1,Обучения и супервизия,28400.00,"));
}

TEST_F(MoneyFlow, AsOf_ShowsTheProjectInItsMiddle) {
  const Json report = Report({"--as-of", "2018-06-30"});

  ASSERT_EQ(report["claims"].size(), 5u);
  EXPECT_EQ(report["claims"][2]["state"], "accepted");
  EXPECT_EQ(report["claims"][3]["state"], "draft");
  EXPECT_EQ(Total(report["receivedTotal"]), "280232.10");
  EXPECT_EQ(Total(report["total"]["cumulative"]), "204630.40");
  EXPECT_EQ(report["agrees"], true);
}

TEST_F(MoneyFlow, KnownAtADayBeforeAllThis_HasNoClaimNoPaymentAndNoLine) {
  const Json report = Report({"--known-at", "2020-01-01"});

  for (const char* table : {"lines", "claims", "payments", "corrections", "debts"}) {
    EXPECT_EQ(report.value(table, Json::array()).size(), 0u) << table;
  }
  // When each claim was sent and decided on is kept: with today's end all of it is known.
  const Json today = Report({"--known-at", "2100-12-31"});
  EXPECT_THAT(Each(today["claims"], Claim), ElementsAreArray(Each(Report()["claims"], Claim)));
}

TEST_F(MoneyFlow, Rest_ShowsTheSameAndRefusesAtItsFields) {
  const Answer rest = programs_->Http({.path = absl::StrCat("/v1/organisations/-/contracts/", kContract,
                                                            "/reports/money?currency=EUR")});
  ASSERT_EQ(rest.status, 200) << rest.body;
  EXPECT_EQ(Total(rest.json()["receivedTotal"]), "192122.27");
  const Answer wrong =
      programs_->Http({.path = absl::StrCat("/v1/organisations/-/contracts/", kContract,
                                            "/reports/money?currency=USD&asOf=x")});
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("currency"));
  EXPECT_THAT(wrong.body, HasSubstr("asOf"));
}

TEST_F(MoneyFlow, Page_PrintsTheSameInBothLanguages) {
  const std::string cookie = programs_->SignIn();
  const auto page = [&](const std::string& language, const std::string& query) {
    const Answer answer =
        programs_->Http({.path = absl::StrCat("/", language, "/organisations/mineralni-bani/contracts/",
                                              kContract, "/money", query),
                         .headers = {cookie},
                         .token = ""});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  };
  const std::string bulgarian = page("bg", "");
  EXPECT_THAT(bulgarian, HasSubstr("Бюджет, искания, плащания и банка съвпадат"));
  EXPECT_THAT(bulgarian, HasSubstr("226\u00a0805,10\u00a0лв."));
  EXPECT_THAT(bulgarian, HasSubstr("СЕБРА 0003 11.05.2018"));
  const std::string english = page("en", "?currency=EUR");
  EXPECT_THAT(english, HasSubstr("Budget, claims, payments and bank agree"));
  EXPECT_THAT(english, HasSubstr("115,963.61"));
  EXPECT_THAT(english, HasSubstr("Rounding differences"));
}

// The same project, with what is done to it afterwards: each test has programs of its own.
class MoneyAfterwards : public ::testing::Test {
 protected:
  MoneyAfterwards() : programs_(Programs::Options{}) {
    Do({"apply", absl::StrCat(kFolder, "mineralni-bani.json")});
    Do({"reconcile", kContract, "--statement", absl::StrCat(kFolder, "mineralni-bani-statement.xml")});
    Do({"bank", "match-clear", kContract});
  }

  Ran Do(const std::vector<std::string>& arguments) {
    Ran ran = programs_.Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << absl::StrJoin(arguments, " ") << "\n" << ran.out << ran.error;
    return ran;
  }

  // The report when both are converted: a conversion reaches budgets and payments by their followers.
  Json AwaitConverted() const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    int converted = 0;
    while (converted < 2 && std::chrono::steady_clock::now() < until) {
      converted = programs_.Count("budgets.redenomination") +
                  programs_.Count("payments.redenomination where converted_at is not null");
    }
    EXPECT_EQ(converted, 2);
    return programs_.Tranche({"reports", "money", kContract, "-o", "json", "--journal"}).json();
  }

  Programs programs_;
};

TEST_F(MoneyAfterwards, Closing_StandsInTheReport) {
  Do({"closing", "close", kContract, "--on", "28.06.2019", "--reference", "РД-7"});

  const Json report = Do({"reports", "money", kContract, "-o", "json"}).json();
  EXPECT_EQ(report["closedOn"], "2019-06-28");
  EXPECT_EQ(report["agrees"], true);
  EXPECT_EQ(Do({"reports", "money", kContract, "--as-of", "2019-06-27", "-o", "json"})
                .json()
                .value("closedOn", ""),
            "");
  EXPECT_THAT(Do({"reports", "money", kContract}).out, HasSubstr("28.06.2019"));
  const Ran cost =
      programs_.Tranche({"costs", "record", kContract, "--line", "2.1", "--type", "invoice", "--number",
                         "1", "--issued-on", "01.03.2018", "--paid-on", "02.03.2018", "--issuer",
                         "Доставчик ООД", "--total", "1,00", "--lang", "bg"});
  EXPECT_NE(cost.code, 0);
  EXPECT_THAT(cost.error, HasSubstr("са приключени на"));
  const Ran transfer = programs_.Tranche({"budgets", "transfer", kContract, "--from", "2.1", "--to",
                                          "5.1", "--amount", "0,01", "--on", "15.01.2018", "--reason",
                                          "Публичност", "--document", "Писмо № 12", "--lang", "bg"});
  EXPECT_NE(transfer.code, 0);
  EXPECT_THAT(transfer.error, HasSubstr("са приключени на"));
}

TEST_F(MoneyAfterwards, WhatADocumentSays_IsListedAndAddedUp) {
  Do({"costs",
      "record",
      kContract,
      "--line",
      "2.1",
      "--type",
      "invoice",
      "--number",
      "98",
      "--issued-on",
      "01.03.2018",
      "--paid-on",
      "02.03.2018",
      "--issuer",
      "Строител АД",
      "--total",
      "3,00",
      "--issuer-kind",
      "issued_by_contractor",
      "--flag",
      "cross_financing",
      "--flag",
      "outside_area",
      "--activity",
      "1=1,00",
      "--activity",
      "2.1=2,00"});
  const Json listed =
      Do({"costs", "list", kContract, "--activity", "2.1", "--flag", "cross_financing", "-o", "json"})
          .json();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]["particulars"]["issuerKind"], "issued_by_contractor");
  EXPECT_EQ(listed[0]["particulars"]["activities"][0]["amount"]["amount"], "1.00");
  EXPECT_EQ(Do({"costs", "list", kContract, "--flag", "in_kind", "-o", "json"}).json().size(), 0u);

  const Json sums = Do({"costs", "sums", kContract, "-o", "json"}).json();
  EXPECT_EQ(sums["activities"][1]["activity"], "2.1");
  EXPECT_EQ(sums["activities"][1]["sum"]["reserved"]["amount"], "2.00");
  EXPECT_EQ(sums["flags"][0]["flag"], "cross_financing");
  EXPECT_EQ(sums["flags"].size(), 2u);
  EXPECT_THAT(Do({"costs", "sums", kContract, "--lang", "bg"}).out,
              HasSubstr("извън района на програмата"));

  const Ran refused = programs_.Tranche({"costs",       "record",     kContract,
                                         "--line",      "2.1",        "--type",
                                         "invoice",     "--number",   "97",
                                         "--issued-on", "01.03.2018", "--paid-on",
                                         "02.03.2018",  "--issuer",   "Строител АД",
                                         "--total",     "3,00",       "--flag",
                                         "in_kind",     "--flag",     "advance_to_contractor",
                                         "--activity",  "1=1,00",     "--lang",
                                         "bg"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.error, HasSubstr("се изключват взаимно"));
  EXPECT_THAT(refused.error, HasSubstr("Частите на дейностите са общо"));
}

TEST_F(MoneyAfterwards, ReservedCost_HindersTheClosingUntilItIsTakenBack) {
  Do({"costs",      "record",      kContract,       "--line",
      "2.1",        "--type",      "invoice",       "--number",
      "99",         "--issued-on", "01.03.2018",    "--paid-on",
      "02.03.2018", "--issuer",    "Доставчик ООД", "--total",
      "1,20",       "--claimed",   "1,00",          "--eik",
      "175074752",  "--vat",       "0,20",          "--vat-recoverable"});
  const Ran refused = programs_.Tranche(
      {"closing", "close", kContract, "--on", "28.06.2019", "--reference", "РД-7", "--lang", "bg"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.error, HasSubstr("tranche costs withdraw"));

  const Json costs = Do({"costs", "list", kContract, "-o", "json"}).json();
  const std::string name = costs.back()["name"];
  EXPECT_EQ(costs.back()["document"]["issuerEik"], "175074752");
  EXPECT_EQ(costs.back()["document"]["vat"]["amount"], "0.20");
  EXPECT_EQ(costs.back()["document"]["vatRecoverable"], true);
  Do({"costs", "withdraw", kContract, "--costs", name.substr(name.rfind('/') + 1), "--reason",
      "Записан по грешка"});
  Do({"closing", "close", kContract, "--on", "28.06.2019", "--reference", "РД-7"});
  EXPECT_EQ(Do({"reports", "money", kContract, "-o", "json"}).json()["agrees"], true);
}

// The first statement of the examples is of the same account and of some of the same days.
TEST_F(MoneyAfterwards, StatementOfSomeOfTheSameDays_Agrees) {
  Do({"reconcile", kContract, "--statement",
      absl::StrCat(SOURCE_ROOT, "/services/examples/mineralni-bani-statement.xml")});
}

TEST_F(MoneyAfterwards, Redenomination_KeepsTheReportAgreeing) {
  Do({"contracts", "redenominate", kContract, "--still-to-settle"});

  const Json report = AwaitConverted();
  EXPECT_EQ(report["keptIn"], "EUR");
  EXPECT_EQ(Total(report["granted"]), "193272.68");
  EXPECT_EQ(Total(report["receivedTotal"]).substr(0, 6), "192122");
  for (const Json& check : report["checks"]) EXPECT_EQ(check["agrees"], true) << check;
  EXPECT_EQ(report.value("open", Json::array()).size(), 0u) << report["open"];
}

}  // namespace
}  // namespace tranche::flow
