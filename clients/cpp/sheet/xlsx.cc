// SPDX-License-Identifier: EUPL-1.2
// Workbooks: ECMA-376, as much of it as tells what stands in the cells of one sheet.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cpp/sheet/sheet.h"
#include "cpp/sheet/workbook.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::sheet {
namespace {

constexpr absl::string_view kWorkbook = "xl/workbook.xml";

// The texts that cells share, one after the other in one string.
class SharedStrings {
 public:
  absl::Status Read(const std::shared_ptr<Archive>& archive) {
    constexpr char kPart[] = "xl/sharedStrings.xml";
    if (!archive->Has(kPart)) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive, kPart));
    const SheetLimits& limits = archive->limits();
    bool in_text = false;
    int reading_aids = 0;  // <rPh>: how a text is pronounced, which is no part of it.
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
      if (!more) return absl::OkStatus();
      if (xml->IsStart() && !xml->IsEmpty() && xml->Name() == "rPh") ++reading_aids;
      if (xml->IsEnd() && xml->Name() == "rPh") --reading_aids;
      if (xml->IsStart() && xml->Name() == "t") in_text = !xml->IsEmpty();
      if (xml->IsEnd() && xml->Name() == "t") in_text = false;
      if (xml->IsText() && in_text && reading_aids == 0) absl::StrAppend(&texts_, xml->Text());
      const bool ends = (xml->IsEnd() || (xml->IsStart() && xml->IsEmpty())) && xml->Name() == "si";
      if (ends) ends_.push_back(static_cast<uint32_t>(texts_.size()));
      if (texts_.size() > limits.shared_strings_bytes_max) {
        return Refuse("TABLE_TOO_LARGE",
                      {{"part", kPart}, {"max", absl::StrCat(limits.shared_strings_bytes_max)}});
      }
      if (ends_.size() > limits.shared_strings_max) {
        return Refuse("TABLE_TOO_LARGE",
                      {{"part", kPart}, {"max", absl::StrCat(limits.shared_strings_max)}});
      }
    }
  }

  // False: there is no such text.
  bool Get(std::size_t index, std::string* text) const {
    if (index >= ends_.size()) return false;
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    text->assign(texts_, begin, ends_[index] - begin);
    return true;
  }

 private:
  std::string texts_;
  std::vector<uint32_t> ends_;
};

// Whether a format shows a number as a day: it has a day, a month or a year outside quotes, brackets
// and escapes.
bool ShowsDay(absl::string_view format) {
  char until = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (until != 0) {
      if (c == until) until = 0;
    } else if (c == '"') {
      until = '"';
    } else if (c == '[') {
      until = ']';
    } else if (c == '\\') {
      ++i;
    } else if (c == ';') {
      return false;  // What follows is for numbers below zero.
    } else if (absl::ascii_tolower(c) == 'd' || absl::ascii_tolower(c) == 'y') {
      return true;
    }
  }
  return false;
}

// Which styles of cells show days.
class Styles {
 public:
  absl::Status Read(const std::shared_ptr<Archive>& archive) {
    constexpr char kPart[] = "xl/styles.xml";
    constexpr std::size_t kStylesMax = 100'000;
    if (!archive->Has(kPart)) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive, kPart));
    // Those that the standard itself gives to days; languages have more of them.
    std::set<int> days = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58};
    bool in_cells = false;
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
      if (!more) return absl::OkStatus();
      if (xml->Name() == "cellXfs") in_cells = xml->IsStart() && !xml->IsEmpty();
      int format = 0;
      if (!xml->IsStart() || !absl::SimpleAtoi(xml->Attribute("numFmtId"), &format)) continue;
      if (xml->Name() == "numFmt") {
        if (ShowsDay(xml->Attribute("formatCode"))) {
          days.insert(format);
        } else {
          days.erase(format);
        }
      } else if (in_cells && xml->Name() == "xf") {
        shows_day_.push_back(days.count(format) > 0);
      }
      if (days.size() > kStylesMax || shows_day_.size() > kStylesMax) {
        return Refuse("TABLE_TOO_LARGE", {{"part", kPart}, {"max", absl::StrCat(kStylesMax)}});
      }
    }
  }

  bool IsDay(absl::string_view style) const {
    std::size_t index = 0;
    return absl::SimpleAtoi(style, &index) && index < shows_day_.size() && shows_day_[index];
  }

 private:
  std::vector<bool> shows_day_;
};

struct Sheet {
  std::string name;
  std::string part;  // "xl/worksheets/sheet1.xml".
  bool days_from_1904 = false;
};

// Targets of relations by their id.
absl::StatusOr<std::map<std::string, std::string>> ReadRelations(
    const std::shared_ptr<Archive>& archive) {
  std::map<std::string, std::string> targets;
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml,
                           Xml::Open(archive, "xl/_rels/workbook.xml.rels"));
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more || targets.size() > archive->limits().entries_max) return targets;
    if (!xml->IsStart() || xml->Name() != "Relationship") continue;
    const std::string target = xml->Attribute("Target");
    // Either within xl/ or from the root of the archive.
    targets[xml->Attribute("Id")] =
        absl::StartsWith(target, "/") ? target.substr(1) : absl::StrCat("xl/", target);
  }
}

// The sheet of this name, or the first one that is shown.
absl::StatusOr<Sheet> FindSheet(const std::shared_ptr<Archive>& archive, const std::string& wanted) {
  TRANCHE_ASSIGN_OR_RETURN(const auto targets, ReadRelations(archive));
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive, std::string(kWorkbook)));
  Sheet found;
  bool from_1904 = false;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more) break;
    if (!xml->IsStart()) continue;
    if (xml->Name() == "workbookPr") {
      const std::string flag = xml->Attribute("date1904");
      from_1904 = flag == "1" || flag == "true";
    }
    if (xml->Name() != "sheet" || !found.part.empty()) continue;
    const std::string name = xml->Attribute("name");
    const auto target = targets.find(xml->Attribute("id"));
    const bool fits = wanted.empty()
                          ? xml->Attribute("state").empty() || xml->Attribute("state") == "visible"
                          : name == wanted;
    if (!fits || target == targets.end()) continue;
    found.name = name;
    found.part = target->second;
  }
  found.days_from_1904 = from_1904;
  if (found.part.empty()) {
    return wanted.empty() ? Refuse("TABLE_FILE_DAMAGED", {{"part", std::string(kWorkbook)}})
                          : Refuse("NOT_FOUND", {{"name", wanted}});
  }
  return found;
}

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

class XlsxSource final : public RowSource {
 public:
  static absl::StatusOr<std::unique_ptr<RowSource>> Open(const std::shared_ptr<Archive>& archive,
                                                         const std::string& wanted) {
    std::unique_ptr<XlsxSource> source(new XlsxSource(archive->limits()));
    TRANCHE_ASSIGN_OR_RETURN(source->sheet_, FindSheet(archive, wanted));
    TRANCHE_RETURN_IF_ERROR(source->styles_.Read(archive));
    TRANCHE_RETURN_IF_ERROR(source->shared_.Read(archive));
    TRANCHE_ASSIGN_OR_RETURN(source->xml_, Xml::Open(archive, source->sheet_.part));
    return std::unique_ptr<RowSource>(std::move(source));
  }

  absl::StatusOr<bool> Next(SheetRow* row) override {
    while (!ended_) {
      const absl::StatusOr<bool> more = xml_->Next();
      ended_ = !more.ok() || !*more;
      if (!more.ok()) return more;
      if (ended_ || !xml_->IsStart() || xml_->Name() != "row") continue;
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

 private:
  // What a <c> holds before it is looked at as a whole.
  struct Raw {
    std::string type;
    std::string style;
    std::string value;
    std::string text;  // Of <is>.
  };

  explicit XlsxSource(const SheetLimits& limits) : limits_(limits) {}

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
      if (xml_->IsStart() && !xml_->IsEmpty()) {
        if (xml_->Name() == "v") into = &raw.value;
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
    SheetCell cell{.kind = SheetCell::Kind::kText, .text = raw.value};
    if (raw.type == "s") {
      std::size_t index = 0;
      if (!absl::SimpleAtoi(raw.value, &index) || !shared_.Get(index, &cell.text)) {
        return At(column, "TABLE_FILE_DAMAGED", {{"part", "xl/sharedStrings.xml"}});
      }
    } else if (raw.type == "inlineStr") {
      cell.text = raw.text;
    } else if (raw.type == "e") {
      cell.kind = SheetCell::Kind::kError;
    } else if (raw.type == "d") {
      // A day or an instant; what is neither stays the text that it is, and its reader says so.
      const std::string day = raw.value.substr(0, raw.value.find('T'));
      if (ParseDay(day).ok()) cell = {.kind = SheetCell::Kind::kDay, .text = day};
    } else if (raw.type.empty() || raw.type == "n") {
      const std::string day =
          styles_.IsDay(raw.style) ? DayOfSerial(raw.value, sheet_.days_from_1904) : "";
      cell.kind = day.empty() ? SheetCell::Kind::kNumber : SheetCell::Kind::kDay;
      cell.text = day.empty() ? PlainDecimal(raw.value) : day;
      if (cell.text.empty() && !raw.value.empty()) {
        return At(column, "TABLE_FILE_DAMAGED", {{"part", sheet_.part}});
      }
    }
    if (cell.text.empty()) cell.kind = SheetCell::Kind::kEmpty;
    return cell;
  }

  const SheetLimits limits_;
  Sheet sheet_;
  Styles styles_;
  SharedStrings shared_;
  std::unique_ptr<Xml> xml_;
  int64_t row_ = 0;
  bool ended_ = false;
};

// Digits and where their point stands, of a number in any notation; false when it is none.
bool ReadNumber(absl::string_view text, bool* negative, std::string* digits, int* point) {
  *negative = absl::StartsWith(text, "-");
  if (*negative) text.remove_prefix(1);
  int exponent = 0;
  const std::size_t e = text.find_first_of("eE");
  if (e != absl::string_view::npos) {
    if (!absl::SimpleAtoi(text.substr(e + 1), &exponent) || exponent < -400 || exponent > 400)
      return false;
    text = text.substr(0, e);
  }
  const std::size_t dot = text.find('.');
  *digits =
      absl::StrCat(text.substr(0, dot), dot == absl::string_view::npos ? "" : text.substr(dot + 1));
  if (digits->empty() || digits->size() > 400 ||
      digits->find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  *point = static_cast<int>(dot == absl::string_view::npos ? text.size() : dot) + exponent;
  return true;
}

// Rounds decimal digits to so many of them; the point moves when all of them were nines.
void RoundTo(std::size_t keep, std::string* digits, int* point) {
  if (digits->size() <= keep) return;
  const bool up = (*digits)[keep] >= '5';
  digits->resize(keep);
  if (!up) return;
  for (std::size_t i = keep; i-- > 0;) {
    if ((*digits)[i] != '9') {
      ++(*digits)[i];
      return;
    }
    (*digits)[i] = '0';
  }
  digits->insert(0, 1, '1');
  ++*point;
}

}  // namespace

std::string PlainDecimal(absl::string_view number) {
  bool negative = false;
  std::string digits;
  int point = 0;
  if (!ReadNumber(absl::StripAsciiWhitespace(number), &negative, &digits, &point)) return "";
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, zeros);
  point -= static_cast<int>(zeros);
  // A binary number of 8 bytes tells 15 decimal digits; those after them are noise.
  RoundTo(15, &digits, &point);
  if (digits.empty()) return "0";
  if (point > 400) return "";
  if (point < 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0');
    point = 0;
  }
  const auto whole_size = static_cast<std::size_t>(point);
  if (digits.size() < whole_size) digits.append(whole_size - digits.size(), '0');
  const std::string whole = whole_size == 0 ? "0" : digits.substr(0, whole_size);
  std::string places = digits.substr(whole_size);
  places.erase(places.find_last_not_of('0') + 1);
  const bool zero = whole.find_first_not_of('0') == std::string::npos && places.empty();
  return absl::StrCat(negative && !zero ? "-" : "", whole, places.empty() ? "" : ".", places);
}

absl::StatusOr<std::unique_ptr<RowSource>> OpenXlsx(absl::string_view bytes, const std::string& sheet,
                                                    const SheetLimits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(const std::shared_ptr<Archive> archive, Archive::OpenBytes(bytes, limits));
  return XlsxSource::Open(archive, sheet);
}

absl::StatusOr<std::unique_ptr<RowSource>> OpenXlsxFile(const std::string& file,
                                                        const std::string& sheet,
                                                        const SheetLimits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(const std::shared_ptr<Archive> archive, Archive::Open(file, limits));
  return XlsxSource::Open(archive, sheet);
}

}  // namespace tranche::sheet
