// SPDX-License-Identifier: EUPL-1.2
// A document and what is claimed of it, over all lines, contracts and funds of an organisation: never
// more than it is for.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "platform/money/money.h"

namespace tranche::budgets {

// Which document: two that agree in these are one.
struct DocumentKey {
  std::string number_folded;  // platform/text/fold_document.h
  std::string issuer_folded;
  std::string type;       // "INVOICE".
  std::string issued_on;  // ISO 8601.

  friend auto operator<=>(const DocumentKey&, const DocumentKey&) = default;
};

// EIK_INVALID unless it is empty or an identification code of 9 or 13 digits with its check digits.
absl::Status CheckEik(absl::string_view eik);

// A document as it was first recorded, and what is taken of it.
struct DocumentBalance {
  std::string issuer_eik;  // "": not known.
  Money total;
  Money claimable;  // Total less the tax that the payer recovers.
  Money claimed;
  Money credited;          // By credit notes.
  std::string first_cost;  // Name of the first cost that claims from it.
};

// What nobody claims and no credit note takes; never below zero.
Money LeftOf(const DocumentBalance& document);

// A claim on a document, and what its row tells of the document.
struct DocumentClaim {
  std::string number;  // As typed, for the refusals.
  std::string issuer_eik;
  Money total;
  Money claimable;
  Money claimed;  // Above zero, not above claimable.
};

// The document after a claim; `held` is nothing when it is claimed for the first time. Of a document of
// which nothing is held any more the claim tells anew what it is: what was refused may have been
// mistyped. Refused with the first of its faults; the SQL function budgets.record_cost does the same.
absl::StatusOr<DocumentBalance> DecideClaim(const std::optional<DocumentBalance>& held,
                                            const DocumentClaim& claim);

// Everything for which the document refuses a claim, by field within the cost: MONEY_CURRENCY_MIXED
// alone, or COST_ISSUER_DIFFERS, COST_DOCUMENT_DIFFERS, COST_DOCUMENT_EXHAUSTED, in this order.
std::vector<Violation> ClaimFaults(const std::optional<DocumentBalance>& held,
                                   const DocumentClaim& claim);

// What a credit note of this amount, of which `vat` is tax, takes from the document: what is claimable
// is counted without the tax where the payer recovers it.
Money CreditOf(const DocumentBalance& held, Money amount, Money vat);

// The document after a credit note that takes this much, not below zero. CREDIT_NOTE_ABOVE_REST when it
// would take back what is claimed; MONEY_CURRENCY_MIXED. `number` is the document's.
absl::StatusOr<DocumentBalance> DecideCredit(const DocumentBalance& held, const std::string& number,
                                             Money amount);

}  // namespace tranche::budgets
