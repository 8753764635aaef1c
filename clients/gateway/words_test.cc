// SPDX-License-Identifier: EUPL-1.2
#include "gateway/words.h"

#include <gtest/gtest.h>

#include "tranche/plans/v1/plans.pb.h"

namespace tranche::gateway {
namespace {

constexpr Language kBg = Language::kBulgarian;
constexpr Language kEn = Language::kEnglish;

TEST(SayAmount, Money_IsGroupedAsTheLanguageDoes) {
  EXPECT_EQ(SayAmount("378008.50", "BGN", kBg), "378\u00a0008,50\u00a0лв.");
  EXPECT_EQ(SayAmount("378008.50", "BGN", kEn), "BGN\u00a0378,008.50");
  EXPECT_EQ(SayAmount("1234.00", "EUR", kBg), "1234,00\u00a0€");
  EXPECT_EQ(SayAmount("1234567.89", "EUR", kEn), "EUR\u00a01,234,567.89");
  EXPECT_EQ(SayAmount("-1941.00", "BGN", kEn), "BGN\u00a0\u22121,941.00");
  EXPECT_EQ(SayAmount("0.00", "BGN", kBg), "0,00\u00a0лв.");
}

TEST(SayAmount, OtherUnits_StandBehindTheNumber) {
  EXPECT_EQ(SayAmount("45", "persons", kEn), "45\u00a0persons");
  EXPECT_EQ(SayAmount("492", "person-months", kBg), "492\u00a0човекомесеца");
}

TEST(SayAmount, NoNumber_IsShownAsItIs) {
  EXPECT_EQ(SayAmount("", "BGN", kEn), "–");
  EXPECT_EQ(SayAmount("many", "BGN", kEn), "many");
  EXPECT_EQ(SayAmount("1.", "BGN", kEn), "1.");
}

TEST(SayDate, Day_IsSaidInBothLanguages) {
  EXPECT_EQ(SayDate("2018-11-09", kBg), "09.11.2018\u00a0г.");
  EXPECT_EQ(SayDate("2018-11-09", kEn), "9\u00a0November\u00a02018");
  EXPECT_EQ(SayDate("", kEn), "–");
  EXPECT_EQ(SayDate("2013", kEn), "2013");
}

TEST(SayPeriod, OneAndMany_Differ) {
  EXPECT_EQ(SayPeriod("1 months", kBg), "1\u00a0месец");
  EXPECT_EQ(SayPeriod("18 months", kBg), "18\u00a0месеца");
  EXPECT_EQ(SayPeriod("1 months", kEn), "1\u00a0month");
  EXPECT_EQ(SayPeriod("90 days", kEn), "90\u00a0days");
  EXPECT_EQ(SayPeriod("soon", kEn), "soon");
}

TEST(SayEnum, Value_HasItsLabel) {
  EXPECT_EQ(SayEnum(plans::v1::Verdict_descriptor(), plans::v1::NOT_COMPUTABLE, kEn), "not computable");
  EXPECT_EQ(SayEnum(plans::v1::Verdict_descriptor(), plans::v1::AGREE, kBg), "съвпада");
  EXPECT_EQ(SayEnum(plans::v1::Verdict_descriptor(), 0, kBg), "–");
}

}  // namespace
}  // namespace tranche::gateway
