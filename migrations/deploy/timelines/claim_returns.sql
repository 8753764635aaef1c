-- SPDX-License-Identifier: EUPL-1.2
-- A claim that was given back to the beneficiary has no clock until it is sent again, and then a new one.
begin;

set local role own_timelines;

create table timelines.claim_sending (
  organisation_id text not null,
  contract_id text not null,
  deadline_id text not null,
  sending integer not null,
  sent_on date not null,
  recorded_at timestamptz not null default now(),
  constraint claim_sending_key primary key (organisation_id, contract_id, deadline_id, sending),
  constraint claim_sending_follows check (sending >= 2)
);
comment on table timelines.claim_sending is
  'Sendings of claims after their first, which stands in deadline_event; the latest begins the deadline. Never changed.';

create table timelines.claim_return (
  organisation_id text not null,
  contract_id text not null,
  deadline_id text not null,
  return_number integer not null,
  returned_on date not null,
  recorded_at timestamptz not null default now(),
  constraint claim_return_key primary key (organisation_id, contract_id, deadline_id, return_number),
  constraint claim_return_number check (return_number >= 1)
);
comment on table timelines.claim_return is
  'Returns of claims: the one with a number ends the sending with the same number. Never changed.';

select platform.keep_to_organisation('timelines.claim_sending');
select platform.keep_to_organisation('timelines.claim_return');
grant select, insert on timelines.claim_sending, timelines.claim_return to svc_timelines;

commit;
