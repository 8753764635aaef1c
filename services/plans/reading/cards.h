// SPDX-License-Identifier: EUPL-1.2
// Measures as cards in running text: "Мероприятие № 1. Лятно училище", and below it "Срок: …",
// "Необходими средства: …", "Отговаря: …".
#pragma once

#include <vector>

#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

// Adds the measures to `tables`, which must have none; nothing when the text has no cards.
// `in_measures` gets true for the lines that are theirs.
void ReadCards(const std::vector<ProseLine>& lines, RawTables& tables, Notebook& notebook,
               std::vector<bool>& in_measures);

}  // namespace tranche::plans::reading
