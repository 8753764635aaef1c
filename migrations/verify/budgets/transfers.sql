-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['transfer', 'revision_line']);

select organisation_id, contract_id, transfer_number, from_line, to_line, eu_minor, national_minor, own_minor,
       currency, contract_version, valid_on, reason, document, limit_percent, base_line, base_minor,
       moved_before_minor, limit_minor, legal_source, verified, recorded_by, recorded_at
  from budgets.transfer where false;
select organisation_id, contract_id, contract_version, state, amount_eu_minor, amount_national_minor,
       amount_own_minor, currency, valid_on, recorded_by, recorded_at, ended_at
  from budgets.revision where false;
select organisation_id, contract_id, contract_version, line_code, before_eu_minor, before_national_minor,
       before_own_minor, after_eu_minor, after_national_minor, after_own_minor, currency
  from budgets.revision_line where false;
select transfer_number, revision_version from budgets.posting where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['transfer_above_limit', 'transfer_not_positive', 'transfer_same_line', 'posting_movement',
                      'posting_about_one', 'posting_takes_back', 'revision_ended']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;

  -- Only these move a cap, and they move only what is on record.
  select string_agg(wanted, ', ') into problems
    from unnest(array['carry_out_transfer', 'hold_revision', 'end_revision', 'restate_line']) as wanted
   where not exists (select from pg_catalog.pg_proc
                      where proname = wanted and pronamespace = 'budgets'::regnamespace and prosecdef);
  if problems is not null then
    raise exception 'functions that move caps do not run as the owner: %', problems;
  end if;

  if has_any_column_privilege('svc_budgets', 'budgets.revision', 'UPDATE')
     or has_column_privilege('svc_budgets', 'budgets.revision', 'state', 'INSERT') then
    raise exception 'svc_budgets may say by itself where a revision stands';
  end if;
  if to_regclass('budgets.revision_open') is null then
    raise exception 'two revisions may be open on a budget';
  end if;
end $$;

rollback;
