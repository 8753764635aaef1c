// SPDX-License-Identifier: EUPL-1.2
// Statements, movements and matches between the wire and the domain.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "payments/bank/bank_store.h"
#include "payments/bank/matching.h"
#include "tranche/payments/v1/bank.pb.h"

namespace tranche::payments::bank::convert {

std::string NameOfStatement(const std::string& organisation, int number);
std::string NameOfEntry(const std::string& organisation, int64_t number);
std::string NameOfMatch(const std::string& organisation, const std::string& contract_id, int number);

// "-" for any organisation of the caller.
absl::StatusOr<std::string> ParseOrganisation(const std::string& name);
// The number of a movement of this organisation; NOT_FOUND for one that cannot be.
absl::StatusOr<int64_t> ParseEntryName(const std::string& organisation, const std::string& name);

struct MatchName {
  std::string organisation;
  std::string contract_id;
  int number = 0;  // 0: a segment that is no number, so that there is no such match.
};
absl::StatusOr<MatchName> ParseMatchName(const std::string& name);

v1::BankFinding ToProto(const Finding& finding);
v1::BankStatement ToProto(const store::StoredStatement& statement);
v1::BankEntry ToProto(const store::StoredEntry& entry);
v1::BankMatch ToProto(const store::StoredMatch& match);
v1::MatchReason ToProto(Why why);

}  // namespace tranche::payments::bank::convert
