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

// A record that counts for the package $3: imports before the document was removed do not, nor packages
// that were refused.
#define RECORD_COUNTS                                                           \
  " participants_version > 0 and document_version > participants_void_through " \
  "and (package_sequence = $3 or (package_sequence < $3 and state = 'PACKAGE_ACCEPTED')) "

// $5 0: all.
constexpr pg::Statement kLoadCounting{"participants.load_counting", R"sql(
  with chosen as (
    select person.participant from participant as person
     where person.organisation_id = $1 and person.contract_id = $2 and person.participant > $4
           and exists (
             select from participant_record as held
               join package using (organisation_id, contract_id, package_sequence)
              where held.organisation_id = $1 and held.contract_id = $2
                    and held.participant = person.participant and)sql" RECORD_COUNTS R"sql()
     order by person.participant limit nullif($5::integer, 0))
  select held.participant, package_sequence, document_version, digest, sealed, held.key_sign
    from chosen
    join participant_record as held
      on held.organisation_id = $1 and held.contract_id = $2 and held.participant = chosen.participant
    join package using (organisation_id, contract_id, package_sequence)
   where)sql" RECORD_COUNTS R"sql(
   order by held.participant, package_sequence, document_version)sql"};

constexpr pg::Statement kLoadCountingOf{"participants.load_counting_of", R"sql(
  select held.participant, package_sequence, document_version, digest, sealed, held.key_sign
    from participant_record as held
    join package using (organisation_id, contract_id, package_sequence)
   where held.organisation_id = $1 and held.contract_id = $2
         and held.participant = any (string_to_array($4, ',')::integer[])
         and)sql" RECORD_COUNTS R"sql(
   order by held.participant, package_sequence, document_version)sql"};

constexpr pg::Statement kInsertPeople{"participants.insert_people", R"sql(
  insert into participant (organisation_id, contract_id, participant, person_key, key_sign)
  select $1, $2, participant, person_key, key_sign
    from jsonb_to_recordset($3::jsonb)
      as given (participant integer, person_key text, key_sign text))sql"};

constexpr pg::Statement kInsertRecords{"participants.insert_records", R"sql(
  insert into participant_record (organisation_id, contract_id, participant, package_sequence, document_version,
                                  digest, sealed, key_sign, recorded_by)
  select $1, $2, participant, package_sequence, document_version, digest, sealed, key_sign, $4
    from jsonb_to_recordset($3::jsonb)
      as given (participant integer, package_sequence integer, document_version integer, digest text,
                sealed text, key_sign text))sql"};

constexpr pg::Statement kLoadKeys{"participants.load_keys",
                                  "select current_key, former_key from personal_key"};
constexpr pg::Statement kHoldKeys{"participants.hold_keys",
                                  "select current_key, former_key from personal_key for share"};
constexpr pg::Statement kLockKeys{"participants.lock_keys",
                                  "select current_key, former_key from personal_key for update"};
constexpr pg::Statement kSaveKeys{"participants.save_keys", R"sql(
  update personal_key set current_key = $1, former_key = $2, changed_at = now())sql"};

constexpr pg::Statement kFindContractOfFormerKey{"participants.find_contract_of_former_key", R"sql(
  select contract_id from participant where organisation_id = $1 and key_sign <> $2
   union all
  select contract_id from participant_record where organisation_id = $1 and key_sign <> $2
   limit 1)sql"};

constexpr pg::Statement kFindOfFormerKey{"participants.find_of_former_key", R"sql(
  select person.participant from participant as person
   where person.organisation_id = $1 and person.contract_id = $2
         and (person.key_sign <> $3
              or exists (select from participant_record as held
                          where held.organisation_id = $1 and held.contract_id = $2
                                and held.participant = person.participant and held.key_sign <> $3))
   order by person.participant limit $4)sql"};

constexpr pg::Statement kLoadAllOf{"participants.load_all_of", R"sql(
  select held.participant, package_sequence, document_version, digest, sealed, held.key_sign
    from participant_record as held
   where held.organisation_id = $1 and held.contract_id = $2
         and held.participant = any (string_to_array($3, ',')::integer[])
   order by held.participant, package_sequence, document_version)sql"};

constexpr pg::Statement kReseal{"participants.reseal", R"sql(
  select reseal_participant($1, $2, $3, $4, $5, $6::jsonb))sql"};

Keys KeysOf(const pqxx::result& rows) {
  Keys keys{.current = rows[0]["current_key"].as<std::string>(), .former = std::nullopt};
  if (!rows[0]["former_key"].is_null()) keys.former = rows[0]["former_key"].as<std::string>();
  return keys;
}

std::vector<HeldRecord> HeldRecordsOf(const pqxx::result& result) {
  std::vector<HeldRecord> rows;
  for (const pqxx::row& row : result) {
    rows.push_back({.participant = row["participant"].as<int>(),
                    .package = row["package_sequence"].as<int>(),
                    .document_version = row["document_version"].as<int>(),
                    .digest = row["digest"].as<std::string>(),
                    .sealed = row["sealed"].as<std::string>(),
                    .key_sign = row["key_sign"].as<std::string>()});
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

Keys HoldKeys(pg::Tx& tx) { return KeysOf(tx.Run(kHoldKeys)); }
Keys LoadKeys(pg::Tx& tx) { return KeysOf(tx.Run(kLoadKeys)); }
Keys LockKeys(pg::Tx& tx) { return KeysOf(tx.Run(kLockKeys)); }
void SaveKeys(pg::Tx& tx, const Keys& keys) { tx.Run(kSaveKeys, keys.current, keys.former); }

std::optional<std::string> FindContractOfFormerKey(pg::Tx& tx, const std::string& organisation,
                                                   const std::string& current) {
  const pqxx::result rows = tx.Run(kFindContractOfFormerKey, organisation, current);
  if (rows.empty()) return std::nullopt;
  return rows[0]["contract_id"].as<std::string>();
}

std::vector<int> FindOfFormerKey(pg::Tx& tx, const Contract& contract, const std::string& current,
                                 int most) {
  std::vector<int> numbers;
  for (const pqxx::row& row :
       tx.Run(kFindOfFormerKey, contract.organisation, contract.id, current, most)) {
    numbers.push_back(row["participant"].as<int>());
  }
  return numbers;
}

std::vector<HeldRecord> LoadAllOf(pg::Tx& tx, const Contract& contract,
                                  const std::vector<int>& participants) {
  return HeldRecordsOf(
      tx.Run(kLoadAllOf, contract.organisation, contract.id, absl::StrJoin(participants, ",")));
}

void Reseal(pg::Tx& tx, const Contract& contract, int participant, const std::string& person_key,
            const std::string& key_sign, const std::vector<HeldRecord>& records) {
  nlohmann::json rows = nlohmann::json::array();
  for (const HeldRecord& record : records) {
    rows.push_back({{"package_sequence", record.package},
                    {"document_version", record.document_version},
                    {"digest", record.digest},
                    {"sealed", record.sealed}});
  }
  tx.Run(kReseal, contract.organisation, contract.id, participant, person_key, key_sign, rows.dump());
}

bool IsAnyoneKept(pg::Tx& tx) { return tx.Run(kAnyone)[0]["kept"].as<bool>(); }

int LastParticipant(pg::Tx& tx, const Contract& contract) {
  return tx.Run(kLast, contract.organisation, contract.id)[0]["participant"].as<int>();
}

std::vector<HeldRecord> LoadCounting(pg::Tx& tx, const Contract& contract, int package, int after,
                                     int most) {
  return HeldRecordsOf(tx.Run(kLoadCounting, contract.organisation, contract.id, package, after, most));
}

std::vector<HeldRecord> LoadCountingOf(pg::Tx& tx, const Contract& contract, int package,
                                       const std::vector<int>& participants) {
  return HeldRecordsOf(tx.Run(kLoadCountingOf, contract.organisation, contract.id, package,
                              absl::StrJoin(participants, ",")));
}

void InsertPeople(pg::Tx& tx, const Contract& contract, const std::vector<NewPerson>& people) {
  if (people.empty()) return;
  nlohmann::json rows = nlohmann::json::array();
  for (const NewPerson& person : people) {
    rows.push_back({{"participant", person.participant},
                    {"person_key", person.person_key},
                    {"key_sign", person.key_sign}});
  }
  tx.Run(kInsertPeople, contract.organisation, contract.id, rows.dump());
}

void InsertRecords(pg::Tx& tx, const Contract& contract, const std::vector<HeldRecord>& records,
                   const std::string& recorded_by) {
  if (records.empty()) return;
  nlohmann::json rows = nlohmann::json::array();
  for (const HeldRecord& record : records) {
    rows.push_back({{"participant", record.participant},
                    {"package_sequence", record.package},
                    {"document_version", record.document_version},
                    {"digest", record.digest},
                    {"sealed", record.sealed},
                    {"key_sign", record.key_sign}});
  }
  tx.Run(kInsertRecords, contract.organisation, contract.id, rows.dump(), recorded_by);
}

}  // namespace tranche::payments::participants::store
