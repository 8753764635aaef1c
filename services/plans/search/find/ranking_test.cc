// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace tranche::plans::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Scored kFirstPage = {};

// The ranking as it is defined, word by word and record by record.
std::vector<Scored> RankPlainly(const std::vector<WordList>& words, const Scored& after,
                                std::size_t limit) {
  std::map<int64_t, std::map<std::size_t, int64_t>> best;
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (const Scored& each : words[word]) {
      int64_t& score = best[each.record_no][word];
      score = std::max(score, each.score);
    }
  }
  std::vector<Scored> ranked;
  for (const auto& [record_no, scores] : best) {
    if (scores.size() != words.size()) continue;
    Scored record = {.record_no = record_no, .score = 0};
    for (const auto& [word, score] : scores) record.score += score;
    if (after.score == 0 || StandsBefore(after, record)) ranked.push_back(record);
  }
  std::sort(ranked.begin(), ranked.end(), StandsBefore);
  ranked.resize(std::min(limit, ranked.size()));
  return ranked;
}

std::vector<Head> HeadsOf(std::vector<WordList> words, std::size_t length) {
  std::vector<Head> heads;
  for (WordList& list : words) {
    std::sort(list.begin(), list.end(), StandsBefore);
    const bool whole = list.size() < length;
    if (!whole) list.resize(length);
    heads.push_back({.best_first = list, .whole = whole});
  }
  return heads;
}

int64_t BestOf(const WordList& list, int64_t record_no) {
  int64_t best = 0;
  for (const Scored& each : list) {
    if (each.record_no == record_no) best = std::max(best, each.score);
  }
  return best;
}

// `count` records from 1 on, all with one score.
WordList Everywhere(int64_t count, int64_t score) {
  WordList list;
  for (int64_t i = 1; i <= count; ++i) list.push_back({.record_no = i, .score = score});
  return list;
}

TEST(RankAll, RecordsWithEveryWord_BySumThenNumber) {
  const WordList plan = {{7, 36}, {3, 8}, {5, 8}, {9, 12}};
  const WordList repair = {{3, 8}, {5, 8}, {7, 1}, {8, 36}};
  EXPECT_THAT(RankAll({plan, repair}, kFirstPage, 10),
              ElementsAre(Scored{7, 37}, Scored{3, 16}, Scored{5, 16}));
}

TEST(RankAll, OneRecordByTwoStems_CountsTheBetter) {
  EXPECT_THAT(RankAll({{{4, 2}, {4, 8}, {4, 6}}}, kFirstPage, 10), ElementsAre(Scored{4, 8}));
}

TEST(RankAll, AfterAPlace_BeginsBehindIt) {
  EXPECT_THAT(RankAll({{{1, 8}, {2, 8}, {3, 4}}}, {.record_no = 1, .score = 8}, 10),
              ElementsAre(Scored{2, 8}, Scored{3, 4}));
}

TEST(RankAll, AWordThatNobodyHas_FindsNothing) {
  EXPECT_THAT(RankAll({Everywhere(3, 8), {}}, kFirstPage, 10), IsEmpty());
}

TEST(HeadRanking, WordsOfEveryRecord_AreDecidedWithoutAnyLookUp) {
  const HeadRanking ranking(HeadsOf({Everywhere(1000, 36), Everywhere(1000, 36)}, 10));
  EXPECT_THAT(ranking.GapsOf(kFirstPage, 3), IsEmpty());
  const auto page = ranking.Page(kFirstPage, 3);
  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(*page, ElementsAre(Scored{1, 72}, Scored{2, 72}, Scored{3, 72}));
}

TEST(HeadRanking, RareWordBesideAFrequentOne_AsksForTheRareRecordsOnly) {
  const std::vector<WordList> words = {{{500, 8}, {900, 8}}, Everywhere(800, 36)};
  HeadRanking ranking(HeadsOf(words, 10));
  const auto gaps = ranking.GapsOf(kFirstPage, 3);
  ASSERT_EQ(gaps.size(), 2U);
  for (const HeadRanking::Gap& gap : gaps) {
    EXPECT_EQ(gap.word, 1U);
    ranking.Fill(gap, BestOf(words[gap.word], gap.record_no));
  }
  const auto page = ranking.Page(kFirstPage, 3);
  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(*page, ElementsAre(Scored{500, 44}));
}

TEST(HeadRanking, BestOfOneWordAreWorstOfTheOther_IsNotDecided) {
  WordList falling;
  WordList rising;
  for (int64_t i = 1; i <= 100; ++i) {
    falling.push_back({.record_no = i, .score = 101 - i});
    rising.push_back({.record_no = i, .score = i});
  }
  const std::vector<WordList> words = {falling, rising};
  HeadRanking ranking(HeadsOf(words, 10));
  for (const HeadRanking::Gap& gap : ranking.GapsOf(kFirstPage, 3))
    ranking.Fill(gap, BestOf(words[gap.word], gap.record_no));
  // All come to 101, and the unread ones in the middle may come to 182.
  EXPECT_EQ(ranking.Page(kFirstPage, 3), std::nullopt);
}

TEST(HeadRanking, SumThatSomebodyUnreadMayReachWithASmallerNumber_IsNotDecided) {
  const std::vector<WordList> words = {{{9, 12}, {1, 8}, {3, 8}}, {{10, 12}, {2, 8}, {3, 8}, {9, 4}}};
  HeadRanking ranking(HeadsOf(words, 2));
  for (const HeadRanking::Gap& gap : ranking.GapsOf(kFirstPage, 1))
    ranking.Fill(gap, BestOf(words[gap.word], gap.record_no));
  // Record 9 is known to come to 16; so does record 3, of which nothing was read.
  EXPECT_EQ(ranking.Page(kFirstPage, 1), std::nullopt);
}

TEST(HeadRanking, PageBehindTheFirst_IsReadOffTheSameBeginnings) {
  const HeadRanking ranking(HeadsOf({Everywhere(1000, 36), Everywhere(1000, 36)}, 10));
  const auto second = ranking.Page({.record_no = 3, .score = 72}, 3);
  ASSERT_TRUE(second.has_value());
  EXPECT_THAT(*second, ElementsAre(Scored{4, 72}, Scored{5, 72}, Scored{6, 72}));
  EXPECT_EQ(ranking.Page({.record_no = 9, .score = 72}, 3), std::nullopt);
}

TEST(HeadRanking, GapsOfWhoMayStandFirst_ComeFirst) {
  // Both words go on; record 70 has the rarer one in its title.
  const std::vector<WordList> words = {{{70, 36}, {80, 8}, {90, 8}}, Everywhere(100, 36)};
  const HeadRanking ranking(HeadsOf(words, 2));
  const auto gaps = ranking.GapsOf(kFirstPage, 1);
  ASSERT_EQ(gaps.size(), 4U);
  EXPECT_EQ(gaps[0].record_no, 70);
  // Record 1 was indexed before 80; with 8 for the rarer word it would have been read.
  EXPECT_EQ(gaps[1].record_no, 80);
  EXPECT_EQ(gaps[2].record_no, 1);
}

TEST(HeadRanking, NoRecords_IsAnEmptyPage) {
  const auto page = HeadRanking(HeadsOf({{}, Everywhere(100, 8)}, 10)).Page(kFirstPage, 3);
  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(*page, IsEmpty());
}

// Lists with few scores and many records of the same one, as weights and qualities give them.
std::vector<WordList> AnyLists() {
  // With the same sums in several ways.
  const std::vector<int64_t> scores = {1, 2, 3, 4};
  std::vector<WordList> words(*rc::gen::inRange<std::size_t>(1, 4));
  const auto records = *rc::gen::inRange<int64_t>(1, 40);
  for (WordList& list : words) {
    const auto share = *rc::gen::inRange(1, 5);
    for (int64_t record_no = 1; record_no <= records; ++record_no) {
      for (int stem = 0; stem < 2; ++stem) {
        if (*rc::gen::inRange(0, 5) < share)
          list.push_back({.record_no = record_no, .score = *rc::gen::elementOf(scores)});
      }
    }
  }
  return words;
}

RC_GTEST_PROP(RankAll, AnyLists_PageByPage_IsThePlainRanking, ()) {
  const std::vector<WordList> words = AnyLists();
  const auto limit = *rc::gen::inRange<std::size_t>(1, 8);
  const std::vector<Scored> all = RankPlainly(words, kFirstPage, 1000);
  std::vector<Scored> paged;
  Scored after;
  while (true) {
    const std::vector<Scored> page = RankAll(words, after, limit);
    RC_ASSERT(page == RankPlainly(words, after, limit));
    if (page.empty()) break;
    paged.insert(paged.end(), page.begin(), page.end());
    after = page.back();
  }
  RC_ASSERT(paged == all);
}

RC_GTEST_PROP(HeadRanking, AnyBeginnings_SayNothingOrThePlainRanking, ()) {
  const std::vector<WordList> words = AnyLists();
  const std::vector<Scored> all = RankPlainly(words, kFirstPage, 1000);
  const Scored after =
      all.empty() || *rc::gen::inRange(0, 3) > 0 ? kFirstPage : *rc::gen::elementOf(all);
  const auto look_ups = *rc::gen::inRange<std::size_t>(0, 40);
  for (std::size_t limit = 1; limit < 6; ++limit) {
    const std::vector<Scored> right = RankPlainly(words, after, limit);
    for (std::size_t length = limit; length < limit + 12; ++length) {
      HeadRanking ranking(HeadsOf(words, length));
      if (const auto page = ranking.Page(after, limit)) RC_ASSERT(*page == right);
      std::vector<HeadRanking::Gap> gaps = ranking.GapsOf(after, limit);
      const bool all_filled = gaps.size() <= look_ups;
      gaps.resize(std::min(gaps.size(), look_ups));
      for (const HeadRanking::Gap& gap : gaps)
        ranking.Fill(gap, BestOf(words[gap.word], gap.record_no));
      const auto page = ranking.Page(after, limit);
      if (page) RC_ASSERT(*page == right);
      const bool one_is_whole = std::any_of(words.begin(), words.end(),
                                            [&](const auto& list) { return list.size() < length; });
      if (one_is_whole && all_filled) RC_ASSERT(page.has_value());
    }
  }
}

}  // namespace
}  // namespace tranche::plans::search
