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

TEST(SayDaysLeft, IsSaidAsPeopleDo) {
  EXPECT_EQ(SayDaysLeft(79, kBg), "остават\u00a079\u00a0дни");
  EXPECT_EQ(SayDaysLeft(1, kBg), "остава\u00a01\u00a0ден");
  EXPECT_EQ(SayDaysLeft(0, kBg), "днес");
  EXPECT_EQ(SayDaysLeft(-2925, kBg), "закъснение\u00a02925\u00a0дни");
  EXPECT_EQ(SayDaysLeft(-1, kEn), "1\u00a0day\u00a0late");
  EXPECT_EQ(SayDaysLeft(2, kEn), "2\u00a0days\u00a0left");
}

TEST(SayDayOf, IsTheDayInSofia) {
  EXPECT_EQ(SayDayOf(1795298400, kBg), "22.11.2026\u00a0г.");  // 21.11.2026 22:00 UTC.
}

TEST(SayWithin, DaysAndAmountsAreSaid_TheRestStays) {
  EXPECT_EQ(SayWithin("2700.00 на месец за всеки от 22, 12 месеца.", kBg),
            "2700,00 на месец за всеки от 22, 12 месеца.");
  EXPECT_EQ(SayWithin("39792.00 / 2700.00 is no number.", kEn), "39,792.00 / 2,700.00 is no number.");
  EXPECT_EQ(SayWithin("2018-11-18 is a Sunday; on 2018-11-19.", kEn),
            "18\u00a0November\u00a02018 is a Sunday; on 19\u00a0November\u00a02018.");
  EXPECT_EQ(SayWithin("18.11.2018 г. е неделя; 1.1, 2.005-0063 и 1182/71", kBg),
            "18.11.2018 г. е неделя; 1.1, 2.005-0063 и 1182/71");
  EXPECT_EQ(SayWithin("", kBg), "");
}

}  // namespace
}  // namespace tranche::gateway
