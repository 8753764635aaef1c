// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/reconcile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ReasonsOf(const Comparison& compared) {
  std::vector<std::string> reasons;
  for (const Finding& difference : compared.differences) reasons.push_back(difference.reason);
  return reasons;
}

BankedEntry Entry(int64_t number, int day, int64_t amount_minor, const std::string& text) {
  return {.name = "organisations/x/bankEntries/" + std::to_string(number),
          .open = {.number = number,
                   .booked_on = absl::CivilDay(2017, 5, day),
                   .left_minor = amount_minor,
                   .text = text,
                   .name = "",
                   .reference = ""},
          .amount_minor = amount_minor,
          .value_on = std::nullopt};
}

BookedRecord Record(const std::string& id, bool received, int day, int64_t amount_minor,
                    const std::string& number) {
  return {.name = "organisations/x/contracts/C/" + id,
          .key = id,
          .open = {.id = id,
                   .received = received,
                   .day = absl::CivilDay(2017, 5, day),
                   .left_minor = amount_minor,
                   .number = number,
                   .name = "",
                   .reference = ""},
          .amount_minor = amount_minor};
}

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// An advance that came and an invoice that was paid, both in the bank and in the books.
Books Agreeing() {
  Books books;
  books.contract = "BG05M9OP001-2.005-0063-C01";
  books.entries = {Entry(1, 15, 7560170, "BG05M9OP001-2.005-0063-C01"),
                   Entry(2, 20, -125000, "ф-ра 555")};
  books.records = {Record("payments/PA001", true, 15, 7560170, "PA001"),
                   Record("costs/7", false, 20, 125000, "555")};
  books.statements = {
      {absl::CivilDay(2017, 5, 1), absl::CivilDay(2017, 5, 31), Leva(0), Leva(7435170)}};
  books.whole_account = true;
  books.approved_by_claims_minor = books.spent_by_budget_minor = 125000;
  books.paid_by_claims_minor = books.payments_minor = 7560170;
  return books;
}

Comparison Compared(const Books& books) {
  const absl::StatusOr<Comparison> compared = Compare(books);
  EXPECT_TRUE(compared.ok()) << compared.status();
  return compared.value_or(Comparison());
}

TEST(Compare, BankLedgerAndBudget_Agree) {
  const Comparison compared = Compared(Agreeing());
  EXPECT_THAT(ReasonsOf(compared), IsEmpty());
  EXPECT_EQ(compared.ledger_received_minor, 7560170);
  EXPECT_EQ(compared.bank_received_minor, 7560170);
  EXPECT_EQ(compared.ledger_paid_minor, 125000);
  EXPECT_EQ(compared.bank_paid_minor, 125000);
  EXPECT_EQ(compared.unconfirmed, 2);
}

TEST(Compare, ConfirmedParts_CountWithoutAnyProposal) {
  Books books = Agreeing();
  books.entries[1].open.left_minor = 0;
  books.records[1].open.left_minor = 0;
  books.confirmed = {{"costs/7", 125000, absl::CivilDay(2017, 5, 20), std::nullopt}};
  const Comparison compared = Compared(books);
  EXPECT_THAT(ReasonsOf(compared), IsEmpty());
  EXPECT_EQ(compared.bank_paid_minor, 125000);
  EXPECT_EQ(compared.unconfirmed, 1);
}

TEST(Compare, MovementThatNothingExplains_IsShownWithItsRest) {
  Books books = Agreeing();
  books.entries.push_back(Entry(3, 21, -150, "такса"));
  books.statements[0].closing = Leva(7435020);
  const Comparison compared = Compared(books);
  ASSERT_THAT(ReasonsOf(compared), ElementsAre("RECONCILE_ENTRY_UNEXPLAINED"));
  EXPECT_EQ(compared.differences[0].place, "organisations/x/bankEntries/3");
  EXPECT_EQ(
      Explain(compared.differences[0].reason, compared.differences[0].values, Language::kBulgarian),
      "Движението от 21.05.2017 за -1.50 BGN няма обяснение за 1.50 BGN.");
  EXPECT_EQ(compared.unexplained_minor, 150);
}

TEST(Compare, RecordWithoutMovement_IsShown) {
  Books books = Agreeing();
  books.records.push_back(Record("costs/8", false, 22, 9900, "888"));
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("RECONCILE_RECORD_WITHOUT_ENTRY"));
}

TEST(Compare, AmountThatDiffersByACent_IsShownOnBothSidesAndAsAlike) {
  Books books = Agreeing();
  books.records[1] = Record("costs/7", false, 20, 125001, "");
  EXPECT_THAT(ReasonsOf(Compared(books)),
              ElementsAre("RECONCILE_ENTRY_UNEXPLAINED", "RECONCILE_AMOUNT_DIFFERS",
                          "RECONCILE_RECORD_WITHOUT_ENTRY"));
}

TEST(Compare, DayThatDiffers_IsShown) {
  Books books = Agreeing();
  books.records[1].open.day = absl::CivilDay(2017, 5, 21);
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("RECONCILE_DAY_DIFFERS"));
  books.entries[1].value_on = absl::CivilDay(2017, 5, 21);
  EXPECT_THAT(ReasonsOf(Compared(books)), IsEmpty());
}

TEST(Compare, ClaimsAndBudget_AreComparedToTheCent) {
  Books books = Agreeing();
  books.spent_by_budget_minor += 1;
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("RECONCILE_BUDGET_DIFFERS"));
  books = Agreeing();
  books.paid_by_claims_minor -= 1;
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("RECONCILE_CLAIMS_DIFFER"));
}

TEST(Compare, BankThatHasSaidNothing_DoesNotAgree) {
  Books books;
  books.contract = "BG05M9OP001-2.005-0063-C01";
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("RECONCILE_BANK_SILENT"));
}

TEST(Compare, MissingStatement_IsAGap) {
  Books books = Agreeing();
  books.statements.push_back(
      {absl::CivilDay(2017, 7, 1), absl::CivilDay(2017, 7, 31), Leva(1), Leva(1)});
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("BANK_STATEMENT_GAP"));
}

// A day inside a month, then the next month: nothing is missing.
TEST(Compare, ShorterStatementInsideALonger_IsNoGap) {
  const std::vector<StatementEnds> statements = {
      {absl::CivilDay(2017, 5, 1), absl::CivilDay(2017, 5, 31), Leva(0), Leva(500)},
      {absl::CivilDay(2017, 5, 10), absl::CivilDay(2017, 5, 10), Leva(70), Leva(80)},
      {absl::CivilDay(2017, 6, 1), absl::CivilDay(2017, 6, 30), Leva(500), Leva(600)}};
  EXPECT_THAT(FindGaps(statements), IsEmpty());
  std::vector<StatementEnds> torn = statements;
  torn[2].opening = Leva(80);
  EXPECT_THAT(FindGaps(torn), ::testing::SizeIs(1));
}

TEST(Compare, StatementsThatTellOtherwiseOfTheSameDays_AreNamed) {
  const StatementEnds longer = {absl::CivilDay(2017, 5, 1), absl::CivilDay(2017, 6, 30), Leva(0),
                                Leva(500)};
  const StatementEnds same_beginning = {absl::CivilDay(2017, 5, 1), absl::CivilDay(2017, 5, 31),
                                        Leva(50), Leva(80)};
  const StatementEnds same_end = {absl::CivilDay(2017, 6, 1), absl::CivilDay(2017, 6, 30), Leva(80),
                                  Leva(550)};
  for (const StatementEnds& other : {same_beginning, same_end}) {
    const std::vector<Finding> found = FindGaps({longer, other});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].reason, "BANK_STATEMENTS_OVERLAP");
    EXPECT_EQ(found[0].values[0].second, "01.05.2017–30.06.2017");
  }
  const StatementEnds morning = {absl::CivilDay(2017, 7, 3), absl::CivilDay(2017, 7, 3), Leva(0),
                                 Leva(5)};
  const StatementEnds evening = {absl::CivilDay(2017, 7, 3), absl::CivilDay(2017, 7, 3), Leva(5),
                                 Leva(9)};
  EXPECT_THAT(FindGaps({morning, evening}), IsEmpty());
  EXPECT_THAT(FindGaps({evening, morning}), IsEmpty());
  StatementEnds agrees = same_beginning;
  agrees.opening = Leva(0);
  EXPECT_THAT(FindGaps({longer, agrees}), IsEmpty());
}

// Where statements overlap, no balance of one is the balance of another; the movements tell.
TEST(Compare, MovementTakenTwice_IsSeenByTheBalances) {
  Books books = Agreeing();
  books.statements = {
      {absl::CivilDay(2017, 5, 1), absl::CivilDay(2017, 5, 18), Leva(0), Leva(7560170)},
      {absl::CivilDay(2017, 5, 10), absl::CivilDay(2017, 5, 31), Leva(0), Leva(7435170)}};
  EXPECT_THAT(ReasonsOf(Compared(books)), IsEmpty());
  books.entries.push_back(Entry(3, 20, -125000, "ф-ра 555"));
  EXPECT_THAT(ReasonsOf(Compared(books)), ::testing::Contains("BANK_BALANCE_DIFFERS"));
}

TEST(Compare, MovementsOfAnotherCurrency_AreNotForgotten) {
  Books books = Agreeing();
  books.entries_of_other_currency = 1;
  EXPECT_THAT(ReasonsOf(Compared(books)), ElementsAre("BANK_CURRENCY_DIFFERS"));
}

}  // namespace
}  // namespace tranche::payments::bank
