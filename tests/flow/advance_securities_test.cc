// SPDX-License-Identifier: EUPL-1.2
// The security of an ordinary advance by the kind of the beneficiary, as its users see it: by the
// command line and by REST, on the real programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kNumber[] = "BG05M9OP001-2.005-0098";
constexpr char kContract[] = "BG05M9OP001-2.005-0098-C01";
constexpr char kParts[] =
    R"({"eu": {"amount": "8500.00", "currency": "BGN"}, "national": {"amount": "1500.00", "currency": "BGN"},)"
    R"( "own": {"amount": "0.00", "currency": "BGN"}})";
constexpr char kAdvanceParts[] =
    R"({"eu": {"amount": "850.00", "currency": "BGN"}, "national": {"amount": "150.00", "currency": "BGN"},)"
    R"( "own": {"amount": "0.00", "currency": "BGN"}})";

class AdvanceSecuritiesFlow : public ::testing::Test {
 protected:
  AdvanceSecuritiesFlow() : programs_(Programs::Options{}) {}

  Ran DoFile(std::vector<std::string> arguments, const std::string& content) {
    arguments.insert(arguments.end(), {"--file", programs_.WriteFile("request.json", content)});
    return programs_.Tranche(arguments);
  }
  // An approved proposal, and the terms of its contract.
  std::string Approve() {
    const Ran made = DoFile(
        {"proposals", "create", "--organisation", "mineralni-bani"},
        absl::StrCat(R"({"proposal": {"number": ")", kNumber, R"(", "procedure": "BG05M9OP001-2.005",)",
                     R"("title": "Сдружение", "durationMonths": 24, "requested": )", kParts, "}}"));
    EXPECT_EQ(made.code, 0) << made.error;
    EXPECT_EQ(programs_.Tranche({"proposals", "submit", kNumber, "--on", "02.05.2018"}).code, 0);
    const Ran evaluated = DoFile(
        {"proposals", "evaluate", kNumber},
        R"({"evaluation": {"kind": "complex", "standing": "approved", "decidedOn": "2018-06-12"}})");
    EXPECT_EQ(evaluated.code, 0) << evaluated.error;
    return absl::StrCat(R"({"contract": {"number": ")", kContract,
                        R"(", "proposal": "organisations/mineralni-bani/proposals/)", kNumber,
                        R"(", "concludedOn": "2018-06-18", "startsOn": "2018-06-18",)",
                        R"("durationMonths": 24, "periodRule": "same_numbered_day", "amount": )",
                        kParts, "}}");
  }
  // A claim for an advance of 1,000.00; the security is for so much, "" for none.
  static std::string Advance(const std::string& amount) {
    const std::string security =
        amount.empty()
            ? ""
            : absl::StrCat(R"(, "security": {"kind": "bank_guarantee", "issuer": "Банка АД",)",
                           R"("number": "17", "amount": {"amount": ")", amount,
                           R"(", "currency": "BGN"}, "validUntil": "2020-12-31"})");
    return absl::StrCat(R"({"claim": {"kind": "advance", "requested": )", kAdvanceParts, security,
                        "}}");
  }

  Programs programs_;
};

TEST_F(AdvanceSecuritiesFlow, AnotherBeneficiary_SecuresItsAdvanceUntilItIsCleared) {
  const std::string terms = Approve();
  const Ran unknown = DoFile(
      {"contracts", "conclude", "--organisation", "mineralni-bani", "--beneficiary", "school"}, terms);
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.error, HasSubstr("other_beneficiary"));
  const Ran concluded = DoFile({"contracts", "conclude", "--organisation", "mineralni-bani",
                                "--beneficiary", "other_beneficiary"},
                               terms);
  ASSERT_EQ(concluded.code, 0) << concluded.error;
  EXPECT_THAT(programs_.Tranche({"contracts", "show", kContract, "--lang", "bg"}).out,
              HasSubstr("друг бенефициент"));
  EXPECT_THAT(programs_.Tranche({"contracts", "show", kContract, "--lang", "en"}).out,
              HasSubstr("another beneficiary"));

  const Ran none = DoFile({"claims", "create", kContract, "--lang", "bg"}, Advance(""));
  EXPECT_NE(none.code, 0);
  EXPECT_THAT(none.error, HasSubstr("не е разпоредител с бюджет"));
  EXPECT_THAT(none.error, HasSubstr("Наредба № Н-3"));
  const Ran below = DoFile({"claims", "create", kContract, "--lang", "en"}, Advance("999.99"));
  EXPECT_NE(below.code, 0);
  EXPECT_THAT(below.error, HasSubstr("at least 1000.00 BGN"));
  const Ran claimed = DoFile({"claims", "create", kContract}, Advance("1000.00"));
  ASSERT_EQ(claimed.code, 0) << claimed.error;
  ASSERT_EQ(programs_.Tranche({"claims", "send", kContract, "1", "--on", "10.07.2018"}).code, 0);
  const std::string path =
      absl::StrCat("/v1/organisations/mineralni-bani/contracts/", kContract, "/advanceSecurity");
  EXPECT_EQ(programs_.Http({.path = path}).status, 404);
  const Answer verified = programs_.Http(
      {.method = "POST",
       .path =
           absl::StrCat("/v1/organisations/mineralni-bani/contracts/", kContract, "/claims/1:verify"),
       .body = R"({"verification": {"decidedOn": "2018-07-20"}, "requestId": "verify-secured"})",
       .headers = {},
       .token = "approver"});
  ASSERT_EQ(verified.status, 200) << verified.body;

  const Answer shown = programs_.Http({.path = path});
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.json()["state"], "security_in_force");
  EXPECT_EQ(shown.json()["notCleared"]["amount"], "1000.00");
  const Ran early = programs_.Tranche({"advances", "security", kContract, "release_security", "--on",
                                       "01.08.2018", "--reference", "писмо 1", "--lang", "en"});
  EXPECT_NE(early.code, 0);
  EXPECT_THAT(early.error, HasSubstr("1000.00"));
  const Ran called = programs_.Tranche({"advances", "security", kContract, "call_in_security", "--on",
                                        "02.08.2018", "--amount", "700,00", "--reference", "писмо 2"});
  ASSERT_EQ(called.code, 0) << called.error;
  const Ran table = programs_.Tranche({"advances", "show", kContract, "--lang", "bg"});
  EXPECT_THAT(table.out, HasSubstr("Неприспадната част от аванса"));
  EXPECT_THAT(table.out, HasSubstr("писмо 2"));
}

TEST_F(AdvanceSecuritiesFlow, KindIsToldLaterByAVersion) {
  const std::string terms = Approve();
  ASSERT_EQ(DoFile({"contracts", "conclude", "--organisation", "mineralni-bani"}, terms).code, 0);
  const std::vector<std::string> amend = {"contracts",
                                          "amend",
                                          kContract,
                                          "--type",
                                          "change",
                                          "--on",
                                          "01.07.2018",
                                          "--document",
                                          "Писмо 93-1",
                                          "--reason",
                                          "Вид на бенефициента",
                                          "--beneficiary",
                                          "budget_body"};
  const Ran drafted = programs_.Tranche(amend);
  ASSERT_EQ(drafted.code, 0) << drafted.error;
  EXPECT_THAT(drafted.out, HasSubstr("Вид на бенефициента"));
  ASSERT_EQ(programs_.Tranche({"contracts", "enter-version", kContract, "2"}).code, 0);
  ASSERT_EQ(programs_.Tranche({"contracts", "activate-version", kContract, "2"}).code, 0);
  EXPECT_EQ(programs_.TrancheJson({"contracts", "show", kContract})["beneficiary"], "budget_body");
  const Ran claimed = DoFile({"claims", "create", kContract}, Advance(""));
  EXPECT_EQ(claimed.code, 0) << claimed.error;
}

TEST_F(AdvanceSecuritiesFlow, ExampleOfAMunicipality_IsABudgetBodyThatNeedsNone) {
  EXPECT_EQ(programs_.TrancheJson({"contracts", "show", "BG05M9OP001-2.005-0063-C01"})["beneficiary"],
            "budget_body");
  const Ran none = programs_.Tranche({"advances", "show", "BG05M9OP001-2.005-0063-C01"});
  EXPECT_NE(none.code, 0);
}

}  // namespace
}  // namespace tranche::flow
