// SPDX-License-Identifier: EUPL-1.2
// How values are called by the description, in Bulgarian and in English.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche {

// The label that the description gives to an enum value; the value's name when it gives none, "–" for
// 0.
std::string SayEnum(const google::protobuf::EnumDescriptor* type, int number, Language language);

// With a capital first letter, as a heading has it.
std::string AsHeading(absl::string_view words);

}  // namespace tranche
