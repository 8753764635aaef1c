// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timelines_store.h"

#include <stdexcept>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"
#include "timelines/timelines_convert.h"

namespace tranche::timelines::store {
namespace {

using convert::Text;

constexpr pg::Statement kKeepContract{"timelines.keep_contract", R"sql(
  insert into contract (organisation_id, contract_id, number, procedure, starts_on, ends_on,
                        duration_months, version)
  values ($1, $2, $3, $4, $5::date, $6::date, $7, $8)
  on conflict (organisation_id, contract_id) do update
     set number = excluded.number, procedure = excluded.procedure, starts_on = excluded.starts_on,
         ends_on = excluded.ends_on, duration_months = excluded.duration_months,
         version = excluded.version
   where contract.version < excluded.version)sql"};

constexpr pg::Statement kGetContract{"timelines.get_contract", R"sql(
  select organisation_id, contract_id, number, procedure, starts_on::text, ends_on::text,
         duration_months, version
    from contract
   where ($1 = '-' or organisation_id = $1) and contract_id = $2
   limit 2)sql"};

constexpr pg::Statement kLockContract{"timelines.lock_contract", R"sql(
  select organisation_id, contract_id, number, procedure, starts_on::text, ends_on::text,
         duration_months, version
    from contract
   where organisation_id = $1 and contract_id = $2
     for no key update)sql"};

constexpr pg::Statement kInsertActivity{"timelines.insert_activity", R"sql(
  insert into activity (organisation_id, contract_id, code, title, first_month, last_month, marks)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb))sql"};

constexpr pg::Statement kListActivities{"timelines.list_activities", R"sql(
  select code, title, first_month, last_month, marks::text
    from activity
   where organisation_id = $1 and contract_id = $2
   order by first_month, code)sql"};

constexpr pg::Statement kKeepClaim{"timelines.keep_claim", R"sql(
  insert into deadline_event (organisation_id, contract_id, deadline_id, kind, event_on, claim,
                              claim_kind, claim_sequence)
  values ($1, $2, $3, 'VERIFY_AND_PAY', $4::date, $5, $6, $7)
  on conflict (organisation_id, contract_id, deadline_id) do nothing)sql"};

constexpr pg::Statement kKeepClaimEnd{"timelines.keep_claim_end", R"sql(
  insert into deadline_end (organisation_id, contract_id, deadline_id, outcome, met_on)
  values ($1, $2, $3, $4, $5::date)
  on conflict (organisation_id, contract_id, deadline_id) do nothing)sql"};

constexpr pg::Statement kKeepDebt{"timelines.keep_debt", R"sql(
  insert into debt (organisation_id, contract_id, debt_number, version, served_on)
  values ($1, $2, $3, $4, $5::date)
  on conflict (organisation_id, contract_id, debt_number) do update
     set version = excluded.version, served_on = excluded.served_on
   where debt.version < excluded.version)sql"};

constexpr pg::Statement kKeepDebtRemoved{"timelines.keep_debt_removed", R"sql(
  insert into debt (organisation_id, contract_id, debt_number, version, served_on, removed)
  values ($1, $2, $3, 0, $4::date, true)
  on conflict (organisation_id, contract_id, debt_number) do update set removed = true)sql"};

constexpr pg::Statement kKeepDebtRepaid{"timelines.keep_debt_repaid", R"sql(
  insert into debt_repaid (organisation_id, contract_id, debt_number, version, repaid_on)
  values ($1, $2, $3, $4, $5::date)
  on conflict (organisation_id, contract_id, debt_number, version) do nothing)sql"};

constexpr pg::Statement kOpenDebtAgain{"timelines.open_debt_again",
                                       "select open_debt_again($1, $2, $3)"};
constexpr pg::Statement kOpenClaimAgain{"timelines.open_claim_again",
                                        "select open_claim_again($1, $2, $3)"};

constexpr pg::Statement kListDebts{"timelines.list_debts", R"sql(
  select debt.debt_number, debt.version, debt.served_on::text, debt.removed, repaid.repaid_on::text
    from debt
    left join debt_repaid as repaid
      on repaid.organisation_id = debt.organisation_id and repaid.contract_id = debt.contract_id
         and repaid.debt_number = debt.debt_number and repaid.version = debt.version
   where debt.organisation_id = $1 and debt.contract_id = $2
   order by debt.debt_number)sql"};

constexpr pg::Statement kKeepSending{"timelines.keep_claim_sending", R"sql(
  insert into claim_sending (organisation_id, contract_id, deadline_id, sending, sent_on)
  values ($1, $2, $3, $4, $5::date)
  on conflict (organisation_id, contract_id, deadline_id, sending) do nothing)sql"};

constexpr pg::Statement kKeepClaimReturn{"timelines.keep_claim_return", R"sql(
  insert into claim_return (organisation_id, contract_id, deadline_id, return_number, returned_on)
  values ($1, $2, $3, $4, $5::date)
  on conflict (organisation_id, contract_id, deadline_id, return_number) do nothing)sql"};

// The latest sending of each, unless the claim was given back since.
constexpr pg::Statement kListClaims{"timelines.list_claims", R"sql(
  select coalesce(again.sent_on, begun.event_on)::text as event_on, begun.claim, begun.claim_kind, begun.claim_sequence, ended.met_on::text,
         coalesce(ended.outcome = 'REFUSED', false) as refused
    from deadline_event as begun
    left join deadline_end as ended
      on ended.organisation_id = begun.organisation_id and ended.contract_id = begun.contract_id
         and ended.deadline_id = begun.deadline_id
    left join lateral (
      select sending, sent_on from claim_sending as sent
       where sent.organisation_id = begun.organisation_id and sent.contract_id = begun.contract_id
             and sent.deadline_id = begun.deadline_id
       order by sending desc limit 1) as again on true
   where begun.organisation_id = $1 and begun.contract_id = $2 and begun.kind = 'VERIFY_AND_PAY'
         and not exists (
           select from claim_return as returned
            where returned.organisation_id = begun.organisation_id
                  and returned.contract_id = begun.contract_id and returned.deadline_id = begun.deadline_id
                  and returned.return_number >= coalesce(again.sending, 1))
   order by begun.claim_sequence)sql"};

constexpr pg::Statement kKeepSuspension{"timelines.keep_suspension", R"sql(
  insert into deadline_suspension (organisation_id, contract_id, deadline_id, question_number, asked_on, due_on,
                                   suspension_days_max)
  values ($1, $2, $3, $4, $5::date, $6::date, $7)
  on conflict (organisation_id, contract_id, deadline_id, question_number) do nothing)sql"};

constexpr pg::Statement kKeepSuspensionEnd{"timelines.keep_suspension_end", R"sql(
  insert into deadline_suspension_end (organisation_id, contract_id, deadline_id, question_number, closed_on,
                                       days_in_all)
  values ($1, $2, $3, $4, $5::date, $6)
  on conflict (organisation_id, contract_id, deadline_id, question_number) do nothing)sql"};

constexpr pg::Statement kListSuspensions{"timelines.list_suspensions", R"sql(
  select begun.deadline_id, begun.question_number, begun.asked_on::text, begun.due_on::text,
         begun.suspension_days_max, ended.closed_on::text, coalesce(ended.days_in_all, 0) as days_in_all
    from deadline_suspension as begun
    left join deadline_suspension_end as ended
      on ended.organisation_id = begun.organisation_id and ended.contract_id = begun.contract_id
         and ended.deadline_id = begun.deadline_id and ended.question_number = begun.question_number
   where begun.organisation_id = $1 and begun.contract_id = $2
   order by begun.deadline_id, begun.question_number)sql"};

const char* ClaimKindText(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::kAdvance:
      return "ADVANCE";
    case ClaimKind::kInterim:
      return "INTERIM";
    case ClaimKind::kFinal:
      return "FINAL";
  }
  return "";
}

const char* OutcomeText(ClaimOutcome outcome) {
  switch (outcome) {
    case ClaimOutcome::kPaid:
      return "PAID";
    case ClaimOutcome::kNothingOwed:
      return "NOTHING_OWED";
    case ClaimOutcome::kRefused:
      return "REFUSED";
  }
  return "";
}

ClaimKind ClaimKindOf(const std::string& text) {
  for (const ClaimKind kind : {ClaimKind::kAdvance, ClaimKind::kInterim, ClaimKind::kFinal}) {
    if (text == ClaimKindText(kind)) return kind;
  }
  throw std::runtime_error("column claim_kind holds an unknown value");
}

absl::StatusOr<Contract> ContractOf(const pqxx::result& rows, const std::string& organisation,
                                    const std::string& id) {
  const std::string name = ContractName(organisation, id);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(rows, name));
  const pqxx::row row = rows[0];
  return Contract{.organisation = Text(row, "organisation_id"),
                  .id = Text(row, "contract_id"),
                  .number = Text(row, "number"),
                  .procedure = Text(row, "procedure"),
                  .starts_on = convert::DayFromRow(row, "starts_on"),
                  .ends_on = convert::DayFromRow(row, "ends_on"),
                  .duration_months = row["duration_months"].as<int>(),
                  .version = row["version"].as<int>()};
}

}  // namespace

void KeepContract(pg::Tx& tx, const Contract& contract) {
  tx.Run(kKeepContract, contract.organisation, contract.id, contract.number, contract.procedure,
         FormatDay(contract.starts_on), FormatDay(contract.ends_on), contract.duration_months,
         contract.version);
}

absl::StatusOr<Contract> GetContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& id) {
  return ContractOf(tx.Run(kGetContract, organisation, id), organisation, id);
}

absl::StatusOr<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                      const std::string& id) {
  return ContractOf(tx.Run(kLockContract, organisation, id), organisation, id);
}

void InsertActivity(pg::Tx& tx, const Contract& contract, const Activity& activity) {
  tx.Run(kInsertActivity, contract.organisation, contract.id, activity.code, activity.title,
         activity.first_month, activity.last_month, activity.marks);
}

std::vector<Activity> ListActivities(pg::Tx& tx, const Contract& contract) {
  std::vector<Activity> activities;
  for (const pqxx::row& row : tx.Run(kListActivities, contract.organisation, contract.id)) {
    activities.push_back({.code = Text(row, "code"),
                          .title = Text(row, "title"),
                          .first_month = row["first_month"].as<int>(),
                          .last_month = row["last_month"].as<int>(),
                          .marks = Text(row, "marks")});
  }
  return activities;
}

void KeepClaim(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
               const SentClaim& claim) {
  tx.Run(kKeepClaim, organisation, contract_id, VerifyAndPayId(claim.sequence),
         FormatDay(claim.sent_on), claim.name, std::string(ClaimKindText(claim.kind)), claim.sequence);
  if (claim.sending == 1) return;
  tx.Run(kKeepSending, organisation, contract_id, VerifyAndPayId(claim.sequence), claim.sending,
         FormatDay(claim.sent_on));
}

void KeepClaimReturn(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                     int claim_sequence, int return_number, absl::CivilDay returned_on) {
  tx.Run(kKeepClaimReturn, organisation, contract_id, VerifyAndPayId(claim_sequence), return_number,
         FormatDay(returned_on));
}

void KeepClaimEnd(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                  int claim_sequence, ClaimOutcome outcome, absl::CivilDay met_on) {
  tx.Run(kKeepClaimEnd, organisation, contract_id, VerifyAndPayId(claim_sequence),
         std::string(OutcomeText(outcome)), FormatDay(met_on));
}

void KeepSuspension(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                    int claim_sequence, const Suspension& suspension) {
  tx.Run(kKeepSuspension, organisation, contract_id, VerifyAndPayId(claim_sequence),
         suspension.question_number, FormatDay(suspension.asked_on), FormatDay(suspension.due_on),
         suspension.days_max);
}

void KeepSuspensionEnd(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                       int claim_sequence, const Suspension& suspension) {
  tx.Run(kKeepSuspensionEnd, organisation, contract_id, VerifyAndPayId(claim_sequence),
         suspension.question_number, FormatDay(*suspension.closed_on), suspension.days_in_all);
}

void KeepDebt(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
              const OwedDebt& debt) {
  tx.Run(kKeepDebt, organisation, contract_id, debt.number, debt.version, FormatDay(debt.served_on));
}

void KeepDebtRemoved(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                     int debt_number, absl::CivilDay served_on) {
  tx.Run(kKeepDebtRemoved, organisation, contract_id, debt_number, FormatDay(served_on));
}

void KeepDebtRepaid(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                    int debt_number, int version, absl::CivilDay repaid_on) {
  tx.Run(kKeepDebtRepaid, organisation, contract_id, debt_number, version, FormatDay(repaid_on));
}

void OpenDebtAgain(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                   int debt_number) {
  tx.Run(kOpenDebtAgain, organisation, contract_id, debt_number);
}

void OpenClaimAgain(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                    int claim_sequence) {
  tx.Run(kOpenClaimAgain, organisation, contract_id, VerifyAndPayId(claim_sequence));
}

std::vector<OwedDebt> ListDebts(pg::Tx& tx, const Contract& contract) {
  std::vector<OwedDebt> debts;
  for (const pqxx::row& row : tx.Run(kListDebts, contract.organisation, contract.id)) {
    OwedDebt debt{.number = row["debt_number"].as<int>(),
                  .version = row["version"].as<int>(),
                  .served_on = convert::DayFromRow(row, "served_on"),
                  .removed = row["removed"].as<bool>(),
                  .repaid_on = std::nullopt};
    if (!row["repaid_on"].is_null()) debt.repaid_on = convert::DayFromRow(row, "repaid_on");
    debts.push_back(debt);
  }
  return debts;
}

std::vector<SentClaim> ListClaims(pg::Tx& tx, const Contract& contract) {
  std::vector<SentClaim> claims;
  for (const pqxx::row& row : tx.Run(kListClaims, contract.organisation, contract.id)) {
    SentClaim claim{.name = Text(row, "claim"),
                    .kind = ClaimKindOf(Text(row, "claim_kind")),
                    .sequence = row["claim_sequence"].as<int>(),
                    .sent_on = convert::DayFromRow(row, "event_on"),
                    .met_on = std::nullopt,
                    .refused = row["refused"].as<bool>()};
    if (!row["met_on"].is_null()) claim.met_on = convert::DayFromRow(row, "met_on");
    claims.push_back(claim);
  }
  for (const pqxx::row& row : tx.Run(kListSuspensions, contract.organisation, contract.id)) {
    Suspension suspension{.question_number = row["question_number"].as<int>(),
                          .asked_on = convert::DayFromRow(row, "asked_on"),
                          .due_on = convert::DayFromRow(row, "due_on"),
                          .closed_on = std::nullopt,
                          .days_in_all = row["days_in_all"].as<int>(),
                          .days_max = row["suspension_days_max"].as<int>()};
    if (!row["closed_on"].is_null()) suspension.closed_on = convert::DayFromRow(row, "closed_on");
    for (SentClaim& claim : claims) {
      // A claim that was given back and sent again has a new clock, which questions of before do not
      // stop.
      if (VerifyAndPayId(claim.sequence) == Text(row, "deadline_id") &&
          suspension.asked_on >= claim.sent_on) {
        claim.suspensions.push_back(suspension);
      }
    }
  }
  return claims;
}

}  // namespace tranche::timelines::store
