// SPDX-License-Identifier: EUPL-1.2
// What the readers of all formats share: what is counted against the limits, how texts are cleaned, how
// the rows of a spreadsheet become blocks.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/document/document.h"

namespace tranche::document {

// White space at both ends removed, also no-break, thin and zero-width spaces.
absl::string_view Trim(absl::string_view text);

// Trimmed, line ends as "\n", tabs and other control characters as blanks.
std::string Clean(absl::string_view text);

// Cleans a text and moves what its links cover and where its notes stand; soft hyphens go, too.
void CleanWithLinks(absl::string_view raw, std::vector<Link> links, Text& text);

// Makes a paragraph that begins with a typed bullet or number a list item.
void MarkTyped(Block& block);

// Up to three raised digits as such signs, so that a note's number is no part of an amount: "лв.¹",
// "м²".
std::string Raised(absl::string_view text);

// A cell with a text and nothing else to say of it.
Cell TextCell(std::string text, Place place);

// Counts what a document holds and refuses what is over the limits, before it is kept.
class Meter {
 public:
  explicit Meter(const Limits& limits) : limits_(limits) {}

  absl::Status Block();  // Also a row of a table.
  absl::Status Cell();
  absl::Status Text(std::size_t bytes, const Place& place);
  // All of a cell at once.
  absl::Status Cell(const document::Cell& cell);
  const Limits& limits() const { return limits_; }

 private:
  const Limits limits_;
  std::size_t blocks_ = 0;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
};

// The rows of a sheet as blocks: what stands above the table and, after a gap, below it are paragraphs,
// a cell each.
void AddGrid(std::vector<Row> rows, std::vector<Block>& blocks);

// DOCUMENT_* for the refusals of an archive, TABLE_FILE_DAMAGED and TABLE_TOO_LARGE; others as they
// are.
absl::Status OfArchive(const absl::Status& status);

// A document as UTF-8 without its mark. UTF-16 needs its mark; bytes that are not UTF-8 are
// Windows-1251 if nearly all that is not ASCII are Cyrillic letters then; others come back as they are.
std::string ToUtf8(absl::string_view bytes);

// Readers of the formats. Text and CSV: as ToUtf8 gives it.
absl::StatusOr<Document> ReadText(absl::string_view utf8, const Limits& limits);
absl::StatusOr<Document> ReadCsvDocument(absl::string_view utf8, const Limits& limits);
absl::StatusOr<Document> ReadXlsx(absl::string_view bytes, const Limits& limits);
absl::StatusOr<Document> ReadDocx(absl::string_view bytes, const Limits& limits);
absl::StatusOr<Document> ReadHtml(absl::string_view bytes, const Limits& limits);

}  // namespace tranche::document
