// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/transfer.h"

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

// Nothing of it is used.
TransferLine LineOf(const std::string& code, const ThreePart& caps) {
  return {.line = {.code = code, .caps = caps, .reserved = Parts(0, 0, 0), .spent = Parts(0, 0, 0)},
          .expense_type = "staff",
          .given = Leva(0),
          .received = Leva(0)};
}

// A tenth of the line that gives, all transfers together.
TransferRule TenPercent() {
  return {.limit_percent = "10",
          .base = TransferBase::kGivingLine,
          .cumulative = true,
          .forbidden_giving = {},
          .forbidden_receiving = {"indirect"},
          .legal_source = "общи условия",
          .verified = false};
}

TransferRule Unlimited() {
  TransferRule rule = TenPercent();
  rule.limit_percent = "100";
  return rule;
}

TEST(DecideTransfer, WithinTheLimit_MovesThePartsOfACost) {
  const auto decided = DecideTransfer(LineOf("1", Parts(850'00, 150'00, 0)),
                                      LineOf("2", Parts(85'00, 15'00, 0)), Leva(100'00), TenPercent());

  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->parts, Parts(85'00, 15'00, 0));
  EXPECT_EQ(decided->giver.caps, Parts(765'00, 135'00, 0));
  EXPECT_EQ(decided->receiver.caps, Parts(170'00, 30'00, 0));
  EXPECT_EQ(decided->limit, Leva(100'00));
}

TEST(DecideTransfer, OneCentAboveTheLimit_IsRefusedWithWhatItTakes) {
  const auto decided = DecideTransfer(LineOf("1", Parts(850'00, 150'00, 0)),
                                      LineOf("2", Parts(85'00, 15'00, 0)), Leva(100'01), TenPercent());

  EXPECT_EQ(ReasonOf(decided.status()), "TRANSFER_ABOVE_LIMIT");
  EXPECT_EQ(ValuesOf(decided.status()),
            (ErrorValues{{"asked", "100.01"},
                         {"currency", "BGN"},
                         {"limit", "100.00"},
                         {"line", "1"},
                         {"moved", "0.00"},
                         {"percent", "10"},
                         {"source", "общи условия (непроверено / unverified)"}}));
}

TEST(DecideTransfer, CumulativeRule_CountsWhatWasGivenBefore) {
  TransferLine giver = LineOf("1", Parts(790'50, 139'50, 0));  // 1000.00 before it gave 70.00.
  giver.given = Leva(70'00);

  EXPECT_EQ(DecideTransfer(giver, LineOf("2", Parts(0, 0, 0)), Leva(30'00), TenPercent())->limit,
            Leva(100'00));
  EXPECT_EQ(
      ReasonOf(DecideTransfer(giver, LineOf("2", Parts(0, 0, 0)), Leva(30'01), TenPercent()).status()),
      "TRANSFER_ABOVE_LIMIT");
}

TEST(DecideTransfer, RuleOfEachByItself_ForgetsWhatWasGivenBefore) {
  TransferLine giver = LineOf("1", Parts(790'50, 139'50, 0));
  giver.given = Leva(70'00);
  TransferRule rule = TenPercent();
  rule.cumulative = false;

  EXPECT_TRUE(DecideTransfer(giver, LineOf("2", Parts(0, 0, 0)), Leva(100'00), rule).ok());
}

TEST(DecideTransfer, ReceivingLineAsBase_LimitsByItsCapWithoutTransfers) {
  TransferLine receiver = LineOf("2", Parts(93'50, 16'50, 0));  // 100.00 before it received 10.00.
  receiver.received = Leva(10'00);
  TransferRule rule = TenPercent();
  rule.base = TransferBase::kReceivingLine;

  const auto decided = DecideTransfer(LineOf("1", Parts(850'00, 150'00, 0)), receiver, Leva(1), rule);

  EXPECT_EQ(ReasonOf(decided.status()), "TRANSFER_ABOVE_LIMIT");  // 10.00 of 10.00 is moved already.
  rule.cumulative = false;
  EXPECT_EQ(
      DecideTransfer(LineOf("1", Parts(850'00, 150'00, 0)), receiver, Leva(10'00), rule)->base_line,
      "2");
}

TEST(DecideTransfer, PercentWithPlaces_IsRoundedDownToTheCent) {
  TransferRule rule = TenPercent();
  rule.limit_percent = "12.5";

  EXPECT_EQ(
      DecideTransfer(LineOf("1", Parts(3'33, 0, 0)), LineOf("2", Parts(0, 0, 0)), Leva(1), rule)->limit,
      Leva(41));  // 0.41625.
}

TEST(DecideTransfer, ForbiddenExpenseType_IsRefused) {
  TransferLine indirect = LineOf("9", Parts(100'00, 0, 0));
  indirect.expense_type = "indirect";
  const TransferLine staff = LineOf("1", Parts(850'00, 150'00, 0));

  const absl::Status refused = DecideTransfer(staff, indirect, Leva(1), TenPercent()).status();
  EXPECT_EQ(ReasonOf(refused), "TRANSFER_FORBIDDEN");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"expense_type", "indirect"},
                                            {"line", "9"},
                                            {"source", "общи условия (непроверено / unverified)"}}));
  EXPECT_TRUE(DecideTransfer(indirect, staff, Leva(1), TenPercent()).ok());
}

TEST(DecideTransfer, WhatIsUsed_StaysOnTheLine) {
  TransferLine giver = LineOf("1", Parts(85'00, 15'00, 0));
  giver.line.reserved = Parts(40'00, 10'00, 0);
  giver.line.spent = Parts(8'50, 1'50, 0);
  const TransferLine receiver = LineOf("2", Parts(0, 0, 0));

  EXPECT_EQ(ReasonOf(DecideTransfer(giver, receiver, Leva(40'01), Unlimited()).status()),
            "TRANSFER_ABOVE_LEFT");
  const auto all = DecideTransfer(giver, receiver, Leva(40'00), Unlimited());
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->giver.caps, Parts(48'50, 11'50, 0));  // Exactly what is used, part by part.
}

TEST(DecideTransfer, SameLineNothingOrOtherCurrency_IsRefused) {
  const TransferLine line = LineOf("1", Parts(85'00, 15'00, 0));
  const TransferLine other = LineOf("2", Parts(0, 0, 0));

  EXPECT_EQ(ReasonOf(DecideTransfer(line, line, Leva(1), Unlimited()).status()), "TRANSFER_SAME_LINE");
  EXPECT_EQ(ReasonOf(DecideTransfer(line, other, Leva(0), Unlimited()).status()),
            "TRANSFER_NOT_POSITIVE");
  EXPECT_EQ(ReasonOf(DecideTransfer(line, other, Leva(-1), Unlimited()).status()),
            "TRANSFER_NOT_POSITIVE");
  EXPECT_EQ(
      ReasonOf(DecideTransfer(line, other, Money::Minor(1, Currency::kEur), Unlimited()).status()),
      "MONEY_CURRENCY_MIXED");
}

TEST(CheckTransferDay, OnlyDaysOfTheContract_AreTaken) {
  const absl::CivilDay starts(2017, 4, 18);
  const absl::CivilDay ends(2018, 10, 18);

  EXPECT_TRUE(CheckTransferDay(starts, starts, ends, absl::nullopt).ok());
  EXPECT_TRUE(CheckTransferDay(ends, starts, ends, absl::nullopt).ok());
  EXPECT_EQ(ReasonOf(CheckTransferDay(starts - 1, starts, ends, absl::nullopt)),
            "TRANSFER_OUTSIDE_CONTRACT");
  EXPECT_EQ(ReasonOf(CheckTransferDay(ends + 1, starts, ends, absl::nullopt)),
            "TRANSFER_OUTSIDE_CONTRACT");
}

TEST(CheckTransferDay, DayBeforeTheLastMove_IsRefused) {
  const absl::CivilDay starts(2017, 4, 18);
  const absl::CivilDay last(2018, 3, 1);

  EXPECT_TRUE(CheckTransferDay(last, starts, last + 90, last).ok());
  const absl::Status refused = CheckTransferDay(last - 1, starts, last + 90, last);
  EXPECT_EQ(ReasonOf(refused), "TRANSFER_BEFORE_LAST");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"day", "2018-02-28"}, {"last", "2018-03-01"}}));
}

// INV-09 and INV-01 for any lines, uses and amounts.
RC_GTEST_PROP(DecideTransfer, AnyAllowedTransfer_KeepsEverySumAndWhatIsUsed, ()) {
  const auto part = rc::gen::inRange<int64_t>(0, 100'000);
  TransferLine giver = LineOf("1", Parts(*part, *part, *part));
  const auto upTo = [](Money most) { return Leva(*rc::gen::inRange<int64_t>(0, most.minor() + 1)); };
  giver.line.reserved = {upTo(giver.line.caps.eu), upTo(giver.line.caps.national),
                         upTo(giver.line.caps.own)};
  const TransferLine receiver = LineOf("2", Parts(*part, *part, *part));
  const Money left = *Total(*Left(giver.line));
  RC_PRE(!left.IsZero());
  const Money amount = Leva(*rc::gen::inRange<int64_t>(1, left.minor() + 1));

  const auto decided = DecideTransfer(giver, receiver, amount, Unlimited());

  RC_ASSERT(decided.ok());
  RC_ASSERT(*Total(decided->parts) == amount);
  RC_ASSERT(*Add(decided->giver.caps, decided->receiver.caps) ==
            *Add(giver.line.caps, receiver.line.caps));
  const ThreePart still = *Left(decided->giver);
  RC_ASSERT(!still.eu.IsNegative() && !still.national.IsNegative() && !still.own.IsNegative());
}

}  // namespace
}  // namespace tranche::budgets
