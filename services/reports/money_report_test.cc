// SPDX-License-Identifier: EUPL-1.2
// What follows from the facts of a contract's money, without a database.
#include "reports/money_report.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "reports/money_convert.h"

namespace tranche::reports {
namespace {

Money Lev(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
ThreePart Parts(int64_t eu, int64_t national, int64_t own = 0, Currency currency = Currency::kBgn) {
  return {Money::Minor(eu, currency), Money::Minor(national, currency), Money::Minor(own, currency)};
}

LineFact Line(const std::string& code, const ThreePart& cap, const ThreePart& spent) {
  const ThreePart none = ZeroParts(cap.eu.currency());
  return {.code = code,
          .title = code,
          .cap = cap,
          .reserved = none,
          .spent = spent,
          .modified = none,
          .transferred = none,
          .held = none,
          .this_report = none,
          .journal_reserved = none,
          .journal_spent = spent};
}

ClaimFact Claim(int sequence, const std::string& kind, const ThreePart& requested) {
  const ThreePart none = ZeroParts(requested.eu.currency());
  return {.sequence = sequence,
          .kind = kind,
          .state = "ACCEPTED",
          .sent_on = "2018-01-10",
          .decided_on = "2018-01-20",
          .requested = requested,
          .claimed_again = none,
          .refused = none,
          .by_correction = none,
          .approved = kind == "ADVANCE" ? none : requested,
          .payable = requested,
          .cleared = none,
          .to_recover = none,
          .paid = requested,
          .deducted = none};
}

PaymentFact Payment(const std::string& id, int claim, const ThreePart& amount) {
  const Money total = *Total(amount);
  return {.id = id,
          .number = id,
          .claim = claim,
          .paid_on = "2018-02-01",
          .bank_reference = id,
          .amount = amount,
          .movements = {{"2018-02-01", id, total}}};
}

// 200.00 at 85/15: an advance of 40.00, an interim of 60.00 and a final claim of 100.00, which clears
// the advance.
MoneyFacts Settled() {
  MoneyFacts facts;
  facts.budget_amount = Parts(17000, 3000);
  facts.lines = {Line("1", Parts(10200, 1800), Parts(10200, 1800)),
                 Line("2", Parts(6800, 1200), Parts(3400, 600))};
  facts.claims = {Claim(1, "ADVANCE", Parts(3400, 600)), Claim(2, "INTERIM", Parts(5100, 900)),
                  Claim(3, "FINAL", Parts(8500, 1500))};
  facts.claims[2].payable = Parts(5100, 900);
  facts.claims[2].cleared = Parts(3400, 600);
  facts.claims[2].paid = Parts(5100, 900);
  facts.payments = {Payment("PA001", 1, Parts(3400, 600)), Payment("PA002", 2, Parts(5100, 900)),
                    Payment("PA003", 3, Parts(5100, 900))};
  facts.claim = 3;
  facts.journal_is_read = true;
  return facts;
}

// The comparisons that do not agree, "2: 0.00 0.05 0.00", with the differences of the parts.
std::string Differing(const MoneyFacts& facts) {
  std::string text;
  const auto results = CheckMoney(facts);
  if (!results.ok()) return std::string(results.status().message());
  for (const CheckResult& result : *results) {
    if (result.agrees) continue;
    absl::StrAppend(&text, text.empty() ? "" : "; ", static_cast<int>(result.comparison), ": ",
                    FormatAmount(result.difference.eu), " ", FormatAmount(result.difference.national),
                    " ", FormatAmount(result.difference.own));
    for (const std::string& line : result.lines) absl::StrAppend(&text, " ", line);
  }
  return text;
}

// What is not done, "0 claims/2 90.00".
std::vector<std::string> Open(const MoneyFacts& facts) {
  std::vector<std::string> texts;
  const auto items = FindOpenItems(facts);
  if (!items.ok()) return {std::string(items.status().message())};
  for (const OpenItem& item : *items) {
    texts.push_back(
        absl::StrCat(static_cast<int>(item.undone), " ", item.record, " ", FormatAmount(item.amount)));
  }
  return texts;
}

TEST(CheckMoney, BooksOfASettledContract_AgreeInAllSixComparisons) {
  EXPECT_EQ(CheckMoney(Settled())->size(), 6);
  EXPECT_EQ(Differing(Settled()), "");
}

TEST(CheckMoney, ACentAtAnyPlace_IsFoundInItsComparisonOnly) {
  MoneyFacts caps = Settled();
  caps.budget_amount = Parts(17001, 3000);
  EXPECT_EQ(Differing(caps), "0: -0.01 0.00 0.00");

  MoneyFacts approved = Settled();
  approved.claims[1].approved = Parts(5100, 899, 1);  // In total the same.
  EXPECT_EQ(Differing(approved), "1: 0.00 0.01 -0.01; 4: 0.00 0.01 0.00");

  MoneyFacts paid = Settled();
  paid.claims[1].paid = Parts(5101, 899);
  EXPECT_EQ(Differing(paid), "2: 0.01 -0.01 0.00");

  MoneyFacts bank = Settled();
  bank.payments[1].movements[0].amount = Lev(5999);
  EXPECT_EQ(Differing(bank), "3: 0.01 0.00 0.00");

  MoneyFacts final_claim = Settled();
  final_claim.claims[2].to_recover = Parts(1, 0);
  EXPECT_EQ(Differing(final_claim), "4: -0.01 0.00 0.00");
}

TEST(CheckMoney, JournalsThatCancelOut_AreFoundByTheirLines) {
  MoneyFacts facts = Settled();
  facts.lines[0].journal_spent = Parts(10201, 1800);
  facts.lines[1].journal_spent = Parts(3399, 600);
  EXPECT_EQ(Differing(facts), "5: 0.00 0.00 0.00 1 2");

  facts.journal_is_read = false;
  EXPECT_EQ(Differing(facts), "");
}

TEST(CheckMoney, WithDays_ComparesOnlyWhatHasDays) {
  MoneyFacts facts = Settled();
  facts.dated = true;
  EXPECT_EQ(CheckMoney(facts)->size(), 3);
  facts.claims.pop_back();
  EXPECT_EQ(CheckMoney(facts)->size(), 2);  // Without a final claim nothing is balanced.
}

TEST(CheckMoney, WhatAPreparedRevisionHolds_IsStillTheContracts) {
  MoneyFacts facts = Settled();
  facts.lines[1].cap = Parts(6700, 1200);
  facts.lines[1].modified = Parts(-100, 0);
  facts.lines[1].held = Parts(-100, 0);
  EXPECT_EQ(Differing(facts), "");
  EXPECT_EQ(*ContractValue(facts.lines[1]), Parts(6800, 1200));
}

TEST(CheckMoney, ClaimsInLevOfAContractInEuro_MayMissACentEach) {
  MoneyFacts facts = Settled();
  facts.currency = Currency::kEur;
  facts.budget_amount = Parts(8692, 1534, 0, Currency::kEur);
  facts.lines = {Line("1", Parts(8692, 1534, 0, Currency::kEur), Parts(6954, 1227, 0, Currency::kEur))};
  // 136.00 and 24.00 lev are 69.54 and 12.27 euro; claims are converted one by one.
  EXPECT_EQ(Differing(facts), "");

  facts.lines[0].spent = Parts(6990, 1227, 0, Currency::kEur);
  facts.lines[0].journal_spent = facts.lines[0].spent;
  EXPECT_EQ(Differing(facts).substr(0, 3), "1: ");
}

ThreePart Euro(int64_t eu, int64_t national) { return Parts(eu, national, 0, Currency::kEur); }

// 200.00 lev, converted; one line, one claim and one debt in euro.
MoneyFacts ConvertedContract() {
  MoneyFacts facts;
  facts.currency = Currency::kEur;
  facts.budget_amount = Euro(8692, 1534);
  facts.lines = {Line("1", Euro(8692, 1534), Euro(4346, 767))};
  facts.claims = {Claim(1, "INTERIM", Euro(4346, 767))};
  facts.payments = {Payment("PA001", 1, Euro(4346, 767))};
  const Converted amounts = {.before = Parts(17000, 3000), .after = Euro(8692, 1534)};
  facts.conversion = ConversionFact{
      .converted_on = "2026-01-01", .contract = amounts, .budget = amounts, .payments = true};
  return facts;
}

TEST(CheckMoney, ConversionThatMissedNothing_Agrees) {
  EXPECT_EQ(CheckMoney(ConvertedContract())->back().comparison, Comparison::kContractAndConverted);
  EXPECT_EQ(Differing(ConvertedContract()), "");
  EXPECT_EQ(Open(ConvertedContract()), std::vector<std::string>());
}

TEST(CheckMoney, ConversionThatMissedSomething_DoesNotAgreeAndNamesIt) {
  MoneyFacts amount = ConvertedContract();
  amount.conversion->budget->after = Euro(8692, 1535);
  EXPECT_EQ(Differing(amount), "6: 0.00 -0.01 0.00");
  amount = ConvertedContract();
  amount.conversion->budget->before = Parts(17001, 3000);
  EXPECT_EQ(Differing(amount), "6: 0.00 0.00 0.00");

  MoneyFacts line = ConvertedContract();
  line.lines.push_back(Line("2", Parts(0, 0), Parts(0, 0)));
  EXPECT_EQ(Differing(line), "6: 0.00 0.00 0.00 2");
  EXPECT_EQ(Open(line), std::vector<std::string>{"6 budget/lines/2 0.00"});

  MoneyFacts cost = ConvertedContract();
  cost.costs_left_in_lev = {"17", "18"};
  EXPECT_EQ(Differing(cost), "6: 0.00 0.00 0.00");
  EXPECT_EQ(Open(cost), (std::vector<std::string>{"6 costs/17 0.00", "6 costs/18 0.00"}));

  MoneyFacts claim = ConvertedContract();
  claim.claims.push_back(Claim(2, "INTERIM", Parts(0, 0)));
  EXPECT_EQ(Differing(claim), "6: 0.00 0.00 0.00");
  EXPECT_EQ(Open(claim), std::vector<std::string>{"6 claims/2 0.00"});

  MoneyFacts debt = ConvertedContract();
  const ThreePart none = Parts(0, 0);
  debt.debts = {{.id = 4,
                 .number = "Д-4",
                 .status = "REPAID_IN_FULL",
                 .served_on = "",
                 .principal = none,
                 .interest = none,
                 .repaid_principal = none,
                 .repaid_interest = none}};
  EXPECT_EQ(Differing(debt), "6: 0.00 0.00 0.00");
  EXPECT_EQ(Open(debt), std::vector<std::string>{"6 debts/4 0.00"});
}

TEST(FindOpenItems, WhatHasNotFollowedAConversionYet_IsNamedAndIsNoDisagreement) {
  MoneyFacts claims = ConvertedContract();
  claims.conversion->payments = false;  // A claim that was open then holds it back.
  EXPECT_EQ(Open(claims), std::vector<std::string>{"6 claims 51.13"});
  EXPECT_EQ(Differing(claims), "");

  MoneyFacts budget = Settled();
  budget.conversion = ConvertedContract().conversion;
  budget.conversion->budget.reset();
  EXPECT_EQ(Open(budget).front(), "6 budget 200.00");
  EXPECT_EQ(Differing(budget), "");
}

TEST(FindOpenItems, ContractInLevAmongConvertedOnes_IsNamed) {
  MoneyFacts facts = Settled();
  facts.is_left_in_lev = true;
  EXPECT_EQ(Open(facts), std::vector<std::string>{"6  200.00"});
}

TEST(FindOpenItems, OfASettledContract_AreNone) {
  EXPECT_EQ(Open(Settled()), std::vector<std::string>());
}

TEST(FindOpenItems, NameEachThingWithItsAmount) {
  MoneyFacts facts = Settled();
  facts.claims[2].state = "SENT";
  for (ThreePart* amount : {&facts.claims[2].approved, &facts.claims[2].payable,
                            &facts.claims[2].cleared, &facts.claims[2].paid}) {
    *amount = Parts(0, 0);
  }
  facts.payments.pop_back();
  facts.payments[1].amount = Parts(4250, 750);
  facts.payments[1].movements = {{"2018-02-01", "x", Lev(4000)}};
  facts.lines[1].reserved = Parts(8500, 1500);
  const ThreePart none = Parts(0, 0);
  facts.debts = {{.id = 1,
                  .number = "D1",
                  .status = "VOLUNTARY",
                  .served_on = "2019-01-01",
                  .principal = Parts(340, 60),
                  .interest = Parts(9, 1),
                  .repaid_principal = Parts(340, 60),
                  .repaid_interest = none}};

  EXPECT_EQ(Open(facts),
            (std::vector<std::string>{"1 claims/2 10.00", "0 claims/3 100.00", "2  40.00", "3  100.00",
                                      "4 debts/1 0.10", "5 payments/PA002 10.00"}));
}

TEST(FindOpenItems, WhatADeductionPaid_IsNotOpen) {
  MoneyFacts facts = Settled();
  facts.payments[1].amount = Parts(4250, 750);
  facts.payments[1].movements[0].amount = Lev(5000);
  EXPECT_EQ(Open(facts), std::vector<std::string>{"1 claims/2 10.00"});
  facts.claims[1].deducted = Parts(850, 150);
  EXPECT_EQ(Open(facts), std::vector<std::string>());
}

TEST(PercentAboveZero, OfADifferenceThatIsNotAboveZero_IsZeroAsIsunPrintsIt) {
  EXPECT_EQ(*PercentAboveZero(Lev(2500), Lev(10000)), "25.00");
  EXPECT_EQ(*PercentAboveZero(Lev(1), Lev(30000)), "0.00");
  EXPECT_EQ(*PercentAboveZero(Lev(2), Lev(30000)), "0.01");  // 0.00666…, half up
  EXPECT_EQ(*PercentAboveZero(Lev(0), Lev(10000)), "0.00");
  EXPECT_EQ(*PercentAboveZero(Lev(-2500), Lev(10000)), "0.00");
  EXPECT_EQ(*PercentAboveZero(Lev(1), Lev(0)), "");
}

TEST(Cumulative, HasThisReportOnlyUntilItIsDecided) {
  LineFact line = Line("1", Parts(1000, 0), Parts(300, 0));
  line.this_report = Parts(200, 0);
  EXPECT_EQ(*Cumulative(line, /*report_is_decided=*/false), Parts(500, 0));
  EXPECT_EQ(*Cumulative(line, /*report_is_decided=*/true), Parts(300, 0));
}

// domain.md §3.5: the four sums of Lyubimets, converted one by one, are a cent more than their total.
TEST(ToProto, InEuro_ConvertsEachFigureAndSaysWhatTheRowsMiss) {
  MoneyFacts facts;
  facts.budget_amount = Parts(53895200, 0);
  for (const int64_t minor : {24444000, 3979200, 16352000, 9120000}) {
    facts.lines.push_back(Line(absl::StrCat(facts.lines.size() + 1), Parts(minor, 0), Parts(0, 0)));
  }

  const auto report = ToProto(facts, Currency::kEur);

  ASSERT_TRUE(report.ok()) << report.status();
  std::string figures;
  for (const v1::MoneyLine& line : report->lines()) {
    absl::StrAppend(&figures, line.current().total().amount(), " ");
  }
  EXPECT_EQ(figures, "124980.19 20345.33 83606.45 46629.82 ");
  EXPECT_EQ(report->total().current().total().amount(), "275561.78");
  EXPECT_EQ(report->total().current().total().currency(), "EUR");
  std::vector<std::string> roundings;
  for (const v1::MoneyRounding& rounding : report->roundings()) {
    EXPECT_EQ(rounding.table(), v1::BUDGET_TABLE);
    roundings.push_back(
        absl::StrCat(v1::MoneyFigure_Name(rounding.figure()), " ", rounding.amount().total().amount()));
  }
  EXPECT_EQ(roundings, (std::vector<std::string>{"CONTRACT_VALUE_FIGURE -0.01", "CURRENT_FIGURE -0.01",
                                                 "DIFFERENCE_FIGURE -0.01"}));
}

TEST(ToProto, InTheContractsCurrency_MissesNothing) {
  const auto report = ToProto(Settled(), Currency::kBgn);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->roundings_size(), 0);
  EXPECT_TRUE(report->agrees());
  EXPECT_EQ(report->open_size(), 0);
  // The advance is no cost: it does not count among what was requested.
  EXPECT_EQ(report->claims_total().requested().total().amount(), "160.00");
  EXPECT_EQ(report->claims_total().payable().total().amount(), "160.00");
  EXPECT_EQ(report->received_advance().total().amount(), "40.00");
  EXPECT_EQ(report->received_interim().total().amount(), "60.00");
  EXPECT_EQ(report->received_final().total().amount(), "60.00");
  EXPECT_EQ(report->received_total().total().amount(), "160.00");
}

TEST(ToProto, GrantAndTotal_AreConvertedByThemselves) {
  MoneyFacts facts;
  facts.budget_amount =
      Parts(100, 100, 100);  // 0.51 each, 1.02 and 1.53 together: 3.00 lev are 1.5338…
  const auto report = ToProto(facts, Currency::kEur);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->granted().eu().amount(), "0.51");
  EXPECT_EQ(report->granted().grant().amount(), "1.02");
  EXPECT_EQ(report->granted().total().amount(), "1.53");
  facts.budget_amount = Parts(195, 196, 0);  // 1.00 each; 3.91 lev are 1.9991… euro.
  EXPECT_EQ(ToProto(facts, Currency::kEur)->granted().total().amount(), "2.00");
}

}  // namespace
}  // namespace tranche::reports
