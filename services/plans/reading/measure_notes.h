// SPDX-License-Identifier: EUPL-1.2
// What a person should know of the cells of a measure.
#pragma once

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "platform/text/written.h"

namespace tranche::plans::reading {

// The values of a problem or remark of a cell, for its sentence.
ErrorValues ValuesOfProblem(const TextProblem& problem);

// Sources with shares and without amounts: what they come to, or why they come to nothing.
void NoteShares(const Measure& measure, const Where& at, Notebook& notebook);

// A time frame of which no period was read: a school year, whose days no plan writes, or words that are
// none; not words that say that there is no end.
void NoteUnreadTimeframe(const std::string& words, const Where& at, Notebook& notebook);

}  // namespace tranche::plans::reading
