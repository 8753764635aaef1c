// SPDX-License-Identifier: EUPL-1.2
// Workbooks for tests, made of their parts.
#pragma once

#include <zip.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tranche::sheet::testing {

using Parts = std::vector<std::pair<std::string, std::string>>;  // Names within the archive and texts.

// The parts that every workbook has, for one sheet "Лист1" whose rows are given as XML.
inline Parts Workbook(const std::string& rows, const std::string& shared = "",
                      const std::string& cell_styles = "") {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return {
      {"xl/workbook.xml",
       "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations +
           "\"><sheets><sheet name=\"Скрит\" sheetId=\"1\" state=\"hidden\" r:id=\"rId2\"/>"
           "<sheet name=\"Лист1\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
       "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet xmlns=\"" + main + "\"><sheetData>" + rows + "</sheetData></worksheet>"},
      {"xl/worksheets/sheet2.xml",
       "<worksheet xmlns=\"" + main +
           "\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>скрито</t>"
           "</is></c></row></sheetData></worksheet>"},
      {"xl/sharedStrings.xml", "<sst xmlns=\"" + main + "\">" + shared + "</sst>"},
      {"xl/styles.xml",
       "<styleSheet xmlns=\"" + main +
           "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy&quot; г.&quot;\"/>"
           "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00&quot; лв. d&quot;\"/></numFmts>"
           "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
           "<xf numFmtId=\"165\"/>" +
           cell_styles + "</cellXfs></styleSheet>"},
  };
}

// The bytes of an archive with these parts.
inline std::string MakeZip(const Parts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 1, &error);
  zip_source_keep(source);
  zip_t* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  if (zip == nullptr) throw std::runtime_error("no archive");
  for (const auto& [name, text] : parts) {
    zip_source_t* part = zip_source_buffer(zip, text.data(), text.size(), 0);
    if (zip_file_add(zip, name.c_str(), part, ZIP_FL_ENC_UTF_8) < 0)
      throw std::runtime_error("no part");
  }
  if (zip_close(zip) != 0) throw std::runtime_error("not written");
  zip_source_open(source);
  zip_stat_t stat;
  zip_source_stat(source, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

}  // namespace tranche::sheet::testing
