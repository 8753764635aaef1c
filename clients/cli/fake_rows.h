// SPDX-License-Identifier: EUPL-1.2
// A table for tests, of texts: "#1.5" is a number of a workbook, "#1.5|2" one that is shown with two
// decimals, "@2018-01-01" a day, "!#REF!" an error.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/sheet/sheet.h"
#include "platform/text/csv.h"

namespace tranche::cli {

class FakeRows final : public sheet::RowSource {
 public:
  explicit FakeRows(std::vector<std::vector<std::string>> rows) : rows_(std::move(rows)) {}

  absl::StatusOr<bool> Next(sheet::SheetRow* row) override {
    if (at_ == rows_.size()) return false;
    row->cells.clear();
    for (const std::string& text : rows_[at_]) row->cells.push_back(CellOf(text));
    row->row = static_cast<int64_t>(++at_);
    return true;
  }
  std::string Place(std::size_t column, int64_t row) const override {
    return absl::StrCat("Лист1!", CellAddress(column, row));
  }

 private:
  static sheet::SheetCell CellOf(const std::string& text) {
    using Kind = sheet::SheetCell::Kind;
    sheet::SheetCell cell;
    cell.kind = Kind::kEmpty;
    if (text.empty()) return cell;
    cell.kind = text[0] == '#'   ? Kind::kNumber
                : text[0] == '@' ? Kind::kDay
                : text[0] == '!' ? Kind::kError
                                 : Kind::kText;
    cell.text = cell.kind == Kind::kText ? text : text.substr(1);
    if (const std::size_t bar = cell.text.find('|');
        cell.kind == Kind::kNumber && bar != std::string::npos) {
      cell.decimals = cell.text[bar + 1] - '0';
      cell.text.resize(bar);
    }
    return cell;
  }

  std::vector<std::vector<std::string>> rows_;
  std::size_t at_ = 0;
};

}  // namespace tranche::cli
