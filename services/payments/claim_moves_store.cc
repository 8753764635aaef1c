// SPDX-License-Identifier: EUPL-1.2
// What is written of a claim from its draft to its money.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "payments/payments_store.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::store {
namespace {

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

}  // namespace

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

}  // namespace tranche::payments::store
