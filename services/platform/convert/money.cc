// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/money.h"

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::convert {
namespace {

// The books only hold currencies that Tranche knows; another one is a broken row.
Currency BookCurrency(const pqxx::row& row) {
  absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a row holds an unknown currency");
  return *currency;
}

}  // namespace

common::v1::Money ToProto(Money amount) {
  common::v1::Money proto;
  proto.set_amount(FormatAmount(amount));
  const absl::string_view code = CurrencyCode(amount.currency());
  proto.set_currency(std::string(code));
  return proto;
}

absl::StatusOr<Money> FromProto(const common::v1::Money& amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(amount.currency()));
  return ParseAmount(amount.amount(), currency);
}

common::v1::ThreePartAmount ToProto(const ThreePart& parts) {
  common::v1::ThreePartAmount proto;
  *proto.mutable_eu() = ToProto(parts.eu);
  *proto.mutable_national() = ToProto(parts.national);
  *proto.mutable_own() = ToProto(parts.own);
  if (const absl::StatusOr<Money> grant = Grant(parts); grant.ok()) *proto.mutable_grant() = ToProto(*grant);
  if (const absl::StatusOr<Money> total = Total(parts); total.ok()) *proto.mutable_total() = ToProto(*total);
  return proto;
}

absl::StatusOr<ThreePart> FromProto(const common::v1::ThreePartAmount& proto) {
  ThreePart parts;
  TRANCHE_ASSIGN_OR_RETURN(parts.eu, FromProto(proto.eu()));
  TRANCHE_ASSIGN_OR_RETURN(parts.national, FromProto(proto.national()));
  TRANCHE_ASSIGN_OR_RETURN(parts.own, FromProto(proto.own()));
  TRANCHE_RETURN_IF_ERROR(Total(parts).status());
  if (parts.eu.IsNegative() || parts.national.IsNegative() || parts.own.IsNegative()) {
    return Refuse("AMOUNT_NEGATIVE", {});
  }
  return parts;
}

ThreePart PartsFromRow(const pqxx::row& row, const std::string& prefix) {
  const Currency currency = BookCurrency(row);
  const auto part = [&](const char* name) {
    return Money::Minor(row[absl::StrCat(prefix, "_", name, "_minor")].as<int64_t>(), currency);
  };
  return ThreePart{.eu = part("eu"), .national = part("national"), .own = part("own")};
}

Money MoneyFromRow(const pqxx::row& row, const std::string& column) {
  return Money::Minor(row[column].as<int64_t>(), BookCurrency(row));
}

}  // namespace tranche::convert
