-- SPDX-License-Identifier: EUPL-1.2
begin;

select requested_eu_minor, requested_national_minor, requested_own_minor, first_cost_id, again_eu_minor,
       again_national_minor, again_own_minor, attempt
  from payments.claim_cost where false;
select approved_eu_minor, approved_national_minor, approved_own_minor, unapproved_eu_minor,
       unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor, by_correction_national_minor,
       by_correction_own_minor, correction_reason, correction
  from payments.claim_refused_cost where false;
select by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor
  from payments.claim where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['claim_cost_again_within_requested', 'claim_cost_once', 'claim_decision_adds_up',
                      'claim_refused_cost_parts_not_negative', 'claim_refused_cost_something',
                      'claim_refused_cost_reasons']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;
  if has_any_column_privilege('svc_payments', 'payments.claim_cost', 'UPDATE')
     or has_any_column_privilege('svc_payments', 'payments.claim_refused_cost', 'UPDATE') then
    raise exception 'svc_payments may change what a claim asks for or what a verification says';
  end if;
end $$;

rollback;
