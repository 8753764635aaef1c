-- SPDX-License-Identifier: EUPL-1.2
-- Which documents of costs an order pays, so that none is paid twice; transfers between own accounts; orders that look
-- like another.
begin;

set local role own_payments;

alter table payments.payment_order
  add column own_transfer boolean not null default false,
  add column near_duplicate_of integer,
  add constraint payment_order_near_duplicate_of foreign key (organisation_id, near_duplicate_of)
    references payments.payment_order (organisation_id, order_number),
  add constraint payment_order_near_duplicate_earlier check (near_duplicate_of < order_number),
  -- ORD-9, see SettleOrder.
  add constraint payment_order_not_to_itself check (creditor_account <> debtor_account or claim_sequence is not null)
    not valid,
  add constraint payment_order_pays_one_thing check (not own_transfer or claim_sequence is null);
comment on column payments.payment_order.own_transfer is 'Money moves between two accounts of the organisation.';
comment on column payments.payment_order.near_duplicate_of is
  'Order that looks the same, beside which this one was made all the same; null: none.';
create index payment_order_by_day on payments.payment_order (organisation_id, execute_on);
create index payment_order_of_debtor on payments.payment_order (organisation_id, debtor_account);

create table payments.ordered_document (
  organisation_id text not null,
  document_key text not null,
  target_key text not null,
  number text not null,
  issuer text not null,
  amount_minor bigint not null,
  currency text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, document_key),
  constraint ordered_document_above_zero check (amount_minor > 0),
  constraint ordered_document_currency check (currency in ('BGN', 'EUR'))
);
comment on table payments.ordered_document is
  'Documents of costs that orders pay, as budgets told of them when the last of these orders was made.';
comment on column payments.ordered_document.document_key is
  'Equal for all costs of the document, whichever lines and contracts they are of (Cost.document_key of budgets).';
comment on column payments.ordered_document.target_key is 'The same document among what movements are matched with.';
comment on column payments.ordered_document.amount_minor is 'What the document says.';

create table payments.payment_order_document (
  organisation_id text not null,
  order_number integer not null,
  cost_id text not null,
  document_key text not null,
  amount_minor bigint not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, order_number, cost_id),
  constraint payment_order_document_order foreign key (organisation_id, order_number)
    references payments.payment_order (organisation_id, order_number),
  constraint payment_order_document_document foreign key (organisation_id, document_key)
    references payments.ordered_document (organisation_id, document_key),
  constraint payment_order_document_above_zero check (amount_minor > 0)
);
comment on table payments.payment_order_document is
  'What an order pays of each document, in the currency of the order; never changed after.';
create index payment_order_document_of on payments.payment_order_document (organisation_id, document_key);

select platform.keep_to_organisation('payments.ordered_document');
select platform.keep_to_organisation('payments.payment_order_document');

grant select, insert, update (target_key, number, issuer, amount_minor, currency) on payments.ordered_document
  to svc_payments;
grant select, insert on payments.payment_order_document to svc_payments;

-- Of a document what is in orders that were paid or may still be; in euro as soon as one of them is, lev by the fixed rate.
create function payments.is_document_over_ordered(in_organisation text, in_document text) returns boolean
language sql stable set search_path = payments, pg_temp as $$
  with part as (
    select p.amount_minor, o.currency
      from payment_order_document as p
      join payment_order as o on o.organisation_id = p.organisation_id and o.order_number = p.order_number
     where p.organisation_id = in_organisation and p.document_key = in_document
           and (o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
                or exists (select from order_contradiction as said
                            where said.organisation_id = o.organisation_id and said.order_number = o.order_number
                                  and said.said = 'BANK_PAID'))
  ), unit as (
    select d.amount_minor, d.currency,
           d.currency = 'EUR' or exists (select from part where part.currency = 'EUR') as is_euro
      from ordered_document as d
     where d.organisation_id = in_organisation and d.document_key = in_document
  )
  select coalesce((select sum(case when unit.is_euro and part.currency = 'BGN'
                                   then round(part.amount_minor * 100000 / 195583.0) else part.amount_minor end)
                     from part)
                  > case when unit.is_euro and unit.currency = 'BGN'
                         then round(unit.amount_minor * 100000 / 195583.0) else unit.amount_minor end, false)
    from unit
$$;
grant execute on function payments.is_document_over_ordered to svc_payments;
comment on function payments.is_document_over_ordered is 'Whether more of a document is ordered or paid by order than it says.';

-- ORD-8, see CheckDocuments, which holds the register of orders.
create function payments.keep_orders_within_document() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  if is_document_over_ordered(new.organisation_id, new.document_key) then
    raise exception 'more of a document is ordered than it says'
      using errcode = 'check_violation', constraint = 'payment_order_within_document';
  end if;
  return null;
end $$;
create trigger payment_order_within_document after insert on payments.payment_order_document
  for each row execute function payments.keep_orders_within_document();

commit;
