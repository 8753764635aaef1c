-- SPDX-License-Identifier: EUPL-1.2
begin;

select claim_sequence, given_up_by, evidence from payments.payment_order where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['payment_order_claim', 'payment_order_state', 'payment_order_given_up_by_paper',
                      'payment_order_given_up_by_other']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of orders are missing: %', problems;
  end if;
  if (select count(*) from pg_catalog.pg_trigger
       where tgname in ('payment_order_within_payable', 'claim_deducted_beside_orders') and tgenabled = 'O') <> 2 then
    raise exception 'more of a claim may be ordered and deducted than is payable';
  end if;
  if has_column_privilege('svc_payments', 'payments.payment_order', 'claim_sequence', 'UPDATE') then
    raise exception 'svc_payments may change which claim an order pays';
  end if;
end $$;

rollback;
