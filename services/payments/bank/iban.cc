// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/iban.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

constexpr size_t kLengthMin = 15;
constexpr size_t kLengthMax = 34;
constexpr size_t kLengthBulgarian = 22;
constexpr size_t kShownBytesMax = 60;

// Of the characters from the fifth on, then the first four, letters as 10 to 35.
int RemainderBy97(const std::string& iban) {
  int remainder = 0;
  const std::string turned = iban.substr(4) + iban.substr(0, 4);
  for (const char c : turned) {
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(c));
    const int value = digit ? c - '0' : c - 'A' + 10;
    remainder = (remainder * (digit ? 10 : 100) + value) % 97;
  }
  return remainder;
}

bool HasForm(const std::string& iban) {
  if (iban.size() < kLengthMin || iban.size() > kLengthMax) return false;
  if (absl::StartsWith(iban, "BG") && iban.size() != kLengthBulgarian) return false;
  for (size_t i = 0; i < iban.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(iban[i]);
    const bool digit = absl::ascii_isdigit(c);
    if (i < 2 ? !absl::ascii_isupper(c) : i < 4 ? !digit : !digit && !absl::ascii_isupper(c))
      return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> ParseIban(absl::string_view typed) {
  std::string iban;
  for (const char c : typed) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) {
      iban.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
    }
  }
  if (HasForm(iban) && RemainderBy97(iban) == 1) return iban;
  return Refuse("IBAN_INVALID", {{"value", Shortened(typed, kShownBytesMax)}});
}

}  // namespace tranche::payments::bank
