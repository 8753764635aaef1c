-- SPDX-License-Identifier: EUPL-1.2
-- Orders of claims and of documents are added up exactly and rounded once, however large they are.
begin;

set local role own_payments;

-- Euro cents for stotinki, to the nearest cent: no amount lies just between two. A quotient that is rounded twice, as division
-- and round() do, is a cent too much from about 10 thousand million on.
create function payments.lev_in_euro(stotinki numeric) returns numeric
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select sign(stotinki) * div(2 * abs(stotinki) * 100000 + 195583, 2 * 195583)
$$;
grant execute on function payments.lev_in_euro to svc_payments;
comment on function payments.lev_in_euro is 'By the fixed rate, 1 EUR = 1.95583 BGN, rounded once.';

-- ORD-5, see SumOrders: what lies in lev beside euro is rounded as one sum. A sum need not fit what a single amount does.
drop function payments.ordered_of_claim;
create function payments.ordered_of_claim(in_organisation text, in_contract text, in_sequence integer)
returns numeric
language sql stable set search_path = payments, pg_temp as $$
  select coalesce(sum(o.amount_minor) filter (where o.currency = c.currency), 0)
         + lev_in_euro(coalesce(sum(o.amount_minor) filter (where o.currency <> c.currency), 0))
    from claim as c
    join payment_order as o
      on o.organisation_id = c.organisation_id and o.contract_id = c.contract_id and o.claim_sequence = c.sequence
         and (o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
              or exists (select from order_contradiction as said
                          where said.organisation_id = o.organisation_id and said.order_number = o.order_number
                                and said.said = 'BANK_PAID'))
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.sequence = in_sequence
$$;
grant execute on function payments.ordered_of_claim to svc_payments;
comment on function payments.ordered_of_claim is 'Sum of the orders of a claim that were paid or may still be, in its currency.';

create or replace function payments.keep_orders_within_payable() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
declare
  wanted integer;
begin
  if tg_table_name = 'payment_order' then
    wanted := new.claim_sequence;
  else
    wanted := new.sequence;
  end if;
  if exists (select from claim as c
              where c.organisation_id = new.organisation_id and c.contract_id = new.contract_id and c.sequence = wanted
                    and ordered_of_claim(new.organisation_id, new.contract_id, wanted)
                        + c.deducted_eu_minor + c.deducted_national_minor
                        > coalesce(c.payable_eu_minor, 0)::numeric + coalesce(c.payable_national_minor, 0)) then
    raise exception 'more of a claim is ordered and deducted than is payable'
      using errcode = 'check_violation', constraint = 'payment_order_within_payable';
  end if;
  return null;
end $$;

create or replace function payments.is_document_over_ordered(in_organisation text, in_document text) returns boolean
language sql stable set search_path = payments, pg_temp as $$
  with signed as (
    select -p.amount_minor as minor, o.currency
      from payment_order_document as p
      join payment_order as o on o.organisation_id = p.organisation_id and o.order_number = p.order_number
     where p.organisation_id = in_organisation and p.document_key = in_document
           and (o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
                or exists (select from order_contradiction as said
                            where said.organisation_id = o.organisation_id and said.order_number = o.order_number
                                  and said.said = 'BANK_PAID'))
    union all
    select said.minor, said.currency
      from ordered_document as d
     cross join lateral (values (d.amount_minor, d.currency), (-d.credited_minor, d.credited_currency))
           as said (minor, currency)
     where d.organisation_id = in_organisation and d.document_key = in_document
  )
  select lev_in_euro(coalesce(sum(minor) filter (where currency = 'BGN'), 0))
         + coalesce(sum(minor) filter (where currency = 'EUR'), 0) < 0
    from signed
$$;

commit;
