-- SPDX-License-Identifier: EUPL-1.2
begin;

select credited_minor, credited_currency from payments.ordered_document where false;
select other_account from payments.bank_explanation where false;

do $$
begin
  if to_regclass('payments.payment_order_by_amount') is null then
    raise exception 'orders are not found by their amount';
  end if;
  if pg_get_functiondef('payments.is_document_over_ordered'::regproc) not like '%credited_minor%' then
    raise exception 'credit notes do not lower what may be ordered of a document';
  end if;
  if has_column_privilege('svc_payments', 'payments.bank_explanation', 'other_account', 'UPDATE') then
    raise exception 'svc_payments may change the other side of a transfer';
  end if;
  if not exists (select from pg_catalog.pg_constraint where conname = 'bank_explanation_other_account' and convalidated) then
    raise exception 'a transfer between own accounts may leave out the other account';
  end if;
end $$;

rollback;
