// SPDX-License-Identifier: EUPL-1.2
// Where activities and deadlines stand in a chart over time. Places across are percent of the width, so
// that the letters keep their size on any screen; places down are pixels.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "platform/base/error.h"

namespace tranche::gateway {

// An activity from its first to its last day, or a deadline on one day. Days are ISO 8601.
struct GanttItem {
  std::string label;
  std::string starts_on;
  std::string ends_on;  // A deadline: the same day.
  bool is_deadline = false;
};

struct GanttRow {
  std::vector<std::string> label_lines;
  int label_y = 0;    // Base line of the first one; 18 px to the next.
  int mark_y = 0;     // Upper edge of the bar or the diamond.
  std::string x;      // "12.345": begin of the bar, middle of the diamond.
  std::string width;  // Of the bar.
};

struct GanttTick {
  std::string x;
  std::string text;  // "07.2017", "Jul 2017".
};

struct GanttChart {
  int height = 0;
  int bottom = 0;              // Where the lines of the grid end.
  std::vector<GanttRow> rows;  // One for each item, in their order.
  std::vector<GanttTick> ticks;
  // The day that is looked at: its place, absent outside the chart.
  absl::optional<std::string> today_x;
  bool today_on_right_half = false;
  bool today_is_before = false;
};

// Items whose days cannot be read are left out of the rows' places (x and width stay empty). An empty
// chart when no item has days.
GanttChart LayOutGantt(const std::vector<GanttItem>& items, absl::string_view as_of, Language language);

}  // namespace tranche::gateway
