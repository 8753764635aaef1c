-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['bank_statement', 'bank_match', 'bank_match_part',
                                                 'bank_match_withdrawal']);

select organisation_id, next_statement, next_entry, next_match, recorded_at
  from payments.bank_register where false;
select organisation_id, statement_number, account, currency, bank_number, from_day, to_day, opening_minor,
       closing_minor, entry_count, new_entry_count, sha256, file_name, form, findings, imported_by, recorded_at
  from payments.bank_statement where false;
select organisation_id, entry_number, statement_number, account, entry_key, booked_on, value_on, amount_minor,
       currency, bank_reference, end_to_end_id, counterparty_name, counterparty_iban, remittance, place,
       matched_minor, recorded_at
  from payments.bank_entry where false;
select organisation_id, target_key, amount_minor, currency, matched_minor, recorded_at
  from payments.bank_target where false;
select organisation_id, match_number, contract_id, note, confirmed_by, recorded_at
  from payments.bank_match where false;
select organisation_id, match_number, part_number, entry_number, target_key, record, amount_minor, currency,
       recorded_at
  from payments.bank_match_part where false;
select organisation_id, match_number, reason, withdrawn_by, recorded_at
  from payments.bank_match_withdrawal where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['bank_statement_file_once', 'bank_entry_once', 'bank_entry_matched_within',
                      'bank_target_matched_within', 'bank_match_part_above_zero']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;

  select string_agg(attrelid::regclass || '.' || attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid = 'payments.bank_entry'::regclass and attnum > 0
         and attname not in ('matched_minor', 'explained_minor')  -- The latter by a later change.
         and has_column_privilege('svc_payments', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;
end $$;

rollback;
