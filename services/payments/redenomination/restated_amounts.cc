// SPDX-License-Identifier: EUPL-1.2
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/redenomination/by_law.h"
#include "payments/redenomination/redenomination.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::redenomination {
namespace {

using recoveries::Correction;
using recoveries::Debt;
using recoveries::Parts;
using recoveries::RecoveryState;

// Collects both amounts of what was converted.
class Listing {
 public:
  absl::Status AddAmount(const std::string& record, const char* series, const ThreePart& before,
                         const ThreePart& after) {
    if (before == ZeroParts(Currency::kBgn) && after == ZeroParts(Currency::kEur)) {
      return absl::OkStatus();
    }
    RestatedAmount amount{
        .record = record, .series = series, .before = before, .after = after, .difference = {}};
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart by_law, ByLaw(before));
    TRANCHE_ASSIGN_OR_RETURN(amount.difference, Subtract(after, by_law));
    amounts_.push_back(std::move(amount));
    return absl::OkStatus();
  }
  absl::Status AddAmount(const std::string& record, const char* series,
                         const std::optional<ThreePart>& before,
                         const std::optional<ThreePart>& after) {
    if (!before.has_value()) return absl::OkStatus();
    return AddAmount(record, series, *before, after.value_or(ZeroParts(Currency::kEur)));
  }
  absl::Status AddAmount(const std::string& record, const char* series, const Parts& before,
                         const Parts& after) {
    return AddAmount(record, series, ThreeOf(before), ThreeOf(after));
  }

  absl::Status AddClaim(const Claim& before, const Claim& after) {
    const std::string record = absl::StrCat("claims/", before.sequence);
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "requested", before.requested, after.requested));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "approved", before.approved, after.approved));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "refused", before.refused, after.refused));
    TRANCHE_RETURN_IF_ERROR(
        AddAmount(record, "by-correction", before.by_correction, after.by_correction));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "payable", before.payable, after.payable));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "cleared", before.cleared, after.cleared));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "to-recover", before.to_recover, after.to_recover));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "paid", before.paid, after.paid));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "deducted", before.deducted, after.deducted));
    for (size_t i = 0; i < before.costs.size(); ++i) {
      const std::string cost = absl::StrCat(record, "/costs/", before.costs[i].id);
      TRANCHE_RETURN_IF_ERROR(
          AddAmount(cost, "requested", before.costs[i].requested, after.costs[i].requested));
      TRANCHE_RETURN_IF_ERROR(AddAmount(cost, "again", before.costs[i].again, after.costs[i].again));
    }
    if (!before.decision.has_value()) return absl::OkStatus();
    for (size_t i = 0; i < before.decision->verdicts.size(); ++i) {
      const CostVerdict& leva = before.decision->verdicts[i];
      const CostVerdict& euro = after.decision->verdicts[i];
      const std::string cost = absl::StrCat(record, "/costs/", leva.cost_id);
      TRANCHE_RETURN_IF_ERROR(AddAmount(cost, "unapproved", leva.unapproved, euro.unapproved));
      TRANCHE_RETURN_IF_ERROR(AddAmount(cost, "by-correction", leva.by_correction, euro.by_correction));
    }
    return absl::OkStatus();
  }

  absl::Status AddDebt(const Debt& before, const Debt& after) {
    if (after.ledger.principal.eu.currency() != Currency::kEur) return absl::OkStatus();
    const std::string record = absl::StrCat("debts/", before.id);
    const recoveries::Ledger& leva = before.ledger;
    const recoveries::Ledger& euro = after.ledger;
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "principal", leva.principal, euro.principal));
    TRANCHE_RETURN_IF_ERROR(
        AddAmount(record, "repaid-principal", leva.repaid_principal, euro.repaid_principal));
    TRANCHE_RETURN_IF_ERROR(
        AddAmount(record, "charged-interest", leva.charged_interest, euro.charged_interest));
    return AddAmount(record, "repaid-interest", leva.repaid_interest, euro.repaid_interest);
  }

  std::vector<RestatedAmount> Take() { return std::move(amounts_); }

 private:
  std::vector<RestatedAmount> amounts_;
};

}  // namespace

absl::StatusOr<std::vector<RestatedAmount>> AmountsOf(const std::vector<Claim>& before,
                                                      const RestatedClaims& after,
                                                      const Recoveries& recoveries_before,
                                                      const Recoveries& recoveries_after,
                                                      const std::vector<Offset>& offsets) {
  Listing listing;
  for (size_t i = 0; i < before.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(listing.AddClaim(before[i], after.claims[i]));
  }
  for (const Payment& payment : after.payments) {
    TRANCHE_RETURN_IF_ERROR(listing.AddAmount(absl::StrCat("payments/", payment.id), "amount",
                                              *payment.recorded, payment.amount));
  }
  for (size_t i = 0; i < offsets.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(listing.AddAmount(
        absl::StrCat("debts/", offsets[i].debt_id, "/repayments/", offsets[i].repayment), "deducted",
        offsets[i].amount, after.offsets[i].amount));
  }
  for (size_t i = 0; i < recoveries_before.corrections.size(); ++i) {
    const Correction& leva = recoveries_before.corrections[i];
    if (leva.state == RecoveryState::kRemoved) continue;
    TRANCHE_RETURN_IF_ERROR(listing.AddAmount(absl::StrCat("corrections/", leva.id), "amount",
                                              leva.amount, recoveries_after.corrections[i].amount));
  }
  for (size_t i = 0; i < recoveries_before.debts.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(listing.AddDebt(recoveries_before.debts[i], recoveries_after.debts[i]));
  }
  for (size_t i = 0; i < recoveries_before.cases.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(
        listing.AddAmount(absl::StrCat("irregularities/", recoveries_before.cases[i].id), "amount",
                          recoveries_before.cases[i].amount, recoveries_after.cases[i].amount));
  }
  return listing.Take();
}

absl::StatusOr<RestatedAmount> AmountOfContract(const ThreePart& before, const ThreePart& after) {
  Listing listing;
  TRANCHE_RETURN_IF_ERROR(listing.AddAmount("contract", "amount", before, after));
  std::vector<RestatedAmount> amounts = listing.Take();
  // A contract without money has nothing to list.
  return amounts.empty() ? RestatedAmount{.record = "contract",
                                          .series = "amount",
                                          .before = before,
                                          .after = after,
                                          .difference = ZeroParts(Currency::kEur)}
                         : amounts.front();
}

}  // namespace tranche::payments::redenomination
