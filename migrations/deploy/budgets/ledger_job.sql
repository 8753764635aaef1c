-- SPDX-License-Identifier: EUPL-1.2
-- Whose budgets there are, for the job that compares their balances with their journals.
begin;

set local role own_budgets;

create table budgets.organisation (
  organisation text not null primary key,
  constraint organisation_named check (organisation <> '')
);
comment on table budgets.organisation is
  'Reference data: the organisations that have contracts here, for work that goes through all of them.';
grant select on budgets.organisation to svc_budgets;

create function budgets.note_organisation() returns trigger
language plpgsql security definer set search_path = budgets, pg_temp as $$
begin
  insert into organisation (organisation) values (new.organisation_id) on conflict do nothing;
  return new;
end $$;
create trigger contract_organisation after insert on budgets.contract
  for each row execute function budgets.note_organisation();

-- Not as the owner, whom row security holds too.
reset role;
insert into budgets.organisation (organisation) select distinct organisation_id from budgets.contract;

commit;
