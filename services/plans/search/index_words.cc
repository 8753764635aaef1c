// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/index_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/search/latin.h"
#include "plans/search/tokens.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::plans::search {
namespace {

// Letters that a beginning of a word must have to stand for it.
constexpr std::size_t kPrefixLettersMin = 3;
// Unheard words of one record that are tried in parts, and Latin ones that are tried in other readings.
constexpr int kLookedAtCloselyMax = 1000;

void AddOnce(const std::string& item, std::vector<std::string>* list) {
  if (!item.empty() && std::find(list->begin(), list->end(), item) == list->end())
    list->push_back(item);
}

// The stems of a word in the script in which it stands, and in the other one when each of its letters
// may have been typed there.
std::vector<std::string> StemsOfReadings(const std::string& word, const Dictionary& dictionary) {
  std::vector<std::string> stems = StemsOf(word, dictionary);
  const bool known = IsCyrillicWord(word) && dictionary.Knows(word);
  const std::string other = known ? "" : OtherScriptReading(word);
  if (other.size() >= 2 && (IsLatinWord(other) || dictionary.Knows(other))) {
    for (const std::string& stem : StemsOf(other, dictionary)) AddOnce(stem, &stems);
  }
  return stems;
}

bool IsOfLetters(const std::string& stem) { return IsCyrillicWord(stem) || IsLatinWord(stem); }

// Latin words of the texts may be looked for by their Cyrillic sound, "ROMACT" by "РОМАКТ".
std::vector<std::string> SoundsOfStem(const std::string& stem) {
  std::vector<std::string> sounds = {SoundOf(stem)};
  if (IsLatinWord(stem)) {
    for (const std::string& reading : CyrillicReadings(stem))
      AddOnce(SoundOf(LightStem(reading)), &sounds);
  }
  return sounds;
}

// Makes the record of texts: each word is looked at once, and only so many are looked at closely, so
// that a text of nothing but unheard words costs no more than one of a language.
class Indexer {
 public:
  explicit Indexer(const Dictionary& dictionary) : dictionary_(dictionary) {}

  void Add(const Token& token, int text, int weight) {
    const Spot spot = {text, static_cast<int>(token.begin), static_cast<int>(token.end)};
    for (const std::string& stem : StemsOfToken(token)) {
      Posting& posting = record_.stems[stem];
      posting.weight = std::max(posting.weight, weight);
      if (posting.spots.size() < kSpotsMax) posting.spots.push_back(spot);
    }
  }

  IndexedRecord Take() {
    for (const auto& [stem, posting] : record_.stems) {
      if (!IsOfLetters(stem)) continue;
      const bool closely = IsLatinWord(stem) && latin_++ < kLookedAtCloselyMax;
      const std::vector<std::string> sounds =
          closely ? SoundsOfStem(stem) : std::vector<std::string>{SoundOf(stem)};
      for (const std::string& sound : sounds) record_.sounds.emplace(sound, stem);
    }
    return std::move(record_);
  }

 private:
  const std::vector<std::string>& StemsOfToken(const Token& token) {
    const auto [found, is_new] = stems_.try_emplace(token.word);
    if (!is_new) return found->second;
    std::vector<std::string>& stems = found->second;
    if (token.number) {
      stems.push_back(token.word);
      return stems;
    }
    stems = StemsOfReadings(token.word, dictionary_);
    if (!IsCyrillicWord(token.word) || dictionary_.Knows(token.word) ||
        unheard_++ >= kLookedAtCloselyMax)
      return stems;
    const auto [first, second] = SplitWord(token.word, dictionary_);
    for (const std::string& part : {first, second}) {
      if (part.empty() || IsPassedOver(part)) continue;
      for (const std::string& stem : StemsOf(part, dictionary_)) AddOnce(stem, &stems);
    }
    return stems;
  }

  const Dictionary& dictionary_;
  std::map<std::string, std::vector<std::string>> stems_;
  int unheard_ = 0;
  int latin_ = 0;
  IndexedRecord record_;
};

// A word of Latin letters: itself, and the sounds of the words that it may stand for.
void AddLatin(const std::string& word, const Dictionary& dictionary, QueryTerm* term) {
  AddOnce(SoundOf(word), &term->sounds);
  const std::vector<std::string> readings = CyrillicReadings(word);
  for (const std::string& reading : readings) {
    for (const std::string& stem : StemsOf(reading, dictionary)) AddOnce(SoundOf(stem), &term->sounds);
  }
  if (CharacterCount(word) >= kPrefixLettersMin && !readings.empty())
    term->sound_prefix = SoundOf(readings.front());
}

QueryTerm TermOf(const std::string& typed, const Token& token, const Dictionary& dictionary) {
  QueryTerm term;
  term.typed = typed;
  term.stems =
      token.number ? std::vector<std::string>{token.word} : StemsOfReadings(token.word, dictionary);
  const bool latin =
      !token.number &&
      token.word.find_first_not_of("abcdefghijklmnopqrstuvwxyz46") == std::string::npos &&
      token.word.find_first_not_of("46") != std::string::npos;
  if (latin) {
    AddLatin(token.word, dictionary, &term);
  } else if (IsCyrillicWord(token.word)) {
    // Words that the texts write in Latin letters.
    for (const std::string& stem : StemsOf(token.word, dictionary))
      AddOnce(SoundOf(stem), &term.sounds);
    term.sounds_of_latin_only = dictionary.Knows(token.word);
    if (!term.sounds_of_latin_only) AddOnce(SoundOf(token.word), &term.sounds);
  }
  if (CharacterCount(token.word) >= kPrefixLettersMin)
    term.prefix = IsCyrillicWord(token.word) ? LightStem(token.word) : token.word;
  return term;
}

}  // namespace

IndexedRecord IndexTexts(const std::vector<IndexedText>& texts, const Dictionary& dictionary) {
  Indexer indexer(dictionary);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const Token& token : TokensOf(texts[i].text)) {
      if (!token.number && IsPassedOver(token.word)) continue;
      indexer.Add(token, static_cast<int>(i), texts[i].weight);
    }
  }
  return indexer.Take();
}

absl::StatusOr<Query> ReadQuery(const std::string& typed, const Dictionary& dictionary) {
  Query query;
  std::vector<QueryTerm> small;
  std::size_t number_end = 0;  // The parts of a number are the number.
  for (const Token& token : TokensOf(typed)) {
    if (token.begin < number_end) continue;
    if (token.number) number_end = token.end;
    const std::string word = typed.substr(token.begin, token.end - token.begin);
    if (!token.number && IsPassedOver(token.word)) {
      query.passed_over.push_back(word);
      small.push_back(TermOf(word, token, dictionary));
      continue;
    }
    const auto [first, second] =
        token.number ? std::pair<std::string, std::string>() : SplitWord(token.word, dictionary);
    if (first.empty()) {
      query.terms.push_back(TermOf(word, token, dictionary));
      continue;
    }
    for (const std::string& part : {first, second}) {
      if (!IsPassedOver(part)) query.terms.push_back(TermOf(part, {part, 0, 0, false}, dictionary));
    }
  }
  if (query.terms.empty()) {
    // The index has no small words: nothing but names that look like them can be found.
    query.terms = std::move(small);
    query.passed_over.clear();
  }
  if (query.terms.empty()) return Refuse("SEARCH_WITHOUT_WORDS");
  if (query.terms.size() > static_cast<std::size_t>(kTermsMax)) {
    return Refuse("SEARCH_TOO_MANY_WORDS",
                  {{"words", absl::StrCat(query.terms.size())}, {"max", absl::StrCat(kTermsMax)}});
  }
  return query;
}

}  // namespace tranche::plans::search
