// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/transfer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/text/rule_mark.h"

namespace tranche::budgets {
namespace {

std::string CodeOf(Currency currency) { return std::string(CurrencyCode(currency)); }

// "Общи условия, чл. 9 (непроверено / unverified)": a refusal does not pass off a rule as a fact.
std::string SourceOf(const TransferRule& rule) {
  return MarkedSource(rule.legal_source, rule.verified);
}

absl::Status CheckAllowed(const TransferLine& line, const std::vector<std::string>& forbidden,
                          const TransferRule& rule) {
  if (std::find(forbidden.begin(), forbidden.end(), line.expense_type) == forbidden.end()) {
    return absl::OkStatus();
  }
  return Refuse(
      "TRANSFER_FORBIDDEN",
      {{"line", line.line.code}, {"expense_type", line.expense_type}, {"source", SourceOf(rule)}});
}

// What the line's cap is by the contract's version, without transfers.
absl::StatusOr<Money> CapOfVersion(const TransferLine& line) {
  TRANCHE_ASSIGN_OR_RETURN(const Money cap, Total(line.line.caps));
  TRANCHE_ASSIGN_OR_RETURN(const Money with_given, Add(cap, line.given));
  return Subtract(with_given, line.received);
}

// "12.5" of an amount, rounded down to the cent.
absl::StatusOr<Money> PercentOf(Money amount, const std::string& percent) {
  TRANCHE_ASSIGN_OR_RETURN(const Money hundredths, ParseAmount(percent, amount.currency()));
  return MultiplyByRatio(amount, {.numerator = hundredths.minor(), .denominator = 100'00},
                         Rounding::kDown);
}

absl::Status CheckLimit(DecidedTransfer& decided, Money amount, const TransferRule& rule) {
  TRANCHE_ASSIGN_OR_RETURN(decided.limit, PercentOf(decided.base, rule.limit_percent));
  TRANCHE_ASSIGN_OR_RETURN(const Money moved, Add(decided.moved_before, amount));
  if (moved.minor() <= decided.limit.minor()) return absl::OkStatus();
  return Refuse("TRANSFER_ABOVE_LIMIT", {{"limit", FormatAmount(decided.limit)},
                                         {"percent", rule.limit_percent},
                                         {"line", decided.base_line},
                                         {"moved", FormatAmount(decided.moved_before)},
                                         {"asked", FormatAmount(amount)},
                                         {"currency", CodeOf(amount.currency())},
                                         {"source", SourceOf(rule)}});
}

}  // namespace

absl::StatusOr<DecidedTransfer> DecideTransfer(const TransferLine& giver, const TransferLine& receiver,
                                               Money amount, const TransferRule& rule) {
  if (giver.line.code == receiver.line.code) {
    return Refuse("TRANSFER_SAME_LINE", {{"line", giver.line.code}});
  }
  if (amount.minor() <= 0) return Refuse("TRANSFER_NOT_POSITIVE");
  TRANCHE_RETURN_IF_ERROR(CheckAllowed(giver, rule.forbidden_giving, rule));
  TRANCHE_RETURN_IF_ERROR(CheckAllowed(receiver, rule.forbidden_receiving, rule));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left_parts, Left(giver.line));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Total(left_parts));
  TRANCHE_ASSIGN_OR_RETURN(const Money left_after, Subtract(left, amount));
  if (left_after.IsNegative()) {
    return Refuse("TRANSFER_ABOVE_LEFT", {{"line", giver.line.code},
                                          {"left", FormatAmount(left)},
                                          {"asked", FormatAmount(amount)},
                                          {"currency", CodeOf(amount.currency())}});
  }
  const bool by_giver = rule.base == TransferBase::kGivingLine;
  const TransferLine& base_line = by_giver ? giver : receiver;
  const Money zero = Money::Zero(amount.currency());
  DecidedTransfer decided{.parts = ZeroParts(amount.currency()),
                          .giver = giver.line,
                          .receiver = receiver.line,
                          .base_line = base_line.line.code,
                          .base = zero,
                          .moved_before = zero,
                          .limit = zero};
  TRANCHE_ASSIGN_OR_RETURN(decided.base, CapOfVersion(base_line));
  if (rule.cumulative) decided.moved_before = by_giver ? giver.given : receiver.received;
  TRANCHE_RETURN_IF_ERROR(CheckLimit(decided, amount, rule));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart used, Add(giver.line.reserved, giver.line.spent));
  TRANCHE_ASSIGN_OR_RETURN(decided.parts, NextSplit(giver.line.caps, used, amount));
  TRANCHE_ASSIGN_OR_RETURN(decided.giver.caps, Subtract(giver.line.caps, decided.parts));
  TRANCHE_ASSIGN_OR_RETURN(decided.receiver.caps, Add(receiver.line.caps, decided.parts));
  return decided;
}

absl::Status CheckTransferDay(absl::CivilDay day, absl::CivilDay starts_on, absl::CivilDay ends_on,
                              absl::optional<absl::CivilDay> last) {
  if (day < starts_on || day > ends_on) {
    return Refuse("TRANSFER_OUTSIDE_CONTRACT", {{"day", FormatDay(day)},
                                                {"starts_on", FormatDay(starts_on)},
                                                {"ends_on", FormatDay(ends_on)}});
  }
  if (last && day < *last) {
    return Refuse("TRANSFER_BEFORE_LAST", {{"day", FormatDay(day)}, {"last", FormatDay(*last)}});
  }
  return absl::OkStatus();
}

}  // namespace tranche::budgets
