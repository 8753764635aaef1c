// SPDX-License-Identifier: EUPL-1.2
#include "plans/document.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "plans/plan_reader.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

constexpr size_t kValueBytesMax = 80;

// A control character has no place in a text and NUL none in the database; tabs and line ends are the
// layout, and a form feed is how some programs write a page break.
bool HasControlCharacter(absl::string_view line) {
  for (const char c : line) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t' && c != '\f' && c != '\r')
      return true;
  }
  return false;
}

}  // namespace

std::string Place(int line) { return absl::StrCat("line ", line); }

std::string Place(int line, size_t column) { return absl::StrCat("line ", line, ", column ", column); }

absl::string_view Trim(absl::string_view text) {
  for (;;) {
    text = absl::StripAsciiWhitespace(text);
    if (!absl::ConsumePrefix(&text, "\u00A0") && !absl::ConsumeSuffix(&text, "\u00A0")) return text;
  }
}

void Notes::Add(std::string place, absl::string_view reason, ErrorValues values) {
  ++count_;
  if (kept_.size() == max_) return;
  for (auto& [key, value] : values) value = Shortened(value, kValueBytesMax);
  kept_.push_back({std::move(place), std::string(reason), std::move(values)});
}

Problems::Problems() : Notes(kProblemsMax) {}

absl::Status Problems::Refusal() const {
  return RefuseInput("DOCUMENT_UNREADABLE", kept(), {{"count", absl::StrCat(count())}});
}

Findings::Findings() : Notes(kFindingsMax) {}

std::vector<Violation> Findings::List() const {
  std::vector<Violation> list = kept();
  if (count() > list.size()) {
    list.push_back(
        {"document", "PLAN_FINDINGS_LEFT_OUT", {{"count", absl::StrCat(count() - list.size())}}});
  }
  return list;
}

std::vector<Line> SplitDocument(absl::string_view text, Problems& problems) {
  absl::ConsumePrefix(&text, "\uFEFF");  // A byte order mark is no part of the text.
  std::vector<Line> lines;
  for (const absl::string_view part : absl::StrSplit(text, '\n')) {
    Line line{static_cast<int>(lines.size()) + 1, absl::StripSuffix(part, "\r"), {}};
    if (!IsValidUtf8(line.text)) {
      problems.Add(Place(line.number), "TEXT_NOT_UTF8");
    } else if (HasControlCharacter(line.text)) {
      problems.Add(Place(line.number), "TEXT_CONTROL_CHARACTER");
    }
    for (const absl::string_view cell : absl::StrSplit(line.text, '\t'))
      line.cells.push_back(Trim(cell));
    lines.push_back(std::move(line));
  }
  return problems.empty() ? lines : std::vector<Line>();
}

void CheckDates(const Line& line, bool in_table, Problems& problems) {
  static const RE2 kDate("(?:^|[^0-9.])([0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4})(?:$|[^0-9])");
  for (size_t column = 1; column <= line.cells.size(); ++column) {
    re2::StringPiece rest(line.cells[column - 1].data(), line.cells[column - 1].size());
    std::string date;
    while (RE2::FindAndConsume(&rest, kDate, &date)) {
      if (const auto day = ParseBulgarianDay(date); !day.ok()) {
        problems.Add(in_table ? Place(line.number, column) : Place(line.number), ReasonOf(day.status()),
                     {{"value", date}});
      }
    }
  }
}

}  // namespace tranche::plans
