// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing/people.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/financing/words.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

#define COUNT TRANCHE_COUNT
#define PERSONS "(?:" TRANCHE_PERSONS "|работни\\s+места|места|places)"
// Blanks group thousands, "1 200 души".
#define MANY "(?:[1-9][0-9]{0,2}[ \\x{A0}\\x{202F}\\x{2009}][0-9]{3}|" COUNT ")"

namespace tranche::plans {

namespace {

std::optional<int> MonthsOf(re2::StringPiece number, re2::StringPiece unit) {
  const std::optional<int> count = ReadCount(View(number));
  if (!count.has_value()) return std::nullopt;
  const bool years = absl::StartsWith(View(unit), "годин") || absl::StartsWith(View(unit), "year");
  return years ? *count * 12 : *count;
}

struct FoundCohort {
  Range at;
  Cohort cohort;
};

// "29 от тях за една година".
std::vector<FoundCohort> CohortsOfThem(absl::string_view text) {
  static const RE2 kCohort("(" COUNT ")\\s+от\\s+тях(?:\\s+за\\s+(" COUNT ")\\s+(годин|месец)\\pL*)?");
  std::vector<FoundCohort> found;
  re2::StringPiece m[4];
  for (size_t at = 0; kCohort.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 4);) {
    at = RangeOf(m[0], text).end;
    const std::optional<int> persons = ReadCount(View(m[1]));
    if (!persons.has_value()) continue;
    found.push_back({RangeOf(m[0], text),
                     {.persons = *persons, .months = MonthsOf(m[2], m[3]), .text = Owned(m[0])}});
  }
  return found;
}

// Bytes before a number that are enough for the group before it.
constexpr size_t kGroupBefore = 24;

struct FoundHeads {
  Range at;
  Headcount heads;
  bool together = false;  // "общо 45 човека".
};

std::vector<FoundHeads> FindAllHeads(absl::string_view text) {
  static const RE2 kHeadcount("(?i)(?:^|[^\\pL0-9.,])(" MANY ")\\s+(" PERSONS ")(?:$|[^\\pL])");
  // What is left of a number whose groups are not read is no number of people.
  static const RE2 kGroupLost("[0-9]\\S*[\\s\\x{A0}\\x{202F}\\x{2009}]$");
  static const RE2 kGroup("[0-9]{3}");
  static const RE2 kTogether("(?i)(?:^|[^\\pL])(?:общо|всичко|total)\\s*$");
  std::vector<FoundHeads> found;
  re2::StringPiece m[3];
  for (size_t at = 0; kHeadcount.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 3);) {
    const Range range{RangeOf(m[1], text).begin, RangeOf(m[2], text).end};
    at = range.end;
    const std::optional<int> number = ReadCount(View(m[1]));
    if (!number.has_value()) continue;
    const absl::string_view before = text.substr(0, range.begin);
    if (RE2::FullMatch(m[1], kGroup) &&
        RE2::PartialMatch(Piece(Tail(before, kGroupBefore)), kGroupLost))
      continue;
    found.push_back({range, {*number, Owned(m[2])}, RE2::PartialMatch(Piece(before), kTogether)});
  }
  return found;
}

// "15 за 6 месеца и 10 за 12 месеца", "15 лица х 6 месеца, 10 лица х 12 месеца", "6 месеца за 15 лица":
// a single one is no group, it is the row's people and the row's time. A number counts people where it
// says so, or where the cell does before or beside it: "2 групи за 6 месеца" and "2022 за 6 месеца"
// are none.
std::vector<FoundCohort> CohortsByLength(absl::string_view text) {
  static const RE2 kPersonsFirst("(?:^|[^\\pL0-9.,])((" COUNT ")(\\s+(?i:" PERSONS
                                 ")(?:\\s+\\pL{3,}){0,2})?\\s+(?:за|по|[хx×])\\s+(" COUNT
                                 ")\\s+(годин|месец)\\pL*)");
  static const RE2 kMonthsFirst("(?:^|[^\\pL0-9.,])((" COUNT ")\\s+(годин|месец)\\pL*\\s+за\\s+(" COUNT
                                ")\\s+(?i:" PERSONS "))(?:$|[^\\pL])");
  static const RE2 kYear("(?:19|20)[0-9]{2}");
  for (const bool months_first : {false, true}) {
    std::vector<FoundCohort> found;
    bool named = false, bare = false;
    re2::StringPiece m[6];
    const RE2& words = months_first ? kMonthsFirst : kPersonsFirst;
    const int groups = words.NumberOfCapturingGroups() + 1;
    for (size_t at = 0; words.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, groups);) {
      at = RangeOf(m[1], text).end;
      const bool says_persons = months_first || !m[3].empty();
      if (!says_persons && RE2::FullMatch(m[2], kYear)) continue;
      const std::optional<int> persons = ReadCount(View(months_first ? m[4] : m[2]));
      const std::optional<int> months = months_first ? MonthsOf(m[2], m[3]) : MonthsOf(m[4], m[5]);
      if (!persons.has_value()) continue;
      (says_persons ? named : bare) = true;
      found.push_back({RangeOf(m[1], text), {*persons, months, Owned(m[1])}});
    }
    if (found.size() < 2) continue;
    if (bare && !named && FindAllHeads(text.substr(0, found.front().at.begin)).empty()) continue;
    return found;
  }
  return {};
}

// What was taken is blanked in `rest`, so that it is not read again as people or time of the whole row.
void TakeCohorts(std::string& rest, Financing& financing) {
  for (const bool by_length : {false, true}) {
    for (FoundCohort& found : by_length ? CohortsByLength(rest) : CohortsOfThem(rest)) {
      financing.cohorts.push_back(std::move(found.cohort));
      financing.places.push_back(
          {absl::StrCat("cohorts.", financing.cohorts.size()), found.at.begin, found.at.end});
      std::fill(rest.begin() + static_cast<std::ptrdiff_t>(found.at.begin),
                rest.begin() + static_cast<std::ptrdiff_t>(found.at.end), ';');
    }
    if (!financing.cohorts.empty()) return;
  }
}

// The first few of them: who looks finds the others beside.
std::string WordsOf(absl::string_view cell, const std::vector<Range>& places) {
  constexpr size_t kListedMax = 6;
  std::vector<absl::string_view> words;
  for (const Range& place : places) {
    words.push_back(words.size() == kListedMax ? "…"
                                               : cell.substr(place.begin, place.end - place.begin));
    if (words.size() > kListedMax) break;
  }
  return absl::StrJoin(words, "; ");
}

// The one that is for the whole row; nothing when different numbers stand side by side.
const FoundHeads* HeadsOfRow(const std::vector<FoundHeads>& found) {
  const FoundHeads* together = nullptr;
  int togethers = 0;
  bool several = false;
  for (const FoundHeads& heads : found) {
    several |= heads.heads.count != found.front().heads.count;
    if (!heads.together) continue;
    ++togethers;
    together = &heads;
  }
  if (togethers == 1) return together;
  return several || found.empty() ? nullptr : &found.front();
}

void TakeHeads(absl::string_view cell, absl::string_view text, Financing& financing) {
  const std::vector<FoundHeads> found = FindAllHeads(text);
  if (found.empty()) return;
  if (const FoundHeads* heads = HeadsOfRow(found)) {
    financing.headcount = heads->heads;
    financing.places.push_back({"headcount", heads->at.begin, heads->at.end});
    return;
  }
  std::vector<Range> places;
  for (const FoundHeads& heads : found) places.push_back(heads.at);
  financing.remarks.push_back(
      {"PLAN_PEOPLE_OPEN", WordsOf(cell, places), places.front().begin, places.back().end});
}

void TakeMonths(absl::string_view cell, absl::string_view text, Financing& financing) {
  static const RE2 kMonths("(?i)(?:(?:^|[^\\pL])за\\s+(?:(?:период|срок)\\s+от\\s+)?|[хx*×]\\s*)(" COUNT
                           ")\\s+(годин|месец)");
  // Only what is multiplied may be shortened so far: "за 8 м." is as often a length.
  static const RE2 kFactor("(?i)(?:[\\s;.][хx]|[*×])\\s*(" COUNT ")\\s*(мес\\.|м\\.)(?:$|[^\\pL0-9])");
  std::vector<Range> places;
  std::optional<int> taken;
  bool several = false;
  re2::StringPiece m[3];
  for (const RE2* words : {&kMonths, &kFactor}) {
    for (size_t at = 0; words->Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 3);) {
      const Range range{RangeOf(m[1], text).begin, RangeOf(m[2], text).end};
      at = range.end;
      const std::optional<int> months = MonthsOf(m[1], m[2]);
      if (!months.has_value()) continue;
      several |= taken.has_value() && *taken != *months;
      taken = taken.value_or(*months);
      places.push_back(range);
    }
  }
  if (places.empty()) return;
  if (several) {
    std::sort(places.begin(), places.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    financing.remarks.push_back(
        {"PLAN_MONTHS_OPEN", WordsOf(cell, places), places.front().begin, places.back().end});
    return;
  }
  financing.months = taken;
  financing.places.push_back({"months", places.front().begin, places.front().end});
}

}  // namespace

std::optional<Headcount> FindHeadcount(absl::string_view text, FieldPlace* place) {
  const std::vector<FoundHeads> found = FindAllHeads(text);
  const FoundHeads* heads = HeadsOfRow(found);
  if (heads == nullptr) return std::nullopt;
  if (place != nullptr) *place = {"headcount", heads->at.begin, heads->at.end};
  return heads->heads;
}

namespace financing {

void BlankPeople(std::string& rest) {
  for (const FoundHeads& heads : FindAllHeads(std::string(rest)))
    std::fill(rest.begin() + static_cast<std::ptrdiff_t>(heads.at.begin),
              rest.begin() + static_cast<std::ptrdiff_t>(heads.at.end), ';');
}

void ReadPeople(absl::string_view cell, std::string rest, Financing& financing) {
  TakeCohorts(rest, financing);
  TakeHeads(cell, rest, financing);
  TakeMonths(cell, rest, financing);
}

}  // namespace financing
}  // namespace tranche::plans
