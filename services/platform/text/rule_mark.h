// SPDX-License-Identifier: EUPL-1.2
// How a rule is marked of which nobody has read the primary text: a sentence does not pass it off as a
// fact.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche {

// "непроверено" or "unverified".
inline const char* Unverified(Language language) {
  return language == Language::kBulgarian ? "непроверено" : "unverified";
}

// "; непроверено" behind a source within brackets; nothing where the text was read.
inline std::string MarkBehind(bool verified, Language language) {
  return verified ? "" : absl::StrCat("; ", Unverified(language));
}

// " (непроверено)" behind a source.
inline std::string MarkInBrackets(bool verified, Language language) {
  return verified ? "" : absl::StrCat(" (", Unverified(language), ")");
}

// "Наредба …, чл. 7 (непроверено / unverified)": a source and its mark, for people of both languages.
inline std::string MarkedSource(absl::string_view source, bool verified) {
  if (verified) return absl::StrCat(source, " (проверено / verified)");
  return absl::StrCat(source, " (", Unverified(Language::kBulgarian), " / ",
                      Unverified(Language::kEnglish), ")");
}

}  // namespace tranche
