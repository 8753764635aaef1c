// SPDX-License-Identifier: EUPL-1.2
// The search over everything that a municipality has: a plain form, and what was found with its places.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "tranche/plans/v1/search_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

// Where a hit is shown: its own page, or its place on a page of its organisation.
std::string HrefOf(const Visit& visit, const plans::v1::SearchHit& hit) {
  const std::string name = hit.name();
  switch (hit.kind()) {
    case plans::v1::FOUND_PLAN: {
      const std::string place = hit.places().empty() ? "" : hit.places(0).place();
      absl::string_view measure = place;
      const bool in_measure = absl::ConsumePrefix(&measure, "measure.");
      const std::string anchor =
          in_measure ? absl::StrCat("#measure-", absl::StrReplaceAll(measure, {{".", "-"}})) : "";
      return absl::StrCat(visit.Href(absl::StrCat("/", name)), anchor);
    }
    case plans::v1::FOUND_PROJECT:
      return visit.Href(absl::StrCat("/", name));
    case plans::v1::FOUND_STRATEGY:
      return visit.Href(absl::StrCat("/organisations/", OrganisationOf(name), "/strategies"));
    default:
      return absl::StrCat(
          visit.Href(absl::StrCat("/organisations/", OrganisationOf(name), "/groundwork")), "#",
          LastSegment(name));
  }
}

// The snippet in pieces: text, and what was found behind it.
void FillPlace(const plans::v1::SearchPlace& from, Language language, TemplateDictionary* hit) {
  TemplateDictionary* place = hit->AddSectionDictionary("PLACE");
  place->SetValue("LABEL", language == Language::kBulgarian ? from.label_bg() : from.label_en());
  const std::string& text = from.snippet();
  std::size_t at = 0;
  for (const plans::v1::SnippetMark& mark : from.marks()) {
    const auto begin = static_cast<std::size_t>(mark.begin());
    const auto end = static_cast<std::size_t>(mark.end());
    if (begin < at || end < begin || end > text.size()) continue;
    TemplateDictionary* piece = place->AddSectionDictionary("PIECE");
    piece->SetValue("TEXT", text.substr(at, begin - at));
    piece->AddSectionDictionary("FOUND")->SetValue("WORDS", text.substr(begin, end - begin));
    at = end;
  }
  place->AddSectionDictionary("PIECE")->SetValue("TEXT", text.substr(at));
}

void Fill(const Visit& visit, const Answer<plans::v1::SearchResponse>& found, const std::string& q,
          TemplateDictionary* page) {
  const Language language = visit.language();
  page->SetValue("ACTION", visit.Href("/search"));
  page->SetValue("Q", q);
  if (q.empty()) return;
  ShowRefused(found.status, language, "REFUSED", page);
  if (!found.status.ok()) return;
  for (const plans::v1::SearchWord& word : found.value.words()) {
    if (word.passed_over() || !word.stands_for().empty()) continue;
    page->AddSectionDictionary("UNKNOWN")->SetValue("WORD", word.typed());
  }
  if (found.value.hits().empty()) return page->ShowSection("NOTHING");
  TemplateDictionary* hits = page->AddSectionDictionary("HITS");
  for (const plans::v1::SearchHit& from : found.value.hits()) {
    TemplateDictionary* hit = hits->AddSectionDictionary("HIT");
    hit->SetValue("HREF", HrefOf(visit, from));
    hit->SetValue("TITLE", from.title());
    hit->SetValue("KIND", SayEnum(plans::v1::SearchKind_descriptor(), from.kind(), language));
    hit->SetValue("ORGANISATION", OrganisationOf(from.name()));
    for (const plans::v1::SearchPlace& place : from.places()) FillPlace(place, language, hit);
  }
  if (found.value.next_page_token().empty()) return;
  page->AddSectionDictionary("MORE")->SetValue(
      "HREF", absl::StrCat(visit.Href("/search"), "?q=", EncodeValue(q),
                           "&page=", EncodeValue(found.value.next_page_token())));
}

}  // namespace

void ShowSearch(const std::shared_ptr<Visit>& visit) {
  const std::string q(absl::StripAsciiWhitespace(visit->Parameter("q")));
  auto found = std::make_shared<Answer<plans::v1::SearchResponse>>();
  if (!q.empty()) {
    plans::v1::SearchRequest request;
    request.set_q(q);
    request.set_page_token(visit->Parameter("page"));
    visit->Ask("/tranche.plans.v1.SearchService/Search", request, found.get());
  }
  visit->Then([visit, found, q] {
    const int http = found->status.ok() ? 200 : HttpStatusOf(ReasonOf(found->status));
    if (http >= 500 || http == 401 || http == 403) return visit->Refuse(found->status);
    Frame frame = visit->MakeFrame(Say("W_FIND_ALL", visit->language()));
    frame.commands = {ShellLine({"tranche", "search", q.empty() ? "личен асистент" : q})};
    visit->Show(http, RenderFrame(frame, "search.tpl",
                                  [&](TemplateDictionary* page) { Fill(*visit, *found, q, page); }));
  });
}

}  // namespace tranche::gateway
