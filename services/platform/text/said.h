// SPDX-License-Identifier: EUPL-1.2
// How amounts, days and values are said to people, in Bulgarian and in English.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche {

// "378008.50" with its unit: "378 008,50 лв." or "BGN 378,008.50", with blanks that do not break; other
// units stand behind the number. A text that is no decimal is given back as it is, "" as "–".
std::string SayAmount(absl::string_view decimal, absl::string_view unit, Language language);

// "2018-11-19": "19.11.2018 г." or "19 November 2018"; another text is given back as it is, "" as "–".
std::string SayDate(absl::string_view iso, Language language);

// The label that the description gives to an enum value; the value's name when it gives none.
std::string SayEnum(const google::protobuf::EnumDescriptor* type, int number, Language language);

// With a capital first letter, as a heading has it.
std::string AsHeading(absl::string_view words);

}  // namespace tranche
