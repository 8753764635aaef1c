// SPDX-License-Identifier: EUPL-1.2
// Costs in other currencies than the budget's: old documents in lev, dollars, their rates and notes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "budgets/testing/redenomination_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::SizeIs;

TEST_F(RedenominationTest, AnOldInvoiceInLev_IsRecordedAtTheFixedRateWithBothAmounts) {
  ConcludeMineralniBani();
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());

  const auto cost = Call(&Currencies::RecordForeignCost, Foreign("1", "378.01", "BGN", "old"));

  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->claimed().amount(), "193.27");
  EXPECT_EQ(cost->claimed().currency(), "EUR");
  EXPECT_EQ(cost->original().claimed(), "378.01");
  EXPECT_EQ(cost->original().rate(), "1.95583");
  EXPECT_TRUE(cost->original().verified());
  EXPECT_EQ(GetCost(cost->name())->original().currency(), "BGN");
  EXPECT_EQ(GetCost(cost->name())->parts().eu().currency(), "EUR");
  EXPECT_EQ(Check()->findings_size(), 0);

  // The same again is the same; another request with the document is a duplicate.
  EXPECT_EQ(Call(&Currencies::RecordForeignCost, Foreign("1", "378.01", "BGN", "old"))->name(),
            cost->name());
  v1::RecordForeignCostRequest twice = Foreign("1", "378.01", "BGN", "old");
  twice.set_request_id("another");
  EXPECT_EQ(ReasonOf(Call(&Currencies::RecordForeignCost, twice).status()), "COST_DUPLICATE");
}

TEST_F(RedenominationTest, AnInvoiceInLevOfAfterTheChangeover_IsRefused) {
  ConcludeMineralniBani();
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());
  v1::RecordForeignCostRequest request = Foreign("1", "10.00", "BGN", "late");
  request.mutable_document()->set_issued_on("2026-01-01");

  EXPECT_EQ(ReasonOf(Call(&Currencies::RecordForeignCost, request).status()),
            "FOREIGN_LEV_AFTER_CHANGEOVER");
}

TEST_F(RedenominationTest, DollarsWithoutARate_AreRefusedUntilTheRateOfTheMonthIsRecorded) {
  ConcludeMineralniBani();
  v1::RecordForeignCostRequest request = Foreign("1", "1000.00", "USD", "usd");

  const absl::Status unknown = Call(&Currencies::RecordForeignCost, request).status();
  EXPECT_EQ(ReasonOf(unknown), "EXCHANGE_RATE_UNKNOWN");
  EXPECT_THAT(ValuesOf(unknown), ::testing::Contains(::testing::Pair("month", "2018-02")));
  ASSERT_TRUE(RecordRate("USD", "2018-02", "1.2457", "r1").ok());
  const auto cost = Call(&Currencies::RecordForeignCost, request);

  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->claimed().amount(), "1570.07");  // 1000 / 1.2457 x 1.95583, in lev.
  EXPECT_EQ(cost->original().month(), "2018-02");
  EXPECT_EQ(cost->original().rate(), "1.2457");
  EXPECT_EQ(cost->original().rate_source(), "InforEuro, прочетено на 01.09.2018 г.");
  EXPECT_FALSE(cost->original().verified());
  // A later entry for the month holds from then on, and the cost keeps its rate.
  ASSERT_TRUE(RecordRate("USD", "2018-02", "1.25", "r2").ok());
  EXPECT_EQ(GetCost(cost->name())->original().rate(), "1.2457");
  v1::ListExchangeRatesRequest list;
  list.set_parent(absl::StrCat("organisations/", kOrganisation));
  const auto rates = Call(&Currencies::ListExchangeRates, list);
  ASSERT_EQ(rates->exchange_rates_size(), 1);
  EXPECT_EQ(rates->exchange_rates(0).rate(), "1.25");
}

// What money was paid for is what was recorded: it is not converted with the contract.
TEST_F(RedenominationTest, TotalOfADocument_IsToldAsItWasRecordedAfterTheConversion) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordRate("USD", "2018-02", "1.2457", "r1").ok());
  const auto dollars = Call(&Currencies::RecordForeignCost, Foreign("1", "1000.00", "USD", "usd"));
  ASSERT_TRUE(dollars.ok()) << dollars.status();
  const auto lev = RecordCost("1", "1.95", "a");
  ASSERT_TRUE(lev.ok()) << lev.status();
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());
  const auto old = Call(&Currencies::RecordForeignCost, Foreign("1", "378.01", "BGN", "old"));
  ASSERT_TRUE(old.ok()) << old.status();

  const auto recorded = [&](const std::string& name) {
    const auto cost = GetCost(name);
    return cost->recorded_total().amount() + " " + cost->recorded_total().currency();
  };
  EXPECT_EQ(GetCost(dollars->name())->document().total().currency(), "EUR");
  EXPECT_EQ(recorded(dollars->name()), "1570.07 BGN");
  EXPECT_EQ(recorded(lev->name()), "1.95 BGN");
  EXPECT_EQ(recorded(old->name()), "378.01 BGN");
  EXPECT_EQ(old->recorded_total().amount(), "378.01");  // As the answer to its recording says.
}

TEST_F(RedenominationTest, RowsInOtherCurrencies_AreRecordedAsSingleOnesAre) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordRate("USD", "2018-02", "1.2457", "r1").ok());
  v1::RecordCostsRequest request;
  request.set_parent(Foreign("1", "1.00", "USD", "any").parent());
  request.set_request_id("import");
  const auto add = [&](const std::string& amount, const std::string& currency,
                       const std::string& number) {
    const v1::RecordForeignCostRequest single = Foreign("1", amount, currency, number);
    v1::ForeignCostRow* row = request.add_rows()->mutable_foreign_cost();
    row->set_line(single.line());
    *row->mutable_document() = single.document();
    row->mutable_document()->set_number(number);
    *row->mutable_original() = single.original();
  };
  add("1000.00", "USD", "101");
  add("1000.00", "CHF", "102");
  add("1000.00", "BGN", "103");
  add("100.00", "EUR", "104");
  add("0", "usd", "105");
  request.mutable_rows(4)->mutable_foreign_cost()->set_line("99");

  const auto response = Call(&Documents::RecordCosts, request);

  ASSERT_TRUE(response.ok()) << response.status();
  std::vector<std::string> said;
  for (const v1::RowOutcome& outcome : response->outcomes()) {
    if (outcome.faults().empty()) said.push_back(v1::RowResult_Name(outcome.result()));
    for (const v1::RowFault& fault : outcome.faults()) {
      said.push_back(fault.field() + " " + fault.reason());
    }
  }
  EXPECT_THAT(said,
              ::testing::ElementsAre(
                  "ROW_RECORDED", "foreignCost.original.currency EXCHANGE_RATE_UNKNOWN",
                  "foreignCost.original.currency FOREIGN_CURRENCY_SAME", "ROW_RECORDED",
                  "foreignCost.original.currency CURRENCY_MALFORMED",
                  "foreignCost.original.claimed COST_NOT_POSITIVE", "foreignCost.line LINE_NOT_FOUND"));
  const auto dollars = GetCost(response->outcomes(0).cost());
  EXPECT_EQ(dollars->claimed().amount(), "1570.07");
  EXPECT_EQ(dollars->original().rate(), "1.2457");
  EXPECT_EQ(dollars->original().claimed(), "1000.00");
  EXPECT_EQ(GetCost(response->outcomes(3).cost())->claimed().amount(), "195.58");
  EXPECT_EQ(Check()->findings_size(), 0);
  // The same rows again are there already; so is the single request for the same document.
  const auto again = Call(&Documents::RecordCosts, request);
  EXPECT_EQ(again->already_there(), 2);
  v1::RecordForeignCostRequest single = Foreign("1", "1000.00", "USD", "single");
  single.mutable_document()->set_number("101");
  EXPECT_EQ(ReasonOf(Call(&Currencies::RecordForeignCost, single).status()), "COST_DUPLICATE");
}

TEST_F(RedenominationTest, CreditNoteInDollars_TakesBackByTheRateOfItsInvoice) {
  ConcludeMineralniBani();
  ASSERT_TRUE(RecordRate("USD", "2018-02", "1.2457", "r1").ok());
  v1::RecordForeignCostRequest invoice = Foreign("1", "1000.00", "USD", "usd");
  invoice.mutable_original()->set_claimed("600.00");
  const auto cost = Call(&Currencies::RecordForeignCost, invoice);
  ASSERT_TRUE(cost.ok()) << cost.status();
  // A later rate changes nothing of what the invoice was worth.
  ASSERT_TRUE(RecordRate("USD", "2018-02", "1.30", "r2").ok());
  v1::RecordCreditNoteRequest request;
  request.set_name(cost->name());
  request.mutable_credit_note()->set_number("CN-1");
  request.mutable_credit_note()->set_issued_on("2018-03-01");
  request.mutable_credit_note()->set_original_currency("USD");
  request.mutable_credit_note()->set_original_amount("400.00");
  request.set_request_id("note");

  const auto credited = Call(&Documents::RecordCreditNote, request);

  ASSERT_TRUE(credited.ok()) << credited.status();
  EXPECT_EQ(credited->credited().amount(), "628.03");  // 400 / 1.2457 x 1.95583.
  EXPECT_EQ(credited->left().amount(), "0.00");
  EXPECT_EQ(sandbox()
                .Inspect("select original_currency || ' ' || original_amount_minor || ' ' || rate "
                         "from budgets.credit_note")[0][0]
                .as<std::string>(),
            "USD 40000 1.2457");
  request.set_request_id("francs");
  request.mutable_credit_note()->set_number("CN-2");
  request.mutable_credit_note()->set_original_currency("CHF");
  EXPECT_EQ(ReasonOf(Call(&Documents::RecordCreditNote, request).status()),
            "CREDIT_NOTE_CURRENCY_DIFFERS");
  request.mutable_credit_note()->mutable_amount()->set_amount("1.00");
  request.mutable_credit_note()->mutable_amount()->set_currency("BGN");
  request.mutable_credit_note()->clear_original_amount();
  std::vector<std::string> fields;
  for (const Violation& violation :
       ViolationsOf(Call(&Documents::RecordCreditNote, request).status())) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, ::testing::ElementsAre("creditNote.amount", "creditNote.originalAmount"));
}

TEST_F(RedenominationTest, WhatIsWrongWithAForeignDocument_IsToldFieldByField) {
  ConcludeMineralniBani();
  v1::RecordForeignCostRequest request = Foreign("1", "10.00", "usd", "bad");
  request.mutable_original()->set_month("2018-13");
  request.mutable_original()->set_vat("-1");

  const absl::Status refused = Call(&Currencies::RecordForeignCost, request).status();

  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(refused)) fields.push_back(violation.field);
  EXPECT_THAT(fields,
              ::testing::UnorderedElementsAre("original.currency", "original.month", "original.vat"));
  EXPECT_EQ(
      ReasonOf(Call(&Currencies::RecordForeignCost, Foreign("1", "10.00", "BGN", "own")).status()),
      "FOREIGN_CURRENCY_SAME");
  v1::RecordForeignCostRequest above = Foreign("1", "10.00", "USD", "above");
  above.mutable_original()->set_claimed("10.01");
  EXPECT_EQ(ReasonOf(Call(&Currencies::RecordForeignCost, above).status()), "COST_ABOVE_DOCUMENT");
}

TEST_F(RedenominationTest, WhatIsWrongWithARate_IsToldFieldByField) {
  EXPECT_EQ(ReasonOf(RecordRate("BGN", "2018-02", "1.95583", "fixed")), "INVALID_REQUEST");
  EXPECT_THAT(ViolationsOf(RecordRate("us", "2018", "1,2", "all")), SizeIs(3));
  EXPECT_EQ(ReasonOf(RecordRate("USD", "2019-01", "1.2", "future")), "MONTH_IN_FUTURE");
}

TEST_F(RedenominationTest, NetOfARecoverableTax_MayBeClaimedWhole) {
  ConcludeMineralniBani();
  AfterTheChangeover();
  ASSERT_TRUE(ConvertAndFollow().ok());
  v1::RecordForeignCostRequest request = Foreign("1", "14.40", "BGN", "vat");
  request.mutable_document()->set_vat_recoverable(true);
  request.mutable_original()->set_vat("2.40");
  request.mutable_original()->set_claimed("12.00");

  const auto cost = Call(&Currencies::RecordForeignCost, request);

  // 7.36 less 1.23; 12.00 lev by themselves are 6.14.
  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->claimed().amount(), "6.13");
  EXPECT_EQ(cost->original().difference().amount(), "-0.01");
}

}  // namespace
}  // namespace tranche::budgets
