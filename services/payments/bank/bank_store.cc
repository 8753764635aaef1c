// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/bank_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::payments::bank::store {
namespace {

#define MICROSECONDS(column) "(extract(epoch from " column ") * 1000000)::bigint as recorded_at_us"

constexpr pg::Statement kMakeRegister{"payments.bank_make_register", R"sql(
  insert into bank_register (organisation_id) values ($1) on conflict do nothing)sql"};

constexpr pg::Statement kLockRegister{"payments.bank_lock_register", R"sql(
  select organisation_id, next_statement, next_entry, next_match
    from bank_register where organisation_id = $1 for update)sql"};

constexpr pg::Statement kSaveRegister{"payments.bank_save_register", R"sql(
  update bank_register set next_statement = $2, next_entry = $3, next_match = $4
   where organisation_id = $1)sql"};

#define STATEMENT_COLUMNS                                                                             \
  "organisation_id, statement_number, account, currency, bank_number, from_day::text, to_day::text, " \
  "opening_minor, closing_minor, entry_count, new_entry_count, sha256, file_name, form, "             \
  "findings, " MICROSECONDS("recorded_at") " from bank_statement "

constexpr pg::Statement kFindStatement{"payments.bank_find_statement",
                                       "select " STATEMENT_COLUMNS
                                       "where organisation_id = $1 and account = $2 and sha256 = $3"};

constexpr pg::Statement kListStatements{
    "payments.bank_list_statements",
    "select " STATEMENT_COLUMNS
    "where ($1 = '-' or organisation_id = $1) and ($2::bigint = 0 or "
    "((extract(epoch from recorded_at) * 1000000)::bigint, organisation_id, statement_number) < "
    "($2::bigint, $3, $4)) "
    "order by recorded_at desc, organisation_id desc, statement_number desc limit $5"};

constexpr pg::Statement kLoadEnds{"payments.bank_load_ends", R"sql(
  select from_day::text, to_day::text, opening_minor, closing_minor
    from bank_statement
   where organisation_id = $1 and account = $2 and currency = $3 and opening_minor is not null
   order by from_day, to_day, statement_number)sql"};

constexpr pg::Statement kInsertStatement{"payments.bank_insert_statement", R"sql(
  insert into bank_statement (organisation_id, statement_number, account, currency, bank_number, from_day, to_day,
                              opening_minor, closing_minor, entry_count, new_entry_count, sha256, file_name, form,
                              findings, imported_by)
  values ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16)
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kFindKnownKeys{"payments.bank_find_known_keys", R"sql(
  select entry_key from bank_entry
   where organisation_id = $1 and account = $2 and entry_key = any (string_to_array($3, ',')))sql"};

constexpr pg::Statement kInsertEntries{"payments.bank_insert_entries", R"sql(
  insert into bank_entry (organisation_id, entry_number, statement_number, account, entry_key, booked_on, value_on,
                          amount_minor, currency, bank_reference, end_to_end_id, counterparty_name,
                          counterparty_iban, remittance, place)
  select $1, entry_number, $2, $3, entry_key, booked_on, value_on, amount_minor, $4, bank_reference,
         end_to_end_id, counterparty_name, counterparty_iban, remittance, place
    from jsonb_to_recordset($5::jsonb) as given
         (entry_number bigint, entry_key text, booked_on date, value_on date, amount_minor bigint,
          bank_reference text, end_to_end_id text, counterparty_name text, counterparty_iban text,
          remittance text, place text))sql"};

#define ENTRY_COLUMNS                                                                                  \
  "organisation_id, entry_number, statement_number, account, booked_on::text, value_on::text, "        \
  "amount_minor, "                                                                                     \
  "currency, bank_reference, end_to_end_id, counterparty_name, counterparty_iban, remittance, place, " \
  "matched_minor, explained_minor from bank_entry "

constexpr pg::Statement kListEntries{
    "payments.bank_list_entries",
    "select " ENTRY_COLUMNS
    "where ($1 = '-' or organisation_id = $1) and ($2 = '' or account = $2) "
    "and ($3::date is null or booked_on >= $3::date) and ($4::date is null or booked_on <= $4::date) "
    "and (not $5 or matched_minor + explained_minor < abs(amount_minor)) "
    "and (matched_minor + explained_minor >= abs(amount_minor), booked_on, organisation_id, "
    "entry_number) > ($6, $7::date, $8, $9) "
    "order by matched_minor + explained_minor >= abs(amount_minor), booked_on, organisation_id, "
    "entry_number limit $10"};

constexpr pg::Statement kLoadEntries{"payments.bank_load_entries",
                                     "select " ENTRY_COLUMNS
                                     "where organisation_id = $1 and entry_number = any "
                                     "(string_to_array($2, ',')::bigint[]) order by entry_number"};

constexpr pg::Statement kLoadMatched{"payments.bank_load_matched", R"sql(
  select target_key, matched_minor from bank_target
   where organisation_id = $1 and target_key = any (string_to_array($2, ',')))sql"};

constexpr pg::Statement kLoadConfirmed{"payments.bank_load_confirmed", R"sql(
  select p.target_key, p.amount_minor, e.booked_on::text, e.value_on::text
    from bank_match_part as p
    join bank_entry as e on e.organisation_id = p.organisation_id and e.entry_number = p.entry_number
   where p.organisation_id = $1 and p.target_key = any (string_to_array($2, ','))
         and not exists (select from bank_match_withdrawal as w
                          where w.organisation_id = p.organisation_id and w.match_number = p.match_number)
   order by p.match_number, p.part_number)sql"};

constexpr pg::Statement kSaveTarget{"payments.bank_save_target", R"sql(
  insert into bank_target (organisation_id, target_key, amount_minor, currency) values ($1, $2, $3, $4)
  on conflict (organisation_id, target_key) do update
     set amount_minor = excluded.amount_minor, currency = excluded.currency
   where bank_target.currency = excluded.currency or bank_target.matched_minor = 0)sql"};

constexpr pg::Statement kAddToEntry{"payments.bank_add_to_entry", R"sql(
  update bank_entry set matched_minor = matched_minor + $3
   where organisation_id = $1 and entry_number = $2
         and matched_minor + $3 between 0 and abs(amount_minor) - explained_minor)sql"};

constexpr pg::Statement kAddToTarget{"payments.bank_add_to_target", R"sql(
  update bank_target set matched_minor = matched_minor + $3
   where organisation_id = $1 and target_key = $2 and matched_minor + $3 between 0 and amount_minor)sql"};

constexpr pg::Statement kInsertMatch{"payments.bank_insert_match", R"sql(
  insert into bank_match (organisation_id, match_number, contract_id, note, confirmed_by)
  values ($1, $2, $3, $4, $5)
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kInsertPart{"payments.bank_insert_part", R"sql(
  insert into bank_match_part (organisation_id, match_number, part_number, entry_number, target_key, record,
                               amount_minor, currency)
  values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};

constexpr pg::Statement kInsertWithdrawal{"payments.bank_insert_withdrawal", R"sql(
  insert into bank_match_withdrawal (organisation_id, match_number, reason, withdrawn_by)
  values ($1, $2, $3, $4))sql"};

// $4: only this one; 0: those after $3.
constexpr pg::Statement kLoadMatches{"payments.bank_load_matches", R"sql(
  select m.match_number, m.note, m.confirmed_by,
         (extract(epoch from m.recorded_at) * 1000000)::bigint as recorded_at_us,
         w.withdrawn_by, coalesce(w.reason, '') as withdrawal_reason
    from bank_match as m
    left join bank_match_withdrawal as w
         on w.organisation_id = m.organisation_id and w.match_number = m.match_number
   where m.organisation_id = $1 and m.contract_id = $2 and m.match_number > $3
         and ($4 = 0 or m.match_number = $4)
   order by m.match_number limit $5)sql"};

constexpr pg::Statement kLoadParts{"payments.bank_load_parts", R"sql(
  select match_number, entry_number, target_key, record, amount_minor, currency
    from bank_match_part
   where organisation_id = $1 and match_number = any (string_to_array($2, ',')::integer[])
   order by match_number, part_number)sql"};

Currency CurrencyFromRow(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a row has no currency");
  return *currency;
}

std::optional<absl::CivilDay> OptionalDay(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return tranche::convert::DayFromRow(row, column);
}

std::string FindingsToJson(const std::vector<Finding>& findings) {
  nlohmann::json all = nlohmann::json::array();
  for (const Finding& finding : findings) {
    nlohmann::json values = nlohmann::json::array();
    for (const auto& [name, value] : finding.values) values.push_back({name, value});
    all.push_back({{"reason", finding.reason}, {"place", finding.place}, {"values", values}});
  }
  return all.dump();
}

std::vector<Finding> FindingsFromJson(const std::string& json) {
  std::vector<Finding> findings;
  for (const nlohmann::json& one : nlohmann::json::parse(json)) {
    Finding finding{one.at("reason").get<std::string>(), one.at("place").get<std::string>(), {}};
    for (const nlohmann::json& value : one.at("values")) {
      finding.values.push_back({value.at(0).get<std::string>(), value.at(1).get<std::string>()});
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

StoredStatement StatementFromRow(const pqxx::row& row) {
  StoredStatement statement;
  statement.organisation = row["organisation_id"].as<std::string>();
  statement.number = row["statement_number"].as<int>();
  StatementReading& reading = statement.reading;
  reading.form = row["form"].as<std::string>() == "CAMT_053" ? FileForm::kCamt053 : FileForm::kCsv;
  reading.account = row["account"].as<std::string>();
  reading.currency = CurrencyFromRow(row);
  reading.number = row["bank_number"].as<std::string>();
  reading.from_day = tranche::convert::DayFromRow(row, "from_day");
  reading.to_day = tranche::convert::DayFromRow(row, "to_day");
  if (!row["opening_minor"].is_null()) {
    reading.opening = Money::Minor(row["opening_minor"].as<int64_t>(), reading.currency);
    reading.closing = Money::Minor(row["closing_minor"].as<int64_t>(), reading.currency);
  }
  reading.findings = FindingsFromJson(row["findings"].as<std::string>());
  statement.entries = row["entry_count"].as<int>();
  statement.new_entries = row["new_entry_count"].as<int>();
  statement.sha256 = row["sha256"].as<std::string>();
  statement.file_name = row["file_name"].as<std::string>();
  statement.recorded_at_us = row["recorded_at_us"].as<int64_t>();
  return statement;
}

std::vector<StoredEntry> EntriesOf(const pqxx::result& rows) {
  std::vector<StoredEntry> entries;
  for (const pqxx::row& row : rows) {
    StoredEntry stored;
    stored.organisation = row["organisation_id"].as<std::string>();
    stored.number = row["entry_number"].as<int64_t>();
    stored.statement_number = row["statement_number"].as<int>();
    stored.account = row["account"].as<std::string>();
    stored.entry.place = row["place"].as<std::string>();
    stored.entry.booked_on = tranche::convert::DayFromRow(row, "booked_on");
    stored.entry.value_on = OptionalDay(row, "value_on");
    stored.entry.amount = Money::Minor(row["amount_minor"].as<int64_t>(), CurrencyFromRow(row));
    stored.entry.bank_reference = row["bank_reference"].as<std::string>();
    stored.entry.end_to_end_id = row["end_to_end_id"].as<std::string>();
    stored.entry.counterparty_name = row["counterparty_name"].as<std::string>();
    stored.entry.counterparty_iban = row["counterparty_iban"].as<std::string>();
    stored.entry.remittance = row["remittance"].as<std::string>();
    stored.matched_minor = row["matched_minor"].as<int64_t>();
    stored.explained_minor = row["explained_minor"].as<int64_t>();
    entries.push_back(std::move(stored));
  }
  return entries;
}

std::optional<std::string> DayOrNull(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? std::optional<std::string>(FormatDay(*day)) : std::nullopt;
}

std::optional<int64_t> MinorOrNull(const std::optional<Money>& amount) {
  return amount.has_value() ? std::optional<int64_t>(amount->minor()) : std::nullopt;
}

std::vector<StoredMatch> MatchesOf(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract_id, int after, int only, int limit) {
  std::vector<StoredMatch> matches;
  std::map<int, size_t> at;
  for (const pqxx::row& row : tx.Run(kLoadMatches, organisation, contract_id, after, only, limit)) {
    StoredMatch match;
    match.organisation = organisation;
    match.contract_id = contract_id;
    match.number = row["match_number"].as<int>();
    match.note = row["note"].as<std::string>();
    match.confirmed_by = row["confirmed_by"].as<std::string>();
    match.recorded_at_us = row["recorded_at_us"].as<int64_t>();
    if (!row["withdrawn_by"].is_null()) match.withdrawn_by = row["withdrawn_by"].as<std::string>();
    match.withdrawal_reason = row["withdrawal_reason"].as<std::string>();
    at[match.number] = matches.size();
    matches.push_back(std::move(match));
  }
  const std::string numbers = absl::StrJoin(
      at, ",", [](std::string* out, const auto& item) { absl::StrAppend(out, item.first); });
  for (const pqxx::row& row : tx.Run(kLoadParts, organisation, numbers)) {
    matches[at.at(row["match_number"].as<int>())].parts.push_back(
        {.entry_number = row["entry_number"].as<int64_t>(),
         .target_key = row["target_key"].as<std::string>(),
         .record = row["record"].as<std::string>(),
         .amount = Money::Minor(row["amount_minor"].as<int64_t>(), CurrencyFromRow(row))});
  }
  return matches;
}

}  // namespace

Register LockRegister(pg::Tx& tx, const std::string& organisation) {
  tx.Run(kMakeRegister, organisation);
  const pqxx::result rows = tx.Run(kLockRegister, organisation);
  return {.organisation = rows[0]["organisation_id"].as<std::string>(),
          .next_statement = rows[0]["next_statement"].as<int>(),
          .next_entry = rows[0]["next_entry"].as<int64_t>(),
          .next_match = rows[0]["next_match"].as<int>()};
}

void SaveRegister(pg::Tx& tx, const Register& numbers) {
  tx.Run(kSaveRegister, numbers.organisation, numbers.next_statement, numbers.next_entry,
         numbers.next_match);
}

std::optional<StoredStatement> FindStatement(pg::Tx& tx, const std::string& organisation,
                                             const std::string& account, const std::string& sha256) {
  const pqxx::result rows = tx.Run(kFindStatement, organisation, account, sha256);
  if (rows.empty()) return std::nullopt;
  return StatementFromRow(rows[0]);
}

std::vector<StatementEnds> LoadEnds(pg::Tx& tx, const std::string& organisation,
                                    const std::string& account, Currency currency) {
  std::vector<StatementEnds> all;
  for (const pqxx::row& row :
       tx.Run(kLoadEnds, organisation, account, std::string(CurrencyCode(currency)))) {
    all.push_back({.from_day = tranche::convert::DayFromRow(row, "from_day"),
                   .to_day = tranche::convert::DayFromRow(row, "to_day"),
                   .opening = Money::Minor(row["opening_minor"].as<int64_t>(), currency),
                   .closing = Money::Minor(row["closing_minor"].as<int64_t>(), currency)});
  }
  return all;
}

int64_t InsertStatement(pg::Tx& tx, const StoredStatement& statement, const std::string& imported_by) {
  const StatementReading& reading = statement.reading;
  const pqxx::result rows =
      tx.Run(kInsertStatement, statement.organisation, statement.number, reading.account,
             std::string(CurrencyCode(reading.currency)), reading.number, FormatDay(reading.from_day),
             FormatDay(reading.to_day), MinorOrNull(reading.opening), MinorOrNull(reading.closing),
             statement.entries, statement.new_entries, statement.sha256, statement.file_name,
             std::string(reading.form == FileForm::kCamt053 ? "CAMT_053" : "BANK_CSV"),
             FindingsToJson(reading.findings), imported_by);
  return rows[0]["recorded_at_us"].as<int64_t>();
}

std::vector<StoredStatement> ListStatements(pg::Tx& tx, const std::string& organisation,
                                            const StatementKey& before, int limit) {
  std::vector<StoredStatement> statements;
  for (const pqxx::row& row : tx.Run(kListStatements, organisation, before.recorded_at_us,
                                     before.organisation, before.number, limit)) {
    statements.push_back(StatementFromRow(row));
  }
  return statements;
}

std::vector<std::string> FindKnownKeys(pg::Tx& tx, const std::string& organisation,
                                       const std::string& account,
                                       const std::vector<std::string>& keys) {
  std::vector<std::string> known;
  for (const pqxx::row& row : tx.Run(kFindKnownKeys, organisation, account, absl::StrJoin(keys, ","))) {
    known.push_back(row["entry_key"].as<std::string>());
  }
  return known;
}

void InsertEntries(pg::Tx& tx, const StoredStatement& statement, const std::vector<NewEntry>& entries) {
  nlohmann::json rows = nlohmann::json::array();
  for (const NewEntry& one : entries) {
    const StatementEntry& entry = *one.entry;
    rows.push_back({{"entry_number", one.number},
                    {"entry_key", one.key},
                    {"booked_on", FormatDay(entry.booked_on)},
                    {"amount_minor", entry.amount.minor()},
                    {"bank_reference", entry.bank_reference},
                    {"end_to_end_id", entry.end_to_end_id},
                    {"counterparty_name", entry.counterparty_name},
                    {"counterparty_iban", entry.counterparty_iban},
                    {"remittance", entry.remittance},
                    {"place", entry.place}});
    if (entry.value_on.has_value()) rows.back()["value_on"] = FormatDay(*entry.value_on);
  }
  tx.Run(kInsertEntries, statement.organisation, statement.number, statement.reading.account,
         std::string(CurrencyCode(statement.reading.currency)), rows.dump());
}

std::vector<StoredEntry> ListEntries(pg::Tx& tx, const EntryFilter& filter, const EntryKey& after,
                                     int limit) {
  return EntriesOf(tx.Run(kListEntries, filter.organisation, filter.account, DayOrNull(filter.from_day),
                          DayOrNull(filter.to_day), filter.unmatched_only, after.matched,
                          FormatDay(after.booked_on), after.organisation, after.number, limit));
}

std::vector<StoredEntry> LoadEntries(pg::Tx& tx, const std::string& organisation,
                                     const std::vector<int64_t>& numbers) {
  return EntriesOf(tx.Run(kLoadEntries, organisation, absl::StrJoin(numbers, ",")));
}

std::map<std::string, int64_t> LoadMatched(pg::Tx& tx, const std::string& organisation,
                                           const std::vector<std::string>& keys) {
  std::map<std::string, int64_t> matched;
  for (const pqxx::row& row : tx.Run(kLoadMatched, organisation, absl::StrJoin(keys, ","))) {
    matched[row["target_key"].as<std::string>()] = row["matched_minor"].as<int64_t>();
  }
  return matched;
}

std::vector<ConfirmedPart> LoadConfirmed(pg::Tx& tx, const std::string& organisation,
                                         const std::vector<std::string>& keys) {
  std::vector<ConfirmedPart> parts;
  for (const pqxx::row& row : tx.Run(kLoadConfirmed, organisation, absl::StrJoin(keys, ","))) {
    parts.push_back({.record_id = row["target_key"].as<std::string>(),
                     .amount_minor = row["amount_minor"].as<int64_t>(),
                     .booked_on = tranche::convert::DayFromRow(row, "booked_on"),
                     .value_on = OptionalDay(row, "value_on")});
  }
  return parts;
}

bool SaveTarget(pg::Tx& tx, const std::string& organisation, const Target& target) {
  return tx.Run(kSaveTarget, organisation, target.key, target.amount.minor(),
                std::string(CurrencyCode(target.amount.currency())))
             .affected_rows() == 1;
}

bool AddToMatched(pg::Tx& tx, const std::string& organisation, const MatchPart& part,
                  int64_t amount_minor) {
  return tx.Run(kAddToEntry, organisation, part.entry_number, amount_minor).affected_rows() == 1 &&
         tx.Run(kAddToTarget, organisation, part.target_key, amount_minor).affected_rows() == 1;
}

int64_t InsertMatch(pg::Tx& tx, const StoredMatch& match) {
  const pqxx::result rows = tx.Run(kInsertMatch, match.organisation, match.number, match.contract_id,
                                   match.note, match.confirmed_by);
  int place = 0;
  for (const MatchPart& part : match.parts) {
    tx.Run(kInsertPart, match.organisation, match.number, ++place, part.entry_number, part.target_key,
           part.record, part.amount.minor(), std::string(CurrencyCode(part.amount.currency())));
  }
  return rows[0]["recorded_at_us"].as<int64_t>();
}

void InsertWithdrawal(pg::Tx& tx, const StoredMatch& match) {
  tx.Run(kInsertWithdrawal, match.organisation, match.number, match.withdrawal_reason,
         *match.withdrawn_by);
}

std::optional<StoredMatch> LoadMatch(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract_id, int number) {
  if (number < 1) return std::nullopt;
  std::vector<StoredMatch> matches = MatchesOf(tx, organisation, contract_id, 0, number, 1);
  if (matches.empty()) return std::nullopt;
  return std::move(matches.front());
}

std::vector<StoredMatch> ListMatches(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract_id, int after, int limit) {
  return MatchesOf(tx, organisation, contract_id, after, 0, limit);
}

}  // namespace tranche::payments::bank::store
