// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/typed.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"

namespace tranche {
namespace {

// "378008.50 BGN", or the reason of the refusal.
std::string Amount(absl::string_view text) {
  const auto amount = ReadTypedMoney(text, Currency::kBgn);
  if (!amount.ok()) return ReasonOf(amount.status());
  return absl::StrCat(FormatAmount(*amount), " ", CurrencyCode(amount->currency()));
}

std::string Day(absl::string_view text) {
  const auto day = ReadTypedDay(text);
  return day.ok() ? FormatDay(*day) : ReasonOf(day.status());
}

TEST(ReadTypedMoney, WaysOfBulgarianTables_GiveOneAmount) {
  for (const char* text :
       {"378 008,50 лв.", "378008.50", "378\u00A0008,50", "378\u202F008,50 лв", "378008,5 лева",
        "378.008,50", "378,008.50", " 378008,50 BGN ", "378 008.50", "378 008,50 ЛВ."}) {
    EXPECT_EQ(Amount(text), "378008.50 BGN") << text;
  }
}

TEST(ReadTypedMoney, EuroInTheText_GoesBeforeTheCurrencyOfTheTable) {
  for (const char* text : {"€ 99,90", "99,90 €", "99.90 EUR", "99,90евро", "EUR 99,90"}) {
    EXPECT_EQ(Amount(text), "99.90 EUR") << text;
  }
}

TEST(ReadTypedMoney, Minus_IsTakenInFrontOnly) {
  EXPECT_EQ(Amount("-12,00"), "-12.00 BGN");
  EXPECT_EQ(Amount("\u2212 12,00 лв."), "-12.00 BGN");
  EXPECT_EQ(Amount("€ -12,00"), "-12.00 EUR");
  EXPECT_EQ(Amount("12,00-"), "MONEY_MALFORMED");
  EXPECT_EQ(Amount("--12,00"), "MONEY_MALFORMED");
}

TEST(ReadTypedMoney, WhatHasTwoReadingsOrNone_IsRefused) {
  for (const char* text : {"", "лв.", "1.234", "1,234", "12.34.56", "1.23,45", "12,345", "1 23,45",
                           "дванадесет", "12,3,4", "1.2345,00", "0x10", "1e5"}) {
    EXPECT_EQ(Amount(text), "MONEY_MALFORMED") << text;
  }
  EXPECT_EQ(Amount("99999999999999999999"), "MONEY_OUT_OF_RANGE");
}

TEST(ReadTypedDay, WaysOfBulgarianTables_GiveOneDay) {
  for (const char* text :
       {"2017-10-05", "05.10.2017", "5.10.2017 г.", "05/10/2017", "05-10-2017", "5.10.17",
        "05.10.2017г.", "2017/10/05", "2017.10.5", " 05.10.2017\u00A0г. "}) {
    EXPECT_EQ(Day(text), "2017-10-05") << text;
  }
  EXPECT_EQ(Day("31.12.99"), "1999-12-31");
}

TEST(ReadTypedDay, WhatIsNoDay_IsRefused) {
  EXPECT_EQ(Day("31.02.2018"), "DATE_NOT_IN_CALENDAR");
  for (const char* text :
       {"", "октомври", "10.2017", "1.2.3.4", "2017-10", "1.1.017", "a.b.2017", "+1.1.2017"}) {
    EXPECT_EQ(Day(text), "DATE_MALFORMED") << text;
  }
}

RC_GTEST_PROP(ReadTypedMoney, EveryAmount_IsReadBackAsItIsWritten, ()) {
  const auto minor = *rc::gen::inRange<int64_t>(-999'999'999'999, 999'999'999'999);
  const Money amount = Money::Minor(minor, Currency::kBgn);
  const auto read = ReadTypedMoney(absl::StrCat(FormatAmount(amount), " лв."), Currency::kEur);
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == amount);
}

RC_GTEST_PROP(ReadTypedMoney, AnyText_IsReadOrRefusedWithItsText, (const std::string& text)) {
  const auto read = ReadTypedMoney(text, Currency::kBgn);
  if (!read.ok())
    RC_ASSERT(ReasonOf(read.status()) == "MONEY_MALFORMED" ||
              ReasonOf(read.status()) == "MONEY_OUT_OF_RANGE");
}

}  // namespace
}  // namespace tranche
