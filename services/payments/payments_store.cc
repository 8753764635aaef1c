// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_store.h"

#include <stdexcept>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::store {
namespace {

constexpr pg::Statement kFindContract{"payments.find_contract", R"sql(
  select organisation_id, contract_id, procedure, concluded_on::text, starts_on::text, amount_eu_minor,
         amount_national_minor, amount_own_minor, currency, version, next_claim_sequence,
         next_payment_number, open_claim
    from contract where contract_id = $1 limit 2)sql"};

constexpr pg::Statement kLockContract{"payments.lock_contract", R"sql(
  select organisation_id, contract_id, procedure, concluded_on::text, starts_on::text, amount_eu_minor,
         amount_national_minor, amount_own_minor, currency, version, next_claim_sequence,
         next_payment_number, open_claim
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
         refused_national_minor, refused_own_minor, paid_eu_minor, paid_national_minor, paid_own_minor,
         marks
    from claim
   where organisation_id = $1 and contract_id = $2 and ($3::integer = 0 or sequence = $3::integer)
   order by sequence)sql"};

constexpr pg::Statement kLoadCosts{"payments.load_costs", R"sql(
  select cost.sequence, cost.cost_id, cost.paid_on::text, refused.reason
    from claim_cost cost
    left join claim_refused_cost refused
      on refused.organisation_id = cost.organisation_id and refused.contract_id = cost.contract_id
         and refused.sequence = cost.sequence and refused.cost_id = cost.cost_id
   where cost.organisation_id = $1 and cost.contract_id = $2
         and ($3::integer = 0 or cost.sequence = $3::integer)
   order by cost.sequence, cost.place)sql"};

constexpr pg::Statement kFindStanding{"payments.find_standing", R"sql(
  select sequence from claim
   where organisation_id = $1 and contract_id = $2 and kind = $3 and state <> 'REFUSED'
   order by sequence limit 1)sql"};

// Neither segments of names nor days hold a comma.
constexpr pg::Statement kFindClaimsOfCosts{"payments.find_claims_of_costs", R"sql(
  select cost_id, sequence from claim_cost
   where organisation_id = $1 and contract_id = $2 and cost_id = any (string_to_array($3, ',')))sql"};

constexpr pg::Statement kInsertClaim{"payments.insert_claim", R"sql(
  insert into claim (organisation_id, contract_id, sequence, kind, state, requested_eu_minor,
                     requested_national_minor, requested_own_minor, currency, marks)
  values ($1, $2, $3, $4, 'DRAFT', $5, $6, $7, $8, $9::jsonb))sql"};

constexpr pg::Statement kInsertCosts{"payments.insert_costs", R"sql(
  insert into claim_cost (organisation_id, contract_id, sequence, cost_id, paid_on, place)
  select $1, $2, $3, cost_id, paid_on, place
    from unnest(string_to_array($4, ','), string_to_array($5, ',')::date[])
         with ordinality as given (cost_id, paid_on, place))sql"};

constexpr pg::Statement kOpenClaim{"payments.open_claim", R"sql(
  update contract set open_claim = next_claim_sequence, next_claim_sequence = next_claim_sequence + 1
   where organisation_id = $1 and contract_id = $2 and next_claim_sequence = $3 and open_claim is null)sql"};

constexpr pg::Statement kCloseClaim{"payments.close_claim", R"sql(
  update contract set open_claim = null
   where organisation_id = $1 and contract_id = $2 and open_claim = $3)sql"};

constexpr pg::Statement kMarkSent{"payments.mark_sent", R"sql(
  update claim set state = 'SENT', sent_on = $4::date, sent_by = $5
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'DRAFT')sql"};

constexpr pg::Statement kBeginVerification{"payments.begin_verification", R"sql(
  update claim
     set state = 'IN_VERIFICATION', decided_on = $4::date, decided_by = $5, reference = $6,
         decision_marks = $7::jsonb, advance_refused = $8, refusal_reason = $9,
         decisions_recorded = decisions_recorded + 1
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'SENT')sql"};

constexpr pg::Statement kInsertRefusedCost{"payments.insert_refused_cost", R"sql(
  insert into claim_refused_cost (organisation_id, contract_id, sequence, cost_id, reason)
  values ($1, $2, $3, $4, $5))sql"};

constexpr pg::Statement kWithdrawVerification{"payments.withdraw_verification", R"sql(
  update claim
     set state = 'SENT', decided_on = null, decided_by = null, reference = '', decision_marks = '[]',
         advance_refused = false, refusal_reason = ''
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'IN_VERIFICATION')sql"};

constexpr pg::Statement kDeleteRefusedCosts{"payments.delete_refused_costs", R"sql(
  delete from claim_refused_cost where organisation_id = $1 and contract_id = $2 and sequence = $3)sql"};

// $5 to $10 are null for an advance.
constexpr pg::Statement kFinishVerification{"payments.finish_verification", R"sql(
  update claim
     set state = $4, approved_eu_minor = $5, approved_national_minor = $6, approved_own_minor = $7,
         refused_eu_minor = $8, refused_national_minor = $9, refused_own_minor = $10
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'IN_VERIFICATION')sql"};

constexpr pg::Statement kAddToPaid{"payments.add_to_paid", R"sql(
  update claim
     set paid_eu_minor = paid_eu_minor + $4, paid_national_minor = paid_national_minor + $5
   where organisation_id = $1 and contract_id = $2 and sequence = $3 and state = 'ACCEPTED'
         and paid_eu_minor + $4
             <= case kind when 'ADVANCE' then requested_eu_minor else approved_eu_minor end
         and paid_national_minor + $5
             <= case kind when 'ADVANCE' then requested_national_minor else approved_national_minor end)sql"};

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
  select max(paid_on)::text as paid_on from payment
   where organisation_id = $1 and contract_id = $2 and sequence = $3)sql"};

constexpr pg::Statement kLoadPayments{"payments.load_payments", R"sql(
  select payment_id, sequence, reason, amount_eu_minor, amount_national_minor, amount_own_minor,
         currency, paid_on::text, bank_reference, marks
    from payment where organisation_id = $1 and contract_id = $2
   order by length(payment_id), payment_id)sql"};

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
  return contract;
}

// As the service writes them, so that two decisions can be compared: jsonb keeps no spelling.
std::string CanonicalMarks(const std::string& json) {
  return convert::MarksToJson(convert::MarksFromJson(json));
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
                              .refused_costs = {},
                              .advance_refused = row["advance_refused"].as<bool>(),
                              .refusal_reason = row["refusal_reason"].as<std::string>(),
                              .marks_json = CanonicalMarks(row["decision_marks"].as<std::string>())};
    claim.decided_by = row["decided_by"].as<std::string>();
  }
  claim.decisions_recorded = row["decisions_recorded"].as<int>();
  if (!row["approved_eu_minor"].is_null()) {
    claim.approved = convert::PartsFromRow(row, "approved");
    claim.refused = convert::PartsFromRow(row, "refused");
  }
  claim.paid = convert::PartsFromRow(row, "paid");
  claim.marks_json = row["marks"].as<std::string>();
  return claim;
}

// Costs come ordered by claim, as the claims do.
void AddCosts(const pqxx::result& rows, std::vector<Claim>& claims) {
  auto claim = claims.begin();
  for (const pqxx::row& row : rows) {
    const int sequence = row["sequence"].as<int>();
    while (claim != claims.end() && claim->sequence != sequence) ++claim;
    if (claim == claims.end()) throw std::runtime_error("a cost has no claim");
    claim->costs.push_back(
        {.id = row["cost_id"].as<std::string>(), .paid_on = convert::DayFromRow(row, "paid_on")});
    if (!row["reason"].is_null() && claim->decision.has_value()) {
      claim->decision->refused_costs.push_back(
          {.cost_id = claim->costs.back().id, .reason = row["reason"].as<std::string>()});
    }
  }
}

std::vector<Claim> Load(pg::Tx& tx, const Contract& contract, int sequence) {
  std::vector<Claim> claims;
  for (const pqxx::row& row : tx.Run(kLoadClaims, contract.organisation, contract.id, sequence)) {
    claims.push_back(ClaimFromRow(row));
  }
  AddCosts(tx.Run(kLoadCosts, contract.organisation, contract.id, sequence), claims);
  for (Claim& claim : claims) {
    if (claim.decision.has_value()) SortRefusedCosts(*claim.decision);
  }
  return claims;
}

}  // namespace

absl::StatusOr<Contract> FindContract(pg::Tx& tx, const std::string& contract_id,
                                      const std::string& name) {
  const pqxx::result rows = tx.Run(kFindContract, contract_id);
  if (rows.empty()) return Refuse("NOT_FOUND", {{"name", name}});
  if (rows.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", name}});
  return ContractFromRow(rows[0]);
}

absl::StatusOr<Contract> LockContract(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLockContract, contract.organisation, contract.id);
  if (rows.empty()) return Refuse("NOT_FOUND", {{"name", contract.id}});
  return ContractFromRow(rows[0]);
}

void SaveContract(pg::Tx& tx, const Contract& contract, const std::string& number) {
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

std::optional<Claim> LoadClaim(pg::Tx& tx, const Contract& contract, int sequence) {
  if (sequence < 1) return std::nullopt;
  std::vector<Claim> claims = Load(tx, contract, sequence);
  if (claims.empty()) return std::nullopt;
  return std::move(claims.front());
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

void InsertDraft(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  const ThreePart& requested = claim.requested;
  tx.Run(kInsertClaim, contract.organisation, contract.id, claim.sequence,
         std::string(Name(claim.kind)), requested.eu.minor(), requested.national.minor(),
         requested.own.minor(), std::string(CurrencyCode(requested.eu.currency())), claim.marks_json);
  if (!claim.costs.empty()) {
    std::vector<std::string> ids;
    std::vector<std::string> days;
    for (const ClaimCost& cost : claim.costs) {
      ids.push_back(cost.id);
      days.push_back(FormatDay(cost.paid_on));
    }
    tx.Run(kInsertCosts, contract.organisation, contract.id, claim.sequence, absl::StrJoin(ids, ","),
           absl::StrJoin(days, ","));
  }
  const pqxx::result opened = tx.Run(kOpenClaim, contract.organisation, contract.id, claim.sequence);
  if (opened.affected_rows() != 1) throw std::runtime_error("a claim was opened beside another");
}

bool MarkSent(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  return tx.Run(kMarkSent, contract.organisation, contract.id, claim.sequence,
                FormatDay(*claim.sent_on), claim.sent_by)
             .affected_rows() == 1;
}

bool BeginVerification(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  const Decision& decision = *claim.decision;
  const pqxx::result begun =
      tx.Run(kBeginVerification, contract.organisation, contract.id, claim.sequence,
             FormatDay(decision.decided_on), claim.decided_by, decision.reference, decision.marks_json,
             decision.advance_refused, decision.refusal_reason);
  if (begun.affected_rows() != 1) return false;
  for (const RefusedCost& refused : decision.refused_costs) {
    tx.Run(kInsertRefusedCost, contract.organisation, contract.id, claim.sequence, refused.cost_id,
           refused.reason);
  }
  return true;
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
  const pqxx::result finished =
      tx.Run(kFinishVerification, contract.organisation, contract.id, claim.sequence,
             std::string(Name(claim.state)), minor(claim.approved, &ThreePart::eu),
             minor(claim.approved, &ThreePart::national), minor(claim.approved, &ThreePart::own),
             minor(claim.refused, &ThreePart::eu), minor(claim.refused, &ThreePart::national),
             minor(claim.refused, &ThreePart::own));
  if (finished.affected_rows() != 1) return false;
  return tx.Run(kCloseClaim, contract.organisation, contract.id, claim.sequence).affected_rows() == 1;
}

bool AddToPaid(pg::Tx& tx, const Contract& contract, int sequence, const ThreePart& amount) {
  return tx.Run(kAddToPaid, contract.organisation, contract.id, sequence, amount.eu.minor(),
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
  std::vector<Payment> payments;
  for (const pqxx::row& row : tx.Run(kLoadPayments, contract.organisation, contract.id)) {
    payments.push_back({.id = row["payment_id"].as<std::string>(),
                        .claim_sequence = row["sequence"].as<int>(),
                        .advance = row["reason"].as<std::string>() == "ADVANCE_PAYMENT",
                        .amount = convert::PartsFromRow(row, "amount"),
                        .paid_on = convert::DayFromRow(row, "paid_on"),
                        .bank_reference = row["bank_reference"].as<std::string>(),
                        .marks_json = row["marks"].as<std::string>()});
  }
  return payments;
}

}  // namespace tranche::payments::store
