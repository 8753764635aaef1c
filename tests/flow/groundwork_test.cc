// SPDX-License-Identifier: EUPL-1.2
// Sopot's work under ROMACT from a file of steps to the command line, REST and the pages, and the
// search over it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSopot[] = SOURCE_ROOT "/services/examples/romact/sopot.json";

class Groundwork : public ::testing::Test {
 protected:
  Groundwork() : programs_({}) {
    const Ran applied = programs_.Tranche({"apply", kSopot, "--lang", "en"});
    EXPECT_EQ(applied.code, 0) << applied.error;
  }

  Ran Run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--organisation", "sopot", "--lang", "bg"});
    return programs_.Tranche(arguments);
  }

  Programs programs_;
};

TEST_F(Groundwork, Sopot_IsShownAsItsPageTold) {
  const Ran list = Run({"groundwork", "list", "-o", "json"});
  ASSERT_EQ(list.code, 0) << list.error;
  EXPECT_EQ(list.json().size(), 9U);
  const Ran persons = Run({"groundwork", "show", "romact-persons"});
  EXPECT_THAT(persons.out, HasSubstr("Маргарита Петрушева"));  // SOP-4
  EXPECT_THAT(persons.out, HasSubstr("(не е посочен)"));
  const Ran meetings = Run({"groundwork", "show", "meetings-2016"});
  EXPECT_THAT(meetings.out, HasSubstr("15"));  // SOP-3
  EXPECT_THAT(meetings.out, HasSubstr("среща, обучение"));
  const Ran agreement = Run({"groundwork", "show", "romact-agreement"});
  EXPECT_THAT(agreement.out, HasSubstr("август 2016 г."));  // SOP-2
  const Ran priorities = Run({"groundwork", "show", "priorities-2016"});
  for (const char* area : {"Образование", "Здравеопазване", "Жилищни условия"}) {
    EXPECT_THAT(priorities.out, HasSubstr(area));  // SOP-6
  }
}

TEST_F(Groundwork, Steps_AreListedAndMoved) {
  const Ran steps = Run({"steps", "list", "-o", "json"});
  ASSERT_EQ(steps.code, 0) << steps.error;
  EXPECT_EQ(steps.json()["doneCount"], 7);
  EXPECT_EQ(steps.json()["steps"][7]["state"], "under_way");
  const Ran refused = Run({"steps", "move", "funding", "--to", "set-aside"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.error, HasSubstr("Посочете защо"));
  const Ran moved =
      Run({"steps", "move", "funding", "--to", "set-aside", "--reason", "Няма отворена покана"});
  EXPECT_EQ(moved.code, 0) << moved.error;
  EXPECT_THAT(moved.out, HasSubstr("неприложима"));
  const Ran cycle = Run({"steps", "list", "--programme", "romact-cycle"});
  EXPECT_THAT(cycle.out, HasSubstr("Непроверено"));
}

TEST_F(Groundwork, CommandLine_RecordsAndReplaces) {
  const std::vector<std::string> body = {"groundwork", "add-body",        "council",
                                         "--title",    "Обществен съвет", "--kind",
                                         "other-body", "--member",        "председател: Иван Иванов"};
  ASSERT_EQ(Run(body).code, 0) << Run(body).error;
  EXPECT_EQ(Run(body).code, 5);  // It is there already.
  std::vector<std::string> replaced = body;
  replaced.insert(replaced.end(), {"--replace", "--ordered-on", "2018-03"});
  const Ran done = Run(replaced);
  EXPECT_EQ(done.code, 0) << done.error;
  EXPECT_THAT(done.out, HasSubstr("Обществен съвет"));
  const Ran wrong = Run({"groundwork", "add-agreement", "a", "--title", "А", "--signed-on", "вчера"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.error, HasSubstr("не е дата"));
}

TEST_F(Groundwork, Search_FindsInTheCommandLineRestAndThePage) {
  const Ran found = programs_.Tranche({"search", "zdravni mediatori", "--lang", "bg"});
  ASSERT_EQ(found.code, 0) << found.error;
  EXPECT_THAT(found.out, HasSubstr("sopot/groundwork/priorities-2016"));
  EXPECT_THAT(found.out, HasSubstr("«медиатори»"));
  EXPECT_THAT(found.out, Not(HasSubstr("lyubimets-2013")));
  const Ran plans =
      programs_.Tranche({"search", "lyubimets асистент", "--kind", "plan", "--lang", "bg"});
  EXPECT_THAT(plans.out, HasSubstr("lyubimets-2013")) << plans.error;
  // SOP-7: a priority is found by any of its words, "манастирска река".
  const Answer rest = programs_.Http({.path = "/v1/"
                                              "search?q=%D0%BC%D0%B0%D0%BD%D0%B0%D1%81%D1%82%D0%B8%D1%"
                                              "80%D1%81%D0%BA%D0%B0%20%D1%80%D0%B5%D0%BA%D0%B0"});
  ASSERT_EQ(rest.status, 200) << rest.body;
  ASSERT_FALSE(rest.json()["hits"].empty()) << rest.body;
  EXPECT_EQ(rest.json()["hits"][0]["kind"], "found_priorities");
  const std::string cookie = programs_.SignIn();
  const Answer page = programs_.Http({.path = "/bg/search?q=ROMACT", .headers = {cookie}, .token = ""});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<mark>ROMACT</mark>"));
  const Answer hostile =
      programs_.Http({.path = "/en/search?q=%3Cscript%3E", .headers = {cookie}, .token = ""});
  EXPECT_EQ(hostile.status, 200);
  EXPECT_THAT(hostile.body, Not(HasSubstr("<script>")));
  const Answer groundwork =
      programs_.Http({.path = "/en/organisations/sopot/groundwork", .headers = {cookie}, .token = ""});
  EXPECT_EQ(groundwork.status, 200);
  EXPECT_THAT(groundwork.body, HasSubstr("Agreement on the programme signed"));
  EXPECT_THAT(groundwork.body, HasSubstr("id=\"romact-agreement\""));
}

}  // namespace
}  // namespace tranche::flow
