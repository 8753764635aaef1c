// SPDX-License-Identifier: EUPL-1.2
// Workbooks, texts of word processors, pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/document/document.h"
#include "platform/document/reading.h"
#include "platform/document/testing/make_docx.h"
#include "platform/document/testing/show.h"
#include "platform/text/fold.h"

namespace tranche::document {
namespace {

using sheet::testing::MakeZip;
using sheet::testing::Workbook;
using testing::Docx;
using ::testing::ElementsAre;
using testing::P;
using testing::ShowRead;
using ::testing::SizeIs;
using testing::Td;

std::string Zip(const std::string& body, const std::string& footnotes = "") {
  return MakeZip(Docx(body, footnotes));
}

std::string Row(const std::string& cells, const std::string& properties = "") {
  return absl::StrCat("<w:tr><w:trPr>", properties, "</w:trPr>", cells, "</w:tr>");
}

std::string Table(const std::string& rows) { return absl::StrCat("<w:tbl>", rows, "</w:tbl>"); }

TEST(Docx, HeadingsListsAndParagraphs_HaveTheirMarks) {
  EXPECT_THAT(
      ShowRead(Zip(P("Цели", "<w:pStyle w:val=\"Own\"/>") +
                   P("първа", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>") +
                   P("под нея", "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>") +
                   P("втора", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>") +
                   P("отначало", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>") +
                   P("точка", "<w:pStyle w:val=\"ListOne\"/>") + P("- тире") + P("Абзац") +
                   P("Раздел", "<w:outlineLvl w:val=\"0\"/>"))),
      ElementsAre("h2: Цели", "li1 1.: първа", "li2 1.I): под нея", "li1 2.: втора", "li1 1.: отначало",
                  "li1 •: точка", "li1 -: тире", "p: Абзац", "h1: Раздел"));
}

TEST(Docx, WhatNobodySees_IsLeftOut) {
  EXPECT_THAT(
      ShowRead(
          Zip("<w:p><w:r><w:t>вижда </w:t></w:r><w:del><w:r><w:delText>не</w:delText></w:r></w:del>"
              "<w:ins><w:r><w:t>се</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>скрито</"
              "w:t></w:r>"
              "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
              "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" +
              P("В каре") + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + P("В каре") +
              "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>извън</w:t></w:r></"
              "w:p>")),
      ElementsAre("p: вижда се", "p: В каре", "p: извън"));
}

TEST(Docx, MergedCells_AreSpreadAndMarked) {
  EXPECT_THAT(ShowRead(Zip(Table(
                  Row(Td(P("№"), "<w:vMerge w:val=\"restart\"/>") +
                          Td(P("Финансиране"), "<w:gridSpan w:val=\"2\"/>"),
                      "<w:tblHeader/>") +
                  Row(Td(P(""), "<w:vMerge/>") + Td(P("източник")) + Td(P("сума")), "<w:tblHeader/>") +
                  Row(Td(P("1")) + Td(P("бюджет") + P("проект")) + Td(P("5 000 лв.")))))),
              ElementsAre("table", "H|№|Финансиране|^Финансиране|", "H|^№|източник|сума|",
                          "|1|бюджет/проект|5 000 лв.|"));
}

TEST(Docx, AutomaticNumbersOfCells_StandInTheirTexts) {
  const std::string number = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
  EXPECT_THAT(ShowRead(Zip(Table(
                  Row(Td("<w:p><w:pPr>" + number + "</w:pPr></w:p>") + Td(P("Срещи"))) +
                  Row(Td("<w:p><w:pPr>" + number + "</w:pPr></w:p>") + Td(P("Обучения", number)))))),
              ElementsAre("table", "|1.|Срещи|", "|2.|3. Обучения|"));
}

TEST(Docx, TableWithinACell_IsText) {
  EXPECT_THAT(
      ShowRead(Zip(Table(Row(Td(P("а") + Table(Row(Td(P("б")) + Td(P("в")))) + P("г")) + Td(P("д")))))),
      ElementsAre("table", "|а/б/в/г|д|"));
}

TEST(Docx, EndsOfPages_AreMarked) {
  const auto document =
      ReadDocument(Zip(P("Първа") + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" + P("Втора") +
                       Table(Row(Td(P("1"))) +
                             Row(Td("<w:p><w:r><w:lastRenderedPageBreak/><w:t>2</w:t></w:r></w:p>")))));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->pages, 3);
  EXPECT_THAT(testing::Show(document->blocks),
              ElementsAre("p: Първа", "¶p: Втора", "table", "|1|", "…|2|"));
}

TEST(Docx, LinksAndNotes_AreKept) {
  const auto document = ReadDocument(
      Zip("<w:p><w:r><w:t>Виж </w:t></w:r><w:hyperlink "
          "r:id=\"rId1\"><w:r><w:t>плана</w:t></w:r></w:hyperlink>"
          "<w:r><w:t> за 100 лв.</w:t></w:r><w:r><w:footnoteReference w:id=\"7\"/></w:r></w:p>",
          "<w:footnote w:id=\"0\">" + P("черта") + "</w:footnote><w:footnote w:id=\"7\">" + P("с ДДС") +
              "</w:footnote>"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(testing::Show(document->blocks), ElementsAre("p: Виж плана за 100 лв.", "note 1: с ДДС"));
  const Text& text = document->blocks[0].text;
  ASSERT_THAT(text.links, SizeIs(1));
  EXPECT_EQ(text.text.substr(text.links[0].begin, text.links[0].end - text.links[0].begin), "плана");
  EXPECT_EQ(text.links[0].target, "https://example.bg/plan.pdf");
  EXPECT_EQ(PlaceText(document->blocks[1].text.place), "footnote 1");
  EXPECT_THAT(text.notes, ElementsAre(NoteReference{.at = text.text.size(), .marker = "1"}));
}

TEST(Docx, ReferencesToNotes_StandWhereTheTextHasThem) {
  const auto refer = [](const std::string& id) {
    return "<w:r><w:footnoteReference w:id=\"" + id + "\"/></w:r>";
  };
  const auto run = [](const std::string& text) {
    return "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
  };
  const auto document = ReadDocument(Zip(
      "<w:p>" + run("  Решение") + refer("8") + run(" и протокол") + refer("3") + refer("8") + "</w:p>",
      "<w:footnote w:id=\"3\">" + P("втора") + "</w:footnote><w:footnote w:id=\"8\">" + P("първа") +
          "</w:footnote>"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(testing::Show(document->blocks),
              ElementsAre("p: Решение и протокол", "note 2: втора", "note 1: първа"));
  const std::string& text = document->blocks[0].text.text;
  EXPECT_THAT(document->blocks[0].text.notes,
              ElementsAre(NoteReference{.at = std::string("Решение").size(), .marker = "1"},
                          NoteReference{.at = text.size(), .marker = "2"},
                          NoteReference{.at = text.size(), .marker = "1"}));
}

TEST(Docx, Places_CountParagraphsTablesRowsAndCells) {
  const auto document =
      ReadDocument(Zip(P("") + P("а") + P("б") + Table(Row(Td(P("в")) + Td(P("г"))))));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(PlaceText(document->blocks[1].text.place), "paragraph 2");
  EXPECT_EQ(PlaceText(document->blocks[2].rows[0].cells[1].text.place), "table 1, row 1, cell 2");
}

TEST(Docx, TextInAPartOfAnotherName_IsFound) {
  auto parts = Docx(P("а"));
  parts[0].first = "word/document2.xml";
  parts.emplace_back(
      "_rels/.rels",
      "<Relationships><Relationship Id=\"rId1\" Target=\"/word/document2.xml\" "
      "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/>"
      "</Relationships>");
  EXPECT_THAT(ShowRead(MakeZip(parts)), ElementsAre("p: а"));
}

TEST(Docx, DamagedPart_IsNamed) {
  auto parts = Docx(P("а"));
  parts[0].second.resize(parts[0].second.size() - 20);
  EXPECT_THAT(ShowRead(MakeZip(parts)), ElementsAre("DOCUMENT_DAMAGED part=word/document.xml"));
}

TEST(Docx, DocumentTypeWithEntities_IsRefused) {
  auto parts = Docx(P("&boom;"));
  parts[0].second =
      "<!DOCTYPE x [<!ENTITY a \"ха ха ха\"><!ENTITY boom \"&a;&a;&a;&a;\">]>" + parts[0].second;
  EXPECT_THAT(ShowRead(MakeZip(parts)), ElementsAre("DOCUMENT_DAMAGED part=word/document.xml"));
}

TEST(Docx, PartThatUnpacksToTooMuch_IsRefused) {
  Limits limits;
  limits.unpacked_bytes_max = 100'000;
  EXPECT_THAT(ShowRead(Zip(P(std::string(200'000, 'x'))), limits),
              ElementsAre("DOCUMENT_UNPACKS_TOO_LARGE max=100000 part=word/document.xml"));
}

TEST(Xlsx, NumbersDaysAndUnits_AreWhatTheCellsShow) {
  const std::string bytes =
      MakeZip(Workbook("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>План</t></is></c></row>"
                       "<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"B3\" s=\"4\"><v>378008.5</v></c><c "
                       "r=\"C3\" s=\"1\"><v>43013</v></c>"
                       "<c r=\"D3\" s=\"5\"><v>0.12</v></c><c r=\"E3\" s=\"6\"><v>7</v></c></row>",
                       "", "<xf numFmtId=\"166\"/><xf numFmtId=\"9\"/><xf numFmtId=\"167\"/>"));
  auto parts = bytes;
  const auto document = ReadDocument(bytes);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(testing::Show(document->blocks),
              ElementsAre("p: План", "table", "|1|378008.5|2017-10-05|0.12{%}|7|"));
  EXPECT_EQ(PlaceText(document->blocks[1].rows[0].cells[1].text.place), "Лист1!B3");
  EXPECT_EQ(document->blocks[1].rows[0].cells[1].kind, Cell::Kind::kNumber);
  EXPECT_EQ(document->blocks[1].rows[0].cells[2].kind, Cell::Kind::kDay);
}

TEST(Xlsx, FormatOfNumbers_GivesTheUnit) {
  auto parts = Workbook(
      "<row><c s=\"0\"><v>1</v></c><c s=\"1\"><v>2</v></c><c s=\"2\"><v>3</v></c><c "
      "s=\"3\"><v>4</v></c>"
      "<c s=\"4\"><v>5</v></c></row>");
  for (auto& [name, text] : parts) {
    if (name != "xl/styles.xml") continue;
    text =
        "<styleSheet><numFmts>"
        "<numFmt numFmtId=\"170\" formatCode=\"#,##0.00&quot; лв.&quot;\"/>"
        "<numFmt numFmtId=\"171\" formatCode=\"#,##0.00\\ [$€-402];[Red]-#,##0.00\\ [$€-402]\"/>"
        "<numFmt numFmtId=\"172\" formatCode=\"_-* #,##0.00_-\"/>"
        "<numFmt numFmtId=\"173\" formatCode=\"#,##0\\ &quot;хил. лв.&quot;_€\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf "
        "numFmtId=\"173\"/>"
        "<xf numFmtId=\"0\"/></cellXfs></styleSheet>";
  }
  EXPECT_THAT(ShowRead(MakeZip(parts)), ElementsAre("table", "|1{лв.}|2{€}|3|4{хил. лв.}|5|"));
}

TEST(Xlsx, MergedCells_AreSpreadOverRowsThatAreThere) {
  auto parts = Workbook(
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>№</t></is></c><c r=\"B1\" "
      "t=\"inlineStr\"><is><t>Средства</t>"
      "</is></c></row><row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>общо</t></is></c><c r=\"C2\" "
      "t=\"inlineStr\"><is>"
      "<t>бюджет</t></is></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"B3\"><v>10</v></c><c "
      "r=\"C3\"><v>4</v></c>"
      "</row>");
  for (auto& [name, text] : parts) {
    if (name == "xl/worksheets/sheet1.xml")
      text = absl::StrReplaceAll(
          text, {{"</sheetData>",
                  "</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/>"
                  "<mergeCell ref=\"E1:ZZ999999\"/><mergeCell ref=\"глупост\"/></mergeCells>"}});
  }
  EXPECT_THAT(ShowRead(MakeZip(parts)),
              ElementsAre("table", "|№|Средства|^Средства|", "|^№|общо|бюджет|", "|1|10|4|"));
}

TEST(Xlsx, LongTextThatManyCellsShare_IsRefused) {
  Limits limits;
  limits.cell_bytes_max = 50;
  const std::string bytes = MakeZip(
      Workbook("<row><c t=\"s\"><v>0</v></c></row>", "<si><t>" + std::string(51, 'x') + "</t></si>"));
  EXPECT_THAT(ShowRead(bytes, limits),
              ElementsAre("DOCUMENT_UNREADABLE count=1; Лист1!A1: TABLE_CELL_TOO_LONG"));
}

TEST(Xlsx, SheetsThatAreShown_AreReadOneAfterTheOther) {
  auto parts = Workbook("<row><c><v>1</v></c><c><v>2</v></c></row>");
  for (auto& [name, text] : parts) {
    if (name == "xl/workbook.xml") text = absl::StrReplaceAll(text, {{" state=\"hidden\"", ""}});
  }
  const auto document = ReadDocument(MakeZip(parts));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(testing::Show(document->blocks), ElementsAre("p: скрито", "table", "|1|2|"));
  EXPECT_EQ(PlaceText(document->blocks[0].text.place), "Скрит!A1");
  Limits limits;
  limits.sheets_max = 1;
  EXPECT_THAT(ShowRead(MakeZip(parts), limits), ElementsAre("DOCUMENT_TOO_MANY_SHEETS max=1"));
}

TEST(Html, WhatABrowserShows_IsRead) {
  EXPECT_THAT(
      ShowRead("<!doctype "
               "html><html><head><title>не</title><style>p{}</style></head><body><script>не()</script>"
               "<h1>План  за\n действие</h1><p>Първи <b>абзац</b>&nbsp;&ndash; край<br>нов "
               "ред</p><p>&nbsp;</p>"
               "<div hidden>не</div><div style=\"color:red; DISPLAY: none\">не</div><!-- не -->"
               "<ul><li>точка<ul><li>в нея</li></ul></li></ul><ol "
               "start=\"3\"><li>три</li><li><p>четири</p><p>още</p></li>"
               "</ol><ol type=\"a\"><li>буква</li></ol><div>сам<p>- тире</p></div></body></html>"),
      ElementsAre("h1: План за действие", "p: Първи абзац\u00A0– край", "p: нов ред", "li1 •: точка",
                  "li2 •: в нея", "li1 3.: три", "li1 4.: четири", "p: още", "li1 a.: буква", "p: сам",
                  "li1 -: тире"));
}

TEST(Html, DefinitionLists_AreTermsWithWhatExplainsThem) {
  EXPECT_THAT(
      ShowRead(
          "<html><body><dl><dt>Срок:</dt><dd>май</dd><dd>юни</dd><dt>Място</dt><dd><p>двор</p></dd>"
          "<dt>Групи</dt><dd><ul><li>деца</li></ul></dd><dt><h3>Глава</h3></dt><dd>текст</dd>"
          "<dt>Празно</dt><dd> </dd><dt>Сам</dt></dl><p>край</p></body></html>"),
      ElementsAre("p: Срок: май", "p: юни", "p: Място: двор", "p: Групи:", "li1 •: деца", "h3: Глава",
                  "p: текст", "p: Празно:", "p: Сам:", "p: край"));
}

TEST(Html, Tables_HaveHeadingsAndSpreadCells) {
  EXPECT_THAT(
      ShowRead("<table><caption>Мерки</caption><thead><tr><td rowspan=2>№</td><td "
               "colspan=\"2\">Средства</td></tr>"
               "<tr><td>общо</td><td>бюджет</td></tr></thead><tbody><tr><td>1</td><td>5 000<br>лв.</td>"
               "<td><ul><li>ЕС</li><li>НБ</li></ul></td></tr><tr><td></td><td> &nbsp; </td></tr>"
               "<tr><td>2</td><td>м<sup>2</sup> 7 лв.<sup>1</sup></td></tr></table>"),
      ElementsAre("p: Мерки", "table", "H|№|Средства|^Средства|", "H|^№|общо|бюджет|",
                  "|1|5 000/лв.|• ЕС/• НБ|", "…|2|м² 7 лв.¹|"));
  EXPECT_THAT(ShowRead("<table><tr><th>а</th><th>б</th></tr><tr><th>в</th><td>г</td></tr></table>"),
              ElementsAre("table", "H|а|б|", "|в|г|"));
}

TEST(Html, TableThatHoldsTables_IsLayout) {
  EXPECT_THAT(ShowRead("<table><tr><td>меню</td><td><h2>План</h2><table><tr><td>1</td><td>Срещи</td></"
                       "tr></table></td>"
                       "</tr></table>"),
              ElementsAre("p: меню", "h2: План", "table", "|1|Срещи|"));
}

TEST(Html, PlacesAndLinks_LeadBackToThePage) {
  const auto document = ReadDocument(
      "<html><body>\n<div><p>а</p>\n<p>Виж <a href=\"/f/plan.docx\">плана</a> (98 KB)</p></div>\n"
      "<table>\n<tr><td>1</td>\n<td>Срещи</td></tr></table></body></html>");
  ASSERT_TRUE(document.ok()) << document.status();
  const Text& text = document->blocks[1].text;
  EXPECT_EQ(PlaceText(text.place), "line 3, div[1]/p[2]");
  ASSERT_THAT(text.links, SizeIs(1));
  EXPECT_EQ(text.links[0].target, "/f/plan.docx");
  EXPECT_EQ(text.text.substr(text.links[0].begin, text.links[0].end - text.links[0].begin), "плана");
  EXPECT_EQ(PlaceText(document->blocks[2].rows[0].cells[1].text.place), "line 6, table[1]/tr[1]/td[2]");
}

TEST(Html, Encodings_AreTheirOwnOrTheCommonOnes) {
  const std::string page =
      "<html><head><meta charset=windows-1251></head><body><p>\xCF\xEB\xE0\xED</p></body></html>";
  EXPECT_THAT(ShowRead(page), ElementsAre("p: План"));
  EXPECT_THAT(ShowRead("<p>План</p>"), ElementsAre("p: План"));
  EXPECT_THAT(ShowRead("<p>а</p>\n<p>\xFF</p>"),
              ElementsAre("DOCUMENT_UNREADABLE count=1; line 2: TEXT_NOT_UTF8"));
}

// The parser compares each attribute of a tag with all others: such tags do not reach it.
TEST(Html, TagWithThousandsOfAttributes_IsRefusedBeforeItIsParsed) {
  std::string attributes;
  for (int i = 0; i < 100'000; ++i) absl::StrAppend(&attributes, " a", i, i % 2 == 0 ? "=\">\"" : "");
  for (const char* before :
       {"", "<script>x<a \"</script>", "<!-- <a \" -->", "<style>'</style>", "<p a=b\"c>"}) {
    EXPECT_THAT(ShowRead(absl::StrCat("<p>а</p>", before, "<p", attributes, ">б</p>")),
                ElementsAre("DOCUMENT_DAMAGED part=html"))
        << before;
  }
  EXPECT_THAT(ShowRead("<p a=1 b='>' c=\"x y z\" d>а &lt; б</p>"), ElementsAre("p: а < б"));
  std::string with_values;
  for (int i = 0; i < 100'000; ++i) absl::StrAppend(&with_values, " a", i, "='>'");
  EXPECT_THAT(ShowRead(Zip(absl::StrCat("<w:p", with_values, "/>"))),
              ElementsAre("DOCUMENT_DAMAGED part=word/document.xml"));
}

TEST(Html, ElementsWithinElements_EndSomewhere) {
  std::string page;
  for (int i = 0; i < 100'000; ++i) page += "<div>";
  EXPECT_THAT(ShowRead(page + "x"), ElementsAre("DOCUMENT_TOO_DEEP max=200"));
}

TEST(Html, CellsThatClaimManyColumns_AreCut) {
  Limits limits;
  limits.columns_max = 3;
  EXPECT_THAT(ShowRead("<table><tr><td colspan=99999999>а</td></tr></table>", limits),
              ElementsAre("table", "|а|^а|^а|"));
  EXPECT_THAT(ShowRead("<table><tr><td colspan=2>а</td><td colspan=2>б</td></tr></table>", limits),
              ElementsAre("DOCUMENT_UNREADABLE count=1; line 1, table[1]/tr[1]: TABLE_TOO_MANY_CELLS"));
}

// Whatever stands in a document, what is read of it is well-formed.
void RequireWellFormed(const Document& document, const Limits& limits) {
  std::size_t bytes = 0;
  const auto check = [&](const Text& text) {
    RC_ASSERT(IsValidUtf8(text.text));
    RC_ASSERT(Trim(text.text) == text.text);
    RC_ASSERT(text.text.find_first_of("\f\r") == std::string::npos);
    std::size_t at = 0;
    for (const Link& link : text.links) {
      RC_ASSERT(link.begin >= at && link.begin < link.end && link.end <= text.text.size());
      at = link.end;
    }
    bytes += text.text.size();
  };
  for (const Block& block : document.blocks) {
    check(block.text);
    RC_ASSERT((block.kind == Block::Kind::kTable) == !block.rows.empty());
    for (const document::Row& row : block.rows)
      for (const Cell& cell : row.cells) check(cell.text);
  }
  RC_ASSERT(bytes <= limits.text_bytes_max);
}

RC_GTEST_PROP(ReadDocument, PiecesOfDocumentsInAnyOrder_AreReadOrRefused, ()) {
  const std::vector<std::string> pieces = {"<table>",
                                           "<tr>",
                                           "<td rowspan=3>",
                                           "<td colspan=2>",
                                           "</table>",
                                           "<p>",
                                           "<a href=x>",
                                           "</a>",
                                           "<li>",
                                           "<ol>",
                                           "<br>",
                                           "\n",
                                           "\t",
                                           " ",
                                           "|",
                                           "1.",
                                           "- ",
                                           "лв.",
                                           ";",
                                           "\"",
                                           "---- ---",
                                           "+--+",
                                           "\f",
                                           "&nbsp;",
                                           "\u00A0",
                                           "№",
                                           "а",
                                           "\r",
                                           "<sup>1</sup>"};
  std::string text = *rc::gen::element<std::string>("", "<html>", "a;b;c\n1;2;3\n", "\xEF\xBB\xBF");
  for (const std::string& piece :
       *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)))
    text += piece;
  Limits limits;
  limits.columns_max = 8;
  const absl::StatusOr<Document> document = ReadDocument(text, limits);
  if (!document.ok()) RC_ASSERT(!ReasonOf(document.status()).empty());
  if (document.ok()) RequireWellFormed(*document, limits);
}

}  // namespace
}  // namespace tranche::document
