// SPDX-License-Identifier: EUPL-1.2
// Rows of costs as people write them: how they are read, and what is found wrong with them.
#include "cli/cost_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/cost_rows_fixture.h"
#include "cli/fake_rows.h"

namespace tranche::cli {
namespace {

namespace v1 = budgets::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Read {
  std::vector<v1::CostRow> rows;
  std::vector<std::string> findings;  // "Лист1!D17 REASON".
  absl::Status status;
};

Read ReadAll(std::vector<std::vector<std::string>> table, const std::string& books = "") {
  FakeRows source(std::move(table));
  CostRows rows(source, Language::kBulgarian, books);
  Read read;
  while (true) {
    v1::CostRow row;
    const auto more = rows.Next(&row);
    if (!more.ok()) read.status = more.status();
    if (!more.ok() || !*more) break;
    read.rows.push_back(row);
  }
  for (const Violation& finding : rows.findings()) {
    read.findings.push_back(absl::StrCat(finding.field, " ", finding.reason));
  }
  return read;
}

// No currency is written anywhere: it is that of the budget.
TEST(CostRows, AmountWithoutACurrency_IsInThatOfTheBudget) {
  std::vector<std::string> row = With(6, "1250,00");
  row[3] = "02.03.2026";
  row[4] = "05.03.2026";
  const Read in_euro = ReadAll({kHeadings, row}, "EUR");
  EXPECT_THAT(in_euro.findings, IsEmpty());
  ASSERT_THAT(in_euro.rows, SizeIs(1));
  EXPECT_EQ(in_euro.rows[0].cost().claimed().currency(), "EUR");
  EXPECT_EQ(in_euro.rows[0].cost().claimed().amount(), "1250.00");
}

TEST(CostRows, AmountWithoutACurrencyOfTheTimeOfTheOther_AsksForIt) {
  std::vector<std::string> late = With(6, "1250,00");
  late[3] = "02.03.2026";
  late[4] = "05.03.2026";
  EXPECT_THAT(ReadAll({kHeadings, late}, "BGN").findings,
              ElementsAre("Лист1!G2 TABLE_CURRENCY_NOT_WRITTEN"));
  EXPECT_THAT(ReadAll({kHeadings, With(6, "1250,00")}, "EUR").findings,
              ElementsAre("Лист1!G2 TABLE_CURRENCY_NOT_WRITTEN"));
  // Who says it is believed.
  late[6] = "1250,00 лв.";
  EXPECT_THAT(ReadAll({kHeadings, late}, "BGN").findings, IsEmpty());
}

TEST(CostRows, OrdinaryRow_BecomesACost) {
  const Read read = ReadAll({kHeadings, kGood});

  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_THAT(read.rows, SizeIs(1));
  const v1::Cost& cost = read.rows[0].cost();
  EXPECT_EQ(read.rows[0].place(), "Лист1!C2");
  EXPECT_EQ(cost.line(), "1.1");
  EXPECT_EQ(cost.document().type(), v1::INVOICE);
  EXPECT_EQ(cost.document().number(), "0000012345");
  EXPECT_EQ(cost.document().issued_on(), "2017-10-02");
  EXPECT_EQ(cost.document().paid_on(), "2017-10-05");
  EXPECT_EQ(cost.document().issuer(), "Доставчик ООД");
  EXPECT_EQ(cost.document().total().amount(), "1250.00");
  EXPECT_EQ(cost.claimed().amount(), "1250.00");
  EXPECT_EQ(cost.claimed().currency(), "BGN");
}

TEST(CostRows, LineThatAWorkbookTakesForANumber_IsWhatItShows) {
  const Read read = ReadAll({kHeadings, With(0, "#1.1|2"), With(0, "#1.1"), With(0, "#2|2")});
  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_THAT(read.rows, SizeIs(3));
  EXPECT_EQ(read.rows[0].cost().line(), "1.10");
  EXPECT_EQ(read.rows[1].cost().line(), "1.1");
  EXPECT_EQ(read.rows[2].cost().line(), "2");
}

TEST(CostRows, ColumnsInAnyOrderAndLanguage_AreKnownByTheirHeadings) {
  const Read read =
      ReadAll({{"Разходи по договор BG05"},
               {},
               {"Total (EUR)", "Issuer:", "claimed", "Payment date", "Issued on", "Number",
                "Document type", "Бележка", "Budget line", "EIK", "VAT", "VAT recoverable"},
               {"#120.5", "Supplier", "#100", "@2018-02-05", "@2018-02-01", "#17", "invoice", "нищо",
                "#2.1", "#175074752", "#20.5", "yes"}});

  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_THAT(read.rows, SizeIs(1));
  const v1::Cost& cost = read.rows[0].cost();
  EXPECT_EQ(cost.line(), "2.1");
  EXPECT_EQ(cost.document().total().amount(), "120.50");
  EXPECT_EQ(cost.document().total().currency(), "EUR");
  EXPECT_EQ(cost.claimed().amount(), "100.00");
  EXPECT_EQ(cost.document().vat().amount(), "20.50");
  EXPECT_TRUE(cost.document().vat_recoverable());
  EXPECT_EQ(cost.document().issuer_eik(), "175074752");
  EXPECT_EQ(cost.document().number(), "17");
}

TEST(CostRows, EverythingThatIsWrong_IsFoundWithItsCellAtOnce) {
  const Read read = ReadAll({kHeadings,
                             kGood,
                             With(0, "едно"),
                             With(1, "бележка"),
                             With(2, ""),
                             With(3, "31.02.2018"),
                             With(4, "скоро"),
                             With(5, "!#REF!"),
                             With(6, "12,345"),
                             {"1.1", "ведомост", "", "", "1.2.1980", "", "!#N/A"}});

  ASSERT_TRUE(read.status.ok());
  EXPECT_THAT(read.rows, SizeIs(1));
  EXPECT_THAT(read.findings, ElementsAre("Лист1!A3 FIELD_MALFORMED", "Лист1!B4 TABLE_WORD_UNKNOWN",
                                         "Лист1!C5 FIELD_REQUIRED", "Лист1!D6 DATE_NOT_IN_CALENDAR",
                                         "Лист1!E7 DATE_MALFORMED", "Лист1!F8 TABLE_FORMULA_FAILED",
                                         "Лист1!G9 MONEY_MALFORMED", "Лист1!C10 FIELD_REQUIRED",
                                         "Лист1!D10 FIELD_REQUIRED", "Лист1!E10 DATE_OUT_OF_RANGE",
                                         "Лист1!F10 FIELD_REQUIRED", "Лист1!G10 TABLE_FORMULA_FAILED"));
}

TEST(CostRows, TypesOfDocuments_AreKnownByTheirUsualWords) {
  for (const auto& [word, type] : std::vector<std::pair<std::string, v1::DocumentType>>{
           {"Фактура", v1::INVOICE},
           {"ф-ра", v1::INVOICE},
           {"ВЕДОМОСТ", v1::PAYROLL},
           {"Касова бележка (фискален бон)", v1::CASH_RECEIPT},
           {"РКО", v1::CASH_ORDER},
           {"авансов отчет", v1::ADVANCE_REPORT},
           {"Дебитно известие", v1::DEBIT_NOTE},
           {"Протокол по ЗДДС", v1::VAT_PROTOCOL},
           {"travel_order", v1::TRAVEL_ORDER},
           {"Друг", v1::OTHER}}) {
    const Read read = ReadAll({kHeadings, With(1, word)});
    ASSERT_THAT(read.rows, SizeIs(1)) << word;
    EXPECT_EQ(read.rows[0].cost().document().type(), type) << word;
  }
}

TEST(CostRows, CurrencyOfTheAmount_GoesBeforeThatOfTheRowAndTheHeading) {
  std::vector<std::string> headings = kHeadings;
  headings[6] = "Сума, лв.";
  headings.push_back("Валута");
  std::vector<std::string> row = With(6, "10,00");
  row.push_back("");
  std::vector<std::string> row_in_euro = With(2, "2");
  row_in_euro[6] = "10,00";
  row_in_euro.push_back("EUR");
  std::vector<std::string> all_in_euro = With(2, "3");
  all_in_euro[6] = "10,00 €";
  all_in_euro.push_back("лв");
  std::vector<std::string> strange = With(2, "4");
  strange[6] = "10,00";
  strange.push_back("долари");
  const Read read = ReadAll({headings, row, row_in_euro, all_in_euro, strange});

  ASSERT_THAT(read.rows, SizeIs(3));
  EXPECT_EQ(read.rows[0].cost().claimed().currency(), "BGN");
  EXPECT_EQ(read.rows[1].cost().claimed().currency(), "EUR");
  EXPECT_EQ(read.rows[2].cost().claimed().currency(), "EUR");
  EXPECT_THAT(read.findings, ElementsAre("Лист1!H5 MONEY_CURRENCY_UNKNOWN"));
}

TEST(CostRows, RowInAnotherCurrency_IsAForeignCostAndOneOfTheBooksIsNot) {
  std::vector<std::string> plain = kGood;
  plain[6] = "10,00";
  const std::vector<std::vector<std::string>> table = {
      WideHeadings(), Wide(plain, "USD", "2017-09", "", ""), Wide(With(2, "2"), "", "", "", ""),
      Wide({"1.1", "фактура", "3", "02.10.2017", "05.10.2017", "Доставчик ООД", "10,00 €"}, "", "", "",
           ""),
      Wide({"1.1", "фактура", "4", "02.03.2026", "05.03.2026", "Доставчик ООД", "10,00"}, "", "", "",
           "")};
  const Read read = ReadAll(table, "EUR");

  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_THAT(read.rows, SizeIs(4));
  const v1::ForeignCostRow& dollars = read.rows[0].foreign_cost();
  EXPECT_FALSE(read.rows[0].has_cost());
  EXPECT_EQ(dollars.line(), "1.1");
  EXPECT_EQ(dollars.document().issued_on(), "2017-10-02");
  EXPECT_EQ(dollars.original().currency(), "USD");
  EXPECT_EQ(dollars.original().total(), "10.00");
  EXPECT_EQ(dollars.original().claimed(), "10.00");
  EXPECT_EQ(dollars.original().month(), "2017-09");
  // "лв." stands in the cell, so it is no mistake in a budget in euro; "10,00" says nothing.
  EXPECT_EQ(read.rows[1].foreign_cost().original().currency(), "BGN");
  EXPECT_EQ(read.rows[2].cost().claimed().currency(), "EUR");
  EXPECT_EQ(read.rows[3].cost().claimed().currency(), "EUR");
  // Whoever does not know the books converts nothing but what is in no book at all.
  const Read unknown = ReadAll(table);
  EXPECT_TRUE(unknown.rows[0].has_foreign_cost());
  EXPECT_TRUE(unknown.rows[1].has_cost());
}

TEST(CostRows, WhatADocumentSaysBesides_IsReadFromItsColumns) {
  std::vector<std::string> headings = kHeadings;
  headings.insert(headings.end(), {"Валута", "Дейност", "Издател е", "Признаци"});
  const auto row = [](const std::string& number, const std::vector<std::string>& more) {
    std::vector<std::string> cells = With(2, number);
    cells[6] = "10,00";
    cells.insert(cells.end(), more.begin(), more.end());
    return cells;
  };
  const Read read =
      ReadAll({headings, row("1", {"", "3.1", "Изпълнител", "авансово плащане, извън ЕС"}),
               row("2", {"", "", "", ""}), row("3", {"", "", "някой", "извън ЕС, кръгло"}),
               row("4", {"USD", "3.1", "партньор", "принос в натура"})});

  ASSERT_THAT(read.rows, SizeIs(3));
  const v1::CostParticulars& particulars = read.rows[0].cost().particulars();
  EXPECT_EQ(particulars.issuer_kind(), v1::ISSUED_BY_CONTRACTOR);
  EXPECT_THAT(particulars.flags(), ElementsAre(v1::ADVANCE_TO_CONTRACTOR, v1::OUTSIDE_UNION));
  ASSERT_EQ(particulars.activities_size(), 1);
  EXPECT_EQ(particulars.activities(0).activity(), "3.1");
  EXPECT_EQ(particulars.activities(0).amount().amount(), "10.00");
  EXPECT_FALSE(read.rows[1].cost().has_particulars());
  const v1::ForeignParticulars& foreign = read.rows[2].foreign_cost().particulars();
  EXPECT_EQ(foreign.issuer_kind(), v1::ISSUED_BY_PARTNER);
  EXPECT_THAT(foreign.flags(), ElementsAre(v1::IN_KIND));
  ASSERT_EQ(foreign.activities_size(), 1);
  EXPECT_EQ(foreign.activities(0).activity(), "3.1");
  EXPECT_EQ(foreign.activities(0).amount(), "10.00");
  EXPECT_THAT(read.findings, ElementsAre("Лист1!J4 TABLE_WORD_UNKNOWN", "Лист1!K4 TABLE_WORD_UNKNOWN"));
}

TEST(CostRows, CreditNote_IsKnownByItsTypeOrByItsMinusAndItsDocument) {
  const Read read =
      ReadAll({WideHeadings(),
               Wide({"", "Кредитно известие", "42", "12.10.2017", "", "Доставчик ООД", "120,00 лв."},
                    "", "", "0012", "02.10.2017"),
               Wide({"1.1", "фактура", "43", "12.10.2017", "13.10.2017", "Доставчик ООД", "-120,00"},
                    "", "", "12", ""),
               Wide({"", "кредитно известие", "44", "12.10.2017", "", "Доставчик ООД", "-99,50"}, "USD",
                    "", "13", "")});

  EXPECT_THAT(read.findings, IsEmpty());
  ASSERT_THAT(read.rows, SizeIs(3));
  const v1::CreditNoteRow& note = read.rows[0].credit_note();
  EXPECT_EQ(note.note().number(), "42");
  EXPECT_EQ(note.note().issued_on(), "2017-10-12");
  EXPECT_EQ(note.note().amount().amount(), "120.00");
  EXPECT_EQ(note.note().amount().currency(), "BGN");
  EXPECT_FALSE(note.note().has_vat());
  EXPECT_EQ(note.document_number(), "0012");
  EXPECT_EQ(note.document_issued_on(), "2017-10-02");
  EXPECT_EQ(note.issuer(), "Доставчик ООД");
  EXPECT_EQ(read.rows[1].credit_note().note().amount().amount(), "120.00");
  EXPECT_EQ(read.rows[2].credit_note().note().original_amount(), "99.50");
  EXPECT_EQ(read.rows[2].credit_note().note().original_currency(), "USD");
}

TEST(CostRows, NoteWithoutItsDocumentAndCostWithOne_AreFoundAtTheirCells) {
  EXPECT_THAT(ReadAll({WideHeadings(), Wide(With(1, "кредитно известие"), "", "", "", "")}).findings,
              ElementsAre("Лист1!J2 TABLE_NOTE_WITHOUT_DOCUMENT"));
  EXPECT_THAT(ReadAll({kHeadings, With(1, "кредитно известие")}).findings,
              ElementsAre("Лист1!B2 TABLE_NOTE_WITHOUT_DOCUMENT"));
  EXPECT_THAT(ReadAll({kHeadings, With(6, "-100,00")}).findings,
              ElementsAre("Лист1!G2 TABLE_AMOUNT_NEGATIVE"));
  EXPECT_THAT(ReadAll({WideHeadings(), Wide(kGood, "", "", "12", "")}).findings,
              ElementsAre("Лист1!J2 FIELD_NOT_OF_CHOICE"));
  EXPECT_THAT(
      ReadAll({WideHeadings(), Wide(With(6, "10,00"), "", "", "", ""),
               Wide(With(2, "7"), "EUR", "", "", ""), Wide(With(6, "10,00 €"), "US$", "", "", "")})
          .findings,
      ElementsAre("Лист1!H4 MONEY_CURRENCY_UNKNOWN"));
}

TEST(CostRows, RowsOfSums_AreNoCosts) {
  const Read read = ReadAll({kHeadings,
                             kGood,
                             {"", "", "", "", "", "ОБЩО:", "1 250,00"},
                             {"Всичко", "", "", "", "", "", "1 250,00"},
                             {"", "", "", "", "", "", "1 250,00"}});

  EXPECT_THAT(read.rows, SizeIs(1));
  EXPECT_THAT(read.findings, IsEmpty());
}

TEST(CostRows, SameDocumentTwice_IsFoundWithItsFirstPlace) {
  FakeRows source({kHeadings, kGood, With(0, "1.2"), With(2, "12345")});
  CostRows rows(source, Language::kBulgarian);
  v1::CostRow row;
  while (*rows.Next(&row)) {
  }

  ASSERT_THAT(rows.findings(), SizeIs(1));
  EXPECT_EQ(rows.findings()[0].field, "Лист1!C4");
  EXPECT_EQ(rows.findings()[0].reason, "TABLE_ROW_TWICE");
  EXPECT_EQ(rows.findings()[0].values[0].second, "Лист1!C2");
}

TEST(CostRows, HeadingsThatAreMissingOrTwice_EndTheReading) {
  EXPECT_THAT(ReadAll({{"Ред", "Вид", "Номер", "Номер", "Сума"}, kGood}).findings,
              ElementsAre("Лист1!D1 TABLE_COLUMN_TWICE", "Лист1!A1 TABLE_HEADER_MISSING"));
  EXPECT_THAT(ReadAll({{"Нещо", "друго"}}).findings, ElementsAre("Лист1!A1 TABLE_HEADER_MISSING"));
  EXPECT_THAT(ReadAll({}).findings, ElementsAre("Лист1!A1 TABLE_HEADER_MISSING"));
  std::vector<std::vector<std::string>> late(60, {"заглавие"});
  late.push_back(kHeadings);
  EXPECT_THAT(ReadAll(late).findings, ElementsAre("Лист1!A1 TABLE_HEADER_MISSING"));
}

TEST(CostRows, HeadingThatIsNotUnderstood_IsFoundAndTheRowsAreReadAllTheSame) {
  std::vector<std::string> headings = kHeadings;
  headings.insert(headings.end(), {"Забележка", "Сума на ръка", "#2018"});
  std::vector<std::string> row = kGood;
  row.insert(row.end(), {"нищо", "500,00", ""});
  const Read read = ReadAll({headings, row});

  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.rows, SizeIs(1));
  EXPECT_THAT(read.findings, ElementsAre("Лист1!I1 TABLE_WORD_UNKNOWN", "Лист1!J1 TABLE_WORD_UNKNOWN"));
}

TEST(CostRows, ClaimedAmount_IsKnownByItsUsualWords) {
  for (const char* heading : {"Искана сума", "Поискано (лв.)", "Сума за възстановяване",
                              "За възстановяване", "Поискана сума за възстановяване, лв."}) {
    std::vector<std::string> headings = kHeadings;
    headings.emplace_back(heading);
    std::vector<std::string> row = kGood;
    row.emplace_back("500,00");
    const Read read = ReadAll({headings, row});
    EXPECT_THAT(read.findings, IsEmpty()) << heading;
    ASSERT_THAT(read.rows, SizeIs(1)) << heading;
    EXPECT_EQ(read.rows[0].cost().claimed().amount(), "500.00") << heading;
  }
}

TEST(CostRows, MoreFindingsThanAreShown_AreCounted) {
  std::vector<std::vector<std::string>> table = {kHeadings};
  for (int i = 0; i < 1500; ++i) table.push_back(With(6, "x"));
  FakeRows source(table);
  CostRows rows(source, Language::kBulgarian);
  v1::CostRow row;
  while (*rows.Next(&row)) {
  }

  EXPECT_THAT(rows.findings(), SizeIs(CostRows::kFindingsMax));
  EXPECT_EQ(rows.finding_count(), 1500);
}

}  // namespace
}  // namespace tranche::cli
