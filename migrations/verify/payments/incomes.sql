-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['income', 'income_decision', 'income_annulment']);
select organisation_id, contract_id, income_id, claim_sequence, amount_minor, currency, earned_on, description, document,
       marks, recorded_by, recorded_at
  from payments.income where false;
select organisation_id, contract_id, income_id, income_minor, lowers_eu_minor, lowers_national_minor, currency,
       decided_on, reason, reference, recorded_by, decided_by, recorded_at
  from payments.income_decision where false;
select organisation_id, contract_id, income_id, annulled_on, reason, reference, recorded_by, annulled_by, recorded_at
  from payments.income_annulment where false;
select income_id from payments.debt where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['income_once', 'income_claim', 'income_above_zero', 'income_decided_once', 'income_decision_of',
                      'income_decision_within_income', 'income_decided_by_other', 'income_annulled_once',
                      'income_annulment_of', 'income_annulled_by_other', 'debt_income',
                      'debt_of_income_names_it']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of incomes are missing: %', problems;
  end if;
  if to_regclass('payments.debt_one_of_income') is null then
    raise exception 'an income may be two debts';
  end if;
  if has_table_privilege('svc_payments', 'payments.income', 'update')
     or has_table_privilege('svc_payments', 'payments.income_decision', 'update')
     or has_table_privilege('svc_payments', 'payments.income_annulment', 'update') then
    raise exception 'facts of incomes may be changed';
  end if;
end $$;

rollback;
