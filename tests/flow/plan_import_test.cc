// SPDX-License-Identifier: EUPL-1.2
// Documents of municipalities by the real programs: shown, accepted, looked at again; nothing is stored
// before somebody accepts it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Example(const std::string& name) {
  return absl::StrCat(SOURCE_ROOT, "/services/examples/", name);
}

class PlanImport : public ::testing::Test {
 protected:
  PlanImport() : programs_(Programs::Options{}) {
    const Ran made =
        programs_.Tranche({"organisations", "create", "sopot", "--title-bg", "Община Сопот",
                           "--title-en", "Municipality of Sopot", "--municipality", "Сопот"});
    EXPECT_EQ(made.code, 0) << made.error;
  }

  Json Tranche(const std::vector<std::string>& arguments) const {
    const Ran ran = programs_.Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << ran.error;
    return ran.code == 0 ? ran.json() : Json();
  }

  Programs programs_;
};

TEST_F(PlanImport, PlanIsShownThenAcceptedThenShownAgain) {
  const std::string file = Example("municipal-plans/sopot-romact-2016.txt");
  const Json shown = Tranche({"plans", "import", file, "--organisation", "sopot", "-o", "json"});
  EXPECT_EQ(shown["outcome"], "previewed");
  EXPECT_EQ(shown["plan"]["measureCount"], 9);
  EXPECT_EQ(programs_.Count("plans.plan where organisation_id = 'sopot'"), 0);

  const Json stored = Tranche({"plans", "import", file, "--organisation", "sopot", "--accept",
                               "--accept-partial", "-o", "json"});
  EXPECT_EQ(stored["outcome"], "stored");
  const std::string name = stored["plan"]["name"];
  const Json again = Tranche({"plans", "show", name, "-o", "json"});
  EXPECT_EQ(again["sections"], shown["plan"]["sections"]);
  EXPECT_EQ(again["spans"], shown["plan"]["spans"]);

  std::set<std::string> checks;
  for (const Json& check : Tranche({"plans", "check", name, "-o", "json"}))
    checks.insert(check["check"]);
  EXPECT_THAT(checks, Contains("figures.countries"));
  EXPECT_THAT(checks, Contains("measures"));
  const Ran table = programs_.Tranche({"plans", "show", name, "--lang", "bg"});
  for (const char* words : {"Маргарита Петрушева", "Местна активна група", "Възможности за финансиране",
                            "Жилищни условия", "15"})
    EXPECT_THAT(table.out, HasSubstr(words));
}

// The wage of the law and the rates of the scheme are rules of reference.
TEST_F(PlanImport, PlanIsHeldAgainstWagesAndRates_InBothLanguagesByCommandAndPage) {
  const auto command = [&](const char* language) {
    return programs_.Tranche({"plans", "check", "lyubimets-2013", "--lang", language}).out;
  };
  const auto page = [&](const std::string& language) {
    return programs_
        .Http({.path = absl::StrCat("/", language, "/organisations/lyubimets/plans/lyubimets-2013"),
               .headers = {programs_.SignIn()},
               .token = ""})
        .body;
  };
  EXPECT_THAT(command("bg"), HasSubstr("минималната заплата"));
  EXPECT_THAT(command("en"), HasSubstr("minimum wage"));
  for (const std::string& text : {command("en"), page("en")}) {
    EXPECT_THAT(text, HasSubstr("weak"));
    EXPECT_THAT(text, HasSubstr("179,668.56"));
    EXPECT_THAT(text, HasSubstr("16,148.56"));
  }
  for (const std::string& text : {command("bg"), page("bg")}) {
    EXPECT_THAT(text, HasSubstr("слаб белег"));
    EXPECT_THAT(text, HasSubstr("668,56"));
  }
  EXPECT_THAT(page("en"), HasSubstr("working time"));
}

TEST_F(PlanImport, DocumentOfAPlan_IsMarkedAtItsPlaces) {
  const Answer answer = programs_.Http({.path = "/v1/organisations/-/plans/lyubimets-2013:document"});
  ASSERT_EQ(answer.status, 200) << answer.body;
  std::set<std::string> checks;
  const Json document = answer.json();
  for (const Json& block : document["blocks"]) {
    for (const Json& row : block.value("rows", Json::array())) {
      for (const Json& cell : row["cells"]) {
        for (const Json& mark : cell.value("marks", Json::array())) {
          if (mark["kind"] == "check_mark") checks.insert(mark["id"]);
        }
      }
    }
  }
  for (const char* check :
       {"total", "measure.1.1.parts", "measure.1.2.monthly", "measure.1.3.headcount"})
    EXPECT_THAT(checks, Contains(check));
}

TEST_F(PlanImport, FileOfFiftyMegabytes_IsRefusedWithWhatToDo) {
  const std::string file = programs_.WriteFile("large.txt", std::string(50 << 20, 'x'));
  for (const char* noun : {"plans", "proposals"}) {
    const Ran ran = programs_.Tranche({noun, "import", file, "--organisation", "lyubimets"});
    EXPECT_EQ(ran.code, 2) << ran.error;
    EXPECT_THAT(ran.error, HasSubstr("large.txt"));
  }
}

TEST_F(PlanImport, FileThatIsNoPlan_StoresNothing) {
  const std::string file = programs_.WriteFile("letter.txt", "Честит празник на всички жители!\n");
  const Ran ran = programs_.Tranche({"plans", "import", file, "--accept", "--accept-partial"});
  EXPECT_NE(ran.code, 0);
  EXPECT_FALSE(ran.error.empty());
  EXPECT_EQ(programs_.Count("plans.plan where organisation_id <> 'lyubimets'"), 0);
}

TEST_F(PlanImport, PageOfAProject_IsShownThenMadeADraft) {
  const std::string file = Example("mineralni-bani-page.txt");
  const std::vector<std::string> preview = {"proposals",      "import", file,  "--organisation",
                                            "mineralni-bani", "-o",     "json"};
  const int before = programs_.Count("proposals.proposal");
  const Json shown = Tranche(preview);
  EXPECT_EQ(shown["page"]["total"]["amount"], "378008.50");
  EXPECT_EQ(shown["page"]["targetGroups"].size(), 4u);
  EXPECT_EQ(shown["page"]["plans"].size(), 4u);
  EXPECT_EQ(shown.count("proposal"), 0u);
  EXPECT_EQ(programs_.Count("proposals.proposal"), before);

  const Ran bare = programs_.Tranche(
      {"proposals", "import", file, "--organisation", "mineralni-bani", "--accept", "--lang", "bg"});
  EXPECT_EQ(bare.code, 2) << bare.error;
  EXPECT_THAT(bare.error, HasSubstr("регистрационен номер"));
  EXPECT_THAT(bare.error, HasSubstr("дял на ЕС"));
  EXPECT_THAT(bare.error, Not(HasSubstr("PAGE_")));

  const Json made = Tranche({"proposals", "import", file, "--organisation", "mineralni-bani",
                             "--accept", "--number", "BG05M9OP001-2.005-0064", "--procedure",
                             "BG05M9OP001-2.005", "--eu-percent", "85", "-o", "json"});
  EXPECT_EQ(made["proposal"]["requested"]["eu"]["amount"], "321307.23");
  EXPECT_EQ(made["proposal"]["requested"]["national"]["amount"], "56701.27");
  EXPECT_EQ(made["proposal"]["state"], "draft");
  EXPECT_EQ(programs_.Count("proposals.proposal"), before + 1);
}

}  // namespace
}  // namespace tranche::flow
