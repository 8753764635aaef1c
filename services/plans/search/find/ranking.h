// SPDX-License-Identifier: EUPL-1.2
// Which records a search finds first, decided on what was read of the index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace tranche::plans::search {

// A record with its score: for one word where lists are read, for all words of a query where they are
// ranked. Score 0 of a place between pages: before the first one.
struct Scored {
  int64_t record_no = 0;
  int64_t score = 0;

  friend bool operator==(const Scored&, const Scored&) = default;
};

// The greater score first, of equal ones the record that was indexed first.
bool StandsBefore(const Scored& left, const Scored& right);

// The records that have a word, each once for every stem that does for the word. The best of a record's
// scores counts.
using WordList = std::vector<Scored>;

// The first `limit` records after `after` that stand in every list, with the sums of their scores.
std::vector<Scored> RankAll(const std::vector<WordList>& words, const Scored& after, std::size_t limit);

// The beginning of a word's list, the best first.
struct Head {
  WordList best_first;
  bool whole = false;  // Nothing follows.
};

// Ranks by the beginnings of the lists alone, as far as these decide it. What follows in a list has no
// more than its last score that was read, and less where it was indexed before the last record; so
// nobody unread can stand before the sum of these, and who is known to stand there is first. (Fagin,
// Lotem, Naor: optimal aggregation algorithms.)
class HeadRanking {
 public:
  explicit HeadRanking(const std::vector<Head>& heads);

  // The first `limit` (1 or more) records after `after`, fewer when there are no more; no value: what
  // was read does not tell.
  std::optional<std::vector<Scored>> Page(const Scored& after, std::size_t limit) const;

  // What is not known of records that may stand on the page, of those first that may stand first.
  struct Gap {
    int64_t record_no = 0;
    std::size_t word = 0;
  };
  std::vector<Gap> GapsOf(const Scored& after, std::size_t limit) const;
  // The best score by which the record has the word; 0: it does not have it.
  void Fill(const Gap& gap, int64_t score);

 private:
  using Scores = std::vector<int64_t>;  // By word.

  // The best that it may come to.
  Scored Hope(int64_t record_no, const Scores& scores) const;
  // Records after `after` of which everything is known, the best `limit` of them in their order.
  std::vector<Scored> Known(const Scored& after, std::size_t limit) const;

  std::map<int64_t, Scores> records_;
  std::vector<Scored> last_read_;  // By word, after whom nothing was read.
  std::optional<Scored> unread_;   // Whoever was not read stands after it; no value: all were read.
};

}  // namespace tranche::plans::search
