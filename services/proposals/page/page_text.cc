// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"

namespace tranche::proposals::page {
namespace {

constexpr std::size_t kSpanBytes = 120;
constexpr std::size_t kFindingsMax = 100;

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

// A point ends a sentence when nothing follows, or what follows does not go on in lower case or digits.
bool EndsSentence(absl::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return true;
  const absl::string_view after = text.substr(at + 1);
  if (!IsSpace(after[0])) {
    static const RE2 upper("^[\\p{Lu}‹„“]");
    return RE2::PartialMatch(tranche::Piece(after), upper);
  }
  static const RE2 goes_on("^\\s+[\\p{Ll}\\d(]");
  return !RE2::PartialMatch(tranche::Piece(after), goes_on);
}

// Without white space, dashes and signs of division at its ends, and without an "и" in front.
Part Trimmed(absl::string_view text, std::size_t begin, std::size_t end) {
  static const RE2 front("[\\s\\x{00A0},;–-]+|и\\s+");
  static const RE2 back("([\\s\\x{00A0},;.]+)$");
  re2::StringPiece rest(text.data() + begin, end - begin);
  while (RE2::Consume(&rest, front)) {
  }
  re2::StringPiece tail;
  if (RE2::PartialMatch(rest, back, &tail)) rest.remove_suffix(tail.size());
  const std::size_t at = rest.data() == nullptr ? begin : rest.data() - text.data();
  return {.begin = at, .end = at + rest.size(), .text = std::string(rest.data(), rest.size())};
}

// Where a comma, semicolon or " и " divides.
struct Divider {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Divider> Commas(absl::string_view text, std::size_t begin, std::size_t end, bool verbal) {
  static const RE2 verbal_noun("^\\s*(?:и\\s+)?\\p{L}+(?:не|нето|ция|цията)[\\s,.(]");
  std::vector<Divider> found;
  int depth = 0;
  for (std::size_t at = begin; at < end; ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')') --depth;
    if (depth > 0 || (text[at] != ',' && text[at] != ';')) continue;
    const absl::string_view rest = text.substr(at + 1, end - at - 1);
    if (verbal && !RE2::PartialMatch(tranche::Piece(rest), verbal_noun)) continue;
    found.push_back({at, at + 1});
  }
  return found;
}

// The places of " и " in a part.
std::vector<Divider> Ands(absl::string_view text, std::size_t begin, std::size_t end) {
  constexpr absl::string_view kAnd = " и ";
  std::vector<Divider> found;
  std::size_t at = text.find(kAnd, begin);
  while (at != absl::string_view::npos && at + kAnd.size() <= end) {
    found.push_back({at, at + kAnd.size()});
    at = text.find(kAnd, at + 1);
  }
  return found;
}

}  // namespace

std::vector<Piece> PiecesOf(const document::Document& document) {
  std::vector<Piece> pieces;
  for (std::size_t b = 0; b < document.blocks.size(); ++b) {
    const document::Block& block = document.blocks[b];
    if (block.kind != document::Block::Kind::kTable) {
      pieces.push_back({.text = block.text.text,
                        .place = document::PlaceText(block.text.place),
                        .block = static_cast<int>(b),
                        .row = -1,
                        .column = -1,
                        .list_item = block.kind == document::Block::Kind::kListItem});
      continue;
    }
    for (std::size_t r = 0; r < block.rows.size(); ++r) {
      for (std::size_t c = 0; c < block.rows[r].cells.size(); ++c) {
        const document::Cell& cell = block.rows[r].cells[c];
        if (cell.spread) continue;
        pieces.push_back({.text = cell.text.text,
                          .place = document::PlaceText(cell.text.place),
                          .block = static_cast<int>(b),
                          .row = static_cast<int>(r),
                          .column = static_cast<int>(c),
                          .list_item = false});
      }
    }
  }
  return pieces;
}

void Reader::Mark(const Piece& piece, const std::string& field, std::size_t begin, std::size_t end) {
  out_->page.spans.push_back({.field = field,
                              .place = piece.place,
                              .block = piece.block,
                              .row = piece.row,
                              .column = piece.column,
                              .begin = begin,
                              .end = end,
                              .text = Shortened(piece.text.substr(begin, end - begin), kSpanBytes)});
}

void Reader::Find(const Piece& piece, absl::string_view reason, ErrorValues values) {
  if (out_->findings.size() < kFindingsMax)
    out_->findings.push_back({piece.place, std::string(reason), std::move(values)});
}

void Reader::Find(absl::string_view reason, ErrorValues values) {
  if (out_->findings.size() < kFindingsMax)
    out_->findings.push_back({"page", std::string(reason), std::move(values)});
}

bool Reader::TakeOnce(const Piece& piece, absl::string_view fact, std::string* slot,
                      const std::string& value) {
  if (slot->empty()) {
    *slot = value;
    return true;
  }
  if (FoldName(*slot) != FoldName(value)) {
    Find(piece, "PAGE_FACT_TWICE",
         {{"fact", std::string(fact)},
          {"first", Shortened(*slot, kSpanBytes)},
          {"second", Shortened(value, kSpanBytes)}});
  }
  return false;
}

std::vector<Part> DivideList(absl::string_view text, std::size_t begin, std::size_t end, bool verbal,
                             bool* doubtful) {
  const std::vector<Divider> commas = Commas(text, begin, end, verbal);
  std::vector<Part> parts;
  std::size_t from = begin;
  for (const Divider& comma : commas) {
    parts.push_back(Trimmed(text, from, comma.begin));
    from = comma.end;
  }
  // Without a comma an "и" may as well stand within the one item.
  const std::vector<Divider> ands =
      verbal || commas.empty() ? std::vector<Divider>() : Ands(text, from, end);
  if (ands.empty()) {
    parts.push_back(Trimmed(text, from, end));
  } else {
    if (ands.size() > 1) *doubtful = true;
    parts.push_back(Trimmed(text, from, ands.front().begin));
    parts.push_back(Trimmed(text, ands.front().end, end));
  }
  parts.erase(
      std::remove_if(parts.begin(), parts.end(), [](const Part& part) { return part.text.empty(); }),
      parts.end());
  return parts;
}

std::size_t SentenceEnd(absl::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\n') return at;
    if (text[at] == '.' && EndsSentence(text, at)) return at;
  }
  return text.size();
}

std::size_t SentenceBegin(absl::string_view text, std::size_t at) {
  while (at > 0) {
    --at;
    if (text[at] == '\n' || (text[at] == '.' && EndsSentence(text, at))) return at + 1;
  }
  return 0;
}

}  // namespace tranche::proposals::page
