-- SPDX-License-Identifier: EUPL-1.2
-- The closing of a contract's money.
begin;

set local role own_payments;

alter table payments.contract
  add column closed_on date,
  add column closed_by text,
  add column closing_reference text not null default '',
  add column closed_recorded_at timestamptz,
  add column closings integer not null default 0,
  add column reopening_reason text not null default '',
  add constraint contract_closing_is_known
    check (num_nonnulls(closed_on, closed_by, closed_recorded_at) in (0, 3)
           and (closed_on is null or (closings > 0 and reopening_reason = ''))),
  -- CLO-2: nothing is under way on a closed contract.
  add constraint contract_closed_has_no_open_claim check (closed_on is null or open_claim is null);
comment on column payments.contract.closed_on is 'Day on which its money was closed; null: it is open.';
comment on column payments.contract.closings is 'How often it was closed, those that were reopened included.';
comment on column payments.contract.reopening_reason is 'Why it was opened again the last time; empty: never, or closed now.';

grant update (closed_on, closed_by, closing_reference, closed_recorded_at, closings, reopening_reason)
   on payments.contract to svc_payments;

create view published.contract_closing as
  select organisation_id, contract_id, closed_on, closed_by, closed_recorded_at as recorded_at
    from payments.contract where closed_on is not null;
comment on view published.contract_closing is 'Contracts whose money is closed.';
grant select on published.contract_closing to svc_reports;

commit;
