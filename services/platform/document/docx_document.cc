// SPDX-License-Identifier: EUPL-1.2
// Word's .docx, ECMA-376: as much of it as tells what a reader sees. What was deleted and what is
// hidden is left out; headers and footers of pages and comments are no part of the text.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/docx_parts.h"
#include "platform/document/reading.h"

namespace tranche::document {
namespace {

using sheet::Archive;
using sheet::Xml;

constexpr int kColumnSpanMax = 200;

int NumberOf(const Xml& xml, int otherwise) {
  int number = 0;
  return absl::SimpleAtoi(xml.Attribute("val"), &number) ? number : otherwise;
}

// What of a subtree is not seen: deletions, what another program shows instead, properties as they
// were, codes of fields, properties of controls.
bool IsUnseen(absl::string_view name) {
  static constexpr absl::string_view kUnseen[] = {
      "del",          "moveFrom",  "Fallback",    "instrText",   "delText",
      "pPrChange",    "rPrChange", "tblPrChange", "trPrChange",  "tcPrChange",
      "sectPrChange", "sdtPr",     "fldData",     "delInstrText"};
  return std::find(std::begin(kUnseen), std::end(kUnseen), name) != std::end(kUnseen);
}

struct Paragraph {
  std::string text;
  std::string style;
  int heading_level = -1;  // -1: as the style says.
  int numbering = -1;      // -1: as the style says; 0: none.
  int list_level = -1;
  bool page_before = false;
  bool page_after = false;
  std::vector<Link> links;
  std::optional<Link> open_link;
  std::vector<NoteReference> notes;
};

// A table that is being read. Tables within its cells are read as paragraphs of the cell.
struct OpenTable {
  Block block;
  Row row;
  std::string cell;  // Paragraphs apart by line feeds.
  std::vector<Link> links;
  int column = 0;  // Of the grid, from 0.
  int span = 1;
  bool merge_begins = false;
  bool merge_goes_on = false;
  // Where the merged cell of a column of the grid begins: row and cell.
  std::vector<std::optional<std::pair<std::size_t, std::size_t>>> merged;
  bool row_has_text = false;
};

class DocxReader {
 public:
  DocxReader(std::shared_ptr<Archive> archive, const Limits& limits)
      : archive_(std::move(archive)), meter_(limits) {}

  absl::StatusOr<Document> Read() {
    document_.format = Format::kDocx;
    TRANCHE_RETURN_IF_ERROR(styles_.Read(archive_));
    TRANCHE_RETURN_IF_ERROR(numbering_.Read(archive_));
    std::string part = FindMainPart(archive_);
    if (part.empty()) part = "word/document.xml";  // It is missed by its usual name.
    const std::string relations =
        absl::StrCat("word/_rels/", absl::StripPrefix(part, "word/"), ".rels");
    TRANCHE_ASSIGN_OR_RETURN(targets_, ReadTargets(archive_, relations));
    TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive_, part));
    TRANCHE_RETURN_IF_ERROR(Walk(*xml));
    TRANCHE_RETURN_IF_ERROR(ReadNotes());
    document_.pages = pages_ == 0 ? 0 : pages_ + 1;
    return std::move(document_);
  }

 private:
  absl::Status Walk(Xml& xml) {
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, xml.Next());
      if (!more) return absl::OkStatus();
      if (xml.IsStart()) {
        if (IsUnseen(xml.Name())) {
          TRANCHE_RETURN_IF_ERROR(SkipElement(xml));
          continue;
        }
        const std::string name(xml.Name());
        const bool empty = xml.IsEmpty();
        TRANCHE_RETURN_IF_ERROR(Begin(xml, name));
        if (empty) TRANCHE_RETURN_IF_ERROR(End(name));
      } else if (xml.IsEnd()) {
        TRANCHE_RETURN_IF_ERROR(End(std::string(xml.Name())));
      } else if (xml.IsText() && in_text_ && !hidden_ && !paragraphs_.empty()) {
        TRANCHE_RETURN_IF_ERROR(Append(raised_ ? Raised(xml.Text()) : std::string(xml.Text())));
      }
    }
  }

  absl::Status Begin(Xml& xml, const std::string& name) {
    if (name == "p") {
      paragraphs_.emplace_back();
    } else if (name == "tbl") {
      BeginTable();
    } else if (name == "r") {
      hidden_ = false;
      raised_ = false;
      in_run_ = true;
    } else if (name == "t") {
      in_text_ = true;
    } else if (name == "footnoteReference") {
      ReferToNote(xml.Attribute("id"));
    } else if (in_run_ && name == "vanish") {
      hidden_ = IsOn(xml);
    } else if (in_run_ && name == "vertAlign") {
      raised_ = xml.Attribute("val") == "superscript";
    } else if (!paragraphs_.empty()) {
      TRANCHE_RETURN_IF_ERROR(BeginInParagraph(xml, name));
    }
    if (!table_) return absl::OkStatus();
    if (name == "tr" && depth_ == 1) BeginRow();
    if (name == "tc" && depth_ == 1) BeginCell();
    if (depth_ == 1) ReadTableProperty(xml, name);
    return absl::OkStatus();
  }

  absl::Status BeginInParagraph(Xml& xml, const std::string& name) {
    Paragraph& paragraph = paragraphs_.back();
    if (name == "br" || name == "cr") {
      if (xml.Attribute("type") == "page") {
        BreakPage();
      } else if (!hidden_) {
        return Append("\n");
      }
    } else if (name == "lastRenderedPageBreak") {
      BreakPage();
    } else if (name == "tab" && in_run_) {
      return Append(" ");
    } else if (name == "noBreakHyphen") {
      return Append("-");
    } else if (name == "hyperlink") {
      const auto target = targets_.find(xml.Attribute("id"));
      if (target != targets_.end() && !xml.IsEmpty())
        paragraph.open_link = Link{paragraph.text.size(), 0, target->second};
    } else if (name == "pStyle") {
      paragraph.style = xml.Attribute("val");
    } else if (name == "numId") {
      paragraph.numbering = NumberOf(xml, -1);
    } else if (name == "ilvl") {
      paragraph.list_level = NumberOf(xml, 0);
    } else if (name == "outlineLvl") {
      const int level = NumberOf(xml, 9);
      paragraph.heading_level = level >= 0 && level < 9 ? level + 1 : 0;
    } else if (name == "pageBreakBefore" && IsOn(xml)) {
      BreakPage();
    }
    return absl::OkStatus();
  }

  absl::Status End(const std::string& name) {
    if (name == "t") in_text_ = false;
    if (name == "r") in_run_ = false;
    if (name == "hyperlink" && !paragraphs_.empty()) EndLink();
    if (name == "p" && !paragraphs_.empty()) TRANCHE_RETURN_IF_ERROR(EndParagraph());
    if (!table_) return absl::OkStatus();
    if (name == "tc" && depth_ == 1) return EndCell();
    if (name == "tr" && depth_ == 1) return EndRow();
    if (name == "tbl" && --depth_ == 0) return EndTable();
    return absl::OkStatus();
  }

  absl::Status Append(absl::string_view text) {
    Paragraph& paragraph = paragraphs_.back();
    absl::StrAppend(&paragraph.text, text);
    return paragraph.text.size() > meter_.limits().cell_bytes_max
               ? meter_.Text(paragraph.text.size(), Here())
               : absl::OkStatus();
  }

  Place Here() const {
    Place place;
    place.format = Format::kDocx;
    place.part = part_;
    if (table_) {
      place.table = tables_;
      place.row = static_cast<int>(table_->block.rows.size()) + 1;
      place.column = table_->column + 1;
    } else if (part_.empty()) {
      place.paragraph = filled_paragraphs_ + 1;
    }
    return place;
  }

  // A page ends. What was written of the paragraph or row stays on it.
  void BreakPage() {
    ++pages_;
    Paragraph& paragraph = paragraphs_.back();
    (Trim(paragraph.text).empty() ? paragraph.page_before : paragraph.page_after) = true;
    if (table_ && !table_->row_has_text && Trim(paragraph.text).empty()) table_->row.after_break = true;
  }

  // Notes are numbered in the order in which the text refers to them first.
  void ReferToNote(const std::string& id) {
    constexpr std::size_t kOfParagraphMax = 100;
    if (!part_.empty()) return;  // A note in a note.
    const int number =
        note_numbers_.emplace(id, static_cast<int>(note_numbers_.size()) + 1).first->second;
    if (paragraphs_.empty() || paragraphs_.back().notes.size() == kOfParagraphMax) return;
    Paragraph& paragraph = paragraphs_.back();
    paragraph.notes.push_back({paragraph.text.size(), absl::StrCat(number)});
  }

  void EndLink() {
    Paragraph& paragraph = paragraphs_.back();
    if (!paragraph.open_link) return;
    paragraph.open_link->end = paragraph.text.size();
    if (paragraph.open_link->end > paragraph.open_link->begin)
      paragraph.links.push_back(*std::move(paragraph.open_link));
    paragraph.open_link.reset();
  }

  // The mark that Word puts before the paragraph; counts it.
  std::string MarkOf(const Paragraph& paragraph, const DocxStyle& style, int* level) {
    const int numbering = paragraph.numbering >= 0 ? paragraph.numbering : style.numbering;
    *level = paragraph.list_level >= 0 ? paragraph.list_level
                                       : (paragraph.numbering >= 0 ? 0 : style.list_level);
    return numbering > 0 ? Clean(numbering_.Next(numbering, *level)) : "";
  }

  absl::Status EndParagraph() {
    EndLink();
    Paragraph paragraph = std::move(paragraphs_.back());
    paragraphs_.pop_back();
    const DocxStyle style = styles_.Find(paragraph.style);
    int level = 0;
    const std::string mark = MarkOf(paragraph, style, &level);
    Text text;
    text.notes = std::move(paragraph.notes);
    CleanWithLinks(paragraph.text, std::move(paragraph.links), text);
    if (table_) return AddToCell(mark, std::move(text));
    const bool after_break =
        std::exchange(page_pending_, paragraph.page_after) || paragraph.page_before;
    if (text.text.empty()) {
      page_pending_ = page_pending_ || after_break;
      return absl::OkStatus();
    }
    Block block;
    block.text = std::move(text);
    block.text.place = Here();
    if (part_.empty()) ++filled_paragraphs_;
    block.marker = mark;
    block.after_break = after_break;
    const int heading = paragraph.heading_level >= 0 ? paragraph.heading_level : style.heading_level;
    if (heading > 0) {
      block.kind = Block::Kind::kHeading;
      block.level = heading;
    } else if (!mark.empty()) {
      block.kind = Block::Kind::kListItem;
      block.level = level + 1;
    } else {
      MarkTyped(block);
    }
    TRANCHE_RETURN_IF_ERROR(meter_.Block());
    TRANCHE_RETURN_IF_ERROR(meter_.Text(block.text.text.size(), block.text.place));
    document_.blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  absl::Status AddToCell(const std::string& mark, Text text) {
    OpenTable& table = *table_;
    const std::string shown = absl::StrCat(mark, !mark.empty() && !text.text.empty() ? " " : "");
    if (shown.empty() && text.text.empty()) return absl::OkStatus();
    table.row_has_text = true;
    if (!table.cell.empty()) table.cell.push_back('\n');
    const std::size_t begin = table.cell.size() + shown.size();
    for (Link& link : text.links)
      table.links.push_back({link.begin + begin, link.end + begin, std::move(link.target)});
    absl::StrAppend(&table.cell, shown, text.text);
    return table.cell.size() > meter_.limits().cell_bytes_max ? meter_.Text(table.cell.size(), Here())
                                                              : absl::OkStatus();
  }

  void BeginTable() {
    if (++depth_ > 1) return;
    table_.emplace();
    ++tables_;
    table_->block.kind = Block::Kind::kTable;
    table_->block.text.place = {.format = Format::kDocx, .table = tables_};
    table_->block.after_break = std::exchange(page_pending_, false);
  }

  void BeginRow() {
    table_->row = Row();
    table_->row.place = {.format = Format::kDocx,
                         .table = tables_,
                         .row = static_cast<int>(table_->block.rows.size()) + 1};
    table_->column = 0;
    table_->row_has_text = false;
  }

  void BeginCell() {
    table_->cell.clear();
    table_->links.clear();
    table_->span = 1;
    table_->merge_begins = false;
    table_->merge_goes_on = false;
  }

  void ReadTableProperty(const Xml& xml, const std::string& name) {
    if (name == "gridSpan") table_->span = std::clamp(NumberOf(xml, 1), 1, kColumnSpanMax);
    if (name == "vMerge")
      (xml.Attribute("val") == "restart" ? table_->merge_begins : table_->merge_goes_on) = true;
    if (name == "tblHeader") table_->row.header = IsOn(xml);
    if (name == "gridBefore") gap_ = std::clamp(NumberOf(xml, 0), 0, kColumnSpanMax);
  }

  // The cells of a grid's columns that one <tc> covers: itself and its spread ones.
  absl::Status EndCell() {
    OpenTable& table = *table_;
    for (; gap_ > 0; --gap_) TRANCHE_RETURN_IF_ERROR(AddCell(TextCell("", Here())));
    Cell cell = TextCell(std::move(table.cell), Here());
    cell.text.links = std::move(table.links);
    cell.column_span = table.span;
    const auto column = static_cast<std::size_t>(table.column);
    if (table.merged.size() <= column) table.merged.resize(column + 1);
    if (table.merge_begins) {
      table.merged[column] = {table.block.rows.size(), table.row.cells.size()};
    } else if (!table.merge_goes_on) {
      table.merged[column].reset();
    } else if (table.merged[column]) {
      const auto [row, index] = *table.merged[column];
      // Where a row ends before its merged cells do, the rows differ: nothing to copy from.
      if (row < table.block.rows.size() && index < table.block.rows[row].cells.size()) {
        Cell& origin = table.block.rows[row].cells[index];
        ++origin.row_span;
        const Place place = cell.text.place;
        cell.text = origin.text;
        cell.text.place = place;
        cell.spread = true;
      }
    }
    const bool spread = cell.spread;
    const Cell copy = cell;
    TRANCHE_RETURN_IF_ERROR(AddCell(std::move(cell)));
    for (int i = 1; i < table.span; ++i) {
      Cell further = copy;
      further.column_span = 1;
      further.spread = spread || !copy.text.text.empty();
      further.text.place = Here();
      TRANCHE_RETURN_IF_ERROR(AddCell(std::move(further)));
    }
    return absl::OkStatus();
  }

  absl::Status AddCell(Cell cell) {
    TRANCHE_RETURN_IF_ERROR(meter_.Cell(cell));
    ++table_->column;
    table_->row.cells.push_back(std::move(cell));
    if (table_->row.cells.size() <= meter_.limits().columns_max) return absl::OkStatus();
    return Refuse("DOCUMENT_TOO_MANY_CELLS", {{"max", absl::StrCat(meter_.limits().columns_max)}});
  }

  absl::Status EndRow() {
    TRANCHE_RETURN_IF_ERROR(meter_.Block());
    const bool empty = std::all_of(table_->row.cells.begin(), table_->row.cells.end(),
                                   [](const Cell& cell) { return cell.text.text.empty(); });
    Row row = std::exchange(table_->row, Row());
    // An empty row stays, since rows are counted from the first; its cells say nothing.
    if (empty) row.cells.clear();
    if (table_->block.rows.empty()) row.after_break = false;
    table_->block.rows.push_back(std::move(row));
    table_->column = 0;
    return absl::OkStatus();
  }

  absl::Status EndTable() {
    Block block = std::move(table_->block);
    table_.reset();
    auto& rows = block.rows;
    rows.erase(
        std::remove_if(rows.begin(), rows.end(), [](const Row& row) { return row.cells.empty(); }),
        rows.end());
    if (!rows.empty()) document_.blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  // Footnotes that the text refers to.
  absl::Status ReadNotes() {
    constexpr char kPart[] = "word/footnotes.xml";
    if (note_numbers_.empty() || !archive_->Has(kPart)) return absl::OkStatus();
    const std::map<std::string, int> numbers = std::exchange(note_numbers_, {});
    std::size_t marked = document_.blocks.size();
    TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Xml> xml, Xml::Open(archive_, kPart));
    int number = 0;
    while (true) {
      TRANCHE_ASSIGN_OR_RETURN(const bool more, xml->Next());
      if (!more) break;
      if (xml->IsStart() && IsUnseen(xml->Name())) {
        TRANCHE_RETURN_IF_ERROR(SkipElement(*xml));
        continue;
      }
      const std::string name(xml->Name());
      if (xml->IsStart() && name == "footnote") {
        const auto found = numbers.find(xml->Attribute("id"));
        number = found == numbers.end() ? 0 : found->second;
        part_ = absl::StrCat("footnote ", number);
      }
      if (number == 0) continue;  // The line above the notes and the like.
      if (xml->IsStart()) {
        const bool empty = xml->IsEmpty();
        if (name != "tbl") TRANCHE_RETURN_IF_ERROR(Begin(*xml, name));
        if (empty && name != "tbl") TRANCHE_RETURN_IF_ERROR(End(name));
      } else if (xml->IsEnd()) {
        if (name != "tbl") TRANCHE_RETURN_IF_ERROR(End(name));
      } else if (xml->IsText() && in_text_ && !hidden_ && !paragraphs_.empty()) {
        TRANCHE_RETURN_IF_ERROR(Append(xml->Text()));
      }
      for (; marked < document_.blocks.size(); ++marked) {
        Block& block = document_.blocks[marked];
        block.kind = Block::Kind::kNote;
        block.level = 0;
        block.marker = absl::StrCat(number);
      }
    }
    return absl::OkStatus();
  }

  const std::shared_ptr<Archive> archive_;
  Meter meter_;
  Document document_;
  DocxStyles styles_;
  DocxNumbering numbering_;
  std::map<std::string, std::string> targets_;
  std::vector<Paragraph> paragraphs_;  // One within the other through text boxes.
  std::optional<OpenTable> table_;
  std::map<std::string, int> note_numbers_;  // By id.
  std::string part_;
  int depth_ = 0;  // Of tables.
  int tables_ = 0;
  int gap_ = 0;  // Columns that the row leaves out at its beginning.
  int filled_paragraphs_ = 0;
  int pages_ = 0;
  bool page_pending_ = false;
  bool in_text_ = false;
  bool in_run_ = false;
  bool hidden_ = false;
  bool raised_ = false;
};

}  // namespace

absl::StatusOr<Document> ReadDocx(absl::string_view bytes, const Limits& limits) {
  sheet::SheetLimits of_archive;
  of_archive.part_bytes_max = of_archive.bytes_max = limits.unpacked_bytes_max;
  TRANCHE_ASSIGN_OR_RETURN(std::shared_ptr<Archive> archive, Archive::OpenBytes(bytes, of_archive));
  return DocxReader(std::move(archive), limits).Read();
}

}  // namespace tranche::document
