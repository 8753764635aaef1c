// SPDX-License-Identifier: EUPL-1.2
// SQL of explained movements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "payments/bank/explanations/explanation.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::bank::store {

// Under the lock of the organisation's register (LockRegister): the number of the next explanation.
int TakeExplanationNumber(pg::Tx& tx, const std::string& organisation);
// Stores it and gives when.
int64_t InsertExplanation(pg::Tx& tx, const Explanation& explanation);
// Moves it on, guarded by the state it comes from; false: it was in another.
bool MoveExplanation(pg::Tx& tx, const Explanation& explanation, ExplanationState from);
// Adds to what is explained of its movement, or takes it away with a minus; false: beyond the movement.
bool AddToExplained(pg::Tx& tx, const Explanation& explanation, int64_t amount_minor);

std::optional<Explanation> LoadExplanation(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract_id, int number);
// That of a movement that was not withdrawn.
std::optional<Explanation> FindStanding(pg::Tx& tx, const std::string& organisation,
                                        int64_t entry_number);
// Of a contract, those after a number.
std::vector<Explanation> ListExplanations(pg::Tx& tx, const std::string& organisation,
                                          const std::string& contract_id, int after, int limit);
// Transfers of a contract that were returned and explained so, in force.
struct Returned {
  Money amount;
  std::string name;     // Of whom it came from, as the bank writes it; empty: the statement has none.
  std::string account;  // The same.
};
std::vector<Returned> LoadReturned(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract_id);
// To whose accounts orders of a contract pay documents: pairs of issuer and account.
std::vector<std::pair<std::string, std::string>> LoadPaidAccounts(pg::Tx& tx,
                                                                  const std::string& organisation,
                                                                  const std::string& contract_id);
// Numbers of those of a contract that wait for a second person.
std::vector<int> LoadAwaited(pg::Tx& tx, const std::string& organisation,
                             const std::string& contract_id);

}  // namespace tranche::payments::bank::store
