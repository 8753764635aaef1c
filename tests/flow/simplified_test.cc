// SPDX-License-Identifier: EUPL-1.2
// Limits over sums of lines and a flat rate that follows its base through a claim, as a user types
// them, with the real programs, and over REST.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kPath[] = "/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

class SimplifiedFlow : public ::testing::Test {
 protected:
  // The same with a request in a file.
  Json DoFile(std::vector<std::string> words, const std::string& request) {
    words.emplace_back("--file");
    words.push_back(programs_.WriteFile(absl::StrCat("request-", ++files_, ".json"), request));
    return programs_.TrancheJson(words);
  }
  // Line 3.2 is to be 15 % of staff, line 1.1: 31,050.00 are held there, of which 20,700.00 are
  // verified.
  void SetFlatRate() {
    const Json terms = DoFile({"budgets", "set-terms", kContract}, R"json({"terms": {"line": "3.2",
        "form": "FLAT_RATE", "source": "Насоки, т. 14",
        "flatRate": {"kind": "INDIRECT_OF_STAFF", "baseLines": ["1.1"]}}})json");
    EXPECT_EQ(terms["flatRate"]["percent"], "15");
    EXPECT_EQ(terms["flatRate"]["left"]["amount"], "4657.50");
  }

  Programs programs_{Programs::Options{.split = true}};
  int files_ = 0;
};

TEST_F(SimplifiedFlow, Limit_HoldsCostsAndIsShownWithWhatIsVerified) {
  const Json set = DoFile({"budgets", "set-limits", kContract}, R"json({"limits": [{"code": "indirect",
      "title": "Непреки разходи", "lines": ["6.1"], "percent": "10", "baseLines": ["1.1", "4.1"],
      "source": "Насоки, т. 13.2"}]})json");
  EXPECT_EQ(set["limits"][0]["cap"]["amount"], "20560.85");
  EXPECT_EQ(set["limits"][0]["used"]["amount"], "3000.00");

  const std::vector<std::string> cost = {
      "costs",      "record",   kContract,       "--line",      "6.1",        "--type",
      "invoice",    "--number", "9001",          "--issued-on", "02.10.2017", "--paid-on",
      "05.10.2017", "--issuer", "Доставчик ООД", "--total",     "17 560,86"};
  std::vector<std::string> in_bulgarian = cost;
  in_bulgarian.insert(in_bulgarian.end(), {"--lang", "bg"});
  const Ran refused = programs_.Tranche(in_bulgarian);
  EXPECT_EQ(refused.code, 6);
  EXPECT_THAT(refused.error, HasSubstr("остават 17560.85 BGN, а се искат 17560.86 BGN"));

  const Ran shown = programs_.Tranche({"budgets", "limits", kContract, "--lang", "bg"});
  EXPECT_EQ(shown.code, 0) << shown.error;
  EXPECT_THAT(shown.out, HasSubstr("Непреки разходи"));
  const Answer rest = programs_.Http({.path = absl::StrCat(kPath, "/limits")});
  EXPECT_EQ(rest.status, 200) << rest.body;
  // 3,000.00 of indirect costs on 21,950.40 of verified direct ones, of which 10 % are 2,195.04.
  EXPECT_EQ(rest.json()["limits"][0]["verifiedCap"]["amount"], "2195.04");
  EXPECT_EQ(rest.json()["limits"][0]["aboveVerified"]["amount"], "804.96");
  EXPECT_EQ(programs_.Tranche({"budgets", "check", kContract}).code, 0);
}

TEST_F(SimplifiedFlow, FlatRateOfARefusedBase_IsLoweredInTheClaimAndInTheBudget) {
  SetFlatRate();
  const Json flat = programs_.TrancheJson(
      {"costs", "record-simplified", kContract, "--line", "3.2", "--on", "31.03.2018"});
  EXPECT_EQ(flat["claimed"]["amount"], "4657.50");
  const std::string base =
      absl::StrCat("organisations/mineralni-bani/contracts/", kContract, "/costs/7");
  const Json claim = DoFile({"claims", "create", kContract},
                            absl::StrCat(R"({"claim": {"kind": "interim", "costs": [")", base, "\", \"",
                                         flat["name"].get<std::string>(), "\"]}}"));
  const std::string number = absl::StrCat(claim["sequence"].get<int>());
  programs_.TrancheJson({"claims", "send", kContract, number, "--on", "10.04.2018"});

  const Answer verified = programs_.Http(
      {.method = "POST",
       .path = absl::StrCat(kPath, "/claims/", number, ":verify"),
       .body = absl::StrCat(R"({"verification": {"decidedOn": "2018-05-10", "reference": "ВР-9",
                                "refusedCosts": [{"cost": ")",
                            base, R"(", "reason": "Без ведомост"}]}})"),
       .headers = {"Content-Type: application/json", "Idempotency-Key: verify-9"},
       .token = "approver"});

  ASSERT_EQ(verified.status, 200) << verified.body;
  // 15 % of the 20,700.00 that are verified.
  EXPECT_EQ(verified.json()["approved"]["total"]["amount"], "3105.00");
  EXPECT_THAT(verified.body, HasSubstr("15 % от верифицираните 20700.00 BGN по редове 1.1"));
  const Answer cost = programs_.Http({.path = absl::StrCat("/v1/", flat["name"].get<std::string>())});
  EXPECT_EQ(cost.json()["state"], "partially_approved");
  EXPECT_EQ(cost.json()["unapproved"]["total"]["amount"], "1552.50");
  EXPECT_EQ(programs_.Tranche({"budgets", "check", kContract}).code, 0);
}

TEST_F(SimplifiedFlow, DocumentOnALineWithAFlatRate_IsRefusedInBothLanguages) {
  SetFlatRate();
  for (const auto& [language, words] :
       {std::pair{"bg", "двойно деклариране"}, {"en", "double declaration"}}) {
    const Ran refused =
        programs_.Tranche({"costs", "record", kContract, "--line", "3.2", "--type", "invoice",
                           "--number", "9002", "--issued-on", "02.10.2017", "--paid-on", "05.10.2017",
                           "--issuer", "Доставчик ООД", "--total", "1,00", "--lang", language});
    EXPECT_EQ(refused.code, 6);
    EXPECT_THAT(refused.error, HasSubstr(words));
  }
}

}  // namespace
}  // namespace tranche::flow
