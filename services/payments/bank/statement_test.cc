// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "payments/bank/xml.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAccount[] = "BG80BNBG96611020345678";

// Opening 1 000.00, +75 601.70, -1 250.00, closing 75 351.70.
constexpr char kCamt[] = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>
<Stmt><Id>S-5</Id><ElctrncSeqNb>5</ElctrncSeqNb><CreDtTm>2017-06-01T08:00:00</CreDtTm>
<FrToDt><FrDtTm>2017-05-01T00:00:00</FrDtTm><ToDtTm>2017-05-31T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>BG80BNBG96611020345678</IBAN></Id><Ccy>BGN</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="BGN">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2017-05-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="BGN">75351.70</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2017-05-31</Dt></Dt></Bal>
<Ntry><Amt Ccy="BGN">75601.70</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2017-05-15</Dt></BookgDt><ValDt><Dt>2017-05-16</Dt></ValDt>
<AcctSvcrRef>R-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr><Nm>Министерство на труда</Nm></Dbtr></RltdPties><RmtInf><Ustrd>Аванс по BG05M9OP001-2.005-0063-C01</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="BGN">1250.00000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2017-05-20T10:11:12</DtTm></BookgDt>
<AcctSvcrRef>R-2</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E-77</EndToEndId></Refs>
<RltdPties><Cdtr><Nm>Доставчик ООД</Nm></Cdtr><CdtrAcct><Id><IBAN>GB82WEST12345698765432</IBAN></Id></CdtrAcct></RltdPties>
<RmtInf><Ustrd>ф-ра 0000012345</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>)xml";

std::string Camt(const std::vector<std::pair<const char*, const char*>>& changes) {
  std::string text = kCamt;
  for (const auto& [from, to] : changes) {
    const size_t count = text.size();
    text = absl::StrReplaceAll(text, {{from, to}});
    EXPECT_TRUE(text.size() != count || std::string(from).size() == std::string(to).size()) << from;
  }
  return text;
}

// "place reason" of everything that is wrong.
std::vector<std::string> Wrongs(const absl::StatusOr<StatementReading>& reading) {
  std::vector<std::string> wrongs;
  for (const Violation& violation : ViolationsOf(reading.status())) {
    wrongs.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  return wrongs;
}

TEST(Camt053, Statement_IsReadWholly) {
  const absl::StatusOr<StatementReading> reading = ReadStatement(kCamt, {});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->form, FileForm::kCamt053);
  EXPECT_EQ(reading->account, kAccount);
  EXPECT_EQ(reading->number, "5");
  EXPECT_EQ(reading->from_day, absl::CivilDay(2017, 5, 1));
  EXPECT_EQ(reading->to_day, absl::CivilDay(2017, 5, 31));
  EXPECT_EQ(reading->opening->minor(), 100000);
  EXPECT_EQ(reading->closing->minor(), 7535170);
  EXPECT_THAT(reading->findings, IsEmpty());
  ASSERT_THAT(reading->entries, SizeIs(2));
  const StatementEntry& came = reading->entries[0];
  EXPECT_EQ(came.place, "Ntry[1]");
  EXPECT_EQ(came.amount.minor(), 7560170);
  EXPECT_EQ(came.booked_on, absl::CivilDay(2017, 5, 15));
  EXPECT_EQ(came.value_on, absl::CivilDay(2017, 5, 16));
  EXPECT_EQ(came.bank_reference, "R-1");
  EXPECT_EQ(came.end_to_end_id, "");
  EXPECT_EQ(came.counterparty_name, "Министерство на труда");
  const StatementEntry& went = reading->entries[1];
  EXPECT_EQ(went.amount.minor(), -125000);
  EXPECT_EQ(went.booked_on, absl::CivilDay(2017, 5, 20));
  EXPECT_EQ(went.counterparty_iban, "GB82WEST12345698765432");
  EXPECT_EQ(went.remittance, "ф-ра 0000012345");
  EXPECT_EQ(went.end_to_end_id, "E-77");
}

// What later versions put elsewhere.
TEST(Camt053, Version08_IsReadAlike) {
  const absl::StatusOr<StatementReading> reading =
      ReadStatement(Camt({{"camt.053.001.02", "camt.053.001.08"},
                          {"<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>"},
                          {"<Dbtr><Nm>Министерство на труда</Nm></Dbtr>",
                           "<Dbtr><Pty><Nm>Министерство на труда</Nm></Pty></Dbtr>"}}),
                    {});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->entries[0].counterparty_name, "Министерство на труда");
  EXPECT_EQ(reading->entries[1].amount.minor(), -125000);
}

TEST(Camt053, ThatDoesNotAddUp_IsRefusedWithItsSums) {
  const absl::StatusOr<StatementReading> reading =
      ReadStatement(Camt({{">1250.00000<", ">1250.01<"}}), {});
  ASSERT_THAT(Wrongs(reading), ElementsAre("Stmt[1] BANK_BALANCE_DIFFERS"));
  EXPECT_EQ(
      Explain("BANK_BALANCE_DIFFERS", ViolationsOf(reading.status())[0].values, Language::kEnglish),
      "The opening balance 1000.00 and the movements 74351.69 BGN do not give the closing balance "
      "75351.70 "
      "BGN: movements are missing from the file or an amount is wrong.");
}

TEST(Camt053, EverythingThatIsWrong_IsToldAtOnce) {
  const absl::StatusOr<StatementReading> reading =
      ReadStatement(Camt({{"BG80BNBG", "BG81BNBG"},
                          {">75601.70<", ">75 601,70<"},
                          {"2017-05-20T10:11:12", "2017-02-30T10:11:12"},
                          {"<CdtDbtInd>DBIT</CdtDbtInd>", "<CdtDbtInd>DEBIT</CdtDbtInd>"}}),
                    {});
  EXPECT_EQ(ReasonOf(reading.status()), "DOCUMENT_UNREADABLE");
  EXPECT_THAT(Wrongs(reading),
              ElementsAre("Stmt[1]/Acct IBAN_INVALID", "Ntry[1]/Amt MONEY_MALFORMED",
                          "Ntry[2]/CdtDbtInd FIELD_MALFORMED", "Ntry[2]/BookgDt DATE_NOT_IN_CALENDAR"));
}

TEST(Camt053, PendingMovement_IsLeftOutAndTold) {
  const absl::StatusOr<StatementReading> reading =
      ReadStatement(Camt({{"<Sts>BOOK</Sts><BookgDt><DtTm>", "<Sts>PDNG</Sts><BookgDt><DtTm>"},
                          {"75351.70", "76601.70"}}),
                    {});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_THAT(reading->entries, SizeIs(1));
  EXPECT_THAT(reading->findings,
              ElementsAre(Finding{"BANK_ENTRY_NOT_BOOKED", "Ntry[2]", {{"value", "PDNG"}}}));
}

TEST(Camt053, CurrencyOfAnEntry_IsTheAccounts) {
  EXPECT_THAT(Wrongs(ReadStatement(Camt({{"<Amt Ccy=\"BGN\">1250", "<Amt Ccy=\"EUR\">1250"}}), {})),
              ElementsAre("Ntry[2]/Amt/@Ccy BANK_CURRENCY_DIFFERS"));
  EXPECT_THAT(Wrongs(ReadStatement(Camt({{"BGN", "USD"}}), {})),
              ::testing::Contains("Stmt[1]/Acct MONEY_CURRENCY_UNKNOWN"));
}

TEST(Camt053, AccountOfTheRequest_IsTheFiles) {
  EXPECT_TRUE(
      ReadStatement(kCamt, {.account = "BG80 BNBG 9661 1020 3456 78", .currency = Currency::kBgn})
          .ok());
  EXPECT_THAT(
      Wrongs(ReadStatement(kCamt, {.account = "GB82WEST12345698765432", .currency = std::nullopt})),
      ElementsAre("Stmt[1]/Acct BANK_ACCOUNT_DIFFERS"));
}

// Days of a month as statements after each other.
TEST(Camt053, SeveralStatements_FollowEachOther) {
  const std::string text = kCamt;
  const size_t begin = text.find("<Stmt>");
  const size_t end = text.find("</Stmt>") + 7;
  const std::string second = absl::StrReplaceAll(
      text.substr(begin, end - begin),
      {{"1000.00<", "75351.70<"}, {"75351.70<", "149703.40<"}, {"2017-05", "2017-07"}});
  const absl::StatusOr<StatementReading> both =
      ReadStatement(absl::StrCat(text.substr(0, end), second, text.substr(end)), {});
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_THAT(both->entries, SizeIs(4));
  EXPECT_EQ(both->entries[3].place, "Stmt[2]/Ntry[2]");
  EXPECT_EQ(both->closing->minor(), 14970340);
  const std::string torn =
      absl::StrReplaceAll(second, {{"75351.70<", "75351.71<"}, {"149703.40<", "149703.41<"}});
  EXPECT_THAT(Wrongs(ReadStatement(absl::StrCat(text.substr(0, end), torn, text.substr(end)), {})),
              ElementsAre("Stmt[2] BANK_STATEMENT_GAP"));
}

TEST(Camt053, BrokenXml_IsRefusedWithItsLine) {
  const std::string text = kCamt;
  for (const std::string& broken : {text.substr(0, text.size() / 2), Camt({{"</Ntry>", "</Ntri>"}}),
                                    std::string("<"), std::string("<a>&x;</a>")}) {
    const std::vector<std::string> wrongs = Wrongs(ReadStatement(broken, {}));
    ASSERT_THAT(wrongs, SizeIs(1));
    EXPECT_TRUE(absl::EndsWith(wrongs[0], "BANK_XML_MALFORMED")) << wrongs[0];
  }
  EXPECT_THAT(Wrongs(ReadStatement("<a/>", {})), ElementsAre(" BANK_FILE_UNKNOWN"));
}

// Files that make a careless parser read files, call out, or fill the memory.
TEST(Camt053, DocumentTypesAndEntities_AreRefused) {
  for (const char* head : {"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                           "<!DOCTYPE a SYSTEM \"http://127.0.0.1/a.dtd\">",
                           "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]>"}) {
    EXPECT_THAT(Wrongs(ReadStatement(absl::StrCat(head, "<a>&x;&c;</a>"), {})),
                ElementsAre("line 0 BANK_XML_MALFORMED"));
  }
}

TEST(Camt053, DepthTextAndSize_HaveLimits) {
  std::string deep;
  for (int i = 0; i < kXmlDepthMax + 1; ++i) deep += "<a>";
  EXPECT_THAT(Wrongs(ReadStatement(deep, {})), ElementsAre("line 1 BANK_FILE_OVER_LIMIT"));
  const std::string longest(kXmlTextBytesMax + 1, 'x');
  EXPECT_THAT(Wrongs(ReadStatement(absl::StrCat("<a>", longest, "</a>"), {})),
              ElementsAre("line 1 BANK_FILE_OVER_LIMIT"));
  EXPECT_EQ(ReasonOf(ReadStatement(std::string(kFileBytesMax + 1, '<'), {}).status()),
            "DOCUMENT_TOO_LARGE");
  std::string many = "<BkToCstmrStmt><Stmt>";
  for (size_t i = 0; i <= kEntriesMax; ++i) many += "<Ntry/>";
  EXPECT_THAT(Wrongs(ReadStatement(many + "</Stmt></BkToCstmrStmt>", {})),
              ElementsAre(" BANK_FILE_OVER_LIMIT"));
}

constexpr char kCsv[] =
    "Извлечение;12\r\nIBAN;BG80 BNBG 9661 1020 3456 78\r\nВалута;BGN\r\nНачално салдо;1 000,00\r\n"
    "Дата;Вальор;Дебит;Кредит;Основание;Контрагент;Референция\r\n"
    "15.05.2017;16.05.2017;;75 601,70;Аванс по договор;Министерство на труда;R-1\r\n"
    "20.05.2017 г.;;1250,00;0,00;\"ф-ра \"\"12345\"\"; втора част\";Доставчик ООД;R-2\r\n"
    "Общо;;1 250,00;75 601,70\r\nКрайно салдо;75 351,70\r\n";

TEST(StatementCsv, BulgarianTable_IsReadByItsHeadings) {
  const absl::StatusOr<StatementReading> reading = ReadStatement(kCsv, {});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->form, FileForm::kCsv);
  EXPECT_EQ(reading->account, kAccount);
  EXPECT_EQ(reading->number, "12");
  EXPECT_EQ(reading->opening->minor(), 100000);
  EXPECT_EQ(reading->closing->minor(), 7535170);
  ASSERT_THAT(reading->entries, SizeIs(2));
  EXPECT_EQ(reading->entries[0].amount.minor(), 7560170);
  EXPECT_EQ(reading->entries[0].value_on, absl::CivilDay(2017, 5, 16));
  EXPECT_EQ(reading->entries[0].place, "line 6");
  EXPECT_EQ(reading->entries[1].amount.minor(), -125000);
  EXPECT_EQ(reading->entries[1].remittance, "ф-ра \"12345\"; втора част");
  EXPECT_EQ(reading->entries[1].counterparty_name, "Доставчик ООД");
  EXPECT_EQ(reading->to_day, absl::CivilDay(2017, 5, 20));
}

TEST(StatementCsv, EnglishTableWithSigns_IsReadToo) {
  const absl::StatusOr<StatementReading> reading = ReadStatement(
      "Booking date,Amount,Currency,Description,Reference\n2017-05-15,75601.70,BGN,Advance,R-1\n"
      "2017-05-20,-1250.00,BGN,\"Invoice 12345, part 2\",R-2\n",
      {.account = kAccount, .currency = std::nullopt});
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_THAT(reading->entries, SizeIs(2));
  EXPECT_EQ(reading->entries[1].amount.minor(), -125000);
  EXPECT_EQ(reading->entries[1].remittance, "Invoice 12345, part 2");
  EXPECT_FALSE(reading->closing.has_value());
  EXPECT_THAT(reading->findings, ElementsAre(Finding{"BANK_BALANCES_UNKNOWN", "", {}}));
}

TEST(StatementCsv, SideInAColumn_GivesTheSign) {
  const absl::StatusOr<StatementReading> reading =
      ReadStatement("Дата\tСума\tДт/Кт\tОснование\n15.05.2017\t10,00\tКт\tа\n16.05.2017\t4,00\tДт\tб\n",
                    {.account = kAccount, .currency = Currency::kBgn});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->entries[0].amount.minor(), 1000);
  EXPECT_EQ(reading->entries[1].amount.minor(), -400);
}

TEST(StatementCsv, Windows1251_IsReadLikeUtf8) {
  // "Дата;Сума;Основание" and "ток" in Windows-1251.
  const absl::StatusOr<StatementReading> reading = ReadStatement(
      "\xC4\xE0\xF2\xE0;\xD1\xF3\xEC\xE0;\xCE\xF1\xED\xEE\xE2\xE0\xED\xE8\xE5\n15.05.2017;-12,50;"
      "\xF2\xEE\xEA\n",
      {.account = kAccount, .currency = Currency::kBgn});
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_THAT(reading->entries, SizeIs(1));
  EXPECT_EQ(reading->entries[0].remittance, "ток");
  EXPECT_EQ(reading->entries[0].amount.minor(), -1250);
}

TEST(StatementCsv, WrongCells_AreToldByTheirAddresses) {
  const absl::StatusOr<StatementReading> reading = ReadStatement(
      "Дата;Дебит;Кредит;Основание\n31.02.2017;1,00;;а\n15.05.2017;1,2,3;;б\n16.05.2017;1,00;2,00;"
      "в\n17.05.2017;;;г\n"
      ";5,00;;д\n",
      {.account = kAccount, .currency = Currency::kBgn});
  EXPECT_THAT(Wrongs(reading),
              ElementsAre("A2 DATE_NOT_IN_CALENDAR", "B3 MONEY_MALFORMED", "B4 BANK_ROW_BOTH_SIDES",
                          "B5 BANK_VALUE_MISSING", "A6 BANK_VALUE_MISSING"));
}

// Both amounts are said, and that a movement has only one of them.
TEST(StatementCsv, DebitAndCreditInOneRow_SaysJustThat) {
  const absl::StatusOr<StatementReading> reading =
      ReadStatement("Дата;Дебит;Кредит;Основание\n16.05.2017;1,00;2,00;в\n",
                    {.account = kAccount, .currency = Currency::kBgn});
  ASSERT_THAT(ViolationsOf(reading.status()), SizeIs(1));
  const Violation both = ViolationsOf(reading.status())[0];
  EXPECT_EQ(both.reason, "BANK_ROW_BOTH_SIDES");
  EXPECT_EQ(both.values, (ErrorValues{{"debit", "1,00"}, {"credit", "2,00"}}));
  const std::string said = Explain(both.reason, both.values, Language::kBulgarian);
  EXPECT_THAT(said, ::testing::HasSubstr("дебит (1,00)"));
  EXPECT_THAT(said, ::testing::HasSubstr("кредит (2,00)"));
}

TEST(StatementCsv, WithoutAccountOrHeadings_IsRefused) {
  EXPECT_THAT(Wrongs(ReadStatement("Дата;Сума\n15.05.2017;1,00\n", {})),
              ElementsAre(" BANK_VALUE_MISSING", " BANK_VALUE_MISSING"));
  EXPECT_THAT(Wrongs(ReadStatement("а;б\nв;г\n", {.account = kAccount, .currency = Currency::kBgn})),
              ElementsAre(" BANK_FILE_UNKNOWN"));
}

// As some program may write an amount without sign: with or without groups, a comma or a point.
std::string Written(int64_t minor, bool grouped, char point) {
  std::string whole = std::to_string(minor / 100);
  for (int at = static_cast<int>(whole.size()) - 3; grouped && at > 0; at -= 3) {
    whole.insert(static_cast<size_t>(at), " ");
  }
  const std::string cents = std::to_string(100 + minor % 100).substr(1);
  return absl::StrCat(whole, std::string(1, point), cents);
}

// Whatever is in a table and however it is written, it is read as it was meant.
RC_GTEST_PROP(StatementCsv, AnyTableHoweverWritten_IsReadBack, ()) {
  const auto minors = *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(
      rc::gen::inRange<int64_t>(-2'000'000'000, 2'000'000'000)));
  const char separator = *rc::gen::element(';', ',', '\t');
  const char point = *rc::gen::element(',', '.');
  const bool grouped = *rc::gen::arbitrary<bool>();
  const bool two_columns = *rc::gen::arbitrary<bool>();
  const std::string text = *rc::gen::element<std::string>("ф-ра 12; втора \"част\"", "a,b", "ток");
  const std::string between(1, separator);
  const auto quoted = [](const std::string& cell) {
    return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
  };
  std::string csv =
      absl::StrCat("Дата", between, two_columns ? absl::StrCat("Дебит", between, "Кредит") : "Сума",
                   between, "Основание\n");
  for (const int64_t minor : minors) {
    const std::string amount = quoted(Written(std::abs(minor), grouped, point));
    std::string cells =
        two_columns
            ? (minor < 0 ? amount + between : between + amount)
            : quoted(absl::StrCat(minor < 0 ? "-" : "", Written(std::abs(minor), grouped, point)));
    absl::StrAppend(&csv, "15.05.2017", between, cells, between, quoted(text), "\n");
  }
  const absl::StatusOr<StatementReading> reading =
      ReadStatement(csv, {.account = kAccount, .currency = Currency::kBgn});
  RC_ASSERT(reading.ok());
  RC_ASSERT(reading->entries.size() == minors.size());
  for (size_t i = 0; i < minors.size(); ++i) {
    RC_ASSERT(reading->entries[i].amount.minor() == minors[i]);
    RC_ASSERT(reading->entries[i].remittance == text);
  }
}

TEST(Keys, SameMovementInTwoStatements_HasOneKey) {
  const StatementReading whole = *ReadStatement(kCamt, {});
  StatementReading later = whole;
  later.entries.erase(later.entries.begin());
  later.opening.reset();
  later.closing.reset();
  EXPECT_EQ(KeysOf(later)[0], KeysOf(whole)[1]);
}

TEST(Keys, AlikeMovementsOfOneStatement_AreTwo) {
  StatementReading reading = *ReadStatement(kCamt, {});
  reading.entries[1] = reading.entries[0];
  const std::vector<std::string> keys = KeysOf(reading);
  EXPECT_NE(keys[0], keys[1]);
}

TEST(Camt053, SecondStatementInAnotherCurrency_IsRefusedAtItsPlace) {
  const std::string one = kCamt;
  const size_t from = one.find("<Stmt>");
  const size_t end = one.find("</Stmt>") + 7;
  std::string second = one.substr(from, end - from);
  second = absl::StrReplaceAll(second, {{"BGN", "EUR"}});
  EXPECT_THAT(Wrongs(ReadStatement(one.substr(0, end) + second + one.substr(end), {})),
              ElementsAre("Stmt[2] BANK_CURRENCY_DIFFERS"));
}

// The text of a movement is cut: what comes after the limit costs nothing.
TEST(Camt053, HundredThousandTextsOfOneMovement_AreReadAtOnce) {
  std::string texts;
  for (int i = 0; texts.size() < 900'000; ++i) absl::StrAppend(&texts, "<Ustrd>", i, "</Ustrd>");
  const auto reading = ReadStatement(Camt({{"<Ustrd>ф-ра 0000012345</Ustrd>", texts.c_str()}}), {});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_LE(reading->entries[1].remittance.size(), kTextBytesMax + 3);  // "…" stands for the rest.
}

TEST(Camt053, ReferenceOfTheBank_GoesBeforeTheFilesOwn) {
  const auto reading =
      ReadStatement(Camt({{"<AcctSvcrRef>R-1</AcctSvcrRef>", "<NtryRef>N-1</NtryRef>"},
                          {"<AcctSvcrRef>R-2</AcctSvcrRef>", "<NtryRef>N-2</NtryRef>"},
                          {"<EndToEndId>E-77</EndToEndId>",
                           "<EndToEndId>E-77</EndToEndId><AcctSvcrRef>T-2</AcctSvcrRef>"}}),
                    {});
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->entries[0].bank_reference, "N-1");
  EXPECT_EQ(reading->entries[1].bank_reference, "T-2");
}

// The same movement is the third of one file and the first of another.
TEST(Camt053, ReferencesThatOnlyCount_AreNone) {
  const auto numbered =
      ReadStatement(Camt({{"<AcctSvcrRef>R-1</AcctSvcrRef>", "<NtryRef>1</NtryRef>"},
                          {"<AcctSvcrRef>R-2</AcctSvcrRef>", "<NtryRef>2</NtryRef>"}}),
                    {});
  ASSERT_TRUE(numbered.ok()) << numbered.status();
  EXPECT_EQ(numbered->entries[0].bank_reference, "");
  EXPECT_EQ(numbered->entries[1].bank_reference, "");
}

TEST(Csv, ReferencesThatOnlyCount_AreNone) {
  const FileHints hints{.account = kAccount, .currency = Currency::kBgn};
  const char* rest = ";15.05.2017;10,00;a\n";
  const auto whole =
      ReadStatement(absl::StrCat("Номер;Дата;Сума;Основание\n1;14.05.2017;5,00;b\n2", rest), hints);
  const auto part = ReadStatement(absl::StrCat("Номер;Дата;Сума;Основание\n1", rest), hints);
  ASSERT_TRUE(whole.ok() && part.ok()) << whole.status() << part.status();
  EXPECT_EQ(KeysOf(*whole)[1], KeysOf(*part)[0]);
  EXPECT_FALSE(AreOrdinals({"1", "3"}));
  EXPECT_FALSE(AreOrdinals({"", ""}));
  EXPECT_TRUE(AreOrdinals({"06", "7"}, 5));
}

// Whatever is in a statement, no two of its movements share a key, and the order of others does not
// matter.
RC_GTEST_PROP(Keys, OfAnyStatement_AreDistinct, ()) {
  StatementReading reading;
  for (const int amount : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-3, 3))) {
    StatementEntry entry;
    entry.booked_on = absl::CivilDay(2017, 5, 1 + (amount & 1));
    entry.amount = Money::Minor(amount, Currency::kBgn);
    reading.entries.push_back(entry);
  }
  const std::vector<std::string> keys = KeysOf(reading);
  const std::set<std::string> distinct(keys.begin(), keys.end());
  RC_ASSERT(distinct.size() == keys.size());
  std::reverse(reading.entries.begin(), reading.entries.end());
  const std::vector<std::string> turned = KeysOf(reading);
  RC_ASSERT(std::set<std::string>(turned.begin(), turned.end()) == distinct);
}

}  // namespace
}  // namespace tranche::payments::bank
