-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there is what only the newer schema can say: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.ordered_document where credited_minor <> 0)
     or exists (select from payments.bank_explanation where other_account <> '') then
    raise exception 'there are credited documents or transfers with their other account; the older schema cannot hold these';
  end if;
end $$;

set local role own_payments;

alter table payments.bank_explanation
  drop constraint bank_explanation_other_account,
  drop column other_account;
drop index payments.payment_order_by_amount;
revoke update (currency) on payments.bank_target from svc_payments;

create or replace function payments.is_document_over_ordered(in_organisation text, in_document text) returns boolean
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

alter table payments.ordered_document
  drop column credited_currency,
  drop column credited_minor;

commit;
