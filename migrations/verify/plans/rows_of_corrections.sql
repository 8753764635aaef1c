-- SPDX-License-Identifier: EUPL-1.2
begin;

select document_place from plans.correction where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['correction_row_says_what', 'correction_value_has_a_path']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'plans'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of corrections are missing: %', problems;
  end if;
  if has_table_privilege('svc_plans', 'plans.correction', 'UPDATE')
     or has_column_privilege('svc_plans', 'plans.correction', 'document_place', 'UPDATE') then
    raise exception 'svc_plans may change a correction';
  end if;
end $$;

rollback;
