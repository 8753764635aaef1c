-- SPDX-License-Identifier: EUPL-1.2
begin;

select security_kind, security_issuer, security_number, security_minor, security_currency, security_valid_until, cover_by
  from payments.claim where false;
select organisation_id, contract_id, sequence, withdrawn_on, withdrawn_by, reason, before_sequence, recorded_at
  from payments.advance_withdrawal where false;

do $$
declare
  missing text;
begin
  select string_agg(name, ', ') into missing
    from unnest(array['claim_security', 'claim_cover_by', 'claim_decision_adds_up', 'claim_payable_adds_up']) as name
   where not exists (select from pg_constraint where conname = name and convalidated);
  if missing is not null then
    raise exception 'constraints are missing: %', missing;
  end if;
  if has_any_column_privilege('svc_payments', 'payments.advance_withdrawal', 'UPDATE')
     or has_table_privilege('svc_payments', 'payments.advance_withdrawal', 'DELETE')
     or has_column_privilege('svc_payments', 'payments.claim', 'security_minor', 'UPDATE') then
    raise exception 'svc_payments may change what secures an advance or what was withdrawn';
  end if;
end $$;

rollback;
