// SPDX-License-Identifier: EUPL-1.2
// What the writes of this folder have in common.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/records.h"
#include "platform/base/error.h"
#include "platform/evidence/evidence.h"

namespace tranche::payments::recoveries {

inline constexpr char kDebts[] = "debts";
inline constexpr char kCorrections[] = "corrections";

inline absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

// The version of a correction or debt that is in a state; null: none is.
template <class Record>
auto* VersionIn(Record& record, VersionState state) {
  for (auto& version : record.versions) {
    if (version.state == state) return &version;
  }
  return static_cast<decltype(record.versions.data())>(nullptr);
}

// A debt with its repayments and interest.
inline absl::StatusOr<Debt> RequireDebt(pg::Tx& tx, const Contract& contract, int id,
                                        const std::string& name) {
  if (id == 0) return NoSuch(name);
  std::vector<Debt> debts = store::LoadDebts(tx, contract, id);
  if (debts.empty()) return NoSuch(name);
  return std::move(debts[0]);
}

inline absl::Status WrongState(const std::string& record, RecoveryState state) {
  return Refuse("RECOVERY_WRONG_STATE", {{"record", record}, {"state", WordOf(state)}});
}

// What became of a record, under its own name.
template <class Message>
void RecordEvidence(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract,
                    const std::string& action, const std::type_identity_t<Message>* before,
                    const Message& after, const std::string& reason, const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = action,
                    .record = after.name(),
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

}  // namespace tranche::payments::recoveries
