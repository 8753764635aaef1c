// SPDX-License-Identifier: EUPL-1.2
#include "budgets/revalidations/revalidations_store.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

constexpr pg::Statement kSumRevalidated{"budgets.sum_revalidated", R"sql(
  select unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor,
         by_correction_national_minor, by_correction_own_minor, given_unapproved_eu_minor,
         given_unapproved_national_minor, given_unapproved_own_minor, given_by_correction_eu_minor,
         given_by_correction_national_minor, given_by_correction_own_minor, currency
    from revalidated_of($1, $2, $3))sql"};

constexpr pg::Statement kSumGivenBack{"budgets.sum_given_back", R"sql(
  select coalesce(sum(case when v.currency = $4 then v.of_correction_eu_minor + v.of_correction_national_minor
                           else to_euro(v.of_correction_eu_minor) + to_euro(v.of_correction_national_minor)
                      end), 0)::bigint as minor
    from cost_revalidation as v
   where v.organisation_id = $1 and v.contract_id = $2
         and (v.correction = $3
              or (v.correction ~ '^(organisations/[^/]+/contracts/[^/]+/corrections/)?[0-9]+$'
                  and $3 ~ '^(organisations/[^/]+/contracts/[^/]+/corrections/)?[0-9]+$'
                  and substring(v.correction from '[^/]*$') = substring($3 from '[^/]*$')))
         and not exists (select from cost_revalidation_annulment as a
                          where a.organisation_id = v.organisation_id and a.contract_id = v.contract_id
                                and a.cost_number = v.cost_number))sql"};

constexpr pg::Statement kFindChain{"budgets.find_chain", R"sql(
  select count(*) as costs,
         coalesce(min(p.cost_number) filter (
                    where p.cost_number > $3
                          and not exists (select from cost_revalidation as v
                                           where v.organisation_id = $1 and v.contract_id = $2
                                                 and v.cost_number = p.cost_number
                                                 and v.revalidated_number = $3)), 0) as claimed_anew
    from cost as c
    join cost as p on p.organisation_id = c.organisation_id and p.contract_id = c.contract_id
                  and p.line_code = c.line_code and p.document_number_folded = c.document_number_folded
                  and p.issuer_folded = c.issuer_folded and p.document_type = c.document_type
   where c.organisation_id = $1 and c.contract_id = $2 and c.cost_number = $3)sql"};

constexpr pg::Statement kReleaseOfCorrection{"budgets.release_of_correction", R"sql(
  update document set claimed_minor = claimed_minor - $6
   where organisation_id = $1 and number_folded = $2 and issuer_folded = $3 and document_type = $4
         and issued_on = $5::date and currency = $7)sql"};

constexpr pg::Statement kInsertRevalidation{"budgets.insert_revalidation", R"sql(
  insert into cost_revalidation (organisation_id, contract_id, cost_number, revalidated_number, claim,
                                 unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor,
                                 of_correction_eu_minor, of_correction_national_minor,
                                 of_correction_own_minor, currency, correction, reason, document,
                                 revalidated_on, revalidated_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17))sql"};

constexpr pg::Statement kInsertAnnulment{"budgets.insert_revalidation_annulment", R"sql(
  insert into cost_revalidation_annulment (organisation_id, contract_id, cost_number, annulled_on, reason,
                                           reference, recorded_by, annulled_by)
  values ($1, $2, $3, $4::date, $5, $6, $7, $8))sql"};

// $3 is the currency of the contract.
#define REVALIDATION_COLUMNS                                                                        \
  "select v.cost_number, v.revalidated_number, v.claim, v.correction, v.reason, v.document, "       \
  "v.revalidated_on::text, v.revalidated_by, $3::text as currency, "                                \
  "coalesce(x.claimed_eu_minor, c.claimed_eu_minor) as amount_eu_minor, "                           \
  "coalesce(x.claimed_national_minor, c.claimed_national_minor) as amount_national_minor, "         \
  "coalesce(x.claimed_own_minor, c.claimed_own_minor) as amount_own_minor, "                        \
  "case when v.currency = $3 then v.of_correction_eu_minor else to_euro(v.of_correction_eu_minor) " \
  "end as of_correction_eu_minor, case when v.currency = $3 then v.of_correction_national_minor "   \
  "else to_euro(v.of_correction_national_minor) end as of_correction_national_minor, "              \
  "case when v.currency = $3 then v.of_correction_own_minor "                                       \
  "else to_euro(v.of_correction_own_minor) end as of_correction_own_minor, "                        \
  "k.correction_reason, d.approved, a.annulled_on::text, a.reason as annulment_reason, "            \
  "a.reference as annulment_reference, a.annulled_by from cost_revalidation as v "                  \
  "join cost as c on c.organisation_id = v.organisation_id and c.contract_id = v.contract_id "      \
  "and c.cost_number = v.cost_number "                                                              \
  "join cost_decision as k on k.organisation_id = v.organisation_id "                               \
  "and k.contract_id = v.contract_id and k.cost_number = v.revalidated_number "                     \
  "left join cost_decision as d on d.organisation_id = v.organisation_id "                          \
  "and d.contract_id = v.contract_id and d.cost_number = v.cost_number "                            \
  "left join restated_cost as x on x.organisation_id = v.organisation_id "                          \
  "and x.contract_id = v.contract_id and x.cost_number = v.cost_number "                            \
  "left join cost_revalidation_annulment as a on a.organisation_id = v.organisation_id "            \
  "and a.contract_id = v.contract_id and a.cost_number = v.cost_number "                            \
  "where v.organisation_id = $1 and v.contract_id = $2 "

constexpr pg::Statement kListRevalidations{"budgets.list_revalidations", REVALIDATION_COLUMNS
                                           "and v.cost_number > $4 order by v.cost_number limit $5"};
constexpr pg::Statement kFindRevalidation{"budgets.find_revalidation",
                                          REVALIDATION_COLUMNS "and v.cost_number = $4"};

std::string CodeOf(const Contract& contract) {
  return std::string(CurrencyCode(contract.amount.eu.currency()));
}

v1::CostState StateOf(const pqxx::row& row) {
  if (row["approved"].is_null()) return v1::RESERVED;
  return row["approved"].as<bool>() ? v1::APPROVED : v1::REFUSED;
}

StoredRevalidation RevalidationOf(const Contract& contract, const pqxx::row& row) {
  const auto text = [&](const char* column) { return row[column].as<std::string>(); };
  const auto cost = [&](const char* column) {
    return CostName(contract.organisation, contract.contract, row[column].as<int64_t>());
  };
  StoredRevalidation stored{.cost_number = row["cost_number"].as<int64_t>(),
                            .revalidated_on = convert::DayFromRow(row, "revalidated_on"),
                            .annulment = convert::AnnulmentFromRow(row),
                            .of_correction = convert::PartsFromRow(row, "of_correction"),
                            .correction_reason = text("correction_reason"),
                            .shown = {}};
  v1::CostRevalidation& shown = stored.shown;
  shown.set_name(absl::StrCat(ContractName(contract.organisation, contract.contract), "/revalidations/",
                              stored.cost_number));
  shown.set_cost(cost("revalidated_number"));
  shown.set_claim(text("claim"));
  shown.set_carried_by(cost("cost_number"));
  *shown.mutable_amount() = convert::ToProto(convert::PartsFromRow(row, "amount"));
  if (stored.of_correction != ZeroParts(stored.of_correction.eu.currency())) {
    *shown.mutable_of_correction() = convert::ToProto(stored.of_correction);
  }
  shown.set_correction(text("correction"));
  shown.set_reason(text("reason"));
  shown.set_document(text("document"));
  shown.set_revalidated_on(FormatDay(stored.revalidated_on));
  shown.set_revalidated_by(text("revalidated_by"));
  shown.set_state(StateOf(row));
  if (stored.annulment.has_value()) *shown.mutable_annulment() = convert::ToProto(*stored.annulment);
  return stored;
}

}  // namespace

RevalidatedSums SumRevalidated(pg::Tx& tx, const Contract& contract, int64_t cost_number) {
  const pqxx::row row =
      tx.Run(kSumRevalidated, contract.organisation, contract.contract, cost_number)[0];
  return {.refused = {.unapproved = convert::PartsFromRow(row, "unapproved"),
                      .by_correction = convert::PartsFromRow(row, "by_correction")},
          .given = {.unapproved = convert::PartsFromRow(row, "given_unapproved"),
                    .by_correction = convert::PartsFromRow(row, "given_by_correction")}};
}

Money SumGivenBack(pg::Tx& tx, const Contract& contract, const std::string& correction) {
  const pqxx::result rows =
      tx.Run(kSumGivenBack, contract.organisation, contract.contract, correction, CodeOf(contract));
  return Money::Minor(rows[0]["minor"].as<int64_t>(), contract.amount.eu.currency());
}

CostChain FindChain(pg::Tx& tx, const Contract& contract, int64_t cost_number) {
  const pqxx::row row = tx.Run(kFindChain, contract.organisation, contract.contract, cost_number)[0];
  return {.costs = row["costs"].as<int>(), .claimed_anew = row["claimed_anew"].as<int64_t>()};
}

void ReleaseOfCorrection(pg::Tx& tx, const std::string& organisation, const DocumentKey& document,
                         Money amount) {
  tx.Run(kReleaseOfCorrection, organisation, document.number_folded, document.issuer_folded,
         document.type, document.issued_on, amount.minor(),
         std::string(CurrencyCode(amount.currency())));
}

void InsertRevalidation(pg::Tx& tx, const Contract& contract, const NewRevalidation& revalidation) {
  const ThreePart& unapproved = revalidation.parts.unapproved;
  const ThreePart& of_correction = revalidation.parts.by_correction;
  tx.Run(kInsertRevalidation, contract.organisation, contract.contract, revalidation.cost_number,
         revalidation.revalidated_number, revalidation.claim, unapproved.eu.minor(),
         unapproved.national.minor(), unapproved.own.minor(), of_correction.eu.minor(),
         of_correction.national.minor(), of_correction.own.minor(), CodeOf(contract),
         revalidation.correction, revalidation.reason, revalidation.document,
         FormatDay(revalidation.revalidated_on), revalidation.revalidated_by);
}

void InsertRevalidationAnnulment(pg::Tx& tx, const Contract& contract, int64_t cost_number,
                                 const std::string& recorded_by, const Annulment& annulment) {
  tx.Run(kInsertAnnulment, contract.organisation, contract.contract, cost_number,
         FormatDay(annulment.annulled_on), annulment.reason, annulment.reference, recorded_by,
         annulment.annulled_by);
}

std::vector<StoredRevalidation> ListRevalidations(pg::Tx& tx, const Contract& contract, int64_t after,
                                                  int limit) {
  std::vector<StoredRevalidation> listed;
  for (const pqxx::row& row : tx.Run(kListRevalidations, contract.organisation, contract.contract,
                                     CodeOf(contract), after, limit)) {
    listed.push_back(RevalidationOf(contract, row));
  }
  return listed;
}

std::optional<StoredRevalidation> FindRevalidation(pg::Tx& tx, const Contract& contract,
                                                   int64_t cost_number) {
  const pqxx::result rows = tx.Run(kFindRevalidation, contract.organisation, contract.contract,
                                   CodeOf(contract), cost_number);
  if (rows.empty()) return std::nullopt;
  return RevalidationOf(contract, rows[0]);
}

}  // namespace tranche::budgets::store
