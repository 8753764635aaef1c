-- SPDX-License-Identifier: EUPL-1.2
-- Basic rates of interest that organisations record for days on which no rule of reference holds.
begin;

set local role own_payments;

create table payments.interest_rate (
  organisation_id text not null,
  valid_from date not null,
  version integer not null,
  valid_to date not null,
  yearly_hundred_thousandths bigint not null,
  source text not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, valid_from, version),
  constraint interest_rate_version check (version >= 1),
  constraint interest_rate_days check (valid_to between valid_from and valid_from + 365),
  constraint interest_rate_range check (yearly_hundred_thousandths between 0 and 10000000),
  constraint interest_rate_source check (source <> '')
);
comment on table payments.interest_rate is
  'Basic rates of interest with their source; of those with one first day the highest version holds. Never changed.';
comment on column payments.interest_rate.yearly_hundred_thousandths is
  'Percent a year in hundred-thousandths, 2.05 % is 205000; without the allowance.';
select platform.keep_to_organisation('payments.interest_rate');
grant select, insert on payments.interest_rate to svc_payments;

commit;
