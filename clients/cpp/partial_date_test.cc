// SPDX-License-Identifier: EUPL-1.2
#include "cpp/partial_date.h"

#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/str_cat.h"

namespace tranche::client {
namespace {

using common::v1::PartialDate;
using common::v1::PartialPeriod;

constexpr Language kBg = Language::kBulgarian;
constexpr Language kEn = Language::kEnglish;

std::string SayDay(absl::string_view iso, Language language) {
  return absl::StrCat(iso, language == kBg ? " bg" : " en");
}

PartialDate Date(int year, int month, int day, const std::string& as_written = "") {
  PartialDate date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  date.set_as_written(as_written);
  return date;
}

TEST(SayPartialDate, WholeDay_IsSaidAsTheClientSaysDays) {
  EXPECT_EQ(SayPartialDate(Date(2016, 8, 12), kBg, SayDay), "2016-08-12 bg");
  EXPECT_EQ(SayPartialDate(Date(2016, 8, 12, "12 август 2016 г."), kEn, SayDay), "2016-08-12 en");
}

TEST(SayPartialDate, PartWithWords_IsSaidInThem) {
  EXPECT_EQ(SayPartialDate(Date(2016, 8, 0, "август 2016 г."), kEn, SayDay), "август 2016 г.");
  EXPECT_EQ(SayPartialDate(Date(0, 4, 18, "18-ти април"), kBg, SayDay), "18-ти април");
}

TEST(SayPartialDate, PartWithYear_IsSaidInNumbers) {
  EXPECT_EQ(SayPartialDate(Date(2016, 8, 0), kBg, SayDay), "08.2016");
  EXPECT_EQ(SayPartialDate(Date(2016, 0, 0), kEn, SayDay), "2016");
}

TEST(SayPartialDate, PartWithoutYear_HasNoYear) {
  EXPECT_EQ(SayPartialDate(Date(0, 4, 18), kBg, SayDay), "18.04");
  EXPECT_EQ(SayPartialDate(Date(0, 4, 18), kEn, SayDay), "18.04");
  EXPECT_EQ(SayPartialDate(Date(0, 4, 0), kBg, SayDay), "април");
  EXPECT_EQ(SayPartialDate(Date(0, 12, 0), kEn, SayDay), "December");
}

TEST(SayPartialDate, Nothing_IsBlank) {
  EXPECT_EQ(SayPartialDate(PartialDate(), kBg, SayDay), "(празно)");
  EXPECT_EQ(SayPartialDate(PartialDate(), kEn, SayDay), "(blank)");
}

TEST(IsBlank, PartOrWords_AreNot) {
  EXPECT_TRUE(IsBlank(PartialDate()));
  EXPECT_FALSE(IsBlank(Date(2016, 0, 0)));
  EXPECT_FALSE(IsBlank(Date(0, 4, 0)));
  EXPECT_FALSE(IsBlank(Date(0, 0, 0, "през лятото")));
}

TEST(SayPartialPeriod, Words_StandBeforeEnds) {
  PartialPeriod period;
  period.set_as_written("2013-2014 г.");
  *period.mutable_from() = Date(2013, 0, 0);
  EXPECT_EQ(SayPartialPeriod(period, kBg, SayDay), "2013-2014 г.");
}

TEST(SayPartialPeriod, Ends_AreSaidAsFarAsKnown) {
  PartialPeriod period;
  EXPECT_EQ(SayPartialPeriod(period, kBg, SayDay), "");
  *period.mutable_from() = Date(2016, 8, 12);
  EXPECT_EQ(SayPartialPeriod(period, kEn, SayDay), "2016-08-12 en – (blank)");
  *period.mutable_to() = Date(2018, 0, 0);
  EXPECT_EQ(SayPartialPeriod(period, kBg, SayDay), "2016-08-12 bg – 2018");
}

TEST(ReadPartialDate, HowPeopleTypeDates_IsReadAsFarAsItGoes) {
  struct Case {
    const char* typed;
    int year, month, day;
  };
  for (const Case& each : {Case{"2018-10-18", 2018, 10, 18}, Case{"18.10.2018", 2018, 10, 18},
                           Case{"8.4.2017 г.", 2017, 4, 8}, Case{"10.2018", 2018, 10, 0},
                           Case{"2018-10", 2018, 10, 0}, Case{"2018", 2018, 0, 0},
                           Case{"2018 г.", 2018, 0, 0}, Case{"--02-29", 0, 2, 29}, Case{"", 0, 0, 0}}) {
    const std::optional<PartialDate> read = ReadPartialDate(each.typed);
    ASSERT_TRUE(read.has_value()) << each.typed;
    EXPECT_EQ(read->year(), each.year) << each.typed;
    EXPECT_EQ(read->month(), each.month) << each.typed;
    EXPECT_EQ(read->day(), each.day) << each.typed;
    EXPECT_EQ(read->as_written(), each.typed);
  }
}

TEST(ReadPartialDate, WhatIsNoDate_IsNone) {
  for (const char* typed : {"вчера", "18.10.18", "30.02.2018", "2018-13", "13.2018", "0.10.2018",
                            "2018-10-18-1", "--13-01", "+1.10.2018", "20188", "--10", ".10.2018"}) {
    EXPECT_EQ(ReadPartialDate(typed), std::nullopt) << typed;
  }
}

}  // namespace
}  // namespace tranche::client
