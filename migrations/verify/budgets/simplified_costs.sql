-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['cost', 'cost_decision', 'posting', 'credit_note', 'simplified_cost']);

select support_form from budgets.line where false;
select organisation_id, contract_id, line_code, form, items, kind, percent_hundredths, base_lines,
       limit_percent_hundredths, legal_source, verified, source, currency, set_by, recorded_at
  from budgets.line_terms where false;
select organisation_id, contract_id, cost_number, line_code, form, item, attempt, title, quantity_hundredths, evidence,
       person, year, price_minor, base_minor, percent_hundredths
  from budgets.simplified_cost where false;
select organisation_id, person, year, hours_hundredths, max_hundredths from budgets.person_hours where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['line_terms_form', 'simplified_cost_form', 'hours_above_year', 'line_support_form']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard simplified costs are missing: %', problems;
  end if;
  if to_regclass('budgets.lump_sum_claimed') is null then
    raise exception 'a lump sum may be claimed twice';
  end if;
  if has_table_privilege('svc_budgets', 'budgets.line_terms', 'INSERT, UPDATE, DELETE, TRUNCATE')
     or has_column_privilege('svc_budgets', 'budgets.line', 'support_form', 'UPDATE') then
    raise exception 'svc_budgets may change terms past set_terms';
  end if;
end $$;

rollback;
