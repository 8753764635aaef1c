-- SPDX-License-Identifier: EUPL-1.2
begin;

select approved_eu_minor, approved_national_minor, approved_own_minor, unapproved_eu_minor,
       unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor, by_correction_national_minor,
       by_correction_own_minor, correction_reason, correction
  from budgets.cost_decision where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['cost_decision_parts_not_negative', 'cost_decision_approved_in_full',
                      'cost_decision_reason']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;
end $$;

rollback;
