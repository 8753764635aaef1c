// SPDX-License-Identifier: EUPL-1.2
// The pages below a plan and around plans that only show.
#include "gateway/pages/plans/plan_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/plans/plan_pages_fixture.h"
#include "tranche/plans/v1/search_service.pb.h"

namespace tranche::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(IsKeptAmount, OnlyWhatHasANumberAndACurrency) {
  for (const char* amount : {"39792.00 BGN", "-0.01 EUR"}) EXPECT_TRUE(IsKeptAmount(amount)) << amount;
  for (const char* words : {"", "BGN", "22", "100.00 USD", "общо 5 BGN", " BGN", "- BGN"}) {
    EXPECT_FALSE(IsKeptAmount(words)) << words;
  }
}

TEST(SayKept, TellsNothingFromABlank) {
  EXPECT_EQ(SayKept(false, "", Language::kEnglish), "–");
  EXPECT_EQ(SayKept(true, "", Language::kEnglish), "(blank)");
  EXPECT_EQ(SayKept(true, "39792.00 BGN", Language::kBulgarian), "39\u00a0792,00\u00a0лв.");
}

TEST_F(PlanPages, Plan_StatedNumber_KeepsItsColonOnlyBeforeWhatIsCounted) {
  pb::Plan plan = ExamplePlan();
  plan.add_figures()->set_as_written("6 държави:");
  pb::StatedFigure* listed = plan.add_figures();
  listed->set_as_written("2 общини:");
  listed->add_items("Любимец");
  listed->add_items("Сопот");
  Give("GetPlan", plan);
  const std::string page = Page("");
  EXPECT_THAT(page, HasSubstr(">6 държави</li>"));
  EXPECT_THAT(page, HasSubstr(">2 общини: Любимец, Сопот</li>"));
}

TEST_F(PlanPages, Plan_LeadsToEachOfThem) {
  const std::string page = Page("");
  for (const char* below :
       {"/values", "/versions", "/adoptions", "/links", "/report", "/changes", "/document"}) {
    EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, below, "\"")));
  }
  EXPECT_THAT(page, HasSubstr("href=\"/en/organisations/lyubimets/strategies\""));
  EXPECT_THAT(page, HasSubstr("href=\"/en/organisations/lyubimets/groundwork\""));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "\" aria-current=\"page\"")));
}

TEST_F(PlanPages, Versions_CompareTheNewestWithTheOneBefore) {
  const std::string page = Page("/versions");
  pb::ComparePlansRequest asked;
  ASSERT_TRUE(Asked("ComparePlans", &asked));
  EXPECT_EQ(asked.name(), kPlan + 1);
  EXPECT_EQ(asked.version(), 0);
  EXPECT_EQ(asked.with(), "");
  EXPECT_THAT(page, HasSubstr("<dd>lyubimets-2013, version 1</dd>"));
  EXPECT_THAT(page, HasSubstr("<dd>lyubimets-2013, version 2</dd>"));
  EXPECT_THAT(page, HasSubstr("<dt>Measures without a change</dt><dd>12</dd>"));
  EXPECT_THAT(page, HasSubstr("<option value=\"2\" selected>version 2 (17\u00a0September\u00a02018)"));
  EXPECT_THAT(page, HasSubstr("<option value=\"1\" selected>version 1"));
}

TEST_F(PlanPages, Versions_ShowOldAndNewOfWhatChanged) {
  const std::string page = Page("/versions");
  EXPECT_THAT(page, HasSubstr("<span>BGN\u00a039,792.00</span>"));
  EXPECT_THAT(page, HasSubstr("<span>BGN\u00a039,972.00</span>"));
  EXPECT_THAT(page, HasSubstr("· difference</span> <strong>BGN\u00a0180.00</strong>"));
  // A sum that stayed the same is no difference.
  EXPECT_THAT(page, Not(HasSubstr("BGN\u00a00.00")));
  EXPECT_THAT(page, HasSubstr("matched by: same words (100&nbsp;%)"));
  EXPECT_THAT(page, HasSubstr("t-state--good\">added</span>"));
  EXPECT_THAT(page, HasSubstr("t-state--bad\">removed</span>"));
  EXPECT_THAT(page, HasSubstr("id=\"change-2.2-3.1\">2.2 → 3.1 "));
  // What was not there is told from what was left blank.
  EXPECT_THAT(page, HasSubstr("<span>(blank)</span>"));
  EXPECT_THAT(page, HasSubstr("<span>–</span>"));
  EXPECT_THAT(page, HasSubstr("Corrections in the later"));
  EXPECT_THAT(page, HasSubstr("finance@lyubimets"));
}

TEST_F(PlanPages, Versions_AreComparedAsAsked) {
  const std::string page =
      Page("/versions", "version=2&with_version=1&with=lyubimets-2012&as_stated=1");
  pb::ComparePlansRequest asked;
  ASSERT_TRUE(Asked("ComparePlans", &asked));
  EXPECT_EQ(asked.version(), 2);
  EXPECT_EQ(asked.with(), "organisations/-/plans/lyubimets-2012");
  EXPECT_EQ(asked.with_version(), 1);
  EXPECT_TRUE(asked.as_stated());
  EXPECT_THAT(page, HasSubstr("value=\"lyubimets-2012\""));
  EXPECT_THAT(page, HasSubstr("name=\"as_stated\" value=\"1\" checked"));
  EXPECT_THAT(page, HasSubstr("tranche plans compare lyubimets-2013 --version 2 --with lyubimets-2012 "
                              "--with-version 1 --as-stated"));
}

TEST_F(PlanPages, Versions_OfOnlyOne_SayWhatToDo) {
  Give("ListPlanVersions", ExampleVersions(1));
  const std::string page = Page("/versions");
  pb::ComparePlansRequest asked;
  EXPECT_FALSE(Asked("ComparePlans", &asked));
  EXPECT_THAT(page, HasSubstr("Only one version is stored"));
  EXPECT_THAT(page, HasSubstr("Nobody has corrected values of the plan."));
}

TEST_F(PlanPages, Versions_ThatCannotBeCompared_AreStillListed) {
  Deny("ComparePlans", Refuse("NOT_FOUND", {{"name", "organisations/-/plans/nothing"}}));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan, "/versions"), "with=nothing");
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("class=\"t-refused\""));
  EXPECT_THAT(page.body, HasSubstr("План за 2013 г."));
  // A server that is away is no fault of the question.
  Deny("ComparePlans", absl::UnavailableError("away"));
  EXPECT_EQ(Get(absl::StrCat("/en", kPlan, "/versions")).status, 200);
}

TEST_F(PlanPages, Versions_ListAllCorrectionsPageByPage) {
  pb::ListPlanCorrectionsResponse corrections;
  *corrections.add_corrections() = ExampleCorrection();
  pb::Correction* other = corrections.add_corrections();
  *other = ExampleCorrection();
  other->set_number(4);
  other->set_title_en("measure 1.2, source 1, kind");
  other->set_takes_back(3);
  other->set_in_force(false);
  pb::Correction* row = corrections.add_corrections();
  row->set_kind(pb::ROW_STRUCK);
  row->set_title_en("measure 2.4");
  corrections.set_next_page_token("p&2");
  Give("ListPlanCorrections", corrections);
  const std::string page = Page("/versions", "version=2&page=p%2B1");
  pb::ListPlanCorrectionsRequest asked;
  ASSERT_TRUE(Asked("ListPlanCorrections", &asked));
  EXPECT_EQ(asked.page_token(), "p+1");
  EXPECT_THAT(page, HasSubstr("№ 3, total of the measure 1.2<"));
  EXPECT_THAT(page, HasSubstr("№ 4, measure 1.2, source 1, kind<"));
  EXPECT_THAT(page, HasSubstr("takes back correction No&nbsp;3"));
  EXPECT_THAT(page, HasSubstr("<strong>row struck out</strong>"));
  // The comparison stays while one pages on.
  EXPECT_THAT(page,
              HasSubstr(absl::StrCat("href=\"/en", kPlan, "/versions?version=2&amp;page=p%262\"")));
}

TEST_F(PlanPages, Adoptions_TellBlankFromUnknown_AndTheOneThatStandsFirst) {
  pb::ListAdoptionsResponse adoptions;
  for (const int number : {1, 2}) {
    pb::PlanAdoption* adoption = adoptions.add_adoptions();
    adoption->set_number(number);
    adoption->mutable_adoption()->set_decision_number(number == 2 ? "" : "700");
    adoption->mutable_adoption()->mutable_date()->set_year(2013);
    adoption->mutable_adoption()->mutable_date()->set_month(7);
    adoption->mutable_adoption()->mutable_date()->set_day(29);
    adoption->set_source("протокол от сесията");
  }
  adoptions.mutable_adoptions(1)->add_findings()->set_text_en("Adopted after the start.");
  Give("ListAdoptions", adoptions);
  const std::string page = Page("/adoptions");
  EXPECT_LT(page.find("id=\"adoption-2\""), page.find("id=\"adoption-1\""));
  EXPECT_THAT(page, HasSubstr("№ 2 <span class=\"t-state t-state--good\">in force</span>"));
  EXPECT_THAT(page, HasSubstr("№ 1 <span class=\"t-state \">replaced</span>"));
  EXPECT_THAT(page,
              HasSubstr("<dt>Decision No</dt><dd><span class=\"t-note\">left blank in the document<"));
  EXPECT_THAT(page, HasSubstr("<dt>Protocol No</dt><dd><span class=\"t-note\">not known<"));
  EXPECT_THAT(page, HasSubstr("<span>29\u00a0July\u00a02013</span>"));
  EXPECT_THAT(page, HasSubstr("Adopted after the start."));
  EXPECT_THAT(page, HasSubstr("The document states nothing of its adoption."));
}

TEST_F(PlanPages, Adoptions_WithNoneRecorded_SayHow_BesideWhatTheDocumentStates) {
  pb::Plan plan = ExamplePlan();
  plan.mutable_adoption()->set_body("ОбС-Хасково");
  plan.mutable_adoption()->mutable_date();
  Give("GetPlan", plan);
  const std::string page = Page("/adoptions");
  EXPECT_THAT(page, HasSubstr("tranche plans adopt lyubimets-2013 --help"));
  EXPECT_THAT(page, HasSubstr("<dt>Adopted by</dt><dd><span lang=\"bg\">ОбС-Хасково</span>"));
  EXPECT_THAT(page, HasSubstr("<dt>Date</dt><dd><span class=\"t-note\">left blank in the document<"));
}

TEST_F(PlanPages, Strategies_StandFromTheTopDownWithBothPeriods) {
  pb::StrategyTree tree;
  pb::StrategyNode* top = tree.add_nodes();
  top->set_name("organisations/lyubimets/strategies/national");
  top->set_title("Национална стратегия");
  top->set_level(pb::NATIONAL);
  pb::StrategyNode* below = tree.add_nodes();
  below->set_name(kPlan + 1);
  below->set_title("План за 2013 г.");
  below->set_depth(1);
  below->set_is_plan(true);
  below->set_from_year(2013);
  below->set_to_year(2014);
  below->add_named_as("Стратегия за децата");
  below->add_findings()->set_text_en("It is called otherwise.");
  Give("GetStrategyTree", tree);
  pb::ListStrategiesResponse strategies;
  pb::Strategy* strategy = strategies.add_strategies();
  strategy->set_name(top->name());
  strategy->mutable_period_titled()->set_as_written("2012-2020");
  strategy->mutable_period_written()->set_as_written("2013-2020 г.");
  strategy->mutable_adoption()->set_decision_number("");
  strategy->mutable_adoption()->set_body("Народното събрание");
  Give("ListStrategies", strategies);
  pb::ListPlansResponse plans;
  *plans.add_plans() = ExamplePlan();
  plans.add_plans()->set_name("organisations/lyubimets/plans/other");
  plans.mutable_plans(1)->set_title("Друг план");
  Give("ListPlans", plans);
  const std::string page = Get("/en/organisations/lyubimets/strategies").body;
  EXPECT_THAT(page, HasSubstr("<span lang=\"bg\">2012-2020</span>"));
  EXPECT_THAT(page, HasSubstr("<span lang=\"bg\">2013-2020 г.</span>"));
  EXPECT_THAT(page, HasSubstr("Decision No (blank), Народното събрание"));
  EXPECT_THAT(page, HasSubstr("class=\"t-depth-1\"><span class=\"govuk-visually-hidden\">Step 2: "));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "\" lang=\"bg\">План за 2013 г.</a>")));
  EXPECT_THAT(page, HasSubstr("2013 – 2014"));
  EXPECT_THAT(page, HasSubstr("the plan calls it: <span lang=\"bg\">Стратегия за децата</span>"));
  EXPECT_THAT(page, HasSubstr("It is called otherwise."));
  // The plan that hangs on nothing is named, the other one is not named twice.
  EXPECT_THAT(page, HasSubstr("plans/other\" lang=\"bg\">Друг план</a>"));
  const std::vector<std::string> linked = absl::StrSplit(page, "План за 2013 г.</a>");
  EXPECT_EQ(linked.size(), 2u);
}

TEST_F(PlanPages, Strategies_WithNone_SayWhatToDo) {
  const std::string page = Get("/bg/organisations/lyubimets/strategies").body;
  EXPECT_THAT(page, HasSubstr("Още няма записани стратегии."));
  EXPECT_THAT(page, HasSubstr("tranche strategies set"));
}

pb::ListGroundworkResponse ExampleGroundwork(const std::string& text = "координатор") {
  pb::ListGroundworkResponse response;
  pb::Groundwork* body = response.add_groundwork();
  body->set_name("organisations/sopot/groundwork/mag");
  body->set_title(text);
  body->set_kind(pb::WORKING_BODY);
  body->set_plan("organisations/sopot/plans/sopot-2016");
  body->set_document_place(text);
  body->mutable_working_body()->mutable_valid()->set_as_written("2016-2018");
  pb::BodyMember* member = body->mutable_working_body()->add_members();
  member->set_role(text);
  member->mutable_valid()->set_as_written("от 2017 г.");
  pb::Groundwork* meetings = response.add_groundwork();
  meetings->set_name("organisations/sopot/groundwork/meetings");
  meetings->set_kind(pb::GATHERINGS);
  meetings->mutable_gatherings()->set_place(text);
  meetings->mutable_gatherings()->add_participants()->set_group(text);
  pb::ParticipantGroup* counted = meetings->mutable_gatherings()->add_participants();
  counted->set_group("роми");
  counted->set_persons(40);
  pb::Groundwork* priorities = response.add_groundwork();
  priorities->set_name("organisations/sopot/groundwork/priorities");
  priorities->set_kind(pb::PRIORITY_LIST);
  pb::Priority* priority = priorities->mutable_priority_list()->add_areas()->add_priorities();
  priority->set_text(text);
  priority->set_plan("organisations/sopot/plans/sopot-2016");
  priority->set_measure("1.2");
  response.set_next_page_token("g&2");
  return response;
}

TEST_F(PlanPages, Groundwork_ShowsValidityPlacesAndWhereItWasTakenUp) {
  Give("ListGroundwork", ExampleGroundwork());
  pb::Checklist steps;
  pb::ChecklistStep* step = steps.add_steps();
  step->set_ordinal(1);
  step->set_state(pb::UNDER_WAY);
  step->set_evidence_kind(pb::AGREEMENT);
  step->mutable_on()->set_as_written("август 2016 г.");
  Give("GetChecklist", steps);
  const std::string page = Get("/en/organisations/sopot/groundwork", "page=g%2B1").body;
  pb::ListGroundworkRequest asked;
  ASSERT_TRUE(Asked("ListGroundwork", &asked));
  EXPECT_EQ(asked.page_token(), "g+1");
  EXPECT_THAT(page, HasSubstr("<dt>Validity</dt><dd lang=\"bg\">2016-2018</dd>"));
  EXPECT_THAT(page, HasSubstr("координатор <span class=\"t-note\" lang=\"bg\">(от 2017 г.)</span>"));
  EXPECT_THAT(page, HasSubstr("роми <span class=\"t-note\" lang=\"en\">(40)</span>"));
  EXPECT_THAT(page, HasSubstr("координатор <span class=\"t-note\" lang=\"en\">(not known)</span>"));
  EXPECT_THAT(page, HasSubstr("href=\"/en/organisations/sopot/plans/sopot-2016#measure-1-2\">"
                              "sopot-2016, 1.2</a>"));
  EXPECT_THAT(page, HasSubstr("<dt>Place in the document</dt><dd lang=\"bg\">координатор</dd>"));
  Give("ListGroundwork", ExampleGroundwork("line 12"));
  EXPECT_THAT(Get("/en/organisations/sopot/groundwork").body,
              HasSubstr("<dt>Place in the document</dt><dd lang=\"en\">line 12</dd>"));
  EXPECT_THAT(Get("/bg/organisations/sopot/groundwork").body,
              HasSubstr("<dt>Място в документа</dt><dd lang=\"bg\">ред 12</dd>"));
  EXPECT_THAT(page, HasSubstr("август 2016 г."));
  EXPECT_THAT(page, HasSubstr("<span class=\"t-note\">agreement</span>"));
  EXPECT_THAT(page, HasSubstr("href=\"/en/organisations/sopot/groundwork?page=g%262\""));
}

// All pages of this file, with texts that try to be markup.
TEST_F(PlanPages, AreWellFormedAndNeverTurnTextsIntoMarkup) {
  Give("GetPlan", ExamplePlan(kEvil));
  Give("GetPlanVersion", ExampleView(ExamplePlan(kEvil)));
  Give("ListPlanVersions", ExampleVersions(2, kEvil));
  Give("ComparePlans", ExampleComparison(kEvil));
  pb::ListPlanCorrectionsResponse corrections;
  *corrections.add_corrections() = ExampleCorrection(kEvil);
  Give("ListPlanCorrections", corrections);
  Give("ListProjectLinks", ExampleLinks(kEvil));
  Give("ListGroundwork", ExampleGroundwork(kEvil));
  pb::StrategyTree tree;
  tree.add_nodes()->set_title(kEvil);
  tree.mutable_nodes(0)->add_named_as(kEvil);
  Give("GetStrategyTree", tree);
  pb::ListAdoptionsResponse adoptions;
  adoptions.add_adoptions()->set_source(kEvil);
  Give("ListAdoptions", adoptions);
  pb::ListPlanValuesResponse values;
  values.add_values()->set_path(kEvil);
  values.mutable_values(0)->set_value(kEvil);
  Give("ListPlanValues", values);
  for (const char* language : {"/bg", "/en"}) {
    for (const std::string& path :
         {absl::StrCat(kPlan, "/values"), absl::StrCat(kPlan, "/versions"),
          absl::StrCat(kPlan, "/adoptions"), absl::StrCat(kPlan, "/links"),
          absl::StrCat(kPlan, "/changes"), absl::StrCat(kOrganisation, "/strategies"),
          absl::StrCat(kOrganisation, "/changes"), absl::StrCat(kOrganisation, "/groundwork"),
          std::string(kPlan)}) {
      const HttpResponse page = Get(absl::StrCat(language, path));
      EXPECT_EQ(page.status, 200) << path;
      EXPECT_EQ(FirstUnbalanced(page.body), "") << path;
      EXPECT_THAT(page.body, Not(HasSubstr("<script"))) << path;
      EXPECT_THAT(page.body, Not(HasSubstr("onload='"))) << path;
      EXPECT_THAT(page.body, Not(HasSubstr("W_"))) << path;
      EXPECT_THAT(page.body, Not(HasSubstr("style="))) << path;
    }
  }
}

TEST_F(PlanPages, OnlyPagesWithAForm_TakeOne) {
  EXPECT_EQ(pages_.AllowedMethods(absl::StrCat("/en", kPlan, "/links")), "GET, POST");
  EXPECT_EQ(pages_.AllowedMethods("/bg/organisations/lyubimets/changes"), "GET, POST");
  for (const std::string& path :
       {std::string("/"), std::string("/bg"), std::string("/bg/"), absl::StrCat("/bg", kPlan),
        absl::StrCat("/bg", kPlan, "/versions"), std::string("/bg/search")}) {
    EXPECT_EQ(pages_.AllowedMethods(path), "GET") << path;
  }
}

TEST_F(PlanPages, Search_OfAStrategy_LeadsToWhereItStands) {
  pb::SearchResponse found;
  pb::SearchHit* hit = found.add_hits();
  hit->set_kind(pb::FOUND_STRATEGY);
  hit->set_name("organisations/lyubimets/strategies/municipal-social-services");
  Give("Search", found);
  EXPECT_THAT(Get("/en/search", "q=strategy").body,
              HasSubstr("href=\"/en/organisations/lyubimets/strategies\""));
}

}  // namespace
}  // namespace tranche::gateway
