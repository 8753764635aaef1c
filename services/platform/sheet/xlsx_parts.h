// SPDX-License-Identifier: EUPL-1.2
// What all sheets of a workbook share: its texts, the styles of its cells, the list of its sheets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/sheet/workbook.h"

namespace tranche::sheet {

// The texts that cells share, one after the other in one string.
class SharedStrings {
 public:
  absl::Status Read(const std::shared_ptr<Archive>& archive);
  // False: there is no such text.
  bool Get(std::size_t index, std::string* text) const;

 private:
  std::string texts_;
  std::vector<uint32_t> ends_;
};

// How cells show their numbers.
class Styles {
 public:
  absl::Status Read(const std::shared_ptr<Archive>& archive);
  bool IsDay(absl::string_view style) const;
  // What is shown beside the number: "лв.", "€", "%"; "" for nothing.
  const std::string& UnitOf(absl::string_view style) const;
  // Digits behind the point that are always shown.
  int DecimalsOf(absl::string_view style) const;

 private:
  struct Shown {
    bool day = false;
    int decimals = 0;
    std::size_t unit = 0;  // In units_.
  };
  const Shown* Find(absl::string_view style) const;

  std::vector<Shown> shown_;
  std::vector<std::string> units_ = {""};
};

struct Sheet {
  std::string name;
  std::string part;  // "xl/worksheets/sheet1.xml".
  bool is_shown = true;
  bool days_from_1904 = false;
};

// The sheets of a workbook in their order; those whose part is not named are left out.
absl::StatusOr<std::vector<Sheet>> ReadSheets(const std::shared_ptr<Archive>& archive);

}  // namespace tranche::sheet
