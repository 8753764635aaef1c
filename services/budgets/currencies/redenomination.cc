// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/redenomination.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/money/redenominate.h"

namespace tranche::budgets {
namespace {

using Part = Money ThreePart::*;
constexpr Part kParts[] = {&ThreePart::eu, &ThreePart::national, &ThreePart::own};
constexpr const char* kPartNames[] = {"eu", "national", "own"};

Money Lesser(Money a, Money b) { return a.minor() < b.minor() ? a : b; }

// One part of all lines: `contract` is that part of the contract in euro.
absl::Status ConvertPart(Part part, Money contract, absl::Span<const BudgetLine> lines,
                         std::vector<BudgetLine>* converted) {
  std::vector<int64_t> weights;
  int64_t sum = 0;
  for (const BudgetLine& line : lines) {
    weights.push_back((line.caps.*part).minor());
    sum += weights.back();
  }
  std::vector<Money> caps(lines.size(), Money::Zero(Currency::kEur));
  // Without a cap in lev there is nothing to allot to, and then there must be nothing to allot.
  if (sum > 0 || !contract.IsZero()) {
    TRANCHE_ASSIGN_OR_RETURN(caps, Allocate(contract, weights));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    BudgetLine& line = (*converted)[i];
    line.caps.*part = caps[i];
    TRANCHE_ASSIGN_OR_RETURN(const Money used_leva, Add(lines[i].reserved.*part, lines[i].spent.*part));
    TRANCHE_ASSIGN_OR_RETURN(const Money used_euro, ConvertToEuro(used_leva, Rounding::kHalfUp));
    TRANCHE_ASSIGN_OR_RETURN(const Money spent_euro,
                             ConvertToEuro(lines[i].spent.*part, Rounding::kHalfUp));
    const Money used = Lesser(used_euro, caps[i]);
    line.spent.*part = Lesser(spent_euro, used);
    TRANCHE_ASSIGN_OR_RETURN(line.reserved.*part, Subtract(used, line.spent.*part));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<BudgetLine>> ConvertLines(const ThreePart& contract,
                                                     absl::Span<const BudgetLine> lines) {
  std::vector<BudgetLine> converted;
  for (const BudgetLine& line : lines) {
    BudgetLine empty = line;
    empty.caps = empty.reserved = empty.spent = ZeroParts(Currency::kEur);
    converted.push_back(std::move(empty));
  }
  if (lines.empty()) return converted;
  for (const Part part : kParts) {
    TRANCHE_RETURN_IF_ERROR(ConvertPart(part, contract.*part, lines, &converted));
  }
  return converted;
}

absl::StatusOr<std::vector<FigureDifference>> DifferencesOf(const BudgetLine& before,
                                                            const BudgetLine& after) {
  std::vector<FigureDifference> differences;
  const auto compare = [&](const char* figure, const ThreePart& was,
                           const ThreePart& kept) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart each, ConvertEach(was));
    for (std::size_t i = 0; i < std::size(kParts); ++i) {
      const Part part = kParts[i];
      if (each.*part == kept.*part) continue;
      differences.push_back({.of = absl::StrCat(figure, ".", kPartNames[i]),
                             .before = was.*part,
                             .converted = each.*part,
                             .kept = kept.*part});
    }
    return absl::OkStatus();
  };
  TRANCHE_RETURN_IF_ERROR(compare("caps", before.caps, after.caps));
  TRANCHE_RETURN_IF_ERROR(compare("reserved", before.reserved, after.reserved));
  TRANCHE_RETURN_IF_ERROR(compare("spent", before.spent, after.spent));
  return differences;
}

}  // namespace tranche::budgets
