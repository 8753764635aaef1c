// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/words_in_common.h"

#include <gtest/gtest.h>

namespace tranche {
namespace {

TEST(PercentInCommon, CaseQuotesAndDashes_DoNotCount) {
  EXPECT_EQ(PercentInCommon("Личен асистент", "ЛИЧЕН АСИСТЕНТ"), 100);
  EXPECT_EQ(PercentInCommon("„Подкрепа за заетост“", "Подкрепа за заетост"), 100);
  EXPECT_EQ(PercentInCommon("", ""), 0);
  EXPECT_EQ(PercentInCommon("едно", "две"), 0);
}

// A word within another one is another word.
TEST(PercentInCommon, PartsOfWords_AreNothingInCommon) {
  EXPECT_EQ(PercentInCommon("Спорт", "Транспорт"), 0);
  EXPECT_EQ(PercentInCommon("Обучения", "Обучения на служители"), 50);
}

}  // namespace
}  // namespace tranche
