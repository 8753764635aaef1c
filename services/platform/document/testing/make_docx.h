// SPDX-License-Identifier: EUPL-1.2
// Texts of word processors for tests, made of their parts.
#pragma once

#include <string>

#include "platform/sheet/testing/make_xlsx.h"

namespace tranche::document::testing {

// The parts of a .docx whose body is given as XML.
inline sheet::testing::Parts Docx(const std::string& body, const std::string& footnotes = "") {
  const std::string names =
      " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
      " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
      " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
  return {
      {"word/document.xml", "<w:document" + names + "><w:body>" + body + "</w:body></w:document>"},
      {"word/_rels/document.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" Target=\"https://example.bg/plan.pdf\" "
       "TargetMode=\"External\"/></Relationships>"},
      {"word/styles.xml",
       "<w:styles" + names +
           "><w:style w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/></w:style>"
           "<w:style w:styleId=\"Own\"><w:name w:val=\"Own\"/><w:basedOn w:val=\"Heading2\"/></w:style>"
           "<w:style w:styleId=\"ListOne\"><w:name w:val=\"List One\"/><w:pPr><w:numPr>"
           "<w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>"},
      {"word/numbering.xml",
       "<w:numbering" + names +
           "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
           "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\">"
           "<w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.%2)\"/></w:lvl>"
           "</w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\">"
           "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\xEF\x82\xB7\"/></w:lvl></w:abstractNum>"
           "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
           "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>"
           "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">"
           "<w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>"},
      {"word/footnotes.xml", "<w:footnotes" + names + ">" + footnotes + "</w:footnotes>"},
  };
}

// A paragraph of one run.
inline std::string P(const std::string& text, const std::string& properties = "") {
  return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") +
         "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}

inline std::string Td(const std::string& content, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + content + "</w:tc>";
}

}  // namespace tranche::document::testing
