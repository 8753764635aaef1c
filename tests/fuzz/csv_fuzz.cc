// SPDX-License-Identifier: EUPL-1.2
// Tables as text, in whatever encoding and with whatever separator, and the amounts and days in their
// cells.
#include "fuzz/fuzz.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/text/csv.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"

namespace tranche {

TRANCHE_FUZZ_TARGET(csv) {
  constexpr CsvLimits kLimits{.rows_max = 100, .cells_max = 20, .cell_bytes_max = 200};
  const auto rows = ReadCsv(input, kLimits);
  if (!rows.ok()) {
    fuzz::Require(
        ReasonOf(rows.status()) == "DOCUMENT_UNREADABLE" && ViolationsOf(rows.status()).size() == 1,
        "what ends the reading is one finding with its cell");
    return;
  }
  int64_t last_row = 0;
  for (const CsvRow& row : *rows) {
    fuzz::Require(row.row > last_row && row.row <= kLimits.rows_max, "rows are numbered upwards");
    fuzz::Require(!row.cells.empty() && row.cells.size() <= kLimits.cells_max,
                  "a row has no more cells than it may");
    last_row = row.row;
    for (const std::string& cell : row.cells) {
      fuzz::Require(IsValidUtf8(cell), "a cell is UTF-8 whatever the file was");
      const auto amount = ReadTypedMoney(cell, Currency::kBgn);
      if (amount.ok()) {
        fuzz::Require(*ReadTypedMoney(FormatAmount(*amount), amount->currency()) == *amount,
                      "an amount is read again as it is written");
      }
      const auto day = ReadTypedDay(cell);
      if (day.ok())
        fuzz::Require(*ReadTypedDay(FormatDay(*day)) == *day, "a day is read again as it is written");
    }
  }
}

}  // namespace tranche
