// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/person_number.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace tranche::payments::participants {
namespace {

TEST(Egn, TellsTheDayOfBirthInThreeCenturies) {
  EXPECT_EQ(BirthOfEgn("7523169263"), absl::CivilDay(1875, 3, 16));
  EXPECT_EQ(BirthOfEgn("8001010008"), absl::CivilDay(1980, 1, 1));
  EXPECT_EQ(BirthOfEgn("0041010002"), absl::CivilDay(2000, 1, 1));
}

TEST(Egn, MalformedOrOfADayThatDoesNotExist_IsNone) {
  EXPECT_EQ(BirthOfEgn("8001010007"), std::nullopt);  // Check digit.
  EXPECT_EQ(BirthOfEgn("800101000"), std::nullopt);   // Nine digits.
  EXPECT_EQ(BirthOfEgn("80010100O8"), std::nullopt);  // A letter.
  EXPECT_EQ(BirthOfEgn("8013010000"), std::nullopt);  // A thirteenth month.
  EXPECT_EQ(BirthOfEgn("0000000000"), std::nullopt);  // Its check digit is right.
  EXPECT_EQ(BirthOfEgn(""), std::nullopt);
}

RC_GTEST_PROP(EgnProperty, OneOtherDigit_IsSeen, ()) {
  std::string egn = "8001010008";
  const int place = *rc::gen::inRange(0, 9);
  const char digit = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  RC_PRE(egn[place] != digit);
  egn[place] = digit;
  RC_ASSERT(BirthOfEgn(egn) == std::nullopt);
}

TEST(OtherNumbers, AreCheckedByTheirShape) {
  EXPECT_TRUE(MayBeLnch("1234567890"));
  EXPECT_FALSE(MayBeLnch("123456789"));
  EXPECT_FALSE(MayBeLnch("12345678 0"));
  EXPECT_TRUE(MayBeDocumentNumber("AB 12-345"));
  EXPECT_TRUE(MayBeDocumentNumber("Паспорт12"));
  EXPECT_FALSE(MayBeDocumentNumber(""));
  EXPECT_FALSE(MayBeDocumentNumber("1; drop"));
  EXPECT_TRUE(MayBeDocumentNumber(std::string(40, '7')));
  EXPECT_FALSE(MayBeDocumentNumber(std::string(41, '7')));
}

TEST(Mask, ShowsTheLastTwoOfALongNumberAndNothingOfAShortOne) {
  EXPECT_EQ(Mask("7523169263"), "********63");
  EXPECT_EQ(Mask("АБВГДЕ"), "****ДЕ");
  EXPECT_EQ(Mask("1234"), "****");
  EXPECT_EQ(Mask(""), "");
}

TEST(Initials, AreTheFirstLetters) {
  EXPECT_EQ(Initials("Иван", "Петров", "Ганев"), "И. П. Г.");
  EXPECT_EQ(Initials("Ana", "", "Öz"), "A. Ö.");
  EXPECT_EQ(Initials("", "", ""), "");
}

}  // namespace
}  // namespace tranche::payments::participants
