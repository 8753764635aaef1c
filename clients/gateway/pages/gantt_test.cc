// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/gantt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace tranche::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Language kEn = Language::kEnglish;

GanttItem Activity(const std::string& from, const std::string& to) {
  return {"A1 Work", from, to, false};
}
GanttItem Deadline(const std::string& day) { return {"Claim", day, day, true}; }
double Number(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

TEST(LayOutGantt, NothingToShow_IsEmpty) {
  EXPECT_THAT(LayOutGantt({}, "2018-01-01", kEn).rows, IsEmpty());
  EXPECT_THAT(LayOutGantt({Activity("", "")}, "2018-01-01", kEn).rows, IsEmpty());
}

TEST(LayOutGantt, Places_AreInProportionToDays) {
  // 100 days, and 2 days of room on each side.
  const GanttChart chart = LayOutGantt({Activity("2018-01-01", "2018-04-10"),
                                        Activity("2018-01-01", "2018-02-19"), Deadline("2018-04-10")},
                                       "2018-02-20", kEn);
  ASSERT_THAT(chart.rows, SizeIs(3));
  EXPECT_EQ(chart.rows[0].x, "1.923");       // 2 of 104 days.
  EXPECT_EQ(chart.rows[0].width, "96.153");  // 100 of 104 days.
  EXPECT_EQ(chart.rows[1].width, "48.076");
  EXPECT_EQ(chart.rows[2].x, "97.596");  // The middle of the last day.
  EXPECT_EQ(chart.today_x, "50.480");
}

TEST(LayOutGantt, OneDay_FillsTheMiddle) {
  const GanttChart chart = LayOutGantt({Activity("2018-01-01", "2018-01-01")}, "", kEn);
  EXPECT_EQ(chart.rows[0].x, "33.333");
  EXPECT_EQ(chart.rows[0].width, "33.333");
  EXPECT_FALSE(chart.today_x.has_value());
}

TEST(LayOutGantt, DayOutside_IsNotDrawn) {
  const std::vector<GanttItem> items = {Activity("2018-01-01", "2018-04-10")};
  EXPECT_FALSE(LayOutGantt(items, "2026-11-22", kEn).today_x.has_value());
  EXPECT_FALSE(LayOutGantt(items, "2026-11-22", kEn).today_is_before);
  EXPECT_TRUE(LayOutGantt(items, "2010-01-01", kEn).today_is_before);
  EXPECT_FALSE(LayOutGantt(items, "soon", kEn).today_x.has_value());
}

TEST(LayOutGantt, Ticks_AreFewAndInOrder) {
  for (const char* end :
       {"2018-01-02", "2018-03-01", "2019-06-30", "2023-01-01", "2028-01-01", "2100-12-31"}) {
    const GanttChart chart = LayOutGantt({Activity("2018-01-01", end)}, "", kEn);
    EXPECT_LE(chart.ticks.size(), 9u) << end;
    double last = -1;
    for (const GanttTick& tick : chart.ticks) {
      EXPECT_GT(Number(tick.x), last) << end;
      last = Number(tick.x);
    }
    EXPECT_LT(last, 100) << end;
  }
}

TEST(LayOutGantt, MonthsAreNamedAsTheLanguageDoes) {
  const std::vector<GanttItem> items = {Activity("2018-01-10", "2018-03-10")};
  EXPECT_THAT(LayOutGantt(items, "", kEn).ticks,
              ElementsAre(Field(&GanttTick::text, "Feb 2018"), Field(&GanttTick::text, "Mar 2018")));
  EXPECT_EQ(LayOutGantt(items, "", Language::kBulgarian).ticks[0].text, "02.2018");
}

TEST(LayOutGantt, LongLabel_GoesOnInTheNextLineAndPushesTheBarDown) {
  GanttItem item = Activity("2018-01-01", "2018-01-02");
  const GanttChart brief = LayOutGantt({item}, "", kEn);
  item.label.clear();
  for (int word = 0; word < 40; ++word) item.label += "мярка ";
  const GanttChart wordy = LayOutGantt({item}, "", kEn);
  EXPECT_THAT(wordy.rows[0].label_lines, SizeIs(3));
  EXPECT_EQ(wordy.rows[0].mark_y, brief.rows[0].mark_y + 36);
  EXPECT_EQ(wordy.height, brief.height + 36);
}

TEST(LayOutGantt, DayThatCannotBeRead_LeavesItsRowWithoutMark) {
  const GanttChart chart = LayOutGantt({Activity("2018-01-01", "2018-02-01"), Deadline("–")}, "", kEn);
  ASSERT_THAT(chart.rows, SizeIs(2));
  EXPECT_EQ(chart.rows[1].x, "");
}

}  // namespace
}  // namespace tranche::gateway
