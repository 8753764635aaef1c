// SPDX-License-Identifier: EUPL-1.2
#include "platform/sheet/xlsx_parts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"

namespace tranche::sheet {
namespace {

constexpr char kWorkbook[] = "xl/workbook.xml";
constexpr std::size_t kStylesMax = 100'000;
constexpr std::size_t kUnitBytesMax = 40;
constexpr int kDecimalsMax = 15;  // As many digits as a workbook keeps of a number.

// What a format shows of a number: whether it is a day (it has a day, a month or a year outside quotes,
// brackets and escapes), and the words and signs beside the digits. Only the part for numbers above
// zero counts.
struct Format {
  bool day = false;
  int decimals = 0;  // Noughts behind the point: digits that are always shown.
  std::string unit;
};

// "[$€-402]" shows "€", "[$-402]" and "[Red]" show nothing.
absl::string_view CurrencyOf(absl::string_view bracket) {
  if (!absl::StartsWith(bracket, "$")) return "";
  return bracket.substr(1, bracket.find('-') == absl::string_view::npos ? absl::string_view::npos
                                                                        : bracket.find('-') - 1);
}

Format ReadFormat(absl::string_view format) {
  Format read;
  for (std::size_t i = 0; i < format.size() && format[i] != ';'; ++i) {
    const char c = format[i];
    if (c == '.' && read.decimals == 0) {
      while (i + 1 < format.size() && format[i + 1] == '0' && read.decimals < kDecimalsMax) {
        ++read.decimals;
        ++i;
      }
    } else if (c == '"' || c == '[') {
      const std::size_t end = std::min(format.find(c == '"' ? '"' : ']', i + 1), format.size());
      const absl::string_view within = format.substr(i + 1, end - i - 1);
      absl::StrAppend(&read.unit, c == '"' ? within : CurrencyOf(within));
      i = end;
    } else if (c == '\\' && i + 1 < format.size()) {
      // An escaped character, perhaps of several bytes, which the next rounds add.
      read.unit.push_back(format[++i]);
    } else if (c == '_' && i + 1 < format.size()) {
      ++i;  // A gap as wide as the next character, perhaps of several bytes.
      while (i + 1 < format.size() && !BeginsCharacter(format[i + 1])) ++i;
    } else if (absl::ascii_tolower(c) == 'd' || absl::ascii_tolower(c) == 'y') {
      read.day = true;
    } else if (c == '%' || c == '$' || static_cast<unsigned char>(c) >= 0x80) {
      read.unit.push_back(c);
    }
  }
  const auto blank = [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); };
  while (!read.unit.empty() && blank(read.unit.back())) read.unit.pop_back();
  while (!read.unit.empty() && blank(read.unit.front())) read.unit.erase(0, 1);
  if (absl::StartsWith(read.unit, "\u00A0")) read.unit.erase(0, 2);
  // Long words are a sentence rather than a unit; signs alone say nothing.
  if (read.day || read.unit.size() > kUnitBytesMax ||
      read.unit.find_first_not_of("-()., ") == std::string::npos) {
    read.unit.clear();
  }
  return read;
}

absl::Status TooMany(const char* part, std::size_t max) {
  return Refuse("TABLE_TOO_LARGE", {{"part", part}, {"max", absl::StrCat(max)}});
}

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

}  // namespace

absl::Status SharedStrings::Read(const std::shared_ptr<Archive>& archive) {
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
    if (texts_.size() > limits.shared_strings_bytes_max)
      return TooMany(kPart, limits.shared_strings_bytes_max);
    if (ends_.size() > limits.shared_strings_max) return TooMany(kPart, limits.shared_strings_max);
  }
}

bool SharedStrings::Get(std::size_t index, std::string* text) const {
  if (index >= ends_.size()) return false;
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  text->assign(texts_, begin, ends_[index] - begin);
  return true;
}

absl::Status Styles::Read(const std::shared_ptr<Archive>& archive) {
  constexpr char kPart[] = "xl/styles.xml";
  if (!archive->Has(kPart)) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive, kPart));
  std::map<int, Format> formats;
  // Those that the standard itself gives to days (languages have more of them) and to percents.
  for (const int day : {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
    formats[day] = {.day = true, .unit = ""};
  for (const int two : {2, 4, 39, 40}) formats[two].decimals = 2;
  formats[9].unit = "%";
  formats[10] = {.day = false, .decimals = 2, .unit = "%"};
  std::map<std::string, std::size_t> known;
  bool in_cells = false;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more) return absl::OkStatus();
    if (xml->Name() == "cellXfs") in_cells = xml->IsStart() && !xml->IsEmpty();
    int format = 0;
    if (!xml->IsStart() || !absl::SimpleAtoi(xml->Attribute("numFmtId"), &format)) continue;
    if (xml->Name() == "numFmt") {
      formats[format] = ReadFormat(xml->Attribute("formatCode"));
    } else if (in_cells && xml->Name() == "xf") {
      const Format& shown = formats[format];
      const auto [unit, added] = known.emplace(shown.unit, units_.size());
      if (added) units_.push_back(shown.unit);
      shown_.push_back({.day = shown.day, .decimals = shown.decimals, .unit = unit->second});
    }
    if (formats.size() > kStylesMax || shown_.size() > kStylesMax) return TooMany(kPart, kStylesMax);
  }
}

const Styles::Shown* Styles::Find(absl::string_view style) const {
  std::size_t index = 0;
  return absl::SimpleAtoi(style, &index) && index < shown_.size() ? &shown_[index] : nullptr;
}

bool Styles::IsDay(absl::string_view style) const {
  const Shown* shown = Find(style);
  return shown != nullptr && shown->day;
}

const std::string& Styles::UnitOf(absl::string_view style) const {
  const Shown* shown = Find(style);
  return units_[shown == nullptr ? 0 : shown->unit];
}

int Styles::DecimalsOf(absl::string_view style) const {
  const Shown* shown = Find(style);
  return shown == nullptr ? 0 : shown->decimals;
}

absl::StatusOr<std::vector<Sheet>> ReadSheets(const std::shared_ptr<Archive>& archive) {
  TRANCHE_ASSIGN_OR_RETURN(const auto targets, ReadRelations(archive));
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive, kWorkbook));
  std::vector<Sheet> sheets;
  bool from_1904 = false;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
    if (!more) break;
    if (!xml->IsStart()) continue;
    if (xml->Name() == "workbookPr") {
      const std::string flag = xml->Attribute("date1904");
      from_1904 = flag == "1" || flag == "true";
    }
    if (xml->Name() != "sheet") continue;
    const auto target = targets.find(xml->Attribute("id"));
    if (target == targets.end()) continue;
    const std::string state = xml->Attribute("state");
    sheets.push_back({.name = xml->Attribute("name"),
                      .part = target->second,
                      .is_shown = state.empty() || state == "visible"});
    if (sheets.size() > archive->limits().entries_max)
      return TooMany(kWorkbook, archive->limits().entries_max);
  }
  for (Sheet& sheet : sheets) sheet.days_from_1904 = from_1904;
  return sheets;
}

}  // namespace tranche::sheet
