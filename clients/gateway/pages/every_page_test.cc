// SPDX-License-Identifier: EUPL-1.2
// What is true of every page, of the templates and of the phrases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/assets.h"
#include "gateway/pages/example_records.h"
#include "gateway/pages/phrases.h"

namespace tranche::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Every page of the example, also with texts that try to be markup.
class EveryPage : public PagesTest {
 protected:
  std::vector<std::string> Bodies() {
    std::vector<std::string> bodies;
    for (const char* language : {"/bg", "/en"}) {
      for (const std::string& path :
           {std::string("/"), std::string(kPlan), absl::StrCat(kPlan, "/report"),
            std::string(kContract), absl::StrCat(kContract, "/budget"),
            absl::StrCat(kContract, "/money"), absl::StrCat(kContract, "/deadlines"),
            std::string("/nothing")}) {
        bodies.push_back(Get(absl::StrCat(language, path)).body);
      }
    }
    return bodies;
  }
};

TEST_F(EveryPage, IsWellFormedAndSpeaksInWords) {
  for (const std::string& page : Bodies()) {
    EXPECT_EQ(FirstUnbalanced(page), "") << page;
    EXPECT_THAT(page, Not(HasSubstr("style=")));
    EXPECT_THAT(page, Not(HasSubstr("W_")));
    EXPECT_THAT(page, Not(HasSubstr("{{")));
    EXPECT_THAT(page, HasSubstr("<a href=\"#main\" class=\"govuk-skip-link\">"));
  }
}

TEST_F(EveryPage, NeverTurnsTextsOfRecordsIntoMarkup) {
  plans::v1::ListPlansResponse plans;
  *plans.add_plans() = ExamplePlanAsRead(kEvil);
  proposals::v1::ListContractsResponse contracts;
  *contracts.add_contracts() = ExampleContract(kEvil);
  Give("ListPlans", plans);
  Give("ListContracts", contracts);
  Give("GetPlan", ExamplePlanAsRead(kEvil));
  Give("GetContract", ExampleContract(kEvil));
  Give("ListDeadlines", ExampleDeadlines(kEvil));
  Give("GetTimeline", ExampleTimeline(kEvil));
  Give("GetBudgetVsActual", ExampleReport(kEvil));
  Give("GetMoneyReport", ExampleMoney(kEvil));
  Give("GetPlanReport", ExamplePlanReport(kEvil));
  for (const std::string& page : Bodies()) {
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("onload='")));
    EXPECT_EQ(FirstUnbalanced(page), "");
  }
}

TEST(Templates, EveryPhraseTheyNameIsThere) {
  int named = 0;
  for (const Asset& asset : Assets()) {
    if (!absl::EndsWith(asset.name, ".tpl") || asset.name == "sign_in.tpl") continue;
    for (size_t at = asset.text.find("{{W_"); at != std::string::npos;
         at = asset.text.find("{{W_", at + 1)) {
      const std::string name = asset.text.substr(at + 2, asset.text.find('}', at) - at - 2);
      ++named;
      EXPECT_STRNE(Say(name, Language::kBulgarian), name.c_str()) << asset.name;
    }
  }
  EXPECT_GT(named, 50);
}

TEST(Phrases, AreInBothLanguagesAndOnce) {
  std::map<std::string, int> seen;
  for (const Phrase& phrase : Phrases()) {
    EXPECT_STRNE(phrase.bg, "") << phrase.name;
    EXPECT_STRNE(phrase.bg, phrase.en) << phrase.name;
    EXPECT_EQ(++seen[phrase.name], 1) << phrase.name;
  }
}

}  // namespace
}  // namespace tranche::gateway
