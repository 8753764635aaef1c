// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/revision.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {Leva(eu), Leva(national), Leva(own)};
}

BudgetLine LineOf(const std::string& code, const ThreePart& caps, const ThreePart& reserved,
                  const ThreePart& spent) {
  return {.code = code, .caps = caps, .reserved = reserved, .spent = spent};
}

// Every pair of state and event.
TEST(RevisionStates, OnlyAPreparedOne_Ends) {
  using S = RevisionState;
  using E = RevisionEvent;
  EXPECT_EQ(Next(S::kPrepared, E::kVersionInForce), S::kApplied);
  EXPECT_EQ(Next(S::kPrepared, E::kVersionWithdrawn), S::kReleased);
  for (const S state : {S::kApplied, S::kReleased}) {
    for (const E event : {E::kVersionInForce, E::kVersionWithdrawn}) {
      EXPECT_EQ(Next(state, event), std::nullopt);
    }
  }
}

TEST(DecideRevision, UnusedBudget_IsAllottedAsANewOne) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(60'00, 10'00, 0), Parts(0, 0, 0), Parts(0, 0, 0)),
      LineOf("2", Parts(25'00, 5'00, 0), Parts(0, 0, 0), Parts(0, 0, 0))};
  const ThreePart amount = Parts(170'00, 30'00, 0);

  const auto caps = DecideRevision(amount, lines, {{"1", Leva(120'00)}, {"2", Leva(80'00)}});

  ASSERT_TRUE(caps.ok()) << caps.status();
  EXPECT_EQ(*caps, *AllotCaps(amount, {Leva(120'00), Leva(80'00)}));
}

TEST(DecideRevision, WhatIsUsed_StaysAndTheRestIsAllotted) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(85'00, 15'00, 0), Parts(10'00, 0, 0), Parts(30'00, 10'00, 0)),
      LineOf("2", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(0, 0, 0))};

  const auto caps =
      DecideRevision(Parts(170'00, 30'00, 0), lines, {{"1", Leva(50'00)}, {"2", Leva(150'00)}});

  ASSERT_TRUE(caps.ok()) << caps.status();
  EXPECT_EQ((*caps)[0], Parts(40'00, 10'00, 0));
  EXPECT_EQ((*caps)[1], Parts(130'00, 20'00, 0));
}

TEST(DecideRevision, LineThatIsNotNamed_KeepsItsTotal) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(0, 0, 0)),
      LineOf("2", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(0, 0, 0))};

  const auto caps = DecideRevision(Parts(127'50, 22'50, 0), lines, {{"2", Leva(50'00)}});

  ASSERT_TRUE(caps.ok()) << caps.status();
  EXPECT_EQ(*Total((*caps)[0]), Leva(100'00));
}

TEST(DecideRevision, LinesBelowWhatIsUsed_AreAllNamed) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(50'00, 0, 0)),
      LineOf("2", Parts(85'00, 15'00, 0), Parts(20'00, 0, 0), Parts(0, 0, 0)),
      LineOf("3", Parts(0, 0, 0), Parts(0, 0, 0), Parts(0, 0, 0))};

  const auto caps = DecideRevision(Parts(170'00, 30'00, 0), lines,
                                   {{"1", Leva(49'99)}, {"2", Leva(19'99)}, {"3", Leva(130'02)}});

  EXPECT_EQ(ReasonOf(caps.status()), "INVALID_REQUEST");
  const auto violations = ViolationsOf(caps.status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].reason, "REVISION_BELOW_USED");
  EXPECT_EQ(violations[1].field, "lines.2");
}

TEST(DecideRevision, SumsThatDiffer_AreRefusedWithBoth) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(10'00, 0, 0))};

  const auto caps = DecideRevision(Parts(85'00, 15'00, 0), lines, {{"1", Leva(99'99)}});

  EXPECT_EQ(ReasonOf(caps.status()), "BUDGET_DOES_NOT_ADD_UP");
  EXPECT_EQ(ValuesOf(caps.status()),
            (ErrorValues{{"currency", "BGN"}, {"sum", "99.99"}, {"total", "100.00"}}));
}

TEST(DecideRevision, PartOfTheContractBelowWhatIsUsedOfIt_IsRefused) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(80'00, 0, 0))};

  const auto caps = DecideRevision(Parts(79'99, 20'01, 0), lines, {{"1", Leva(100'00)}});

  EXPECT_EQ(ReasonOf(caps.status()), "REVISION_PART_BELOW_USED");
}

TEST(DecideRevision, AnotherCurrency_IsRefused) {
  const std::vector<BudgetLine> lines = {
      LineOf("1", Parts(85'00, 15'00, 0), Parts(0, 0, 0), Parts(0, 0, 0))};
  const ThreePart euro = ZeroParts(Currency::kEur);

  EXPECT_EQ(ReasonOf(DecideRevision(euro, lines, {}).status()), "REVISION_CURRENCY");
}

// INV-09 and INV-01 for any budget, use and new totals that can be.
RC_GTEST_PROP(DecideRevision, AnyRevisionThatAddsUp_KeepsPartsAndWhatIsUsed, ()) {
  const int count = *rc::gen::inRange(1, 6);
  const auto part = rc::gen::inRange<int64_t>(0, 50'000);
  std::vector<BudgetLine> lines;
  std::map<std::string, Money> totals;
  ThreePart used = Parts(0, 0, 0);
  int64_t more_minor = 0;
  for (int i = 0; i < count; ++i) {
    const ThreePart spent = Parts(*part, *part, *part);
    lines.push_back(LineOf(std::to_string(i + 1), spent, Parts(0, 0, 0), spent));
    used = *Add(used, spent);
    const int64_t more = *part;
    totals[lines.back().code] = Leva(Total(spent)->minor() + more);
    more_minor += more;
  }
  const int64_t eu = *rc::gen::inRange<int64_t>(0, more_minor + 1);
  const int64_t national = *rc::gen::inRange<int64_t>(0, more_minor - eu + 1);
  const ThreePart amount = *Add(used, Parts(eu, national, more_minor - eu - national));

  const auto caps = DecideRevision(amount, lines, totals);

  RC_ASSERT(caps.ok());
  ThreePart sum = Parts(0, 0, 0);
  for (std::size_t i = 0; i < caps->size(); ++i) {
    sum = *Add(sum, (*caps)[i]);
    RC_ASSERT(*Total((*caps)[i]) == totals[lines[i].code]);
    const ThreePart left = *Subtract((*caps)[i], lines[i].spent);
    RC_ASSERT(!left.eu.IsNegative() && !left.national.IsNegative() && !left.own.IsNegative());
  }
  RC_ASSERT(sum == amount);
}

}  // namespace
}  // namespace tranche::budgets
