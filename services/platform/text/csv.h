// SPDX-License-Identifier: EUPL-1.2
// Tables as text: RFC 4180 and what Bulgarian programs make of it. The encoding (UTF-8 with or without
// a mark, UTF-16 with one, Windows-1251) and the separator (semicolon, comma, tab) are found out from
// the text. One row is held at a time, so that the size of a file does not matter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tranche {

struct CsvLimits {
  int64_t rows_max = 1'000'000;
  std::size_t cells_max = 256;            // Of a row.
  std::size_t cell_bytes_max = 32 << 10;  // As they stand in the file.
};

struct CsvRow {
  int64_t row = 0;   // As a spreadsheet numbers it, from 1: empty rows count, "sep=;" does not.
  int64_t line = 0;  // Of the file where the row begins, from 1.
  std::vector<std::string> cells;  // Valid UTF-8; blanks are kept.
};

// Fills a buffer from its front; returns how many bytes, 0 at the end. May refuse.
using ByteSource = std::function<absl::StatusOr<std::size_t>(char* buffer, std::size_t size)>;

// A source that gives `bytes`, which must outlive it.
ByteSource SourceOf(absl::string_view bytes);

// "A" for 0, "AA" for 26.
std::string ColumnLetters(std::size_t column);
// "D17" for column 3, row 17: where a finding stands.
std::string CellAddress(std::size_t column, int64_t row);

class CsvReader {
 public:
  explicit CsvReader(ByteSource source, CsvLimits limits = {});

  // Reads the next row that is not empty; false at the end. After a refusal the reader is at its end.
  // DOCUMENT_UNREADABLE with the cell and TABLE_QUOTE_OPEN, TABLE_TOO_MANY_ROWS, TABLE_TOO_MANY_CELLS,
  // TABLE_CELL_TOO_LONG or TABLE_ENCODING_UNKNOWN; what the source refuses.
  absl::StatusOr<bool> Next(CsvRow* row);

 private:
  enum class Encoding { kUnknown, kUtf8, kWindows1251 };
  static constexpr std::size_t kBufferBytes = 64 << 10;

  absl::Status Begin();
  absl::Status Fill();
  absl::StatusOr<int> Peek();  // The next byte, -1 at the end.
  char Take();
  absl::StatusOr<bool> ReadRow(CsvRow* row);
  absl::StatusOr<bool> ReadCell(CsvRow* row, bool* last);
  absl::Status ReadQuoted(const CsvRow& row, std::string* cell);
  absl::Status Append(const CsvRow& row, std::string* cell, char byte);
  absl::Status Decode(CsvRow* row);
  absl::Status RefuseCell(const CsvRow& row, const char* reason, int64_t max = 0);

  ByteSource source_;
  const CsvLimits limits_;
  std::array<char, kBufferBytes> buffer_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  char separator_ = ';';
  Encoding encoding_ = Encoding::kUnknown;
  int64_t row_ = 0;
  int64_t line_ = 1;
};

// All rows of a text that is in memory anyway.
absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view bytes, const CsvLimits& limits = {});

}  // namespace tranche
