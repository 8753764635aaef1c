-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reports');

-- What the reports read, as the role that reads it.
set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, contract_id, number, currency, recorded_at from published.budget_contract where false;
select organisation_id, contract_id, code, title, cap_eu_minor, cap_national_minor, cap_own_minor,
       reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor, spent_national_minor,
       spent_own_minor, refused_minor, currency, recorded_at
  from published.budget_line where false;
select organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor, currency,
       valid_on, recorded_at
  from published.budget_posting where false;
select organisation_id, contract_id, payment_id, reason, eu_minor, national_minor, own_minor, currency, paid_on,
       recorded_at
  from published.payment where false;
reset role;

-- Nothing else that another service owns.
do $$
declare
  found_text text;
begin
  select string_agg(format('%s of %s', privilege, pg_class.oid::regclass), ', ') into found_text
    from pg_catalog.pg_class
    join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace,
         unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as privilege
   where nspname not in ('reports', 'pg_catalog', 'information_schema') and relkind in ('r', 'p', 'v', 'm')
         and has_table_privilege('svc_reports', pg_class.oid, privilege)
         and not (nspname = 'published' and privilege = 'SELECT');
  if found_text is not null then
    raise exception 'svc_reports has rights that it must not have: %', found_text;
  end if;
end $$;

rollback;
