// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<std::vector<std::string>> Cells(absl::string_view text) {
  const auto rows = ReadCsv(text);
  EXPECT_TRUE(rows.ok()) << rows.status();
  std::vector<std::vector<std::string>> cells;
  if (!rows.ok()) return cells;
  for (const CsvRow& row : *rows) cells.push_back(row.cells);
  return cells;
}

// "D17 TABLE_QUOTE_OPEN".
std::string FindingOf(const absl::StatusOr<std::vector<CsvRow>>& rows) {
  if (rows.ok()) return "";
  const std::vector<Violation> violations = ViolationsOf(rows.status());
  if (ReasonOf(rows.status()) != "DOCUMENT_UNREADABLE" || violations.size() != 1) return "other";
  return absl::StrCat(violations[0].field, " ", violations[0].reason);
}

TEST(Csv, QuotedCells_KeepSeparatorsQuotesAndLineBreaks) {
  EXPECT_THAT(Cells("a,\"b,c\",\"d \"\"e\"\"\"\r\n\"two\nlines\",,f\r\n"),
              ElementsAre(ElementsAre("a", "b,c", "d \"e\""), ElementsAre("two\nlines", "", "f")));
}

TEST(Csv, QuoteWithinACell_IsAnOrdinaryCharacter) {
  EXPECT_THAT(Cells("ЕТ \"Иван\";1\n"), ElementsAre(ElementsAre("ЕТ \"Иван\"", "1")));
}

TEST(Csv, SemicolonsWithDecimalCommas_SeparatorIsTheSemicolon) {
  EXPECT_THAT(Cells("Сума;ДДС\n1,00;2,00\n3,50;4,50\n"),
              ElementsAre(ElementsAre("Сума", "ДДС"), ElementsAre("1,00", "2,00"),
                          ElementsAre("3,50", "4,50")));
}

TEST(Csv, TabsAndATitleAbove_SeparatorIsTheTab) {
  EXPECT_THAT(Cells("Разходи, договор 1\n№\tСума\n1\t2,00\n2\t3,00\n"),
              ElementsAre(ElementsAre("Разходи, договор 1"), ElementsAre("№", "Сума"),
                          ElementsAre("1", "2,00"), ElementsAre("2", "3,00")));
}

TEST(Csv, LineThatNamesTheSeparator_IsFollowedAndIsNoRow) {
  const auto rows = ReadCsv("sep=,\r\na;b,c\r\n");

  ASSERT_TRUE(rows.ok());
  ASSERT_THAT(*rows, SizeIs(1));
  EXPECT_EQ(rows->at(0).row, 1);
  EXPECT_EQ(rows->at(0).line, 2);
  EXPECT_THAT(rows->at(0).cells, ElementsAre("a;b", "c"));
}

TEST(Csv, LineEndsOfAllKinds_EndARow) {
  EXPECT_THAT(Cells("a;1\rb;2\nc;3\r\nd;4"), ElementsAre(ElementsAre("a", "1"), ElementsAre("b", "2"),
                                                         ElementsAre("c", "3"), ElementsAre("d", "4")));
}

TEST(Csv, EmptyRows_AreSkippedAndCounted) {
  const auto rows = ReadCsv("a;b\n\n;;\n\"x\ny\";d\ne;f\n");

  ASSERT_TRUE(rows.ok());
  ASSERT_THAT(*rows, SizeIs(3));
  EXPECT_EQ(rows->at(1).row, 4);
  EXPECT_EQ(rows->at(1).line, 4);
  EXPECT_EQ(rows->at(2).row, 5);
  EXPECT_EQ(rows->at(2).line, 6);
}

TEST(Csv, Windows1251_IsRecognisedByItsFirstLetters) {
  // "Номер;Издател" and "1;Доставчик № 5" in Windows-1251.
  const std::string text =
      "\xCD\xEE\xEC\xE5\xF0;\xC8\xE7\xE4\xE0\xF2\xE5\xEB\n1;\xC4\xEE\xF1\xF2\xE0\xE2\xF7\xE8\xEA \xB9 "
      "5\n";
  EXPECT_THAT(Cells(text),
              ElementsAre(ElementsAre("Номер", "Издател"), ElementsAre("1", "Доставчик № 5")));
}

TEST(Csv, MarkOfUtf8_IsNotPartOfTheFirstCell) {
  EXPECT_THAT(Cells("\xEF\xBB\xBFНомер;1\n"), ElementsAre(ElementsAre("Номер", "1")));
}

TEST(Csv, Utf16WithItsMark_IsReadInBothOrders) {
  const std::u16string units = u"Номер\t😀\n";
  std::string little = "\xFF\xFE";
  std::string big = "\xFE\xFF";
  for (const char16_t unit : units) {
    little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  EXPECT_THAT(Cells(little), ElementsAre(ElementsAre("Номер", "😀")));
  EXPECT_THAT(Cells(big), ElementsAre(ElementsAre("Номер", "😀")));
}

TEST(Csv, LettersOfAnotherEncodingAfterUtf8_AreRefusedWithTheirCell) {
  EXPECT_EQ(FindingOf(ReadCsv("Номер;1\n2;\xCD\xEE\n")), "B2 TABLE_ENCODING_UNKNOWN");
}

TEST(Csv, QuoteThatNeverCloses_IsRefusedWithItsCell) {
  EXPECT_EQ(FindingOf(ReadCsv("a;b\nc;\"d\ne;f\n")), "B2 TABLE_QUOTE_OPEN");
}

TEST(Csv, TooMuchOfAnything_IsRefusedWithItsCell) {
  EXPECT_EQ(FindingOf(ReadCsv("a\nb\nc\n", {.rows_max = 2})), "A3 TABLE_TOO_MANY_ROWS");
  EXPECT_EQ(FindingOf(ReadCsv("a;b;c\n", {.cells_max = 2})), "B1 TABLE_TOO_MANY_CELLS");
  EXPECT_EQ(FindingOf(ReadCsv("a;bcd\n", {.cell_bytes_max = 2})), "B1 TABLE_CELL_TOO_LONG");
}

TEST(Csv, NothingAtAll_HasNoRows) {
  EXPECT_THAT(Cells(""), SizeIs(0));
  EXPECT_THAT(Cells("\xEF\xBB\xBF"), SizeIs(0));
  EXPECT_THAT(Cells("\n\r\n"), SizeIs(0));
}

TEST(Csv, RefusalOfTheSource_ComesThroughAndEnds) {
  CsvReader reader(
      [](char*, std::size_t) -> absl::StatusOr<std::size_t> { return Refuse("NOT_FOUND"); });
  CsvRow row;

  EXPECT_EQ(ReasonOf(reader.Next(&row).status()), "NOT_FOUND");
  const auto after = reader.Next(&row);
  ASSERT_TRUE(after.ok());
  EXPECT_FALSE(*after);
}

TEST(CellAddress, Columns_AreLettersOfASpreadsheet) {
  EXPECT_EQ(CellAddress(0, 1), "A1");
  EXPECT_EQ(CellAddress(3, 17), "D17");
  EXPECT_EQ(CellAddress(25, 2), "Z2");
  EXPECT_EQ(CellAddress(26, 2), "AA2");
  EXPECT_EQ(CellAddress(701, 2), "ZZ2");
  EXPECT_EQ(CellAddress(702, 2), "AAA2");
}

// What RFC 4180 writes is read back, in whatever pieces the bytes come.
RC_GTEST_PROP(Csv, WrittenCells_AreReadBack, ()) {
  const auto separator = *rc::gen::element(';', ',', '\t');
  const auto text = rc::gen::container<std::string>(
      rc::gen::element('a', 'b', '1', ' ', '"', ',', ';', '\t', '\n', '\r', '.'));
  const auto cells = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::container<std::vector<std::string>>(3, text)));
  const auto piece = static_cast<std::size_t>(*rc::gen::inRange(1, 9));
  std::string written = absl::StrCat("sep=", std::string(1, separator), "\n");
  std::vector<std::vector<std::string>> expected;
  for (const std::vector<std::string>& row : cells) {
    std::vector<std::string> quoted;
    // One letter first, so that no row is empty.
    std::vector<std::string> told = {"ж"};
    told.insert(told.end(), row.begin(), row.end());
    for (const std::string& cell : told) {
      quoted.push_back(absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\""));
    }
    absl::StrAppend(&written, absl::StrJoin(quoted, std::string(1, separator)), "\r\n");
    expected.push_back(told);
  }

  const ByteSource whole = SourceOf(written);
  const auto reader = std::make_unique<CsvReader>(
      [&](char* buffer, std::size_t size) { return whole(buffer, std::min(size, piece)); });
  std::vector<std::vector<std::string>> read;
  CsvRow row;
  while (true) {
    const auto more = reader->Next(&row);
    RC_ASSERT(more.ok());
    if (!*more) break;
    read.push_back(row.cells);
  }

  RC_ASSERT(read == expected);
}

// Whatever the bytes are: rows of valid UTF-8, numbered upwards, or one finding.
RC_GTEST_PROP(Csv, AnyBytes_GiveTextOrAFinding, (const std::string& bytes)) {
  const auto rows = ReadCsv(bytes, {.rows_max = 50, .cells_max = 5, .cell_bytes_max = 20});
  if (!rows.ok()) {
    RC_ASSERT(FindingOf(rows) != "other");
    return;
  }
  int64_t last = 0;
  for (const CsvRow& row : *rows) {
    RC_ASSERT(row.row > last);
    last = row.row;
    for (const std::string& cell : row.cells) RC_ASSERT(IsValidUtf8(cell));
  }
}

}  // namespace
}  // namespace tranche
