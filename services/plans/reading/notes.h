// SPDX-License-Identifier: EUPL-1.2
// What footnotes say of an adoption that the text leaves out: the number of the minutes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

// A note that names minutes.
struct ProtocolNote {
  std::string mark;  // By which the text refers to it, "1", "¹", "*".
  std::string number;
  Where at;                       // Of the number.
  std::optional<PartialDate> on;  // The only whole date of the note.
};

// The notes of a document that name minutes, the first hundred.
std::vector<ProtocolNote> ProtocolNotesOf(const std::vector<ProseLine>& lines,
                                          const document::Document& document);

// The note to whose minutes these bytes of a line refer; null when they refer to none or to several, or
// when the note says another day than that of the adoption.
const ProtocolNote* ProtocolFor(const ProseLine& line, std::size_t begin, std::size_t end,
                                const std::optional<PartialDate>& adopted,
                                const std::vector<ProtocolNote>& notes);

// Finds the notes whose minutes were not taken, while an adoption has none: a person decides.
void FindProtocolsLeft(const std::vector<ProtocolNote>& notes, const Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
