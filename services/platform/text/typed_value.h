// SPDX-License-Identifier: EUPL-1.2
// Values that persons say instead of what was read: the forms that they may have, and how each is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/text/written.h"

namespace tranche {

enum class ValueForm {
  kText,       // Always there, perhaps empty.
  kBlankable,  // Absent, or text that may be empty.
  kAmount,     // Absent, or "39792.00 BGN".
  kCount,      // Absent, or "22".
  kFlag,       // "true" or "false".
  kWord,       // Absent, or one of some words.
  kDate,       // Absent, "" for a blank, or a date as documents write it, perhaps in part.
  kPeriod,     // Absent, or the words of a period; words that name no days are kept as they are.
  kDecimal,    // "" or exact decimal text, "45.35".
};

// No value: the document does not speak of it.
using Value = std::optional<std::string>;

// The value in the form in which it is kept: "39792" of BGN becomes "39792.00 BGN". No value at all
// when the text is none of this form; `allowed` are the words of kWord.
std::optional<Value> Normalised(ValueForm form, const Value& value,
                                const std::vector<std::string>& allowed = {});

// A date as a person or a document writes it, alone: "29.07.2022 г.", "2022-07", "2013", "" for a
// blank. No value: it is none.
std::optional<PartialDate> ReadDateAlone(const std::string& text);

}  // namespace tranche
