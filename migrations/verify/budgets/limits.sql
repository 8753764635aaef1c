-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['cost', 'cost_decision', 'posting', 'credit_note']);

select organisation_id, contract_id, code, title, lines, fixed_minor, percent_hundredths, base_lines, source, base_minor,
       cap_minor, used_minor, currency, recorded_at
  from budgets.line_limit where false;
select limits from budgets.line where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['line_limit_not_exceeded', 'line_limit_cap', 'line_limit_kind', 'line_limit_percent']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard limits are missing: %', problems;
  end if;
  select string_agg(attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid = 'budgets.line_limit'::regclass and attnum > 0 and attname <> 'used_minor'
         and has_column_privilege('svc_budgets', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_budgets may change % of a limit', problems;
  end if;
  if has_table_privilege('svc_budgets', 'budgets.line_limit', 'INSERT, DELETE, TRUNCATE') then
    raise exception 'svc_budgets may set limits past set_limits';
  end if;
  if has_column_privilege('svc_budgets', 'budgets.line', 'limits', 'UPDATE') then
    raise exception 'svc_budgets may free a line of its limits';
  end if;
  if not exists (select from pg_catalog.pg_proc
                  where oid = 'budgets.record_cost'::regproc and 'enable_seqscan=off' = any (proconfig)
                        and prosrc like '%take_from_limits%' and prosrc like '%COST_ON_SIMPLIFIED_LINE%') then
    raise exception 'budgets.record_cost passes limits or simplified lines by';
  end if;
end $$;

rollback;
