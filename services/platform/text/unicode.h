// SPDX-License-Identifier: EUPL-1.2
// Between UTF-8 and ICU's own text, for what looks at letters one by one.
#pragma once

#include <unicode/unistr.h>

#include <string>

#include "absl/strings/string_view.h"

namespace tranche {

inline icu::UnicodeString ToUnicode(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

inline std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

}  // namespace tranche
