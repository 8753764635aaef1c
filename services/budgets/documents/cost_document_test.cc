// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/cost_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "budgets/documents/cost_batch.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

DocumentBalance Held(int64_t claimable, int64_t claimed, int64_t credited = 0) {
  return {.issuer_eik = "175074752",
          .total = Leva(100'00),
          .claimable = Leva(claimable),
          .claimed = Leva(claimed),
          .credited = Leva(credited),
          .first_cost = "organisations/sopot/contracts/A/costs/1"};
}

DocumentClaim Claim(int64_t claimed) {
  return {.number = "0000012345",
          .issuer_eik = "175074752",
          .total = Leva(100'00),
          .claimable = Leva(100'00),
          .claimed = Leva(claimed)};
}

TEST(CheckEik, CodesOfTheRegister_AreTaken) {
  for (const char* eik : {"", "175074752", "100000086", "1750747520004"}) {
    EXPECT_TRUE(CheckEik(eik).ok()) << eik;
  }
}

TEST(CheckEik, WrongDigitsPersonalNumbersAndZeros_AreRefused) {
  for (const char* eik : {"175074753", "100000085", "1750747520005", "000000000", "0000000000000",
                          "7523169263", "17507475", "17507475A", "BG175074752"}) {
    EXPECT_EQ(ReasonOf(CheckEik(eik)), "EIK_INVALID") << eik;
  }
}

TEST(DecideClaim, FirstClaim_MakesTheDocument) {
  const auto document = DecideClaim(std::nullopt, Claim(40'00));

  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->claimed, Leva(40'00));
  EXPECT_EQ(LeftOf(*document), Leva(60'00));
}

TEST(DecideClaim, SharesUpToTheTotal_Fit) {
  const auto document = DecideClaim(Held(100'00, 60'00), Claim(40'00));

  ASSERT_TRUE(document.ok());
  EXPECT_EQ(LeftOf(*document), Leva(0));
}

TEST(DecideClaim, OneCentMore_IsRefusedWithWhatIsLeftAndWhere) {
  const auto document = DecideClaim(Held(100'00, 60'00), Claim(40'01));

  EXPECT_EQ(ReasonOf(document.status()), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_EQ(ValuesOf(document.status()),
            (ErrorValues{{"asked", "40.01"},
                         {"cost", "organisations/sopot/contracts/A/costs/1"},
                         {"currency", "BGN"},
                         {"left", "40.00"},
                         {"number", "0000012345"},
                         {"total", "100.00"}}));
}

TEST(DecideClaim, WhatIsClaimedBeyondTheTotalAlready_LeavesNothing) {
  EXPECT_EQ(LeftOf(Held(100'00, 130'00)), Leva(0));
  EXPECT_EQ(ReasonOf(DecideClaim(Held(100'00, 130'00), Claim(1)).status()), "COST_DOCUMENT_EXHAUSTED");
}

TEST(DecideClaim, OtherAmountsOrAnotherIssuer_AreTold) {
  DocumentClaim claim = Claim(1'00);
  claim.total = Leva(99'00);
  EXPECT_EQ(ReasonOf(DecideClaim(Held(100'00, 1'00), claim).status()), "COST_DOCUMENT_DIFFERS");
  claim = Claim(1'00);
  claim.claimable = Leva(80'00);
  EXPECT_EQ(ReasonOf(DecideClaim(Held(100'00, 1'00), claim).status()), "COST_DOCUMENT_DIFFERS");
  claim = Claim(1'00);
  claim.issuer_eik = "100000086";
  EXPECT_EQ(ReasonOf(DecideClaim(Held(100'00, 1'00), claim).status()), "COST_ISSUER_DIFFERS");
  claim = Claim(1'00);
  claim.total = Money::Minor(100'00, Currency::kEur);
  EXPECT_EQ(ReasonOf(DecideClaim(Held(100'00, 1'00), claim).status()), "MONEY_CURRENCY_MIXED");
}

TEST(DecideClaim, CodeThatIsToldLater_IsKept) {
  DocumentBalance held = Held(100'00, 0);
  held.issuer_eik = "";

  EXPECT_EQ(DecideClaim(held, Claim(1'00))->issuer_eik, "175074752");
}

TEST(DecideCredit, UpToWhatNobodyClaims_LowersIt) {
  const auto document = DecideCredit(Held(100'00, 60'00, 10'00), "1", Leva(30'00));

  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->credited, Leva(40'00));
  EXPECT_EQ(ReasonOf(DecideCredit(Held(100'00, 60'00, 10'00), "1", Leva(30'01)).status()),
            "CREDIT_NOTE_ABOVE_REST");
}

// Whatever is asked: never more is taken than may be, and what is refused changes nothing.
RC_GTEST_PROP(DecideClaim, AnyClaimsAndNotes_StayWithinTheDocument, ()) {
  std::optional<DocumentBalance> held;
  const auto claimable = *rc::gen::inRange<int64_t>(1, 100'00);
  int64_t taken = 0;
  for (int step = 0; step < 30; ++step) {
    const auto amount = *rc::gen::inRange<int64_t>(1, 30'00);
    DocumentClaim claim = Claim(amount);
    claim.claimable = Leva(claimable);
    if (amount > claimable) continue;
    const bool note = held && *rc::gen::arbitrary<bool>();
    const auto after = note ? DecideCredit(*held, "1", Leva(amount)) : DecideClaim(held, claim);
    RC_ASSERT(after.ok() == (taken + amount <= claimable));
    if (!after.ok()) continue;
    taken += amount;
    held = *after;
    RC_ASSERT(held->claimed.minor() + held->credited.minor() == taken);
  }
}

TEST(DecideClaim, DocumentOfWhichNothingIsHeld_IsWhatTheNewClaimSays) {
  const DocumentBalance refused = {.issuer_eik = "100000086",
                                   .total = Leva(1200'00),
                                   .claimable = Leva(1200'00),
                                   .claimed = Leva(0),
                                   .credited = Leva(0),
                                   .first_cost = "organisations/sopot/contracts/A/costs/1"};
  const DocumentClaim corrected = {.number = "1",
                                   .issuer_eik = "175074752",
                                   .total = Leva(120'00),
                                   .claimable = Leva(100'00),
                                   .claimed = Leva(100'00)};

  const auto after = DecideClaim(refused, corrected);

  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->issuer_eik, "175074752");
  EXPECT_EQ(after->total, Leva(120'00));
  EXPECT_EQ(after->claimable, Leva(100'00));
  EXPECT_EQ(after->claimed, Leva(100'00));
  EXPECT_EQ(after->first_cost, refused.first_cost);
  // While a cent of it is held, or credited, it stays what it is.
  for (const auto& [claimed, credited] : {std::pair(1, 0), std::pair(0, 1)}) {
    DocumentBalance held = refused;
    held.claimed = Leva(claimed);
    held.credited = Leva(credited);
    EXPECT_EQ(ReasonOf(DecideClaim(held, corrected).status()), "COST_ISSUER_DIFFERS");
  }
}

TEST(CreditOf, TaxThatIsRecovered_TakesNothingFromTheDocument) {
  DocumentBalance document = {.issuer_eik = "",
                              .total = Leva(120'00),
                              .claimable = Leva(100'00),
                              .claimed = Leva(0),
                              .credited = Leva(0),
                              .first_cost = ""};
  EXPECT_EQ(CreditOf(document, Leva(12'00), Leva(2'00)), Leva(10'00));
  document.claimable = document.total;
  EXPECT_EQ(CreditOf(document, Leva(12'00), Leva(2'00)), Leva(12'00));
}

// --- Batches, without a database. ---

BatchRow Row(const std::string& line, const std::string& number, int64_t claimed, int64_t total) {
  return {.line = line,
          .document = {.number_folded = number,
                       .issuer_folded = "ДОСТАВКИ",
                       .type = "INVOICE",
                       .issued_on = "2018-02-01"},
          .claim = {.number = number,
                    .issuer_eik = "",
                    .total = Leva(total),
                    .claimable = Leva(total),
                    .claimed = Leva(claimed)},
          .paid_on = "2018-03-01"};
}

// The books with a cost, recorded before, that agrees with this row in everything.
EarlierCosts EarlierOf(const BatchRow& row, int64_t number) {
  return {.last = number,
          .last_claimed = row.claim.claimed,
          .last_total = row.claim.total,
          .last_issued_on = row.document.issued_on,
          .last_paid_on = row.paid_on,
          .blocks = true};
}

BatchBooks Books() {
  const ThreePart none = ZeroParts(Currency::kBgn);
  const ThreePart caps = {Leva(85'00), Leva(15'00), Leva(0)};
  BatchBooks books;
  books.contract = "organisations/sopot/contracts/A";
  books.last_number = 7;
  for (const char* code : {"1", "2"}) {
    books.lines[code] = {.code = code, .caps = caps, .reserved = none, .spent = none};
  }
  return books;
}

TEST(CostBatch, RefusedRow_KeepsNoOtherFromBeingRecorded) {
  CostBatch batch(Books(), /*resubmit=*/false);

  EXPECT_EQ(batch.Decide(Row("1", "A", 60'00, 60'00)).cost_number, 8);
  EXPECT_EQ(ReasonOf(batch.Decide(Row("1", "B", 40'01, 40'01)).refusal), "LINE_EXHAUSTED");
  EXPECT_EQ(ReasonOf(batch.Decide(Row("9", "C", 1'00, 1'00)).refusal), "LINE_NOT_FOUND");
  const RowDecision last = batch.Decide(Row("1", "D", 40'00, 40'00));

  EXPECT_EQ(last.result, RowResult::kRecorded);
  EXPECT_EQ(last.cost_number, 9);
  EXPECT_EQ(last.parts, (ThreePart{Leva(34'00), Leva(6'00), Leva(0)}));
  EXPECT_EQ(last.left_on_line, Leva(0));
  EXPECT_EQ(batch.books().last_number, 9);
}

TEST(CostBatch, DocumentOverTwoLines_IsClaimedUpToItsTotal) {
  CostBatch batch(Books(), false);

  EXPECT_EQ(batch.Decide(Row("1", "A", 30'00, 50'00)).result, RowResult::kRecorded);
  const RowDecision more = batch.Decide(Row("2", "A", 20'01, 50'00));
  EXPECT_EQ(ReasonOf(more.refusal), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_EQ(ValuesOf(more.refusal)[1].second, "organisations/sopot/contracts/A/costs/8");
  EXPECT_EQ(batch.Decide(Row("2", "A", 20'00, 50'00)).result, RowResult::kRecorded);
}

TEST(CostBatch, SameCostAsAnEarlierOne_IsThereAlready) {
  const BatchRow row = Row("1", "A", 30'00, 50'00);
  BatchBooks books = Books();
  books.earlier[OnLineOf(row)] = EarlierOf(row, 3);
  CostBatch batch(books, false);

  const RowDecision same = batch.Decide(row);
  EXPECT_EQ(same.result, RowResult::kAlreadyThere);
  EXPECT_EQ(same.cost_number, 3);
  // One cost stands for one row: a second one like it would be dropped unseen.
  EXPECT_EQ(ReasonOf(batch.Decide(row).refusal), "COST_DUPLICATE");
}

TEST(CostBatch, CostThatDiffersInAnything_IsADuplicateAndNotThereAlready) {
  const BatchRow row = Row("1", "A", 30'00, 50'00);
  BatchBooks books = Books();
  books.earlier[OnLineOf(row)] = EarlierOf(row, 3);
  BatchRow next_year = row;
  next_year.document.issued_on = "2019-02-01";
  BatchRow paid_later = row;
  paid_later.paid_on = "2018-03-02";
  for (const BatchRow& other :
       {next_year, paid_later, Row("1", "A", 30'00, 50'01), Row("1", "A", 29'99, 50'00)}) {
    EXPECT_EQ(ReasonOf(CostBatch(books, false).Decide(other).refusal), "COST_DUPLICATE");
  }
}

TEST(CostBatch, CostThatStandsForAnotherRow_StandsForNoSecondOne) {
  const BatchRow row = Row("1", "A", 30'00, 60'00);
  CostBatch recorded_here(Books(), false);
  EXPECT_EQ(recorded_here.Decide(row).cost_number, 8);
  EXPECT_EQ(ReasonOf(recorded_here.Decide(row).refusal), "COST_DUPLICATE");

  BatchBooks books = Books();
  books.earlier[OnLineOf(row)] = EarlierOf(row, 3);
  EXPECT_EQ(ReasonOf(CostBatch(books, false, {3}).Decide(row).refusal), "COST_DUPLICATE");
}

TEST(CostBatch, RefusedDocumentWithAnotherCode_IsNotFoundByItsOldOne) {
  BatchRow first = Row("1", "A", 30'00, 50'00);
  first.claim.issuer_eik = "175074752";
  BatchBooks books = Books();
  books.documents[first.document] = {.issuer_eik = "100000086",
                                     .total = Leva(70'00),
                                     .claimable = Leva(70'00),
                                     .claimed = Leva(0),
                                     .credited = Leva(0),
                                     .first_cost = "organisations/sopot/contracts/A/costs/1"};
  CostBatch batch(books, false);
  EXPECT_EQ(batch.Decide(first).result, RowResult::kRecorded);
  EXPECT_EQ(batch.books().documents.at(first.document).issuer_eik, "175074752");

  BatchRow other = Row("2", "A", 30'00, 50'00);
  other.document.issuer_folded = "ДРУГИ";
  other.claim.issuer_eik = "100000086";
  const RowDecision decision = batch.Decide(other);
  EXPECT_EQ(decision.result, RowResult::kRecorded);
  EXPECT_EQ(decision.document.issuer_folded, "ДРУГИ");
}

TEST(CostBatch, DocumentOfWhichSomethingWasRefused_ComesAgainOnlyWhenThatIsAskedFor) {
  const BatchRow row = Row("1", "A", 30'00, 50'00);
  BatchBooks books = Books();
  EarlierCosts& earlier = books.earlier[OnLineOf(row)] = EarlierOf(row, 3);
  earlier.blocks = false;
  earlier.not_in_full = 1;

  EXPECT_EQ(CostBatch(books, false).Decide(Row("1", "A", 30'00, 50'00)).result,
            RowResult::kAlreadyThere);
  const RowDecision again = CostBatch(books, true).Decide(Row("1", "A", 30'00, 50'00));
  EXPECT_EQ(again.result, RowResult::kRecorded);
  EXPECT_EQ(again.resubmission, 1);
}

TEST(CostBatch, IssuerWithACode_IsFoundUnderAnotherName) {
  CostBatch batch(Books(), false);
  BatchRow first = Row("1", "A", 30'00, 50'00);
  first.claim.issuer_eik = "175074752";
  BatchRow second = Row("2", "A", 30'00, 50'00);
  second.claim.issuer_eik = "175074752";
  second.document.issuer_folded = "ДОСТАВКИ ПЛЮС";

  EXPECT_EQ(batch.Decide(first).result, RowResult::kRecorded);
  EXPECT_EQ(ReasonOf(batch.Decide(second).refusal), "COST_DOCUMENT_EXHAUSTED");
}

std::vector<std::string> Said(const std::vector<Violation>& faults) {
  std::vector<std::string> said;
  for (const Violation& fault : faults) said.push_back(fault.field + " " + fault.reason);
  return said;
}

TEST(CostBatch, RowWithManyFaults_IsToldAllOfThemAndTakesNothing) {
  BatchBooks books = Books();
  books.lines.at("1").limits = {"rent", "travel"};
  for (const char* code : {"rent", "travel"}) {
    books.limits[code] = {.code = code,
                          .title = "Наем",
                          .lines = {"1"},
                          .fixed = Leva(50'00),
                          .cap = Leva(50'00),
                          .used = Leva(0)};
  }
  BatchRow row = Row("1", "A", 100'01, 200'00);
  row.claim.issuer_eik = "175074752";
  books.documents[row.document] = {.issuer_eik = "100000086",
                                   .total = Leva(190'00),
                                   .claimable = Leva(190'00),
                                   .claimed = Leva(90'00),
                                   .credited = Leva(0),
                                   .first_cost = "organisations/sopot/contracts/A/costs/1"};
  CostBatch batch(books, false);

  const RowDecision decision = batch.Decide(row);

  EXPECT_EQ(decision.result, RowResult::kRefused);
  EXPECT_EQ(ReasonOf(decision.refusal), "LINE_EXHAUSTED");
  EXPECT_THAT(Said(decision.faults),
              ::testing::ElementsAre(
                  "claimed LINE_EXHAUSTED", "claimed LIMIT_EXHAUSTED", "claimed LIMIT_EXHAUSTED",
                  "document.issuerEik COST_ISSUER_DIFFERS", "document.total COST_DOCUMENT_DIFFERS",
                  "claimed COST_DOCUMENT_EXHAUSTED"));
  EXPECT_EQ(batch.books().last_number, 7);
  EXPECT_EQ(batch.books().lines.at("1").reserved, ZeroParts(Currency::kBgn));
}

TEST(CostBatch, FaultThatFollowsFromAnother_IsNotToldBesides) {
  // What is left is nothing of a line that is not there, nor of one of another form or currency.
  EXPECT_THAT(Said(CostBatch(Books(), false).Decide(Row("9", "A", 900'00, 900'00)).faults),
              ::testing::ElementsAre("line LINE_NOT_FOUND"));
  BatchBooks books = Books();
  books.lines.at("1").form = SupportForm::kUnitCosts;
  EXPECT_THAT(Said(CostBatch(books, false).Decide(Row("1", "A", 900'00, 900'00)).faults),
              ::testing::ElementsAre("line COST_ON_SIMPLIFIED_LINE"));
  BatchRow euro = Row("2", "A", 1, 1);
  euro.claim.total = euro.claim.claimable = euro.claim.claimed = Money::Minor(900'00, Currency::kEur);
  EXPECT_THAT(Said(CostBatch(books, false).Decide(euro).faults),
              ::testing::ElementsAre("claimed MONEY_CURRENCY_MIXED"));
  // A cost that was recorded is not measured against the room that it took itself.
  const BatchRow row = Row("2", "A", 100'00, 100'00);
  CostBatch batch(Books(), false);
  EXPECT_EQ(batch.Decide(row).result, RowResult::kRecorded);
  EXPECT_THAT(Said(batch.Decide(row).faults), ::testing::ElementsAre("document.number COST_DUPLICATE"));
}

TEST(CostBatch, FaultsWithoutAmounts_AreThoseOfTheLineAlone) {
  const CostBatch batch(Books(), false);
  EXPECT_THAT(Said(batch.FaultsOf(Row("9", "A", 900'00, 900'00), false)),
              ::testing::ElementsAre("line LINE_NOT_FOUND"));
  EXPECT_THAT(Said(batch.FaultsOf(Row("1", "A", 900'00, 900'00), false)), ::testing::IsEmpty());
}

}  // namespace
}  // namespace tranche::budgets
