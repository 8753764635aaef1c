// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/find_store.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "plans/search/find/places.h"
#include "plans/search/find/rank_store.h"

namespace tranche::plans::search::store {
namespace {

using Json = nlohmann::json;

// Where the words stand as one text, "0{3,0,12}1{3,13,19,5,0,6}": number of the word, then of the text
// with the bytes. JSON of the same would cost more than all the rest, and so would the texts.
constexpr pg::Statement kRecords{"search.records", R"sql(
  with wanted as materialized (
    select w.word, w.stem from jsonb_to_recordset($1::jsonb) as w (word integer, stem text)
  ), ranked as materialized (
    select b.record_no::bigint, b.place from jsonb_array_elements_text($2::jsonb) with ordinality as b (record_no, place)
  )
  select b.record_no, r.organisation_id, r.name, r.kind, r.title, s.spots,
         jsonb_path_query_array(r.texts, '$[*][2]')::text as weights
    from ranked as b
    join search_record as r on r.record_no = b.record_no
   cross join lateral (
      select coalesce(string_agg(w.word || f.spots::text, ''), '') as spots
        from wanted as w
       cross join lateral (
          select p.spots from search_posting as p
           where p.organisation_id = r.organisation_id and p.stem = w.stem and p.record_no = b.record_no limit 1) as f) as s
   order by b.place)sql"};

// The texts of records by their numbers, in the order of the path, "$[5,2,9]".
constexpr pg::Statement kTexts{"search.texts", R"sql(
  with asked as materialized (
    select a.hit, a.record_no, a.path from jsonb_to_recordset($1::jsonb) as a (hit integer, record_no bigint, path text)
  )
  select a.hit, jsonb_path_query_array(r.texts, a.path::jsonpath)::text as texts
    from asked as a
    join search_record as r on r.record_no = a.record_no)sql"};

// "0{3,0,12}1{3,13,19}", which the database made.
std::vector<FoundSpot> SpotsOf(absl::string_view written) {
  std::vector<FoundSpot> spots;
  for (const absl::string_view of_word : absl::StrSplit(written, '}', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(of_word, '{');
    int word = 0;
    if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &word)) continue;
    std::vector<int> numbers;
    for (const absl::string_view number : absl::StrSplit(parts[1], ',', absl::SkipEmpty())) {
      if (!absl::SimpleAtoi(number, &numbers.emplace_back())) numbers.pop_back();
    }
    for (std::size_t i = 0; i + 2 < numbers.size(); i += 3)
      spots.push_back({word, {numbers[i], numbers[i + 1], numbers[i + 2]}});
  }
  return spots;
}

Hit HitOf(const pqxx::row& row, const std::map<int64_t, int64_t>& scores) {
  Hit hit;
  hit.place.record_no = row["record_no"].as<int64_t>();
  hit.place.score = scores.at(hit.place.record_no);
  hit.organisation = row["organisation_id"].as<std::string>();
  hit.name = row["name"].as<std::string>();
  hit.kind = row["kind"].as<int>();
  hit.title = row["title"].as<std::string>();
  return hit;
}

// What was chosen to be shown of each hit is read, and nothing else.
void ReadTexts(pg::Tx& tx, std::vector<BestPlaces> chosen, std::vector<Hit>* hits) {
  Json asked = Json::array();
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    std::vector<int> texts;
    for (const FoundPlace& place : chosen[i].best) texts.push_back(place.text);
    if (texts.empty()) continue;
    asked.push_back({{"hit", i},
                     {"record_no", (*hits)[i].place.record_no},
                     {"path", absl::StrCat("$[", absl::StrJoin(texts, ","), "]")}});
  }
  if (asked.empty()) return;
  for (const pqxx::row& row : tx.Run(kTexts, asked.dump())) {
    const auto hit = row["hit"].as<std::size_t>();
    std::vector<FoundPlace>& places = chosen[hit].best;
    const Json texts = Json::parse(row["texts"].as<std::string>());
    for (std::size_t i = 0; i < places.size() && i < texts.size(); ++i) {
      (*hits)[hit].texts.push_back({{.place = texts[i][0].get<std::string>(),
                                     .text = texts[i][1].get<std::string>(),
                                     .weight = texts[i][2].get<int>(),
                                     .corrected = texts[i].size() > 3},
                                    std::move(places[i].marks)});
    }
  }
}

}  // namespace

Page Find(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t page_size,
          std::size_t texts_max) {
  Page page;
  const auto nowhere = [](const std::vector<WantedStem>& word) { return word.empty(); };
  if (std::any_of(wanted.words.begin(), wanted.words.end(), nowhere)) return page;
  std::vector<Scored> ranked = Rank(tx, wanted, after, page_size + 1);
  page.more = ranked.size() > page_size;
  if (page.more) ranked.pop_back();
  if (ranked.empty()) return page;
  page.last = ranked.back();
  Json numbers = Json::array();
  std::map<int64_t, int64_t> scores;
  for (const Scored& record : ranked) {
    numbers.push_back(record.record_no);
    scores[record.record_no] = record.score;
  }
  std::vector<BestPlaces> chosen;
  for (const pqxx::row& row : tx.Run(kRecords, StemsAsJson(wanted), numbers.dump())) {
    page.hits.push_back(HitOf(row, scores));
    chosen.push_back(ChoosePlaces(SpotsOf(row["spots"].c_str()),
                                  Json::parse(row["weights"].as<std::string>()).get<std::vector<int>>(),
                                  texts_max));
    page.hits.back().text_count = chosen.back().count;
  }
  ReadTexts(tx, std::move(chosen), &page.hits);
  return page;
}

}  // namespace tranche::plans::search::store
