// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/stem_store.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "plans/search/tokens.h"

namespace tranche::plans::search::store {
namespace {

using Json = nlohmann::json;

// Longer words that one beginning stands for.
constexpr int kBeginningsMax = 40;

constexpr pg::Statement kByNumberBeginning{"search.by_number_beginning", R"sql(
  select distinct stem from search_posting
   where organisation_id = any ((select current_setting('tranche.organisations')::text[])::text[])
         and stem >= $1 and stem < $1 || '~' order by stem limit $2)sql"};

// All terms at once. Words begin with a text when they lie between it and it with the last character of
// all behind it. The words of the language and of names are of no organisation: whether one of them
// stands anywhere is told only where the caller may look.
constexpr pg::Statement kStems{"search.stems", R"sql(
  with asked as materialized (
    select t.term, t.stems, t.sounds, t.below, t.beginning, t.sound_beginning
      from jsonb_to_recordset($1::jsonb)
           as t (term integer, stems jsonb, sounds jsonb, below text, beginning text, sound_beginning text)
  ), organisations as materialized (
    select o.id from unnest((select current_setting('tranche.organisations')::text[])::text[]) as o (id)
  ), meant as materialized (
    select a.term, f.stem, max(f.quality) as quality
      from asked as a
     cross join lateral (
        select s.stem->>0 as stem, (s.stem->>1)::integer as quality from jsonb_array_elements(a.stems) as s (stem)
        union all
        (select distinct w.stem, $2::integer from search_sound as w
          where w.sound = any (array(select jsonb_array_elements_text(a.sounds))) and (a.below = '' or w.stem < a.below)
          order by w.stem limit $4)
        union all
        (select distinct w.stem, $3::integer from search_sound as w
          where a.beginning <> '' and w.stem >= a.beginning and w.stem < a.beginning || U&'\+10FFFF'
          order by w.stem limit $4)
        union all
        (select distinct w.stem, $3::integer from search_sound as w
          where a.sound_beginning <> '' and w.sound >= a.sound_beginning and w.sound < a.sound_beginning || '~'
          order by w.stem limit $4)) as f
     group by a.term, f.stem
  )
  select m.term, m.stem, m.quality from meant as m
   where exists (
      select from organisations as o
       cross join lateral (
          select from search_posting as p where p.organisation_id = o.id and p.stem = m.stem limit 1) as f)
   order by m.term, m.stem)sql"};

Json Asked(pg::Tx& tx, std::size_t number, const QueryTerm& term) {
  Json stems = Json::array();
  for (const std::string& stem : term.stems) stems.push_back({stem, kWordQuality});
  const bool word = IsCyrillicWord(term.prefix) || IsLatinWord(term.prefix);
  if (!term.prefix.empty() && !word) {
    for (const pqxx::row& row : tx.Run(kByNumberBeginning, term.prefix, kBeginningsMax))
      stems.push_back({row["stem"].as<std::string>(), kBeginningQuality});
  }
  return {{"term", number},
          {"stems", std::move(stems)},
          {"sounds", term.sounds},
          // Latin letters come before Cyrillic ones.
          {"below", term.sounds_of_latin_only ? "а" : ""},
          {"beginning", word ? term.prefix : ""},
          {"sound_beginning", term.sound_prefix}};
}

}  // namespace

std::vector<std::vector<WantedStem>> StemsOf(pg::Tx& tx, const std::vector<QueryTerm>& terms) {
  Json asked = Json::array();
  for (const QueryTerm& term : terms) asked.push_back(Asked(tx, asked.size(), term));
  std::vector<std::vector<WantedStem>> stems(terms.size());
  for (const pqxx::row& row :
       tx.Run(kStems, asked.dump(), kSoundQuality, kBeginningQuality, kBeginningsMax)) {
    stems[row["term"].as<std::size_t>()].push_back(
        {row["stem"].as<std::string>(), row["quality"].as<int>()});
  }
  return stems;
}

}  // namespace tranche::plans::search::store
