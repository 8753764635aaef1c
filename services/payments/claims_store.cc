// SPDX-License-Identifier: EUPL-1.2
// Claims as they stand.
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_join.h"
#include "payments/payments_store.h"
#include "payments/securities/security_store.h"
#include "payments/state_aid/state_aid_store.h"
#include "platform/base/status_macros.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::store {
namespace {

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
         withdrawn_on::text, withdrawn_by, withdrawal.reason as withdrawal_reason, before_sequence,
         earned.leva_minor as income_leva_minor, earned.euro_minor as income_euro_minor
    from claim
    left join advance_withdrawal as withdrawal using (organisation_id, contract_id, sequence)
    left join lateral (
      select sum(i.amount_minor) filter (where i.currency = 'BGN')::bigint as leva_minor,
             sum(i.amount_minor) filter (where i.currency = 'EUR')::bigint as euro_minor
        from income as i
       where i.organisation_id = claim.organisation_id and i.contract_id = claim.contract_id
             and i.claim_sequence = claim.sequence
             and not exists (select from income_annulment as a
                              where a.organisation_id = i.organisation_id and a.contract_id = i.contract_id
                                    and a.income_id = i.income_id)) as earned on true
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

// What secures an advance, and what was withdrawn of one under state aid.
void ReadSecurity(const pqxx::row& row, Claim* claim) {
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

// What of the income is in lev while the claim is in euro is converted in one sum.
std::optional<Money> IncomeFromRow(const pqxx::row& row, Currency currency) {
  const auto sum = [&](const char* column, Currency of) {
    return Money::Minor(row[column].is_null() ? 0 : row[column].as<int64_t>(), of);
  };
  if (row["income_leva_minor"].is_null() && row["income_euro_minor"].is_null()) return std::nullopt;
  const Money leva = sum("income_leva_minor", Currency::kBgn);
  if (currency == Currency::kBgn) return leva;
  const absl::StatusOr<Money> converted = ConvertToEuro(leva, Rounding::kHalfUp);
  if (!converted.ok()) throw std::runtime_error("income in lev that has no amount in euro");
  const absl::StatusOr<Money> whole = Add(*converted, sum("income_euro_minor", Currency::kEur));
  if (!whole.ok()) throw std::runtime_error("incomes that have no sum");
  return *whole;
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
  ReadSecurity(row, &claim);
  claim.additional_income = IncomeFromRow(row, claim.requested.eu.currency());
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

std::vector<Claim> Load(pg::Tx& tx, const Contract& contract, int sequence) {
  std::vector<Claim> claims;
  for (const pqxx::row& row : tx.Run(kLoadClaims, contract.organisation, contract.id, sequence)) {
    claims.push_back(ClaimFromRow(row));
  }
  AddCosts(tx.Run(kLoadCosts, contract.organisation, contract.id, sequence), claims);
  AddQuestions(tx.Run(kLoadQuestions, contract.organisation, contract.id, sequence), claims);
  AddReturns(tx.Run(kLoadClaimReturns, contract.organisation, contract.id, sequence), claims);
  bool state_aid = false;
  bool secured = false;
  for (Claim& claim : claims) {
    if (claim.decision.has_value()) SortVerdicts(*claim.decision);
    state_aid = state_aid || claim.kind == ClaimKind::kStateAidAdvance;
    secured = secured || claim.security.has_value();
  }
  if (secured) securities::store::AddSteps(tx, contract, &claims);
  if (state_aid) state_aid::store::AddFacts(tx, contract, &claims);
  return claims;
}

}  // namespace

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

}  // namespace tranche::payments::store
