// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/search_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/search/bulgarian.h"
#include "plans/search/tokens.h"
#include "platform/base/status_macros.h"

namespace tranche::plans::search::store {
namespace {

using Json = nlohmann::json;

// Longer words that one beginning stands for.
constexpr int kBeginningsMax = 40;

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

constexpr pg::Statement kBySound{"search.by_sound", R"sql(
  select distinct stem from search_sound
   where sound = any (array(select jsonb_array_elements_text($1::jsonb)))
         and ($2 = '' or stem < $2) order by stem limit $3)sql"};

// Words begin with a text when they lie between it and it with the last character of all behind it.
constexpr pg::Statement kByBeginning{"search.by_beginning", R"sql(
  select distinct stem from search_sound where stem >= $1 and stem < $1 || U&'\+10FFFF' order by stem limit $2)sql"};
constexpr pg::Statement kBySoundBeginning{"search.by_sound_beginning", R"sql(
  select distinct stem from search_sound where sound >= $1 and sound < $1 || '~' order by stem limit $2)sql"};
constexpr pg::Statement kByNumberBeginning{"search.by_number_beginning", R"sql(
  select distinct stem from search_posting
   where organisation_id = any ((select current_setting('tranche.organisations')::text[])::text[])
         and stem >= $1 and stem < $1 || '~' order by stem limit $2)sql"};

// The words of the language and of names are of no organisation: whether one of them stands anywhere is
// told only where the caller may look.
constexpr pg::Statement kStandSomewhere{"search.stand_somewhere", R"sql(
  select w.stem from jsonb_array_elements_text($1::jsonb) as w (stem)
   where exists (
      select from unnest((select current_setting('tranche.organisations')::text[])::text[]) as o (id)
       cross join lateral (
          select from search_posting as p where p.organisation_id = o.id and p.stem = w.stem limit 1) as f)
   order by w.stem)sql"};

// A term is found once in a record, by the stem that fits it best. The stems are given as an array
// beside, since row security lets an index be looked up by nothing that another table says.
constexpr pg::Statement kFind{"search.find", R"sql(
  with wanted as materialized (
    select w.term, w.stem, w.quality
      from jsonb_to_recordset($1::jsonb) as w (term integer, stem text, quality integer)
  ), stems as materialized (
    select array_agg(distinct w.stem) as list from wanted as w
  ), found as (
    select p.record_no, w.term, max(w.quality * p.weight) as score
      from search_posting as p
      join wanted as w on w.stem = p.stem
     where p.stem = any ((select s.list from stems as s)::text[]) and ($2 = '-' or p.organisation_id = $2)
           and ($3 = '[]' or p.kind = any (array(select (jsonb_array_elements_text($3::jsonb))::smallint)))
     group by p.record_no, w.term
  ), best as materialized (
    select f.record_no, sum(f.score)::bigint as score
      from found as f
     group by f.record_no
    having count(*) = $4 and ($5 = 0 or (-sum(f.score)::bigint, f.record_no) > (-$5::bigint, $6))
     order by score desc, f.record_no limit $7
  )
  select b.score, b.record_no, r.organisation_id, r.name, r.kind, r.title, r.texts::text as texts, s.spots
    from best as b
    join search_record as r on r.record_no = b.record_no
   cross join lateral (
      select jsonb_agg(jsonb_build_array(w.term, f.spots))::text as spots
        from wanted as w
       cross join lateral (
          select p.spots from search_posting as p
           where p.organisation_id = r.organisation_id and p.stem = w.stem and p.record_no = b.record_no limit 1) as f) as s
   order by b.score desc, b.record_no)sql"};

std::string TextsOf(const std::vector<IndexedText>& texts) {
  Json json = Json::array();
  for (const IndexedText& text : texts) json.push_back({text.place, text.text, text.weight});
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

void Add(const pqxx::result& rows, int quality, std::vector<WantedStem>* wanted) {
  for (const pqxx::row& row : rows) {
    std::string stem = row["stem"].as<std::string>();
    const bool known = std::any_of(wanted->begin(), wanted->end(),
                                   [&](const WantedStem& have) { return have.stem == stem; });
    if (!known) wanted->push_back({std::move(stem), quality});
  }
}

Hit HitOf(const pqxx::row& row) {
  Hit hit;
  hit.score = row["score"].as<int64_t>();
  hit.record_no = row["record_no"].as<int64_t>();
  hit.record.organisation = row["organisation_id"].as<std::string>();
  hit.record.name = row["name"].as<std::string>();
  hit.record.kind = row["kind"].as<int>();
  hit.record.title = row["title"].as<std::string>();
  for (const Json& text : Json::parse(row["texts"].as<std::string>())) {
    hit.record.texts.push_back(
        {text[0].get<std::string>(), text[1].get<std::string>(), text[2].get<int>()});
  }
  for (const Json& found : Json::parse(row["spots"].as<std::string>())) {
    const Json& spots = found[1];
    for (std::size_t i = 0; i + 2 < spots.size(); i += 3) {
      hit.spots.push_back({found[0].get<int>(),
                           {spots[i].get<int>(), spots[i + 1].get<int>(), spots[i + 2].get<int>()}});
    }
  }
  return hit;
}

// "organisations/sopot/groundwork/mag" -> {"sopot", "groundwork/mag"}.
std::pair<std::string, std::string> Apart(const std::string& name) {
  const std::size_t begin = name.find('/') + 1;
  const std::size_t end = name.find('/', begin);
  return {name.substr(begin, end - begin), name.substr(end + 1)};
}

// Puts it in the place of what was found under its name.
void PutRecord(pg::Tx& tx, const Record& record, const IndexedRecord& index) {
  const pqxx::result before = tx.Run(kStemsBefore, record.organisation, record.name);
  if (!before.empty()) {
    tx.Run(kDeletePostings, record.organisation, before[0]["stems"].as<std::string>(),
           before[0]["record_no"].as<int64_t>());
  }
  const pqxx::result placed = tx.Run(kInsertRecord, record.organisation, record.name, record.kind,
                                     record.title, TextsOf(record.texts), StemsOf(index));
  const auto record_no = placed[0]["record_no"].as<int64_t>();
  tx.Run(kInsertPostings, record.organisation, record_no, record.kind, PostingsOf(index));
  Json sounds = Json::array();
  for (const auto& [sound, stem] : index.sounds) sounds.push_back({sound, stem});
  tx.Run(kInsertSounds, sounds.dump());
}

}  // namespace

absl::Status Index(pg::Tx& tx, const RecordTexts& record) {
  TRANCHE_ASSIGN_OR_RETURN(const Dictionary* dictionary, Bulgarian());
  const auto [organisation, rest] = Apart(record.name);
  PutRecord(tx,
            {.organisation = organisation,
             .name = rest,
             .kind = record.kind,
             .title = record.title,
             .texts = record.texts},
            IndexTexts(record.texts, *dictionary));
  return absl::OkStatus();
}

void Forget(pg::Tx& tx, const std::string& name) {
  const auto [organisation, rest] = Apart(name);
  const pqxx::result before = tx.Run(kStemsBefore, organisation, rest);
  if (before.empty()) return;
  const auto record_no = before[0]["record_no"].as<int64_t>();
  tx.Run(kDeletePostings, organisation, before[0]["stems"].as<std::string>(), record_no);
  tx.Run(kDeleteRecord, organisation, record_no);
}

std::vector<WantedStem> StemsFor(pg::Tx& tx, const QueryTerm& term) {
  std::vector<WantedStem> wanted;
  for (const std::string& stem : term.stems) wanted.push_back({stem, kWordQuality});
  if (!term.sounds.empty()) {
    // Latin letters come before Cyrillic ones.
    const std::string below = term.sounds_of_latin_only ? "а" : "";
    Add(tx.Run(kBySound, Json(term.sounds).dump(), below, kBeginningsMax), kSoundQuality, &wanted);
  }
  if (!term.prefix.empty()) {
    const bool word = IsCyrillicWord(term.prefix) || IsLatinWord(term.prefix);
    Add(tx.Run(word ? kByBeginning : kByNumberBeginning, term.prefix, kBeginningsMax),
        kBeginningQuality, &wanted);
  }
  if (!term.sound_prefix.empty()) {
    Add(tx.Run(kBySoundBeginning, term.sound_prefix, kBeginningsMax), kBeginningQuality, &wanted);
  }
  return wanted;
}

std::vector<std::string> StandSomewhere(pg::Tx& tx, const std::vector<WantedStem>& stems) {
  Json asked = Json::array();
  for (const WantedStem& stem : stems) asked.push_back(stem.stem);
  std::vector<std::string> found;
  for (const pqxx::row& row : tx.Run(kStandSomewhere, asked.dump())) {
    found.push_back(row["stem"].as<std::string>());
  }
  return found;
}

std::vector<Hit> Find(pg::Tx& tx, const std::string& organisation, const std::vector<int>& kinds,
                      const std::vector<std::vector<WantedStem>>& terms, const After& after,
                      int limit) {
  Json wanted = Json::array();
  for (std::size_t term = 0; term < terms.size(); ++term) {
    for (const WantedStem& stem : terms[term]) {
      wanted.push_back({{"term", term}, {"stem", stem.stem}, {"quality", stem.quality}});
    }
  }
  std::vector<Hit> hits;
  for (const pqxx::row& row : tx.Run(kFind, wanted.dump(), organisation, Json(kinds).dump(),
                                     terms.size(), after.score, after.record_no, limit)) {
    hits.push_back(HitOf(row));
  }
  return hits;
}

}  // namespace tranche::plans::search::store
