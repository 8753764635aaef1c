// SPDX-License-Identifier: EUPL-1.2
// HTML: what a browser would show of it. Scripts are not run, nothing is fetched.
#include <libxml/HTMLparser.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/html_inline.h"
#include "platform/document/html_nodes.h"
#include "platform/document/reading.h"
#include "platform/sheet/tag_guard.h"
#include "platform/text/fold.h"

namespace tranche::document {
namespace {

constexpr std::size_t kPathComponents = 4;
constexpr int kRowSpanMax = 1000;

std::string Alphabetic(absl::string_view type, int number) {
  if (number < 1 || number > 26 || (type != "a" && type != "A")) return absl::StrCat(number);
  return std::string(1, static_cast<char>(type[0] + number - 1));
}

class HtmlReader {
 public:
  explicit HtmlReader(const Limits& limits) : meter_(limits) {}

  absl::StatusOr<Document> Read(const xmlNode* root) {
    document_.format = Format::kHtml;
    TRANCHE_RETURN_IF_ERROR(Walk(root, 0));
    TRANCHE_RETURN_IF_ERROR(Flush());
    document_.pages = pages_ == 0 ? 0 : pages_ + 1;
    return std::move(document_);
  }

 private:
  struct ListLevel {
    bool ordered = false;
    std::string type;
    int next = 1;
  };

  absl::Status Deeper(int depth) const {
    if (depth <= meter_.limits().depth_max) return absl::OkStatus();
    return Refuse("DOCUMENT_TOO_DEEP", {{"max", absl::StrCat(meter_.limits().depth_max)}});
  }

  // All that is within a node, as blocks.
  absl::Status Walk(const xmlNode* node, int depth) {
    TRANCHE_RETURN_IF_ERROR(Deeper(depth));
    std::map<absl::string_view, int> counted;  // Children by their names.
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
        AddText(child);
        if (inline_.size() > meter_.limits().cell_bytes_max) TRANCHE_RETURN_IF_ERROR(TooLong());
        continue;
      }
      if (!IsElement(child)) continue;
      const absl::string_view name = View(child->name);
      const int number = ++counted[name];
      if (IsUnseen(child, name)) continue;
      if (name == "br") {
        TRANCHE_RETURN_IF_ERROR(LineBreak());
      } else if (!IsBlock(name)) {
        TRANCHE_RETURN_IF_ERROR(WalkInline(child, name, depth));
      } else {
        TRANCHE_RETURN_IF_ERROR(WalkBlock(child, name, number, depth));
      }
    }
    return absl::OkStatus();
  }

  absl::Status TooLong() { return meter_.Text(inline_.size(), PlaceHere()); }

  void AddText(const xmlNode* node) {
    // "Срок: май 2025 г." of a definition list.
    const absl::string_view text = View(node->content);
    if (!term_.empty() && !absl::StripAsciiWhitespace(text).empty())
      inline_.Text(absl::StrCat(std::exchange(term_, ""), ": "), false);
    if (inline_.size() == 0)
      line_ = static_cast<int>(
          xmlGetLineNo(const_cast<xmlNode*>(node->parent == nullptr ? node : node->parent)));
    inline_.Text(text, preformatted_);
  }

  absl::Status WalkInline(const xmlNode* node, absl::string_view name, int depth) {
    const std::size_t begin = inline_.size();
    if (name == "sup" && node->children != nullptr && node->children->type == XML_TEXT_NODE &&
        node->children->next == nullptr) {
      inline_.Text(Raised(View(node->children->content)), false);
      return absl::OkStatus();
    }
    TRANCHE_RETURN_IF_ERROR(Walk(node, depth + 1));
    if (name == "a") inline_.AddLink(begin, Attribute(node, "href"));
    return absl::OkStatus();
  }

  absl::Status WalkBlock(const xmlNode* node, absl::string_view name, int number, int depth) {
    TRANCHE_RETURN_IF_ERROR(Flush());
    if (!term_.empty() && !IsOneOf(name, {"dd", "p", "div"})) TRANCHE_RETURN_IF_ERROR(FlushTerm());
    if (BeginsPage(node)) BreakPage();
    const bool in_path = !IsOneOf(name, {"html", "body", "tbody", "thead", "tfoot"});
    if (in_path) path_.push_back(absl::StrCat(name, "[", number, "]"));
    absl::Status walked;
    if (name == "table" && !HasTableWithin(node)) {
      walked = ReadTable(node, depth);
    } else if (name == "ul" || name == "ol") {
      walked = ReadList(node, name, depth);
    } else if (name == "dt" && !in_cell_) {
      walked = ReadTerm(node, depth);
    } else {
      walked = ReadPlainBlock(node, name, depth);
      if (walked.ok() && (name == "dd" || name == "dl") && !term_.empty()) walked = FlushTerm();
    }
    if (in_path) path_.pop_back();
    return walked;
  }

  // A term stands before what it is explained by, as one text; alone when nothing explains it, or a
  // list or a table does.
  absl::Status ReadTerm(const xmlNode* node, int depth) {
    TRANCHE_RETURN_IF_ERROR(Walk(node, depth + 1));
    document::Text term;
    inline_.Take(term);
    absl::string_view words = term.text;
    while (absl::ConsumeSuffix(&words, ":") || absl::ConsumeSuffix(&words, " ")) {
    }
    TRANCHE_RETURN_IF_ERROR(meter_.Text(words.size(), PlaceHere()));
    term_ = std::string(words);
    return absl::OkStatus();
  }

  absl::Status FlushTerm() {
    inline_.Text(absl::StrCat(std::exchange(term_, ""), ":"), false);
    return Flush();
  }

  absl::Status ReadPlainBlock(const xmlNode* node, absl::string_view name, int depth) {
    const int heading = std::exchange(heading_, HeadingLevel(name) > 0 ? HeadingLevel(name) : heading_);
    const bool preformatted = std::exchange(preformatted_, preformatted_ || name == "pre");
    if (name == "li") BeginItem(node);
    const std::size_t before = document_.blocks.size();
    TRANCHE_RETURN_IF_ERROR(Walk(node, depth + 1));
    TRANCHE_RETURN_IF_ERROR(Flush());
    // An empty paragraph is how editors leave a line blank.
    if (name == "p" && document_.blocks.size() == before) ++blank_lines_;
    if (name == "li") marker_.clear();
    heading_ = heading;
    preformatted_ = preformatted;
    return absl::OkStatus();
  }

  absl::Status ReadList(const xmlNode* node, absl::string_view name, int depth) {
    ListLevel list;
    list.ordered = name == "ol";
    list.type = Attribute(node, "type");
    int start = 1;
    if (absl::SimpleAtoi(Attribute(node, "start"), &start)) list.next = start;
    lists_.push_back(list);
    const absl::Status walked = Walk(node, depth + 1);
    lists_.pop_back();
    return walked;
  }

  // The mark of an item.
  void BeginItem(const xmlNode* node) {
    marker_ = "•";
    if (lists_.empty() || !lists_.back().ordered) return;
    ListLevel& list = lists_.back();
    int value = 0;
    if (absl::SimpleAtoi(Attribute(node, "value"), &value)) list.next = value;
    if (list.next > 1'000'000) list.next = 1'000'000;
    marker_ = absl::StrCat(Alphabetic(list.type, list.next++), ".");
  }

  absl::Status LineBreak() {
    if (in_cell_) {
      inline_.NewLine();
      return absl::OkStatus();
    }
    const std::size_t before = document_.blocks.size();
    TRANCHE_RETURN_IF_ERROR(Flush());
    if (document_.blocks.size() == before) ++blank_lines_;
    return absl::OkStatus();
  }

  void BreakPage() {
    ++pages_;
    page_pending_ = true;
  }

  Place PlaceHere() const {
    Place place;
    place.format = Format::kHtml;
    place.line = line_;
    const std::size_t from = path_.size() > kPathComponents ? path_.size() - kPathComponents : 0;
    place.part = absl::StrJoin(path_.begin() + static_cast<std::ptrdiff_t>(from), path_.end(), "/");
    return place;
  }

  // What was written since the last border of blocks becomes one.
  absl::Status Flush() {
    if (in_cell_) {
      inline_.NewLine();
      return absl::OkStatus();
    }
    Block block;
    inline_.Take(block.text);
    if (block.text.text.empty()) return absl::OkStatus();
    block.text.place = PlaceHere();
    block.after_break = std::exchange(page_pending_, false);
    block.blank_lines_before = std::exchange(blank_lines_, 0);
    if (heading_ > 0) {
      block.kind = Block::Kind::kHeading;
      block.level = heading_;
    } else if (!marker_.empty()) {
      // Only the first paragraph of an item has its mark.
      block.kind = Block::Kind::kListItem;
      block.level = std::max(1, static_cast<int>(std::min<std::size_t>(lists_.size(), 9)));
      block.marker = std::exchange(marker_, "");
    } else {
      MarkTyped(block);
    }
    TRANCHE_RETURN_IF_ERROR(meter_.Block());
    TRANCHE_RETURN_IF_ERROR(meter_.Text(block.text.text.size(), block.text.place));
    document_.blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  // A cell that reaches into rows below.
  struct Covering {
    int rows_left = 0;
    Cell cell;
  };

  absl::Status ReadTable(const xmlNode* node, int depth) {
    Block table;
    table.kind = Block::Kind::kTable;
    line_ = static_cast<int>(xmlGetLineNo(const_cast<xmlNode*>(node)));
    table.text.place = PlaceHere();
    table.text.place.table = ++tables_;
    std::map<std::size_t, Covering> covering;  // By column.
    bool gap = false;
    int number = 0;
    TRANCHE_RETURN_IF_ERROR(ReadRows(node, false, depth, table, covering, gap, number));
    table.after_break = std::exchange(page_pending_, false);
    table.blank_lines_before = std::exchange(blank_lines_, 0);
    if (!table.rows.empty()) document_.blocks.push_back(std::move(table));
    return absl::OkStatus();
  }

  absl::Status ReadRows(const xmlNode* node, bool in_head, int depth, Block& table,
                        std::map<std::size_t, Covering>& covering, bool& gap, int& number) {
    TRANCHE_RETURN_IF_ERROR(Deeper(depth));
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (!IsElement(child)) continue;
      const absl::string_view name = View(child->name);
      if (IsUnseen(child, name)) continue;
      if (name == "caption") {
        TRANCHE_RETURN_IF_ERROR(Walk(child, depth + 1));
        TRANCHE_RETURN_IF_ERROR(Flush());
      } else if (name == "tr") {
        TRANCHE_ASSIGN_OR_RETURN(Row row, ReadRow(child, ++number, depth + 1, covering));
        row.header = row.header || in_head;
        row.after_break = !table.rows.empty() && (gap || BeginsPage(child));
        gap = row.cells.empty();
        if (!gap) table.rows.push_back(std::move(row));
      } else if (IsOneOf(name, {"thead", "tbody", "tfoot"})) {
        TRANCHE_RETURN_IF_ERROR(
            ReadRows(child, in_head || name == "thead", depth + 1, table, covering, gap, number));
      }
    }
    return absl::OkStatus();
  }

  // Without cells when all of them are empty.
  absl::StatusOr<Row> ReadRow(const xmlNode* node, int number, int depth,
                              std::map<std::size_t, Covering>& covering) {
    TRANCHE_RETURN_IF_ERROR(meter_.Block());
    Row row;
    path_.push_back(absl::StrCat("tr[", number, "]"));
    line_ = static_cast<int>(xmlGetLineNo(const_cast<xmlNode*>(node)));
    row.place = PlaceHere();
    row.place.table = tables_;
    row.place.row = number;
    bool all_headings = true;
    bool own_cells = false;
    int written = 0;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      const absl::string_view name = IsElement(child) ? View(child->name) : "";
      if (name != "td" && name != "th") continue;
      if (IsUnseen(child, name)) continue;
      TRANCHE_RETURN_IF_ERROR(AddCovered(row, covering));
      path_.push_back(absl::StrCat(name, "[", ++written, "]"));
      const absl::Status read = ReadCell(child, depth, row, covering);
      path_.pop_back();
      TRANCHE_RETURN_IF_ERROR(read);
      all_headings = all_headings && name == "th";
      own_cells = true;
    }
    TRANCHE_RETURN_IF_ERROR(AddCovered(row, covering));
    path_.pop_back();
    row.header = own_cells && all_headings;
    const bool empty = std::all_of(row.cells.begin(), row.cells.end(), [](const Cell& cell) {
      return cell.spread || cell.text.text.empty();
    });
    if (empty) row.cells.clear();
    return row;
  }

  // The cells that reach into this row from above and stand next.
  absl::Status AddCovered(Row& row, std::map<std::size_t, Covering>& covering) {
    for (auto found = covering.find(row.cells.size()); found != covering.end();
         found = covering.find(row.cells.size())) {
      Cell cell = found->second.cell;
      cell.text.place.line = row.place.line;
      cell.text.place.row = row.place.row;
      cell.spread = true;
      if (--found->second.rows_left == 0) covering.erase(found);
      TRANCHE_RETURN_IF_ERROR(AddCell(std::move(cell), row));
    }
    return absl::OkStatus();
  }

  absl::Status AddCell(Cell cell, Row& row) {
    TRANCHE_RETURN_IF_ERROR(meter_.Cell(cell));
    row.cells.push_back(std::move(cell));
    if (row.cells.size() <= meter_.limits().columns_max) return absl::OkStatus();
    return RefuseInput("DOCUMENT_UNREADABLE",
                       {{PlaceText(row.place),
                         "TABLE_TOO_MANY_CELLS",
                         {{"max", absl::StrCat(meter_.limits().columns_max)}}}},
                       {{"count", "1"}});
  }

  absl::Status ReadCell(const xmlNode* node, int depth, Row& row,
                        std::map<std::size_t, Covering>& covering) {
    line_ = static_cast<int>(xmlGetLineNo(const_cast<xmlNode*>(node)));
    Cell cell;
    cell.text.place = PlaceHere();
    cell.text.place.table = tables_;
    cell.text.place.row = row.place.row;
    cell.text.place.column = static_cast<int>(row.cells.size()) + 1;
    in_cell_ = true;
    const absl::Status walked = WalkCell(node, depth + 1);
    in_cell_ = false;
    TRANCHE_RETURN_IF_ERROR(walked);
    inline_.Take(cell.text);
    cell.column_span = Span(node, "colspan", static_cast<int>(meter_.limits().columns_max));
    cell.row_span = Span(node, "rowspan", kRowSpanMax);
    const Cell origin = cell;
    for (int i = 0; i < origin.column_span; ++i) {
      Cell at = origin;
      at.text.place.column = static_cast<int>(row.cells.size()) + 1;
      if (i > 0) at.spread = !origin.text.text.empty();
      if (i > 0) at.column_span = at.row_span = 1;
      if (origin.row_span > 1) {
        Cell below = at;
        below.column_span = below.row_span = 1;
        covering[row.cells.size()] = {origin.row_span - 1, std::move(below)};
      }
      TRANCHE_RETURN_IF_ERROR(AddCell(std::move(at), row));
    }
    return absl::OkStatus();
  }

  // Within a cell blocks are lines, and items have their marks in front.
  absl::Status WalkCell(const xmlNode* node, int depth) {
    TRANCHE_RETURN_IF_ERROR(Deeper(depth));
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
        inline_.Text(View(child->content), false);
        if (inline_.size() > meter_.limits().cell_bytes_max) TRANCHE_RETURN_IF_ERROR(TooLong());
        continue;
      }
      if (!IsElement(child)) continue;
      const absl::string_view name = View(child->name);
      if (IsUnseen(child, name)) continue;
      const bool list = name == "ul" || name == "ol";
      if (name == "br" || IsBlock(name)) inline_.NewLine();
      if (list) lists_.push_back({name == "ol", Attribute(child, "type"), 1});
      if (name == "li") {
        BeginItem(child);
        inline_.Text(absl::StrCat(std::exchange(marker_, ""), " "), false);
      }
      const std::size_t begin = inline_.size();
      if (name == "sup" && child->children != nullptr && child->children->type == XML_TEXT_NODE &&
          child->children->next == nullptr) {
        inline_.Text(Raised(View(child->children->content)), false);
      } else {
        TRANCHE_RETURN_IF_ERROR(WalkCell(child, depth + 1));
      }
      if (name == "a") inline_.AddLink(begin, Attribute(child, "href"));
      if (list) lists_.pop_back();
      if (IsBlock(name)) inline_.NewLine();
    }
    return absl::OkStatus();
  }

  static int Span(const xmlNode* node, const char* name, int max) {
    int span = 1;
    if (!absl::SimpleAtoi(Attribute(node, name), &span)) return 1;
    return std::clamp(span, 1, max);
  }

  Meter meter_;
  Document document_;
  Inline inline_;
  std::vector<std::string> path_;
  std::vector<ListLevel> lists_;
  std::string marker_;
  std::string term_;  // Of a definition list, until the text that explains it.
  int heading_ = 0;
  int line_ = 1;
  int blank_lines_ = 0;
  int tables_ = 0;
  int pages_ = 0;
  bool page_pending_ = false;
  bool preformatted_ = false;
  bool in_cell_ = false;
};

absl::Status NotUtf8(absl::string_view text) {
  int line = 1;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (!IsValidUtf8(text.substr(begin, end - begin))) break;
    begin = end + 1;
    ++line;
  }
  return RefuseInput("DOCUMENT_UNREADABLE",
                     {{PlaceText({.format = Format::kText, .line = line}), "TEXT_NOT_UTF8", {}}},
                     {{"count", "1"}});
}

}  // namespace

absl::StatusOr<Document> ReadHtml(absl::string_view bytes, const Limits& limits) {
  std::string text = HtmlToUtf8(bytes);
  if (!IsValidUtf8(text)) return NotUtf8(text);
  std::replace(text.begin(), text.end(), '\0', ' ');
  if (!sheet::TagGuard(sheet::TagGuard::Language::kHtml).Fits(text))
    return Refuse("DOCUMENT_DAMAGED", {{"part", "html"}});
  const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxtPtr)> parser(htmlNewParserCtxt(),
                                                                            &htmlFreeParserCtxt);
  if (parser == nullptr) return Refuse("DOCUMENT_DAMAGED", {{"part", "html"}});
  const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> parsed(
      htmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8",
                         HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                             HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT),
      &xmlFreeDoc);
  // The parser stops where elements are within each other beyond its own limit.
  if (parser->disableSAX != 0)
    return Refuse("DOCUMENT_TOO_DEEP", {{"max", absl::StrCat(limits.depth_max)}});
  if (parsed == nullptr) return Refuse("DOCUMENT_DAMAGED", {{"part", "html"}});
  const xmlNode* root = xmlDocGetRootElement(parsed.get());
  if (root == nullptr) return Refuse("DOCUMENT_EMPTY");
  return HtmlReader(limits).Read(root);
}

}  // namespace tranche::document
