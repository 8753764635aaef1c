-- SPDX-License-Identifier: EUPL-1.2
-- A contract is held either by a version that is being prepared or by a report package, never by both.
begin;

set local role own_proposals;

alter table proposals.contract
  add column released_hold bigint not null default 0,
  add constraint contract_open_change check (open_change ~ '^(versions/[0-9]+|packages/[0-9]+#[0-9]+)$');
comment on column proposals.contract.released_hold is
  'Highest number of a hold for a package that was released: neither it nor a lower one ever holds again.';
comment on column proposals.contract.open_change is
  'What holds the contract: versions/2, or packages/3#7 for the hold with number 7 of package 3; null: nothing.';

-- Holds the contract for a package; the same hold again changes nothing, a higher number takes over from a lower one,
-- since payments has ended that before. False: a version is open, or the number was released.
create function proposals.hold_for_package(in_organisation text, in_contract text, in_package integer, in_number bigint)
returns boolean
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract as c set open_change = 'packages/' || in_package || '#' || in_number
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.released_hold < in_number
         and case when c.open_change is null then true
                  when c.open_change like 'packages/%' then split_part(c.open_change, '#', 2)::bigint <= in_number
                  else false end;
  return found;
end $$;

-- Ends a hold, also one that comes later than its release.
create function proposals.release_hold(in_organisation text, in_contract text, in_number bigint)
returns void
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract as c
     set released_hold = greatest(c.released_hold, in_number),
         open_change = case when c.open_change is null then null
                            when c.open_change not like 'packages/%' then c.open_change
                            when split_part(c.open_change, '#', 2)::bigint <= in_number then null
                            else c.open_change end
   where c.organisation_id = in_organisation and c.contract_id = in_contract;
  if not found then
    raise exception 'there is no contract to release';
  end if;
end $$;

grant execute on function proposals.hold_for_package, proposals.release_hold to svc_proposals;

commit;
