// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/typed_value.h"

#include <gtest/gtest.h>

namespace tranche {
namespace {

bool Takes(ValueForm form, const Value& value) {
  return Normalised(form, value, {"STATE_BUDGET", "DONATION"}).has_value();
}

TEST(TypedValue, WordsFlagsAndNumbers_AreTheirOwnOnly) {
  EXPECT_TRUE(Takes(ValueForm::kWord, "DONATION"));
  EXPECT_TRUE(Takes(ValueForm::kWord, std::nullopt));
  EXPECT_FALSE(Takes(ValueForm::kWord, "donation"));
  EXPECT_TRUE(Takes(ValueForm::kFlag, "false"));
  EXPECT_FALSE(Takes(ValueForm::kFlag, "не"));
  EXPECT_FALSE(Takes(ValueForm::kFlag, std::nullopt));
  EXPECT_TRUE(Takes(ValueForm::kDecimal, "45.35"));
  EXPECT_TRUE(Takes(ValueForm::kDecimal, ""));
  for (const char* text : {"45,35", ".5", "5.", "1.2.3", "-5", "5%"}) {
    EXPECT_FALSE(Takes(ValueForm::kDecimal, text)) << text;
  }
}

TEST(TypedValue, Date_MayBeKnownInPart) {
  EXPECT_EQ(ReadDateAlone("29.07.2022 г.")->day, 29);
  EXPECT_EQ(ReadDateAlone("август 2016 г.")->month, 8);
  EXPECT_EQ(ReadDateAlone("2013 г.")->year, 2013);
  EXPECT_EQ(ReadDateAlone("2013")->year, 2013);
  EXPECT_EQ(ReadDateAlone("2013-02")->month, 2);
  EXPECT_EQ(ReadDateAlone("2013-02-14")->day, 14);
  EXPECT_TRUE(ReadDateAlone("")->blank());
  EXPECT_EQ(ReadDateAlone("29.07.2022 г.")->as_written, "29.07.2022 г.");
}

TEST(TypedValue, WhatIsNoDateAlone_IsNone) {
  for (const char* text : {"31.02.2022", "скоро", "на 29.07.2022 или по-късно", "2013-13", "20131",
                           "29.07.2022 и 30.07.2022"}) {
    EXPECT_FALSE(ReadDateAlone(text).has_value()) << text;
  }
}

TEST(TypedValue, Period_KeepsWordsThatNameNoDays_AndRefusesImpossibleOnes) {
  EXPECT_TRUE(Takes(ValueForm::kPeriod, "2013-2014 г."));
  EXPECT_TRUE(Takes(ValueForm::kPeriod, "постоянен"));
  EXPECT_TRUE(Takes(ValueForm::kPeriod, std::nullopt));
  EXPECT_FALSE(Takes(ValueForm::kPeriod, "  "));
  EXPECT_FALSE(Takes(ValueForm::kPeriod, "от 01.03.2018 до 31.08.2017 г."));
}

}  // namespace
}  // namespace tranche
