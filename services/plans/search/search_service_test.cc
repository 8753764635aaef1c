// SPDX-License-Identifier: EUPL-1.2
// The search over PostgreSQL, through the gRPC channel of the plans role.
#include "plans/search/search_service.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "plans/plans_follow.h"
#include "plans/testing/search_world.h"
#include "platform/base/error.h"
#include "platform/pg/transaction.h"
#include "tranche/plans/v1/groundwork_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SearchTest : public ::testing::Test, protected SearchWorld {};

TEST_F(SearchTest, Words_FindThePlanAndTheMeasureWithMarks) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  v1::SearchRequest request;
  request.set_q("лични асистенти");
  const auto found = Search(request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->hits_size(), 1);
  const v1::SearchHit& hit = found->hits(0);
  EXPECT_EQ(hit.name(), "organisations/lyubimets/plans/lyubimets-2018");
  EXPECT_EQ(hit.kind(), v1::FOUND_PLAN);
  ASSERT_GE(hit.places_size(), 1);
  EXPECT_EQ(hit.places(0).place(), "measure.1.1");
  EXPECT_EQ(hit.places(0).label_bg(), "Мярка 1.1");
  ASSERT_EQ(hit.places(0).marks_size(), 2);
  const v1::SnippetMark& mark = hit.places(0).marks(1);
  EXPECT_EQ(hit.places(0).snippet().substr(static_cast<std::size_t>(mark.begin()),
                                           static_cast<std::size_t>(mark.end() - mark.begin())),
            "асистент");
}

TEST_F(SearchTest, Order_TitleBeforeMeasureBeforeBeginning) {
  StorePlan("lyubimets", "a-2018", 1, {"Общински бюджет", "Любимец", {"Планиране на улични ремонти"}});
  StorePlan("lyubimets", "b-2018", 1, {"Друг документ", "Любимец", {"Нов план за ремонт"}});
  StorePlan("lyubimets", "c-2018", 1, {"План за ремонти", "Любимец", {"Ограда"}});
  EXPECT_THAT(Found("план"), ElementsAre("lyubimets/plans/c-2018", "lyubimets/plans/b-2018",
                                         "lyubimets/plans/a-2018"));
}

TEST_F(SearchTest, EachHabit_FindsWhatItMeansAndNotTheOther) {
  StorePlan("lyubimets", "services-2018", 1, kServices);
  StorePlan("lyubimets", "roads-2018", 1, kRoads);
  const std::vector<std::string> services = {"lyubimets/plans/services-2018"};
  const std::vector<std::string> roads = {"lyubimets/plans/roads-2018"};
  EXPECT_EQ(Found("АСИСТЕНТИТЕ"), services);
  EXPECT_EQ(Found("пaтpoнaж"), services);  // Latin a, p and o.
  EXPECT_EQ(Found("социалниуслуги"), services);
  EXPECT_EQ(Found("„социална услуга“"), services);
  EXPECT_EQ(Found("asistent"), services);
  EXPECT_EQ(Found("patronaj"), services);
  EXPECT_EQ(Found("асфалт"), roads);
  EXPECT_EQ(Found("път"), roads);
  EXPECT_EQ(Found("ulitsa asfaltirane"), roads);
  EXPECT_THAT(Found("асистент асфалт"), IsEmpty());
  EXPECT_EQ(Found("lyubimets").size(), 2U);
}

TEST_F(SearchTest, OnlyTheNewestVersion_IsFound) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  StorePlan("lyubimets", "lyubimets-2018", 2, kRoads);
  EXPECT_THAT(Found("патронаж"), IsEmpty());
  EXPECT_THAT(Found("асфалтиране"), ElementsAre("lyubimets/plans/lyubimets-2018"));
  EXPECT_EQ(sandbox_.Inspect("select count(1) from plans.search_record")[0][0].as<int>(), 1);
  EXPECT_EQ(sandbox_.Inspect("select count(1) from plans.search_posting where stem = 'патронаж'")[0][0]
                .as<int>(),
            0);
}

TEST_F(SearchTest, OtherOrganisations_AreNotFound) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  StorePlan("sopot", "sopot-2018", 1, kServices);
  EXPECT_THAT(Found("патронаж"), ElementsAre("lyubimets/plans/lyubimets-2018"));
  rpc::Actor auditor = testing::TestActor("sopot", {"AUDITOR"});
  auditor.organisations.push_back("lyubimets");
  EXPECT_THAT(Found("патронаж", auditor),
              ElementsAre("lyubimets/plans/lyubimets-2018", "sopot/plans/sopot-2018"));
  v1::SearchRequest request;
  request.set_q("патронаж");
  request.set_parent("organisations/sopot");
  const auto one = Search(request, auditor);
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_EQ(one->hits_size(), 1);
  EXPECT_EQ(ReasonOf(Search(request).status()), "ORGANISATION_NOT_GRANTED");
}

TEST_F(SearchTest, Pages_HoldEachHitOnceInOrder) {
  for (int i = 0; i < 7; ++i) StorePlan("lyubimets", absl::StrCat("p-", i), 1, kServices);
  v1::SearchRequest request;
  request.set_q("патронаж");
  request.set_page_size(3);
  std::vector<std::string> names;
  for (int page = 0; page < 3; ++page) {
    const auto answer = Search(request);
    ASSERT_TRUE(answer.ok()) << answer.status();
    for (const v1::SearchHit& hit : answer->hits()) names.push_back(hit.name());
    request.set_page_token(answer->next_page_token());
    EXPECT_EQ(answer->next_page_token().empty(), page == 2);
  }
  ASSERT_EQ(names.size(), 7U);
  EXPECT_EQ(names.front(), "organisations/lyubimets/plans/p-0");
  EXPECT_EQ(names.back(), "organisations/lyubimets/plans/p-6");
  request.set_q("асистент");
  request.set_page_token("zzz");
  EXPECT_EQ(ReasonOf(Search(request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(SearchTest, Project_IsFoundByItsNumberHoweverTyped_AndItsTitle) {
  proposals::v1::ContractActivated activated;
  proposals::v1::Contract& contract = *activated.mutable_contract();
  contract.set_name("organisations/lyubimets/contracts/BG05M9OP001-2.005-0063-C01");
  contract.set_number("BG05М9ОР001-2.005-0063-C01");  // Cyrillic М, О and Р.
  contract.set_title("Мерки за уязвими групи");
  contract.set_state(proposals::v1::ACTIVE);
  contract.set_version(1);
  common::v1::Event event;
  event.set_organisation("lyubimets");
  event.set_type(activated.GetDescriptor()->full_name());
  google::protobuf::util::MessageToJsonString(activated, event.mutable_payload());
  Follower follower(plans_.context(), [](absl::Time) { return absl::OkStatus(); });
  const rpc::CallScope scope = plans_.Scope();
  for (int times = 0; times < 2; ++times) {
    const absl::Status followed = pg::Transact(
        plans_.pool(), scope, [&](pg::Tx& tx) { return follower.Follow(tx, scope, event); });
    ASSERT_TRUE(followed.ok()) << followed;
  }
  const std::vector<std::string> project = {"lyubimets/contracts/BG05M9OP001-2.005-0063-C01"};
  EXPECT_EQ(Found("BG05M9OP001-2.005-0063-C01"), project);
  EXPECT_EQ(Found("bg05м9ор001-2.005-0063"), project);  // The beginning of it.
  EXPECT_EQ(Found("уязвима група"), project);
}

TEST_F(SearchTest, Kinds_AreFiltered_AndGroundworkIsForgottenWithItsRecord) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  const auto groundwork = v1::GroundworkService::NewStub(plans_.channel());
  v1::SetGroundworkRequest set;
  set.set_parent("organisations/lyubimets");
  set.set_groundwork_id("mag");
  set.mutable_groundwork()->set_title("Местна активна група по социални услуги");
  set.mutable_groundwork()->mutable_working_body()->set_kind(v1::LOCAL_ACTIVE_GROUP);
  v1::Groundwork stored;
  grpc::ClientContext setting;
  plans_.SignIn(&setting);
  ASSERT_TRUE(groundwork->SetGroundwork(&setting, set, &stored).ok());
  EXPECT_EQ(Found("услуги").size(), 2U);
  v1::SearchRequest request;
  request.set_q("услуги");
  request.add_kinds(v1::FOUND_BODY);
  const auto bodies = Search(request);
  ASSERT_TRUE(bodies.ok()) << bodies.status();
  ASSERT_EQ(bodies->hits_size(), 1);
  EXPECT_EQ(bodies->hits(0).name(), "organisations/lyubimets/groundwork/mag");
  v1::RemoveGroundworkRequest remove;
  remove.set_name(stored.name());
  remove.set_reason("Сгрешено");
  grpc::ClientContext removing;
  plans_.SignIn(&removing);
  ASSERT_TRUE(groundwork->RemoveGroundwork(&removing, remove, &stored).ok());
  EXPECT_THAT(Found("активна група"), IsEmpty());
}

TEST_F(SearchTest, WritersOfTheSameWordsAtOnce_AllAreFound) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] { StorePlan("lyubimets", absl::StrCat("w-", i), 1, kServices); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Found("патронаж").size(), 4U);
}

TEST_F(SearchTest, Answer_SaysHowWordsWereUnderstood) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  v1::SearchRequest request;
  request.set_q("asistent na kilim");
  const auto found = Search(request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->hits(), IsEmpty());
  ASSERT_GE(found->words_size(), 2);
  EXPECT_THAT(found->words(0).stands_for(), Contains("асистент"));
  EXPECT_EQ(found->words(found->words_size() - 1).typed(), "kilim");
}

TEST_F(SearchTest, HostileWords_AreWords) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  for (const std::string& q : {std::string("'; drop table plan; --"), std::string("%_\\ патронаж\\"),
                               std::string("\"[]{}"), std::string(399, 'x'), std::string("😀 <b>")}) {
    v1::SearchRequest request;
    request.set_q(q);
    const auto answer = Search(request);
    const std::string reason = answer.ok() ? "" : ReasonOf(answer.status());
    EXPECT_THAT(reason, ::testing::AnyOf("", "SEARCH_WITHOUT_WORDS", "INVALID_REQUEST")) << q;
  }
  EXPECT_EQ(Found("патронаж").size(), 1U);
}

}  // namespace
}  // namespace tranche::plans
