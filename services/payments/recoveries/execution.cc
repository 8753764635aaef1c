// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/execution.h"

#include <algorithm>
#include <iterator>

#include "payments/recoveries/debt.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

constexpr char kVoluntary[] = "VOLUNTARY";

}  // namespace

absl::StatusOr<std::string> SetExecution(const std::string& from, const std::string& to) {
  const bool known = std::find(std::begin(kExecutionStates), std::end(kExecutionStates), to) !=
                     std::end(kExecutionStates);
  if (!known || to == kRepaidInFull || from == kRepaidInFull) {
    return Refuse("DEBT_STATUS_NOT_POSSIBLE", {{"status", to}});
  }
  return to;
}

std::string ExecutionAfterMovement(const std::string& from, bool owes_nothing) {
  if (owes_nothing) return kRepaidInFull;
  return from == kRepaidInFull ? kVoluntary : from;
}

}  // namespace tranche::payments::recoveries
