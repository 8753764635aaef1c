// SPDX-License-Identifier: EUPL-1.2
#include "payments/closing/closing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace tranche::payments::closing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ThreePart Leva(int64_t eu_minor, int64_t national_minor) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Zero(Currency::kBgn)};
}

recoveries::Parts Parts(int64_t eu_minor, int64_t national_minor) {
  return {Money::Minor(eu_minor, Currency::kBgn), Money::Minor(national_minor, Currency::kBgn)};
}

// An accepted claim that was paid in full.
Claim Paid(int sequence, ClaimKind kind) {
  Claim claim;
  claim.sequence = sequence;
  claim.kind = kind;
  claim.state = ClaimState::kAccepted;
  claim.requested = claim.paid = Leva(850, 150);
  claim.payable = claim.approved = claim.requested;
  claim.decision.emplace();
  claim.decision->decided_on = absl::CivilDay(2018, 3, 1);
  return claim;
}

// A contract of which everything is settled.
Books Settled() {
  Books books;
  books.contract.id = "BG05M9OP001-2.005-0063-C01";
  books.contract.amount = Leva(85000, 15000);
  books.claims = {Paid(1, ClaimKind::kInterim), Paid(2, ClaimKind::kFinal)};
  return books;
}

DebtBalance Debt(int64_t owed_minor) {
  DebtBalance found;
  found.debt.id = 1;
  found.debt.number = "C01-Dt01";
  found.debt.state = recoveries::RecoveryState::kEntered;
  found.debt.status = "ENFORCED";
  recoveries::Balance balance;
  balance.as_of = absl::CivilDay(2018, 9, 1);
  balance.owed = Money::Minor(owed_minor, Currency::kBgn);
  balance.owed_principal = Parts(owed_minor, 0);
  found.balance = balance;
  return found;
}

// Record and reason of each obstacle.
std::vector<std::string> Obstacles(const Books& books) {
  std::vector<std::string> found;
  const std::vector<Violation> obstacles = *ObstaclesOf(books);
  for (const Violation& obstacle : obstacles) {
    found.push_back(obstacle.field + " " + obstacle.reason);
    // Every value that the sentence names is there.
    EXPECT_EQ(Explain(obstacle.reason, obstacle.values, Language::kBulgarian).find('{'),
              std::string::npos);
    EXPECT_EQ(Explain(obstacle.reason, obstacle.values, Language::kEnglish).find('{'),
              std::string::npos);
  }
  return found;
}

income::Income Rent() {
  return {.id = 4,
          .claim_sequence = 1,
          .amount = Money::Minor(25000, Currency::kBgn),
          .earned_on = absl::CivilDay(2018, 1, 5),
          .description = "Наем",
          .document = "Фактура 12",
          .recorded_by = "second@test"};
}

income::Decision Lowering(int64_t eu_minor, int64_t national_minor) {
  return {.lowers = Parts(eu_minor, national_minor),
          .decided_on = absl::CivilDay(2018, 5, 1),
          .reason = "Нетен приход",
          .reference = "РД-8",
          .decided_by = "approver@test"};
}

// INC-4: 170.00 and 30.00 of 250.00 lower the grant.
TEST(Closing, IncomeThatIsNotDecidedOrNoDebt_IsNamed) {
  Books books = Settled();
  income::Income rent = Rent();
  books.incomes = {rent};
  EXPECT_THAT(Obstacles(books), ElementsAre("incomes/4 CLOSING_INCOME_OPEN"));
  rent.decision = Lowering(17000, 3000);
  books.incomes = {rent};
  EXPECT_THAT(Obstacles(books), ElementsAre("incomes/4 CLOSING_INCOME_OPEN"));
  DebtBalance debt = Debt(0);
  debt.debt.income_id = 4;
  debt.debt.ledger = recoveries::EmptyLedger(Currency::kBgn);
  debt.debt.ledger.principal = Parts(17000, 2999);
  books.debts = {debt};
  EXPECT_THAT(Obstacles(books), ElementsAre("incomes/4 CLOSING_INCOME_OPEN"));
  books.debts[0].debt.ledger.principal = Parts(17000, 3000);
  EXPECT_THAT(Obstacles(books), IsEmpty());
  // What lowers nothing, or counts for nothing, asks for no debt.
  books.debts.clear();
  books.incomes[0].decision->lowers = Parts(0, 0);
  EXPECT_THAT(Obstacles(books), IsEmpty());
  books.incomes[0].decision.reset();
  books.incomes[0].annulment = Annulment{.annulled_on = absl::CivilDay(2018, 4, 2),
                                         .reason = "Друг проект",
                                         .reference = "Докладна 9",
                                         .annulled_by = "approver@test"};
  EXPECT_THAT(Obstacles(books), IsEmpty());
}

// A decision in lev and its debt in euro, each part converted by itself.
TEST(Closing, IncomeInLevOfAConvertedContract_IsComparedInEuro) {
  Books books = Settled();
  books.contract.amount = {.eu = Money::Minor(4'345'98, Currency::kEur),
                           .national = Money::Minor(766'94, Currency::kEur),
                           .own = Money::Zero(Currency::kEur)};
  books.claims.clear();
  income::Income rent = Rent();
  rent.decision = Lowering(17000, 3000);
  books.incomes = {rent};
  DebtBalance debt = Debt(0);
  debt.balance->owed = Money::Zero(Currency::kEur);
  debt.debt.income_id = 4;
  debt.debt.ledger = recoveries::EmptyLedger(Currency::kEur);
  debt.debt.ledger.principal = {Money::Minor(86'92, Currency::kEur),
                                Money::Minor(15'34, Currency::kEur)};
  books.debts = {debt};
  EXPECT_THAT(Obstacles(books), ElementsAre("claims CLOSING_WITHOUT_FINAL_CLAIM"));
}

// Nothing was decided after the day of closing.
TEST(Closing, DayBeforeADecisionOnIncome_IsRefused) {
  Books books = Settled();
  income::Income rent = Rent();
  rent.decision = Lowering(0, 0);
  books.incomes = {rent};
  EXPECT_FALSE(CheckDay(books, absl::CivilDay(2018, 4, 30)).ok());
  EXPECT_TRUE(CheckDay(books, absl::CivilDay(2018, 5, 1)).ok());
}

TEST(Closing, EachStateAndStep_LeadsWhereTheTableSays) {
  EXPECT_EQ(Next(State::kOpen, Step::kClose), State::kClosed);
  EXPECT_EQ(Next(State::kClosed, Step::kReopen), State::kOpen);
  EXPECT_EQ(Next(State::kOpen, Step::kReopen), std::nullopt);
  EXPECT_EQ(Next(State::kClosed, Step::kClose), std::nullopt);
}

TEST(Closing, EverythingSettled_HasNoObstacle) { EXPECT_THAT(Obstacles(Settled()), IsEmpty()); }

TEST(Closing, StateAidAdvanceThatNothingCovered_IsWithdrawnFirst) {
  Books books = Settled();
  books.claims[0].kind = ClaimKind::kStateAidAdvance;
  books.claims[0].approved.reset();
  books.claims[0].decision->cover_by = absl::CivilDay(2018, 6, 30);
  EXPECT_THAT(Obstacles(books), ElementsAre("claims/1 CLOSING_STATE_AID_NOT_COVERED"));
  books.claims[0].withdrawal = Withdrawal{.withdrawn_on = absl::CivilDay(2018, 7, 1),
                                          .withdrawn_by = "approver",
                                          .reason = "Писмо 93-1",
                                          .before_sequence = 3};
  EXPECT_THAT(Obstacles(books), IsEmpty());
}

// SEC-4.
TEST(Closing, SecurityOfAnOrdinaryAdvanceThatIsCalledIn_IsToPayFirst) {
  Books books = Settled();
  books.claims[0] = Paid(1, ClaimKind::kAdvance);
  Claim& advance = books.claims[0];
  advance.security = AdvanceSecurity{.kind = "BANK_GUARANTEE",
                                     .issuer = "Банка",
                                     .number = "17",
                                     .amount = Money::Minor(1000, Currency::kBgn),
                                     .valid_until = absl::CivilDay(2020, 6, 30)};
  EXPECT_THAT(Obstacles(books), IsEmpty());
  SecurityStep step;
  step.kind = SecurityStepKind::kCallIn;
  step.on = absl::CivilDay(2018, 4, 1);
  step.amount = Money::Minor(1000, Currency::kBgn);
  advance.security_steps = {step};
  EXPECT_THAT(Obstacles(books), ElementsAre("claims/1 CLOSING_SECURITY_CALLED_IN"));
  step.kind = SecurityStepKind::kReceive;
  advance.security_steps.push_back(step);
  EXPECT_THAT(Obstacles(books), IsEmpty());
}

TEST(Closing, NothingClaimedYet_WaitsForTheFinalClaim) {
  Books books = Settled();
  books.claims.clear();
  EXPECT_THAT(Obstacles(books), ElementsAre("claims CLOSING_WITHOUT_FINAL_CLAIM"));
}

TEST(Closing, ARefusedFinalClaim_IsNone) {
  Books books = Settled();
  books.claims[1].state = ClaimState::kRefused;
  EXPECT_THAT(Obstacles(books), ElementsAre("claims CLOSING_WITHOUT_FINAL_CLAIM"));
}

TEST(Closing, AClaimInAnyStateBeforeItsEnd_IsNamed) {
  for (const ClaimState state : {ClaimState::kDraft, ClaimState::kSent, ClaimState::kAwaitingAnswer,
                                 ClaimState::kInVerification}) {
    Books books = Settled();
    books.claims[0].state = state;
    EXPECT_THAT(Obstacles(books), ElementsAre("claims/1 CLOSING_CLAIM_OPEN"));
  }
  for (const ClaimState state : {ClaimState::kRefused, ClaimState::kTakenBack}) {
    Books books = Settled();
    books.claims[0].state = state;
    EXPECT_THAT(Obstacles(books), IsEmpty());
  }
}

TEST(Closing, WhatIsDeducted_CountsAsSettled) {
  Books books = Settled();
  books.claims[0].paid = Leva(800, 150);
  EXPECT_THAT(Obstacles(books), ElementsAre("claims/1 CLOSING_CLAIM_UNPAID"));
  books.claims[0].deducted = Leva(50, 0);
  EXPECT_THAT(Obstacles(books), IsEmpty());
}

TEST(Closing, ANegativeBalance_IsToBeADebtInForce) {
  Books books = Settled();
  books.claims[1].to_recover = Leva(10, 5);
  EXPECT_THAT(Obstacles(books), ElementsAre("claims/2 CLOSING_BALANCE_WITHOUT_DEBT"));
  books.debts = {Debt(0)};
  books.debts[0].debt.claim_sequence = 2;
  books.debts[0].debt.ledger = recoveries::EmptyLedger(Currency::kBgn);
  books.debts[0].debt.ledger.principal = Parts(10, 4);
  EXPECT_THAT(Obstacles(books), ElementsAre("claims/2 CLOSING_BALANCE_WITHOUT_DEBT"));
  books.debts[0].debt.ledger.principal = Parts(10, 5);
  EXPECT_THAT(Obstacles(books), IsEmpty());
  books.debts[0].debt.state = recoveries::RecoveryState::kRemoved;
  EXPECT_THAT(Obstacles(books), ElementsAre("claims/2 CLOSING_BALANCE_WITHOUT_DEBT"));
}

TEST(Closing, ADebtWithARest_IsNamedUnlessItWasGivenUp) {
  Books books = Settled();
  books.debts = {Debt(1)};
  EXPECT_THAT(Obstacles(books), ElementsAre("debts/1 CLOSING_DEBT_OPEN"));
  for (const char* status : {"UNRECOVERABLE", "DEBT_CLOSED"}) {
    books.debts[0].debt.status = status;
    EXPECT_THAT(Obstacles(books), IsEmpty());
  }
}

TEST(Closing, ADebtWhoseInterestIsNotKnown_IsNamed) {
  Books books = Settled();
  books.debts = {Debt(1)};
  books.debts[0].balance->rate_missing_from = absl::CivilDay(2018, 7, 1);
  EXPECT_THAT(Obstacles(books),
              ElementsAre("debts/1 CLOSING_DEBT_OPEN", "debts/1 CLOSING_DEBT_INTEREST_UNKNOWN"));
}

TEST(Closing, DraftsOfDebtsAndCorrections_AreNamed) {
  Books books = Settled();
  books.debts = {Debt(0)};
  books.debts[0].debt.versions.resize(1);
  books.debts[0].debt.versions[0].state = recoveries::VersionState::kDraft;
  books.corrections.resize(1);
  books.corrections[0].id = 4;
  books.corrections[0].versions.resize(1);
  EXPECT_THAT(Obstacles(books),
              ElementsAre("debts/1 CLOSING_DRAFT_OPEN", "corrections/4 CLOSING_DRAFT_OPEN"));
  books.corrections[0].state = recoveries::RecoveryState::kRemoved;
  books.debts.clear();
  EXPECT_THAT(Obstacles(books), IsEmpty());
}

TEST(Closing, ChecksThatGoOn_AreNamed) {
  Books books = Settled();
  books.signals.resize(4);
  for (int i = 0; i < 4; ++i) {
    books.signals[i].id = i + 1;
    books.signals[i].state = static_cast<recoveries::SignalState>(i);
  }
  books.cases.resize(4);
  for (int i = 0; i < 4; ++i) {
    books.cases[i].id = i + 1;
    books.cases[i].state = static_cast<recoveries::CaseState>(i);
  }
  EXPECT_THAT(Obstacles(books),
              ElementsAre("signals/1 CLOSING_SIGNAL_OPEN", "signals/2 CLOSING_SIGNAL_OPEN",
                          "irregularities/1 CLOSING_SIGNAL_OPEN"));
}

TEST(Closing, OrdersWithoutAnEnd_AreNamed) {
  // What the bank does not have may be sent once more, until it is given up.
  const std::set<bank::OrderState> ended = {bank::OrderState::kAccepted, bank::OrderState::kRejected,
                                            bank::OrderState::kCancelled, bank::OrderState::kGivenUp};
  for (const bank::OrderState state : bank::kOrderStates) {
    Books books = Settled();
    books.orders.resize(1);
    books.orders[0].number = 3;
    books.orders[0].state = state;
    EXPECT_EQ(Obstacles(books).empty(), ended.count(state) > 0) << bank::Name(state);
  }
}

TEST(Closing, PackageMovementAndCap_AreNamedTogether) {
  Books books = Settled();
  books.contract.open_package = 5;
  books.entries = {{.number = 17, .left = Money::Minor(300, Currency::kEur)}};
  books.limits = {{.code = "indirect", .title = "Непреки", .above = Money::Minor(5, Currency::kBgn)}};
  EXPECT_THAT(Obstacles(books), ElementsAre("packages/5 CONTRACT_PACKAGE_OPEN",
                                            "bankEntries/17 CLOSING_ENTRY_UNEXPLAINED",
                                            "limits/indirect CLOSING_LIMIT_EXCEEDED"));
}

TEST(Closing, BeforeMoneyMovedOrWasDecided_IsRefused) {
  Books books = Settled();
  EXPECT_EQ(ReasonOf(CheckDay(books, absl::CivilDay(2018, 2, 28))), "DAYS_OUT_OF_ORDER");
  EXPECT_TRUE(CheckDay(books, absl::CivilDay(2018, 3, 1)).ok());
  books.last_settled_on = absl::CivilDay(2018, 4, 1);
  EXPECT_EQ(ReasonOf(CheckDay(books, absl::CivilDay(2018, 3, 31))), "DAYS_OUT_OF_ORDER");
  books.debts = {Debt(0)};
  books.debts[0].debt.ledger.last_movement_on = absl::CivilDay(2018, 5, 1);
  EXPECT_EQ(ReasonOf(CheckDay(books, absl::CivilDay(2018, 4, 30))), "DAYS_OUT_OF_ORDER");
  EXPECT_TRUE(CheckDay(books, absl::CivilDay(2018, 5, 1)).ok());
}

}  // namespace
}  // namespace tranche::payments::closing
