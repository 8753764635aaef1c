// SPDX-License-Identifier: EUPL-1.2
// What the readers of a financing cell share: the words of numbers and the signs between words.
#pragma once

#include "absl/strings/string_view.h"

// A number in digits or in the words that people write out.
#define TRANCHE_COUNT                                                                                                                       \
  "(?:[0-9]{1,6}|(?:[а-яА-Я]+десет|[а-яА-Я]+йсет|десет)(?:\\s+и\\s+[а-яА-Я]+)?|един|една|две|два|" \
  "двама|"                                                                                                                             \
  "три|трима|четири|четирима|пет|шест|седем|осем|девет)"

namespace tranche::plans::financing {

// Without blanks, dashes, quotes, brackets and other signs at both ends.
absl::string_view TrimSeparators(absl::string_view text);

}  // namespace tranche::plans::financing
