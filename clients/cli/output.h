// SPDX-License-Identifier: EUPL-1.2
// How answers are shown: tables whose columns align in Cyrillic too, CSV, JSON. Values are taken from
// messages by the path of their field, so that a command states only which fields it shows.
#pragma once

#include <google/protobuf/message.h>

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/texts.h"
#include "platform/base/error.h"
#include "platform/text/said_label.h"
#include "tranche/common/v1/provenance.pb.h"

namespace tranche::cli {

enum class Format { kTable, kJson, kCsv };

struct OutputStyle {
  Format format = Format::kTable;
  Language language = Language::kBulgarian;
  bool headers = true;
  bool bom = false;     // Before CSV, for programs that guess the encoding.
  bool colour = false;  // Headings bold.
  int columns = 0;      // Of the terminal; 0: there is none, so a line is as long as it takes.
};

// One value.
struct Cell {
  std::string text;    // For people, in the language asked for.
  std::string raw;     // For programs: exact amount, ISO day, value in lower case.
  bool right = false;  // Aligned right: amounts and numbers.
  common::v1::Provenance mark = common::v1::PROVENANCE_UNSPECIFIED;
};

// The same text for people and for programs.
Cell TextCell(std::string text);

struct Table {
  std::string title;
  std::vector<std::string> headings;
  std::vector<std::vector<Cell>> rows;
};

struct Field {
  std::string label;
  Cell cell;
};

// What a command shows. CSV is made of the first table, or of the fields as one row.
struct View {
  std::vector<Field> fields;
  std::vector<Table> tables;
  std::vector<std::string> notes;
};

// "538952.00" with its currency: "538 952,00 лв." or "538,952.00 BGN". Bulgarian leaves numbers of four
// digits whole. A text that is no decimal comes back as it is, "" as "–".
std::string SayAmount(absl::string_view decimal, absl::string_view unit, Language language);
// "2018-10-18": "18.10.2018 г." or as it is; "" as "–".
std::string SayDay(absl::string_view iso, Language language);
// "18 months": "18 месеца" or "18 months".
std::string SayPeriod(absl::string_view period, Language language);
using tranche::SayEnum;
std::string SayMark(common::v1::Provenance mark, Language language);

// The value at a path of field names, "requested.total". "title_*" stands for title_bg or title_en as
// the language asks; a path that ends in "/last" shows the last segment of a resource name, one that
// ends in "/place" a place of a document in the language that is asked for. The mark of the value is
// found in the message's own `marks`. A path that the message lacks ends the program.
Cell CellAt(const google::protobuf::Message& message, absl::string_view path, Language language);

// A column or a line of a record.
struct Shown {
  Text heading;
  const char* path;
};

Table TableOf(const std::vector<const google::protobuf::Message*>& rows,
              const std::vector<Shown>& columns, Language language);
std::vector<Field> FieldsOf(const google::protobuf::Message& message, const std::vector<Shown>& shown,
                            Language language);
// Where every marked value comes from; no rows when the message has no marks.
Table MarksTable(const google::protobuf::Message& message, Language language);

// The messages of a repeated field.
std::vector<const google::protobuf::Message*> ItemsOf(const google::protobuf::Message& message,
                                                      const std::string& field);

// Text for people, with a line under the tables that says what the small numbers after values mean.
std::string RenderText(const View& view, const OutputStyle& style);
// RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe in front.
std::string RenderCsv(const View& view, const OutputStyle& style);
std::string CsvCell(absl::string_view raw);
// "[...]" of messages in the JSON form of the API.
std::string JsonList(const std::vector<const google::protobuf::Message*>& items);

// Cut at a width in columns, with "…" at its end.
std::string Shortened(absl::string_view text, int columns);

}  // namespace tranche::cli
