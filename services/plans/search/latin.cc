// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/latin.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/search/tokens.h"

namespace tranche::plans::search {
namespace {

// A letter from а to я as it sounds.
constexpr std::array<std::string_view, 32> kSounds = {
    "a", "b", "v", "g", "d", "e", "zh", "z",  "i",  "i",   "k", "l", "m", "n", "o", "p",
    "r", "s", "t", "u", "f", "h", "c",  "ch", "sh", "sht", "a", "i", "",  "e", "u", "a"};

// Latin letters and what each group of them may be written for, the longest groups first.
struct Group {
  std::string_view latin;
  std::string_view first;
  std::string_view second;  // Another reading; "": none.
};
constexpr std::array<Group, 44> kGroups = {{
    {"sht", "щ", ""},  {"zh", "ж", ""}, {"ts", "ц", "тс"}, {"tz", "ц", ""},   {"tc", "ц", ""},
    {"ch", "ч", ""},   {"sh", "ш", ""}, {"kh", "х", ""},   {"ph", "ф", ""},   {"yu", "ю", ""},
    {"ju", "ю", "жу"}, {"iu", "ю", ""}, {"ya", "я", ""},   {"ja", "я", "жа"}, {"ia", "я", "иа"},
    {"ey", "ей", ""},  {"a", "а", ""},  {"b", "б", ""},    {"v", "в", ""},    {"w", "в", ""},
    {"g", "г", ""},    {"d", "д", ""},  {"e", "е", ""},    {"z", "з", ""},    {"j", "ж", "й"},
    {"i", "и", ""},    {"y", "и", "ъ"}, {"q", "я", ""},    {"k", "к", ""},    {"l", "л", ""},
    {"m", "м", ""},    {"n", "н", ""},  {"o", "о", ""},    {"p", "п", ""},    {"r", "р", ""},
    {"s", "с", ""},    {"t", "т", ""},  {"u", "у", "ъ"},   {"f", "ф", ""},    {"h", "х", ""},
    {"x", "х", "кс"},  {"c", "ц", "к"}, {"4", "ч", ""},    {"6", "ш", ""},
}};

const Group* GroupAt(absl::string_view word) {
  const auto found = std::find_if(kGroups.begin(), kGroups.end(), [word](const Group& group) {
    return absl::StartsWith(word, absl::string_view(group.latin.data(), group.latin.size()));
  });
  return found == kGroups.end() ? nullptr : &*found;
}

std::string CyrillicSound(absl::string_view word) {
  const icu::UnicodeString letters =
      icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  std::string sound;
  for (int32_t i = 0; i < letters.length(); ++i) {
    const char16_t c = letters.charAt(i);
    if (c >= u'а' && c <= u'я') sound += kSounds[static_cast<std::size_t>(c - u'а')];
  }
  return sound;
}

}  // namespace

std::vector<std::string> CyrillicReadings(absl::string_view word) {
  std::vector<std::string> readings = {""};
  while (!word.empty()) {
    const Group* group = GroupAt(word);
    if (group == nullptr) return {};
    word.remove_prefix(group->latin.size());
    const bool both = !group->second.empty() && readings.size() * 2 <= kReadingsMax;
    std::vector<std::string> longer;
    for (const std::string& reading : readings) {
      longer.push_back(absl::StrCat(reading, std::string(group->first)));
      if (both) longer.push_back(absl::StrCat(reading, std::string(group->second)));
    }
    readings = std::move(longer);
  }
  // The article, which is typed as it is spoken.
  constexpr std::string_view kTyped = "ат";
  constexpr std::string_view kArticle = "ът";
  for (std::size_t i = readings.size(); i > 0 && readings.size() < kReadingsMax; --i) {
    std::string reading = readings[i - 1];
    if (reading.size() <= kTyped.size() || !absl::EndsWith(reading, "ат")) continue;
    reading.replace(reading.size() - kTyped.size(), kTyped.size(), kArticle);
    readings.push_back(std::move(reading));
  }
  return readings;
}

std::string SoundOf(absl::string_view word) {
  const std::string sound =
      IsCyrillicWord(word) ? CyrillicSound(word) : std::string(word.data(), word.size());
  std::string plain;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    // "ия" and "я", "иу" and "ю" are typed for one another.
    const bool glide =
        sound[i] == 'i' && i + 1 < sound.size() && (sound[i + 1] == 'a' || sound[i + 1] == 'u');
    const bool doubled = !plain.empty() && plain.back() == sound[i];
    if (!glide && !doubled) plain.push_back(sound[i]);
  }
  return plain;
}

}  // namespace tranche::plans::search
