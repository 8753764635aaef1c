-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

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
  select round(coalesce(sum(minor) filter (where currency = 'BGN'), 0) * 100000 / 195583.0)
         + coalesce(sum(minor) filter (where currency = 'EUR'), 0) < 0
    from signed
$$;

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
                        > coalesce(c.payable_eu_minor, 0) + coalesce(c.payable_national_minor, 0)) then
    raise exception 'more of a claim is ordered and deducted than is payable'
      using errcode = 'check_violation', constraint = 'payment_order_within_payable';
  end if;
  return null;
end $$;

drop function payments.ordered_of_claim;
create function payments.ordered_of_claim(in_organisation text, in_contract text, in_sequence integer)
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
grant execute on function payments.ordered_of_claim to svc_payments;
comment on function payments.ordered_of_claim is 'Sum of the orders of a claim that were paid or may still be, in its currency.';

drop function payments.lev_in_euro;

commit;
