-- SPDX-License-Identifier: EUPL-1.2
-- Additional income of projects, what of it lowers the grant, and the debt that takes that back.
begin;

set local role own_payments;

create table payments.income (
  organisation_id text not null,
  contract_id text not null,
  income_id integer not null,
  claim_sequence integer not null,
  amount_minor bigint not null,
  currency text not null,
  earned_on date not null,
  description text not null,
  document text not null,
  marks jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint income_once primary key (organisation_id, contract_id, income_id),
  constraint income_claim foreign key (organisation_id, contract_id, claim_sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint income_number check (income_id >= 1),
  constraint income_above_zero check (amount_minor > 0),
  constraint income_currency check (currency in ('BGN', 'EUR')),
  constraint income_grounds check (description <> '' and document <> '' and recorded_by <> ''),
  -- What a decision and an annulment repeat of it, so that they cannot contradict it.
  constraint income_as_decided unique (organisation_id, contract_id, income_id, amount_minor, currency, recorded_by),
  constraint income_as_recorded unique (organisation_id, contract_id, income_id, recorded_by)
);
create index income_by_claim on payments.income (organisation_id, contract_id, claim_sequence);
comment on table payments.income is
  'What projects earned beside their financing, stated with a claim, in the currency in which it was recorded. Never changed after.';

create table payments.income_decision (
  organisation_id text not null,
  contract_id text not null,
  income_id integer not null,
  income_minor bigint not null,
  lowers_eu_minor bigint not null,
  lowers_national_minor bigint not null,
  currency text not null,
  decided_on date not null,
  reason text not null,
  reference text not null,
  recorded_by text not null,
  decided_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- INC-1: decided once, within the income.
  constraint income_decided_once primary key (organisation_id, contract_id, income_id),
  constraint income_decision_of
    foreign key (organisation_id, contract_id, income_id, income_minor, currency, recorded_by)
    references payments.income (organisation_id, contract_id, income_id, amount_minor, currency, recorded_by),
  constraint income_decision_within_income
    check (lowers_eu_minor >= 0 and lowers_national_minor >= 0
           and lowers_eu_minor <= income_minor - lowers_national_minor),
  -- INC-3, see DecideIncome.
  constraint income_decided_by_other check (decided_by <> recorded_by),
  constraint income_decision_grounds check (reason <> '' and reference <> '')
);
comment on table payments.income_decision is
  'What of an income lowers the grant, by who gets it back; 0: nothing. Never changed after.';
comment on column payments.income_decision.recorded_by is 'Who recorded the income.';

create table payments.income_annulment (
  organisation_id text not null,
  contract_id text not null,
  income_id integer not null,
  annulled_on date not null,
  reason text not null,
  reference text not null,
  recorded_by text not null,
  annulled_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint income_annulled_once primary key (organisation_id, contract_id, income_id),
  constraint income_annulment_of foreign key (organisation_id, contract_id, income_id, recorded_by)
    references payments.income (organisation_id, contract_id, income_id, recorded_by),
  constraint income_annulled_by_other check (annulled_by <> recorded_by),
  constraint income_annulment_grounds check (reason <> '' and reference <> '')
);
comment on table payments.income_annulment is 'Incomes that were a mistake and count for nothing. Never changed after.';

alter table payments.debt
  add column income_id integer,
  add constraint debt_income foreign key (organisation_id, contract_id, income_id)
    references payments.income (organisation_id, contract_id, income_id),
  drop constraint debt_basis,
  add constraint debt_basis
    check (basis in ('NEGATIVE_BALANCE', 'CORRECTION_DEBT', 'OVERPAYMENT', 'OTHER_BASIS', 'ADDITIONAL_INCOME')),
  add constraint debt_of_income_names_it check ((basis = 'ADDITIONAL_INCOME') = (income_id is not null));
comment on column payments.debt.income_id is 'The additional income that it takes back; null: it is of another basis.';

-- INC-2: an income is one debt.
create unique index debt_one_of_income on payments.debt (organisation_id, contract_id, income_id)
  where income_id is not null and state <> 'RECOVERY_REMOVED';

select platform.keep_to_organisation('payments.income');
select platform.keep_to_organisation('payments.income_decision');
select platform.keep_to_organisation('payments.income_annulment');
grant select, insert on payments.income, payments.income_decision, payments.income_annulment to svc_payments;

commit;
