-- SPDX-License-Identifier: EUPL-1.2
-- Deductions that are taken back.
begin;

set local role own_payments;

create table payments.debt_offset_reversal (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  repayment integer not null,
  to_interest_eu_minor bigint not null,
  to_interest_national_minor bigint not null,
  to_principal_eu_minor bigint not null,
  to_principal_national_minor bigint not null,
  currency text not null,
  taken_back_on date not null,
  reason text not null,
  reference text not null,
  taken_back_by text not null,
  recorded_at timestamptz not null default now(),
  -- DEB-9: once.
  constraint debt_offset_reversal_once primary key (organisation_id, contract_id, debt_id, repayment),
  constraint debt_offset_reversal_of foreign key (organisation_id, contract_id, debt_id, repayment)
    references payments.debt_offset (organisation_id, contract_id, debt_id, repayment),
  constraint debt_offset_reversal_currency check (currency in ('BGN', 'EUR')),
  constraint debt_offset_reversal_below_zero
    check (to_interest_eu_minor <= 0 and to_interest_national_minor <= 0 and to_principal_eu_minor <= 0
           and to_principal_national_minor <= 0
           and to_interest_eu_minor + to_interest_national_minor + to_principal_eu_minor
               + to_principal_national_minor < 0),
  constraint debt_offset_reversal_has_reason check (reason <> '' and reference <> '')
);
comment on table payments.debt_offset_reversal is
  'Deductions that were taken back: what their repayments had gone to, with a minus. Never changed after.';

-- DEB-9: exactly what was deducted, by who pays.
create function payments.keep_reversal_whole() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  if not exists (select from debt_offset as o
                  where o.organisation_id = new.organisation_id and o.contract_id = new.contract_id
                        and o.debt_id = new.debt_id and o.repayment = new.repayment and o.currency = new.currency
                        and o.eu_minor = -(new.to_interest_eu_minor + new.to_principal_eu_minor)
                        and o.national_minor = -(new.to_interest_national_minor + new.to_principal_national_minor)
                        and o.deducted_on <= new.taken_back_on) then
    raise exception 'a deduction is taken back as a whole'
      using errcode = 'check_violation', constraint = 'debt_offset_reversal_whole';
  end if;
  return null;
end $$;
create trigger debt_offset_reversal_whole after insert on payments.debt_offset_reversal
  for each row execute function payments.keep_reversal_whole();

select platform.keep_to_organisation('payments.debt_offset_reversal');
grant select, insert on payments.debt_offset_reversal to svc_payments;

-- A deduction is what became of it, as its claim says; one that was taken back stands there again with a minus. Where that was
-- before a conversion neither was converted, and together they are nothing.
create or replace view published.claim_deduction as
  with deduction as (
    select o.organisation_id, o.contract_id, o.sequence, o.debt_id, o.repayment,
           coalesce(r.to_eu_minor, o.eu_minor) as eu_minor,
           coalesce(r.to_national_minor, o.national_minor) as national_minor,
           case when r.record is null then o.currency else 'EUR' end as currency, o.deducted_on, o.recorded_at
      from payments.debt_offset as o
      join payments.claim as k
        on k.organisation_id = o.organisation_id and k.contract_id = o.contract_id and k.sequence = o.sequence
      left join payments.restated_amount as r
        on r.organisation_id = o.organisation_id and r.contract_id = o.contract_id
           and r.record = 'debts/' || o.debt_id || '/repayments/' || o.repayment and r.series = 'deducted'
     where o.currency = k.currency or r.record is not null)
  select organisation_id, contract_id, sequence, debt_id, eu_minor, national_minor, 0::bigint as own_minor, currency,
         deducted_on, recorded_at
    from deduction
  union all
  select d.organisation_id, d.contract_id, d.sequence, d.debt_id, -d.eu_minor, -d.national_minor, 0::bigint, d.currency,
         v.taken_back_on, v.recorded_at
    from deduction as d
    join payments.debt_offset_reversal as v
      on v.organisation_id = d.organisation_id and v.contract_id = d.contract_id and v.debt_id = d.debt_id
         and v.repayment = d.repayment;
comment on view published.claim_deduction is
  'Debts that were deducted from what claims are owed, by who pays; what was taken back stands there again with a minus.';

-- As of a day a debt was repaid until its deduction was taken back.
create or replace view published.debt_repayment as
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, repaid_on, way, recorded_at
    from payments.debt_repayment
  union all
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, taken_back_on, 'DEDUCTION', recorded_at
    from payments.debt_offset_reversal;
comment on view published.debt_repayment is
  'What was recovered of debts, and whether of principal or interest; a deduction that was taken back with a minus.';

commit;
