// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/said_place.h"

#include <gtest/gtest.h>

namespace tranche {
namespace {

TEST(SayPlace, LineAndColumn_AreSaidInBulgarian) {
  EXPECT_EQ(SayPlace("line 27, column 5", Language::kBulgarian), "ред 27, колона 5");
  EXPECT_EQ(SayPlace("table 1, row 3, cell 2", Language::kBulgarian), "таблица 1, ред 3, клетка 2");
}

TEST(SayPlace, CellOfASheet_StaysAsItIs) {
  EXPECT_EQ(SayPlace("Мерки!E14", Language::kBulgarian), "Мерки!E14");
  EXPECT_EQ(SayPlace("1.2", Language::kBulgarian), "1.2");
}

TEST(SayPlace, English_IsThePlaceItself) {
  EXPECT_EQ(SayPlace("line 27, column 5", Language::kEnglish), "line 27, column 5");
}

TEST(SayPlace, WholePlan_HasItsWord) { EXPECT_EQ(SayPlace("plan", Language::kBulgarian), "план"); }

TEST(SayUnit, WordsOfChecks_AreSaidInTheLanguage) {
  EXPECT_EQ(SayUnit("persons", Language::kBulgarian), "души");
  EXPECT_EQ(SayUnit("days", Language::kEnglish), "days");
  EXPECT_EQ(SayUnit("percent", Language::kEnglish), "%");
  EXPECT_EQ(SayUnit("KB", Language::kBulgarian), "KB");
}

}  // namespace
}  // namespace tranche
