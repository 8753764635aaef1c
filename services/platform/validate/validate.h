// SPDX-License-Identifier: EUPL-1.2
// Checks a message against the rules that its description carries (tranche.options.v1.rules).
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tranche::validate {

// OK, or INVALID_REQUEST with the violations and their field paths in lowerCamel
// ("cost.amount.amount"): the first 100, the value violations_left_out counts the others.
absl::Status Check(const google::protobuf::Message& message);

// The segments that stand for variables in a resource name, in order:
// ("organisations/{organisation}/plans/{plan}", "organisations/-/plans/x") -> {"-", "x"}.
// RESOURCE_NAME_MALFORMED otherwise. A segment: 1 to 64 of letters, digits, '-', '.', '_', or
// Cyrillic letters in a register number.
absl::StatusOr<std::vector<std::string>> ParseResourceName(absl::string_view pattern,
                                                           absl::string_view name);

// The number that a segment of a name is, as names are written: "7". Any other text ("07", "+7", "x",
// "99999999999" for an int) is 0, which no record has.
template <class Number>
Number ParseNumber(absl::string_view segment) {
  Number number = 0;
  const bool canonical =
      absl::SimpleAtoi(segment, &number) && number > 0 && absl::StrCat(number) == segment;
  return canonical ? number : 0;
}

}  // namespace tranche::validate
