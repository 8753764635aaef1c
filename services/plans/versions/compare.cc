// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/compare.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/text/words_in_common.h"

namespace tranche::plans {
namespace {

// Fewer words in common are taken for two different measures. At the same place less is enough: a row
// that was reworded keeps its place more often than another one takes it.
constexpr int kSimilarAtPlacePercent = 50;
constexpr int kSimilarElsewherePercent = 60;

std::string TextOf(const ComparedMeasure& measure) {
  return absl::StrCat(measure.activity, " ", measure.description);
}

struct Matched {
  int before = -1;
  Match match = Match::kNone;
  int similarity_percent = 0;
};

// Pairs the measures of both plans; each is in one pair at most.
class Matcher {
 public:
  Matcher(const ComparedPlan& before, const ComparedPlan& after)
      : before_(before), after_(after), taken_(before.measures.size()), pairs_(after.measures.size()) {
    for (const ComparedMeasure& measure : before.measures) {
      words_before_.push_back(FoldedWordsOf(TextOf(measure)));
    }
    for (const ComparedMeasure& measure : after.measures) {
      words_after_.push_back(FoldedWordsOf(TextOf(measure)));
    }
  }

  std::vector<Matched> Run() {
    // From what is certain to what is less so, so that nothing certain is lost to a guess.
    ForEachPair([&](int b, int a) { return SamePlace(b, a) && SameWords(b, a); }, Match::kSameWords);
    ForEachPair([&](int b, int a) { return SameWords(b, a); }, Match::kSameWords);
    ForEachPair(
        [&](int b, int a) { return SamePlace(b, a) && Percent(b, a) >= kSimilarAtPlacePercent; },
        Match::kSamePlaceSimilarWords);
    PairMostSimilar();
    return pairs_;
  }

  bool IsTaken(int before) const { return taken_[before]; }

 private:
  bool SamePlace(int b, int a) const { return before_.measures[b].place == after_.measures[a].place; }
  bool SameWords(int b, int a) const {
    return !words_before_[b].empty() && words_before_[b] == words_after_[a];
  }
  int Percent(int b, int a) const { return PercentInCommon(words_before_[b], words_after_[a]); }

  void Pair(int b, int a, Match match) {
    taken_[b] = true;
    pairs_[a] = {b, match, Percent(b, a)};
  }

  void ForEachPair(const std::function<bool(int before, int after)>& same, Match match) {
    for (int a = 0; a < static_cast<int>(pairs_.size()); ++a) {
      for (int b = 0; pairs_[a].before < 0 && b < static_cast<int>(taken_.size()); ++b) {
        if (!taken_[b] && same(b, a)) Pair(b, a, match);
      }
    }
  }

  // The most similar pair first; of equal ones the first in the later plan, then in the earlier.
  void PairMostSimilar() {
    std::vector<std::tuple<int, int, int>> candidates;  // -percent, after, before.
    for (int a = 0; a < static_cast<int>(pairs_.size()); ++a) {
      for (int b = 0; pairs_[a].before < 0 && b < static_cast<int>(taken_.size()); ++b) {
        if (taken_[b]) continue;
        const int percent = Percent(b, a);
        if (percent >= kSimilarElsewherePercent) candidates.emplace_back(-percent, a, b);
      }
    }
    std::sort(candidates.begin(), candidates.end());
    for (const auto& [percent, a, b] : candidates) {
      if (!taken_[b] && pairs_[a].before < 0) Pair(b, a, Match::kSimilarWords);
    }
  }

  const ComparedPlan& before_;
  const ComparedPlan& after_;
  std::vector<FoldedWords> words_before_;
  std::vector<FoldedWords> words_after_;
  std::vector<bool> taken_;
  std::vector<Matched> pairs_;
};

std::vector<ValueDifference> Differences(const std::vector<NamedValue>& before,
                                         const std::vector<NamedValue>& after) {
  std::vector<ValueDifference> differences;
  for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
    if (before[i].value == after[i].value) continue;
    differences.push_back(
        {after[i].field, after[i].title_bg, after[i].title_en, before[i].value, after[i].value});
  }
  return differences;
}

// Of a measure that only one plan has: what it states.
std::vector<ValueDifference> OneSided(const ComparedMeasure& measure, bool is_added) {
  std::vector<ValueDifference> values;
  for (const NamedValue& value : measure.values) {
    if (!value.value || value.value->empty()) continue;
    values.push_back({value.field, value.title_bg, value.title_en,
                      is_added ? std::optional<std::string>() : value.value,
                      is_added ? value.value : std::optional<std::string>()});
  }
  return values;
}

std::optional<Money> Delta(const std::optional<Money>& before, const std::optional<Money>& after) {
  if (!before || !after) return std::nullopt;
  const absl::StatusOr<Money> delta = Subtract(*after, *before);
  if (!delta.ok()) return std::nullopt;
  return *delta;
}

std::optional<Money> RowsOf(const ComparedPlan& plan) {
  std::optional<Money> sum;
  for (const ComparedMeasure& measure : plan.measures) {
    if (!measure.total) continue;
    const absl::StatusOr<Money> next = sum ? Add(*sum, *measure.total) : *measure.total;
    if (!next.ok()) return std::nullopt;
    sum = *next;
  }
  return sum;
}

}  // namespace

Comparison Compare(const ComparedPlan& before, const ComparedPlan& after) {
  Comparison result;
  result.values = Differences(before.values, after.values);
  result.rows_before = RowsOf(before);
  result.rows_after = RowsOf(after);
  Matcher matcher(before, after);
  const std::vector<Matched> pairs = matcher.Run();
  for (std::size_t a = 0; a < pairs.size(); ++a) {
    const ComparedMeasure& now = after.measures[a];
    MeasureDifference difference{.fate = Fate::kAdded,
                                 .place_before = "",
                                 .place_after = now.place,
                                 .activity = now.activity,
                                 .match = pairs[a].match,
                                 .similarity_percent = pairs[a].similarity_percent,
                                 .values = {},
                                 .total_delta = {}};
    if (pairs[a].before < 0) {
      difference.values = OneSided(now, /*is_added=*/true);
      result.measures.push_back(std::move(difference));
      continue;
    }
    const ComparedMeasure& was = before.measures[pairs[a].before];
    difference.place_before = was.place;
    difference.fate = was.place == now.place ? Fate::kChanged : Fate::kMoved;
    difference.values = Differences(was.values, now.values);
    difference.total_delta = Delta(was.total, now.total);
    if (difference.fate == Fate::kChanged && difference.values.empty()) {
      ++result.unchanged;
      continue;
    }
    result.measures.push_back(std::move(difference));
  }
  for (std::size_t b = 0; b < before.measures.size(); ++b) {
    if (matcher.IsTaken(static_cast<int>(b))) continue;
    const ComparedMeasure& was = before.measures[b];
    result.measures.push_back({.fate = Fate::kRemoved,
                               .place_before = was.place,
                               .place_after = "",
                               .activity = was.activity,
                               .match = Match::kNone,
                               .similarity_percent = 0,
                               .values = OneSided(was, /*is_added=*/false),
                               .total_delta = {}});
  }
  return result;
}

}  // namespace tranche::plans
