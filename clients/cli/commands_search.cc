// SPDX-License-Identifier: EUPL-1.2
// The search over plans, what is around them, and projects.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/search_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kService[] = "tranche.plans.v1.SearchService/";
constexpr int kHitsMax = 20;

constexpr Text kKind{"Вид", "Kind"};
constexpr Text kWhere{"Къде", "Where"};
constexpr Text kFoundText{"Намерено", "Found"};
constexpr Text kNothing{"Няма намерено.", "Nothing was found."};
constexpr Text kUnknownWord{"Никъде няма дума като „{word}“.", "No text has a word like \"{word}\"."};
constexpr Text kMore{"Има още; добавете дума или --kind, или --limit {limit}.",
                     "There is more; add a word or --kind, or --limit {limit}."};
constexpr Text kIndexed{"Записи, които могат да бъдат намерени", "Records that can be found"};

// The kinds as they are typed, "plan" for FOUND_PLAN.
constexpr char kPrefix[] = "found_";
std::vector<Word> KindWords(Language language) {
  std::vector<Word> words = WordsOf(pb::SearchKind_descriptor(), language);
  for (Word& word : words) word.word = word.word.substr(sizeof(kPrefix) - 1);
  return words;
}

// The words that were found stand between « and ».
std::string Marked(const pb::SearchPlace& place) {
  const std::string& text = place.snippet();
  std::string marked;
  std::size_t at = 0;
  for (const pb::SnippetMark& mark : place.marks()) {
    const auto begin = static_cast<std::size_t>(mark.begin());
    const auto end = static_cast<std::size_t>(mark.end());
    if (begin < at || end < begin || end > text.size()) continue;
    absl::StrAppend(&marked, text.substr(at, begin - at), "«", text.substr(begin, end - begin), "»");
    at = end;
  }
  return absl::StrCat(marked, text.substr(at));
}

View ViewOfHits(const pb::SearchResponse& found, Language language) {
  const bool bulgarian = language == Language::kBulgarian;
  Table table;
  for (const Text& heading : {kKind, texts::kName, texts::kTitle, kWhere, kFoundText}) {
    table.headings.emplace_back(heading.In(language));
  }
  for (const pb::SearchHit& hit : found.hits()) {
    std::string where;
    std::string words;
    if (!hit.places().empty()) {
      where = bulgarian ? hit.places(0).label_bg() : hit.places(0).label_en();
      words = Marked(hit.places(0));
    }
    if (hit.place_count() > 1) absl::StrAppend(&where, " +", hit.place_count() - 1);
    table.rows.push_back({TextCell(SayEnum(pb::SearchKind_descriptor(), hit.kind(), language)),
                          TextCell(hit.name().substr(hit.name().find('/') + 1)), TextCell(hit.title()),
                          TextCell(where), TextCell(words)});
  }
  View view;
  view.tables.push_back(std::move(table));
  return view;
}

absl::Status Search(Session& session, const Arguments& arguments) {
  pb::SearchRequest request;
  request.set_q(arguments.Get("words"));
  if (const std::string organisation = arguments.Get("organisation"); !organisation.empty()) {
    request.set_parent(absl::StrCat("organisations/", organisation));
  }
  for (const std::string& word : arguments.All("kind")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind,
                             ReadWord(pb::SearchKind_descriptor(), "kind", kPrefix + word));
    request.add_kinds(static_cast<pb::SearchKind>(kind));
  }
  request.set_page_size(kHitsMax);
  if (arguments.Has("limit")) {
    TRANCHE_ASSIGN_OR_RETURN(const int limit, ReadNumber(arguments, "limit"));
    request.set_page_size(limit);
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto found,
                           session.Get<pb::SearchResponse>(absl::StrCat(kService, "Search"), request));
  const View view = ViewOfHits(found, session.language());
  session.Show(view, JsonList(ItemsOf(found, "hits")));
  for (const pb::SearchWord& word : found.words()) {
    if (word.stands_for().empty() && !word.passed_over()) {
      session.Note(session.Say(kUnknownWord, {{"word", word.typed()}}));
    }
  }
  if (found.hits().empty()) session.Note(session.Say(kNothing));
  if (!found.next_page_token().empty()) session.Note(session.Say(kMore, {{"limit", "100"}}));
  return absl::OkStatus();
}

absl::Status Rebuild(Session& session, const Arguments& arguments) {
  pb::RebuildIndexRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  // Some records with each call: what is done stays done, and nobody waits long for it.
  pb::RebuildIndexResponse rebuilt;
  do {
    request.set_page_token(rebuilt.next_page_token());
    TRANCHE_ASSIGN_OR_RETURN(rebuilt, session.Get<pb::RebuildIndexResponse>(
                                          absl::StrCat(kService, "RebuildIndex"), request));
  } while (!rebuilt.next_page_token().empty());
  session.Show(ViewOf(rebuilt, {{{kIndexed, "record_count"}}}, session.language()),
               client::ToJson(rebuilt, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> SearchCommands() {
  return {
      {"search",
       "",
       {"Търси в планове, стратегии, органи, срещи, приоритети и проекти; форма на думата, главни "
        "букви и "
        "кирилица или латиница са без значение",
        "Searches plans, strategies, bodies, meetings, priorities and projects; forms of words, case, "
        "and Cyrillic "
        "or Latin letters do not matter"},
       {{"words",
         Kind::kRequired,
         {"Думите в кавички: всички трябва да ги има",
          "The words in quotes: all of them must be there"}},
        {"kind",
         Kind::kValues,
         {"Само от този вид; повтаря се", "Of this kind only; may be repeated"},
         Takes::kText,
         KindWords},
        {"limit", Kind::kValue, {"Най-много толкова, до 100", "At most so many, up to 100"}},
        kOrganisationParameter},
       "tranche search 'личен асистент'\ntranche search lyubimets --kind plan",
       false,
       Search},
      {"index",
       "rebuild",
       {"Прави наново показалеца за търсене на една организация",
        "Makes the search index of an organisation anew"},
       {kOrganisationParameter},
       "tranche index rebuild --organisation lyubimets",
       true,
       Rebuild,
       false,
       true},
  };
}

}  // namespace tranche::cli
