// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/credit_note.h"

#include "budgets/currencies/foreign_cost.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/money/redenominate.h"

namespace tranche::budgets {
namespace {

// What the rounding of an amount and of its tax can amount to.
constexpr int64_t kNoteRoundingMinor = 2;

bool IsOfBooks(const std::string& currency) { return currency == "BGN" || currency == "EUR"; }

}  // namespace

absl::StatusOr<ConvertedNote> ConvertNote(const NoteAmounts& note, const DocumentBalance& document,
                                          const std::optional<DocumentRate>& rate) {
  const Currency books = document.total.currency();
  if (note.currency == CurrencyCode(books)) {
    return ConvertedNote{.amount = Money::Minor(note.amount_minor, books),
                         .vat = Money::Minor(note.vat_minor, books),
                         .rate = ""};
  }
  std::optional<int64_t> millionths;
  ConvertedNote converted{.amount = {}, .vat = {}, .rate = kLevPerEuroText};
  if (!IsOfBooks(note.currency)) {
    if (!rate.has_value() || rate->currency != note.currency) {
      return Refuse(
          "CREDIT_NOTE_CURRENCY_DIFFERS",
          {{"given", note.currency},
           {"document", rate.has_value() ? rate->currency : std::string(CurrencyCode(books))}});
    }
    TRANCHE_ASSIGN_OR_RETURN(millionths, ParseRate(rate->rate));
    converted.rate = rate->rate;
  }
  TRANCHE_ASSIGN_OR_RETURN(const Ratio ratio, ExchangeRatio(note.currency, books, millionths, ""));
  TRANCHE_ASSIGN_OR_RETURN(converted.amount, MultiplyByRatio(Money::Minor(note.amount_minor, books),
                                                             ratio, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(
      converted.vat, MultiplyByRatio(Money::Minor(note.vat_minor, books), ratio, Rounding::kHalfUp));
  const Money credited = CreditOf(document, converted.amount, converted.vat);
  const int64_t beyond = credited.minor() - LeftOf(document).minor();
  if (beyond > 0 && beyond <= kNoteRoundingMinor && beyond < credited.minor()) {
    converted.amount = Money::Minor(converted.amount.minor() - beyond, books);
  }
  return converted;
}

}  // namespace tranche::budgets
