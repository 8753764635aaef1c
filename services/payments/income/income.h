// SPDX-License-Identifier: EUPL-1.2
// Additional income of a project and what of it lowers the grant: values in, values out.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"
#include "payments/recoveries/interest.h"
#include "platform/money/annulment.h"
#include "platform/money/money.h"

namespace tranche::payments::income {

enum class State { kStated, kDecided, kAnnulled };
inline constexpr State kStates[] = {State::kStated, State::kDecided, State::kAnnulled};
enum class Step { kDecide, kAnnul };
absl::string_view Name(State state);  // "INCOME_STATED", as on the wire.
// Where a step leads; nothing when the state does not know the step.
std::optional<State> Next(State state, Step step);

// What of an income lowers the grant.
struct Decision {
  recoveries::Parts lowers;  // In the income's currency.
  absl::CivilDay decided_on;
  std::string reason;
  std::string reference;
  std::string decided_by;
};

struct Income {
  int id = 0;  // 1 and up within the contract.
  int claim_sequence = 0;
  Money amount;  // In the currency in which it was recorded.
  absl::CivilDay earned_on;
  std::string description;
  std::string document;
  std::string marks_json = "[]";
  std::string recorded_by;
  std::optional<Decision> decision = {};
  std::optional<Annulment> annulment = {};
  std::optional<int> debt = {};  // The one that stands.
};

State StateOf(const Income& income);

// Whether income may be stated with a claim: INCOME_OF_ADVANCE, INCOME_CLAIM_ENDED.
absl::Status CheckClaim(const Claim& claim);

// The decision with its parts (INC-1, INC-3). INCOME_WRONG_STATE, INCOME_CLAIM_NOT_SENT,
// INCOME_DECIDED_BY_SAME_PERSON, MONEY_CURRENCY_MIXED, FIELD_OUT_OF_RANGE, DAYS_OUT_OF_ORDER.
// `decision` has all but its parts; `lowers` is their sum.
absl::StatusOr<Decision> DecideIncome(const Contract& contract, const Claim& claim,
                                      const Income& income, Money lowers, Decision decision);

// INCOME_HAS_DEBT, and the refusals of DecideAnnulment.
absl::Status CheckAnnulment(const Income& income, const Annulment& annulment, bool annuller_has_finance,
                            absl::CivilDay today);

}  // namespace tranche::payments::income
