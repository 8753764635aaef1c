// SPDX-License-Identifier: EUPL-1.2
#include "openapi/comments.h"

#include <re2/re2.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tranche::openapi {

std::string Unwrap(absl::string_view comment) {
  std::string text;
  bool paragraph_ends = false;
  for (const absl::string_view line : absl::StrSplit(comment, '\n')) {
    const absl::string_view words = absl::StripAsciiWhitespace(line);
    if (words.empty()) {
      paragraph_ends = true;
      continue;
    }
    if (!text.empty()) text += paragraph_ends ? "\n\n" : " ";
    paragraph_ends = false;
    absl::StrAppend(&text, words);
  }
  return text;
}

bool IsOutputOnly(const google::protobuf::FieldDescriptor* field) {
  static const RE2& said = *new RE2("(?:^|[.;:] )Output only\\b");
  return RE2::PartialMatch(CommentOf(field), said);
}

std::string FirstSentence(absl::string_view text) {
  absl::string_view sentence = text.substr(0, text.find(". "));
  sentence = sentence.substr(0, sentence.find("\n\n"));
  if (absl::EndsWith(sentence, ".")) sentence.remove_suffix(1);
  return std::string(sentence);
}

std::vector<std::string> QuotedTexts(absl::string_view text) {
  std::vector<std::string> quoted;
  const std::vector<std::string> parts = absl::StrSplit(text, '"');
  for (size_t i = 1; i + 1 < parts.size(); i += 2) quoted.push_back(parts[i]);
  return quoted;
}

std::string ComponentName(absl::string_view full_name) {
  std::vector<std::string> words = absl::StrSplit(full_name, '.');
  if (words.size() > 3 && words[0] == "tranche" && words[2] == "v1") {
    words = {words.begin() + 1, words.end()};
    words.erase(words.begin() + 1);
  }
  return absl::StrJoin(words, ".");
}

std::string ServiceWord(const google::protobuf::ServiceDescriptor* service) {
  const std::vector<std::string> words = absl::StrSplit(service->file()->package(), '.');
  const std::string package = words.size() > 1 ? words[1] : words[0];
  const std::string name(absl::StripSuffix(service->name(), "Service"));
  if (absl::AsciiStrToLower(name) == package) return package;
  std::string word;
  for (const char c : name) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !word.empty()) word.push_back('-');
    word.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return word;
}

}  // namespace tranche::openapi
