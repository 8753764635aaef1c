-- SPDX-License-Identifier: EUPL-1.2
-- What becomes of a plan after it was stored: corrections, its adoption, the strategies that it carries out, the projects that
-- carry it out, and who wants to know of it.
begin;

set local role own_plans;

create table plans.correction (
  organisation_id text not null,
  plan_id text not null,
  number integer not null,
  version integer not null,
  field text not null,
  place text not null,
  read_value text,
  instead_of text,
  value text,
  reason text not null,
  takes_back integer,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, plan_id, number),
  constraint correction_number check (number >= 1),
  constraint correction_takes_back_an_earlier_one check (takes_back between 1 and number - 1),
  constraint correction_says_why check (reason <> ''),
  constraint correction_is_of_a_version foreign key (organisation_id, plan_id, version) references plans.plan,
  constraint correction_taken_back_exists foreign key (organisation_id, plan_id, takes_back) references plans.correction
);
create unique index correction_taken_back_once on plans.correction (organisation_id, plan_id, takes_back);
comment on table plans.correction is 'What a person says instead of what was read; never changed, taken back by another row';
comment on column plans.correction.read_value is 'What the document states; null: it does not speak of it';
comment on column plans.correction.value is 'What the person says; null: the value should not be there';

create table plans.adoption (
  organisation_id text not null,
  plan_id text not null,
  number integer not null,
  stated jsonb not null,
  source text not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, plan_id, number),
  constraint adoption_number check (number >= 1)
);
comment on table plans.adoption is 'The own adoption of a plan as persons recorded it; the last one stands';
comment on column plans.adoption.stated is 'In the JSON form of tranche.plans.v1.Adoption: a part may be absent or blank';

create table plans.strategy (
  organisation_id text not null,
  strategy_id text not null,
  version integer not null,
  level text not null,
  title text not null,
  stated jsonb not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, strategy_id, version),
  constraint strategy_version check (version >= 1),
  constraint strategy_level check (level in ('NATIONAL', 'REGIONAL', 'MUNICIPAL', 'ANNUAL'))
);
comment on table plans.strategy is 'Versions of strategies as persons recorded them; the last one stands';
comment on column plans.strategy.stated is 'In the JSON form of tranche.plans.v1.Strategy';

create table plans.strategy_link (
  organisation_id text not null,
  plan_id text not null,
  number integer not null,
  strategy_id text not null,
  named_as text not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  ended_because text,
  ended_at timestamptz,
  primary key (organisation_id, plan_id, number),
  constraint strategy_link_number check (number >= 1),
  constraint strategy_link_end_is_known check (num_nonnulls(ended_because, ended_at) in (0, 2))
);
create unique index strategy_link_once on plans.strategy_link (organisation_id, plan_id, strategy_id, named_as)
  where ended_at is null;
comment on table plans.strategy_link is 'A plan carries out a strategy, by the name that the plan uses';

create table plans.project_link (
  organisation_id text not null,
  number integer not null,
  plan_id text,
  strategy_id text,
  measure text not null,
  contract_id text,
  external_project text,
  share_hundredths integer,
  amount_minor bigint,
  currency text,
  people integer,
  contribution text not null,
  source text not null,
  illustrative boolean not null,
  measure_words text not null,
  plan_version integer not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  ended_because text,
  ended_at timestamptz,
  primary key (organisation_id, number),
  constraint project_link_number check (number >= 1),
  constraint project_link_has_one_target check (num_nonnulls(plan_id, strategy_id) = 1),
  constraint project_link_has_one_project check (num_nonnulls(contract_id, external_project) = 1),
  constraint project_link_measure_is_of_a_plan check (measure = '' or plan_id is not null),
  constraint project_link_share check (share_hundredths between 1 and 10000),
  constraint project_link_amount check (amount_minor > 0 and currency in ('BGN', 'EUR')),
  constraint project_link_amount_has_currency check (num_nonnulls(amount_minor, currency) in (0, 2)),
  constraint project_link_has_one_contribution check (num_nonnulls(share_hundredths, amount_minor) <= 1),
  constraint project_link_people check (people >= 0),
  constraint project_link_end_is_known check (num_nonnulls(ended_because, ended_at) in (0, 2))
);
create unique index project_link_once on plans.project_link
  (organisation_id, coalesce(plan_id, ''), coalesce(strategy_id, ''), measure, coalesce(contract_id, ''),
   coalesce(external_project, ''))
  where ended_at is null;
create index project_link_of_plan on plans.project_link (organisation_id, plan_id, number);
create index project_link_of_strategy on plans.project_link (organisation_id, strategy_id, number);
create index project_link_of_contract on plans.project_link (organisation_id, contract_id, number);
comment on table plans.project_link is 'A project carries out a measure, a plan or a strategy';
comment on column plans.project_link.share_hundredths is 'Hundredths of a percent of the project; null: not said';

create table plans.plan_change (
  organisation_id text not null,
  number integer not null,
  plan_id text not null,
  kind text not null,
  record text not null,
  ended boolean not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, number),
  constraint plan_change_number check (number >= 1)
);
create index plan_change_of_plan on plans.plan_change (organisation_id, plan_id, number);
comment on table plans.plan_change is 'What changed about plans, numbered without gaps within the organisation';

create table plans.subscription (
  organisation_id text not null,
  subscriber text not null,
  plan_id text not null,
  kinds text[] not null,
  seen_number integer not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, subscriber, plan_id)
);
comment on table plans.subscription is 'Who wants to know of changes; nothing is sent, they ask';
comment on column plans.subscription.plan_id is 'Empty: all plans of the organisation';
comment on column plans.subscription.kinds is 'Empty: all kinds';
comment on column plans.subscription.seen_number is 'Changes up to this number were seen';

select platform.keep_to_organisation('plans.correction');
select platform.keep_to_organisation('plans.adoption');
select platform.keep_to_organisation('plans.strategy');
select platform.keep_to_organisation('plans.strategy_link');
select platform.keep_to_organisation('plans.project_link');
select platform.keep_to_organisation('plans.plan_change');
select platform.keep_to_organisation('plans.subscription');
grant select, insert on plans.correction, plans.adoption, plans.strategy, plans.plan_change to svc_plans;
grant select, insert, update (ended_because, ended_at) on plans.strategy_link, plans.project_link to svc_plans;
grant select, insert, update (kinds, seen_number), delete on plans.subscription to svc_plans;

-- What the reports on plans see.
create view published.plan_version as
  select organisation_id, plan_id, version, stated, stored_at as recorded_at from plans.plan;
comment on view published.plan_version is 'Versions of plans as their documents state them.';
create view published.plan_correction as
  select organisation_id, plan_id, number, version, field, place, value, takes_back, made_at as recorded_at
    from plans.correction;
comment on view published.plan_correction is 'Corrections of what was read.';
create view published.project_link as
  select organisation_id, number, plan_id, measure, contract_id, external_project, share_hundredths, amount_minor, currency,
         people, contribution, illustrative, made_at as recorded_at, ended_at
    from plans.project_link where plan_id is not null;
comment on view published.project_link is 'Which projects carry out plans.';
grant select on published.plan_version, published.plan_correction, published.project_link to svc_reports;

commit;
