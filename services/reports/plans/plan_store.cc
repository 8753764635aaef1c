// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_store.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_split.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "reports/money_report.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::reports::store {
namespace {

using Json = nlohmann::json;

// $1 organisation or '-', $2 plan, $3 as_of and $4 known_at ('infinity' for none), $5 whether one of
// the days is given: then the journal is added up instead of reading balances. Each row is a fact of a
// section as JSON: 0 the plan, 1 corrections, 2 links, 3 projects, 4 what they spent, 5 payments.
constexpr pg::Statement kFacts{"reports.plan_facts", R"sql(
  with ends as (
    select $3::date as as_of, ($4::date + 1)::timestamp at time zone 'Europe/Sofia' as known_before
  ), chosen as materialized (
    select distinct on (p.organisation_id) p.organisation_id, p.plan_id, p.version, p.stated
      from published.plan_version as p cross join ends
     where ($1 = '-' or p.organisation_id = $1) and p.plan_id = $2 and p.recorded_at < known_before
     order by p.organisation_id, p.version desc
  ), link as materialized (
    select l.organisation_id, l.number, l.measure, l.contract_id, l.external_project, l.share_hundredths, l.amount_minor,
           l.currency, l.people, l.contribution, l.illustrative, l.measure_words
      from chosen join published.project_link as l using (organisation_id, plan_id) cross join ends
     where l.recorded_at < known_before and (l.ended_at is null or l.ended_at >= known_before)
  ), contract as materialized (
    select distinct organisation_id, contract_id from link where contract_id is not null
  ), project as materialized (
    select c.organisation_id, c.contract_id, b.number, v.title, v.eu_minor, v.national_minor, v.own_minor, v.currency,
           b.currency as kept_in, v.starts_on, v.ends_on,
           (select string_agg(distinct o.plan_id, ', ') from published.project_link as o
             where o.organisation_id = c.organisation_id and o.contract_id = c.contract_id and o.plan_id <> $2
                   and o.share_hundredths is null and o.amount_minor is null and o.recorded_at < known_before
                   and (o.ended_at is null or o.ended_at >= known_before)) as other_plans
      from contract as c cross join ends
      left join lateral (select v.title, v.eu_minor, v.national_minor, v.own_minor, v.currency, v.starts_on, v.ends_on
                           from published.contract_version as v
                          where v.organisation_id = c.organisation_id and v.contract_id = c.contract_id
                                and v.concluded_on <= as_of and v.recorded_at < known_before
                          order by v.version desc limit 1) as v on true
      left join lateral (select b.number, b.currency from published.budget_contract as b
                          where b.organisation_id = c.organisation_id and b.contract_id = c.contract_id) as b on true
  ), spent as (
    select c.organisation_id, c.contract_id, s.currency, s.eu_minor, s.national_minor, s.own_minor
      from project as c
     cross join lateral (
        select l.currency, sum(l.spent_eu_minor)::bigint as eu_minor, sum(l.spent_national_minor)::bigint as national_minor,
               sum(l.spent_own_minor)::bigint as own_minor
          from published.budget_line as l
         where not $5 and l.organisation_id = c.organisation_id and l.contract_id = c.contract_id
         group by l.currency) as s
    union all
    select c.organisation_id, c.contract_id, j.currency, j.eu_minor, j.national_minor, j.own_minor
      from project as c
     cross join lateral (
        select p.currency, sum(case when p.debit = 'spent' then p.eu_minor else -p.eu_minor end)::bigint as eu_minor,
               sum(case when p.debit = 'spent' then p.national_minor else -p.national_minor end)::bigint as national_minor,
               sum(case when p.debit = 'spent' then p.own_minor else -p.own_minor end)::bigint as own_minor
          from published.budget_posting as p cross join ends
         where $5 and p.organisation_id = c.organisation_id and p.contract_id = c.contract_id
               and p.currency = c.kept_in and (p.debit = 'spent' or p.credit = 'spent')
               and p.valid_on <= as_of and p.recorded_at < known_before
         group by p.currency) as j
  ), payment as (
    select c.organisation_id, c.contract_id, p.number, p.eu_minor, p.national_minor, p.own_minor, p.currency
      from contract as c join published.claim_payment as p using (organisation_id, contract_id) cross join ends
     where p.paid_on <= as_of and p.recorded_at < known_before
  ), fact (section, organisation_id, place, facts) as (
    select 0, organisation_id, 0, to_jsonb(chosen) from chosen
    union all
    select 1, c.organisation_id, c.number, to_jsonb(c)
      from chosen join published.plan_correction as c using (organisation_id, plan_id, version) cross join ends
     where c.recorded_at < known_before
    union all
    select 2, organisation_id, number, to_jsonb(link) from link
    union all
    select 3, organisation_id, 0, to_jsonb(project) from project
    union all
    select 4, organisation_id, 0, to_jsonb(spent) from spent
    union all
    select 5, organisation_id, 0, to_jsonb(payment) from payment
  )
  select section, organisation_id, facts::text as facts from fact
   order by organisation_id, section, place, facts ->> 'contract_id', facts ->> 'number')sql"};

std::string TextAt(const Json& facts, const char* key) {
  const Json& value = facts.at(key);
  return value.is_null() ? std::string() : value.get<std::string>();
}

std::optional<int> NumberAt(const Json& facts, const char* key) {
  const Json& value = facts.at(key);
  if (value.is_null()) return std::nullopt;
  return value.get<int>();
}

std::optional<absl::CivilDay> DayAt(const Json& facts, const char* key) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(TextAt(facts, key), &day)) return std::nullopt;
  return day;
}

Currency CurrencyAt(const Json& facts) {
  const absl::StatusOr<Currency> currency = ParseCurrency(facts.at("currency").get<std::string>());
  if (!currency.ok()) throw std::runtime_error("a published row is kept in an unknown currency");
  return *currency;
}

ThreePart PartsAt(const Json& facts) {
  const Currency currency = CurrencyAt(facts);
  const auto part = [&](const char* key) {
    return Money::Minor(facts.at(key).get<int64_t>(), currency);
  };
  return {part("eu_minor"), part("national_minor"), part("own_minor")};
}

// The facts of one organisation while its rows are read.
class Reading {
 public:
  absl::Status Take(int section, const std::string& organisation, const Json& facts) {
    switch (section) {
      case 0:
        return TakePlan(organisation, facts);
      case 1:
        TakeCorrection(facts);
        return absl::OkStatus();
      case 2:
        TakeLink(facts);
        return absl::OkStatus();
      case 3:
        TakeProject(facts);
        return absl::OkStatus();
      default:
        return TakeFigures(section, facts);
    }
  }

  ReadPlan Finish() { return {std::move(facts_), std::move(stated_), std::move(corrections_)}; }

 private:
  absl::Status TakePlan(const std::string& organisation, const Json& facts) {
    facts_.organisation = organisation;
    facts_.plan = TextAt(facts, "plan_id");
    facts_.version = facts.at("version").get<int>();
    const auto status =
        google::protobuf::util::JsonStringToMessage(facts.at("stated").dump(), &stated_);
    if (!status.ok()) throw std::runtime_error("a published plan does not fit its description");
    return absl::OkStatus();
  }

  // Corrections come by number.
  void TakeCorrection(const Json& facts) {
    PlannedCorrection correction{
        .field = TextAt(facts, "field"), .place = TextAt(facts, "place"), .value = {}};
    const Json& value = facts.at("value");
    if (!value.is_null()) correction.value = value.get<std::string>();
    corrections_.push_back(std::move(correction));
  }

  void TakeLink(const Json& facts) {
    PlanLink link{.number = facts.at("number").get<int>(),
                  .measure = TextAt(facts, "measure"),
                  .measure_words = TextAt(facts, "measure_words"),
                  .contract = TextAt(facts, "contract_id"),
                  .external_project = TextAt(facts, "external_project"),
                  .share_hundredths = NumberAt(facts, "share_hundredths"),
                  .amount = {},
                  .people = NumberAt(facts, "people"),
                  .contribution = TextAt(facts, "contribution"),
                  .illustrative = facts.at("illustrative").get<bool>()};
    if (!facts.at("amount_minor").is_null()) {
      link.amount = Money::Minor(facts.at("amount_minor").get<int64_t>(), CurrencyAt(facts));
    }
    facts_.links.push_back(std::move(link));
  }

  // A contract that was not in force by these days has nothing yet.
  void TakeProject(const Json& facts) {
    const std::string contract = TextAt(facts, "contract_id");
    const std::string number = TextAt(facts, "number");
    const bool is_known = !facts.at("currency").is_null();
    const ThreePart none = ZeroParts(is_known ? CurrencyAt(facts) : Currency::kBgn);
    facts_.projects.push_back(
        {.contract = contract,
         .number = number.empty() ? contract : number,
         .title = TextAt(facts, "title"),
         .figures = {is_known ? PartsAt(facts) : none, none, none},
         .starts_on = DayAt(facts, "starts_on"),
         .ends_on = DayAt(facts, "ends_on"),
         .other_plans = absl::StrSplit(TextAt(facts, "other_plans"), ", ", absl::SkipEmpty())});
  }

  absl::Status TakeFigures(int section, const Json& facts) {
    const std::string contract = TextAt(facts, "contract_id");
    for (ProjectFact& project : facts_.projects) {
      if (project.contract != contract) continue;
      Figures& figures = project.figures;
      return AddTo(PartsAt(facts), section == 4 ? &figures.spent : &figures.paid);
    }
    return absl::OkStatus();
  }

  PlanFacts facts_;
  plans::v1::Plan stated_;
  std::vector<PlannedCorrection> corrections_;
};

}  // namespace

absl::StatusOr<std::vector<ReadPlan>> FindPlans(pg::Tx& tx, const PlanQuestion& question) {
  const auto day = [](const std::optional<absl::CivilDay>& given) {
    return given ? FormatDay(*given) : std::string("infinity");
  };
  const bool dated = question.as_of.has_value() || question.known_at.has_value();
  std::map<std::string, Reading> readings;
  for (const pqxx::row& row : tx.Run(kFacts, question.organisation, question.plan, day(question.as_of),
                                     day(question.known_at), dated)) {
    const std::string organisation = row["organisation_id"].as<std::string>();
    TRANCHE_RETURN_IF_ERROR(readings[organisation].Take(row["section"].as<int>(), organisation,
                                                        Json::parse(row["facts"].as<std::string>())));
  }
  std::vector<ReadPlan> plans;
  for (auto& [organisation, reading] : readings) plans.push_back(reading.Finish());
  return plans;
}

}  // namespace tranche::reports::store
