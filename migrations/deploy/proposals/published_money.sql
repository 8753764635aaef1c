-- SPDX-License-Identifier: EUPL-1.2
-- What reports may see of the versions of contracts.
begin;

set local role own_proposals;

-- A version is recorded as a draft and comes into force later: reports as known at a day ask when that was recorded.
alter table proposals.contract_version add column in_force_recorded_at timestamptz;
comment on column proposals.contract_version.in_force_recorded_at is
  'When it was recorded that the version is in force; null: it never was.';
-- Of the versions that there are nothing says when. Not as the owner, whom row security holds too.
reset role;
update proposals.contract_version set in_force_recorded_at = recorded_at where state in ('IN_FORCE', 'ARCHIVED');
set local role own_proposals;

create function proposals.note_version_in_force() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.in_force_recorded_at := case when tg_op = 'INSERT' then clock_timestamp()
                                   else coalesce(old.in_force_recorded_at, clock_timestamp()) end;
  return new;
end $$;
create trigger note_version_in_force before insert or update of state on proposals.contract_version
  for each row when (new.state in ('IN_FORCE', 'ARCHIVED')) execute function proposals.note_version_in_force();

create view published.contract_version as
  select organisation_id, contract_id, version, type, document, title, concluded_on,
         amount_eu_minor as eu_minor, amount_national_minor as national_minor, amount_own_minor as own_minor,
         currency, in_force_recorded_at as recorded_at
    from proposals.contract_version
   where state in ('IN_FORCE', 'ARCHIVED');
comment on view published.contract_version is
  'What contracts said from one amendment to the next: the versions in force and those that were.';
grant select on published.contract_version to svc_reports;

commit;
