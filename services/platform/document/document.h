// SPDX-License-Identifier: EUPL-1.2
// A document of any format as one list of blocks: paragraphs, headings, list items, notes and tables,
// each with its place in the source, so that a person finds what was read. Only the form is read here;
// what the words mean is for whoever asks. Nothing in a document may make the reader take more than its
// limits say.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tranche::document {

enum class Format { kText, kCsv, kXlsx, kDocx, kHtml };
absl::string_view MediaTypeOf(Format format);

// Where a text stands in its source. What a format does not have is 0 or "".
struct Place {
  Format format = Format::kText;
  int line = 0;       // Of the source, from 1: text, CSV, HTML.
  int paragraph = 0;  // DOCX: from 1, those outside tables.
  int table = 0;      // From 1, in the order of the document (of an XLSX: of its sheets).
  int row = 0;        // From 1. CSV and XLSX: as a spreadsheet numbers rows.
  int column = 0;     // From 1; of a row as a whole 0.
  std::string part =
      {};  // XLSX: the sheet. HTML: the path of the element. DOCX: "footnote 2" and the like.

  friend bool operator==(const Place&, const Place&) = default;
};

// As messages show it: "line 27"; in a table of a text "line 27, column 5"; "D17"; "Лист1!D17";
// "paragraph 12"; "table 1, row 3, cell 2"; "line 40, table[1]/tr[3]/td[2]".
std::string PlaceText(const Place& place);

// An address that stands within a text.
struct Link {
  std::size_t begin = 0;  // Bytes of the text that it covers.
  std::size_t end = 0;
  std::string target = {};  // As written; never opened.

  friend bool operator==(const Link&, const Link&) = default;
};

// A place of a text that refers to a footnote.
struct NoteReference {
  std::size_t at = 0;       // Byte of the text before which it stands.
  std::string marker = {};  // Of the note's block.

  friend bool operator==(const NoteReference&, const NoteReference&) = default;
};

// Valid UTF-8 without control characters but line feeds (and, in lines of a plain text, tabs), white
// space at both ends removed (also no-break spaces), otherwise as written. A line feed stands where a
// cell breaks its line or begins a paragraph.
struct Text {
  std::string text;
  Place place;
  // Where it begins within its line of a plain text, in bytes; 0 in other formats. Offsets into `text`
  // plus this are offsets into the line, since lines of a plain text are kept as they are.
  std::size_t begin = 0;
  std::vector<Link> links;  // In order, apart from each other.
  // DOCX, outside tables: in order. Other formats have the mark in the text, "решение № 45¹".
  std::vector<NoteReference> notes = {};

  friend bool operator==(const Text&, const Text&) = default;
};

struct Cell {
  enum class Kind {
    kText,
    kNumber,  // Of a workbook; the text is a plain decimal, "378008.5".
    kDay,     // Of a workbook, a number shown as a date; the text is ISO 8601.
    kError,   // Of a workbook, "#REF!".
  };

  Kind kind = Kind::kText;
  Text text;
  // What the format of a workbook's cell shows beside the number, "лв.", "€", "%"; "" for none. The
  // number of "12 %" is kept as the workbook keeps it, "0.12".
  std::string unit;
  // Covered by a merged cell that begins to the left or above: the same text once more, so that every
  // cell of the table has what it is headed with. Whoever sums leaves these out.
  bool spread = false;
  int column_span = 1;  // Of the cell where a merged one begins.
  int row_span = 1;

  friend bool operator==(const Cell&, const Cell&) = default;
};

struct Row {
  Place place;
  std::vector<Cell> cells;  // Rows may have fewer cells than the table has columns.
  bool header = false;      // The format says that it is one: <th>, a repeated heading row.
  // A page ends (or the source leaves a gap) between the row above and this one: this one may continue
  // it.
  bool after_break = false;

  friend bool operator==(const Row&, const Row&) = default;
};

struct Block {
  enum class Kind {
    kParagraph,
    kHeading,   // The format says that it is one.
    kListItem,  // `marker` is its bullet or number.
    kTable,     // `rows`; `text` is empty.
    kNote,      // A footnote, below all else; `marker` is its number.
  };

  Kind kind = Kind::kParagraph;
  Text text;
  int level = 0;  // Of a heading 1 to 9, of a list item from 1 (how far it is indented); otherwise 0.
  std::string marker;  // As it is seen: "•", "-", "1.", "а)". Not part of `text`.
  std::vector<Row> rows;
  bool after_break = false;  // A page begins with it.
  int blank_lines_before =
      0;  // So many blank lines (empty paragraphs) stand above it; a gap of rows is 1.

  friend bool operator==(const Block&, const Block&) = default;
};

struct Document {
  Format format = Format::kText;
  std::vector<Block> blocks;
  int pages = 0;  // As far as the source marks them; 0: it does not.

  friend bool operator==(const Document&, const Document&) = default;
};

struct Limits {
  std::size_t bytes_max = 3 << 20;            // Of the document as it came.
  std::size_t unpacked_bytes_max = 48 << 20;  // Of all parts of a packed one that are read.
  std::size_t text_bytes_max = 1 << 20;       // Of all texts together, spread ones too.
  std::size_t cell_bytes_max = 64 << 10;      // Of one text.
  std::size_t blocks_max = 20'000;            // Rows of tables count as blocks.
  std::size_t cells_max = 60'000;             // Of all tables together, spread ones too.
  std::size_t columns_max = 200;
  std::size_t sheets_max = 40;  // Those that are shown.
  int depth_max = 200;          // Elements within elements.
};

// What the bytes are, by what they hold, never by a name. DOCUMENT_KIND_UNKNOWN for what is not read
// (PDF, pictures, workbooks and texts of the formats before 2007), with what it is, as `kind`;
// DOCUMENT_PROTECTED for files that need a password.
absl::StatusOr<Format> FormatOf(absl::string_view bytes);

// Reads the whole document or refuses: DOCUMENT_KIND_UNKNOWN, DOCUMENT_PROTECTED, DOCUMENT_DAMAGED
// (with the part), DOCUMENT_UNREADABLE with the places (TEXT_NOT_UTF8, TEXT_CONTROL_CHARACTER,
// TABLE_QUOTE_OPEN and the like), DOCUMENT_EMPTY when no text is in it; over a limit
// DOCUMENT_TOO_LARGE, DOCUMENT_UNPACKS_TOO_LARGE, DOCUMENT_TOO_MANY_CELLS, DOCUMENT_TOO_MUCH_TEXT,
// DOCUMENT_TEXT_TOO_LONG, DOCUMENT_TOO_DEEP, DOCUMENT_TOO_MANY_SHEETS.
absl::StatusOr<Document> ReadDocument(absl::string_view bytes, const Limits& limits = {});

// The same for bytes whose format is known, for instance because a person chose it.
absl::StatusOr<Document> ReadDocumentAs(Format format, absl::string_view bytes,
                                        const Limits& limits = {});

}  // namespace tranche::document
