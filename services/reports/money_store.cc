// SPDX-License-Identifier: EUPL-1.2
#include "reports/money_store.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/calendar/civil.h"
#include "reports/money_facts_convert.h"

namespace tranche::reports::store {
namespace {

#define HELD(account, part)                                                                        \
  "coalesce(sum(case when p.debit = '" account "' then p." part "_minor when p.credit = '" account \
  "' then -p." part "_minor else 0 end), 0)::bigint as " account "_" part "_minor, "

// $1 organisation or '-', $2 contract, $3 as_of and $4 known_at ('infinity' for none), $5 the claim
// that is "this report" or 0, $6 whether one of the days is given; READS_JOURNAL is replaced. Each row
// is a fact of a section as JSON. The tables are entered by the keys of the one contract, and costs one
// by one by theirs; keys that are computed are computed before, since row security lets no function
// that may fail look into a table by an index.
constexpr char kMoney[] =
    R"sql(
  with ends as (
    select $3::date as as_of, ($4::date + 1)::timestamp at time zone 'Europe/Sofia' as known_before
  ), contract as materialized (
    select organisation_id, contract_id, number, currency from published.budget_contract
     where ($1 = '-' or organisation_id = $1) and contract_id = $2
  ), claims as materialized (
    select k.organisation_id, k.contract_id, k.sequence, k.kind, k.state, k.sent_on, k.decided_on, k.currency,
           k.requested_eu_minor, k.requested_national_minor, k.requested_own_minor, k.approved_eu_minor,
           k.approved_national_minor, k.approved_own_minor, k.refused_eu_minor, k.refused_national_minor,
           k.refused_own_minor, k.by_correction_eu_minor, k.by_correction_national_minor, k.by_correction_own_minor,
           k.payable_eu_minor, k.payable_national_minor, k.cleared_eu_minor, k.cleared_national_minor,
           k.to_recover_eu_minor, k.to_recover_national_minor, k.paid_eu_minor, k.paid_national_minor,
           k.as_advance_eu_minor, k.as_advance_national_minor, k.sent_on <= as_of and k.sent_recorded_at < known_before as sent,
           k.decided_on <= as_of and k.decided_recorded_at < known_before as decided
      from contract join published.claim as k using (organisation_id, contract_id) cross join ends
     where k.recorded_at < known_before
  ), reported as materialized (
    select distinct on (organisation_id) organisation_id, contract_id, sequence, decided, currency
      from claims where kind not in ('ADVANCE', 'STATE_AID_ADVANCE') and sent and ($5 = 0 or sequence = $5)
     order by organisation_id, sequence desc
  ), claimed as materialized (
    select k.organisation_id, k.contract_id, k.cost_id::bigint as cost_number, reported.currency,
           case when decided then left_eu_minor else requested_eu_minor end as eu_minor,
           case when decided then left_national_minor else requested_national_minor end as national_minor,
           case when decided then left_own_minor else requested_own_minor end as own_minor
      from reported join published.claim_cost as k using (organisation_id, contract_id, sequence)
  ), item as (
    select k.organisation_id, k.currency, k.eu_minor, k.national_minor, k.own_minor,
           (select c.line_code from published.cost_line as c
                  where c.organisation_id = k.organisation_id and c.contract_id = k.contract_id
                        and c.cost_number = k.cost_number) as line_code
      from claimed as k
  ), this_report as (
    select organisation_id, line_code, currency, sum(eu_minor)::bigint as eu_minor,
           sum(national_minor)::bigint as national_minor, sum(own_minor)::bigint as own_minor
      from item group by organisation_id, line_code, currency
  ), movement as (
    select m.organisation_id, m.line_code, m.eu_minor, m.national_minor, m.own_minor, m.by_transfer, m.held,
           m.valid_on <= as_of and m.recorded_at < known_before as counts
      from contract join published.budget_cap_movement as m using (organisation_id, contract_id) cross join ends
  ), moved as (
    select organisation_id, line_code,
           sum(eu_minor) filter (where not counts) as later_eu,
           sum(national_minor) filter (where not counts) as later_national,
           sum(own_minor) filter (where not counts) as later_own,
           sum(eu_minor) filter (where counts and by_transfer) as transferred_eu,
           sum(national_minor) filter (where counts and by_transfer) as transferred_national,
           sum(own_minor) filter (where counts and by_transfer) as transferred_own,
           sum(eu_minor) filter (where counts and not by_transfer) as modified_eu,
           sum(national_minor) filter (where counts and not by_transfer) as modified_national,
           sum(own_minor) filter (where counts and not by_transfer) as modified_own,
           sum(eu_minor) filter (where counts and held) as held_eu,
           sum(national_minor) filter (where counts and held) as held_national,
           sum(own_minor) filter (where counts and held) as held_own
      from movement group by organisation_id, line_code
  ), journal as (
    select )sql" HELD("reserved", "eu") HELD("reserved", "national") HELD("reserved", "own")
        HELD("spent", "eu") HELD("spent", "national") HELD("spent", "own") R"sql(
           p.organisation_id, p.line_code
      from contract join published.budget_posting as p using (organisation_id, contract_id) cross join ends
     where READS_JOURNAL and p.currency = contract.currency and p.valid_on <= as_of and p.recorded_at < known_before
     group by p.organisation_id, p.line_code
  ), line as (
    select l.organisation_id, l.code, l.title, l.currency,
           l.cap_eu_minor - coalesce(later_eu, 0) as cap_eu_minor,
           l.cap_national_minor - coalesce(later_national, 0) as cap_national_minor,
           l.cap_own_minor - coalesce(later_own, 0) as cap_own_minor,
           case when $6 then coalesce(j.reserved_eu_minor, 0) else l.reserved_eu_minor end as reserved_eu_minor,
           case when $6 then coalesce(j.reserved_national_minor, 0) else l.reserved_national_minor
           end as reserved_national_minor,
           case when $6 then coalesce(j.reserved_own_minor, 0) else l.reserved_own_minor end as reserved_own_minor,
           case when $6 then coalesce(j.spent_eu_minor, 0) else l.spent_eu_minor end as spent_eu_minor,
           case when $6 then coalesce(j.spent_national_minor, 0) else l.spent_national_minor
           end as spent_national_minor,
           case when $6 then coalesce(j.spent_own_minor, 0) else l.spent_own_minor end as spent_own_minor,
           coalesce(transferred_eu, 0) as transferred_eu_minor,
           coalesce(transferred_national, 0) as transferred_national_minor,
           coalesce(transferred_own, 0) as transferred_own_minor,
           coalesce(modified_eu, 0) as modified_eu_minor, coalesce(modified_national, 0) as modified_national_minor,
           coalesce(modified_own, 0) as modified_own_minor,
           coalesce(held_eu, 0) as held_eu_minor, coalesce(held_national, 0) as held_national_minor,
           coalesce(held_own, 0) as held_own_minor,
           coalesce(r.currency, l.currency) as this_report_currency,
           coalesce(r.eu_minor, 0) as this_report_eu_minor,
           coalesce(r.national_minor, 0) as this_report_national_minor,
           coalesce(r.own_minor, 0) as this_report_own_minor,
           coalesce(j.reserved_eu_minor, 0) as journal_reserved_eu_minor,
           coalesce(j.reserved_national_minor, 0) as journal_reserved_national_minor,
           coalesce(j.reserved_own_minor, 0) as journal_reserved_own_minor,
           coalesce(j.spent_eu_minor, 0) as journal_spent_eu_minor,
           coalesce(j.spent_national_minor, 0) as journal_spent_national_minor,
           coalesce(j.spent_own_minor, 0) as journal_spent_own_minor
      from contract join published.budget_line as l using (organisation_id, contract_id) cross join ends
      left join moved as m on m.organisation_id = l.organisation_id and m.line_code = l.code
      left join journal as j on j.organisation_id = l.organisation_id and j.line_code = l.code
      left join this_report as r on r.organisation_id = l.organisation_id and r.line_code = l.code
     where l.recorded_at < known_before
  ), claim as (
    select k.organisation_id, k.sequence, k.kind, k.currency,
           case when decided or sent_on is null then state
                when not coalesce(sent, false) then 'DRAFT'
                when state in ('ACCEPTED', 'REFUSED') then 'SENT'
                else state end as state,
           case when sent then sent_on end as sent_on, case when decided then decided_on end as decided_on,
           requested_eu_minor, requested_national_minor, requested_own_minor,
           coalesce(again.eu_minor, 0) as claimed_again_eu_minor,
           coalesce(again.national_minor, 0) as claimed_again_national_minor,
           coalesce(again.own_minor, 0) as claimed_again_own_minor,
           case when decided then coalesce(refused_eu_minor, 0) else 0 end as refused_eu_minor,
           case when decided then coalesce(refused_national_minor, 0) else 0 end as refused_national_minor,
           case when decided then coalesce(refused_own_minor, 0) else 0 end as refused_own_minor,
           case when decided then coalesce(by_correction_eu_minor, 0) else 0 end as by_correction_eu_minor,
           case when decided then coalesce(by_correction_national_minor, 0) else 0 end as by_correction_national_minor,
           case when decided then coalesce(by_correction_own_minor, 0) else 0 end as by_correction_own_minor,
           case when decided then coalesce(approved_eu_minor, 0) else 0 end as approved_eu_minor,
           case when decided then coalesce(approved_national_minor, 0) else 0 end as approved_national_minor,
           case when decided then coalesce(approved_own_minor, 0) else 0 end as approved_own_minor,
           case when decided then coalesce(payable_eu_minor, 0) else 0 end as payable_eu_minor,
           case when decided then coalesce(payable_national_minor, 0) else 0 end as payable_national_minor,
           0 as payable_own_minor,
           case when decided then coalesce(cleared_eu_minor, 0) else 0 end as cleared_eu_minor,
           case when decided then coalesce(cleared_national_minor, 0) else 0 end as cleared_national_minor,
           0 as cleared_own_minor,
           case when decided then to_recover_eu_minor else 0 end as to_recover_eu_minor,
           case when decided then to_recover_national_minor else 0 end as to_recover_national_minor,
           0 as to_recover_own_minor, paid_eu_minor, paid_national_minor, 0 as paid_own_minor,
           case when decided then as_advance_eu_minor else 0 end as as_advance_eu_minor,
           case when decided then as_advance_national_minor else 0 end as as_advance_national_minor,
           0 as as_advance_own_minor
      from claims as k
      left join lateral (select sum(c.again_eu_minor)::bigint as eu_minor,
                                sum(c.again_national_minor)::bigint as national_minor,
                                sum(c.again_own_minor)::bigint as own_minor
                           from published.claim_cost as c
                          where c.organisation_id = k.organisation_id and c.contract_id = k.contract_id
                                and c.sequence = k.sequence
                                and c.again_eu_minor + c.again_national_minor + c.again_own_minor > 0) as again
        on true
  ), payment as materialized (
    -- One that was annulled, as far as that was known, is nothing with its counter-booking.
    select p.organisation_id, p.payment_id, p.number, p.sequence, sum(p.eu_minor)::bigint as eu_minor,
           sum(p.national_minor)::bigint as national_minor, sum(p.own_minor)::bigint as own_minor, p.currency,
           p.paid_on, p.bank_reference, 'payments/' || p.contract_id || '/' || p.payment_id as target_key
      from contract join published.claim_payment as p using (organisation_id, contract_id) cross join ends
     where p.paid_on <= as_of and p.recorded_at < known_before
     group by p.organisation_id, p.contract_id, p.payment_id, p.number, p.sequence, p.currency, p.paid_on,
              p.bank_reference
    having sum(p.eu_minor) <> 0 or sum(p.national_minor) <> 0
  ), in_bank as (
    select p.organisation_id, p.payment_id, m.amount_minor, m.currency, m.booked_on, m.bank_reference, m.match_number,
           m.part_number
      from payment as p cross join ends
      join published.bank_match as m
        on m.organisation_id = p.organisation_id and m.target_key = p.target_key
     where m.booked_on <= as_of and m.recorded_at < known_before
  ), correction as (
    select distinct on (v.organisation_id, v.correction_id) v.organisation_id, v.correction_id,
           v.irregularity, v.version, v.percent_ten_thousandths, v.decided_on, v.eu_minor, v.national_minor, v.currency
      from contract join published.correction_version as v using (organisation_id, contract_id) cross join ends
     where v.decided_on <= as_of and v.recorded_at < known_before
     order by v.organisation_id, v.correction_id, v.version desc
  ), debt as materialized (
    select distinct on (v.organisation_id, v.debt_id) v.organisation_id, v.debt_id, v.number, v.status,
           v.served_on, v.eu_minor, v.national_minor, v.currency
      from contract join published.debt_version as v using (organisation_id, contract_id) cross join ends
     where v.effective_on <= as_of and v.recorded_at < known_before
     order by v.organisation_id, v.debt_id, v.version desc
  ), balance as (
    select b.organisation_id, b.debt_id, b.principal_eu_minor, b.principal_national_minor, b.repaid_principal_eu_minor,
           b.repaid_principal_national_minor, b.charged_interest_eu_minor, b.charged_interest_national_minor,
           b.repaid_interest_eu_minor, b.repaid_interest_national_minor, b.currency
      from contract join published.debt as b using (organisation_id, contract_id) where not $6
  ), interest as (
    select i.organisation_id, i.debt_id, i.currency, sum(i.eu_minor)::bigint as eu_minor,
           sum(i.national_minor)::bigint as national_minor, 0 as own_minor
      from contract join published.debt_interest as i using (organisation_id, contract_id) cross join ends
     where $6 and i.to_on <= as_of and i.recorded_at < known_before
     group by i.organisation_id, i.debt_id, i.currency
  ), repaid as (
    select r.organisation_id, r.debt_id, r.currency,
           sum(r.to_principal_eu_minor)::bigint as principal_eu_minor,
           sum(r.to_principal_national_minor)::bigint as principal_national_minor, 0 as principal_own_minor,
           sum(r.to_interest_eu_minor)::bigint as interest_eu_minor,
           sum(r.to_interest_national_minor)::bigint as interest_national_minor, 0 as interest_own_minor
      from contract join published.debt_repayment as r using (organisation_id, contract_id) cross join ends
     where $6 and r.repaid_on <= as_of and r.recorded_at < known_before
     group by r.organisation_id, r.debt_id, r.currency
  ), deduction as (
    select d.organisation_id, d.sequence, d.currency, d.eu_minor, d.national_minor, d.own_minor
      from contract join published.claim_deduction as d using (organisation_id, contract_id) cross join ends
     where d.deducted_on <= as_of and d.recorded_at < known_before
  ), closing as (
    select c.organisation_id, c.closed_on
      from contract join published.contract_closing as c using (organisation_id, contract_id) cross join ends
     where c.closed_on <= as_of and c.recorded_at < known_before
  ), conversion as (
    select contract.organisation_id, r.converted_on, r.before_eu_minor, r.before_national_minor, r.before_own_minor,
           r.after_eu_minor, r.after_national_minor, r.after_own_minor, b.contract_id is not null as budget,
           b.before_eu_minor as budget_before_eu_minor, b.before_national_minor as budget_before_national_minor,
           b.before_own_minor as budget_before_own_minor, b.after_eu_minor as budget_after_eu_minor,
           b.after_national_minor as budget_after_national_minor, b.after_own_minor as budget_after_own_minor,
           p.contract_id is not null as payments,
           r.contract_id is null and contract.currency = 'BGN' as is_left_in_lev
      from contract
      left join published.contract_redenomination as r
        on r.organisation_id = contract.organisation_id and r.contract_id = contract.contract_id
      left join published.budget_redenomination as b
        on b.organisation_id = contract.organisation_id and b.contract_id = contract.contract_id
      left join published.payments_redenomination as p
        on p.organisation_id = contract.organisation_id and p.contract_id = contract.contract_id
     where not $6 and (r.contract_id is not null or exists (select from published.contract_redenomination as o
                                                             where o.organisation_id = contract.organisation_id))
  ), left_in_lev as (
    select c.organisation_id, c.cost_number
      from contract join published.cost_left_in_lev as c using (organisation_id, contract_id)
     where READS_JOURNAL and not $6
     order by c.organisation_id, c.cost_number limit 50
  ), fact (section, organisation_id, place, facts) as (
    select 0, organisation_id, '{0}'::numeric[],
           jsonb_build_object('number', number, 'currency', currency,
                              'claim', (select sequence from reported as r
                                         where r.organisation_id = contract.organisation_id))
      from contract
    union all
    select 1, organisation_id, '{0}', to_jsonb(a)
      from contract join published.budget_amount as a using (organisation_id, contract_id)
    union all
    select 2, organisation_id, array[version], to_jsonb(v)
      from contract join published.contract_version as v using (organisation_id, contract_id) cross join ends
     where v.concluded_on <= as_of and v.recorded_at < known_before
    union all
    select 3, organisation_id, string_to_array(code, '.')::numeric[], to_jsonb(line) from line
    union all
    select 4, organisation_id, array[sequence], to_jsonb(claim) from claim
    union all
    select 5, organisation_id, '{0}', to_jsonb(payment) from payment
    union all
    select 6, organisation_id, array[match_number, part_number], to_jsonb(in_bank) from in_bank
    union all
    select 7, organisation_id, array[correction_id], to_jsonb(correction) from correction
    union all
    select 8, organisation_id, array[debt_id], to_jsonb(debt) from debt
    union all
    select 9, organisation_id, array[debt_id], to_jsonb(interest) from interest
    union all
    select 10, organisation_id, array[debt_id], to_jsonb(repaid) from repaid
    union all
    select 13, organisation_id, array[debt_id], to_jsonb(balance) from balance
    union all
    select 11, organisation_id, array[sequence], to_jsonb(deduction) from deduction
    union all
    select 12, organisation_id, '{0}', to_jsonb(closing) from closing
    union all
    select 14, organisation_id, '{0}', to_jsonb(conversion) from conversion
    union all
    select 15, organisation_id, array[cost_number], to_jsonb(left_in_lev) from left_in_lev
  )
  select section, organisation_id, facts::text as facts from fact
   order by organisation_id, section, place, length(facts ->> 'number'), facts ->> 'number')sql";

// Two statements, so that the one that leaves the journal alone is planned as cheap as it is, once for
// a connection: its plan takes longer than it runs.
const pg::Statement& StatementOf(bool reads_journal) {
  static const auto* const kWithout =
      new std::string(absl::StrReplaceAll(kMoney, {{"READS_JOURNAL", "false"}}));
  static const auto* const kWith =
      new std::string(absl::StrReplaceAll(kMoney, {{"READS_JOURNAL", "true"}}));
  static const pg::Statement without{"reports.money", kWithout->c_str()};
  static const pg::Statement with{"reports.money_with_journal", kWith->c_str()};
  return reads_journal ? with : without;
}

}  // namespace

std::vector<MoneyFacts> FindMoney(pg::Tx& tx, const MoneyQuestion& question) {
  const bool dated = question.as_of || question.known_at;
  const pqxx::result rows =
      tx.Run(StatementOf(dated || question.read_journal), question.organisation, question.contract,
             question.as_of ? FormatDay(*question.as_of) : "infinity",
             question.known_at ? FormatDay(*question.known_at) : "infinity", question.claim, dated);
  std::vector<MoneyFacts> found;
  for (const pqxx::row& row : rows) {
    const int section = row["section"].as<int>();
    const nlohmann::json facts = nlohmann::json::parse(row["facts"].as<std::string>());
    if (section == kContractSection) {
      BeginContract(row["organisation_id"].as<std::string>(), facts, &found);
      found.back().dated = dated;
      found.back().journal_is_read = question.read_journal;
    } else {
      AddFact(section, facts, &found.back());
    }
  }
  return found;
}

}  // namespace tranche::reports::store
