// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/first_characters.h"

#include <gtest/gtest.h>

namespace tranche {
namespace {

TEST(FirstCharacters, OfTwoAndOneByte_AreCountedAlike) {
  EXPECT_EQ(FirstCharacters("Иван Ivanov", 3), "Ива");
  EXPECT_EQ(FirstCharacters("Иван Ivanov", 6), "Иван I");
}

TEST(FirstCharacters, ShorterTextOrNone_IsTakenWhole) {
  EXPECT_EQ(FirstCharacters("Ив", 3), "Ив");
  EXPECT_EQ(FirstCharacters("", 3), "");
  EXPECT_EQ(FirstCharacters("Иван", 0), "");
}

// Half a character at the end, as a cut text may have it, is no reason to read beyond it.
TEST(FirstCharacters, BrokenEnd_IsTakenAsItIs) { EXPECT_EQ(FirstCharacters("а\xD0", 5), "а\xD0"); }

}  // namespace
}  // namespace tranche
