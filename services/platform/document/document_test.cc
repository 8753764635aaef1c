// SPDX-License-Identifier: EUPL-1.2
#include "platform/document/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/document/reading.h"
#include "platform/document/testing/make_docx.h"
#include "platform/document/testing/show.h"
#include "platform/text/fold.h"

namespace tranche::document {
namespace {

using sheet::testing::MakeZip;
using testing::Docx;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ShowRead;
using ::testing::SizeIs;

std::string ReasonOfReading(absl::string_view bytes, const Limits& limits = {}) {
  return ReasonOf(ReadDocument(bytes, limits).status());
}

// In UTF-16 with its mark, little end first; the text is Latin or Cyrillic.
std::string Utf16(absl::string_view utf8) {
  std::string bytes = "\xFF\xFE";
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const unsigned code =
        first < 0x80 ? first : ((first & 0x1Fu) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3Fu));
    bytes.push_back(static_cast<char>(code & 0xFF));
    bytes.push_back(static_cast<char>(code >> 8));
  }
  return bytes;
}

// Letters А to я only, beside ASCII.
std::string Windows1251(absl::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    if (first < 0x80) {
      bytes.push_back(utf8[i]);
      continue;
    }
    const unsigned code = (first & 0x1Fu) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3Fu);
    bytes.push_back(static_cast<char>(code - 0x410 + 0xC0));
  }
  return bytes;
}

TEST(FormatOf, Bytes_AreKnownByWhatTheyHold) {
  EXPECT_EQ(*FormatOf("Годишен план"), Format::kText);
  EXPECT_EQ(*FormatOf(" \n<!DOCTYPE html><html>"), Format::kHtml);
  EXPECT_EQ(*FormatOf("<p>Абзац</p>"), Format::kHtml);
  EXPECT_EQ(*FormatOf("<без име>"), Format::kText);
  EXPECT_EQ(*FormatOf("№;Мярка;Сума\n1;Патронаж;100\n2;Асистенти;200\n"), Format::kCsv);
  EXPECT_EQ(*FormatOf("№,Мярка,Сума\n1,\"А, Б\",100\n2,В,200\n"), Format::kCsv);
  EXPECT_EQ(*FormatOf("sep=|\nнещо"), Format::kCsv);
  EXPECT_EQ(*FormatOf("Цели:\n- деца, ученици;\n- хора, семейства;\n- стари хора, самотни;\n"),
            Format::kText);
  EXPECT_EQ(*FormatOf("1\tПатронаж\t100\n2\tАсистенти\t200\n"), Format::kText);
  EXPECT_EQ(*FormatOf(Utf16("1\tДейност\t100\n2\tДруга\t200\n")), Format::kCsv);
  EXPECT_EQ(*FormatOf(MakeZip(Docx(""))), Format::kDocx);
  EXPECT_EQ(*FormatOf(MakeZip(sheet::testing::Workbook(""))), Format::kXlsx);
}

TEST(FormatOf, KindThatIsNotRead_IsNamed) {
  const auto kind = [](absl::string_view bytes) { return ShowRead(bytes); };
  EXPECT_THAT(kind("%PDF-1.7 …"), ElementsAre("DOCUMENT_KIND_UNKNOWN kind=PDF"));
  EXPECT_THAT(kind("{\\rtf1"), ElementsAre("DOCUMENT_KIND_UNKNOWN kind=RTF"));
  EXPECT_THAT(kind("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 …"),
              ElementsAre("DOCUMENT_KIND_UNKNOWN kind=.doc, .xls, .ppt"));
  EXPECT_THAT(kind(MakeZip({{"content.xml", "<x/>"}})),
              ElementsAre("DOCUMENT_KIND_UNKNOWN kind=.odt, .ods"));
  EXPECT_THAT(kind(MakeZip({{"a.txt", "x"}})), ElementsAre("DOCUMENT_KIND_UNKNOWN kind=ZIP"));
  EXPECT_THAT(kind(absl::string_view("\1\0\2", 3)), ElementsAre("DOCUMENT_KIND_UNKNOWN kind=?"));
  EXPECT_THAT(kind("<?xml version=\"1.0\"?><Document/>"),
              ElementsAre("DOCUMENT_KIND_UNKNOWN kind=XML"));
  EXPECT_EQ(ReasonOfReading(
                absl::StrCat("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Utf16("EncryptedPackage").substr(2))),
            "DOCUMENT_PROTECTED");
}

TEST(ReadDocument, AboveALimit_IsRefusedByItsName) {
  Limits limits;
  limits.bytes_max = 1000;
  EXPECT_THAT(ShowRead(std::string(1001, 'x'), limits), ElementsAre("DOCUMENT_TOO_LARGE max=1000"));
  limits = {};
  limits.text_bytes_max = 100;
  EXPECT_THAT(ShowRead(absl::StrCat(std::string(60, 'x'), "\n", std::string(60, 'x')), limits),
              ElementsAre("DOCUMENT_TOO_MUCH_TEXT max=100"));
  limits = {};
  limits.cell_bytes_max = 50;
  EXPECT_THAT(ShowRead(absl::StrCat("a\n", std::string(60, 'x')), limits),
              ElementsAre("DOCUMENT_UNREADABLE count=1; line 2: DOCUMENT_TEXT_TOO_LONG"));
  limits = {};
  limits.blocks_max = 3;
  EXPECT_THAT(ShowRead("a\nb\nc\nd\n", limits), ElementsAre("DOCUMENT_TOO_MANY_CELLS max=3"));
  EXPECT_THAT(ShowRead(absl::StrReplaceAll(std::string(20, '\n'), {{"\n", "\f\n"}}), limits),
              ElementsAre("DOCUMENT_TOO_MANY_CELLS max=15"));
  EXPECT_THAT(ShowRead(absl::StrCat("a", std::string(1000, '\n'), "b"), limits),
              ElementsAre("p: a", "p: b"));
  limits = {};
  limits.cells_max = 5;
  EXPECT_THAT(ShowRead("a\tb\tc\nd\te\tf\n", limits), ElementsAre("DOCUMENT_TOO_MANY_CELLS max=5"));
  limits = {};
  limits.columns_max = 2;
  EXPECT_THAT(ShowRead("a\tb\tc\n", limits),
              ElementsAre("DOCUMENT_UNREADABLE count=1; line 1: TABLE_TOO_MANY_CELLS"));
}

TEST(ReadDocument, FiftyMegabytes_AreRefusedAtOnce) {
  EXPECT_EQ(ReasonOfReading(std::string(50 << 20, 'x')), "DOCUMENT_TOO_LARGE");
}

TEST(ReadDocument, NothingWritten_IsRefused) {
  EXPECT_EQ(ReasonOfReading(""), "DOCUMENT_EMPTY");
  EXPECT_EQ(ReasonOfReading(" \n\t\n"), "DOCUMENT_EMPTY");
  EXPECT_EQ(ReasonOfReading("<html><body><p>&nbsp;</p><script>alert(1)</script></body></html>"),
            "DOCUMENT_EMPTY");
  EXPECT_EQ(ReasonOfReading(MakeZip(Docx("<w:p/>"))), "DOCUMENT_EMPTY");
  EXPECT_EQ(ReasonOfReading(MakeZip(sheet::testing::Workbook(""))), "DOCUMENT_EMPTY");
}

TEST(Text, LinesAndLists_AreBlocksWithTheirMarks) {
  EXPECT_THAT(
      ShowRead(
          "Цели:\n\n - Деца в риск;\n • Хора с увреждания\n1. Първа\n1.2. Втора\n2) Трета\nа) буква\n"
          "IV. Здраве\n-5 лв. остават\n12.05.2013 г.\n2013 г. е\n*бележка"),
      ElementsAre("p: Цели:", "li1 -: Деца в риск;", "li1 •: Хора с увреждания", "li1 1.: Първа",
                  "li2 1.2.: Втора", "li1 2): Трета", "li1 а): буква", "li1 IV.: Здраве",
                  "p: -5 лв. остават", "p: 12.05.2013 г.", "p: 2013 г. е", "p: *бележка"));
}

TEST(Text, Places_AreLinesAndBytes) {
  const absl::string_view bytes = "\xEF\xBB\xBFЗаглавие\r\n\r\n - Деца\n1\t Патронаж\u00A0\t100 лв.\n";
  const auto document = ReadDocument(bytes);
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_THAT(document->blocks, SizeIs(3));
  EXPECT_EQ(PlaceText(document->blocks[0].text.place), "line 1");
  EXPECT_EQ(document->blocks[1].blank_lines_before, 1);
  EXPECT_EQ(document->blocks[1].text.begin, 3u);
  const Cell& cell = document->blocks[2].rows[0].cells[1];
  EXPECT_EQ(PlaceText(cell.text.place), "line 4, column 2");
  EXPECT_EQ(cell.text.text, "Патронаж");
  EXPECT_EQ(cell.text.begin, 3u);
}

TEST(Text, TableByTabs_GoesOnBelowTheEndOfAPage) {
  EXPECT_THAT(
      ShowRead(
          "Увод\n\n№\tДейност\tСума\n\tУслуги\t\n1\tСрещи\t100\n\n\tс партньори\t\n\nДруги дейности\n"
          "1\tЕдин ред\t5\nсам ред\n\nКрай на таблицата."),
      ElementsAre("p: Увод", "table", "|№|Дейност|Сума|", "||Услуги||", "|1|Срещи|100|",
                  "…||с партньори||", "…|Други дейности|", "|1|Един ред|5|", "|сам ред|",
                  "p: Край на таблицата."));
}

TEST(Text, TabsThatIndent_MakeNoTable) {
  EXPECT_THAT(ShowRead("\tАбзац\nРазработил:\tОбщина\nДруг абзац"),
              ElementsAre("p: Абзац", "p: Разработил:\tОбщина", "p: Друг абзац"));
}

TEST(Text, ParagraphsDirectlyBelowATable_AreNoRows) {
  EXPECT_THAT(ShowRead("1\tа\tб\n2\tв\tг\nПърви абзац.\nВтори абзац.\n"),
              ElementsAre("table", "|1|а|б|", "|2|в|г|", "p: Първи абзац.", "p: Втори абзац."));
}

TEST(Text, TableByBars_HasRowsOfOneOrSeveralLines) {
  EXPECT_THAT(
      ShowRead("| № | Мярка | Сума |\n|---|-------|------|\n| 1 | Патронаж | 10 лв. |\n| 2 | | |\n"),
      ElementsAre("table", "H|№|Мярка|Сума|", "|1|Патронаж|10 лв.|", "|2|||"));
  EXPECT_THAT(
      ShowRead(
          "+---+-----+\n| № | Мя- |\n|   | рка |\n+---+-----+\n| 1 | А   |\n|   | Б   |\n+---+-----+\n"
          "| 2 | В   |\n+---+-----+\n"),
      ElementsAre("table", "H|№|Мя-/рка|", "|1|А/Б|", "|2|В|"));
}

TEST(Text, TableUnderARuleOfDashes_HasItsColumns) {
  EXPECT_THAT(
      ShowRead(
          "№   Мярка            Сума\n--- ---------------- --------\n1   Домашен патронаж 1 200 лв.\n"
          "2   Клуб                  \n--- ---------------- --------\n    Общо             1 200 "
          "лв.\n\nКрай"),
      ElementsAre("table", "H|№|Мярка|Сума|", "|1|Домашен патронаж|1 200 лв.|", "|2|Клуб||",
                  "||Общо|1 200 лв.|", "p: Край"));
}

TEST(Text, ManyBlankLines_AreCounted) {
  const auto document = ReadDocument(absl::StrCat("a", std::string(3'000'000, '\n'), "b\tc\td\n\ne\n"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->blocks[1].blank_lines_before, 2'999'999);
  EXPECT_EQ(PlaceText(document->blocks[1].rows[0].place), "line 3000001");
  EXPECT_EQ(document->blocks[2].blank_lines_before, 1);
}

TEST(Text, FormFeed_EndsAPage) {
  const auto document = ReadDocument("Първа\n\fВтора\nоще");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->pages, 2);
  EXPECT_THAT(testing::Show(document->blocks), ElementsAre("p: Първа", "¶p: Втора", "p: още"));
}

TEST(Text, EncodingsOfBulgarianPrograms_AreRead) {
  const std::string text = "Годишен план за развитие на услугите";
  EXPECT_THAT(ShowRead(Windows1251(text)), ElementsAre(absl::StrCat("p: ", text)));
  EXPECT_THAT(ShowRead(Utf16(text)), ElementsAre(absl::StrCat("p: ", text)));
}

TEST(Text, BytesOfNoText_AreNamedLineByLine) {
  EXPECT_THAT(
      ShowRead("добре\nлошо \xFF\nи \x01\n"),
      ElementsAre(
          "DOCUMENT_UNREADABLE count=2; line 2: TEXT_NOT_UTF8; line 3: TEXT_CONTROL_CHARACTER"));
}

TEST(Csv, RowsAndWhatStandsAroundThem_AreApart) {
  EXPECT_THAT(
      ShowRead("План за младежта 2021;;\n;;\n№;Мярка;Сума\n1;\"Клуб;\nзала\";100\n\n2;Друга;200\n;;\n"
               "Бележка;;\n"),
      ElementsAre("p: План за младежта 2021", "table", "|№|Мярка|Сума|", "|1|Клуб;/зала|100|",
                  "…|2|Друга|200|", "p: Бележка"));
}

TEST(Csv, Places_AreAddressesOfCells) {
  const auto document = ReadDocument("a;b;c\n1;2;3\n4;5;6\n");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(PlaceText(document->blocks[0].rows[2].cells[1].text.place), "B3");
  EXPECT_EQ(document->blocks[0].rows[2].cells[1].text.place.line, 3);
}

TEST(Csv, OpenQuote_IsRefusedAtItsCell) {
  EXPECT_THAT(ShowRead("a;b;c\n1;2;3\n4;\"5;6\n"),
              ElementsAre("DOCUMENT_UNREADABLE count=1; B3: TABLE_QUOTE_OPEN"));
}

}  // namespace
}  // namespace tranche::document
