-- SPDX-License-Identifier: EUPL-1.2
-- A contract has ended when its money was closed.
begin;

set local role own_proposals;

alter table proposals.contract
  add column closing_number bigint not null default 0,
  add column ended_on date,
  add constraint contract_ended_is_known check ((state = 'ENDED') = (ended_on is not null)) not valid;
comment on column proposals.contract.closing_number is
  'Number of the last closing or reopening of its money that was heard of: a lower one that comes late changes nothing.';
comment on column proposals.contract.ended_on is 'Day on which its money was closed; null: it is open.';
alter table proposals.contract validate constraint contract_ended_is_known;

-- Ends a contract, or takes the end back where no day is given. Numbers come in any order and more than once: the highest holds.
create function proposals.follow_money_closing(in_organisation text, in_contract text, in_number bigint, in_closed_on date)
returns void
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract as c
     set closing_number = in_number, ended_on = in_closed_on,
         state = case when in_closed_on is null then 'ACTIVE' else 'ENDED' end
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.closing_number < in_number;
end $$;
comment on function proposals.follow_money_closing is 'Makes the state of a contract follow the closing of its money.';
grant execute on function proposals.follow_money_closing to svc_proposals;

commit;
