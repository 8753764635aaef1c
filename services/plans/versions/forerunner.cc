// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/forerunner.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/base/digest.h"
#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

constexpr std::size_t kIdBytesMax = 63;
constexpr std::size_t kMarkBytes = 8;
// "на", "за" and the like tell no topic.
constexpr std::size_t kLettersMin = 3;
constexpr const char* kSigns = " .,;:\"'()[]-/\\";

bool TellsOfState(absl::string_view word) {
  constexpr const char* kWhole[] = {"проект", "проектът", "приет", "приета", "нов", "нова"};
  constexpr const char* kBegin[] = {"актуализ", "изменен", "допълнен"};
  return std::any_of(std::begin(kWhole), std::end(kWhole),
                     [&](const char* each) { return word == each; }) ||
         std::any_of(std::begin(kBegin), std::end(kBegin),
                     [&](const char* each) { return absl::StartsWith(word, each); });
}

std::string TopicOf(const std::string& title) {
  std::vector<std::string> words;
  const std::string folded = FoldName(title);
  for (const absl::string_view word :
       absl::StrSplit(folded, absl::ByAnyChar(kSigns), absl::SkipEmpty())) {
    if (CharacterCount(word) >= kLettersMin && !TellsOfState(word)) words.emplace_back(word);
  }
  return absl::StrJoin(words, " ");
}

bool IdTellsTopic(PlanKind kind) {
  return kind == PlanKind::kSocialServices || kind == PlanKind::kRomaIntegration ||
         kind == PlanKind::kRomact;
}

std::multiset<std::string> RowsOf(const Plan& plan) {
  std::multiset<std::string> rows;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures) rows.insert(FoldName(measure.activity));
  }
  return rows;
}

// Whether half of the rows of the shorter one are rows of the other, too.
bool HaveHalfInCommon(const Plan& a, const Plan& b) {
  const std::multiset<std::string> of_a = RowsOf(a);
  const std::multiset<std::string> of_b = RowsOf(b);
  std::vector<std::string> common;
  std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(common));
  return !common.empty() && common.size() * 2 >= std::min(of_a.size(), of_b.size());
}

}  // namespace

bool IsAnotherPlan(const Plan& kept, const Plan& read) {
  if (IdTellsTopic(read.kind) && read.kind == kept.kind) return false;
  return TopicOf(kept.title) != TopicOf(read.title) && !HaveHalfInCommon(kept, read);
}

std::string IdWithTitleMark(const std::string& id, const std::string& title) {
  const absl::string_view head = absl::string_view(id).substr(0, kIdBytesMax - kMarkBytes - 1);
  return absl::StrCat(absl::StripSuffix(head, "-"), "-",
                      Sha256Hex(TopicOf(title)).substr(0, kMarkBytes));
}

}  // namespace tranche::plans
