-- SPDX-License-Identifier: EUPL-1.2
-- Debts and when they were repaid: deadlines of the beneficiary.
begin;

set local role own_timelines;

create table timelines.debt (
  organisation_id text not null,
  contract_id text not null,
  debt_number integer not null,
  version integer not null,
  served_on date not null,
  removed boolean not null default false,
  recorded_at timestamptz not null default now(),
  constraint debt_key primary key (organisation_id, contract_id, debt_number),
  constraint debt_version check (version >= 0)
);
comment on table timelines.debt is
  'Debts in force, by event of payments: the period to repay them runs from the day of service. A later version replaces an earlier one.';
comment on column timelines.debt.version is 'Version in force of the debt that was copied.';
comment on column timelines.debt.removed is 'It was taken back: nothing is due.';

-- A table of its own: a repayment may be heard of before the debt.
create table timelines.debt_repaid (
  organisation_id text not null,
  contract_id text not null,
  debt_number integer not null,
  version integer not null,
  repaid_on date not null,
  recorded_at timestamptz not null default now(),
  constraint debt_repaid_key primary key (organisation_id, contract_id, debt_number, version)
);
comment on table timelines.debt_repaid is 'When nothing was owed any more of a version of a debt. Never changed.';

select platform.keep_to_organisation('timelines.debt');
select platform.keep_to_organisation('timelines.debt_repaid');
grant select, insert, update (version, served_on, removed) on timelines.debt to svc_timelines;
grant select, insert on timelines.debt_repaid to svc_timelines;

commit;
