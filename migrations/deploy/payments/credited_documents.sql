-- SPDX-License-Identifier: EUPL-1.2
-- Credit notes lower what may be ordered of a document; lev and euro are added up exactly and rounded once; orders that look
-- alike are found by an index; a transfer between own accounts names the account on its other side.
begin;

set local role own_payments;

alter table payments.ordered_document
  add column credited_minor bigint not null default 0,
  add column credited_currency text not null default 'BGN',
  add constraint ordered_document_credited check (credited_minor >= 0),
  add constraint ordered_document_credited_currency check (credited_currency in ('BGN', 'EUR'));
comment on column payments.ordered_document.credited_minor is 'What its credit notes take back, as budgets told of them.';
grant update (credited_minor, credited_currency) on payments.ordered_document to svc_payments;

-- The sum is exact and is rounded once, to the nearest cent by the fixed rate: an amount of lev alone is above 0 when, and only
-- when, it rounds to a cent at least.
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

-- A target that nothing is matched with yet may be in the other currency.
grant update (currency) on payments.bank_target to svc_payments;

-- Orders of one amount around a day.
create index payment_order_by_amount on payments.payment_order (organisation_id, currency, amount_minor, execute_on);

alter table payments.bank_explanation
  add column other_account text,
  -- BANK-9. What was explained before this was asked has none.
  add constraint bank_explanation_other_account check ((kind = 'OWN_TRANSFER') = (other_account <> ''));
comment on column payments.bank_explanation.other_account is
  'Account of the organisation on the other side of a transfer between its own; empty: it is no such transfer; null: explained before this was asked.';

commit;
