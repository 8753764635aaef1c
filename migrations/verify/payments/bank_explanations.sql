-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array[]::text[]);
select organisation_id, explanation_number, contract_id, entry_number, kind, note, amount_minor, currency, state,
       explained_by, confirmed_by, withdrawn_by, withdrawal_reason, recorded_at
  from payments.bank_explanation where false;
select explained_minor from payments.bank_entry where false;
select next_explanation from payments.bank_register where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['bank_entry_explained_within', 'bank_explanation_confirmed_by_other',
                      'bank_explanation_money_out_confirmed', 'bank_explanation_withdrawn_with_reason']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of explained movements are missing: %', problems;
  end if;
  if not exists (select from pg_catalog.pg_index
                  where indexrelid = 'payments.bank_explanation_one_of_entry'::regclass and indisunique) then
    raise exception 'a movement may have two explanations';
  end if;
  if has_column_privilege('svc_payments', 'payments.bank_explanation', 'note', 'UPDATE') then
    raise exception 'svc_payments may change what was explained';
  end if;
end $$;

rollback;
