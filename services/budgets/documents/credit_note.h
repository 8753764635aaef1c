// SPDX-License-Identifier: EUPL-1.2
// A credit note in the currency in which the books hold its document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "budgets/documents/cost_document.h"
#include "platform/money/money.h"

namespace tranche::budgets {

// What a note says in its own currency, in hundredths.
struct NoteAmounts {
  std::string currency;  // "USD".
  int64_t amount_minor = 0;
  int64_t vat_minor = 0;
};

// The currency of a document that the books hold in another, and the rate by which it was converted.
struct DocumentRate {
  std::string currency;
  std::string rate;  // Units of it for one euro, "1.0835".
};

struct ConvertedNote {
  Money amount;
  Money vat;
  std::string rate;  // Empty: the note is in the currency of the books.
};

// Between lev and euro by the fixed rate; any other currency by the rate of the document alone, so that
// a note takes back what the document gave. Amounts half up; one that would take a cent or two more
// than is left of the document, through their rounding, takes what is left.
// CREDIT_NOTE_CURRENCY_DIFFERS.
absl::StatusOr<ConvertedNote> ConvertNote(const NoteAmounts& note, const DocumentBalance& document,
                                          const std::optional<DocumentRate>& rate);

}  // namespace tranche::budgets
