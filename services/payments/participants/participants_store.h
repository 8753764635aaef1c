// SPDX-License-Identifier: EUPL-1.2
// SQL of participants.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "payments/claim.h"
#include "payments/participants/participant.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::participants::store {

// Signs of the keys of personal data.
struct Keys {
  std::string current;                // Seals and hashes.
  std::optional<std::string> former;  // Some rows are its still.
};
// Holds the key in force until the end of the transaction: a change of it waits.
Keys HoldKeys(pg::Tx& tx);
Keys LoadKeys(pg::Tx& tx);
// Waits for those who hold the key.
Keys LockKeys(pg::Tx& tx);
void SaveKeys(pg::Tx& tx, const Keys& keys);

// A contract of the organisation with participants of another key than the one in force; nothing: there
// is none.
std::optional<std::string> FindContractOfFormerKey(pg::Tx& tx, const std::string& organisation,
                                                   const std::string& current);
// Their numbers, the lowest first.
std::vector<int> FindOfFormerKey(pg::Tx& tx, const Contract& contract, const std::string& current,
                                 int most);
// All records of participants, whether they count or not, those of one together and the newest last.
std::vector<HeldRecord> LoadAllOf(pg::Tx& tx, const Contract& contract,
                                  const std::vector<int>& participants);
// Puts a participant and these records of it under this key. CONFLICT_RETRY when it is not in force.
void Reseal(pg::Tx& tx, const Contract& contract, int participant, const std::string& person_key,
            const std::string& key_sign, const std::vector<HeldRecord>& records);

// Whether a participant of any organisation was ever stored. Told by the size of the table, since row
// security shows the rows of the own organisation only and the key is one for all.
bool IsAnyoneKept(pg::Tx& tx);
// Participants of a contract by the hash of the person.
std::map<std::string, int> FindParticipants(pg::Tx& tx, const Contract& contract,
                                            const std::vector<std::string>& person_keys);
// The highest number that was given; 0: none was.
int LastParticipant(pg::Tx& tx, const Contract& contract);

// The records that count for a package, of accepted packages before it and of itself, the newest of
// each participant last. `after` and `most` choose participants by number, 0 and 0: all of them.
std::vector<HeldRecord> LoadCounting(pg::Tx& tx, const Contract& contract, int package, int after = 0,
                                     int most = 0);
// The same of these participants only.
std::vector<HeldRecord> LoadCountingOf(pg::Tx& tx, const Contract& contract, int package,
                                       const std::vector<int>& participants);

struct NewPerson {
  int participant = 0;
  std::string person_key;
  std::string key_sign;  // Of the key that made it.
};
void InsertPeople(pg::Tx& tx, const Contract& contract, const std::vector<NewPerson>& people);
void InsertRecords(pg::Tx& tx, const Contract& contract, const std::vector<HeldRecord>& rows,
                   const std::string& recorded_by);

}  // namespace tranche::payments::participants::store
