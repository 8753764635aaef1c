-- SPDX-License-Identifier: EUPL-1.2
begin;

select closed_on, closed_by, closing_reference, closed_recorded_at, closings, reopening_reason
  from payments.contract where false;
select organisation_id, contract_id, closed_on, closed_by, recorded_at from published.contract_closing where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['contract_closing_is_known', 'contract_closed_has_no_open_claim']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of closings are missing: %', problems;
  end if;
  if not has_table_privilege('svc_reports', 'published.contract_closing', 'SELECT') then
    raise exception 'svc_reports may not read published.contract_closing';
  end if;
end $$;

rollback;
