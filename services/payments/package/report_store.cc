// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/report_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::package::store {
namespace {

constexpr pg::Statement kLoadList{"payments.load_indicator_list", R"sql(
  select version, source from indicator_list
   where organisation_id = $1 and contract_id = $2
   order by version desc limit 1)sql"};

constexpr pg::Statement kLoadIndicators{"payments.load_indicators", R"sql(
  select code, title, unit, by_gender, participants_fund, target_hundredths as total, target_women_hundredths as women,
         target_men_hundredths as men
    from contract_indicator
   where organisation_id = $1 and contract_id = $2 and version = $3
   order by place)sql"};

constexpr pg::Statement kInsertList{"payments.insert_indicator_list", R"sql(
  insert into indicator_list (organisation_id, contract_id, version, source, recorded_by)
  values ($1, $2, $3, $4, $5))sql"};

constexpr pg::Statement kInsertIndicators{"payments.insert_indicators", R"sql(
  insert into contract_indicator (organisation_id, contract_id, version, code, place, title, unit, by_gender,
                                  target_hundredths, target_women_hundredths, target_men_hundredths,
                                  participants_fund)
  select $1, $2, $3, code, place, title, unit, by_gender, total, women, men, participants_fund
    from jsonb_to_recordset($4::jsonb)
      as given (code text, place integer, title text, unit text, by_gender boolean, total bigint, women bigint,
                men bigint, participants_fund text))sql"};

constexpr pg::Statement kLoadCumulative{"payments.load_cumulative", R"sql(
  select reported.code, sum(achieved_hundredths)::bigint as total,
         sum(achieved_women_hundredths)::bigint as women, sum(achieved_men_hundredths)::bigint as men
    from package
    join reported_indicator as reported
      on reported.organisation_id = package.organisation_id and reported.contract_id = package.contract_id
         and reported.package_sequence = package.package_sequence
         and reported.version = package.technical_report_version
   where package.organisation_id = $1 and package.contract_id = $2 and package.package_sequence < $3
         and package.state = 'PACKAGE_ACCEPTED'
   group by reported.code)sql"};

constexpr pg::Statement kFindReported{"payments.find_reported", R"sql(
  select reported.code, min(package.package_sequence) as package_sequence
    from package
    join reported_indicator as reported
      on reported.organisation_id = package.organisation_id and reported.contract_id = package.contract_id
         and reported.package_sequence = package.package_sequence
         and reported.version = package.technical_report_version
   where package.organisation_id = $1 and package.contract_id = $2
         and package.state not in ('PACKAGE_REFUSED', 'PACKAGE_WITHDRAWN')
   group by reported.code)sql"};

constexpr pg::Statement kNextTechnical{"payments.next_technical_report", R"sql(
  select coalesce(max(version), 0) + 1 as version from technical_report
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3)sql"};

constexpr pg::Statement kNextFinancial{"payments.next_financial_report", R"sql(
  select coalesce(max(version), 0) + 1 as version from financial_report
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3)sql"};

constexpr pg::Statement kInsertTechnical{"payments.insert_technical_report", R"sql(
  insert into technical_report (organisation_id, contract_id, package_sequence, version, period_from,
                                period_to, activities, recorded_by)
  values ($1, $2, $3, $4, $5::date, $6::date, $7::jsonb, $8))sql"};

constexpr pg::Statement kInsertReported{"payments.insert_reported_indicators", R"sql(
  insert into reported_indicator (organisation_id, contract_id, package_sequence, version, code, place,
                                  achieved_hundredths, achieved_women_hundredths, achieved_men_hundredths)
  select $1, $2, $3, $4, code, place, total, women, men
    from jsonb_to_recordset($5::jsonb)
      as given (code text, place integer, total bigint, women bigint, men bigint))sql"};

constexpr pg::Statement kLoadTechnical{"payments.load_technical_report", R"sql(
  select version, period_from::text, period_to::text, activities::text, recorded_by
    from technical_report
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3 and version = $4)sql"};

constexpr pg::Statement kLoadReported{"payments.load_reported_indicators", R"sql(
  select code, achieved_hundredths as total, achieved_women_hundredths as women,
         achieved_men_hundredths as men
    from reported_indicator
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3 and version = $4
   order by place)sql"};

// Last segments of names hold no comma.
constexpr pg::Statement kInsertFinancial{"payments.insert_financial_report", R"sql(
  insert into financial_report (organisation_id, contract_id, package_sequence, version, total_eu_minor,
                                total_national_minor, total_own_minor, currency, cost_ids, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, string_to_array($9, ','), $10))sql"};

constexpr pg::Statement kLoadFinancial{"payments.load_financial_report", R"sql(
  select version, total_eu_minor, total_national_minor, total_own_minor, currency,
         array_to_string(cost_ids, ',') as cost_ids, recorded_by
    from financial_report
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3 and version = $4)sql"};

std::optional<int64_t> Hundredths(const pqxx::row& row, const char* column) {
  return row[column].is_null() ? std::nullopt : std::optional<int64_t>(row[column].as<int64_t>());
}

Value ValueFromRow(const pqxx::row& row) {
  return {.total = row["total"].as<int64_t>(),
          .women = Hundredths(row, "women"),
          .men = Hundredths(row, "men")};
}

nlohmann::json JsonOf(const Value& value) {
  nlohmann::json json = {{"total", value.total}, {"women", nullptr}, {"men", nullptr}};
  if (value.women.has_value()) json["women"] = *value.women;
  if (value.men.has_value()) json["men"] = *value.men;
  return json;
}

nlohmann::json JsonOf(const Activity& activity) {
  const auto day = [](const std::optional<absl::CivilDay>& given) {
    return given.has_value() ? FormatDay(*given) : "";
  };
  return {{"number", activity.number},
          {"title", activity.title},
          {"state", std::string(Name(activity.state))},
          {"done", activity.done},
          {"started_on", day(activity.started_on)},
          {"ended_on", day(activity.ended_on)},
          {"deviation", activity.deviation}};
}

std::optional<absl::CivilDay> DayIn(const nlohmann::json& json, const char* key) {
  const std::string text = json.at(key).get<std::string>();
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) throw std::runtime_error("an activity holds no day");
  return *day;
}

Activity ActivityOf(const nlohmann::json& json) {
  const std::optional<ActivityState> state = ActivityStateOf(json.at("state").get<std::string>());
  if (!state.has_value()) throw std::runtime_error("an activity has no state");
  return {.number = json.at("number").get<std::string>(),
          .title = json.at("title").get<std::string>(),
          .state = *state,
          .done = json.at("done").get<std::string>(),
          .started_on = DayIn(json, "started_on"),
          .ended_on = DayIn(json, "ended_on"),
          .deviation = json.at("deviation").get<std::string>()};
}

int NextVersion(pg::Tx& tx, const pg::Statement& statement, const Contract& contract, int package) {
  return tx.Run(statement, contract.organisation, contract.id, package)[0]["version"].as<int>();
}

pqxx::row OneRow(const pqxx::result& rows) {
  if (rows.empty()) throw std::runtime_error("a package names a report that is not there");
  return rows[0];
}

}  // namespace

IndicatorList LoadIndicators(pg::Tx& tx, const Contract& contract) {
  IndicatorList list;
  const pqxx::result lists = tx.Run(kLoadList, contract.organisation, contract.id);
  if (lists.empty()) return list;
  list.version = lists[0]["version"].as<int>();
  list.source = lists[0]["source"].as<std::string>();
  for (const pqxx::row& row :
       tx.Run(kLoadIndicators, contract.organisation, contract.id, list.version)) {
    list.indicators.push_back({.code = row["code"].as<std::string>(),
                               .title = row["title"].as<std::string>(),
                               .unit = row["unit"].as<std::string>(),
                               .by_gender = row["by_gender"].as<bool>(),
                               .target = ValueFromRow(row),
                               .participants_fund = row["participants_fund"].as<std::string>()});
  }
  return list;
}

void InsertIndicators(pg::Tx& tx, const Contract& contract, const IndicatorList& list,
                      const std::string& recorded_by) {
  tx.Run(kInsertList, contract.organisation, contract.id, list.version, list.source, recorded_by);
  nlohmann::json rows = nlohmann::json::array();
  for (const Indicator& indicator : list.indicators) {
    nlohmann::json row = JsonOf(indicator.target);
    row.update({{"code", indicator.code},
                {"place", rows.size() + 1},
                {"title", indicator.title},
                {"unit", indicator.unit},
                {"by_gender", indicator.by_gender},
                {"participants_fund", indicator.participants_fund}});
    rows.push_back(std::move(row));
  }
  tx.Run(kInsertIndicators, contract.organisation, contract.id, list.version, rows.dump());
}

Cumulative LoadCumulative(pg::Tx& tx, const Contract& contract, int before_package) {
  Cumulative cumulative;
  for (const pqxx::row& row :
       tx.Run(kLoadCumulative, contract.organisation, contract.id, before_package)) {
    cumulative[row["code"].as<std::string>()] = ValueFromRow(row);
  }
  return cumulative;
}

std::map<std::string, int> FindReported(pg::Tx& tx, const Contract& contract) {
  std::map<std::string, int> reported;
  for (const pqxx::row& row : tx.Run(kFindReported, contract.organisation, contract.id)) {
    reported[row["code"].as<std::string>()] = row["package_sequence"].as<int>();
  }
  return reported;
}

int NextTechnicalVersion(pg::Tx& tx, const Contract& contract, int package) {
  return NextVersion(tx, kNextTechnical, contract, package);
}

int NextFinancialVersion(pg::Tx& tx, const Contract& contract, int package) {
  return NextVersion(tx, kNextFinancial, contract, package);
}

void InsertTechnicalReport(pg::Tx& tx, const Contract& contract, int package,
                           const TechnicalReport& report) {
  nlohmann::json activities = nlohmann::json::array();
  for (const Activity& activity : report.activities) activities.push_back(JsonOf(activity));
  tx.Run(kInsertTechnical, contract.organisation, contract.id, package, report.version,
         FormatDay(report.period_from), FormatDay(report.period_to), activities.dump(),
         report.recorded_by);
  if (report.indicators.empty()) return;
  nlohmann::json rows = nlohmann::json::array();
  for (const Achieved& achieved : report.indicators) {
    nlohmann::json row = JsonOf(achieved.value);
    row.update({{"code", achieved.code}, {"place", rows.size() + 1}});
    rows.push_back(std::move(row));
  }
  tx.Run(kInsertReported, contract.organisation, contract.id, package, report.version, rows.dump());
}

TechnicalReport LoadTechnicalReport(pg::Tx& tx, const Contract& contract, int package, int version) {
  const pqxx::row row =
      OneRow(tx.Run(kLoadTechnical, contract.organisation, contract.id, package, version));
  TechnicalReport report{.version = row["version"].as<int>(),
                         .period_from = tranche::convert::DayFromRow(row, "period_from"),
                         .period_to = tranche::convert::DayFromRow(row, "period_to"),
                         .activities = {},
                         .indicators = {},
                         .recorded_by = row["recorded_by"].as<std::string>()};
  for (const nlohmann::json& activity : nlohmann::json::parse(row["activities"].as<std::string>())) {
    report.activities.push_back(ActivityOf(activity));
  }
  for (const pqxx::row& reported :
       tx.Run(kLoadReported, contract.organisation, contract.id, package, version)) {
    report.indicators.push_back(
        {.code = reported["code"].as<std::string>(), .value = ValueFromRow(reported)});
  }
  return report;
}

void InsertFinancialReport(pg::Tx& tx, const Contract& contract, int package,
                           const FinancialReport& report) {
  tx.Run(kInsertFinancial, contract.organisation, contract.id, package, report.version,
         report.total.eu.minor(), report.total.national.minor(), report.total.own.minor(),
         std::string(CurrencyCode(report.total.eu.currency())), absl::StrJoin(report.cost_ids, ","),
         report.recorded_by);
}

FinancialReport LoadFinancialReport(pg::Tx& tx, const Contract& contract, int package, int version) {
  const pqxx::row row =
      OneRow(tx.Run(kLoadFinancial, contract.organisation, contract.id, package, version));
  return {.version = row["version"].as<int>(),
          .cost_ids = absl::StrSplit(row["cost_ids"].as<std::string>(), ','),
          .total = tranche::convert::PartsFromRow(row, "total"),
          .recorded_by = row["recorded_by"].as<std::string>()};
}

}  // namespace tranche::payments::package::store
