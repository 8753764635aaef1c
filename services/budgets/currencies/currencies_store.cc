// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/currencies_store.h"

#include <google/protobuf/util/time_util.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/currencies/foreign_cost.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

constexpr pg::Statement kRedenominate{"budgets.redenominate",
                                      "select redenominate($1, $2, $3::jsonb, $4::jsonb)"};

constexpr pg::Statement kLearnSizes{"budgets.learn_sizes", "select learn_sizes($1, $2)"};

constexpr pg::Statement kIsRedenominated{"budgets.is_redenominated", R"sql(
  select exists (select from redenomination where organisation_id = $1 and contract_id = $2) as found)sql"};

// With what the costs hold beyond their own conversions.
constexpr pg::Statement kFindConverted{"budgets.find_converted", R"sql(
  select r.before_eu_minor, r.before_national_minor, r.before_own_minor, r.before_currency, r.after_eu_minor,
         r.after_national_minor, r.after_own_minor, r.after_currency, r.rate, r.converted_on::text, r.legal_source,
         (extract(epoch from r.recorded_at) * 1000000)::bigint as recorded_at_us, c.costs, c.differing,
         c.difference
    from redenomination as r
   cross join lateral (
      select count(*) as costs, count(*) filter (where d.minor <> 0) as differing,
             coalesce(sum(d.minor), 0)::bigint as difference
        from restated_cost as x
        join cost as k on k.organisation_id = x.organisation_id and k.contract_id = x.contract_id
                      and k.cost_number = x.cost_number
       cross join lateral (select x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor
                                  - to_euro(k.claimed_minor) as minor) as d
       where x.organisation_id = $1 and x.contract_id = $2) as c
   where r.organisation_id = $1 and r.contract_id = $2)sql"};

constexpr pg::Statement kConvertedLines{"budgets.converted_lines", R"sql(
  select r.line_code, l.title, r.before_cap_eu_minor, r.before_cap_national_minor, r.before_cap_own_minor,
         r.before_reserved_eu_minor, r.before_reserved_national_minor, r.before_reserved_own_minor,
         r.before_spent_eu_minor, r.before_spent_national_minor, r.before_spent_own_minor, r.before_currency,
         r.after_cap_eu_minor, r.after_cap_national_minor, r.after_cap_own_minor, r.after_reserved_eu_minor,
         r.after_reserved_national_minor, r.after_reserved_own_minor, r.after_spent_eu_minor,
         r.after_spent_national_minor, r.after_spent_own_minor, r.after_currency
    from redenomination_line as r
    join line as l on l.organisation_id = r.organisation_id and l.contract_id = r.contract_id
                  and l.code = r.line_code
   where r.organisation_id = $1 and r.contract_id = $2
   order by string_to_array(r.line_code, '.')::numeric[])sql"};

#define RATE_COLUMNS                                                   \
  "organisation_id, currency, month, entry, rate_millionths, source, " \
  "recorded_by, (extract(epoch from recorded_at) * 1000000)::bigint as us "

constexpr pg::Statement kFindRate{"budgets.find_rate",
                                  "select " RATE_COLUMNS
                                  "from exchange_rate where organisation_id = $1 and currency = $2 "
                                  "and month = $3 order by entry desc limit 1"};

constexpr pg::Statement kListRates{
    "budgets.list_rates", "select distinct on (currency, month) " RATE_COLUMNS
                          "from exchange_rate where organisation_id = $1 and $2 in ('', currency) "
                          "and (currency, month) > ($3, $4) "
                          "order by currency, month, entry desc limit $5"};

// Two calls that record a rate of one month at once: the second gives way by the primary key.
constexpr pg::Statement kInsertRate{"budgets.insert_rate", R"sql(
  insert into exchange_rate (organisation_id, currency, month, entry, rate_millionths, source, recorded_by)
  select $1, $2, $3, coalesce(max(entry), 0) + 1, $4, $5, $6
    from exchange_rate where organisation_id = $1 and currency = $2 and month = $3
  returning organisation_id, currency, month, entry, rate_millionths, source, recorded_by,
            (extract(epoch from recorded_at) * 1000000)::bigint as us)sql"};

constexpr pg::Statement kLeftOfDocument{"budgets.left_of_document", R"sql(
  select claimable_minor - claimed_minor - credited_minor as left_minor, currency
    from document
   where organisation_id = $1 and number_folded = $2 and document_type = $4 and issued_on = $5::date
     and (issuer_folded = $3 or (issuer_eik <> '' and issuer_eik = $6))
   order by (issuer_eik <> '' and issuer_eik = $6) desc
   limit 1)sql"};

constexpr pg::Statement kInsertOriginal{"budgets.insert_original", R"sql(
  insert into cost_original (organisation_id, contract_id, cost_number, currency, total_minor, vat_minor,
                             claimed_minor, month, rate, rate_source, verified, difference_minor)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};

// Three parts "<prefix>_eu_minor" … in the currency of a column.
ThreePart PartsOf(const pqxx::row& row, const std::string& prefix, const char* currency_column) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row[currency_column].c_str());
  if (!currency.ok()) throw std::runtime_error("a conversion has no currency");
  const auto part = [&](const char* name) {
    return Money::Minor(row[absl::StrCat(prefix, name)].as<int64_t>(), *currency);
  };
  return {.eu = part("_eu_minor"), .national = part("_national_minor"), .own = part("_own_minor")};
}

BudgetLine LineOf(const pqxx::row& row, const std::string& when) {
  const std::string currency = absl::StrCat(when, "_currency");
  BudgetLine line;
  line.code = row["line_code"].c_str();
  line.caps = PartsOf(row, absl::StrCat(when, "_cap"), currency.c_str());
  line.reserved = PartsOf(row, absl::StrCat(when, "_reserved"), currency.c_str());
  line.spent = PartsOf(row, absl::StrCat(when, "_spent"), currency.c_str());
  return line;
}

StoredRate RateOf(const pqxx::row& row) {
  StoredRate rate;
  rate.entry = row["entry"].as<int64_t>();
  rate.millionths = row["rate_millionths"].as<int64_t>();
  const std::string currency = row["currency"].c_str();
  const std::string month = row["month"].c_str();
  rate.shown.set_name(absl::StrCat("organisations/", row["organisation_id"].c_str(), "/exchangeRates/",
                                   currency, "-", month));
  rate.shown.set_currency(currency);
  rate.shown.set_month(month);
  rate.shown.set_rate(FormatRate(rate.millionths));
  rate.shown.set_source(row["source"].c_str());
  rate.shown.set_recorded_by(row["recorded_by"].c_str());
  *rate.shown.mutable_recorded_at() = TimestampOf(row["us"].as<int64_t>());
  return rate;
}

std::string Hundredths(int64_t minor) {
  return FormatAmount(Money::Minor(minor, Currency::kEur));  // The same text in every currency.
}

nlohmann::json PartsJson(const std::string& prefix, const ThreePart& parts) {
  return {{absl::StrCat(prefix, "_eu"), parts.eu.minor()},
          {absl::StrCat(prefix, "_national"), parts.national.minor()},
          {absl::StrCat(prefix, "_own"), parts.own.minor()}};
}

}  // namespace

void Redenominate(pg::Tx& tx, const Contract& contract, const Conversion& conversion,
                  const std::vector<BudgetLine>& lines) {
  nlohmann::json event = {{"contract_version", conversion.version},
                          {"before_eu_minor", conversion.before.eu.minor()},
                          {"before_national_minor", conversion.before.national.minor()},
                          {"before_own_minor", conversion.before.own.minor()},
                          {"before_currency", CurrencyCode(conversion.before.eu.currency()).data()},
                          {"after_eu_minor", conversion.after.eu.minor()},
                          {"after_national_minor", conversion.after.national.minor()},
                          {"after_own_minor", conversion.after.own.minor()},
                          {"after_currency", CurrencyCode(conversion.after.eu.currency()).data()},
                          {"rate", conversion.rate},
                          {"converted_on", FormatDay(conversion.converted_on)},
                          {"legal_source", conversion.legal_source},
                          {"verified", conversion.verified}};
  nlohmann::json rows = nlohmann::json::array();
  for (const BudgetLine& line : lines) {
    nlohmann::json row = {{"code", line.code}};
    row.update(PartsJson("cap", line.caps));
    row.update(PartsJson("reserved", line.reserved));
    row.update(PartsJson("spent", line.spent));
    rows.push_back(std::move(row));
  }
  tx.Run(kLearnSizes, contract.organisation, contract.contract);
  tx.Run(kRedenominate, contract.organisation, contract.contract, event.dump(), rows.dump());
}

bool IsRedenominated(pg::Tx& tx, const Contract& contract) {
  return tx.Run(kIsRedenominated, contract.organisation, contract.contract)[0]["found"].as<bool>();
}

std::optional<ConvertedBudget> FindConverted(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kFindConverted, contract.organisation, contract.contract);
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  ConvertedBudget converted;
  v1::RedenominatedBudget& shown = converted.shown;
  shown.set_name(ContractName(contract.organisation, contract.contract) + "/budget");
  shown.set_rate(row["rate"].c_str());
  shown.set_converted_on(row["converted_on"].c_str());
  shown.set_legal_source(row["legal_source"].c_str());
  *shown.mutable_before() = convert::ToProto(PartsOf(row, "before", "before_currency"));
  *shown.mutable_after() = convert::ToProto(PartsOf(row, "after", "after_currency"));
  shown.set_costs(row["costs"].as<int64_t>());
  shown.set_costs_with_difference(row["differing"].as<int64_t>());
  *shown.mutable_costs_difference() =
      convert::ToProto(Money::Minor(row["difference"].as<int64_t>(), Currency::kEur));
  *shown.mutable_recorded_at() = TimestampOf(row["recorded_at_us"].as<int64_t>());
  for (const pqxx::row& line : tx.Run(kConvertedLines, contract.organisation, contract.contract)) {
    converted.lines.push_back({.title = line["title"].c_str(),
                               .before = LineOf(line, "before"),
                               .after = LineOf(line, "after")});
  }
  return converted;
}

std::optional<StoredRate> FindRate(pg::Tx& tx, const std::string& organisation,
                                   const std::string& currency, const std::string& month) {
  const pqxx::result rows = tx.Run(kFindRate, organisation, currency, month);
  if (rows.empty()) return std::nullopt;
  return RateOf(rows[0]);
}

StoredRate InsertRate(pg::Tx& tx, const std::string& organisation, const v1::ExchangeRate& rate,
                      int64_t millionths, const std::string& recorded_by) {
  return RateOf(tx.Run(kInsertRate, organisation, rate.currency(), rate.month(), millionths,
                       rate.source(), recorded_by)[0]);
}

std::vector<StoredRate> ListRates(pg::Tx& tx, const std::string& organisation,
                                  const std::string& currency, const std::string& after_currency,
                                  const std::string& after_month, int limit) {
  std::vector<StoredRate> rates;
  for (const pqxx::row& row :
       tx.Run(kListRates, organisation, currency, after_currency, after_month, limit)) {
    rates.push_back(RateOf(row));
  }
  return rates;
}

std::optional<Money> LeftOfDocument(pg::Tx& tx, const std::string& organisation, const DocumentKey& key,
                                    const std::string& issuer_eik) {
  const pqxx::result rows = tx.Run(kLeftOfDocument, organisation, key.number_folded, key.issuer_folded,
                                   key.type, key.issued_on, issuer_eik);
  if (rows.empty()) return std::nullopt;
  return convert::MoneyFromRow(rows[0], "left_minor");
}

void InsertOriginal(pg::Tx& tx, const Contract& contract, int64_t cost_number,
                    const v1::OriginalAmounts& original, int64_t difference_minor) {
  const auto minor = [](const std::string& text) {
    const absl::StatusOr<int64_t> amount = ParseForeignAmount(text.empty() ? "0" : text);
    if (!amount.ok()) throw std::runtime_error("an amount was not checked before it was kept");
    return *amount;
  };
  tx.Run(kInsertOriginal, contract.organisation, contract.contract, cost_number, original.currency(),
         minor(original.total()), minor(original.vat()), minor(original.claimed()), original.month(),
         original.rate(), original.rate_source(), original.verified(), difference_minor);
}

v1::OriginalAmounts OriginalFromJson(const nlohmann::json& row, Currency currency) {
  v1::OriginalAmounts original;
  const auto text = [&](const char* column) { return row.at(column).get<std::string>(); };
  const auto minor = [&](const char* column) { return row.at(column).get<int64_t>(); };
  original.set_currency(text("currency"));
  original.set_total(Hundredths(minor("total_minor")));
  original.set_claimed(Hundredths(minor("claimed_minor")));
  if (minor("vat_minor") > 0) original.set_vat(Hundredths(minor("vat_minor")));
  original.set_month(text("month"));
  original.set_rate(text("rate"));
  original.set_rate_source(text("rate_source"));
  original.set_verified(row.at("verified").get<bool>());
  *original.mutable_difference() = convert::ToProto(Money::Minor(minor("difference_minor"), currency));
  // Only a cost that was restated has parts in its own currency.
  if (const auto eu = row.find("eu_minor"); eu != row.end()) {
    const absl::StatusOr<Currency> own = ParseCurrency(original.currency());
    if (!own.ok()) throw std::runtime_error("a restated cost is of an unknown currency");
    const auto part = [&](const char* column) { return Money::Minor(minor(column), *own); };
    *original.mutable_parts() = convert::ToProto(ThreePart{
        .eu = part("eu_minor"), .national = part("national_minor"), .own = part("own_minor")});
  }
  return original;
}

}  // namespace tranche::budgets::store
