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

// Where a debt in lev went on in euro: the running sums in euro from then on.
struct Changeover {
  absl::CivilDay on;  // First day that is reckoned in euro; no movement comes before it any more.
  Parts owed;  // Principal in lev that was owed then: interest of the days before is reckoned on it.
  Parts principal;
  Parts repaid_principal;
  Parts charged_interest;
  Parts repaid_interest;
  Money interest_total;  // Sum of the own totals of the pieces before.
  int first_piece = 1;   // Number of the first piece that was charged afterwards.
  int first_repayment = 1;
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
  std::optional<Changeover> changeover = {};
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

// Interest never spans the changeover to euro: what runs before it is reckoned in lev, and its sum
// converted.

// Fixes the interest up to and with the day, then applies the amount: to interest and principal in the
// order that is given, within each to EU and national money by what is owed of them (largest
// remainder). RECOVERY_OUT_OF_ORDER, REPAYMENT_ABOVE_OWED (DEB-1), INTEREST_RATE_UNKNOWN.
absl::StatusOr<Movement> ApplyRepayment(const Ledger& ledger, Money amount, absl::CivilDay on,
                                        bool interest_first, const std::vector<Rule>& rules);

// Takes back what a repayment had gone to: it is owed again, and principal bears interest from the day
// after, since until then the money was not the debtor's. RECOVERY_OUT_OF_ORDER, INTEREST_RATE_UNKNOWN.
absl::StatusOr<Movement> ApplyReversal(const Ledger& ledger, const Parts& to_interest,
                                       const Parts& to_principal, absl::CivilDay on,
                                       const std::vector<Rule>& rules);

// The days of a debt before a repayment.
struct DaysBefore {
  absl::CivilDay interest_from;
  absl::CivilDay last_movement_on;
};

// The pieces of interest that a repayment had charged: those of the days from then on.
std::vector<InterestPiece> PiecesSince(const std::vector<InterestPiece>& posted,
                                       const std::optional<DaysBefore>& before);
// The debt as it was before its last repayment, which had charged these pieces. Where the days before
// it are not known, the pieces and the days stay, and only what it had gone to is owed again.
absl::StatusOr<Ledger> WithoutRepayment(const Ledger& ledger, const Parts& to_interest,
                                        const Parts& to_principal,
                                        const std::vector<InterestPiece>& charged,
                                        const std::optional<DaysBefore>& before);

// Nothing is owed any more: principal and the interest that was charged are repaid. With the period of
// grace still open no interest runs on what is repaid.
bool OwesNothing(const Ledger& ledger);
// The status that a debt has then.
inline constexpr char kRepaidInFull[] = "REPAID_IN_FULL";

struct Balance;

// The debt on the day of its latest movement, from its running sums alone; `interest_total` is the sum
// of the own totals of all pieces that were charged.
absl::StatusOr<Balance> BalanceAfter(const Ledger& ledger, Money interest_total, absl::CivilDay on);

// What was repaid, as it stands in the books.
struct BookedRepayment {
  absl::CivilDay repaid_on;
  Parts to_interest;
  Parts to_principal;
  bool reversal = false;  // Of one: below zero, and after all repayments in the list.
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

// Puts the running sums of a debt in lev into euro from the changeover on, or from the day after its
// latest movement where that is later. Each sum is converted by itself, so that no order of two of them
// is turned round (DEB-1). `interest_total` is the sum of the pieces' own totals.
absl::StatusOr<Ledger> ConvertLedger(const Ledger& ledger, Money interest_total,
                                     absl::CivilDay changeover_on, int next_piece, int next_repayment);

// The debt on a day, in the currency of that day: from its versions (in the order of their days), its
// repayments, what was taken back of them, and the pieces of interest that were fixed; what was not
// fixed yet is reckoned by the rules.
absl::StatusOr<Balance> BalanceOn(const Ledger& ledger, const std::vector<DebtTerms>& versions,
                                  const std::vector<BookedRepayment>& repayments,
                                  const std::vector<InterestPiece>& posted,
                                  const std::vector<Rule>& rules, absl::CivilDay as_of);

}  // namespace tranche::payments::recoveries
