-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_budgets;

-- Gives back to the documents what the decisions on these costs left unapproved; called once, after the
-- decisions are there. Document by document, so that they are locked in one order and each is found by its key.
create or replace function budgets.release_documents(in_organisation text, in_contract text, in_cost_numbers bigint[])
returns void
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  back record;
begin
  for back in
    select c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on, sum(c.minor)::bigint as minor
      from unnest(in_cost_numbers) as n (cost_number)
     cross join lateral (
       select k.document_number_folded, k.issuer_folded, k.document_type, k.issued_on,
              (select x.unapproved_eu_minor + x.unapproved_national_minor + x.unapproved_own_minor
                 from cost_decision as x
                where x.organisation_id = in_organisation and x.contract_id = in_contract
                      and x.cost_number = k.cost_number) as minor
         from cost as k
        where k.organisation_id = in_organisation and k.contract_id = in_contract
              and k.cost_number = n.cost_number
       offset 0) as c
     where c.minor > 0
     group by c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on
     order by c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on
  loop
    update document as d
       set claimed_minor = d.claimed_minor - back.minor
     where d.organisation_id = in_organisation and d.number_folded = back.document_number_folded
           and d.issuer_folded = back.issuer_folded and d.document_type = back.document_type
           and d.issued_on = back.issued_on;
  end loop;
end $$;

create or replace view published.budget_posting as
  select organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor, currency,
         valid_on, recorded_at, transfer_number is not null or revision_version is not null as moves_cap
    from budgets.posting;
drop view published.budget_redenomination;
drop view budgets.transfer_now;
drop view budgets.posting_now;
drop function budgets.redenominate;
drop function budgets.restate_terms;
drop function budgets.restate_documents;
drop function budgets.restate_journal;
drop function budgets.restate_costs;
drop function budgets.share_of;
drop function budgets.to_euro_wage;
drop function budgets.to_euro;
alter table budgets.line_limit
  drop constraint line_limit_rounding,
  drop constraint line_limit_not_exceeded,
  add constraint line_limit_not_exceeded check (used_minor <= cap_minor),
  drop column rounding_minor;
alter table budgets.posting
  drop constraint posting_rounds_cap,
  drop constraint posting_takes_back,
  add constraint posting_takes_back
    check (debit <> 'cap' or num_nonnulls(transfer_number, revision_version) = 1),
  drop column is_rounding,
  drop column restates;
drop table budgets.exchange_rate;
drop table budgets.cost_original;
drop table budgets.restated_cost;
drop table budgets.redenomination_line;
drop table budgets.redenomination;

commit;
