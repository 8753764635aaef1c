// SPDX-License-Identifier: EUPL-1.2
#include "plans/links/links_store.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::plans::store {
namespace {

using convert::Text;
using google::protobuf::util::TimeUtil;

constexpr pg::Statement kLock{"plans.links.lock", R"sql(
  select pg_advisory_xact_lock(hashtextextended('project links/' || $1, 0)))sql"};

#define LINK_COLUMNS                                                                         \
  "organisation_id, number, coalesce(plan_id, '') as plan_id, coalesce(strategy_id, '') as " \
  "strategy_id, "                                                                            \
  "measure, coalesce(contract_id, '') as contract_id, coalesce(external_project, '') as "    \
  "external_project, "                                                                       \
  "share_hundredths, amount_minor, currency, people, contribution, source, illustrative, "   \
  "measure_words, "                                                                          \
  "plan_version, made_by, (extract(epoch from made_at) * 1000000)::bigint as made_us, "      \
  "coalesce(ended_because, '') as ended_because "

constexpr pg::Statement kOfProject{"plans.links.of_project", "select " LINK_COLUMNS R"sql(
    from project_link
   where organisation_id = $1 and coalesce(plan_id, '') = $2 and coalesce(strategy_id, '') = $3
         and coalesce(contract_id, '') = $4 and coalesce(external_project, '') = $5 and ended_at is null
   order by number)sql"};

constexpr pg::Statement kInsert{"plans.links.insert", R"sql(
  insert into project_link (organisation_id, number, plan_id, strategy_id, measure, contract_id, external_project,
                            share_hundredths, amount_minor, currency, people, contribution, source, illustrative,
                            measure_words, plan_version, made_by)
  select $1, coalesce((select number from project_link where organisation_id = $1 order by number desc limit 1), 0) + 1,
         nullif($2, ''), nullif($3, ''), $4, nullif($5, ''), nullif($6, ''), $7::integer, $8::bigint, $9, $10::integer,
         $11, $12, $13, $14, $15, $16
  returning )sql" LINK_COLUMNS};

constexpr pg::Statement kGet{"plans.links.get", "select " LINK_COLUMNS R"sql(
    from project_link where ($1 = '-' or organisation_id = $1) and number = $2 limit 2)sql"};

constexpr pg::Statement kEnd{"plans.links.end", R"sql(
  update project_link set ended_because = $3, ended_at = clock_timestamp()
   where organisation_id = $1 and number = $2
  returning )sql" LINK_COLUMNS};

constexpr pg::Statement kList{"plans.links.list", "select " LINK_COLUMNS R"sql(
    from project_link
   where ($1 = '-' or organisation_id = $1) and ($2 = '' or plan_id = $2) and ($3 = '' or strategy_id = $3)
         and ($4 = '' or contract_id = $4) and ($5 or ended_at is null) and (organisation_id, number) > ($6, $7)
   order by organisation_id, number limit $8)sql"};

template <class Number>
std::optional<Number> OptionalNumber(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return row[column].as<Number>();
}

LinkFact FactOf(const pqxx::row& row) {
  LinkFact fact{.number = row["number"].as<int>(),
                .plan = Text(row, "plan_id"),
                .strategy = Text(row, "strategy_id"),
                .measure = Text(row, "measure"),
                .contract = Text(row, "contract_id"),
                .external_project = Text(row, "external_project"),
                .contribution = {}};
  fact.contribution.share_hundredths = OptionalNumber<int>(row, "share_hundredths");
  if (!row["amount_minor"].is_null()) {
    fact.contribution.amount = convert::MoneyFromRow(row, "amount_minor");
  }
  return fact;
}

v1::ProjectLink LinkOf(const pqxx::row& row) {
  const LinkFact fact = FactOf(row);
  const std::string parent = absl::StrCat("organisations/", Text(row, "organisation_id"));
  v1::ProjectLink link;
  link.set_number(fact.number);
  link.set_name(absl::StrCat(parent, "/projectLinks/", fact.number));
  link.set_target(fact.plan.empty() ? absl::StrCat(parent, "/strategies/", fact.strategy)
                                    : absl::StrCat(parent, "/plans/", fact.plan));
  link.set_measure(fact.measure);
  if (!fact.contract.empty()) link.set_contract(absl::StrCat(parent, "/contracts/", fact.contract));
  link.set_external_project(fact.external_project);
  if (fact.contribution.share_hundredths) {
    link.set_share_percent(FormatShare(*fact.contribution.share_hundredths));
  }
  if (fact.contribution.amount) *link.mutable_amount() = convert::ToProto(*fact.contribution.amount);
  if (const auto people = OptionalNumber<int>(row, "people")) link.set_people(*people);
  link.set_contribution(Text(row, "contribution"));
  link.set_source(Text(row, "source"));
  link.set_illustrative(row["illustrative"].as<bool>());
  link.set_measure_words(Text(row, "measure_words"));
  link.set_plan_version(row["plan_version"].as<int>());
  link.set_made_by(Text(row, "made_by"));
  *link.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(row["made_us"].as<int64_t>());
  link.set_ended_because(Text(row, "ended_because"));
  return link;
}

}  // namespace

void LockLinks(pg::Tx& tx, const std::string& organisation) { tx.Run(kLock, organisation); }

std::vector<LinkFact> ListOfProject(pg::Tx& tx, const std::string& organisation,
                                    const LinkFact& asked) {
  std::vector<LinkFact> links;
  for (const pqxx::row& row : tx.Run(kOfProject, organisation, asked.plan, asked.strategy,
                                     asked.contract, asked.external_project)) {
    links.push_back(FactOf(row));
  }
  return links;
}

v1::ProjectLink InsertLink(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                           const LinkFact& fact, const v1::ProjectLink& link) {
  const auto number = [](bool is_there, int64_t value) {
    return is_there ? absl::StrCat(value) : std::string();
  };
  const Contribution& given = fact.contribution;
  const std::string share =
      number(given.share_hundredths.has_value(), given.share_hundredths.value_or(0));
  const std::string amount = number(given.amount.has_value(), given.amount ? given.amount->minor() : 0);
  const std::string currency =
      given.amount ? std::string(CurrencyCode(given.amount->currency())) : std::string();
  const std::string people = number(link.has_people(), link.people());
  const auto nullable = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
  return LinkOf(tx.Run(kInsert, organisation, fact.plan, fact.strategy, fact.measure, fact.contract,
                       fact.external_project, nullable(share), nullable(amount), nullable(currency),
                       nullable(people), link.contribution(), link.source(), link.illustrative(),
                       link.measure_words(), link.plan_version(), scope.actor.subject)[0]);
}

absl::StatusOr<v1::ProjectLink> GetLink(pg::Tx& tx, const std::string& organisation, int number) {
  const pqxx::result found = tx.Run(kGet, organisation, number);
  TRANCHE_RETURN_IF_ERROR(
      pg::RequireOne(found, absl::StrCat("organisations/", organisation, "/projectLinks/", number)));
  return LinkOf(found[0]);
}

v1::ProjectLink EndLink(pg::Tx& tx, const std::string& organisation, int number,
                        const std::string& reason) {
  return LinkOf(tx.Run(kEnd, organisation, number, reason)[0]);
}

std::vector<v1::ProjectLink> ListLinks(pg::Tx& tx, const LinkFilter& filter, const LinkKey& after,
                                       int limit) {
  std::vector<v1::ProjectLink> links;
  for (const pqxx::row& row :
       tx.Run(kList, filter.organisation, filter.plan, filter.strategy, filter.contract,
              filter.with_ended, after.organisation, after.number, limit)) {
    links.push_back(LinkOf(row));
  }
  return links;
}

}  // namespace tranche::plans::store
