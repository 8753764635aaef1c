// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "books/facts_rows.h"

namespace tranche::books {
namespace {

std::set<std::string> Codes(const pqxx::row& row, const char* column) {
  return absl::StrSplit(row[column].c_str(), ' ', absl::SkipEmpty());
}

void ReadTerms(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, code, "
                                        "array_to_string(lines, ' ') as lines, cap_minor, "
                                        "used_minor, rounding_minor from budgets.line_limit")) {
    facts->limits.push_back({Name(row), row["code"].c_str(), Codes(row, "lines"),
                             row["cap_minor"].as<int64_t>(), row["used_minor"].as<int64_t>(),
                             row["rounding_minor"].as<int64_t>()});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, line_code, "
                                        "array_to_string(base_lines, ' ') as "
                                        "base_lines, percent_hundredths from budgets.line_terms where "
                                        "form = 'FLAT_RATE'")) {
    facts->flat_rates.push_back({Name(row), row["line_code"].c_str(), Codes(row, "base_lines"),
                                 row["percent_hundredths"].as<int64_t>()});
  }
}

// As the lists keep them: cost and reasons.
std::map<int64_t, std::set<std::string>> ChosenOf(const std::string& json) {
  std::map<int64_t, std::set<std::string>> chosen;
  for (const nlohmann::json& one : nlohmann::json::parse(json)) {
    int64_t cost = 0;
    if (!absl::SimpleAtoi(one.at("cost").get<std::string>(), &cost)) continue;
    chosen[cost] = one.at("reasons").get<std::set<std::string>>();
  }
  return chosen;
}

void ReadChecks(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row : work.exec(R"sql(
         select organisation_id, contract_id, package_sequence, check_number, document, state, checked_by,
                approved, not exists (select from payments.checklist as l
                                       where (l.organisation_id, l.checklist_id)
                                             = (c.organisation_id, c.checklist_id)
                                             and l.version > c.checklist_version) as holds,
                (select count(*) from payments.package_check_answer as a
                  where (a.organisation_id, a.contract_id, a.package_sequence, a.check_number)
                        = (c.organisation_id, c.contract_id, c.package_sequence, c.check_number)) as answers
           from payments.package_check as c)sql")) {
    facts->checks.push_back(
        {Name(row), row["package_sequence"].as<int64_t>(), row["check_number"].as<int64_t>(),
         row["document"].c_str(), row["state"].c_str(), row["checked_by"].c_str(),
         row["approved"].as<bool>(), row["holds"].as<bool>(), row["answers"].as<int64_t>()});
  }
  for (const pqxx::row& row : work.exec(R"sql(
         select k.organisation_id, k.contract_id, k.sequence, k.sample_seed, m.rest_percent, s.chosen
           from payments.claim_sample as s
           join payments.claim as k on (k.organisation_id, k.contract_id, k.sequence)
                                       = (s.organisation_id, s.contract_id, s.sequence)
           join payments.sampling_method as m
             on (m.organisation_id, m.method_id, m.version) = (s.organisation_id, s.method_id, s.method_version))sql")) {
    facts->samples.push_back({Name(row), row["sequence"].as<int64_t>(), row["sample_seed"].c_str(),
                              row["rest_percent"].as<int64_t>(), ChosenOf(row["chosen"].c_str())});
  }
}

}  // namespace

void ReadSimplified(pqxx::work& work, Facts* facts) {
  ReadTerms(work, facts);
  for (const pqxx::row& row : work.exec(R"sql(
         select organisation_id, contract_id, cost_number, s.form, s.line_code, item, c.claimed_minor,
                price_minor, quantity_hundredths, base_minor, percent_hundredths, person, year,
                d.cost_number is not null as decided,
                approved_eu_minor + approved_national_minor + approved_own_minor as approved,
                unapproved_eu_minor + unapproved_national_minor + unapproved_own_minor as unapproved,
                by_correction_eu_minor + by_correction_national_minor + by_correction_own_minor
                  as by_correction
           from budgets.simplified_cost as s
           join budgets.cost as c using (organisation_id, contract_id, cost_number)
           left join budgets.cost_decision as d using (organisation_id, contract_id, cost_number))sql")) {
    const auto number = [&](const char* column) { return row[column].as<int64_t>(0); };
    facts->simplified.push_back({.contract = Name(row),
                                 .number = number("cost_number"),
                                 .form = row["form"].c_str(),
                                 .line = row["line_code"].c_str(),
                                 .item = row["item"].c_str(),
                                 .claimed = number("claimed_minor"),
                                 .price = number("price_minor"),
                                 .quantity_hundredths = number("quantity_hundredths"),
                                 .base = number("base_minor"),
                                 .percent_hundredths = number("percent_hundredths"),
                                 .person = row["person"].c_str(),
                                 .year = number("year"),
                                 .decided = row["decided"].as<bool>(),
                                 .approved = number("approved"),
                                 .unapproved = number("unapproved"),
                                 .by_correction = number("by_correction")});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, person, year, hours_hundredths, "
                                        "max_hundredths from budgets.person_hours")) {
    facts->hours.push_back({absl::StrCat("organisations/", row["organisation_id"].c_str()),
                            row["person"].c_str(), row["year"].as<int64_t>(),
                            row["hours_hundredths"].as<int64_t>(),
                            row["max_hundredths"].as<int64_t>()});
  }
}

void ReadPackages(pqxx::work& work, Facts* facts) {
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, package_sequence, "
                 "state, sent_by, decided_by, type, participants_version, "
                 "participants_void_through, technical_report_version from payments.package")) {
    facts->packages.push_back({Name(row), row["package_sequence"].as<int64_t>(), row["state"].c_str(),
                               row["sent_by"].c_str(), row["decided_by"].c_str(), row["type"].c_str(),
                               row["participants_version"].as<int64_t>(),
                               row["participants_void_through"].as<int64_t>(),
                               row["technical_report_version"].as<int64_t>()});
  }
  for (const pqxx::row& row : work.exec("select organisation_id, contract_id, package_sequence, "
                                        "returned_by, sent_by from payments.package_return")) {
    facts->returns.push_back({Name(row), row["package_sequence"].as<int64_t>(),
                              row["returned_by"].c_str(), row["sent_by"].c_str()});
  }
  ReadChecks(work, facts);
  for (const pqxx::row& row :
       work.exec("select organisation_id, contract_id, sequence, before_sequence "
                 "from payments.advance_withdrawal")) {
    facts->withdrawals.push_back(
        {Name(row), row["sequence"].as<int64_t>(), row["before_sequence"].as<int64_t>()});
  }
  for (const pqxx::row& row : work.exec(
           "select organisation_id, contract_id, sequence, kind, done_on, valid_until, amount_minor "
           "from "
           "payments.advance_security_step order by organisation_id, contract_id, sequence, step")) {
    facts->security_steps.push_back({Name(row), row["sequence"].as<int64_t>(), row["kind"].c_str(),
                                     row["done_on"].c_str(), row["valid_until"].c_str(),
                                     row["amount_minor"].as<int64_t>(0)});
  }
}

}  // namespace tranche::books
