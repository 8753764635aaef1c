// SPDX-License-Identifier: EUPL-1.2
// How those who pay for a measure of a plan are called, in Bulgarian and in English.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche {

// Kinds of sources that sums go by, the same as in the checks of plans.
enum class Payer { kMunicipality, kProgrammes, kState, kOther };

// "Общински бюджет + Оперативни програми и проекти (вкл. ОПАК)": who pays, and in brackets the names
// that the plan gives to some of them. In Bulgarian, as the plan is.
std::string PayersInBulgarian(const std::vector<Payer>& payers, const std::vector<std::string>& names);

// Such words in the language of the reader; names and other texts stay as they are.
std::string SayPayers(absl::string_view words, Language language);

}  // namespace tranche
