-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while orders say what they pay: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.payment_order_document)
     or exists (select from payments.payment_order where own_transfer or near_duplicate_of is not null) then
    raise exception 'there are orders with documents, transfers or near duplicates; the older schema cannot hold these';
  end if;
end $$;
drop table payments.payment_order_document;
drop table payments.ordered_document;
drop function payments.keep_orders_within_document;
drop function payments.is_document_over_ordered;
drop index payments.payment_order_of_debtor;
drop index payments.payment_order_by_day;
alter table payments.payment_order
  drop constraint payment_order_pays_one_thing,
  drop constraint payment_order_not_to_itself,
  drop column near_duplicate_of,
  drop column own_transfer;

commit;
