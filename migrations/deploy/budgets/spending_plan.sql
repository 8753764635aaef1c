-- SPDX-License-Identifier: EUPL-1.2
-- What is meant to be used in each quarter. A plan that is set anew is a new version.
begin;

set local role own_budgets;

create table budgets.spending_plan (
  organisation_id text not null,
  contract_id text not null,
  plan_version integer not null,
  reason text not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, plan_version),
  constraint spending_plan_contract foreign key (organisation_id, contract_id)
    references budgets.contract (organisation_id, contract_id),
  constraint spending_plan_version_above_zero check (plan_version > 0)
);
comment on table budgets.spending_plan is 'Versions of the spending plans; the highest holds. Never changed.';
select platform.keep_to_organisation('budgets.spending_plan');
grant select, insert on budgets.spending_plan to svc_budgets;

create table budgets.spending_plan_quarter (
  organisation_id text not null,
  contract_id text not null,
  plan_version integer not null,
  line_code text not null,
  year integer not null,
  quarter integer not null,
  amount_minor bigint not null,
  currency text not null,
  primary key (organisation_id, contract_id, plan_version, line_code, year, quarter),
  constraint spending_plan_quarter_plan foreign key (organisation_id, contract_id, plan_version)
    references budgets.spending_plan (organisation_id, contract_id, plan_version),
  constraint spending_plan_quarter_year check (year between 1990 and 2100),
  constraint spending_plan_quarter_quarter check (quarter between 1 and 4),
  constraint spending_plan_quarter_not_negative check (amount_minor >= 0),
  constraint spending_plan_quarter_currency check (currency in ('BGN', 'EUR'))
);
comment on table budgets.spending_plan_quarter is 'Quarters of the spending plans. Never changed.';
comment on column budgets.spending_plan_quarter.line_code is 'Code of the line; empty: the whole contract.';
comment on column budgets.spending_plan_quarter.amount_minor is 'Meant to be used in it, in hundredths, all parts together.';
select platform.keep_to_organisation('budgets.spending_plan_quarter');
grant select, insert on budgets.spending_plan_quarter to svc_budgets;

commit;
