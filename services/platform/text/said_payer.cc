// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/said_payer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace tranche {
namespace {

struct Words {
  const char* bg;
  const char* en;
};

constexpr Words kIncluding{" (вкл. ", " (incl. "};

constexpr Words WordsOf(Payer payer) {
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

std::string PayersInBulgarian(const std::vector<Payer>& payers, const std::vector<std::string>& names) {
  std::string words = absl::StrJoin(
      payers, " + ", [](std::string* out, Payer payer) { absl::StrAppend(out, WordsOf(payer).bg); });
  if (!names.empty()) absl::StrAppend(&words, kIncluding.bg, absl::StrJoin(names, ", "), ")");
  return words;
}

std::string SayPayers(absl::string_view words, Language language) {
  if (language == Language::kBulgarian) return std::string(words);
  // Names come after the payers.
  const std::size_t names = words.find(kIncluding.bg);
  std::string said(words.substr(0, names));
  for (const Payer payer : {Payer::kMunicipality, Payer::kProgrammes, Payer::kState, Payer::kOther}) {
    said = absl::StrReplaceAll(said, {{WordsOf(payer).bg, WordsOf(payer).en}});
  }
  if (names == absl::string_view::npos) return said;
  return absl::StrCat(said, kIncluding.en,
                      words.substr(names + absl::string_view(kIncluding.bg).size()));
}

}  // namespace tranche
