-- SPDX-License-Identifier: EUPL-1.2
-- What a package reports: activities and indicators, and the costs of a financial report without a claim. Each setting is
-- a version that is never changed; the package says which one counts.
begin;

set local role own_payments;

create table payments.indicator_list (
  organisation_id text not null,
  contract_id text not null,
  version integer not null,
  source text not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, version),
  constraint indicator_list_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint indicator_list_version check (version >= 1)
);
comment on table payments.indicator_list is 'Lists of the indicators that a contract promises; the newest holds.';

create table payments.contract_indicator (
  organisation_id text not null,
  contract_id text not null,
  version integer not null,
  code text not null,
  place integer not null,
  title text not null,
  unit text not null,
  by_gender boolean not null,
  target_hundredths bigint not null,
  target_women_hundredths bigint,
  target_men_hundredths bigint,
  primary key (organisation_id, contract_id, version, code),
  constraint contract_indicator_list foreign key (organisation_id, contract_id, version)
    references payments.indicator_list (organisation_id, contract_id, version),
  constraint contract_indicator_by_gender check (
    case when by_gender then target_women_hundredths >= 0 and target_men_hundredths >= 0
                             and target_hundredths = target_women_hundredths + target_men_hundredths
         else num_nonnulls(target_women_hundredths, target_men_hundredths) = 0 and target_hundredths >= 0 end)
);
comment on table payments.contract_indicator is 'Indicators of a list with their targets, in hundredths of the unit.';

create table payments.technical_report (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  version integer not null,
  period_from date not null,
  period_to date not null,
  activities jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, package_sequence, version),
  constraint technical_report_package foreign key (organisation_id, contract_id, package_sequence)
    references payments.package (organisation_id, contract_id, package_sequence),
  constraint technical_report_period check (period_to >= period_from),
  constraint technical_report_version check (version >= 1)
);
comment on table payments.technical_report is 'Technical reports of packages by version.';
comment on column payments.technical_report.activities is
  'In their order: number, title, state, done, started_on, ended_on, deviation.';

create table payments.reported_indicator (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  version integer not null,
  code text not null,
  place integer not null,
  achieved_hundredths bigint not null,
  achieved_women_hundredths bigint,
  achieved_men_hundredths bigint,
  primary key (organisation_id, contract_id, package_sequence, version, code),
  constraint reported_indicator_report foreign key (organisation_id, contract_id, package_sequence, version)
    references payments.technical_report (organisation_id, contract_id, package_sequence, version),
  constraint reported_indicator_parts check (
    case when num_nonnulls(achieved_women_hundredths, achieved_men_hundredths) = 0 then achieved_hundredths >= 0
         else num_nulls(achieved_women_hundredths, achieved_men_hundredths) = 0 and achieved_women_hundredths >= 0
              and achieved_men_hundredths >= 0
              and achieved_hundredths = achieved_women_hundredths + achieved_men_hundredths end)
);
comment on table payments.reported_indicator is
  'What was achieved in the period of a report, in hundredths of the unit; cumulative is the sum of the packages.';

create table payments.financial_report (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  version integer not null,
  total_eu_minor bigint not null,
  total_national_minor bigint not null,
  total_own_minor bigint not null,
  currency text not null,
  cost_ids text[] not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, package_sequence, version),
  constraint financial_report_package foreign key (organisation_id, contract_id, package_sequence)
    references payments.package (organisation_id, contract_id, package_sequence),
  constraint financial_report_currency check (currency in ('BGN', 'EUR')),
  constraint financial_report_costs check (cardinality(cost_ids) >= 1),
  constraint financial_report_version check (version >= 1)
);
comment on table payments.financial_report is
  'Financial reports of packages without a claim, by version: costs, last segment of their names in budgets, and their sum.';

select platform.keep_to_organisation('payments.indicator_list');
select platform.keep_to_organisation('payments.contract_indicator');
select platform.keep_to_organisation('payments.technical_report');
select platform.keep_to_organisation('payments.reported_indicator');
select platform.keep_to_organisation('payments.financial_report');

grant select, insert on payments.indicator_list, payments.contract_indicator, payments.technical_report,
                        payments.reported_indicator, payments.financial_report to svc_payments;

commit;
