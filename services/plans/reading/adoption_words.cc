// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/adoption_words.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

#define BLANKS "[\\s\\x{A0}\\x{202F}]*"

// What a pattern finds, as the number after "Решение №": nothing when the words are not there, "" when
// the place behind them is blank.
struct FoundText {
  std::string text;
  size_t begin = 0;
  size_t end = 0;
};
std::optional<FoundText> TextOf(absl::string_view text, const RE2& words) {
  re2::StringPiece m[2];
  if (!words.Match(Piece(text), 0, text.size(), RE2::UNANCHORED, m, 2)) return std::nullopt;
  if (m[1].data() == nullptr) {
    const size_t begin = OffsetOf(m[0], text);
    return FoundText{"", begin, begin + m[0].size()};
  }
  const size_t begin = OffsetOf(m[1], text);
  return FoundText{std::string(View(m[1])), begin, begin + m[1].size()};
}

// "Общински съвет – Камен дол": a name of which only the first word has a capital is taken whole where
// it is the municipality's.
std::optional<FoundText> WithWholeName(absl::string_view text, std::optional<FoundText> body,
                                       absl::string_view municipality) {
  const std::size_t first = municipality.find(' ');
  if (!body || first == absl::string_view::npos) return body;
  if (!absl::EndsWith(body->text, municipality.substr(0, first))) return body;
  if (!absl::StartsWith(text.substr(body->end - first), municipality)) return body;
  body->end += municipality.size() - first;
  body->text = std::string(text.substr(body->begin, body->end - body->begin));
  return body;
}

}  // namespace

FoundAdoption ReadAdoption(absl::string_view text, absl::string_view municipality) {
  // "№ 699/29.07.2022": the number ends where its date begins; "№ 45/2012" is all number.
  static const RE2 kDecisionWithDate("(?i)решени\\pL+" BLANKS "№?" BLANKS
                                     "([0-9]+(?:-[0-9\\pL]+)?)\\s*/\\s*[0-9]{1,2}\\.");
  static const RE2 kDecision("(?i)(?:решени\\pL+|decision)" BLANKS "(?:№|No\\.?)" BLANKS
                             "([0-9]+(?:[/-][0-9\\pL]+)*(?:\\s?\\([0-9]+\\))?)?");
  static const RE2 kProtocolWithDate("(?i)(?:протокол\\pL*|minutes)" BLANKS "(?:№|No\\.?)" BLANKS
                                     "([0-9]+(?:-[0-9\\pL]+)?)\\s*/\\s*[0-9]{1,2}\\.");
  static const RE2 kProtocol("(?i)(?:протокол\\pL*|minutes)" BLANKS "(?:№|No\\.?)" BLANKS
                             "([0-9]+(?:[/-][0-9\\pL]+)*)?");
  static const RE2 kBody(
      "(?:^|[^\\pL])((?:Об[СC]|ОБ[СC])\\s?[-–]?\\s?(?:гр\\.\\s?)?\\p{Lu}\\pL+(?:\\s\\p{Lu}\\p{Ll}+)?|"
      "(?i:общинск\\pL+\\s+съвет)(?:\\s*[-–—]?\\s*(?i:на\\s+)?(?i:гр\\.|град|община)?\\s*\\p{Lu}\\pL+"
      "(?:\\s\\p{Lu}\\p{Ll}+)?)?|[Mm]unicipal\\s+[Cc]ouncil(?:\\s+of\\s+\\p{Lu}\\pL+)?)");
  FoundAdoption found;
  const auto take = [&](const char* field, const std::optional<FoundText>& from) {
    if (from) found.places.push_back({field, {from->begin, from->end}});
    return from ? std::optional<std::string>(from->text) : std::nullopt;
  };
  std::optional<FoundText> decision = TextOf(text, kDecisionWithDate);
  if (!decision) decision = TextOf(text, kDecision);
  found.adoption.decision_number = take("decision_number", decision);
  std::optional<FoundText> protocol = TextOf(text, kProtocolWithDate);
  if (!protocol) protocol = TextOf(text, kProtocol);
  found.adoption.protocol_number = take("protocol_number", protocol);
  found.adoption.body = take("body", WithWholeName(text, TextOf(text, kBody), municipality));
  std::vector<TextProblem> problems;
  const std::vector<WrittenDate> dates = FindDates(text, problems);
  // The fullest date counts; a year alone is one only behind "от", "на" or where nothing else stands.
  const auto fullest = std::max_element(dates.begin(), dates.end(), [](const auto& a, const auto& b) {
    return std::pair(a.date.day != 0, a.date.month != 0) <
           std::pair(b.date.day != 0, b.date.month != 0);
  });
  if (fullest != dates.end()) {
    found.adoption.date = fullest->date.as_written;
    found.adoption.on = fullest->date;
    found.places.push_back({"date", {fullest->begin, fullest->end}});
  } else if (problems.empty()) {
    // "с протокол № от … г.": the place for the date is there and blank.
    static const RE2 kBlankDate("(?i)(?:от|на)\\s*[.…_]*\\s*(?:г\\.|година)");
    if (const auto blank = TextOf(text, kBlankDate)) {
      found.adoption.date = "";
      found.adoption.on = PartialDate();
    }
  }
  return found;
}

}  // namespace tranche::plans::reading
