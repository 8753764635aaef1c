// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/document_books.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::bank {
namespace {

bool HasEuro(const DocumentBooks& books) {
  const auto in_euro = [](Money amount) {
    return amount.currency() == Currency::kEur && !amount.IsZero();
  };
  return in_euro(books.amount) || in_euro(books.credited) || !books.matched_otherwise.euro.IsZero() ||
         std::any_of(books.orders.begin(), books.orders.end(),
                     [&](const OrderOfDocument& one) { return in_euro(one.amount); });
}

Money NotBelowZero(Money amount) {
  return amount.IsNegative() ? Money::Zero(amount.currency()) : amount;
}

}  // namespace

absl::StatusOr<LevAndEuro> TakenOfDocument(const DocumentBooks& books) {
  LevAndEuro taken;
  LevAndEuro unseen;
  for (const OrderOfDocument& one : books.orders) {
    LevAndEuro& sum = one.unsent || one.has_movement ? taken : unseen;
    TRANCHE_ASSIGN_OR_RETURN(sum, Plus(sum, one.amount));
  }
  const LevAndEuro& larger =
      IsGreater(books.matched_otherwise, unseen) ? books.matched_otherwise : unseen;
  TRANCHE_ASSIGN_OR_RETURN(taken, Plus(taken, larger.lev));
  return Plus(taken, larger.euro);
}

absl::StatusOr<Money> ShownOfDocument(const DocumentBooks& books, Currency order,
                                      const LevAndEuro& sum) {
  if (order == Currency::kBgn && !HasEuro(books) && sum.euro.IsZero()) return sum.lev;
  return InEuro(sum);
}

absl::StatusOr<LevAndEuro> LeftOfDocument(const DocumentBooks& books) {
  TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro says, Plus({}, books.amount));
  TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro lowered, Minus(says, books.credited));
  TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro taken, TakenOfDocument(books));
  return Minus(lowered, taken);
}

absl::StatusOr<std::vector<Violation>> FindAboveDocuments(
    const PaymentOrder& order, const std::map<std::string, DocumentBooks>& books) {
  std::map<std::string, LevAndEuro> left_of;
  std::vector<Violation> violations;
  for (size_t i = 0; i < order.documents.size(); ++i) {
    const OrderedDocument& part = order.documents[i];
    const DocumentBooks& document = books.at(part.document_key);
    const auto shown = [&](const LevAndEuro& sum) {
      return ShownOfDocument(document, part.amount.currency(), sum);
    };
    if (left_of.count(part.document_key) == 0) {
      TRANCHE_ASSIGN_OR_RETURN(left_of[part.document_key], LeftOfDocument(document));
    }
    LevAndEuro& left = left_of[part.document_key];
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro rest, Minus(left, part.amount));
    TRANCHE_ASSIGN_OR_RETURN(const Money shown_rest, shown(rest));
    if (!shown_rest.IsNegative()) {
      left = rest;
      continue;
    }
    TRANCHE_ASSIGN_OR_RETURN(const Money shown_left, shown(left));
    TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro part_alone, Plus({}, part.amount));
    TRANCHE_ASSIGN_OR_RETURN(const Money asked, shown(part_alone));
    violations.push_back({absl::StrCat("paymentOrder.documents[", i, "].amount"),
                          "ORDER_ABOVE_DOCUMENT",
                          {{"number", part.number},
                           {"record", absl::StrCat("costs/", part.cost_id)},
                           {"left", FormatAmount(NotBelowZero(shown_left))},
                           {"asked", FormatAmount(asked)},
                           {"currency", std::string(CurrencyCode(shown_left.currency()))}}});
  }
  return violations;
}

}  // namespace tranche::payments::bank
