// SPDX-License-Identifier: EUPL-1.2
// How those who pay for a measure of a plan are called, in Bulgarian and in English.
#pragma once

#include <string>
#include <vector>

namespace tranche::reports {

// Groups of sources that sums go by. The checks of plans (plans/checks/group_totals.cc) name the same
// four, by the same words, so that a report and a check can be read beside each other; written twice
// since a service does not include another's domain.
enum class Payer { kMunicipality, kProgrammes, kState, kOther };

struct PayerWords {
  std::string bg;
  std::string en;
};

// "Общински бюджет + Оперативни програми и проекти (вкл. ОПАК)": who pays, and in brackets the names
// that the plan gives to some of them, as written in either language. Nobody: no words.
PayerWords WordsOf(const std::vector<Payer>& payers, const std::vector<std::string>& names);

}  // namespace tranche::reports
