// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_join.h"
#include "payments/state_aid/state_aid_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/marks.h"
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
         redenominated_on::text, redenomination_pending
    from contract where contract_id = $1 limit 2)sql"};

constexpr pg::Statement kLockContract{"payments.lock_contract", R"sql(
  select organisation_id, contract_id, procedure, concluded_on::text, starts_on::text, amount_eu_minor,
         amount_national_minor, amount_own_minor, currency, version, next_claim_sequence,
         next_payment_number, open_claim, next_package_sequence, open_package, advance_owed_minor,
         cleared_minor, closed_on::text,
         redenominated_on::text, redenomination_pending
    from contract where organisation_id = $1 and contract_id = $2 for update)sql"};

constexpr pg::Statement kSaveContract{"payments.save_contract", R"sql(
  insert into contract (organisation_id, contract_id, number, procedure, concluded_on, starts_on,
                        amount_eu_minor, amount_national_minor, amount_own_minor, currency, version)
  values ($1, $2, $3, $4, $5::date, $6::date, $7, $8, $9, $10, $11)
  on conflict (organisation_id, contract_id) do update
     set number = excluded.number, procedure = excluded.procedure, concluded_on = excluded.concluded_on,
         starts_on = excluded.starts_on, amount_eu_minor = excluded.amount_eu_minor,
         amount_national_minor = excluded.amount_national_minor,
         amount_own_minor = excluded.amount_own_minor, currency = excluded.currency,
         version = excluded.version
   where contract.version < excluded.version)sql"};

constexpr pg::Statement kSaveOrganisation{"payments.save_organisation", R"sql(
  insert into organisation (organisation) values ($1) on conflict do nothing)sql"};

constexpr pg::Statement kWasAnswered{"payments.was_answered", R"sql(
  select 1 from request
   where organisation_id = $1 and actor = $2 and method = $3 and request_id = $4
         and response is not null)sql"};

// Sequence 0: all of the contract.
constexpr pg::Statement kLoadClaims{"payments.load_claims", R"sql(
  select sequence, kind, state, requested_eu_minor, requested_national_minor, requested_own_minor,
         currency, sent_on::text, sent_by, decided_on::text, decided_by, reference, decision_marks,
         advance_refused, refusal_reason, decisions_recorded,
         approved_eu_minor, approved_national_minor, approved_own_minor, refused_eu_minor,
         refused_national_minor, refused_own_minor, by_correction_eu_minor, by_correction_national_minor,
         by_correction_own_minor, payable_eu_minor, payable_national_minor, 0::bigint as payable_own_minor,
         cleared_eu_minor, cleared_national_minor, 0::bigint as cleared_own_minor, to_recover_eu_minor,
         to_recover_national_minor, 0::bigint as to_recover_own_minor, cash_cap_minor, cash_before_minor,
         advance_left_minor, package_sequence, sample_seed, paid_eu_minor, paid_national_minor, paid_own_minor, deducted_eu_minor,
         deducted_national_minor, 0::bigint as deducted_own_minor, marks, security_kind, security_issuer,
         security_number, security_minor, security_currency, security_valid_until::text, cover_by::text,
         withdrawn_on::text, withdrawn_by, withdrawal.reason as withdrawal_reason, before_sequence
    from claim
    left join advance_withdrawal as withdrawal using (organisation_id, contract_id, sequence)
   where organisation_id = $1 and contract_id = $2 and ($3::integer = 0 or sequence = $3::integer)
   order by sequence)sql"};

constexpr pg::Statement kLoadCosts{"payments.load_costs", R"sql(
  select cost.sequence, cost.cost_id, cost.paid_on::text, claim.currency, cost.requested_eu_minor,
         cost.requested_national_minor, cost.requested_own_minor, cost.first_cost_id, cost.again_eu_minor,
         cost.again_national_minor, cost.again_own_minor, cost.contractor_advance, refused.reason,
         refused.unapproved_eu_minor,
         refused.unapproved_national_minor, refused.unapproved_own_minor, refused.by_correction_eu_minor,
         refused.by_correction_national_minor, refused.by_correction_own_minor, refused.correction_reason,
         refused.correction
    from claim_cost cost
    join claim using (organisation_id, contract_id, sequence)
    left join claim_refused_cost refused
      on refused.organisation_id = cost.organisation_id and refused.contract_id = cost.contract_id
         and refused.sequence = cost.sequence and refused.cost_id = cost.cost_id
   where cost.organisation_id = $1 and cost.contract_id = $2
         and ($3::integer = 0 or cost.sequence = $3::integer)
   order by cost.sequence, cost.place)sql"};

constexpr pg::Statement kFindStanding{"payments.find_standing", R"sql(
  select sequence from claim
   where organisation_id = $1 and contract_id = $2 and kind = $3
         and state not in ('REFUSED', 'TAKEN_BACK')
   order by sequence limit 1)sql"};

// Neither segments of names nor days hold a comma.
constexpr pg::Statement kFindClaimsOfCosts{"payments.find_claims_of_costs", R"sql(
  select cost_id, sequence from claim_cost join claim using (organisation_id, contract_id, sequence)
   where organisation_id = $1 and contract_id = $2 and cost_id = any (string_to_array($3, ','))
         and state <> 'TAKEN_BACK')sql"};

// Of each of these costs the chain of claims for its document: what was unapproved less what was asked
// for again. A draft that was taken back asked for nothing.
constexpr pg::Statement kFindChains{"payments.find_chains", R"sql(
  select given.cost_id, chain.first_cost_id, chain.reclaimable_minor
    from unnest(string_to_array($3, ',')) as given (cost_id)
   cross join lateral (
     select min(item.first_cost_id) as first_cost_id,
            sum(coalesce(refused.unapproved_eu_minor + refused.unapproved_national_minor
                         + refused.unapproved_own_minor, 0)
                - item.again_eu_minor - item.again_national_minor - item.again_own_minor)::bigint
              as reclaimable_minor
       from claim_cost as held
       join claim_cost as item
         on item.organisation_id = held.organisation_id and item.contract_id = held.contract_id
            and item.first_cost_id = held.first_cost_id
       join claim on claim.organisation_id = item.organisation_id and claim.contract_id = item.contract_id
                 and claim.sequence = item.sequence
       left join claim_refused_cost as refused
         on refused.organisation_id = item.organisation_id and refused.contract_id = item.contract_id
            and refused.sequence = item.sequence and refused.cost_id = item.cost_id
      where held.organisation_id = $1 and held.contract_id = $2 and held.cost_id = given.cost_id
            and held.attempt = 0 and claim.state <> 'TAKEN_BACK') as chain
   where chain.first_cost_id is not null)sql"};

// Sums of the accepted claims but $3: advance, interim money, what is cleared of the advance.
constexpr pg::Statement kLoadHistory{"payments.load_history", R"sql(
  select coalesce(sum(payable_eu_minor + payable_national_minor) filter (where kind in ('ADVANCE', 'STATE_AID_ADVANCE')), 0)::bigint
           as advance_minor,
         coalesce(sum(payable_eu_minor + payable_national_minor) filter (where kind in ('INTERIM', 'FINAL')), 0)::bigint
           as interim_minor,
         coalesce(sum(cleared_eu_minor + cleared_national_minor), 0)::bigint as cleared_minor
    from claim
   where organisation_id = $1 and contract_id = $2 and sequence <> $3 and state = 'ACCEPTED')sql"};

constexpr pg::Statement kLoadQuestions{"payments.load_questions", R"sql(
  select sequence, question_number, question, asked_on::text, asked_by, due_on::text, state, answer,
         answered_by, closed_on::text, suspension_days_max
    from claim_question
   where organisation_id = $1 and contract_id = $2 and ($3::integer = 0 or sequence = $3::integer)
   order by sequence, question_number)sql"};

// The returns of the package that a claim is in.
constexpr pg::Statement kLoadClaimReturns{"payments.load_claim_returns", R"sql(
  select claim.sequence, return_number, returned_on::text, returned_by, reason, returned.sent_on::text,
         returned.sent_by
    from claim
    join package_return as returned using (organisation_id, contract_id, package_sequence)
   where organisation_id = $1 and contract_id = $2
         and ($3::integer = 0 or claim.sequence = $3::integer)
   order by claim.sequence, return_number)sql"};

constexpr pg::Statement kInsertQuestion{"payments.insert_question", R"sql(
  insert into claim_question (organisation_id, contract_id, sequence, question_number, question, asked_on,
                              asked_by, due_on, suspension_days_max)
  values ($1, $2, $3, $4, $5, $6::date, $7, $8::date, $9))sql"};

constexpr pg::Statement kCloseQuestion{"payments.close_question", R"sql(
  update claim_question set state = $5, answer = $6, answered_by = $7, closed_on = $8::date
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and question_number = $4
         and state = 'QUESTION_OPEN')sql"};

constexpr pg::Statement kMoveClaim{"payments.move_claim", R"sql(
  update claim set state = $5
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = $4)sql"};

constexpr pg::Statement kInsertClaim{"payments.insert_claim", R"sql(
  insert into claim (organisation_id, contract_id, sequence, kind, state, requested_eu_minor,
                     requested_national_minor, requested_own_minor, currency, marks, package_sequence,
                     security_kind, security_issuer, security_number, security_minor, security_currency,
                     security_valid_until, contractor_advances)
  values ($1, $2, $3, $4, 'DRAFT', $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16::date,
          $17))sql"};

constexpr pg::Statement kInsertCosts{"payments.insert_costs", R"sql(
  insert into claim_cost (organisation_id, contract_id, sequence, cost_id, paid_on, place, requested_eu_minor,
                          requested_national_minor, requested_own_minor, first_cost_id, again_eu_minor,
                          again_national_minor, again_own_minor, contractor_advance, attempt)
  select $1, $2, $3, cost_id, paid_on, place, requested_eu, requested_national, requested_own, first_cost_id,
         again_eu, again_national, again_own, contractor_advance,
         (select count(*) from claim_cost as held join claim using (organisation_id, contract_id, sequence)
           where held.organisation_id = $1 and held.contract_id = $2 and held.cost_id = given.cost_id
                 and claim.state = 'TAKEN_BACK')
    from jsonb_to_recordset($4::jsonb)
      as given (cost_id text, paid_on date, place integer, requested_eu bigint, requested_national bigint,
                requested_own bigint, first_cost_id text, again_eu bigint, again_national bigint,
                again_own bigint, contractor_advance boolean))sql"};

constexpr pg::Statement kOpenClaim{"payments.open_claim", R"sql(
  update contract set open_claim = next_claim_sequence, next_claim_sequence = next_claim_sequence + 1
   where organisation_id = $1 and contract_id = $2 and next_claim_sequence = $3 and open_claim is null)sql"};

// $4 is added to the advance that is owed, $5 to what is cleared of it.
constexpr pg::Statement kCloseClaim{"payments.close_claim", R"sql(
  update contract
     set open_claim = null, advance_owed_minor = advance_owed_minor + $4, cleared_minor = cleared_minor + $5
   where organisation_id = $1 and contract_id = $2 and open_claim = $3)sql"};

constexpr pg::Statement kMarkSent{"payments.mark_sent", R"sql(
  update claim set state = 'SENT', sent_on = $4::date, sent_by = $5, sample_seed = $6
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state in ('DRAFT', 'RETURNED'))sql"};

constexpr pg::Statement kMarkReturned{"payments.mark_returned", R"sql(
  update claim set state = 'RETURNED', sent_on = null, sent_by = null
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'SENT')sql"};

constexpr pg::Statement kBeginVerification{"payments.begin_verification", R"sql(
  update claim
     set state = 'IN_VERIFICATION', decided_on = $4::date, decided_by = $5, reference = $6,
         decision_marks = $7::jsonb, advance_refused = $8, refusal_reason = $9, cover_by = $10::date,
         decisions_recorded = decisions_recorded + 1
   where organisation_id = $1 and contract_id = $2 and sequence = $3
         and state in ('SENT', 'AWAITING_ANSWER'))sql"};

constexpr pg::Statement kInsertVerdicts{"payments.insert_verdicts", R"sql(
  insert into claim_refused_cost (organisation_id, contract_id, sequence, cost_id, reason, approved_eu_minor,
                                  approved_national_minor, approved_own_minor, unapproved_eu_minor,
                                  unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor,
                                  by_correction_national_minor, by_correction_own_minor, correction_reason,
                                  correction)
  select $1, $2, $3, v.cost_id, v.reason, c.requested_eu_minor - v.unapproved_eu - v.by_correction_eu,
         c.requested_national_minor - v.unapproved_national - v.by_correction_national,
         c.requested_own_minor - v.unapproved_own - v.by_correction_own, v.unapproved_eu,
         v.unapproved_national, v.unapproved_own, v.by_correction_eu, v.by_correction_national,
         v.by_correction_own, v.correction_reason, v.correction
    from jsonb_to_recordset($4::jsonb)
      as v (cost_id text, reason text, unapproved_eu bigint, unapproved_national bigint, unapproved_own bigint,
            by_correction_eu bigint, by_correction_national bigint, by_correction_own bigint,
            correction_reason text, correction text)
    join claim_cost as c on c.organisation_id = $1 and c.contract_id = $2 and c.sequence = $3
                        and c.cost_id = v.cost_id)sql"};

constexpr pg::Statement kWithdrawVerification{"payments.withdraw_verification", R"sql(
  update claim
     set state = 'SENT', decided_on = null, decided_by = null, reference = '', decision_marks = '[]',
         advance_refused = false, refusal_reason = '', cover_by = null
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'IN_VERIFICATION')sql"};

constexpr pg::Statement kDeleteRefusedCosts{"payments.delete_refused_costs", R"sql(
  delete from claim_refused_cost where organisation_id = $1 and contract_id = $2 and sequence = $3)sql"};

// $5 to $10 and $15 to $17 are null for an advance, $11 to $14 unless the claim is accepted, $20 to $22
// when no cap bound it.
constexpr pg::Statement kFinishVerification{"payments.finish_verification", R"sql(
  update claim
     set state = $4, approved_eu_minor = $5, approved_national_minor = $6, approved_own_minor = $7,
         refused_eu_minor = $8, refused_national_minor = $9, refused_own_minor = $10,
         payable_eu_minor = $11, payable_national_minor = $12, cleared_eu_minor = $13,
         cleared_national_minor = $14, by_correction_eu_minor = $15, by_correction_national_minor = $16,
         by_correction_own_minor = $17, to_recover_eu_minor = $18, to_recover_national_minor = $19,
         cash_cap_minor = $20, cash_before_minor = $21, advance_left_minor = $22
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'IN_VERIFICATION')sql"};

constexpr pg::Statement kInsertWithdrawal{"payments.insert_withdrawal", R"sql(
  insert into advance_withdrawal (organisation_id, contract_id, sequence, withdrawn_on, withdrawn_by, reason,
                                  before_sequence)
  values ($1, $2, $3, $4::date, $5, $6, $7))sql"};

constexpr pg::Statement kAddToPaid{"payments.add_to_paid", R"sql(
  update claim
     set paid_eu_minor = paid_eu_minor + $4, paid_national_minor = paid_national_minor + $5
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'ACCEPTED'
         and paid_eu_minor + deducted_eu_minor + $4 <= payable_eu_minor
         and paid_national_minor + deducted_national_minor + $5 <= payable_national_minor)sql"};

constexpr pg::Statement kAddToDeducted{"payments.add_to_deducted", R"sql(
  update claim
     set deducted_eu_minor = deducted_eu_minor + $4, deducted_national_minor = deducted_national_minor + $5
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'ACCEPTED'
         and paid_eu_minor + deducted_eu_minor + $4 <= payable_eu_minor
         and paid_national_minor + deducted_national_minor + $5 <= payable_national_minor)sql"};

constexpr pg::Statement kTakePaymentNumber{"payments.take_payment_number", R"sql(
  update contract set next_payment_number = next_payment_number + 1
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertPayment{"payments.insert_payment", R"sql(
  insert into payment (organisation_id, contract_id, payment_id, number, sequence, reason,
                       amount_eu_minor, amount_national_minor, amount_own_minor, currency, paid_on,
                       bank_reference, marks, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::date, $12, $13::jsonb, $14))sql"};

// Null while there is none.
constexpr pg::Statement kLatestPaidOn{"payments.latest_paid_on", R"sql(
  select max(settled_on)::text as paid_on
    from (select paid_on from payment as p
           where organisation_id = $1 and contract_id = $2 and sequence = $3
                 and not exists (select from payment_annulment as a
                                  where a.organisation_id = p.organisation_id and a.contract_id = p.contract_id
                                        and a.payment_id = p.payment_id)
           union all
          select deducted_on from debt_offset as o
           where organisation_id = $1 and contract_id = $2 and sequence = $3
                 and not exists (select from debt_offset_reversal as v
                                  where v.organisation_id = o.organisation_id and v.contract_id = o.contract_id
                                        and v.debt_id = o.debt_id and v.repayment = o.repayment)) as part (settled_on))sql"};

constexpr pg::Statement kLoadPayments{"payments.load_payments", R"sql(
  select payment.payment_id, sequence, payment.reason, amount_eu_minor, amount_national_minor, amount_own_minor,
         payment.currency, paid_on::text, bank_reference, marks, payment.recorded_by, to_eu_minor,
         to_national_minor, to_own_minor, annulled_on::text, annulment.reason as annulment_reason,
         annulment.reference as annulment_reference, annulled_by
    from payment
    left join payment_annulment as annulment
      on annulment.organisation_id = payment.organisation_id
         and annulment.contract_id = payment.contract_id and annulment.payment_id = payment.payment_id
    left join restated_amount as restated
      on restated.organisation_id = payment.organisation_id and restated.contract_id = payment.contract_id
         and restated.record = 'payments/' || payment.payment_id and restated.series = 'amount'
   where payment.organisation_id = $1 and payment.contract_id = $2
   order by length(payment.payment_id), payment.payment_id)sql"};

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
  return contract;
}

// As the service writes them, so that two decisions can be compared: jsonb keeps no spelling.
std::string CanonicalMarks(const std::string& json) {
  return convert::MarksToJson(convert::MarksFromJson(json));
}

// What is owed for an accepted claim, and what bound it.
void ReadCash(const pqxx::row& row, Claim* claim) {
  claim->payable = convert::PartsFromRow(row, "payable");
  if (!IsAdvance(claim->kind)) claim->cleared = convert::PartsFromRow(row, "cleared");
  const ThreePart to_recover = convert::PartsFromRow(row, "to_recover");
  if (!to_recover.eu.IsZero() || !to_recover.national.IsZero()) claim->to_recover = to_recover;
  if (row["cash_cap_minor"].is_null()) return;
  claim->limit = CashLimit{.cap = convert::MoneyFromRow(row, "cash_cap_minor"),
                           .before = convert::MoneyFromRow(row, "cash_before_minor"),
                           .advance_left = convert::MoneyFromRow(row, "advance_left_minor")};
}

// What secures a state-aid advance, and what was withdrawn of it.
void ReadStateAid(const pqxx::row& row, Claim* claim) {
  if (row["security_kind"].is_null()) return;
  const absl::StatusOr<Currency> currency = ParseCurrency(row["security_currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a row holds no currency");
  claim->security =
      AdvanceSecurity{.kind = row["security_kind"].as<std::string>(),
                      .issuer = row["security_issuer"].as<std::string>(),
                      .number = row["security_number"].as<std::string>(),
                      .amount = Money::Minor(row["security_minor"].as<int64_t>(), *currency),
                      .valid_until = convert::DayFromRow(row, "security_valid_until")};
  if (row["withdrawn_on"].is_null()) return;
  claim->withdrawal = Withdrawal{.withdrawn_on = convert::DayFromRow(row, "withdrawn_on"),
                                 .withdrawn_by = row["withdrawn_by"].as<std::string>(),
                                 .reason = row["withdrawal_reason"].as<std::string>(),
                                 .before_sequence = row["before_sequence"].as<int>()};
}

Claim ClaimFromRow(const pqxx::row& row) {
  const std::optional<ClaimKind> kind = ClaimKindOf(row["kind"].as<std::string>());
  const std::optional<ClaimState> state = ClaimStateOf(row["state"].as<std::string>());
  if (!kind.has_value() || !state.has_value()) throw std::runtime_error("a row holds no claim");
  Claim claim;
  claim.sequence = row["sequence"].as<int>();
  claim.kind = *kind;
  claim.state = *state;
  claim.requested = convert::PartsFromRow(row, "requested");
  if (!row["sent_on"].is_null()) {
    claim.sent_on = convert::DayFromRow(row, "sent_on");
    claim.sent_by = row["sent_by"].as<std::string>();
  }
  if (!row["decided_on"].is_null()) {
    claim.decision = Decision{.decided_on = convert::DayFromRow(row, "decided_on"),
                              .reference = row["reference"].as<std::string>(),
                              .verdicts = {},
                              .advance_refused = row["advance_refused"].as<bool>(),
                              .refusal_reason = row["refusal_reason"].as<std::string>(),
                              .marks_json = CanonicalMarks(row["decision_marks"].as<std::string>())};
    if (!row["cover_by"].is_null()) claim.decision->cover_by = convert::DayFromRow(row, "cover_by");
    claim.decided_by = row["decided_by"].as<std::string>();
  }
  claim.decisions_recorded = row["decisions_recorded"].as<int>();
  if (!row["approved_eu_minor"].is_null()) {
    claim.approved = convert::PartsFromRow(row, "approved");
    claim.refused = convert::PartsFromRow(row, "refused");
    claim.by_correction = convert::PartsFromRow(row, "by_correction");
  }
  if (!row["payable_eu_minor"].is_null()) ReadCash(row, &claim);
  claim.paid = convert::PartsFromRow(row, "paid");
  claim.package = row["package_sequence"].as<int>();
  if (!row["sample_seed"].is_null()) claim.sample_seed = row["sample_seed"].as<std::string>();
  const ThreePart deducted = convert::PartsFromRow(row, "deducted");
  if (!deducted.eu.IsZero() || !deducted.national.IsZero()) claim.deducted = deducted;
  ReadStateAid(row, &claim);
  claim.marks_json = row["marks"].as<std::string>();
  return claim;
}

// Costs and questions come ordered by claim, as the claims do; the claim of the next one.
std::vector<Claim>::iterator ClaimOfRow(const pqxx::row& row, std::vector<Claim>::iterator from,
                                        std::vector<Claim>& claims) {
  const int sequence = row["sequence"].as<int>();
  while (from != claims.end() && from->sequence != sequence) ++from;
  if (from == claims.end()) throw std::runtime_error("what belongs to a claim has none");
  return from;
}

void AddCosts(const pqxx::result& rows, std::vector<Claim>& claims) {
  auto claim = claims.begin();
  for (const pqxx::row& row : rows) {
    claim = ClaimOfRow(row, claim, claims);
    claim->costs.push_back({.id = row["cost_id"].as<std::string>(),
                            .paid_on = convert::DayFromRow(row, "paid_on"),
                            .requested = convert::PartsFromRow(row, "requested"),
                            .first_cost_id = row["first_cost_id"].as<std::string>(),
                            .again = convert::PartsFromRow(row, "again"),
                            .corrected = std::nullopt,
                            .contractor_advance = row["contractor_advance"].as<bool>()});
    if (!row["reason"].is_null() && claim->decision.has_value()) {
      claim->decision->verdicts.push_back(
          {.cost_id = claim->costs.back().id,
           .unapproved = convert::PartsFromRow(row, "unapproved"),
           .reason = row["reason"].as<std::string>(),
           .by_correction = convert::PartsFromRow(row, "by_correction"),
           .correction_reason = row["correction_reason"].as<std::string>(),
           .correction = row["correction"].as<std::string>()});
    }
  }
}

void AddQuestions(const pqxx::result& rows, std::vector<Claim>& claims) {
  auto claim = claims.begin();
  for (const pqxx::row& row : rows) {
    claim = ClaimOfRow(row, claim, claims);
    const std::optional<QuestionState> state = QuestionStateOf(row["state"].as<std::string>());
    if (!state.has_value()) throw std::runtime_error("a row holds no question");
    Question question{.number = row["question_number"].as<int>(),
                      .text = row["question"].as<std::string>(),
                      .asked_on = convert::DayFromRow(row, "asked_on"),
                      .asked_by = row["asked_by"].as<std::string>(),
                      .due_on = convert::DayFromRow(row, "due_on"),
                      .state = *state,
                      .answer = row["answer"].as<std::string>(),
                      .answered_by = row["answered_by"].as<std::string>(),
                      .closed_on = std::nullopt,
                      .suspension_days_max = row["suspension_days_max"].as<int>()};
    if (!row["closed_on"].is_null()) question.closed_on = convert::DayFromRow(row, "closed_on");
    claim->questions.push_back(std::move(question));
  }
}

void AddReturns(const pqxx::result& rows, std::vector<Claim>& claims) {
  auto claim = claims.begin();
  for (const pqxx::row& row : rows) {
    claim = ClaimOfRow(row, claim, claims);
    claim->returns.push_back({.number = row["return_number"].as<int>(),
                              .returned_on = convert::DayFromRow(row, "returned_on"),
                              .returned_by = row["returned_by"].as<std::string>(),
                              .reason = row["reason"].as<std::string>(),
                              .sent_on = convert::DayFromRow(row, "sent_on"),
                              .sent_by = row["sent_by"].as<std::string>()});
  }
}

nlohmann::json JsonOf(const ClaimCost& cost, std::size_t place) {
  return {{"cost_id", cost.id},
          {"paid_on", FormatDay(cost.paid_on)},
          {"place", place},
          {"requested_eu", cost.requested.eu.minor()},
          {"requested_national", cost.requested.national.minor()},
          {"requested_own", cost.requested.own.minor()},
          {"contractor_advance", cost.contractor_advance},
          {"first_cost_id", cost.first_cost_id},
          {"again_eu", cost.again.eu.minor()},
          {"again_national", cost.again.national.minor()},
          {"again_own", cost.again.own.minor()}};
}

nlohmann::json JsonOf(const CostVerdict& verdict) {
  return {{"cost_id", verdict.cost_id},
          {"reason", verdict.reason},
          {"unapproved_eu", verdict.unapproved.eu.minor()},
          {"unapproved_national", verdict.unapproved.national.minor()},
          {"unapproved_own", verdict.unapproved.own.minor()},
          {"by_correction_eu", verdict.by_correction.eu.minor()},
          {"by_correction_national", verdict.by_correction.national.minor()},
          {"by_correction_own", verdict.by_correction.own.minor()},
          {"correction_reason", verdict.correction_reason},
          {"correction", verdict.correction}};
}

std::vector<Claim> Load(pg::Tx& tx, const Contract& contract, int sequence) {
  std::vector<Claim> claims;
  for (const pqxx::row& row : tx.Run(kLoadClaims, contract.organisation, contract.id, sequence)) {
    claims.push_back(ClaimFromRow(row));
  }
  AddCosts(tx.Run(kLoadCosts, contract.organisation, contract.id, sequence), claims);
  AddQuestions(tx.Run(kLoadQuestions, contract.organisation, contract.id, sequence), claims);
  AddReturns(tx.Run(kLoadClaimReturns, contract.organisation, contract.id, sequence), claims);
  bool state_aid = false;
  for (Claim& claim : claims) {
    if (claim.decision.has_value()) SortVerdicts(*claim.decision);
    state_aid = state_aid || claim.kind == ClaimKind::kStateAidAdvance;
  }
  if (state_aid) state_aid::store::AddFacts(tx, contract, &claims);
  return claims;
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
  tx.Run(kSaveContract, contract.organisation, contract.id, number, contract.procedure,
         FormatDay(contract.concluded_on), FormatDay(contract.starts_on), amount.eu.minor(),
         amount.national.minor(), amount.own.minor(), std::string(CurrencyCode(amount.eu.currency())),
         contract.version);
}

bool WasAnswered(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                 const std::string& request_id) {
  return !tx.Run(kWasAnswered, organisation, scope.actor.subject, scope.method, request_id).empty();
}

std::vector<Claim> LoadClaims(pg::Tx& tx, const Contract& contract) { return Load(tx, contract, 0); }

absl::StatusOr<ContractClaims> LoadWithClaims(pg::Tx& tx, const std::string& contract_id,
                                              const std::string& name) {
  ContractClaims found;
  TRANCHE_ASSIGN_OR_RETURN(found.contract, FindContract(tx, contract_id, name));
  found.claims = LoadClaims(tx, found.contract);
  // Each statement sees what was committed before it. A conversion that came between was the only one.
  TRANCHE_ASSIGN_OR_RETURN(Contract after, FindContract(tx, contract_id, name));
  if (after.amount.eu.currency() == found.contract.amount.eu.currency()) return found;
  found.claims = LoadClaims(tx, after);
  found.contract = std::move(after);
  return found;
}

std::optional<Claim> LoadClaim(pg::Tx& tx, const Contract& contract, int sequence) {
  if (sequence < 1) return std::nullopt;
  std::vector<Claim> claims = Load(tx, contract, sequence);
  if (claims.empty()) return std::nullopt;
  return std::move(claims.front());
}

CashHistory LoadHistory(pg::Tx& tx, const Contract& contract, int but_sequence) {
  const pqxx::result rows = tx.Run(kLoadHistory, contract.organisation, contract.id, but_sequence);
  const auto sum = [&](const char* column) {
    return Money::Minor(rows[0][column].as<int64_t>(), contract.amount.eu.currency());
  };
  return {.advance = sum("advance_minor"),
          .interim = sum("interim_minor"),
          .cleared = sum("cleared_minor")};
}

std::optional<int> FindStanding(pg::Tx& tx, const Contract& contract, ClaimKind kind) {
  const pqxx::result rows =
      tx.Run(kFindStanding, contract.organisation, contract.id, std::string(Name(kind)));
  if (rows.empty()) return std::nullopt;
  return rows[0]["sequence"].as<int>();
}

std::map<std::string, int> FindClaimsOfCosts(pg::Tx& tx, const Contract& contract,
                                             const std::vector<std::string>& cost_ids) {
  std::map<std::string, int> claims;
  for (const pqxx::row& row :
       tx.Run(kFindClaimsOfCosts, contract.organisation, contract.id, absl::StrJoin(cost_ids, ","))) {
    claims[row["cost_id"].as<std::string>()] = row["sequence"].as<int>();
  }
  return claims;
}

std::map<std::string, ReclaimChain> FindChains(pg::Tx& tx, const Contract& contract,
                                               const std::vector<std::string>& cost_ids) {
  std::map<std::string, ReclaimChain> chains;
  for (const pqxx::row& row :
       tx.Run(kFindChains, contract.organisation, contract.id, absl::StrJoin(cost_ids, ","))) {
    chains[row["cost_id"].as<std::string>()] = {
        .first_cost_id = row["first_cost_id"].as<std::string>(),
        .reclaimable_minor = row["reclaimable_minor"].as<int64_t>()};
  }
  return chains;
}

void InsertDraft(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  const ThreePart& requested = claim.requested;
  // Null where there is no security.
  const auto of_security = [&](const auto& value) {
    return claim.security.has_value() ? std::optional(value(*claim.security)) : std::nullopt;
  };
  tx.Run(kInsertClaim, contract.organisation, contract.id, claim.sequence,
         std::string(Name(claim.kind)), requested.eu.minor(), requested.national.minor(),
         requested.own.minor(), std::string(CurrencyCode(requested.eu.currency())), claim.marks_json,
         claim.package, of_security([](const AdvanceSecurity& one) { return one.kind; }),
         of_security([](const AdvanceSecurity& one) { return one.issuer; }),
         of_security([](const AdvanceSecurity& one) { return one.number; }),
         of_security([](const AdvanceSecurity& one) { return one.amount.minor(); }),
         of_security([](const AdvanceSecurity& one) {
           return std::string(CurrencyCode(one.amount.currency()));
         }),
         of_security([](const AdvanceSecurity& one) { return FormatDay(one.valid_until); }),
         std::any_of(claim.costs.begin(), claim.costs.end(),
                     [](const ClaimCost& cost) { return cost.contractor_advance; }));
  if (!claim.costs.empty()) {
    nlohmann::json costs = nlohmann::json::array();
    for (const ClaimCost& cost : claim.costs) costs.push_back(JsonOf(cost, costs.size() + 1));
    tx.Run(kInsertCosts, contract.organisation, contract.id, claim.sequence, costs.dump());
  }
  const pqxx::result opened = tx.Run(kOpenClaim, contract.organisation, contract.id, claim.sequence);
  if (opened.affected_rows() != 1) throw std::runtime_error("a claim was opened beside another");
}

bool MarkSent(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  return tx.Run(
               kMarkSent, contract.organisation, contract.id, claim.sequence, FormatDay(*claim.sent_on),
               claim.sent_by,
               claim.sample_seed.empty() ? std::nullopt : std::optional<std::string>(claim.sample_seed))
             .affected_rows() == 1;
}

bool MarkReturned(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  return tx.Run(kMarkReturned, contract.organisation, contract.id, claim.sequence).affected_rows() == 1;
}

bool MoveClaim(pg::Tx& tx, const Contract& contract, const Claim& claim, ClaimState from) {
  return tx.Run(kMoveClaim, contract.organisation, contract.id, claim.sequence, std::string(Name(from)),
                std::string(Name(claim.state)))
             .affected_rows() == 1;
}

bool TakeBack(pg::Tx& tx, const Contract& contract, const Claim& claim, ClaimState from) {
  return MoveClaim(tx, contract, claim, from) &&
         tx.Run(kCloseClaim, contract.organisation, contract.id, claim.sequence, 0, 0)
                 .affected_rows() == 1;
}

void InsertQuestion(pg::Tx& tx, const Contract& contract, const Claim& claim,
                    const Question& question) {
  tx.Run(kInsertQuestion, contract.organisation, contract.id, claim.sequence, question.number,
         question.text, FormatDay(question.asked_on), question.asked_by, FormatDay(question.due_on),
         question.suspension_days_max);
}

bool CloseQuestion(pg::Tx& tx, const Contract& contract, const Claim& claim, const Question& question) {
  return tx.Run(kCloseQuestion, contract.organisation, contract.id, claim.sequence, question.number,
                std::string(Name(question.state)), question.answer, question.answered_by,
                FormatDay(*question.closed_on))
             .affected_rows() == 1;
}

static void InsertVerdicts(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  if (claim.decision->verdicts.empty()) return;
  nlohmann::json verdicts = nlohmann::json::array();
  for (const CostVerdict& verdict : claim.decision->verdicts) verdicts.push_back(JsonOf(verdict));
  tx.Run(kInsertVerdicts, contract.organisation, contract.id, claim.sequence, verdicts.dump());
}

bool BeginVerification(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  const Decision& decision = *claim.decision;
  const pqxx::result begun = tx.Run(
      kBeginVerification, contract.organisation, contract.id, claim.sequence,
      FormatDay(decision.decided_on), claim.decided_by, decision.reference, decision.marks_json,
      decision.advance_refused, decision.refusal_reason,
      decision.cover_by ? std::optional<std::string>(FormatDay(*decision.cover_by)) : std::nullopt);
  if (begun.affected_rows() != 1) return false;
  InsertVerdicts(tx, contract, claim);
  return true;
}

void ReplaceVerdicts(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  tx.Run(kDeleteRefusedCosts, contract.organisation, contract.id, claim.sequence);
  InsertVerdicts(tx, contract, claim);
}

bool WithdrawVerification(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  const pqxx::result withdrawn =
      tx.Run(kWithdrawVerification, contract.organisation, contract.id, claim.sequence);
  if (withdrawn.affected_rows() != 1) return false;
  tx.Run(kDeleteRefusedCosts, contract.organisation, contract.id, claim.sequence);
  return true;
}

bool FinishVerification(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  // Null where there is nothing, as of an advance.
  const auto minor = [](const std::optional<ThreePart>& parts, Money ThreePart::*part) {
    return parts.has_value() ? std::optional<int64_t>(((*parts).*part).minor()) : std::nullopt;
  };
  // An accepted advance clears nothing, and says so.
  const auto cleared = [&](Money ThreePart::*part) {
    if (!claim.payable.has_value()) return std::optional<int64_t>();
    return std::optional<int64_t>(minor(claim.cleared, part).value_or(0));
  };
  const auto limit = [&](Money CashLimit::*amount) {
    return claim.limit.has_value() ? std::optional<int64_t>(((*claim.limit).*amount).minor())
                                   : std::nullopt;
  };
  const pqxx::result finished = tx.Run(
      kFinishVerification, contract.organisation, contract.id, claim.sequence,
      std::string(Name(claim.state)), minor(claim.approved, &ThreePart::eu),
      minor(claim.approved, &ThreePart::national), minor(claim.approved, &ThreePart::own),
      minor(claim.refused, &ThreePart::eu), minor(claim.refused, &ThreePart::national),
      minor(claim.refused, &ThreePart::own), minor(claim.payable, &ThreePart::eu),
      minor(claim.payable, &ThreePart::national), cleared(&ThreePart::eu),
      cleared(&ThreePart::national), minor(claim.by_correction, &ThreePart::eu),
      minor(claim.by_correction, &ThreePart::national), minor(claim.by_correction, &ThreePart::own),
      minor(claim.to_recover, &ThreePart::eu).value_or(0),
      minor(claim.to_recover, &ThreePart::national).value_or(0), limit(&CashLimit::cap),
      limit(&CashLimit::before), limit(&CashLimit::advance_left));
  if (finished.affected_rows() != 1) return false;
  const auto grant_minor = [](const std::optional<ThreePart>& parts) {
    return parts.has_value() ? parts->eu.minor() + parts->national.minor() : 0;
  };
  const bool advance = IsAdvance(claim.kind);
  return tx.Run(kCloseClaim, contract.organisation, contract.id, claim.sequence,
                advance ? grant_minor(claim.payable) : 0, grant_minor(claim.cleared))
             .affected_rows() == 1;
}

void InsertWithdrawal(pg::Tx& tx, const Contract& contract, const Claim& advance) {
  const Withdrawal& withdrawal = *advance.withdrawal;
  tx.Run(kInsertWithdrawal, contract.organisation, contract.id, advance.sequence,
         FormatDay(withdrawal.withdrawn_on), withdrawal.withdrawn_by, withdrawal.reason,
         withdrawal.before_sequence);
}

bool AddToPaid(pg::Tx& tx, const Contract& contract, int sequence, const ThreePart& amount) {
  return tx.Run(kAddToPaid, contract.organisation, contract.id, sequence, amount.eu.minor(),
                amount.national.minor())
             .affected_rows() == 1;
}

bool AddToDeducted(pg::Tx& tx, const Contract& contract, int sequence, const ThreePart& amount) {
  return tx.Run(kAddToDeducted, contract.organisation, contract.id, sequence, amount.eu.minor(),
                amount.national.minor())
             .affected_rows() == 1;
}

void InsertPayment(pg::Tx& tx, const Contract& contract, const Payment& payment,
                   const std::string& number, const std::string& recorded_by) {
  const ThreePart& amount = payment.amount;
  tx.Run(kTakePaymentNumber, contract.organisation, contract.id);
  tx.Run(kInsertPayment, contract.organisation, contract.id, payment.id, number, payment.claim_sequence,
         payment.advance ? "ADVANCE_PAYMENT" : "APPROVED_EXPENSES", amount.eu.minor(),
         amount.national.minor(), amount.own.minor(), std::string(CurrencyCode(amount.eu.currency())),
         FormatDay(payment.paid_on), payment.bank_reference, payment.marks_json, recorded_by);
}

std::optional<absl::CivilDay> LatestPaidOn(pg::Tx& tx, const Contract& contract, int sequence) {
  const pqxx::result rows = tx.Run(kLatestPaidOn, contract.organisation, contract.id, sequence);
  if (rows[0]["paid_on"].is_null()) return std::nullopt;
  return convert::DayFromRow(rows[0], "paid_on");
}

std::vector<Payment> LoadPayments(pg::Tx& tx, const Contract& contract) {
  std::vector<Payment> payments = LoadAllPayments(tx, contract);
  payments.erase(std::remove_if(payments.begin(), payments.end(),
                                [](const Payment& one) { return one.annulment.has_value(); }),
                 payments.end());
  return payments;
}

std::vector<Payment> LoadAllPayments(pg::Tx& tx, const Contract& contract) {
  std::vector<Payment> payments;
  for (const pqxx::row& row : tx.Run(kLoadPayments, contract.organisation, contract.id)) {
    Payment payment{.id = row["payment_id"].as<std::string>(),
                    .claim_sequence = row["sequence"].as<int>(),
                    .advance = row["reason"].as<std::string>() == "ADVANCE_PAYMENT",
                    .amount = convert::PartsFromRow(row, "amount"),
                    .paid_on = convert::DayFromRow(row, "paid_on"),
                    .bank_reference = row["bank_reference"].as<std::string>(),
                    .marks_json = row["marks"].as<std::string>(),
                    .recorded = std::nullopt,
                    .recorded_by = row["recorded_by"].as<std::string>(),
                    .annulment = tranche::convert::AnnulmentFromRow(row)};
    if (!row["to_eu_minor"].is_null()) {
      payment.recorded = payment.amount;
      payment.amount = {
          .eu = Money::Minor(row["to_eu_minor"].as<int64_t>(), Currency::kEur),
          .national = Money::Minor(row["to_national_minor"].as<int64_t>(), Currency::kEur),
          .own = Money::Minor(row["to_own_minor"].as<int64_t>(), Currency::kEur)};
    }
    payments.push_back(std::move(payment));
  }
  return payments;
}

}  // namespace tranche::payments::store
