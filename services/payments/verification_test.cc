// SPDX-License-Identifier: EUPL-1.2
#include "payments/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments {
namespace {

using ::testing::Contains;
using ::testing::Pair;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

ThreePart Parts(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Leva(eu_minor), .national = Leva(national_minor), .own = Leva(own_minor)};
}

// A claim of the costs 1, of these parts, and 2, of 2.13 and 0.37.
Claim ClaimOf(const ThreePart& first) {
  Claim claim;
  claim.requested = *Add(first, Parts(213, 37));
  const absl::CivilDay day(2017, 12, 1);
  const ThreePart nothing = Parts(0, 0);
  claim.costs = {{"1", day, first, "1", nothing}, {"2", day, Parts(213, 37), "2", nothing}};
  return claim;
}

UnapprovedInput Of(Money total, const std::string& correction = "") {
  return {.total = total, .parts = std::nullopt, .reason = "Липсва протокол", .correction = correction};
}
UnapprovedInput OfParts(const ThreePart& parts) {
  return {.total = std::nullopt, .parts = parts, .reason = "Липсва протокол", .correction = ""};
}

VerdictInput On(const std::string& cost_id, std::optional<UnapprovedInput> unapproved,
                std::optional<UnapprovedInput> by_correction = std::nullopt) {
  return {.field = "verification.costVerifications[0]",
          .cost_id = cost_id,
          .refused = false,
          .reason = "",
          .unapproved = std::move(unapproved),
          .by_correction = std::move(by_correction)};
}

// The violations of one verdict on cost 1 of 8 500.00, 1 500.00 and 500.00: field and reason.
std::vector<std::pair<std::string, std::string>> Wrong(const VerdictInput& input) {
  const absl::Status refused = ResolveVerdicts(ClaimOf(Parts(850000, 150000, 50000)), {input}).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  std::vector<std::pair<std::string, std::string>> found;
  for (const Violation& violation : ViolationsOf(refused)) {
    found.emplace_back(violation.field, violation.reason);
  }
  return found;
}

TEST(Verdicts, Total_IsSplitInTheProportionOfTheCost) {
  const auto verdicts = ResolveVerdicts(ClaimOf(Parts(850000, 150000)), {On("1", Of(Leva(100000)))});
  ASSERT_TRUE(verdicts.ok()) << verdicts.status();
  EXPECT_EQ((*verdicts)[0].unapproved, Parts(85000, 15000));
  EXPECT_EQ((*verdicts)[0].by_correction, Parts(0, 0));
  EXPECT_EQ(*ApprovedOf(ClaimOf(Parts(850000, 150000)).costs[0], (*verdicts)[0]),
            Parts(765000, 135000));
}

TEST(Verdicts, HalfOfACent_IsTheFundsByRemainder) {
  // 2.50 of 85/15 money is 2.13 and 0.37; one cent of it is all the EU's.
  const auto verdicts =
      ResolveVerdicts(ClaimOf(Parts(850, 150)), {On("2", Of(Leva(1)), Of(Leva(1), "К-1"))});
  ASSERT_TRUE(verdicts.ok()) << verdicts.status();
  EXPECT_EQ((*verdicts)[0].unapproved, Parts(1, 0));
  EXPECT_EQ(*Add((*verdicts)[0].unapproved, (*verdicts)[0].by_correction), Parts(2, 0));
}

TEST(Verdicts, ExplicitParts_AreKeptAndTheTotalTakesTheRest) {
  const auto verdicts =
      ResolveVerdicts(ClaimOf(Parts(850, 150)), {On("1", Of(Leva(150)), OfParts(Parts(850, 0)))});
  ASSERT_TRUE(verdicts.ok()) << verdicts.status();
  EXPECT_EQ((*verdicts)[0].by_correction, Parts(850, 0));
  EXPECT_EQ((*verdicts)[0].unapproved, Parts(0, 150));
}

TEST(Verdicts, RefusedCost_HasAllOfItUnapproved) {
  VerdictInput input = On("2", std::nullopt);
  input.refused = true;
  input.reason = "Извън обхвата";
  const Claim claim = ClaimOf(Parts(850, 150));
  const auto verdicts = ResolveVerdicts(claim, {input});
  ASSERT_TRUE(verdicts.ok()) << verdicts.status();
  EXPECT_EQ((*verdicts)[0].unapproved, Parts(213, 37));
  EXPECT_TRUE(RefusesAll(claim.costs[1], (*verdicts)[0]));
}

TEST(Verdicts, AreOrderedByCost) {
  const auto verdicts =
      ResolveVerdicts(ClaimOf(Parts(850, 150)), {On("2", Of(Leva(1))), On("1", Of(Leva(1)))});
  ASSERT_TRUE(verdicts.ok());
  EXPECT_EQ((*verdicts)[0].cost_id, "1");
  EXPECT_EQ((*verdicts)[1].cost_id, "2");
}

TEST(Verdicts, WhatIsWrong_IsSaidByField) {
  using Found = std::vector<std::pair<std::string, std::string>>;
  const std::string place = "verification.costVerifications[0]";
  EXPECT_EQ(Wrong(On("1", std::nullopt)), (Found{{place + ".unapproved", "FIELD_REQUIRED"}}));
  EXPECT_EQ(Wrong(On("1", Of(Leva(0)))),
            (Found{{place + ".unapproved.total", "AMOUNT_NOT_ABOVE_ZERO"}}));
  EXPECT_EQ(
      Wrong(On("1",
               UnapprovedInput{
                   .total = std::nullopt, .parts = std::nullopt, .reason = "why", .correction = ""})),
      (Found{{place + ".unapproved.total", "FIELD_REQUIRED"}}));
  EXPECT_EQ(Wrong(On("1", Of(Money::Minor(1, Currency::kEur)))),
            (Found{{place + ".unapproved.total", "MONEY_CURRENCY_MIXED"}}));
  EXPECT_EQ(Wrong(On("1", Of(Leva(1050001)))), (Found{{place, "UNAPPROVED_ABOVE_CLAIMED"}}));
  EXPECT_EQ(Wrong(On("1", Of(Leva(1050000)), Of(Leva(1)))),
            (Found{{place, "UNAPPROVED_ABOVE_CLAIMED"}}));
  EXPECT_EQ(Wrong(On("1", OfParts(Parts(850001, 0)))),
            (Found{{place, "UNAPPROVED_PART_ABOVE_CLAIMED"}}));
  EXPECT_EQ(Wrong(On("1", OfParts(Parts(850000, 0)), OfParts(Parts(1, 0)))),
            (Found{{place, "UNAPPROVED_PART_ABOVE_CLAIMED"}}));
  EXPECT_EQ(Wrong(On("1", OfParts(Parts(-1, 2)))),
            (Found{{place + ".unapproved.total", "AMOUNT_NEGATIVE"}}));
  UnapprovedInput both = OfParts(Parts(85, 15));
  both.total = Leva(101);
  EXPECT_EQ(Wrong(On("1", both)), (Found{{place + ".unapproved.total", "UNAPPROVED_TOTAL_DIFFERS"}}));
  // Both amounts of one cost at once.
  EXPECT_EQ(Wrong(On("1", Of(Leva(0)), Of(Leva(-1)))),
            (Found{{place + ".unapproved.total", "AMOUNT_NOT_ABOVE_ZERO"},
                   {place + ".unapprovedByCorrection.total", "AMOUNT_NOT_ABOVE_ZERO"}}));
}

TEST(Verdicts, AboveTheCost_NamesBothAmounts) {
  const absl::Status refused =
      ResolveVerdicts(ClaimOf(Parts(850, 150)), {On("1", Of(Leva(1001)))}).status();
  ASSERT_FALSE(ViolationsOf(refused).empty());
  EXPECT_THAT(ViolationsOf(refused)[0].values, Contains(Pair("claimed", "10.00")));
  EXPECT_THAT(ViolationsOf(refused)[0].values, Contains(Pair("unapproved", "10.01")));
}

RC_GTEST_PROP(Verdicts, AnyTwoTotals_AddUpWithTheApprovedInEveryPart, ()) {
  const auto part = rc::gen::inRange<int64_t>(0, 40'000'000'000);
  const ThreePart claimed = Parts(*part, *part, *part);
  const int64_t total_minor = Total(claimed)->minor();
  RC_PRE(total_minor > 1);
  const int64_t unapproved_minor = *rc::gen::inRange<int64_t>(1, total_minor);
  const int64_t correction_minor = *rc::gen::inRange<int64_t>(1, total_minor - unapproved_minor + 1);
  const Claim claim = ClaimOf(claimed);

  const auto verdicts =
      ResolveVerdicts(claim, {On("1", Of(Leva(unapproved_minor)), Of(Leva(correction_minor), "К"))});

  RC_ASSERT(verdicts.ok());
  const CostVerdict& verdict = (*verdicts)[0];
  const ThreePart approved = *ApprovedOf(claim.costs[0], verdict);
  RC_ASSERT(Total(verdict.unapproved)->minor() == unapproved_minor);
  RC_ASSERT(Total(verdict.by_correction)->minor() == correction_minor);
  RC_ASSERT(*Add(*Add(approved, verdict.unapproved), verdict.by_correction) == claimed);
  for (const ThreePart& outcome : {approved, verdict.unapproved, verdict.by_correction}) {
    RC_ASSERT(!outcome.eu.IsNegative());
    RC_ASSERT(!outcome.national.IsNegative());
    RC_ASSERT(!outcome.own.IsNegative());
  }
}

}  // namespace
}  // namespace tranche::payments
