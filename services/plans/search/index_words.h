// SPDX-License-Identifier: EUPL-1.2
// What is kept of a record so that it is found, and what is asked for when people search.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "plans/search/stems.h"

namespace tranche::plans::search {

// A text of a record. The order of a record's texts is their rank where all else is equal.
struct IndexedText {
  std::string place;  // The address of the value, "title", "measure.1.2".
  std::string text;
  int weight = 1;          // 1 to 9: how much a word in it says about the record.
  bool corrected = false;  // What a person said instead of what stands at the place.
};
inline constexpr int kTitleWeight = 9;
inline constexpr int kNameWeight = 5;
inline constexpr int kListWeight = 3;
inline constexpr int kTextWeight = 2;
inline constexpr int kSourceWeight = 1;

// How well a stem does for a word of a query: the word itself, one that sounds so, the beginning of a
// longer one. Times the weight of the text it is a record's score.
inline constexpr int kWordQuality = 4;
inline constexpr int kSoundQuality = 3;
inline constexpr int kBeginningQuality = 1;

// The texts by which a record is found.
struct RecordTexts {
  std::string name;  // Full, "organisations/sopot/groundwork/mag".
  int kind = 0;      // Number of tranche.plans.v1.SearchKind.
  std::string title;
  std::vector<IndexedText> texts;
};

// Where a stem stands in the texts of a record.
struct Spot {
  int text = 0;  // Number of the text, from 0.
  int begin = 0;
  int end = 0;

  friend bool operator==(const Spot&, const Spot&) = default;
};

// A stem of a record.
struct Posting {
  int weight = 0;  // Of the heaviest text in which it stands.
  std::vector<Spot> spots;
};
// Further ones of the same stem are not kept.
inline constexpr std::size_t kSpotsMax = 12;

struct IndexedRecord {
  std::map<std::string, Posting> stems;
  // Pairs (sound, stem) of all words of letters.
  std::set<std::pair<std::string, std::string>> sounds;
};
IndexedRecord IndexTexts(const std::vector<IndexedText>& texts, const Dictionary& dictionary);

// What stands for one word of a query. A record that has any of it has the word.
struct QueryTerm {
  std::string typed;
  std::vector<std::string> stems;   // As good as the word itself.
  std::vector<std::string> sounds;  // Of words that Latin letters may stand for.
  // A Cyrillic word that is known finds by its sound what is written in Latin letters, and nothing
  // else.
  bool sounds_of_latin_only = false;
  std::string prefix;        // Stems that begin so fit less well; "": too short to tell.
  std::string sound_prefix;  // The same for sounds.
};

struct Query {
  std::vector<QueryTerm> terms;
  std::vector<std::string> passed_over;  // Small words, as typed.
};
inline constexpr int kTermsMax = 12;

// SEARCH_WITHOUT_WORDS, SEARCH_TOO_MANY_WORDS. Small words count when there are no others.
absl::StatusOr<Query> ReadQuery(const std::string& typed, const Dictionary& dictionary);

}  // namespace tranche::plans::search
