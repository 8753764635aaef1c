// SPDX-License-Identifier: EUPL-1.2
// How amounts and days are said to people, in Bulgarian and in English.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "platform/text/said_label.h"  // IWYU pragma: export

namespace tranche {

// "378008.50" with its unit: "378 008,50 лв." or "BGN 378,008.50", with blanks that do not break; other
// units stand behind the number. A text that is no decimal is given back as it is, "" as "–".
std::string SayAmount(absl::string_view decimal, absl::string_view unit, Language language);

// "2018-11-19": "19.11.2018 г." or "19 November 2018"; another text is given back as it is, "" as "–".
std::string SayDate(absl::string_view iso, Language language);

}  // namespace tranche
