// SPDX-License-Identifier: EUPL-1.2
// SQL of participants.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "payments/claim.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::participants::store {

// A record as it is kept.
struct Row {
  int participant = 0;
  int package = 0;
  int document_version = 0;
  std::string digest;
  std::string sealed;
};

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
std::vector<Row> LoadCounting(pg::Tx& tx, const Contract& contract, int package, int after = 0,
                              int most = 0);
// The same of these participants only.
std::vector<Row> LoadCountingOf(pg::Tx& tx, const Contract& contract, int package,
                                const std::vector<int>& participants);

struct NewPerson {
  int participant = 0;
  std::string person_key;
};
void InsertPeople(pg::Tx& tx, const Contract& contract, const std::vector<NewPerson>& people);
void InsertRecords(pg::Tx& tx, const Contract& contract, const std::vector<Row>& rows,
                   const std::string& recorded_by);

}  // namespace tranche::payments::participants::store
