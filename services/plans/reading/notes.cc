// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/notes.h"

#include <algorithm>
#include <utility>

#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

#define RAISED "[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"

constexpr size_t kNoteBytesMax = 4 << 10;
constexpr size_t kNotesMax = 100;

// The marks of notes that a part of a line has: those of the format, and those that stand in the text.
std::vector<std::string> MarksIn(const ProseLine& line, size_t begin, size_t end) {
  static const RE2 kMark("[\\pL0-9.)”“\"»]\\s?(" RAISED "|\\*{1,3})(?:$|[\\s,.;:)])");
  std::vector<std::string> marks;
  if (line.source != nullptr) {
    for (const document::NoteReference& note : line.source->notes)
      if (note.at > begin && note.at <= end) marks.push_back(note.marker);
  }
  re2::StringPiece m[2];
  const re2::StringPiece text = Piece(line.text);
  for (size_t at = begin; kMark.Match(text, at, end, RE2::UNANCHORED, m, 2);) {
    marks.emplace_back(View(m[1]));
    at = static_cast<size_t>(m[1].data() - line.text.data()) + m[1].size();
  }
  return marks;
}

// The mark by which a line is a note; "" when it is none.
std::string MarkOf(const ProseLine& line, const document::Document& document) {
  static const RE2 kMark("^(" RAISED "|\\*{1,3})\\s*[^*\\s]");
  const auto& blocks = document.blocks;
  const auto block = static_cast<size_t>(line.at.block);
  if (block < blocks.size() && blocks[block].kind == document::Block::Kind::kNote)
    return std::string(line.marker);
  if (line.list_item) return line.marker == "*" ? "*" : "";
  re2::StringPiece mark;
  return RE2::PartialMatch(Piece(line.text), kMark, &mark) ? std::string(View(mark)) : "";
}

std::optional<ProtocolNote> ProtocolIn(const ProseLine& note, std::string mark) {
  // "№ 31/28.01.2022": the number ends where its date begins.
  static const RE2 kProtocol(
      "(?i)(?:протокол\\pL*|minutes)[\\s\\x{A0}]*(?:№|No\\.?)[\\s\\x{A0}]*([0-9]+(?:-[0-9\\pL]+)?)"
      "(/[0-9\\pL]+)?(\\.)?");
  if (note.text.size() > kNoteBytesMax) return std::nullopt;
  re2::StringPiece number, behind, point;
  if (!RE2::PartialMatch(Piece(note.text), kProtocol, &number, &behind, &point)) return std::nullopt;
  const bool dated = !behind.empty() && !point.empty();
  const auto begin = static_cast<size_t>(number.data() - note.text.data());
  const size_t size = number.size() + (dated ? 0 : behind.size());
  ProtocolNote found{.mark = std::move(mark),
                     .number = std::string(note.text.substr(begin, size)),
                     .at = Within(note.at, begin, begin + size),
                     .on = std::nullopt};
  std::vector<TextProblem> problems;
  std::vector<WrittenDate> dates = FindDates(note.text, problems);
  dates.erase(std::remove_if(dates.begin(), dates.end(),
                             [](const WrittenDate& date) { return !date.date.complete(); }),
              dates.end());
  if (dates.size() == 1) found.on = dates.front().date;
  return found;
}

bool SameDay(const PartialDate& a, const PartialDate& b) {
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

bool LacksProtocol(const Adoption& adoption) {
  const bool spoken_of = adoption.decision_number || adoption.date;
  return spoken_of && adoption.protocol_number.value_or("").empty();
}

}  // namespace

std::vector<ProtocolNote> ProtocolNotesOf(const std::vector<ProseLine>& lines,
                                          const document::Document& document) {
  std::vector<ProtocolNote> notes;
  for (const ProseLine& line : lines) {
    std::string mark = MarkOf(line, document);
    if (mark.empty() || notes.size() == kNotesMax) continue;
    std::optional<ProtocolNote> note = ProtocolIn(line, std::move(mark));
    if (note) notes.push_back(*std::move(note));
  }
  return notes;
}

const ProtocolNote* ProtocolFor(const ProseLine& line, size_t begin, size_t end,
                                const std::optional<PartialDate>& adopted,
                                const std::vector<ProtocolNote>& notes) {
  if (notes.empty()) return nullptr;
  const ProtocolNote* only = nullptr;
  for (const std::string& mark : MarksIn(line, begin, end)) {
    for (const ProtocolNote& note : notes) {
      if (note.at.block <= line.at.block || note.mark != mark) continue;
      const bool other_day = note.on && adopted && adopted->complete() && !SameDay(*note.on, *adopted);
      if (other_day || (only != nullptr && only->number != note.number)) return nullptr;
      only = &note;
    }
  }
  return only;
}

void FindProtocolsLeft(const std::vector<ProtocolNote>& notes, const Plan& plan, Notebook& notebook) {
  std::vector<const Adoption*> adoptions;
  if (plan.adoption) adoptions.push_back(&*plan.adoption);
  for (const ParentStrategy& parent : plan.parents) adoptions.push_back(&parent.adoption);
  const bool lacking = std::any_of(adoptions.begin(), adoptions.end(),
                                   [](const Adoption* adoption) { return LacksProtocol(*adoption); });
  if (!lacking) return;
  for (const ProtocolNote& note : notes) {
    const bool taken = std::any_of(adoptions.begin(), adoptions.end(), [&](const Adoption* adoption) {
      return adoption->protocol_number == note.number;
    });
    if (!taken) notebook.Find(note.at, "PLAN_PROTOCOL_IN_NOTE", {{"value", note.number}});
  }
}

}  // namespace tranche::plans::reading
