// SPDX-License-Identifier: EUPL-1.2
// Lines converted to euro: they add up to the contract and nothing exceeds its cap, whatever they were.
#include "budgets/currencies/redenomination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

#include "platform/base/error.h"
#include "platform/money/redenominate.h"

namespace tranche::budgets {
namespace {

ThreePart Leva(int64_t eu, int64_t national, int64_t own) {
  return {.eu = Money::Minor(eu, Currency::kBgn),
          .national = Money::Minor(national, Currency::kBgn),
          .own = Money::Minor(own, Currency::kBgn)};
}
ThreePart Euro(int64_t eu, int64_t national, int64_t own) {
  return {.eu = Money::Minor(eu, Currency::kEur),
          .national = Money::Minor(national, Currency::kEur),
          .own = Money::Minor(own, Currency::kEur)};
}
BudgetLine Line(const std::string& code, ThreePart caps, ThreePart reserved, ThreePart spent) {
  BudgetLine line;
  line.code = code;
  line.caps = caps;
  line.reserved = reserved;
  line.spent = spent;
  return line;
}
ThreePart SumOfCaps(const std::vector<BudgetLine>& lines, Currency currency) {
  ThreePart sum = ZeroParts(currency);
  for (const BudgetLine& line : lines) sum = *Add(sum, line.caps);
  return sum;
}

TEST(ConvertLines, LyubimetsMeasures_AddUpThoughTheirOwnConversionsDoNot) {
  const std::vector<BudgetLine> lines = {
      Line("1", Leva(244'440'00, 0, 0), Leva(0, 0, 0), Leva(0, 0, 0)),
      Line("2", Leva(39'792'00, 0, 0), Leva(0, 0, 0), Leva(0, 0, 0)),
      Line("3", Leva(163'520'00, 0, 0), Leva(0, 0, 0), Leva(0, 0, 0)),
      Line("4", Leva(91'200'00, 0, 0), Leva(0, 0, 0), Leva(0, 0, 0))};
  const ThreePart contract = *ConvertParts(Leva(538'952'00, 0, 0));

  const std::vector<BudgetLine> converted = *ConvertLines(contract, lines);

  EXPECT_EQ(contract, Euro(275'561'78, 0, 0));
  EXPECT_EQ(SumOfCaps(converted, Currency::kEur), contract);
  std::vector<FigureDifference> differences;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto of_line = DifferencesOf(lines[i], converted[i]);
    ASSERT_TRUE(of_line.ok());
    differences.insert(differences.end(), of_line->begin(), of_line->end());
  }
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].of, "caps.eu");
  EXPECT_EQ(differences[0].kept.minor() - differences[0].converted.minor(), -1);
}

TEST(ConvertLines, ALineThatIsUsedUp_IsUsedUpInEuro) {
  // 1.95 and 1.95 lev are 1.00 euro each, and 3.90 are 1.99: one of the lines gets less than its use.
  const std::vector<BudgetLine> lines = {Line("1", Leva(1'95, 0, 0), Leva(95, 0, 0), Leva(1'00, 0, 0)),
                                         Line("2", Leva(1'95, 0, 0), Leva(0, 0, 0), Leva(1'95, 0, 0))};

  const std::vector<BudgetLine> converted = *ConvertLines(*ConvertParts(Leva(3'90, 0, 0)), lines);

  EXPECT_EQ(SumOfCaps(converted, Currency::kEur), Euro(1'99, 0, 0));
  for (const BudgetLine& line : converted) {
    EXPECT_EQ(*Add(line.reserved, line.spent), line.caps) << line.code;
  }
}

TEST(ConvertLines, NoLines_NothingToConvert) { EXPECT_TRUE(ConvertLines(Euro(1, 0, 0), {})->empty()); }

TEST(ConvertLines, AContractWithAPartThatNoLineHas_IsRefused) {
  const std::vector<BudgetLine> lines = {Line("1", Leva(1'95, 0, 0), Leva(0, 0, 0), Leva(0, 0, 0))};

  EXPECT_EQ(ReasonOf(ConvertLines(Euro(1'00, 0, 1), lines).status()), "MONEY_ALLOCATION_INVALID");
}

// Any budget whose lines hold what they may.
std::vector<BudgetLine> AnyLines() {
  const auto count = *rc::gen::inRange(1, 12);
  std::vector<BudgetLine> lines;
  const auto part = [](Money ThreePart::*which, BudgetLine* line) {
    const int64_t cap =
        *rc::gen::weightedOneOf<int64_t>({{1, rc::gen::just<int64_t>(0)},
                                          {3, rc::gen::inRange<int64_t>(0, 400)},
                                          {3, rc::gen::inRange<int64_t>(0, 100'000'00)}});
    const int64_t used = *rc::gen::weightedOneOf<int64_t>(
        {{2, rc::gen::just(cap)}, {2, rc::gen::inRange<int64_t>(0, cap + 1)}});
    const int64_t spent = *rc::gen::inRange<int64_t>(0, used + 1);
    line->caps.*which = Money::Minor(cap, Currency::kBgn);
    line->spent.*which = Money::Minor(spent, Currency::kBgn);
    line->reserved.*which = Money::Minor(used - spent, Currency::kBgn);
  };
  for (int i = 0; i < count; ++i) {
    BudgetLine line = Line(std::to_string(i + 1), Leva(0, 0, 0), Leva(0, 0, 0), Leva(0, 0, 0));
    for (Money ThreePart::*which : {&ThreePart::eu, &ThreePart::national, &ThreePart::own}) {
      part(which, &line);
    }
    lines.push_back(line);
  }
  return lines;
}

RC_GTEST_PROP(ConvertLines, AnyBudget_KeepsEveryCapAndAddsUpToTheContract, ()) {
  const std::vector<BudgetLine> lines = AnyLines();
  const ThreePart contract = *ConvertParts(SumOfCaps(lines, Currency::kBgn));

  const std::vector<BudgetLine> converted = *ConvertLines(contract, lines);

  RC_ASSERT(SumOfCaps(converted, Currency::kEur) == contract);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const auto part : {&ThreePart::eu, &ThreePart::national, &ThreePart::own}) {
      const int64_t cap = (converted[i].caps.*part).minor();
      const int64_t reserved = (converted[i].reserved.*part).minor();
      const int64_t spent = (converted[i].spent.*part).minor();
      RC_ASSERT(reserved >= 0 && spent >= 0 && reserved + spent <= cap);
      // What was nothing stays nothing, or its costs could not add up to it.
      RC_ASSERT((lines[i].caps.*part).minor() > 0 || cap == 0);
      RC_ASSERT((lines[i].reserved.*part).minor() > 0 || reserved == 0);
      RC_ASSERT((lines[i].spent.*part).minor() > 0 || spent == 0);
      // No figure strays from its own conversion by more than the cents that make the lines add up.
      const Money own = *ConvertToEuro(lines[i].spent.*part, Rounding::kHalfUp);
      RC_ASSERT(std::abs(own.minor() - spent) <= 2);
    }
  }
}

}  // namespace
}  // namespace tranche::budgets
