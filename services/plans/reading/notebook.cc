// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/notebook.h"

#include <algorithm>
#include <utility>

#include "platform/text/fold.h"

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
    : document_(document), used_(document.blocks.size(), false) {}

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

void Notebook::Value(std::string path, const Where& at) {
  Use(at);
  ++span_count_;
  if (spans_.size() == kSpansMax) return;
  spans_.push_back({std::move(path), at, Shortened(TextAt(at), kTextBytesMax)});
}

void Notebook::Find(const Where& at, absl::string_view reason, ErrorValues values) {
  ++finding_count_;
  if (findings_.size() == kFindingsMax) return;
  findings_.push_back({std::string(reason), ShortValues(std::move(values)), at});
}

void Notebook::Miss(const Where& at, absl::string_view reason, ErrorValues values) {
  Use(at);  // It is listed with its reason.
  ++miss_count_;
  if (misses_.size() == kMissesMax) return;
  misses_.push_back({std::string(reason), ShortValues(std::move(values)), at});
}

void Notebook::NoteYear(const Where& at, const PartialDate& date) {
  if (date.year != 0 || date.as_written.empty()) return;
  Find(at, date.this_year ? "PLAN_YEAR_BY_WORD" : "PLAN_DATE_WITHOUT_YEAR",
       {{"value", date.as_written}});
}

std::vector<UnusedText> Notebook::Unused(size_t& count) const {
  std::vector<UnusedText> unused;
  count = 0;
  for (size_t i = 0; i < used_.size(); ++i) {
    if (used_[i] || document_.blocks[i].kind == document::Block::Kind::kTable) continue;
    if (document_.blocks[i].text.text.empty()) continue;
    ++count;
    if (unused.size() == kUnusedMax) continue;
    Where at = Of(static_cast<int>(i));
    std::string text = Shortened(TextAt(at), kTextBytesMax);
    unused.push_back({std::move(at), std::move(text)});
  }
  return unused;
}

}  // namespace tranche::plans::reading
