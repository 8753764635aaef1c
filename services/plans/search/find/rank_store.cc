// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/rank_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "plans/search/index_words.h"

namespace tranche::plans::search::store {
namespace {

// Of the list of a word so many more than a page has are read before all of it is.
constexpr std::size_t kReadBeyondPage = 30;
// Single look-ups that cost less than reading whole lists.
constexpr std::size_t kLookUpsMax = 160;

void AddRows(const RowsByWord& more, std::size_t length, RowsByWord* rows) {
  for (std::size_t word = 0; word < rows->size(); ++word) {
    std::vector<HeadRow>& all = (*rows)[word];
    all.insert(all.end(), more[word].begin(), more[word].end());
    std::stable_sort(all.begin(), all.end(), [](const HeadRow& left, const HeadRow& right) {
      return StandsBefore(left.record, right.record);
    });
    if (all.size() > length) all.resize(length);
  }
}

int BestQuality(const std::vector<WantedStem>& stems) {
  int best = 0;
  for (const WantedStem& stem : stems) best = std::max(best, stem.quality);
  return best;
}

// With the stems of each word for which `keep` says so, and all else as it is.
template <class Keep>
Wanted Where(const Wanted& wanted, Keep keep) {
  Wanted some = wanted;
  for (std::size_t word = 0; word < some.words.size(); ++word)
    std::erase_if(some.words[word], [&](const WantedStem& stem) { return !keep(word, stem); });
  return some;
}

// The stems that do best for each word, and others where those leave a place that they may take.
RowsByWord ReadByQuality(pg::Tx& tx, const Wanted& wanted, const Reading& reading) {
  if (reading.each == reading.length) return ReadRows(tx, wanted, reading);
  RowsByWord rows = ReadRows(tx,
                             Where(wanted,
                                   [&](std::size_t word, const WantedStem& stem) {
                                     return stem.quality == BestQuality(wanted.words[word]);
                                   }),
                             reading);
  const Wanted others = Where(wanted, [&](std::size_t word, const WantedStem& stem) {
    const bool full = rows[word].size() == reading.length &&
                      rows[word].back().record.score > int64_t{stem.quality} * kTitleWeight;
    return stem.quality < BestQuality(wanted.words[word]) && !full;
  });
  if (std::all_of(others.words.begin(), others.words.end(),
                  [](const std::vector<WantedStem>& stems) { return stems.empty(); }))
    return rows;
  AddRows(ReadRows(tx, others, reading), reading.length, &rows);
  return rows;
}

struct Heads {
  std::vector<Head> words;
  std::map<int64_t, std::string> organisation_of;
  // Whose lists ended before those of the words: to be read as far as these.
  std::set<std::string> cut;
};

Heads HeadsOf(const RowsByWord& all, std::size_t length) {
  Heads heads;
  for (const std::vector<HeadRow>& rows : all) {
    Head& head = heads.words.emplace_back();
    bool ended = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      // What follows of a list that was cut may stand before what follows here.
      if (!ended) {
        head.best_first.push_back(rows[i].record);
        heads.organisation_of[rows[i].record.record_no] = rows[i].organisation;
      }
      ended |= rows[i].cut;
      if (rows[i].cut && i + 1 < length) heads.cut.insert(rows[i].organisation);
    }
    head.whole = !ended && rows.size() < length;
  }
  return heads;
}

// Looks up what is not known, as far as that is not too much.
void FillGaps(pg::Tx& tx, const Wanted& wanted, const Heads& heads, std::vector<HeadRanking::Gap> gaps,
              HeadRanking* ranking) {
  std::size_t look_ups = 0, end = 0;
  while (end < gaps.size() && (look_ups += wanted.words[gaps[end].word].size()) <= kLookUpsMax) ++end;
  gaps.resize(end);
  const std::vector<int64_t> scores = LookUp(tx, wanted, heads.organisation_of, gaps);
  for (std::size_t i = 0; i < gaps.size(); ++i) ranking->Fill(gaps[i], scores[i]);
}

// Those of the first `limit` records.
std::vector<HeadRanking::Gap> OfTheFirst(std::size_t limit, const std::vector<HeadRanking::Gap>& gaps) {
  std::set<int64_t> records;
  std::size_t end = 0;
  while (end < gaps.size() && (records.size() < limit || records.contains(gaps[end].record_no)))
    records.insert(gaps[end++].record_no);
  return {gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(end)};
}

// Most often the records that may stand first have every word; what else may stand on the page is
// looked up where they do not.
std::optional<std::vector<Scored>> DecideByGaps(pg::Tx& tx, const Wanted& wanted, const Heads& heads,
                                                const Scored& after, std::size_t limit) {
  HeadRanking ranking(heads.words);
  for (int i = 0; i < 2; ++i) {
    const std::vector<HeadRanking::Gap> gaps = ranking.GapsOf(after, limit);
    if (gaps.empty()) break;
    FillGaps(tx, wanted, heads, i == 0 ? OfTheFirst(limit, gaps) : gaps, &ranking);
  }
  return ranking.Page(after, limit);
}

// So much of each organisation's list that the best of all are most likely among it.
Reading FirstReading(const Wanted& wanted, std::size_t limit) {
  constexpr std::size_t kBeyond = 4;
  const std::size_t length = limit + kReadBeyondPage;
  const std::size_t organisations =
      wanted.organisation == "-" ? std::max<std::size_t>(wanted.organisation_count, 1) : 1;
  return {.length = length,
          .each = std::min(length, 2 * (length / organisations) + kBeyond),
          .only_these = {}};
}

// No value: the beginnings of the lists do not tell who comes first.
std::optional<std::vector<Scored>> RankByHeads(pg::Tx& tx, const Wanted& wanted, const Scored& after,
                                               std::size_t limit) {
  const Reading reading = FirstReading(wanted, limit);
  RowsByWord rows = ReadByQuality(tx, wanted, reading);
  Heads heads = HeadsOf(rows, reading.length);
  if (heads.cut.empty()) return DecideByGaps(tx, wanted, heads, after, limit);
  if (std::optional<std::vector<Scored>> page = HeadRanking(heads.words).Page(after, limit))
    return page;
  // Records of one organisation often stand together: what was cut is read as far as a page may need.
  for (std::vector<HeadRow>& of_word : rows) {
    std::erase_if(of_word, [&](const HeadRow& row) { return heads.cut.contains(row.organisation); });
  }
  AddRows(
      ReadRows(tx, wanted, {.length = reading.length, .each = reading.length, .only_these = heads.cut}),
      reading.length, &rows);
  heads = HeadsOf(rows, reading.length);
  return DecideByGaps(tx, wanted, heads, after, limit);
}

}  // namespace

std::vector<Scored> Rank(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t limit) {
  if (std::optional<std::vector<Scored>> ranked = RankByHeads(tx, wanted, after, limit)) return *ranked;
  return RankAll(ReadLists(tx, wanted), after, limit);
}

}  // namespace tranche::plans::search::store
