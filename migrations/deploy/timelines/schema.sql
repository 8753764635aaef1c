-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('timelines');
set local role own_timelines;

create table timelines.contract (
  organisation_id text not null,
  contract_id text not null,
  number text not null,
  procedure text not null,
  starts_on date not null,
  ends_on date not null,
  duration_months integer not null,
  version integer not null,
  recorded_at timestamptz not null default now(),
  constraint contract_key primary key (organisation_id, contract_id),
  constraint contract_ends check (ends_on >= starts_on),
  constraint contract_duration check (duration_months between 1 and 120)
);
comment on table timelines.contract is
  'What timelines needs of a contract; a copy that follows the events of proposals.';
comment on column timelines.contract.contract_id is
  'The register number under which it was concluded, folded.';
comment on column timelines.contract.procedure is
  'Code of the procedure: its programming period chooses among rules.';
comment on column timelines.contract.version is 'Version of the contract that was copied.';
select platform.keep_to_organisation('timelines.contract');
grant select, insert, update (number, procedure, starts_on, ends_on, duration_months, version)
   on timelines.contract to svc_timelines;

create table timelines.activity (
  organisation_id text not null,
  contract_id text not null,
  code text not null,
  title text not null,
  first_month integer not null,
  last_month integer not null,
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  constraint activity_key primary key (organisation_id, contract_id, code),
  constraint activity_contract foreign key (organisation_id, contract_id)
    references timelines.contract (organisation_id, contract_id),
  constraint activity_months check (first_month >= 1 and last_month >= first_month
                                    and last_month <= 120)
);
comment on table timelines.activity is
  'What is done within the period of a contract, by months of the contract.';
comment on column timelines.activity.first_month is
  'Month in which it begins; 1 is the first month of the contract.';
comment on column timelines.activity.last_month is 'Month in which it ends.';
comment on column timelines.activity.marks is 'Provenance of values, by field.';
select platform.keep_to_organisation('timelines.activity');
grant select, insert on timelines.activity to svc_timelines;

-- Without a reference to the contract: the events of payments may be followed before those of proposals.
create table timelines.deadline_event (
  organisation_id text not null,
  contract_id text not null,
  deadline_id text not null,
  kind text not null,
  event_on date not null,
  claim text not null,
  claim_kind text not null,
  claim_sequence integer not null,
  recorded_at timestamptz not null default now(),
  constraint deadline_event_key primary key (organisation_id, contract_id, deadline_id),
  constraint deadline_event_kind check (kind in ('VERIFY_AND_PAY')),
  constraint deadline_event_claim_kind check (claim_kind in ('ADVANCE', 'INTERIM', 'FINAL'))
);
comment on table timelines.deadline_event is
  'Events that start a deadline besides the contract itself: claims that were sent. Never changed.';
comment on column timelines.deadline_event.deadline_id is
  'Last segment of the deadline''s name, verify-and-pay-1.';
comment on column timelines.deadline_event.event_on is
  'Day of the event, from which the deadline runs.';
comment on column timelines.deadline_event.claim is 'Name of the claim.';
select platform.keep_to_organisation('timelines.deadline_event');
grant select, insert on timelines.deadline_event to svc_timelines;

-- A table of its own and no columns of deadline_event: an end may be heard of before its beginning.
create table timelines.deadline_end (
  organisation_id text not null,
  contract_id text not null,
  deadline_id text not null,
  outcome text not null,
  met_on date not null,
  recorded_at timestamptz not null default now(),
  constraint deadline_end_key primary key (organisation_id, contract_id, deadline_id),
  constraint deadline_end_outcome check (outcome in ('PAID', 'NOTHING_OWED', 'REFUSED'))
);
comment on table timelines.deadline_end is 'How and when the deadlines of deadline_event were met. Never changed.';
comment on column timelines.deadline_end.outcome is
  'All of the claim was paid, nothing was owed for it, or it was refused.';
comment on column timelines.deadline_end.met_on is
  'Day on which the last of the money arrived, or of the decision by which none is owed.';
select platform.keep_to_organisation('timelines.deadline_end');
grant select, insert on timelines.deadline_end to svc_timelines;

commit;
