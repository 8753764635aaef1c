// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/search_service.h"

#include <algorithm>
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

v1::SearchHit Show(const search::store::Hit& hit) {
  v1::SearchHit shown;
  shown.set_name(absl::StrCat("organisations/", hit.organisation, "/", hit.name));
  shown.set_kind(static_cast<v1::SearchKind>(hit.kind));
  shown.set_title(hit.title);
  shown.set_place_count(hit.text_count);
  shown.set_score(static_cast<int>(hit.place.score));
  for (const auto& [indexed, marks] : hit.texts) {
    const search::Snippet snippet = search::CutSnippet(indexed.text, marks, kSnippetBytesMax);
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

// What each word of a query stands for and that stands somewhere: other stems find nothing.
void ShowWords(const search::Query& query,
               const std::vector<std::vector<search::store::WantedStem>>& words,
               v1::SearchResponse* response) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    v1::SearchWord& word = *response->add_words();
    word.set_typed(query.terms[i].typed);
    for (const search::store::WantedStem& wanted : words[i]) {
      if (word.stands_for_size() < kStandsForMax) word.add_stands_for(wanted.stem);
    }
  }
  for (const std::string& small : query.passed_over) {
    v1::SearchWord& word = *response->add_words();
    word.set_typed(small);
    word.set_passed_over(true);
  }
}

}  // namespace

absl::StatusOr<v1::SearchResponse> SearchService::Search(const rpc::CallScope& scope,
                                                         const v1::SearchRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const search::Dictionary* dictionary, search::Bulgarian());
  TRANCHE_ASSIGN_OR_RETURN(const search::Query query, search::ReadQuery(request.q(), *dictionary));
  TRANCHE_ASSIGN_OR_RETURN(const search::Scored after, ReadAfter(request));
  search::store::Wanted wanted = {.organisation = "-",
                                  .organisation_count = scope.organisations.size(),
                                  .kinds = {request.kinds().begin(), request.kinds().end()},
                                  .words = {}};
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
        wanted.words = search::store::StemsOf(tx, query.terms);
        ShowWords(query, wanted.words, &response);
        const search::store::Page page =
            search::store::Find(tx, wanted, after, static_cast<std::size_t>(page_size), kPlacesMax);
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
