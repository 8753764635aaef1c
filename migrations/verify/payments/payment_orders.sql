-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['payment_file', 'payment_file_order']);

select organisation_id, next_order, next_file, recorded_at from payments.order_register where false;
select organisation_id, file_number, message_id, content, sha256, made_by, recorded_at
  from payments.payment_file where false;
select organisation_id, order_number, contract_id, end_to_end_id, debtor_account, creditor_name,
       creditor_account, amount_minor, currency, remittance, execute_on, state, created_by, approved_by,
       file_number, reason, recorded_at
  from payments.payment_order where false;
select organisation_id, file_number, order_number, recorded_at from payments.payment_file_order where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['payment_order_end_to_end_once', 'payment_order_above_zero',
                      'payment_order_approved_by_other', 'payment_order_approved_before_sent',
                      'payment_order_sent_in_file', 'payment_file_message_once']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;

  select string_agg(attrelid::regclass || '.' || attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid = 'payments.payment_order'::regclass and attnum > 0
         and attname not in ('state', 'approved_by', 'file_number', 'reason',
                             'given_up_by', 'evidence')  -- The last two by a later change.
         and has_column_privilege('svc_payments', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;
end $$;

rollback;
