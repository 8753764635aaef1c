// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/document_rows_store.h"

#include <stdexcept>

#include "budgets/budgets_convert.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {

using convert::Text;

DocumentKey KeyOf(const pqxx::row& row) {
  return {.number_folded = Text(row, "number_folded"),
          .issuer_folded = Text(row, "issuer_folded"),
          .type = Text(row, "document_type"),
          .issued_on = Text(row, "issued_on")};
}

DocumentBalance BalanceOf(const pqxx::row& row) {
  return {.issuer_eik = Text(row, "issuer_eik"),
          .total = convert::MoneyFromRow(row, "total_minor"),
          .claimable = convert::MoneyFromRow(row, "claimable_minor"),
          .claimed = convert::MoneyFromRow(row, "claimed_minor"),
          .credited = convert::MoneyFromRow(row, "credited_minor"),
          .first_cost = CostName(Text(row, "organisation_id"), Text(row, "contract_id"),
                                 row["cost_number"].as<int64_t>())};
}

v1::CostDocument ShownDocument(const pqxx::row& row, const std::string& type, const std::string& number,
                               const std::string& prefix) {
  v1::CostDocument document;
  const auto text = [&](const char* column) { return Text(row, (prefix + column).c_str()); };
  v1::DocumentType parsed = v1::DOCUMENT_TYPE_UNSPECIFIED;
  v1::DocumentType_Parse(text(type.c_str()), &parsed);
  document.set_type(parsed);
  document.set_number(text(number.c_str()));
  document.set_issued_on(text("issued_on"));
  document.set_issuer(text("issuer"));
  document.set_issuer_eik(text("issuer_eik"));
  const absl::StatusOr<Currency> currency = ParseCurrency(text("currency"));
  if (!currency.ok()) throw std::runtime_error("a document has no currency");
  const auto amount = [&](const char* column) {
    return Money::Minor(row[prefix + column].as<int64_t>(), *currency);
  };
  *document.mutable_total() = convert::ToProto(amount("total_minor"));
  const Money vat = amount("vat_minor");
  if (!vat.IsZero()) *document.mutable_vat() = convert::ToProto(vat);
  return document;
}

}  // namespace tranche::budgets::store
