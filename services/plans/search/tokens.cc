// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/tokens.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"
#include "platform/text/unicode.h"

namespace tranche::plans::search {
namespace {

// Letters that look alike, place by place; small letters that differ in shape from their capitals are
// told by the capitals only.
constexpr std::u16string_view kLatin = u"ABEKMHOPCTYXaeopcyxkmt";
constexpr std::u16string_view kCyrillic = u"АВЕКМНОРСТУХаеорсухкмт";
// The same for words whose case is gone: the capitals in lower case.
constexpr std::u16string_view kLatinLower = u"abekmhopctyx";
constexpr std::u16string_view kCyrillicLower = u"авекмнорстух";

constexpr std::array<std::string_view, 45> kPassedOver = {
    "а",   "без", "бе", "в",  "във", "г",  "да",  "до", "е",   "за",  "и",  "из", "или", "им",  "като",
    "към", "ли",  "на", "не", "но",  "о",  "от",  "по", "при", "с",   "са", "се", "си",  "със", "то",
    "у",   "че",  "ще", "лв", "the", "of", "and", "in", "to",  "for", "a",  "on", "at",  "by",  "is"};

bool IsCyrillic(UChar32 c) {
  return (c >= 0x0410 && c <= 0x044F) || c == 0x0401 || c == 0x0451 || c == 0x045D || c == 0x040D;
}

bool IsLatin(UChar32 c) { return c < 0x80 && u_isalpha(c); }

bool IsWordCharacter(UChar32 c) {
  return u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_FORMAT_CHAR;
}

// Every letter of `from` in the word as its look-alike; false when a letter of the script that
// `foreign` tells has none.
template <class Foreign>
bool PutRight(std::u16string_view from, std::u16string_view to, Foreign foreign,
              icu::UnicodeString* word) {
  icu::UnicodeString right = *word;
  for (int32_t i = 0; i < right.length(); ++i) {
    if (!foreign(right.charAt(i))) continue;
    const std::size_t place = from.find(right.charAt(i));
    if (place == std::u16string_view::npos) return false;
    right.setCharAt(i, to[place]);
  }
  *word = right;
  return true;
}

// Composed, without invisible characters, in one script where that is possible, in lower case.
std::string FoldWord(absl::string_view typed) {
  icu::UnicodeString word;
  const icu::UnicodeString all = ToUnicode(typed);
  bool latin = false;
  bool cyrillic = false;
  for (int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
    const UChar32 c = all.char32At(i);
    if (u_charType(c) == U_FORMAT_CHAR) continue;
    word.append(c);
    latin = latin || IsLatin(c);
    cyrillic = cyrillic || IsCyrillic(c);
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_SUCCESS(error)) {
    const icu::UnicodeString composed = nfc->normalize(word, error);
    if (U_SUCCESS(error)) word = composed;
  }
  if (latin && cyrillic && !PutRight(kLatin, kCyrillic, IsLatin, &word)) {
    PutRight(kCyrillic, kLatin, IsCyrillic, &word);
  }
  word.toLower(icu::Locale("bg"));
  word.findAndReplace(u"ѝ", u"и");
  return ToUtf8(word);
}

// A sign that joins the parts of a number when it stands between two of them.
bool JoinsNumber(UChar32 c) {
  return c == U'.' || c == U'/' || c == 0x2212 || u_charType(c) == U_DASH_PUNCTUATION;
}

// A piece of the text: a word, or a sign of one character between two words.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool digits = false;
  bool joined = false;  // To the piece before it, by one sign.
};

std::vector<Piece> PiecesOf(absl::string_view text) {
  std::vector<Piece> pieces;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  std::size_t at = 0;
  bool open = false;
  std::size_t sign_end = 0;  // End of a joining sign that stands directly behind the last piece.
  while (at < text.size()) {
    const std::size_t begin = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, text.size(), c);
    if (c >= 0 && IsWordCharacter(c)) {
      if (!open) pieces.push_back({begin, at, false, sign_end == begin && !pieces.empty()});
      pieces.back().end = at;
      pieces.back().digits = pieces.back().digits || u_isdigit(c);
      open = true;
      continue;
    }
    sign_end = open && c >= 0 && JoinsNumber(c) ? at : 0;
    open = false;
  }
  return pieces;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// One blank of those that part thousands, also one that does not break or is thin.
bool IsBlank(absl::string_view sign) {
  return sign == " " || sign == "\u00a0" || sign == "\u2009" || sign == "\u202f";
}

// An amount that begins with the piece `first`: thousands in groups, or four digits and more, and cents
// behind a comma or a point. `word` is empty where none does.
struct Amount {
  std::string word;
  std::size_t last = 0;  // The piece behind it.
};
Amount AmountAt(absl::string_view text, const std::vector<Piece>& pieces, std::size_t first) {
  const auto typed = [&](std::size_t i) {
    return text.substr(pieces[i].begin, pieces[i].end - pieces[i].begin);
  };
  const auto sign = [&](std::size_t i) {  // Between it and the piece before it.
    return text.substr(pieces[i - 1].end, pieces[i].begin - pieces[i - 1].end);
  };
  constexpr std::size_t kGroup = 3, kCents = 2;
  if (!IsDigits(typed(first))) return {};
  Amount amount{std::string(typed(first)), first + 1};
  const auto follows = [&](std::size_t digits) {
    return amount.last < pieces.size() && IsDigits(typed(amount.last)) &&
           typed(amount.last).size() == digits;
  };
  while (typed(first).size() <= kGroup && follows(kGroup) && IsBlank(sign(amount.last)))
    absl::StrAppend(&amount.word, typed(amount.last++));
  const bool is_whole = amount.word.size() > kGroup;
  if (is_whole && follows(kCents) && (sign(amount.last) == "," || sign(amount.last) == ".")) {
    if (typed(amount.last) != "00") absl::StrAppend(&amount.word, ".", typed(amount.last));
    ++amount.last;
  }
  // "2013/14", "1 200-1 500": signs part what stands there otherwise.
  const bool goes_on = amount.last < pieces.size() && pieces[amount.last].joined;
  const bool is_amount = is_whole && amount.last > first + 1 && !goes_on &&
                         pieces[amount.last - 1].end - pieces[first].begin <= kWordBytesMax;
  return is_amount ? amount : Amount{};
}

std::string FoldNumber(absl::string_view typed) {
  return absl::AsciiStrToLower(FoldRegisterNumber(typed));
}

void AddWord(absl::string_view text, const Piece& piece, std::vector<Token>* tokens) {
  const absl::string_view typed = text.substr(piece.begin, piece.end - piece.begin);
  std::string word = piece.digits ? FoldNumber(typed) : FoldWord(typed);
  if (!word.empty() && word.size() <= kWordBytesMax)
    tokens->push_back({std::move(word), piece.begin, piece.end, false});
}

}  // namespace

std::vector<Token> TokensOf(absl::string_view text) {
  std::vector<Token> tokens;
  const std::vector<Piece> pieces = PiecesOf(text);
  for (std::size_t first = 0; first < pieces.size();) {
    std::size_t last = first + 1;
    if (Amount amount = AmountAt(text, pieces, first); !amount.word.empty()) {
      tokens.push_back(
          {std::move(amount.word), pieces[first].begin, pieces[amount.last - 1].end, true});
      for (; first < amount.last; ++first) AddWord(text, pieces[first], &tokens);
      continue;
    }
    bool digits = pieces[first].digits;
    while (last < pieces.size() && pieces[last].joined) digits = pieces[last++].digits || digits;
    const std::size_t begin = pieces[first].begin;
    const std::size_t end = pieces[last - 1].end;
    const bool number = digits && last - first > 1 && end - begin <= kWordBytesMax;
    if (number) tokens.push_back({FoldNumber(text.substr(begin, end - begin)), begin, end, true});
    for (; first < last; ++first) AddWord(text, pieces[first], &tokens);
  }
  return tokens;
}

bool IsCyrillicWord(absl::string_view word) {
  const icu::UnicodeString letters = ToUnicode(word);
  for (int32_t i = 0; i < letters.length(); ++i) {
    if (!IsCyrillic(letters.charAt(i))) return false;
  }
  return !letters.isEmpty();
}

bool IsLatinWord(absl::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isalpha(c); });
}

std::string OtherScriptReading(absl::string_view word) {
  icu::UnicodeString reading = ToUnicode(word);
  const bool right = IsCyrillicWord(word) ? PutRight(kCyrillicLower, kLatinLower, IsCyrillic, &reading)
                                          : IsLatinWord(word) && PutRight(kLatinLower, kCyrillicLower,
                                                                          IsLatin, &reading);
  return right ? ToUtf8(reading) : "";
}

bool IsPassedOver(absl::string_view word) {
  return std::find(kPassedOver.begin(), kPassedOver.end(),
                   std::string_view(word.data(), word.size())) != kPassedOver.end();
}

}  // namespace tranche::plans::search
