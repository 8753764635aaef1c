// SPDX-License-Identifier: EUPL-1.2
#include "platform/document/reading.h"

#include <unicode/unistr.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/document/lines.h"
#include "platform/text/fold.h"

namespace tranche::document {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";
// No-break, thin, narrow no-break and zero-width spaces, the mark of byte order.
constexpr absl::string_view kBlanks[] = {"\u00A0", "\u2009", "\u202F", "\u200B", "\uFEFF"};

// Of 1251, С0 to FF are the letters А to я; most others beyond ASCII are quotes, dashes and №.
bool LooksLikeWindows1251(absl::string_view bytes) {
  constexpr absl::string_view kSigns = "\x84\x91\x92\x93\x94\x96\x97\xA0\xA7\xAB\xB9\xBB\x80\x85\x95";
  std::size_t letters = 0;
  std::size_t others = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) continue;
    if (byte >= 0xC0 || kSigns.find(c) != absl::string_view::npos) {
      ++letters;
    } else {
      ++others;
    }
  }
  return letters >= 20 && letters >= others * 50;
}

std::string Converted(absl::string_view bytes, const char* encoding) {
  std::string utf8;
  icu::UnicodeString(bytes.data(), static_cast<int32_t>(bytes.size()), encoding).toUTF8String(utf8);
  return utf8;
}

std::size_t FilledCells(const Row& row) {
  return static_cast<std::size_t>(
      std::count_if(row.cells.begin(), row.cells.end(),
                    [](const Cell& cell) { return !cell.spread && !cell.text.text.empty(); }));
}

// Line ends as "\n", other control characters as blanks, no soft hyphens. `moved`: where each byte
// went.
std::string CleanAll(absl::string_view text, std::vector<std::size_t>* moved) {
  constexpr absl::string_view kSoftHyphen = "\u00AD";
  std::string cleaned;
  cleaned.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (moved != nullptr) moved->push_back(cleaned.size());
    if (absl::StartsWith(text.substr(i), kSoftHyphen)) {
      ++i;
      if (moved != nullptr) moved->push_back(cleaned.size());
    } else if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') cleaned.push_back('\n');
    } else if (c == '\n' || !absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      cleaned.push_back(c);
    } else {
      cleaned.push_back(' ');
    }
  }
  if (moved != nullptr) moved->push_back(cleaned.size());
  return cleaned;
}

void AddParagraphs(Row row, std::vector<Block>& blocks) {
  for (Cell& cell : row.cells) {
    if (cell.spread || cell.text.text.empty()) continue;
    Block block;
    block.text = std::move(cell.text);
    block.blank_lines_before = std::exchange(row.after_break, false) ? 1 : 0;
    blocks.push_back(std::move(block));
  }
}

}  // namespace

absl::string_view Trim(absl::string_view text) {
  while (true) {
    text = absl::StripAsciiWhitespace(text);
    const auto removed = [&text](absl::string_view blank) {
      return absl::ConsumePrefix(&text, blank) || absl::ConsumeSuffix(&text, blank);
    };
    if (!std::any_of(std::begin(kBlanks), std::end(kBlanks), removed)) return text;
  }
}

std::string Clean(absl::string_view text) { return std::string(Trim(CleanAll(Trim(text), nullptr))); }

void CleanWithLinks(absl::string_view raw, std::vector<Link> links, Text& text) {
  std::vector<std::size_t> moved;
  const bool moves = !links.empty() || !text.notes.empty();
  const std::string all = CleanAll(raw, moves ? &moved : nullptr);
  const absl::string_view trimmed = Trim(all);
  const auto before = static_cast<std::size_t>(trimmed.data() - all.data());
  text.text = std::string(trimmed);
  const auto place = [&](std::size_t at) {
    const std::size_t in_all = moved[std::min(at, raw.size())];
    return std::min(in_all > before ? in_all - before : 0, trimmed.size());
  };
  for (NoteReference& note : text.notes) note.at = place(note.at);
  for (Link& link : links) {
    link.begin = place(link.begin);
    link.end = place(link.end);
    // Of links within each other, which pages should not have, the one that ends first stays.
    const bool apart = text.links.empty() || text.links.back().end <= link.begin;
    if (link.begin < link.end && apart) text.links.push_back(std::move(link));
  }
}

void MarkTyped(Block& block) {
  Text& text = block.text;
  if (block.kind != Block::Kind::kParagraph || absl::StrContains(text.text, '\n')) return;
  const ListMark mark = FindListMark(text.text);
  if (mark.marker.empty()) return;
  const auto before = static_cast<std::size_t>(mark.rest.data() - text.text.data());
  for (Link& link : text.links) {
    link.begin = link.begin > before ? link.begin - before : 0;
    link.end = link.end > before ? link.end - before : 0;
  }
  for (NoteReference& note : text.notes) note.at = note.at > before ? note.at - before : 0;
  text.links.erase(std::remove_if(text.links.begin(), text.links.end(),
                                  [](const Link& link) { return link.begin == link.end; }),
                   text.links.end());
  block.kind = Block::Kind::kListItem;
  block.level = mark.level;
  block.marker = std::string(mark.marker);
  text.text = std::string(mark.rest);
}

std::string Raised(absl::string_view text) {
  static constexpr const char* kDigits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  const absl::string_view digits = Trim(text);
  if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != digits.npos)
    return std::string(text);
  std::string raised;
  for (const char c : digits) raised += kDigits[c - '0'];
  return raised;
}

Cell TextCell(std::string text, Place place) {
  Cell cell;
  cell.text.text = std::move(text);
  cell.text.place = std::move(place);
  return cell;
}

absl::Status Meter::Block() {
  if (++blocks_ <= limits_.blocks_max) return absl::OkStatus();
  return Refuse("DOCUMENT_TOO_MANY_CELLS", {{"max", absl::StrCat(limits_.blocks_max)}});
}

absl::Status Meter::Cell() {
  if (++cells_ <= limits_.cells_max) return absl::OkStatus();
  return Refuse("DOCUMENT_TOO_MANY_CELLS", {{"max", absl::StrCat(limits_.cells_max)}});
}

absl::Status Meter::Text(std::size_t bytes, const Place& place) {
  if (bytes > limits_.cell_bytes_max) {
    return RefuseInput(
        "DOCUMENT_UNREADABLE",
        {{PlaceText(place), "DOCUMENT_TEXT_TOO_LONG", {{"max", absl::StrCat(limits_.cell_bytes_max)}}}},
        {{"count", "1"}});
  }
  text_bytes_ += bytes;
  if (text_bytes_ <= limits_.text_bytes_max) return absl::OkStatus();
  return Refuse("DOCUMENT_TOO_MUCH_TEXT", {{"max", absl::StrCat(limits_.text_bytes_max)}});
}

absl::Status Meter::Cell(const document::Cell& cell) {
  TRANCHE_RETURN_IF_ERROR(Cell());
  return Text(cell.text.text.size(), cell.text.place);
}

void AddGrid(std::vector<Row> rows, std::vector<Block>& blocks) {
  std::size_t widest = 0;
  for (const Row& row : rows) widest = std::max(widest, FilledCells(row));
  const std::size_t needed = std::min<std::size_t>(widest, 3);
  // Headings over several columns count once for each.
  const auto in_table = [needed](const Row& row) {
    const auto shown = static_cast<std::size_t>(std::count_if(
        row.cells.begin(), row.cells.end(), [](const Cell& cell) { return !cell.text.text.empty(); }));
    return needed > 1 && FilledCells(row) > 1 && shown >= needed;
  };
  const auto first = std::find_if(rows.begin(), rows.end(), in_table);
  auto end = std::find_if(rows.rbegin(), std::make_reverse_iterator(first), [](const Row& row) {
               return FilledCells(row) > 1;
             }).base();
  // Lone cells directly below the table are part of it.
  while (end != rows.end() && !end->after_break) ++end;
  for (auto row = rows.begin(); row != first; ++row) AddParagraphs(std::move(*row), blocks);
  if (first != end) {
    Block table;
    table.kind = Block::Kind::kTable;
    table.text.place = first->place;
    table.blank_lines_before = first->after_break ? 1 : 0;
    table.rows.assign(std::make_move_iterator(first), std::make_move_iterator(end));
    table.rows.front().after_break = false;
    blocks.push_back(std::move(table));
  }
  for (auto row = end; row != rows.end(); ++row) AddParagraphs(std::move(*row), blocks);
}

absl::Status OfArchive(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  if (reason == "TABLE_FILE_DAMAGED") return Refuse("DOCUMENT_DAMAGED", ValuesOf(status));
  if (reason == "TABLE_TOO_LARGE") return Refuse("DOCUMENT_UNPACKS_TOO_LARGE", ValuesOf(status));
  return status;
}

std::string ToUtf8(absl::string_view bytes) {
  if (absl::ConsumePrefix(&bytes, kUtf8Mark)) return std::string(bytes);
  if (absl::StartsWith(bytes, "\xFF\xFE")) return Converted(bytes.substr(2), "UTF-16LE");
  if (absl::StartsWith(bytes, "\xFE\xFF")) return Converted(bytes.substr(2), "UTF-16BE");
  if (!IsValidUtf8(bytes) && LooksLikeWindows1251(bytes)) return Converted(bytes, "windows-1251");
  return std::string(bytes);
}

}  // namespace tranche::document
