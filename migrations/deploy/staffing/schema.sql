-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('staffing');
set local role own_staffing;

create table staffing.contract (
  organisation_id text not null,
  contract_id text not null,
  number text not null,
  starts_on date not null,
  ends_on date not null,
  duration_months integer not null,
  currency text not null,
  version integer not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id),
  constraint contract_period check (ends_on >= starts_on),
  constraint contract_duration check (duration_months >= 1),
  constraint contract_currency check (currency in ('BGN', 'EUR'))
);
comment on table staffing.contract is 'Copy of the contract in force, by event of proposals.';
comment on column staffing.contract.version is 'Version of the contract that was copied.';

create table staffing.scheme (
  organisation_id text not null,
  contract_id text not null,
  scheme_id text not null,
  title text not null,
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, scheme_id),
  constraint scheme_contract foreign key (organisation_id, contract_id)
    references staffing.contract (organisation_id, contract_id)
);
comment on table staffing.scheme is 'Staffing schemes of contracts.';
comment on column staffing.scheme.marks is 'Provenance of values, by field.';

create table staffing.position (
  organisation_id text not null,
  contract_id text not null,
  scheme_id text not null,
  code text not null,
  ordinal integer not null,
  title text not null,
  places integer not null,
  months integer not null,
  monthly_cost_minor bigint not null,
  currency text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, scheme_id, code),
  constraint position_scheme foreign key (organisation_id, contract_id, scheme_id)
    references staffing.scheme (organisation_id, contract_id, scheme_id),
  constraint position_places check (places between 1 and 10000),
  constraint position_months check (months between 1 and 120),
  constraint position_monthly_cost check (monthly_cost_minor >= 0),
  constraint position_currency check (currency in ('BGN', 'EUR'))
);
comment on table staffing.position is
  'Places of one kind. Person-months and cost are reckoned from places, months and the monthly cost.';
comment on column staffing.position.ordinal is 'Place in the scheme as it was given, 1 and up.';
comment on column staffing.position.places is 'Places, not persons: a person may leave and be replaced.';
comment on column staffing.position.monthly_cost_minor is
  'Cost of one place for one month with the employer''s contributions, in hundredths.';

create table staffing.person (
  organisation_id text not null,
  contract_id text not null,
  scheme_id text not null,
  code text not null,
  ordinal integer not null,
  display_name text not null,
  starts_on date not null,
  ends_on date,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, scheme_id, code, ordinal),
  constraint person_position foreign key (organisation_id, contract_id, scheme_id, code)
    references staffing.position (organisation_id, contract_id, scheme_id, code),
  constraint person_days check (ends_on >= starts_on),
  constraint personal_number_in_name check (display_name !~ '[0-9]{10}')
);
comment on table staffing.person is 'Persons in the places of a position, now or before; no personal numbers.';
comment on column staffing.person.ends_on is 'Last day; null: open.';

select platform.keep_to_organisation('staffing.contract');
select platform.keep_to_organisation('staffing.scheme');
select platform.keep_to_organisation('staffing.position');
select platform.keep_to_organisation('staffing.person');

grant select, insert, update on staffing.contract to svc_staffing;
grant select, insert on staffing.scheme to svc_staffing;
grant select, insert on staffing.position to svc_staffing;
grant select, insert on staffing.person to svc_staffing;

commit;
