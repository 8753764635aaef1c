-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['payment_order_document']);
select own_transfer, near_duplicate_of from payments.payment_order where false;
select organisation_id, document_key, target_key, number, issuer, amount_minor, currency, recorded_at
  from payments.ordered_document where false;
select organisation_id, order_number, cost_id, document_key, amount_minor, recorded_at
  from payments.payment_order_document where false;

do $$
begin
  if has_any_column_privilege('svc_payments', 'payments.payment_order_document', 'UPDATE')
     or has_table_privilege('svc_payments', 'payments.payment_order_document', 'DELETE')
     or has_column_privilege('svc_payments', 'payments.payment_order', 'own_transfer', 'UPDATE') then
    raise exception 'svc_payments may change what an order pays';
  end if;
  if not exists (select from pg_trigger where tgname = 'payment_order_within_document' and tgenabled = 'O') then
    raise exception 'a document may be ordered beyond what it says';
  end if;
end $$;

rollback;
