// SPDX-License-Identifier: EUPL-1.2
// What a person confirms: parts of movements and what they are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

// A payment received, or a document paid, whichever of its lines and contracts claim from it.
struct Target {
  std::string key;     // "payments/{contract}/{payment}" or "documents/{digest}".
  std::string record;  // As it was named: "payments/PA001", "costs/7".
  bool received = false;
  Money amount;
  int64_t matched_minor = 0;
};

// The key of a document by what makes it one in the world: type, number, day and issuer.
std::string DocumentKey(const std::string& type, const std::string& number, absl::CivilDay issued_on,
                        const std::string& issuer);
std::string PaymentKey(const std::string& contract_id, const std::string& payment_id);

struct Movement {
  std::string name;  // Resource name.
  Money amount;      // Signed.
  int64_t matched_minor = 0;
};

struct MatchPart {
  int64_t entry_number = 0;
  std::string target_key;
  std::string record;
  Money amount;
};

// What may be matched now, a movement with a record, is OPEN; a match is CONFIRMED, then WITHDRAWN when
// it was a mistake, which opens its movements and records again.
enum class MatchState { kOpen, kConfirmed, kWithdrawn };
inline constexpr MatchState kMatchStates[] = {MatchState::kOpen, MatchState::kConfirmed,
                                              MatchState::kWithdrawn};
enum class MatchStep { kConfirm, kWithdraw };
inline constexpr MatchStep kMatchSteps[] = {MatchStep::kConfirm, MatchStep::kWithdraw};
// The table of README.md; nothing: the state does not know the step.
std::optional<MatchState> Next(MatchState state, MatchStep step);
// BANK_MATCH_WITHDRAWN with the name of the match.
absl::Status CheckWithdrawal(MatchState state, const std::string& name);

// AMOUNT_NOT_ABOVE_ZERO, MONEY_CURRENCY_MIXED, BANK_MATCH_WRONG_SIDE, BANK_MATCH_ABOVE_ENTRY,
// BANK_MATCH_ABOVE_RECORD, ALREADY_EXISTS for a pair that is named twice; by the place of the part,
// "match.parts[2]", all at once. Every movement and target that a part names is in the maps.
absl::Status CheckMatch(const std::vector<MatchPart>& parts,
                        const std::map<int64_t, Movement>& movements,
                        const std::map<std::string, Target>& targets);

}  // namespace tranche::payments::bank
