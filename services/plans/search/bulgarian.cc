// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/bulgarian.h"

#include <unistd.h>

#include <algorithm>
#include <hunspell/hunspell.hxx>

#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::plans::search {
namespace {

constexpr char kAffixes[] = "/usr/share/hunspell/bg_BG.aff";
constexpr char kWords[] = "/usr/share/hunspell/bg_BG.dic";
// About 4 MB; a municipality's words are some thousands.
constexpr std::size_t kRememberedMax = 50'000;

// Names are in the dictionary with a capital, which only some letters of a text have.
std::string Capitalised(const std::string& word) {
  // Small Cyrillic letters from а to п are D0 B0 to D0 BF, their capitals D0 90 to D0 9F; from р to я
  // D1 80 to D1 8F, their capitals D0 A0 to D0 AF.
  if (word.size() < 2) return word;
  std::string name = word;
  const auto first = static_cast<unsigned char>(word[0]);
  const auto second = static_cast<unsigned char>(word[1]);
  if (first == 0xD0 && second >= 0xB0 && second <= 0xBF) {
    name[1] = static_cast<char>(second - 0x20);
  } else if (first == 0xD1 && second >= 0x80 && second <= 0x8F) {
    name[0] = static_cast<char>(0xD0);
    name[1] = static_cast<char>(second + 0x20);
  }
  return name;
}

}  // namespace

BulgarianDictionary::BulgarianDictionary(const std::string& affixes, const std::string& words)
    : hunspell_(std::make_unique<Hunspell>(affixes.c_str(), words.c_str())) {}

BulgarianDictionary::~BulgarianDictionary() = default;

std::vector<std::string> BulgarianDictionary::Ask(const std::string& word) const {
  const auto found = asked_.find(word);
  if (found != asked_.end()) return found->second;
  std::vector<std::string> forms;
  for (const std::string& typed : {word, Capitalised(word)}) {
    if (!hunspell_->spell(typed)) continue;
    for (const std::string& form : hunspell_->stem(typed)) {
      // A name is looked for as it is indexed, in lower case.
      const std::string lower = FoldName(form);
      if (std::find(forms.begin(), forms.end(), lower) == forms.end()) forms.push_back(lower);
    }
    if (forms.empty()) forms.push_back(word);
  }
  if (asked_.size() >= kRememberedMax) asked_.clear();
  asked_.emplace(word, forms);
  return forms;
}

bool BulgarianDictionary::Knows(const std::string& word) const {
  absl::MutexLock lock(&mutex_);
  return !Ask(word).empty();
}

std::vector<std::string> BulgarianDictionary::BasicForms(const std::string& word) const {
  absl::MutexLock lock(&mutex_);
  return Ask(word);
}

absl::StatusOr<const Dictionary*> Bulgarian() {
  for (const char* file : {kAffixes, kWords}) {
    if (access(file, R_OK) != 0) return Refuse("DICTIONARY_MISSING", {{"file", file}});
  }
  static const auto* dictionary = new BulgarianDictionary(kAffixes, kWords);
  return dictionary;
}

}  // namespace tranche::plans::search
