// SPDX-License-Identifier: EUPL-1.2
// The signs within a written number, and what shows that one of its digits was lost or is a letter.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tranche {

// "1.234.567" and "1,234,567": a sign that stands twice can only group. Apostrophes only group.
std::string WithoutRepeatedSigns(absl::string_view number);

// "000", "012 500": what stood before was lost, or is a letter that looks like a digit.
bool BeginsWithZeros(absl::string_view number);

// "1О 500": the group before the number at [begin, end) has a letter in the place of a digit.
bool FollowsLookalike(absl::string_view text, std::size_t begin, std::size_t end);

}  // namespace tranche
