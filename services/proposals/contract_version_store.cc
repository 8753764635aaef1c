// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_version_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"
#include "proposals/contract_version_convert.h"
#include "proposals/proposals_convert.h"
#include "proposals/proposals_store.h"

namespace tranche::proposals::store {
namespace {

// The row of the contract is locked by functions only; every contract has a first version.
constexpr pg::Statement kLockVersions{"proposals.lock_versions", R"sql(
  select version from contract_version
   where organisation_id = $1 and contract_id = $2
   order by version
     for update)sql"};

constexpr pg::Statement kInsertVersion{"proposals.insert_version", R"sql(
  insert into contract_version (organisation_id, contract_id, version, type, state, concluded_on, document,
                                reason, title, duration_months, ends_on, amount_eu_minor,
                                amount_national_minor, amount_own_minor, currency, revises_budget, changes,
                                recorded_by, marks, beneficiary)
  values ($1, $2, $3, $4, $5, $6::date, $7, $8, $9, $10, $11::date, $12, $13, $14, $15, $16,
          array(select item
                  from jsonb_array_elements_text($17::jsonb) with ordinality as list (item, place)
                 order by place),
          $18, $19::jsonb, $20)
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

#define VERSION_COLUMNS                                                                           \
  "organisation_id, contract_id, version, type, state, concluded_on::text, document, reason, "    \
  "title, duration_months, ends_on::text, amount_eu_minor, amount_national_minor, "               \
  "amount_own_minor, currency, beneficiary, revises_budget, to_jsonb(changes)::text as changes, " \
  "recorded_by, "                                                                                 \
  "(extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us, withdrawal_reason, "    \
  "marks::text from contract_version "

constexpr pg::Statement kGetVersion{"proposals.get_version",
                                    "select " VERSION_COLUMNS
                                    "where ($1 = '-' or organisation_id = $1) and contract_id = $2 "
                                    "and version = $3 limit 2"};

constexpr pg::Statement kListVersions{"proposals.list_versions",
                                      "select " VERSION_COLUMNS
                                      "where organisation_id = $1 and contract_id = $2 "
                                      "order by version"};

constexpr pg::Statement kUpdateState{"proposals.update_version_state", R"sql(
  update contract_version set state = $4, withdrawal_reason = $5
   where organisation_id = $1 and contract_id = $2 and version = $3)sql"};

constexpr pg::Statement kBeginChange{"proposals.begin_change",
                                     "select begin_change($1, $2, $3) as taken"};
constexpr pg::Statement kEndChange{"proposals.end_change", "select end_change($1, $2, $3)"};
constexpr pg::Statement kPutInForce{"proposals.put_in_force", "select put_in_force($1, $2, $3)"};

std::string Text(const pqxx::row& row, const char* column) { return row[column].as<std::string>(); }

template <class Enum>
Enum Known(const std::optional<Enum>& value, const char* column) {
  if (!value) throw std::runtime_error(absl::StrCat("column ", column, " holds an unknown value"));
  return *value;
}

StoredVersion VersionOf(const pqxx::row& row) {
  ContractVersion version;
  version.organisation = Text(row, "organisation_id");
  version.contract = Text(row, "contract_id");
  version.number = row["version"].as<int>();
  version.type = Known(ParseVersionType(Text(row, "type")), "type");
  version.state = Known(ParseVersionState(Text(row, "state")), "state");
  version.concluded_on = convert::DayFromRow(row, "concluded_on");
  version.document = Text(row, "document");
  version.reason = Text(row, "reason");
  version.title = Text(row, "title");
  version.duration_months = row["duration_months"].as<int>();
  version.ends_on = convert::DayFromRow(row, "ends_on");
  version.amount = convert::PartsFromRow(row, "amount");
  version.beneficiary = Known(ParseBeneficiaryKind(Text(row, "beneficiary")), "beneficiary");
  version.revises_budget = row["revises_budget"].as<bool>();
  version.changes = nlohmann::json::parse(Text(row, "changes")).get<std::vector<std::string>>();
  version.withdrawal_reason = Text(row, "withdrawal_reason");
  version.marks = Text(row, "marks");
  return {.version = version,
          .recorded_by = Text(row, "recorded_by"),
          .recorded_at_us = row["recorded_at_us"].as<int64_t>()};
}

// What the contract's row says of an open version.
std::string ChangeOf(const ContractVersion& version) {
  return absl::StrCat("versions/", version.number);
}

}  // namespace

absl::StatusOr<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                      const std::string& id) {
  if (tx.Run(kLockVersions, organisation, id).empty()) {
    return Refuse("NOT_FOUND", {{"name", ContractName(organisation, id)}});
  }
  // Read after the lock, so that no other amendment of it is on its way.
  return GetContract(tx, organisation, id);
}

StoredVersion InsertVersion(pg::Tx& tx, const ContractVersion& version, const std::string& actor) {
  const pqxx::result rows =
      tx.Run(kInsertVersion, version.organisation, version.contract, version.number,
             std::string(NameOf(version.type)), std::string(NameOf(version.state)),
             FormatDay(version.concluded_on), version.document, version.reason, version.title,
             version.duration_months, FormatDay(version.ends_on), version.amount.eu.minor(),
             version.amount.national.minor(), version.amount.own.minor(),
             std::string(CurrencyCode(version.amount.eu.currency())), version.revises_budget,
             nlohmann::json(version.changes).dump(), actor, version.marks,
             std::string(NameOf(version.beneficiary)));
  return {.version = version,
          .recorded_by = actor,
          .recorded_at_us = rows[0]["recorded_at_us"].as<int64_t>()};
}

absl::StatusOr<StoredVersion> GetVersion(pg::Tx& tx, const std::string& organisation,
                                         const std::string& contract, int number) {
  const pqxx::result rows = tx.Run(kGetVersion, organisation, contract, number);
  const std::string name = VersionName(organisation, contract, number);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(rows, name));
  return VersionOf(rows[0]);
}

std::vector<StoredVersion> ListVersions(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract) {
  std::vector<StoredVersion> versions;
  for (const pqxx::row& row : tx.Run(kListVersions, organisation, contract)) {
    versions.push_back(VersionOf(row));
  }
  return versions;
}

void UpdateState(pg::Tx& tx, const ContractVersion& version) {
  tx.Run(kUpdateState, version.organisation, version.contract, version.number,
         std::string(NameOf(version.state)), version.withdrawal_reason);
}

bool BeginChange(pg::Tx& tx, const ContractVersion& version) {
  return tx.Run(kBeginChange, version.organisation, version.contract, ChangeOf(version))[0]["taken"]
      .as<bool>();
}

void EndChange(pg::Tx& tx, const ContractVersion& version) {
  tx.Run(kEndChange, version.organisation, version.contract, ChangeOf(version));
}

void PutInForce(pg::Tx& tx, const ContractVersion& version) {
  tx.Run(kPutInForce, version.organisation, version.contract, version.number);
}

}  // namespace tranche::proposals::store
