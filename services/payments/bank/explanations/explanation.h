// SPDX-License-Identifier: EUPL-1.2
// What a movement is that is neither a payment nor a document: its states, and four eyes where money
// went.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

enum class ExplanationState { kAwaited, kInForce, kWithdrawn };
inline constexpr ExplanationState kExplanationStates[] = {
    ExplanationState::kAwaited, ExplanationState::kInForce, ExplanationState::kWithdrawn};
enum class ExplanationStep { kConfirm, kWithdraw };
inline constexpr ExplanationStep kExplanationSteps[] = {ExplanationStep::kConfirm,
                                                        ExplanationStep::kWithdraw};

absl::string_view Name(ExplanationState state);  // "EXPLANATION_AWAITED", as on the wire.
std::optional<ExplanationState> ExplanationStateOf(absl::string_view name);

// The table of README.md; nothing: the state does not know the step.
std::optional<ExplanationState> Next(ExplanationState state, ExplanationStep step);

struct Explanation {
  std::string organisation;
  std::string contract_id;
  int number = 0;
  int64_t entry_number = 0;
  std::string kind;  // "BANK_FEE", as on the wire.
  std::string note;
  Money amount;  // What was not matched of the movement then; below 0: it went.
  ExplanationState state = ExplanationState::kAwaited;
  std::string explained_by;
  std::string confirmed_by = {};
  std::string withdrawn_by = {};
  std::string withdrawal_reason = {};
  std::string other_account =
      {};  // Own account on the other side; only of a transfer between own ones.
  int64_t recorded_at_us = 0;
};

// What is left of a movement of this amount, and the state in which its explanation begins: for money
// that went it waits for a second person. BANK_ENTRY_NOTHING_LEFT; `entry` is the name of the movement.
struct Beginning {
  Money amount;
  ExplanationState state = ExplanationState::kAwaited;
};
absl::StatusOr<Beginning> Begin(const std::string& entry, Money amount, int64_t matched_minor);

// The account on the other side of a transfer between own accounts: the one that the movement names
// (`named`), or, when it names none, the one that is asked; "" of every other kind. IBAN_INVALID,
// BANK_ACCOUNT_ONLY_OF_TRANSFER, BANK_TRANSFER_WITHOUT_ACCOUNT, BANK_TRANSFER_ACCOUNT_DIFFERS, by
// field.
absl::StatusOr<std::string> OtherAccountOf(const std::string& kind, const std::string& asked,
                                           const std::string& named);
// BANK-9: BANK_TRANSFER_NOT_OWN of another account than the movement's that is none of the
// organisation's.
absl::Status CheckOtherAccount(const std::string& other, const std::string& account, bool is_own);

// The explanation after somebody confirmed or withdrew it. EXPLANATION_WRONG_STATE,
// EXPLANATION_CONFIRMED_BY_AUTHOR.
absl::StatusOr<Explanation> Confirm(Explanation explanation, const std::string& person);
absl::StatusOr<Explanation> Withdraw(Explanation explanation, const std::string& person,
                                     const std::string& reason);

}  // namespace tranche::payments::bank
