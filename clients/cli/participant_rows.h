// SPDX-License-Identifier: EUPL-1.2
// Rows of a table of participants, read into records. Columns are known by the words above them, in
// Bulgarian or English. What is not understood is a finding with the address of its cell; who stands
// in two rows is said here already, since the batches of an import do not see each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "platform/sheet/sheet.h"
#include "tranche/payments/v1/participants.pb.h"

namespace tranche::cli {

class ParticipantRows {
 public:
  // Reads the table to its end. What ends the reading comes back: DOCUMENT_UNREADABLE with the
  // headings that are missing, or a damaged file.
  absl::Status Read(sheet::RowSource& source, Language language);

  const std::vector<payments::v1::ParticipantRecord>& records() const { return records_; }
  const std::vector<Violation>& findings() const { return findings_; }

  // The cell of a record's field by its name in a request, "personNumber"; the row's first cell when
  // the table has no such column.
  std::string CellOf(std::size_t record, absl::string_view field) const;

  static constexpr std::size_t kRowsMax = 20'000;
  static constexpr std::size_t kFindingsMax = 1000;

 private:
  struct Cells;
  absl::Status ReadHeader(sheet::RowSource& source, Language language);
  void ReadRow(const sheet::SheetRow& row, sheet::RowSource& source, Language language);
  void Find(std::string place, std::string reason, ErrorValues values = {});

  std::map<std::size_t, std::size_t> columns_;  // Where a column of ours stands.
  std::vector<payments::v1::ParticipantRecord> records_;
  std::vector<std::map<std::size_t, std::string>> places_;  // Of each record, by column of ours.
  std::map<std::string, std::size_t> people_;               // Records by kind and number.
  std::vector<Violation> findings_;
};

}  // namespace tranche::cli
