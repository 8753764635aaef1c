// SPDX-License-Identifier: EUPL-1.2
// The columns of a table of measures, known by the words of their headings and never by their place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "plans/reading/notebook.h"
#include "platform/document/document.h"
#include "platform/text/written.h"

namespace tranche::plans::reading {

enum class ColumnKind {
  kUnknown,
  kNumber,
  kActivity,
  kDescription,
  kPlace,
  kFinancing,     // Who pays and how much, in words.
  kSource,        // Who pays.
  kAmount,        // How much.
  kSourceAmount,  // How much one source pays; the heading names it.
  kMonthly,
  kShare,
  kExecutor,
  kPartners,
  kTimeframe,
  kFrom,  // When it begins, where that has a column of its own.
  kTo,    // When it ends.
  kIndicator,
  kTarget,  // Of the indicator.
  kResults,
  kTargetGroup,
  kObjective,
  kArea,
  kHeadcount,
  kCapacity,   // How many places there are: no number of people.
  kUnitPrice,  // Price of one: "Стандарт за едно място".
  kQuantity,   // How many of them, where it is neither persons nor places.
  kMonths,     // For how many months.
  kAlsoShown,  // The amounts of kAmount once more in another currency.
  kSection,    // Of a kind kArea that names the sections: each new value begins one.
};

struct Column {
  ColumnKind kind = ColumnKind::kUnknown;
  std::string heading;  // As written; of two rows of headings both, with a blank between.
  std::optional<AmountUnit> unit;
  int year = 0;  // Of a kSourceAmount: its amounts are of that year alone.

  friend bool operator==(const Column&, const Column&) = default;
};

// What a heading says, by its words alone.
ColumnKind KindOfHeading(absl::string_view heading);

// Headings of a table and where its rows begin.
struct Header {
  int first_row = 0;
  int row_count = 1;
  std::vector<Column> columns;
};

// The headings among the first rows of a table: a row that names an activity and something else that
// measures have, or a number, "№". No value when there is none.
std::optional<Header> FindHeader(absl::Span<const document::Row> rows);

// The headings stand in the first of two columns, one measure below the other: "Мярка | …", "Срок | …".
bool HeadsRows(absl::Span<const document::Row> rows);

// The row repeats the headings, as tables do on a new page, or numbers the columns, "1 2 3 4".
bool RepeatsHeader(const document::Row& row, absl::Span<const Column> columns);

// Tells of columns that are not known or stand twice, and settles what they are as a whole: numbers
// often stand under no heading, and where no activity is named the objective is what a row is about.
// `counts` where two columns give the amounts in both currencies; none: the first one does.
void SettleColumns(int block, const Header& header, std::optional<Currency> counts,
                   std::vector<Column>& columns, Notebook& notebook);

// Texts that stand in the row themselves: those a merged cell repeats are left out.
std::vector<int> FilledCells(const document::Row& row);

}  // namespace tranche::plans::reading
