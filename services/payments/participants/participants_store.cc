// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/participants_store.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_join.h"

namespace tranche::payments::participants::store {
namespace {

// Hashes and numbers hold no comma.
constexpr pg::Statement kFind{"participants.find", R"sql(
  select person_key, participant from participant
   where organisation_id = $1 and contract_id = $2 and person_key = any (string_to_array($3, ',')))sql"};

constexpr pg::Statement kAnyone{"participants.anyone",
                                "select pg_relation_size('participant') > 0 as kept"};

constexpr pg::Statement kLast{"participants.last", R"sql(
  select coalesce(max(participant), 0) as participant from participant
   where organisation_id = $1 and contract_id = $2)sql"};

// $5 0: all. Imports before the document was removed do not count, nor packages that were refused.
constexpr pg::Statement kLoadCounting{"participants.load_counting", R"sql(
  with chosen as (
    select person.participant from participant as person
     where person.organisation_id = $1 and person.contract_id = $2 and person.participant > $4
           and exists (
             select from participant_record as held
               join package using (organisation_id, contract_id, package_sequence)
              where held.organisation_id = $1 and held.contract_id = $2
                    and held.participant = person.participant and participants_version > 0
                    and document_version > participants_void_through
                    and (package_sequence = $3 or (package_sequence < $3 and state = 'PACKAGE_ACCEPTED')))
     order by person.participant limit nullif($5::integer, 0))
  select held.participant, package_sequence, document_version, digest, sealed
    from chosen
    join participant_record as held
      on held.organisation_id = $1 and held.contract_id = $2 and held.participant = chosen.participant
    join package using (organisation_id, contract_id, package_sequence)
   where participants_version > 0 and document_version > participants_void_through
         and (package_sequence = $3 or (package_sequence < $3 and state = 'PACKAGE_ACCEPTED'))
   order by held.participant, package_sequence, document_version)sql"};

constexpr pg::Statement kLoadCountingOf{"participants.load_counting_of", R"sql(
  select held.participant, package_sequence, document_version, digest, sealed
    from participant_record as held
    join package using (organisation_id, contract_id, package_sequence)
   where held.organisation_id = $1 and held.contract_id = $2
         and held.participant = any (string_to_array($4, ',')::integer[])
         and participants_version > 0 and document_version > participants_void_through
         and (package_sequence = $3 or (package_sequence < $3 and state = 'PACKAGE_ACCEPTED'))
   order by held.participant, package_sequence, document_version)sql"};

constexpr pg::Statement kInsertPeople{"participants.insert_people", R"sql(
  insert into participant (organisation_id, contract_id, participant, person_key)
  select $1, $2, participant, person_key
    from jsonb_to_recordset($3::jsonb) as given (participant integer, person_key text))sql"};

constexpr pg::Statement kInsertRecords{"participants.insert_records", R"sql(
  insert into participant_record (organisation_id, contract_id, participant, package_sequence, document_version,
                                  digest, sealed, recorded_by)
  select $1, $2, participant, package_sequence, document_version, digest, sealed, $4
    from jsonb_to_recordset($3::jsonb)
      as given (participant integer, package_sequence integer, document_version integer, digest text,
                sealed text))sql"};

std::vector<Row> RowsOf(const pqxx::result& result) {
  std::vector<Row> rows;
  for (const pqxx::row& row : result) {
    rows.push_back({.participant = row["participant"].as<int>(),
                    .package = row["package_sequence"].as<int>(),
                    .document_version = row["document_version"].as<int>(),
                    .digest = row["digest"].as<std::string>(),
                    .sealed = row["sealed"].as<std::string>()});
  }
  return rows;
}

}  // namespace

std::map<std::string, int> FindParticipants(pg::Tx& tx, const Contract& contract,
                                            const std::vector<std::string>& person_keys) {
  std::map<std::string, int> found;
  for (const pqxx::row& row :
       tx.Run(kFind, contract.organisation, contract.id, absl::StrJoin(person_keys, ","))) {
    found[row["person_key"].as<std::string>()] = row["participant"].as<int>();
  }
  return found;
}

bool IsAnyoneKept(pg::Tx& tx) { return tx.Run(kAnyone)[0]["kept"].as<bool>(); }

int LastParticipant(pg::Tx& tx, const Contract& contract) {
  return tx.Run(kLast, contract.organisation, contract.id)[0]["participant"].as<int>();
}

std::vector<Row> LoadCounting(pg::Tx& tx, const Contract& contract, int package, int after, int most) {
  return RowsOf(tx.Run(kLoadCounting, contract.organisation, contract.id, package, after, most));
}

std::vector<Row> LoadCountingOf(pg::Tx& tx, const Contract& contract, int package,
                                const std::vector<int>& participants) {
  return RowsOf(tx.Run(kLoadCountingOf, contract.organisation, contract.id, package,
                       absl::StrJoin(participants, ",")));
}

void InsertPeople(pg::Tx& tx, const Contract& contract, const std::vector<NewPerson>& people) {
  if (people.empty()) return;
  nlohmann::json rows = nlohmann::json::array();
  for (const NewPerson& person : people) {
    rows.push_back({{"participant", person.participant}, {"person_key", person.person_key}});
  }
  tx.Run(kInsertPeople, contract.organisation, contract.id, rows.dump());
}

void InsertRecords(pg::Tx& tx, const Contract& contract, const std::vector<Row>& records,
                   const std::string& recorded_by) {
  if (records.empty()) return;
  nlohmann::json rows = nlohmann::json::array();
  for (const Row& record : records) {
    rows.push_back({{"participant", record.participant},
                    {"package_sequence", record.package},
                    {"document_version", record.document_version},
                    {"digest", record.digest},
                    {"sealed", record.sealed}});
  }
  tx.Run(kInsertRecords, contract.organisation, contract.id, rows.dump(), recorded_by);
}

}  // namespace tranche::payments::participants::store
