-- SPDX-License-Identifier: EUPL-1.2
-- What the bank says of an order against the end that it has: kept with the order until a movement settles it.
begin;

set local role own_payments;

create table payments.order_contradiction (
  organisation_id text not null,
  order_number integer not null,
  contradiction integer not null,
  said text not null,
  order_state text not null,
  source text not null,
  reason text not null default '',
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, order_number, contradiction),
  constraint order_contradiction_order foreign key (organisation_id, order_number)
    references payments.payment_order (organisation_id, order_number),
  constraint order_contradiction_number check (contradiction >= 1),
  constraint order_contradiction_said check (said in ('BANK_PAID', 'BANK_REFUSED')),
  -- ORD-7: the same word of the same file is kept once.
  constraint order_contradiction_once unique (organisation_id, order_number, said, source)
);
comment on table payments.order_contradiction is
  'Answers and movements of the bank that the end of an order does not allow; they moved nothing.';
comment on column payments.order_contradiction.source is
  'Reference of the file that the answer is about, or name of the file of the statement.';

-- A movement that bears the reference of an order.
create index bank_entry_of_order on payments.bank_entry (organisation_id, end_to_end_id) where end_to_end_id <> '';

select platform.keep_to_organisation('payments.order_contradiction');
grant select, insert on payments.order_contradiction to svc_payments;

-- ORD-5: what the bank has paid against an order's end counts as paid, see SumOrders.
create or replace function payments.ordered_of_claim(in_organisation text, in_contract text, in_sequence integer)
returns bigint
language sql stable set search_path = payments, pg_temp as $$
  select coalesce(sum(case when o.currency = c.currency then o.amount_minor
                           else round(o.amount_minor * 100000 / 195583.0) end), 0)::bigint
    from claim as c
    join payment_order as o
      on o.organisation_id = c.organisation_id and o.contract_id = c.contract_id and o.claim_sequence = c.sequence
         and (o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
              or exists (select from order_contradiction as said
                          where said.organisation_id = o.organisation_id and said.order_number = o.order_number
                                and said.said = 'BANK_PAID'))
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.sequence = in_sequence
$$;

commit;
