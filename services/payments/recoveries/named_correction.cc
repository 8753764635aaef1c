// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/named_correction.h"

#include <algorithm>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"

namespace tranche::payments::recoveries {
namespace {

int PositiveNumber(const std::string& text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) && number > 0 && absl::StrCat(number) == text ? number : 0;
}

// EU and national money of a decision by each correction of the register that it names.
absl::StatusOr<std::map<int, Money>> TakenBy(const Contract& contract, const Decision& decision) {
  std::map<int, Money> taken;
  for (const CostVerdict& verdict : decision.verdicts) {
    const int number = NumberOfCorrection(contract, verdict.correction);
    if (number == 0) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(verdict.by_correction));
    Money& sum = taken.try_emplace(number, Money::Zero(grant.currency())).first->second;
    TRANCHE_ASSIGN_OR_RETURN(sum, tranche::Add(sum, grant));
  }
  return taken;
}

absl::Status CheckOne(const Contract& contract, const std::vector<Claim>& others,
                      const Correction& correction, Money asked) {
  const std::string number = absl::StrCat(correction.id);
  if (correction.state != RecoveryState::kEntered) {
    return Refuse("CORRECTION_NOT_IN_FORCE", {{"correction", number}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Parts taken, TakenAtVerification(contract, others, correction.id));
  TRANCHE_ASSIGN_OR_RETURN(const Parts used, Add(taken, correction.indebted));
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Sum(correction.amount));
  TRANCHE_ASSIGN_OR_RETURN(const Money before, Sum(used));
  TRANCHE_ASSIGN_OR_RETURN(Money left, tranche::Subtract(whole, before));
  if (left.IsNegative()) left = Money::Zero(left.currency());
  TRANCHE_RETURN_IF_ERROR(tranche::Subtract(left, asked).status());
  if (asked.minor() <= left.minor()) return absl::OkStatus();
  return RefuseInput(
      "INVALID_REQUEST",
      {{"verification.costVerifications",
        "FIELD_OUT_OF_RANGE",
        {{"value", FormatAmount(asked)}, {"min", "0.00"}, {"max", FormatAmount(left)}}}});
}

}  // namespace

int NumberOfCorrection(const Contract& contract, const std::string& text) {
  const std::vector<std::string> segments = absl::StrSplit(text, '/');
  if (segments.size() == 1) return PositiveNumber(text);
  const bool own = segments.size() == 6 && segments[0] == "organisations" &&
                   segments[1] == contract.organisation && segments[2] == "contracts" &&
                   FoldRegisterNumber(segments[3]) == contract.id && segments[4] == "corrections";
  return own ? PositiveNumber(segments[5]) : 0;
}

absl::StatusOr<Parts> TakenAtVerification(const Contract& contract, const std::vector<Claim>& claims,
                                          int correction_id) {
  Parts taken = ZeroTwo(contract.amount.eu.currency());
  for (const Claim& claim : claims) {
    if (!claim.decision.has_value()) continue;
    for (const CostVerdict& verdict : claim.decision->verdicts) {
      if (NumberOfCorrection(contract, verdict.correction) != correction_id) continue;
      TRANCHE_ASSIGN_OR_RETURN(
          taken, Add(taken, Parts{verdict.by_correction.eu, verdict.by_correction.national}));
    }
  }
  return taken;
}

absl::Status CheckNamedCorrections(const Contract& contract, const std::vector<Claim>& others,
                                   const std::vector<Correction>& corrections,
                                   const Decision& decision) {
  TRANCHE_ASSIGN_OR_RETURN(const auto taken, TakenBy(contract, decision));
  for (const auto& [number, asked] : taken) {
    const auto found =
        std::find_if(corrections.begin(), corrections.end(),
                     [number = number](const Correction& one) { return one.id == number; });
    // A number that the register does not have is a text of the authority.
    if (found == corrections.end()) continue;
    TRANCHE_RETURN_IF_ERROR(CheckOne(contract, others, *found, asked));
  }
  return absl::OkStatus();
}

}  // namespace tranche::payments::recoveries
