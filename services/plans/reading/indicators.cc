// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/indicators.h"

#include <string>
#include <utility>

#include "absl/strings/str_replace.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kIndicatorsMax = 50;

// "1 200,5" as "1200.5".
std::string Decimal(re2::StringPiece written) {
  std::string plain =
      absl::StrReplaceAll(View(written), {{" ", ""}, {"\u00A0", ""}, {"\u202F", ""}, {",", "."}});
  return plain;
}

#define TARGET "([0-9]{1,9}(?:[ \\x{A0}\\x{202F}][0-9]{3})*(?:[.,][0-9]{1,4})?)"
#define TARGET_UNIT \
  "(%|бр\\.?|броя|лица|деца|души|човека|семейства|потребители|ученици|дни|часа|км|кв\\.\\s?м\\.?)?"

Indicator ReadOne(re2::StringPiece words) {
  static const RE2 kNameFirst(
      "(?i)(.*\\pL[^\\pL0-9]*?)\\s*[:–—=-]\\s*(?:мин(?:имум|\\.)\\s*|поне\\s*)?" TARGET
      "\\s*" TARGET_UNIT "\\s*\\.?");
  static const RE2 kNumberFirst("(?i)" TARGET "\\s*(%|бр\\.|броя)?\\s+(\\pL.*)");
  static const RE2 kYear("(?:19|20)[0-9]{2}");
  re2::StringPiece name, target, unit;
  if (RE2::FullMatch(words, kNameFirst, &name, &target, &unit) && !RE2::FullMatch(target, kYear))
    return {Owned(name), Decimal(target), Owned(unit)};
  if (RE2::FullMatch(words, kNumberFirst, &target, &unit, &name) && !RE2::FullMatch(target, kYear))
    return {Owned(name), Decimal(target), Owned(unit)};
  return {Owned(words), "", ""};
}

}  // namespace

std::vector<FoundIndicator> FindIndicators(absl::string_view cell, absl::string_view target_cell) {
  static const RE2 kItem("[\\s;•]*([^;•]+)");
  std::vector<FoundIndicator> found;
  re2::StringPiece rest = Piece(cell);
  re2::StringPiece item;
  while (found.size() < kIndicatorsMax && RE2::Consume(&rest, kItem, &item)) {
    while (!item.empty() && (item[item.size() - 1] == ' ' || item[item.size() - 1] == ','))
      item.remove_suffix(1);
    if (item.empty()) continue;
    const size_t begin = static_cast<size_t>(item.data() - cell.data());
    found.push_back({ReadOne(item), begin, begin + item.size()});
  }
  static const RE2 kTarget("\\s*" TARGET "\\s*(%|\\pL[^0-9]*)?\\s*");
  re2::StringPiece target, unit;
  if (found.size() == 1 && found[0].indicator.target.empty() &&
      RE2::FullMatch(Piece(target_cell), kTarget, &target, &unit)) {
    found[0].indicator.target = Decimal(target);
    found[0].indicator.unit = Owned(unit);
  }
  return found;
}

bool NamesMoney(absl::string_view text) {
  static const RE2 kMoney(
      "(?i)[0-9]\\s*(?:хил\\.?|хиляди|млн\\.?)?\\s*(?:лв|лева|евро|eur|bgn|€)|€\\s*[0-9]");
  return RE2::PartialMatch(Piece(text), kMoney);
}

}  // namespace tranche::plans::reading
