// SPDX-License-Identifier: EUPL-1.2
// What a line of a card says: its number and title, and fields with a label before a colon.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plans/reading/columns.h"
#include "plans/reading/prose.h"
#include "re2/stringpiece.h"

namespace tranche::plans::reading {

// "Мероприятие № 1. Лятно училище", and of a list "1. Лятно училище".
struct CardHeading {
  int number = 0;         // 0 of one in levels, "1.2.3": those of a section are counted.
  std::string in_levels;  // "" of a plain one.
  // Of the item of a list, whose words do not say that it is a measure: how its number is written.
  // Items of one list have the same. "" of a heading that says what it is.
  std::string style;
  re2::StringPiece title;
};
std::optional<CardHeading> HeadingOf(const ProseLine& line);

// "Отговаря: директорът на училището". The pieces are of the text of the line.
struct CardField {
  size_t line = 0;
  re2::StringPiece label;  // "" of what says more of the title.
  re2::StringPiece words;
  ColumnKind kind = ColumnKind::kUnknown;
};

// The fields of a line that begins with a label; none when it does not.
std::vector<CardField> FieldsOf(const ProseLine& line, size_t index);

// Takes the fields off words that they follow in the same line: "Лятно училище. Срок: 2022 г.
// Отговорник: кметът." A label within a line is one of a closed list, since words before a colon stand
// in sentences too; `kind` is that of the words.
std::vector<CardField> TakeFieldsBehind(size_t index, ColumnKind kind, re2::StringPiece& words);

// One of the labels that count within a line.
bool IsSureLabel(re2::StringPiece label);

// The field of what "line" says more of `field`; the fields behind it are added to `fields`, and the
// words of `field` reach to the end of their line.
void AddContinuation(const std::vector<ProseLine>& lines, size_t index, std::vector<CardField>& fields);

}  // namespace tranche::plans::reading
