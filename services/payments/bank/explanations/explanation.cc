// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/explanations/explanation.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/iban.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::bank {
namespace {

constexpr char kOwnTransfer[] = "OWN_TRANSFER";
constexpr char kOtherAccount[] = "explanation.otherAccount";
constexpr const char* kStateNames[] = {"EXPLANATION_AWAITED", "EXPLANATION_IN_FORCE",
                                       "EXPLANATION_WITHDRAWN"};

absl::StatusOr<ExplanationState> Decide(const Explanation& explanation, ExplanationStep step) {
  const std::optional<ExplanationState> next = Next(explanation.state, step);
  if (next.has_value()) return *next;
  return Refuse("EXPLANATION_WRONG_STATE", {{"explanation", absl::StrCat(explanation.number)},
                                            {"state", std::string(Name(explanation.state))}});
}

}  // namespace

absl::string_view Name(ExplanationState state) { return kStateNames[static_cast<size_t>(state)]; }

std::optional<ExplanationState> ExplanationStateOf(absl::string_view name) {
  for (const ExplanationState state : kExplanationStates) {
    if (Name(state) == name) return state;
  }
  return std::nullopt;
}

std::optional<ExplanationState> Next(ExplanationState state, ExplanationStep step) {
  if (state == ExplanationState::kWithdrawn) return std::nullopt;
  if (step == ExplanationStep::kWithdraw) return ExplanationState::kWithdrawn;
  if (state == ExplanationState::kAwaited) return ExplanationState::kInForce;
  return std::nullopt;
}

absl::StatusOr<Beginning> Begin(const std::string& entry, Money amount, int64_t matched_minor) {
  const int64_t left_minor = std::abs(amount.minor()) - matched_minor;
  if (left_minor <= 0) return Refuse("BANK_ENTRY_NOTHING_LEFT", {{"entry", entry}});
  const bool went = amount.IsNegative();
  return Beginning{.amount = Money::Minor(went ? -left_minor : left_minor, amount.currency()),
                   .state = went ? ExplanationState::kAwaited : ExplanationState::kInForce};
}

absl::StatusOr<std::string> OtherAccountOf(const std::string& kind, const std::string& asked,
                                           const std::string& named) {
  const auto refuse = [](const char* reason, ErrorValues values = {}) {
    return RefuseFields({{kOtherAccount, reason, std::move(values)}});
  };
  if (kind != kOwnTransfer) {
    if (asked.empty()) return std::string();
    return refuse("BANK_ACCOUNT_ONLY_OF_TRANSFER");
  }
  std::string given;
  if (!asked.empty()) {
    const absl::StatusOr<std::string> read = ParseIban(asked);
    if (!read.ok()) return refuse("IBAN_INVALID", ValuesOf(read.status()));
    given = *read;
  }
  if (named.empty()) {
    if (given.empty()) return refuse("BANK_TRANSFER_WITHOUT_ACCOUNT");
    return given;
  }
  // An account that is no IBAN is compared as the bank wrote it.
  const std::string said = ParseIban(named).value_or(named);
  if (!given.empty() && given != said) {
    return refuse("BANK_TRANSFER_ACCOUNT_DIFFERS", {{"account", said}});
  }
  return said;
}

absl::Status CheckOtherAccount(const std::string& other, const std::string& account, bool is_own) {
  if (is_own && other != account) return absl::OkStatus();
  return RefuseFields({{kOtherAccount, "BANK_TRANSFER_NOT_OWN", {{"account", other}}}});
}

absl::StatusOr<Explanation> Confirm(Explanation explanation, const std::string& person) {
  TRANCHE_ASSIGN_OR_RETURN(explanation.state, Decide(explanation, ExplanationStep::kConfirm));
  if (person == explanation.explained_by) {
    return Refuse("EXPLANATION_CONFIRMED_BY_AUTHOR",
                  {{"explanation", absl::StrCat(explanation.number)}});
  }
  explanation.confirmed_by = person;
  return explanation;
}

absl::StatusOr<Explanation> Withdraw(Explanation explanation, const std::string& person,
                                     const std::string& reason) {
  TRANCHE_ASSIGN_OR_RETURN(explanation.state, Decide(explanation, ExplanationStep::kWithdraw));
  explanation.withdrawn_by = person;
  explanation.withdrawal_reason = reason;
  return explanation;
}

}  // namespace tranche::payments::bank
