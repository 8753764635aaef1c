// SPDX-License-Identifier: EUPL-1.2
// Numbers of workbooks without floating point.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/sheet/sheet.h"

namespace tranche::sheet {
namespace {

// Digits and where their point stands, of a number in any notation; false when it is none.
bool ReadNumber(absl::string_view text, bool* negative, std::string* digits, int* point) {
  *negative = absl::StartsWith(text, "-");
  if (*negative) text.remove_prefix(1);
  int exponent = 0;
  const std::size_t e = text.find_first_of("eE");
  if (e != absl::string_view::npos) {
    if (!absl::SimpleAtoi(text.substr(e + 1), &exponent) || exponent < -400 || exponent > 400)
      return false;
    text = text.substr(0, e);
  }
  const std::size_t dot = text.find('.');
  *digits =
      absl::StrCat(text.substr(0, dot), dot == absl::string_view::npos ? "" : text.substr(dot + 1));
  if (digits->empty() || digits->size() > 400 ||
      digits->find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  *point = static_cast<int>(dot == absl::string_view::npos ? text.size() : dot) + exponent;
  return true;
}

// Rounds decimal digits to so many of them; the point moves when all of them were nines.
void RoundTo(std::size_t keep, std::string* digits, int* point) {
  if (digits->size() <= keep) return;
  const bool up = (*digits)[keep] >= '5';
  digits->resize(keep);
  if (!up) return;
  for (std::size_t i = keep; i-- > 0;) {
    if ((*digits)[i] != '9') {
      ++(*digits)[i];
      return;
    }
    (*digits)[i] = '0';
  }
  digits->insert(0, 1, '1');
  ++*point;
}

}  // namespace

std::string SheetCell::Shown() const {
  if (kind != Kind::kNumber || decimals == 0) return text;
  const std::size_t point = text.find('.');
  const std::size_t places = point == std::string::npos ? 0 : text.size() - point - 1;
  if (places >= static_cast<std::size_t>(decimals)) return text;
  return absl::StrCat(text, point == std::string::npos ? "." : "",
                      std::string(static_cast<std::size_t>(decimals) - places, '0'));
}

std::string PlainDecimal(absl::string_view number) {
  bool negative = false;
  std::string digits;
  int point = 0;
  if (!ReadNumber(absl::StripAsciiWhitespace(number), &negative, &digits, &point)) return "";
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, zeros);
  point -= static_cast<int>(zeros);
  // A binary number of 8 bytes tells 15 decimal digits; those after them are noise.
  RoundTo(15, &digits, &point);
  if (digits.empty()) return "0";
  if (point > 400) return "";
  if (point < 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0');
    point = 0;
  }
  const auto whole_size = static_cast<std::size_t>(point);
  if (digits.size() < whole_size) digits.append(whole_size - digits.size(), '0');
  const std::string whole = whole_size == 0 ? "0" : digits.substr(0, whole_size);
  std::string places = digits.substr(whole_size);
  places.erase(places.find_last_not_of('0') + 1);
  const bool zero = whole.find_first_not_of('0') == std::string::npos && places.empty();
  return absl::StrCat(negative && !zero ? "-" : "", whole, places.empty() ? "" : ".", places);
}

}  // namespace tranche::sheet
