// SPDX-License-Identifier: EUPL-1.2
// What amounts have in words: "сто двадесет и три лева и четиридесет стотинки".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "platform/money/money.h"

namespace tranche {

// A number in words where it stands in a text.
struct NumberWords {
  int64_t number = 0;
  std::size_t begin = 0;  // Of its first word.
  // A part of something greater stands before it, "1 милион и", which whoever reads it must find.
  bool goes_on = false;
  // The words have no one reading: "пет-шест", "от пет до шест", "няколко".
  bool open = false;
};

// The number in words that ends at `end`. No value: no word of a number stands there, or only one that
// multiplies what is written otherwise, "5 хиляди".
std::optional<NumberWords> NumberWordsBefore(absl::string_view text, std::size_t end);

// "и четиридесет стотинки", "и 40 ст.", "и 5 цента" behind the unit of an amount.
struct CentsBehind {
  int cents = 0;
  std::size_t end = 0;
};
std::optional<CentsBehind> FindCentsBehind(absl::string_view text, std::size_t begin,
                                           Currency currency);

}  // namespace tranche
