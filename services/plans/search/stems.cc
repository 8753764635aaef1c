// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/stems.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "plans/search/tokens.h"
#include "platform/text/unicode.h"

namespace tranche::plans::search {
namespace {

using Letters = std::u16string_view;

constexpr std::size_t kStemLettersMin = 3;
constexpr std::size_t kStemsMax = 4;
// A part of a word that was typed together with the next: shorter ones are found in any word.
constexpr std::size_t kPartLettersMin = 4;

// What a dictionary of forms keeps apart although people take it for one word.
struct Irregular {
  std::string_view form;
  std::string_view basic;
};
constexpr std::array<Irregular, 14> kIrregular = {{{"деца", "дете"},
                                                   {"децата", "дете"},
                                                   {"хора", "човек"},
                                                   {"хората", "човек"},
                                                   {"дни", "ден"},
                                                   {"дните", "ден"},
                                                   {"деня", "ден"},
                                                   {"денят", "ден"},
                                                   {"пътища", "път"},
                                                   {"пътищата", "път"},
                                                   {"ръце", "ръка"},
                                                   {"ръцете", "ръка"},
                                                   {"имена", "име"},
                                                   {"имената", "име"}}};

bool IsVowel(char16_t c) { return Letters(u"аеиоуъюяь").find(c) != Letters::npos; }

bool EndsWith(Letters word, Letters ending) {
  return word.size() > ending.size() && word.substr(word.size() - ending.size()) == ending;
}

// Without the ending when enough is left; `after` are the letters that it may follow, none: any.
bool Strip(Letters ending, Letters after, Letters* word) {
  if (!EndsWith(*word, ending) || word->size() - ending.size() < kStemLettersMin) return false;
  const char16_t before = (*word)[word->size() - ending.size() - 1];
  if (!after.empty() && after.find(before) == Letters::npos) return false;
  word->remove_suffix(ending.size());
  return true;
}

void StripArticle(Letters* word) {
  if (Strip(u"ът", u"", word) || Strip(u"ят", u"", word)) return;
  if (Strip(u"та", u"аятщ", word) || Strip(u"те", u"иеоа", word)) return;
  Strip(u"то", u"оеи", word);
}

// "ен" and "н", "ец" and "ц": the vowel before the last consonant is there in some forms only.
std::u16string WithoutFleetingVowel(Letters word) {
  std::u16string stem(word);
  if (stem.size() <= kStemLettersMin) return stem;
  const char16_t last = stem.back();
  const char16_t vowel = stem[stem.size() - 2];
  const bool comes_and_goes =
      (vowel == u'е' && (last == u'н' || last == u'ц')) ||
      (vowel == u'ъ' && (last == u'к' || last == u'р' || last == u'л' || last == u'м'));
  if (comes_and_goes && !IsVowel(stem[stem.size() - 3])) stem.erase(stem.size() - 2, 1);
  return stem;
}

Letters LettersOf(const icu::UnicodeString& text) {
  return {text.getBuffer(), static_cast<std::size_t>(text.length())};
}

std::string ToUtf8(Letters letters) {
  std::string utf8;
  icu::UnicodeString(letters.data(), static_cast<int32_t>(letters.size())).toUTF8String(utf8);
  return utf8;
}

// Of a basic form, which has no article: "работа" keeps its "т".
std::string StemOf(absl::string_view word, bool may_have_article) {
  const icu::UnicodeString text = ToUnicode(word);
  Letters left = LettersOf(text);
  if (left.size() > kStemLettersMin) {
    if (may_have_article) StripArticle(&left);
    while (left.size() > kStemLettersMin && IsVowel(left.back())) left.remove_suffix(1);
    if (left.size() > kStemLettersMin + 1 && Strip(u"ов", u"", &left)) {
    } else if (left.size() > kStemLettersMin + 1) {
      Strip(u"ев", u"", &left);
    }
  }
  std::u16string stem = WithoutFleetingVowel(left);
  std::replace(stem.begin(), stem.end(), u'я', u'е');  // "мярка", "мерки"
  return ToUtf8(stem);
}

void AddOnce(std::string stem, std::vector<std::string>* stems) {
  if (stems->size() < kStemsMax && std::find(stems->begin(), stems->end(), stem) == stems->end()) {
    stems->push_back(std::move(stem));
  }
}

}  // namespace

std::string LightStem(absl::string_view word) {
  return IsCyrillicWord(word) ? StemOf(word, /*may_have_article=*/true)
                              : std::string(word.data(), word.size());
}

std::vector<std::string> StemsOf(const std::string& word, const Dictionary& dictionary) {
  if (!IsCyrillicWord(word)) return {word};
  for (const Irregular& irregular : kIrregular) {
    if (irregular.form == word) return {StemOf(std::string(irregular.basic), false)};
  }
  std::vector<std::string> stems;
  const std::vector<std::string> basic_forms = dictionary.BasicForms(word);
  for (const std::string& basic : basic_forms)
    AddOnce(StemOf(basic, /*may_have_article=*/false), &stems);
  // A form that is its own basic form may be one that the dictionary keeps by itself, "мерките".
  const bool own = basic_forms.empty() ||
                   std::find(basic_forms.begin(), basic_forms.end(), word) != basic_forms.end();
  AddOnce(StemOf(word, own), &stems);
  return stems;
}

std::pair<std::string, std::string> SplitWord(const std::string& word, const Dictionary& dictionary) {
  if (!IsCyrillicWord(word) || dictionary.Knows(word)) return {};
  const icu::UnicodeString text = ToUnicode(word);
  const Letters letters = LettersOf(text);
  std::pair<std::string, std::string> best;
  std::size_t best_shorter = 0;
  for (std::size_t at = 1; at < letters.size(); ++at) {
    const std::size_t shorter = std::min(at, letters.size() - at);
    const std::size_t longer = letters.size() - shorter;
    if (longer < kPartLettersMin) continue;
    const std::string first = ToUtf8(letters.substr(0, at));
    const std::string second = ToUtf8(letters.substr(at));
    // A short part is one of the small words, and not a single letter, of which any word can be cut.
    const std::string& small = at == shorter ? first : second;
    if (shorter < kPartLettersMin && (shorter < 2 || !IsPassedOver(small))) continue;
    if (shorter <= best_shorter || !dictionary.Knows(first) || !dictionary.Knows(second)) continue;
    best = {first, second};
    best_shorter = shorter;
  }
  return best;
}

}  // namespace tranche::plans::search
