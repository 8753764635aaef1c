// SPDX-License-Identifier: EUPL-1.2
// Words of tables as people type them: above columns, and in cells that hold a value of an enum.
#pragma once

#include <google/protobuf/descriptor.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/texts.h"
#include "platform/base/error.h"
#include "platform/sheet/sheet.h"

namespace tranche::cli {

// A text of a cell as it is compared: one case, one kind of blank, quote and dash, and no sign at its
// end that people put behind a heading.
std::string PlainWord(absl::string_view text);

// Whether words that are plain are one of those between bars, "line|budget line".
bool IsOneOf(absl::string_view words, const char* between_bars);

// What a value of an enum is called beside its labels and its name.
struct EnumWord {
  const char* word;
  int number;
};

// The value that a plain word means: its label in either language, its name, or one of `more`; 0: none.
int EnumNumberOf(const google::protobuf::EnumDescriptor* type, const std::string& word,
                 const EnumWord* more, std::size_t more_count);
template <std::size_t size>
int EnumNumberOf(const google::protobuf::EnumDescriptor* type, const std::string& word,
                 const EnumWord (&more)[size]) {
  return EnumNumberOf(type, word, more, size);
}

// The labels of an enum, for who typed something else: "invoice, payroll".
std::string KnownWords(const google::protobuf::EnumDescriptor* type, Language language);

// What is said of headings: TABLE_WORD_UNKNOWN and TABLE_COLUMN_TWICE at their cells, and
// TABLE_HEADER_MISSING at the row's first one.
Violation UnknownHeading(std::string place, absl::string_view text, std::string known);
Violation HeadingTwice(std::string place, std::string column, std::string first_place);
Violation MissingHeadings(std::string place, const std::vector<std::string>& needed);

}  // namespace tranche::cli
