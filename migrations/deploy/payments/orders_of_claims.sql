-- SPDX-License-Identifier: EUPL-1.2
-- Orders that pay claims, never beyond what is payable less what was deducted; orders that were sent and given up.
begin;

set local role own_payments;

alter table payments.payment_order
  add column claim_sequence integer,
  add column given_up_by text,
  add column evidence text not null default '',
  add constraint payment_order_claim foreign key (organisation_id, contract_id, claim_sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  drop constraint payment_order_state,
  add constraint payment_order_state check (state in ('ORDER_DRAFT', 'ORDER_APPROVED', 'ORDER_SENT', 'ORDER_ACCEPTED',
    'ORDER_REJECTED', 'ORDER_UNKNOWN', 'ORDER_LOST', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')),
  -- ORD-6, see DecideGivingUp: by a paper, and by another person than made it.
  add constraint payment_order_given_up_by_paper
    check ((state = 'ORDER_GIVEN_UP') = (given_up_by is not null) and (given_up_by is null or evidence <> '')),
  add constraint payment_order_given_up_by_other check (given_up_by <> created_by);
comment on column payments.payment_order.claim_sequence is 'Claim that it pays; null: something else.';
comment on column payments.payment_order.evidence is 'Paper that shows that it was not paid and will not be; of one that was given up.';
create index payment_order_of_claim on payments.payment_order (organisation_id, contract_id, claim_sequence)
 where claim_sequence is not null;
grant update (given_up_by, evidence) on payments.payment_order to svc_payments;

-- Of the orders of a claim those that were paid or may still be; one in lev of a claim in euro by the fixed rate.
create function payments.ordered_of_claim(in_organisation text, in_contract text, in_sequence integer)
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
grant execute on function payments.ordered_of_claim to svc_payments;
comment on function payments.ordered_of_claim is 'Sum of the orders of a claim that were paid or may still be, in its currency.';

-- ORD-5, see CheckOrderOfClaim and CheckDeductionBesideOrders, which hold the lock of the contract.
create function payments.keep_orders_within_payable() returns trigger
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
create trigger payment_order_within_payable after insert on payments.payment_order
  for each row when (new.claim_sequence is not null) execute function payments.keep_orders_within_payable();
-- A conversion to euro restates what was deducted, each amount rounded by itself.
create trigger claim_deducted_beside_orders after update of deducted_eu_minor, deducted_national_minor on payments.claim
  for each row when (new.currency = old.currency
                     and new.deducted_eu_minor + new.deducted_national_minor
                         > old.deducted_eu_minor + old.deducted_national_minor)
  execute function payments.keep_orders_within_payable();

commit;
