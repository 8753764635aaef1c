// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/document_books.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::bank {
namespace {

absl::StatusOr<Money> InCurrency(Money amount, Currency currency) {
  if (amount.currency() == currency) return amount;
  return ConvertToEuro(amount, Rounding::kHalfUp);
}

// Lev cannot be reckoned back from euro: one amount in euro makes all of them euro.
Currency CurrencyOf(const DocumentBooks& books, Currency order) {
  const bool euro = order == Currency::kEur || books.amount.currency() == Currency::kEur ||
                    books.matched_otherwise.currency() == Currency::kEur ||
                    std::any_of(books.orders.begin(), books.orders.end(), [](const auto& one) {
                      return one.amount.currency() == Currency::kEur;
                    });
  return euro ? Currency::kEur : Currency::kBgn;
}

}  // namespace

absl::Status AddMatched(Money matched, DocumentBooks* books) {
  const bool euro =
      matched.currency() == Currency::kEur || books->matched_otherwise.currency() == Currency::kEur;
  const Currency currency = euro ? Currency::kEur : Currency::kBgn;
  TRANCHE_ASSIGN_OR_RETURN(const Money before, InCurrency(books->matched_otherwise, currency));
  TRANCHE_ASSIGN_OR_RETURN(const Money added, InCurrency(matched, currency));
  TRANCHE_ASSIGN_OR_RETURN(books->matched_otherwise, Add(before, added));
  return absl::OkStatus();
}

absl::StatusOr<Money> LeftOfDocument(const DocumentBooks& books, Currency order) {
  const Currency currency = CurrencyOf(books, order);
  TRANCHE_ASSIGN_OR_RETURN(Money left, InCurrency(books.amount, currency));
  TRANCHE_ASSIGN_OR_RETURN(Money unseen, InCurrency(Money::Zero(Currency::kBgn), currency));
  for (const OrderOfDocument& one : books.orders) {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, InCurrency(one.amount, currency));
    if (one.unsent || one.has_movement) {
      TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, amount));
    } else {
      TRANCHE_ASSIGN_OR_RETURN(unseen, Add(unseen, amount));
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money matched, InCurrency(books.matched_otherwise, currency));
  return Subtract(left, matched.minor() > unseen.minor() ? matched : unseen);
}

absl::StatusOr<std::vector<Violation>> FindAboveDocuments(
    const PaymentOrder& order, const std::map<std::string, DocumentBooks>& books) {
  std::map<std::string, Money> left_of;
  std::vector<Violation> violations;
  for (size_t i = 0; i < order.documents.size(); ++i) {
    const OrderedDocument& part = order.documents[i];
    if (left_of.count(part.document_key) == 0) {
      TRANCHE_ASSIGN_OR_RETURN(left_of[part.document_key],
                               LeftOfDocument(books.at(part.document_key), order.amount.currency()));
    }
    Money& left = left_of[part.document_key];
    TRANCHE_ASSIGN_OR_RETURN(const Money asked, InCurrency(part.amount, left.currency()));
    if (asked.minor() <= left.minor()) {
      TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, asked));
      continue;
    }
    violations.push_back(
        {absl::StrCat("paymentOrder.documents[", i, "].amount"),
         "ORDER_ABOVE_DOCUMENT",
         {{"number", part.number},
          {"record", absl::StrCat("costs/", part.cost_id)},
          {"left", FormatAmount(left.IsNegative() ? Money::Zero(left.currency()) : left)},
          {"asked", FormatAmount(asked)},
          {"currency", std::string(CurrencyCode(left.currency()))}}});
  }
  return violations;
}

}  // namespace tranche::payments::bank
