// SPDX-License-Identifier: EUPL-1.2
#include "cli/texts.h"

#include <re2/re2.h>

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

std::string SayPlace(absl::string_view place, Language language) {
  std::string said(place);
  if (language == Language::kEnglish) return said;
  if (place == "plan") return texts::kPlanPlace.bg;
  if (place == "document") return texts::kDocumentPlace.bg;
  static const RE2 line("\\bline (\\d)");
  static const RE2 column("\\bcolumn (\\d)");
  RE2::GlobalReplace(&said, line, absl::StrCat(texts::kLinePlace.bg, " \\1"));
  RE2::GlobalReplace(&said, column, absl::StrCat(texts::kColumnPlace.bg, " \\1"));
  return said;
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
                                     {"date", {"датата", "date"}}};
  for (const Known& known : kKnown) {
    if (word == known.word) return std::string(known.text.In(language));
  }
  return std::string(word);
}

}  // namespace tranche::cli
