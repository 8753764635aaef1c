// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_store.h"

#include <google/protobuf/util/time_util.h>

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_convert.h"
#include "budgets/limits/limits_store.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

#define LINE_COLUMNS                                                                 \
  "code, title, expense_type, cap_eu_minor, cap_national_minor, cap_own_minor, "     \
  "reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor, " \
  "spent_national_minor, spent_own_minor, currency from line "

constexpr pg::Statement kLockAllLines{"budgets.lock_all_lines",
                                      "select " LINE_COLUMNS
                                      "where organisation_id = $1 and contract_id = $2 "
                                      "order by code for update"};

constexpr pg::Statement kLockLinesOf{"budgets.lock_lines_of",
                                     "select " LINE_COLUMNS
                                     "where organisation_id = $1 and contract_id = $2 "
                                     "and code = any ($3::text[]) order by code for update"};

constexpr pg::Statement kVersionOfCaps{"budgets.version_of_caps", R"sql(
  select coalesce(max(contract_version), 1) as version
    from revision where organisation_id = $1 and contract_id = $2 and state = 'APPLIED')sql"};

constexpr pg::Statement kLastCapDay{"budgets.last_cap_day", R"sql(
  select greatest((select max(valid_on) from transfer where organisation_id = $1 and contract_id = $2),
                  (select max(valid_on) from revision
                    where organisation_id = $1 and contract_id = $2 and state = 'APPLIED'))::text as day)sql"};

constexpr pg::Statement kMovedOfLines{"budgets.moved_of_lines", R"sql(
  select line_code, sum(given)::bigint as given_minor, sum(received)::bigint as received_minor
    from (select from_line as line_code, eu_minor + national_minor + own_minor as given, 0 as received
            from transfer_now
           where organisation_id = $1 and contract_id = $2 and contract_version = $3
          union all
          select to_line, 0, eu_minor + national_minor + own_minor
            from transfer_now
           where organisation_id = $1 and contract_id = $2 and contract_version = $3) as moved
   group by line_code)sql"};

constexpr pg::Statement kInsertTransfer{"budgets.insert_transfer", R"sql(
  insert into transfer (organisation_id, contract_id, transfer_number, from_line, to_line, eu_minor,
                        national_minor, own_minor, currency, contract_version, valid_on, reason, document,
                        limit_percent, base_line, base_minor, moved_before_minor, limit_minor,
                        legal_source, verified, recorded_by)
  select $1, $2, coalesce(max(transfer_number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10::date, $11, $12, $13,
         $14, $15, $16, $17, $18, $19, $20
    from transfer where organisation_id = $1 and contract_id = $2
  returning transfer_number, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kCarryOutTransfer{"budgets.carry_out_transfer",
                                          "select carry_out_transfer($1, $2, $3)"};

constexpr pg::Statement kListTransfers{"budgets.list_transfers", R"sql(
  select transfer_number, from_line, to_line, eu_minor as moved_eu_minor,
         national_minor as moved_national_minor, own_minor as moved_own_minor, currency, valid_on::text, reason,
         document, limit_percent, base_line, base_minor, moved_before_minor, limit_minor, legal_source,
         verified, recorded_by, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from transfer
   where organisation_id = $1 and contract_id = $2 and transfer_number > $3
   order by transfer_number
   limit $4)sql"};

#define REVISION_COLUMNS                                                                \
  "contract_version, state, amount_eu_minor, amount_national_minor, amount_own_minor, " \
  "currency, recorded_by, "                                                             \
  "(extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us from revision "

constexpr pg::Statement kFindRevisions{"budgets.find_revisions",
                                       "select " REVISION_COLUMNS
                                       "where organisation_id = $1 and contract_id = $2 "
                                       "and $3 in (0, contract_version) order by contract_version"};

constexpr pg::Statement kRevisionLines{"budgets.revision_lines", R"sql(
  select r.contract_version, r.line_code, l.title, l.expense_type, r.before_eu_minor, r.before_national_minor,
         r.before_own_minor, r.after_eu_minor, r.after_national_minor, r.after_own_minor, r.currency
    from revision_line as r
    join line as l on l.organisation_id = r.organisation_id and l.contract_id = r.contract_id
                      and l.code = r.line_code
   where r.organisation_id = $1 and r.contract_id = $2 and $3 in (0, r.contract_version)
   order by r.contract_version, string_to_array(r.line_code, '.')::numeric[])sql"};

constexpr pg::Statement kFindOpenRevision{"budgets.find_open_revision", R"sql(
  select contract_version from revision
   where organisation_id = $1 and contract_id = $2 and state = 'PREPARED')sql"};

constexpr pg::Statement kInsertEmptyLine{"budgets.insert_empty_line", R"sql(
  insert into line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
                    cap_own_minor, currency)
  values ($1, $2, $3, $4, $5, 0, 0, 0, $6))sql"};

constexpr pg::Statement kRestateLine{"budgets.restate_line",
                                     "select restate_line($1, $2, $3, $4, $5) as restated"};

constexpr pg::Statement kInsertRevision{"budgets.insert_revision", R"sql(
  insert into revision (organisation_id, contract_id, contract_version, amount_eu_minor, amount_national_minor,
                        amount_own_minor, currency, valid_on, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8::date, $9))sql"};

constexpr pg::Statement kInsertRevisionLines{"budgets.insert_revision_lines", R"sql(
  insert into revision_line (organisation_id, contract_id, contract_version, line_code, before_eu_minor,
                             before_national_minor, before_own_minor, after_eu_minor, after_national_minor,
                             after_own_minor, currency)
  select $1, $2, $3, code, before_eu, before_national, before_own, after_eu, after_national, after_own, $4
    from jsonb_to_recordset($5::jsonb)
      as given (code text, before_eu bigint, before_national bigint, before_own bigint, after_eu bigint,
                after_national bigint, after_own bigint))sql"};

constexpr pg::Statement kHoldRevision{"budgets.hold_revision", "select hold_revision($1, $2, $3)"};
constexpr pg::Statement kEndRevision{"budgets.end_revision", "select end_revision($1, $2, $3, $4)"};

// What an account of a line holds by its journal: debits less credits.
#define HELD(account, part)                                                                    \
  "coalesce(sum(" part "_minor) filter (where debit = '" account "'), 0) - coalesce(sum(" part \
  "_minor) filter (where credit = '" account "'), 0) as journal_" account "_" part "_minor"
#define HELD_PARTS(account) HELD(account, "eu") ", " HELD(account, "national") ", " HELD(account, "own")
// A cap is what was taken from the account "cap", so its sign is the other way round.
#define ALLOTTED(part)                                                                  \
  "coalesce(sum(" part "_minor) filter (where credit = 'cap'), 0) - coalesce(sum(" part \
  "_minor) filter (where debit = 'cap'), 0) as journal_cap_" part "_minor"
#define TRANSFERRED(part)                                                      \
  "coalesce(sum(" part                                                         \
  "_minor) filter (where credit = 'cap' and transfer_number is not null), 0) " \
  "- coalesce(sum(" part                                                       \
  "_minor) filter (where debit = 'cap' and transfer_number is not null), 0) "  \
  "as journal_transfers_" part "_minor"

// One statement, so that all of it is of one moment.
constexpr pg::Statement kLoadBooks{
    "budgets.load_books",
    "with journal as (select line_code, count(*) as postings, " ALLOTTED("eu") ", " ALLOTTED(
        "national") ", " ALLOTTED("own") ", " HELD_PARTS("reserved") ", " HELD_PARTS("spent") ", "
    "coalesce(sum(eu_minor + national_minor + own_minor) "
    "filter (where (debit, credit) = ('available', 'reserved')), 0) as journal_refused_minor, "
    TRANSFERRED("eu") ", " TRANSFERRED("national") ", " TRANSFERRED("own")
    " from posting_now where organisation_id = $1 and contract_id = $2 group by line_code), "
    "moved as (select line_code, sum(eu) as eu, sum(national) as national, sum(own) as own "
    "from (select from_line as line_code, -eu_minor as eu, -national_minor as national, "
    "-own_minor as own from transfer_now where organisation_id = $1 and contract_id = $2 "
    "union all select to_line, eu_minor, national_minor, own_minor from transfer_now "
    "where organisation_id = $1 and contract_id = $2) as both_ways group by line_code), "
    "held as (select r.line_code, greatest(r.before_eu_minor - r.after_eu_minor, 0) as eu, "
    "greatest(r.before_national_minor - r.after_national_minor, 0) as national, "
    "greatest(r.before_own_minor - r.after_own_minor, 0) as own "
    "from revision_line as r join revision as v using (organisation_id, contract_id, contract_version) "
    "where organisation_id = $1 and contract_id = $2 and v.state = 'PREPARED') "
    "select l.code, l.currency, l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor, "
    "l.reserved_eu_minor, l.reserved_national_minor, l.reserved_own_minor, l.spent_eu_minor, "
    "l.spent_national_minor, l.spent_own_minor, l.refused_minor, "
    "coalesce(j.postings, 0) as postings, "
    "coalesce(j.journal_cap_eu_minor, 0)::bigint as journal_cap_eu_minor, "
    "coalesce(j.journal_cap_national_minor, 0)::bigint as journal_cap_national_minor, "
    "coalesce(j.journal_cap_own_minor, 0)::bigint as journal_cap_own_minor, "
    "coalesce(j.journal_reserved_eu_minor, 0)::bigint as journal_reserved_eu_minor, "
    "coalesce(j.journal_reserved_national_minor, 0)::bigint as journal_reserved_national_minor, "
    "coalesce(j.journal_reserved_own_minor, 0)::bigint as journal_reserved_own_minor, "
    "coalesce(j.journal_spent_eu_minor, 0)::bigint as journal_spent_eu_minor, "
    "coalesce(j.journal_spent_national_minor, 0)::bigint as journal_spent_national_minor, "
    "coalesce(j.journal_spent_own_minor, 0)::bigint as journal_spent_own_minor, "
    "coalesce(j.journal_refused_minor, 0)::bigint as journal_refused_minor, "
    "coalesce(j.journal_transfers_eu_minor, 0)::bigint as journal_transfers_eu_minor, "
    "coalesce(j.journal_transfers_national_minor, 0)::bigint as journal_transfers_national_minor, "
    "coalesce(j.journal_transfers_own_minor, 0)::bigint as journal_transfers_own_minor, "
    "coalesce(m.eu, 0)::bigint as transfers_eu_minor, "
    "coalesce(m.national, 0)::bigint as transfers_national_minor, "
    "coalesce(m.own, 0)::bigint as transfers_own_minor, "
    "coalesce(h.eu, 0) as held_eu_minor, coalesce(h.national, 0) as held_national_minor, "
    "coalesce(h.own, 0) as held_own_minor, c.amount_eu_minor, c.amount_national_minor, "
    "c.amount_own_minor "
    "from line as l join contract as c on c.organisation_id = l.organisation_id "
    "and c.contract_id = l.contract_id "
    "left join journal as j on j.line_code = l.code left join moved as m on m.line_code = l.code "
    "left join held as h on h.line_code = l.code "
    "where l.organisation_id = $1 and l.contract_id = $2 "
    "order by string_to_array(l.code, '.')::numeric[]"};

constexpr pg::Statement kListBudgeted{"budgets.list_budgeted", R"sql(
  select organisation_id, contract_id, number, amount_eu_minor, amount_national_minor, amount_own_minor, currency
    from contract
   where ($1 = '-' or organisation_id = $1) and budgeted_at is not null
     and (organisation_id, contract_id) > ($2, $3)
   order by organisation_id, contract_id
   limit $4)sql"};

constexpr pg::Statement kListOrganisations{"budgets.list_organisations",
                                           "select organisation from organisation order by 1"};

constexpr pg::Statement kInsertPlan{"budgets.insert_plan", R"sql(
  insert into spending_plan (organisation_id, contract_id, plan_version, reason, recorded_by)
  select $1, $2, coalesce(max(plan_version), 0) + 1, $3, $4
    from spending_plan where organisation_id = $1 and contract_id = $2
  returning plan_version, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kInsertQuarters{"budgets.insert_plan_quarters", R"sql(
  insert into spending_plan_quarter (organisation_id, contract_id, plan_version, line_code, year, quarter,
                                     amount_minor, currency)
  select $1, $2, $3, line, year, quarter, amount_minor, $4
    from jsonb_to_recordset($5::jsonb) as given (line text, year integer, quarter integer, amount_minor bigint))sql"};

constexpr pg::Statement kFindPlan{"budgets.find_plan", R"sql(
  select plan_version, reason, recorded_by,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from spending_plan
   where organisation_id = $1 and contract_id = $2 and $3 in (0, plan_version)
   order by plan_version desc
   limit 1)sql"};

constexpr pg::Statement kPlanQuarters{"budgets.plan_quarters", R"sql(
  select line_code, year, quarter, amount_minor, currency
    from spending_plan_quarter
   where organisation_id = $1 and contract_id = $2 and plan_version = $3
   order by string_to_array(nullif(line_code, ''), '.')::numeric[] nulls first, year, quarter)sql"};

constexpr pg::Statement kLoadUse{"budgets.load_use", R"sql(
  select line_code, extract(year from valid_on)::integer as year,
         extract(quarter from valid_on)::integer as quarter, currency,
         sum((eu_minor + national_minor + own_minor)
             * ((debit in ('reserved', 'spent'))::integer - (credit in ('reserved', 'spent'))::integer))::bigint
           as total_minor,
         sum((eu_minor + national_minor)
             * ((debit in ('reserved', 'spent'))::integer - (credit in ('reserved', 'spent'))::integer))::bigint
           as grant_minor
    from posting_now
   where organisation_id = $1 and contract_id = $2 and cost_number is not null and valid_on <= $3::date
   group by line_code, 2, 3, currency
   order by 2, 3, line_code)sql"};

std::string Text(const pqxx::row& row, const char* column) { return row[column].as<std::string>(); }

std::string CodeOf(Currency currency) { return std::string(CurrencyCode(currency)); }

google::protobuf::Timestamp TimestampOf(const pqxx::row& row) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row["recorded_at_us"].as<int64_t>());
}

std::vector<LockedLine> LinesOf(const pqxx::result& rows) {
  std::vector<LockedLine> lines;
  for (const pqxx::row& row : rows) {
    lines.push_back({.line = {.code = Text(row, "code"),
                              .caps = convert::PartsFromRow(row, "cap"),
                              .reserved = convert::PartsFromRow(row, "reserved"),
                              .spent = convert::PartsFromRow(row, "spent")},
                     .title = Text(row, "title"),
                     .expense_type = Text(row, "expense_type")});
  }
  return lines;
}

v1::Transfer TransferOf(const Contract& contract, const pqxx::row& row) {
  v1::Transfer transfer;
  transfer.set_name(absl::StrCat(ContractName(contract.organisation, contract.contract), "/transfers/",
                                 row["transfer_number"].as<int64_t>()));
  transfer.set_from_line(Text(row, "from_line"));
  transfer.set_to_line(Text(row, "to_line"));
  const ThreePart parts = convert::PartsFromRow(row, "moved");
  const absl::StatusOr<Money> amount = Total(parts);
  if (!amount.ok()) throw std::runtime_error("the parts of a transfer do not fit");
  *transfer.mutable_amount() = convert::ToProto(*amount);
  *transfer.mutable_parts() = convert::ToProto(parts);
  transfer.set_valid_on(Text(row, "valid_on"));
  transfer.set_reason(Text(row, "reason"));
  transfer.set_document(Text(row, "document"));
  v1::AppliedTransferRule* rule = transfer.mutable_rule();
  rule->set_limit_percent(Text(row, "limit_percent"));
  rule->set_base_line(Text(row, "base_line"));
  *rule->mutable_base() = convert::ToProto(convert::MoneyFromRow(row, "base_minor"));
  *rule->mutable_moved_before() = convert::ToProto(convert::MoneyFromRow(row, "moved_before_minor"));
  *rule->mutable_limit() = convert::ToProto(convert::MoneyFromRow(row, "limit_minor"));
  rule->set_legal_source(Text(row, "legal_source"));
  rule->set_verified(row["verified"].as<bool>());
  transfer.set_recorded_by(Text(row, "recorded_by"));
  *transfer.mutable_recorded_at() = TimestampOf(row);
  return transfer;
}

RevisionState StateOf(const std::string& name) {
  if (name == "PREPARED") return RevisionState::kPrepared;
  if (name == "APPLIED") return RevisionState::kApplied;
  if (name == "RELEASED") return RevisionState::kReleased;
  throw std::runtime_error("a revision has an unknown state");
}

// `version` 0: all.
std::vector<StoredRevision> LoadRevisions(pg::Tx& tx, const Contract& contract, int version) {
  std::map<int, StoredRevision> by_version;
  for (const pqxx::row& row :
       tx.Run(kFindRevisions, contract.organisation, contract.contract, version)) {
    StoredRevision revision;
    revision.version = row["contract_version"].as<int>();
    revision.state = StateOf(Text(row, "state"));
    revision.shown.set_name(absl::StrCat(ContractName(contract.organisation, contract.contract),
                                         "/revisions/", revision.version));
    v1::RevisionState state = v1::REVISION_STATE_UNSPECIFIED;
    v1::RevisionState_Parse(Text(row, "state"), &state);
    revision.shown.set_state(state);
    *revision.shown.mutable_amount() = convert::ToProto(convert::PartsFromRow(row, "amount"));
    revision.shown.set_recorded_by(Text(row, "recorded_by"));
    *revision.shown.mutable_recorded_at() = TimestampOf(row);
    by_version.emplace(revision.version, std::move(revision));
  }
  if (by_version.empty()) return {};
  for (const pqxx::row& row :
       tx.Run(kRevisionLines, contract.organisation, contract.contract, version)) {
    const ThreePart after = convert::PartsFromRow(row, "after");
    const absl::StatusOr<Money> total = Total(after);
    if (!total.ok()) throw std::runtime_error("the caps of a revision do not fit");
    v1::RevisedLine* line = by_version.at(row["contract_version"].as<int>()).shown.add_lines();
    line->set_code(Text(row, "line_code"));
    line->set_title(Text(row, "title"));
    line->set_expense_type(Text(row, "expense_type"));
    *line->mutable_total() = convert::ToProto(*total);
    *line->mutable_before() = convert::ToProto(convert::PartsFromRow(row, "before"));
    *line->mutable_after() = convert::ToProto(after);
  }
  std::vector<StoredRevision> revisions;
  for (auto& [number, revision] : by_version) revisions.push_back(std::move(revision));
  return revisions;
}

}  // namespace

std::vector<LockedLine> LockAllLines(pg::Tx& tx, const Contract& contract) {
  return LinesOf(tx.Run(kLockAllLines, contract.organisation, contract.contract));
}

std::vector<LockedLine> LockLinesOf(pg::Tx& tx, const Contract& contract,
                                    const std::vector<std::string>& codes) {
  // Codes are digits and points (IsLineCode); one that is not finds nothing.
  nlohmann::json quoted(codes);
  std::string literal = quoted.dump();
  literal.front() = '{';
  literal.back() = '}';
  return LinesOf(tx.Run(kLockLinesOf, contract.organisation, contract.contract, literal));
}

int VersionOfCaps(pg::Tx& tx, const Contract& contract) {
  return tx.Run(kVersionOfCaps, contract.organisation, contract.contract)[0]["version"].as<int>();
}

absl::optional<absl::CivilDay> LastCapDay(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLastCapDay, contract.organisation, contract.contract);
  if (rows[0]["day"].is_null()) return absl::nullopt;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(Text(rows[0], "day"));
  if (!day.ok()) throw std::runtime_error("a cap moved on an unreadable day");
  return *day;
}

std::vector<TransferLine> WithTransfers(pg::Tx& tx, const Contract& contract, int version_of_caps,
                                        const std::vector<LockedLine>& lines) {
  const Currency currency = contract.amount.eu.currency();
  std::vector<TransferLine> result;
  for (const LockedLine& line : lines) {
    result.push_back({.line = line.line,
                      .expense_type = line.expense_type,
                      .given = Money::Zero(currency),
                      .received = Money::Zero(currency)});
  }
  for (const pqxx::row& row :
       tx.Run(kMovedOfLines, contract.organisation, contract.contract, version_of_caps)) {
    for (TransferLine& line : result) {
      if (line.line.code != Text(row, "line_code")) continue;
      line.given = Money::Minor(row["given_minor"].as<int64_t>(), currency);
      line.received = Money::Minor(row["received_minor"].as<int64_t>(), currency);
    }
  }
  return result;
}

v1::Transfer InsertTransfer(pg::Tx& tx, const Contract& contract, int version_of_caps,
                            const v1::Transfer& transfer, const DecidedTransfer& decided,
                            const TransferRule& rule) {
  const pqxx::result rows =
      tx.Run(kInsertTransfer, contract.organisation, contract.contract, transfer.from_line(),
             transfer.to_line(), decided.parts.eu.minor(), decided.parts.national.minor(),
             decided.parts.own.minor(), CodeOf(decided.parts.eu.currency()), version_of_caps,
             transfer.valid_on(), transfer.reason(), transfer.document(), rule.limit_percent,
             decided.base_line, decided.base.minor(), decided.moved_before.minor(),
             decided.limit.minor(), rule.legal_source, rule.verified, transfer.recorded_by());
  const auto number = rows[0]["transfer_number"].as<int64_t>();
  tx.Run(kCarryOutTransfer, contract.organisation, contract.contract, number);
  RestateLimits(tx, contract);
  return ListTransfers(tx, contract, number - 1, 1).front();
}

std::vector<v1::Transfer> ListTransfers(pg::Tx& tx, const Contract& contract, int64_t after,
                                        int limit) {
  std::vector<v1::Transfer> transfers;
  for (const pqxx::row& row :
       tx.Run(kListTransfers, contract.organisation, contract.contract, after, limit)) {
    transfers.push_back(TransferOf(contract, row));
  }
  return transfers;
}

std::optional<StoredRevision> FindRevision(pg::Tx& tx, const Contract& contract, int version) {
  std::vector<StoredRevision> found = LoadRevisions(tx, contract, version);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<StoredRevision> ListRevisions(pg::Tx& tx, const Contract& contract) {
  return LoadRevisions(tx, contract, 0);
}

std::optional<int> FindOpenRevision(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kFindOpenRevision, contract.organisation, contract.contract);
  if (rows.empty()) return std::nullopt;
  return rows[0]["contract_version"].as<int>();
}

void InsertEmptyLine(pg::Tx& tx, const Contract& contract, const v1::RevisedLine& line) {
  tx.Run(kInsertEmptyLine, contract.organisation, contract.contract, line.code(), line.title(),
         line.expense_type(), CodeOf(contract.amount.eu.currency()));
}

bool RestateLine(pg::Tx& tx, const Contract& contract, const v1::RevisedLine& line) {
  return tx
      .Run(kRestateLine, contract.organisation, contract.contract, line.code(), line.title(),
           line.expense_type())[0]["restated"]
      .as<bool>();
}

void InsertRevision(pg::Tx& tx, const Contract& contract, const NewRevision& revision) {
  const std::string currency = CodeOf(revision.amount.eu.currency());
  tx.Run(kInsertRevision, contract.organisation, contract.contract, revision.version,
         revision.amount.eu.minor(), revision.amount.national.minor(), revision.amount.own.minor(),
         currency, FormatDay(revision.valid_on), revision.recorded_by);
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t i = 0; i < revision.lines.size(); ++i) {
    const BudgetLine& line = revision.lines[i].line;
    rows.push_back({{"code", line.code},
                    {"before_eu", line.caps.eu.minor()},
                    {"before_national", line.caps.national.minor()},
                    {"before_own", line.caps.own.minor()},
                    {"after_eu", revision.caps[i].eu.minor()},
                    {"after_national", revision.caps[i].national.minor()},
                    {"after_own", revision.caps[i].own.minor()}});
  }
  tx.Run(kInsertRevisionLines, contract.organisation, contract.contract, revision.version, currency,
         rows.dump());
  tx.Run(kHoldRevision, contract.organisation, contract.contract, revision.version);
  RestateLimits(tx, contract);
}

void EndRevision(pg::Tx& tx, const Contract& contract, int version, bool applied) {
  tx.Run(kEndRevision, contract.organisation, contract.contract, version, applied);
  RestateLimits(tx, contract);
}

Books LoadBooks(pg::Tx& tx, const Contract& contract) {
  Books books{.contract = contract, .lines = {}, .postings = 0};
  for (const pqxx::row& row : tx.Run(kLoadBooks, contract.organisation, contract.contract)) {
    books.contract.amount = convert::PartsFromRow(row, "amount");
    books.postings += row["postings"].as<int64_t>();
    books.lines.push_back({.kept = {.code = Text(row, "code"),
                                    .caps = convert::PartsFromRow(row, "cap"),
                                    .reserved = convert::PartsFromRow(row, "reserved"),
                                    .spent = convert::PartsFromRow(row, "spent")},
                           .refused = convert::MoneyFromRow(row, "refused_minor"),
                           .journal_cap = convert::PartsFromRow(row, "journal_cap"),
                           .journal_reserved = convert::PartsFromRow(row, "journal_reserved"),
                           .journal_spent = convert::PartsFromRow(row, "journal_spent"),
                           .journal_refused = convert::MoneyFromRow(row, "journal_refused_minor"),
                           .transfers = convert::PartsFromRow(row, "transfers"),
                           .journal_transfers = convert::PartsFromRow(row, "journal_transfers"),
                           .held = convert::PartsFromRow(row, "held")});
  }
  return books;
}

std::vector<Contract> ListBudgeted(pg::Tx& tx, const std::string& organisation,
                                   const std::string& after_organisation,
                                   const std::string& after_contract, int limit) {
  std::vector<Contract> contracts;
  for (const pqxx::row& row :
       tx.Run(kListBudgeted, organisation, after_organisation, after_contract, limit)) {
    Contract contract;
    contract.organisation = Text(row, "organisation_id");
    contract.contract = Text(row, "contract_id");
    contract.number = Text(row, "number");
    contract.amount = convert::PartsFromRow(row, "amount");
    contracts.push_back(std::move(contract));
  }
  return contracts;
}

std::vector<std::string> ListOrganisations(pg::Tx& tx) {
  std::vector<std::string> organisations;
  for (const pqxx::row& row : tx.Run(kListOrganisations)) {
    organisations.push_back(Text(row, "organisation"));
  }
  return organisations;
}

v1::SpendingPlan InsertPlan(pg::Tx& tx, const Contract& contract, const v1::SpendingPlan& plan,
                            absl::Span<const PlannedQuarter> quarters, const std::string& recorded_by) {
  const pqxx::result rows =
      tx.Run(kInsertPlan, contract.organisation, contract.contract, plan.reason(), recorded_by);
  const int version = rows[0]["plan_version"].as<int>();
  nlohmann::json items = nlohmann::json::array();
  for (const PlannedQuarter& planned : quarters) {
    items.push_back({{"line", planned.line},
                     {"year", planned.quarter.year},
                     {"quarter", planned.quarter.quarter},
                     {"amount_minor", planned.amount.minor()}});
  }
  tx.Run(kInsertQuarters, contract.organisation, contract.contract, version,
         CodeOf(contract.amount.eu.currency()), items.dump());
  return *FindPlan(tx, contract, version);
}

std::optional<v1::SpendingPlan> FindPlan(pg::Tx& tx, const Contract& contract, int version) {
  const pqxx::result rows = tx.Run(kFindPlan, contract.organisation, contract.contract, version);
  if (rows.empty()) return std::nullopt;
  v1::SpendingPlan plan;
  plan.set_name(absl::StrCat(ContractName(contract.organisation, contract.contract), "/spendingPlan"));
  plan.set_version(rows[0]["plan_version"].as<int>());
  plan.set_reason(Text(rows[0], "reason"));
  plan.set_recorded_by(Text(rows[0], "recorded_by"));
  *plan.mutable_recorded_at() = TimestampOf(rows[0]);
  Money total = Money::Zero(contract.amount.eu.currency());
  for (const pqxx::row& row :
       tx.Run(kPlanQuarters, contract.organisation, contract.contract, plan.version())) {
    const Money amount = convert::MoneyFromRow(row, "amount_minor");
    v1::PlannedQuarter* planned = plan.add_quarters();
    planned->set_line(Text(row, "line_code"));
    planned->set_year(row["year"].as<int>());
    planned->set_quarter(row["quarter"].as<int>());
    *planned->mutable_amount() = convert::ToProto(amount);
    const absl::StatusOr<Money> sum = Add(total, amount);
    if (!sum.ok()) throw std::runtime_error("the quarters of a plan do not fit");
    total = *sum;
  }
  *plan.mutable_total() = convert::ToProto(total);
  return plan;
}

std::vector<QuarterUse> LoadUse(pg::Tx& tx, const Contract& contract, absl::CivilDay until) {
  std::vector<QuarterUse> uses;
  for (const pqxx::row& row :
       tx.Run(kLoadUse, contract.organisation, contract.contract, FormatDay(until))) {
    uses.push_back({.line = Text(row, "line_code"),
                    .quarter = {.year = row["year"].as<int>(), .quarter = row["quarter"].as<int>()},
                    .total = convert::MoneyFromRow(row, "total_minor"),
                    .grant = convert::MoneyFromRow(row, "grant_minor")});
  }
  return uses;
}

}  // namespace tranche::budgets::store
