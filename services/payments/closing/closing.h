// SPDX-License-Identifier: EUPL-1.2
// When the money of a contract may be closed: values in, everything that is open out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/bank/payment_order.h"
#include "payments/claim.h"
#include "payments/income/income.h"
#include "payments/recoveries/records.h"
#include "platform/base/error.h"

namespace tranche::payments::closing {

enum class State { kOpen, kClosed };
enum class Step { kClose, kReopen };
// "MONEY_OPEN", as on the wire.
absl::string_view Name(State state);
// Where a step leads; nothing when the state does not know the step.
std::optional<State> Next(State state, Step step);

// A debt with what is owed of it on the day of closing.
struct DebtBalance {
  recoveries::Debt debt;
  std::optional<recoveries::Balance> balance;  // Of a debt in force.
};

// A movement of the bank that names the contract and is not explained in full.
struct UnexplainedEntry {
  int64_t number = 0;
  Money left;  // Above 0.
};

// A percentage cap that is exceeded by what was verified.
struct ExceededLimit {
  std::string code;
  std::string title;
  Money above;
};

// Costs of the budget that are recorded and not decided on.
struct Reserved {
  int count = 0;
  Money amount = Money::Minor(0, Currency::kEur);
  std::vector<std::string> first = {};  // Numbers of some.
};

struct Books {
  Contract contract;
  std::vector<Claim> claims;
  std::vector<DebtBalance> debts;
  std::vector<recoveries::Correction> corrections;
  std::vector<recoveries::Signal> signals;
  std::vector<recoveries::Case> cases;
  std::vector<bank::PaymentOrder> orders;
  std::vector<UnexplainedEntry> entries;
  std::vector<int> explanations_awaited = {};  // Numbers of those that wait for a second person.
  std::vector<ExceededLimit> limits;
  std::optional<absl::CivilDay> last_settled_on;  // Of payments, deductions and repayments.
  Reserved reserved = {};
  std::vector<income::Income> incomes = {};
};

// By which proposals knows a closing (odd) or its reopening (even): the later one has the higher
// number.
int64_t NumberOfChange(int closings, State state);

// Everything that is open, the record of each as `field`; none: the money may be closed.
absl::StatusOr<std::vector<Violation>> ObstaclesOf(const Books& books);

// DAYS_OUT_OF_ORDER when money of it moved, or was decided on, after this day.
absl::Status CheckDay(const Books& books, absl::CivilDay closed_on);

}  // namespace tranche::payments::closing
