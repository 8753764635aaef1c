// SPDX-License-Identifier: EUPL-1.2
#include "cli/table_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/output.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

// Columns of a terminal that a word of somebody else takes in a sentence at the most.
constexpr int kSaidMax = 40;

}  // namespace

std::string PlainWord(absl::string_view text) {
  std::string folded = FoldName(absl::StrReplaceAll(text, {{"\n", " "}, {"\r", " "}, {"\u00A0", " "}}));
  while (!folded.empty() && absl::StrContains(":.,*", folded.back())) folded.pop_back();
  return std::string(absl::StripAsciiWhitespace(folded));
}

bool IsOneOf(absl::string_view words, const char* between_bars) {
  const std::vector<absl::string_view> known = absl::StrSplit(between_bars, '|');
  return std::any_of(known.begin(), known.end(),
                     [&](absl::string_view word) { return words == PlainWord(word); });
}

int EnumNumberOf(const google::protobuf::EnumDescriptor* type, const std::string& word,
                 const EnumWord* more, std::size_t more_count) {
  for (int i = 0; i < type->value_count(); ++i) {
    const int number = type->value(i)->number();
    if (number == 0) continue;
    for (const std::string& known :
         {SayEnum(type, number, Language::kBulgarian), SayEnum(type, number, Language::kEnglish),
          absl::AsciiStrToLower(type->value(i)->name())}) {
      if (word == PlainWord(known)) return number;
    }
  }
  const EnumWord* const end = more + more_count;
  const EnumWord* const found =
      std::find_if(more, end, [&](const EnumWord& known) { return word == PlainWord(known.word); });
  return found == end ? 0 : found->number;
}

std::string KnownWords(const google::protobuf::EnumDescriptor* type, Language language) {
  std::vector<std::string> known;
  for (int i = 0; i < type->value_count(); ++i) {
    const int number = type->value(i)->number();
    if (number != 0) known.push_back(SayEnum(type, number, language));
  }
  return absl::StrJoin(known, ", ");
}

Violation UnknownHeading(std::string place, absl::string_view text, std::string known) {
  return {std::move(place),
          "TABLE_WORD_UNKNOWN",
          {{"value", Shortened(text, kSaidMax)}, {"known", std::move(known)}}};
}

Violation HeadingTwice(std::string place, std::string column, std::string first_place) {
  return {std::move(place),
          "TABLE_COLUMN_TWICE",
          {{"column", std::move(column)}, {"first", std::move(first_place)}}};
}

Violation MissingHeadings(std::string place, const std::vector<std::string>& needed) {
  return {std::move(place), "TABLE_HEADER_MISSING", {{"needed", absl::StrJoin(needed, ", ")}}};
}

}  // namespace tranche::cli
