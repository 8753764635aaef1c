-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while the bank has contradicted itself: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.order_contradiction) then
    raise exception 'the bank has contradicted the end of orders; the older schema cannot hold that';
  end if;
end $$;
create or replace function payments.ordered_of_claim(in_organisation text, in_contract text, in_sequence integer)
returns bigint
language sql stable set search_path = payments, pg_temp as $$
  select coalesce(sum(case when o.currency = c.currency then o.amount_minor
                           else round(o.amount_minor * 100000 / 195583.0) end), 0)::bigint
    from claim as c
    join payment_order as o
      on o.organisation_id = c.organisation_id and o.contract_id = c.contract_id and o.claim_sequence = c.sequence
         and o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.sequence = in_sequence
$$;
drop index payments.bank_entry_of_order;
drop table payments.order_contradiction;

commit;
