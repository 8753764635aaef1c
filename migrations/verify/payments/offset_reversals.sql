-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['debt_offset', 'debt_offset_reversal']);
select organisation_id, contract_id, debt_id, repayment, to_interest_eu_minor, to_interest_national_minor,
       to_principal_eu_minor, to_principal_national_minor, currency, taken_back_on, reason, reference, taken_back_by,
       recorded_at
  from payments.debt_offset_reversal where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['debt_offset_reversal_once', 'debt_offset_reversal_of', 'debt_offset_reversal_below_zero',
                      'debt_offset_reversal_has_reason']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of deductions that are taken back are missing: %', problems;
  end if;
  if not exists (select from pg_catalog.pg_trigger where tgname = 'debt_offset_reversal_whole' and tgenabled = 'O') then
    raise exception 'a part of a deduction may be taken back';
  end if;
  if pg_get_viewdef('published.claim_deduction'::regclass) not like '%debt_offset_reversal%' then
    raise exception 'reports do not see deductions that were taken back';
  end if;
end $$;

rollback;
