// SPDX-License-Identifier: EUPL-1.2
// Texts that people typed: folded for look-up, measured for tables, cut for messages. The typed form is
// always kept.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tranche {

// A register number for look-up: upper case, blanks and dashes unified, Cyrillic letters that look
// Latin (АВЕКМНОРСТУХ) replaced: "BG05М9ОР001-2.005-0063-C01" -> "BG05M9OP001-2.005-0063-C01".
// No blank stays beside a dash, invisible characters go. Not for national irregularity numbers, which
// are Cyrillic by design.
std::string FoldRegisterNumber(absl::string_view typed);

// Letters of two scripts within one text, a sign of a number retyped by hand.
bool MixesScripts(absl::string_view text);

// Lower case (Bulgarian), white space collapsed, quotes and dashes unified: for comparing names.
std::string FoldName(absl::string_view typed);

bool IsValidUtf8(absl::string_view text);

// Whether a byte of UTF-8 is the first one of a character.
constexpr bool BeginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }
std::size_t CharacterCount(absl::string_view text);

// A text for a message: as it is, or what of it fits into `bytes_max`, cut at the border of a
// character, and "…" after it.
std::string Shortened(absl::string_view text, std::size_t bytes_max);

// Columns that a terminal needs for a text in UTF-8: none for combining marks, two for wide characters.
int DisplayWidth(absl::string_view text);

// Lower-case Latin letters and digits for a Bulgarian text (Transliteration Act), for identifiers and
// file names: "Любимец" -> "lyubimets", "Минерални бани, 2017 г." -> "mineralni-bani-2017-g".
std::string Transliterate(absl::string_view bulgarian);

}  // namespace tranche
