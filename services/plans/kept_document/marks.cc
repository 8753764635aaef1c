// SPDX-License-Identifier: EUPL-1.2
#include "plans/kept_document/marks.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace tranche::plans {
namespace {

using Spans = std::multimap<std::string, const Span*>;

// The places of a value; a path without a span of its own stands for what lies below it, "headcount"
// for "headcount.count".
std::vector<Where> PlacesOf(const Spans& spans, const std::string& field) {
  std::vector<Where> places;
  const auto [begin, end] = spans.equal_range(field);
  for (auto it = begin; it != end; ++it) places.push_back(it->second->at);
  if (!places.empty()) return places;
  const std::string prefix = field + ".";
  for (auto it = spans.lower_bound(prefix);
       it != spans.end() && it->first.compare(0, prefix.size(), prefix) == 0; ++it)
    places.push_back(it->second->at);
  return places;
}

// The first value of a measure's row; the document as a whole when nothing of it has a place.
Where PlaceOfRow(const Spans& spans, const std::string& measure) {
  const std::vector<Where> row = PlacesOf(spans, absl::StrCat("measure.", measure));
  if (row.empty()) return {};
  return *std::min_element(row.begin(), row.end(), [](auto& a, auto& b) {
    return std::tie(a.block, a.row, a.column, a.begin) < std::tie(b.block, b.row, b.column, b.begin);
  });
}

std::vector<Where> PlacesOf(const Spans& spans, const Check& check) {
  std::vector<Where> places;
  for (const std::string& field : check.fields) {
    const std::vector<Where> more = PlacesOf(spans, field);
    places.insert(places.end(), more.begin(), more.end());
  }
  if (!places.empty()) return places;
  return {check.place == "plan" ? Where() : PlaceOfRow(spans, check.place)};
}

Where PlaceOf(const Spans& spans, const CorrectedValue& value) {
  for (const std::string& path : value.paths) {
    const std::vector<Where> places = PlacesOf(spans, path);
    if (!places.empty()) return places.front();
  }
  return value.measure.empty() ? Where() : PlaceOfRow(spans, value.measure);
}

bool Before(const Mark& a, const Mark& b) {
  const auto key = [](const Mark& mark) {
    return std::tie(mark.at.block, mark.at.row, mark.at.column, mark.at.begin, mark.at.end, mark.kind);
  };
  return key(a) < key(b);
}

}  // namespace

std::vector<Mark> MarksOf(const Plan& plan, const std::vector<Check>& checks,
                          const std::vector<Remark>& findings,
                          const std::vector<CorrectedValue>& corrected) {
  Spans spans;
  for (const Span& span : plan.spans) spans.emplace(span.path, &span);
  std::vector<Mark> marks;
  for (const Span& span : plan.spans)
    marks.push_back({.kind = MarkKind::kValue, .at = span.at, .id = span.path, .text = {}});
  for (const Check& check : checks) {
    std::set<std::tuple<int, int, int, std::size_t>> seen;
    for (const Where& at : PlacesOf(spans, check)) {
      if (!seen.emplace(at.block, at.row, at.column, at.begin).second) continue;
      marks.push_back({.kind = MarkKind::kCheck,
                       .at = at,
                       .id = check.id,
                       .verdict = check.verdict,
                       .text = {check.title_bg, check.title_en}});
    }
  }
  for (const CorrectedValue& value : corrected) {
    marks.push_back({.kind = MarkKind::kCorrection,
                     .at = PlaceOf(spans, value),
                     .id = value.id,
                     .text = value.text});
  }
  int number = 0;
  for (const Remark& finding : findings) {
    ++number;
    marks.push_back({.kind = MarkKind::kFinding,
                     .at = finding.at,
                     .id = absl::StrCat(number),
                     .text = {Explain(finding.reason, finding.values, Language::kBulgarian),
                              Explain(finding.reason, finding.values, Language::kEnglish)}});
  }
  std::stable_sort(marks.begin(), marks.end(), Before);
  return marks;
}

}  // namespace tranche::plans
