// SPDX-License-Identifier: EUPL-1.2
// What the words of a row say it is: a measure by its number, a heading, a total.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"
#include "plans/reading/columns.h"

namespace tranche::plans::reading {

enum class RowKind {
  kNumbered,  // Begins a measure.
  kTotal,     // ОБЩО.
  kHeading,   // A Roman number and a title.
  kOneCell,   // A heading, or the rest of a cell above: what follows decides.
  kUnnumbered,
};

// "3", "3.", "1.2.", "IV".
struct WrittenOrdinal {
  int number = 0;
  std::string prefix;  // "1." of "1.2".
  std::string as_written;
  bool plain = false;  // Nothing but a number.
  bool roman = false;
};

struct Row {
  int block = 0;
  int row = 0;
  std::vector<int> filled;  // Columns with a text of their own.
  RowKind kind = RowKind::kUnnumbered;
  WrittenOrdinal ordinal;
  bool ordinal_in_activity = false;  // "1. Клуб" in a table without a column of numbers.
  size_t ordinal_bytes = 0;          // Then: how much of the cell the number takes.
  std::string words;                 // Of a total.
  int words_column = 0;
  int next_number = 0;  // Of the first numbered row below; 0 when there is none.
  bool after_break = false;
};

// What a row is, by its own words. `number_column` or `activity_column` is -1 when the table has none.
Row Classify(const document::Row& source, int number_column, int activity_column);

// The whole text is an ordinal.
bool ReadOrdinal(absl::string_view text, WrittenOrdinal& ordinal);

// How high a heading stands by its words or its number: 1 "Приоритет …", "II."; 2 "Цел …"; 3 "Мярка
// …"; 0: neither says.
int RankOfHeading(absl::string_view title, absl::string_view numeral);

// Takes "II. " off a title: how many bytes it has with the blanks behind it.
size_t SplitNumeral(absl::string_view title, std::string& numeral);

// "Всичко за плана" as against "Общо за раздел I".
bool IsTotalOfPlan(absl::string_view words);
bool IsTotalOfSection(absl::string_view words);

bool IsMoney(ColumnKind kind);

// The plan is of one year by its title: an amount "годишно" is then an amount of the row.
bool IsOfOneYear(const Plan& plan);

// Which currency counts where an amount is written in both: lev, and in a plan that begins after them
// the one that stands first.
std::optional<Currency> CurrencyOf(const Plan& plan);

}  // namespace tranche::plans::reading
