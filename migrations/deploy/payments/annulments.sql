-- SPDX-License-Identifier: EUPL-1.2
-- Payments and repayments that were a mistake are annulled: the record stays, an annulment stands beside it with a minus.
begin;

set local role own_payments;

create table payments.payment_annulment (
  organisation_id text not null,
  contract_id text not null,
  payment_id text not null,
  eu_minor bigint not null,
  national_minor bigint not null,
  currency text not null,
  annulled_on date not null,
  reason text not null,
  reference text not null,
  recorded_by text not null,
  annulled_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- ANN-1: once.
  constraint payment_annulled_once primary key (organisation_id, contract_id, payment_id),
  constraint payment_annulment_of foreign key (organisation_id, contract_id, payment_id)
    references payments.payment (organisation_id, contract_id, payment_id),
  constraint payment_annulment_currency check (currency in ('BGN', 'EUR')),
  constraint payment_annulment_below_zero
    check (eu_minor <= 0 and national_minor <= 0 and eu_minor + national_minor < 0),
  -- ANN-2, see DecideAnnulment.
  constraint payment_annulled_by_other check (annulled_by <> recorded_by),
  constraint payment_annulment_has_reason check (reason <> '' and reference <> '')
);
comment on table payments.payment_annulment is
  'Payments that were a mistake: what their claim is owed again, with a minus, in the currency of the claim then. Never changed after.';
comment on column payments.payment_annulment.recorded_by is 'Who recorded the payment.';

-- ANN-1: exactly what was recorded, or what it was converted to; and nothing of it is matched with the bank.
create function payments.keep_payment_annulment_whole() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  if not exists (select from payment as p
                   left join restated_amount as r
                     on r.organisation_id = p.organisation_id and r.contract_id = p.contract_id
                        and r.record = 'payments/' || p.payment_id and r.series = 'amount'
                  where p.organisation_id = new.organisation_id and p.contract_id = new.contract_id
                        and p.payment_id = new.payment_id and p.recorded_by = new.recorded_by
                        and new.currency = case when r.record is null then p.currency else 'EUR' end
                        and new.eu_minor = -coalesce(r.to_eu_minor, p.amount_eu_minor)
                        and new.national_minor = -coalesce(r.to_national_minor, p.amount_national_minor)
                        and p.paid_on <= new.annulled_on) then
    raise exception 'a payment is annulled as a whole'
      using errcode = 'check_violation', constraint = 'payment_annulment_whole';
  end if;
  if exists (select from bank_match_part as part
              where part.organisation_id = new.organisation_id
                    and part.target_key = 'payments/' || new.contract_id || '/' || new.payment_id
                    and not exists (select from bank_match_withdrawal as w
                                     where w.organisation_id = part.organisation_id
                                           and w.match_number = part.match_number)) then
    raise exception 'a payment that is matched with the bank is not annulled'
      using errcode = 'check_violation', constraint = 'payment_annulment_not_matched';
  end if;
  return null;
end $$;
create trigger payment_annulment_whole after insert on payments.payment_annulment
  for each row execute function payments.keep_payment_annulment_whole();

-- What comes after what is seen by these times, which are taken under the contract's lock; and by these days a debt is again
-- as it was before a repayment.
alter table payments.debt_offset_reversal alter column recorded_at set default clock_timestamp();
alter table payments.debt_repayment
  alter column recorded_at set default clock_timestamp(),
  add column before_interest_from date,
  add column before_last_movement_on date;
comment on column payments.debt_repayment.before_interest_from is
  'First day for which no interest was charged before it; null: recorded before this was kept.';
comment on column payments.debt_repayment.before_last_movement_on is
  'Day of the movement before it; null: recorded before this was kept.';

create table payments.debt_repayment_annulment (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  repayment integer not null,
  to_interest_eu_minor bigint not null,
  to_interest_national_minor bigint not null,
  to_principal_eu_minor bigint not null,
  to_principal_national_minor bigint not null,
  currency text not null,
  first_piece integer,
  last_piece integer,
  annulled_on date not null,
  reason text not null,
  reference text not null,
  recorded_by text not null,
  annulled_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- ANN-1: once.
  constraint debt_repayment_annulled_once primary key (organisation_id, contract_id, debt_id, repayment),
  constraint debt_repayment_annulment_of foreign key (organisation_id, contract_id, debt_id, repayment)
    references payments.debt_repayment (organisation_id, contract_id, debt_id, repayment),
  constraint debt_repayment_annulment_currency check (currency in ('BGN', 'EUR')),
  constraint debt_repayment_annulment_below_zero
    check (to_interest_eu_minor <= 0 and to_interest_national_minor <= 0 and to_principal_eu_minor <= 0
           and to_principal_national_minor <= 0
           and to_interest_eu_minor + to_interest_national_minor + to_principal_eu_minor
               + to_principal_national_minor < 0),
  constraint debt_repayment_annulment_pieces
    check (num_nulls(first_piece, last_piece) in (0, 2) and first_piece <= last_piece),
  -- ANN-2, see DecideAnnulment.
  constraint debt_repayment_annulled_by_other check (annulled_by <> recorded_by),
  constraint debt_repayment_annulment_has_reason check (reason <> '' and reference <> '')
);
comment on table payments.debt_repayment_annulment is
  'Repayments that were a mistake: what they had gone to, with a minus, and the pieces of interest that they had charged. Never changed after.';
comment on column payments.debt_repayment_annulment.first_piece is
  'First of the pieces of interest that fall away with it; null: none.';

-- ANN-1: exactly what was recorded, and no deduction from a claim.
create function payments.keep_repayment_annulment_whole() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  if not exists (select from debt_repayment as r
                  where r.organisation_id = new.organisation_id and r.contract_id = new.contract_id
                        and r.debt_id = new.debt_id and r.repayment = new.repayment and r.currency = new.currency
                        and r.recorded_by = new.recorded_by and r.repaid_on <= new.annulled_on
                        and r.to_interest_eu_minor = -new.to_interest_eu_minor
                        and r.to_interest_national_minor = -new.to_interest_national_minor
                        and r.to_principal_eu_minor = -new.to_principal_eu_minor
                        and r.to_principal_national_minor = -new.to_principal_national_minor)
     or exists (select from debt_offset as o
                 where o.organisation_id = new.organisation_id and o.contract_id = new.contract_id
                       and o.debt_id = new.debt_id and o.repayment = new.repayment) then
    raise exception 'a repayment is annulled as a whole'
      using errcode = 'check_violation', constraint = 'debt_repayment_annulment_whole';
  end if;
  return null;
end $$;
create trigger debt_repayment_annulment_whole after insert on payments.debt_repayment_annulment
  for each row execute function payments.keep_repayment_annulment_whole();

-- Days whose interest fell away may bear it anew: `entry` counts how often.
alter table payments.debt_interest
  add column entry integer not null default 1,
  drop constraint debt_interest_day_once,
  -- DEB-3: no day bears interest twice.
  add constraint debt_interest_day_once unique (organisation_id, contract_id, debt_id, from_on, entry),
  add constraint debt_interest_entry check (entry >= 1);
comment on column payments.debt_interest.entry is
  '1, and one more for each earlier piece from that day that fell away with an annulled repayment.';

-- DEB-5: a debt all of whose repayments were annulled may be taken back.
alter table payments.debt
  drop constraint debt_removed_is_empty,
  add constraint debt_removed_is_empty
    check (state <> 'RECOVERY_REMOVED' or (principal_eu_minor = 0 and principal_national_minor = 0
                                           and repaid_principal_eu_minor = 0 and repaid_principal_national_minor = 0
                                           and repaid_interest_eu_minor = 0 and repaid_interest_national_minor = 0));

select platform.keep_to_organisation('payments.payment_annulment');
select platform.keep_to_organisation('payments.debt_repayment_annulment');
grant select, insert on payments.payment_annulment, payments.debt_repayment_annulment to svc_payments;

-- What was annulled stands there again with a minus, on its own day and from when the annulment was recorded. Where that was
-- before a conversion neither was converted, and both are left out.
create or replace view published.payment as
  with paid as (
    select p.organisation_id, p.contract_id, p.payment_id, p.reason, coalesce(r.to_eu_minor, p.amount_eu_minor) as eu_minor,
           coalesce(r.to_national_minor, p.amount_national_minor) as national_minor,
           coalesce(r.to_own_minor, p.amount_own_minor) as own_minor,
           case when r.record is null then p.currency else 'EUR' end as currency, p.paid_on, p.recorded_at
      from payments.payment as p
      join payments.claim as k
        on k.organisation_id = p.organisation_id and k.contract_id = p.contract_id and k.sequence = p.sequence
      left join payments.restated_amount as r
        on r.organisation_id = p.organisation_id and r.contract_id = p.contract_id and r.series = 'amount'
           and r.record = 'payments/' || p.payment_id
     where p.currency = k.currency or r.record is not null)
  select organisation_id, contract_id, payment_id, reason, eu_minor, national_minor, own_minor, currency, paid_on,
         recorded_at
    from paid
  union all
  select p.organisation_id, p.contract_id, p.payment_id, p.reason, -p.eu_minor, -p.national_minor, -p.own_minor,
         p.currency, p.paid_on, a.recorded_at
    from paid as p
    join payments.payment_annulment as a
      on a.organisation_id = p.organisation_id and a.contract_id = p.contract_id and a.payment_id = p.payment_id;
comment on view published.payment is
  'Payments by contract in the contract''s currency: reason ADVANCE_PAYMENT or APPROVED_EXPENSES, amount by who pays; what was annulled stands there again with a minus.';

create or replace view published.claim_payment as
  with paid as (
    select p.organisation_id, p.contract_id, p.payment_id, p.number, p.sequence,
           coalesce(r.to_eu_minor, p.amount_eu_minor) as eu_minor,
           coalesce(r.to_national_minor, p.amount_national_minor) as national_minor,
           coalesce(r.to_own_minor, p.amount_own_minor) as own_minor,
           case when r.record is null then p.currency else 'EUR' end as currency, p.paid_on, p.bank_reference,
           p.recorded_at
      from payments.payment as p
      join payments.claim as k
        on k.organisation_id = p.organisation_id and k.contract_id = p.contract_id and k.sequence = p.sequence
      left join payments.restated_amount as r
        on r.organisation_id = p.organisation_id and r.contract_id = p.contract_id and r.series = 'amount'
           and r.record = 'payments/' || p.payment_id
     where p.currency = k.currency or r.record is not null)
  select organisation_id, contract_id, payment_id, number, sequence, eu_minor, national_minor, own_minor, currency,
         paid_on, bank_reference, recorded_at
    from paid
  union all
  select p.organisation_id, p.contract_id, p.payment_id, p.number, p.sequence, -p.eu_minor, -p.national_minor,
         -p.own_minor, p.currency, p.paid_on, p.bank_reference, a.recorded_at
    from paid as p
    join payments.payment_annulment as a
      on a.organisation_id = p.organisation_id and a.contract_id = p.contract_id and a.payment_id = p.payment_id;
comment on view published.claim_payment is
  'Payments with the claim that each pays, in the contract''s currency; what was annulled stands there again with a minus.';

create or replace view published.debt_repayment as
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, repaid_on, way, recorded_at
    from payments.debt_repayment
  union all
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, taken_back_on, 'DEDUCTION', recorded_at
    from payments.debt_offset_reversal
  union all
  select a.organisation_id, a.contract_id, a.debt_id, a.repayment, a.to_principal_eu_minor,
         a.to_principal_national_minor, a.to_interest_eu_minor, a.to_interest_national_minor, a.currency, r.repaid_on,
         r.way, a.recorded_at
    from payments.debt_repayment_annulment as a
    join payments.debt_repayment as r using (organisation_id, contract_id, debt_id, repayment);
comment on view published.debt_repayment is
  'What was recovered of debts, and whether of principal or interest; a deduction that was taken back, and what was annulled, with a minus.';

create or replace view published.debt_interest as
  select organisation_id, contract_id, debt_id, interest_eu_minor as eu_minor,
         interest_national_minor as national_minor, currency, to_on, recorded_at
    from payments.debt_interest
  union all
  select i.organisation_id, i.contract_id, i.debt_id, -i.interest_eu_minor, -i.interest_national_minor, i.currency,
         i.to_on, a.recorded_at
    from payments.debt_interest as i
    join payments.debt_repayment_annulment as a
      on a.organisation_id = i.organisation_id and a.contract_id = i.contract_id and a.debt_id = i.debt_id
         and i.piece between a.first_piece and a.last_piece;
comment on view published.debt_interest is
  'Interest that was charged on debts, by its last day; what fell away with an annulled repayment with a minus.';

commit;
