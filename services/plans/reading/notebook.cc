// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/notebook.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "platform/text/fold.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kTextBytesMax = 120;
constexpr size_t kValueBytesMax = 80;

ErrorValues ShortValues(ErrorValues values) {
  for (auto& [key, value] : values) value = Shortened(value, kValueBytesMax);
  return values;
}

}  // namespace

Where Within(Where at, size_t begin, size_t end) {
  const size_t base = at.begin;
  at.begin = std::min(base + begin, at.end);
  at.end = std::min(base + end, at.end);
  return at;
}

Notebook::Notebook(const document::Document& document)
    : document_(document),
      used_(document.blocks.size(), false),
      in_rows_(document.blocks.size(), false) {}

Where Notebook::Of(int block) const {
  const document::Block& found = document_.blocks[block];
  return {.block = block,
          .begin = 0,
          .end = found.text.text.size(),
          .place = document::PlaceText(found.text.place)};
}

Where Notebook::OfRow(int block, int row) const {
  return {.block = block,
          .row = row,
          .place = document::PlaceText(document_.blocks[block].rows[row].place)};
}

Where Notebook::Of(int block, int row, int column) const {
  const document::Row& found = document_.blocks[block].rows[row];
  if (column < static_cast<int>(found.cells.size())) {
    const document::Text& text = found.cells[column].text;
    return {.block = block,
            .row = row,
            .column = column,
            .begin = 0,
            .end = text.text.size(),
            .place = document::PlaceText(text.place)};
  }
  document::Place place = found.place;
  place.column = column + 1;
  return {.block = block, .row = row, .column = column, .place = document::PlaceText(place)};
}

absl::string_view Notebook::TextAt(const Where& at) const {
  if (at.block < 0) return "";
  const document::Block& block = document_.blocks[at.block];
  const std::string* text = &block.text.text;
  if (at.row >= 0) {
    if (at.column < 0) return "";
    const auto& cells = block.rows[at.row].cells;
    if (at.column >= static_cast<int>(cells.size())) return "";
    text = &cells[at.column].text.text;
  }
  return absl::string_view(*text).substr(std::min(at.begin, text->size()), at.end - at.begin);
}

void Notebook::Use(const Where& at) {
  if (at.block >= 0) used_[at.block] = true;
}

void Notebook::Cover(const Where& at) {
  Use(at);
  if (at.block >= 0 && at.row < 0 && covered_.size() < kSpansMax) covered_.push_back(at);
}

void Notebook::Value(std::string path, const Where& at) {
  Cover(at);
  // What is left of a measure's cells is told of there.
  if (at.block >= 0 && (absl::StartsWith(path, "measure.") || absl::StartsWith(path, "section.")))
    in_rows_[at.block] = true;
  ++span_count_;
  if (spans_.size() == kSpansMax) return;
  spans_.push_back({std::move(path), at, Shortened(TextAt(at), kTextBytesMax)});
}

void Notebook::Find(const Where& at, absl::string_view reason, ErrorValues values) {
  Remark finding{std::string(reason), ShortValues(std::move(values)), at};
  // Both ends of a period may say the same of one place.
  if (std::find(findings_.begin(), findings_.end(), finding) != findings_.end()) return;
  ++finding_count_;
  if (findings_.size() == kFindingsMax) return;
  findings_.push_back(std::move(finding));
}

void Notebook::Miss(const Where& at, absl::string_view reason, ErrorValues values) {
  Cover(at);  // It is listed with its reason.
  ++miss_count_;
  if (misses_.size() == kMissesMax) return;
  misses_.push_back({std::string(reason), ShortValues(std::move(values)), at});
}

void Notebook::NoteYear(const Where& at, const PartialDate& date) {
  if (date.year != 0 || date.as_written.empty()) return;
  Find(at, date.this_year ? "PLAN_YEAR_BY_WORD" : "PLAN_DATE_WITHOUT_YEAR",
       {{"value", date.as_written}});
}

std::vector<Where> Notebook::LeftOver(int block, const std::vector<Where>& taken) const {
  // The number of a paragraph, an annex or an article of a law says nothing of the plan.
  static const RE2 kNoFigure(
      "(?i)^[\\s(]*[0-9]+(?:\\.[0-9]+)*[.)](?:\\s|$)|(?:^|[^\\pL])(?:(?:чл|ал|т|бр|стр|§)\\.?|"
      "приложение\\s*№)\\s*"
      "[0-9]+");
  const Where whole = Of(block);
  std::vector<Where> left;
  size_t from = 0;
  const auto look = [&](size_t end) {
    if (end <= from) return;
    const Where gap = Within(whole, from, end);
    std::string words(TextAt(gap));
    RE2::GlobalReplace(&words, kNoFigure, "");
    if (std::any_of(words.begin(), words.end(), absl::ascii_isdigit)) left.push_back(gap);
  };
  for (const Where& at : taken) {
    look(at.begin);
    from = std::max(from, at.end);
  }
  look(whole.end);
  return left;
}

std::vector<UnusedText> Notebook::Unused(size_t& count) const {
  std::vector<UnusedText> unused;
  count = 0;
  const auto add = [&](const Where& at) {
    ++count;
    if (unused.size() == kUnusedMax) return;
    unused.push_back({at, Shortened(absl::StripAsciiWhitespace(TextAt(at)), kTextBytesMax)});
  };
  std::vector<Where> covered = covered_;
  std::sort(covered.begin(), covered.end(), [](const Where& a, const Where& b) {
    return std::pair(a.block, a.begin) < std::pair(b.block, b.begin);
  });
  auto next = covered.cbegin();
  for (int i = 0; i < static_cast<int>(used_.size()); ++i) {
    const auto first = next;
    while (next != covered.cend() && next->block == i) ++next;
    const document::Block& block = document_.blocks[i];
    if (block.kind == document::Block::Kind::kTable || block.text.text.empty()) continue;
    if (!used_[i]) {
      add(Of(i));
    } else if (first != next && !in_rows_[i] && covered_.size() < kSpansMax) {
      for (const Where& at : LeftOver(i, {first, next})) add(at);
    }
  }
  return unused;
}

}  // namespace tranche::plans::reading
