-- SPDX-License-Identifier: EUPL-1.2
begin;

select advance_owed_minor, cleared_minor from payments.contract where false;
select payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor, to_recover_eu_minor,
       to_recover_national_minor, cash_cap_minor, cash_before_minor, advance_left_minor
  from payments.claim where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['contract_cleared_within_advance', 'claim_payable_adds_up', 'claim_cash_within_cap',
                      'claim_cash_is_known', 'claim_to_recover', 'claim_paid_within_owed']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;
end $$;

rollback;
