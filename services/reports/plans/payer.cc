// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/payer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tranche::reports {
namespace {

PayerWords WordsOfOne(Payer payer) {
  switch (payer) {
    case Payer::kMunicipality:
      return {"Общински бюджет", "Municipal budget"};
    case Payer::kProgrammes:
      return {"Оперативни програми и проекти", "Operational programmes and projects"};
    case Payer::kState:
      return {"Държавен бюджет и дарения", "State budget and donations"};
    case Payer::kOther:
      break;
  }
  return {"Други източници", "Other sources"};
}

}  // namespace

PayerWords WordsOf(const std::vector<Payer>& payers, const std::vector<std::string>& names) {
  PayerWords words;
  const char* plus = "";
  for (const Payer payer : payers) {
    const PayerWords one = WordsOfOne(payer);
    absl::StrAppend(&words.bg, plus, one.bg);
    absl::StrAppend(&words.en, plus, one.en);
    plus = " + ";
  }
  if (names.empty()) return words;
  const std::string named = absl::StrJoin(names, ", ");
  absl::StrAppend(&words.bg, " (вкл. ", named, ")");
  absl::StrAppend(&words.en, " (incl. ", named, ")");
  return words;
}

}  // namespace tranche::reports
