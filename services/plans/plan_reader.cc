// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "plans/document.h"
#include "plans/plan_table.h"
#include "platform/base/digest.h"
#include "platform/text/fold.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

// An identifier has at most 63 bytes; "-2013" takes five of them.
constexpr size_t kSlugBytesMax = 58;

re2::StringPiece Piece(absl::string_view text) { return re2::StringPiece(text.data(), text.size()); }

// "Г О Д И Ш Е Н П Л А Н ЗА 2013" -> "ГОДИШЕН ПЛАН ЗА 2013": letters set apart for emphasis are one
// word. Where the words divide is not written, so the two that every title begins with are known here.
std::string JoinSpacedLetters(absl::string_view line) {
  static const RE2 kLetter("\\pL");
  static const RE2 kTwoWords("(?i)^(годишен)(план)");
  constexpr size_t kRunMin = 4;  // One or two letters alone are words: "в", "и", "с".
  std::vector<std::string> words;
  std::string run;
  size_t run_letters = 0;
  std::vector<std::string> letters;
  const auto close = [&] {
    if (run_letters >= kRunMin) {
      words.push_back(run);
    } else {
      words.insert(words.end(), letters.begin(), letters.end());
    }
    run.clear();
    letters.clear();
    run_letters = 0;
  };
  for (const absl::string_view word : absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty())) {
    if (RE2::FullMatch(Piece(word), kLetter)) {
      absl::StrAppend(&run, word);
      letters.emplace_back(word);
      ++run_letters;
      continue;
    }
    close();
    words.emplace_back(word);
  }
  close();
  std::string joined = absl::StrJoin(words, " ");
  RE2::Replace(&joined, kTwoWords, "\\1 \\2");
  return joined;
}

std::string Slug(absl::string_view municipality) {
  std::string slug;
  for (const char c : Transliterate(FoldName(municipality))) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      slug.push_back(absl::ascii_tolower(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  slug.resize(std::min(slug.size(), kSlugBytesMax));
  return std::string(absl::StripSuffix(slug, "-"));
}

// The municipality as running text writes it; titles are often in capitals.
std::string SpellingInText(absl::Span<const Line> lines, const std::string& in_title) {
  const RE2 spelled(absl::StrCat("(?i)(?:община|общ\\.|град|гр\\.)\\s*(", RE2::QuoteMeta(in_title),
                                 ")(?:$|[^\\pL])"));
  static const RE2 kSomeSmall("\\p{Ll}");
  for (const Line& line : lines) {
    re2::StringPiece rest = Piece(line.text);
    std::string spelling;
    while (RE2::FindAndConsume(&rest, spelled, &spelling)) {
      if (RE2::PartialMatch(spelling, kSomeSmall)) return spelling;
    }
  }
  return in_title;
}

// Reads title, municipality, year and id. False when no line is the title of an annual plan.
bool ReadTitle(absl::Span<const Line> before_table, absl::Span<const Line> all, Plan& plan,
               Problems& problems) {
  static const RE2 kTitle("(?i)^годишен\\s+план(?:$|[^\\pL])");
  static const RE2 kYear("(?i)(?:^|\\s)за\\s+((?:19|20)[0-9]{2})(?:$|[^0-9])");
  static const RE2 kMunicipality("(?i)\\sобщина\\s+(\\pL.{0,120}?)(?:\\s+за\\s+[0-9]|\\s*$)");
  for (const Line& line : before_table) {
    const std::string title = JoinSpacedLetters(Trim(line.text));
    if (!RE2::PartialMatch(title, kTitle)) continue;
    if (title.size() > kTitleBytesMax) {
      problems.Add(Place(line.number), "FIELD_TOO_LONG", {{"max", absl::StrCat(kTitleBytesMax)}});
      return true;
    }
    plan.title = title;
    std::string municipality;
    if (!RE2::PartialMatch(title, kYear, &plan.year)) {
      problems.Add(Place(line.number), "PLAN_YEAR_MISSING");
    }
    if (RE2::PartialMatch(title, kMunicipality, &municipality)) {
      plan.municipality = SpellingInText(all, municipality);
    }
    const std::string slug = Slug(plan.municipality);
    if (slug.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(slug.front()))) {
      problems.Add(Place(line.number), "PLAN_MUNICIPALITY_MISSING");
    }
    plan.id = absl::StrCat(slug, "-", plan.year);
    return true;
  }
  return false;
}

// What a pattern finds, as the number after "Решение №": nothing when the words are not there, "" when
// the place behind them is blank.
std::optional<std::string> TextOf(absl::string_view text, const RE2& words) {
  std::string found;
  if (!RE2::PartialMatch(Piece(text), words, &found)) return std::nullopt;
  return found;
}

void ReadStrategy(absl::Span<const Line> lines, Plan& plan) {
  static const RE2 kCarriesOut("(?i)изпълнение.*стратеги");
  static const RE2 kTitle("(?i)((?:общинск|областн)\\pL+\\s+стратегия[^.,;]*)");
  static const RE2 kAnyTitle("(?i)(стратеги\\pL+[^.,;]*)");
  static const RE2 kDecision("(?i)решение\\s*№\\s*([0-9]+(?:[/-][0-9\\pL]+)*)?");
  static const RE2 kProtocol("(?i)протокол\\s*№\\s*([0-9]+(?:[/-][0-9\\pL]+)*)?");
  static const RE2 kDate("(?:^|[^0-9.])([0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}|(?:19|20)[0-9]{2})\\s*г");
  static const RE2 kSpeaksOfAdoption("(?i)(приет\\pL+\\s.*)$");
  for (const Line& line : lines) {
    if (!RE2::PartialMatch(Piece(line.text), kCarriesOut)) continue;
    ParentStrategy strategy{.title = "", .adoption = {}, .line = line.number};
    if (!RE2::PartialMatch(Piece(line.text), kTitle, &strategy.title)) {
      RE2::PartialMatch(Piece(line.text), kAnyTitle, &strategy.title);
    }
    strategy.title = std::string(Trim(strategy.title));
    // What stands before "приета" may name the year of the plan; it is not of the adoption.
    if (const std::optional<std::string> adopted = TextOf(line.text, kSpeaksOfAdoption)) {
      strategy.adoption.decision_number = TextOf(*adopted, kDecision);
      strategy.adoption.protocol_number = TextOf(*adopted, kProtocol);
      strategy.adoption.date = TextOf(*adopted, kDate);
    }
    plan.strategy = std::move(strategy);
    return;
  }
}

// Lists with a dash under a line that speaks of target groups or of objectives.
void ReadLists(absl::Span<const Line> lines, Plan& plan) {
  static const RE2 kItem("^[-–—•]\\s*(.*?)[;,.\\s]*$");
  static const RE2 kTargetGroups("(?i)целеви\\s+групи");
  static const RE2 kObjectives("(?i)(?:^|[^\\pL])цели(?:$|[^\\pL])");
  std::vector<std::string>* list = nullptr;
  for (const Line& line : lines) {
    if (line.blank()) continue;
    std::string item;
    if (!RE2::FullMatch(Piece(Trim(line.text)), kItem, &item)) {
      list = RE2::PartialMatch(Piece(line.text), kTargetGroups) ? &plan.target_groups
             : RE2::PartialMatch(Piece(line.text), kObjectives) ? &plan.objectives
                                                                : nullptr;
    } else if (list != nullptr && !item.empty()) {
      list->push_back(item);
    }
  }
}

void NoteAdoption(const Plan& plan, Findings& findings) {
  if (!plan.strategy.has_value()) {
    findings.Add("document", "PLAN_STRATEGY_NOT_NAMED");
    return;
  }
  const Adoption& adoption = plan.strategy->adoption;
  const std::string place = Place(plan.strategy->line);
  if (adoption.decision_number.value_or("").empty()) findings.Add(place, "PLAN_DECISION_NUMBER_BLANK");
  if (adoption.protocol_number.value_or("").empty()) findings.Add(place, "PLAN_PROTOCOL_NUMBER_BLANK");
  const std::string date = adoption.date.value_or("");
  if (date.empty()) {
    findings.Add(place, "PLAN_ADOPTION_DATE_BLANK");
  } else if (!absl::StrContains(date, ".")) {
    findings.Add(place, "PLAN_ADOPTION_DATE_PARTIAL", {{"value", date}});
  }
}

void NoteWholeTable(const Plan& plan, int last_line, std::vector<Violation>& findings) {
  size_t measures = 0, with_amount = 0;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures) {
      ++measures;
      if (measure.stated_total || measure.monthly || !measure.parts.empty()) ++with_amount;
    }
  }
  if (with_amount < measures) {
    findings.push_back(
        {"plan",
         "PLAN_AMOUNTS_MISSING",
         {{"measures", absl::StrCat(measures)}, {"without", absl::StrCat(measures - with_amount)}}});
  }
  // A cut at the border of two rows below ОБЩО leaves no trace; only a person with the original can
  // tell.
  findings.push_back(
      {Place(last_line),
       "PLAN_END_UNMARKED",
       {{"measures", absl::StrCat(measures)}, {"sections", absl::StrCat(plan.sections.size())}}});
}

}  // namespace

absl::StatusOr<ReadPlan> ReadPlanDocument(absl::string_view utf8_text) {
  if (utf8_text.size() > kDocumentBytesMax)
    return Refuse("DOCUMENT_TOO_LARGE", {{"max", absl::StrCat(kDocumentBytesMax)}});
  Problems problems;
  const std::vector<Line> lines = SplitDocument(utf8_text, problems);
  if (!problems.empty()) return problems.Refusal();
  const std::optional<size_t> table = FindTable(lines);
  const absl::Span<const Line> all(lines);
  const absl::Span<const Line> prose = all.subspan(0, table.value_or(lines.size()));

  Findings findings;
  ReadPlan read;
  Plan& plan = read.plan;
  if (!ReadTitle(prose, all, plan, problems)) {
    problems.Add("document", table.has_value() ? "PLAN_TITLE_MISSING" : "PLAN_NOT_RECOGNISED");
    if (!table.has_value()) return problems.Refusal();
  } else if (!table.has_value()) {
    problems.Add("document", "PLAN_TABLE_MISSING");
  }
  for (const Line& line : lines) {
    CheckDates(line, table.has_value() && static_cast<size_t>(line.number) > *table, problems);
  }
  ReadStrategy(prose, plan);
  ReadLists(prose, plan);
  static const RE2 kOpenDocument("(?i)отворен\\s+документ");
  for (const Line& line : prose)
    plan.open_document |= RE2::PartialMatch(Piece(line.text), kOpenDocument);
  NoteAdoption(plan, findings);
  if (table.has_value()) ReadTable(all.subspan(*table), plan, findings, problems);
  if (!problems.empty()) return problems.Refusal();

  int last_line = lines.back().number;
  while (last_line > 1 && lines[last_line - 1].blank()) --last_line;
  read.findings = findings.List();
  NoteWholeTable(plan, last_line, read.findings);
  plan.source_sha256 = Sha256Hex(utf8_text);
  return read;
}

}  // namespace tranche::plans
