// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/gantt.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "platform/text/fold.h"

namespace tranche::gateway {
namespace {

constexpr int kTop = 34;
constexpr int kLineHeight = 18;
constexpr int kMarkHeight = 16;
constexpr int kRowGap = 12;
// Letters of a label that fit into the chart at its least width; a longer one goes on in the next line.
constexpr size_t kLabelLetters = 84;
constexpr int kTicksMax = 8;

bool ReadDay(absl::string_view iso, absl::CivilDay* day) {
  return iso.size() == 10 && absl::ParseCivilTime(iso, day);
}

struct Range {
  absl::CivilDay first;
  absl::CivilDay last;
  bool is_set = false;

  void Include(absl::CivilDay from, absl::CivilDay to) {
    first = is_set ? std::min(first, from) : from;
    last = is_set ? std::max(last, to) : to;
    is_set = true;
  }
  // Thousandths of a percent from the left edge, in half days.
  std::string PlaceOf(int64_t half_days) const {
    const int64_t whole = 2 * (last - first + 1);
    const int64_t thousandths = half_days * 100000 / whole;
    return absl::StrCat(thousandths / 1000, ".", absl::Dec(thousandths % 1000, absl::kZeroPad3));
  }
};

std::vector<std::string> Wrap(absl::string_view text) {
  std::vector<std::string> lines = {""};
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    std::string& line = lines.back();
    if (!line.empty() && CharacterCount(line) + 1 + CharacterCount(word) > kLabelLetters) {
      lines.emplace_back(word);
    } else {
      absl::StrAppend(&line, line.empty() ? "" : " ", word);
    }
  }
  return lines;
}

std::string SayMonth(absl::CivilMonth month, Language language) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (language == Language::kEnglish)
    return absl::StrCat(kMonths[month.month() - 1], " ", month.year());
  return absl::StrCat(absl::Dec(month.month(), absl::kZeroPad2), ".", month.year());
}

// Beginnings of months, quarters or years, so many that they do not run into each other.
std::vector<GanttTick> Ticks(const Range& range, Language language) {
  const int64_t months = absl::CivilMonth(range.last) - absl::CivilMonth(range.first) + 1;
  int64_t step = 120;
  for (const int64_t candidate : {60, 24, 12, 6, 3, 1}) {
    if (months / candidate < kTicksMax) step = candidate;
  }
  std::vector<GanttTick> ticks;
  absl::CivilMonth month(range.first);
  if (absl::CivilDay(month) < range.first) ++month;
  while ((month - absl::CivilMonth(1990, 1)) % step != 0) ++month;
  for (; absl::CivilDay(month) <= range.last; month += step) {
    ticks.push_back(
        {range.PlaceOf(2 * (absl::CivilDay(month) - range.first)), SayMonth(month, language)});
  }
  return ticks;
}

}  // namespace

GanttChart LayOutGantt(const std::vector<GanttItem>& items, absl::string_view as_of,
                       Language language) {
  Range range;
  absl::CivilDay from;
  absl::CivilDay to;
  for (const GanttItem& item : items) {
    if (ReadDay(item.starts_on, &from) && ReadDay(item.ends_on, &to)) range.Include(from, to);
  }
  GanttChart chart;
  if (!range.is_set) return chart;
  // Room for the half of a diamond on the first and the last day.
  const int64_t room = 1 + (range.last - range.first) / 50;
  range.Include(range.first - room, range.last + room);
  int y = kTop;
  for (const GanttItem& item : items) {
    GanttRow row;
    row.label_lines = Wrap(item.label);
    row.label_y = y + kLineHeight - 4;
    row.mark_y = y + kLineHeight * static_cast<int>(row.label_lines.size()) + 2;
    y = row.mark_y + kMarkHeight + kRowGap;
    if (ReadDay(item.starts_on, &from) && ReadDay(item.ends_on, &to)) {
      const int64_t begin = 2 * (from - range.first);
      row.x = range.PlaceOf(item.is_deadline ? begin + 1 : begin);
      row.width = range.PlaceOf(2 * (std::max(to, from) - from + 1));
    }
    chart.rows.push_back(std::move(row));
  }
  chart.bottom = y;
  chart.height = y + kLineHeight;
  chart.ticks = Ticks(range, language);
  absl::CivilDay today;
  if (!ReadDay(as_of, &today)) return chart;
  chart.today_is_before = today < range.first;
  if (today < range.first || today > range.last) return chart;
  chart.today_x = range.PlaceOf(2 * (today - range.first) + 1);
  chart.today_on_right_half = today - range.first > range.last - today;
  return chart;
}

}  // namespace tranche::gateway
