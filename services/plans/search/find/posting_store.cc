// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/posting_store.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace tranche::plans::search::store {
namespace {

using Json = nlohmann::json;

// A search reads the postings of one stem of one organisation after the other, in the order of the
// index search_posting_best_first and by it alone. Row security lets an index be looked up by keys that
// a materialized query says, and by nothing that is worked out in a join.
#define WANTED_AND_ORGANISATIONS                                                                \
  "with wanted as materialized ("                                                               \
  " select w.word, w.stem, w.quality"                                                           \
  "   from jsonb_to_recordset($1::jsonb) as w (word integer, stem text, quality integer)), "    \
  "organisations as materialized ("                                                             \
  " select o.id"                                                                                \
  "   from unnest((select current_setting('tranche.organisations')::text[])::text[]) as o (id)" \
  "  where $2 = '-' or o.id = $2) "
#define OF_KINDS \
  " ($3 = '[]' or p.kind = any (array(select (jsonb_array_elements_text($3::jsonb))::smallint))) "

// The beginnings of the lists of the words, each put together of $5 of each organisation and stem; of
// the organisations in $6 alone, if there are any. A row that is the last one that was read of its list
// and may not be the last one there is says so.
constexpr pg::Statement kHeads{"search.heads", WANTED_AND_ORGANISATIONS R"sql(
  select t.word, h.organisation_id, h.record_no, h.score, h.number = $5 as cut
    from (select distinct w.word from wanted as w) as t
   cross join lateral (
      select o.id as organisation_id, b.record_no, w.quality * b.weight as score, b.number
        from wanted as w
       cross join (select o.id from organisations as o where $6 = '[]' or $6::jsonb ? o.id) as o
       cross join lateral (
          select f.record_no, f.weight, row_number() over () as number
            from (
              select p.record_no, p.weight from search_posting as p
               where p.organisation_id = o.id and p.stem = w.stem and)sql" OF_KINDS R"sql(
               order by p.weight desc, p.record_no limit $5) as f) as b
       where w.word = t.word
       order by score desc, b.record_no limit $4) as h
   order by t.word, h.score desc, h.record_no)sql"};

// Many numbers in one text: a row for each would cost more than all the rest.
constexpr pg::Statement kLists{"search.lists", WANTED_AND_ORGANISATIONS R"sql(
  select w.word, w.quality * b.weight as score, string_agg(b.record_no::text, ',') as numbers
    from wanted as w
   cross join organisations as o
   cross join lateral (
      select p.record_no, p.weight from search_posting as p
       where p.organisation_id = o.id and p.stem = w.stem and)sql" OF_KINDS R"sql(
       order by p.weight desc, p.record_no) as b
   group by w.word, w.quality * b.weight)sql"};

constexpr pg::Statement kLookUp{"search.look_up", R"sql(
  with asked as materialized (
    select a.gap, a.organisation, a.record_no, a.stem, a.quality
      from jsonb_to_recordset($1::jsonb)
           as a (gap integer, organisation text, record_no bigint, stem text, quality integer)
  )
  select a.gap, max(a.quality * f.weight) as score
    from asked as a
   cross join lateral (
      select p.weight from search_posting as p
       where p.organisation_id = a.organisation and p.stem = a.stem and p.record_no = a.record_no limit 1) as f
   group by a.gap)sql"};

}  // namespace

std::string StemsAsJson(const Wanted& wanted) {
  Json stems = Json::array();
  for (std::size_t word = 0; word < wanted.words.size(); ++word) {
    for (const WantedStem& stem : wanted.words[word]) {
      stems.push_back({{"word", word}, {"stem", stem.stem}, {"quality", stem.quality}});
    }
  }
  return stems.dump();
}

RowsByWord ReadRows(pg::Tx& tx, const Wanted& wanted, const Reading& reading) {
  RowsByWord rows(wanted.words.size());
  for (const pqxx::row& row :
       tx.Run(kHeads, StemsAsJson(wanted), wanted.organisation, Json(wanted.kinds).dump(),
              reading.length, reading.each, Json(reading.only_these).dump())) {
    rows[row["word"].as<std::size_t>()].push_back(
        {.record = {.record_no = row["record_no"].as<int64_t>(), .score = row["score"].as<int64_t>()},
         .organisation = row["organisation_id"].as<std::string>(),
         .cut = row["cut"].as<bool>()});
  }
  return rows;
}

std::vector<WordList> ReadLists(pg::Tx& tx, const Wanted& wanted) {
  std::vector<WordList> lists(wanted.words.size());
  for (const pqxx::row& row :
       tx.Run(kLists, StemsAsJson(wanted), wanted.organisation, Json(wanted.kinds).dump())) {
    WordList& list = lists[row["word"].as<std::size_t>()];
    const auto score = row["score"].as<int64_t>();
    for (const absl::string_view number : absl::StrSplit(row["numbers"].c_str(), ',')) {
      Scored& record = list.emplace_back();
      record.score = score;
      if (!absl::SimpleAtoi(number, &record.record_no)) list.pop_back();
    }
  }
  return lists;
}

std::vector<int64_t> LookUp(pg::Tx& tx, const Wanted& wanted,
                            const std::map<int64_t, std::string>& organisation_of,
                            const std::vector<HeadRanking::Gap>& gaps) {
  Json asked = Json::array();
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    for (const WantedStem& stem : wanted.words[gaps[i].word]) {
      asked.push_back({{"gap", i},
                       {"organisation", organisation_of.at(gaps[i].record_no)},
                       {"record_no", gaps[i].record_no},
                       {"stem", stem.stem},
                       {"quality", stem.quality}});
    }
  }
  std::vector<int64_t> scores(gaps.size(), 0);
  for (const pqxx::row& row : tx.Run(kLookUp, asked.dump())) {
    scores[row["gap"].as<std::size_t>()] = row["score"].as<int64_t>();
  }
  return scores;
}

}  // namespace tranche::plans::search::store
