-- SPDX-License-Identifier: EUPL-1.2
begin;

select beneficiary from payments.contract where false;

do $$
declare
  missing text;
begin
  select string_agg(wanted, ', ') into missing
    from unnest(array['contract_beneficiary', 'claim_security', 'claim_security_holds']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if missing is not null then
    raise exception 'constraints are missing: %', missing;
  end if;
  if not has_column_privilege('svc_payments', 'payments.contract', 'beneficiary', 'UPDATE')
     or has_column_privilege('svc_payments', 'payments.claim', 'security_minor', 'UPDATE') then
    raise exception 'svc_payments cannot follow what kind a beneficiary is, or may change a security';
  end if;
end $$;

rollback;
