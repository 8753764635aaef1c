// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/search_store.h"

#include <nlohmann/json.hpp>

#include "plans/search/bulgarian.h"
#include "platform/base/status_macros.h"

namespace tranche::plans::search::store {
namespace {

using Json = nlohmann::json;

constexpr pg::Statement kLockRecord{"search.lock_record", R"sql(
  select pg_advisory_xact_lock(hashtextextended('plans.search/' || $1 || '/' || $2, 0)))sql"};

// Byte by byte, so that the order is the same wherever the work goes on.
constexpr pg::Statement kNamesAfter{"search.names_after", R"sql(
  select name from (
    select 'plans/' || plan_id as name from plan where organisation_id = $1 and version = 1
    union
    select 'groundwork/' || groundwork_id from groundwork where organisation_id = $1
    union
    select 'strategies/' || strategy_id from strategy where organisation_id = $1 and version = 1
    union
    select 'contracts/' || contract_id from project where organisation_id = $1
    union
    select name from search_record where organisation_id = $1) as known
   where name collate "C" > $2 order by name collate "C" limit $3)sql"};

constexpr pg::Statement kStemsBefore{"search.stems_before", R"sql(
  select record_no, array_to_json(stems)::text as stems from search_record
   where organisation_id = $1 and name = $2 for update)sql"};

constexpr pg::Statement kInsertRecord{"search.insert_record", R"sql(
  insert into search_record (organisation_id, name, kind, title, texts, stems)
  values ($1, $2, $3, $4, $5::jsonb, array(select jsonb_array_elements_text($6::jsonb)))
  on conflict on constraint search_record_name do update
     set kind = excluded.kind, title = excluded.title, texts = excluded.texts, stems = excluded.stems
  returning record_no)sql"};

constexpr pg::Statement kDeletePostings{"search.delete_postings", R"sql(
  delete from search_posting
   where organisation_id = $1 and stem = any (array(select jsonb_array_elements_text($2::jsonb))) and record_no = $3)sql"};

constexpr pg::Statement kDeleteRecord{"search.delete_record", R"sql(
  delete from search_record where organisation_id = $1 and record_no = $2)sql"};

constexpr pg::Statement kInsertPostings{"search.insert_postings", R"sql(
  insert into search_posting (organisation_id, stem, record_no, kind, weight, spots)
  select $1, p.stem, $2, $3, p.weight, p.spots
    from jsonb_to_recordset($4::jsonb) as p (stem text, weight smallint, spots integer[]))sql"};

// In the order of the key, so that two writers of the same words wait for one another in one direction.
constexpr pg::Statement kInsertSounds{"search.insert_sounds", R"sql(
  insert into search_sound (sound, stem)
  select w.value->>0, w.value->>1
    from jsonb_array_elements($1::jsonb) with ordinality as w (value, place)
   where not exists (select from search_sound as s where s.sound = w.value->>0 and s.stem = w.value->>1)
   order by w.place
  on conflict do nothing)sql"};

// Postings and their record are written together, so one snapshot tells which belong together.
constexpr pg::Statement kSweepPostings{"search.sweep_postings", R"sql(
  with batch as materialized (
    select stem, record_no from search_posting
     where organisation_id = $1 and (stem, record_no) > ($2, $3) order by stem, record_no limit $4
  ), lost as materialized (
    select batch.stem, batch.record_no from batch
     where not exists (select from search_record as r
                        where r.organisation_id = $1 and r.record_no = batch.record_no and batch.stem = any (r.stems))
  ), gone as (
    delete from search_posting as p using lost
     where p.organisation_id = $1 and p.stem = lost.stem and p.record_no = lost.record_no
  )
  select stem, record_no, count(1) over () as taken from batch order by stem desc, record_no desc limit 1)sql"};

std::string TextsOf(const std::vector<IndexedText>& texts) {
  Json json = Json::array();
  for (const IndexedText& text : texts) {
    Json kept = {text.place, text.text, text.weight};
    if (text.corrected) kept.push_back(true);
    json.push_back(std::move(kept));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string PostingsOf(const IndexedRecord& index) {
  Json json = Json::array();
  for (const auto& [stem, posting] : index.stems) {
    Json spots = Json::array();
    for (const Spot& spot : posting.spots) {
      spots.push_back(spot.text);
      spots.push_back(spot.begin);
      spots.push_back(spot.end);
    }
    json.push_back({{"stem", stem}, {"weight", posting.weight}, {"spots", std::move(spots)}});
  }
  return json.dump();
}

std::string StemsOf(const IndexedRecord& index) {
  Json json = Json::array();
  for (const auto& [stem, posting] : index.stems) json.push_back(stem);
  return json.dump();
}

// "organisations/sopot/groundwork/mag" -> {"sopot", "groundwork/mag"}.
std::pair<std::string, std::string> Apart(const std::string& name) {
  const std::size_t begin = name.find('/') + 1;
  const std::size_t end = name.find('/', begin);
  return {name.substr(begin, end - begin), name.substr(end + 1)};
}

// Puts the record, which is locked, in the place of what was found under its name.
void Replace(pg::Tx& tx, const std::string& organisation, const std::string& name,
             const RecordTexts& record, const IndexedRecord& index, bool is_rebuilt = false) {
  const pqxx::result before = tx.Run(kStemsBefore, organisation, name);
  if (!before.empty()) {
    tx.Run(kDeletePostings, organisation, before[0]["stems"].as<std::string>(),
           before[0]["record_no"].as<int64_t>());
  }
  const pqxx::result placed = tx.Run(kInsertRecord, organisation, name, record.kind, record.title,
                                     TextsOf(record.texts), StemsOf(index));
  const auto record_no = placed[0]["record_no"].as<int64_t>();
  // What was left of words that the record did not say it had.
  if (is_rebuilt) tx.Run(kDeletePostings, organisation, StemsOf(index), record_no);
  tx.Run(kInsertPostings, organisation, record_no, record.kind, PostingsOf(index));
}

void PutSounds(pg::Tx& tx, const std::set<std::pair<std::string, std::string>>& sounds) {
  Json json = Json::array();
  for (const auto& [sound, stem] : sounds) json.push_back({sound, stem});
  tx.Run(kInsertSounds, json.dump());
}

}  // namespace

absl::Status Index(pg::Tx& tx, const RecordTexts& record) {
  TRANCHE_ASSIGN_OR_RETURN(const Dictionary* dictionary, Bulgarian());
  const IndexedRecord index = IndexTexts(record.texts, *dictionary);
  const auto [organisation, name] = Apart(record.name);
  tx.Run(kLockRecord, organisation, name);
  Replace(tx, organisation, name, record, index);
  PutSounds(tx, index.sounds);
  return absl::OkStatus();
}

void Forget(pg::Tx& tx, const std::string& full_name) {
  const auto [organisation, name] = Apart(full_name);
  tx.Run(kLockRecord, organisation, name);
  const pqxx::result before = tx.Run(kStemsBefore, organisation, name);
  if (before.empty()) return;
  const auto record_no = before[0]["record_no"].as<int64_t>();
  tx.Run(kDeletePostings, organisation, before[0]["stems"].as<std::string>(), record_no);
  tx.Run(kDeleteRecord, organisation, record_no);
}

void LockRecord(pg::Tx& tx, const std::string& full_name) {
  const auto [organisation, name] = Apart(full_name);
  tx.Run(kLockRecord, organisation, name);
}

std::vector<std::string> NamesAfter(pg::Tx& tx, const std::string& organisation,
                                    const std::string& after, int limit) {
  const std::string last = after.empty() ? "" : Apart(after).second;
  std::vector<std::string> names;
  for (const pqxx::row& row : tx.Run(kNamesAfter, organisation, last, limit)) {
    names.push_back("organisations/" + organisation + "/" + row["name"].as<std::string>());
  }
  return names;
}

absl::Status Reindexing::Put(const RecordTexts& record) {
  TRANCHE_ASSIGN_OR_RETURN(const Dictionary* dictionary, Bulgarian());
  const IndexedRecord index = IndexTexts(record.texts, *dictionary);
  const auto [organisation, name] = Apart(record.name);
  Replace(tx_, organisation, name, record, index, /*is_rebuilt=*/true);
  sounds_.insert(index.sounds.begin(), index.sounds.end());
  return absl::OkStatus();
}

void Reindexing::Finish() { PutSounds(tx_, sounds_); }

std::optional<PostingKey> SweepPostings(pg::Tx& tx, const std::string& organisation,
                                        const PostingKey& after, int limit) {
  const pqxx::result last = tx.Run(kSweepPostings, organisation, after.stem, after.record_no, limit);
  if (last.empty() || last[0]["taken"].as<int>() < limit) return std::nullopt;
  return PostingKey{last[0]["stem"].as<std::string>(), last[0]["record_no"].as<int64_t>()};
}

}  // namespace tranche::plans::search::store
