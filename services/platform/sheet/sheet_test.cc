// SPDX-License-Identifier: EUPL-1.2
#include "platform/sheet/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/sheet/testing/make_xlsx.h"

namespace tranche::sheet {
namespace {

using ::testing::ElementsAre;
using testing::MakeZip;
using testing::Parts;
using testing::Workbook;

// "1: A=text B#378.5 C@2017-10-05 D!#REF!" of each row, or the refusal.
std::vector<std::string> Rows(const std::string& bytes, const std::string& name = "",
                              const SheetLimits& limits = {}) {
  const auto refusal = [](const absl::Status& status) {
    std::string said = ReasonOf(status);
    for (const Violation& violation : ViolationsOf(status)) {
      absl::StrAppend(&said, " ", violation.field, " ", violation.reason);
    }
    return said;
  };
  auto source = OpenXlsx(bytes, name, limits);
  if (!source.ok()) return {refusal(source.status())};
  std::vector<std::string> rows;
  SheetRow row;
  while (true) {
    const auto more = (*source)->Next(&row);
    if (!more.ok()) rows.push_back(refusal(more.status()));
    if (!more.ok() || !*more) return rows;
    std::string said = absl::StrCat(row.row, ":");
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const char kinds[] = {'-', '=', '#', '@', '!'};
      if (row.cells[i].kind == SheetCell::Kind::kEmpty) continue;
      absl::StrAppend(&said, " ", ColumnLetters(i),
                      std::string(1, kinds[static_cast<int>(row.cells[i].kind)]), row.cells[i].text);
    }
    rows.push_back(said);
  }
}

TEST(Xlsx, CellsOfEveryKind_AreReadAsWhatTheyAre) {
  const std::string bytes = MakeZip(
      Workbook("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\"><v>378008.5</v></c>"
               "<c r=\"C2\" s=\"1\"><v>43013</v></c><c r=\"D2\" s=\"2\"><v>43013.75</v></c>"
               "<c r=\"E2\" t=\"e\"><v>#REF!</v></c><c r=\"G2\" t=\"inlineStr\"><is><r><t>две "
               "</t></r><r><t>части</t></r></is></c>"
               "<c r=\"H2\" t=\"str\"><f>A1</f><v>готово</v></c><c r=\"I2\" s=\"3\"><v>12.5</v></c>"
               "<c r=\"J2\" t=\"d\"><v>2017-10-05T00:00:00</v></c></row>",
               "<si><t>нула</t></si><si><r><t>Издател </t></r><rPh sb=\"0\" eb=\"1\"><t>няма "
               "го</t></rPh><r><t>ООД</t></r></si>"));

  EXPECT_THAT(Rows(bytes),
              ElementsAre("2: A=Издател ООД B#378008.5 C@2017-10-05 D@2017-10-05 E!#REF! G=две части "
                          "H=готово I#12.5 J@2017-10-05"));
}

TEST(Xlsx, CellsThatAreNoNumbers_AreNoneToRead) {
  const std::string bytes =
      MakeZip(Workbook("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c><f>A1+1</f></c>"
                       "<c><f t=\"shared\" si=\"0\"/><v>2</v></c><c><f t=\"shared\" si=\"0\"/></c>"
                       "<c t=\"str\"><f>A1</f><v></v></c></row>"));

  EXPECT_THAT(Rows(bytes), ElementsAre("1: A=TRUE B=FALSE C!=? D#2 E!=?"));
}

// A code 1.10 that was typed into a cell of two decimals is the number 1.1 in the file.
TEST(Xlsx, NumberOfAStyleWithDecimals_IsShownWithThem) {
  const std::string bytes = MakeZip(
      Workbook("<row><c s=\"4\"><v>1.1</v></c><c s=\"4\"><v>1.125</v></c><c s=\"4\"><v>2</v></c>"
               "<c s=\"5\"><v>1.1</v></c><c><v>1.1</v></c></row>",
               "", "<xf numFmtId=\"2\"/><xf numFmtId=\"165\"/>"));
  const auto source = OpenXlsx(bytes, "");
  ASSERT_TRUE(source.ok());
  SheetRow row;
  ASSERT_TRUE((*source)->Next(&row).value());

  std::vector<std::string> shown;
  for (const SheetCell& cell : row.cells) shown.push_back(cell.Shown());
  EXPECT_THAT(shown, ElementsAre("1.10", "1.125", "2.00", "1.10", "1.1"));
  EXPECT_EQ(row.cells[0].text, "1.1");
}

TEST(Xlsx, CellThatClaimsToBeADay_StaysTextWhereItIsNone) {
  const std::string bytes = MakeZip(
      Workbook("<row><c t=\"d\"><v>2017-1[0²-05</v></c><c t=\"d\"><v>2017-02-30</v></c></row>"));

  EXPECT_THAT(Rows(bytes), ElementsAre("1: A=2017-1[0²-05 B=2017-02-30"));
}

TEST(Xlsx, CellsWithoutAddresses_StandOneAfterTheOther) {
  const std::string bytes = MakeZip(
      Workbook("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"));

  EXPECT_THAT(Rows(bytes), ElementsAre("1: A#1 C#2", "3: A#3"));
}

TEST(Xlsx, SheetThatIsAskedFor_IsReadAlsoWhenHidden) {
  const std::string bytes = MakeZip(Workbook("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>"));

  EXPECT_THAT(Rows(bytes), ElementsAre("1: A#7"));
  EXPECT_THAT(Rows(bytes, "Скрит"), ElementsAre("1: A=скрито"));
  EXPECT_THAT(Rows(bytes, "Лист9"), ElementsAre("NOT_FOUND"));
}

TEST(Xlsx, Places_NameTheSheet) {
  const std::string bytes = MakeZip(Workbook(""));
  const auto source = OpenXlsx(bytes, "");

  ASSERT_TRUE(source.ok());
  EXPECT_EQ((*source)->Place(3, 17), "Лист1!D17");
}

TEST(Xlsx, TooMuch_IsRefusedWithItsPlace) {
  const std::string bytes =
      MakeZip(Workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"9\"><c "
                       "r=\"D9\"><v>12345</v></c></row>",
                       "<si><t>дълъг текст</t></si><si><t>втори</t></si>"));
  SheetLimits limits;
  limits.table = {.rows_max = 8};
  EXPECT_THAT(Rows(bytes, "", limits),
              ElementsAre("1: A=дълъг текст", "DOCUMENT_UNREADABLE Лист1!A9 TABLE_TOO_MANY_ROWS"));
  limits.table = {.cells_max = 3};
  EXPECT_THAT(Rows(bytes, "", limits),
              ElementsAre("1: A=дълъг текст", "DOCUMENT_UNREADABLE Лист1!D9 TABLE_TOO_MANY_CELLS"));
  limits.table = {.cell_bytes_max = 4};
  EXPECT_THAT(Rows(bytes, "", limits),
              ElementsAre("1: A=дълъг текст", "DOCUMENT_UNREADABLE Лист1!D9 TABLE_CELL_TOO_LONG"));
  EXPECT_THAT(Rows(bytes, "", {.table = {}, .entries_max = 3}), ElementsAre("TABLE_TOO_LARGE"));
  EXPECT_THAT(Rows(bytes, "", {.table = {}, .part_bytes_max = 50}), ElementsAre("TABLE_TOO_LARGE"));
  EXPECT_THAT(Rows(bytes, "", {.table = {}, .shared_strings_max = 1}), ElementsAre("TABLE_TOO_LARGE"));
  EXPECT_THAT(Rows(bytes, "", {.table = {}, .shared_strings_bytes_max = 10}),
              ElementsAre("TABLE_TOO_LARGE"));
}

TEST(Xlsx, PartThatUnpacksToFarMore_IsRefusedBeforeItIsRead) {
  Parts parts = Workbook("");
  parts[4].second = std::string(20 << 20, ' ');  // Packs to a thousandth.

  EXPECT_THAT(Rows(MakeZip(parts)), ElementsAre("TABLE_TOO_LARGE"));
}

TEST(Xlsx, DocumentTypeWithEntities_IsRefused) {
  Parts parts = Workbook("");
  parts[2].second =
      "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData><row "
      "r=\"1\">"
      "<c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>";

  EXPECT_THAT(Rows(MakeZip(parts)), ElementsAre("TABLE_FILE_DAMAGED"));
}

TEST(Xlsx, DamagedWorkbooks_AreRefused) {
  const std::string good = MakeZip(Workbook("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>"));
  EXPECT_THAT(Rows(""), ElementsAre("TABLE_FILE_DAMAGED"));
  EXPECT_THAT(Rows(good.substr(0, good.size() / 2)), ElementsAre("TABLE_FILE_DAMAGED"));
  EXPECT_THAT(Rows(MakeZip({{"a.txt", "a"}})), ElementsAre("TABLE_FILE_DAMAGED"));
  EXPECT_THAT(Rows(MakeZip(Workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>"))),
              ElementsAre("DOCUMENT_UNREADABLE Лист1!A1 TABLE_FILE_DAMAGED"));
  EXPECT_THAT(Rows(MakeZip(Workbook("<row r=\"1\"><c r=\"B1\"><v>седем</v></c></row>"))),
              ElementsAre("DOCUMENT_UNREADABLE Лист1!B1 TABLE_FILE_DAMAGED"));
  EXPECT_THAT(Rows(MakeZip(Workbook("<row r=\"1\"><c r=\"A1\"><v>7</c></row>"))),
              ElementsAre("TABLE_FILE_DAMAGED"));
}

TEST(PlainDecimal, NoiseOfBinaryNumbers_IsRoundedAway) {
  EXPECT_EQ(PlainDecimal("378008.49999999994"), "378008.5");
  EXPECT_EQ(PlainDecimal("0.30000000000000004"), "0.3");
  EXPECT_EQ(PlainDecimal("99.999999999999986"), "100");
  EXPECT_EQ(PlainDecimal("12.345"), "12.345");
}

TEST(PlainDecimal, EveryNotation_BecomesDigits) {
  EXPECT_EQ(PlainDecimal("1.25E+3"), "1250");
  EXPECT_EQ(PlainDecimal("5E-3"), "0.005");
  EXPECT_EQ(PlainDecimal("-0"), "0");
  EXPECT_EQ(PlainDecimal("-12.50"), "-12.5");
  EXPECT_EQ(PlainDecimal("0001"), "1");
  EXPECT_EQ(PlainDecimal("123456789012345678"), "123456789012346000");
  for (const char* text : {"", ".", "-", "1,5", "1e", "1e999", "0x10", "inf", "nan", "1.2.3"}) {
    EXPECT_EQ(PlainDecimal(text), "") << text;
  }
}

RC_GTEST_PROP(PlainDecimal, AmountsToTheCent_ComeBackExactly, ()) {
  const auto minor = *rc::gen::inRange<int64_t>(0, 9'999'999'999'999);
  std::string expected = absl::StrCat(minor / 100, ".", minor % 100 / 10, minor % 10);
  // As a spreadsheet writes it: the shortest decimal that gives the binary number back has 17 digits at
  // most.
  char text[64];
  std::snprintf(text, sizeof text, "%.17g", std::strtod(expected.c_str(), nullptr));
  while (expected.back() == '0') expected.pop_back();
  if (expected.back() == '.') expected.pop_back();
  RC_ASSERT(PlainDecimal(text) == expected);
}

class TableFile : public ::testing::Test {
 protected:
  std::string Write(const std::string& bytes) {
    const std::string file = folder_ + "/table";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "sheetXXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(TableFile, Kind_IsFoundOutFromTheContent) {
  SheetRow row;
  const auto csv = OpenTable(Write("Ред;Сума\n1.1;2,00\n"), "");
  ASSERT_TRUE(csv.ok()) << csv.status();
  ASSERT_TRUE(*(*csv)->Next(&row));
  EXPECT_EQ(row.cells[1].text, "Сума");
  EXPECT_EQ((*csv)->Place(1, 2), "B2");

  const auto xlsx =
      OpenTable(Write(MakeZip(Workbook("<row r=\"3\"><c r=\"B3\"><v>7</v></c></row>"))), "");
  ASSERT_TRUE(xlsx.ok()) << xlsx.status();
  ASSERT_TRUE(*(*xlsx)->Next(&row));
  EXPECT_EQ(row.row, 3);

  EXPECT_EQ(ReasonOf(OpenTable(Write(std::string("\xD0\xCF\x11\xE0\0\0", 6)), "").status()),
            "TABLE_KIND_UNKNOWN");
  EXPECT_EQ(ReasonOf(OpenTable(folder_ + "/none", "").status()), "NOT_FOUND");
}

TEST_F(TableFile, Digest_IsThatOfTheBytes) {
  const auto digest = FileDigest(Write("abc"));

  ASSERT_TRUE(digest.ok());
  EXPECT_EQ(*digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace tranche::sheet
