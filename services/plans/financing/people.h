// SPDX-License-Identifier: EUPL-1.2
// The people of a financing cell: how many, in which groups, for how long. Of several numbers that the
// words do not rank none is taken.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "plans/financing.h"

namespace tranche::plans::financing {

// Blanks the numbers of people, byte for byte: they are no amounts that lost their unit.
void BlankPeople(std::string& rest);

// Takes cohorts, head count and months of a cell with their places; what the cell leaves open goes to
// the remarks. `rest` is the cell with its amounts blanked, byte for byte.
void ReadPeople(absl::string_view cell, std::string rest, Financing& financing);

}  // namespace tranche::plans::financing
