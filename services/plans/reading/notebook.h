// SPDX-License-Identifier: EUPL-1.2
// What is noted while a document is read: where each value stands, what a person should know, what was
// not understood, and which of its texts gave no value.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/span.h"
#include "platform/document/document.h"
#include "platform/text/written.h"

namespace tranche::plans::reading {

// Most findings that are listed; those about the whole document come besides.
inline constexpr size_t kFindingsMax = 100;
// Most places that were not understood that are listed.
inline constexpr size_t kMissesMax = 100;
// Most texts without a value that are listed.
inline constexpr size_t kUnusedMax = 100;
// Each stands in the answer, which must stay below the 4 MiB that a client takes.
inline constexpr size_t kSpansMax = 10000;

// Text from which no value was taken.
struct UnusedText {
  Where at;
  std::string text;  // Cut after 120 bytes.
};

class Notebook {
 public:
  explicit Notebook(const document::Document& document);

  const document::Document& document() const { return document_; }

  // The whole text of a block, and of a cell; a cell that the row lacks has a place all the same.
  Where Of(int block) const;
  Where Of(int block, int row, int column) const;
  Where OfRow(int block, int row) const;

  // The words at a place; "" for a row or the document as a whole.
  absl::string_view TextAt(const Where& at) const;

  // A value was taken from there.
  void Value(std::string path, const Where& at);
  // The words gave no value but are understood, headings of a table for instance.
  void Use(const Where& at);
  // All that these words say was taken, though no value has just this place.
  void Cover(const Where& at);
  // A person should know of this.
  void Find(const Where& at, absl::string_view reason, ErrorValues values = {});
  // This was not understood.
  void Miss(const Where& at, absl::string_view reason, ErrorValues values = {});

  const std::vector<Span>& spans() const { return spans_; }
  size_t spans_left_out() const { return span_count_ - spans_.size(); }
  const std::vector<Remark>& findings() const { return findings_; }
  size_t findings_left_out() const { return finding_count_ - findings_.size(); }
  const std::vector<Remark>& misses() const { return misses_; }
  size_t miss_count() const { return miss_count_; }

  // Says so when a date leaves its year out, or calls it "this year" only.
  void NoteYear(const Where& at, const PartialDate& date);

  // Texts of blocks (rows of tables that were not read) that nothing was taken from, in their order,
  // and of a block of running text with values the words between them that hold figures: an amount, a
  // day, a number of people. `count` gets how many there are in all.
  std::vector<UnusedText> Unused(size_t& count) const;

 private:
  const document::Document& document_;
  // Where figures stand in a block outside of the places, by their beginning, that were taken from it.
  std::vector<Where> LeftOver(int block, const std::vector<Where>& taken) const;

  std::vector<bool> used_;      // By block.
  std::vector<bool> in_rows_;   // By block: measures or sections were read of it.
  std::vector<Where> covered_;  // Of running text.
  std::vector<Span> spans_;
  size_t span_count_ = 0;
  std::vector<Remark> findings_;
  size_t finding_count_ = 0;
  std::vector<Remark> misses_;
  size_t miss_count_ = 0;
};

// A place within another one, by bytes of its text.
Where Within(Where at, size_t begin, size_t end);

}  // namespace tranche::plans::reading
