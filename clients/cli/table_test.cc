// SPDX-License-Identifier: EUPL-1.2
#include "cli/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Table Costs() {
  return {
      .title = "",
      .headings = {"№", "Наименование", "Сума", "Основание"},
      .rows = {
          {Cell{"1", "1"}, Cell{"Възнаграждения на екипа за управление", ""},
           Cell{
               .text = "186 300,00 лв.", .raw = "186300.00", .right = true, .mark = common::v1::STATED},
           Cell{"чл. 64, ал. 2 от закона за управление на средствата", ""}},
          {Cell{"2", "2"}, Cell{"Одит", ""},
           Cell{.text = "1500,00 лв.", .raw = "1500.00", .right = true}, Cell{"–", ""}}}};
}

int Widest(const std::string& text) {
  int widest = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n'))
    widest = std::max(widest, DisplayWidth(line));
  return widest;
}

TEST(Wrapped, Words_AreKeptWholeWhereTheyFit) {
  EXPECT_THAT(Wrapped("Възнаграждения на екипа", 14), ElementsAre("Възнаграждения", "на екипа"));
  EXPECT_THAT(Wrapped("на екипа", 20), ElementsAre("на екипа"));
  EXPECT_THAT(Wrapped("", 5), ElementsAre(""));
}

TEST(Wrapped, WordThatIsTooLong_IsBrokenBetweenLetters) {
  EXPECT_THAT(Wrapped("а BG05M9OP001-2.005", 8), ElementsAre("а", "BG05M9OP", "001-2.00", "5"));
  EXPECT_THAT(Wrapped("Любимец", 3), ElementsAre("Люб", "име", "ц"));
}

TEST(RenderTable, WithoutATerminal_LinesAreAsLongAsTheyTake) {
  const std::string text = RenderTable(Costs(), {});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_GT(Widest(text), 100);
}

TEST(RenderTable, NarrowTerminal_WrapsTextsAndNotAmounts) {
  const std::string text = RenderTable(Costs(), {.columns = 60});
  EXPECT_LE(Widest(text), 60);
  EXPECT_THAT(text, HasSubstr("186 300,00 лв.¹"));
  EXPECT_THAT(text, HasSubstr("Възнаграждения"));
  EXPECT_GT(std::count(text.begin(), text.end(), '\n'), 3);
  // Columns begin where they begin in the first line of each row.
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  const auto column = [](const std::string& line, const std::string& what) {
    return DisplayWidth(line.substr(0, line.find(what)));
  };
  EXPECT_EQ(column(lines[0], "Основание"), column(lines[1], "чл. 64"));
}

TEST(RenderTable, TerminalThatIsTooNarrow_GetsEachRowAsAList) {
  const std::string text = RenderTable(Costs(), {.columns = 42});
  EXPECT_LE(Widest(text), 42);
  EXPECT_THAT(text, HasSubstr("Сума          186 300,00 лв. (посочено)\n"));
  EXPECT_THAT(text, HasSubstr("\n\n№             2\n"));
}

TEST(RenderFields, LongValue_ContinuesUnderItsBeginning) {
  const std::vector<Field> fields = {{"Име", Cell{"едно две три четири пет", ""}},
                                     {"№", Cell{"1", ""}}};
  EXPECT_EQ(RenderFields(fields, {.columns = 18}), "Име  едно две три\n     четири пет\n№    1\n");
  EXPECT_EQ(RenderFields(fields, {}), "Име  едно две три четири пет\n№    1\n");
}

TEST(RenderNote, Indent_IsThatOfEveryLine) {
  EXPECT_EQ(RenderNote("  едно две три четири", {.columns = 16}), "  едно две три\n  четири\n");
}

}  // namespace
}  // namespace tranche::cli
