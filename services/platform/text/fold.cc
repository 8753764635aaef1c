// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/fold.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "platform/text/unicode.h"

namespace tranche {
namespace {

constexpr UChar32 kSoftHyphen = 0x00AD;

// Cyrillic capitals that are typed for Latin ones, and those, letter by letter.
constexpr std::u16string_view kCyrillicLookAlikes = u"АВЕКМНОРСТУХ";
constexpr std::u16string_view kLatinLookAlikes = u"ABEKMHOPCTYX";

// Transliteration Act: the letters from а to я in the order of Unicode, which has ы and э among them.
constexpr std::array<const char*, 32> kLatin = {
    "a", "b", "v", "g", "d", "e", "zh", "z",  "i",  "y",   "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "sht", "a", "y", "y", "e", "yu", "ya"};

// Composed form, so that "й" typed as и and a breve is the letter.
icu::UnicodeString Composed(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) {
    return text;
  }
  icu::UnicodeString composed = nfc->normalize(text, error);
  return U_FAILURE(error) ? text : composed;
}

bool IsDash(UChar32 c) { return u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212; }

bool IsInvisible(UChar32 c) { return u_charType(c) == U_FORMAT_CHAR; }

bool IsDoubleQuote(UChar32 c) {
  return c == U'„' || c == U'“' || c == U'”' || c == U'‟' || c == U'«' || c == U'»';
}

bool IsSingleQuote(UChar32 c) {
  return c == U'‘' || c == U'’' || c == U'‚' || c == U'‛' || c == U'ʼ' || c == U'´';
}

// Each run of white space as one space, none at the ends; invisible characters dropped; dashes as "-".
icu::UnicodeString Tidy(const icu::UnicodeString& text) {
  icu::UnicodeString tidy;
  bool blank = false;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_isUWhiteSpace(c)) {
      blank = true;
    } else if (!IsInvisible(c)) {
      if (blank && !tidy.isEmpty()) {
        tidy.append(u' ');
      }
      blank = false;
      tidy.append(IsDash(c) ? UChar32{u'-'} : c);
    }
  }
  return tidy;
}

char16_t LatinLookAlike(char16_t c) {
  const std::size_t place = kCyrillicLookAlikes.find(c);
  return place == std::u16string_view::npos ? c : kLatinLookAlikes[place];
}

int WidthOf(UChar32 c) {
  if (c < 0) {
    return 1;  // A malformed byte is shown as U+FFFD.
  }
  const int8_t type = u_charType(c);
  const bool mark = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
  if (c != kSoftHyphen && (mark || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR)) {
    return 0;
  }
  const int32_t jamo = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  if (jamo == U_HST_VOWEL_JAMO || jamo == U_HST_TRAILING_JAMO) {
    return 0;  // Joins the syllable before it.
  }
  const int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// One word of lower-case letters а to я, a to z and digits.
std::string TransliterateWord(const icu::UnicodeString& word) {
  if (word == icu::UnicodeString(u"българия")) {
    return "bulgaria";
  }
  std::string latin;
  const int32_t length = word.length();
  for (int32_t i = 0; i < length; ++i) {
    const char16_t c = word.charAt(i);
    if (i == length - 2 && c == u'и' && word.charAt(i + 1) == u'я') {
      return latin + "ia";  // "София" is Sofia, "приятел" stays priyatel.
    }
    if (c >= u'а' && c <= u'я') {
      latin += kLatin[static_cast<std::size_t>(c - u'а')];
    } else {
      latin += static_cast<char>(c);
    }
  }
  return latin;
}

}  // namespace

std::string FoldRegisterNumber(absl::string_view typed) {
  icu::UnicodeString upper = Composed(Tidy(ToUnicode(typed)));
  upper.toUpper(icu::Locale::getRoot());
  for (int32_t i = 0; i < upper.length(); ++i) {
    upper.setCharAt(i, LatinLookAlike(upper.charAt(i)));
  }
  upper.findAndReplace(u" -", u"-");
  upper.findAndReplace(u"- ", u"-");
  return ToUtf8(Composed(upper));
}

bool MixesScripts(absl::string_view text) {
  const icu::UnicodeString letters = ToUnicode(text);
  UScriptCode seen = USCRIPT_COMMON;
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    const UChar32 c = letters.char32At(i);
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    if (!u_isalpha(c) || U_FAILURE(error) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED) {
      continue;
    }
    if (seen != USCRIPT_COMMON && seen != script) {
      return true;
    }
    seen = script;
  }
  return false;
}

std::string FoldName(absl::string_view typed) {
  icu::UnicodeString lower = Composed(Tidy(ToUnicode(typed)));
  lower.toLower(icu::Locale("bg"));
  icu::UnicodeString folded;
  for (int32_t i = 0; i < lower.length(); i = lower.moveIndex32(i, 1)) {
    const UChar32 c = lower.char32At(i);
    folded.append(IsDoubleQuote(c) ? UChar32{u'"'} : IsSingleQuote(c) ? UChar32{u'\''} : c);
  }
  return ToUtf8(Composed(folded));
}

bool IsValidUtf8(absl::string_view text) {
  // Indexes of ICU are 32 bits wide, so a text is looked at character by character.
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, text.size(), c);
    if (c < 0) {
      return false;
    }
  }
  return true;
}

std::size_t CharacterCount(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), BeginsCharacter));
}

std::string Shortened(absl::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = bytes_max;
  while (end > 0 && !BeginsCharacter(text[end])) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

int DisplayWidth(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  std::size_t at = 0;
  int width = 0;
  while (at < text.size()) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, text.size(), c);
    width += WidthOf(c);
  }
  return width;
}

std::string Transliterate(absl::string_view bulgarian) {
  icu::UnicodeString lower = Composed(ToUnicode(bulgarian));
  lower.toLower(icu::Locale("bg"));
  std::string latin;
  icu::UnicodeString word;
  const auto finish_word = [&latin, &word] {
    const std::string written = TransliterateWord(word);
    absl::StrAppend(&latin, latin.empty() || written.empty() ? "" : "-", written);
    word.remove();
  };
  for (int32_t i = 0; i < lower.length(); ++i) {
    const char16_t c = lower.charAt(i) == u'ѝ' ? u'и' : lower.charAt(i);
    if ((c >= u'а' && c <= u'я') || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
      word.append(c);
    } else {
      finish_word();
    }
  }
  finish_word();
  return latin;
}

}  // namespace tranche
