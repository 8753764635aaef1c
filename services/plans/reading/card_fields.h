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
  bool listed = false;    // The item of a list: its words do not say that it is a measure.
  re2::StringPiece title;
};
std::optional<CardHeading> HeadingOf(const ProseLine& line);

// "Отговаря: директорът на училището". The pieces are of the text of the line.
struct CardField {
  size_t line = 0;
  re2::StringPiece label;
  re2::StringPiece words;
  ColumnKind kind = ColumnKind::kUnknown;
};

// The fields of a line that begins with a label; none when it does not.
std::vector<CardField> FieldsOf(const ProseLine& line, size_t index);

// Takes the fields off a title that they follow in the same line: "Лятно училище. Срок: 2022 г.
// Отговорник: кметът." Only labels of known kinds count.
std::vector<CardField> TakeFieldsBehind(size_t index, re2::StringPiece& title);

}  // namespace tranche::plans::reading
