-- SPDX-License-Identifier: EUPL-1.2
-- Debts that are deducted from what a claim is owed.
begin;

set local role own_payments;

alter table payments.claim
  add column deducted_eu_minor bigint not null default 0,
  add column deducted_national_minor bigint not null default 0,
  drop constraint claim_paid_within_owed,
  -- INV-03 and DEB-7, see TakeOfOwed: what is paid and what is deducted are together never more than is owed.
  add constraint claim_paid_within_owed check (
    paid_eu_minor >= 0 and paid_national_minor >= 0 and paid_own_minor = 0
    and deducted_eu_minor >= 0 and deducted_national_minor >= 0
    and paid_eu_minor + deducted_eu_minor <= coalesce(payable_eu_minor, 0)
    and paid_national_minor + deducted_national_minor <= coalesce(payable_national_minor, 0));
comment on column payments.claim.deducted_eu_minor is 'Of what is payable, debts that were deducted from it.';

create table payments.debt_offset (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  repayment integer not null,
  sequence integer not null,
  eu_minor bigint not null,
  national_minor bigint not null,
  currency text not null,
  deducted_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, debt_id, repayment),
  constraint debt_offset_repayment foreign key (organisation_id, contract_id, debt_id, repayment)
    references payments.debt_repayment (organisation_id, contract_id, debt_id, repayment),
  constraint debt_offset_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint debt_offset_currency check (currency in ('BGN', 'EUR')),
  constraint debt_offset_above_zero
    check (eu_minor >= 0 and national_minor >= 0 and eu_minor + national_minor > 0)
);
comment on table payments.debt_offset is
  'Repayments by deduction and the claims that they were deducted from; principal and interest together. Never changed after.';
comment on column payments.debt_offset.sequence is 'Sequence of the claim.';
create index debt_offset_of_claim on payments.debt_offset (organisation_id, contract_id, sequence);

select platform.keep_to_organisation('payments.debt_offset');
grant select, insert on payments.debt_offset to svc_payments;
grant update (deducted_eu_minor, deducted_national_minor) on payments.claim to svc_payments;

create view published.claim_deduction as
  select organisation_id, contract_id, sequence, debt_id, eu_minor, national_minor, 0::bigint as own_minor,
         currency, deducted_on, recorded_at
    from payments.debt_offset;
comment on view published.claim_deduction is 'Debts that were deducted from what claims are owed, by who pays.';
grant select on published.claim_deduction to svc_reports;

commit;
