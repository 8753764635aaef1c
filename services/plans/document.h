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

// Collects what there is to say of a document: all is counted, the first `max` are kept. Values are
// cut to 80 bytes at the border of a character.
class Notes {
 public:
  explicit Notes(size_t max) : max_(max) {}
  void Add(std::string place, absl::string_view reason, ErrorValues values = {});
  bool empty() const { return count_ == 0; }
  size_t count() const { return count_; }
  const std::vector<Violation>& kept() const { return kept_; }

 private:
  const size_t max_;
  std::vector<Violation> kept_;
  size_t count_ = 0;
};

// What is wrong with a document.
class Problems : public Notes {
 public:
  Problems();
  // DOCUMENT_UNREADABLE with what was collected; there must be something.
  absl::Status Refusal() const;
};

// What a person should know of a document that can be read.
class Findings : public Notes {
 public:
  Findings();
  // What was kept; PLAN_FINDINGS_LEFT_OUT says how many were not.
  std::vector<Violation> List() const;
};

struct Line {
  int number = 0;  // 1-based.
  absl::string_view text;
  std::vector<absl::string_view> cells;  // Trimmed; one when the line has no tab.

  bool blank() const { return Trim(text).empty(); }
};

// The lines of a text that is UTF-8 without control characters; otherwise the problems say why and
// there are no lines. They point into `text`.
std::vector<Line> SplitDocument(absl::string_view text, Problems& problems);

// Every date of a line that the calendar lacks, "31.02.2018".
void CheckDates(const Line& line, bool in_table, Problems& problems);

}  // namespace tranche::plans
