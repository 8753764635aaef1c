// SPDX-License-Identifier: EUPL-1.2
// What is owed of a debt on a day, and what a repayment or a new version makes of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/recoveries/interest.h"
#include "payments/recoveries/recovery.h"
#include "payments/recoveries/rules.h"

namespace tranche::payments::recoveries {

// A version that is or was in force.
struct DebtTerms {
  Parts principal;
  absl::CivilDay served_on;
  absl::CivilDay voluntary_until;
  absl::CivilDay effective_on;
};

// The running sums of a debt in force.
struct Ledger {
  Parts principal;
  Parts repaid_principal;
  Parts charged_interest;
  Parts repaid_interest;
  // First day for which no interest was charged yet; nothing before the debt is in force.
  std::optional<absl::CivilDay> interest_from;
  // Day of the latest repayment or version.
  std::optional<absl::CivilDay> last_movement_on;
};

Ledger EmptyLedger(Currency currency);
absl::StatusOr<Parts> OwedPrincipal(const Ledger& ledger);
// Of the interest that was charged.
absl::StatusOr<Parts> OwedInterest(const Ledger& ledger);

// A repayment or a version: the interest that it fixes, and the ledger after it.
struct Movement {
  std::vector<InterestPiece> pieces = {};
  Ledger after = {};
  Parts to_interest = {};
  Parts to_principal = {};
};

// Puts the first or a next version in force. Interest up to the day before it is fixed on the old
// principal; the voluntary period of a version counts as long as no interest was charged, and never
// before the version holds. RECOVERY_OUT_OF_ORDER, DEBT_BELOW_REPAID, INTEREST_RATE_UNKNOWN.
absl::StatusOr<Movement> ApplyVersion(const Ledger& ledger, const DebtTerms& terms,
                                      const std::vector<Rule>& rules);

// Fixes the interest up to and with the day, then applies the amount: to interest and principal in the
// order that is given, within each to EU and national money by what is owed of them (largest
// remainder). RECOVERY_OUT_OF_ORDER, REPAYMENT_ABOVE_OWED (DEB-1), INTEREST_RATE_UNKNOWN.
absl::StatusOr<Movement> ApplyRepayment(const Ledger& ledger, Money amount, absl::CivilDay on,
                                        bool interest_first, const std::vector<Rule>& rules);

struct Balance;

// The debt on the day of its latest movement, from its running sums alone; `interest_total` is the sum
// of the own totals of all pieces that were charged.
absl::StatusOr<Balance> BalanceAfter(const Ledger& ledger, Money interest_total, absl::CivilDay on);

// What was repaid, as it stands in the books.
struct BookedRepayment {
  absl::CivilDay repaid_on;
  Parts to_interest;
  Parts to_principal;
};

struct Balance {
  absl::CivilDay as_of;
  Parts principal;
  Parts repaid_principal = {};
  Parts repaid_interest = {};
  Parts interest = {};
  Money interest_total = {};  // Sum of the pieces' own totals.
  Parts owed_principal = {};
  Parts owed_interest = {};
  Money owed = {};
  std::vector<InterestPiece> pieces = {};
  std::optional<absl::CivilDay> next_interest_from = {};
  std::optional<absl::CivilDay> rate_missing_from = {};
};

// The debt on a day: from its versions (in the order of their days), its repayments and the pieces of
// interest that were fixed; what was not fixed yet is reckoned by the rules.
absl::StatusOr<Balance> BalanceOn(const Ledger& ledger, const std::vector<DebtTerms>& versions,
                                  const std::vector<BookedRepayment>& repayments,
                                  const std::vector<InterestPiece>& posted,
                                  const std::vector<Rule>& rules, absl::CivilDay as_of);

}  // namespace tranche::payments::recoveries
