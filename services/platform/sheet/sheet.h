// SPDX-License-Identifier: EUPL-1.2
// Rows of a table in a file, one at a time, whether it is CSV or a workbook of a spreadsheet (.xlsx).
// Nothing in a file may make the reader take more than its limits say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/text/csv.h"

namespace tranche::sheet {

// The text of a formula whose result the workbook does not hold.
inline constexpr char kNotComputed[] = "=?";

struct SheetCell {
  enum class Kind {
    kEmpty,
    kText,
    kNumber,  // Of a workbook; `text` is a plain decimal, "378008.5".
    kDay,     // Of a workbook, a number that is shown as a date; `text` is ISO 8601.
    kError,   // Of a workbook, "#REF!"; kNotComputed.
  };
  Kind kind = Kind::kEmpty;
  std::string text;
  std::string unit = {};  // What the style of a number shows beside it, "лв.", "€", "%".
  int decimals = 0;  // Digits that the style always shows behind the point; 0 also where it says none.

  // The digits of a number as the workbook shows them: "1.10" of 1.1 with two decimals. Never fewer
  // than `text` has.
  std::string Shown() const;
};

// Cells that a sheet shows as one; what it says stands in the first.
struct MergedCells {
  int64_t first_row = 0;  // From 1.
  int64_t last_row = 0;
  std::size_t first_column = 0;  // From 0.
  std::size_t last_column = 0;
};

struct SheetRow {
  int64_t row = 0;  // From 1.
  std::vector<SheetCell> cells;
};

struct SheetLimits {
  CsvLimits table;
  std::size_t entries_max = 2000;                   // Files within a workbook.
  std::size_t part_bytes_max = 512u << 20;          // Of one of them, unpacked.
  std::size_t bytes_max = std::size_t{8} << 30;     // Of all that is read of them.
  std::size_t shared_strings_max = 2'000'000;       // Distinct texts of a workbook, ...
  std::size_t shared_strings_bytes_max = 64 << 20;  // ... which are held in memory.
  std::size_t shared_string_bytes_max = 64 << 20;   // Of one of them in a cell.
  std::size_t ratio_max = 400;                      // Unpacked to packed, of parts above 16 MiB.
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Reads the next row that is not empty; false at the end. DOCUMENT_UNREADABLE with the cell.
  virtual absl::StatusOr<bool> Next(SheetRow* row) = 0;
  // Where a finding stands: "D17", of a workbook "Лист1!D17".
  virtual std::string Place(std::size_t column, int64_t row) const = 0;
  // Known when the last row was read.
  virtual const std::vector<MergedCells>& merged() const {
    static const std::vector<MergedCells> kNone;
    return kNone;
  }
};

// A workbook with its sheets that are shown, in their order; what they share is read once.
class Workbook {
 public:
  virtual ~Workbook() = default;
  virtual const std::vector<std::string>& names() const = 0;
  virtual absl::StatusOr<std::unique_ptr<RowSource>> Open(std::size_t index) const = 0;
};

// Opens a file by what it holds, not by its name. `sheet` is the name of a sheet of a workbook, "" for
// the first one that is shown. NOT_FOUND with the file when it is not there; TABLE_KIND_UNKNOWN,
// TABLE_FILE_DAMAGED, TABLE_TOO_LARGE.
absl::StatusOr<std::unique_ptr<RowSource>> OpenTable(const std::string& file, const std::string& sheet,
                                                     const SheetLimits& limits = {});

// A workbook in memory, which must outlive the source.
absl::StatusOr<std::unique_ptr<RowSource>> OpenXlsx(absl::string_view bytes, const std::string& sheet,
                                                    const SheetLimits& limits = {});

// All sheets of a workbook in memory, which must outlive it and its sources.
absl::StatusOr<std::unique_ptr<Workbook>> OpenWorkbook(absl::string_view bytes,
                                                       const SheetLimits& limits = {});

// SHA-256 of a file in hexadecimal digits, read piece by piece. NOT_FOUND with the file.
absl::StatusOr<std::string> FileDigest(const std::string& file);

// A number of a workbook as a plain decimal without noise: "378008.49999999994" is 378008.5, since
// workbooks keep amounts in binary. Any text that is no number comes back as "".
std::string PlainDecimal(absl::string_view number);

}  // namespace tranche::sheet
