// SPDX-License-Identifier: EUPL-1.2
// The document of a plan as lines and cells, and the list of what is wrong with it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche::plans {

inline constexpr size_t kColumns = 6;  // №, activity, description, place, financing, executor.

// "line 27", "line 27, column 5".
std::string Place(int line);
std::string Place(int line, size_t column);

// Removes white space at both ends, also no-break spaces.
absl::string_view Trim(absl::string_view text);

// Collects the problems of a document: all are counted, the first kProblemsMax are kept. Values are
// cut to 80 bytes at the border of a character.
class Problems {
 public:
  void Add(std::string place, absl::string_view reason, ErrorValues values = {});
  bool empty() const { return count_ == 0; }
  // DOCUMENT_UNREADABLE with what was collected; there must be something.
  absl::Status Refusal() const;

 private:
  std::vector<Violation> kept_;
  size_t count_ = 0;
};

struct Line {
  int number = 0;  // 1-based.
  absl::string_view text;
  std::vector<absl::string_view> cells;  // Trimmed; one when the line has no tab.

  bool blank() const { return Trim(text).empty(); }
};

// The lines of a text that is UTF-8 without control characters and no longer than allowed; otherwise
// the problems say why and there are no lines. They point into `text`.
std::vector<Line> SplitDocument(absl::string_view text, Problems& problems);

// Every date of a line that the calendar lacks, "31.02.2018".
void CheckDates(const Line& line, bool in_table, Problems& problems);

}  // namespace tranche::plans
