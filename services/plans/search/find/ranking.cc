// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/ranking.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"

namespace tranche::plans::search {
namespace {

constexpr int64_t kUnknown = -1;

bool IsKnown(const std::vector<int64_t>& scores) {
  return std::find(scores.begin(), scores.end(), kUnknown) == scores.end();
}

bool IsAfter(const Scored& after, const Scored& record) {
  return after.score == 0 || StandsBefore(after, record);
}

void KeepFirst(std::size_t limit, std::vector<Scored>* records) {
  const std::size_t kept = std::min(limit, records->size());
  const auto end = records->begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(records->begin(), end, records->end(), StandsBefore);
  records->resize(kept);
}

}  // namespace

bool StandsBefore(const Scored& left, const Scored& right) {
  if (left.score != right.score) return left.score > right.score;
  return left.record_no < right.record_no;
}

std::vector<Scored> RankAll(const std::vector<WordList>& words, const Scored& after,
                            std::size_t limit) {
  if (words.empty()) return {};
  // The rarest word first: nobody else can be found.
  std::vector<const WordList*> lists;
  for (const WordList& word : words) lists.push_back(&word);
  std::stable_sort(lists.begin(), lists.end(), [](const WordList* left, const WordList* right) {
    return left->size() < right->size();
  });
  struct Sum {
    int64_t before = 0;    // Of the words before `word`.
    int64_t best = 0;      // For `word`.
    std::size_t word = 0;  // The last list in which it stood, with all lists before.
  };
  absl::flat_hash_map<int64_t, Sum> sums;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (const Scored& each : *lists[i]) {
      const auto found = i == 0 ? sums.try_emplace(each.record_no).first : sums.find(each.record_no);
      if (found == sums.end()) continue;
      Sum& sum = found->second;
      if (sum.word == i) {
        sum.best = std::max(sum.best, each.score);
      } else if (sum.word + 1 == i) {
        sum = {.before = sum.before + sum.best, .best = each.score, .word = i};
      }
    }
  }
  std::vector<Scored> ranked;
  for (const auto& [record_no, sum] : sums) {
    if (sum.word + 1 != lists.size()) continue;
    const Scored record = {.record_no = record_no, .score = sum.before + sum.best};
    if (IsAfter(after, record)) ranked.push_back(record);
  }
  KeepFirst(limit, &ranked);
  return ranked;
}

HeadRanking::HeadRanking(const std::vector<Head>& heads) {
  Scored unread;
  bool all_read = heads.empty();
  for (std::size_t word = 0; word < heads.size(); ++word) {
    const WordList& list = heads[word].best_first;
    for (const Scored& each : list) {
      Scores& scores = records_.try_emplace(each.record_no, heads.size(), kUnknown).first->second;
      scores[word] = std::max(scores[word], each.score);
    }
    all_read = all_read || heads[word].whole || list.empty();
    last_read_.push_back(list.empty() ? Scored() : list.back());
    if (list.empty()) continue;
    unread.score += list.back().score;
    unread.record_no = std::max(unread.record_no, list.back().record_no);
  }
  if (!all_read) unread_ = unread;
  for (auto at = records_.begin(); at != records_.end();) {
    bool lacks_a_word = false;
    for (std::size_t word = 0; word < heads.size(); ++word) {
      lacks_a_word |= heads[word].whole && at->second[word] == kUnknown;
    }
    at = lacks_a_word ? records_.erase(at) : std::next(at);
  }
}

Scored HeadRanking::Hope(int64_t record_no, const Scores& scores) const {
  Scored hope = {.record_no = record_no, .score = 0};
  for (std::size_t word = 0; word < scores.size(); ++word) {
    const Scored& last = last_read_[word];
    // With the last score it would stand before the last record, and have been read.
    const int64_t unread = last.score - (record_no < last.record_no ? 1 : 0);
    hope.score += scores[word] == kUnknown ? std::max<int64_t>(unread, 0) : scores[word];
  }
  return hope;
}

std::vector<Scored> HeadRanking::Known(const Scored& after, std::size_t limit) const {
  std::vector<Scored> known;
  for (const auto& [record_no, scores] : records_) {
    if (!IsKnown(scores)) continue;
    const Scored record = Hope(record_no, scores);
    if (IsAfter(after, record)) known.push_back(record);
  }
  KeepFirst(limit, &known);
  return known;
}

std::optional<std::vector<Scored>> HeadRanking::Page(const Scored& after, std::size_t limit) const {
  std::vector<Scored> known = Known(after, limit);
  if (unread_ && (known.size() < limit || StandsBefore(*unread_, known.back()))) return std::nullopt;
  if (!GapsOf(after, limit).empty()) return std::nullopt;
  return known;
}

std::vector<HeadRanking::Gap> HeadRanking::GapsOf(const Scored& after, std::size_t limit) const {
  const std::vector<Scored> known = Known(after, limit);
  std::vector<Scored> hopeful;
  for (const auto& [record_no, scores] : records_) {
    const Scored hope = Hope(record_no, scores);
    const bool page_is_full = known.size() == limit && StandsBefore(known.back(), hope);
    if (!IsKnown(scores) && !page_is_full) hopeful.push_back(hope);
  }
  std::sort(hopeful.begin(), hopeful.end(), StandsBefore);
  std::vector<Gap> gaps;
  for (const Scored& record : hopeful) {
    const Scores& scores = records_.at(record.record_no);
    for (std::size_t word = 0; word < scores.size(); ++word) {
      if (scores[word] == kUnknown) gaps.push_back({record.record_no, word});
    }
  }
  return gaps;
}

void HeadRanking::Fill(const Gap& gap, int64_t score) {
  const auto found = records_.find(gap.record_no);
  if (found == records_.end()) return;
  if (score == 0) {
    records_.erase(found);
  } else {
    found->second[gap.word] = score;
  }
}

}  // namespace tranche::plans::search
