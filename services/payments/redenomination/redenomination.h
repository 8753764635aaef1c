// SPDX-License-Identifier: EUPL-1.2
// The changeover of a contract's money from lev to euro: values in, values out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/recoveries/records.h"

namespace tranche::payments::redenomination {

// An amount before and after. Two-part amounts have an own part of 0.
struct RestatedAmount {
  std::string record;  // Below the contract: "claims/2", "payments/PA001".
  std::string series;  // "payable".
  ThreePart before;
  ThreePart after;
  ThreePart difference;  // after less the conversion of each part by itself.

  friend bool operator==(const RestatedAmount&, const RestatedAmount&) = default;
};

// A debt that was deducted from a claim, as it was recorded.
struct Offset {
  int debt_id = 0;
  int repayment = 0;
  int claim_sequence = 0;
  ThreePart amount;
};

// What the contract's claims come to in euro.
struct RestatedClaims {
  std::vector<Claim> claims;      // In their order; state, days and people as they were.
  std::vector<Payment> payments;  // `recorded` is what they were.
  std::vector<Offset> offsets;    // In euro.
  int64_t advance_owed_minor = 0;
  int64_t cleared_minor = 0;
};

// Converts the claims of a contract of which none is open (CLAIM_OPEN), with their costs and payments,
// all in lev. What is rounded are the smallest amounts, by running sums, and all others are their sums,
// so that PAY-4, PAY-8, PAY-9, PAY-10, PAY-11, PAY-12 and INV-03 hold as before:
// - approved, unapproved and by correction of each cost, in the order of claims and costs. Approved
//   money comes to the conversion of its sum, and never to more than `amount`, the contract in euro.
// - of an approved amount, what clears the advance; the rest is payable. All of it where all cleared
// it.
// - the advance is what it cleared where it was cleared in full, and never less than that.
// - what was paid and deducted of a claim, one by one, in proportion to its payable, so that what was
//   settled stays.
// - to recover is the advance less what cleared it, and caps are at least what was owed under them.
absl::StatusOr<RestatedClaims> RestateClaims(const ThreePart& amount, const std::vector<Claim>& claims,
                                             const std::vector<Payment>& payments,
                                             const std::vector<Offset>& offsets = {});

// What corrections, debts and cases come to. Debts: see recoveries::ConvertLedger.
struct Recoveries {
  ThreePart support;  // The contract's grant; own is 0.
  recoveries::Parts corrected;
  std::vector<recoveries::Correction> corrections;
  std::vector<recoveries::Debt> debts;
  std::vector<recoveries::Case> cases;
};
// Drafts, sums in force and cases are converted; versions that were in force, interest and repayments
// stay in lev. Corrections are never below what debts were made of them, and the support never below
// the corrections. A debt of a negative balance is never above it (DEB-6): of which `claims` are before
// and `restated` after the conversion.
absl::StatusOr<Recoveries> RestateRecoveries(const ThreePart& amount, absl::CivilDay on,
                                             const Recoveries& before,
                                             const std::vector<Claim>& claims = {},
                                             const std::vector<Claim>& restated = {});

// Both amounts of everything that was converted, without amounts that are 0.
absl::StatusOr<std::vector<RestatedAmount>> AmountsOf(const std::vector<Claim>& before,
                                                      const RestatedClaims& after,
                                                      const Recoveries& recoveries_before,
                                                      const Recoveries& recoveries_after,
                                                      const std::vector<Offset>& offsets = {});

// The amount of the contract: record "contract", series "amount".
absl::StatusOr<RestatedAmount> AmountOfContract(const ThreePart& before, const ThreePart& after);

// The claims of a contract that was converted, in lev for information: what was recorded in lev as it
// was, and what came since at the fixed rate.
absl::StatusOr<std::vector<Claim>> ClaimsInLev(const std::vector<Claim>& claims,
                                               const std::vector<RestatedAmount>& restated);

// Such an amount of a record: what it was, and what has changed since at the fixed rate.
absl::StatusOr<ThreePart> AmountInLev(const std::vector<RestatedAmount>& restated,
                                      const std::string& record, const std::string& series,
                                      const ThreePart& now);

// The claims of a contract in lev, in euro for information: each amount converted by itself.
absl::StatusOr<std::vector<Claim>> ClaimsInEuro(const std::vector<Claim>& claims);

// An amount in the other currency at the fixed rate, rounded half up; part by part.
absl::StatusOr<Money> AtFixedRate(Money amount, Currency currency);
absl::StatusOr<ThreePart> PartsAtFixedRate(const ThreePart& amount, Currency currency);

}  // namespace tranche::payments::redenomination
