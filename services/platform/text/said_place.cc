// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/said_place.h"

#include <re2/re2.h>

namespace tranche {

std::string SayPlace(absl::string_view place, Language language) {
  std::string said(place);
  if (language == Language::kEnglish) return said;
  if (place == "plan") return "план";
  if (place == "document") return "документ";
  if (place == "page") return "страница";
  struct Word {
    const char* english;
    const char* bulgarian;
  };
  static constexpr Word kWords[] = {
      {"line", "ред"}, {"column", "колона"}, {"paragraph", "абзац"}, {"table", "таблица"},
      {"row", "ред"},  {"cell", "клетка"},   {"footnote", "бележка"}};
  // A word of a place stands before its number.
  static const RE2& grammar = *new RE2("\\b([a-z]+) (\\d+)");
  std::string result;
  re2::StringPiece rest(said);
  re2::StringPiece word;
  re2::StringPiece number;
  const char* from = said.data();
  while (RE2::FindAndConsume(&rest, grammar, &word, &number)) {
    result.append(from, word.data());
    const char* translated = nullptr;
    for (const Word& each : kWords) {
      if (word == each.english) translated = each.bulgarian;
    }
    result += translated != nullptr ? translated : std::string(word.data(), word.size());
    result += ' ';
    result.append(number.data(), number.size());
    from = number.data() + number.size();
  }
  result.append(from, static_cast<const char*>(said.data()) + said.size());
  return result;
}

std::string SayUnit(absl::string_view unit, Language language) {
  if (unit == "percent") return "%";
  if (language == Language::kEnglish) return std::string(unit);
  struct Word {
    const char* english;
    const char* bulgarian;
  };
  static constexpr Word kWords[] = {{"persons", "души"},
                                    {"person-months", "човекомесеца"},
                                    {"days", "дни"},
                                    {"months", "месеца"},
                                    {"hours", "часа"},
                                    {"measures", "мерки"}};
  for (const Word& word : kWords) {
    if (unit == word.english) return word.bulgarian;
  }
  return std::string(unit);
}

}  // namespace tranche
