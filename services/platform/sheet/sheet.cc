// SPDX-License-Identifier: EUPL-1.2
#include "platform/sheet/sheet.h"

#include <sodium.h>

#include <cstdio>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/sheet/workbook.h"

namespace tranche::sheet {

namespace {

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

absl::StatusOr<OpenFile> Open(const std::string& file) {
  OpenFile open(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (open == nullptr) return Refuse("NOT_FOUND", {{"name", file}});
  return open;
}

class CsvSource final : public RowSource {
 public:
  CsvSource(OpenFile file, const CsvLimits& limits)
      : file_(std::move(file)),
        reader_(
            [this](char* buffer, std::size_t size) -> absl::StatusOr<std::size_t> {
              const std::size_t read = std::fread(buffer, 1, size, file_.get());
              if (read == 0 && std::ferror(file_.get()) != 0) {
                return Refuse("TABLE_FILE_DAMAGED", {{"part", "csv"}});
              }
              return read;
            },
            limits) {}

  absl::StatusOr<bool> Next(SheetRow* row) override {
    CsvRow read;
    TRANCHE_ASSIGN_OR_RETURN(const bool more, reader_.Next(&read));
    if (!more) return false;
    row->row = read.row;
    row->cells.clear();
    for (std::string& cell : read.cells) {
      row->cells.push_back({.kind = cell.empty() ? SheetCell::Kind::kEmpty : SheetCell::Kind::kText,
                            .text = std::move(cell),
                            .unit = ""});
    }
    return true;
  }

  std::string Place(std::size_t column, int64_t row) const override { return CellAddress(column, row); }

 private:
  OpenFile file_;
  CsvReader reader_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RowSource>> OpenTable(const std::string& file, const std::string& sheet,
                                                     const SheetLimits& limits) {
  TRANCHE_ASSIGN_OR_RETURN(OpenFile open, Open(file));
  char head[512];
  const absl::string_view begin(head, std::fread(head, 1, sizeof head, open.get()));
  if (absl::StartsWith(begin, "PK\x03\x04")) return OpenXlsxFile(file, sheet, limits);
  const bool utf16 = absl::StartsWith(begin, "\xFF\xFE") || absl::StartsWith(begin, "\xFE\xFF");
  // Old workbooks, pictures and the like hold bytes that no text has.
  if (!utf16 && begin.find('\0') != absl::string_view::npos) return Refuse("TABLE_KIND_UNKNOWN");
  std::rewind(open.get());
  return std::make_unique<CsvSource>(std::move(open), limits.table);
}

absl::StatusOr<std::string> FileDigest(const std::string& file) {
  TRANCHE_ASSIGN_OR_RETURN(const OpenFile open, Open(file));
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::string piece(64 << 10, '\0');
  while (true) {
    const std::size_t read = std::fread(piece.data(), 1, piece.size(), open.get());
    if (read == 0) break;
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(piece.data()), read);
  }
  if (std::ferror(open.get()) != 0) return Refuse("TABLE_FILE_DAMAGED", {{"part", file}});
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

}  // namespace tranche::sheet
