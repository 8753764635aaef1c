// SPDX-License-Identifier: EUPL-1.2
#include "reference/reference_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::reference::store {
namespace {

using convert::Text;

// First the version of each rule that was known last, then whether that one holds: a version that a
// later one has ended may not come back. Of two rules that hold, the one that began to hold later.
constexpr pg::Statement kListRules{"reference.list_rules", R"sql(
  select distinct on (code, programming_period)
         code, trim_scale(value)::text as value, unit, programming_period, valid_from::text,
         coalesce(valid_to::text, '') as valid_to, known_from::text, legal_source, verified, text_bg, text_en,
         applies_to
    from (select distinct on (code, programming_period, valid_from)
                 code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source,
                 verified, text_bg, text_en, applies_to
            from rule
           where ($1 = '' or code = $1) and known_from <= $3::date
           order by code, programming_period, valid_from, known_from desc) as known
   where known.valid_from <= $2::date and coalesce(known.valid_to, 'infinity') >= $2::date
   order by code, programming_period, known.valid_from desc)sql"};

// The same over the days from $4 to $2, every version that holds on any of them.
constexpr pg::Statement kListRulesOver{"reference.list_rules_over", R"sql(
  select code, trim_scale(value)::text as value, unit, programming_period, valid_from::text,
         coalesce(valid_to::text, '') as valid_to, known_from::text, legal_source, verified, text_bg, text_en,
         applies_to
    from (select distinct on (code, programming_period, valid_from)
                 code, value, unit, programming_period, valid_from, valid_to, known_from, legal_source,
                 verified, text_bg, text_en, applies_to
            from rule
           where ($1 = '' or code = $1) and known_from <= $3::date
           order by code, programming_period, valid_from, known_from desc) as known
   where known.valid_from <= $2::date and coalesce(known.valid_to, 'infinity') >= $4::date
   order by code, programming_period, known.valid_from)sql"};

constexpr pg::Statement kGetCalendar{"reference.get_calendar", R"sql(
  select first_year, last_year from calendar where calendar = $1)sql"};

constexpr pg::Statement kListHolidayRules{"reference.list_holiday_rules", R"sql(
  select name_bg, month, day, easter_offset_days, first_year, last_year, moves_from_year, legal_source, verified
    from holiday_rule where calendar = $1 order by month, day, easter_offset_days, name_bg)sql"};

constexpr pg::Statement kListHolidayDecisions{"reference.list_holiday_decisions", R"sql(
  select day::text, working, name_bg, legal_source from holiday_decision where calendar = $1 order by day)sql"};

constexpr pg::Statement kListProcedures{"reference.list_procedures", R"sql(
  select code, programme, programme_title_bg, programming_period, title_bg, source, verified, support_kind
    from procedure where $1 = '' or code = $1 order by code)sql"};

constexpr pg::Statement kListExpenseTypes{"reference.list_expense_types", R"sql(
  select code, title_bg, title_en from expense_type order by position)sql"};

constexpr pg::Statement kListChangeovers{"reference.list_changeovers", R"sql(
  select c.from_currency, c.to_currency, c.day::text, trim_scale(c.rate)::text as rate, c.legal_source, c.verified,
         r.code, r.legal_source as rule_source, r.verified as rule_verified, r.text_bg, r.text_en
    from changeover as c
    join changeover_rule as r using (from_currency)
   order by c.day, c.from_currency, r.position)sql"};

constexpr pg::Statement kListParticipantIndicators{"reference.list_participant_indicators", R"sql(
  select programming_period, fund, code, condition, sensitive, text_bg, text_en, legal_source, verified
    from participant_indicator
   where ($1 = '' or programming_period = $1) and ($2 = '' or fund = $2)
   order by programming_period, fund, position)sql"};

constexpr pg::Statement kListTransferRules{"reference.list_transfer_rules", R"sql(
  select distinct on (procedure)
         procedure, trim_scale(limit_percent)::text as limit_percent, base, cumulative,
         array_to_string(forbidden_giving, ',') as forbidden_giving,
         array_to_string(forbidden_receiving, ',') as forbidden_receiving, valid_from::text,
         coalesce(valid_to::text, '') as valid_to, known_from::text, legal_source, verified, text_bg, text_en
    from (select distinct on (procedure, valid_from)
                 procedure, limit_percent, base, cumulative, forbidden_giving, forbidden_receiving, valid_from,
                 valid_to, known_from, legal_source, verified, text_bg, text_en
            from transfer_rule
           where ($1 = '' or procedure in ($1, '')) and known_from <= $3::date
           order by procedure, valid_from, known_from desc) as known
   where known.valid_from <= $2::date and coalesce(known.valid_to, 'infinity') >= $2::date
   order by procedure desc, known.valid_from desc)sql"};

}  // namespace

v1::ListRulesResponse ListRules(pg::Tx& tx, const std::string& code, absl::CivilDay as_of,
                                absl::CivilDay known_at, std::optional<absl::CivilDay> from) {
  v1::ListRulesResponse response;
  const pqxx::result rows =
      from.has_value()
          ? tx.Run(kListRulesOver, code, FormatDay(as_of), FormatDay(known_at), FormatDay(*from))
          : tx.Run(kListRules, code, FormatDay(as_of), FormatDay(known_at));
  for (const pqxx::row& row : rows) {
    v1::Rule* rule = response.add_rules();
    rule->set_code(Text(row, "code"));
    rule->set_value(Text(row, "value"));
    rule->set_unit(Text(row, "unit"));
    rule->set_programming_period(Text(row, "programming_period"));
    rule->set_valid_from(Text(row, "valid_from"));
    rule->set_valid_to(Text(row, "valid_to"));
    rule->set_known_from(Text(row, "known_from"));
    rule->set_legal_source(Text(row, "legal_source"));
    rule->set_verified(row["verified"].as<bool>());
    rule->set_text_bg(Text(row, "text_bg"));
    rule->set_text_en(Text(row, "text_en"));
    rule->set_applies_to(Text(row, "applies_to"));
  }
  return response;
}

absl::StatusOr<v1::Calendar> GetCalendar(pg::Tx& tx, const std::string& calendar) {
  const pqxx::result years = tx.Run(kGetCalendar, calendar);
  const std::string name = absl::StrCat("calendars/", calendar);
  if (years.empty()) return Refuse("NOT_FOUND", {{"name", name}});
  v1::Calendar response;
  response.set_name(name);
  response.set_first_year(years[0]["first_year"].as<int>());
  response.set_last_year(years[0]["last_year"].as<int>());
  for (const pqxx::row& row : tx.Run(kListHolidayRules, calendar)) {
    v1::HolidayRule* rule = response.add_rules();
    rule->set_name_bg(Text(row, "name_bg"));
    rule->set_month(row["month"].as<int>());
    rule->set_day(row["day"].as<int>());
    rule->set_easter_offset_days(row["easter_offset_days"].as<int>());
    rule->set_first_year(row["first_year"].as<int>());
    rule->set_last_year(row["last_year"].as<int>());
    rule->set_moves_from_year(row["moves_from_year"].as<int>());
    rule->set_legal_source(Text(row, "legal_source"));
    rule->set_verified(row["verified"].as<bool>());
  }
  for (const pqxx::row& row : tx.Run(kListHolidayDecisions, calendar)) {
    v1::HolidayDecision* decision = response.add_decisions();
    decision->set_day(Text(row, "day"));
    decision->set_working(row["working"].as<bool>());
    decision->set_name_bg(Text(row, "name_bg"));
    decision->set_legal_source(Text(row, "legal_source"));
  }
  return response;
}

v1::ListProceduresResponse ListProcedures(pg::Tx& tx, const std::string& code) {
  v1::ListProceduresResponse response;
  for (const pqxx::row& row : tx.Run(kListProcedures, code)) {
    v1::Procedure* procedure = response.add_procedures();
    procedure->set_code(Text(row, "code"));
    procedure->set_programme(Text(row, "programme"));
    procedure->set_programme_title_bg(Text(row, "programme_title_bg"));
    procedure->set_programming_period(Text(row, "programming_period"));
    procedure->set_support_kind(Text(row, "support_kind"));
    procedure->set_title_bg(Text(row, "title_bg"));
    procedure->set_source(Text(row, "source"));
    procedure->set_verified(row["verified"].as<bool>());
  }
  return response;
}

v1::ListExpenseTypesResponse ListExpenseTypes(pg::Tx& tx) {
  v1::ListExpenseTypesResponse response;
  for (const pqxx::row& row : tx.Run(kListExpenseTypes)) {
    v1::ExpenseType* type = response.add_expense_types();
    type->set_code(Text(row, "code"));
    type->set_title_bg(Text(row, "title_bg"));
    type->set_title_en(Text(row, "title_en"));
  }
  return response;
}

v1::ListTransferRulesResponse ListTransferRules(pg::Tx& tx, const std::string& procedure,
                                                absl::CivilDay as_of, absl::CivilDay known_at) {
  v1::ListTransferRulesResponse response;
  for (const pqxx::row& row :
       tx.Run(kListTransferRules, procedure, FormatDay(as_of), FormatDay(known_at))) {
    v1::TransferRule* rule = response.add_rules();
    rule->set_procedure(Text(row, "procedure"));
    rule->set_limit_percent(Text(row, "limit_percent"));
    v1::TransferBase base = v1::TRANSFER_BASE_UNSPECIFIED;
    v1::TransferBase_Parse(Text(row, "base"), &base);
    rule->set_base(base);
    rule->set_cumulative(row["cumulative"].as<bool>());
    for (const absl::string_view type :
         absl::StrSplit(Text(row, "forbidden_giving"), ',', absl::SkipEmpty())) {
      rule->add_forbidden_giving(std::string(type));
    }
    for (const absl::string_view type :
         absl::StrSplit(Text(row, "forbidden_receiving"), ',', absl::SkipEmpty())) {
      rule->add_forbidden_receiving(std::string(type));
    }
    rule->set_valid_from(Text(row, "valid_from"));
    rule->set_valid_to(Text(row, "valid_to"));
    rule->set_known_from(Text(row, "known_from"));
    rule->set_legal_source(Text(row, "legal_source"));
    rule->set_verified(row["verified"].as<bool>());
    rule->set_text_bg(Text(row, "text_bg"));
    rule->set_text_en(Text(row, "text_en"));
  }
  return response;
}

v1::ListChangeoversResponse ListChangeovers(pg::Tx& tx) {
  v1::ListChangeoversResponse response;
  v1::Changeover* changeover = nullptr;
  for (const pqxx::row& row : tx.Run(kListChangeovers)) {
    if (changeover == nullptr || changeover->from_currency() != Text(row, "from_currency")) {
      changeover = response.add_changeovers();
      changeover->set_from_currency(Text(row, "from_currency"));
      changeover->set_to_currency(Text(row, "to_currency"));
      changeover->set_day(Text(row, "day"));
      changeover->set_rate(Text(row, "rate"));
      changeover->set_legal_source(Text(row, "legal_source"));
      changeover->set_verified(row["verified"].as<bool>());
    }
    v1::ChangeoverRule* rule = changeover->add_rules();
    rule->set_code(Text(row, "code"));
    rule->set_legal_source(Text(row, "rule_source"));
    rule->set_verified(row["rule_verified"].as<bool>());
    rule->set_text_bg(Text(row, "text_bg"));
    rule->set_text_en(Text(row, "text_en"));
  }
  return response;
}

v1::ListParticipantIndicatorsResponse ListParticipantIndicators(pg::Tx& tx,
                                                                const std::string& programming_period,
                                                                const std::string& fund) {
  v1::ListParticipantIndicatorsResponse response;
  for (const pqxx::row& row : tx.Run(kListParticipantIndicators, programming_period, fund)) {
    v1::ParticipantIndicator* indicator = response.add_indicators();
    indicator->set_programming_period(Text(row, "programming_period"));
    indicator->set_fund(Text(row, "fund"));
    indicator->set_code(Text(row, "code"));
    indicator->set_condition(Text(row, "condition"));
    indicator->set_sensitive(row["sensitive"].as<bool>());
    indicator->set_text_bg(Text(row, "text_bg"));
    indicator->set_text_en(Text(row, "text_en"));
    indicator->set_legal_source(Text(row, "legal_source"));
    indicator->set_verified(row["verified"].as<bool>());
  }
  return response;
}

}  // namespace tranche::reference::store
