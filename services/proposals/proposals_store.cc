// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposals_store.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"
#include "proposals/proposals_convert.h"

namespace tranche::proposals::store {
namespace {

constexpr pg::Statement kInsertProposal{"proposals.insert_proposal", R"sql(
  insert into proposal (organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
                        requested_national_minor, requested_own_minor, currency, duration_months,
                        target_groups, state, marks)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
          array(select item
                  from jsonb_array_elements_text($11::jsonb) with ordinality as list (item, place)
                 order by place),
          $12, $13::jsonb)
  on conflict on constraint proposal_key do nothing)sql"};

constexpr pg::Statement kUpdateProposal{"proposals.update_proposal", R"sql(
  update proposal
     set state = $3, submitted_on = nullif($4, '')::date, evaluation_kind = nullif($5, ''),
         evaluation_standing = nullif($6, ''), evaluation_decided_on = nullif($7, '')::date,
         evaluation_reference = $8, evaluation_marks = $9::jsonb
   where organisation_id = $1 and proposal_id = $2)sql"};

constexpr pg::Statement kLockProposal{"proposals.lock_proposal", R"sql(
  select organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
         requested_national_minor, requested_own_minor, currency, duration_months,
         to_jsonb(target_groups)::text as target_groups, state,
         coalesce(submitted_on::text, '') as submitted_on, evaluation_kind, evaluation_standing,
         evaluation_decided_on::text, evaluation_reference, evaluation_marks::text, marks::text
    from proposal
   where organisation_id = $1 and proposal_id = $2
     for no key update)sql"};

constexpr pg::Statement kGetProposal{"proposals.get_proposal", R"sql(
  select organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
         requested_national_minor, requested_own_minor, currency, duration_months,
         to_jsonb(target_groups)::text as target_groups, state,
         coalesce(submitted_on::text, '') as submitted_on, evaluation_kind, evaluation_standing,
         evaluation_decided_on::text, evaluation_reference, evaluation_marks::text, marks::text
    from proposal
   where ($1 = '-' or organisation_id = $1) and proposal_id = $2
   limit 2)sql"};

constexpr pg::Statement kListProposals{"proposals.list_proposals", R"sql(
  select organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
         requested_national_minor, requested_own_minor, currency, duration_months,
         to_jsonb(target_groups)::text as target_groups, state,
         coalesce(submitted_on::text, '') as submitted_on, evaluation_kind, evaluation_standing,
         evaluation_decided_on::text, evaluation_reference, evaluation_marks::text, marks::text
    from proposal
   where ($1 = '-' or organisation_id = $1) and (organisation_id, proposal_id) > ($2, $3)
   order by organisation_id, proposal_id
   limit $4)sql"};

constexpr pg::Statement kInsertContract{"proposals.insert_contract", R"sql(
  insert into contract (organisation_id, contract_id, number, number_mixes_scripts, proposal_id,
                        concluded_on, starts_on, duration_months, period_rule, ends_on,
                        amount_eu_minor, amount_national_minor, amount_own_minor, currency, state,
                        version, marks, beneficiary)
  values ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10::date, $11, $12, $13, $14, $15, $16,
          $17::jsonb, $18)
  on conflict on constraint contract_key do nothing)sql"};

constexpr pg::Statement kContractExists{"proposals.contract_exists", R"sql(
  select exists (select from contract where organisation_id = $1 and contract_id = $2) as found)sql"};

constexpr pg::Statement kGetContract{"proposals.get_contract", R"sql(
  select contract.organisation_id, contract_id, contract.number, number_mixes_scripts, proposal_id,
         coalesce(contract.title, proposal.title) as title, procedure, concluded_on::text, starts_on::text, contract.duration_months, period_rule,
         ends_on::text, amount_eu_minor, amount_national_minor, amount_own_minor, contract.currency,
         beneficiary, contract.state, version, coalesce(open_change, '') as open_change, contract.marks::text
    from contract join proposal using (organisation_id, proposal_id)
   where ($1 = '-' or contract.organisation_id = $1) and contract_id = $2
   limit 2)sql"};

constexpr pg::Statement kListContracts{"proposals.list_contracts", R"sql(
  select contract.organisation_id, contract_id, contract.number, number_mixes_scripts, proposal_id,
         coalesce(contract.title, proposal.title) as title, procedure, concluded_on::text, starts_on::text, contract.duration_months, period_rule,
         ends_on::text, amount_eu_minor, amount_national_minor, amount_own_minor, contract.currency,
         beneficiary, contract.state, version, coalesce(open_change, '') as open_change, contract.marks::text
    from contract join proposal using (organisation_id, proposal_id)
   where ($1 = '-' or contract.organisation_id = $1)
     and (contract.organisation_id, contract_id) > ($2, $3)
   order by contract.organisation_id, contract_id
   limit $4)sql"};

std::string Text(const pqxx::row& row, const char* column) { return row[column].as<std::string>(); }

template <class Enum>
Enum Known(const std::optional<Enum>& value, const char* column) {
  if (!value) throw std::runtime_error(absl::StrCat("column ", column, " holds an unknown value"));
  return *value;
}

Proposal ProposalOf(const pqxx::row& row) {
  Proposal proposal;
  proposal.organisation = Text(row, "organisation_id");
  proposal.id = Text(row, "proposal_id");
  proposal.number = Text(row, "number");
  proposal.procedure = Text(row, "procedure");
  proposal.title = Text(row, "title");
  proposal.requested = convert::PartsFromRow(row, "requested");
  proposal.duration_months = row["duration_months"].as<int>();
  proposal.target_groups =
      nlohmann::json::parse(Text(row, "target_groups")).get<std::vector<std::string>>();
  proposal.state = Known(ParseProposalState(Text(row, "state")), "state");
  if (!Text(row, "submitted_on").empty())
    proposal.submitted_on = convert::DayFromRow(row, "submitted_on");
  if (!row["evaluation_decided_on"].is_null()) {
    Evaluation evaluation;
    evaluation.kind = Known(ParseEvaluationKind(Text(row, "evaluation_kind")), "evaluation_kind");
    evaluation.standing = Known(ParseStanding(Text(row, "evaluation_standing")), "evaluation_standing");
    evaluation.decided_on = convert::DayFromRow(row, "evaluation_decided_on");
    evaluation.reference = Text(row, "evaluation_reference");
    evaluation.marks = Text(row, "evaluation_marks");
    proposal.evaluation = evaluation;
  }
  proposal.marks = Text(row, "marks");
  return proposal;
}

Contract ContractOf(const pqxx::row& row) {
  Contract contract;
  contract.organisation = Text(row, "organisation_id");
  contract.id = Text(row, "contract_id");
  contract.number = Text(row, "number");
  contract.number_mixes_scripts = row["number_mixes_scripts"].as<bool>();
  contract.proposal = Text(row, "proposal_id");
  contract.title = Text(row, "title");
  contract.procedure = Text(row, "procedure");
  contract.concluded_on = convert::DayFromRow(row, "concluded_on");
  contract.starts_on = convert::DayFromRow(row, "starts_on");
  contract.duration_months = row["duration_months"].as<int>();
  contract.period_rule = Known(ParsePeriodRule(Text(row, "period_rule")), "period_rule");
  contract.ends_on = convert::DayFromRow(row, "ends_on");
  contract.amount = convert::PartsFromRow(row, "amount");
  contract.beneficiary = Known(ParseBeneficiaryKind(Text(row, "beneficiary")), "beneficiary");
  contract.state = Known(ParseExecutionState(Text(row, "state")), "state");
  contract.version = row["version"].as<int>();
  contract.open_change = Text(row, "open_change");
  contract.marks = Text(row, "marks");
  return contract;
}

// The one row that a name stands for.
template <class Record>
absl::StatusOr<Record> TheOne(const pqxx::result& rows, Record (*read)(const pqxx::row&),
                              const std::string& name) {
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(rows, name));
  return read(rows[0]);
}

template <class Record>
std::vector<Record> All(const pqxx::result& rows, Record (*read)(const pqxx::row&)) {
  std::vector<Record> records;
  for (const pqxx::row& row : rows) records.push_back(read(row));
  return records;
}

}  // namespace

absl::Status InsertProposal(pg::Tx& tx, const Proposal& proposal) {
  const pqxx::result inserted = tx.Run(
      kInsertProposal, proposal.organisation, proposal.id, proposal.number, proposal.procedure,
      proposal.title, proposal.requested.eu.minor(), proposal.requested.national.minor(),
      proposal.requested.own.minor(), std::string(CurrencyCode(proposal.requested.eu.currency())),
      proposal.duration_months, nlohmann::json(proposal.target_groups).dump(),
      std::string(NameOf(proposal.state)), proposal.marks);
  if (inserted.affected_rows() == 0) return Refuse("PROPOSAL_EXISTS", {{"proposal", proposal.number}});
  return absl::OkStatus();
}

void UpdateProposal(pg::Tx& tx, const Proposal& proposal) {
  const std::string submitted_on = proposal.submitted_on ? FormatDay(*proposal.submitted_on) : "";
  const bool evaluated = proposal.evaluation.has_value();
  const Evaluation evaluation = proposal.evaluation.value_or(Evaluation{});
  tx.Run(kUpdateProposal, proposal.organisation, proposal.id, std::string(NameOf(proposal.state)),
         submitted_on, evaluated ? std::string(NameOf(evaluation.kind)) : "",
         evaluated ? std::string(NameOf(evaluation.standing)) : "",
         evaluated ? FormatDay(evaluation.decided_on) : "", evaluation.reference, evaluation.marks);
}

absl::StatusOr<Proposal> LockProposal(pg::Tx& tx, const std::string& organisation,
                                      const std::string& id) {
  return TheOne(tx.Run(kLockProposal, organisation, id), ProposalOf, ProposalName(organisation, id));
}

absl::StatusOr<Proposal> GetProposal(pg::Tx& tx, const std::string& organisation,
                                     const std::string& id) {
  return TheOne(tx.Run(kGetProposal, organisation, id), ProposalOf, ProposalName(organisation, id));
}

std::vector<Proposal> ListProposals(pg::Tx& tx, const std::string& organisation, const After& after,
                                    int limit) {
  return All(tx.Run(kListProposals, organisation, after.organisation, after.id, limit), ProposalOf);
}

absl::Status InsertContract(pg::Tx& tx, const Contract& contract) {
  const pqxx::result inserted = tx.Run(
      kInsertContract, contract.organisation, contract.id, contract.number,
      contract.number_mixes_scripts, contract.proposal, FormatDay(contract.concluded_on),
      FormatDay(contract.starts_on), contract.duration_months,
      std::string(NameOf(contract.period_rule)), FormatDay(contract.ends_on),
      contract.amount.eu.minor(), contract.amount.national.minor(), contract.amount.own.minor(),
      std::string(CurrencyCode(contract.amount.eu.currency())), std::string(NameOf(contract.state)),
      contract.version, contract.marks, std::string(NameOf(contract.beneficiary)));
  if (inserted.affected_rows() == 0) return Refuse("CONTRACT_EXISTS", {{"contract", contract.number}});
  return absl::OkStatus();
}

bool ContractExists(pg::Tx& tx, const std::string& organisation, const std::string& id) {
  return tx.Run(kContractExists, organisation, id)[0]["found"].as<bool>();
}

absl::StatusOr<Contract> GetContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& id) {
  return TheOne(tx.Run(kGetContract, organisation, id), ContractOf, ContractName(organisation, id));
}

std::vector<Contract> ListContracts(pg::Tx& tx, const std::string& organisation, const After& after,
                                    int limit) {
  return All(tx.Run(kListContracts, organisation, after.organisation, after.id, limit), ContractOf);
}

}  // namespace tranche::proposals::store
