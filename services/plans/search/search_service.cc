// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/search_service.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/search/bulgarian.h"
#include "plans/search/find/find_store.h"
#include "plans/search/rebuild_store.h"
#include "plans/search/snippet.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/one_organisation.h"
#include "platform/validate/validate.h"

namespace tranche::plans {
namespace {

constexpr int kPageSizeDefault = 20;
constexpr std::size_t kPlacesMax = 3;
constexpr std::size_t kSnippetBytesMax = 300;
constexpr int kStandsForMax = 8;

// What a page of one search belongs to: another query has other pages.
std::string PageOf(const v1::SearchRequest& request) {
  return absl::StrCat("plans.search ", request.parent(), " ", request.q(), " ",
                      absl::StrJoin(request.kinds(), ","));
}

absl::StatusOr<search::Scored> ReadAfter(const v1::SearchRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           convert::ReadPageToken(PageOf(request), request.page_token()));
  search::Scored after;
  if (key.empty()) return after;
  if (key.size() != 2 || !absl::SimpleAtoi(key[0], &after.score) || after.score < 1 ||
      !absl::SimpleAtoi(key[1], &after.record_no)) {
    return Refuse("PAGE_TOKEN_INVALID");
  }
  return after;
}

// The places of a hit: first those with the most of the words, then the heavier, then in their order.
v1::SearchHit Show(const search::store::Hit& hit) {
  struct Place {
    std::set<int> words;
    std::vector<std::pair<int, int>> marks;
  };
  std::map<int, Place> places;
  for (const auto& [word, spot] : hit.spots) {
    if (spot.text < 0 || static_cast<std::size_t>(spot.text) >= hit.texts.size()) continue;
    places[spot.text].words.insert(word);
    places[spot.text].marks.emplace_back(spot.begin, spot.end);
  }
  std::vector<int> order;
  for (const auto& [text, place] : places) order.push_back(text);
  std::stable_sort(order.begin(), order.end(), [&](int left, int right) {
    const auto rank = [&](int text) {
      return std::pair(places[text].words.size(), hit.texts[static_cast<std::size_t>(text)].weight);
    };
    return rank(left) > rank(right);
  });
  v1::SearchHit shown;
  shown.set_name(absl::StrCat("organisations/", hit.organisation, "/", hit.name));
  shown.set_kind(static_cast<v1::SearchKind>(hit.kind));
  shown.set_title(hit.title);
  shown.set_place_count(static_cast<int>(order.size()));
  shown.set_score(static_cast<int>(hit.place.score));
  if (order.size() > kPlacesMax) order.resize(kPlacesMax);
  for (const int text : order) {
    const search::IndexedText& indexed = hit.texts[static_cast<std::size_t>(text)];
    const search::Snippet snippet =
        search::CutSnippet(indexed.text, places[text].marks, kSnippetBytesMax);
    v1::SearchPlace& place = *shown.add_places();
    place.set_place(indexed.place);
    place.set_corrected(indexed.corrected);
    place.set_label_bg(absl::StrCat(search::NameOfPlace(indexed.place, Language::kBulgarian),
                                    indexed.corrected ? " (поправка)" : ""));
    place.set_label_en(absl::StrCat(search::NameOfPlace(indexed.place, Language::kEnglish),
                                    indexed.corrected ? " (correction)" : ""));
    place.set_snippet(snippet.text);
    for (const auto& [begin, end] : snippet.marks) {
      v1::SnippetMark& mark = *place.add_marks();
      mark.set_begin(begin);
      mark.set_end(end);
    }
  }
  return shown;
}

// The words of a query with the stems that each stands for and that stand somewhere: others find
// nothing.
std::vector<std::vector<search::store::WantedStem>> Resolve(pg::Tx& tx, const search::Query& query,
                                                            v1::SearchResponse* response) {
  std::vector<std::vector<search::store::WantedStem>> words;
  std::set<std::string> asked;
  for (const search::QueryTerm& term : query.terms) {
    for (const auto& wanted : words.emplace_back(search::store::StemsFor(tx, term)))
      asked.insert(wanted.stem);
  }
  const std::vector<std::string> there =
      search::store::StandSomewhere(tx, std::vector<std::string>(asked.begin(), asked.end()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::map<std::string, int> quality_of;
    for (const auto& wanted : words[i]) quality_of[wanted.stem] = wanted.quality;
    v1::SearchWord& word = *response->add_words();
    word.set_typed(query.terms[i].typed);
    words[i].clear();
    for (const std::string& stem : there) {
      const auto found = quality_of.find(stem);
      if (found == quality_of.end()) continue;
      words[i].push_back({stem, found->second});
      if (word.stands_for_size() < kStandsForMax) word.add_stands_for(stem);
    }
  }
  for (const std::string& small : query.passed_over) {
    v1::SearchWord& word = *response->add_words();
    word.set_typed(small);
    word.set_passed_over(true);
  }
  return words;
}

}  // namespace

absl::StatusOr<v1::SearchResponse> SearchService::Search(const rpc::CallScope& scope,
                                                         const v1::SearchRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const search::Dictionary* dictionary, search::Bulgarian());
  TRANCHE_ASSIGN_OR_RETURN(const search::Query query, search::ReadQuery(request.q(), *dictionary));
  TRANCHE_ASSIGN_OR_RETURN(const search::Scored after, ReadAfter(request));
  search::store::Wanted wanted = {
      .organisation = "-", .kinds = {request.kinds().begin(), request.kinds().end()}, .words = {}};
  if (!request.parent().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(
        const auto segments,
        validate::ParseResourceName("organisations/{organisation}", request.parent()));
    wanted.organisation = segments[0];
  }
  const int page_size = request.page_size() == 0 ? kPageSizeDefault : request.page_size();
  return idempotency::Read<v1::SearchResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::SearchResponse> {
        v1::SearchResponse response;
        wanted.words = Resolve(tx, query, &response);
        const search::store::Page page =
            search::store::Find(tx, wanted, after, static_cast<std::size_t>(page_size));
        for (const search::store::Hit& hit : page.hits) *response.add_hits() = Show(hit);
        if (page.more) {
          response.set_next_page_token(convert::MakePageToken(
              PageOf(request), {absl::StrCat(page.last.score), absl::StrCat(page.last.record_no)}));
        }
        return response;
      });
}

absl::StatusOr<v1::RebuildIndexResponse> SearchService::RebuildIndex(
    const rpc::CallScope& scope, const v1::RebuildIndexRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  const std::string list = absl::StrCat("plans.search.rebuild ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(
      const search::RebuildPlace from, [&]() -> absl::StatusOr<search::RebuildPlace> {
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> token,
                                 convert::ReadPageToken(list, request.page_token()));
        return search::RebuildPlaceOf(token);
      }());
  return idempotency::Write<v1::RebuildIndexResponse>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::RebuildIndexResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const search::RebuildPlace next,
                                 search::RebuildSome(tx, organisation, from));
        v1::RebuildIndexResponse response;
        response.set_record_count(next.indexed);
        if (!next.done) response.set_next_page_token(convert::MakePageToken(list, TokenOf(next)));
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "plans.search.rebuild",
                          .record = absl::StrCat("organisations/", organisation),
                          .before = nullptr,
                          .after = &response,
                          .request_id = request.request_id()});
        return response;
      });
}

}  // namespace tranche::plans
