// SPDX-License-Identifier: EUPL-1.2
// A measure as its cells stand in the document, before their words are read.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/reading/columns.h"
#include "plans/span.h"

namespace tranche::plans::reading {

// A cell's text joined over page breaks and merged rows, so that places in it lead back.
class JoinedText {
 public:
  // Adds what one row gives; a blank joins it to what stands there. Line feeds become blanks.
  void Add(const Where& at, absl::string_view text);

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  // Place of the bytes [begin, end). What crosses into another row ends where its first row does.
  Where At(size_t begin, size_t end) const;
  Where All() const { return At(0, text_.size()); }

 private:
  struct Part {
    size_t begin = 0;  // Within `text_`.
    Where at;
  };
  std::vector<Part> parts_;
  std::string text_;
};

struct RawCell {
  JoinedText text;
  std::string unit;       // What a workbook's cell shows beside its number.
  bool number = false;    // A workbook's number.
  bool shared = false;    // A merged cell gives it to several rows.
  bool too_long = false;  // It was left out for its length.
  int columns = 1;        // A merged cell covers so many.
};

struct RawMeasure {
  int section = 0;  // 1-based.
  int ordinal = 0;
  std::string ordinal_as_written;  // When it is more than a number.
  Where ordinal_at;
  Where first_row;
  size_t header = 0;           // Which headings stand above it.
  std::vector<RawCell> cells;  // By column.
  std::vector<int> lines;
};

}  // namespace tranche::plans::reading
