// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/revisions_store.h"

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/limits/limits_store.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

constexpr pg::Statement kVersionOfCaps{"budgets.version_of_caps", R"sql(
  select coalesce(max(contract_version), 1) as version
    from revision where organisation_id = $1 and contract_id = $2 and state = 'APPLIED')sql"};

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
    *revision.shown.mutable_recorded_at() = TimestampOf(row["recorded_at_us"].as<int64_t>());
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

int VersionOfCaps(pg::Tx& tx, const Contract& contract) {
  return tx.Run(kVersionOfCaps, contract.organisation, contract.contract)[0]["version"].as<int>();
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
         line.expense_type(), std::string(CurrencyCode(contract.amount.eu.currency())));
}

bool RestateLine(pg::Tx& tx, const Contract& contract, const v1::RevisedLine& line) {
  return tx
      .Run(kRestateLine, contract.organisation, contract.contract, line.code(), line.title(),
           line.expense_type())[0]["restated"]
      .as<bool>();
}

void InsertRevision(pg::Tx& tx, const Contract& contract, const NewRevision& revision) {
  const std::string currency(CurrencyCode(revision.amount.eu.currency()));
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

}  // namespace tranche::budgets::store
