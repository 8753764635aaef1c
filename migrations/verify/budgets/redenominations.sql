-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['cost', 'cost_decision', 'posting', 'redenomination',
                                                'redenomination_line', 'restated_cost', 'cost_original',
                                                'exchange_rate']);

select organisation_id, contract_id, transfer_number, from_line, to_line, contract_version, eu_minor, national_minor,
       own_minor, currency
  from budgets.transfer_now where false;
select organisation_id, contract_id, posting_id, line_code, cost_number, transfer_number, revision_version, debit,
       credit, eu_minor, national_minor, own_minor, currency, valid_on, recorded_at
  from budgets.posting_now where false;
select organisation_id, contract_id, converted_on, recorded_at, rate, before_eu_minor, after_eu_minor
  from published.budget_redenomination where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['redenomination_done', 'redenomination_line_within_cap', 'restated_cost_adds_up',
                      'cost_original_amounts', 'exchange_rate_range', 'posting_takes_back']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard conversions are missing: %', problems;
  end if;
  if has_table_privilege('svc_budgets', 'budgets.redenomination', 'INSERT')
     or has_table_privilege('svc_budgets', 'budgets.restated_cost', 'INSERT')
     or has_column_privilege('svc_budgets', 'budgets.line', 'currency', 'UPDATE') then
    raise exception 'svc_budgets may convert without budgets.redenominate';
  end if;
  -- The worked examples of the law, and an amount below zero as its mirror image.
  if (budgets.to_euro(37800850), budgets.to_euro(195), budgets.to_euro(196), budgets.to_euro(1), budgets.to_euro(-195))
     <> (19327268, 100, 100, 1, -100)
     or (budgets.to_euro_wage(31000), budgets.to_euro_wage(107700), budgets.to_euro_wage(62000))
        <> (15850, 55067, 31700) then
    raise exception 'lev are not converted by the law';
  end if;
end $$;

rollback;
