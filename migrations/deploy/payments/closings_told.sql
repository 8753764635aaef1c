-- SPDX-License-Identifier: EUPL-1.2
-- What proposals was told of a contract's closing, so that a crash leaves no contract behind.
begin;

set local role own_payments;

alter table payments.contract
  add column closing_told integer not null default 0,
  add constraint contract_closing_told
    check (closing_told between 0 and 2 * closings - case when closed_on is null then 0 else 1 end);
comment on column payments.contract.closing_told is
  'Number of the last closing (odd) or reopening (even) that proposals has heard of.';
grant update (closing_told) on payments.contract to svc_payments;
create index contract_closing_to_tell on payments.contract (organisation_id, contract_id)
 where closing_told < 2 * closings - case when closed_on is null then 0 else 1 end;

commit;
