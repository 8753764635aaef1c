// SPDX-License-Identifier: EUPL-1.2
#include "cli/texts.h"

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tranche::cli {

std::string Fill(Text text, Language language, const ErrorValues& values) {
  std::vector<std::pair<std::string, std::string>> replacements;
  replacements.reserve(values.size());
  for (const auto& [name, value] : values) {
    replacements.emplace_back(absl::StrCat("{", name, "}"), value);
  }
  return absl::StrReplaceAll(text.In(language), replacements);
}

std::string SaySystemError(int number, Language language) {
  static constexpr Text kMissing{"няма такъв файл", "there is no such file"};
  static constexpr Text kDenied{"нямате право", "you may not"};
  static constexpr Text kFolder{"това е папка", "it is a folder"};
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return std::string(kMissing.In(language));
    case EACCES:
    case EPERM:
      return std::string(kDenied.In(language));
    case EISDIR:
      return std::string(kFolder.In(language));
    default:
      return std::strerror(number);
  }
}

std::string SayNotWritten(absl::string_view word, Language language) {
  struct Known {
    const char* word;
    Text text;
  };
  static constexpr Known kKnown[] = {{"months", {"месеците", "months"}},
                                     {"total", {"общата сума", "total"}},
                                     {"amount", {"сумата", "amount"}},
                                     {"persons", {"броят на лицата", "persons"}},
                                     {"unit_cost", {"разходът на човек", "unit cost"}},
                                     {"source", {"източникът", "source"}},
                                     {"executor", {"изпълнителят", "executor"}},
                                     {"decision_number", {"номерът на решението", "decision number"}},
                                     {"protocol_number", {"номерът на протокола", "protocol number"}},
                                     {"date", {"датата", "date"}},
                                     {"strategy", {"стратегията", "strategy"}},
                                     {"split", {"разделението", "split"}},
                                     {"days", {"дните", "days"}},
                                     {"period", {"периодът", "period"}},
                                     {"year", {"годината", "year"}},
                                     {"size", {"размерът", "size"}},
                                     {"timeframe", {"срокът", "time frame"}},
                                     {"indicator", {"индикаторът", "indicator"}},
                                     {"hours", {"часовете", "hours"}},
                                     {"working_time", {"работното време", "working time"}}};
  for (const Known& known : kKnown) {
    if (word == known.word) return std::string(known.text.In(language));
  }
  return std::string(word);
}

}  // namespace tranche::cli
