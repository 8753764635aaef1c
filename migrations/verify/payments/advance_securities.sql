-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, contract_id, sequence, part, amount_eu_minor, amount_national_minor, currency, withdrawn_on,
       withdrawn_by, reason, before_sequence, recorded_at
  from payments.advance_withdrawn_part where false;
select organisation_id, contract_id, sequence, step, kind, done_on, valid_until, amount_minor, currency, reference, reason,
       recorded_by, recorded_at
  from payments.advance_security_step where false;

do $$
declare
  problems text;
begin
  select string_agg(name, ', ') into problems
    from unnest(array['advance_withdrawn_part', 'advance_security_step']) as name
   where has_any_column_privilege('svc_payments', 'payments.' || name, 'UPDATE')
         or has_table_privilege('svc_payments', 'payments.' || name, 'DELETE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;
  if not exists (select from pg_constraint where conname = 'advance_security_step_states' and convalidated) then
    raise exception 'a step of a security may state anything';
  end if;
end $$;

rollback;
