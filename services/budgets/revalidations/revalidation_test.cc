// SPDX-License-Identifier: EUPL-1.2
// How much of what was not approved may be put right, and by whom it is paid.
#include "budgets/revalidations/revalidation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {.eu = Leva(eu), .national = Leva(national), .own = Leva(own)};
}
const ThreePart kNothing = Parts(0, 0, 0);

// Field and reason of each fault.
std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> faults;
  for (const Violation& fault : ViolationsOf(status))
    faults.push_back(fault.field + " " + fault.reason);
  return faults;
}

TEST(DecideRevalidation, AllThatWasNotApproved_IsPaidByWhoWouldHavePaidIt) {
  const auto decided = DecideRevalidation("7", {Parts(60'00, 10'00, 5'00), Parts(8'50, 1'50, 0)},
                                          {kNothing, kNothing}, {Leva(75'00), Leva(10'00)});
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->unapproved, Parts(60'00, 10'00, 5'00));
  EXPECT_EQ(decided->by_correction, Parts(8'50, 1'50, 0));
}

TEST(DecideRevalidation, OwnPartAloneNotApproved_NoGrantIsGivenBack) {
  const auto decided = DecideRevalidation("7", {Parts(0, 0, 40'00), kNothing}, {kNothing, kNothing},
                                          {.unapproved = Leva(15'00)});
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->unapproved, Parts(0, 0, 15'00));
  EXPECT_EQ(decided->by_correction, kNothing);
}

TEST(DecideRevalidation, MoreThanIsLeft_IsRefusedWithWhatIsLeft) {
  const auto decided =
      DecideRevalidation("7", {Parts(85'00, 15'00, 0), kNothing}, {Parts(51'00, 9'00, 0), kNothing},
                         {.unapproved = Leva(40'01)});
  EXPECT_EQ(ReasonOf(decided.status()), "REVALIDATION_ABOVE_REFUSED");
  const ErrorValues values = ViolationsOf(decided.status()).at(0).values;
  EXPECT_THAT(values, ::testing::Contains(::testing::Pair("left", "40.00")));
  EXPECT_THAT(values, ::testing::Contains(::testing::Pair("asked", "40.01")));
}

TEST(DecideRevalidation, EveryFault_IsToldAtOnceWithItsField) {
  const NotApproved refused{Parts(85'00, 15'00, 0), Parts(8'50, 1'50, 0)};
  const NotApproved none{kNothing, kNothing};
  EXPECT_THAT(FaultsOf(DecideRevalidation("7", refused, none, {}).status()),
              ElementsAre("amounts.unapproved FIELD_REQUIRED"));
  EXPECT_THAT(
      FaultsOf(
          DecideRevalidation("7", refused, none, {Leva(0), Money::Minor(1, Currency::kEur)}).status()),
      ElementsAre("amounts.unapproved AMOUNT_NOT_ABOVE_ZERO",
                  "amounts.unapprovedByCorrection MONEY_CURRENCY_MIXED"));
}

TEST(DecideRevalidation, GivenByConversionACentMoreThanAPart_LeavesTheRest) {
  // Of 0.50 + 0.50 refused, 0.51 + 0.48 was given in lev and converted one by one.
  const auto decided = DecideRevalidation("7", {Parts(50, 50, 0), kNothing},
                                          {Parts(51, 48, 0), kNothing}, {.unapproved = Leva(1)});
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->unapproved, Parts(0, 1, 0));
}

// BUD-11 over random refusals and random pieces of them.
TEST(DecideRevalidation, ManyPieces_EndWithExactlyWhatWasNotApproved) {
  std::mt19937 random(20181);
  const auto below = [&](int64_t limit) { return static_cast<int64_t>(random() % limit); };
  for (int run = 0; run < 2000; ++run) {
    const ThreePart refused = Parts(below(9'000), below(3'000), below(2'000) + 1);
    ThreePart given = kNothing;
    int64_t left = Total(refused)->minor();
    while (left > 0) {
      const int64_t asked = 1 + below(left);
      const auto decided =
          DecideRevalidation("7", {refused, kNothing}, {given, kNothing}, {.unapproved = Leva(asked)});
      ASSERT_TRUE(decided.ok()) << run << " " << decided.status();
      EXPECT_EQ(Total(decided->unapproved)->minor(), asked);
      given = *Add(given, decided->unapproved);
      EXPECT_LE(given.eu.minor(), refused.eu.minor());
      EXPECT_LE(given.national.minor(), refused.national.minor());
      EXPECT_LE(given.own.minor(), refused.own.minor());
      left -= asked;
    }
    EXPECT_EQ(given, refused) << run;
    EXPECT_EQ(ReasonOf(DecideRevalidation("7", {refused, kNothing}, {given, kNothing},
                                          {.unapproved = Leva(1)})
                           .status()),
              "REVALIDATION_ABOVE_REFUSED");
  }
}

TEST(CheckCorrectionRoom, GrantWithinWhatTheCorrectionWasLoweredBy_Passes) {
  EXPECT_TRUE(CheckCorrectionRoom("3", Leva(50'00), Leva(20'00), Parts(25'50, 4'50, 9'00)).ok());
}

TEST(CheckCorrectionRoom, ACentMore_IsRefusedWithWhatIsLeft) {
  const absl::Status refused =
      CheckCorrectionRoom("3", Leva(50'00), Leva(20'00), Parts(25'50, 4'51, 0));
  EXPECT_EQ(ReasonOf(refused), "REVALIDATION_CORRECTION_STANDS");
  EXPECT_THAT(ValuesOf(refused), ::testing::Contains(::testing::Pair("left", "30.00")));
}

TEST(CheckCorrectionRoom, CorrectionRaisedAgainSince_LeavesNothing) {
  EXPECT_THAT(ValuesOf(CheckCorrectionRoom("3", Leva(10'00), Leva(20'00), Parts(1, 0, 0))),
              ::testing::Contains(::testing::Pair("left", "0.00")));
}

TEST(BackToCorrection, NoPartIsMoreThanTheCostCountsFor) {
  EXPECT_EQ(BackToCorrection(Parts(43'46, 7'67, 0), Parts(43'45, 7'68, 0)), Parts(43'45, 7'67, 0));
}

}  // namespace
}  // namespace tranche::budgets
