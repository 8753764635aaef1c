// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/find_store.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "plans/search/tokens.h"

namespace tranche::plans::search::store {
namespace {

using Json = nlohmann::json;

// Longer words that one beginning stands for.
constexpr int kBeginningsMax = 40;
// Of the list of a word so many more than a page has are read before all of it is.
constexpr std::size_t kReadBeyondPage = 30;
// Single look-ups that cost less than reading whole lists.
constexpr std::size_t kLookUpsMax = 160;

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

constexpr pg::Statement kHeads{"search.heads", WANTED_AND_ORGANISATIONS R"sql(
  select t.word, h.organisation_id, h.record_no, h.score
    from (select distinct w.word from wanted as w) as t
   cross join lateral (
      select o.id as organisation_id, b.record_no, w.quality * b.weight as score
        from wanted as w
       cross join organisations as o
       cross join lateral (
          select p.record_no, p.weight from search_posting as p
           where p.organisation_id = o.id and p.stem = w.stem and)sql" OF_KINDS R"sql(
           order by p.weight desc, p.record_no limit $4) as b
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

constexpr pg::Statement kRecords{"search.records", R"sql(
  with wanted as materialized (
    select w.word, w.stem from jsonb_to_recordset($1::jsonb) as w (word integer, stem text)
  ), ranked as materialized (
    select b.record_no::bigint, b.place from jsonb_array_elements_text($2::jsonb) with ordinality as b (record_no, place)
  )
  select b.record_no, r.organisation_id, r.name, r.kind, r.title, r.texts::text as texts, s.spots
    from ranked as b
    join search_record as r on r.record_no = b.record_no
   cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_array(w.word, f.spots)), '[]')::text as spots
        from wanted as w
       cross join lateral (
          select p.spots from search_posting as p
           where p.organisation_id = r.organisation_id and p.stem = w.stem and p.record_no = b.record_no limit 1) as f) as s
   order by b.place)sql"};

void Add(const pqxx::result& rows, int quality, std::vector<WantedStem>* wanted) {
  for (const pqxx::row& row : rows) {
    std::string stem = row["stem"].as<std::string>();
    const bool known = std::any_of(wanted->begin(), wanted->end(),
                                   [&](const WantedStem& have) { return have.stem == stem; });
    if (!known) wanted->push_back({std::move(stem), quality});
  }
}

std::string StemsOf(const Wanted& wanted) {
  Json stems = Json::array();
  for (std::size_t word = 0; word < wanted.words.size(); ++word) {
    for (const WantedStem& stem : wanted.words[word]) {
      stems.push_back({{"word", word}, {"stem", stem.stem}, {"quality", stem.quality}});
    }
  }
  return stems.dump();
}

struct Heads {
  std::vector<Head> words;
  std::map<int64_t, std::string> organisation_of;
};

Heads ReadHeads(pg::Tx& tx, const Wanted& wanted, std::size_t length) {
  Heads heads{.words = std::vector<Head>(wanted.words.size()), .organisation_of = {}};
  for (const pqxx::row& row :
       tx.Run(kHeads, StemsOf(wanted), wanted.organisation, Json(wanted.kinds).dump(), length)) {
    const auto record_no = row["record_no"].as<int64_t>();
    heads.words[row["word"].as<std::size_t>()].best_first.push_back(
        {.record_no = record_no, .score = row["score"].as<int64_t>()});
    heads.organisation_of[record_no] = row["organisation_id"].as<std::string>();
  }
  for (Head& head : heads.words) head.whole = head.best_first.size() < length;
  return heads;
}

// Looks up what is not known, as far as that is not too much.
void FillGaps(pg::Tx& tx, const Wanted& wanted, const Heads& heads, std::vector<HeadRanking::Gap> gaps,
              HeadRanking* ranking) {
  Json asked = Json::array();
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const std::vector<WantedStem>& stems = wanted.words[gaps[i].word];
    if (asked.size() + stems.size() > kLookUpsMax) gaps.resize(i);
    if (i == gaps.size()) break;
    for (const WantedStem& stem : stems) {
      asked.push_back({{"gap", i},
                       {"organisation", heads.organisation_of.at(gaps[i].record_no)},
                       {"record_no", gaps[i].record_no},
                       {"stem", stem.stem},
                       {"quality", stem.quality}});
    }
  }
  std::vector<int64_t> scores(gaps.size(), 0);
  for (const pqxx::row& row : tx.Run(kLookUp, asked.dump())) {
    scores[row["gap"].as<std::size_t>()] = row["score"].as<int64_t>();
  }
  for (std::size_t i = 0; i < gaps.size(); ++i) ranking->Fill(gaps[i], scores[i]);
}

// No value: the beginnings of the lists do not tell who comes first.
std::optional<std::vector<Scored>> RankByHeads(pg::Tx& tx, const Wanted& wanted, const Scored& after,
                                               std::size_t limit) {
  const Heads heads = ReadHeads(tx, wanted, limit + kReadBeyondPage);
  HeadRanking ranking(heads.words);
  const std::vector<HeadRanking::Gap> gaps = ranking.GapsOf(after, limit);
  if (!gaps.empty()) FillGaps(tx, wanted, heads, gaps, &ranking);
  return ranking.Page(after, limit);
}

std::vector<WordList> ReadLists(pg::Tx& tx, const Wanted& wanted) {
  std::vector<WordList> lists(wanted.words.size());
  for (const pqxx::row& row :
       tx.Run(kLists, StemsOf(wanted), wanted.organisation, Json(wanted.kinds).dump())) {
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

std::vector<Scored> Rank(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t limit) {
  if (std::optional<std::vector<Scored>> ranked = RankByHeads(tx, wanted, after, limit)) return *ranked;
  return RankAll(ReadLists(tx, wanted), after, limit);
}

Hit HitOf(const pqxx::row& row, const std::map<int64_t, int64_t>& scores) {
  Hit hit;
  hit.place.record_no = row["record_no"].as<int64_t>();
  hit.place.score = scores.at(hit.place.record_no);
  hit.organisation = row["organisation_id"].as<std::string>();
  hit.name = row["name"].as<std::string>();
  hit.kind = row["kind"].as<int>();
  hit.title = row["title"].as<std::string>();
  for (const Json& text : Json::parse(row["texts"].as<std::string>())) {
    hit.texts.push_back({.place = text[0].get<std::string>(),
                         .text = text[1].get<std::string>(),
                         .weight = text[2].get<int>(),
                         .corrected = text.size() > 3});
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

}  // namespace

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

std::vector<std::string> StandSomewhere(pg::Tx& tx, const std::vector<std::string>& stems) {
  std::vector<std::string> found;
  for (const pqxx::row& row : tx.Run(kStandSomewhere, Json(stems).dump())) {
    found.push_back(row["stem"].as<std::string>());
  }
  return found;
}

Page Find(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t page_size) {
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
  for (const pqxx::row& row : tx.Run(kRecords, StemsOf(wanted), numbers.dump())) {
    page.hits.push_back(HitOf(row, scores));
  }
  return page;
}

}  // namespace tranche::plans::search::store
