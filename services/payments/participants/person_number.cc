// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/person_number.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/text/first_characters.h"
#include "platform/text/fold.h"

namespace tranche::payments::participants {
namespace {

constexpr std::size_t kDigits = 10;
constexpr std::size_t kDocumentCharactersMax = 40;
constexpr std::size_t kShown = 2;

bool IsTenDigits(absl::string_view number) {
  return number.size() == kDigits && std::all_of(number.begin(), number.end(), absl::ascii_isdigit);
}

int Digit(absl::string_view number, std::size_t place) { return number[place] - '0'; }

}  // namespace

std::optional<absl::CivilDay> BirthOfEgn(absl::string_view egn) {
  if (!IsTenDigits(egn)) return std::nullopt;
  constexpr std::array<int, kDigits - 1> kWeights = {2, 4, 8, 5, 10, 9, 7, 3, 6};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * Digit(egn, i);
  if (sum % 11 % 10 != Digit(egn, kDigits - 1)) return std::nullopt;
  int year = 1900 + Digit(egn, 0) * 10 + Digit(egn, 1);
  int month = Digit(egn, 2) * 10 + Digit(egn, 3);
  const int day = Digit(egn, 4) * 10 + Digit(egn, 5);
  if (month > 40) {
    year += 100;
    month -= 40;
  } else if (month > 20) {
    year -= 100;
    month -= 20;
  }
  const absl::CivilDay born(year, month, day);
  // A day that the calendar lacks becomes another one.
  if (born.year() != year || born.month() != month || born.day() != day) return std::nullopt;
  return born;
}

bool MayBeLnch(absl::string_view number) { return IsTenDigits(number); }

bool MayBeDocumentNumber(absl::string_view number) {
  const bool plain = std::all_of(number.begin(), number.end(), [](char byte) {
    return !absl::ascii_isascii(static_cast<unsigned char>(byte)) ||
           absl::ascii_isalnum(static_cast<unsigned char>(byte)) || byte == ' ' || byte == '-';
  });
  return plain && !number.empty() && CharacterCount(number) <= kDocumentCharactersMax;
}

std::string Mask(absl::string_view number) {
  const std::size_t characters = CharacterCount(number);
  if (characters <= 2 * kShown) return std::string(characters, '*');
  std::size_t from = number.size();
  for (std::size_t shown = 0; shown < kShown; ++shown) {
    do {
      --from;
    } while (!BeginsCharacter(number[from]));
  }
  return absl::StrCat(std::string(characters - kShown, '*'), number.substr(from));
}

std::string Initials(const std::string& first, const std::string& middle, const std::string& last) {
  std::string initials;
  for (const std::string* name : {&first, &middle, &last}) {
    if (name->empty()) continue;
    absl::StrAppend(&initials, initials.empty() ? "" : " ", FirstCharacters(*name, 1), ".");
  }
  return initials;
}

}  // namespace tranche::payments::participants
