// SPDX-License-Identifier: EUPL-1.2
// The pages of a plan that have forms, links with projects and changes: what they show and what they
// send.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/plans/plan_pages_fixture.h"
#include "tranche/proposals/v1/proposals_service.pb.h"

namespace tranche::gateway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

// The value of a field of a form as a page has it.
std::string ValueOf(const std::string& page, const std::string& name) {
  const std::string begin = absl::StrCat("name=\"", name, "\" value=\"");
  const size_t at = page.find(begin);
  if (at == std::string::npos) return "";
  const size_t value = at + begin.size();
  return page.substr(value, page.find('"', value) - value);
}

TEST_F(PlanPages, Links_ShowWhatEachProjectGivesAndWhichMeasuresHaveNone) {
  const std::string page = Page("/links");
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "#measure-1-2\">1.2</a>")));
  EXPECT_THAT(page, HasSubstr(">BG05M9OP001-2.005-9001-C01</a>"));
  EXPECT_THAT(page, HasSubstr("40.50\u00a0%"));
  EXPECT_THAT(page, HasSubstr("BGN\u00a012,500.00"));
  EXPECT_THAT(page, HasSubstr("(made up as an example)"));
  EXPECT_THAT(page, HasSubstr("Another measure is there now."));
  // The link of the whole plan goes first; measure 1.1 has no project.
  EXPECT_LT(page.find(">The whole plan<"), page.find("#measure-1-2\""));
  EXPECT_THAT(page, HasSubstr("<strong>1 / 2</strong>"));
  EXPECT_THAT(page, HasSubstr("/links?measure=1.1#make\""));
  EXPECT_THAT(page, Not(HasSubstr("/links?measure=1.2#make\"")));
}

TEST_F(PlanPages, Links_AreAskedForUntilThereAreNoMore) {
  pb::ListProjectLinksResponse more = ExampleLinks();
  more.set_next_page_token("again");
  Give("ListProjectLinks", more);
  const std::string page = Page("/links");
  // The server that says "more" for ever is asked until 5,000 links are there, and the page says so.
  EXPECT_THAT(page, HasSubstr("The first 5,000 links are shown"));
  const std::vector<std::string> rows = absl::StrSplit(page, "name=\"act\" value=\"unlink\"");
  EXPECT_EQ(rows.size(), 51u);
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "/links?page=50\"")));
  EXPECT_THAT(Page("/links", "page=4950"), Not(HasSubstr("links?page=5000")));
}

TEST_F(PlanPages, Links_WithNone_LeadToTheForm) {
  Give("ListProjectLinks", pb::ListProjectLinksResponse());
  const std::string page = Page("/links", "measure=1.2");
  EXPECT_THAT(page, HasSubstr("No projects are linked with the plan yet."));
  EXPECT_THAT(page, HasSubstr("href=\"#make\""));
  EXPECT_THAT(page, HasSubstr("<option value=\"1.2\" selected lang=\"bg\">"));
}

TEST_F(PlanPages, LinkForm_LooksTheContractUpAndSendsWhatWasTyped) {
  proposals::v1::Contract contract;
  contract.set_name("organisations/lyubimets/contracts/BG05M9OP001-2.005-9001-C01");
  Give("GetContract", contract);
  Give("LinkProject", pb::ProjectLink());
  const HttpResponse done =
      Post(absl::StrCat("/en", kPlan, "/links"),
           "act=link&request_id=r-1&measure=1.2&contract=BG05-9001&share=40%2C5+%25&people=22&"
           "contribution=asistenti&source=dogovor&illustrative=1");
  EXPECT_EQ(done.status, 303);
  EXPECT_THAT(done.headers,
              Contains(Pair("Location", absl::StrCat("/en", kPlan, "/links?done=linked"))));
  proposals::v1::GetContractRequest looked_up;
  ASSERT_TRUE(Asked("GetContract", &looked_up));
  EXPECT_EQ(looked_up.name(), "organisations/lyubimets/contracts/BG05-9001");
  pb::LinkProjectRequest sent;
  ASSERT_TRUE(Asked("LinkProject", &sent));
  EXPECT_EQ(sent.parent(), kOrganisation + 1);
  EXPECT_EQ(sent.request_id(), "r-1");
  EXPECT_FALSE(sent.validate_only());
  const pb::ProjectLink& link = sent.link();
  EXPECT_EQ(link.target(), kPlan + 1);
  EXPECT_EQ(link.measure(), "1.2");
  EXPECT_EQ(link.contract(), contract.name());
  EXPECT_EQ(link.share_percent(), "40.5");
  EXPECT_EQ(link.people(), 22);
  EXPECT_EQ(link.contribution(), "asistenti");
  EXPECT_EQ(link.source(), "dogovor");
  EXPECT_TRUE(link.illustrative());
  EXPECT_FALSE(link.has_amount());
}

TEST_F(PlanPages, LinkForm_TakesAmountsAsPeopleWriteThem) {
  Give("LinkProject", pb::ProjectLink());
  Post(absl::StrCat("/bg", kPlan, "/links"),
       "act=link&request_id=r-1&external=x&amount=12+500%2C00&currency=EUR&source=s");
  pb::LinkProjectRequest sent;
  ASSERT_TRUE(Asked("LinkProject", &sent));
  EXPECT_EQ(sent.link().amount().amount(), "12500.00");
  EXPECT_EQ(sent.link().amount().currency(), "EUR");
  EXPECT_FALSE(sent.link().has_people());
}

TEST_F(PlanPages, LinkForm_ThatIsRefused_KeepsWhatWasTypedAndSaysWhatIsWrong) {
  Deny("LinkProject",
       RefuseInput("INVALID_REQUEST", {{"link.contract", "LINK_ONE_PROJECT", {}},
                                       {"link.source", "FIELD_REQUIRED", {{"field", "source"}}}}));
  const HttpResponse page = Post(absl::StrCat("/en", kPlan, "/links"),
                                 "act=link&request_id=r-1&measure=1.2&contribution=%3Cb%3E");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#contract\">"));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#source\">How it is known: "));
  EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"contract-hint contract-error\""));
  EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"share-hint\""));
  EXPECT_THAT(page.body, HasSubstr("value=\"&lt;b&gt;\""));
  EXPECT_THAT(page.body, HasSubstr("<option value=\"1.2\" selected"));
  // What is sent next is another request.
  EXPECT_THAT(page.body, Not(HasSubstr("value=\"r-1\"")));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

// What the page finds wrong and what the service finds wrong are shown at once, and nothing is kept.
TEST_F(PlanPages, LinkForm_WithWhatIsNoNumber_IsOnlyChecked) {
  Deny("LinkProject",
       RefuseInput("INVALID_REQUEST", {{"link.source", "FIELD_REQUIRED", {{"field", "source"}}},
                                       {"link.contract", "LINK_ONE_PROJECT", {}}}));
  const HttpResponse page = Post(absl::StrCat("/en", kPlan, "/links"),
                                 "act=link&request_id=r&people=many&amount=lots&contract=nothing");
  EXPECT_EQ(page.status, 400);
  for (const char* field : {"people", "amount", "source", "contract"}) {
    const std::vector<std::string> lines =
        absl::StrSplit(page.body, absl::StrCat("<li><a href=\"#", field, "\">"));
    EXPECT_EQ(lines.size(), 2u) << field;
  }
  pb::LinkProjectRequest sent;
  ASSERT_TRUE(Asked("LinkProject", &sent));
  EXPECT_TRUE(sent.validate_only());
}

TEST_F(PlanPages, LinkForm_WhoseContractIsNotThere_SaysSoAtItsField) {
  const HttpResponse page =
      Post(absl::StrCat("/en", kPlan, "/links"), "act=link&request_id=r&contract=nothing&source=s");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("id=\"contract-error\""));
  EXPECT_THAT(page.body, HasSubstr("value=\"nothing\""));
}

// Nobody knows whether it was carried out: sent again it must be the same request.
TEST_F(PlanPages, LinkForm_WhoseServerIsAway_KeepsItsRequest) {
  Deny("LinkProject", Refuse("PEER_UNAVAILABLE", {{"role", "plans"}}));
  const HttpResponse page =
      Post(absl::StrCat("/en", kPlan, "/links"), "act=link&request_id=r-1&external=x&source=s");
  EXPECT_EQ(page.status, 503);
  EXPECT_THAT(page.body, HasSubstr("name=\"request_id\" value=\"r-1\"><input type=\"hidden\" "
                                   "name=\"act\" value=\"link\""));
  EXPECT_THAT(page.body, HasSubstr("value=\"x\""));
}

TEST_F(PlanPages, UnlinkForm_EndsTheLinkWithItsReason) {
  Give("UnlinkProject", pb::ProjectLink());
  const HttpResponse done = Post(absl::StrCat("/en", kPlan, "/links"),
                                 "act=unlink&number=4&request_id=r-2&reason=wrong+measure");
  EXPECT_EQ(done.status, 303);
  pb::UnlinkProjectRequest sent;
  ASSERT_TRUE(Asked("UnlinkProject", &sent));
  EXPECT_EQ(sent.name(), "organisations/lyubimets/projectLinks/4");
  EXPECT_EQ(sent.reason(), "wrong measure");
  EXPECT_EQ(sent.request_id(), "r-2");
  EXPECT_THAT(Page("/links", "done=unlinked"), HasSubstr("The link is ended; it stays as a record."));
  EXPECT_THAT(Page("/links", "done=%3Cb%3E"), Not(HasSubstr("role=\"status\"")));
}

TEST_F(PlanPages, UnlinkForm_ThatIsRefused_StaysOpenAtItsLink) {
  Deny("UnlinkProject",
       RefuseInput("INVALID_REQUEST", {{"reason", "FIELD_REQUIRED", {{"field", "reason"}}}}));
  const HttpResponse page =
      Post(absl::StrCat("/en", kPlan, "/links"), "act=unlink&number=4&request_id=r-2&reason=");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<details class=\"govuk-details t-details\" open>"));
  const std::vector<std::string> open = absl::StrSplit(page.body, "t-details\" open>");
  EXPECT_EQ(open.size(), 2u);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#reason-4\">Why it is ended: "));
  EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"reason-4-error\""));
}

TEST_F(PlanPages, EveryForm_HasTheTokenOfTheSessionAndARequestOfItsOwn) {
  const std::string page = Page("/links");
  EXPECT_EQ(ValueOf(page, "csrf_token"), "csrf");
  const std::string first = ValueOf(page, "request_id");
  EXPECT_GT(first.size(), 20u);
  const std::vector<std::string> same = absl::StrSplit(page, first);
  EXPECT_EQ(same.size(), 2u);
  EXPECT_NE(first, ValueOf(Page("/links"), "request_id"));
}

TEST_F(PlanPages, Changes_OfAPlan_LeadToWhatWasMade) {
  const std::string page = Page("/changes");
  pb::ListPlanChangesRequest asked;
  ASSERT_TRUE(Asked("ListPlanChanges", &asked));
  EXPECT_EQ(asked.parent(), kOrganisation + 1);
  EXPECT_EQ(asked.plan_id(), "lyubimets-2013");
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "/versions\">new version</a>")));
  EXPECT_THAT(page,
              HasSubstr(absl::StrCat("href=\"/en", kPlan, "/versions#corrections\">correction<")));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "/adoptions\">adoption<")));
  EXPECT_THAT(page, HasSubstr("lyubimets/strategies\">link with a strategy<"));
  EXPECT_THAT(
      page, HasSubstr(absl::StrCat("/links\">link with a project</a> <span class=\"t-note\">(ended)")));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("href=\"/en", kPlan, "#attachments\">attachment<")));
  // Of the subscriptions those that tell of this plan.
  EXPECT_THAT(page,
              HasSubstr("<strong>all plans of lyubimets</strong> <span>all kinds of changes</span>"));
  EXPECT_THAT(page, HasSubstr("<strong>lyubimets-2013</strong> <span>new version</span>"));
  EXPECT_THAT(page, Not(HasSubstr("lyubimets-2014")));
}

TEST_F(PlanPages, NewChanges_AreThoseThatTheReaderSubscribedTo) {
  pb::ListPlanChangesResponse changes = ExampleChanges();
  changes.add_changes()->set_plan("organisations/sopot/plans/sopot-2016");
  changes.mutable_changes(6)->set_number(3);
  changes.set_next_page_token("t");
  Give("ListPlanChanges", changes);
  const std::string page = Get("/en/organisations/-/changes").body;
  pb::ListPlanChangesRequest asked;
  ASSERT_TRUE(Asked("ListPlanChanges", &asked));
  EXPECT_EQ(asked.plan_id(), "");
  // Numbers are of an organisation, so each has its own button.
  EXPECT_THAT(page, HasSubstr("Mark as seen up to No 16 (lyubimets)"));
  EXPECT_THAT(page, HasSubstr("Mark as seen up to No 3 (sopot)"));
  EXPECT_THAT(page, HasSubstr("action=\"/en/organisations/sopot/changes\""));
  EXPECT_THAT(page, HasSubstr("href=\"/en/organisations/-/changes?page=t\""));
  EXPECT_THAT(page, HasSubstr("lyubimets-2014"));
  // Subscribed is to a plan or to one organisation.
  EXPECT_THAT(page, Not(HasSubstr("value=\"subscribe\"")));
  EXPECT_THAT(Get("/en/organisations/lyubimets/changes").body, HasSubstr("value=\"subscribe\""));
}

TEST_F(PlanPages, Changes_WithNothing_SayHowItWorks) {
  Give("ListPlanChanges", pb::ListPlanChangesResponse());
  Give("ListSubscriptions", pb::ListSubscriptionsResponse());
  const std::string page = Get("/en/organisations/lyubimets/changes").body;
  EXPECT_THAT(page, HasSubstr("There is nothing new."));
  EXPECT_THAT(page, HasSubstr("You are not subscribed."));
  EXPECT_THAT(page, Not(HasSubstr("Mark as seen")));
}

// An auditor may read changes and subscribe to none.
TEST_F(PlanPages, Changes_WithoutTheRightToSubscribe_AreStillShown) {
  Deny("ListSubscriptions", Refuse("PERMISSION_DENIED", {{"permission", "plans.subscribe"}}));
  const HttpResponse page = Get(absl::StrCat("/en", kPlan, "/changes"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("new version</a>"));
  EXPECT_THAT(page.body, HasSubstr("class=\"t-refused\""));
}

TEST_F(PlanPages, ChangeForms_SubscribeUnsubscribeAndMark) {
  Give("Subscribe", pb::PlanSubscription());
  Give("Unsubscribe", pb::PlanSubscription());
  Give("MarkSeen", pb::MarkSeenResponse());
  const std::string of_plan = absl::StrCat("/en", kPlan, "/changes");
  EXPECT_THAT(Post(of_plan, "act=subscribe&request_id=a&kind=1&kind=5&kind=77&kind=x").headers,
              Contains(Pair("Location", absl::StrCat(of_plan, "?done=subscribed"))));
  pb::SubscribeRequest subscribe;
  ASSERT_TRUE(Asked("Subscribe", &subscribe));
  EXPECT_EQ(subscribe.parent(), kOrganisation + 1);
  EXPECT_EQ(subscribe.plan_id(), "lyubimets-2013");
  EXPECT_EQ(subscribe.request_id(), "a");
  EXPECT_THAT(subscribe.kinds(), ElementsAre(pb::VERSION_STORED, pb::PROJECT_LINKED));

  EXPECT_EQ(Post("/en/organisations/lyubimets/changes", "act=unsubscribe&request_id=b").status, 303);
  pb::UnsubscribeRequest unsubscribe;
  ASSERT_TRUE(Asked("Unsubscribe", &unsubscribe));
  EXPECT_EQ(unsubscribe.plan_id(), "");

  EXPECT_EQ(Post("/en/organisations/lyubimets/changes", "act=seen&number=16&request_id=c").status, 303);
  pb::MarkSeenRequest seen;
  ASSERT_TRUE(Asked("MarkSeen", &seen));
  EXPECT_EQ(seen.number(), 16);
}

TEST_F(PlanPages, ChangeForm_ThatIsRefused_SaysWhyOnTheSamePage) {
  Deny("Subscribe", Refuse("PERMISSION_DENIED", {{"permission", "plans.subscribe"}}));
  const HttpResponse page = Post(absl::StrCat("/en", kPlan, "/changes"), "act=subscribe&kind=2");
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, HasSubstr("govuk-error-summary"));
  EXPECT_THAT(page.body, HasSubstr("name=\"kind\" value=\"2\" checked"));
}

}  // namespace
}  // namespace tranche::gateway
