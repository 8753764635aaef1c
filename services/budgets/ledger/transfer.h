// SPDX-License-Identifier: EUPL-1.2
// Moving an amount from one budget line to another without an annex, within the rule of the procedure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/optional.h"
#include "budgets/budget_line.h"
#include "platform/money/money.h"

namespace tranche::budgets {

enum class TransferBase { kGivingLine, kReceivingLine };

// A rule of the procedure; it is data of reference, with its source.
struct TransferRule {
  std::string limit_percent;  // Decimal text, "10".
  TransferBase base = TransferBase::kGivingLine;
  bool cumulative = true;
  std::vector<std::string> forbidden_giving;     // Expense types.
  std::vector<std::string> forbidden_receiving;  // Expense types.
  std::string legal_source;
  bool verified = false;
};

// A line with what a transfer must know of it besides its balances.
struct TransferLine {
  BudgetLine line;
  std::string expense_type;
  Money given;     // By transfers since the contract's version came into force.
  Money received;  // Likewise.
};

// A transfer that is allowed, with the rule as it stood.
struct DecidedTransfer {
  ThreePart parts;
  BudgetLine giver;     // After it.
  BudgetLine receiver;  // After it.
  std::string base_line;
  Money base;
  Money moved_before;
  Money limit;
};

// Decides on moving `amount`. Its parts are those that a cost of this amount would take from the giver
// (NextSplit), so the receiver's cap grows by the same parts and the lines still add up to the contract
// in every part (INV-09), and none is taken below what is used (INV-01). The limit is the percent of
// the base line's cap by the version in force, without transfers, rounded down to the cent; a
// cumulative rule counts what the base line gave, or received, before. TRANSFER_SAME_LINE,
// TRANSFER_NOT_POSITIVE, TRANSFER_FORBIDDEN, TRANSFER_ABOVE_LEFT, TRANSFER_ABOVE_LIMIT,
// MONEY_CURRENCY_MIXED.
absl::StatusOr<DecidedTransfer> DecideTransfer(const TransferLine& giver, const TransferLine& receiver,
                                               Money amount, const TransferRule& rule);

// A transfer may hold from `day`: within the contract, and not before `last`, the day from which its
// last transfer or applied revision holds. A cap that fell on an earlier day than the one on which it
// rose would have been below zero between them. TRANSFER_OUTSIDE_CONTRACT, TRANSFER_BEFORE_LAST.
absl::Status CheckTransferDay(absl::CivilDay day, absl::CivilDay starts_on, absl::CivilDay ends_on,
                              absl::optional<absl::CivilDay> last);

}  // namespace tranche::budgets
