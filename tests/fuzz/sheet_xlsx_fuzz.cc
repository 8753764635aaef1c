// SPDX-License-Identifier: EUPL-1.2
// Workbooks: as whole archives, and, since few changes of an archive leave it one, the XML of a sheet.
#include "absl/strings/match.h"
#include "cli/cost_rows.h"
#include "fuzz/fuzz.h"
#include "platform/base/error.h"
#include "platform/sheet/sheet.h"
#include "platform/sheet/testing/make_xlsx.h"
#include "platform/text/fold.h"

namespace tranche {

TRANCHE_FUZZ_TARGET(sheet_xlsx) {
  sheet::SheetLimits limits;
  limits.table = {.rows_max = 100, .cells_max = 30, .cell_bytes_max = 200};
  limits.part_bytes_max = 1 << 20;
  limits.shared_strings_max = 1000;
  limits.shared_strings_bytes_max = 64 << 10;
  const std::string archive = absl::StartsWith(input, "PK")
                                  ? std::string(input)
                                  : sheet::testing::MakeZip(sheet::testing::Workbook(
                                        std::string(input), "<si><t>текст</t></si>"));
  auto source = sheet::OpenXlsx(archive, "", limits);
  if (!source.ok()) {
    fuzz::Require(!ReasonOf(source.status()).empty(), "a refusal has its reason");
    return;
  }
  sheet::SheetRow row;
  int64_t last_row = 0;
  while (true) {
    const auto more = (*source)->Next(&row);
    if (!more.ok()) fuzz::Require(!ReasonOf(more.status()).empty(), "a refusal has its reason");
    if (!more.ok() || !*more) break;
    fuzz::Require(row.row > last_row && row.row <= limits.table.rows_max, "rows are numbered upwards");
    fuzz::Require(row.cells.size() <= limits.table.cells_max, "a row has no more cells than it may");
    last_row = row.row;
    for (const sheet::SheetCell& cell : row.cells) {
      fuzz::Require(IsValidUtf8(cell.text), "a cell is UTF-8");
      fuzz::Require(cell.text.empty() == (cell.kind == sheet::SheetCell::Kind::kEmpty),
                    "only empty cells are empty");
    }
  }
  // The same as a table of costs: findings and costs, whatever stands in it.
  source = sheet::OpenXlsx(archive, "", limits);
  cli::CostRows rows(**source, Language::kBulgarian);
  budgets::v1::CostRow cost;
  while (true) {
    const auto more = rows.Next(&cost);
    if (!more.ok() || !*more) break;
    const std::string& number = cost.has_credit_note()    ? cost.credit_note().note().number()
                                : cost.has_foreign_cost() ? cost.foreign_cost().document().number()
                                                          : cost.cost().document().number();
    const std::string& issued_on = cost.has_credit_note() ? cost.credit_note().note().issued_on()
                                   : cost.has_foreign_cost()
                                       ? cost.foreign_cost().document().issued_on()
                                       : cost.cost().document().issued_on();
    fuzz::Require(!number.empty() && !issued_on.empty(), "a row that is read lacks nothing");
  }
  fuzz::Require(rows.findings().size() <= cli::CostRows::kFindingsMax,
                "no more findings are kept than are shown");
}

}  // namespace tranche
