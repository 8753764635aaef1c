-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('plans');
set local role own_plans;

create table plans.plan (
  organisation_id text not null,
  plan_id text not null,
  version integer not null,
  year integer not null,
  title text not null,
  document_sha256 text not null,
  measure_count integer not null,
  measures_with_amount integer not null,
  stated jsonb not null,
  stored_at timestamptz not null default now(),
  primary key (organisation_id, plan_id, version),
  constraint plan_version check (version >= 1),
  constraint plan_digest check (document_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table plans.plan is 'A version of a plan as its document states it; never changed (INV-10)';
comment on column plans.plan.stated is 'The plan in the JSON form of tranche.plans.v1.Plan: nothing in it is computed';

select platform.keep_to_organisation('plans.plan');
grant select, insert on plans.plan to svc_plans;

commit;
