// SPDX-License-Identifier: EUPL-1.2
// What a page lists: target groups, results, plans, laws.
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "proposals/page/page_text.h"

namespace tranche::proposals::page {
namespace {

constexpr std::size_t kItemsMax = 50;
constexpr std::size_t kItemBytes = 500;

struct ListKind {
  const char* field;
  const RE2* lead;             // What stands before the colon, the colon included.
  std::size_t lead_bytes_max;  // A colon further away belongs to something else.
  bool verbal;                 // Items begin with the noun of a verb.
};

// The end of the words that introduce a list; no value when the text has none.
std::optional<std::size_t> ListBegin(absl::string_view text, const ListKind& kind) {
  re2::StringPiece rest = tranche::Piece(text);
  re2::StringPiece lead;
  while (RE2::FindAndConsume(&rest, *kind.lead, &lead)) {
    if (lead.size() <= kind.lead_bytes_max) return lead.data() + lead.size() - text.data();
  }
  return std::nullopt;
}

void Add(const Piece& piece, const Part& part, const char* field, std::vector<std::string>* list,
         Reader& reader) {
  if (list->size() >= kItemsMax) return;
  list->push_back(Shortened(part.text, kItemBytes));
  reader.Mark(piece, absl::StrCat(field, ".", list->size()), part.begin, part.end);
}

// The items of a list that stand in pieces of their own, below a piece that ends with a colon.
std::size_t TakeItems(const std::vector<Piece>& pieces, std::size_t at, const char* field,
                      std::vector<std::string>* list, Reader& reader) {
  for (; at < pieces.size() && pieces[at].list_item; ++at) {
    bool doubtful = false;
    const absl::string_view text = pieces[at].text;
    const std::vector<Part> whole = DivideList(text, 0, text.size(), /*verbal=*/true, &doubtful);
    if (whole.empty()) continue;
    const Part part{
        .begin = whole.front().begin,
        .end = whole.back().end,
        .text = std::string(text.substr(whole.front().begin, whole.back().end - whole.front().begin))};
    Add(pieces[at], part, field, list, reader);
  }
  return at;
}

// Where a list within a sentence ends: with it, or where it goes on to say what will come of it.
std::size_t ListEnd(absl::string_view text, std::size_t begin) {
  std::size_t end = SentenceEnd(text, begin);
  static const RE2 goes_on("(,?\\s+(?:и|като|което|които)\\s+(?:ще|по този начин)\\s)");
  re2::StringPiece found;
  const re2::StringPiece list(text.data() + begin, end - begin);
  if (RE2::PartialMatch(list, goes_on, &found)) end = found.data() - text.data();
  return end;
}

void ReadList(const std::vector<Piece>& pieces, const ListKind& kind, std::vector<std::string>* list,
              Reader& reader) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const absl::string_view text = pieces[i].text;
    const std::optional<std::size_t> found = ListBegin(text, kind);
    if (!found) continue;
    const std::size_t begin = *found;
    const std::size_t end = ListEnd(text, begin);
    bool doubtful = false;
    const std::vector<Part> parts = DivideList(text, begin, end, kind.verbal, &doubtful);
    if (parts.empty()) {
      TakeItems(pieces, i + 1, kind.field, list, reader);
    } else {
      for (const Part& part : parts) Add(pieces[i], part, kind.field, list, reader);
      if (doubtful && parts.size() > 1) {
        const std::size_t from = parts[parts.size() - 2].begin;
        reader.Find(pieces[i], "PAGE_LIST_ENDING",
                    {{"text", Shortened(text.substr(from, parts.back().end - from), 120)}});
      }
    }
    if (!list->empty()) return;
  }
}

void AddPlan(const Piece& piece, NamedPlan plan, std::size_t begin, std::size_t end, Reader& reader) {
  std::vector<NamedPlan>& plans = reader.page().plans;
  if (plans.size() >= kItemsMax ||
      std::any_of(plans.begin(), plans.end(), [&](const NamedPlan& other) { return other == plan; }))
    return;
  plans.push_back(std::move(plan));
  reader.Mark(piece, absl::StrCat("plans.", plans.size()), begin, end);
}

PartialDate Year(int year) {
  PartialDate date;
  date.year = year;
  date.as_written = absl::StrCat(year);
  return date;
}

// Annual plans: one for each year that is named after them, "за 2016 и 2017г.".
void AddAnnual(const Piece& piece, absl::string_view words, std::size_t begin, Reader& reader) {
  static const RE2 years("^(.*?)\\s*(?:за\\s+)?((?:20\\d\\d)(?:\\s*(?:,|и|-|–)\\s*20\\d\\d)*)\\s*г");
  static const RE2 year("(20\\d\\d)");
  const re2::StringPiece all = tranche::Piece(words);
  re2::StringPiece name;
  re2::StringPiece list;
  NamedPlan plan;
  plan.kind = NamedPlanKind::kAnnual;
  if (!RE2::PartialMatch(all, years, &name, &list)) {
    plan.as_written = std::string(words);
    return AddPlan(piece, std::move(plan), begin, begin + words.size(), reader);
  }
  plan.as_written = std::string(name.data(), name.size());
  re2::StringPiece one;
  while (RE2::FindAndConsume(&list, year, &one)) {
    plan.from = plan.to = Year(std::stoi(std::string(one.data(), one.size())));
    AddPlan(piece, plan, begin, begin + words.size(), reader);
  }
}

void AddOther(const Piece& piece, NamedPlanKind kind, absl::string_view words, std::size_t begin,
              Reader& reader) {
  NamedPlan plan;
  plan.kind = kind;
  plan.as_written = std::string(words);
  std::vector<TextProblem> ignored;
  const std::vector<WrittenPeriod> periods = FindPeriods(words, ignored);
  if (!periods.empty()) {
    plan.from = periods.front().from;
    plan.to = periods.front().to;
  }
  AddPlan(piece, std::move(plan), begin, begin + words.size(), reader);
}

// A name goes on to a comma, a semicolon or the end of its sentence.
absl::string_view NameFrom(absl::string_view text, std::size_t begin) {
  const std::size_t sentence = SentenceEnd(text, begin);
  std::size_t end = text.substr(0, sentence).find_first_of(",;", begin);
  if (end == absl::string_view::npos) end = sentence;
  // The years of an annual plan may have a comma between them, "за 2015, 2016 и 2017 г.".
  static const RE2 more_years("^,\\s*20\\d\\d");
  while (end < sentence &&
         RE2::PartialMatch(re2::StringPiece(text.data() + end, sentence - end), more_years)) {
    end = text.substr(0, sentence).find_first_of(",;", end + 1);
    if (end == absl::string_view::npos) end = sentence;
  }
  return text.substr(begin, end - begin);
}

// Upper-case Cyrillic words that abbreviate a law: "ЗСП", "ППЗСП" and the like, in a sentence on laws.
void ReadLaws(const Piece& piece, Reader& reader) {
  static const RE2 word("(\\p{Cyrillic}+)");
  static const RE2 law("(?:ПП)?З\\p{Lu}{1,7}");
  static const RE2 about_laws("(?i)закон|нормативн");
  const re2::StringPiece text = tranche::Piece(piece.text);
  re2::StringPiece rest = text;
  re2::StringPiece one;
  while (RE2::FindAndConsume(&rest, word, &one)) {
    if (!RE2::FullMatch(one, law)) continue;
    const std::size_t begin = one.data() - text.data();
    const std::size_t from = SentenceBegin(piece.text, begin);
    const absl::string_view sentence = piece.text.substr(from, SentenceEnd(piece.text, begin) - from);
    if (!RE2::PartialMatch(tranche::Piece(sentence), about_laws)) continue;
    std::vector<std::string>& laws = reader.page().laws;
    const std::string name(one.data(), one.size());
    if (laws.size() >= kItemsMax || std::find(laws.begin(), laws.end(), name) != laws.end()) continue;
    laws.push_back(name);
    reader.Mark(piece, absl::StrCat("laws.", laws.size()), begin, begin + one.size());
  }
}

}  // namespace

void ReadLists(const std::vector<Piece>& pieces, Reader& reader) {
  static const RE2 groups("(?i)(целев\\p{L}*\\s+груп\\p{L}*[^:.]*:)");
  static const RE2 results("(?i)(резултат\\p{L}*[^:.]*:)");
  static const RE2 activities("(?i)(дейности\\p{L}*[^:.]*:)");
  ReadList(pieces, {"target_groups", &groups, 300, false}, &reader.page().target_groups, reader);
  ReadList(pieces, {"outputs", &results, 120, true}, &reader.page().outputs, reader);
  if (reader.page().outputs.empty())
    ReadList(pieces, {"outputs", &activities, 80, true}, &reader.page().outputs, reader);
}

void ReadNamed(const std::vector<Piece>& pieces, Reader& reader) {
  static const RE2 named(
      "(?i)(годишн\\p{L}*\\s+план\\p{L}*|общинск\\p{L}*\\s+стратеги\\p{L}*|"
      "общинск\\p{L}*\\s+план\\p{L}*\\s+за\\s+развитие|план\\p{L}*\\s+за\\s+развитие\\s+на\\s+"
      "община\\p{L}*)");
  static const RE2 annual("(?i)^годишн");
  static const RE2 strategy("(?i)^общинск\\p{L}*\\s+стратеги");
  for (const Piece& piece : pieces) {
    const re2::StringPiece text = tranche::Piece(piece.text);
    re2::StringPiece rest = text;
    re2::StringPiece lead;
    while (RE2::FindAndConsume(&rest, named, &lead)) {
      const std::size_t begin = lead.data() - text.data();
      const absl::string_view words = NameFrom(piece.text, begin);
      const re2::StringPiece name = tranche::Piece(words);
      if (RE2::PartialMatch(name, annual)) {
        AddAnnual(piece, words, begin, reader);
      } else {
        AddOther(piece,
                 RE2::PartialMatch(name, strategy) ? NamedPlanKind::kMunicipalStrategy
                                                   : NamedPlanKind::kDevelopmentPlan,
                 words, begin, reader);
      }
      if (words.size() > lead.size()) rest.remove_prefix(words.size() - lead.size());
    }
    ReadLaws(piece, reader);
  }
  if (!reader.page().laws.empty())
    reader.Find("PAGE_LAWS_OF_THEN", {{"laws", absl::StrJoin(reader.page().laws, ", ")}});
}

}  // namespace tranche::proposals::page
