// SPDX-License-Identifier: EUPL-1.2
// Which lines of a plan without a table are measures: their fields stand below a title or behind it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plans/reading/card_fields.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

struct Card {
  int number = 0;                 // 0 of one in levels.
  std::string in_levels;          // "1.2."
  std::vector<CardField> fields;  // The first one is the title, whose label is "".
};

struct FoundCards {
  std::map<size_t, Card> cards;  // By the line of the title.
  std::set<size_t> sections;     // Lines of headings; one without cards below it heads nothing.
  // The first items of lists below a heading of their own, or among cards, that no fields say to be
  // measures, and how many they are.
  std::map<size_t, size_t> left;
  std::vector<size_t> too_long;  // Items that are longer than a cell may be.
};
FoundCards FindCards(const std::vector<ProseLine>& lines);

// "Общ бюджет за периода: 5 000 лв.": a total of the whole plan, if it stands outside of a card.
bool SaysTotal(const CardField& field);

}  // namespace tranche::plans::reading
