-- SPDX-License-Identifier: EUPL-1.2
-- A budget takes nothing more once the money of its contract is closed. Payments asks for it before it closes, so that no
-- cost comes between: whoever records one has the row of the contract, and so has the closing.
begin;

set local role own_budgets;

alter table budgets.contract
  add column closing_number bigint not null default 0,
  add column closed_on date;
comment on column budgets.contract.closing_number is
  'Number of the last closing or opening of its money that was heard of: a lower one that comes late changes nothing.';
comment on column budgets.contract.closed_on is 'Day on which its money was closed; null: it is open.';

create function budgets.refuse_closed_contract() returns trigger
language plpgsql set search_path = budgets, pg_temp as $$
begin
  perform platform.refuse('CONTRACT_MONEY_CLOSED',
                          jsonb_build_object('contract', old.number, 'day', old.closed_on));
  return new;
end $$;

-- For rows of what belongs to a contract. The closing waits for whoever has looked.
create function budgets.refuse_closed() returns trigger
language plpgsql set search_path = budgets, pg_temp as $$
declare
  closed record;
begin
  select c.number, c.closed_on into closed
    from contract as c
   where c.organisation_id = new.organisation_id and c.contract_id = new.contract_id
     for share;
  if closed.closed_on is not null then
    perform platform.refuse('CONTRACT_MONEY_CLOSED',
                            jsonb_build_object('contract', closed.number, 'day', closed.closed_on));
  end if;
  return new;
end $$;

-- Each recording of costs, one by one, in batches and by terms, takes its numbers here; a budget is made here.
create trigger contract_closed before update of last_cost_number, budgeted_at on budgets.contract
  for each row when (old.closed_on is not null
                     and (old.last_cost_number <> new.last_cost_number
                          or old.budgeted_at is distinct from new.budgeted_at))
  execute function budgets.refuse_closed_contract();
create trigger transfer_closed before insert on budgets.transfer
  for each row execute function budgets.refuse_closed();
create trigger revision_closed before insert on budgets.revision
  for each row execute function budgets.refuse_closed();

-- Closes a budget, or opens it again where no day is given. Numbers come in any order and more than once: the highest holds.
-- While a line has something reserved nothing is closed, unless the money is closed already.
create function budgets.follow_money_closing(in_organisation text, in_contract text, in_number bigint,
                                             in_closed_on date, in_is_closed boolean)
returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
begin
  perform from contract as c
    where c.organisation_id = in_organisation and c.contract_id = in_contract
      for update;
  -- By a statement of its own: it sees what was committed while the lock was waited for.
  if in_closed_on is not null and not in_is_closed
     and exists (select from line as l
                  where l.organisation_id = in_organisation and l.contract_id = in_contract
                        and l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor > 0) then
    return;
  end if;
  update contract as c
     set closing_number = in_number, closed_on = in_closed_on
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.closing_number < in_number;
end $$;
comment on function budgets.follow_money_closing is 'Makes a budget follow the closing of its contract''s money.';
grant execute on function budgets.follow_money_closing to svc_budgets;

commit;
