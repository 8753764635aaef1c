// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_check.h"

#include <gtest/gtest.h>

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {Leva(eu), Leva(national), Leva(own)};
}

// A line of 100.00 with 20.00 reserved and 10.00 spent, whose books agree.
LineBooks Sound(const std::string& code) {
  return {.kept = {.code = code,
                   .caps = Parts(85'00, 15'00, 0),
                   .reserved = Parts(17'00, 3'00, 0),
                   .spent = Parts(8'50, 1'50, 0)},
          .refused = Leva(5'00),
          .journal_cap = Parts(85'00, 15'00, 0),
          .journal_reserved = Parts(17'00, 3'00, 0),
          .journal_spent = Parts(8'50, 1'50, 0),
          .journal_refused = Leva(5'00),
          .transfers = Parts(0, 0, 0),
          .journal_transfers = Parts(0, 0, 0),
          .held = Parts(0, 0, 0)};
}

TEST(CompareBooks, SoundBooks_Agree) {
  const std::vector<LineBooks> lines = {Sound("1"), Sound("2")};
  EXPECT_TRUE(CompareBooks(Parts(170'00, 30'00, 0), lines)->empty());
}

// One changed amount after another; each is found where it stands.
TEST(CompareBooks, AnyAmountThatDiffers_IsNamedWithItsPlace) {
  struct Case {
    void (*spoil)(LineBooks& books);
    LedgerBalance balance;
    Payer payer;
  };
  const std::vector<Case> cases = {
      {[](LineBooks& b) { b.journal_cap.eu = Leva(84'99); }, LedgerBalance::kCapOfLine, Payer::kEu},
      {[](LineBooks& b) { b.journal_cap.national = Leva(0); }, LedgerBalance::kCapOfLine,
       Payer::kNational},
      {[](LineBooks& b) { b.journal_cap.own = Leva(1); }, LedgerBalance::kCapOfLine, Payer::kOwn},
      {[](LineBooks& b) { b.kept.reserved.eu = Leva(17'01); }, LedgerBalance::kReservedOnLine,
       Payer::kEu},
      {[](LineBooks& b) { b.kept.reserved.national = Leva(0); }, LedgerBalance::kReservedOnLine,
       Payer::kNational},
      {[](LineBooks& b) { b.kept.reserved.own = Leva(1); }, LedgerBalance::kReservedOnLine,
       Payer::kOwn},
      {[](LineBooks& b) { b.kept.spent.eu = Leva(0); }, LedgerBalance::kSpentOnLine, Payer::kEu},
      {[](LineBooks& b) { b.kept.spent.national = Leva(0); }, LedgerBalance::kSpentOnLine,
       Payer::kNational},
      {[](LineBooks& b) { b.kept.spent.own = Leva(1); }, LedgerBalance::kSpentOnLine, Payer::kOwn},
      {[](LineBooks& b) { b.refused = Leva(0); }, LedgerBalance::kRefusedOnLine, Payer::kAll},
      {[](LineBooks& b) { b.transfers.eu = Leva(1); }, LedgerBalance::kTransfersOfLine, Payer::kEu},
  };
  for (const Case& wrong : cases) {
    std::vector<LineBooks> lines = {Sound("1"), Sound("2")};
    wrong.spoil(lines[1]);

    const auto findings = CompareBooks(Parts(170'00, 30'00, 0), lines);

    ASSERT_EQ(findings->size(), 1u);
    EXPECT_EQ(findings->front().line, "2");
    EXPECT_EQ(findings->front().balance, wrong.balance);
    EXPECT_EQ(findings->front().payer, wrong.payer);
  }
}

TEST(CompareBooks, CapsThatDoNotAddUpToTheContract_AreNamedWithoutALine) {
  const std::vector<LineBooks> lines = {Sound("1")};

  const auto findings = CompareBooks(Parts(85'00, 15'01, 0), lines);

  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ(findings->front().line, "");
  EXPECT_EQ(findings->front().balance, LedgerBalance::kCapsOfContract);
  EXPECT_EQ(findings->front().kept, Leva(15'01));
  EXPECT_EQ(findings->front().recomputed, Leva(15'00));
}

TEST(CompareBooks, WhatARevisionHolds_CountsAsTheContracts) {
  std::vector<LineBooks> lines = {Sound("1")};
  lines[0].kept.caps = lines[0].journal_cap = Parts(80'00, 15'00, 0);
  lines[0].held = Parts(5'00, 0, 0);

  EXPECT_TRUE(CompareBooks(Parts(85'00, 15'00, 0), lines)->empty());
}

}  // namespace
}  // namespace tranche::budgets
