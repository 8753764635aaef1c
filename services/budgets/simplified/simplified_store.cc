// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/simplified_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "budgets/limits/limits_store.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

using nlohmann::json;

constexpr pg::Statement kListTerms{"budgets.list_terms", R"sql(
  select line_code, form, items, kind, coalesce(percent_hundredths, 0) as percent_hundredths,
         array_to_string(base_lines, ',') as base_lines,
         coalesce(limit_percent_hundredths, 0) as limit_percent_hundredths, legal_source, verified, source,
         currency, set_by
    from line_terms
   where organisation_id = $1 and contract_id = $2 and ($3 = '' or line_code = $3)
   order by string_to_array(line_code, '.')::numeric[])sql"};

constexpr pg::Statement kListTypes{"budgets.list_expense_types_of_lines", R"sql(
  select code, expense_type from line where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kSetTerms{"budgets.set_terms", "select set_terms($1, $2, $3::jsonb)"};

constexpr pg::Statement kInsertSimplified{"budgets.insert_simplified", R"sql(
  insert into simplified_cost (organisation_id, contract_id, cost_number, line_code, form, item, attempt, title,
                               quantity_hundredths, evidence, person, year, price_minor, base_minor,
                               percent_hundredths)
  select $1, $2, g.cost_number, g.line_code, g.form, g.item, g.attempt, g.title, g.quantity_hundredths, g.evidence,
         g.person, g.year, g.price_minor, g.base_minor, g.percent_hundredths
    from jsonb_to_record($3::jsonb)
      as g (cost_number bigint, line_code text, form text, item text, attempt integer, title text,
            quantity_hundredths bigint, evidence text, person text, year integer, price_minor bigint,
            base_minor bigint, percent_hundredths integer))sql"};

// Refused: nothing of it is approved. What a correction took is not refused and not claimed again.
constexpr pg::Statement kFindLumpSum{"budgets.find_lump_sum", R"sql(
  select count(*) filter (where d.refused) as refused,
         coalesce(max(s.cost_number) filter (where d.refused is distinct from true), 0) as claimed_by
    from simplified_cost as s
    left join lateral (
      select d.unapproved_eu_minor + d.unapproved_national_minor + d.unapproved_own_minor > 0 as refused
        from cost_decision as d
       where d.organisation_id = s.organisation_id and d.contract_id = s.contract_id
             and d.cost_number = s.cost_number) as d on true
   where s.organisation_id = $1 and s.contract_id = $2 and s.line_code = $3 and s.item = $4)sql"};

constexpr pg::Statement kLockReport{"budgets.lock_report", R"sql(
  select pg_advisory_xact_lock(hashtextextended($1 || ' report ' || $2 || ' of ' || $3, 0)))sql"};

constexpr pg::Statement kFindReport{"budgets.find_report", R"sql(
  select d.contract_id, c.line_code, d.cost_number
    from document as d
    join cost as c on c.organisation_id = d.organisation_id and c.contract_id = d.contract_id
                  and c.cost_number = d.cost_number
   where d.organisation_id = $1 and d.number_folded = $2 and d.issuer_folded = $3 and d.document_type = $4
         and d.issued_on <> $5::date and d.claimed_minor > 0
   limit 1)sql"};

constexpr pg::Statement kCountCosts{"budgets.count_costs_of_line", R"sql(
  select count(*) as costs from cost where organisation_id = $1 and contract_id = $2 and line_code = $3)sql"};

constexpr pg::Statement kMakeHours{"budgets.make_hours", R"sql(
  insert into person_hours (organisation_id, person, year, max_hundredths) values ($1, $2, $3, $4)
      on conflict do nothing)sql"};

constexpr pg::Statement kLockHours{"budgets.lock_hours", R"sql(
  select hours_hundredths, max_hundredths from person_hours
   where organisation_id = $1 and person = $2 and year = $3 for update)sql"};

constexpr pg::Statement kTakeHours{"budgets.take_hours", R"sql(
  update person_hours set hours_hundredths = hours_hundredths + $4
   where organisation_id = $1 and person = $2 and year = $3)sql"};

Terms TermsOf(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(Text(row, "currency"));
  if (!currency.ok()) throw std::runtime_error("terms have no currency");
  Terms terms;
  terms.line = Text(row, "line_code");
  terms.form = FormOf(Text(row, "form"));
  for (const json& item : json::parse(Text(row, "items"))) {
    TermsItem read{.code = item.at("code").get<std::string>(),
                   .title = item.at("title").get<std::string>(),
                   .unit = item.at("unit").get<std::string>(),
                   .condition = item.at("condition").get<std::string>(),
                   .price = Money::Minor(item.at("priceMinor").get<int64_t>(), *currency),
                   .annual_gross_cost = std::nullopt,
                   .hours_per_year = item.at("hoursPerYear").get<int>()};
    if (!item.at("annualMinor").is_null()) {
      read.annual_gross_cost = Money::Minor(item.at("annualMinor").get<int64_t>(), *currency);
    }
    terms.items.push_back(std::move(read));
  }
  terms.kind = KindOf(Text(row, "kind")).value_or(terms.kind);
  terms.percent_hundredths = row["percent_hundredths"].as<int>();
  terms.base_lines = SplitCodes(Text(row, "base_lines"));
  terms.limit_percent_hundredths = row["limit_percent_hundredths"].as<int>();
  terms.legal_source = Text(row, "legal_source");
  terms.verified = row["verified"].as<bool>();
  terms.source = Text(row, "source");
  return terms;
}

json ItemsOf(const Terms& terms) {
  json items = json::array();
  for (const TermsItem& item : terms.items) {
    items.push_back({{"code", item.code},
                     {"title", item.title},
                     {"unit", item.unit},
                     {"condition", item.condition},
                     {"priceMinor", item.price.minor()},
                     {"annualMinor",
                      item.annual_gross_cost ? json(item.annual_gross_cost->minor()) : json(nullptr)},
                     {"hoursPerYear", item.hours_per_year}});
  }
  return items;
}

json NullIf(bool none, int64_t value) { return none ? json(nullptr) : json(value); }

}  // namespace

std::vector<StoredTerms> ListTerms(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract, const std::string& line) {
  std::vector<StoredTerms> terms;
  for (const pqxx::row& row : tx.Run(kListTerms, organisation, contract, line)) {
    terms.push_back({.terms = TermsOf(row), .set_by = Text(row, "set_by")});
  }
  return terms;
}

std::vector<FlatRate> ListFlatRates(pg::Tx& tx, const Contract& contract) {
  std::vector<FlatRate> rates;
  for (const StoredTerms& stored : ListTerms(tx, contract.organisation, contract.contract)) {
    const Terms& terms = stored.terms;
    if (terms.form != SupportForm::kFlatRate) continue;
    rates.push_back({.line = terms.line,
                     .percent_hundredths = terms.percent_hundredths,
                     .base_lines = terms.base_lines});
  }
  return rates;
}

std::map<std::string, std::string> ListTypes(pg::Tx& tx, const Contract& contract) {
  std::map<std::string, std::string> types;
  for (const pqxx::row& row : tx.Run(kListTypes, contract.organisation, contract.contract)) {
    types[Text(row, "code")] = Text(row, "expense_type");
  }
  return types;
}

void SetTerms(pg::Tx& tx, const Contract& contract, const Terms& terms, const std::string& set_by) {
  const bool flat = terms.form == SupportForm::kFlatRate;
  const json row = {{"line_code", terms.line},
                    {"form", FormName(terms.form)},
                    {"items", ItemsOf(terms)},
                    {"kind", flat ? KindName(terms.kind) : ""},
                    {"percent_hundredths", NullIf(!flat, terms.percent_hundredths)},
                    {"base_lines", terms.base_lines},
                    {"limit_percent_hundredths", NullIf(!flat, terms.limit_percent_hundredths)},
                    {"legal_source", terms.legal_source},
                    {"verified", terms.verified},
                    {"source", terms.source},
                    {"currency", std::string(CurrencyCode(contract.amount.eu.currency()))},
                    {"set_by", set_by}};
  tx.Run(kSetTerms, contract.organisation, contract.contract, row.dump());
}

void InsertSimplified(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                      const NewSimplified& simplified) {
  const auto minor = [](const std::optional<Money>& amount) {
    return amount ? json(amount->minor()) : json(nullptr);
  };
  const json row = {{"cost_number", simplified.cost_number},
                    {"line_code", simplified.line},
                    {"form", FormName(simplified.form)},
                    {"item", simplified.item},
                    {"attempt", simplified.attempt},
                    {"title", simplified.title},
                    {"quantity_hundredths",
                     NullIf(simplified.quantity_hundredths == 0, simplified.quantity_hundredths)},
                    {"evidence", simplified.evidence},
                    {"person", simplified.person},
                    {"year", NullIf(simplified.year == 0, simplified.year)},
                    {"price_minor", minor(simplified.price)},
                    {"base_minor", minor(simplified.base)},
                    {"percent_hundredths", NullIf(!simplified.base, simplified.percent_hundredths)}};
  tx.Run(kInsertSimplified, organisation, contract, row.dump());
}

LumpSumClaims FindLumpSum(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                          const std::string& line, const std::string& item) {
  const pqxx::row row = tx.Run(kFindLumpSum, organisation, contract, line, item)[0];
  return {.refused = row["refused"].as<int>(), .claimed_by = row["claimed_by"].as<int64_t>()};
}

std::optional<ClaimedReport> LockReport(pg::Tx& tx, const std::string& organisation,
                                        const DocumentKey& report) {
  tx.Run(kLockReport, organisation, report.number_folded, report.issuer_folded);
  const pqxx::result rows = tx.Run(kFindReport, organisation, report.number_folded,
                                   report.issuer_folded, report.type, report.issued_on);
  if (rows.empty()) return std::nullopt;
  return ClaimedReport{.contract = Text(rows[0], "contract_id"),
                       .line = Text(rows[0], "line_code"),
                       .cost_number = rows[0]["cost_number"].as<int64_t>()};
}

int64_t CountCosts(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                   const std::string& line) {
  return tx.Run(kCountCosts, organisation, contract, line)[0]["costs"].as<int64_t>();
}

PersonHours LockHours(pg::Tx& tx, const std::string& organisation, const std::string& person, int year,
                      int64_t max_hundredths) {
  tx.Run(kMakeHours, organisation, person, year, max_hundredths);
  const pqxx::row row = tx.Run(kLockHours, organisation, person, year)[0];
  return {.person = person,
          .year = year,
          .used_hundredths = row["hours_hundredths"].as<int64_t>(),
          .max_hundredths = row["max_hundredths"].as<int64_t>()};
}

void TakeHours(pg::Tx& tx, const std::string& organisation, const PersonHours& hours,
               int64_t taken_hundredths) {
  tx.Run(kTakeHours, organisation, hours.person, hours.year, taken_hundredths);
}

}  // namespace tranche::budgets::store
