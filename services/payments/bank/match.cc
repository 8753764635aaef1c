// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/match.h"

#include <cstdlib>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold_document.h"

namespace tranche::payments::bank {
namespace {

constexpr size_t kKeyHexDigits = 40;

std::string Say(int64_t minor, Currency currency) {
  return FormatAmount(Money::Minor(minor, currency));
}

// What is left of a movement or a target while the parts are gone through.
class Rest {
 public:
  Rest(const std::map<int64_t, Movement>& movements, const std::map<std::string, Target>& targets) {
    for (const auto& [number, movement] : movements) {
      of_entry_[number] = std::abs(movement.amount.minor()) - movement.matched_minor;
    }
    for (const auto& [key, target] : targets)
      of_target_[key] = target.amount.minor() - target.matched_minor;
  }
  int64_t& OfEntry(int64_t number) { return of_entry_[number]; }
  int64_t& OfTarget(const std::string& key) { return of_target_[key]; }

 private:
  std::map<int64_t, int64_t> of_entry_;
  std::map<std::string, int64_t> of_target_;
};

// Nothing when the part can be confirmed; `rest` then is less by it.
std::vector<Violation> CheckPart(const MatchPart& part, const std::string& place,
                                 const Movement& movement, const Target& target, Rest* rest) {
  const int64_t asked = part.amount.minor();
  if (asked <= 0) return {{place + ".amount", "AMOUNT_NOT_ABOVE_ZERO", {}}};
  const Currency currency = part.amount.currency();
  if (movement.amount.currency() != currency || target.amount.currency() != currency) {
    return {{place + ".amount", "MONEY_CURRENCY_MIXED", {}}};
  }
  if (target.received == movement.amount.IsNegative()) {
    return {{place, "BANK_MATCH_WRONG_SIDE", {{"entry", movement.name}, {"record", target.record}}}};
  }
  const ErrorValues amounts = {{"asked", Say(asked, currency)},
                               {"currency", std::string(CurrencyCode(currency))}};
  std::vector<Violation> violations;
  if (int64_t& left = rest->OfEntry(part.entry_number); asked > left) {
    violations.push_back({place + ".amount", "BANK_MATCH_ABOVE_ENTRY", amounts});
    violations.back().values.push_back({"entry", movement.name});
    violations.back().values.push_back({"left", Say(left, currency)});
  } else {
    left -= asked;
  }
  if (int64_t& left = rest->OfTarget(part.target_key); asked > left) {
    violations.push_back({place + ".amount", "BANK_MATCH_ABOVE_RECORD", amounts});
    violations.back().values.push_back({"record", target.record});
    violations.back().values.push_back({"left", Say(left, currency)});
  } else {
    left -= asked;
  }
  return violations;
}

}  // namespace

std::string DocumentKey(const std::string& type, const std::string& number, absl::CivilDay issued_on,
                        const std::string& issuer) {
  std::string all;
  for (const std::string& part :
       {type, FoldDocumentNumber(number), FormatDay(issued_on), FoldIssuer(issuer)}) {
    absl::StrAppend(&all, part.size(), ":", part);
  }
  return absl::StrCat("documents/", Sha256Hex(all).substr(0, kKeyHexDigits));
}

std::string PaymentKey(const std::string& contract_id, const std::string& payment_id) {
  return absl::StrCat("payments/", contract_id, "/", payment_id);
}

std::optional<MatchState> Next(MatchState state, MatchStep step) {
  if (state == MatchState::kOpen && step == MatchStep::kConfirm) return MatchState::kConfirmed;
  if (state == MatchState::kConfirmed && step == MatchStep::kWithdraw) return MatchState::kWithdrawn;
  return std::nullopt;
}

absl::Status CheckWithdrawal(MatchState state, const std::string& name) {
  if (Next(state, MatchStep::kWithdraw).has_value()) return absl::OkStatus();
  return Refuse("BANK_MATCH_WITHDRAWN", {{"match", name}});
}

absl::Status CheckMatch(const std::vector<MatchPart>& parts,
                        const std::map<int64_t, Movement>& movements,
                        const std::map<std::string, Target>& targets) {
  Rest rest(movements, targets);
  std::set<std::pair<int64_t, std::string>> pairs;
  std::vector<Violation> all;
  for (size_t i = 0; i < parts.size(); ++i) {
    const MatchPart& part = parts[i];
    const std::string place = absl::StrCat("match.parts[", i, "]");
    if (!pairs.insert({part.entry_number, part.target_key}).second) {
      all.push_back({place, "ALREADY_EXISTS", {}});
      continue;
    }
    for (Violation& violation :
         CheckPart(part, place, movements.at(part.entry_number), targets.at(part.target_key), &rest)) {
      all.push_back(std::move(violation));
    }
  }
  if (all.empty()) return absl::OkStatus();
  // One thing that is wrong is said by its own reason.
  if (all.size() == 1) return Refuse(all.front().reason, all.front().values);
  return RefuseInput("INVALID_REQUEST", std::move(all));
}

}  // namespace tranche::payments::bank
