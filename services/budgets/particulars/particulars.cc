// SPDX-License-Identifier: EUPL-1.2
#include "budgets/particulars/particulars.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

constexpr int kWholePercentHundredths = 10'000;

// What nobody paid for was not paid in advance, and what is outside the Union is outside every area of
// it.
constexpr std::array<std::pair<const char*, const char*>, 2> kContradicting = {
    {{kAdvanceToContractor, kInKind}, {kOutsideUnion, kOutsideArea}}};

void CheckShares(const std::vector<ActivityShare>& shares, Money claimed,
                 std::vector<Violation>* faults) {
  std::set<std::string> seen;
  absl::StatusOr<Money> sum = Money::Zero(claimed.currency());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::string place = absl::StrCat("particulars.activities[", i, "]");
    if (!seen.insert(shares[i].activity).second) {
      faults->push_back(
          {place + ".activity", "COST_ACTIVITY_TWICE", {{"activity", shares[i].activity}}});
    }
    if (shares[i].amount.minor() <= 0) {
      faults->push_back({place + ".amount", "AMOUNT_NOT_ABOVE_ZERO", {}});
    }
    if (!sum.ok()) continue;
    sum = Add(*sum, shares[i].amount);
    AddViolation(sum.status(), place + ".amount", faults);
  }
  if (shares.empty() || !sum.ok() || *sum == claimed) return;
  faults->push_back({"particulars.activities",
                     "ACTIVITY_SHARES_DIFFER",
                     {{"sum", FormatAmount(*sum)},
                      {"claimed", FormatAmount(claimed)},
                      {"currency", std::string(CurrencyCode(claimed.currency()))}}});
}

}  // namespace

std::vector<Violation> FaultsOf(const Particulars& particulars, Money claimed) {
  std::vector<Violation> faults;
  const std::vector<std::string>& flags = particulars.flags;
  for (const auto& [first, second] : kContradicting) {
    if (std::find(flags.begin(), flags.end(), first) == flags.end()) continue;
    if (std::find(flags.begin(), flags.end(), second) == flags.end()) continue;
    faults.push_back(
        {"particulars.flags", "COST_FLAGS_CONTRADICT", {{"first", first}, {"second", second}}});
  }
  CheckShares(particulars.activities, claimed, &faults);
  return faults;
}

absl::StatusOr<std::vector<Money>> InProportion(Money whole, absl::Span<const int64_t> weights) {
  int64_t sum = 0;
  for (const int64_t weight : weights) sum += weight;
  std::vector<Money> parts;
  int64_t cumulative = 0;
  Money before = Money::Zero(whole.currency());
  for (const int64_t weight : weights) {
    cumulative += weight;
    TRANCHE_ASSIGN_OR_RETURN(
        const Money until,
        MultiplyByRatio(whole, Ratio{.numerator = cumulative, .denominator = sum}, Rounding::kHalfUp));
    TRANCHE_ASSIGN_OR_RETURN(const Money part, Subtract(until, before));
    parts.push_back(part);
    before = until;
  }
  return parts;
}

std::string CeilingRuleOf(const std::string& flag) {
  return absl::StrCat(absl::AsciiStrToLower(flag), "_ceiling_percent");
}

absl::StatusOr<Ceiling> CeilingOf(Money contract_total, int percent_hundredths, Money used) {
  Ceiling ceiling{.amount = {}, .above = Money::Zero(used.currency())};
  TRANCHE_ASSIGN_OR_RETURN(
      ceiling.amount,
      MultiplyByRatio(contract_total,
                      Ratio{.numerator = percent_hundredths, .denominator = kWholePercentHundredths},
                      Rounding::kDown));
  TRANCHE_ASSIGN_OR_RETURN(const Money above, Subtract(used, ceiling.amount));
  if (above.minor() > 0) ceiling.above = above;
  return ceiling;
}

}  // namespace tranche::budgets
