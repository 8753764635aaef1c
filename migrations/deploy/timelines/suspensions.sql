-- SPDX-License-Identifier: EUPL-1.2
-- Questions on a claim, while which the clock of its verification stands still.
begin;

set local role own_timelines;

create table timelines.deadline_suspension (
  organisation_id text not null,
  contract_id text not null,
  deadline_id text not null,
  question_number integer not null,
  asked_on date not null,
  due_on date not null,
  suspension_days_max integer not null,
  recorded_at timestamptz not null default now(),
  constraint deadline_suspension_key primary key (organisation_id, contract_id, deadline_id, question_number),
  constraint deadline_suspension_order check (due_on >= asked_on),
  constraint deadline_suspension_days_max check (suspension_days_max >= 0)
);
comment on table timelines.deadline_suspension is
  'Questions that stop the clock of a deadline of deadline_event. Never changed.';
comment on column timelines.deadline_suspension.due_on is 'Last day for the answer: from then on the clock runs again.';

comment on column timelines.deadline_suspension.suspension_days_max is
  'Most days for which all questions of the claim together stop the clock; 0: none do.';

-- A table of its own, as deadline_end is: the end of a question may be heard of before its beginning.
create table timelines.deadline_suspension_end (
  organisation_id text not null,
  contract_id text not null,
  deadline_id text not null,
  question_number integer not null,
  closed_on date not null,
  days_in_all integer not null,
  recorded_at timestamptz not null default now(),
  constraint deadline_suspension_end_key
    primary key (organisation_id, contract_id, deadline_id, question_number),
  constraint deadline_suspension_end_days check (days_in_all >= 0)
);
comment on table timelines.deadline_suspension_end is 'When the questions of deadline_suspension ended. Never changed.';
comment on column timelines.deadline_suspension_end.days_in_all is
  'Days for which the questions of the claim have stopped the clock with this one, within the limit of the law.';

select platform.keep_to_organisation('timelines.deadline_suspension');
select platform.keep_to_organisation('timelines.deadline_suspension_end');
grant select, insert on timelines.deadline_suspension, timelines.deadline_suspension_end to svc_timelines;

commit;
