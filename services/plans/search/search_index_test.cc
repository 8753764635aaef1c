// SPDX-License-Identifier: EUPL-1.2
// The index of the search while records are corrected and while it is made anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "plans/search/plan_index_store.h"
#include "plans/search/rebuild_store.h"
#include "plans/search/search_store.h"
#include "plans/testing/search_world.h"
#include "platform/pg/transaction.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchIndexTest : public ::testing::Test, protected SearchWorld {};

TEST_F(SearchIndexTest, Rebuild_MakesTheSameIndexAnew) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  const std::string before = Dump();
  sandbox_.Inspect(
      "delete from plans.search_posting; delete from plans.search_record; delete from "
      "plans.search_sound");
  EXPECT_THAT(Found("патронаж"), IsEmpty());
  const auto rebuilt = RebuildIndex();
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(rebuilt->record_count(), 1);
  EXPECT_EQ(Dump(), before);
  EXPECT_THAT(Found("patronaj"), ElementsAre("lyubimets/plans/lyubimets-2018"));
}

TEST_F(SearchIndexTest, Rebuild_ForgetsWhatIsNoMore_AndLeavesTheOrderAndOthersAlone) {
  StorePlan("lyubimets", "a-2018", 1, kServices);
  StorePlan("lyubimets", "b-2018", 1, kServices);
  StorePlan("lyubimets", "c-2018", 1, kServices);
  StorePlan("sopot", "d-2018", 1, kServices);
  const std::string before = Dump();
  // A record that nobody has any more, and postings that their record does not know of.
  sandbox_.Inspect(
      "insert into plans.search_record (organisation_id, name, kind, title, texts, stems) "
      "values ('lyubimets', 'plans/gone', 1, '', '[]', '{}'); "
      "insert into plans.search_posting select organisation_id, 'призрак', record_no, 1, 9, '{}' "
      "from plans.search_record where organisation_id = 'lyubimets'");
  EXPECT_EQ(Found("призрак").size(), 4U);
  const auto rebuilt = RebuildIndex();
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(rebuilt->record_count(), 3);
  EXPECT_THAT(Found("призрак"), IsEmpty());
  EXPECT_THAT(Found("патронаж"), ElementsAre("lyubimets/plans/a-2018", "lyubimets/plans/b-2018",
                                             "lyubimets/plans/c-2018"));
  EXPECT_EQ(Dump(), before);
}

TEST_F(SearchIndexTest, Rebuild_WaitsForAWriter_AndFindsWhatItStored) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  absl::Notification written;
  absl::Notification let_go;
  std::thread writer([&] {
    StorePlan("lyubimets", "lyubimets-2018", 2, kRoads, [&] {
      written.Notify();
      let_go.WaitForNotification();
    });
  });
  written.WaitForNotification();
  std::thread rebuilder([&] {
    const auto rebuilt = RebuildIndex();
    EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
  });
  WaitUntilSomebodyWaits();
  let_go.Notify();
  writer.join();
  rebuilder.join();
  EXPECT_THAT(Found("патронаж"), IsEmpty());
  EXPECT_THAT(Found("асфалтиране"), ElementsAre("lyubimets/plans/lyubimets-2018"));
}

TEST_F(SearchIndexTest, AWriter_WaitsForTheRebuild_AndIsFoundAfterIt) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  const std::unique_ptr<pg::Pool> pool = sandbox_.OpenPool("plans", 1);
  std::thread writer;
  const absl::Status rebuilt = pg::Transact(*pool, plans_.Scope(), [&](pg::Tx& tx) -> absl::Status {
    search::store::LockRecord(tx, "organisations/lyubimets/plans/lyubimets-2018");
    const auto texts = search::ReadTexts(tx, "lyubimets", "lyubimets-2018");
    if (!texts.ok()) return texts.status();
    writer = std::thread([&] { StorePlan("lyubimets", "lyubimets-2018", 2, kRoads); });
    WaitUntilSomebodyWaits();
    search::store::Reindexing reindexing(tx);
    const absl::Status put = reindexing.Put(*texts);
    reindexing.Finish();
    return put;
  });
  writer.join();
  ASSERT_TRUE(rebuilt.ok()) << rebuilt;
  EXPECT_THAT(Found("патронаж"), IsEmpty());
  EXPECT_THAT(Found("асфалтиране"), ElementsAre("lyubimets/plans/lyubimets-2018"));
}

// More records than one call takes: what was indexed stays so when the work goes on later, and what is
// stored meanwhile, before and behind the place, is found as it is.
TEST_F(SearchIndexTest, Rebuild_GoesOnWhereItStopped_BesideWhoeverStores) {
  constexpr int kPlans = search::kRecordsAtOnce + 3;
  const auto name = [](int i) { return absl::StrCat("p-", 1000 + i); };
  for (int i = 0; i < kPlans; ++i) StorePlan("lyubimets", name(i), 1, kServices);
  sandbox_.Inspect("update plans.search_posting set weight = 1");
  const auto first = RebuildIndex();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->record_count(), search::kRecordsAtOnce);
  ASSERT_FALSE(first->next_page_token().empty());
  StorePlan("lyubimets", name(0), 2, kRoads);
  StorePlan("lyubimets", name(kPlans - 1), 2, kRoads);
  StorePlan("lyubimets", "p-9999", 1, kRoads);
  const auto second = RebuildIndex(first->next_page_token());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->record_count(), kPlans + 1);
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(Found("асфалтиране").size(), 3U);
  EXPECT_EQ(sandbox_
                .Inspect("select count(1) from plans.search_posting where weight = 1 and stem like "
                         "'патронаж%'")[0][0]
                .as<int>(),
            0);
  const std::string left = Dump();
  for (auto again = RebuildIndex(); !again->next_page_token().empty();) {
    again = RebuildIndex(again->next_page_token());
    ASSERT_TRUE(again.ok()) << again.status();
  }
  EXPECT_EQ(Dump(), left);
}

TEST_F(SearchIndexTest, RebuildByATokenOfSomethingElse_IsRefused) {
  EXPECT_EQ(ReasonOf(RebuildIndex("няма такъв").status()), "PAGE_TOKEN_INVALID");
}

TEST_F(SearchIndexTest, RebuildsBesideManyWriters_LeaveTheIndexOfWhatIsStored) {
  constexpr int kVersions = 6;
  const char* const kSyllables[] = {"ба", "ко", "ди"};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      for (int version = 1; version <= kVersions; ++version) {
        // Words of its own in every version, so that writers and rebuilds make new words known as well.
        std::string word = "нов";
        for (int k = 0; k < version; ++k) word += kSyllables[i];
        StorePlan(i == 2 ? "sopot" : "lyubimets", absl::StrCat("w-", i), version,
                  {word, "Любимец", {version % 2 == 0 ? "Ремонт на покрив" : "Нова ограда"}});
      }
    });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < kVersions; ++i) {
      const auto rebuilt = RebuildIndex();
      EXPECT_TRUE(rebuilt.ok()) << rebuilt.status();
    }
  });
  for (std::thread& thread : threads) thread.join();
  const std::string left = Dump();
  EXPECT_THAT(Found("ограда"), IsEmpty());
  EXPECT_EQ(Found("покрив").size(), 2U);
  ASSERT_TRUE(RebuildIndex().ok());
  EXPECT_EQ(Dump(), left);
}

TEST_F(SearchIndexTest, CorrectedWords_AndWhatWasRead_BothFindThePlan) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  EXPECT_THAT(Found("тротоари"), IsEmpty());
  v1::CorrectPlanRequest request;
  request.set_parent("organisations/lyubimets/plans/lyubimets-2018");
  request.set_field(v1::MEASURE_ACTIVITY);
  request.set_place("1.3");
  request.set_instead_of("Ремонт на детски градини");
  request.set_value("Ремонт на тротоари");
  request.set_reason("Сбъркан ред");
  const v1::Correction kept = Correct(request);
  const std::vector<std::string> plan = {"lyubimets/plans/lyubimets-2018"};
  EXPECT_EQ(Found("тротоари"), plan);
  EXPECT_EQ(Found("детски градини"), plan);
  v1::SearchRequest search;
  search.set_q("тротоар");
  const auto found = Search(search);
  ASSERT_TRUE(found.ok() && found->hits_size() == 1) << found.status();
  ASSERT_EQ(found->hits(0).places_size(), 1);
  const v1::SearchPlace& place = found->hits(0).places(0);
  EXPECT_EQ(place.place(), "measure.1.3");
  EXPECT_TRUE(place.corrected());
  EXPECT_EQ(place.label_bg(), "Мярка 1.3 (поправка)");
  EXPECT_EQ(place.label_en(), "Measure 1.3 (correction)");
  EXPECT_EQ(place.snippet(), "Ремонт на тротоари");
  // A new index knows them too.
  ASSERT_TRUE(RebuildIndex().ok());
  EXPECT_EQ(Found("тротоари"), plan);
  TakeBack(kept);
  EXPECT_THAT(Found("тротоари"), IsEmpty());
  EXPECT_EQ(Found("градини"), plan);
}

TEST_F(SearchIndexTest, CorrectionsOfAnEarlierVersion_FindNothing) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  v1::CorrectPlanRequest request;
  request.set_parent("organisations/lyubimets/plans/lyubimets-2018");
  request.set_field(v1::PLAN_TITLE);
  request.set_instead_of(kServices.title);
  request.set_value("Годишен план за физкултура");
  request.set_reason("Сбъркано заглавие");
  const v1::Correction kept = Correct(request);
  EXPECT_EQ(Found("физкултура").size(), 1U);
  StorePlan("lyubimets", "lyubimets-2018", 2, kRoads);
  EXPECT_THAT(Found("физкултура"), IsEmpty());
  TakeBack(kept);
  EXPECT_THAT(Found("физкултура"), IsEmpty());
  EXPECT_EQ(Found("асфалтиране").size(), 1U);
}

TEST_F(SearchIndexTest, CorrectionThatIsOnlyChecked_IsNotFound) {
  StorePlan("lyubimets", "lyubimets-2018", 1, kServices);
  v1::CorrectPlanRequest request;
  request.set_parent("organisations/lyubimets/plans/lyubimets-2018");
  request.set_field(v1::SECTION_TITLE);
  request.set_place("1");
  request.set_instead_of("Мерки");
  request.set_value("Физкултура");
  request.set_reason("Проба");
  request.set_validate_only(true);
  Correct(request);
  EXPECT_THAT(Found("физкултура"), IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
