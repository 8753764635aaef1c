// SPDX-License-Identifier: EUPL-1.2
#include "platform/document/document.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/docx_parts.h"
#include "platform/document/reading.h"
#include "platform/sheet/workbook.h"
#include "platform/text/csv.h"
#include "re2/re2.h"

namespace tranche::document {
namespace {

absl::Status UnknownKind(absl::string_view kind) {
  return Refuse("DOCUMENT_KIND_UNKNOWN", {{"kind", std::string(kind)}});
}

// Kinds that are known by how they begin and are not read.
struct Beginning {
  absl::string_view bytes;
  absl::string_view kind;
};
constexpr Beginning kOtherKinds[] = {
    {"%PDF", "PDF"},      {"{\\rtf", "RTF"},    {"\x89PNG", "PNG"}, {"\xFF\xD8\xFF", "JPEG"},
    {"GIF8", "GIF"},      {"II*\0", "TIFF"},    {"MM\0*", "TIFF"},  {"Rar!", "RAR"},
    {"7z\xBC\xAF", "7Z"}, {"\x1F\x8B", "GZIP"}, {"BM", "BMP"},
};

// Text and workbook as Microsoft Office kept them before 2007; a protected file of today looks the
// same.
constexpr absl::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

absl::Status OfCompoundFile(absl::string_view bytes) {
  std::string mark;
  for (const char c : absl::string_view("EncryptedPackage")) mark.append({c, '\0'});
  return absl::StrContains(bytes, mark) ? Refuse("DOCUMENT_PROTECTED")
                                        : UnknownKind(".doc, .xls, .ppt");
}

absl::StatusOr<Format> FormatOfArchive(absl::string_view bytes) {
  const auto archive = sheet::Archive::OpenBytes(bytes, {});
  if (!archive.ok()) return OfArchive(archive.status());
  if ((*archive)->Has("xl/workbook.xml")) return Format::kXlsx;
  if (!FindMainPart(*archive).empty()) return Format::kDocx;
  if ((*archive)->Has("ppt/presentation.xml")) return UnknownKind(".pptx");
  if ((*archive)->Has("content.xml")) return UnknownKind(".odt, .ods");
  return UnknownKind("ZIP");
}

bool IsHtml(absl::string_view text) {
  text = Trim(text);
  if (!absl::StartsWith(text, "<")) return false;
  static const RE2 kTag(
      "(?i)<(!doctype\\s+html|html|head|body|table|div|p|h[1-6]|ul|ol|meta|title|section|article|main)"
      "[\\s>/]");
  return RE2::PartialMatch(re2::StringPiece(text.data(), std::min<std::size_t>(text.size(), 4096)),
                           kTag);
}

// How often each separator stands in each record of the first lines; quotes only where a cell begins.
bool IsCsvWith(char separator, absl::string_view text) {
  constexpr int kRecordsMax = 200;
  std::map<int, int> records_with;  // By how many separators.
  int records = 0;
  int separators = 0;
  bool quoted = false;
  bool cell_begins = true;
  bool empty = true;
  for (std::size_t i = 0; i <= text.size() && records < kRecordsMax; ++i) {
    const char c = i == text.size() ? '\n' : text[i];
    if (i == text.size()) quoted = false;
    if (c == '"' && (quoted || cell_begins)) quoted = !quoted;
    if (!quoted && c == '\n') {
      if (!empty) ++records_with[separators];
      if (!empty) ++records;
      separators = 0;
      empty = true;
      cell_begins = true;
      continue;
    }
    if (c != '\r' && c != ' ') empty = false;
    if (!quoted && c == separator) ++separators;
    cell_begins = !quoted && c == separator;
  }
  return std::any_of(records_with.begin(), records_with.end(), [records](const auto& entry) {
    return entry.first >= 2 && entry.second >= 2 && entry.second * 2 > records;
  });
}

// A table and nothing else. Texts with tabs are read as texts, which keeps their lines as they are.
bool IsCsv(absl::string_view text, bool utf16) {
  if (absl::StartsWithIgnoreCase(text, "sep=")) return true;
  return IsCsvWith(';', text) || IsCsvWith(',', text) || (utf16 && IsCsvWith('\t', text));
}

bool IsUtf16(absl::string_view bytes) {
  return absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF");
}

bool HasText(const Document& document) {
  return std::any_of(document.blocks.begin(), document.blocks.end(), [](const Block& block) {
    return !block.text.text.empty() || !block.rows.empty();
  });
}

absl::StatusOr<Document> ReadFormat(Format format, absl::string_view bytes, const Limits& limits) {
  switch (format) {
    case Format::kText:
      return ReadText(ToUtf8(bytes), limits);
    case Format::kCsv:
      return ReadCsvDocument(ToUtf8(bytes), limits);
    case Format::kXlsx:
      return ReadXlsx(bytes, limits);
    case Format::kDocx:
      return ReadDocx(bytes, limits);
    case Format::kHtml:
      break;
  }
  return ReadHtml(bytes, limits);
}

}  // namespace

absl::string_view MediaTypeOf(Format format) {
  switch (format) {
    case Format::kText:
      return "text/plain";
    case Format::kCsv:
      return "text/csv";
    case Format::kXlsx:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case Format::kDocx:
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case Format::kHtml:
      break;
  }
  return "text/html";
}

std::string PlaceText(const Place& place) {
  const bool in_cell = place.column > 0;
  const std::string line = absl::StrCat("line ", place.line);
  switch (place.format) {
    case Format::kText:
      return in_cell ? absl::StrCat(line, ", column ", place.column) : line;
    case Format::kCsv:
      return in_cell ? CellAddress(static_cast<std::size_t>(place.column - 1), place.row)
                     : absl::StrCat("row ", place.row);
    case Format::kXlsx:
      return absl::StrCat(place.part, "!",
                          in_cell ? CellAddress(static_cast<std::size_t>(place.column - 1), place.row)
                                  : absl::StrCat(place.row));
    case Format::kDocx:
      if (place.table > 0) {
        return absl::StrCat("table ", place.table, ", row ", place.row,
                            in_cell ? absl::StrCat(", cell ", place.column) : "");
      }
      return place.part.empty() ? absl::StrCat("paragraph ", place.paragraph) : place.part;
    case Format::kHtml:
      break;
  }
  return place.part.empty() ? line : absl::StrCat(line, ", ", place.part);
}

absl::StatusOr<Format> FormatOf(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "PK\x03\x04")) return FormatOfArchive(bytes);
  if (absl::StartsWith(bytes, kCompoundFile)) return OfCompoundFile(bytes);
  for (const Beginning& other : kOtherKinds) {
    // Two letters alone may begin a text, too; with a byte that no text has they do not.
    if (absl::StartsWith(bytes, other.bytes) &&
        (other.bytes.size() > 2 || absl::StrContains(bytes, absl::string_view("\0", 1)))) {
      return UnknownKind(other.kind);
    }
  }
  const bool utf16 = IsUtf16(bytes);
  if (!utf16 && absl::StrContains(bytes.substr(0, 4096), absl::string_view("\0", 1)))
    return UnknownKind("?");
  const std::string text = ToUtf8(bytes);
  if (IsHtml(text)) return Format::kHtml;
  if (absl::StartsWith(Trim(text), "<?xml")) return UnknownKind("XML");
  return IsCsv(text, utf16) ? Format::kCsv : Format::kText;
}

absl::StatusOr<Document> ReadDocumentAs(Format format, absl::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes_max)
    return Refuse("DOCUMENT_TOO_LARGE", {{"max", absl::StrCat(limits.bytes_max)}});
  absl::StatusOr<Document> read = ReadFormat(format, bytes, limits);
  if (!read.ok()) return OfArchive(read.status());
  if (!HasText(*read)) return Refuse("DOCUMENT_EMPTY");
  return read;
}

absl::StatusOr<Document> ReadDocument(absl::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes_max)
    return Refuse("DOCUMENT_TOO_LARGE", {{"max", absl::StrCat(limits.bytes_max)}});
  TRANCHE_ASSIGN_OR_RETURN(const Format format, FormatOf(bytes));
  return ReadDocumentAs(format, bytes, limits);
}

}  // namespace tranche::document
