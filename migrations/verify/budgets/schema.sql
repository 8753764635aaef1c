-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['cost', 'cost_decision', 'posting']);

select organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor, amount_own_minor,
       currency, starts_on, ends_on, version, budgeted_at, last_cost_number, recorded_at
  from budgets.contract where false;
select organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor, cap_own_minor,
       reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor, spent_national_minor,
       spent_own_minor, refused_minor, currency, marks, recorded_at
  from budgets.line where false;
select organisation_id, contract_id, cost_number, line_code, document_type, document_number,
       document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on, document_total_minor,
       claimed_minor, claimed_eu_minor, claimed_national_minor, claimed_own_minor, left_on_line_minor, currency,
       marks, recorded_at
  from budgets.cost where false;
select organisation_id, contract_id, cost_number, approved, reason, decided_on, decided_by, recorded_at
  from budgets.cost_decision where false;
select organisation_id, contract_id, posting_id, line_code, cost_number, debit, credit, eu_minor, national_minor,
       own_minor, currency, valid_on, recorded_at
  from budgets.posting where false;

do $$
declare
  problems text;
  share record;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['line_cap_eu', 'line_cap_national', 'line_cap_own', 'line_not_negative', 'cost_duplicate',
                      'cost_parts_add_up', 'cost_already_decided', 'posting_movement']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;

  select string_agg(attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid = 'budgets.line'::regclass and attnum > 0
         and attname in ('organisation_id', 'contract_id', 'code', 'cap_eu_minor', 'cap_national_minor',
                         'cap_own_minor', 'currency')
         and has_column_privilege('svc_budgets', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_budgets may change % of a line', problems;
  end if;

  select string_agg(name, ', ') into problems
    from unnest(array['published.budget_contract', 'published.budget_line', 'published.budget_posting']) as name
   where not has_table_privilege('svc_reports', name, 'SELECT')
         or has_table_privilege('svc_reports', name, 'INSERT, UPDATE, DELETE');
  if problems is not null then
    raise exception 'svc_reports must read and only read %', problems;
  end if;

  select eu_part, national_part, own_part into share from budgets.next_split(8500, 1500, 0, 213, 37, 0, 250);
  if (share.eu_part, share.national_part, share.own_part) <> (212, 38, 0) then
    raise exception 'budgets.next_split gives % for the second 2.50', share;
  end if;
end $$;

rollback;
