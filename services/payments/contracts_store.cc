// SPDX-License-Identifier: EUPL-1.2
// The copies of contracts.
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::payments::store {
namespace {

constexpr pg::Statement kFindContract{"payments.find_contract", R"sql(
  select organisation_id, contract_id, procedure, concluded_on::text, starts_on::text, amount_eu_minor,
         amount_national_minor, amount_own_minor, currency, version, next_claim_sequence,
         next_payment_number, open_claim, next_package_sequence, open_package, advance_owed_minor,
         cleared_minor, closed_on::text,
         redenominated_on::text, redenomination_pending, beneficiary
    from contract where contract_id = $1 limit 2)sql"};

constexpr pg::Statement kLockContract{"payments.lock_contract", R"sql(
  select organisation_id, contract_id, procedure, concluded_on::text, starts_on::text, amount_eu_minor,
         amount_national_minor, amount_own_minor, currency, version, next_claim_sequence,
         next_payment_number, open_claim, next_package_sequence, open_package, advance_owed_minor,
         cleared_minor, closed_on::text,
         redenominated_on::text, redenomination_pending, beneficiary
    from contract where organisation_id = $1 and contract_id = $2 for update)sql"};

constexpr pg::Statement kSaveContract{"payments.save_contract", R"sql(
  insert into contract (organisation_id, contract_id, number, procedure, concluded_on, starts_on,
                        amount_eu_minor, amount_national_minor, amount_own_minor, currency, version,
                        beneficiary)
  values ($1, $2, $3, $4, $5::date, $6::date, $7, $8, $9, $10, $11, $12)
  on conflict (organisation_id, contract_id) do update
     set number = excluded.number, procedure = excluded.procedure, concluded_on = excluded.concluded_on,
         starts_on = excluded.starts_on, amount_eu_minor = excluded.amount_eu_minor,
         amount_national_minor = excluded.amount_national_minor,
         amount_own_minor = excluded.amount_own_minor, currency = excluded.currency,
         version = excluded.version, beneficiary = excluded.beneficiary
   where contract.version < excluded.version)sql"};

constexpr pg::Statement kSaveOrganisation{"payments.save_organisation", R"sql(
  insert into organisation (organisation) values ($1) on conflict do nothing)sql"};

constexpr char kBudgetBody[] = "BUDGET_BODY";
constexpr char kOtherBeneficiary[] = "OTHER_BENEFICIARY";

Contract ContractFromRow(const pqxx::row& row) {
  Contract contract;
  contract.organisation = row["organisation_id"].as<std::string>();
  contract.id = row["contract_id"].as<std::string>();
  contract.procedure = row["procedure"].as<std::string>();
  contract.concluded_on = convert::DayFromRow(row, "concluded_on");
  contract.starts_on = convert::DayFromRow(row, "starts_on");
  contract.amount = convert::PartsFromRow(row, "amount");
  contract.version = row["version"].as<int>();
  contract.next_claim_sequence = row["next_claim_sequence"].as<int>();
  contract.next_payment_number = row["next_payment_number"].as<int>();
  if (!row["open_claim"].is_null()) contract.open_claim = row["open_claim"].as<int>();
  contract.next_package_sequence = row["next_package_sequence"].as<int>();
  if (!row["open_package"].is_null()) contract.open_package = row["open_package"].as<int>();
  contract.advance_owed_minor = row["advance_owed_minor"].as<int64_t>();
  contract.cleared_minor = row["cleared_minor"].as<int64_t>();
  if (!row["closed_on"].is_null()) contract.closed_on = convert::DayFromRow(row, "closed_on");
  if (!row["redenominated_on"].is_null()) {
    contract.redenominated_on = convert::DayFromRow(row, "redenominated_on");
  }
  contract.redenomination_pending = row["redenomination_pending"].as<bool>();
  const std::string beneficiary = row["beneficiary"].as<std::string>();
  if (!beneficiary.empty()) contract.budget_body = beneficiary == kBudgetBody;
  return contract;
}

}  // namespace

absl::StatusOr<Contract> FindContract(pg::Tx& tx, const std::string& contract_id,
                                      const std::string& name) {
  const pqxx::result rows = tx.Run(kFindContract, contract_id);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(rows, name));
  return ContractFromRow(rows[0]);
}

absl::StatusOr<Contract> LockContract(pg::Tx& tx, const Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(Contract locked, LockEvenIfClosed(tx, contract));
  if (locked.closed_on.has_value()) {
    return Refuse("CONTRACT_MONEY_CLOSED",
                  {{"contract", locked.id}, {"day", FormatDay(*locked.closed_on)}});
  }
  return locked;
}

absl::StatusOr<Contract> LockEvenIfClosed(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLockContract, contract.organisation, contract.id);
  if (rows.empty()) return Refuse("NOT_FOUND", {{"name", contract.id}});
  return ContractFromRow(rows[0]);
}

void SaveContract(pg::Tx& tx, const Contract& contract, const std::string& number) {
  tx.Run(kSaveOrganisation, contract.organisation);
  const ThreePart& amount = contract.amount;
  std::string beneficiary;
  if (contract.budget_body.has_value()) {
    beneficiary = *contract.budget_body ? kBudgetBody : kOtherBeneficiary;
  }
  tx.Run(kSaveContract, contract.organisation, contract.id, number, contract.procedure,
         FormatDay(contract.concluded_on), FormatDay(contract.starts_on), amount.eu.minor(),
         amount.national.minor(), amount.own.minor(), std::string(CurrencyCode(amount.eu.currency())),
         contract.version, beneficiary);
}

}  // namespace tranche::payments::store
