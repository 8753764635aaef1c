// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/csv.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"

namespace tranche {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr absl::string_view kSeparators = "\t;,";

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

// The separator that stands in most of the first lines. A tab or a semicolon goes before a comma, which
// is also the decimal sign.
char FindSeparator(absl::string_view head) {
  constexpr int kLinesMax = 20;
  int lines = 0;
  std::array<int, 3> lines_with = {};
  std::array<bool, 3> seen = {};
  bool quoted = false;
  bool empty = true;
  const auto close_line = [&] {
    if (!empty) ++lines;
    for (std::size_t i = 0; i < seen.size(); ++i) lines_with[i] += seen[i] ? 1 : 0;
    seen = {};
    empty = true;
  };
  for (const char byte : head) {
    if (lines == kLinesMax) break;
    if (byte == '"') quoted = !quoted;
    if (!quoted && (byte == '\n' || byte == '\r')) {
      close_line();
      continue;
    }
    empty = false;
    const std::size_t which = kSeparators.find(byte);
    if (!quoted && which != absl::string_view::npos) seen[which] = true;
  }
  close_line();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (lines_with[i] > 0 && lines_with[i] * 2 >= lines) return kSeparators[i];
  }
  const auto most = std::max_element(lines_with.begin(), lines_with.end());
  return *most == 0 ? ';' : kSeparators[static_cast<std::size_t>(most - lines_with.begin())];
}

// UTF-16 as UTF-8, a piece at a time. A half of a pair, or of a unit, without its other half becomes
// U+FFFD.
class Utf16Source {
 public:
  Utf16Source(ByteSource source, std::string begun, bool big_endian)
      : source_(std::move(source)), held_(std::move(begun)), big_endian_(big_endian) {}

  absl::StatusOr<std::size_t> operator()(char* buffer, std::size_t size) {
    while (ready_.empty()) {
      char piece[4096];
      TRANCHE_ASSIGN_OR_RETURN(const std::size_t read, source_(piece, sizeof piece));
      held_.append(piece, read);
      if (held_.empty()) return 0;
      Convert(/*last=*/read == 0);
      if (read == 0 && ready_.empty()) return 0;
    }
    const std::size_t given = std::min(size, ready_.size());
    std::memcpy(buffer, ready_.data(), given);
    ready_.erase(0, given);
    return given;
  }

 private:
  char16_t Unit(std::size_t at) const {
    const auto first = static_cast<unsigned char>(held_[at]);
    const auto second = static_cast<unsigned char>(held_[at + 1]);
    return static_cast<char16_t>(big_endian_ ? first << 8 | second : second << 8 | first);
  }

  void Convert(bool last) {
    std::u16string units;
    std::size_t at = 0;
    for (; at + 1 < held_.size(); at += 2) units.push_back(Unit(at));
    held_.erase(0, at);
    // The first half of a pair waits for the second.
    if (!last && !units.empty() && (units.back() & 0xFC00) == 0xD800) {
      const char16_t half = units.back();
      units.pop_back();
      const char high = static_cast<char>(half >> 8);
      const char low = static_cast<char>(half & 0xFF);
      held_.insert(0, big_endian_ ? std::string{high, low} : std::string{low, high});
    }
    if (last && !held_.empty()) {
      held_.clear();
      units.push_back(0xFFFD);
    }
    icu::UnicodeString(units.data(), static_cast<int32_t>(units.size())).toUTF8String(ready_);
  }

  ByteSource source_;
  std::string held_;
  std::string ready_;
  bool big_endian_;
};

// False: a byte that Windows-1251 does not have.
bool FromWindows1251(std::string* text) {
  const icu::UnicodeString unicode(text->data(), static_cast<int32_t>(text->size()), "windows-1251");
  if (unicode.isBogus() || unicode.indexOf(static_cast<char16_t>(0xFFFD)) >= 0) return false;
  text->clear();
  unicode.toUTF8String(*text);
  return true;
}

}  // namespace

ByteSource SourceOf(absl::string_view bytes) {
  return [rest = bytes](char* buffer, std::size_t size) mutable -> absl::StatusOr<std::size_t> {
    const std::size_t given = std::min(size, rest.size());
    std::memcpy(buffer, rest.data(), given);
    rest.remove_prefix(given);
    return given;
  };
}

std::string ColumnLetters(std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

std::string CellAddress(std::size_t column, int64_t row) {
  return absl::StrCat(ColumnLetters(column), row);
}

CsvReader::CsvReader(ByteSource source, CsvLimits limits)
    : source_(std::move(source)), limits_(limits) {}

absl::Status CsvReader::Fill() {
  at_ = 0;
  filled_ = 0;
  TRANCHE_ASSIGN_OR_RETURN(filled_, source_(buffer_.data(), buffer_.size()));
  return absl::OkStatus();
}

absl::StatusOr<int> CsvReader::Peek() {
  if (at_ == filled_) TRANCHE_RETURN_IF_ERROR(Fill());
  if (filled_ == 0) return -1;
  return static_cast<unsigned char>(buffer_[at_]);
}

char CsvReader::Take() {
  const char byte = buffer_[at_++];
  // A line ends with LF, CRLF, or CR alone, which old programs write.
  if (byte == '\n') ++line_;
  return byte;
}

// Reads as much as the buffer holds and finds out from it what the text is.
absl::Status CsvReader::Begin() {
  begun_ = true;
  const auto fill_whole = [this]() -> absl::Status {
    while (filled_ < buffer_.size()) {
      TRANCHE_ASSIGN_OR_RETURN(const std::size_t read,
                               source_(buffer_.data() + filled_, buffer_.size() - filled_));
      if (read == 0) break;
      filled_ += read;
    }
    return absl::OkStatus();
  };
  TRANCHE_RETURN_IF_ERROR(fill_whole());
  absl::string_view head(buffer_.data(), filled_);
  if (absl::StartsWith(head, "\xFF\xFE") || absl::StartsWith(head, "\xFE\xFF")) {
    const bool big_endian = head[0] == '\xFE';
    source_ = Utf16Source(std::move(source_), std::string(head.substr(2)), big_endian);
    encoding_ = Encoding::kUtf8;
    filled_ = 0;
    TRANCHE_RETURN_IF_ERROR(fill_whole());
    head = absl::string_view(buffer_.data(), filled_);
  } else if (absl::StartsWith(head, kUtf8Mark)) {
    encoding_ = Encoding::kUtf8;
    at_ = kUtf8Mark.size();
    head.remove_prefix(at_);
  }
  // What Excel writes for itself.
  if (absl::StartsWithIgnoreCase(head, "sep=") && head.size() > 4 &&
      kSeparators.find(head[4]) != absl::string_view::npos) {
    separator_ = head[4];
    at_ += 5;
    while (at_ < filled_ && (buffer_[at_] == '\r' || buffer_[at_] == '\n')) Take();
    return absl::OkStatus();
  }
  separator_ = FindSeparator(head);
  return absl::OkStatus();
}

absl::Status CsvReader::RefuseCell(const CsvRow& row, const char* reason, int64_t max) {
  ErrorValues values;
  if (max > 0) values.emplace_back("max", absl::StrCat(max));
  const std::size_t column = row.cells.empty() ? 0 : row.cells.size() - 1;
  return RefuseInput("DOCUMENT_UNREADABLE", {{CellAddress(column, row.row), reason, values}},
                     {{"count", "1"}});
}

absl::Status CsvReader::Append(const CsvRow& row, std::string* cell, char byte) {
  if (cell->size() >= limits_.cell_bytes_max) {
    return RefuseCell(row, "TABLE_CELL_TOO_LONG", static_cast<int64_t>(limits_.cell_bytes_max));
  }
  cell->push_back(byte);
  return absl::OkStatus();
}

// After the opening quote, up to and with the closing one.
absl::Status CsvReader::ReadQuoted(const CsvRow& row, std::string* cell) {
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const int next, Peek());
    // A cell that never ends is more likely to lack its quote than to be that long.
    if (next < 0 || cell->size() >= limits_.cell_bytes_max) return RefuseCell(row, "TABLE_QUOTE_OPEN");
    const char byte = Take();
    if (byte == '"') {
      TRANCHE_ASSIGN_OR_RETURN(const int after, Peek());
      if (after != '"') return absl::OkStatus();
      Take();
    }
    cell->push_back(byte);
  }
}

// False when the row ended before this cell began: the end of the text.
absl::StatusOr<bool> CsvReader::ReadCell(CsvRow* row, bool* last) {
  row->cells.emplace_back();
  std::string& cell = row->cells.back();
  TRANCHE_ASSIGN_OR_RETURN(int next, Peek());
  if (next == '"') {
    Take();
    TRANCHE_RETURN_IF_ERROR(ReadQuoted(*row, &cell));
    TRANCHE_ASSIGN_OR_RETURN(next, Peek());
  }
  while (next >= 0 && next != separator_ && next != '\n' && next != '\r') {
    TRANCHE_RETURN_IF_ERROR(Append(*row, &cell, Take()));
    TRANCHE_ASSIGN_OR_RETURN(next, Peek());
  }
  *last = next != separator_;
  if (next < 0) return row->cells.size() > 1 || !cell.empty();
  const char end = Take();
  if (end == '\r') {
    TRANCHE_ASSIGN_OR_RETURN(next, Peek());
    if (next == '\n') {
      Take();
    } else {
      ++line_;
    }
  }
  return true;
}

absl::Status CsvReader::Decode(CsvRow* row) {
  if (encoding_ == Encoding::kUnknown && !std::all_of(row->cells.begin(), row->cells.end(),
                                                      [](const auto& cell) { return IsAscii(cell); })) {
    // The first letters beyond ASCII decide: Cyrillic in Windows-1251 is hardly ever valid UTF-8.
    encoding_ = std::all_of(row->cells.begin(), row->cells.end(),
                            [](const auto& cell) { return IsValidUtf8(cell); })
                    ? Encoding::kUtf8
                    : Encoding::kWindows1251;
  }
  std::vector<std::string> cells;
  cells.swap(row->cells);
  for (std::string& cell : cells) {
    row->cells.emplace_back();  // So that a refusal names this cell.
    const bool known =
        IsAscii(cell) || (encoding_ == Encoding::kUtf8 ? IsValidUtf8(cell) : FromWindows1251(&cell));
    if (!known) return RefuseCell(*row, "TABLE_ENCODING_UNKNOWN");
    row->cells.back() = std::move(cell);
  }
  return absl::OkStatus();
}

// One row, be it empty; false at the end.
absl::StatusOr<bool> CsvReader::ReadRow(CsvRow* row) {
  row->cells.clear();
  row->row = row_ + 1;
  row->line = line_;
  for (bool last = false; !last;) {
    if (row->cells.size() == limits_.cells_max) {
      return RefuseCell(*row, "TABLE_TOO_MANY_CELLS", static_cast<int64_t>(limits_.cells_max));
    }
    TRANCHE_ASSIGN_OR_RETURN(const bool any, ReadCell(row, &last));
    if (!any) return false;
  }
  if (++row_ > limits_.rows_max) return RefuseCell(*row, "TABLE_TOO_MANY_ROWS", limits_.rows_max);
  TRANCHE_RETURN_IF_ERROR(Decode(row));
  return true;
}

absl::StatusOr<bool> CsvReader::Next(CsvRow* row) {
  if (ended_) return false;
  if (!begun_) {
    const absl::Status begun = Begin();
    ended_ = !begun.ok();
    TRANCHE_RETURN_IF_ERROR(begun);
  }
  while (true) {
    const absl::StatusOr<bool> read = ReadRow(row);
    ended_ = !read.ok() || !*read;
    if (ended_) return read;
    if (std::any_of(row->cells.begin(), row->cells.end(),
                    [](const std::string& cell) { return !cell.empty(); })) {
      return true;
    }
  }
}

absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view bytes, const CsvLimits& limits) {
  // On the heap: a reader has a large buffer.
  const auto reader = std::make_unique<CsvReader>(SourceOf(bytes), limits);
  std::vector<CsvRow> rows;
  while (true) {
    CsvRow row;
    TRANCHE_ASSIGN_OR_RETURN(const bool more, reader->Next(&row));
    if (!more) return rows;
    rows.push_back(std::move(row));
  }
}

}  // namespace tranche
