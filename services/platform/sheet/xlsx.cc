// SPDX-License-Identifier: EUPL-1.2
// Workbooks: ECMA-376, as much of it as tells what stands in the cells of one sheet.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/sheet/sheet.h"
#include "platform/sheet/workbook.h"
#include "platform/sheet/xlsx_parts.h"

namespace tranche::sheet {
namespace {

// The day that a number stands for, as ISO 8601; "" when it stands for none.
std::string DayOfSerial(absl::string_view number, bool from_1904) {
  const std::string plain = PlainDecimal(number);
  int64_t serial = 0;
  constexpr int64_t kSerialMax = 2'958'465;  // 31.12.9999.
  if (!absl::SimpleAtoi(plain.substr(0, plain.find('.')), &serial)) return "";
  if (serial < 1 || serial > kSerialMax) return "";
  if (from_1904) return FormatDay(absl::CivilDay(1904, 1, 1) + serial);
  // These workbooks have a 29.02.1900, number 60.
  if (serial == 60) return "";
  return FormatDay((serial < 60 ? absl::CivilDay(1899, 12, 31) : absl::CivilDay(1899, 12, 30)) +
                   serial);
}

// "D17" as column 3; false for what is no address.
bool ColumnOf(absl::string_view address, std::size_t* column) {
  std::size_t number = 0;
  for (const char c : address) {
    if (c < 'A' || c > 'Z') break;
    number = number * 26 + static_cast<std::size_t>(c - 'A') + 1;
    if (number > 20'000) return false;
  }
  *column = number - 1;
  return number > 0;
}

// "A1:C2" as what it covers; false for what is no range of more than one cell.
bool RangeOf(absl::string_view range, MergedCells* cells) {
  const std::size_t colon = range.find(':');
  if (colon == absl::string_view::npos) return false;
  const auto corner = [](absl::string_view address, std::size_t* column, int64_t* row) {
    return ColumnOf(address, column) &&
           absl::SimpleAtoi(
               address.substr(address.find_first_of("0123456789") == absl::string_view::npos
                                  ? address.size()
                                  : address.find_first_of("0123456789")),
               row) &&
           *row > 0;
  };
  return corner(range.substr(0, colon), &cells->first_column, &cells->first_row) &&
         corner(range.substr(colon + 1), &cells->last_column, &cells->last_row) &&
         cells->first_column <= cells->last_column && cells->first_row <= cells->last_row;
}

// What the sheets of a workbook share.
struct Shared {
  Styles styles;
  SharedStrings strings;
};

absl::StatusOr<std::shared_ptr<const Shared>> ReadShared(const std::shared_ptr<Archive>& archive) {
  auto shared = std::make_shared<Shared>();
  TRANCHE_RETURN_IF_ERROR(shared->styles.Read(archive));
  TRANCHE_RETURN_IF_ERROR(shared->strings.Read(archive));
  return std::shared_ptr<const Shared>(std::move(shared));
}

class XlsxSource final : public RowSource {
 public:
  static absl::StatusOr<std::unique_ptr<RowSource>> Open(const std::shared_ptr<Archive>& archive,
                                                         Sheet sheet,
                                                         std::shared_ptr<const Shared> shared) {
    std::unique_ptr<XlsxSource> source(
        new XlsxSource(archive->limits(), std::move(sheet), std::move(shared)));
    TRANCHE_ASSIGN_OR_RETURN(source->xml_, Xml::Open(archive, source->sheet_.part));
    return std::unique_ptr<RowSource>(std::move(source));
  }

  absl::StatusOr<bool> Next(SheetRow* row) override {
    while (!ended_) {
      const absl::StatusOr<bool> more = xml_->Next();
      ended_ = !more.ok() || !*more;
      if (!more.ok()) return more;
      if (ended_ || !xml_->IsStart()) continue;
      if (xml_->Name() == "mergeCell") {
        MergedCells cells;
        if (merged_.size() < kMergedMax && RangeOf(xml_->Attribute("ref"), &cells))
          merged_.push_back(cells);
      }
      if (xml_->Name() != "row") continue;
      const absl::Status read = ReadRow(row);
      ended_ = !read.ok();
      TRANCHE_RETURN_IF_ERROR(read);
      if (!row->cells.empty()) return true;
    }
    return false;
  }

  std::string Place(std::size_t column, int64_t row) const override {
    return absl::StrCat(sheet_.name, "!", CellAddress(column, row));
  }

  const std::vector<MergedCells>& merged() const override { return merged_; }

 private:
  // What a <c> holds before it is looked at as a whole.
  struct Raw {
    std::string type;
    std::string style;
    std::string value;
    std::string text;  // Of <is>.
    bool formula = false;
  };

  static constexpr std::size_t kMergedMax = 100'000;

  XlsxSource(const SheetLimits& limits, Sheet sheet, std::shared_ptr<const Shared> shared)
      : limits_(limits), sheet_(std::move(sheet)), shared_(std::move(shared)) {}

  absl::Status At(std::size_t column, const char* reason, ErrorValues values) const {
    return RefuseInput("DOCUMENT_UNREADABLE", {{Place(column, row_), reason, std::move(values)}},
                       {{"count", "1"}});
  }

  absl::Status ReadRow(SheetRow* row) {
    row->cells.clear();
    int64_t number = 0;
    if (!absl::SimpleAtoi(xml_->Attribute("r"), &number) || number <= row_) number = row_ + 1;
    row_ = number;
    row->row = number;
    if (row_ > limits_.table.rows_max) {
      return At(0, "TABLE_TOO_MANY_ROWS", {{"max", absl::StrCat(limits_.table.rows_max)}});
    }
    if (xml_->IsEmpty()) return absl::OkStatus();
    std::size_t next_column = 0;
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, xml_->Next());
      if (!more || (xml_->IsEnd() && xml_->Name() == "row")) return absl::OkStatus();
      if (!xml_->IsStart() || xml_->Name() != "c") continue;
      std::size_t column = next_column;
      if (!ColumnOf(xml_->Attribute("r"), &column)) column = next_column;
      TRANCHE_ASSIGN_OR_RETURN(SheetCell cell, ReadCell(column));
      next_column = column + 1;
      if (cell.kind == SheetCell::Kind::kEmpty) continue;
      if (column >= limits_.table.cells_max) {
        return At(column, "TABLE_TOO_MANY_CELLS", {{"max", absl::StrCat(limits_.table.cells_max)}});
      }
      if (row->cells.size() <= column) row->cells.resize(column + 1);
      row->cells[column] = std::move(cell);
    }
  }

  absl::StatusOr<SheetCell> ReadCell(std::size_t column) {
    Raw raw{.type = xml_->Attribute("t"), .style = xml_->Attribute("s"), .value = "", .text = ""};
    if (xml_->IsEmpty()) return SheetCell();
    std::string* into = nullptr;
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, xml_->Next());
      if (!more || (xml_->IsEnd() && xml_->Name() == "c")) return CellOf(column, raw);
      // A formula that many cells share is written once, and is empty in the others.
      if (xml_->IsStart() && xml_->IsEmpty()) raw.formula = raw.formula || xml_->Name() == "f";
      if (xml_->IsStart() && !xml_->IsEmpty()) {
        if (xml_->Name() == "v") into = &raw.value;
        if (xml_->Name() == "f") raw.formula = true;
        if (xml_->Name() == "t") into = &raw.text;
      } else if (xml_->IsEnd()) {
        into = nullptr;
      } else if (xml_->IsText() && into != nullptr) {
        absl::StrAppend(into, xml_->Text());
        if (into->size() > limits_.table.cell_bytes_max) {
          return At(column, "TABLE_CELL_TOO_LONG",
                    {{"max", absl::StrCat(limits_.table.cell_bytes_max)}});
        }
      }
    }
  }

  absl::StatusOr<SheetCell> CellOf(std::size_t column, const Raw& raw) const {
    SheetCell cell{.kind = SheetCell::Kind::kText, .text = raw.value, .unit = ""};
    if (raw.type == "s") {
      std::size_t index = 0;
      if (!absl::SimpleAtoi(raw.value, &index) || !shared_->strings.Get(index, &cell.text)) {
        return At(column, "TABLE_FILE_DAMAGED", {{"part", "xl/sharedStrings.xml"}});
      }
      // Many cells may share one long text.
      if (cell.text.size() > limits_.shared_string_bytes_max) {
        return At(column, "TABLE_CELL_TOO_LONG",
                  {{"max", absl::StrCat(limits_.shared_string_bytes_max)}});
      }
    } else if (raw.type == "inlineStr") {
      cell.text = raw.text;
    } else if (raw.type == "e") {
      cell.kind = SheetCell::Kind::kError;
    } else if (raw.type == "b") {
      cell.text = raw.value == "1" ? "TRUE" : raw.value == "0" ? "FALSE" : raw.value;
    } else if (raw.formula && raw.value.empty() && raw.type != "str") {
      // Nobody has computed it yet: programs write such workbooks.
      cell = {.kind = SheetCell::Kind::kError, .text = std::string(kNotComputed), .unit = ""};
    } else if (raw.type == "d") {
      // A day or an instant; what is neither stays the text that it is, and its reader says so.
      const std::string day = raw.value.substr(0, raw.value.find('T'));
      if (ParseDay(day).ok()) cell = {.kind = SheetCell::Kind::kDay, .text = day, .unit = ""};
    } else if (raw.type.empty() || raw.type == "n") {
      const std::string day =
          shared_->styles.IsDay(raw.style) ? DayOfSerial(raw.value, sheet_.days_from_1904) : "";
      cell.kind = day.empty() ? SheetCell::Kind::kNumber : SheetCell::Kind::kDay;
      cell.text = day.empty() ? PlainDecimal(raw.value) : day;
      if (day.empty()) {
        cell.unit = shared_->styles.UnitOf(raw.style);
        cell.decimals = shared_->styles.DecimalsOf(raw.style);
      }
      if (cell.text.empty() && !raw.value.empty()) {
        return At(column, "TABLE_FILE_DAMAGED", {{"part", sheet_.part}});
      }
    }
    if (cell.text.empty()) return SheetCell();
    return cell;
  }

  const SheetLimits limits_;
  const Sheet sheet_;
  const std::shared_ptr<const Shared> shared_;
  std::vector<MergedCells> merged_;
  std::unique_ptr<Xml> xml_;
  int64_t row_ = 0;
  bool ended_ = false;
};

// The sheet of this name, or the first one that is shown.
absl::StatusOr<std::unique_ptr<RowSource>> OpenSheetOf(const std::shared_ptr<Archive>& archive,
                                                       const std::string& wanted) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Sheet> sheets, ReadSheets(archive));
  for (const Sheet& sheet : sheets) {
    if (wanted.empty() ? !sheet.is_shown : sheet.name != wanted) continue;
    TRANCHE_ASSIGN_OR_RETURN(auto shared, ReadShared(archive));
    return XlsxSource::Open(archive, sheet, std::move(shared));
  }
  return wanted.empty() ? Refuse("TABLE_FILE_DAMAGED", {{"part", "xl/workbook.xml"}})
                        : Refuse("NOT_FOUND", {{"name", wanted}});
}

class OpenedWorkbook final : public Workbook {
 public:
  OpenedWorkbook(std::shared_ptr<Archive> archive, std::vector<Sheet> sheets,
                 std::shared_ptr<const Shared> shared)
      : archive_(std::move(archive)), sheets_(std::move(sheets)), shared_(std::move(shared)) {
    for (const Sheet& sheet : sheets_) names_.push_back(sheet.name);
  }

  const std::vector<std::string>& names() const override { return names_; }
  absl::StatusOr<std::unique_ptr<RowSource>> Open(std::size_t index) const override {
    return XlsxSource::Open(archive_, sheets_.at(index), shared_);
  }

 private:
  const std::shared_ptr<Archive> archive_;
  const std::vector<Sheet> sheets_;
  const std::shared_ptr<const Shared> shared_;
  std::vector<std::string> names_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RowSource>> OpenXlsx(absl::string_view bytes, const std::string& sheet,
                                                    const SheetLimits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(const std::shared_ptr<Archive> archive, Archive::OpenBytes(bytes, limits));
  return OpenSheetOf(archive, sheet);
}

absl::StatusOr<std::unique_ptr<Workbook>> OpenWorkbook(absl::string_view bytes,
                                                       const SheetLimits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(const std::shared_ptr<Archive> archive, Archive::OpenBytes(bytes, limits));
  TRANCHE_ASSIGN_OR_RETURN(std::vector<Sheet> sheets, ReadSheets(archive));
  sheets.erase(
      std::remove_if(sheets.begin(), sheets.end(), [](const Sheet& sheet) { return !sheet.is_shown; }),
      sheets.end());
  TRANCHE_ASSIGN_OR_RETURN(auto shared, ReadShared(archive));
  return std::unique_ptr<Workbook>(
      std::make_unique<OpenedWorkbook>(archive, std::move(sheets), std::move(shared)));
}

absl::StatusOr<std::unique_ptr<RowSource>> OpenXlsxFile(const std::string& file,
                                                        const std::string& sheet,
                                                        const SheetLimits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(const std::shared_ptr<Archive> archive, Archive::Open(file, limits));
  return OpenSheetOf(archive, sheet);
}

}  // namespace tranche::sheet
